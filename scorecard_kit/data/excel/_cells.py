"""One cell of a workbook to the text that a CSV file would hold: the right one, or an error; never a guess."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from scorecard_kit.data.excel import _number_format as number_format
from scorecard_kit.data.schema import NUMBERS, Column
from scorecard_kit.data.values import CellError
from scorecard_kit.judge.numbers import text_of_number

Value: TypeAlias = str | float | bool | datetime | date | time | timedelta | None
TYPE_AGAIN = "Choose Format Cells, Text for the column, and type it again."
_LARGEST = 10**15  # Excel keeps 15 digits
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_YEARS = range(1990, 2100)


class Typed(NamedTuple):
    """A cell as openpyxl reads it: `kind` is its data type, `shown_as` its number format, `epoch` the book's day 0."""

    value: Value
    kind: str
    shown_as: str
    epoch: datetime


def text_of(cell: Typed, column: Column) -> str:
    """The text of a cell in a column of the contract; raises CellError where the cell cannot be what it should."""
    value = cell.value
    if value is None:
        return ""
    if cell.kind == "e":
        raise CellError("is Excel's sign for an error", "Mend the formula and save, or leave the cell blank.")
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, bool):
        return _truth(column, is_true=value)
    if isinstance(value, datetime | date):
        return _day(value, column)
    if isinstance(value, time | timedelta):
        raise CellError("is a time of day", "Choose Format Cells, General for the cell, and enter it again.")
    return _number(cell, value, column)


def shown(cell: Typed) -> str:
    """The value of a cell as a message quotes it."""
    value = cell.value
    if isinstance(value, datetime | date):
        return str(value).removesuffix(" 00:00:00")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{_digits(_decimal(value) * 100)}%" if is_percentage(cell) else _digits(_decimal(value))
    return "" if value is None else str(value)


def is_percentage(cell: Typed) -> bool:
    """Whether the cell is a number that Excel shows times 100 with a percent sign."""
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return is_number and "%" in _LITERAL.sub("", cell.shown_as)


def _truth(column: Column, *, is_true: bool) -> str:
    if column.kind == "yes_no":
        return "yes" if is_true else "no"
    raise CellError("is a truth value, not text or a number", "Write what is meant.")


def _day(value: datetime | date, column: Column) -> str:
    if column.kind in {"period", "date"} and value.year not in _YEARS:
        problem = "is far from any report: a number stands in a cell that is shown as a date"
        raise CellError(problem, "Choose Format Cells, Text for the cell, and write the month or date again.")
    if column.kind == "period":
        return f"{value.year:04}-{value.month:02}"
    if column.kind == "date":
        return f"{value:%Y-%m-%d}"
    if column.kind in NUMBERS:
        raise CellError("is a date, not a number", "Choose Format Cells, General for the cell, and enter it again.")
    raise CellError("is a date: Excel turns text such as 1-2 or 2011-12 into one", TYPE_AGAIN)


def _number(cell: Typed, value: float, column: Column) -> str:
    if abs(value) >= _LARGEST:
        problem = "has more digits than Excel keeps, so that the last may be wrong"
        raise CellError(problem, TYPE_AGAIN if column.kind not in NUMBERS else "Enter the figure in full as text.")
    if column.kind in {"period", "date"}:
        raise CellError(f"is a number, not a {'month' if column.kind == 'period' else 'date'}", _meant(cell, value))
    number, code = _decimal(value), cell.shown_as
    if problem := number_format.distortion(number, code):
        raise CellError(problem, "Choose Format Cells, General for the cell, and enter the figure in full.")
    if column.kind in NUMBERS:
        return _figure(number, cell, column)
    if is_percentage(cell):
        raise CellError("is a number shown as a percentage, not text", TYPE_AGAIN)
    text = number_format.text_shown(number, code)
    if text is None:
        raise CellError(f'is a number shown by the number format "{code}", not text', TYPE_AGAIN)
    return text


def _figure(number: Decimal, cell: Typed, column: Column) -> str:
    """A number with every digit that is stored, and at least the decimals that are shown: 85 shown as 85.0 is that."""
    if is_percentage(cell) and column.kind != "number":
        raise CellError("is a percentage, not a count", "Write the number that was counted.")
    before, _, after = _digits(number * 100 if is_percentage(cell) else number).partition(".")
    after = after.ljust(number_format.decimals(number, cell.shown_as), "0")
    return f"{before}.{after}" if after else before


def _meant(cell: Typed, value: float) -> str:
    """The mend for a number where a day should be: the day of which it is the serial number, where it may be one."""
    otherwise = "Write it as text, such as 2016-03."
    try:
        day = from_excel(value, cell.epoch)
    except (OverflowError, ValueError):
        return otherwise
    if isinstance(day, datetime) and day.year in _YEARS:
        return f"If {day:%Y-%m-%d} is meant, show the cell as a date; else write it as text, such as 2016-03."
    return otherwise


def _decimal(value: float) -> Decimal:
    """The number to the 15 digits that Excel keeps and can show: 0.1 + 0.2 is 0.3, and all that was typed is itself."""
    return Decimal(text_of_number(value))


def _digits(number: Decimal) -> str:
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"
