"""The month of the entry sheet moved into the sheet results, and the entry sheet made ready for another month."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from openpyxl import Workbook

from scorecard_kit.data._lines import Line, contract_names
from scorecard_kit.data.excel import _container as container
from scorecard_kit.data.excel._cell_texts import grid_of, with_cells
from scorecard_kit.data.excel._layout import Place
from scorecard_kit.data.excel.entry import SHEET, entry_place
from scorecard_kit.data.excel.workbook import source
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.files.zips import zipped
from scorecard_kit.findings import refusal
from scorecard_kit.text.characters import clean

__all__ = ["Moved", "entry_moved"]

_RESULTS = TABLES["results"]
_LINE = ("indicator", "period", "area", "numerator", "denominator")
_FIRST_ROWS = 50  # in which the month of an entry sheet is looked for
_LOCKS = (f"{container.LOCK}{{}}", ".~lock.{}#")
"""The files that stand beside a workbook while Excel or LibreOffice has it open."""
_REFERS = re.compile(rb"<(?:\w+:)?f[ >][^<]*\b%b'?!" % SHEET.encode(), re.IGNORECASE)


class Moved(NamedTuple):
    """What moving comes to: the workbook, the month of its entry sheet, and the lines of results that stand there.

    `lines` are indicator, period, area, numerator and denominator as text. `content` is the workbook with them in the
    sheet results, and blank where it stays as it is: then `why` says so, unless there is nothing to do.
    """

    path: Path
    month: str
    lines: tuple[tuple[str, ...], ...] = ()
    content: bytes = b""
    why: str = ""


class _Stays(Exception):  # noqa: N818 - no error: the sheet is left to the analyst
    """The entry sheet stays as it is; the text says why."""


class _Book(NamedTuple):
    """A workbook as it is: its parts, where its sheets stand among them, and the lines of results with their header."""

    parts: Mapping[str, bytes]
    sheets: Mapping[str, str]
    lines: list[Line]
    month_cell: Place | None

    @property
    def entered(self) -> list[tuple[Place, ...]]:
        """The cells of figures on the entry sheet, for each line that they give."""
        places = filter(None, (entry_place(number) for number, _ in self.lines[1:]))
        return [tuple((row, column) for column in columns) for row, columns in places]


def entry_moved(folder: Path, month: str) -> Moved | None:
    """The workbook of a data folder with its entry sheet moved and made ready for a month; nothing is written.

    None where there is no workbook with an entry sheet. A sheet whose own month is that month, or a later one, has
    nothing to move. Where a formula would be lost or left behind, or the figures would not read as before, the sheet
    stays. InputError where Excel or LibreOffice has the workbook open: what is not saved yet would be lost.
    """
    books = (path for path in sorted(folder.glob(f"*{container.WORKBOOK}")) if not path.name.startswith(container.LOCK))
    path = next(books, None)
    if path is None:
        return None
    archive, cells, parts = container.opened(path)
    sheets = {part.name.strip().casefold(): part for part in parts}
    if SHEET not in sheets:
        return None
    month_cell, written = _month_of(cells, sheets[SHEET].name)
    lines, _ = source(folder).lines(_RESULTS, ())
    held = {name: archive.read(name) for name in archive.namelist()}
    book = _Book(held, {name: part.path for name, part in sheets.items()}, lines, month_cell)
    rows = _as_rows(book)
    own = rows[0][1] if rows else written
    if own >= month:
        return Moved(path, own)
    _refuse_open(path)
    try:
        return Moved(path, own, rows, _moved(path.name, book, rows, month))
    except _Stays as stays:
        return Moved(path, own, rows, why=str(stays))
    except container.DAMAGED:
        return Moved(path, own, rows, why="it is written in a way that the kit does not change")


def _month_of(book: Workbook, sheet: str) -> tuple[Place | None, str]:
    """The cell that holds the month of an entry sheet, and the month; blank where it is none."""
    rows = book[sheet].iter_rows(max_row=_FIRST_ROWS, max_col=2, values_only=True)
    for number, (first, second) in enumerate(rows, 1):
        if clean(str(first))[0].casefold() == "period":
            try:
                return (number, 2), read_period(clean(str(second or ""))[0])
            except CellError:
                return (number, 2), ""
    return None, ""


def _as_rows(book: _Book) -> tuple[tuple[str, ...], ...]:
    """The lines of results that the entry sheet gives, in the order of `Moved.lines`."""
    (_, header), *body = book.lines
    names = _names(header)
    entered = [dict(zip(names, texts, strict=True)) for number, texts in body if entry_place(number)]
    return tuple(tuple(row[name] for name in _LINE) for row in entered)


def _names(header: Sequence[str]) -> list[str]:
    """What the contract calls each column."""
    known = contract_names(_RESULTS, header)
    return [known[name] for name in header]


def _refuse_open(path: Path) -> None:
    if any(path.with_name(lock.format(path.name)).exists() for lock in _LOCKS):
        problem = "the workbook is open in Excel or LibreOffice, and its entry sheet is to be moved"
        raise refusal(path.name, problem, "Save it, close it, and run again.")


def _moved(name: str, book: _Book, rows: Sequence[Sequence[str]], month: str) -> bytes:
    """The workbook with its rows moved and its entry sheet of another month; raises _Stays."""
    if book.month_cell is None:
        raise _Stays("no cell beside the word period says which month it is of")
    new, entry = dict(book.parts), book.sheets[SHEET]
    cells = [cell for places in book.entered for cell in places]
    held = grid_of(new[entry]).formulas & {*cells, book.month_cell}
    if held or (rows and any(map(_REFERS.search, (new[path] for path in book.sheets.values())))):
        raise _Stays("formulas stand in it or refer to it, and would be lost or show something else")
    new[entry] = with_cells(new[entry], {**dict.fromkeys(cells, ""), book.month_cell: month}, {})
    if rows:
        if _RESULTS.name not in book.sheets:
            raise _Stays("there is no sheet results to move its figures to")
        results = book.sheets[_RESULTS.name]
        new[results] = _appended(new[results], book, rows)
    content = zipped(new)
    if _read(name, content) != _records(book.lines):
        raise _Stays("its figures would not read as before in the sheet results")
    return content


def _appended(xml: bytes, book: _Book, rows: Sequence[Sequence[str]]) -> bytes:
    """The sheet results with rows beneath its last, which they look like; raises _Stays where it lacks a column."""
    (header_row, header), *body = book.lines
    names = _names(header)
    kept = {number: dict(zip(names, texts, strict=False)) for number, texts in body if not entry_place(number)}
    last = max(kept, default=header_row)
    there = {place for place, span in grid_of(xml).cells.items() if span.end > span.inner}
    if max(there)[0] > last or (kept and not kept[last]["period"]):  # such as where the figures are from
        raise _Stays("something stands beneath the rows of the sheet results")
    columns = {name: place for place, name in enumerate(names, 1) if (header_row, place) in there}
    texts: dict[Place, str] = {}
    for row, cells in enumerate(rows, last + 1):
        for name, text in zip(_LINE, cells, strict=True):
            if text and name not in columns:
                raise _Stays(f"the sheet results has no column {name}")
            if text:
                texts[row, columns[name]] = text
    return with_cells(xml, texts, {place: (last, place[1]) for place in texts if last > header_row})


def _read(name: str, content: bytes) -> Counter[frozenset[tuple[str, str]]]:
    """The lines of results of a workbook, as they are read from its file."""
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        return _records(source(Path(folder)).lines(_RESULTS, ())[0])


def _records(lines: list[Line]) -> Counter[frozenset[tuple[str, str]]]:
    (_, header), *body = lines
    names = _names(header)
    return Counter(frozenset(pair for pair in zip(names, texts, strict=False) if pair[1]) for _, texts in body)
