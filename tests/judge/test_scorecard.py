"""The rated frame: equal to the scalar functions and to the printed scorecard, whatever form the figures come in."""

import csv
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Direction, Rag, Target
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.ratings import direction_of_travel, rag_rating, rate
from scorecard_kit.judge.rows import definitions, records, target_in_force
from scorecard_kit.judge.scorecard import (
    PAGE_COLUMNS,
    SCORECARD_COLUMNS,
    has_amber,
    history,
    score,
    score_latest,
    summarise,
)
from tests.strategies import BASES, COUNTS, POLARITIES, TENTHS, tenths

ROOT = Path(__file__).parents[2]
WRONG_ARROWS = {"13": Direction.SAME, "20": Direction.WORSENED}
ARROWS = {"↑": Direction.IMPROVED, "↓": Direction.WORSENED}
LETTERS = {"G": Rag.GREEN, "A": Rag.AMBER, "R": Rag.RED}

INDICATORS = pd.DataFrame(
    [
        ["visits", "Visits in time", "H", "SS", "percent", ""],
        ["starts", "Starts in the year", "L", "YTD", "count", ""],
        ["second-plans", "Second plans", "T", "SS", "percent", ""],
        ["caseload", "Caseloads", "", "SS", "count", "activity"],
        ["referrals", "Referrals", "", "SS", "count", ""],
    ],
    columns=["indicator", "name", "polarity", "data_period", "unit", "role"],
)
TARGETS = pd.DataFrame(
    [
        ["visits", "2014-04", "", "80", "70", None, None],
        ["visits", "2016-03", "", "85", "76.5", None, None],
        ["visits", "2015-04", "North", "60", "50", None, None],
        ["starts", "2015-04", "", "20", "25", None, None],
        ["second-plans", "2015-04", "", "10", "", "8", "10.5"],
    ],
    columns=["indicator", "from", "area", "target", "floor", "green_from", "green_to"],
)
COLUMNS = ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"]


def months(indicator: str, values: dict[str, Any], area: str = "Shire") -> pd.DataFrame:
    """Give results of one indicator: a value by month, or numerator and denominator, or a status."""
    rows = []
    for month, value in values.items():
        figures = [*value, None] if isinstance(value, tuple) else [None, None, value]
        rows.append([indicator, month, area, "", *figures, ""])
        if value == "suppressed":
            rows[-1][-2:] = [None, value]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def one(results: pd.DataFrame, period: str = "2016-03", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # as score has them
    """Score and give the row of the indicator that has results."""
    scored = score(results, INDICATORS, TARGETS, period, more.pop("area", "Shire"), **more)
    return next(row for row in records(scored) if row["indicator"] == results["indicator"].iloc[0])


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the March 2016 figures as they were entered."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


def printed(name: str) -> list[dict[str, str]]:
    """Give the rows of a table as the report prints them."""
    with (ROOT / "tests" / "figures" / f"scs_2016_03_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def scored(council: Dataset) -> pd.DataFrame:
    """Give the county's scorecard of March 2016."""
    return score(council.results, council.indicators, council.targets, "2016-03", "Kent", changes=council.changes)


def test_every_printed_result_and_rating_is_reproduced(scored: pd.DataFrame) -> None:
    """All 44, in the printed order, with their polarity, period, target and previous figures."""
    expected = printed("scorecard")
    assert len(expected) == len(scored) == 44
    for row, line in zip(records(scored), expected, strict=True):
        decimals = 1 if "." in line["latest"] else 0
        assert (row["name"], row["polarity"], row["data_period"]) == (
            line["indicator"],
            line["polarity"],
            line["data_period"],
        )
        for field, column in (
            ("value", "latest"),
            ("target", "target"),
            ("previous", "previous"),
            ("outturn", "outturn"),
        ):
            places = 1 if "." in line[column] else 0
            assert display(row[field], places) == line[column].rstrip("%"), (line["id"], column, decimals)
        assert row["rag"] is LETTERS[line["rag"]], line["id"]


def test_every_printed_arrow_is_reproduced_but_two(scored: pd.DataFrame) -> None:
    """86 of 88: rows 13 (100.0 both months) and 20 (70.7 to 69.9, higher is better) print an up arrow in error."""
    differing = {}
    for row, line in zip(records(scored), printed("scorecard"), strict=True):
        if row["direction_from_previous"] is not ARROWS[line["dot_previous"]]:
            differing[line["id"]] = row["direction_from_previous"]
        assert row["direction_from_outturn"] is ARROWS[line["dot_outturn"]], line["id"]
    assert differing == WRONG_ARROWS


def test_the_counts_of_the_printed_summary(scored: pd.DataFrame) -> None:
    """The nine counts that the report prints, and the base of each."""
    assert asdict(summarise(scored)) == {
        "indicators": 44, "rated": 44, "green": 17, "amber": 20, "red": 7, "not_rated": 0,
        "improved_from_previous": 23, "same_from_previous": 1, "worsened_from_previous": 20,
        "compared_with_previous": 44,
        "improved_from_outturn": 16, "same_from_outturn": 0, "worsened_from_outturn": 28,
        "compared_with_outturn": 44,
    }  # fmt: skip


def test_which_directions_are_within_rounding(scored: pd.DataFrame) -> None:
    """Six results differ from the printed February figure by less than half of its last digit."""
    within = [number for number, row in enumerate(records(scored), 1) if row["within_rounding"]]
    assert within == [1, 2, 16, 18, 23, 31]


def test_every_printed_monthly_rating_but_one(council: Dataset) -> None:
    """27 of 28: adopted in December 2015, 10.1 with a printed minimum of 9.8, prints Red where the bands give Amber."""
    names = {row["name"]: row["indicator"] for row in records(council.indicators)}
    lines = printed("exceptions")
    assert len(lines) == 28
    differing = []
    for line in lines:
        key = names[line["indicator"]]
        months = history(
            council.results, council.indicators, council.targets, key, "Kent", [line["period"]], changes=council.changes
        )
        row = records(months)[0]
        assert display(row["value"], 1) == line["result"].rstrip("%")
        if row["rag"] != line["rag"]:
            differing.append((key, line["period"], line["rag"], str(row["rag"])))
    assert differing == [("adopted-leaving-care", "2015-12", "Red", "Amber")]


def test_the_columns_of_a_rated_frame() -> None:
    """Those of data/scorecard-*.csv in the contract's order, then those a page needs, with or without results."""
    contract = (
        "indicator,name,group,polarity,data_period,period,area,cohort,numerator,denominator,value,status,target,floor,"
        "green_from,green_to,amber_from,amber_to,floor_basis,rag,previous,direction_from_previous,within_rounding,"
        "outturn,direction_from_outturn,previous_period"
    )
    scored = score(months("visits", {}), INDICATORS, TARGETS, "2016-03", "Shire")
    assert contract.split(",") == SCORECARD_COLUMNS
    assert list(scored.columns) == [*SCORECARD_COLUMNS, *PAGE_COLUMNS]
    assert scored["indicator"].tolist() == ["visits", "starts", "second-plans", "referrals"]
    assert set(scored["rag"]) == {Rag.NOT_RATED}
    assert set(scored["reason"]) == {"no result"}


@pytest.mark.parametrize(
    ("area", "period", "target"),
    [
        ("Shire", "2014-03", None),
        ("Shire", "2014-04", 80),
        ("Shire", "2016-02", 80),
        ("Shire", "2016-03", 85),
        ("Shire", "2020-01", 85),
        ("North", "2015-03", 80),
        ("North", "2015-04", 60),
        ("North", "2016-03", 60),
    ],
)
def test_the_target_in_force(area: str, period: str, target: int | None) -> None:
    """A target holds from its own month until the next one; an area's own goes before everyone's, even a later one."""
    found = target_in_force(TARGETS, "visits", period, area)
    assert (found.target if found else None) == target


def test_each_month_is_rated_against_its_own_target() -> None:
    """82 was Green in February against 80 and is Amber in March against 85; the same 82 is Green in the north."""
    results = months("visits", {"2016-02": 82, "2016-03": 82})
    row = one(results)
    assert (row["previous_rag"], row["rag"]) == (Rag.GREEN, Rag.AMBER)
    assert one(results.assign(area="North"), area="North")["rag"] is Rag.GREEN
    rated = history(results, INDICATORS, TARGETS, "visits", "Shire", ["2016-01", "2016-02", "2016-03"])
    assert rated["rag"].tolist() == [Rag.GREEN, Rag.AMBER]


@pytest.mark.parametrize(
    ("values", "period", "reporting", "previous", "direction"),
    [
        pytest.param({"2016-02": 70, "2016-03": 80}, "2016-03", "month", "2016-02", "improved", id="month by month"),
        pytest.param(
            {"2015-12": 90, "2016-02": 70, "2016-03": 80}, "2016-03", "quarter", "2015-12", "worsened", id="q"
        ),
        pytest.param({"2015-11": 90, "2016-03": 80}, "2016-03", "month", "2015-11", "worsened", id="a gap of months"),
        pytest.param(
            {"2016-02": None, "2016-01": 70, "2016-03": 80}, "2016-03", "month", "2016-01", "improved", id="no"
        ),
        pytest.param(
            {"2016-01": 70, "2016-02": "suppressed", "2016-03": 80}, "2016-03", "month", "2016-01", "improved", id="c"
        ),
        pytest.param(
            {"2016-02": 70, "2016-03": "suppressed"}, "2016-03", "month", "2016-02", "not comparable", id="now c"
        ),
        pytest.param({"2016-02": 70}, "2016-03", "month", "2016-02", "not comparable", id="none now"),
        pytest.param({"2016-03": 80, "2016-04": 90}, "2016-03", "month", "", "not comparable", id="a later one only"),
    ],
)
def test_the_previous_result(
    values: dict[str, Any], period: str, reporting: str, previous: str, direction: str
) -> None:
    """The latest earlier result on the rhythm that has a figure, whether or not the months between have one."""
    row = one(months("visits", values), period, reporting=reporting)
    assert (row["previous_period"], row["direction_from_previous"]) == (previous, direction)


@pytest.mark.parametrize(
    ("indicator", "period", "direction"),
    [
        ("starts", "2016-04", "not comparable"),
        ("starts", "2016-05", "not comparable"),
        ("starts", "2016-03", "not comparable"),
        ("referrals", "2016-03", "not comparable"),
        ("visits", "2016-04", "improved"),
    ],
)
def test_counting_restarts_in_april(indicator: str, period: str, direction: str) -> None:
    """A count to date only rises, and begins again in April, so that neither month says anything; a snapshot does."""
    values = {"2016-02": 10, "2016-03": 12, "2016-04": 14, "2016-05": 16}
    assert one(months(indicator, values), period)["direction_from_previous"] == direction


def test_years_of_the_same_length_are_compared() -> None:
    """Where March follows on March, each counts a whole year."""
    row = one(months("starts", {"2015-03": 10, "2016-03": 12}))
    assert (row["previous_period"], row["direction_from_previous"]) == ("2015-03", "worsened")


@pytest.mark.parametrize(
    ("period", "outturn", "value"), [("2016-03", "2015-03", 60), ("2016-04", "2016-03", 80), ("2015-12", "2015-03", 60)]
)
def test_the_outturn(period: str, outturn: str, value: int) -> None:
    """March is compared with the March a year before, April with the March just past."""
    values = {"2015-03": 60, "2015-12": 65, "2016-03": 80, "2016-04": 90}
    row = one(months("visits", values), period)
    assert (row["outturn_period"], row["outturn"], row["direction_from_outturn"]) == (outturn, value, "improved")


@pytest.mark.parametrize(
    ("since", "comparable", "previous", "outturn"),
    [
        ("2016-04", "no", "improved", "improved"),
        ("2016-03", "no", "not comparable", "not comparable"),
        ("2016-02", "no", "improved", "not comparable"),
        ("2015-04", "no", "improved", "not comparable"),
        ("2015-03", "no", "improved", "improved"),
        ("2016-03", "yes", "improved", "improved"),
    ],
)
def test_no_direction_across_a_change(since: str, comparable: str, previous: str, outturn: str) -> None:
    """A change breaks the series from its own month on: between two sides of it nothing is compared."""
    changes = pd.DataFrame([["visits", since, "definition", comparable, ""], ["starts", "2016-03", "bands", "no", ""]])
    changes.columns = pd.Index(["indicator", "from", "kind", "comparable", "note"])
    row = one(months("visits", {"2015-03": 60, "2016-02": 70, "2016-03": 80}), changes=changes)
    assert (row["direction_from_previous"], row["direction_from_outturn"]) == (previous, outturn)


@pytest.mark.parametrize(
    ("indicator", "value", "rag", "reason"),
    [
        ("visits", (80, 100), "Amber", ""),
        ("visits", (0, 0), "Not rated", "no cases"),
        ("visits", "suppressed", "Not rated", "withheld to protect individuals"),
        ("visits", None, "Not rated", "no result"),
        ("referrals", 12, "Not rated", "no target was set"),
        ("second-plans", (12, 100), "Amber", "no minimum is set, so this cannot be Red"),
        ("second-plans", (9, 100), "Green", ""),
    ],
)
def test_why_a_result_is_not_rated(indicator: str, value: object, rag: str, reason: str) -> None:
    """Every row that has no rating says why, and so does a missed target that cannot be Red."""
    row = one(months(indicator, {"2016-03": value}))
    assert (row["rag"], row["reason"]) == (rag, reason)


def test_a_count_stands_in_its_numerator() -> None:
    """38 without a denominator is 38, and one half of a percentage is no result."""
    assert one(months("starts", {"2016-03": (38, None)}))["value"] == 38
    assert one(months("visits", {"2016-03": (None, 68)}))["value"] == ""


def test_what_can_be_computed_goes_before_what_is_stated() -> None:
    """A stated 76.5 beside 52 of 68 is not used, so that nothing is within rounding."""
    results = months("visits", {"2016-02": ("52.01", "68"), "2016-03": ("52", "68")}).assign(value="76.5")
    row = one(results)
    assert (row["value"], row["direction_from_previous"], row["within_rounding"]) == (
        Fraction(1300, 17),
        "worsened",
        False,
    )


def whole(text: str) -> int | str:
    """Give an int where the number is one."""
    return int(text) if text.isdigit() else text


KINDS: list[Callable[[str], Any]] = [str, whole, float, Decimal, Fraction]


@pytest.mark.parametrize("kind", KINDS)
def test_the_kind_of_a_number_makes_no_difference(kind: Callable[[str], Any]) -> None:
    """Text, Decimal, float and Fraction give the same frame, in results and in targets."""
    results = months("visits", {"2015-03": "76.4", "2016-02": "78.1", "2016-03": ("52", "68")})
    numbers = ["numerator", "denominator", "value"]
    other, aims = results.copy(), TARGETS.copy()
    other[numbers] = results[numbers].map(lambda text: None if text is None else kind(text)).astype(object)
    for column in ("target", "floor", "green_from", "green_to"):
        aims[column] = [kind(text) if isinstance(text, str) and text else None for text in TARGETS[column]]
    expected = score(results, INDICATORS, TARGETS, "2016-03", "Shire")
    pd.testing.assert_frame_equal(score(other, INDICATORS, aims, "2016-03", "Shire"), expected)


@pytest.mark.parametrize("blank", ["", None, float("nan"), pd.NA])
def test_the_kind_of_a_blank_makes_no_difference(blank: Any) -> None:  # noqa: ANN401  # any blank
    """Empty text, None, NaN and NA in any optional column give the same frame as that column left out."""
    plain = months("visits", {"2016-02": (50, 68), "2016-03": (52, 68)}).drop(columns=["cohort", "value", "status"])
    blanks = {name: [blank] * len(plain) for name in ("cohort", "value", "status", "as_at", "note")}
    aims = TARGETS[["indicator", "from", "target"]].iloc[[0]]
    expected = score(plain, INDICATORS, aims, "2016-03", "Shire")
    given_blank = score(
        plain.assign(**blanks),
        INDICATORS.assign(per=blank, decimals=blank, excludes=blank, **{"from": blank}),
        aims.assign(area=blank, floor=blank, amber_to=blank, basis=blank, not_rated=blank),
        "2016-03",
        "Shire",
    )
    pd.testing.assert_frame_equal(given_blank, expected)
    assert records(expected)[0]["value"] == Fraction(1300, 17)


@given(
    st.lists(st.tuples(COUNTS, BASES), min_size=1, max_size=4),
    POLARITIES,
    TENTHS,
    st.booleans(),
)
def test_a_frame_agrees_with_the_scalar_functions(
    figures: list[tuple[int, int]], polarity: str, target: int, has_target: bool
) -> None:
    """Row by row the frame holds what rate, rag_rating and direction_of_travel say; nothing that came in is changed."""
    keys = [f"measure-{number}" for number in range(len(figures))]
    kit = pd.DataFrame([[key, key, polarity, "SS", "percent"] for key in keys], columns=INDICATORS.columns[:5])
    aims = pd.DataFrame(
        [[key, "2015-04", tenths(target)] for key in keys if has_target], columns=["indicator", "from", "target"]
    )
    rows = [
        [key, month, "Shire", tenths(above + month.endswith("2")), tenths(base)]
        for key, (above, base) in zip(keys, figures, strict=True)
        for month in ("2016-02", "2016-03")
    ]
    results = pd.DataFrame(rows, columns=["indicator", "period", "area", "numerator", "denominator"])
    copies = [frame.copy(deep=True) for frame in (results, kit, aims)]
    scored = score(results, kit, aims, "2016-03", "Shire")
    aim = Target(tenths(target)) if has_target else None
    for row, (above, base) in zip(records(scored), figures, strict=True):
        now, before = rate(tenths(above), tenths(base)), rate(tenths(above + 1), tenths(base))
        assert (row["value"], row["previous"]) == (now, before)
        assert row["rag"] is rag_rating(now, aim, polarity)
        assert row["direction_from_previous"] is direction_of_travel(before, now, polarity, aim)
    for frame, copy in zip((results, kit, aims), copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_a_summary_counts_what_cannot_be_told() -> None:
    """Not rated and not comparable are left out of their bases."""
    results = pd.concat([months("visits", {"2016-02": 70, "2016-03": 80}), months("starts", {"2016-03": 30})])
    total = summarise(score(results, INDICATORS, TARGETS, "2016-03", "Shire"))
    assert (total.indicators, total.rated, total.amber, total.red, total.not_rated) == (4, 2, 1, 1, 2)
    assert (total.compared_with_previous, total.improved_from_previous, total.compared_with_outturn) == (1, 1, 0)


def test_only_indicators_in_use_are_scored() -> None:
    """One that was retired in February has no row in March."""
    retired = INDICATORS.assign(to=["2016-02", *[""] * 4])
    scored = score(months("visits", {"2016-03": 80}), retired, TARGETS, "2016-03", "Shire")
    assert "visits" not in set(scored["indicator"])


def test_a_definition_is_of_its_own_row() -> None:
    """Cells that are equal and written otherwise, such as 1, 1.0 and True, are not taken for each other."""
    row = {"indicator": "visits", "polarity": "H", "data_period": "SS", "unit": "percent"}
    found = [definitions(pd.DataFrame([{**row, "name": name}], dtype=object)) for name in (1, 1.0, True)]
    assert [one["visits"].name for one in found] == ["1", "1.0", "True"]


KINDS_OF_DATA = pd.DataFrame(
    [
        [f"{unit}-{covers}-{polarity or 'N'}", "Of any kind", polarity, covers, unit, ""]
        for unit in ("percent", "rate", "days", "ratio", "count", "gbp")
        for covers in ("SS", "YTD", "R12M", "month", "quarter", "cumulative")
        for polarity in ("H", "L", "T", "")
    ],
    columns=INDICATORS.columns,
)
GOAL = 50


def ways(key: str, values: dict[str, Any], period: str) -> tuple[str, str, str]:
    """Give the previous month and the directions since it and since the outturn, of one indicator of any kind."""
    aims = pd.DataFrame([[key, "2014-04", GOAL]], columns=["indicator", "from", "target"])
    scored = score(months(key, values), KINDS_OF_DATA, aims, period, "Shire")
    row = next(row for row in records(scored) if row["indicator"] == key)
    return row["previous_period"], str(row["direction_from_previous"]), str(row["direction_from_outturn"])


@pytest.mark.parametrize(("polarity", "better"), [("H", "improved"), ("L", "worsened"), ("T", "improved"), ("", "")])
@pytest.mark.parametrize("unit", ["percent", "rate", "days", "ratio", "count", "gbp"])
def test_a_year_to_date_figure_is_not_compared_across_april(unit: str, polarity: str, better: str) -> None:
    """April's one month and last year's twelve have no direction, in either column and for every polarity and unit.

    Within a year a percentage compares; a count and an amount, which only rise, do not.
    """
    key, none = f"{unit}-YTD-{polarity or 'N'}", "not comparable"
    values = {"2015-03": 30, "2015-04": 10, "2015-09": 20}
    within = none if unit in {"count", "gbp"} or not polarity else better
    assert ways(key, values, "2015-04") == ("2015-03", none, none)
    assert ways(key, values, "2015-09") == ("2015-04", within, none)


@pytest.mark.parametrize(("polarity", "better"), [("H", "improved"), ("L", "worsened"), ("T", "improved")])
@pytest.mark.parametrize("unit", ["percent", "count", "gbp"])
def test_a_year_to_date_figure_compares_with_the_same_month_of_another_year(
    unit: str, polarity: str, better: str
) -> None:
    """March with March, and a count of September with that of September before; a percentage keeps the month before."""
    key, values = f"{unit}-YTD-{polarity}", {"2014-09": 10, "2015-03": 20, "2015-08": 21, "2015-09": 22, "2016-03": 30}
    before = "2015-08" if unit == "percent" else "2014-09"
    assert ways(key, values, "2015-09") == (before, better, "not comparable")
    since = "2015-09" if unit == "percent" else "2015-03"
    assert ways(key, values, "2016-03") == (since, better, better)


@pytest.mark.parametrize("covers", ["SS", "R12M", "month", "quarter", "cumulative"])
def test_what_does_not_restart_is_compared_across_april(covers: str) -> None:
    """A snapshot, a month, a rolling year and a running total, which never begins again, compare in every month."""
    values = {"2015-03": 30, "2015-04": 31}
    assert ways(f"count-{covers}-H", values, "2015-04") == ("2015-03", "improved", "improved")


def test_an_average_of_pounds_to_date_is_compared_within_its_year() -> None:
    """A cost of a week has a denominator and may fall; an amount spent cannot."""
    values = {"2015-08": (900, 3), "2015-09": (1000, 4)}
    assert ways("gbp-YTD-L", values, "2015-09")[1] == "improved"


def test_april_s_count_says_why_it_is_not_compared() -> None:
    """Six exclusions in April and twenty-four in the year before: the row carries the reason for both columns."""
    row = one(months("starts", {"2015-03": 24, "2015-04": 6}), "2015-04")
    assert (row["direction_from_previous"], row["direction_from_outturn"]) == ("not comparable", "not comparable")
    assert {row["previous_apart"], row["outturn_apart"]} == {"year to date: starts again in April"}
    later = one(months("starts", {"2015-04": 6, "2015-05": 9}), "2015-05")
    assert later["previous_apart"] == "year to date: rises all year"


def test_a_change_that_is_not_comparable_is_named() -> None:
    """Of two changes between the figures the newest is named; within rounding is not said of what does not compare."""
    changes = pd.DataFrame(
        [["visits", "2015-11", "source", "no", ""], ["visits", "2016-02", "bands", "no", ""]],
        columns=["indicator", "from", "kind", "comparable", "note"],
    )
    row = one(months("visits", {"2015-10": "80.0", "2016-03": "80.01"}), changes=changes)
    assert row["previous_apart"] == "counted or rated in another way since February 2016"
    assert (row["within_rounding"], row["breaks"]) == (False, "2015-11 2016-02")


def test_withheld_months_since_the_previous_are_named() -> None:
    """March is compared with January, since February is withheld; a month that is only missing is not named."""
    row = one(months("visits", {"2015-12": 70, "2016-02": "suppressed", "2016-03": 80}))
    assert (row["previous_period"], row["previous_withheld"]) == ("2015-12", "2016-02")
    quarterly = one(months("visits", {"2015-12": 70, "2016-02": "suppressed", "2016-03": 80}), reporting="quarter")
    assert (quarterly["previous_period"], quarterly["previous_withheld"]) == ("2015-12", "")


def stands(values: dict[str, Any], period: str, covers: str = "SS", reporting: str = "month") -> dict[str, Any]:
    """Give where an indicator with these results stands in a period."""
    kit = INDICATORS.iloc[:1].assign(data_period=covers)
    return records(score_latest(months("visits", values), kit, TARGETS, period, "Shire", reporting=reporting))[0]


@pytest.mark.parametrize(
    ("values", "month", "standing", "rag"),
    [
        pytest.param({"2016-01": 70, "2016-02": 60}, "2016-02", "result", "Red", id="late"),
        pytest.param({"2016-02": 60, "2016-03": None}, "2016-02", "result", "Red", id="prepared ahead"),
        pytest.param({"2016-02": 60, "2016-03": "suppressed"}, "2016-03", "withheld", "Not rated", id="withheld"),
        pytest.param({"2016-02": 60, "2016-03": (0, 0)}, "2016-03", "no cases", "Not rated", id="no cases"),
        pytest.param({"2016-02": (0, 0), "2016-03": None}, "2016-02", "no cases", "Not rated", id="no cases, late"),
        pytest.param({"2016-03": 90, "2016-04": 60}, "2016-03", "result", "Green", id="a later one is not looked at"),
        pytest.param({"2016-03": None}, "2016-03", "no result", "Not rated", id="nothing yet"),
        pytest.param({}, "2016-03", "no result", "Not rated", id="no row"),
    ],
)
def test_where_an_indicator_stands(values: dict[str, Any], month: str, standing: str, rag: str) -> None:
    """At the newest row that has something to tell, rated by the target of that row's own month."""
    row = stands(values, "2016-03")
    assert (row["period"], row["standing"], row["rag"], row["asked"]) == (month, standing, rag, "2016-03")


def test_a_late_row_is_compared_with_what_came_before_its_own_month() -> None:
    """In May, March stands with the month before it, and the outturn of its own financial year."""
    row = stands({"2015-03": 60, "2016-02": 90, "2016-03": 80}, "2016-05")
    assert (row["period"], row["previous_period"], row["outturn_period"]) == ("2016-03", "2016-02", "2015-03")
    assert (row["direction_from_previous"], row["direction_from_outturn"]) == ("worsened", "improved")


@pytest.mark.parametrize(
    ("values", "covers", "period", "reporting", "late"),
    [
        ({"2016-03": 1}, "SS", "2016-03", "month", 0),
        ({"2016-02": 1}, "SS", "2016-03", "month", 1),
        ({"2015-11": 1}, "month", "2016-03", "month", 4),
        ({"2015-12": 1}, "quarter", "2016-02", "month", 0),
        ({"2015-12": 1}, "quarter", "2016-03", "month", 3),
        ({"2016-01": 1}, "SS", "2016-03", "quarter", 2),
        ({"2015-12": 1}, "SS", "2016-02", "quarter", 0),
        ({"2014-03": 1, "2015-03": 1}, "R12M", "2016-02", "month", 0),
        ({"2014-03": 1, "2015-03": 1}, "R12M", "2016-03", "month", 12),
        ({"2013-08": 1, "2015-08": 1}, "SS", "2016-03", "month", 0),
        ({"2014-03": 1, "2015-03": 1}, "month", "2015-04", "month", 1),
        ({"2015-02": 1, "2015-03": 1}, "SS", "2015-04", "month", 1),
        ({"2015-03": 1, "2015-08": 1}, "SS", "2015-09", "month", 1),
        ({"2014-03": 1, "2015-03": 1, "2016-03": None}, "SS", "2016-03", "month", 12),
        ({}, "SS", "2016-03", "month", 0),
    ],
)
def test_how_late_a_result_is(values: dict[str, Any], covers: str, period: str, reporting: str, late: int) -> None:
    """In months, once another is due: next month, next quarter, or for what comes each March the next March."""
    assert stands(values, period, covers, reporting)["late"] == late


def test_every_indicator_in_use_has_a_row() -> None:
    """What began this month and has no result yet is listed; what was retired is not, and its months are not used."""
    kit = INDICATORS.assign(**{"from": ["2016-03", *[""] * 4], "to": ["", "2016-02", "", "", ""]})
    results = pd.concat([months("visits", {"2016-02": 80}), months("starts", {"2016-02": 80})])
    rows = records(score_latest(results, kit, TARGETS, "2016-03", "Shire"))
    assert [row["indicator"] for row in rows] == ["visits", "second-plans", "referrals"]
    assert (rows[0]["period"], rows[0]["standing"]) == ("2016-03", "no result")


FULL_KIT = INDICATORS.iloc[:2].assign(group=["Early help", ""], decimals=["2", ""])
FULL_TARGET = {
    "indicator": "visits", "from": "2015-04", "target": "85", "floor": "76.5", "floor_basis": "printed",
    "floor_range": "76.5 to 85", "basis": "national", "lower": "70", "upper": "90",
}  # fmt: skip


def full_row(indicator: str) -> dict[str, Any]:
    """Score March where visits have everything that the contract knows, and starts have nothing."""
    results = months("visits", {"2015-03": (60, 100), "2016-02": (70, 100), "2016-03": (80, 100)})
    results = results.assign(as_at=["", "", "2016-04-18"], note=["", "", "A note."], rank=["", "", "13"],
                             of=["", "", "152"])  # fmt: skip
    scored = score(results, FULL_KIT, pd.DataFrame([FULL_TARGET]), "2016-03", "Shire")
    return next(row for row in records(scored) if row["indicator"] == indicator)


def test_a_row_holds_what_was_entered_beside_what_was_judged() -> None:
    """80 of 100 against 85 with a minimum of 76.5 is Amber; February's 70 was Red, and March's 60 a year ago."""
    blank = dict.fromkeys(("green_from", "green_to", "amber_from", "amber_to"), "")
    assert full_row("visits") == blank | {
        "indicator": "visits", "name": "Visits in time", "group": "Early help", "polarity": "H", "data_period": "SS",
        "period": "2016-03", "area": "Shire", "cohort": "", "numerator": 80, "denominator": 100, "value": 80,
        "status": "", "target": 85, "floor": Fraction("76.5"), "floor_basis": "printed", "rag": "Amber",
        "previous": 70, "direction_from_previous": "improved", "within_rounding": False, "previous_period": "2016-02",
        "outturn": 60, "direction_from_outturn": "improved", "unit": "percent", "decimals": 2, "reason": "",
        "previous_rag": "Red", "previous_apart": "", "previous_withheld": "", "outturn_period": "2015-03",
        "outturn_within_rounding": False, "outturn_apart": "", "outturn_withheld": "", "as_at": "2016-04-18",
        "note": "A note.", "floor_range": "76.5 to 85", "basis": "national", "lower": 70, "upper": 90, "per": 100,
        "rank": "13 of 152", "standing": "result", "asked": "2016-03", "late": 0, "breaks": "",
        "short_name": "Visits in time",
    }  # fmt: skip


def test_a_row_without_a_result_is_blank_where_there_is_nothing() -> None:
    """Only what the definition says stands in it, and that there is no result."""
    filled = {
        "indicator": "starts", "name": "Starts in the year", "polarity": "L", "data_period": "YTD", "unit": "count",
        "period": "2016-03", "area": "Shire", "rag": "Not rated", "previous_rag": "Not rated", "reason": "no result",
        "direction_from_previous": "not comparable", "direction_from_outturn": "not comparable", "decimals": 0,
        "within_rounding": False, "outturn_within_rounding": False, "outturn_period": "2015-03", "per": 1,
        "standing": "no result", "asked": "2016-03", "late": 0, "short_name": "Starts in the year",
    }  # fmt: skip
    assert full_row("starts") == dict.fromkeys([*SCORECARD_COLUMNS, *PAGE_COLUMNS], "") | filled


def test_rounding_may_decide_the_direction_from_the_outturn_too() -> None:
    """80.01 after a printed 80.0 is within its last digit, unless a break stands between them."""
    values = {"2015-03": "80.0", "2016-03": "80.01"}
    assert one(months("visits", values))["outturn_within_rounding"] is True
    assert one(months("visits", {**values, "2016-03": "80.06"}))["outturn_within_rounding"] is False
    changes = pd.DataFrame([["visits", "2015-11", "source", "no", ""]])
    changes.columns = pd.Index(["indicator", "from", "kind", "comparable", "note"])
    assert one(months("visits", values), changes=changes)["outturn_within_rounding"] is False


def test_a_withheld_month_is_not_named_between_itself_and_the_one_before() -> None:
    """Only months between the two count: March itself is withheld, and so is the March of the outturn."""
    row = one(months("visits", {"2015-03": "suppressed", "2016-02": 70, "2016-03": "suppressed"}))
    assert (row["previous_withheld"], row["outturn_withheld"]) == ("", "2015-03")


@pytest.mark.parametrize(
    ("changes", "amber"),
    [
        ({}, False),
        ({"target": 85, "floor": 80}, True),
        ({"target": 85, "floor": 85}, False),
        ({"target": 85}, True),
        ({"floor": 80}, False),
        ({"green_from": 5, "polarity": "T"}, True),
        ({"green_to": 5, "polarity": "T"}, True),
        ({"target": 5, "floor": 5, "polarity": "T"}, True),
        ({"polarity": "T"}, False),
    ],
)
@pytest.mark.parametrize("blank", [None, ""])
def test_which_rows_could_be_amber(changes: dict[str, Any], amber: bool, blank: str | None) -> None:
    """Those with a target and another minimum, or none; and those with bands."""
    row = {"polarity": "H", **dict.fromkeys(("target", "floor", "green_from", "green_to"), blank)}
    assert has_amber(row | changes) is amber


def test_a_summary_of_nothing_counts_nothing() -> None:
    """Without a row every count is nought."""
    assert set(asdict(summarise(score(months("visits", {}), INDICATORS.iloc[:0], TARGETS, "2016-03", "Shire"))
                      ).values()) == {0}  # fmt: skip


def test_the_result_before_is_rated_by_the_target_of_its_own_area() -> None:
    """72 was Green in the north, against 60, and would be Amber elsewhere."""
    results = months("visits", {"2016-02": 72, "2016-03": 73})
    assert one(results.assign(area="North"), area="North")["previous_rag"] is Rag.GREEN
    assert one(results)["previous_rag"] is Rag.AMBER


def test_an_average_to_date_is_compared_with_the_month_before() -> None:
    """A cost of a week may fall within its year, so that August goes before the September of the year before."""
    values = {"2014-09": (900, 3), "2015-08": (1000, 4), "2015-09": (960, 4)}
    assert ways("gbp-YTD-L", values, "2015-09")[:2] == ("2015-08", "improved")


def test_a_row_says_which_cohort_it_is_of() -> None:
    """80 excluding UASC is their row, and everyone has none."""
    results = months("visits", {"2016-03": 80}).assign(cohort="excluding_uasc")
    row = one(results, cohort="excluding_uasc")
    assert (row["cohort"], row["value"]) == ("excluding_uasc", 80)
    assert (one(results)["cohort"], one(results)["value"]) == ("", "")
