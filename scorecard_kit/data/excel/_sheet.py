"""One worksheet to the lines of a table: the header found, every cell as text, and what is wrong with the sheet."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from scorecard_kit.data._headers import above, header_place
from scorecard_kit.data._lines import FileError, Line, Lines, contract_names
from scorecard_kit.data.excel._cells import Typed, Value, is_percentage, shown, text_of
from scorecard_kit.data.excel._container import Part
from scorecard_kit.data.excel._layout import Layout, layout_of
from scorecard_kit.data.schema import NUMBERS, Column, Table
from scorecard_kit.data.values import CellError
from scorecard_kit.findings import Finding, and_further
from scorecard_kit.judge.rows import by_key
from scorecard_kit.text.characters import clean

_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet as read: its filled rows with their numbers, each up to the last column that holds something."""

    rows: list[tuple[int, list[Typed]]]
    layout: Layout


def read_sheet(archive: zipfile.ZipFile, book: Workbook, part: Part) -> Sheet:
    """Read one worksheet; raises FileError where it is hidden or blank, and what container.DAMAGED names."""
    if not part.shown:
        mend = "Right-click on the name of any sheet and choose Unhide; or delete the sheet if it should not count."
        raise FileError("the sheet is hidden, and figures that no one sees must not count", mend)
    with archive.open(part.path) as source:
        layout = layout_of(source)
    if not layout.rows:
        raise FileError("the sheet is empty", "Write the header and the rows.")
    every = book[part.name].iter_rows(max_row=max(layout.rows), max_col=max(layout.columns))
    rows = [
        (number, [_typed(cell, book.epoch) for cell in cells])
        for number, cells in enumerate(every, 1)
        if number in layout.rows
    ]
    return Sheet(rows, layout)


def _typed(cell: object, epoch: datetime) -> Typed:
    value: Value = getattr(cell, "value", None)
    shown_as = getattr(cell, "number_format", "") if isinstance(value, int | float) else ""
    return Typed(value, getattr(cell, "data_type", "n"), shown_as, epoch)


def table_lines(table: Table, sheet: Sheet, units: Mapping[str, str]) -> Lines:
    """The lines of a table that stands in a sheet of its own; `units` are those of the indicators."""
    seen = [(row, [clean(str(cell.value or ""))[0] for cell in cells]) for row, cells in sheet.rows]
    start = header_place(table, seen)
    (number, cells), *body = sheet.rows[start:]
    header = [text_of(cell, Column("")) if isinstance(cell.value, str) else shown(cell) for cell in cells]
    names = contract_names(table, header)
    columns = [table.by_name.get(names[name]) or Column(names[name].strip()) for name in header]
    findings = [*layout_findings(sheet.layout, number, table.file), *above(table.file, seen[:start], number)]
    lines: list[Line] = [(number, header)]
    for row, typed in body:
        if any(row in rows for rows, _ in sheet.layout.merged):
            continue  # all but the first of its cells would seem blank
        cells_of = enumerate(zip(typed, columns, strict=True), 1)
        read = [cell_text(table.file, sheet.layout, (row, place), cell, column) for place, (cell, column) in cells_of]
        texts = [text for text, _ in read]
        findings += [finding for _, in_cell in read for finding in in_cell]
        findings += _percentages(table, row, columns, typed, texts, units)
        lines.append((row, texts))
    return lines, alike_once(findings)


def layout_findings(layout: Layout, header: int, file: str = "") -> Iterator[Finding]:
    """Errors over what a sheet hides or merges from its header on."""
    unseen = "is hidden, and figures that no one sees must not count"
    unhide = "right-click and choose Unhide; delete what should not count."
    for row in sorted(row for row in layout.hidden_rows if row >= header):
        mend = f"Clear the filter under Data, or select all rows, {unhide}"
        yield Finding(file, row, problem=f"the row {unseen}", mend=mend)
    for column in sorted(layout.hidden_columns):
        problem = f"column {get_column_letter(column)} {unseen}"
        yield Finding(file, header, problem=problem, mend=f"Select all columns, {unhide}")
    for rows, cells in layout.merged:
        if rows[-1] >= header:
            mend = "Choose Unmerge Cells under Home, and fill in each cell."
            yield Finding(file, max(rows[0], header), problem=f"the cells {cells} are merged", mend=mend)


def cell_text(
    file: str, layout: Layout, place: tuple[int, int], cell: Typed, column: Column
) -> tuple[str, list[Finding]]:
    """The text of one cell, and what is to be said of it; where it has no text, blank and the error."""
    row, name = place[0], column.name or None
    if place in layout.unsaved:
        problem, mend = "the result of the formula was not saved", "Open the workbook in Excel, save it, and run again."
        return "", [Finding(file, row, name, problem=problem, mend=mend)]
    try:
        text = text_of(cell, column)
    except CellError as error:
        return "", [Finding(file, row, name, shown(cell), error.problem, error.mend)]
    findings = []
    if place in layout.linked:
        problem = "is from another workbook, as it stood when this one was last saved"
        mend = "Update the links in Excel and save, or paste the figures as values."
        findings.append(Finding(file, row, name, text, problem, mend, "warning"))
    if isinstance(cell.value, datetime) and cell.value.time() != _MIDNIGHT:
        findings.append(Finding(file, row, name, shown(cell), f"is read as {text}", level="note"))
    return text, findings


def _percentages(
    table: Table, row: int, columns: list[Column], cells: list[Typed], texts: list[str], units: Mapping[str, str]
) -> Iterator[Finding]:
    """Figures shown with a percent sign: read times 100 where the indicator's unit is percent, else an error."""
    shown_so = [
        (column.name, shown(cell), text)
        for column, cell, text in zip(columns, cells, texts, strict=True)
        if text and column.kind in NUMBERS and is_percentage(cell)
    ]
    if not shown_so:
        return
    indicator = next((text for column, text in zip(columns, texts, strict=True) if column.name == "indicator"), "")
    unit = units.get(indicator, "percent") if "indicator" in table.by_name else "gbp"
    for name, value, text in shown_so:
        if unit == "percent":
            yield Finding(table.file, row, name, value, f"is read as {text}", level="note")
        else:
            problem = f"is a percentage, and the unit here is {unit}"
            yield Finding(table.file, row, name, value, problem, "Choose Format Cells, Number, and enter it again.")


def alike_once(findings: list[Finding]) -> list[Finding]:
    """The findings, notes and warnings of one kind in one column being told once, at their first row."""

    def kind(place: int, it: Finding) -> object:
        what = it.problem.split(" as ")[0] if it.level == "note" else it.problem
        return place if it.level == "error" else (it.level, it.column, what)

    kinds = by_key([(kind(place, it), it) for place, it in enumerate(findings)])
    return [replace(alike[0], problem=alike[0].problem + and_further(alike)) for alike in kinds.values()]
