"""What changed between what is printed on two sides, such as two editions: the rows of each, and in words."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from scorecard_kit.data.printed import Row
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result

__all__ = [
    "BANDS", "DEFINED", "NOT_REPEATED", "NOT_SHOWN", "RESULTS", "Change", "Shown", "Side", "as_told", "changes",
    "commentary_of", "definition_row", "figure_words",
]  # fmt: skip

BANDS = ("target", "floor", "green_from", "green_to", "amber_from", "amber_to")
RESULTS = ("numerator", "denominator", "value", "status")
DEFINED = ("name", "group", "polarity", "data_period", "unit", "per", "decimals", "excludes", "definition", "source")
NOT_SHOWN, NOT_REPEATED = "not shown", "not repeated"
Shown = tuple[Unit, int]
_Key = tuple[str, ...]
_AT = ("indicator", "area", "cohort", "category")
_COUNTS = ("numerator", "denominator")
_SHOWN_FIRST = ("value", "rag", *_COUNTS, "within_rounding")
_SINCE = {"direction_from_previous": "since the previous result", "direction_from_outturn": "since the outturn"}
_IN_ITS_UNIT = (*BANDS, "previous", "outturn")
_WITHHELD = "c"
_TELLING = (*_COUNTS, "status", "rag", "within_rounding", "previous", "outturn", *_SINCE)
"""What stands beside a result, and may tell it."""


class Side(NamedTuple):
    """One of the two that are compared: how it is called, its month, and the rows of its three tables."""

    label: str
    period: str
    figures: list[Row]
    definitions: list[Row]
    commentary: list[Row]


class Change(NamedTuple):
    """What changed: rating, result, target, definition or commentary; of which figure; on the two sides."""

    kind: str
    what: str
    was: str
    now: str


def changes(before: Side, after: Side, *, by_month: bool) -> list[Change]:
    """What changed from one side to the other, by kind, in the order of the earlier.

    `by_month` they are compared figure by figure, as two of one month are. Else each indicator has its newest on either
    side, for the same area and cohort. What only one side prints is a change as well. Commentary is told from its first
    new word. Of one month, what is withheld on one side is not repeated from the other, nor is commentary beside it.
    """
    figures = list(_figure_changes(before, after, by_month=by_month))
    kinds = ("rating", "result", "target")
    found = [change for kind in kinds for change in figures if change.kind == kind]
    return [*found, *_definition_changes(before, after), *_commentary_changes(before, after)]


def _figure_changes(before: Side, after: Side, *, by_month: bool) -> Iterator[Change]:
    was, now = (_by_place(side, apart=by_month) for side in (before, after))
    for place in dict.fromkeys([*was, *now]):
        old, new = as_told(was.get(place, {}), now.get(place, {}))
        what = _what(old or new, dated=by_month)
        for kind, columns in (("rating", ("rag",)), ("result", RESULTS), ("target", BANDS)):
            if not (old and new):
                if kind == "result":
                    yield Change(kind, what, _words(old, kind, ()), _words(new, kind, ()))
            elif differing := tuple(name for name in columns if old[name] != new[name]):
                yield Change(kind, what, _words(old, kind, differing), _words(new, kind, differing))


def _by_place(side: Side, *, apart: bool) -> dict[_Key, Row]:
    """The rows by what they are of; unless months are kept `apart`, the newest of each that was not to come."""
    rows = sorted((row for row in side.figures if apart or row["period"] <= side.period), key=itemgetter("period"))
    return {(*(row[name] for name in _AT), row["period"] if apart else ""): row for row in rows}


def as_told(was: Row, now: Row) -> tuple[Row, Row]:
    """A figure on two sides as it may be told: what is withheld on one is not repeated from the other.

    Where that is the result, its counts, rating and directions are left out on both. Of two months nothing is.
    """
    is_same = was.get("period") == now.get("period")
    once = {name for name in was.keys() & now.keys() if is_same and [was[name], now[name]].count(_WITHHELD) == 1}
    silent = set(_TELLING) if "value" in once else {f"direction_from_{name}" for name in once}

    def told(row: Row) -> Row:
        hidden = {name: NOT_REPEATED for name in once if row[name] != _WITHHELD}
        return {**row, **hidden, **dict.fromkeys(silent & row.keys(), "")}

    return told(was), told(now)


def _what(row: Row, *, dated: bool) -> str:
    parts = [row["name"], month_name(row["period"]) if dated and row["period"] else "", row["area"]]
    return ", ".join(filter(None, [*parts, row["cohort"].replace("_", " ")]))


def _words(row: Row, kind: str, columns: tuple[str, ...]) -> str:
    if not row:
        return NOT_SHOWN
    if kind == "rating":
        return row["rag"] or "none"
    shown = (Unit(row["unit"]), int(row["decimals"])) if row["unit"] else None
    if kind == "target":
        return ", ".join(f"{name.replace('_', ' ')} {_number(row[name], shown) or 'none'}" for name in columns)
    if row["value"] == _WITHHELD:
        return "withheld"
    own = {name: cell for name, cell in row.items() if name != "rag"}
    said = figure_words(own, tuple(name for name in columns if name != "status"), shown)
    return ", ".join(filter(None, [said, row["status"].replace("_", " ")]))


def _definition_changes(before: Side, after: Side) -> Iterator[Change]:
    was, now = ({row["indicator"]: row for row in side.definitions} for side in (before, after))
    for indicator in (key for key in was if key in now):
        for name in (name for name in DEFINED if was[indicator][name] != now[indicator][name]):
            what = f"{was[indicator]['name']}: {name.replace('_', ' ')}"
            yield Change("definition", what, was[indicator][name] or "none", now[indicator][name] or "none")


def _commentary_changes(before: Side, after: Side) -> Iterator[Change]:
    was, now = ({row["page"]: row for row in side.commentary} for side in (before, after))
    silent = _withheld_once(before, after)
    for page in dict.fromkeys([*was, *now]):
        old, new = was.get(page, {}).get("text", ""), now.get(page, {}).get("text", "")
        if old != new and page in silent:
            yield Change("commentary", (now.get(page) or was[page])["title"], NOT_REPEATED, NOT_REPEATED)
        elif old != new:
            pairs = zip(old.split(), new.split(), strict=False)
            alike = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
            words = (" ".join(["…"] * (alike > 0) + text.split()[alike:]) or "none" for text in (old, new))
            yield Change("commentary", (now.get(page) or was[page])["title"], *words)


def _withheld_once(before: Side, after: Side) -> set[str]:
    """The pages that print a figure of which one side withholds what the other shows."""
    was, now = (_by_place(side, apart=True) for side in (before, after))
    rows = [(was[place], now[place]) for place in was.keys() & now.keys()]
    return {page for pair in rows if as_told(*pair) != pair for row in pair for page in row.get("pages", "").split()}


def definition_row(item: Indicator) -> Row:
    """What of an indicator is compared: its key, and DEFINED as words."""
    return {"indicator": item.indicator, **{name: _said(getattr(item, name)) for name in DEFINED}}


def _said(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def commentary_of(page: str) -> str:
    """The commentary that stands on a page, as plain text; blank where there is none.

    Its sections are in the order of their headings, wherever on the page they stand.
    """
    found = LexborHTMLParser(page).css("section.prose")
    return "\n\n".join(sorted(" ".join(part.text(separator=" ").split()) for part in found))


def figure_words(row: Row, columns: tuple[str, ...], shown: Shown | None) -> str:
    """A printed figure as words: its result and rating, and of whatever else is among `columns` what it says.

    74.2%, Red, 1,180 of 1,590, target 85. `shown`: the unit and the decimals in which a result is shown.
    """
    if not row:
        return NOT_SHOWN
    words = [_number(row["value"], shown) or "no result"] if "value" in row else []
    words += [row["rag"]] if row.get("rag") else []
    counts = [row[name] for name in _COUNTS if row.get(name)]
    if any(name in columns for name in _COUNTS) and counts and counts != [row.get("value")]:
        words.append(" of ".join(map(_plain, counts)))
    for name in (name for name in columns if name not in _SHOWN_FIRST):
        if since := _SINCE.get(name):
            words.append(f"{row[name]} {since}")
        else:
            words.append(
                f"{name.replace('_', ' ')} {_number(row[name], shown if name in _IN_ITS_UNIT else None) or 'none'}"
            )
    return ", ".join(words)


def _number(cell: str, shown: Shown | None) -> str:
    number = _exact(cell)
    return _plain(cell) if shown is None or number is None else display_result(number, *shown)


def _plain(cell: str) -> str:
    """A cell as a reader knows it: withheld for c, and no more than four decimals."""
    number = _exact(cell)
    if number is None:
        return "withheld" if cell == _WITHHELD else cell
    return display(number, 4).rstrip("0").rstrip(".")


def _exact(cell: str) -> Fraction | None:
    """The number in a cell; None where it holds none, but words."""
    try:
        return exact(cell)
    except ValueError:
        return None
