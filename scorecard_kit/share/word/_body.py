"""The elements of a page as the paragraphs, headings, lists, tables and pictures of a Word document."""

import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.table import CT_Tc
from docx.oxml.text.paragraph import CT_P
from docx.shared import Inches, Length, Pt
from docx.text.paragraph import Paragraph
from PIL import Image
from selectolax.lexbor import LexborNode

from scorecard_kit.share.word._runs import Links, Piece, alternative, filled, pieces, text_of
from scorecard_kit.share.word._styles import CELL, CODE, HEAD, SMALL_CELL, SMALL_HEAD, element
from scorecard_kit.share.word._table import MOST_COLUMNS, Grid, grids, new_table, numeric, widths

__all__ = ["Body"]

_INLINE = frozenset(
    "-text a abbr b bdi bdo br cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var "
    "wbr".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary".split())
_LISTS = {"ul": ("ListBullet", "ListBullet2", "ListBullet3"), "ol": ("ListNumber", "ListNumber2", "ListNumber3")}
_TEXTS = {"p": ("", False), "figcaption": ("Caption", True), "blockquote": ("Quote", False)}
"""Elements that become one paragraph: its style, and whether it stays with what follows."""
_DEEPEST = 6  # headings of a page; Word has nine
_FEW_COLUMNS = 7  # in larger letters
_LETTERS = (Pt(5), Pt(4.5))  # how wide the mean one is, in larger and in small tables
_KINDS = frozenset({"PNG", "JPEG", "GIF"})
_PIXEL = 96  # to an inch


class Body:
    """Writes a page's elements to the end of a document.

    `pictures` are the drawings of the page as PNG, by the `mem_id` of their element; one that is missing stands in
    words. `room` is the width between the margins; whether the next paragraph is `on_new_sheet` is asked of it once.
    """

    def __init__(self, document: Document, pictures: Mapping[int, bytes], links: Links) -> None:
        self.document, self.pictures, self.links = document, pictures, links
        self.room, self.level, self.heading_text = Length(0), 0, ""
        self.on_new_sheet = False
        self._anchors: list[str] = []
        self._bookmarks = 0

    def write(self, nodes: Iterable[LexborNode]) -> None:
        """Write elements, and the text between them."""
        for part in _parts(nodes):
            if part[0].tag in _INLINE:
                self.paragraph(pieces(part))
            else:
                self._block(part[0])

    def _block(self, node: LexborNode) -> None:
        tag = str(node.tag)
        if (anchor := node.attributes.get("id")) in self.links.bookmarks and tag != "tr":
            self._anchors.append(str(anchor))
        if node.attributes.get("aria-hidden") or tag.startswith(("-", "hr", "nav")):
            return
        if tag in _HEADINGS:
            level = self.level + 1 if tag == "summary" else int(tag[1]) - 1
            self.heading(level, pieces(node.iter(include_text=True)))
        elif tag in _LISTS:
            self._list(node, 0)
        elif tag == "table":
            self._table(node)
        elif tag in {"svg", "img"}:
            self._picture(node)
        elif tag in _TEXTS:
            style, leads_on = _TEXTS[tag]
            self.paragraph(pieces(node.iter(include_text=True)), style, leads_on=leads_on)
        elif tag == "pre":
            self.paragraph([Piece(node.text().strip("\n"))], CODE)
        elif tag == "dl":
            self._terms(node)
        else:
            self.write(node.iter(include_text=True))

    def paragraph(self, text: Sequence[Piece], style: str = "", *, leads_on: bool = False) -> CT_P | None:
        """Write a paragraph; none of no text. One that `leads_on` stays on the sheet of what follows."""
        if not text:
            return None
        made: CT_P = self.document.element.body.add_p()
        self._fill(made, text, style)
        self.heading_text = ""
        form = Paragraph(made, self.document).paragraph_format
        form.keep_with_next, form.page_break_before = leads_on or None, self.on_new_sheet or None
        self.on_new_sheet = False
        return made

    def heading(self, level: int, text: Sequence[Piece]) -> None:
        """Write a heading, no more than one level beneath the last; level 0 is the document's title."""
        self.level = min(max(level, 0), self.level + 1, _DEEPEST)
        self.paragraph(text, f"Heading{self.level}" if self.level else "Title")
        self.heading_text = "".join(piece.text for piece in text)

    def _fill(self, made: CT_P, text: Sequence[Piece], style: str) -> None:
        if style:
            made.style = style
        starts = [self._bookmark(anchor) for anchor in self._anchors]
        made.extend(starts)
        self._anchors.clear()
        filled(made, text, self.links)
        made.extend(
            [element("w:bookmarkEnd", id=number) for number in range(self._bookmarks - len(starts), self._bookmarks)]
        )

    def _bookmark(self, anchor: str) -> object:
        self._bookmarks += 1
        return element("w:bookmarkStart", id=self._bookmarks - 1, name=self.links.bookmarks[anchor])

    def _list(self, node: LexborNode, depth: int) -> None:
        style = _LISTS[str(node.tag)][min(depth, 2)]
        number = self._new_numbering(style) if node.tag == "ol" else None
        for item in node.iter():
            if item.tag != "li":
                continue
            parts = list(item.iter(include_text=True))
            made = self.paragraph(pieces(part for part in parts if part.tag not in _LISTS), style)
            if made is not None and number is not None:
                made.get_or_add_pPr().get_or_add_numPr().get_or_add_ilvl().val = 0
                made.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
            for part in parts:
                if part.tag in _LISTS:
                    self._list(part, depth + 1)

    def _new_numbering(self, style: str) -> int:
        """A numbering that begins at 1, of the kind that the style has."""
        numbering = self.document.part.numbering_part.element
        own = self.document.styles.element.get_by_id(style).pPr.numPr.numId.val
        made = numbering.add_num(numbering.num_having_numId(own).abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _terms(self, node: LexborNode) -> None:
        """Each term with what it stands for, as one paragraph."""
        term = list[Piece]()
        for part in node.css("dt, dd"):
            text = pieces(part.iter(include_text=True))
            if part.tag == "dt":
                term = [piece._replace(bold=True) for piece in text]
            elif term:
                self.paragraph([*term, Piece(": "), *text])
                term = []
            else:
                self.paragraph(text)

    def _picture(self, node: LexborNode) -> None:
        """A drawing or an image with its alternative text; in words where there is no picture of it."""
        words = alternative(node) if node.tag == "svg" else node.attributes.get("alt") or ""
        image = self.pictures.get(node.mem_id) if node.tag == "svg" else _embedded(node)
        if not words or image is None:
            self.paragraph([Piece(words)] if words else [])
            return
        wide = Image.open(io.BytesIO(image)).width / (2 * _PIXEL if node.tag == "svg" else _PIXEL)
        made = Paragraph(self.document.element.body.add_p(), self.document._body)  # noqa: SLF001 - where pictures belong
        shape = made.add_run().add_picture(io.BytesIO(image), width=min(Inches(wide), self.room))
        shape._inline.docPr.set("descr", words)  # noqa: SLF001 - it has no other way to an alternative text
        shape._inline.docPr.set("name", f"Picture {shape._inline.docPr.id}")  # noqa: SLF001 - as above

    def _table(self, node: LexborNode) -> None:
        """A caption, and a table for each group of rows, under the group's name as a heading."""
        caption = node.css_first("caption")
        name = [Piece("Table")] if caption is None else pieces(caption.iter(include_text=True))
        parts = grids(node)
        columns = max((len(row.cells) for part in parts for row in (*part.head, *part.body)), default=0)
        if columns > MOST_COLUMNS:
            name = [*name, Piece(f": {columns} columns, more than a table of Word holds; pack.html has it.")]
        fits = 0 < columns <= MOST_COLUMNS
        if not fits or text_of([caption or node]) != self.heading_text:
            self.paragraph([piece._replace(bold=True) for piece in name], "Caption", leads_on=fits)
        if not fits:
            return
        small = columns > _FEW_COLUMNS
        shares, level = widths(parts, self.room, _LETTERS[small]), self.level
        for part in parts:
            if part.group:
                self.level = level
                self.heading(level + 1, [Piece(part.group)])
            title = f"{''.join(piece.text for piece in name)}{f': {part.group}' if part.group else ''}"
            self._grid(part, shares, title, numeric(node), small=small)
        self.level = level

    def _grid(self, part: Grid, shares: Sequence[int], title: str, numbers: set[int], *, small: bool) -> None:
        table = new_table(part, shares, title)
        self.document.element.body._insert_tbl(table)  # noqa: SLF001 - before the last section's properties
        styles = (SMALL_HEAD, SMALL_CELL) if small else (HEAD, CELL)
        rows = (*part.head, *part.body)
        for number, (row, line) in enumerate(zip(rows, table.tr_lst, strict=True)):
            if row.anchor in self.links.bookmarks:
                self._anchors.append(row.anchor)
            for place, (cell, made) in enumerate(zip(row.cells, line.tc_lst, strict=False)):
                self._cell(cell, made, styles[number >= len(part.head)], is_number=place in numbers)

    def _cell(self, node: LexborNode, cell: CT_Tc, style: str, *, is_number: bool) -> None:
        """The text of a cell, a paragraph for each of its own."""
        texts = [pieces(part) for part in _parts(node.iter(include_text=True))]
        made, *_ = cell.p_lst
        for place, text in enumerate(filter(None, texts)):
            paragraph = made if not place else cell.add_p()
            self._fill(paragraph, [piece._replace(bold=False) if piece.style else piece for piece in text], style)
            if is_number:
                Paragraph(paragraph, self.document).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not any(texts):
            made.style = style


def _embedded(node: LexborNode) -> bytes | None:
    """The picture that an image brings along; None where it is of a kind that Word does not take."""
    try:
        image = base64.b64decode((node.attributes.get("src") or "").partition("base64,")[2])
        return image if Image.open(io.BytesIO(image)).format in _KINDS else None
    except (OSError, ValueError):
        return None


def _parts(nodes: Iterable[LexborNode]) -> Iterator[list[LexborNode]]:
    """Text that runs on as one, anything else by itself."""
    for is_inline, group in groupby(nodes, key=lambda node: node.tag in _INLINE):
        found = list(group)
        yield from [found] if is_inline else ([node] for node in found)
