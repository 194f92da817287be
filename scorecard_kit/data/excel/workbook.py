"""A data folder's figures in one Excel workbook: a sheet for each table, and the wide sheet for one period."""

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, reduce
from pathlib import Path

from openpyxl import Workbook

from scorecard_kit.data._lines import FileError, Lines, contract_names
from scorecard_kit.data.dataset import PARTED
from scorecard_kit.data.excel import _container as container
from scorecard_kit.data.excel import entry
from scorecard_kit.data.excel._container import LOCK, OTHER_SPREADSHEETS, SAVE_AS, WORKBOOK, Part
from scorecard_kit.data.excel._sheet import read_sheet, table_lines
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.data.sources import Source
from scorecard_kit.findings import Finding, InputError, did_you_mean, nearest, refusal
from scorecard_kit.judge.rows import by_key

__all__ = ["source"]

OWN_SHEETS = frozenset({"start", "notes"})
"""Sheets of the kit's template that hold no figures."""


def source(folder: Path) -> Source:
    """The workbook of a data folder; raises InputError where it cannot be used at all."""
    path = _only(folder)
    if path.suffix.lower() != WORKBOOK:
        return _not_read(folder, path)
    archive, book, parts = container.opened(path)
    by_name = by_key([(part.name.strip().casefold(), part) for part in parts])  # whatever their capitals

    @cache
    def lines(name: str) -> Lines:
        try:
            return _lines(archive, book, by_name, TABLES[name], units() if name in PARTED else {})
        except container.DAMAGED:
            raise FileError("the sheet cannot be read: the workbook is damaged", container.MEND) from None

    @cache
    def units() -> Mapping[str, str]:
        return _units(lines)

    held = {name for name in TABLES if name in by_name} | ({"results"} if entry.SHEET in by_name else set())
    return Source(
        held=frozenset([*held, *_missing(folder, held)]),
        name=lambda table: f"{path.name}, sheet {table.name}",
        lines=lambda table, _wanted: lines(table.name),
        findings=tuple(_said(path, by_name)),
        located=entry.located(path.name),
        is_entry=entry.is_entry,
    )


def _units(lines: Callable[[str], Lines]) -> Mapping[str, str]:
    """The unit of each indicator, as it is written."""
    try:
        (_, header), *body = lines("indicators")[0]
    except FileError:  # reading the table says why
        return {}
    names = contract_names(TABLES["indicators"], header)
    rows = [dict(zip(map(names.get, header), texts, strict=False)) for _, texts in body]
    return {row.get("indicator", ""): row.get("unit", "") for row in rows}


def _only(folder: Path) -> Path:
    """The workbook of the folder, or else a spreadsheet of another format; raises InputError if there are several."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(LOCK))
    books = [path for path in files if path.suffix.lower() == WORKBOOK]
    if len(books) > 1:
        names = ", ".join(path.name for path in books)
        mend = "Keep the one with the figures, and move the others to another folder."
        raise refusal(books[0].name, f"the data folder holds {len(books)} workbooks: {names}", mend)
    return next(iter(books), next(path for path in files if path.suffix.lower() in (WORKBOOK, *OTHER_SPREADSHEETS)))


def _not_read(folder: Path, path: Path) -> Source:
    """What is said of a spreadsheet of another format: an error where there is nothing else to read."""
    finding = Finding(path.name, problem=f"a workbook of the format {path.suffix.lower()} is not read", mend=SAVE_AS)
    if not _beside(folder):
        raise InputError([finding])
    return Source(frozenset(), lambda table: table.file, lambda *_: ([], []), (replace(finding, level="warning"),))


def _missing(folder: Path, held: set[str]) -> Iterator[str]:
    """The tables that must be there, and are neither in the workbook nor beside it: reading them says so."""
    there = held | _beside(folder)
    return (name for name, table in TABLES.items() if table.required and name not in there)


def _beside(folder: Path) -> set[str]:
    """The tables that stand in files of their own."""
    return {path.stem for path in folder.iterdir() if path.suffix.lower() in {".csv", ".parquet"}} & TABLES.keys()


def _said(path: Path, by_name: Mapping[str, list[Part]]) -> Iterator[Finding]:
    """Warnings on the workbook as a whole."""
    if path.with_name(LOCK + path.name).exists():
        problem = "the workbook is open in Excel: what is not saved yet is not read"
        yield Finding(path.name, problem=problem, mend="Save it, close it, and run again.", level="warning")
    absent = [name for name in TABLES if name not in by_name]
    others = [
        part.name
        for name, (part, *_) in by_name.items()
        if part.shown and name not in {*TABLES, *OWN_SHEETS, entry.SHEET}
    ]
    if others:
        names = ", ".join(f'"{name}"' for name in others)
        problem = f"these sheets are none of the contract's tables, and are not read: {names}"
        near = (did_you_mean(name, absent, "") for name in others)
        yield Finding(path.name, problem=problem, mend=next(filter(None, near), ""), level="warning")


def _lines(
    archive: zipfile.ZipFile, book: Workbook, by_name: Mapping[str, list[Part]], table: Table, units: Mapping[str, str]
) -> Lines:
    """The lines of a table from its own sheet; of results, from the entry sheet too."""
    sheet, wide = _part(by_name, table.name), _part(by_name, entry.SHEET) if table.name == "results" else None
    if sheet is None and wide is None:
        near = nearest(table.name, [parts[0].name for name, parts in by_name.items() if name not in TABLES])
        mend = f'Rename "{near}" if it is this table.' if near else "Add it to the workbook."
        raise FileError("there is no such sheet", mend)
    ways = [table_lines(table, read_sheet(archive, book, sheet), units)] if sheet else []
    ways += [_entered(archive, book, wide)] if wide else []
    if sheet and wide:
        ways[1][1].extend(entry.beside_results(ways[1], ways[0]))
    return reduce(_together, ways)


def _entered(archive: zipfile.ZipFile, book: Workbook, part: Part) -> Lines:
    """The lines of the entry sheet; what stands in the way of reading it is told of that sheet, not of results."""
    try:
        sheet = read_sheet(archive, book, part)
    except FileError as error:
        return entry.unread(error)
    return entry.entry_lines(sheet)


def _together(first: Lines, second: Lines) -> Lines:
    """The lines of both, under one header: the first's, and what it lacks."""
    ((number, header), *body), findings = first
    ((_, names), *others), more = second
    whole = [*header, *(name for name in names if name not in header)]
    cells = [(row, dict(zip(names, texts, strict=True))) for row, texts in others]
    return [(number, whole), *body, *((row, [it.get(name, "") for name in whole]) for row, it in cells)], [
        *findings,
        *more,
    ]


def _part(by_name: Mapping[str, list[Part]], name: str) -> Part | None:
    """The sheet of that name, whatever its capitals; raises FileError where there are two."""
    parts = by_name.get(name, [])
    if len(parts) > 1:
        names = " and ".join(f'"{part.name}"' for part in parts)
        raise FileError(f"there are two sheets of that name, {names}", "Delete or rename one of them.")
    return parts[0] if parts else None
