"""What points to one person: their numbers, their date of birth, where they live, how they are reached."""

import re
from collections.abc import Iterator

from stdnum.gb import nhs, upn

from scorecard_kit.share.scan._normal import Span
from scorecard_kit.share.scan.readers import Piece

__all__ = ["BIRTH_WORD", "DATE", "births", "emails", "insurance_numbers", "nhs_numbers", "postcodes", "pupil_numbers",
           "telephones"]  # fmt: skip

_GAP = r"[ ./_-]{0,3}"
_TEN_DIGITS = re.compile(rf"(?<![\w.,£$€/-])(\d{{3}}({_GAP})\d{{3}}\2\d{{4}})(?![\w/]|[.,-]\d)")
_ANY_TEN = re.compile(rf"(?<!\d)(\d(?:{_GAP}\d){{9}})(?!\d)")
_SAID_NHS = re.compile(r"\bnhs\b", re.IGNORECASE)
_BESIDE_NUMBERS = re.compile(r"\d[\d,.]* ?$"), re.compile(r"^ ?[-+]?[£\d]")
_MONEY = re.compile(r"amount|cost|budget|spend|gbp|£|pounds|price|gross|income|\bnet\b|cash|variance", re.IGNORECASE)
_UPN = re.compile(
    r"(?<![A-Za-z0-9])[A-HJ-NP-RT-Z](?:[ ./-]?\d){11}[ ./-]?[0-9A-HJ-NP-RT-Z](?![A-Za-z0-9])", re.IGNORECASE
)
_NINO = re.compile(
    rf"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    rf"(?:{_GAP}\d{{2}}){{3}}{_GAP}[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_WORDS_OF_DAYS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth"
).split()
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)[ -])?(?:{'|'.join(_WORDS_OF_DAYS)}))"
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:\d{4}|'?\d{2}|(?:nineteen|twenty|two thousand)(?:[ -](?:and[ -])?[a-z]+){1,2})"
DATE = (
    rf"(?:\b(?:the )?{_DAY}[ /.,-]{{0,2}}(?:day )?(?:of )?{_MONTHS},?[ /.-]{{0,2}}{_YEAR}\b"
    r"|\b\d{1,2} ?[ /.-] ?\d{1,2} ?[ /.-] ?\d{2,4}\b"
    rf"|\b{_MONTHS} (?:the )?{_DAY},? {_YEAR}\b|\b\d{{4}} ?[-/.] ?\d{{1,2}} ?[-/.] ?\d{{1,2}}\b)"
)
"""A day, in figures or in words."""
BIRTH_WORD = (
    r"(?:\b(?:re)?born\b|\bd\.?\s?o\.?\s?b\b\.?|\bdate[ _-]of[ _-]birth\b|\bbirth[ _-]?(?:date|day)s?\b|\bbday\b)"
)
_WITHIN = r"(?:[^.;\n]|\.(?=\S))"  # a sentence
_BORN = re.compile(
    rf"{BIRTH_WORD}\.?{_WITHIN}{{0,90}}?(?:{DATE}|(?<=[ :])(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d\b)"
    rf"|{DATE}{_WITHIN}{{0,50}}?{BIRTH_WORD}",
    re.IGNORECASE,
)
_BIRTH_COLUMN = re.compile(rf"^\W*(?:child(?:'s)? )?{BIRTH_WORD}|{BIRTH_WORD}\W*$", re.IGNORECASE)
_ANY_DATE = re.compile(rf"{DATE}|^\d{{5}}$|^\d{{6}}$|^\d{{8}}$", re.IGNORECASE)
_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G "
    "GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW "
    "OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC "
    "WD WF WN WR WS WV YO ZE"
).split()
_OUTWARD = rf"(?:{'|'.join(_AREAS)})(?:\d[A-HJKPS-Y]|\d{{1,2}})"
_POSTCODE = re.compile(
    rf"(?<![A-Za-z0-9#£._-])(?:{_OUTWARD}|GIR)([ .,_/*|-]{{0,3}})(\d[ABD-HJLNP-UW-Z]{{2}})(?![A-Za-z0-9_])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)", re.IGNORECASE)
_HEX = re.compile("[0-9a-f]+")  # a colour
_OF_PLACES = re.compile(r"post ?code|address|\blives?\b|\bhome\b|\broad\b|\bstreet\b|\bavenue\b", re.IGNORECASE)
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+'-]{0,63}"
    r"(?: ?[@\uff20] ?|[ _]?[\[({<][ ]?at[ ]?[\])}>][ _]?| at (?=[A-Za-z][\w-]* dot ))"
    r"[A-Za-z0-9][\w-]{0,62}(?:(?:\.| ?[\[({<][ ]?dot[ ]?[\])}>] ?| dot )[A-Za-z][\w-]{1,30}){1,5}",
    re.IGNORECASE,
)
_IS_AT = re.compile(r"@|\bat\b", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"://[^\s@]*$")  # of a server, with who asks there
_TELEPHONE = re.compile(
    r"(?<![\w.,£$€/+#-])(?:(?:\+|00) ?44[ .()/-]{0,3}(?:\(?0\)?[ ./-]{0,2})?|\(?0)"
    r"(?P<local>[1-35789]\d{1,4}\)?(?:[ ./-]{1,3}\(?\d{2,8}\)?){1,4}|[1-35789]\d{8,9})(?![\w/]|[.,-]\d)"
    r"|\b(?:ext\.?|extension:?) ?(?:no\.? ?)?(?P<extension>\d{4,6})\b|\btel:[+\d][\d().-]{5,}",
    re.IGNORECASE,
)
_SUBSCRIBER = range(9, 11)  # digits without the 0
_SHORT = re.compile(r"(?:800|845|808)\D*(?:1111|\d{6})")  # Childline's 0800 1111, and others as short


def nhs_numbers(piece: Piece) -> Iterator[Span]:
    """A valid number; where it says NHS however it is spaced, else not in a column of money nor among other figures."""
    if piece.is_row:
        return
    is_column = bool(_SAID_NHS.search(piece.heading))
    for match in (_ANY_TEN if is_column or _SAID_NHS.search(piece.text) else _TEN_DIGITS).finditer(piece.text):
        digits = re.sub(r"\D", "", match[1])
        if not nhs.is_valid(digits) or len(set(digits)) == 1:  # ten equal digits are nobody's
            continue
        before, after = piece.text[max(0, match.start() - 40) : match.start()], piece.text[match.end() :]
        beside = _BESIDE_NUMBERS[0].search(before) or _BESIDE_NUMBERS[1].search(after)
        is_whole = bool(_TEN_DIGITS.fullmatch(match[1]))
        is_apart = is_whole and not (_MONEY.search(piece.heading) or (len(match[1]) > len(digits) and beside))
        if is_column or _SAID_NHS.search(before) or is_apart:
            yield match.span(1)


def pupil_numbers(piece: Piece) -> Iterator[Span]:
    """A number whose letter checks the rest, of whatever authority: the library knows those of 2011 alone."""
    for match in () if piece.is_row else _UPN.finditer(piece.text):
        number = re.sub(r"[ ./-]", "", match[0])
        if number.isascii() and upn.calc_check_digit(number.upper()) == number[0].upper():
            yield match.span()


def insurance_numbers(piece: Piece) -> Iterator[Span]:
    """Two letters, six digits and a letter, of a form that is given out."""
    if not piece.is_row:
        yield from (match.span() for match in _NINO.finditer(piece.text))


def births(piece: Piece) -> Iterator[Span]:
    """A date in one sentence or one row with the word, or in a column of that name."""
    yield from (match.span() for match in _BORN.finditer(piece.text))
    if _BIRTH_COLUMN.search(piece.heading):
        yield from (match.span() for match in _ANY_DATE.finditer(piece.text))


def postcodes(piece: Piece) -> Iterator[Span]:
    """In capitals with whatever parts its halves; in small letters with a space, or where it is said to be one."""
    for match in () if piece.is_row else _POSTCODE.finditer(piece.text):
        between, inward = match[1], match[2]
        is_said = bool(_OF_PLACES.search(f"{piece.heading} {piece.text[: match.start()]}"))
        is_alone = between.isspace() or (match[0] == piece.text.strip() and not _HEX.fullmatch(match[0]))
        if match[0].isupper() or (not _ORDINAL.fullmatch(inward) and (is_said or is_alone)):
            yield match.span()


def emails(piece: Piece) -> Iterator[Span]:
    """An address of a mailbox, also one that is written so that programs do not find it."""
    if not piece.is_row:
        found = _EMAIL.finditer(piece.text) if _IS_AT.search(piece.text) else ()
        yield from (match.span() for match in found if not _IN_ADDRESS.search(piece.text, 0, match.start()))


def telephones(piece: Piece) -> Iterator[Span]:
    """A number of the United Kingdom as it is dialled at home or from abroad, and an extension."""
    for match in () if piece.is_row else _TELEPHONE.finditer(piece.text):
        local = match["local"]
        if not local or len(re.sub(r"\D", "", local)) in _SUBSCRIBER or _SHORT.fullmatch(local):
            yield match.span()
