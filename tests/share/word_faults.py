"""What keeps people from reading a Word document: looked for in its own XML, as Word's accessibility checker would."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

_SMALLEST = 16  # half points


def opened(content: bytes) -> Document:
    """The document."""
    return docx.Document(io.BytesIO(content))


def words(node: Any) -> str:  # noqa: ANN401 - lxml carries no types
    """The text of a node."""
    return "".join(part.text or "" for part in node.iter(qn("w:t")))


def headings(document: Document) -> list[tuple[int, str]]:
    """The level and the words of every heading, the title as level 0."""
    named = {"Title": 0} | {f"Heading {level}": level for level in range(1, 10)}
    return [(named[it.style.name], it.text) for it in document.paragraphs if it.style and it.style.name in named]


def faults(content: bytes) -> list[str]:
    """Everything that is wrong with a document, each as a sentence; none of a good one."""
    document = opened(content)
    return [*_of_headings(document), *_of_blocks(document), *_of_tables(document), *_of_pictures(document),
            *_of_links(document), *_of_language(document, content)]  # fmt: skip


def _of_headings(document: Document) -> Iterator[str]:
    levels = [level for level, _ in headings(document)]
    if levels[:1] != [0] or levels.count(0) != 1:
        yield "it has not one title, which comes first"
    yield from (
        f"a heading {after} follows one of level {before}" for before, after in pairwise(levels) if after > before + 1
    )
    yield from (f"a blank heading of level {level}" for level, text in headings(document) if not text.strip())


def _of_blocks(document: Document) -> Iterator[str]:
    blocks: list[Any] = [block for block in document.element.body if block.tag != qn("w:sectPr")]
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.tag == qn("w:p") and not words(block).strip() and not block.findall(f".//{qn('w:drawing')}"):
            yield "an empty paragraph"
        if block.tag == qn("w:tbl") and (before is None or before.tag == qn("w:tbl")):
            yield "a table straight after another"
    if blocks and blocks[-1].tag == qn("w:tbl") and len(document.sections) > 1 and not document.paragraphs:
        yield "nothing beneath the last table"


def _of_tables(document: Document) -> Iterator[str]:
    for table in document.element.body.iter(qn("w:tbl")):
        name = table.find(f"{qn('w:tblPr')}/{qn('w:tblCaption')}")
        title = "" if name is None else name.get(qn("w:val"))
        if not title:
            yield "a table without a name"
        rows = list(table.iter(qn("w:tr")))
        looks = table.find(f"{qn('w:tblPr')}/{qn('w:tblLook')}")
        if not rows[0].findall(f"{qn('w:trPr')}/{qn('w:tblHeader')}") or looks.get(qn("w:firstRow")) != "1":
            yield f"{title}: its first row is no header that repeats"
        if any(not row.findall(f"{qn('w:trPr')}/{qn('w:cantSplit')}") for row in rows):
            yield f"{title}: a row may be split over two sheets"
        if len({len(list(row.iter(qn("w:tc")))) for row in rows}) != 1:
            yield f"{title}: rows of unlike length"
        if table.findall(f".//{qn('w:gridSpan')}") or table.findall(f".//{qn('w:vMerge')}"):
            yield f"{title}: merged cells"
        if any(not words(cell).strip() for cell in rows[0].iter(qn("w:tc"))):
            yield f"{title}: a column without a heading"


def _of_pictures(document: Document) -> Iterator[str]:
    shown = [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]
    yield from ("a picture without an alternative text" for text in shown if not (text or "").strip())
    numbers = [picture.get("id") for picture in document.element.body.iter(qn("wp:docPr"))]
    if len(set(numbers)) != len(numbers):
        yield "two pictures of one number"


def _of_links(document: Document) -> Iterator[str]:
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    if len(set(marks)) != len(marks) or any(not re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in marks):
        yield "bookmarks whose names Word does not take"
    for link in document.element.body.iter(qn("w:hyperlink")):
        if not words(link).strip():
            yield "a link without words"
        if (anchor := link.get(qn("w:anchor"))) and anchor not in marks:
            yield f"a link that leads nowhere: {anchor}"


def _of_language(document: Document, content: bytes) -> Iterator[str]:
    spoken = {found.get(qn("w:val")) for found in document.styles.element.iter(qn("w:lang"))}
    if spoken != {"en-GB"} or document.core_properties.language != "en-GB":
        yield "another language than British English"
    if not document.core_properties.title:
        yield "no title among its properties"
    parts = [document.styles.element, document.element.body]
    if any(int(size.get(qn("w:val"))) < _SMALLEST for part in parts for size in part.iter(qn("w:sz"))):
        yield "letters smaller than 8 pt"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if {info.date_time for info in archive.infolist()} != {(1980, 1, 1, 0, 0, 0)}:
            yield "the time at which it was made"
