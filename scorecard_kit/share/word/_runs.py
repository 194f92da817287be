"""Running text of a page as the runs of a Word paragraph: chips, links and emphasis kept, space as a browser has it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from selectolax.lexbor import LexborNode

from scorecard_kit.share.word._styles import QUIET, RATED

__all__ = ["Links", "Piece", "alternative", "classes", "filled", "pieces", "text_of"]

_SPACE = re.compile(r"[ \t\r\n\f]+")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUIET = frozenset("hint why when no chart-sub quiet note".split())
_LONGEST_ADDRESS = 2000  # that Word takes


class Piece(NamedTuple):
    """Text of one kind; a line break in it is one of Word too. `style` is the id of a character style, or blank."""

    text: str
    style: str = ""
    bold: bool = False
    italic: bool = False
    href: str = ""


class Links(NamedTuple):
    """Where links lead: the part that keeps the addresses, and the bookmark of each id that is linked to."""

    part: Part
    bookmarks: Mapping[str, str]


def classes(node: LexborNode) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((node.attributes.get("class") or "").split())


def text_of(nodes: Iterable[LexborNode]) -> str:
    """The text of nodes on one line."""
    return "".join(piece.text for piece in _tidied(piece for node in nodes for piece in _of(node, Piece("")))).strip()


def pieces(nodes: Iterable[LexborNode]) -> list[Piece]:
    """The text of nodes in a row, without what only eyes were to see beside words that say it."""
    return _tidied(piece for node in nodes for piece in _of(node, Piece("")))


def _of(node: LexborNode, like: Piece) -> Iterator[Piece]:
    tag = str(node.tag)
    if tag == "-text":
        space = "\N{NO-BREAK SPACE}" if like.style in RATED.values() else " "  # a symbol stays with its word
        yield like._replace(text=_SPACE.sub(space, _NO_XML.sub("\ufffd", node.text_content or "")))
    elif tag == "br":
        yield like._replace(text="\n")
    elif tag == "svg":
        yield from () if node.attributes.get("aria-hidden") else [like._replace(text=f" {alternative(node)} ")]
    elif tag == "img":
        yield like._replace(text=f" {node.attributes.get('alt') or ''} ")
    elif not tag.startswith("-"):
        within = _styled(tag, node, like)
        if "sr" in classes(node):  # what is read stands beside what is seen
            yield within._replace(text=" ")
        for child in node.iter(include_text=True):
            yield from _of(child, within)
        if tag in {"p", "div", "li", "dt", "dd", "figcaption", "summary"}:
            yield within._replace(text=" ")
        elif "chart-title" in classes(node):
            yield within._replace(text="\n")


def _styled(tag: str, node: LexborNode, like: Piece) -> Piece:
    named = classes(node)
    if tag == "b" and "rag" in named:
        return like._replace(style=next((style for name, style in RATED.items() if name in named), ""))
    if tag in {"strong", "b", "th", "dt"}:
        return like._replace(bold=True)
    if tag in {"em", "i", "cite"} and "aria-hidden" not in node.attributes:
        return like._replace(italic=True)
    if tag == "a":
        return like._replace(href=node.attributes.get("href") or "")
    if "chart-title" in named:
        return like._replace(bold=True)
    return like._replace(style=QUIET) if named & _QUIET and not like.style else like


def alternative(drawing: LexborNode) -> str:
    """What a drawing says to those who cannot see it: its title, and its description."""
    said = [drawing.css_first("title"), drawing.css_first("desc")]
    words = [_SPACE.sub(" ", node.text()).strip() for node in said if node is not None]
    return ". ".join(dict.fromkeys(filter(None, words))) or drawing.attributes.get("aria-label") or ""


def _tidied(found: Iterable[Piece]) -> list[Piece]:
    """The pieces without space twice in a row, or at the ends of the text and its lines; those alike as one."""
    kept = list[Piece]()
    for piece in found:
        is_open = not kept or kept[-1].text.endswith((" ", "\n"))
        text = piece.text.lstrip(" ") if is_open and piece.text != "\n" else piece.text
        if not text:
            continue
        if kept and kept[-1][1:] == piece[1:]:
            kept[-1] = piece._replace(text=(kept[-1].text.rstrip(" ") if text == "\n" else kept[-1].text) + text)
        else:
            kept.append(piece._replace(text=text))
    while kept and not kept[-1].text.rstrip(" \n"):
        kept.pop()
    return [*kept[:-1], kept[-1]._replace(text=kept[-1].text.rstrip(" \n"))] if kept else []


def filled(paragraph: CT_P, text: Iterable[Piece], links: Links) -> None:
    """Put the pieces into a paragraph; a link within the document leads to its bookmark, one to a file is text."""
    for piece in text:
        holder = _link(paragraph, piece.href, links) if piece.href else None
        run: Any = OxmlElement("w:r")
        (paragraph if holder is None else holder).append(run)
        run.text = piece.text
        if piece.style or holder is not None:
            run.style = piece.style or "Hyperlink"
        properties = run.get_or_add_rPr() if piece.bold or piece.italic else None
        for name, is_so in (("w:b", piece.bold), ("w:i", piece.italic)):
            if is_so and properties is not None:
                properties.append(OxmlElement(name))


def _link(paragraph: CT_P, address: str, links: Links) -> "CT_P | None":
    """The hyperlink of an address, put at the end of the paragraph; None where it leads to nothing in this document."""
    link = OxmlElement("w:hyperlink")
    if address.startswith(("https://", "http://", "mailto:")) and len(address) <= _LONGEST_ADDRESS:
        link.set(qn("r:id"), links.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    elif bookmark := links.bookmarks.get(address.removeprefix("#") if address.startswith("#") else ""):
        link.set(qn("w:anchor"), bookmark)
    else:
        return None
    paragraph.append(link)
    return link
