"""The lines of a table, as every source gives them: cells as the text that a CSV file would hold, digit for digit."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from scorecard_kit.data.schema import Column, Table
from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.findings import Finding
from scorecard_kit.judge.numbers import text_of_number
from scorecard_kit.text.characters import clean, folded

Line: TypeAlias = tuple[int, list[str]]
"""A line's number, as a spreadsheet shows it, and its cells as text."""
Lines: TypeAlias = tuple[list[Line], list[Finding]]
"""The lines of a table, and what is to be said of how they were read."""
_NO_SINGLE_VALUE = (bytes, bytearray, memoryview, list, tuple, dict, set)


class FileError(Exception):
    """A table cannot be read, at `row` or at all. `problem` and `mend` are as in a Finding."""

    def __init__(self, problem: str, mend: str, row: int | None = None) -> None:
        self.problem, self.mend, self.row = problem, mend, row
        super().__init__(problem)

    def finding(self, table: Table) -> Finding:
        """The same as what is to be said of the table."""
        return Finding(table.file, self.row, problem=self.problem, mend=self.mend)


def note(file: str, problem: str, mend: str = "", row: int | None = None, column: str | None = None) -> Finding:
    """The note that something was read otherwise than it is written."""
    return Finding(file, row, column, problem=problem, mend=mend, level="note")


def as_text(value: Any, column: Column | None = None) -> str:  # noqa: ANN401 - whatever a store holds
    """The value as it would be typed: a number in full and no digit more, a day of a period column as its month.

    Raises FileError for what is no single value.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _truth(column, is_true=value)
    if isinstance(value, float | Decimal):
        return text_of_number(value)
    if isinstance(value, date):
        return _day(value, column)
    if isinstance(value, _NO_SINGLE_VALUE):
        name = column.name if column else "of that name"
        problem = f"column {name} holds {type(value).__name__}, not single values"
        raise FileError(problem, "Write it as text or as numbers.")
    return str(value)


def _truth(column: Column | None, *, is_true: bool) -> str:
    if column is not None and column.kind == "yes_no":
        return "yes" if is_true else "no"
    return "TRUE" if is_true else "FALSE"


def _day(value: date, column: Column | None) -> str:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second, value.microsecond) != (0, 0, 0, 0):
        return value.isoformat(" ")
    day = f"{value.year:04}-{value.month:02}-{value.day:02}"
    if column is None or column.kind != "period":
        return day
    with suppress(CellError):  # a year far from any report is for the rule for cells to tell
        return read_period(day)
    return day


def contract_names(table: Table, written: Iterable[str]) -> dict[str, str]:
    """By its name as written, in whatever capitals, what the contract calls a column; its own where there is none."""
    columns = {folded(column.name): column.name for column in table.columns}
    names: dict[str, str] = {}
    for name in written:
        column = columns.get(folded(clean(name)[0]), name)
        names[name] = name if column in names.values() else column
    return names
