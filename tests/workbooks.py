"""What the tests of workbooks share: a small workbook that is in order, and ways to spoil it."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook

from scorecard_kit.data import load as data

Cell = str | float | bool | date | datetime | time | None
Sheets = Mapping[str, Sequence[Sequence[Cell]]]
FILE = "figures.xlsx"

SHEETS: Sheets = {
    "indicators": [
        ["indicator", "name", "polarity", "data_period", "unit", "may_exceed_100"],
        ["visits", "Visits in time", "H", "YTD", "percent", None],
        ["days", "Days to adoption", "L", "R12M", "days", None],
    ],
    "results": [
        ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "as_at"],
        ["visits", "2016-02", "Kent", None, 50, 68, None, None],
        ["visits", "2016-03", "Kent", None, 52, 68, None, None],
        ["days", "2016-03", "Kent", None, None, None, 412.5, None],
    ],
    "targets": [["indicator", "from", "target", "floor"], ["visits", "2015-04", 85, 76.5]],
    "areas": [["area", "kind"], ["Kent", "county"]],
}


def write(folder: Path, change: Callable[[Workbook], object] | None = None, sheets: Sheets = SHEETS) -> Path:
    """Write the small workbook into the folder, changed."""
    book = Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    book.save(folder / FILE)
    return folder / FILE


def write_csv(folder: Path, tables: Mapping[str, str]) -> Path:
    """Write tables as CSV files into a folder of their own."""
    folder.mkdir()
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def rewrite(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Change one part of a workbook's file; the part is added where there is none."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def told(folder: Path) -> list[str]:
    """Everything that is found in the folder, as an analyst sees it, less what is said of the areas' indicators."""
    return [f"{finding.level}: {finding}" for finding in data.check(folder)]
