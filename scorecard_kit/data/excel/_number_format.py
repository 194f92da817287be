"""What an Excel number format makes of a number: hidden or scaled, with how many decimals, and as which text."""

import re
from decimal import Decimal
from typing import NamedTuple

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[([^\]]*)\]|(E[+-])|(General)|(.)', re.IGNORECASE | re.DOTALL)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")
_SIGNS = frozenset("0#?.,%/@")
_DIGITS = frozenset("0#?")
_SCALED = re.compile(r"[0#?],+(?![,0#?])")
_WORDS_FOR_THOUSANDS = re.compile(r"^ ?(k|m|mn|bn|b|t|thousands?|millions?|billions?)\b|[0-9]", re.IGNORECASE)
_DASHES = frozenset({"-", "\u2013", "\u2014", "\u2212"})
_AS_STORED = frozenset({"", "@"})


class _Part(NamedTuple):
    """A part of a format, for some numbers: text, and signs for digits and the like, each with whether it is a sign."""

    tokens: list[tuple[str, bool]]
    has_condition: bool

    @property
    def signs(self) -> str:
        return "".join(text for text, is_sign in self.tokens if is_sign)

    @property
    def words(self) -> str:
        return "".join(text for text, is_sign in self.tokens if not is_sign).strip()


def distortion(value: Decimal, code: str) -> str:
    """What the format does to a number so that another one is seen, or none; blank where what is seen is what it is."""
    parts = _parts(code)
    part = _part_for(value, parts)
    if any(_SCALED.search(one.signs) for one in (parts if part.has_condition else [part])):
        return f'is shown in thousands or millions by the number format "{code}"'
    if _is_general(part):
        return ""
    if not _DIGITS & {*part.signs}:
        is_seen = (not value and part.words in _DASHES) or "@" in part.signs
        return "" if is_seen else f'is not shown: the number format "{code}" puts other signs there'
    last = max(place for place, (text, is_sign) in enumerate(part.tokens) if is_sign and text in _DIGITS)
    if _WORDS_FOR_THOUSANDS.search("".join(text for text, is_sign in part.tokens[last:] if not is_sign)):
        return f'is shown as another number by the number format "{code}"'
    return ""


def decimals(value: Decimal, code: str) -> int:
    """How many decimals a number is shown with, whatever they are."""
    signs = _part_for(value, _parts(code)).signs
    return 0 if {"E", "/"} & {*signs} else signs.partition(".")[2].count("0")


def text_shown(value: Decimal, code: str) -> str | None:
    """The text that is seen where a number stands as text, such as 007123; None where the format changes what it is."""
    part = _part_for(value, _parts(code))
    digits = f"{abs(value):f}"
    if _is_general(part):
        return f"{value:f}"
    whole, _, fraction = part.signs.partition(".")
    shown = decimals(value, code)
    if part.has_condition or {"E", "/", "%", "@"} & {*part.signs} or _SCALED.search(part.signs):
        return None
    if abs(value) != round(abs(value), len(fraction)) or not _DIGITS & {*whole}:
        return None
    before, _, after = digits.partition(".")
    before = before.zfill(whole.count("0"))
    if "," in whole:
        before = f"{int(before):,}"
    text = _filled(part, before, after.ljust(shown, "0"))
    return f"-{text}" if value < 0 and len(_parts(code)) == 1 else text


def _filled(part: _Part, before: str, after: str) -> str:
    """The digits in the places of the format, from its point outwards, with the text that stands among them."""
    rest, texts = list(before), list[str]()
    point = next((place for place, token in enumerate(part.tokens) if token == (".", True)), len(part.tokens))
    left = part.tokens[:point]
    first = next(place for place, (text, is_sign) in enumerate(left) if is_sign and text in _DIGITS)
    for place in range(point - 1, -1, -1):
        text, is_sign = left[place]
        if not is_sign:
            texts.append(text)
        elif text in _DIGITS and rest:
            texts.append("".join(rest) if place == first or "," in part.signs else rest[-1])
            rest = [] if place == first or "," in part.signs else rest[:-1]
    beyond = "".join(text for text, is_sign in part.tokens[point + 1 :] if not is_sign)
    return "".join(reversed(texts)) + (f".{after}" if after else "") + beyond


def _is_general(part: _Part) -> bool:
    return part.signs == "General" or (part.signs in _AS_STORED and not part.words and part.tokens != [])


def _part_for(value: Decimal, parts: list[_Part]) -> _Part:
    if len(parts) == 1 or value > 0:
        return parts[0]
    return parts[1] if value < 0 else parts[2] if len(parts) > 2 else parts[0]  # noqa: PLR2004 - above, below and at 0


def _parts(code: str) -> list[_Part]:
    """The parts of a format: for all numbers; for those from 0 on and below; or for those above, below and at 0."""
    parts = [_Part([], has_condition=False)]
    for quoted, escaped, bracketed, power, general, sign in _TOKEN.findall(code or "General"):
        if sign == ";":
            parts.append(_Part([], has_condition=False))
        elif bracketed:
            if bracketed[0] in "<>=":
                parts[-1] = parts[-1]._replace(has_condition=True)
            elif currency := _CURRENCY.fullmatch(bracketed):
                parts[-1].tokens.append((currency[1], False))
        elif power or general or sign in _SIGNS:
            parts[-1].tokens.append(("E" if power else "General" if general else sign, bool(power or general or sign)))
        else:
            parts[-1].tokens.append((quoted or escaped or sign, False))
    return parts
