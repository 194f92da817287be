"""The blocks of the scorecard of one area: headline counts, what changed, the table, and the summary in sentences."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.cells import RATING, TARGET, counted, direction, earlier, name_cell
from scorecard_kit.blocks.html import (
    Block,
    Column,
    about,
    bullets,
    paragraph,
    rating,
    section,
    slug,
    table,
    to_csv,
)
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.indicators import Rag, Unit
from scorecard_kit.judge.periods import long_date, month_name, short_month
from scorecard_kit.judge.rows import Row, records, records_by, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS, score_latest
from scorecard_kit.judge.standings import (
    changed_ratings,
    day_of_all,
    earlier_months,
    rated_twice,
    rating_counts,
    with_results,
)
from scorecard_kit.pages._definitions import bands
from scorecard_kit.text.counting import count

__all__ = [
    "KEY", "answer", "bands", "changed", "listed", "newest", "opening", "performance", "scorecard", "tiles", "title",
]  # fmt: skip

KEY = (
    "An arrow up says better and an arrow down worse, whichever way the number went. “Within rounding”: the earlier "
    "result is known only as it was printed, and differs by less than half of its last digit."
)


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
def scorecard(rated: pd.DataFrame, caption: str, book: Dataset | None = None, *, numbers: bool = True) -> Block:
    """The whole scorecard under its groups, with every printed column, and the same figures as CSV.

    With the `book`, an earlier result that was published otherwise is marked, and what was published stands beside it.
    """
    sides = ("previous", "outturn")
    published = standing.published_beside(book, records(rated), sides) if book else {}
    day, groups = day_of_all(rated), records_by(rated, "group")
    places = {row["indicator"]: place for place, row in enumerate(chain(*groups.values()), start=1) if numbers}
    columns = [
        Column("Indicator", lambda row: name_cell(row, places.get(row["indicator"], 0))),
        Column("Result", lambda row: standing.result_cell(row, dated=not day), number=True),
        RATING,
        Column("Numerator", lambda row: counted(row, "numerator"), number=True),
        Column("Denominator", lambda row: counted(row, "denominator"), number=True),
        TARGET,
        earlier(_heading("Previous", earlier_months(rated, "previous")), rated, "previous", published),
        direction("Direction since", "previous"),
        earlier(_heading("Outturn", earlier_months(rated, "outturn")), rated, "outturn", published),
        direction("Direction since outturn", "outturn"),
    ]
    body = table(caption, columns, groups.items(), css="dense", key="indicator")
    if day:
        body += paragraph(f"The figures are as at {long_date(day)}.", "quiet")
    marked = [standing.RESTATED] if standing.SIGN in body else []
    notes = paragraph(" ".join([KEY, *_dashes(rated), *marked]), "quiet")
    return Block(body + notes, csv=to_csv(rated, SCORECARD_COLUMNS))


def _heading(word: str, months: Sequence[str]) -> str:
    """The word with its month, where it is the same for every row."""
    return f"{word}, {short_month(months[0])}" if len(months) == 1 else word


def _dashes(rated: pd.DataFrame) -> list[str]:
    """What a dash under Numerator or Denominator means, for those kinds of dash that the table has."""
    rows = [row for row in records(rated) if row["standing"] == "result" and row["denominator"] == ""]
    counts = ["A dash: a count has no denominator."] if any(row["unit"] == Unit.COUNT for row in rows) else []
    others = any(row["unit"] != Unit.COUNT for row in rows)
    return counts + (["A dash beside another unit: the source states the result alone."] if others else [])


@takes_rated
def performance(rated: pd.DataFrame) -> Block:
    """The performance summary in sentences, each count with its base."""
    return Block(section("Performance summary", bullets(sentences.performance(rated))))
