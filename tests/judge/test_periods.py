"""Months, financial years, and which month a result is compared with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.judge import periods as period


@pytest.mark.parametrize("text", ["2016-13", "2016-00", "2016-3", "16-03", "2016/03", "", "2016-03-31", "March 2016"])
def test_what_is_no_month_is_refused(text: str) -> None:
    """Only 2016-03 is a month, and the message says so."""
    with pytest.raises(ValueError, match="is not a month written like 2016-03"):
        period.year_and_month(text)


@pytest.mark.parametrize(
    ("month", "year", "outturn", "counted"),
    [
        ("2016-03", "2015/16", "2015-03", 12),
        ("2016-04", "2016/17", "2016-03", 1),
        ("2015-12", "2015/16", "2015-03", 9),
        ("2016-01", "2015/16", "2015-03", 10),
        ("2000-03", "1999/00", "1999-03", 12),
    ],
)
def test_the_financial_year_runs_from_april_to_march(month: str, year: str, outturn: str, counted: int) -> None:
    """March ends a year and April begins the next; the outturn is the March before the month's own year."""
    months = period.year_to_date(month)
    assert (period.financial_year(month), period.outturn_month(month), len(months)) == (year, outturn, counted)
    assert (months[0][-2:], months[-1]) == ("04", month)


def test_a_window_crosses_the_turn_of_the_year() -> None:
    """The months come earliest first and end with the period itself."""
    assert period.window("2016-02", 4) == ["2015-11", "2015-12", "2016-01", "2016-02"]
    assert period.rolling_12_months("2016-03")[0] == "2015-04"
    assert period.months_before("2015-12", -1) == "2016-01"


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(-500, 500))
def test_going_back_and_forward_returns(year: int, month: int, months: int) -> None:
    """So many months back and as many forward is the same month."""
    start = f"{year}-{month:02}"
    assert period.months_before(period.months_before(start, months), -months) == start


@pytest.mark.parametrize(
    ("known", "reporting", "before"),
    [
        (["2015-12", "2016-01", "2016-02", "2016-03"], "month", "2016-02"),
        (["2015-12", "2016-01", "2016-02", "2016-03"], "quarter", "2015-12"),
        (["2015-11", "2016-04"], "month", "2015-11"),
        (["2016-01", "2016-02"], "quarter", ""),
        (["2016-03", "2016-04"], "month", ""),
        ([], "month", ""),
    ],
)
def test_the_previous_reporting_point(known: list[str], reporting: str, before: str) -> None:
    """It is the latest earlier result on the rhythm, however long ago; never the period itself or a later one."""
    assert period.previous_point("2016-03", known, reporting) == before


@pytest.mark.parametrize(
    ("known", "before"),
    [
        (["2013-08", "2014-08", "2015-07"], "2014-08"),
        (["2014-08", "2015-06", "2015-07"], "2015-06"),
        (["2014-07", "2015-05"], ""),
    ],
)
def test_a_yearly_result_in_a_quarterly_pack(known: list[str], before: str) -> None:
    """The August of a yearly result looks back on quarter ends, and on the Augusts before it."""
    assert period.previous_point("2015-08", known, "quarter") == before


def test_dates_for_readers() -> None:
    """A month ends on its own last day, leap years too, and a day has no leading zero."""
    assert period.last_day("2016-02") == date(2016, 2, 29)
    assert period.last_day("2015-02") == date(2015, 2, 28)
    assert period.last_day("2015-12") == date(2015, 12, 31)
    assert (period.month_name("2016-03"), period.short_month("2016-03")) == ("March 2016", "Mar 2016")
    assert period.long_date(date(2016, 5, 3)) == "3 May 2016"


@pytest.mark.parametrize(
    ("text", "month", "date"),
    [
        ("2016-03", True, False), ("1990-01", True, False), ("2099-12", True, False), ("1989-12", False, False),
        ("2100-01", False, False), ("2016-13", False, False), ("2016-05-13", False, True), ("2016-02-30", False, False),
        ("1989-12-31", False, False), ("20160513", False, False), ("", False, False),
    ],
)  # fmt: skip
def test_what_is_a_month_and_what_a_date(text: str, month: bool, date: bool) -> None:
    """Of the years 1990 to 2099, in full and with hyphens, and a day that there is."""
    assert (period.is_month(text), period.is_date(text)) == (month, date)
