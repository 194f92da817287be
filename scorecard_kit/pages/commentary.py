"""Commentary: Markdown with its figures filled in from the results, to HTML that can do no harm.

A file is commentary/<period>/<indicator>.md in the data folder: front matter, then text under the headings Commentary,
Actions and Risks. Figures are Jinja names such as `{{ numerator }}`; an unknown one is a finding, never a blank.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from scorecard_kit.blocks.html import Block, markdown_html, section
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.yaml_file import read_text
from scorecard_kit.files.places import shortened, within
from scorecard_kit.findings import Finding, InputError, did_you_mean, refusal
from scorecard_kit.judge.periods import is_month, month_name
from scorecard_kit.pages._commentary_figures import figures
from scorecard_kit.pages._placeholders import LONGEST, FillError, fill
from scorecard_kit.pages._typed import outdated, phrases, typed_figures
from scorecard_kit.reads import recorder
from scorecard_kit.reads.recorder import UNTOLD

__all__ = [
    "AWAITED", "TO_WRITE", "Commentary", "check", "check_text", "commentary", "figures", "filled", "find", "named_in",
    "passage", "read", "text", "text_digest",
]  # fmt: skip

_LARGEST = 4 * LONGEST  # bytes: no character takes more than four
AWAITED = "Commentary is awaited."
TO_WRITE = "To be written: why it is so."
"""What stands in a text that nobody has written yet."""
_FIELDS = {"area", "also_for", "author", "external", "period", "rating"}
Withheld = Callable[[str, str], Collection[str]]
"""Gives the figures of an indicator and an area that no page shows, as plain numbers; a blank one is all."""
_NOTHING: Withheld = lambda _indicator, _area: ()  # noqa: E731
_FIELDS_FIRST = re.compile(rf"[-\s]*({'|'.join(sorted(_FIELDS))})[ \t]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Commentary:
    """One commentary file: what its front matter says, its text with the line on which it starts, and what is noted."""

    path: Path
    name: str
    front: Mapping[str, Any]
    text: str
    first_line: int
    notes: tuple[Finding, ...] = ()


def find(folder: Path, period: str, indicator: str, area: str) -> Commentary | None:
    """The commentary of an indicator for the period and area: its own file, else one that is also for it."""
    if not recorder.is_noting():
        return _file_of(folder, period, indicator, area)
    seen = UNTOLD
    try:
        with recorder.unnoted():
            file = _file_of(folder, period, indicator, area)
            seen = text_digest(file)
        return file
    finally:
        recorder.note_commentary(folder, period, indicator, area, seen)


def text_digest(file: Commentary | None) -> str:
    """The digest of a commentary by its name and its text; blank where there is none."""
    return f"{file.name} {recorder.file_digest(str(file.path))}" if file else ""


def _file_of(folder: Path, period: str, indicator: str, area: str) -> Commentary | None:
    # Hidden files are of an editor or of macOS, and no commentary; nor are they inputs of a pack.
    files = sorted(_placed(folder, f"commentary/{period}").glob("[!.]*.md"))
    for own in (True, False):
        for path in files:
            if (path.stem == indicator) is not own:
                continue
            file = read(path, folder)
            is_about = own or indicator in named_in(file.front.get("also_for"))
            if is_about and (file.front.get("area") or area) == area:
                return file
    return None


def _placed(folder: Path, place: str, name: str = "") -> Path:
    """A place in the data folder, or a file there. InputError where name or link lead elsewhere."""
    whole = f"{place}/{name}" if name else place
    if within(folder, whole) and (not name or within(folder / place, name)):
        return folder / whole
    problem, mend = "it lies outside the data folder", "Put a copy of it there, and give it a name without folders."
    raise refusal(shortened(whole, 200), problem, mend)


def read(path: Path, folder: Path) -> Commentary:
    """Read one file; a front matter that is not YAML, or an unknown key in it, raises InputError."""
    name = path.relative_to(folder).as_posix()
    _placed(folder, name)
    text = _written(path, name)
    match = re.match(r"---\n(.*?\n)?---\n", text, re.DOTALL)
    front, body = (match.group(1) or "", text[match.end() :]) if match else ("", text)
    if not match and _FIELDS_FIRST.match(text):
        problem = "it begins with fields that do not stand between two lines of ---"
        raise refusal(name, problem, "Write --- above and beneath them.", row=1)
    fields, notes = _fields(front, name)
    unknown = [Finding(name, 1, str(key), "", "it is not a name of the front matter", _mend(str(key), _FIELDS))
               for key in fields if key not in _FIELDS]  # fmt: skip
    if unknown:
        raise InputError(unknown)
    if not _is_external(fields.get("external") or []):
        mend = "Write a list, each item with `name`, `figure` and `source`."
        raise refusal(name, "cannot be read", mend, row=1, column="external")
    return Commentary(path, name, fields, body, text[: len(text) - len(body)].count("\n") + 1, notes)


def _written(path: Path, name: str) -> str:
    """The text of a file, of which no more is read than one may hold."""
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        text = raw.decode("utf-8-sig") if len(raw) <= _LARGEST else ""
    except (UnicodeDecodeError, OSError) as error:
        mend = "Save it as UTF-8 text, and close it in other programs."
        raise refusal(name, f"cannot be read ({type(error).__name__})", mend) from None
    if len(raw) > _LARGEST or len(text) > LONGEST:
        raise refusal(name, f"is longer than {LONGEST:,} characters", "Shorten it, or make several texts of it.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def _fields(front: str, name: str) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The values of a front matter and what is noted of them, as parameters are read; InputError where that fails.

    Read once: every indicator of a pack looks through the same files.
    """
    document = read_text(front, name, first_line=2)
    if wrong := [finding for finding in document.findings if finding.level == "error"]:
        raise InputError(wrong)
    return document.values, tuple(document.findings)


def _is_external(items: object) -> bool:
    needed = {"name", "figure", "source"}
    return isinstance(items, list) and all(isinstance(item, dict) and needed <= set(item) for item in items)


def filled(file: Commentary, named: Mapping[str, Any]) -> str:
    """Fill in the figures; an unknown name raises InputError with its line and the nearest name."""
    everything = {**named, "external": _external(file)}
    try:
        return fill(file.text, everything)
    except FillError as error:
        options = _paths(everything)
        raise InputError(
            Finding(file.name, _line(file, name), "", name, problem, _mend(name, options) if name else "")
            for name, problem in error.problems
        ) from None


def _external(file: Commentary) -> dict[str, str]:
    """The figures that a file declares, by their names."""
    return {str(item["name"]): str(item["figure"]) for item in file.front.get("external") or ()}


def _paths(named: Mapping[str, Any], prefix: str = "") -> list[str]:
    inner = [
        path for key, value in named.items() if isinstance(value, Mapping) for path in _paths(value, f"{prefix}{key}.")
    ]
    return [f"{prefix}{key}" for key, value in named.items() if not isinstance(value, Mapping)] + inner


def _line(file: Commentary, name: str) -> int | None:
    word = re.sub(r".*'([\w-]+)'$", r"\1", name)
    lines = file.text.splitlines()
    return next((file.first_line + place for place, line in enumerate(lines) if word in line), None)


def _mend(name: str, names: Iterable[str]) -> str:
    """What to write instead: the nearest name, or the first of them."""
    listed = sorted(names)
    return did_you_mean(re.sub(r".*'([\w-]+)'$", r"\1", name), listed, f"Known are {', '.join(listed[:12])}.")


def named_in(value: object) -> list[str]:
    """The names in a value of the front matter: a list, or words with commas or spaces between them."""
    return [str(item) for item in value] if isinstance(value, list) else str(value or "").replace(",", " ").split()


def commentary(
    book: Dataset, indicator: str, period: str, area: str = "", *, reporting: str = "month", without: str = ""
) -> Block:
    """The commentary of an indicator's page, a section a heading; where there is none, the page says it is awaited.

    A blank area is the main one. The section whose heading is `without` is left out, where it stands elsewhere.
    """
    area = area or main_area(book)
    file = find(book.folder, period, indicator, area)
    if file is None or not file.text.strip():
        return Block(section("Commentary", AWAITED))
    words = filled(file, figures(book, indicator, period, area, reporting=reporting))
    author = f", by {file.front['author']}" if file.front.get("author") else ""
    dated = Markup('<p class="quiet">{}{}</p>').format(f"For {month_name(period)}", author)
    kept = [
        (heading, inner) for heading, inner in _by_heading(words, "Commentary") if heading != without or not without
    ]
    return Block(Markup("\n").join([*_sections(kept), dated]))


def passage(book: Dataset, indicator: str, period: str, area: str, heading: str, *, reporting: str = "month") -> Markup:
    """What stands under a heading of an indicator's commentary; blank where there is no such heading."""
    file = find(book.folder, period, indicator, area)
    if file is None or f"## {heading}" not in file.text:
        return Markup("")
    words = filled(file, figures(book, indicator, period, area, reporting=reporting))
    return dict(_by_heading(words, "")).get(heading, Markup(""))


def text(book: Dataset, period: str, name: str, about: str = "") -> Block:
    """A text of its own, commentary/<period>/<name>.md, that is about no one indicator: its sections in order.

    `about` follows each heading, where a page has several texts.
    """
    path = _placed(book.folder, f"commentary/{period}", f"{name}.md")
    if not os.path.isfile(path):  # noqa: PTH113 - a name too long is no file
        return Block(section("Commentary", AWAITED))
    words = filled(read(path, book.folder), {})
    return Block(Markup("\n").join(_sections(_by_heading(words, ""), f": {about}" if about else "")))


def _by_heading(words: str, first: str) -> list[tuple[str, Markup]]:
    """Markdown by its headings of the second level; what stands before them is under `first`."""
    parts = re.split(r"^## +(.+?) *$", words, flags=re.MULTILINE)
    pairs = [(first, parts[0])] if parts[0].strip() else []
    pairs += list(zip(parts[1::2], parts[2::2], strict=True))
    return [(heading, markdown_html(inner)) for heading, inner in pairs]


def _sections(parts: Iterable[tuple[str, Markup]], suffix: str = "") -> list[Markup]:
    return [section(f"{heading}{suffix}", inner, css="prose") if heading else inner for heading, inner in parts]


def _unwritten(file: Commentary) -> list[Finding]:
    """A warning of the line that is to be written."""
    line = _line(file, TO_WRITE)
    mend = "Write it in place of that line."
    return [Finding(file.name, line, None, TO_WRITE, "is not written yet", mend, "warning")] if line else []


def _copied(file: Commentary, folder: Path, period: str) -> Iterator[Finding]:
    """A warning of a text that is word for word that of the newest earlier month, unless its head says this month."""
    months = (path.parent.name for path in (folder / "commentary").glob(f"*/{file.path.name}"))
    before = max((month for month in months if is_month(month) and month < period), default="")
    if before and str(file.front.get("period") or "") != period:
        with suppress(InputError):  # told with its own month
            if read(folder / "commentary" / before / file.path.name, folder).text == file.text:
                mend = f"Read it again; if all of it is still so, write period: {period} at its head."
                yield Finding(file.name, problem=f"it is word for word that of {before}", mend=mend, level="warning")


def check(
    book: Dataset, indicator: str, period: str, area: str, *, reporting: str = "month", withheld: Withheld = _NOTHING
) -> tuple[Path | None, list[Finding]]:
    """The file of an indicator's commentary, None where none can be read, and what is wrong with it or awaited.

    `withheld` gives the figures that no page shows; it is asked for those of the indicator in every area.
    """
    file = None
    try:
        file = find(book.folder, period, indicator, area)
        if file is None:
            name = f"commentary/{period}/{indicator}.md"
            return None, [Finding(name, None, "", "", "commentary is awaited", "Write the file.", "warning")]
        if not file.text.strip():
            return file.path, [Finding(file.name, problem="it holds no text", mend="Write it.", level="warning")]
        named = figures(book, indicator, period, area, reporting=reporting)
        words = filled(file, named)
    except InputError as error:
        return file.path if file else None, error.findings
    typed = _typed(file, book, indicator, named, lambda: withheld(indicator, ""))
    told = [*_unwritten(file), *_copied(file, book.folder, period), *typed]
    return file.path, [*told, *outdated(file.name, file.front, words, named["rag"], period)]


def check_text(book: Dataset, period: str, name: str, withheld: Withheld = _NOTHING) -> list[Finding]:
    """What is wrong with a text that is about no one indicator; nothing where there is none.

    Raises InputError where it cannot be read or filled in. `withheld` is asked for all indicators of the main area.
    """
    path = _placed(book.folder, f"commentary/{period}", f"{name}.md")
    if not os.path.isfile(path):  # noqa: PTH113 - a name too long is no file
        return []
    file = read(path, book.folder)
    filled(file, {})
    return list(_typed(file, book, "", {}, lambda: withheld("", main_area(book))))


def _typed(
    file: Commentary, book: Dataset, indicator: str, named: Mapping[str, Any], withheld: Callable[[], Collection[str]]
) -> Iterator[Finding]:
    """The figures that are typed into a text, but for those in names that the data or the glossary know."""
    own = book.indicators[book.indicators["indicator"] == indicator] if indicator else book.indicators
    names = [*book.glossary["term"], *book.glossary["words"], *book.areas["area"], *book.indicators["name"]]
    names += [*book.breakdowns["category"].unique(), *book.indicators["group"]]
    names += [
        phrase for column in ("name", "definition", "data_notes") for text in own[column] for phrase in phrases(text)
    ]
    everything = {**named, "external": _external(file)}
    yield from typed_figures((file.text, file.first_line), file.name, everything, names, withheld)
