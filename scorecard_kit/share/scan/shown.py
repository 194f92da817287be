"""Where a content shows what is withheld: in the rows of tables, and in words."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import PurePosixPath
from typing import TypeAlias

from scorecard_kit.judge.disclosure import is_small
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import display, plain
from scorecard_kit.judge.periods import month_name, outturn_month
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import FIGURES
from scorecard_kit.share.scan._kit_sentences import is_of_the_kit
from scorecard_kit.share.scan.readers import WORD, Content, Grid, Piece, all_pieces
from scorecard_kit.share.scan.withheld import ALONE, Hidden, Key

__all__ = ["finder"]

_ByIndicator: TypeAlias = dict[str, list[tuple[Key, frozenset[str], str]]]
"""Of each indicator its withheld figures: whose they are, how a table would show them, numerator and denominator."""
_Finder: TypeAlias = Callable[[Content], Iterator[tuple[str, str]]]

_NEVER = ("", "-", "dash", "c", "[c]", "[z]")
_EARLIER = ("previous", "last_month", "outturn")
_OTHER = re.compile(
    r"target|minimum|budget|previous|outturn|last|rank|change|direction|rating|difference|explanation", re.IGNORECASE
)
_MONTH = re.compile(
    r"\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)( \d{4})?\b"
)
_PARTS = re.compile(r"(?<![\d,.])\d(?:[\d,]*\d)? (?:out )?of (?:the )?\d(?:[\d,]*\d)?(?![\d,.]\d|\d)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_IN_ANY_NAME = frozenset(
    "children people with within from that more than days weeks months years year number percentage rate cent per "
    "month have been were their open first last over under which into aged".split()
)
_STEM = 5  # letters by which a word is known in its other forms: visit, visits, visiting


def finder(hidden: Hidden) -> Callable[[Content], Iterator[tuple[str, str]]]:
    """What finds, in a content in its normal form, whatever is withheld: the place, and whose figure it is.

    The figure itself is never told.
    """
    in_words, by_indicator = _in_words(hidden), _by_indicator(hidden)
    return lambda content: _shown(content, hidden, by_indicator, in_words) if hidden.figures else iter(())


def _shown(
    content: Content, hidden: Hidden, by_indicator: _ByIndicator, in_words: _Finder
) -> Iterator[tuple[str, str]]:
    for grid in content.grids:
        columns = [re.sub(r"\W+", "_", name).strip("_").lower() for name in grid.header]
        named = next((name for name in ("indicator", "measure", "item") if name in columns), "")
        is_for_machines = named and "area" in columns and content.kind not in {"HTML", WORD}
        yield from (
            _in_columns(grid, columns, named, hidden) if is_for_machines else _in_table(grid, hidden, by_indicator)
        )
    yield from in_words(content)


def _by_indicator(hidden: Hidden) -> _ByIndicator:
    found: _ByIndicator = {}
    for key, (above, base, value) in hidden.figures.items():
        item = hidden.items[key[0]]
        units = (item.unit, Unit.RATIO)  # a column of percentages says so in its heading alone
        as_shown = {display_result(value, unit, item.decimals) for unit in units} if value is not None else set()
        as_shown |= {display(count, 0) for count in (above, value) if count is not None and count.denominator == 1}
        parts = "" if above is None or base is None else _parts(above, base)
        found.setdefault(key[0], []).append((key, frozenset(as_shown), parts))
    return found


def _in_columns(grid: Grid, columns: list[str], named: str, hidden: Hidden) -> Iterator[tuple[str, str]]:
    """A table for machines: the row says whose figures it holds."""
    for number, cells in grid.rows:
        row = dict(zip(columns, cells, strict=False))
        period = row.get("period") or hidden.period
        key = row[named], period, row.get("area", ""), row.get("cohort", ""), row.get("category", "")
        for column, text in row.items():
            whose = _whose(column, row, key, hidden)
            if text in _NEVER or whose is None or whose not in hidden.figures:
                continue
            if column not in _EARLIER or text in map(plain, hidden.figures[whose]):  # it may be of an earlier month
                yield f"{grid.place}row {number}, column {column}", _named(whose)


def _whose(column: str, row: Mapping[str, str], key: Key, hidden: Hidden) -> Key | None:
    """Whose figure a column shows in the row of this key."""
    field = row.get("field", "")
    indicator, period, area, cohort, category = key
    if column in _EARLIER:
        before = row.get("previous_period") or hidden.previous(period)
        earlier = outturn_month(period) if column == "outturn" else before
        return indicator, earlier, area, cohort, ""
    side, _, figure = column.rpartition("_")
    if figure in FIGURES and side in {"including", "excluding", "cohort"}:
        name = next((other[3] for other in hidden.figures if other[3]), "excluding_uasc").removeprefix(ALONE)
        return indicator, period, area, {"including": "", "excluding": name, "cohort": ALONE + name}[side], ""
    is_figure = column in {*FIGURES, "this_month", "count"} or (column in {"computed", "printed"} and field in FIGURES)
    return (indicator, period, area, cohort, category) if is_figure else None


def _named(key: Key) -> str:
    return ", ".join(part for part in key if part)


def _in_table(grid: Grid, hidden: Hidden, by_indicator: _ByIndicator) -> Iterator[tuple[str, str]]:
    """A table for readers: its title, header and row headers say whose figures it holds."""
    for number, cells in grid.rows:
        over = f"{grid.title} {' '.join(grid.header)} {cells[0] if cells else ''}"
        named = [each for name, those in by_indicator.items() if hidden.items[name].name in over for each in those]
        for place, text in enumerate(cells):
            heading = grid.heading(place)
            if not named or not any(map(str.isdigit, text)) or _OTHER.search(heading):
                continue
            words = [f"{cells[0]} {heading}", grid.title]
            for key, as_shown, parts in named:
                if _shows(text, as_shown, parts) and _stands_for(key, words, hidden):
                    yield f"{grid.place}row {number}, column {heading or place + 1}", _named(key)


def _stands_for(key: Key, words: list[str], hidden: Hidden) -> bool:
    """Whether a cell is about a result; the words next to it go before those over the table."""
    indicator, period, area, cohort, category = key
    near, far = words
    if hidden.items[indicator].name not in f"{near} {far}" or (category and category not in near):
        return False
    if bool(cohort.startswith(ALONE)) is not near.endswith(" alone"):
        return False
    if not cohort.startswith(ALONE) and bool(cohort) is not (
        "excluding" in (near if "cluding" in near else far).lower()
    ):
        return False
    months = _MONTH.findall(near) or [tuple(month_name(hidden.period).partition(" ")[::2])]
    is_then = any(
        month_name(period).startswith(word) and (not year or period.startswith(year.strip())) for word, year in months
    )
    return is_then and _area_of(near, hidden, _area_of(far, hidden, hidden.main_area)) == area


def _area_of(words: str, hidden: Hidden, otherwise: str) -> str:
    return next((area for area in hidden.areas if re.search(rf"\b{re.escape(area)}\b", words)), otherwise)


def _shows(text: str, as_shown: frozenset[str], parts: str) -> bool:
    return text in as_shown or (
        bool(parts) and parts in text and bool(re.search(rf"(?<![\d,.]){re.escape(parts)}(?![\d,.]\d|\d)", text))
    )


def _parts(above: Fraction, base: Fraction) -> str:
    return f"{display(above, 0)} of {display(base, 0)}"


def _in_words(hidden: Hidden) -> _Finder:
    """What finds "3 of 68" in prose, charts and PDF, where its indicator is named or the analyst has written it.

    So small a count cannot be another's that may be shown. Of the kit's own sentences those that count no people are
    passed over.
    """
    telling: dict[str, list[Key]] = {}
    for key, (above, base, _) in hidden.figures.items():
        if above is None or base is None or key[3].startswith(ALONE):
            continue
        if is_small(above, base, Unit.PERCENT, hidden.below):
            telling.setdefault(_counted(_parts(above, base)), []).append(key)
    known_by = {name: _known_by(item) for name, item in hidden.items.items()}

    def found(content: Content) -> Iterator[tuple[str, str]]:
        page = PurePosixPath(content.name.rpartition(" > ")[2]).stem
        numbered = sum(piece.place.startswith("page ") for piece in content.pieces)
        for piece in all_pieces(content):
            is_own = piece.is_own or bool({piece.section, page} & hidden.own_sections)
            for match in () if piece.is_row else _PARTS.finditer(piece.text):
                keys = telling.get(_counted(match[0]), [])
                named = [key for key in keys if is_own or known_by[key[0]](piece)]
                if (
                    named
                    and not is_of_the_kit(piece.text, match.span())
                    and not _is_page_number(match[0], piece, numbered)
                ):
                    yield piece.place, _named(named[0])

    return found


def _counted(text: str) -> str:
    """A count and its base however they are written: "3 out of the 1,068" as "3 of 1068"."""
    return " of ".join(part.replace(",", "") for part in re.findall(r"\d[\d,]*", text))


def _known_by(item: Indicator) -> Callable[[Piece], bool]:
    """Whether a text names an indicator: by a word of its name, or by its whole name in what stands over it."""
    names = [name.casefold() for name in (item.name, item.short_name) if name]
    words = {word[:_STEM] for name in names for word in _WORD.findall(name) if word not in _IN_ANY_NAME}
    near = re.compile("|".join(rf"\b{re.escape(word)}" for word in sorted(words)) or r"(?!)")
    over = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in [*names, item.indicator.casefold()]))
    return lambda piece: bool(near.search(piece.text.casefold()) or over.search(piece.about.casefold()))


def _is_page_number(found: str, piece: Piece, pages: int) -> bool:
    """Whether it is what paper has in its margin: on page 64 of 72, and there once, "64 of 72"."""
    number = found.partition(" ")[0]
    return (piece.place, found, piece.text.count(found)) == (f"page {number}", f"{number} of {pages}", 1)
