"""Typed values to the text that a CSV file would hold, digit for digit."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from scorecard_kit.reading import FileError
from scorecard_kit.schema import Column, Table

_MONTH = re.compile(r"(\d{4}-\d{2})(-\d{2})?")


def as_text(value: Any, column: Column | None = None) -> str:  # noqa: ANN401 - whatever a store holds
    """The value as it would be typed: a number in full and no digit more, a day of a period column as its month."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _plain(Decimal(repr(value)))
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, date):
        return _day(value, column)
    return str(value)


def _plain(number: Decimal) -> str:
    """A decimal without an exponent, and without a fraction of nothing; blank for what is no number (NaN)."""
    return "" if number.is_nan() else f"{number:f}".removesuffix(".0")


def _day(value: date, column: Column | None) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) != (0, 0, 0):
        return value.isoformat(" ")
    return f"{value:%Y-%m}" if column is not None and column.kind == "period" else f"{value:%Y-%m-%d}"


def key_text(value: Any, column: Column | None) -> str:  # noqa: ANN401 - as above
    """The text of a value by which rows are chosen.

    Raises FileError where it could not be found again by what is meant: rows are chosen where they live, which knows no
    other spelling.
    """
    text, name = as_text(value, column), column.name if column else ""
    if text != text.strip():
        raise FileError(f'"{text}" in column {name} has spaces round it', "Take them away where the table is kept.")
    if column is None or column.kind != "period":
        return text
    if not (month := _MONTH.fullmatch(text)):
        raise FileError(f'"{text}" in column {name} is not written as a month', "Write it like 2016-03, or as a date.")
    return month[1]


def column_of(table: Table, name: str) -> Column | None:
    """The contract's column of that name; None where there is none."""
    return next((column for column in table.columns if column.name == name), None)
