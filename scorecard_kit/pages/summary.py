"""The blocks of a summary: every indicator at its newest result, with previous and current rating."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.html import Block, Cell, Column, Line, paragraph, rating, table, to_csv
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.periods import month_name, short_month
from scorecard_kit.judge.rows import Row, definitions, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.standings import earlier_months
from scorecard_kit.pages.cells import figure, name_cell
from scorecard_kit.pages.scorecard import KEY, bands, changed, listed, newest, opening, tiles

__all__ = ["bands", "changed", "listed", "newest", "older", "opening", "summary", "tiles", "title"]


def title(period: str) -> str:
    """The title of the section."""
    return f"Summary of indicators, {month_name(period)}"


def summary(book: Book, rated: pd.DataFrame, caption: str) -> Block:
    """A row an indicator: flags, outturn, previous rating, target, result with its own month, rating and direction."""
    flags = {
        key: ", ".join(flag.replace("-", " ") for flag in item.flags)
        for key, item in definitions(book.indicators).items()
    }
    flagged = any(flags[row["indicator"]] for row in records(rated))
    columns = [
        Column("Indicator"), *([Column("Flags")] if flagged else []), Column("Outturn", number=True),
        Column("Previous rating"), Column("Target", number=True), Column("Result", number=True), Column("As at"),
        Column("Rating"), Column("Direction since the result before"),
    ]  # fmt: skip
    groups: dict[str, list[Line]] = {}
    mixed = {side: len(earlier_months(rated, side)) > 1 for side in ("previous", "outturn")}
    for row in records(rated):
        groups.setdefault(row["group"], []).append(_line(row, flags if flagged else {}, mixed))
    return Block(
        table(caption, columns, groups.items(), css="dense") + paragraph(KEY, "quiet"),
        csv=to_csv(rated, SCORECARD_COLUMNS),
    )


def _line(row: Row, flags: Mapping[str, str], mixed: Mapping[str, bool]) -> Line:
    flag: list[Cell] = [flags[row["indicator"]] or "None"] if flags else []
    return Line([
        name_cell(row), *flag, standing.earlier_cell(row, "outturn", dated=mixed["outturn"]),
        _rating_before(row, dated=mixed["previous"]), figure(row, "target", "None set"),
        Markup("{}{}").format(
            sentences.figure(row) + sentences.status_words(row), standing.joined_hints(sentences.before_rounding(row))
        ), _month(row),
        rating(row["rag"], row["reason"]), standing.direction_cell(row, "previous"),
    ], f"row-{row['indicator']}")  # fmt: skip


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


def older(rated: pd.DataFrame, period: str) -> Block:
    """Which indicators have no result as new as the pack, and from when theirs is."""
    rows = [row for row in records(rated) if row["standing"] != "no result"]
    late = [f"{row['name']} is from {month_name(row['period'])}" for row in rows if row["period"] < period]
    if late:
        return Block(paragraph(f"Not every result is as new as {month_name(period)}: {'; '.join(late)}.", "quiet"))
    return Block(paragraph(f"Every result is of {month_name(period)}." if rows else "", "quiet"))
