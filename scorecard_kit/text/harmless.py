"""Text from outside the kit, made fit to be shown: on a page, on the terminal, in a manifest.

Outputs of cells, words of libraries and cells of a table may hold what no reader sees and every terminal obeys, and the
words of an error may quote a password.
"""

import html
import json
import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote

from scorecard_kit.text.characters import visible

__all__ = [
    "LONGEST", "error_words", "escaped", "harmless", "harmless_html", "passwords_of", "secrets_of", "without_secrets",
]  # fmt: skip

LONGEST = 500
"""Characters that one line of an error keeps."""
_LINES = 50
"""Lines that an error keeps: as many findings as are told of one file."""

_FEWEST, _MANY = 4, 8
"""Characters that a password has at least before it is looked for, and a longer secret: less is a word like any."""
_MARK = "\ufffd"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_UNSEEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_BREAKS = re.compile("\r\n?|[\u2028\u2029]")
_CONTROL, _INVISIBLE = re.compile(f"[{_CONTROLS}]"), re.compile(f"[{_UNSEEN}]")
_ANY = re.compile(f"[\r\u2028\u2029{_CONTROLS}{_UNSEEN}]")
_REFERENCE = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")

_WORD = r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|credentials?)"
_ADDRESS = re.compile(r"://[^\s'\"<>]*")
_SECRETS = (
    (re.compile(rf"((?<![\w-])[\w-]*{_WORD}['\"]?\s*[=:]\s*)('[^']*'|\"[^\"]*\"|[^\s,;&'\"]+)", re.IGNORECASE), r"\1…"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/-]{8,}=*", re.IGNORECASE), r"\1 …"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*|\b(?:AKIA|ghp_|xox[bp]-)[\w-]{10,}"), "…"),
)
_PASSWORDS = re.compile(r"PASSWORD$|PASSWD$|PASSPHRASE$|_PWD$|SECRET$", re.IGNORECASE)
_OTHERS = re.compile(r"TOKEN|API_?KEY|ACCESS_?KEY|SECRET|CREDENTIAL|DSN|DATABASE_URL|CONNECTION_STR", re.IGNORECASE)


def harmless(text: str) -> str:
    """The text without what steers a terminal, turns the direction of writing or cannot be seen.

    Each control character becomes a mark that can be seen; what has no width, or turns the writing, goes.
    """
    if not _ANY.search(text):
        return text
    return _CONTROL.sub(_MARK, _INVISIBLE.sub("", _BREAKS.sub("\n", text)))


def harmless_html(markup: str) -> str:
    """The same of markup, where such a character may also be written as a reference: &#27; or &rlm;.

    Where one that went has made another of what stood round it, that other becomes a mark, and nothing is left to find.
    """
    once = _REFERENCE.sub(_without, harmless(markup))
    return once if once == markup else _REFERENCE.sub(_marked, harmless(once))


def _without(reference: re.Match[str]) -> str:
    plain = html.unescape(reference[0]) or _MARK  # it drops what a browser does not
    return harmless(plain) if _ANY.search(plain) or plain == _MARK else reference[0]


def _marked(reference: re.Match[str]) -> str:
    return reference[0] if _without(reference) == reference[0] else _MARK


def escaped(written: str) -> str:
    r"""JSON in which such characters stand as \u202e: it says the same, and does nothing to a terminal."""
    return _ANY.sub(lambda found: json.dumps(found[0])[1:-1], written)


def error_words(text: str, secrets: Iterable[str] = ()) -> str:
    """The words of an error as they may be kept and printed: without secrets, not endless, every character visible.

    `secrets` are further values that stand for none of it, such as the address of a pack's database.
    """
    lines = without_secrets(visible(_BREAKS.sub("\n", text.expandtabs())), secrets).splitlines()
    more = [f"(and {len(lines) - _LINES} further lines)"] if len(lines) > _LINES else []
    return "\n".join([*(_short(line) for line in lines[:_LINES]), *more])


def _short(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} …"


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without passwords, tokens and the addresses of databases that it quotes."""
    for secret in sorted({*secrets, *secrets_of(os.environ)}, key=len, reverse=True):
        text = text.replace(secret, "…")
    text = _ADDRESS.sub(_without_user, text)
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def _without_user(address: re.Match[str]) -> str:
    _, sign, after = address[0].rpartition("@")  # a password may hold a stroke or an @ of its own
    return f"://…@{after}" if sign else address[0]


def secrets_of(environment: Mapping[str, str]) -> set[str]:
    """The values of an environment that are no one's business, by their names or because they hold a password."""
    found = {value for name, value in environment.items() if len(value) >= _FEWEST and _PASSWORDS.search(name)}
    others = {value for name, value in environment.items() if _OTHERS.search(name) or re.search("://.*@", value)}
    found |= {value for value in others if len(value) > _MANY and not value.isalpha()}
    return found | {part for value in others for part in passwords_of(value)}


def passwords_of(address: str) -> list[str]:
    """The password of each address in the text, as it is written there and as it is meant."""
    written = re.findall(r"://[^\s/@:]*:(\S+)@", address)
    return [form for part in written if len(part) >= _FEWEST for form in dict.fromkeys((part, unquote(part)))]
