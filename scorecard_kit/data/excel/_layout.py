"""What a worksheet holds beside its values: what is hidden, merged, and not the result of a saved formula.

openpyxl reads either formulas or their results, and tells of hidden rows only where it holds the whole sheet in memory,
which a million formatted rows would fill. So a sheet is read once for its layout, and then for its values up to its
last filled cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, cast
from xml.etree.ElementTree import Element, XMLPullParser
from xml.parsers import expat

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

Place = tuple[int, int]
"""Row and column, counted from 1."""
_OTHER_WORKBOOK = re.compile(r"\[\d+\]")
_YES = {"1", "true"}
_PIECE = 1 << 20
_BLANK_CELL = re.compile(rb'<c r="[A-Z]+[0-9]+"[^<>]*/>')
_BLANK_ROW = re.compile(rb'<row r="[0-9]+"[^<>]*(?:/>|></row>)')


@dataclass(slots=True)
class Layout:
    """The layout of one sheet: rows and columns that hold something, and what is to be said of them.

    `merged` holds ranges by their rows and as Excel writes them. `unsaved` are formulas without a result,
    `linked` those that take their result from another workbook.
    """

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[range, str]] = field(default_factory=list)
    unsaved: set[Place] = field(default_factory=set)
    linked: set[Place] = field(default_factory=set)


def layout_of(source: IO[bytes]) -> Layout:
    """Read the layout of a worksheet from its XML; raises what container.DAMAGED names."""
    if _declares_types(source):  # no worksheet does, and only so can it hold entities that fill the memory
        raise ValueError("a worksheet with a document type")
    source.seek(0)
    layout, row, hidden, shared = Layout(), 0, list[range](), set[str]()
    for element in _elements(source):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row = int(element.get("r", row + 1))
            _read_row(layout, row, element, shared)
            element.clear()
        elif tag == "col" and (element.get("hidden") in _YES or element.get("width") == "0"):
            hidden.append(range(int(element.get("min", 0)), int(element.get("max", 0)) + 1))
        elif tag == "mergeCell":
            cells = element.get("ref", "")
            _, first, _, last = range_boundaries(cells)
            layout.merged.append((range(int(first or 0), int(last or 0) + 1), cells))
    layout.hidden_columns = {column for column in layout.columns for columns in hidden if column in columns}
    return layout


def _declares_types(source: IO[bytes]) -> bool:
    """Whether a document type stands before the first element. The rest is then safe for the parser written in C."""
    seen: list[bool] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append(True)
    parser.StartElementHandler = lambda *_: seen.append(False)
    while not seen and (piece := source.read(_PIECE)):
        parser.Parse(piece)
    return seen[:1] == [True]


def _elements(source: IO[bytes]) -> Iterator[Element]:
    """Every element once it is whole, less the blank cells and rows: a formatted sheet may have millions."""
    parser: XMLPullParser[Element] = XMLPullParser(["end"])
    rest = b""
    while piece := source.read(_PIECE):
        piece = rest + piece
        cut = max(0, piece.rfind(b"<"))
        parser.feed(_BLANK_ROW.sub(b"", _BLANK_CELL.sub(b"", piece[:cut])))
        rest = piece[cut:]
        yield from _ended(parser)
    parser.feed(rest)
    parser.close()
    yield from _ended(parser)


def _ended(parser: "XMLPullParser[Element]") -> Iterator[Element]:
    return (element for _, element in cast("Iterator[tuple[str, Element]]", parser.read_events()))


def _read_row(layout: Layout, row: int, element: Element, shared: set[str]) -> None:
    filled = list(_filled(element))
    for column, cell in filled:
        formula = next((child for child in cell if child.tag.endswith("}f")), None)
        if formula is not None:
            _read_formula(layout, (row, column), cell, formula, shared)
    if filled:
        layout.rows.add(row)
        layout.columns.update(column for column, _ in filled)
        if element.get("hidden") in _YES or element.get("ht") == "0":
            layout.hidden_rows.add(row)


def _filled(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        reference = cell.get("r")
        column = coordinate_to_tuple(reference)[1] if reference and len(cell) else column + 1
        if len(cell):
            yield column, cell


def _read_formula(layout: Layout, place: Place, cell: Element, formula: Element, shared: set[str]) -> None:
    """Note a formula without a saved result (one whose result is blank text has one), and one of another workbook."""
    if cell.get("t") != "str" and not any(child.text for child in cell if child.tag.endswith("}v")):
        layout.unsaved.add(place)
    group = formula.get("si", "")
    if _OTHER_WORKBOOK.search(formula.text or ""):
        layout.linked.add(place)
        shared.update({group} - {""})
    elif not formula.text and group in shared:
        layout.linked.add(place)
