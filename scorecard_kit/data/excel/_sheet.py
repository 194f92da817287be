"""One worksheet to the lines of a table: the header found, every cell as text, and what is wrong with the sheet."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
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
from scorecard_kit.text.characters import clean

Units = Callable[[], Mapping[str, str]]
"""The unit of each indicator, asked for only where a cell is shown as a percentage."""
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


def table_lines(table: Table, sheet: Sheet, units: Units) -> Lines:
    """The lines of a table that stands in a sheet of its own."""
    seen = [(row, [clean(str(cell.value or ""))[0] for cell in cells]) for row, cells in sheet.rows]
    start = header_place(table, seen)
    (number, cells), *body = sheet.rows[start:]
    header = [text_of(cell, Column("")) if isinstance(cell.value, str) else shown(cell) for cell in cells]
    known = contract_names(table, header)
    names = [known[name] for name in header]
    columns = [table.by_name.get(name) or Column(name.strip()) for name in names]
    findings = [*layout_findings(sheet.layout, number, table.file), *above(table.file, seen[:start], number)]
    lines: list[Line] = [(number, header)]
    for row, typed in body:
        if any(row in rows for rows, _ in sheet.layout.merged):
            continue  # all but the first of its cells would seem blank
        texts = [
            cell_text(table.file, sheet.layout, (row, place), cell, column, findings)
            for place, (cell, column) in enumerate(zip(typed, columns, strict=True), 1)
        ]
        findings += _percentages(table, row, columns, typed, texts, units)
        lines.append((row, texts))
    return lines, told_once(findings)


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
    file: str, layout: Layout, place: tuple[int, int], cell: Typed, column: Column, findings: list[Finding]
) -> str:
    """The text of one cell; where it has none, blank with an error among the findings."""
    row, name = place[0], column.name or None
    if place in layout.unsaved:
        problem, mend = "the result of the formula was not saved", "Open the workbook in Excel, save it, and run again."
        findings.append(Finding(file, row, name, problem=problem, mend=mend))
        return ""
    try:
        text = text_of(cell, column)
    except CellError as error:
        findings.append(Finding(file, row, name, shown(cell), error.problem, error.mend))
        return ""
    if place in layout.linked:
        problem = "is from another workbook, as it stood when this one was last saved"
        mend = "Update the links in Excel and save, or paste the figures as values."
        findings.append(Finding(file, row, name, text, problem, mend, "warning"))
    if isinstance(cell.value, datetime) and cell.value.time() != _MIDNIGHT:
        findings.append(Finding(file, row, name, shown(cell), f"is read as {text}", level="note"))
    return text


def _percentages(
    table: Table, row: int, columns: list[Column], cells: list[Typed], texts: list[str], units: Units
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
    unit = units().get(indicator, "percent") if any(it.name == "indicator" for it in table.columns) else "gbp"
    for name, value, text in shown_so:
        if unit == "percent":
            yield Finding(table.file, row, name, value, f"is read as {text}", level="note")
        else:
            problem = f"is a percentage, and the unit here is {unit}"
            yield Finding(table.file, row, name, value, problem, "Choose Format Cells, Number, and enter it again.")


def told_once(findings: list[Finding]) -> list[Finding]:
    """The findings, notes and warnings of one kind in one column being told once, at their first row."""
    kinds: dict[object, list[Finding]] = {}
    for place, it in enumerate(findings):
        kind = it.problem.split(" as ")[0] if it.level == "note" else it.problem
        kinds.setdefault(place if it.level == "error" else (it.level, it.column, kind), []).append(it)
    return [
        replace(alike[0], problem=alike[0].problem + and_further([it.row or 0 for it in alike]))
        for alike in kinds.values()
    ]
