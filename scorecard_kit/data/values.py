"""One cell of a table, as it was typed or as Excel rewrote it, to its value: exact numbers, months, ISO dates."""

import re
import unicodedata
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TypeAlias

from scorecard_kit.data.schema import NUMBERS, Column
from scorecard_kit.findings import did_you_mean
from scorecard_kit.judge.numbers import Written, fifteen_digits
from scorecard_kit.text.characters import folded, unseen

__all__ = ["Cell", "CellError", "read_cell", "read_date", "read_period"]

Cell: TypeAlias = str | Fraction | None
"""Text as written ("" where blank), 2016-03, 2016-03-31, yes or no; a number as a Fraction, or None where blank."""

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_IN_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_DRESSED = re.compile("([£(+\u2212\u2013 -]*)([0-9.,]+)([ %)]*)")
_BEFORE = frozenset(["", "+", "-", "£", "+£", "-£", "£-", "(", "(£", "£("])
_AFTER = frozenset(["", "%", ")", "%)", ")%"])
_MINUS = str.maketrans("\u2212\u2013", "--", " ")
_LONGEST = 400  # more digits than the largest double, written in full
_MISTAKES = (
    (r"([+-]?[0-9.]*),([0-9]+)", "has a comma where English writes a point", r"Write \1.\2 if that is meant."),
    (r"([+-]?[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?)", "has spaces between its digits", r"Write \1 without them."),
    (r"([0-9.,]+) ?-", "has its minus at the end", r"Write -\1 if that is meant."),
    (r"['\u2018\u2019`]([+-]?[0-9.,]+)", "has an apostrophe before it", r"Write \1 alone."),
    (r"([+-]?[0-9.,]+) ?(?:pc|percent|per cent)", "is a number with words", r"Write \1 alone."),
    (r"([0-9.,]+) ?(?:/|of|out of) ?([0-9.,]+)", "is two figures", r"Write \1 and \2, each in its own column."),
)
"""What was typed, what is wrong with it, and what is offered in its place."""
_SHORTENED = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_MEANT = {
    "polarity": {
        "H": "high|higher|higher is better|high is better|high is good|bigger is better",
        "L": "low|lower|lower is better|low is better|low is good|smaller is better",
        "T": "target|on target|close to target|close to target is better",
        "": "none|neither|neutral|neither way is better",
    },
    "data_period": {
        "SS": "snapshot",
        "YTD": "year to date",
        "R12M": "rolling 12 months|rolling twelve months|rolling year|12 month rolling|r12",
        "month": "monthly|in month",
        "quarter": "quarterly|in quarter",
    },
    "unit": {
        "percent": "%|percentage|per cent|percentages",
        "count": "number|counts",
        "rate": "rates",
        "days": "day",
        "gbp": "£|pound|pounds",
    },
    "yes_no": {"yes": "y|true|1", "no": "n|false|0"},
}
"""Words that say a choice as plainly as its own: by the column's name or kind, then by the choice."""

_CLOCK = re.compile(r"[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)(Z|[+-][0-9]{2}:?[0-9]{2})?$")
_MIDNIGHT = re.compile(r"00:00(:00(\.0+)?)?")
_AROUND = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? |(?<=[0-9])(?:st|nd|rd|th)\b(?: of\b)?|,",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_RUN_TOGETHER = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])([0-9]{2})?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.]([0-9]{4})")
_TWO_DIGITS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2})")
_NAMED_MONTH = re.compile(r"(?:([0-9]{1,2})[-/. ])?([A-Za-z]{3,9})[-/. ]+([0-9]{4}|[0-9]{2})")
_NAMED_LAST = re.compile(r"([0-9]{4})[-/. ]([A-Za-z]{3,9})(?:[-/. ]([0-9]{1,2}))?")
_FINANCIAL_YEAR = re.compile(r"(?:FY ?)?([0-9]{4}) ?[-/.]? ?([0-9]{2}|[0-9]{4})", re.IGNORECASE)
_QUARTER = re.compile(r"\bq(?:uarter|tr)? ?[1-4]\b", re.IGNORECASE)
_MONTH_NAMES = (
    "january february march april may june july august september october november december"
).split()  # spelled out here, since the names of `calendar` follow the machine's language
_YEARS = range(1990, 2100)

_Day: TypeAlias = tuple[int, int, int | None]
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
        return _choice(text, column, column.choices if column.kind == "choice" else ("yes", "no"))
    if column.kind == "slug" and not _SLUG.fullmatch(text):
        key = "-".join(re.findall("[a-z0-9]+", text.casefold()))
        such_as = f"such as {key or 'cic-reviews'}"
        raise CellError("is not a key", f"Use small letters, digits and single hyphens, {such_as}.")
    return text


def _choice(text: str, column: Column, choices: tuple[str, ...]) -> str:
    if text in choices:
        return text
    words = _MEANT.get(column.name) or _MEANT.get(column.kind, {})
    for choice in choices:
        if folded(text) in {folded(choice), *words.get(choice, choice.lower()).split("|")}:
            return choice
    named = [choice for choice in choices if choice]
    problem = f"is not one of {', '.join(named)}" + (" or blank" if "" in choices else "")
    raise CellError(problem, did_you_mean(text, named, "Write one of them."))


def _number(text: str, column: Column, *, can_be_suppressed: bool) -> Written:
    plain, mark = (text, "") if _NUMBER.fullmatch(text) else _undressed(text)
    if not plain or (column.kind == "count" and "%" in mark) or (column.kind == "whole" and mark):
        raise _no_number(text, column, can_be_suppressed=can_be_suppressed)
    if len(plain) > _LONGEST:
        raise CellError("has more digits than any figure", "Write the figure with the digits that count.")
    plain = fifteen_digits(plain)
    number = Written(plain, len(plain.partition(".")[2]), mark)
    if column.kind == "whole" and (number < 0 or number.denominator != 1):
        raise CellError("is not a whole number", "Write 0, 1, 2 and so on.")
    return number


def _undressed(text: str) -> tuple[str, str]:
    """A number without what was typed beside it, and which of the marks £, % and ( that was; blank where it is none.

    Whether the marks fit the unit can be told beside the indicators only (checks.results).
    """
    match = _DRESSED.fullmatch(text)
    if not match:
        return "", ""
    before, after = match[1].translate(_MINUS), match[3].replace(" ", "")
    number = match[2].replace(",", "") if _IN_THOUSANDS.fullmatch(match[2]) else match[2]
    fitting = before in _BEFORE and after in _AFTER and ("(" in before) == (")" in after)
    if not fitting or not _NUMBER.fullmatch(number):
        return "", ""
    sign = "-" if "-" in before or "(" in before else ""
    return f"{sign}{number}", "".join(mark for mark in "£%(" if mark in before + after)


def _no_number(text: str, column: Column, *, can_be_suppressed: bool) -> CellError:
    suppressed = "leave the cell blank and say suppressed under status" if can_be_suppressed else "leave the cell blank"
    problem, mend = "is not a number", f"Write the number, or {suppressed}."
    if text.startswith("#"):
        problem, mend = "is Excel's sign for an error", f"Mend the formula and save again, or {suppressed}."
    elif text.endswith("%") and column.kind == "count":
        problem, mend = "is a percentage, not a count", "Write the number that was counted."
    elif text[0] in "£$€":
        problem, mend = "has a currency sign", f"Write {text[1:].strip()} alone."
    elif not text.isascii() and _NUMBER.fullmatch(plain := "".join(map(_western, text))):
        problem, mend = "is written in other digits than 0 to 9", f"Write {plain} if that is meant."
    elif _SHORTENED.fullmatch(text):
        problem = "has been shortened by Excel, which may have lost digits"
        mend = "Show the column as numbers with all their digits, enter the figure again and save."
    else:
        for pattern, wrong, offered in _MISTAKES:
            if match := re.fullmatch(pattern, text, re.IGNORECASE):
                whole = match[1].replace(".", "").replace(" ", "") if "comma" in wrong else match[1].replace(" ", "")
                return CellError(wrong, offered.replace(r"\1", whole).replace(r"\2", match[match.lastindex or 1]))
    return CellError(problem, mend)


def _western(sign: str) -> str:
    """A digit of any script as one of 0 to 9; any other sign as it is."""
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign


def read_period(text: str) -> str:
    """Return the month as 2016-03; raises CellError where the text is no month, or could be two.

    Read too are 2016/03, 201603, 2016-03-01, 03/2016, Mar-16, March 2016, 31st March 2016, a day with slashes and a day
    with a time. A day in numbers is taken in English order (day, month, year) where the American order is impossible
    (31/03/2016), gives the same month (03/03/2016), or where it is the first of a month (01/03/2016 is March: 3 January
    would be no month's first or last day). Any other, such as 03/04/2016, may be 3 April or 4 March.
    """
    if _MONTH.fullmatch(text):
        return text
    if year := _FINANCIAL_YEAR.fullmatch(text):
        _refuse_financial_year(int(year[1]), year[2])
    readings = _readings(text)
    first_of_month = [reading for reading in readings[:1] if reading[2] == 1]
    months = list(dict.fromkeys(f"{year}-{month:02}" for year, month, _ in first_of_month or readings))
    if not months:
        last = "the last month of the quarter" if _QUARTER.search(text) else "the month with its year"
        raise CellError("is not a month", f"Write {last}, such as 2016-03.")
    if len(months) > 1:
        raise CellError(f"may be {_or(months)}", f"Write the month as {_or(months)}.")
    return months[0]


def _refuse_financial_year(year: int, following: str) -> None:
    """Raise CellError where two years follow one another: 2011/12 is no December."""
    if year not in _YEARS or int(following) not in {year + 1, (year + 1) % 100}:
        return
    words, march = f"the financial year {year}/{(year + 1) % 100:02}", f"{year + 1}-03"
    if 1 <= int(following) <= len(_MONTH_NAMES):
        december = f"{year}-{int(following):02}"
        raise CellError(f"may be {words}, or the month {december}", f"Write {march} for the year, or {december}.")
    raise CellError("is a financial year, not a month", f"Write its last month, {march}.")


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


def _readings(text: str) -> list[_Day]:
    """Every way in which the text can be read, the English order before the American one."""
    text = _AROUND.sub("", _without_clock(text))
    numbers: list[tuple[str, str, str | None]] = []
    if match := _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        year, month, day = match.groups()
        numbers = [(year, month, day)]
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, year = match.groups()
        numbers = [(year, second, first), (year, first, second)] if first else [(year, second, None)]
    elif match := _TWO_DIGITS.fullmatch(text):
        return _two_digit_readings(*match.groups())
    elif match := _NAMED_MONTH.fullmatch(text):
        day, name, year = match.groups()
        numbers = [(year if len(year) == 4 else f"20{year}", _month_number(name), day)]  # noqa: PLR2004 - four digits
    elif match := _NAMED_LAST.fullmatch(text):
        year, name, day = match.groups()
        numbers = [(year, _month_number(name), day)]
    whole = [(int(year), int(month), int(day) if day else None) for year, month, day in numbers]
    return [reading for reading in whole if _exists(*reading)]


def _without_clock(text: str) -> str:
    """The day alone. A time in some time zone stays, and makes the text unreadable: its day may be another one here."""
    match = _CLOCK.search(text)
    return text[: match.start()] if match and (not match[2] or _MIDNIGHT.fullmatch(match[1])) else text


def _two_digit_readings(first: str, second: str, last: str) -> list[_Day]:
    """The days that 31-03-16 may be. Only where neither order gives one of the past does the year stand first."""
    newest = datetime.now(UTC).year + 1
    orders = [(last, second, first), (last, first, second)], [(first, second, last)]
    for order in orders:
        days = [(2000 + int(year), int(month), int(day)) for year, month, day in order]
        if readings := [reading for reading in days if reading[0] <= newest and _exists(*reading)]:
            return list(readings)
    return []


def _month_number(name: str) -> str:
    matching = [place for place, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name.lower())]
    return str(matching[0]) if matching else "0"


def _exists(year: int, month: int, day: int | None) -> bool:
    try:
        date(year, month, 1 if day is None else day)
    except ValueError:
        return False
    return year in _YEARS
