"""The counts that a pack withholds, worked out again from its data and looked for where their rows stand."""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import part
from scorecard_kit.judge.disclosure import is_small
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import display, exact, plain
from scorecard_kit.judge.periods import month_name, outturn_month, previous_point
from scorecard_kit.judge.ratings import display_result, rate
from scorecard_kit.judge.rows import FIGURES, definitions, records
from scorecard_kit.pack.models import beside
from scorecard_kit.pack.plan import Pack
from scorecard_kit.share.scan.readers import WORD, Content, Grid, Piece, all_pieces

__all__ = ["Hidden", "hidden_figures", "shown_counts"]

Key = tuple[str, str, str, str, str]
"""Indicator, period, area, cohort, and the category of a breakdown."""
Figures = tuple[Fraction | None, Fraction | None, Fraction | None]
"""Numerator, denominator, value."""

_ALONE = "less "  # a cohort that is worked out: everyone less the results that exclude it
_YEARS = 6  # more than a chart shows
_NEVER = ("", "c", "[c]", "[z]")
_EARLIER = ("previous", "last_month", "outturn")
_OTHER = re.compile(r"target|minimum|previous|outturn|last|rank|change|direction|rating|difference", re.IGNORECASE)
_MONTH = re.compile(
    r"\b(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)( \d{4})?\b"
)


# Sentences of the kit that count sections, indicators and ratings, never people: "section 3 of 18", "2 of 24 count".
_OF_NO_PEOPLE_BEFORE = r"(?<!section )(?<!better: )"
_OF_NO_PEOPLE_AFTER = r"(?! (?:indicators|ratings|percentages|count|counts)\b)"


class Hidden(NamedTuple):
    """What a pack withholds, and the words by which its row is known."""

    figures: Mapping[Key, Figures]
    items: Mapping[str, Indicator]
    areas: tuple[str, ...]
    main_area: str
    period: str
    below: int
    previous: Callable[[str], str]


def hidden_figures(pack: Pack) -> Hidden:
    """Everything that the pack's `small_counts` takes out: results, cohorts by subtraction, and breakdowns."""
    below = pack.head.small_counts.below  # of a database the months that a page may show, of a folder all:
    reach: dict[str, Any] = {"period": pack.head.period, "months": _YEARS * 12} if pack.dataset.stored else {}
    as_published = part(pack.dataset, **reach)
    place = beside(pack.head.data, str(pack.folder))  # wherever this runs
    as_entered = part(opened(place, {"below": below, "already_published": True}), **reach)
    items = definitions(as_entered.indicators)
    entered = {_key(row): _figures(row, items) for row in records(as_entered.results) if row["indicator"] in items}
    published = {_key(row) for row in records(as_published.results) if row.get("status") != "suppressed"}
    hidden = {key: figures for key, figures in entered.items() if key not in published and any(figures)}
    hidden |= dict(_cohorts(entered, items, below))
    emptied = {_key(row) for row in records(as_published.breakdowns) if exact(row["count"]) is None}
    counts = {_key(row): exact(row["count"]) for row in records(as_entered.breakdowns)}
    hidden |= {key: (count, None, None) for key, count in counts.items() if count is not None and key in emptied}
    months = {key[1] for key in entered}
    areas = tuple(sorted({key[2] for key in entered}, key=len, reverse=True))
    return Hidden(hidden, items, areas, main_area(as_entered), pack.head.period, below,
                  lambda period: previous_point(period, months, pack.head.reporting))  # fmt: skip


def _key(row: Mapping[str, Any]) -> Key:
    return row["indicator"], row["period"], row["area"], row.get("cohort", ""), row.get("category", "")


def _figures(row: Mapping[str, Any], items: Mapping[str, Indicator]) -> Figures:
    above, base, value = (exact(row.get(name)) for name in FIGURES)
    if value is None and above is not None and base:
        value = rate(above, base, items[row["indicator"]].per)
    return above, base, value


def _cohorts(
    entered: Mapping[Key, Figures], items: Mapping[str, Indicator], below: int
) -> Iterator[tuple[Key, Figures]]:
    for key, (above, base, _) in entered.items():
        everyone = entered.get((*key[:3], "", ""))
        if not key[3] or everyone is None or above is None or everyone[0] is None or key[3] in items[key[0]].excludes:
            continue
        count = everyone[0] - above
        total = None if base is None or everyone[1] is None else everyone[1] - base
        if is_small(count, total, items[key[0]].unit, below):
            yield (*key[:3], _ALONE + key[3], ""), (count, total, None)


def shown_counts(content: Content, hidden: Hidden) -> Iterator[tuple[str, str]]:
    """Where a content shows what is withheld: the place, and whose figure it is (never the figure)."""
    if not hidden.figures:
        return
    for grid in content.grids:
        columns = [re.sub(r"\W+", "_", name).strip("_").lower() for name in grid.header]
        named = next((name for name in ("indicator", "measure", "item") if name in columns), "")
        is_for_machines = named and "area" in columns and content.kind not in {"HTML", WORD}
        yield from _in_columns(grid, columns, named, hidden) if is_for_machines else _in_table(grid, hidden)
    yield from _in_words(content, hidden)


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
        name = next((other[3] for other in hidden.figures if other[3]), "excluding_uasc").removeprefix(_ALONE)
        return indicator, period, area, {"including": "", "excluding": name, "cohort": _ALONE + name}[side], ""
    is_figure = column in {*FIGURES, "this_month", "count"} or (column in {"computed", "printed"} and field in FIGURES)
    return (indicator, period, area, cohort, category) if is_figure else None


def _named(key: Key) -> str:
    return ", ".join(part for part in key if part)


def _in_table(grid: Grid, hidden: Hidden) -> Iterator[tuple[str, str]]:
    """A table for readers: its title, header and row headers say whose figures it holds."""
    for number, cells in grid.rows:
        for place, text in enumerate(cells):
            heading = grid.heading(place)
            if not text or not any(map(str.isdigit, text)) or _OTHER.search(heading):
                continue
            words = [f"{cells[0]} {heading}", grid.title]
            for key, figures in hidden.figures.items():
                if _stands_for(key, words, hidden) and _shows(text, key, figures, hidden):
                    yield f"{grid.place}row {number}, column {heading or place + 1}", _named(key)


def _stands_for(key: Key, words: list[str], hidden: Hidden) -> bool:
    """Whether a cell is about a result; the words next to it go before those over the table."""
    indicator, period, area, cohort, category = key
    near, far = words
    if hidden.items[indicator].name not in f"{near} {far}" or (category and category not in near):
        return False
    if bool(cohort.startswith(_ALONE)) is not near.endswith(" alone"):
        return False
    if not cohort.startswith(_ALONE) and bool(cohort) is not (
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


def _shows(text: str, key: Key, figures: Figures, hidden: Hidden) -> bool:
    above, base, value = figures
    item = hidden.items[key[0]]
    units = (item.unit, Unit.RATIO)  # a column of percentages says so in its heading alone
    as_shown = {display_result(value, unit, item.decimals) for unit in units} if value is not None else set()
    as_shown |= {display(count, 0) for count in (above, value) if count is not None and count.denominator == 1}
    parts = "" if above is None or base is None else _parts(above, base)
    return text in as_shown or bool(parts and re.search(rf"(?<![\d,.]){re.escape(parts)}(?![\d,.]\d|\d)", text))


def _parts(above: Fraction, base: Fraction) -> str:
    return f"{display(above, 0)} of {display(base, 0)}"


def _in_words(content: Content, hidden: Hidden) -> Iterator[tuple[str, str]]:
    """Prose, charts and PDF: "3 of 68" in words, where so small a count cannot be another's that may be shown."""
    telling = {}
    for key, (above, base, _) in hidden.figures.items():
        if above is None or base is None or key[3].startswith(_ALONE):
            continue
        if is_small(above, base, Unit.PERCENT, hidden.below):
            telling[_parts(above, base)] = telling[_parts(above, base).replace(" of ", " of the ")] = key
    if not telling:
        return
    counts = rf"(?<![\d,.])(?:{'|'.join(map(re.escape, telling))})(?![\d,.]\d|\d)"
    pattern = re.compile(f"{_OF_NO_PEOPLE_BEFORE}{counts}{_OF_NO_PEOPLE_AFTER}")
    pages = sum(piece.place.startswith("page ") for piece in content.pieces)
    for piece in all_pieces(content):
        for match in () if piece.is_row else pattern.finditer(piece.text):
            if not _is_page_number(match[0], piece, pages):
                yield piece.place, _named(telling[match[0]])


def _is_page_number(found: str, piece: Piece, pages: int) -> bool:
    """Whether it is what paper has in its margin: on page 64 of 72, and there once, "64 of 72"."""
    number = found.partition(" ")[0]
    return (piece.place, found, piece.text.count(found)) == (f"page {number}", f"{number} of {pages}", 1)
