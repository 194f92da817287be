"""One cell to its value: what Excel makes of a month, a date and a number."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.cells import CellError, read_cell, read_date, read_period
from scorecard_kit.schema import Column

DAYS_OF_2016 = [date(2016, 1, 1) + timedelta(days=count) for count in range(366)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2016-03", "2016-03"),
        ("Mar-16", "2016-03"),
        ("March 2016", "2016-03"),
        ("Sept 2016", "2016-09"),
        ("03/2016", "2016-03"),
        ("2016-3", "2016-03"),
        ("2016-03-01", "2016-03"),
        ("2016-03-01 00:00:00", "2016-03"),
        ("31 March 2016", "2016-03"),
        ("01/03/2016", "2016-03"),
        ("31/03/2016", "2016-03"),
        ("29/02/2016", "2016-02"),
        ("15/03/2016", "2016-03"),
        ("03/31/2016", "2016-03"),
        ("04/04/2016", "2016-04"),
    ],
)
def test_a_month_that_excel_rewrote_is_read(text: str, period: str) -> None:
    """Every spelling that leaves no doubt gives the month."""
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("03/04/2016", "may be 2016-04 or 2016-03"),
        ("03/01/2016", "may be 2016-01 or 2016-03"),
        ("10/12/2015", "may be 2015-12 or 2015-10"),
        ("16-Mar", "is not a month"),
        ("March", "is not a month"),
        ("01/03/16", "is not a month"),
        ("2016-13", "is not a month"),
        ("31/02/2016", "is not a month"),
        ("00/01/1900", "is not a month"),
        ("2016", "is not a month"),
        ("42430", "is not a month"),
        ("2015/16", "is not a month"),
    ],
)
def test_a_month_in_doubt_is_an_error(text: str, problem: str) -> None:
    """A text that is no month with a year, or could be two months, is refused."""
    with pytest.raises(CellError) as raised:
        read_period(text)
    assert raised.value.problem == problem


def test_a_day_in_english_order_never_gives_a_wrong_month() -> None:
    """Over a whole year, a day written in English order is read as its own month or refused."""
    refused = set()
    for day in DAYS_OF_2016:
        try:
            assert read_period(f"{day:%d/%m/%Y}") == f"{day:%Y-%m}"
        except CellError:
            refused.add(day)
    assert refused == {day for day in DAYS_OF_2016 if 1 < day.day <= 12 and day.day != day.month}


def test_the_first_of_a_month_in_american_order_is_never_read_as_january() -> None:
    """03/01/2016 may be the first of March, so that it is not read as January."""
    for month in range(2, 13):
        with pytest.raises(CellError):
            read_period(f"{month:02}/01/2016")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-03-31", "2016-03-31"),
        ("31/03/2016", "2016-03-31"),
        ("03/31/2016", "2016-03-31"),
        ("03/03/2016", "2016-03-03"),
        ("31-Mar-16", "2016-03-31"),
        ("1 March 2016", "2016-03-01"),
    ],
)
def test_a_date_that_excel_rewrote_is_read(text: str, day: str) -> None:
    """Every spelling that leaves no doubt gives the day."""
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("01/03/2016", "may be 2016-03-01 or 2016-01-03"),
        ("Mar-16", "is not a date"),
        ("2016-03", "is not a date"),
        ("2016-02-30", "is not a date"),
    ],
)
def test_a_date_in_doubt_is_an_error(text: str, problem: str) -> None:
    """A text that is no day, or could be two days, is refused."""
    with pytest.raises(CellError) as raised:
        read_date(text)
    assert raised.value.problem == problem


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_is_the_decimal_that_was_written(number: object) -> None:
    """A number keeps every digit, with a thousands separator or without."""
    for text in (f"{number:f}", f"{number:,f}"):
        assert read_cell(text, Column("value", "number")) == Fraction(str(number))


BLANK_OR_STATUS = "Write the number, or leave the cell blank and say suppressed under status."


@pytest.mark.parametrize(
    ("text", "kind", "problem", "mend"),
    [
        ("n/a", "count", "is not a number", BLANK_OR_STATUS),
        ("-", "count", "is not a number", BLANK_OR_STATUS),
        ("*", "count", "is not a number", BLANK_OR_STATUS),
        ("NaN", "number", "is not a number", BLANK_OR_STATUS),
        ("inf", "number", "is not a number", BLANK_OR_STATUS),
        ("-Infinity", "number", "is not a number", BLANK_OR_STATUS),
        ("1_000", "count", "is not a number", BLANK_OR_STATUS),
        ("12,36", "count", "is not a number", BLANK_OR_STATUS),
        ("٣", "count", "is not a number", BLANK_OR_STATUS),
        ("12.5%", "count", "is a percentage, not a count", "Write the number that was counted."),
        ("12.5%", "number", "has a percent sign", "Write 12.5 alone."),
        ("£1,200", "number", "has a currency sign", "Write 1,200 alone."),
        (
            "#DIV/0!",
            "number",
            "is Excel's sign for an error",
            "Mend the formula and save again, or leave the cell blank and say suppressed under status.",
        ),
        (
            "1.24E+05",
            "count",
            "has been shortened by Excel, which may have lost digits",
            "Show the column as numbers with all their digits, enter the figure again and save.",
        ),
        ("1.5", "whole", "is not a whole number", "Write 0, 1, 2 and so on."),
        ("-1", "whole", "is not a whole number", "Write 0, 1, 2 and so on."),
    ],
)
def test_text_where_a_number_belongs_is_an_error_with_its_mend(text: str, kind: str, problem: str, mend: str) -> None:
    """Each usual stand-in for a number is refused with what to write instead."""
    with pytest.raises(CellError) as raised:
        read_cell(text, Column("numerator", kind), can_be_suppressed=True)  # type: ignore[arg-type]
    assert (raised.value.problem, raised.value.mend) == (problem, mend)


def test_a_table_without_status_is_not_told_to_write_one() -> None:
    """Where a table has no status column, a cell may only be left blank."""
    with pytest.raises(CellError) as raised:
        read_cell("*", Column("floor", "number"))
    assert raised.value.mend == "Write the number, or leave the cell blank."


def test_blank_cells_are_none_or_empty_text() -> None:
    """A blank number is None, any other blank is empty text, and a blank that must be filled is an error."""
    assert read_cell("", Column("value", "number")) is None
    assert read_cell("", Column("note")) == ""
    assert read_cell("", Column("polarity", "choice", required=True, choices=("H", "L", ""))) == ""
    with pytest.raises(CellError, match="the cell is blank"):
        read_cell("", Column("area", required=True))


def test_a_choice_names_the_nearest_one() -> None:
    """A word that is not among the choices is refused with the one that is spelled most like it."""
    with pytest.raises(CellError) as raised:
        read_cell("Percnt", Column("unit", "choice", choices=("percent", "count")))
    assert raised.value.problem == "is not one of percent, count"
    assert raised.value.mend == 'Did you mean "percent"?'


def test_yes_and_no_are_read_in_any_case() -> None:
    """Yes and no are the same in capitals."""
    assert [read_cell(text, Column("comparable", "yes_no")) for text in ("Yes", "NO", "no")] == ["yes", "no", "no"]


def test_a_key_is_in_small_letters_digits_and_hyphens() -> None:
    """A key that could not be a page's name is refused."""
    assert read_cell("cic-3-placements", Column("indicator", "slug")) == "cic-3-placements"
    with pytest.raises(CellError, match="is not a key"):
        read_cell("CIC Reviews", Column("indicator", "slug"))
