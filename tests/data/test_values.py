"""One cell to its value: what Excel makes of a month, a date and a number."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.data.schema import TABLES, Column
from scorecard_kit.data.values import CellError, read_cell, read_date, read_period
from scorecard_kit.judge.numbers import Written

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
        ("31-03-16", "2016-03"),
        ("01/03/16", "2016-03"),
        ("16-03-31", "2016-03"),
        ("31st March 2016", "2016-03"),
        ("Thursday, 31 March 2016", "2016-03"),
        ("2nd of March 2016", "2016-03"),
        ("2016-03-31T00:00:00", "2016-03"),
        ("2016-03-31T00:00:00.000Z", "2016-03"),
        ("2016-03-31 23:59:59", "2016-03"),
        ("31/03/2016 00:00", "2016-03"),
        ("2016/03", "2016-03"),
        ("201603", "2016-03"),
        ("20160331", "2016-03"),
        ("2016-Mar", "2016-03"),
        ("2016 March", "2016-03"),
        ("31.03.2016", "2016-03"),
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
        ("04/03/16", "may be 2016-03 or 2016-04"),
        ("2016-03-31T23:00:00Z", "is not a month"),
        ("31-02-16", "is not a month"),
        ("2016-13", "is not a month"),
        ("31/02/2016", "is not a month"),
        ("00/01/1900", "is not a month"),
        ("2016", "is not a month"),
        ("42430", "is not a month"),
        ("2015/16", "is a financial year, not a month"),
        ("2015-16", "is a financial year, not a month"),
        ("FY 2015/2016", "is a financial year, not a month"),
        ("201516", "is a financial year, not a month"),
        ("2011/12", "may be the financial year 2011/12, or the month 2011-12"),
        ("200910", "may be the financial year 2009/10, or the month 2009-10"),
        ("Q4 2015/16", "is not a month"),
    ],
)
def test_a_month_in_doubt_is_an_error(text: str, problem: str) -> None:
    """A text that is no month with a year, or could be two months, is refused."""
    with pytest.raises(CellError) as raised:
        read_period(text)
    assert raised.value.problem == problem


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("March", "Write the month with its year, such as 2016-03."),
        ("Q4 2015/16", "Write the last month of the quarter, such as 2016-03."),
        ("03/04/2016", "Write the month as 2016-04 or 2016-03."),
        ("2015/16", "Write its last month, 2016-03."),
        ("2012/13", "Write its last month, 2013-03."),
        ("1999/00", "Write its last month, 2000-03."),
        ("2011/12", "Write 2012-03 for the year, or 2011-12."),
        ("2000/01", "Write 2001-03 for the year, or 2000-01."),
        ("2015/17", "Write the month with its year, such as 2016-03."),
        ("1989/90", "Write the month with its year, such as 2016-03."),
    ],
)
def test_a_month_in_doubt_is_told_how_it_is_written(text: str, mend: str) -> None:
    """The months that may be meant are offered, the last one for a year, and else an example."""
    with pytest.raises(CellError) as raised:
        read_period(text)
    assert raised.value.mend == mend


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("January 1990", "1990-01"),
        ("December 1989", ""),
        ("December 2099", "2099-12"),
        ("January 2100", ""),
        ("June-16", "2016-06"),
        ("Mayo 2016", ""),
        ("2016-03-31T00:00:00+01:00", "2016-03"),
        ("2016-03-31T00:00+0000", "2016-03"),
        ("2016-03-31T12:00:00+01:00", ""),
        ("2016 March 31", "2016-03"),
        ("29-02-15", ""),
        ("29-02-16", "2016-02"),
    ],
)
def test_a_month_lies_in_the_years_that_figures_are_of(text: str, period: str) -> None:
    """From 1990 to 2099, in months and days that there are; a time counts at midnight or without a zone."""
    try:
        assert read_period(text) == period
    except CellError:
        assert period == ""


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
    ("text", "problem", "mend"),
    [
        ("01/03/2016", "may be 2016-03-01 or 2016-01-03", "Write the date as 2016-03-01 or 2016-01-03."),
        ("Mar-16", "is not a date", "Write year, month and day, such as 2016-03-31."),
        ("2016-03", "is not a date", "Write year, month and day, such as 2016-03-31."),
        ("2016-02-30", "is not a date", "Write year, month and day, such as 2016-03-31."),
    ],
)
def test_a_date_in_doubt_is_an_error(text: str, problem: str, mend: str) -> None:
    """A text that is no day, or could be two days, is refused, with what to write."""
    with pytest.raises(CellError) as raised:
        read_date(text)
    assert (raised.value.problem, raised.value.mend) == (problem, mend)


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
        ("X5", "number", "is not a number", BLANK_OR_STATUS),
        ("€ 5", "number", "has a currency sign", "Write 5 alone."),
        ("12,36", "count", "has a comma where English writes a point", "Write 12.36 if that is meant."),
        ("1,23,456", "count", "is not a number", BLANK_OR_STATUS),
        ("٣", "count", "is written in other digits than 0 to 9", "Write 3 if that is meant."),
        ("-\uff14.\uff15", "number", "is written in other digits than 0 to 9", "Write -4.5 if that is meant."),
        ("x²", "count", "is not a number", BLANK_OR_STATUS),
        ("'45", "count", "has an apostrophe before it", "Write 45 alone."),
        ("\u20194.5", "number", "has an apostrophe before it", "Write 4.5 alone."),
        ("12.5%", "count", "is a percentage, not a count", "Write the number that was counted."),
        ("$1,200", "number", "has a currency sign", "Write 1,200 alone."),
        ("85,5", "number", "has a comma where English writes a point", "Write 85.5 if that is meant."),
        ("0,850", "number", "has a comma where English writes a point", "Write 0.850 if that is meant."),
        ("1.234,5", "number", "has a comma where English writes a point", "Write 1234.5 if that is meant."),
        ("1 234", "count", "has spaces between its digits", "Write 1234 without them."),
        ("45-", "number", "has its minus at the end", "Write -45 if that is meant."),
        ("85 per cent", "number", "is a number with words", "Write 85 alone."),
        ("52/68", "number", "is two figures", "Write 52 and 68, each in its own column."),
        ("52 of 68", "count", "is two figures", "Write 52 and 68, each in its own column."),
        ("(45", "number", "is not a number", BLANK_OR_STATUS),
        ("(£4)%", "whole", "is not a number", BLANK_OR_STATUS),
        ("9" * 9999, "number", "has more digits than any figure", "Write the figure with the digits that count."),
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
    with pytest.raises(CellError, match="the cell is blank") as raised:
        read_cell("", Column("area", required=True))
    assert raised.value.mend == "Fill it in."


def test_a_choice_names_the_nearest_one() -> None:
    """A word that is not among the choices is refused with the one that is spelled most like it."""
    with pytest.raises(CellError) as raised:
        read_cell("Percnt", Column("unit", "choice", choices=("percent", "count")))
    assert raised.value.problem == "is not one of percent, count"
    assert raised.value.mend == 'Did you mean "percent"?'
    with pytest.raises(CellError) as raised:
        read_cell("furlongs", Column("unit", "choice", choices=("percent", "count", "")))
    assert (raised.value.problem, raised.value.mend) == (
        "is not one of percent, count or blank",
        "Write one of them.",
    )


@pytest.mark.parametrize(
    ("column", "text", "choice"),
    [
        ("polarity", "High", "H"),
        ("polarity", "lower is better", "L"),
        ("polarity", "Close to target is better", "T"),
        ("polarity", "Neither", ""),
        ("data_period", "Year to date", "YTD"),
        ("data_period", "year-to-date", "YTD"),
        ("data_period", "Rolling 12 months", "R12M"),
        ("data_period", "Monthly", "month"),
        ("unit", "%", "percent"),
        ("unit", "Percentage", "percent"),
        ("unit", "£", "gbp"),
        ("status", "Carried Forward", "carried_forward"),
        ("kind", "COUNTY", "county"),
        ("comparable", "TRUE", "yes"),
        ("comparable", "0", "no"),
    ],
)
def test_a_choice_is_read_from_plain_words(column: str, text: str, choice: str) -> None:
    """What a reader would take for one of the choices is that choice."""
    known = {it.name: it for table in ("indicators", "results", "areas", "changes") for it in TABLES[table].columns}
    wanted = TABLES["areas"].columns[1] if column == "kind" else known[column]
    assert read_cell(text, wanted) == choice


@pytest.mark.parametrize(
    ("text", "number", "mark"),
    [
        ("85%", "85", "%"),
        ("85.5 %", "85.5", "%"),
        ("£512.50", "512.5", "£"),
        ("-£1,200", "-1200", "£"),
        ("£-3", "-3", "£"),
        ("(45)", "-45", "("),
        ("(£1,045.50)", "-1045.5", "£("),
        ("£(45)", "-45", "£("),
        ("\u22125", "-5", ""),
        ("\u20135.5", "-5.5", ""),
    ],
)
def test_a_number_is_read_with_the_marks_beside_it(text: str, number: str, mark: str) -> None:
    """Percent signs, pounds, brackets and a minus of typesetters leave the number, and the mark is kept with it."""
    read = read_cell(text, Column("value", "number"))
    assert isinstance(read, Written)
    assert (read, read.mark) == (Fraction(number), mark)


@pytest.mark.parametrize(
    ("text", "number", "decimals"),
    [("56.99999999999999", "57", 0), ("85.0", "85", 1), ("85", "85", 0), ("1,236.50", "1236.5", 2), (".5", "0.5", 1)],
)
def test_a_number_has_the_digits_that_were_written_and_fifteen_at_most(text: str, number: str, decimals: int) -> None:
    """Residue of binary arithmetic is no figure, and 85.0 says more than 85."""
    read = read_cell(text, Column("value", "number"))
    assert isinstance(read, Written)
    assert (read, read.decimals) == (Fraction(number), decimals)


@pytest.mark.parametrize("column", [Column("area"), Column("value", "number"), Column("period", "period")])
def test_a_character_that_nobody_sees_is_named(column: Column) -> None:
    """Whatever the column holds, an unseen character within a cell is refused with its place."""
    with pytest.raises(CellError, match=r'nobody sees: U\+200B zero width space after "20"') as raised:
        read_cell("20\u200b16", column)
    assert raised.value.mend == "Delete it, or type the cell again."


def test_yes_and_no_are_read_in_any_case() -> None:
    """Yes and no are the same in capitals."""
    assert [read_cell(text, Column("comparable", "yes_no")) for text in ("Yes", "NO", "no")] == ["yes", "no", "no"]


def test_a_key_is_in_small_letters_digits_and_hyphens() -> None:
    """A key that could not be a page's name is refused."""
    assert read_cell("cic-3-placements", Column("indicator", "slug")) == "cic-3-placements"
    with pytest.raises(CellError, match="is not a key") as raised:
        read_cell("CIC Reviews", Column("indicator", "slug"))
    assert raised.value.mend == "Use small letters, digits and single hyphens, such as cic-reviews."


@pytest.mark.parametrize(("text", "offered"), [("CIC 3+ Placements", "cic-3-placements"), ("***", "cic-reviews")])
def test_a_key_is_offered_that_is_like_what_was_written(text: str, offered: str) -> None:
    """Its letters and digits in small ones, with hyphens between; where it has none, an example."""
    with pytest.raises(CellError) as raised:
        read_cell(text, Column("indicator", "slug"))
    assert raised.value.mend == f"Use small letters, digits and single hyphens, such as {offered}."


def test_a_cell_is_read_as_its_column_is_kept() -> None:
    """A month under a month, a day under a date, and text as it stands."""
    assert read_cell("Mar-16", Column("period", "period")) == "2016-03"
    assert read_cell("31/03/2016", Column("as_at", "date")) == "2016-03-31"
    assert read_cell("Mar-16", Column("note")) == "Mar-16"
