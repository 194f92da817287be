"""pack.docx: the pages of a pack as one Word document, the committee's cover first."""

import io
import re
from collections.abc import Collection, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.text.paragraph import CT_P
from docx.shared import Length, Mm
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scorecard_kit.files.writer import WORK, held
from scorecard_kit.files.zips import unzipped, zipped
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import Pack
from scorecard_kit.share._archive import attribution
from scorecard_kit.share.word._body import Body
from scorecard_kit.share.word._charts import pictures
from scorecard_kit.share.word._runs import Links, Piece, classes, text_of
from scorecard_kit.share.word._styles import element, give_looks

__all__ = ["pack_docx"]

_LONG, _SHORT, _MARGIN = Mm(297), Mm(210), Mm(18)
_COVER, _TOP = "cover_report", "contents-of-the-pack"
_TOLD_FIRST = frozenset({"dates", "notice"})
_IN_WORDS = "The charts of this copy could not be drawn: each is told in words where it would stand."


def pack_docx(pack: Pack, html: str, folder: Path) -> bytes:
    """The pack as a Word document, made from pack.html: its cover report, its contents, then section by section.

    Headings, lists, tables, links and alternative texts are Word's own; what a screen folds away stands open. Charts
    are pictures where a browser draws them, in words where none does. The same page gives the same bytes, but for what
    another browser draws otherwise. `folder` is the pack's own. InputError where there is no room to draw in.
    """
    page = LexborHTMLParser(html)
    try:
        drawn = pictures(page, folder / WORK)
    except OSError as error:
        raise InputError([held("pack.docx", error, "share")]) from None
    document = docx.Document()
    give_looks(document)
    covers = [section.name for section in pack.sections if section.notebook.stem == _COVER]
    _Writer(document, page, drawn or {}).write(covers, "" if drawn is not None else _IN_WORDS)
    _mark(document, text_of(page.css("main > h1")), pack)
    written = io.BytesIO()
    document.save(written)
    return zipped(unzipped(written.getvalue()))


class _Writer:
    """Writes the parts of the page, each on paper of its own direction."""

    def __init__(self, document: Document, page: LexborHTMLParser, drawn: Mapping[int, bytes]) -> None:
        self.page, self.paper = page, document.element.body.sectPr
        links = Links(document.part, _bookmarks(page))
        self.body = Body(document, drawn, links)
        self.is_wide = False

    def write(self, covers: Collection[str], note: str) -> None:
        """The title with its dates and notices, the reports of these names, the contents, the other sections."""
        self._turn(is_wide=False)
        main = self.page.css("main")[0]
        title, *front = [part for part in main.iter() if part.tag != "article"]
        articles = {str(part.attributes["id"]): part for part in main.iter() if part.tag == "article"}
        told = [part for part in front if part.tag == "p" and classes(part) & _TOLD_FIRST]
        self.body.write([title, *self.page.css("header > p.notice"), *told])
        self.body.paragraph([Piece(note)] if note else [])
        for number, name in enumerate(name for name in articles if name in covers):
            self._article(articles[name], on_new_sheet=bool(number))
        self._turn(is_wide=False)
        self.body.write(part for part in front if part not in told)
        for name, article in articles.items():
            if name not in covers:
                self._article(article, on_new_sheet=True)

    def _article(self, article: LexborNode, *, on_new_sheet: bool) -> None:
        self.body.on_new_sheet = not self._turn(is_wide="landscape" in classes(article)) and on_new_sheet
        self.body.write([article])

    def _turn(self, *, is_wide: bool) -> bool:
        """Go on upon paper of this direction; whether that began a new sheet."""
        is_turned = is_wide is not self.is_wide  # the first part is upright, as the document begins
        if is_turned:
            if not isinstance(self.paper.getprevious(), CT_P):  # the paper's direction is kept with a paragraph
                self.body.paragraph([Piece("Go to the contents", href=f"#{_TOP}")])
            self.paper.getprevious().set_sectPr(deepcopy(self.paper))
        self.is_wide = is_wide
        self.paper.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        self.paper.page_width, self.paper.page_height = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
        for side in ("left", "right", "top", "bottom"):
            setattr(self.paper, f"{side}_margin", _MARGIN)
        self.body.room = Length(self.paper.page_width - 2 * _MARGIN)
        return is_turned


def _bookmarks(page: LexborHTMLParser) -> dict[str, str]:
    """The name of the bookmark of each element that the page links to, the contents among them, by its id."""
    heads = [head for head in page.css("main h2") if text_of([head]) == "Contents"]
    top = (heads or page.css("main > h1"))[0]
    top.attrs["id"] = _TOP
    there = {node.attributes["id"] for node in page.css("[id]")}
    wanted = {(link.attributes["href"] or "")[1:] for link in page.css('a[href^="#"]')} & there
    ids = sorted(filter(None, {*wanted, _TOP}))
    return {name: f"to_{re.sub(r'[^A-Za-z0-9]+', '_', name)[:28]}_{place}" for place, name in enumerate(ids)}


def _mark(document: Document, title: str, pack: Pack) -> None:
    """Say in the margins and among the properties what it is; nothing of the machine that has made it, or its clock."""
    first, head = document.sections[0], pack.head
    first.header.paragraphs[0].text = title
    foot = first.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        foot.add_run(words)
        foot._p.append(element("w:fldSimple", instr=field))  # noqa: SLF001 - it has no other way to a field
    said = document.core_properties
    said.title, said.subject, said.language = title, attribution(pack), "en-GB"
    said.author = said.last_modified_by = head.council or head.title
    said.comments = said.keywords = ""
    said.created = said.modified = datetime.fromisoformat(head.published or f"{head.period}-01").replace(tzinfo=UTC)
    said.revision = 1
