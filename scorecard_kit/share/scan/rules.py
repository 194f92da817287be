"""What must not leave: paths, names, tracebacks, credentials, templates, and whatever points to one person."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TypeAlias

from stdnum.gb import nhs, upn

from scorecard_kit.share.scan.readers import Piece

__all__ = ["Rule", "rules", "telling_names"]

Rule: TypeAlias = Callable[[Piece], Iterable[str]]
"""Gives what a piece holds that must not leave."""

_PATH = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:[\\/](?![\\/])[\w$ .~-]*[\w\\/][^\s\"'<>|,;]*|(?<![\\\w])\\\\[\w.$-]+\\[\w.$ -]+"
    r"|(?<![\w.:/-])/(?:home|Users|root|tmp|private|var|opt|mnt|media|srv|etc|usr|work|data|Volumes|c|d)/[\w.-][^\s\"'<>]*"
    r"|\bfile:/{1,3}[^\s\"'<>]+|(?<!\w)~[\w.-]*/[\w.-]+/[^\s\"'<>]*|%(?:USERPROFILE|APPDATA|HOMEPATH|TEMP)%"
)
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\)|\bFile \"[^\"]+\", line \d+|\b[a-z_.]*[A-Z]\w*(?:Error|Exception): \S"
    r"|<ipython-input-|\bCell In ?\[\d+\]|-{3,}> ?\d+ |\x1b\[\d"
)
_CREDENTIAL = re.compile(
    r"\b[a-z][a-z0-9+.-]*://[^\s/:@\"'<>]*:[^\s/@\"'<>]+@[^\s\"'<>]+|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|account[_-]?key|auth[_-]?token)"
    r"\b[\"']? ?[=:] ?[\"']?[^\s\"'<>]{3,}"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}"
    r"|\bxox[abeoprs]-[\w-]{10,}|\bsk-[A-Za-z0-9_-]{20,}|\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+|\bBearer [\w.~+/-]{16,}"
    r"|[?&]sig=[\w%+/-]{16,}",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^%]*%\}|\{#[^#]*#\}|\$\{\w+\}|%\(\w+\)[sd]|\b(?:small_counts|already_published)\b"
    r"|# (?:Injected )?Parameters\b|\bpapermill\b"
)
_TEN_DIGITS = re.compile(r"(?<![\w.,£$€/-])(\d{3}([ -]?)\d{3}\2\d{4})(?![\w/]|[.,-]\d)")
_BESIDE_NUMBERS = re.compile(r"\d[\d,.]* ?$"), re.compile(r"^ ?[-+]?[£\d]")
_MONEY = re.compile(r"amount|cost|budget|spend|gbp|£|pounds|price|gross|income|\bnet\b|cash|variance", re.IGNORECASE)
_UPN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z](?![A-Za-z0-9])", re.IGNORECASE)
_NINO = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_BIRTH = r"(?:\b(?:re)?born\b|\bd\.?\s?o\.?\s?b\b\.?|\bdate[ _]of[ _]birth\b|\bbirth[ _-]?(?:date|day)\b|\bbday\b)"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DATE = (
    r"(?:\b\d{1,2}(?:st|nd|rd|th)?[ /.-](?:of )?(?:\d{1,2}|(?:" + "|".join(_MONTHS) + r")[a-z]*\.?),?[ /.-]\d{2,4}\b"
    r"|\b(?:" + "|".join(_MONTHS) + r")[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b)"
)
_BORN = re.compile(rf"{_BIRTH}[^.;\n]{{0,40}}?{_DATE}|{_DATE}[^.;\n]{{0,25}}?{_BIRTH}", re.IGNORECASE)
_BIRTH_COLUMN = re.compile(rf"^\W*(?:child(?:'s)? )?{_BIRTH}|{_BIRTH}\W*$", re.IGNORECASE)
_ANY_DATE = re.compile(rf"{_DATE}|^\d{{5}}$|^\d{{6}}$|^\d{{8}}$", re.IGNORECASE)
_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G "
    "GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW "
    "OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC "
    "WD WF WN WR WS WV YO ZE"
).split()
_OUTWARD = rf"(?:{'|'.join(_AREAS)})(?:\d[A-HJKPS-Y]|\d{{1,2}})"
_POSTCODE = re.compile(rf"(?<![A-Za-z0-9#£.]){_OUTWARD} ?\d[ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z0-9])")
_SMALL_POSTCODE = re.compile(
    rf"(?<![a-z0-9#£.]){_OUTWARD.lower()} \d(?!st\b|nd\b|rd\b|th\b)[abd-hjlnp-uw-z]{{2}}(?![a-z0-9])"
)
_GENERIC = frozenset("admin administrator guest home jovyan owner root runner runneradmin ubuntu user users".split())


def _matches(pattern: re.Pattern[str]) -> Rule:
    return lambda piece: () if piece.is_row else (match[0] for match in pattern.finditer(piece.text))


def _nhs_numbers(piece: Piece) -> Iterator[str]:
    """A valid number; where it says NHS always, else not in a column of money nor among other figures."""
    if piece.is_row:
        return
    for match in _TEN_DIGITS.finditer(piece.text):
        if not nhs.is_valid(match[1]) or len(set(nhs.compact(match[1]))) == 1:  # ten equal digits are nobody's
            continue
        before, after = piece.text[max(0, match.start() - 40) : match.start()], piece.text[match.end() :]
        is_named = "nhs" in f"{piece.heading} {before}".lower()
        beside = _BESIDE_NUMBERS[0].search(before) or _BESIDE_NUMBERS[1].search(after)
        if is_named or not (_MONEY.search(piece.heading) or (match[2] and beside)):
            yield match[1]


def _pupil_numbers(piece: Piece) -> Iterator[str]:
    """A number whose letter checks the rest, of whatever authority: the library knows those of 2011 alone."""
    for match in () if piece.is_row else _UPN.finditer(piece.text):
        if match[0].isascii() and upn.calc_check_digit(match[0].upper()) == match[0][0].upper():
            yield match[0]


def _births(piece: Piece) -> Iterator[str]:
    """A date beside the word, in one text or in one row, or in a column of that name."""
    yield from (match[0] for match in _BORN.finditer(piece.text))
    if _BIRTH_COLUMN.search(piece.heading):
        yield from (match[0] for match in _ANY_DATE.finditer(piece.text))


def _postcodes(piece: Piece) -> Iterator[str]:
    if not piece.is_row:
        yield from (match[0] for pattern in (_POSTCODE, _SMALL_POSTCODE) for match in pattern.finditer(piece.text))


def telling_names(names: Iterable[str], usual_words: Collection[str]) -> list[str]:
    """The user names to look for: not those that every machine has, nor words that the pack itself uses."""
    words = {word.casefold() for text in usual_words for word in re.findall(r"\w+", text)}
    plain = {name.strip().casefold() for name in names}
    return sorted(name for name in plain if len(name) > 2 and name not in _GENERIC and name not in words)  # noqa: PLR2004


def rules(names: Iterable[str] = ()) -> dict[str, Rule]:
    """Every rule by what it looks for; `names` are the user names that must not leave."""
    by_name: dict[str, Rule] = {
        "file path": _matches(_PATH),
        "traceback": _matches(_TRACEBACK),
        "credential": _matches(_CREDENTIAL),
        "unrendered parameter": _matches(_TEMPLATE),
        "NHS number": _nhs_numbers,
        "unique pupil number": _pupil_numbers,
        "National Insurance number": _matches(_NINO),
        "date of birth": _births,
        "postcode": _postcodes,
    }
    if any_of := "|".join(re.escape(name) for name in names):
        by_name["user name"] = _matches(re.compile(rf"(?<![\w.-])(?:{any_of})(?![\w-])", re.IGNORECASE))
    return by_name
