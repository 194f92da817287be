"""Slips that no rule forbids: each is warned of with what is likely meant, and sound figures are not."""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from scorecard_kit.data.checks.plausible import (
    financial_years_as_months,
    floors_far_below,
    fractions_for_percentages,
    gaps_before_the_newest,
    mixed_decimals,
    months_beyond_the_results,
    months_far_away,
    parts_of_people,
    retyped_months,
    services_left_out,
)
from scorecard_kit.data.schema import NUMBERS, TABLES
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Unit
from scorecard_kit.judge.numbers import Written

VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
POSTS = Indicator("filled", "Posts filled (FTE)", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
RARE = Indicator("rare", "Rare events", Polarity.LOWER, DataPeriod.SNAPSHOT, Unit.PERCENT)
KNOWN = {item.indicator: item for item in (VISITS, POSTS, RARE)}


def number(text: str, mark: str = "") -> Written:
    """The number as a cell gives it."""
    return Written(text, len(text.partition(".")[2]), mark)


def frame(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Give a table as it is read, of rows that fill some of its columns."""
    blank = {it.name: None if it.kind in NUMBERS else "" for it in TABLES[name].columns}
    given = [{**blank, **{key.rstrip("_"): cell for key, cell in row.items()}} for row in rows]
    return pd.DataFrame(given, columns=list(blank), index=pd.RangeIndex(2, len(rows) + 2), dtype=object)


def months(*names: str) -> pd.DataFrame:
    """Give results of one series in these months, each with a figure of its own."""
    rows = [
        {"indicator": "visits", "area": "Shire", "period": name, "numerator": Fraction(place + 7)}
        for place, name in enumerate(names)
    ]
    return frame("results", *rows)


@pytest.mark.parametrize(
    ("names", "row", "mend"),
    [
        (["2016-01", "2016-02", "2116-03"], 4, "Is 2016-03 meant?"),
        (["2016-01", "2016-02", "2061-03"], 4, "Is 2016-03 meant?"),
        (["2000-03", "2016-01", "2016-02"], 2, "Correct the year."),
        (["2026-01", "2026-02", "1996-03"], 4, "Correct the year."),
        (["2015-01", "2015-02", "2035-03"], 4, "Is 2015-03 meant?"),
    ],
)
def test_a_month_far_from_all_others_is_refused(names: list[str], row: int, mend: str) -> None:
    """A month in another century or decade is a slip of the pen, and the likely one is offered."""
    [finding] = months_far_away(months(*names))
    assert (finding.row, finding.level, finding.mend) == (row, "error", mend)


def test_no_month_of_the_future_is_offered() -> None:
    """Where all months lie ahead, a slip of one year for another mends nothing."""
    assert {finding.mend for finding in months_far_away(months("2096-03", "2097-03"))} == {"Correct the year."}


def test_a_future_without_other_months_is_refused() -> None:
    """Where every month lies in the next century, none of them is a result."""
    assert [finding.problem for finding in months_far_away(months("2097-03", "2097-04"))] == ["lies in the future"] * 2


def test_a_long_history_with_gaps_is_sound() -> None:
    """Years without figures, and the months of the worked examples, are no slip."""
    assert list(months_far_away(months("2001-03", "2009-03", "2016-03"))) == []


def test_a_target_or_date_far_from_the_results_is_warned_of() -> None:
    """A target from 2115 would never be in force, and a date of another century is printed as it stands."""
    results = months("2015-04", "2016-03")
    results.loc[3, "as_at"] = "1916-03-31"
    targets = frame("targets", {"indicator": "visits", "from_": "2115-04"}, {"indicator": "visits", "from_": "2019-04"})
    found = months_beyond_the_results({"results": results, "targets": targets})
    assert [(one.file, one.row, one.column, one.mend) for one in found] == [
        ("results.csv", 3, "as_at", "Is 2016-03-31 meant?"),
        ("targets.csv", 2, "from", "Is 2015-04 meant?"),
    ]


def test_months_that_are_all_financial_years_are_warned_of() -> None:
    """2010-11 and 2011-12 alone are two Novembers and Decembers, or two years."""
    [finding] = financial_years_as_months(months("2011-12", "2010-11", "2009-10"))
    assert (finding.row, finding.value) == (4, "2009-10")
    assert finding.mend == "If financial years are meant, write their last months, such as 2010-03."
    assert list(financial_years_as_months(months("2011-12"))) == []
    assert list(financial_years_as_months(months("2011-12", "2012-01"))) == []


def test_a_month_with_the_figures_of_another_is_warned_of() -> None:
    """Five of six figures of May are those of April, and all of them those of the May before; March is its own."""
    rows = [
        {"indicator": f"i-{one}", "area": "Shire", "period": month, "numerator": Fraction(one + figure)}
        for month, figure in (("2015-05", 9), ("2016-03", 3), ("2016-04", 9), ("2016-05", 9))
        for one in range(6)
    ]
    rows[-1]["numerator"] = Fraction(99)
    told = [(one.row, one.value, one.problem) for one in retyped_months(frame("results", *rows))]
    assert told == [
        (20, "2016-05", "has the figures of 2015-05 in 5 of 6 results"),
        (20, "2016-05", "has the figures of 2016-04 in 5 of 6 results"),
    ]


def test_figures_that_are_few_nought_or_carried_forward_may_repeat() -> None:
    """Three equal figures, noughts, and what the status says is repeated are no sign of a month typed twice."""
    for figure, status, many in ((5, "", 3), (0, "", 9), (5, "carried_forward", 9)):
        rows = [
            {"indicator": f"i-{one}", "period": month, "numerator": Fraction(figure), "status": status}
            for month in ("2016-03", "2016-04")
            for one in range(many)
        ]
        assert list(retyped_months(frame("results", *rows))) == []


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["2016-01", "2016-02", "2016-03", "2016-04", "2016-06"], "2016-05"),
        (["2014-12", "2015-03", "2015-06", "2015-09", "2016-03"], "2015-12"),
        (["2016-01", "2016-02", "2016-03", "2016-04", "2016-05"], ""),
        (["2012-03", "2013-03", "2014-03", "2016-02", "2016-03"], ""),
    ],
)
def test_a_month_that_is_missing_before_the_newest_is_warned_of(names: list[str], missing: str) -> None:
    """A regular series that leaves its newest month but one out is told, whatever its rhythm."""
    told = [(one.row, one.problem) for one in gaps_before_the_newest(months(*names))]
    assert told == ([(6, f"{missing} is missing before it in 1 series (first: visits, Shire)")] if missing else [])


@pytest.mark.parametrize(
    ("values", "target", "told"),
    [
        (["80", "82"], {"target": "0.85"}, [("targets.csv", "target", "Write 85 if that is meant.")]),
        (["80", "82"], {"target": "85", "floor": "0.765"}, [("targets.csv", "floor", "Write 76.5 if that is meant.")]),
        (
            ["80", "82"],
            {"target": "85", "green_from": "1"},
            [("targets.csv", "green_from", "Write 100 if that is meant.")],
        ),
        (["80", "0.8", "81"], {"target": "85"}, [("results.csv", "value", "Write 80 if that is meant.")]),
        (["0.8", "0.82"], {"target": "85"}, [("targets.csv", "target", "Were the results written as fractions?")]),
        (["0.8", "0.82"], {"target": "0.85"}, [("targets.csv", "target", "Write 85 if that is meant.")]),
        ([], {"target": "0.9"}, [("targets.csv", "target", "Write 90 if that is meant.")]),
        (["80", "82"], {"target": "85"}, []),
        (["4", "0.9", "3"], {"target": "5"}, []),
    ],
)
def test_a_fraction_for_a_percentage_is_warned_of(
    values: list[str], target: dict[str, str], told: list[tuple[str, str, str]]
) -> None:
    """0.85 as a target, floor, band or value among figures in the eighties is a percentage that lost its hundred."""
    results = frame("results", *({"indicator": "visits", "value": number(value)} for value in values))
    targets = frame("targets", {"indicator": "visits", **{key: number(text) for key, text in target.items()}})
    found = fractions_for_percentages(results, targets, KNOWN)
    assert [(one.file, one.column, one.mend) for one in found] == told


def test_small_percentages_are_no_fractions() -> None:
    """Under an indicator of which little is good, targets and results of less than one per cent are usual."""
    results = frame("results", *({"indicator": "rare", "value": number(value)} for value in ("0.4", "2.1", "0.9")))
    targets = frame("targets", {"indicator": "rare", "target": number("0.5"), "floor": number("1")})
    assert list(fractions_for_percentages(results, targets, KNOWN)) == []


@pytest.mark.parametrize(
    ("floor", "target", "mend"),
    [
        (number("10", "%"), "85", "If it is a distance from the target, write 76.5 (per cent of it) or 75 (points)."),
        (number("5"), "90", "If it is a distance from the target, write 85.5 (per cent of it) or 85 (points)."),
        (number("60", "%"), "85", ""),
        (number("40"), "85", ""),
    ],
)
def test_a_floor_that_may_be_a_distance_is_asked_about(floor: Written, target: str, mend: str) -> None:
    """A floor of 10% beside a target of 85% is ten per cent, or within ten per cent of the target."""
    targets = frame("targets", {"indicator": "visits", "target": number(target), "floor": floor})
    assert [one.mend for one in floors_far_below(targets, KNOWN)] == ([mend] if mend else [])


def test_a_part_of_a_person_is_warned_of_and_a_part_of_a_post_is_not() -> None:
    """80.5 children are a slip; 80.5 posts are counted as full-time equivalents."""
    rows = [
        {"indicator": key, "numerator": number("80.5"), "denominator": number("100")} for key in ("visits", "filled")
    ]
    assert [(one.row, one.value) for one in parts_of_people(frame("results", *rows, *rows), KNOWN)] == [(2, "80.5")]


def test_a_service_without_a_cost_is_told_by_name() -> None:
    """A blank cost beside units leaves the service out of every total; a cost under nought may be an income."""
    sound = {name: Fraction(10) for name in ("affordable_units", "forecast_units", "budget_cost", "forecast_cost")}
    unit_costs = frame(
        "unit_costs",
        {"service": "Fostering", **sound},
        {"service": "Residential care", **sound, "budget_cost": None, "forecast_cost": None},
        {"service": "Adoption", **sound, "forecast_cost": Fraction(-3)},
        {"service": "Leaving care", "volume_variance": Fraction(5), "price_variance": Fraction(6)},
        {"service": "Legal costs"},
    )
    assert [(one.row, one.value, one.problem) for one in services_left_out(unit_costs)] == [
        (3, "Residential care", "has no budget_cost and forecast_cost: it is in no total of volume and price"),
        (4, "-3", "is a unit cost under nought (Adoption)"),
    ]


def test_values_with_different_decimals_are_noted() -> None:
    """Values of 85 and 84.5 are shown as they stand, and one note says so for the indicator."""
    rows = [{"indicator": "visits", "value": number(text)} for text in ("84.5", "85", "83.5")]
    [note] = mixed_decimals(frame("results", *rows), KNOWN)
    assert (note.row, note.level) == (3, "note")
    assert note.problem == "the values of visits are written with 0 and 1 decimals, and are shown as they are written"
    assert list(mixed_decimals(frame("results", rows[0], rows[2]), KNOWN)) == []
