"""What a file holds: pieces of text and tables with their places; and the files that need no library to be read.

A reader takes a name and bytes, and gives what it read with the files that lie within, None for one that is too large.
"""

import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, TypeAlias

__all__ = [
    "LARGEST", "WORD", "Content", "Grid", "Inner", "Piece", "all_pieces", "decoded", "read_csv", "read_image",
    "read_text", "words_in",
]  # fmt: skip

LARGEST = 200_000_000
"""Bytes that one part of a file may come to when it is unpacked."""
WORD = "Word document"
"""The kind of what is made of paragraphs and of tables for readers."""
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_START_OF_SCAN = 0xDA
_WORDS = re.compile(rb"[\x20-\x7e\x80-\xff]{4,}")
_WIDE_WORDS = re.compile(rb"(?:[\x20-\x7e]\x00){4,}")


class Piece(NamedTuple):
    """A text, and where it stands.

    `heading` is the column's; `is_row` tells that it is a whole row of a table. `about` is what stands over it: the
    headings of its page, and the words of its row. `is_own` tells that it is known to be the analyst's own text,
    `section` the section of the pack that it stands in, where one file holds several.
    """

    place: str
    text: str
    heading: str = ""
    is_row: bool = False
    about: str = ""
    is_own: bool = False
    section: str = ""


class Grid(NamedTuple):
    """A table: the words over it, its header, and its rows with their numbers as a reader would count them."""

    place: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def heading(self, place: int) -> str:
        """The heading of the column at a place; blank where there is none."""
        return self.header[place] if place < len(self.header) else ""


class Content(NamedTuple):
    """One file, or one part of a file, as it was read. `is_read` is False where no reader knows what it holds."""

    name: str
    kind: str
    size: int
    pieces: tuple[Piece, ...] = ()
    grids: tuple[Grid, ...] = ()
    is_read: bool = True


Inner: TypeAlias = Iterable[tuple[str, bytes | None]]


def all_pieces(content: Content) -> Iterator[Piece]:
    """Everything in a content that can be read as text.

    Of a table every cell with the heading of its column, and every row as one text, since neighbours explain each
    other.
    """
    yield from content.pieces
    for grid in content.grids:
        yield Piece(f"{grid.place}header", " | ".join(grid.header))
        for number, cells in grid.rows:
            for place, text in enumerate(cells):
                if text:
                    heading = grid.heading(place)
                    where = f"{grid.place}row {number}, column {heading or place + 1}"
                    yield Piece(where, text, heading, about=f"{grid.title} {' '.join(cells)}")
            yield Piece(f"{grid.place}row {number}", " | ".join(cells), "", is_row=True)


def decoded(content: bytes) -> str:
    """The bytes as text: UTF-8 where they are, else the old encoding of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_text(name: str, content: bytes) -> tuple[Content, Inner]:
    """A text, a line a piece."""
    lines = enumerate(decoded(content).splitlines(), start=1)
    return Content(name, "text", len(content), tuple(Piece(f"line {at}", line) for at, line in lines if line)), ()


def read_csv(name: str, content: bytes) -> tuple[Content, Inner]:
    """A table under the name of its file."""
    header, *rows = list(csv.reader(io.StringIO(decoded(content), newline=""))) or [[]]
    body = tuple((number, tuple(cells)) for number, cells in enumerate(rows, start=2))
    return Content(name, "CSV", len(content), (), (Grid("", PurePosixPath(name).stem, tuple(header), body),)), ()


def read_image(name: str, content: bytes) -> tuple[Content, Inner]:
    """The words in a PNG or JPEG that are no part of the picture."""
    chunks = _png_chunks(content) if content.startswith(PNG) else _jpeg_chunks(content)
    pieces = tuple(Piece(place, text) for place, data in chunks for text in words_in(data))
    return Content(name, "image", len(content), pieces), ()


def words_in(data: bytes) -> Iterator[str]:
    """The words in bytes that no reader knows, also where each letter takes two bytes."""
    yield from (decoded(word) for word in _WORDS.findall(data))
    yield from (word.decode("utf-16-le") for word in _WIDE_WORDS.findall(data))


def _png_chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(PNG)
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8].decode("latin-1")
        data, at = content[at + 8 : at + 8 + length], at + 12 + length
        if kind == "IDAT":
            continue
        yield f"chunk {kind}", data
        if kind in {"zTXt", "iTXt"}:
            yield f"chunk {kind}", _inflated(data)
        if kind == "IEND":
            break
    yield "after the image", content[at:]


def _inflated(data: bytes) -> bytes:
    """What a compressed text says, wherever in the chunk it begins; nothing where none is compressed."""
    start = data.find(b"x", data.find(b"\0"))
    while start >= 0:
        try:
            return zlib.decompressobj().decompress(data[start:], LARGEST)
        except zlib.error:
            start = data.find(b"x", start + 1)
    return b""


def _jpeg_chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _START_OF_SCAN:  # noqa: PLR2004 - a marker
        length = int.from_bytes(content[at + 2 : at + 4])
        yield f"segment {content[at + 1]:02X}", content[at + 4 : at + 2 + length]
        at += 2 + length
    yield "after the image", content[content.rfind(b"\xff\xd9") + 2 :]
