"""Months by themselves: the year to date taken apart, and everything that cannot be taken apart refused."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import monthly
from scorecard_kit.judge.periods import window

Row = dict[str, Any]


def year(*counts: tuple[Any, Any], last: str = "2016-03") -> list[Row]:
    """Give rows of consecutive months up to the last."""
    months = window(last, len(counts))
    return [
        {"period": month, "numerator": above, "denominator": below}
        for month, (above, below) in zip(months, counts, strict=True)
    ]


def figures(rows: Any, data_period: str = "YTD") -> list[tuple[Any, Any]]:  # noqa: ANN401 - rows and frames
    """Give what each month counted."""
    return [month[1:] for month in monthly(rows, data_period).months]


def test_a_year_to_date_is_taken_apart() -> None:
    """March stands beside February; April begins anew; May is less April, by hand."""
    rows = year((90, 100), (97, 110), (8, 10), (17, 20), (17, 25), last="2016-06")
    assert figures(rows) == [(None, None), (7, 10), (8, 10), (9, 10), (0, 5)]
    assert [month.period for month in monthly(rows).months] == window("2016-06", 5)
    assert monthly(rows).why_not == ""


def test_counts_have_no_denominator() -> None:
    """A count of the year so far is taken apart alone, whichever kind of blank the denominator is."""
    for blank in (None, "", float("nan"), pd.NA):
        assert figures(year((5, blank), (12, blank), (12, blank), last="2016-06")) == [(5, None), (7, None), (0, None)]


def test_a_month_without_a_row_leaves_a_gap() -> None:
    """May is not there: neither it nor June can be told, July can."""
    rows = [row for row in year((1, 4), (3, 8), (4, 9), (6, 12), last="2016-07") if row["period"] != "2016-05"]
    assert figures(rows) == [(1, 4), (None, None), (None, None), (2, 3)]


@pytest.mark.parametrize("data_period", ["SS", "month", "quarter"])
def test_what_stands_alone_stays(data_period: str) -> None:
    """A snapshot, a month and a quarter are what their rows say, falling or not; quarters are three months apart."""
    rows = year((9, 10), (5, 10), last="2016-06")
    assert figures(rows, data_period)[:1] == [(9, 10)]
    quarters = [{"period": period, "numerator": 3, "denominator": 4} for period in ("2015-12", "2016-03", "2016-06")]
    assert figures(quarters, "quarter") == [(3, 4)] * 3


@pytest.mark.parametrize(
    ("rows", "data_period", "reason"),
    [
        (year((1, 4), (3, 8), last="2016-05"), "R12M", "each result covers twelve months"),
        (year((1, 4), (3, 8), last="2016-05"), "cumulative", "from a start that the data do not give"),
        (year((1, 4), (None, None), (4, 9), last="2016-06"), "YTD", "a month lacks its counts"),
        (year((1, 4), (3, None), (4, 9), last="2016-06"), "YTD", "a month lacks its counts"),
        (year((3, 4), (2, 8), last="2016-05"), "YTD", "a count of May 2016 is less than that of the month before"),
        (year((3, 9), (4, 8), last="2016-05"), "YTD", "a count of May 2016 is less than that of the month before"),
        (year((3, 9), (6, 10), last="2016-05"), "YTD", "May 2016 by itself would have more cases"),
        (year((30, 9_000), (65, 9_000), last="2016-05"), "YTD", "May 2016 by itself would have more cases"),
        (year((30, 20), (65, 20), last="2016-05"), "YTD", "May 2016 by itself would have more cases"),
        (year((30, 90), last="2016-03"), "YTD", "no two months in a row were counted"),
        ([], "YTD", "no two months in a row were counted"),
    ],
)
def test_what_cannot_be_taken_apart_is_refused_with_the_reason(rows: list[Row], data_period: str, reason: str) -> None:
    """Overlapping results, missing counts, falling counts, impossible months: no month is given, and the reason is."""
    found = monthly(rows, data_period)
    assert found.months == ()
    assert found.why_not.startswith("This cannot be judged month by month: ")
    assert reason in found.why_not


def test_a_withheld_month_gives_nothing_away() -> None:
    """Whichever month of the year is withheld, no month's own count is given, from which it would follow."""
    counts = [(2, 10), (5, 21), (9, 30), (14, 44)]
    for place in range(4):
        rows = year(*counts, last="2015-07")
        rows[place] |= {"status": "suppressed"}
        assert monthly(rows).months == ()


def test_more_than_the_whole_may_be_so() -> None:
    """Where results above their denominator are nothing new, as of posts, a month's may be so too."""
    assert figures(year((12, 10), (30, 20), last="2016-05")) == [(12, 10), (18, 10)]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([*year((1, 4)), *year((2, 4))], "March 2016 has two rows"),
        (year(("1", 4)), "the numerator of 2016-03 is '1': give a number"),
        ([{"period": "2016-3", "numerator": 1}], "not a month written like 2016-03"),
        ([{"numerator": 1}], "'' is not a month"),
    ],
)
def test_bad_rows_are_refused_in_one_sentence(rows: list[Row], message: str) -> None:
    """Two rows of a month, text and what is no month are refused."""
    with pytest.raises(ValueError, match=message):
        monthly(rows)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=12), st.randoms())
def test_the_months_add_to_the_year_in_any_order(parts: list[tuple[int, int]], shuffle: Any) -> None:  # noqa: ANN401 - a Random
    """Added up and taken apart again the months are those that were counted, however the rows are sorted."""
    months = window("2016-03", 12)[: len(parts)]
    so_far = [[sum(column) for column in zip(*parts[: place + 1], strict=True)] for place in range(len(parts))]
    rows = [
        {"period": month, "numerator": above, "denominator": above + rest}
        for month, (above, rest) in zip(months, so_far, strict=True)
    ]
    shuffle.shuffle(rows)
    assert figures(rows) == [(above, above + rest) for above, rest in parts]
