"""What the figures ask: questions for a meeting, by rules that say nothing of how well anybody works."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.cells import short_name
from scorecard_kit.blocks.html import Block, about, bullets, section
from scorecard_kit.blocks.sentences import figure, points
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.indicators import Direction, Polarity, Rag, Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, place_of, records, takes_rated
from scorecard_kit.judge.runs import runs
from scorecard_kit.text.counting import count, joined

__all__ = ["questions"]

_NAMED = 3  # indicators in one question
_LONG_RED, _LONG_MISSED = 3, 6  # results running
_FAR, _CLOSE = Fraction(1), Fraction(1)  # percentage points that are worth a question, and that are a near miss


def _link(row: Row) -> Markup:
    return about(row["indicator"], short_name(row))


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
    """Of the percentage that has worsened by the most points since the result before; a late one is asked for."""
    worsened = [
        row
        for row in rows
        if row["unit"] == Unit.PERCENT
        and row["direction_from_previous"] == Direction.WORSENED
        and not row["within_rounding"]
        and not row["late"]
        and _lost(row) >= _FAR
    ]
    if worsened:
        row = max(worsened, key=_lost)
        told = Markup("{} worsened most since {}, from {} to {}. What lies behind it?")
        yield told.format(_link(row), month_name(row["previous_period"]), figure(row, "previous"), figure(row))


def _lost(row: Row) -> Fraction:
    """By how many points a result has worsened; where close to target is better, how much further from it it lies."""
    if row["polarity"] != Polarity.TARGET:
        return Fraction(abs(row["value"] - row["previous"]))
    return Fraction(abs(row["value"] - row["target"]) - abs(row["previous"] - row["target"]))


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
