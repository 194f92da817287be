"""The blocks of the cover report: who reports to whom, and what is reported in computed sentences, each with its base.

A pack of indicators is summed up by its ratings, one that holds a budget and no indicators by its forecast.
"""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.html import Block, bullets, rating, section, terms
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Rag
from scorecard_kit.judge.periods import financial_year, long_date, month_name
from scorecard_kit.judge.rows import records, takes_rated
from scorecard_kit.judge.standings import has_results_of, rating_counts
from scorecard_kit.pages.actions import overdue
from scorecard_kit.pages.budget import answer as forecast
from scorecard_kit.pages.budget import headlines
from scorecard_kit.pages.scorecard import listed as rows_listed
from scorecard_kit.pages.scorecard import newest
from scorecard_kit.text.counting import agreeing, capitalised, count

__all__ = ["actions", "answer", "contact", "head", "how_to_read", "listed", "opening", "scored", "summary"]

_COVERS = {
    DataPeriod.SNAPSHOT: "a snapshot at the end of the month",
    DataPeriod.YEAR_TO_DATE: "the financial year to date",
    DataPeriod.ROLLING_12_MONTHS: "the twelve months to the end of the month",
    DataPeriod.MONTH: "the month alone",
    DataPeriod.QUARTER: "the quarter alone",
    DataPeriod.CUMULATIVE: "a running total",
}
_WITHIN = {
    DataPeriod.SNAPSHOT: "a snapshot of one day",
    DataPeriod.ROLLING_12_MONTHS: "twelve months",
}
"""The same where figures are as at a day within the month."""
_KEY = {
    Rag.GREEN: "the target is met or bettered",
    Rag.AMBER: "the target is missed, the pre-defined minimum is met or bettered",
    Rag.RED: "the result is worse than the minimum",
}


_CAPITAL_UNIT = "£m"
_FINANCE_KEY = (
    "A variance is the forecast less the budget: one with a plus is adverse, more spent or less received.",
    "Gross is what is spent; income is written with a minus; net is the two together.",
    "A real capital variance changes what a project costs; re-phasing moves spending to another year.",
)


def head(people: Sequence[tuple[str, str]], meeting_date: str, classification: str) -> Block:
    """The lines above a report, whose subject is its title: to, from, meeting and classification; no blank ones."""
    day = long_date(meeting_date) if meeting_date else ""
    capitals = classification[:1].upper() + classification[1:]
    return Block(terms([*people, ("Meeting", day), ("Classification", capitals)], "owners"))


def scored(book: Dataset, period: str, area: str, reporting: str) -> pd.DataFrame:
    """The rows of `score_latest` that the report sums up; a blank area is the main one."""
    return rows_listed(book, newest(book, period, area, reporting))


@takes_rated
def opening(book: Dataset, scored: pd.DataFrame, period: str, subject: str, unit: str) -> Block:
    """The subject, and how many indicators have a rating, and which; or the forecast of a budget in its `unit`."""
    return html.opening(subject, answer(scored, period, book, unit), glossary=book.glossary)


@takes_rated
def answer(scored: pd.DataFrame, period: str, book: Dataset, unit: str) -> str:
    """How many indicators have a rating, and which; or the forecast of a budget."""
    if _is_finance(scored, book):
        return forecast(book, unit)
    total = sum(rating_counts(scored).values())
    rated = count(total, "indicator") if total else "no indicator"
    text = f"In {month_name(period)} there {agreeing(total, 'are')} {rated} with a rating"
    if not has_results_of(scored, period):
        text = capitalised(f"{rated} {agreeing(total, 'have')} a rating")
    text += f": {sentences.ratings(scored)}" if total else ""
    others = "other" if total else "indicator"
    rest = f" {count(len(scored) - total, others)} cannot be rated." if total < len(scored) else ""
    return standing.with_absent(f"{text}.{rest}", scored, period)


@takes_rated
def summary(scored: pd.DataFrame, period: str, book: Dataset, unit: str, listed_from: int) -> Block:
    """Directions in sentences, each count with its own base, since the answer has the ratings; or those of a budget."""
    if _is_finance(scored, book):
        year = financial_year(period)
        return Block(section("Summary", headlines(book, unit, year, listed_from, _CAPITAL_UNIT).html))
    ratings, *directions = sentences.performance(scored)
    return Block(section("Summary of performance", bullets(directions or [ratings])))


def actions(book: Dataset, period: str, area: str) -> Block:
    """How many actions are agreed, and each that is overdue by name; nothing where none is recorded."""
    return overdue(book, period, area)


@takes_rated
def how_to_read(scored: pd.DataFrame, book: Dataset) -> Block:
    """The key of the ratings, and the data periods and polarities in use with how many indicators have each."""
    if _is_finance(scored, book):
        return Block(section("How to read the figures", bullets(_FINANCE_KEY)))
    rows, total = records(scored), len(scored)
    periods = Counter(DataPeriod(row["data_period"]) for row in rows)
    polarities = Counter(Polarity(row["polarity"]) for row in rows)
    ways = rating_counts(scored)
    meanings = _KEY if Rag.AMBER in ways else {**_KEY, Rag.RED: "the target is missed"}
    key = bullets((Markup("{} {}.").format(rating(rag), meanings[rag]) for rag in meanings if rag in ways), "moved")
    covers = {**_COVERS, **_WITHIN} if any(row["as_at"] for row in rows) else _COVERS
    covered = [f"{_share(number, total, 'count')} {covers[name]}." for name, number in periods.most_common()]
    better = [
        f"{name.words}: {number} of {total}." if total > 1 else f"{name.words}."
        for name, number in polarities.most_common()
    ]
    return Block(section("How to read the scorecard", key, bullets([*covered, " ".join(better)])))


def _share(number: int, total: int, verb: str) -> str:
    return f"{number} of {total} {agreeing(number, verb)}" if total > 1 else f"It {agreeing(1, verb)}"


def _is_finance(scored: pd.DataFrame, book: Dataset) -> bool:
    return not book.budget.empty and (scored.empty or bool((scored["standing"] == "no result").all()))


def listed(heading: str, items: Sequence[str]) -> Block:
    """Recommendations, or background documents, as they were given; nothing where there are none."""
    return Block(section(heading, bullets(items)) if items else bullets([]))


def contact(words: str) -> Block:
    """Whom to ask."""
    return Block(section("Contact", words) if words else bullets([]))
