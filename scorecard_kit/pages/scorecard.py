"""The blocks of the scorecard of one area: headline counts, what changed, the table, and the summary in sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.html import (
    Block,
    about,
    bullets,
    rating,
    section,
    slug,
)
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.judge.standings import (
    changed_ratings,
    rated_twice,
    rating_counts,
    with_results,
)
from scorecard_kit.pages._definitions import bands
from scorecard_kit.pages._scorecard_table import scorecard, trends
from scorecard_kit.text.counting import count

__all__ = [
    "answer", "bands", "changed", "listed", "newest", "opening", "performance", "scorecard", "tiles", "title", "trends",
]  # fmt: skip


def newest(book: Dataset, period: str, area: str, reporting: str) -> pd.DataFrame:
    """Where every indicator of an area stands in the period, see `score_latest`; a blank area is the main one."""
    return score_latest(book, period, area or main_area(book), reporting=reporting)


def listed(book: Dataset, scored: pd.DataFrame) -> pd.DataFrame:
    """The rows that a page shows: of the main area all of them, of another those it has any result for.

    What is reported for the county alone would fill the page of an area with rows that say nothing.
    """
    return scored if set(scored["area"]) <= {main_area(book)} else with_results(scored)


def title(period: str, area: str) -> str:
    """The title of an area's scorecard."""
    return f"Scorecard: {area}, {month_name(period)}"


@takes_rated
def opening(book: Dataset, scored: pd.DataFrame, period: str, heading: str) -> Block:
    """The title and the first sentences: ratings and directions, and where an area has few indicators how many."""
    return html.opening(heading, answer(listed(book, scored), scored, period), glossary=book.glossary, wide=True)


@takes_rated
def answer(rated: pd.DataFrame, scored: pd.DataFrame, period: str) -> str:
    """Ratings and directions of the rows of a page, and where it has few of the area's indicators how many."""
    sentences = [standing.answer(rated, period)]
    if len(rated) < len(scored):
        sentences.append(standing.left_out(rated, scored, str(scored["area"].iloc[0])))
    return " ".join(sentences)


@takes_rated
def tiles(rated: pd.DataFrame) -> Block:
    """The headline counts: word, number and symbol. The index repeats them."""
    counts, judged = rated["rag"].value_counts(), rating_counts(rated)
    rags = [rag for rag in Rag if rag in judged or counts.get(rag)]
    items = [
        Markup('<li class="tile {}"><span class="number">{}</span> {}</li>').format(
            slug(rag), int(counts.get(rag, 0)), rating(rag)
        )
        for rag in rags
    ]
    return Block(Markup('<ul class="tiles">{}</ul>').format(Markup("").join(items)), meta={"index": True})


@takes_rated
def changed(rated: pd.DataFrame) -> Block:
    """What changed rating since the previous result, up and down, as links to the rows. The index repeats it."""
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
    link = about(row["indicator"], row["name"])
    return Markup('{} {} <span class="why">from {}</span>').format(rating(row["rag"]), link, row["previous_rag"])


@takes_rated
def performance(rated: pd.DataFrame) -> Block:
    """The performance summary in sentences, each count with its base."""
    return Block(section("Performance summary", bullets(sentences.performance(rated))))
