"""HTML, SVG and XML as a scanner sees them: text, attributes, comments, styles, tables, and files embedded in them."""

import base64
import binascii
import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

from scorecard_kit.share.scan.readers import Content, Grid, Inner, Piece, decoded

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "head header hr html li main nav ol p pre section style summary svg table tbody td text tfoot th thead title desc "
    "tr ul script template textarea option br".split()
)
_RUNS = frozenset("r t rpr b i sz color rfont family charset scheme vertalign".split())  # within a cell of a workbook
_COMMENTARY = "prose"  # the class that the pages of the kit give it
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_DRAWING = re.compile(r"[MLHVCSQTAZmlhvcsqtaz0-9eE.,+\-\s]*")  # a path of a drawing is figures, and says nothing
_PLACED = re.compile(r'&(?:[LCR]|"[^"]*"|\d+)')  # where on the sheet, and how, Excel prints what follows
_DATA = re.compile(r"data:([\w.+-]*/?[\w.+-]*)((?:;[\w=.-]+)*),([^\"')\s>]*)")


def read_markup(name: str, content: bytes) -> tuple[Content, Inner]:
    """Read HTML or XML as a browser would, with the files of its data: addresses.

    Tags that are not closed and characters out of place stop nothing. In XML every tag parts words, but for those of
    the runs of a cell.
    """
    kind = "HTML" if PurePosixPath(name).suffix.lower() in {".html", ".htm"} else "XML"
    reader = _Reader(is_xml=kind == "XML")
    reader.feed(decoded(content))
    reader.close()
    reader.flush()
    embedded = [
        (f"data: {at} ({media or 'text'})", inner) for at, (media, inner) in enumerate(reader.embedded, start=1)
    ]
    return Content(name, kind, len(content), tuple(reader.pieces), tuple(reader.grids)), embedded


class _Reader(HTMLParser):
    """Gathers text by blocks, so that words which only a tag parts are read together."""

    def __init__(self, *, is_xml: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_xml = is_xml
        self.pieces: list[Piece] = []
        self.grids: list[Grid] = []
        self.embedded: list[tuple[str, bytes]] = []
        self.text: list[str] = []
        self.headings: dict[str, str] = {}
        self.block = ""
        self.table: list[list[str]] | None = None
        self.heads = 0
        self.caption = ""
        self.own = 0
        self.section = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._parts_words(tag):
            self.flush()
            self.block = tag
        if tag == "table":
            self.table, self.heads, self.caption = [], 0, ""
        elif tag == "tr" and self.table is not None:
            self.table.append([])
        elif tag in {"section", "article"}:
            self._open(tag, dict(attrs))
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _open(self, tag: str, attributes: dict[str, str | None]) -> None:
        """Commentary lies in a section of its own; in the pack as one page each section is an article."""
        if tag == "article":
            self.section, self.headings = attributes.get("id") or "", {}
        elif self.own or _COMMENTARY in (attributes.get("class") or "").split():
            self.own += 1

    def _parts_words(self, tag: str) -> bool:
        return tag not in _RUNS if self.is_xml else tag in _BLOCKS

    def _attribute(self, tag: str, name: str, value: str) -> None:
        for kind, options, encoded in _DATA.findall(value):
            self._embedded(kind, options, encoded)
        plain = _DATA.sub("data:", value)
        if not (name in {"d", "points", "transform", "viewbox"} and _DRAWING.fullmatch(plain)) and plain.strip():
            self._piece(f"line {self.getpos()[0]}, <{tag} {name}>", plain)

    def _piece(self, place: str, text: str) -> None:
        about = " ".join([*(self.headings[level] for level in sorted(self.headings)), self.caption])
        self.pieces.append(Piece(place, text, about=about, is_own=bool(self.own), section=self.section))

    def _embedded(self, kind: str, options: str, encoded: str) -> None:
        plain = unquote_to_bytes(encoded)
        try:
            content = base64.b64decode(plain) if ";base64" in options else plain
        except (binascii.Error, ValueError):
            content = plain
        self.embedded.append((kind, content))

    def handle_endtag(self, tag: str) -> None:
        if self._parts_words(tag):
            self.flush()
        if tag == "section" and self.own:
            self.own -= 1
        if tag == "thead" and self.table is not None:
            self.heads = len(self.table)
        elif tag == "table" and self.table is not None:
            self._close_table()

    def _close_table(self) -> None:
        rows = self.table or []
        header = tuple(rows[self.heads - 1]) if self.heads and rows else ()
        body = tuple((number, tuple(cells)) for number, cells in enumerate(rows, 1) if number > self.heads)
        title = " ".join([*(self.headings[level] for level in sorted(self.headings)), self.caption])
        self.grids.append(Grid(f"table {len(self.grids) + 1}, ", title, header, body))
        self.table = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.pieces.append(Piece(f"line {self.getpos()[0]}, comment", data))

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(Piece(f"line {self.getpos()[0]}, declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.pieces.append(Piece(f"line {self.getpos()[0]}, instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.pieces.append(Piece(f"line {self.getpos()[0]}, declaration", data))

    def flush(self) -> None:
        """Close the block that is being read."""
        text = re.sub(r"\s+", " ", "".join(self.text)).strip()
        self.text, block, self.block = [], self.block, ""
        if block.endswith(("header", "footer")):
            text = _PLACED.sub(" ", text)
        if block in {"td", "th"} and self.table:
            self.table[-1].append(text)
        elif text:
            self._piece(f"line {self.getpos()[0]}", text)
        if block in _HEADINGS:
            self.headings = {level: words for level, words in self.headings.items() if level < block} | {block: text}
        elif block == "caption":
            self.caption = text
