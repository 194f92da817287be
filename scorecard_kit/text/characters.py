"""Characters that nobody sees, and letters that look like others: taken off, or named with their place."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["SPACES_ROUND", "clean", "difference", "folded", "hyphenated", "looks_like", "unseen", "visible"]

_SPACE = r" \t\n\r\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_UNSEEN = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef"
)
_WITHIN = re.compile(f"[{_SPACE}]{{2,}}|(?! )[{_SPACE}]")
_IS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_ROUND = re.compile(f"[{_SPACE}{_UNSEEN}]*")
_NEVER_TEXT = frozenset({"Cc", "Cf", "Co", "Cs"})
_LOST = "\ufffd"
_NAMES = {
    "\0": "NUL", "\x08": "backspace", "\t": "tab", "\n": "line feed", "\r": "carriage return", "\x1a": "Ctrl+Z",
    "\x1b": "escape", "\x7f": "delete", "\ufeff": "byte-order mark", _LOST: "sign for a lost character",
}  # fmt: skip
_OTHERS = (
    "\u0410\u0412\u0415\u0405\u0417\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    "\u04ae\u0430\u0435\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u0455\u04bb\u0501\u051b\u051d"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
    "\u03bd\u03b9\u03c1\u03c5\u03c7\u2010\u2011\u2012\u2013\u2014\u2212\u2019\u2018\u02bc\uff07"
    "\u00b4`\u0131\u217c"
)
_PLAIN = "ABES3IJKMHOPCTXYaeijopcyxshdqwABEZHIKMNOPTYXovipux------''''''il"
_LOOK_ALIKES = str.maketrans(_OTHERS + "I1|0", _PLAIN + "lllO")
"""Cyrillic, Greek and typographic characters, and those of the keyboard, to the plain one a reader takes them for."""
SPACES_ROUND = "spaces round a cell were left out"


def clean(text: str) -> tuple[str, str]:
    """The text without what nobody sees round it, and what was done to it, in words; blank where nothing was.

    Spaces of every kind, tabs, line breaks and characters of no width are taken off at both ends. Within, a run of
    spaces of any kind, tabs and line breaks becomes one space, and an accent is joined to its letter. What else nobody
    sees within a text stays, for `unseen` to find.
    """
    if text.isascii() and text.isprintable() and text.strip(" ") == text and "  " not in text:
        return text, ""
    done = []
    inner = _stripped(_stripped(text)[::-1])[::-1]
    if inner != text:
        found = _IS_UNSEEN.search(text.removesuffix(inner)) or _IS_UNSEEN.search(text[text.find(inner) + len(inner) :])
        done.append(f"{_named(found[0])} at an end of a cell was left out" if found else SPACES_ROUND)
    single = _WITHIN.sub(" ", inner)
    if single != inner:
        only_spaces = inner.replace(" ", "") == single.replace(" ", "")
        what = (
            "several spaces within a cell are" if only_spaces else "a line break, tab or other space within a cell is"
        )
        done.append(f"{what} read as one space")
    joined = unicodedata.normalize("NFC", single)
    if joined != single:
        done.append("a letter within a cell is read in its usual form, as one character")
    return joined, "; ".join(done)


def _stripped(text: str) -> str:
    """The text without what is not seen at its start; a pattern for its end would try each of a million spaces."""
    match = _ROUND.match(text)
    return text[match.end() :] if match else text


def unseen(text: str) -> str:
    """The first character of a cleaned text that nobody sees, with its place; blank where there is none."""
    if text.isascii() and text.isprintable():
        return ""
    for place, sign in enumerate(text):
        if _is_never_text(sign):
            return f"{_named(sign)} {_place(text, place)}"
    return ""


def _is_never_text(sign: str) -> bool:
    return sign == _LOST or unicodedata.category(sign) in _NEVER_TEXT or bool(_IS_UNSEEN.match(sign))


def _named(sign: str) -> str:
    """U+200B zero width space."""
    name = _NAMES.get(sign) or unicodedata.name(sign, "control character").lower()
    return f"U+{ord(sign):04X} {name}"


def _place(text: str, place: int) -> str:
    before = visible(text[max(0, place - 20) : place])
    return f'after "{before}"' if before else "at its start"


def visible(text: str) -> str:
    """The text with every character that nobody sees written as <U+200B>, so that a message can be read anywhere."""
    if text.isprintable():
        return text
    return "".join(f"<U+{ord(sign):04X}>" if sign != "\n" and _is_never_text(sign) else sign for sign in text)


@lru_cache(maxsize=10_000)
def looks_like(text: str) -> str:
    """What a reader takes the text for, so that two texts that look the same give the same."""
    seen = "".join(sign for sign in clean(text)[0] if not _is_never_text(sign))
    return unicodedata.normalize("NFKC", seen.translate(_LOOK_ALIKES)).translate(_LOOK_ALIKES)


def difference(text: str, other: str) -> str:
    """Where a text first differs from another that looks the same: its character, with its name and place."""
    pairs = zip(text, other, strict=False)
    place = next((place for place, (one, two) in enumerate(pairs) if one != two), min(len(text), len(other)))
    if place == len(text):
        return f"{_named(other[place])} is missing at its end"
    return f"{_named(text[place])} stands {_place(text, place)}"


def folded(name: str) -> str:
    """A name whatever its capitals, with spaces, hyphens and underscores alike: "Data-Period" as "data period"."""
    return re.sub(r"[\s_-]+", " ", name.casefold()).strip()


def hyphenated(name: str) -> str:
    """A name as a page or folder may have it, in small plain letters, digits and single hyphens: "Été 1" as ete-1."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
