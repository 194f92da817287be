"""What a page of many indicators says first: how they are rated, and what changed rating.

The pack's first page repeats all of it.
"""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.bands import against_bands
from scorecard_kit.blocks.cells import short_name
from scorecard_kit.blocks.html import Block, about, bullets, rating, section, slug
from scorecard_kit.blocks.palette import RATING
from scorecard_kit.blocks.sentences import result
from scorecard_kit.blocks.standing import own_month
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.judge.standings import changed_ratings, rated_twice, rating_counts
from scorecard_kit.text.counting import capitalised, count

__all__ = ["changed", "state"]


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
    reds = [[row["indicator"], short_name(row), _lies(row)] for row in records(rated) if row["rag"] == Rag.RED]
    return Block(html, meta={"index": True, "reds": reds})


def _lies(row: Row) -> str:
    """A result and where it lies, in a sentence without the month, unless that is another than the pack's."""
    words = ", ".join(filter(None, [result(row), against_bands(row), own_month(row)]))
    return f"{capitalised(words)}."


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


def _moved(row: Row) -> Markup:
    link = about(row["indicator"], short_name(row))
    return Markup('{} {} <span class="why">from {}</span>').format(rating(row["rag"]), link, row["previous_rag"])
