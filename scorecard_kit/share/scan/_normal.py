"""Text as a rule sees it: signs that look alike made one, and what nobody sees taken out; and the way back."""

import html
import re
import unicodedata
from functools import lru_cache

__all__ = ["Span", "normal", "original"]

Span = tuple[int, int]
"""Where a find begins in a normal text, and where it ends."""

_ODD = re.compile(r"[^\x00-\x7f]|[\t\r\n]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});|%(?:2[0BDEFbdef]|40)")
_MINUS = "\u2212"
_UNSEEN = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")  # of no width, although no format characters


def normal(text: str) -> str:
    """The text in its plainest form.

    Spaces of every kind are one space, dashes a hyphen; what has no width is gone; full-width and other variants of a
    letter or digit are that letter or digit (NFKC); entities of HTML and the signs of an address that stand for
    others (`%40`) are what they stand for.
    """
    return _ODD.sub(lambda match: _plain(match[0]), text)


def original(text: str, span: Span) -> str:
    """The part of a text whose normal form has this span."""
    start, end = _place(text, span[0], is_end=False), _place(text, span[1], is_end=True)
    return text[start:end]


def _place(text: str, place: int, *, is_end: bool) -> int:
    """Where a place of the normal text lies in the text."""
    longer = 0  # by how much the text is longer than its normal form, so far
    for match in _ODD.finditer(text):
        begins, plain = match.start() - longer, _plain(match[0])
        if begins > place or (begins == place and (is_end or plain)):
            break
        longer += len(match[0]) - len(plain)
        if begins + len(plain) > place:  # within what one sign became
            return match.end() if is_end else match.start()
    return place + longer


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign.startswith("%"):
        return chr(int(sign[1:], 16))
    if sign.startswith("&") and (meant := html.unescape(sign)) != sign:
        return normal(meant) if len(meant) == 1 else meant
    kind = unicodedata.category(sign) if len(sign) == 1 else ""
    if kind == "Cf" or sign in _UNSEEN or unicodedata.name(sign[0], "").startswith("VARIATION SELECTOR"):
        return ""
    if kind.startswith("Z") or sign in "\t\r\n":
        return " "
    return "-" if kind == "Pd" or sign == _MINUS else unicodedata.normalize("NFKC", sign)
