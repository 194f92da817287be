"""Reads every file that is to leave and says what must not; a net, not a proof (docs/how-to/sharing.md)."""

import getpass
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias

from scorecard_kit.pack.models import Allowed
from scorecard_kit.pack.plan import Pack
from scorecard_kit.share.scan import readers
from scorecard_kit.share.scan._markup import read_markup
from scorecard_kit.share.scan._normal import normal, original
from scorecard_kit.share.scan._office import read_pdf, read_zip
from scorecard_kit.share.scan._split import split_finds
from scorecard_kit.share.scan.readers import Content, Grid, Inner, Piece, all_pieces
from scorecard_kit.share.scan.rules import ALLOWABLE, Rule, rules, telling_names
from scorecard_kit.share.scan.shown import finder
from scorecard_kit.share.scan.withheld import hidden_figures
from scorecard_kit.text.counting import count

__all__ = [
    "SMALL_COUNT", "UNREADABLE", "GridRule", "Leak", "Report", "examine", "looked_at", "masked", "scan", "user_names",
]  # fmt: skip

GridRule: TypeAlias = Callable[[Content], Iterable[tuple[str, str]]]
"""Gives place and excerpt of what a content's tables must not show."""

UNREADABLE = "cannot be read"
SMALL_COUNT = "withheld count"
_DEEPEST = 5  # a zip in a zip in a zip …
_SHOWN = 2  # characters of a find that are printed


class Leak(NamedTuple):
    """What must not leave: the file, the place in it, the rule, and an excerpt that does not give it away."""

    file: str
    place: str
    rule: str
    excerpt: str

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.file, self.place])) + f": {self.rule} ({self.excerpt})"


class Report(NamedTuple):
    """What a scan looked at, which rules it used, and what it found."""

    contents: tuple[Content, ...]
    rules: tuple[str, ...]
    leaks: tuple[Leak, ...]
    allowed: tuple[tuple[Allowed, int], ...] = ()
    """What the parameters allow to be told, and how often it was found."""


def examine(pack: Pack, files: Mapping[str, bytes]) -> Report:
    """Scan files by every rule, with the names of whoever runs this and the counts that the pack withholds."""
    hidden = hidden_figures(pack)
    usual_words = [pack.head.title, pack.head.council, *hidden.areas, *pack.dataset.glossary["words"]]
    names = telling_names(user_names(), usual_words)
    return scan(files, rules(names), finder(hidden), pack.head.allowed)


def scan(
    files: Mapping[str, bytes],
    wanted: Mapping[str, Rule],
    withheld: GridRule | None = None,
    allowed: Sequence[Allowed] = (),
) -> Report:
    """Read each file, and each part of it, by every rule. Raises nothing: what cannot be read is a leak itself.

    `allowed` is what may be told although a rule of `ALLOWABLE` finds it.
    """
    contents = tuple(content for name, data in files.items() for content in _read(name, data))
    leaks, times = dict[Leak, None](), dict.fromkeys(allowed, 0)
    for content in contents:
        for leak, found in _leaks(content, wanted, withheld):
            if leave := next((one for one in allowed if leak.rule in ALLOWABLE and _covers(one.text, found)), None):
                times[leave] += 1
            else:
                leaks[leak] = None
    names = (*wanted, *([SMALL_COUNT] if withheld else []), UNREADABLE)
    return Report(contents, names, tuple(leaks), tuple(times.items()))


def _covers(allowed: str, found: str) -> bool:
    return _compact(found) in _compact(allowed)


def _compact(text: str) -> str:
    """Letters and digits alone, so that a number is the same however it is spaced."""
    return re.sub(r"[^\w@]|_", "", normal(text)).casefold()


def _read(name: str, content: bytes | None, depth: int = 0) -> Iterator[Content]:
    """A file and whatever lies in it, each as a content of its own; raises nothing.

    What cannot be read, or lies too deep, is given with `is_read` False: it must not leave.
    """
    unread = Content(name, "not readable", len(content or b""), is_read=False)
    is_within = content is not None and depth <= _DEEPEST and len(content) <= readers.LARGEST
    reader = _reader(name, content) if content is not None and is_within else None
    if content is None or reader is None:
        yield unread
        return
    try:
        whole, inner = reader(name, content)
        yield whole
        for part, data in inner:
            yield from _read(f"{name} > {part}", data, depth + 1)
    except Exception:  # noqa: BLE001 - a damaged file fails its library in any way, and must not leave
        yield unread


def _reader(name: str, content: bytes) -> Callable[[str, bytes], tuple[Content, Inner]] | None:
    """What reads a file, by its first bytes, whatever its name says; None where nothing does."""
    suffix = PurePosixPath(name).suffix.lower()
    if content.startswith(b"%PDF"):
        return read_pdf
    if content.startswith(b"PK"):
        return read_zip
    if content.startswith((readers.PNG, readers.JPEG)):
        return readers.read_image
    if b"\0" in content:
        return None
    if suffix in {".html", ".htm", ".svg", ".xml", ".rels", ".vml"} or content.lstrip()[:1] == b"<":
        return read_markup
    return readers.read_csv if suffix == ".csv" else readers.read_text


def _leaks(content: Content, wanted: Mapping[str, Rule], withheld: GridRule | None) -> Iterator[tuple[Leak, str]]:
    """Each find with the text that was found, once a file and rule."""
    if not content.is_read:
        yield Leak(content.name, "", UNREADABLE, f"{content.size} bytes of a kind that is not known"), ""
        return
    seen = set()
    split = ((*found, masked(found[-1])) for found in split_finds(content, wanted))
    for rule, place, found, excerpt in (*_finds(content, wanted), *split):
        if (rule, found) not in seen:
            seen.add((rule, found))
            yield Leak(content.name, place, rule, excerpt), found
    for place, excerpt in withheld(_plain(content)) if withheld else ():
        yield Leak(content.name, place, SMALL_COUNT, excerpt), ""


def _finds(content: Content, wanted: Mapping[str, Rule]) -> Iterator[tuple[str, str, str, str]]:
    """Rule, place, what was found in the normal form, and its excerpt as it stands in the file."""
    for piece in (Piece("its name", content.name), *all_pieces(content)):
        plain = piece._replace(text=normal(piece.text), heading=normal(piece.heading))
        for name, rule in wanted.items():
            for span in rule(plain):
                yield name, piece.place, plain.text[slice(*span)], masked(original(piece.text, span))


def _plain(content: Content) -> Content:
    """A content in which every text is in its normal form."""
    pieces = tuple(piece._replace(text=normal(piece.text), about=normal(piece.about)) for piece in content.pieces)
    grids = tuple(
        Grid(grid.place, normal(grid.title), tuple(map(normal, grid.header)),
             tuple((number, tuple(map(normal, cells))) for number, cells in grid.rows))
        for grid in content.grids
    )  # fmt: skip
    return content._replace(pieces=pieces, grids=grids)


def masked(text: str) -> str:
    """The first characters of a find and its length: enough to look for it, too little to be a leak in a log."""
    return f"{text[:_SHOWN]}…, {len(text)} characters"


def user_names() -> set[str]:
    """The names of whoever runs this: of the account, and of its folder."""
    names = {os.environ.get(key, "") for key in ("USER", "USERNAME", "LOGNAME")} | {Path.home().name}
    with suppress(OSError, KeyError, ImportError):  # a machine on which the account has no name
        names.add(getpass.getuser())
    return {name for name in names if name}


def looked_at(report: Report) -> list[str]:
    """Sentences for the terminal: every file and part that was read, then the rules."""
    lines = [f"  {it.name}: {it.kind}, {it.size:,} bytes" for it in report.contents if " > " not in it.name]
    inner = Counter(content.kind for content in report.contents if " > " in content.name)
    parts = ", ".join(f"{number} {kind}" for kind, number in sorted(inner.items()))
    told = [f"  allowed: “{it.text}”, found {count(number, 'time')}. {it.reason}" for it, number in report.allowed]
    rules_used = f"  rules: {', '.join(report.rules)}"
    return [*lines, *([f"  parts within them: {parts}"] if parts else []), rules_used, *told]
