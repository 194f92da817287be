"""What a file holds, as its readers give it: pieces of text and tables, each with its place."""

from collections.abc import Iterator
from typing import NamedTuple


class Piece(NamedTuple):
    """A text, and where it stands. `heading` is the column's; `is_row` tells that it is a whole row of a table."""

    place: str
    text: str
    heading: str = ""
    is_row: bool = False


class Grid(NamedTuple):
    """A table: the words over it, its header, and its rows with their numbers as a reader would count them."""

    place: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class Content(NamedTuple):
    """One file, or one part of a file, as it was read. `is_read` is False where no reader knows what it holds."""

    name: str
    kind: str
    size: int
    pieces: tuple[Piece, ...] = ()
    grids: tuple[Grid, ...] = ()
    is_read: bool = True


def grid_pieces(grid: Grid) -> Iterator[Piece]:
    """Every cell with the heading of its column, and every row as one text, since neighbours explain each other."""
    for number, cells in grid.rows:
        for place, text in enumerate(cells):
            if text:
                heading = grid.header[place] if place < len(grid.header) else ""
                column = heading or str(place + 1)
                yield Piece(f"{grid.place}row {number}, column {column}", text, heading)
        yield Piece(f"{grid.place}row {number}", " | ".join(cells), "", is_row=True)


def all_pieces(content: Content) -> Iterator[Piece]:
    """Everything in a content that can be read as text."""
    yield from content.pieces
    for grid in content.grids:
        yield Piece(f"{grid.place}header", " | ".join(grid.header))
        yield from grid_pieces(grid)
