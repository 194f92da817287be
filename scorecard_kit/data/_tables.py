"""One table of the contract, from its lines to values, with everything that is wrong in it by itself.

Every source gives its lines in the same form, so that every check and message is the same for all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from scorecard_kit.data._headers import above, foreign, header_place, read_header, without_remarks
from scorecard_kit.data._lines import Line, Lines, note
from scorecard_kit.data.schema import NUMBERS, Column, Table
from scorecard_kit.data.values import Cell, CellError, read_cell
from scorecard_kit.findings import Finding, and_further
from scorecard_kit.judge.numbers import DIGITS, Written, exact, plain
from scorecard_kit.judge.rows import Row
from scorecard_kit.text.characters import clean


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """A file as read: `frame` has the table's columns in the contract's order, and the spreadsheet's row as its index.

    Every cell is an object: text ("" where blank), a Fraction, or None where a number is blank. A cell that could not
    be read keeps its text. `whole` is false where the file or its header could not be read: the rows then tell nothing.
    """

    frame: pd.DataFrame
    findings: list[Finding]
    whole: bool


def read_lines(table: Table, lines: Lines, *, is_part: bool = False) -> Reading:
    """Read a table from its lines, wherever they are from, and find everything wrong with it by itself.

    At least one line is filled: a source that holds nothing raises FileError. A part may have no rows. Where a source
    finds an error in a cell, nothing more is said of that cell. Bad input raises nothing.
    """
    body, findings = lines
    filled, tidied = _tidied(table.file, body)
    findings = [*findings, *tidied]
    place = header_place(table, filled)
    (row, header), *body = filled[place:]
    if other := foreign(table, row, header):
        return Reading(empty(table), other, whole=False)
    names, in_header = read_header(table, row, header, body)
    body, remarks = without_remarks(table, header, names, body)
    in_header += [*above(table.file, filled[:place], row), *remarks]
    frame, in_cells = _frame(table, names, body)
    refused = any(finding.level == "error" for finding in remarks)
    if table.required and not body and not refused and not is_part:
        in_cells.append(Finding(table.file, problem="the table has no rows", mend="Write the rows beneath the header."))
    wrong = [finding for finding in [*findings, *in_header] if finding.level == "error"]
    refused_cells = {(finding.row, finding.column) for finding in wrong}
    further = [finding for finding in in_cells if (finding.row, finding.column) not in refused_cells]
    return Reading(frame, [*findings, *in_header, *further], whole=not wrong)


def empty(table: Table) -> pd.DataFrame:
    """The table without a row."""
    return _empty(table).copy()


@cache
def _empty(table: Table) -> pd.DataFrame:
    return _object_frame({column.name: [] for column in table.columns}, [])


def rows(frame: pd.DataFrame) -> list[tuple[int, Row]]:
    """Each row of a frame as read, with its number in the spreadsheet."""
    names = [str(name) for name in frame.columns.tolist()]
    cells = (dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype=object).tolist())
    return list(zip(frame.index.tolist(), cells, strict=True))


def _object_frame(columns: dict[str, list[Cell]], numbers: list[int]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=pd.Index(numbers, name="row", dtype="int64"), dtype=object)


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
    return filled, [note(file, f"{what}{and_further(numbers)}", row=numbers[0]) for what, numbers in done.items()]


def _frame(table: Table, header: Sequence[str], body: list[Line]) -> tuple[pd.DataFrame, list[Finding]]:
    findings, cut = [], set[int]()
    for row, cells in body:
        if any(cells[len(header) :]):
            problem = f"the row has more cells than the header ({len(cells)}, not {len(header)})"
            findings.append(Finding(table.file, row, problem=problem, mend="Put text with a comma in quotation marks."))
            cut.add(row)
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
        is_dressed = bool(value.mark) or not text.isascii() or bool({",", " "} & {*text})
        return is_dressed or (len(text) > DIGITS and exact(text) != value)
    return column.kind in {"period", "date", "choice", "yes_no"} and text != value
