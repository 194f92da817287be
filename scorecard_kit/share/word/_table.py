"""A table of a page as tables of Word: no merged cells, headings that repeat, rows that stay whole, widths that fit."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Emu
from selectolax.lexbor import LexborNode

from scorecard_kit.share.word._runs import classes, text_of
from scorecard_kit.share.word._styles import TABLE, element

__all__ = ["MOST_COLUMNS", "Grid", "Row", "grids", "new_table", "numeric", "widths"]

MOST_COLUMNS = 63
"""What a table of Word holds."""
_MOST_SPANNED = 100
_LONGEST_WORD, _LONGEST_CELL = 16, 44  # characters beyond which a column asks for no more room


class Row(NamedTuple):
    """A row: its cells, of which one that spans several stands in each, and the id that links lead to."""

    cells: tuple[LexborNode, ...]
    anchor: str = ""


class Grid(NamedTuple):
    """A part of a table: the name of its group, blank where there is none, its header rows, and its rows."""

    group: str
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    is_named: bool
    """Whether the first cell of each row is its header."""


def grids(table: LexborNode) -> list[Grid]:
    """The groups of a table, each as a table under the same header."""
    head, body, group = list[Row](), list[tuple[str, Row]](), ""
    held: dict[int, tuple[LexborNode, int]] = {}
    for line in table.css("tr"):
        cells = [child for child in line.iter() if child.tag in {"td", "th"}]
        if len(cells) == 1 and cells[0].attributes.get("scope") == "rowgroup":
            group = text_of(cells)
            continue
        row = Row(tuple(_spread(cells, held)), line.attributes.get("id") or "")
        if not body and all(cell.tag == "th" for cell in cells):
            head.append(row)
        else:
            body.append((group, row))
    named = all(row.cells[:1] and row.cells[0].tag == "th" for _, row in body)
    parts = [(name, tuple(row for _, row in rows)) for name, rows in groupby(body, key=lambda each: each[0])]
    return [Grid(name, tuple(head), rows, named) for name, rows in parts or [("", ())]]


def _spread(cells: Sequence[LexborNode], held: dict[int, tuple[LexborNode, int]]) -> Iterator[LexborNode]:
    """The cells of a row, one for each column; `held` are those that reach into the rows beneath, and how far."""
    waiting, place = list(cells), 0
    while waiting or place in held:
        if place in held:
            cell, rows = held.pop(place)
            if rows > 1:
                held[place] = cell, rows - 1
            yield cell
            place += 1
            continue
        cell = waiting.pop(0)
        for _ in range(_span(cell, "colspan")):
            if (rows := _span(cell, "rowspan")) > 1:
                held[place] = cell, rows - 1
            yield cell
            place += 1


def _span(cell: LexborNode, name: str) -> int:
    text = cell.attributes.get(name) or ""
    return max(1, min(int(text), _MOST_SPANNED)) if re.fullmatch(r"\d{1,6}", text) else 1


def widths(parts: Sequence[Grid], room: int, letter: float) -> list[int]:
    """The width of each column, which together fill the room; a letter's width is of the same unit."""
    rows = [row.cells for part in parts for row in (*part.head, *part.body)]
    texts = [[text_of([row[place]]) for row in rows if place < len(row)] for place in range(max(map(len, rows)))]
    words = [max((len(word) for text in column for word in text.split(" ")), default=1) for column in texts]
    least = [min(word, _LONGEST_WORD) + 2 for word in words]
    wanted = [max(low, min(max(map(len, column)), _LONGEST_CELL)) for low, column in zip(least, texts, strict=True)]
    spare, lacking = room / letter - sum(least), sum(wanted) - sum(least)
    share = spare / lacking if lacking and spare > 0 else 0.0
    shares = [low + share * (want - low) for low, want in zip(least, wanted, strict=True)]
    return [int(room * each / sum(shares)) for each in shares]


def new_table(part: Grid, columns: Sequence[int], name: str) -> CT_Tbl:
    """A table with its flags and blank cells: headers that repeat, rows that stay whole, `name` for screen readers."""
    rows = (*part.head, *part.body)
    table = CT_Tbl.new_tbl(len(rows), len(columns), Emu(sum(columns)))
    table.tblStyle_val = TABLE
    looks = table.tblPr.find(qn("w:tblLook"))
    looks.attrib.clear()
    flags = {"firstRow": int(bool(part.head)), "lastRow": 0, "firstColumn": int(part.is_named), "lastColumn": 0}
    for key, value in {"val": "04A0" if part.is_named else "0420", **flags, "noHBand": 1, "noVBand": 1}.items():
        looks.set(qn(f"w:{key}"), str(value))
    table.tblPr.append(element("w:tblCaption", val=name))
    for place, column in enumerate(table.tblGrid.gridCol_lst):
        column.w = Emu(columns[place])
    for number, line in enumerate(table.tr_lst):
        of_row = line.get_or_add_trPr()
        of_row.append(element("w:cantSplit"))
        if number < len(part.head):
            of_row.append(element("w:tblHeader"))
        for place, cell in enumerate(line.tc_lst):
            cell.width = Emu(columns[place])
    return table


def numeric(table: LexborNode) -> set[int]:
    """The places of the columns that hold numbers, counted from nought."""
    return {int(name[1:]) - 1 for name in classes(table) if re.fullmatch(r"n\d{1,3}", name)}
