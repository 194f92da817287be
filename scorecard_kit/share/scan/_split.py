"""An identifier in pieces: over cells of a row, lines of a drawing, paragraphs that follow each other."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from scorecard_kit.share.scan._normal import normal
from scorecard_kit.share.scan._people import BIRTH_WORD, DATE, emails
from scorecard_kit.share.scan.readers import Content, Piece
from scorecard_kit.share.scan.rules import Rule

__all__ = ["split_finds"]

_PART = re.compile(r"[A-Za-z0-9]{1,9}[ .-]?")
_LINK = re.compile(r"[\w.+-]{0,40}[@.]?[\w.-]{0,40}")
_MOST = 5  # parts of one identifier
_BOXES = 13  # of a form: a letter or digit each
_BIRTH_ALONE = re.compile(rf"\W*(?:\w+ ){{0,3}}{BIRTH_WORD}\W*", re.IGNORECASE)
_DAY = re.compile(DATE, re.IGNORECASE)
_LENGTHS = range(5, 14)
_NHS, _POSTCODE = "NHS number", "postcode"
_NUMBERS = _NHS, "unique pupil number", "National Insurance number", _POSTCODE


class _Part(NamedTuple):
    text: str
    place: str
    heading: str


def split_finds(content: Content, wanted: Mapping[str, Rule]) -> Iterator[tuple[str, str, str]]:
    """What neighbours say together and none of them alone: the rule, the place of the first, the text."""
    for parts in _neighbours(content):
        for first in range(len(parts)):
            yield from _numbers(parts[first : first + _BOXES], wanted)
            yield from _others(parts[first : first + 3], wanted)


def _neighbours(content: Content) -> Iterator[list[_Part]]:
    if content.kind != "XML" or content.name.endswith(".svg"):  # of a workbook the parts are read as its cells
        yield [_Part(normal(it.text).strip(), it.place, "") for it in content.pieces if not it.place.endswith(">")]
    for grid in content.grids:
        for number, cells in grid.rows:
            parts = [
                _Part(normal(text).strip(), f"{grid.place}row {number}, column {grid.heading(at) or at + 1}",
                      grid.heading(at))
                for at, text in enumerate(cells)
            ]  # fmt: skip
            yield parts


def _numbers(parts: list[_Part], wanted: Mapping[str, Rule]) -> Iterator[tuple[str, str, str]]:
    """Numbers of people that begin with the first part, and take two or more."""
    joined = ""
    for count, part in enumerate(parts, start=1):
        if not _PART.fullmatch(part.text):
            return
        joined += part.text.strip(" .-")
        is_box = len(joined) == count
        if len(joined) > _LENGTHS[-1] or (count > _MOST and not is_box):
            return
        if count == 1 or len(joined) not in _LENGTHS or not any(map(str.isdigit, joined)):
            continue
        for name in _NUMBERS:
            if name in wanted and _is_whole(wanted[name], joined) and _is_apart(name, parts[:count]):
                yield name, parts[0].place, joined


def _is_whole(rule: Rule, text: str) -> bool:
    return (0, len(text)) in rule(Piece("", text))


def _is_apart(name: str, parts: list[_Part]) -> bool:
    """Whether the parts are no figures of their own: of columns with names of their own, or the ticks of an axis."""
    if name == _POSTCODE:
        return all(part.text.isupper() or part.text.isdigit() for part in parts)
    if name != _NHS:
        return True
    headings = {part.heading.casefold() for part in parts}
    if any("nhs" in heading for heading in headings):
        return True
    figures = [int(part.text) for part in parts if part.text.isdigit()]
    steps = {after - before for before, after in pairwise(figures)}
    is_spread = [len(part.text) for part in parts] in ([3, 3, 4], [1] * 10, [5, 5], [3, 7], [6, 4])
    return len(headings) == 1 and is_spread and (len(steps) > 1 or len(parts) == 2)  # noqa: PLR2004 - two have one step


def _others(parts: list[_Part], wanted: Mapping[str, Rule]) -> Iterator[tuple[str, str, str]]:
    """A date that follows the words for one of birth; an address in two or three parts."""
    first, *rest = parts
    if "date of birth" in wanted and not first.heading and _BIRTH_ALONE.fullmatch(first.text):
        yield from (
            ("date of birth", part.place, found[0]) for part in rest for found in [_DAY.search(part.text)] if found
        )
    for count in range(2, len(parts) + 1):
        texts = [part.text for part in parts[:count]]
        joined = "".join(texts)
        if "e-mail address" in wanted and "@" in joined and all(map(_LINK.fullmatch, texts)):
            is_alone = any((0, len(text)) in emails(Piece("", text)) for text in texts)
            if not is_alone and _is_whole(wanted["e-mail address"], joined):
                yield "e-mail address", first.place, joined
                return
