"""Word documents as a scanner sees them: paragraphs whole, however many runs they are made of, and tables as tables."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from scorecard_kit.share.scan.readers import WORD, Content, Grid, Piece

__all__ = ["read_word", "word_parts"]

_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_TEXTS = frozenset(map(qn, ("w:t", "w:delText", "w:instrText", "a:t", "m:t")))
_SPACES = frozenset(map(qn, ("w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:softHyphen")))
_HEADING = re.compile(r"Title|Heading\d|Caption")


def word_parts(archive: zipfile.ZipFile) -> list[str]:
    """The members of a Word document that hold its text; none where it is no such document."""
    names = archive.namelist()
    return [name for name in names if _PARTS.fullmatch(name)] if "word/document.xml" in names else []


def read_word(name: str, parts: Mapping[str, bytes], size: int) -> Content:
    """The text, tables, alternative texts, comments, changes and fields of a document's parts."""
    pieces, grids = list[Piece](), list[Grid]()
    for part, content in parts.items():
        root = parse_xml(content)
        place = PurePosixPath(part).stem
        headings: dict[str, str] = {}
        for item in _blocks(root):
            if item.tag == qn("w:tbl"):
                grids.append(_grid(item, f"{place}, table {len(grids) + 1}, ", " ".join(headings.values())))
                continue
            words, style = _text(item), _style(item)
            pieces.append(Piece(f"{place}, paragraph {len(pieces) + 1}", words))
            if _HEADING.fullmatch(style):  # those of this level and beneath are over
                headings = {level: text for level, text in headings.items() if _rank(level) < _rank(style)}
                headings[style] = words
        values = dict.fromkeys(str(value) for node in root.iter() for value in node.attrib.values())
        pieces += [Piece(f"{place}, attribute", value) for value in values if not value.isdecimal()]
        pieces += [Piece(f"{place}, markup", str(node.text)) for node in root.iter() if not isinstance(node.tag, str)]
    return Content(name, WORD, size, tuple(piece for piece in pieces if piece.text.strip()), tuple(grids))


def _blocks(root: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml carries no types
    """The tables that are in no other, and the paragraphs outside of them."""
    for child in root:
        if child.tag in {qn("w:tbl"), qn("w:p")}:
            yield child
        elif isinstance(child.tag, str):
            yield from _blocks(child)


def _text(node: Any) -> str:  # noqa: ANN401 - as above
    words = (part.text or "" if part.tag in _TEXTS else " " if part.tag in _SPACES else "" for part in node.iter())
    return "".join(words)


def _style(paragraph: Any) -> str:  # noqa: ANN401 - as above
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def _rank(style: str) -> str:
    return {"Title": "0", "Caption": "9"}.get(style, style[-1:])


def _grid(table: Any, place: str, title: str) -> Grid:  # noqa: ANN401 - as above
    rows = [
        (bool(line.findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}")), tuple(map(_cell, line.iter(qn("w:tc")))))
        for line in table.iter(qn("w:tr"))
    ]
    heads = [cells for is_head, cells in rows if is_head]
    body = tuple((number, cells) for number, (is_head, cells) in enumerate(rows, start=1) if not is_head)
    named = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
    words = title if named is None else f"{title} {named.get(qn('w:val'))}"
    return Grid(place, words, heads[-1] if heads else (), body)


def _cell(cell: Any) -> str:  # noqa: ANN401 - as above
    return " ".join(filter(None, (_text(paragraph).strip() for paragraph in cell.iter(qn("w:p")))))
