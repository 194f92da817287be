"""pack.html to a tagged PDF, printed by the Chromium, Chrome or Edge that the machine has."""

import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
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
from scorecard_kit.publish.manifest import digest

_NAMES = "chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge msedge".split()
_WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
_MAC = ("Google Chrome", "Microsoft Edge", "Chromium")
_SWITCHES = (
    "--headless --disable-gpu --disable-extensions --disable-background-networking --disable-component-update "
    "--disable-default-apps --disable-sync --disable-breakpad --disable-dev-shm-usage --no-first-run --no-pings "
    "--no-default-browser-check --no-pdf-header-footer --generate-pdf-document-outline"
).split()
_NO_NETWORK = ("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>")
_SECONDS = 300
_MEND = (
    "Install Chrome, Edge or Chromium, or name one in SCORECARD_CHROMIUM; "
    "`--no-pdf` makes the other three files without it."
)


def find_browser() -> str | None:
    """The browser to print with: SCORECARD_CHROMIUM where it is set, else the first in its usual place."""
    if named := os.environ.get("SCORECARD_CHROMIUM"):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, _places())), None)


def _places() -> Iterator[str]:
    yield from _NAMES
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (str(Path(folder) / name) for name in _WINDOWS)
    for name in _MAC:
        yield f"/Applications/{name}.app/Contents/MacOS/{name}"


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
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="print-", dir=folder, ignore_cleanup_errors=True) as place:
            page, paper = Path(place) / "pack.html", Path(place) / "pack.pdf"
            page.write_text(unfolded(html), encoding="utf-8", newline="\n")
            _printed(page, paper, Path(place))
            return _finished(paper, html, title, author, day)
    except OSError as error:
        raise InputError([held("pack.pdf", error, "share")]) from None
    except PyPdfError as error:
        mend = "Make room on the disk, then share again."
        raise refusal("pack.pdf", f"what the browser printed is no whole PDF ({error})", mend) from None
    finally:
        with suppress(OSError):
            folder.rmdir()


def unfolded(html: str) -> str:
    """The page with everything open that a reader of the screen opens with a click."""
    return re.sub(r"<details\b(?![^>]*\bopen\b)", "<details open", html)


def _printed(page: Path, paper: Path, place: Path) -> None:
    browser = find_browser()
    if browser is None:
        raise refusal("pack.pdf", "there is no browser to print it with", _MEND)
    is_root = platform.system() == "Linux" and os.geteuid() == 0
    command = [
        browser, *_SWITCHES, *_NO_NETWORK, *(["--no-sandbox"] if is_root else []),
        f"--user-data-dir={place / 'profile'}", f"--print-to-pdf={paper}", page.as_uri(),
    ]  # fmt: skip
    try:
        subprocess.run(  # noqa: S603 - no shell
            command, capture_output=True, timeout=_SECONDS, check=True, cwd=place, env=_surroundings(place)
        )
        reason = "" if paper.is_file() else "it wrote nothing"
    except (OSError, subprocess.SubprocessError) as error:
        reason = type(error).__name__
    if reason:
        raise refusal("pack.pdf", f"{Path(browser).stem} did not print it ({reason})", _MEND)


def _surroundings(place: Path) -> dict[str, str]:
    """The environment of the browser, with a temporary folder in which there is room."""
    try:
        temporary = tempfile.gettempdir()
    except OSError:  # every usual one is full or closed
        temporary = str(place)
    return {**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), temporary)}


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
