"""One cell of a table, as it was typed or as Excel rewrote it, to its value: exact numbers, months, ISO dates."""

import re
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from scorecard_kit.characters import unseen
from scorecard_kit.findings import did_you_mean
from scorecard_kit.number import Written, fifteen_digits
from scorecard_kit.schema import NUMBERS, Column

Cell: TypeAlias = str | Fraction | None
"""Text as written ("" where blank), 2016-03, 2016-03-31, yes or no; a number as a Fraction, or None where blank."""

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_IN_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SHORTENED = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?: 00:00(?::00)?)?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.]([0-9]{4})(?: 00:00(?::00)?)?")
_NAMED_MONTH = re.compile(r"(?:([0-9]{1,2})[- ])?([A-Za-z]{3,9})[- ]([0-9]{4}|[0-9]{2})")
_MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()  # spelled out here, since the names of `calendar` follow the machine's language
_YEARS = range(1990, 2100)
_LONGEST = 400  # more digits than the largest double, written in full

Reading: TypeAlias = tuple[int, int, int | None]
"""Year, month and day; the day is None where only a month was written."""


class CellError(ValueError):
    """A cell that cannot be read: `problem` continues the sentence that its value begins, `mend` is a sentence."""

    def __init__(self, problem: str, mend: str) -> None:
        self.problem, self.mend = problem, mend
        super().__init__(problem)


def read_cell(text: str, column: Column, *, can_be_suppressed: bool = False) -> Cell:
    """Return the value of a cell whose text was cleaned (characters.clean); raises CellError where there is none.

    `can_be_suppressed` tells that the table has a status column, in which a withheld figure is said.
    """
    if not text:
        if column.required and "" not in column.choices:
            raise CellError("the cell is blank", "Fill it in.")
        return None if column.kind in NUMBERS else ""
    if sign := unseen(text):
        raise CellError(f"holds a character that nobody sees: {sign}", "Delete it, or type the cell again.")
    if column.kind in NUMBERS:
        return _number(text, column, can_be_suppressed=can_be_suppressed)
    if column.kind in {"period", "date"}:
        return read_period(text) if column.kind == "period" else read_date(text)
    if column.kind in {"choice", "yes_no"}:
        return _choice(text, column.choices) if column.kind == "choice" else _choice(text.lower(), ("yes", "no"))
    if column.kind == "slug" and not _SLUG.fullmatch(text):
        raise CellError("is not a key", "Use small letters, digits and single hyphens, such as cic-reviews.")
    return text


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text in choices:
        return text
    named = [choice for choice in choices if choice]
    words = ", ".join(named) + (" or blank" if "" in choices else "")
    raise CellError(f"is not one of {words}", did_you_mean(text, named, "Write one of them."))


def _number(text: str, column: Column, *, can_be_suppressed: bool) -> Written:
    plain = text.replace(",", "") if _IN_THOUSANDS.fullmatch(text) else text
    if not _NUMBER.fullmatch(plain):
        raise _no_number(text, column, can_be_suppressed=can_be_suppressed)
    if len(plain) > _LONGEST:
        raise CellError("has more digits than any figure", "Write the figure with the digits that count.")
    plain = fifteen_digits(plain)
    number = Written(plain, len(plain.partition(".")[2]))
    if column.kind == "whole" and (number < 0 or number.denominator != 1):
        raise CellError("is not a whole number", "Write 0, 1, 2 and so on.")
    return number


def _no_number(text: str, column: Column, *, can_be_suppressed: bool) -> CellError:
    suppressed = "leave the cell blank and say suppressed under status" if can_be_suppressed else "leave the cell blank"
    problem, mend = "is not a number", f"Write the number, or {suppressed}."
    if text.startswith("#"):
        problem, mend = "is Excel's sign for an error", f"Mend the formula and save again, or {suppressed}."
    elif text.endswith("%") and column.kind == "count":
        problem, mend = "is a percentage, not a count", "Write the number that was counted."
    elif text.endswith("%") and _NUMBER.fullmatch(text[:-1].strip()):
        problem, mend = "has a percent sign", f"Write {text[:-1].strip()} alone."
    elif text[0] in "£$€":
        problem, mend = "has a currency sign", f"Write {text[1:].strip()} alone."
    elif _SHORTENED.fullmatch(text):
        problem = "has been shortened by Excel, which may have lost digits"
        mend = "Show the column as numbers with all their digits, enter the figure again and save."
    return CellError(problem, mend)


def read_period(text: str) -> str:
    """Return the month as 2016-03; raises CellError where the text is no month, or could be two.

    Read too are 2016-03-01, 03/2016, Mar-16, March 2016, 31 March 2016 and a day with slashes. Such a day is taken in
    English order (day, month, year) where the American order is impossible (31/03/2016), gives the same month
    (03/03/2016), or where it is the first of a month (01/03/2016 is March: 3 January would be no month's first or last
    day). Any other, such as 03/04/2016, may be 3 April or 4 March.
    """
    if _MONTH.fullmatch(text):
        return text
    readings = _readings(text)
    first_of_month = [reading for reading in readings[:1] if reading[2] == 1]
    months = list(dict.fromkeys(f"{year}-{month:02}" for year, month, _ in first_of_month or readings))
    if not months:
        raise CellError("is not a month", "Write the month with its year, such as 2016-03.")
    if len(months) > 1:
        raise CellError(f"may be {_or(months)}", f"Write the month as {_or(months)}.")
    return months[0]


def read_date(text: str) -> str:
    """Return the date as 2016-03-31; raises CellError where the text is no date, or could be two (03/04/2016)."""
    days = list(dict.fromkeys(f"{year}-{month:02}-{day:02}" for year, month, day in _readings(text) if day))
    if not days:
        raise CellError("is not a date", "Write year, month and day, such as 2016-03-31.")
    if len(days) > 1:
        raise CellError(f"may be {_or(days)}", f"Write the date as {_or(days)}.")
    return days[0]


def _or(words: list[str]) -> str:
    return " or ".join(words)


def _readings(text: str) -> list[Reading]:
    """Every way in which the text can be read, the English order before the American one."""
    numbers: list[tuple[str, str, str | None]] = []
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        numbers = [(year, month, day)]
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, year = match.groups()
        numbers = [(year, second, first), (year, first, second)] if first else [(year, second, None)]
    elif match := _NAMED_MONTH.fullmatch(text):
        day, name, year = match.groups()
        numbers = [(year if len(year) == 4 else f"20{year}", _month_number(name), day)]  # noqa: PLR2004 - four digits
    whole = [(int(year), int(month), int(day) if day else None) for year, month, day in numbers]
    return [reading for reading in whole if _exists(*reading)]


def _month_number(name: str) -> str:
    matching = [place for place, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name.lower())]
    return str(matching[0]) if matching else "0"


def _exists(year: int, month: int, day: int | None) -> bool:
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return False
    return year in _YEARS
