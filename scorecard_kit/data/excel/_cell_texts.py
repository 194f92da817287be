"""The XML of a worksheet with some of its cells written anew; every other byte of it stays as it was.

A library that reads a workbook and writes it again leaves out what it does not know, such as newer validations,
drawings and threaded comments. Here the places of rows and cells are found, and only those are replaced.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple

from scorecard_kit.data.excel._layout import Place

_START_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^<>"'])*>""")
_ATTRIBUTE = rb"""\s%b\s*=\s*(?:"[^"]*"|'[^']*')"""
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DIGITS = 15  # what Excel keeps of a number
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension ref="[A-Z]+[0-9]+:[A-Z]+)([0-9]+)(")')


class Span(NamedTuple):
    """Where an element begins, where its start tag ends, and where it ends itself."""

    start: int
    inner: int
    end: int


@dataclass(slots=True)
class Grid:
    """The rows and cells of a worksheet's XML by their numbers, and the cells that hold a formula."""

    rows: dict[int, Span] = field(default_factory=dict)
    cells: dict[Place, Span] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    prefix: str = ""
    end: int = 0


def grid_of(xml: bytes) -> Grid:
    """The places of a worksheet in UTF-8; raises ExpatError, ValueError or LookupError for what is none."""
    xml.decode("utf-8")
    grid, open_ones, at = Grid(), list[tuple[int, int]](), [0, 0]
    parser = expat.ParserCreate()

    def begun(name: str, attributes: Mapping[str, str]) -> None:
        prefix, tag = name.rpartition(":")[::2]
        if tag == "row":
            at[:] = int(attributes.get("r", at[0] + 1)), 0
        elif tag == "c":
            at[1] = coordinate_to_tuple(attributes["r"])[1] if "r" in attributes else at[1] + 1
        elif tag == "f":
            grid.formulas.add((at[0], at[1]))
        elif tag == "sheetData":
            grid.prefix = f"{prefix}:" if prefix else ""
        start = parser.CurrentByteIndex
        match = _START_TAG.match(xml, start)
        open_ones.append((start, match.end() if match else start))

    def ended(name: str) -> None:
        start, inner = open_ones.pop()
        is_empty = xml[inner - 2 : inner] == b"/>"
        span = Span(start, inner, inner if is_empty else xml.index(b">", parser.CurrentByteIndex) + 1)
        tag = name.rpartition(":")[2]
        if tag == "row":
            grid.rows[at[0]] = span
        elif tag == "c":
            grid.cells[at[0], at[1]] = span
        elif tag == "sheetData":
            grid.end = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.Parse(xml, True)  # noqa: FBT003 - the parser takes its arguments by their places
    return grid


def with_cells(xml: bytes, texts: Mapping[Place, str], like: Mapping[Place, Place]) -> bytes:
    """The worksheet with these texts in its cells; blank ones empty them. The look of a cell stays.

    A number that Excel keeps whole is written as one. Where there is no such cell yet, it looks like the cell that
    `like` has for it. Raises what `grid_of` raises.
    """
    grid = grid_of(xml)
    edits: list[tuple[int, int, bytes]] = []
    rows: dict[int, dict[int, bytes]] = {}
    for place, text in texts.items():
        if place in grid.cells:
            span = grid.cells[place]
            edits.append((span.start, span.end, _cell(xml, grid, place, text, span)))
        elif text:
            cell = _cell(xml, grid, place, text, grid.cells.get(like.get(place, place)))
            rows.setdefault(place[0], {})[place[1]] = cell
    for row, cells in sorted(rows.items()):
        edits += _in_row(xml, grid, row, cells) if row in grid.rows else [_new_row(grid, row, cells)]
    pieces, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [xml[done:start], new]
        done = end
    xml = b"".join([*pieces, xml[done:]])
    last = max((row for row, _ in texts), default=0)
    return _DIMENSION.sub(lambda it: it[1] + str(max(int(it[2]), last)).encode() + it[3], xml, count=1)


def _cell(xml: bytes, grid: Grid, place: Place, text: str, like: Span | None) -> bytes:
    """One cell, with the style of the one that it stands for or is like."""
    tag = f"{grid.prefix}c"
    style = re.search(_ATTRIBUTE % b"s", xml[like.start : like.inner]) if like else None
    begin = f'<{tag} r="{get_column_letter(place[1])}{place[0]}"{style[0].decode() if style else ""}'
    if not text:
        return f"{begin}/>".encode()
    if _NUMBER.fullmatch(text) and sum(map(str.isdigit, text)) <= _DIGITS:
        return f"{begin}><{grid.prefix}v>{text}</{grid.prefix}v></{tag}>".encode()
    inner = f"<{grid.prefix}is><{grid.prefix}t>{escape(text)}</{grid.prefix}t></{grid.prefix}is>"
    return f'{begin} t="inlineStr">{inner}</{tag}>'.encode()


def _in_row(xml: bytes, grid: Grid, row: int, cells: Mapping[int, bytes]) -> Iterator[tuple[int, int, bytes]]:
    """New cells among those of a row, in the order of their columns."""
    span = grid.rows[row]
    if xml[span.inner - 2 : span.inner] == b"/>":
        closing = f"</{grid.prefix}row>".encode()
        begun = xml[span.start : span.inner - 2] + b">"
        yield span.start, span.end, begun + b"".join(cells[column] for column in sorted(cells)) + closing
        return
    there = sorted(column for at, column in grid.cells if at == row)
    closing_at = xml.rindex(b"<", span.inner, span.end)
    for column in there:
        before = [new for new in sorted(cells) if new < column and not any(new < other < column for other in there)]
        if before:
            at = grid.cells[row, column].start
            yield at, at, b"".join(cells[new] for new in before)
    after = [new for new in sorted(cells) if not there or new > there[-1]]
    yield closing_at, closing_at, b"".join(cells[new] for new in after)


def _new_row(grid: Grid, row: int, cells: Mapping[int, bytes]) -> tuple[int, int, bytes]:
    at = next((grid.rows[other].start for other in sorted(grid.rows) if other > row), grid.end)
    inner = b"".join(cells[column] for column in sorted(cells)).decode()
    return at, at, f'<{grid.prefix}row r="{row}">{inner}</{grid.prefix}row>'.encode()
