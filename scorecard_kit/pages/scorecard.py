"""The blocks of the scorecard of one area: headline counts, what changed, the table, and the summary in sentences."""

import pandas as pd

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.html import Block, bullets, section
from scorecard_kit.blocks.state import changed, state
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import takes_rated
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.judge.standings import with_results
from scorecard_kit.pages._definitions import bands
from scorecard_kit.pages._scorecard_table import scorecard, trends

__all__ = [
    "answer", "bands", "changed", "listed", "newest", "opening", "performance", "scorecard", "state", "title", "trends",
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
def performance(rated: pd.DataFrame) -> Block:
    """The performance summary in sentences, each count with its base."""
    return Block(section("Performance summary", bullets(sentences.performance(rated))))
