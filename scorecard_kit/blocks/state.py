"""What a page of many indicators says first: how they are rated, what changed rating, and what the figures ask.

The pack's first page repeats all of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.bands import against_bands
from scorecard_kit.blocks.html import Block, about, bullets, rating, section, slug
from scorecard_kit.blocks.palette import RATING
from scorecard_kit.blocks.sentences import figure, points, result
from scorecard_kit.blocks.standing import own_month
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.indicators import Direction, Polarity, Rag, Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, place_of, records, takes_rated
from scorecard_kit.judge.runs import runs
from scorecard_kit.judge.standings import changed_ratings, rated_twice, rating_counts
from scorecard_kit.text.counting import capitalised, count, joined

__all__ = ["changed", "questions", "state"]

_NAMED = 3  # indicators in one question
_LONG_RED, _LONG_MISSED = 3, 6  # results running
_FAR, _CLOSE = Fraction(1), Fraction(1)  # percentage points that are worth a question, and that are a near miss


@takes_rated
def state(rated: pd.DataFrame) -> Block:
    """One bar of all indicators, a part a rating, with the count of each in words beneath.

    A part is never so small that its symbol does not fit. `meta` has the Reds, each with where it lies, so that the
    pack's first page names them where they have no page of their own.
    """
    counts = rated["rag"].value_counts()
    shown = {rag: int(counts.get(rag, 0)) for rag in Rag if rag in rating_counts(rated) or counts.get(rag)}
    part = Markup('<span class="{}" style="width:{}%">{}</span>')
    parts = (
        part.format(slug(rag), round(number * 100 / len(rated)), RATING[rag].symbol)
        for rag, number in shown.items()
        if number
    )
    bar = Markup('<div class="parts" aria-hidden="true">{}</div>').format(Markup("").join(parts))
    item = Markup('<li><span class="number">{}</span> {}</li>')
    words = Markup("").join(item.format(number, rating(rag)) for rag, number in shown.items())
    html = Markup('<div class="state">{}<ul>{}</ul></div>').format(bar if len(rated) else "", words)
    reds = [[row["indicator"], _name(row), _lies(row)] for row in records(rated) if row["rag"] == Rag.RED]
    return Block(html, meta={"index": True, "reds": reds})


def _lies(row: Row) -> str:
    """A result and where it lies, in a sentence without the month, unless that is another than the pack's."""
    words = ", ".join(filter(None, [result(row), against_bands(row), own_month(row)]))
    return f"{capitalised(words)}."


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("short_name") or row["name"])


def _link(row: Mapping[str, Any]) -> Markup:
    return about(row["indicator"], _name(row))


@takes_rated
def changed(rated: pd.DataFrame) -> Block:
    """What changed rating since the previous result, up and down, as links to what else is told of it."""
    heading, rows = "What changed rating", rated_twice(rated)
    if not rows:
        why = f"{_why_none_changed(records(rated))}, so no change of rating can be told."
        return Block(section(heading, why), meta={"index": True})
    better, worse = changed_ratings(rated)
    months = {row["previous_period"] for row in rows}
    since = month_name(months.pop()) if len(months) == 1 else "the result before"
    if not better and not worse:
        return Block(section(heading, f"No rating has changed since {since}."), meta={"index": True})
    total = count(len(better) + len(worse), "rating")
    lead = f"{total} changed since {since}: {len(better)} for the better, {len(worse)} for the worse."
    items = bullets((_moved(row) for row in (*better, *worse)), "moved")
    return Block(section(heading, lead, items), meta={"index": True})


def _why_none_changed(rows: Sequence[Row]) -> str:
    """Why of no row it can be told whether its rating changed."""
    rated = [row for row in rows if row["rag"] != Rag.NOT_RATED]
    if rows and not rated:
        return "No indicator is rated now"
    if any(row["previous_rag"] not in ("", Rag.NOT_RATED) for row in rated):
        return "The figures do not compare with those before"
    if any(row["previous_rag"] not in ("", Rag.NOT_RATED) for row in rows):
        return "Nothing that is rated now was rated before"
    if any(row["previous_period"] for row in rows):
        return "Nothing was rated before"
    is_withheld = any(row["previous_withheld"] for row in rated)
    return "Earlier figures are withheld" if is_withheld else "No earlier figures exist"


def _moved(row: Mapping[str, Any]) -> Markup:
    return Markup('{} {} <span class="why">from {}</span>').format(rating(row["rag"]), _link(row), row["previous_rag"])


@takes_rated
def questions(rated: pd.DataFrame, book: Book | None = None) -> Block:
    """What to ask: at most five questions that the figures raise by rule; nothing where they raise none.

    With the `book`, whose months are as far back as is looked, they are also of what has been Red, or has missed its
    target, for long. No question holds a figure that the page withholds.
    """
    rows, long = records(rated), runs(book, rated) if book else {}
    told = [(row, long[place_of(row)]) for row in rows if place_of(row) in long]
    red = [(row, run.red) for row, run in told if run.red >= _LONG_RED]
    missed = [(row, run.missed) for row, run in told if row["rag"] == Rag.AMBER and run.missed >= _LONG_MISSED]
    asked = [*_still_red(red), *_worsened_most(rows), *_nearly(rows), *_still_missed(missed), *_not_in(rows)]
    return Block(section("What to ask", bullets(asked, "asked")) if asked else Markup(""), meta={"index": True})


def _still_red(rows: Sequence[tuple[Row, int]]) -> Iterator[Markup]:
    """Of those that have been Red for long, the longest first."""
    rows = sorted(rows, key=lambda each: -each[1])
    named = [Markup("{} (Red at {} results running)").format(_link(row), run) for row, run in rows[:_NAMED]]
    if named:
        yield Markup("What would bring {} out of Red, and by when?").format(_all_of(named, len(rows)))


def _worsened_most(rows: Sequence[Row]) -> Iterator[Markup]:
    """Of the percentage that has worsened by the most points since the result before."""
    worsened = [
        row
        for row in rows
        if row["unit"] == Unit.PERCENT
        and row["direction_from_previous"] == Direction.WORSENED
        and not row["within_rounding"]
        and abs(row["value"] - row["previous"]) >= _FAR
    ]
    if worsened:
        row = max(worsened, key=lambda row: abs(row["value"] - row["previous"]))
        told = Markup("{} worsened most since {}, from {} to {}. What lies behind it?")
        yield told.format(_link(row), month_name(row["previous_period"]), figure(row, "previous"), figure(row))


def _nearly(rows: Sequence[Row]) -> Iterator[Markup]:
    """Of the percentage that has missed the next better rating by the fewest points."""
    near = [
        (abs(row["value"] - bound), better, row)
        for row in rows
        for bound, better in _next_better(row)
        if abs(row["value"] - bound) <= _CLOSE
    ]
    if near:
        gap, better, row = min(near, key=lambda each: each[0])
        told = Markup("{} is {} from {}. What would it take?")
        yield told.format(_link(row), points(gap, Unit(row["unit"]), row["decimals"]), better)


def _next_better(row: Row) -> Iterator[tuple[Fraction, Rag]]:
    """The bound of the next better rating of a missed percentage, where it is set and not inferred; else nothing."""
    if row["unit"] != Unit.PERCENT or row["polarity"] == Polarity.TARGET:
        return
    if row["rag"] == Rag.RED and row["floor_basis"] != "inferred":
        yield (row["target"], Rag.GREEN) if row["floor"] in ("", row["target"]) else (row["floor"], Rag.AMBER)
    elif row["rag"] == Rag.AMBER:
        yield row["target"], Rag.GREEN


def _still_missed(rows: Sequence[tuple[Row, int]]) -> Iterator[Markup]:
    """Of the one that has missed its target for longest without being Red."""
    if rows:
        row, run = max(rows, key=lambda each: each[1])
        told = Markup("{} has missed its target at {} results running. What would meet it?")
        yield told.format(_link(row), run)


def _not_in(rows: Sequence[Row]) -> Iterator[Markup]:
    """Of those whose result is due and not in."""
    late = [row for row in rows if row["late"]]
    named = [Markup("{} (newest: {})").format(_link(row), month_name(row["period"])) for row in late[:_NAMED]]
    if named:
        yield Markup("When will there be a result for {}?").format(_all_of(named, len(late)))


def _all_of(named: Sequence[Markup], number: int) -> Markup:
    """A, B and C, and how many others there are."""
    others = [count(number - len(named), "other")] if number > len(named) else []
    return Markup(joined([*map(str, named), *others]))  # noqa: S704  # escaped where they were made
