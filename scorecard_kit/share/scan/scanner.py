"""Reads every file that is to leave and says what must not; a net, not a proof (docs/how-to/sharing.md)."""

import getpass
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from scorecard_kit.share.scan._readers import read
from scorecard_kit.share.scan.contents import Content, Piece, all_pieces
from scorecard_kit.share.scan.rules import Rule

GridRule: TypeAlias = Callable[[Content], Iterable[tuple[str, str]]]
"""Gives place and excerpt of what a content's tables must not show."""

UNREADABLE = "cannot be read"
SMALL_COUNT = "withheld count"
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


def scan(files: Mapping[str, bytes], wanted: Mapping[str, Rule], withheld: GridRule | None = None) -> Report:
    """Read each file, and each part of it, by every rule. Raises nothing: what cannot be read is a leak itself."""
    contents = tuple(content for name, data in files.items() for content in read(name, data))
    leaks = dict.fromkeys(leak for content in contents for leak in _leaks(content, wanted, withheld))
    names = (*wanted, *([SMALL_COUNT] if withheld else []), UNREADABLE)
    return Report(contents, names, tuple(leaks))


def _leaks(content: Content, wanted: Mapping[str, Rule], withheld: GridRule | None) -> Iterator[Leak]:
    if not content.is_read:
        yield Leak(content.name, "", UNREADABLE, f"{content.size} bytes of a kind that is not known")
        return
    seen = set()
    for piece in (Piece("its name", content.name), *all_pieces(content)):
        for name, rule in wanted.items():
            for text in rule(piece):
                if (name, text) not in seen:
                    seen.add((name, text))
                    yield Leak(content.name, piece.place, name, masked(text))
    for place, excerpt in withheld(content) if withheld else ():
        yield Leak(content.name, place, SMALL_COUNT, excerpt)


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
    lines = [f"  {content.name}: {content.kind}, {content.size:,} bytes" for content in _outer(report)]
    inner = Counter(content.kind for content in report.contents if " > " in content.name)
    parts = ", ".join(f"{number} {kind}" for kind, number in sorted(inner.items()))
    return [*lines, *([f"  parts within them: {parts}"] if parts else []), f"  rules: {', '.join(report.rules)}"]


def _outer(report: Report) -> list[Content]:
    return [content for content in report.contents if " > " not in content.name]
