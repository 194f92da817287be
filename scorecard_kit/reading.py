"""One table of the contract, from its lines to values, with everything that is wrong in it by itself.

The lines of a CSV file are read here; other ways to keep figures give theirs in the same form (sources.py), so that
every check and message is the same for all.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pandas as pd

from scorecard_kit.cells import Cell, CellError, read_cell
from scorecard_kit.characters import clean
from scorecard_kit.contract import Row
from scorecard_kit.findings import Finding, and_further, did_you_mean, nearest
from scorecard_kit.number import DIGITS, Written, exact, plain
from scorecard_kit.schema import NUMBERS, Column, Table

SAVE_AS = 'Save it in Excel as "CSV UTF-8 (comma delimited)".'
_OTHER_FORMATS = {
    b"\xff\xfe": "the file is saved as UTF-16",
    b"\xfe\xff": "the file is saved as UTF-16",
    b"PK\x03\x04": "the file is an Excel workbook, not a CSV file",
}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
Line = tuple[int, list[str]]
"""A line's number, as a spreadsheet shows it, and its cells as text; the first line that is not blank is the header."""
Lines = tuple[list[Line], list[Finding]]
"""The lines of a table, and notes on how its file was read."""


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """A file as read: `frame` has the table's columns in the contract's order, and the spreadsheet's row as its index.

    Every cell is an object: text ("" where blank), a Fraction, or None where a number is blank. A cell that could not
    be read keeps its text. `whole` is false where the file or its header could not be read: the rows then tell nothing.
    """

    frame: pd.DataFrame
    findings: list[Finding]
    whole: bool


class FileError(Exception):
    """A table cannot be read, at `row` or at all. `problem` and `mend` are as in a Finding."""

    def __init__(self, problem: str, mend: str, row: int | None = None) -> None:
        self.problem, self.mend, self.row = problem, mend, row
        super().__init__(problem)


def read_table(path: Path, table: Table) -> Reading:
    """Read one CSV file and find everything wrong with it by itself; bad input raises nothing."""
    return read_lines(table, partial(csv_lines, path))


def read_lines(table: Table, lines_of: Callable[[], Lines], *, is_part: bool = False) -> Reading:
    """Read a table from its lines, wherever they are from; a FileError that giving them raises is among the findings.

    At least one line is filled: a source that holds nothing raises FileError. A part may have no rows. Where a source
    finds an error in a cell, nothing more is said of that cell.
    """
    try:
        lines, findings = lines_of()
    except FileError as error:
        finding = Finding(table.file, error.row, problem=error.problem, mend=error.mend)
        return Reading(empty(table), [finding], whole=False)
    filled, tidied = _tidied(table.file, lines)
    findings = [*findings, *tidied]
    (row, header), *body = filled
    in_header = list(_header_findings(table, row, header, body))
    frame, in_cells = _frame(table, header, body)
    if table.required and not body and not is_part:
        in_cells.append(Finding(table.file, problem="the table has no rows", mend="Write the rows beneath the header."))
    wrong = [finding for finding in [*findings, *in_header] if finding.level == "error"]
    told = {(finding.row, finding.column) for finding in wrong}
    further = [finding for finding in in_cells if (finding.row, finding.column) not in told]
    return Reading(frame, [*findings, *in_header, *further], whole=not wrong)


def empty(table: Table) -> pd.DataFrame:
    """The table without a row."""
    return _object_frame({column.name: [] for column in table.columns}, [])


def rows(frame: pd.DataFrame) -> list[tuple[int, Row]]:
    """Each row of a frame as read, with its number in the spreadsheet."""
    names, columns = [str(name) for name in frame.columns], [frame[name].tolist() for name in frame.columns]
    cells = (dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))
    return list(zip(frame.index.tolist(), cells, strict=True))


def _object_frame(columns: dict[str, list[Cell]], numbers: list[int]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=pd.Index(numbers, name="row", dtype="int64"), dtype=object)


def _note(file: str, problem: str, mend: str = "", row: int | None = None, column: str | None = None) -> Finding:
    return Finding(file, row, column, problem=problem, mend=mend, level="note")


def csv_lines(path: Path) -> Lines:
    """The lines of a CSV file; raises FileError where it cannot be read."""
    text, notes = _text(path)
    return list(_lines(text)), notes


def _text(path: Path) -> tuple[str, list[Finding]]:
    """The text of the file, with a note where it is not plain UTF-8."""
    try:
        raw = path.read_bytes()
    except PermissionError:
        problem = "the file cannot be opened: another program holds it open, or you may not read it"
        raise FileError(problem, "Close it in Excel and run again.") from None
    except OSError as error:
        raise FileError(f"the file cannot be read ({error.strerror})", "Put a CSV file in its place.") from None
    for start, problem in _OTHER_FORMATS.items():
        if raw.startswith(start):
            raise FileError(problem, SAVE_AS)
    if b"\0" in raw:
        raise FileError("the file is saved as UTF-16, or is not text", SAVE_AS)
    marked, raw = raw.startswith(_BYTE_ORDER_MARK), raw.removeprefix(_BYTE_ORDER_MARK)
    try:
        notes = [_note(path.name, "the byte-order mark at its start was left out")] if marked else []
        return raw.decode("utf-8"), notes
    except UnicodeDecodeError:
        notes = [_note(path.name, "the file is read as Windows-1252 (cp1252), since it is not UTF-8", SAVE_AS)]
    try:
        return raw.decode("cp1252"), notes
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        raise FileError("a character is neither UTF-8 nor Windows-1252", SAVE_AS, row) from None


def _lines(text: str) -> Iterator[Line]:
    """The lines of a file that holds something; raises FileError where they cannot be told apart."""
    first = text.lstrip().partition("\n")[0]
    if not first.strip(" ,;\t\r"):
        raise FileError("the file is empty", "Write the header and the rows.")
    for separator, words in _SEPARATORS.items():
        if separator in first and "," not in first:
            raise FileError(f"the columns are separated by {words}, not commas", SAVE_AS)
    number, reader = 0, csv.reader(StringIO(text, newline=""), strict=True)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error:
        problem = "a quotation mark is never closed, or stands within a cell"
        raise FileError(problem, "Close it, or write each one within a cell twice.", number + 1) from None


def _tidied(file: str, lines: list[Line]) -> tuple[list[Line], list[Finding]]:
    """The lines with their cells cleaned and without the blank ones, and a note on each kind of what was done."""
    filled: list[Line] = []
    done: dict[str, list[int]] = {}
    for number, cells in lines:
        cleaned = [clean(cell) for cell in cells]
        if not any(text for text, _ in cleaned):
            done.setdefault("a blank row was left out", []).append(number)
            continue
        for what in dict.fromkeys(what for _, what in cleaned if what):
            done.setdefault(what, []).append(number)
        filled.append((number, [text for text, _ in cleaned]))
    return filled, [_note(file, f"{what}{and_further(numbers)}", row=numbers[0]) for what, numbers in done.items()]


def _header_findings(table: Table, row: int, header: list[str], body: list[Line]) -> Iterator[Finding]:
    known = {column.name: place for place, column in enumerate(table.columns)}
    absent = [name for name in known if name not in header]
    guesses = {name: nearest(name, absent) for name in header if name and name not in known}
    for place, name in enumerate(header):
        if name in header[:place] and name:
            yield Finding(table.file, row, name, problem="the column stands there twice", mend="Delete one of the two.")
        elif name in guesses:
            mend = did_you_mean(name, absent, f"The columns are: {', '.join(known)}.")
            yield Finding(table.file, row, name, problem="there is no such column", mend=mend)
        elif not name and any(cells[place : place + 1] not in ([], [""]) for _, cells in body):
            problem = f"column {place + 1} has no name"
            yield Finding(table.file, row, problem=problem, mend="Write its name in the header, or delete the column.")
    for column in table.columns:
        if column.required and column.name in absent and column.name not in guesses.values():
            yield Finding(table.file, row, column.name, problem="the column is missing", mend="Add it.")
    if any(one > other for one, other in pairwise(known[name] for name in header if name in known)):
        yield _note(table.file, "the columns are in another order than the contract's, and read by their names")


def _frame(table: Table, header: list[str], body: list[Line]) -> tuple[pd.DataFrame, list[Finding]]:
    findings, cut = [], []
    for row, cells in body:
        if any(cells[len(header) :]):
            problem = f"the row has more cells than the header ({len(cells)}, not {len(header)})"
            findings.append(Finding(table.file, row, problem=problem, mend="Put text with a comma in quotation marks."))
            cut.append(row)
    columns: dict[str, list[Cell]] = {}
    for column in table.columns:
        if column.name not in header:
            columns[column.name] = [None if column.kind in NUMBERS else ""] * len(body)
            continue
        place = header.index(column.name)
        # In a row with too many cells each may stand in a wrong column: only its key is kept, for others to refer to.
        kept = [cells if row not in cut or column.name in table.key else [] for row, cells in body]
        texts = [cells[place] if place < len(cells) else "" for cells in kept]
        columns[column.name], in_column = _read_column(table, column, [row for row, _ in body], texts)
        findings += [finding for finding in in_column if finding.row not in cut]
    return _object_frame(columns, [row for row, _ in body]), findings


def _read_column(
    table: Table, column: Column, numbers: list[int], texts: list[str]
) -> tuple[list[Cell], list[Finding]]:
    suppressible = any(other.name == "status" for other in table.columns)
    values: list[Cell] = []
    findings: list[Finding] = []
    otherwise: list[int] = []
    for place, (row, text) in enumerate(zip(numbers, texts, strict=True)):
        try:
            value = read_cell(text, column, can_be_suppressed=suppressible)
        except CellError as error:
            findings.append(Finding(table.file, row, column.name, text, error.problem, error.mend))
            value = text
        if _is_otherwise(column, text, value):
            otherwise.append(place)
        values.append(value)
    if otherwise:
        first = otherwise[0]
        value = values[first]
        read_as = value if isinstance(value, str) else plain(value)
        problem = f"is read as {read_as}{and_further(otherwise)}"
        findings.append(Finding(table.file, numbers[first], column.name, texts[first], problem, level="note"))
    return values, findings


def _is_otherwise(column: Column, text: str, value: Cell) -> bool:
    """Whether a month, date, choice or number was read from another spelling than the contract's."""
    if isinstance(value, Written):
        return (
            bool(value.mark)
            or not text.isascii()
            or bool({",", " "} & {*text})
            or (len(text) > DIGITS and exact(text) != value)
        )
    return column.kind in {"period", "date", "choice", "yes_no"} and text != value
