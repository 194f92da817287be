"""The blocks of the scorecard of one area: headline counts, what changed, the table, and the summary in sentences."""

from collections.abc import Sequence
from itertools import chain

import pandas as pd

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.cells import RATING, TARGET, counted, direction, earlier, name_cell
from scorecard_kit.blocks.html import Block, Column, bullets, paragraph, section, table, to_csv
from scorecard_kit.blocks.state import changed, state
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.periods import long_date, month_name, short_month
from scorecard_kit.judge.rows import records, records_by, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS, score_latest
from scorecard_kit.judge.standings import day_of_all, earlier_months, with_results
from scorecard_kit.pages._definitions import bands

__all__ = [
    "KEY", "answer", "bands", "changed", "listed", "newest", "opening", "performance", "scorecard", "state", "title",
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
