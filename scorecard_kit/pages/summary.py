"""The blocks of a summary: every indicator at its newest result, with previous and current rating."""

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.cells import MEASURED, TARGET, direction, earlier, in_one_unit, one_line_name
from scorecard_kit.blocks.html import Block, Cell, Column, paragraph, rating, table, to_csv
from scorecard_kit.blocks.key import RATING, arrows, key, told_apart
from scorecard_kit.charts.trend_line import NO_TRENDS, Trends, trend_columns
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.periods import month_name, short_month
from scorecard_kit.judge.rows import Row, definitions, records, records_by, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.standings import has_earlier, usual_month
from scorecard_kit.pages.scorecard import bands, changed, listed, newest, opening, state, trends

__all__ = ["bands", "changed", "listed", "newest", "older", "opening", "state", "summary", "title", "trends"]


def title(period: str) -> str:
    """The title of the section."""
    return f"Summary of indicators, {month_name(period)}"


@takes_rated
def summary(book: Book, rated: pd.DataFrame, caption: str, trends: Trends = NO_TRENDS) -> Block:
    """A row an indicator: flags, outturn, previous rating, target, result with its own month, rating and direction.

    With `trends`, each row has the line of its months.
    """
    (unit, shown), sides = in_one_unit(rated), [side for side in ("outturn", "previous") if has_earlier(rated, side)]
    groups, silent = told_apart(records_by(shown, "group"))
    columns = [
        Column("Indicator", one_line_name),
        *_flags(book, rated),
        Column(f"Result{unit}", _result, number=True),
        *([] if _is_of_one_month(rated) else [Column("As at", _month, named=True)]),
        RATING,
        *trend_columns(trends),
        TARGET._replace(label=f"Target{unit}"),
        MEASURED,
        *([_previous_rating(rated), direction("Direction since", "previous")] if "previous" in sides else []),
        *([earlier(f"Outturn{unit}", shown, "outturn")] if "outturn" in sides else []),
    ]
    body = table(caption, columns, groups.items(), css="dense rows cards", key="indicator")
    rows = records(rated)
    notes = paragraph(" ".join(filter(None, [arrows(rows, sides), key(rows, body)])), "quiet")
    return Block(body + notes + silent, csv=to_csv(rated, SCORECARD_COLUMNS))


def _flags(book: Book, rated: pd.DataFrame) -> list[Column]:
    """The column of the flags, where any row has one."""
    flags = {
        name: ", ".join(flag.replace("-", " ") for flag in item.flags)
        for name, item in definitions(book.indicators).items()
    }
    flagged = any(flags[name] for name in rated["indicator"])
    return (
        [Column("Flags", lambda row: Markup("<small>{}</small>").format(flags[row["indicator"]] or "None"), named=True)]
        if flagged
        else []
    )


def _result(row: Row) -> Cell:
    text = "c" if row["standing"] == "withheld" else sentences.figure(row) + sentences.status_words(row)
    return Markup("{}{}").format(text, standing.joined_hints(sentences.before_rounding(row)))


def _previous_rating(rated: pd.DataFrame) -> Column:
    """The rating of the previous result: the month of most in the heading, any other beside its own."""
    usual = usual_month(rated, "previous")
    label = f"Previous rating, {short_month(usual)}" if usual else "Previous rating"
    return Column(label, lambda row: _rating_before(row, dated=row["previous_period"] != usual), named=True)


def _rating_before(row: Row, *, dated: bool) -> Cell:
    """The rating of the previous result, with its month where that is not the one of the heading."""
    if not row["previous_period"]:
        return "Withheld" if row["previous_withheld"] else "No earlier result"
    return Markup("{}{}").format(rating(row["previous_rag"]), standing.previous_month(row, dated=dated))


def _is_of_one_month(rated: pd.DataFrame) -> bool:
    """Whether every result is of the month that is reported, and of no other day than its end."""
    rows = [row for row in records(rated) if row["standing"] != "no result"]
    return all(row["period"] == row["asked"] and not row["as_at"] for row in rows)


def _month(row: Row) -> Cell:
    """The day that a result is as at, where the data name one, else its month."""
    if row["standing"] == "no result":
        return "None yet"
    return Markup('<span class="nb">{}</span>').format(standing.own_day(row) or short_month(row["period"]))


@takes_rated
def older(rated: pd.DataFrame, period: str) -> Block:
    """How many indicators have a result older than the pack; where none has, that every result is of its month."""
    rows = [row for row in records(rated) if row["standing"] != "no result"]
    late = sum(row["period"] < period for row in rows)
    text = f"Of an earlier month, which stands under As at: {late:,} of {len(rows):,}."
    if not late:
        text = f"Every result is of {month_name(period)}."
    return Block(paragraph(text, "quiet") if rows else Markup(""))
