"""The blocks of a summary: every indicator at its newest result, with previous and current rating."""

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.cells import RATING, TARGET, direction, earlier, name_cell
from scorecard_kit.blocks.html import Block, Cell, Column, paragraph, rating, table, to_csv
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.periods import month_name, short_month
from scorecard_kit.judge.rows import Row, definitions, records, records_by, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.standings import earlier_months
from scorecard_kit.pages.scorecard import KEY, bands, changed, listed, newest, opening, state

__all__ = ["bands", "changed", "listed", "newest", "older", "opening", "state", "summary", "title"]


def title(period: str) -> str:
    """The title of the section."""
    return f"Summary of indicators, {month_name(period)}"


@takes_rated
def summary(book: Book, rated: pd.DataFrame, caption: str) -> Block:
    """A row an indicator: flags, outturn, previous rating, target, result with its own month, rating and direction."""
    flags = {
        key: ", ".join(flag.replace("-", " ") for flag in item.flags)
        for key, item in definitions(book.indicators).items()
    }
    flagged = any(flags[key] for key in rated["indicator"])
    dated = len(earlier_months(rated, "previous")) > 1
    columns = [
        Column("Indicator", name_cell),
        *([Column("Flags", lambda row: flags[row["indicator"]] or "None")] if flagged else []),
        earlier("Outturn", rated, "outturn"),
        Column("Previous rating", lambda row: _rating_before(row, dated=dated)),
        TARGET,
        Column("Result", _result, number=True),
        Column("As at", _month),
        RATING,
        direction("Direction since the result before", "previous"),
    ]
    body = table(caption, columns, records_by(rated, "group").items(), css="dense", key="indicator")
    return Block(body + paragraph(KEY, "quiet"), csv=to_csv(rated, SCORECARD_COLUMNS))


def _result(row: Row) -> Cell:
    text = sentences.figure(row) + sentences.status_words(row)
    return Markup("{}{}").format(text, standing.joined_hints(sentences.before_rounding(row)))


def _rating_before(row: Row, *, dated: bool) -> Cell:
    """The rating of the previous result, with its month where the months are not the same for all."""
    if not row["previous_period"]:
        return "Withheld" if row["previous_withheld"] else "No earlier result"
    return Markup("{}{}").format(rating(row["previous_rag"]), standing.previous_month(row, dated=dated))


def _month(row: Row) -> Cell:
    """The month of a result, or the day that it is as at."""
    if row["standing"] == "no result":
        return "None yet"
    return Markup("{}{}").format(short_month(row["period"]), standing.joined_hints(standing.as_at(row)))


@takes_rated
def older(rated: pd.DataFrame, period: str) -> Block:
    """Which indicators have no result as new as the pack, and from when theirs is."""
    rows = [row for row in records(rated) if row["standing"] != "no result"]
    late = [f"{row['name']} is from {month_name(row['period'])}" for row in rows if row["period"] < period]
    if late:
        return Block(paragraph(f"Not every result is as new as {month_name(period)}: {'; '.join(late)}.", "quiet"))
    return Block(paragraph(f"Every result is of {month_name(period)}." if rows else "", "quiet"))
