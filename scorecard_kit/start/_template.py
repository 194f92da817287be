"""The workbook that analysts fill in: a sheet for each table, with notes, drop-down lists and a wide entry sheet."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from scorecard_kit.data.excel import entry
from scorecard_kit.data.schema import NUMBERS, TABLES, Column, Table
from scorecard_kit.files.zips import unzipped, zipped

Rows = Sequence[Sequence[str]]
"""The rows of a table as text, its header first."""
START, NOTES = "Start", "Notes"
LAST_READY = 2000
"""The last row that has drop-down lists."""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DIGITS = 15  # what Excel keeps of a number
_WIDEST, _WIDE_TEXT = 48, 95
_TITLE, _PROMPT = 32, 255  # what Excel shows of the title and text of a note
_LINE_HEIGHT = 15  # of one line of text in a row, in points
_BOLD, _FILL = Font(name="Calibri", size=11, bold=True), PatternFill("solid", fgColor="E7E6E6")
_EDGE = Border(bottom=Side("thin", color="808080"))
_TOP = Alignment(vertical="top", wrap_text=True)
_TEXT_FORMAT = "@"
_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_HEADING = "The figures of a scorecard"
_STEPS = """\
1. Write your own figures over the examples. Leave the names of the sheets and the headings as they are.
2. Each month, write the month in cell B1 of the sheet entry and the figures beneath it, one row an indicator. \
Or add rows to the sheet results, one row a figure. A figure stands in one of the two, not in both.
3. Before you begin another month in entry, run scorecard next with the name of this month's parameters file: it \
moves the figures to results, where they go on counting.
4. Save, close Excel, and run scorecard check with the name of your parameters file. It names what is wrong, with \
sheet, row and column.
Write months as 2016-03. Write percentages as 76.5, under value or target; write what was counted under numerator \
and denominator where you know it.
Do not merge cells, hide rows, columns or sheets, leave a filter on, or add rows of totals. They are refused: a \
figure that no one sees must not count, and no figure may count twice.
The sheet Notes says what each column holds. So does Excel, when you click on a cell beneath a heading.""".splitlines()


def write_workbook(path: Path, tables: Mapping[str, Rows], period: str = "") -> None:
    """Write a workbook that the kit reads as a data folder's figures; a file that is there is replaced.

    `tables` are rows of text by the name of the table, each with its header first, in the contract's columns. Beside
    them stand a page to start from, notes and, where there are indicators, the wide entry sheet for `period` (such as
    2016-04; blank leaves it to the analyst), without figures. The same tables give the same bytes.
    """
    tables = {name: tables[name] for name in TABLES if name in tables}  # in the contract's order
    book = Workbook()
    book.properties.title = _HEADING
    start = book.active
    assert isinstance(start, Worksheet)  # noqa: S101 - a new workbook has one sheet; this tells the type checker
    _write_start(start, tables)
    if len(tables.get("indicators", ())) > 1:
        _write_entry(book.create_sheet(entry.SHEET), tables, period)
    for name in tables:
        _write_table(book.create_sheet(name), TABLES[name], tables)
    _write_notes(book.create_sheet(NOTES), tables)
    saved = BytesIO()
    book.save(saved)
    parts = unzipped(saved.getvalue())
    parts[_PROPERTIES] = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", parts[_PROPERTIES])  # the time of writing
    path.write_bytes(zipped(parts))


def _write_start(sheet: Worksheet, tables: Mapping[str, Rows]) -> None:
    sheet.title = START
    sheet.append([_HEADING])
    for line in ("", *_STEPS, "", "The sheets"):
        sheet.append([line])
    for name in tables:
        sheet.append([f"{name}: {TABLES[name].description}"])
    for row, (cell,) in enumerate(sheet.iter_rows(max_col=1), 1):
        cell.alignment = _TOP
        sheet.row_dimensions[row].height = _LINE_HEIGHT * (1 + len(str(cell.value or "")) // _WIDE_TEXT)
    for row in (1, len(_STEPS) + 4):
        sheet.cell(row, 1).font = _BOLD
    sheet.column_dimensions["A"].width = _WIDE_TEXT
    _fit_to_page(sheet)


def _write_notes(sheet: Worksheet, tables: Mapping[str, Rows]) -> None:
    sheet.append(["sheet", "column", "what to write"])
    for name, rows in tables.items():
        for column in TABLES[name].columns:
            if column.name in rows[0]:
                sheet.append([name, column.name, note(column)])
    for letter, width in zip("ABC", (16, 18, _WIDE_TEXT), strict=True):
        sheet.column_dimensions[letter].width = width
    _finish(sheet, 1, "A2")


def _write_table(sheet: Worksheet, table: Table, tables: Mapping[str, Rows]) -> None:
    header, *body = tables[table.name]
    sheet.append(list(header))
    for place, name in enumerate(header, 1):
        column = table.by_name[name]
        texts = [row[place - 1] if place <= len(row) else "" for row in body]
        for row, text in enumerate(texts, 2):
            _write(sheet, row, place, text, as_number=column.kind in NUMBERS)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(_WIDEST, max(map(len, [name, *texts])) + 3)
        if column.kind not in NUMBERS:
            sheet.column_dimensions[letter].number_format = _TEXT_FORMAT
        _add_choice(sheet, _choice(column, tables), name, note(column), f"{letter}2:{letter}{LAST_READY}")
    _finish(sheet, 1, "A2")


def note(column: Column) -> str:
    """What an analyst writes in a column, and whether it must be filled in: one to three sentences."""
    must = column.required and "" not in column.choices
    return f"{column.description} {'Must be filled in.' if must else 'May be left blank.'}"


def _write_entry(sheet: Worksheet, tables: Mapping[str, Rows], period: str) -> None:
    _write(sheet, entry.PERIOD_ROW, 1, "period")
    _write(sheet, entry.PERIOD_ROW, 2, period)
    headings = [entry.heading(area, figure) for area in _areas(tables) for figure in entry.FIGURES]
    for place, name in enumerate([*entry.KEYS, *headings], 1):
        _write(sheet, entry.HEADER_ROW, place, name)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 16
        if name in headings:
            words = "What was counted." if name.endswith(entry.FIGURES[0]) else "Out of how many. Blank for a count."
            where = f"{letter}{entry.HEADER_ROW + 1}:{letter}{LAST_READY}"
            _add_choice(sheet, _number(), name, words, where)
    indicators = _records(tables["indicators"])
    for row, indicator in enumerate(indicators, entry.HEADER_ROW + 1):
        for place, name in enumerate(entry.KEYS, 1):
            _write(sheet, row, place, indicator[name])
    for letter, name in zip("AB", entry.KEYS, strict=True):
        sheet.column_dimensions[letter].number_format = _TEXT_FORMAT
        sheet.column_dimensions[letter].width = min(_WIDEST, max(len(indicator[name]) for indicator in indicators) + 3)
    sheet.cell(entry.PERIOD_ROW, 1).font = _BOLD
    sheet.row_dimensions[entry.HEADER_ROW].height = 2 * _LINE_HEIGHT
    _add_choice(sheet, DataValidation(), "period", "The month of these figures, such as 2016-04.", "B1")
    _finish(sheet, entry.HEADER_ROW, "C3")


def _areas(tables: Mapping[str, Rows]) -> list[str]:
    """The areas whose figures are counted: not the benchmarks. Without a table of areas, those with results."""
    if "areas" in tables:
        return [area["area"] for area in _records(tables["areas"]) if area["kind"] != "benchmark"]
    return list(dict.fromkeys(result["area"] for result in _records(tables.get("results", [[]]))))


def _records(rows: Rows) -> list[dict[str, str]]:
    header, *body = rows
    return [dict(zip(header, row, strict=False)) for row in body]


def _write(sheet: Worksheet, row: int, place: int, text: str, *, as_number: bool = False) -> None:
    """Write one cell: a number where Excel keeps all its digits, else text that Excel leaves as it is."""
    if not text:
        return
    if as_number and _NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= _DIGITS:
        sheet.cell(row, place).value = float(text) if "." in text else int(text)
        return
    cell = sheet.cell(row, place)
    cell.value, cell.data_type, cell.number_format = text, "s", _TEXT_FORMAT  # "=1+1" is text, too


def _choice(column: Column, tables: Mapping[str, Rows]) -> DataValidation:
    """What Excel lets an analyst write in the column."""
    words = ("yes", "no") if column.kind == "yes_no" else tuple(word for word in column.choices if word)
    table, _, key = column.refers.partition(".")
    if column.kind in {"choice", "yes_no"}:
        return DataValidation(type="list", formula1=f'"{",".join(words)}"')
    if column.kind in NUMBERS:
        return _number(smallest="-1E+12" if column.kind == "number" else "0", kind=column.kind)
    if column.kind != "list" and table in tables and key in tables[table][0]:
        letter = get_column_letter(list(tables[table][0]).index(key) + 1)
        first, cells = f"{table}!${letter}$2", f"{table}!${letter}$2:${letter}${LAST_READY}"
        # As long as the list is filled: Excel takes any text where a list has a blank cell.
        return DataValidation(type="list", formula1=f"OFFSET({first},0,0,MAX(1,COUNTA({cells})),1)")
    return DataValidation()


def _number(smallest: str = "0", kind: str = "") -> DataValidation:
    return DataValidation(
        type="whole" if kind == "whole" else "decimal", operator="greaterThanOrEqual", formula1=smallest
    )


def _add_choice(sheet: Worksheet, choice: DataValidation, name: str, words: str, cells: str) -> None:
    choice.allow_blank = choice.showErrorMessage = choice.showInputMessage = True
    choice.promptTitle, choice.prompt = name[:_TITLE], words[:_PROMPT]
    choice.errorTitle, choice.error = name[:_TITLE], words[:_PROMPT]
    choice.add(cells)
    sheet.add_data_validation(choice)


def _finish(sheet: Worksheet, header: int, freeze: str) -> None:
    """Style the header, keep it in view, and repeat it on paper."""
    for cell in sheet[header]:
        cell.font, cell.fill, cell.border, cell.alignment = _BOLD, _FILL, _EDGE, _TOP
    sheet.freeze_panes = freeze
    sheet.print_title_rows = f"1:{header}"
    _fit_to_page(sheet)


def _fit_to_page(sheet: Worksheet) -> None:
    """Print the sheet as wide as the page, on as many pages as it needs."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
