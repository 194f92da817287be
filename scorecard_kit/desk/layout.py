"""What a worksheet holds beside its values: what is hidden, merged, and not the result of a saved formula.

openpyxl reads either formulas or their results, and tells of hidden rows only where it holds the whole sheet in memory,
which a million formatted rows would fill. So a sheet is read once for its layout, and then for its values up to its
last filled cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.xml.functions import iterparse

Place = tuple[int, int]
"""Row and column, counted from 1."""
_OTHER_WORKBOOK = re.compile(r"\[\d+\]")
_YES = {"1", "true"}


@dataclass(slots=True)
class Layout:
    """The layout of one sheet: rows and columns that hold something, and what is to be said of them.

    `merged` holds ranges as first row, last row and how Excel writes them. `unsaved` are formulas without a result,
    `linked` those that take their result from another workbook.
    """

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    unsaved: set[Place] = field(default_factory=set)
    linked: set[Place] = field(default_factory=set)


def layout_of(source: IO[bytes]) -> Layout:
    """Read the layout of a worksheet from its XML; raises what container.DAMAGED names."""
    layout, row, hidden, shared = Layout(), 0, list[range](), set[str]()
    for _, element in iterparse(source):
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            row = int(element.get("r", row + 1))
            _read_row(layout, row, element, shared)
            element.clear()
        elif tag == "col" and (element.get("hidden") in _YES or element.get("width") == "0"):
            hidden.append(range(int(element.get("min", 0)), int(element.get("max", 0)) + 1))
        elif tag == "mergeCell":
            _, first, _, last = range_boundaries(element.get("ref", ""))
            layout.merged.append((int(first or 0), int(last or 0), element.get("ref", "")))
    layout.hidden_columns = {column for column in layout.columns for columns in hidden if column in columns}
    return layout


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
