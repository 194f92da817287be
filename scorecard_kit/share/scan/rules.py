"""What must not leave, each rule by what it looks for."""

import re
from collections.abc import Callable, Collection, Iterable
from typing import TypeAlias

from scorecard_kit.share.scan import _machines, _people
from scorecard_kit.share.scan._normal import Span
from scorecard_kit.share.scan.readers import Piece

__all__ = ["ALLOWABLE", "Rule", "rules", "telling_names"]

Rule: TypeAlias = Callable[[Piece], Iterable[Span]]
"""Gives where a piece, whose text is normal, holds what must not leave."""

ALLOWABLE = frozenset({"e-mail address", "postcode", "telephone number", "user name"})
"""The rules whose finds a council may allow by name, since it publishes such of itself."""

_GENERIC = frozenset("admin administrator guest home jovyan owner root runner runneradmin ubuntu user users".split())


def _matches(pattern: re.Pattern[str]) -> Rule:
    return lambda piece: () if piece.is_row else (match.span() for match in pattern.finditer(piece.text))


def telling_names(names: Iterable[str], usual_words: Collection[str]) -> list[str]:
    """The user names to look for: not those that every machine has, nor words that the pack itself uses."""
    words = {word.casefold() for text in usual_words for word in re.findall(r"\w+", text)}
    plain = {name.strip().casefold() for name in names}
    return sorted(name for name in plain if len(name) > 2 and name not in _GENERIC and name not in words)  # noqa: PLR2004


def rules(names: Iterable[str] = ()) -> dict[str, Rule]:
    """Every rule by what it looks for; `names` are the user names that must not leave."""
    by_name: dict[str, Rule] = {
        "file path": _matches(_machines.PATH),
        "internal address": _matches(_machines.ADDRESS),
        "traceback": _matches(_machines.TRACEBACK),
        "credential": _matches(_machines.CREDENTIAL),
        "unrendered parameter": _matches(_machines.TEMPLATE),
        "NHS number": _people.nhs_numbers,
        "unique pupil number": _people.pupil_numbers,
        "National Insurance number": _people.insurance_numbers,
        "date of birth": _people.births,
        "postcode": _people.postcodes,
        "e-mail address": _people.emails,
        "telephone number": _people.telephones,
    }
    if any_of := "|".join(re.escape(name) for name in names):
        by_name["user name"] = _matches(re.compile(rf"(?<![\w.-])(?:{any_of})(?![\w-])", re.IGNORECASE))
    return by_name
