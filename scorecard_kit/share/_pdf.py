"""pack.html to a tagged PDF, printed by the browser that the machine has."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, BooleanObject, ByteStringObject, NameObject, TextStringObject
from selectolax.lexbor import LexborHTMLParser

from scorecard_kit.files.writer import WORK, held
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.judge.periods import month_name
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.browser import BrowserError, room_for_browser, run_browser
from scorecard_kit.publish.manifest import digest
from scorecard_kit.share._pdf_ua import declare

_SWITCHES = ("--no-pdf-header-footer", "--generate-pdf-document-outline")
_MEND = (
    "Install Chrome, Edge or Chromium, or name one in SCORECARD_CHROMIUM; `--no-pdf` makes the other files without it."
)


def pack_pdf(pack: Pack, html: str, folder: Path) -> bytes:
    """The pack as PDF, under its title and month, by its council, of the day on which it was published."""
    title = f"{pack.head.title}, {month_name(pack.head.period)}"
    return print_pdf(html, folder / WORK, title, pack.head.council, pack.head.published)


def print_pdf(html: str, folder: Path, title: str, author: str, day: str) -> bytes:
    """Print a page as its own style sheet asks, and give the PDF its title, author and date (2016-05-13, or blank).

    What a screen folds away is unfolded. `folder` is where the browser may write; nothing is left in it. InputError
    where there is no browser, it does not print, or there is no room for what it prints.
    """
    try:
        with room_for_browser(folder) as place:
            page, paper = place / "pack.html", place / "pack.pdf"
            page.write_text(unfolded(html), encoding="utf-8", newline="\n")
            run_browser(page, "print it", *_SWITCHES, f"--print-to-pdf={paper}", makes=paper)
            return _finished(paper, html, title, author, day)
    except BrowserError as error:
        raise refusal("pack.pdf", str(error), _MEND) from None
    except OSError as error:
        raise InputError([held("pack.pdf", error, "share")]) from None
    except PyPdfError as error:
        mend = "Make room on the disk, then share again."
        raise refusal("pack.pdf", f"what the browser printed is no whole PDF ({error})", mend) from None


def unfolded(html: str) -> str:
    """The page with everything open that a reader of the screen opens with a click."""
    return re.sub(r"<details\b(?![^>]*\bopen\b)", "<details open", html)


def _finished(paper: Path, html: str, title: str, author: str, day: str) -> bytes:
    """The same document without the browser's own name and clock; its bookmarks as the page's headings read."""
    writer = PdfWriter(clone_from=PdfReader(paper))
    writer.pdf_header = "%PDF-1.7"  # the first with tables' headers and every tag that is used
    when = f"D:{(day or '2000-01-01').replace('-', '')}000000Z"
    properties = {"/Title": title, "/Author": author, "/CreationDate": when, "/ModDate": when}
    writer.metadata = {"/Producer": "scorecard-kit"} | {key: text for key, text in properties.items() if text}
    writer.root_object[NameObject("/Lang")] = TextStringObject("en-GB")
    writer.create_viewer_preferences()[NameObject("/DisplayDocTitle")] = BooleanObject(value=True)
    read_as = {re.sub(r"\s+", "", heading): heading for heading in headings(html)}
    for bookmark in _each(writer.outline):
        if heading := read_as.get(re.sub(r"\s+", "", str(bookmark.title))):
            bookmark.node[NameObject("/Title")] = TextStringObject(heading)
    declare(writer, html, title)
    mark = ByteStringObject(bytes.fromhex(digest(html.encode(), title.encode(), day.encode())[:32]))
    writer._ID = ArrayObject([mark, mark])  # noqa: SLF001 - pypdf makes a random one otherwise
    target = paper.with_name("finished.pdf")
    writer.write(target)
    return target.read_bytes()


def _each(bookmarks: Iterable[Any]) -> Iterator[Any]:
    """Every bookmark, in order, of a list that holds lists of those beneath."""
    for bookmark in bookmarks:
        yield from _each(bookmark) if isinstance(bookmark, list) else [bookmark]


def headings(html: str) -> list[str]:
    """The headings of a page in order, each as one line, without the symbols that are hidden from screen readers."""
    page = LexborHTMLParser(html)
    for symbol in page.css("[aria-hidden=true]"):
        symbol.decompose()
    return [" ".join(heading.text().split()) for heading in page.css("h1, h2, h3, h4, h5, h6")]
