"""Months that are slips: each is told of with what is likely meant, and sound ones are not."""

from fractions import Fraction

import pandas as pd
import pytest

from scorecard_kit.data.checks.months import (
    financial_years_as_months,
    gaps_before_the_newest,
    months_beyond_the_results,
    months_far_away,
    retyped_months,
)
from scorecard_kit.findings import Finding
from tests.plain_frames import frame, months


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
    found = months_beyond_the_results(results, {"results": results, "targets": targets})
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
    mend = "Were they entered for this month? Say carried_forward under status where they are repeated."
    assert list(retyped_months(frame("results", *rows))) == [
        Finding(
            "results.csv", 20, "period", "2016-05", f"has the figures of {other} in 5 of 6 results", mend, "warning"
        )
        for other in ("2015-05", "2016-04")
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
        (["2016-01", "2016-02", "2016-04", "2016-05", "2016-07"], ""),
        (["2015-12", "2016-01", "2016-03", "2016-04"], ""),
    ],
)
def test_a_month_that_is_missing_before_the_newest_is_warned_of(names: list[str], missing: str) -> None:
    """A regular series that leaves its newest month but one out is told, whatever its rhythm."""
    told = [(one.row, one.problem) for one in gaps_before_the_newest(months(*names))]
    assert told == (
        [(6, f"comes after a gap: {missing} is missing in 1 series (first: visits, Shire)")] if missing else []
    )


def test_a_gap_is_told_of_a_series_whatever_it_was_before() -> None:
    """Monthly since January, after one figure of the year before: May is missing before June."""
    names = ["2015-01", "2016-01", "2016-02", "2016-03", "2016-04", "2016-06"]
    problem = "comes after a gap: 2016-05 is missing in 1 series (first: visits, Shire)"
    mend = "Enter that month too, if there are figures: the one before is compared with instead."
    assert list(gaps_before_the_newest(months(*names))) == [
        Finding("results.csv", 7, "period", "2016-06", problem, mend, "warning")
    ]


def test_december_may_be_the_month_that_is_missing() -> None:
    """August to November were entered, and January."""
    [finding] = gaps_before_the_newest(months("2015-08", "2015-09", "2015-10", "2015-11", "2016-01"))
    assert finding.problem.startswith("comes after a gap: 2015-12 is missing")


def test_a_month_of_the_results_is_not_held_against_the_results() -> None:
    """That 1990 lies far from all others is an error elsewhere; ten years to a month before the first is no warning."""
    results = months("1990-01", "2015-04", "2016-03")
    targets = frame("targets", {"indicator": "visits", "from_": "2005-04"}, {"indicator": "visits", "from_": "2005-03"})
    problem = "lies ten years from every result"
    assert list(months_beyond_the_results(results, {"results": results, "targets": targets})) == [
        Finding("targets.csv", 3, "from", "2005-03", problem, "Is 2015-03 meant?", "warning")
    ]


def test_how_far_a_month_lies_is_told_from_the_nearest_other() -> None:
    """2116 lies 100 years from 2016, not 115 from 2001; it stands in two rows."""
    problem = "lies 100 years from all other months (and in 1 further row)"
    assert list(months_far_away(months("2001-03", "2009-03", "2016-03", "2116-03", "2116-03"))) == [
        Finding("results.csv", 5, "period", "2116-03", problem, "Is 2016-03 meant?")
    ]


def test_series_that_lack_the_same_month_are_told_together() -> None:
    """Visits of Shire and of North both lack May."""
    shire = months("2016-01", "2016-02", "2016-03", "2016-04", "2016-06")
    both = pd.concat([shire, shire.assign(area="North").set_axis(range(7, 12))])
    problem = "comes after a gap: 2016-05 is missing in 2 series (first: visits, Shire)"
    assert [(one.row, one.problem) for one in gaps_before_the_newest(both)] == [(6, problem)]


def test_a_month_that_stands_ready_is_not_entered() -> None:
    """May has a row without a figure, so that it is missing; a withheld May is there."""
    results = months("2016-01", "2016-02", "2016-03", "2016-04", "2016-05", "2016-06")
    results.loc[6, "numerator"] = None
    assert len(list(gaps_before_the_newest(results))) == 1
    results.loc[6, "status"] = "suppressed"
    assert list(gaps_before_the_newest(results)) == []
