"""Every indicator of a rated frame in a row, a table a group: the wall of the page at a glance."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import standing
from scorecard_kit.blocks.cells import short_name
from scorecard_kit.blocks.html import Block, Cell, Column, about, paragraph, rating, table, to_csv
from scorecard_kit.blocks.palette import ARROW
from scorecard_kit.blocks.sentences import figure, status_words
from scorecard_kit.charts.trend_line import trend_line
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import short_month
from scorecard_kit.judge.rows import WITHHELD, Row, by_key, place_of, records, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.trends import trends

_MANY, _FEW = 24, 12  # rows: more than many stand in three columns, more than few in two
_WORST_FIRST = (Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED)


@takes_rated
def wall(book: Dataset, rated: pd.DataFrame, order: str = "listed") -> Block:
    """Every indicator in a row: short name, result, rating, direction and the line of its year; a table a group.

    `order` is listed, under the groups and in the order of indicators.csv, or reds_first, under the ratings. A row that
    is not of the month that was asked for says its month. Each name leads to what else the pack tells of it. The CSV
    file is that of the scorecard. `book` must hold 13 months for the lines.
    """
    rows, lines = records(rated), trends(book, rated)
    columns = [
        Column(_unseen("Indicator"), _name),
        Column(_unseen("Result"), _result, number=True),
        Column(_unseen("Rating"), lambda row: rating(row["rag"])),
        Column(_unseen("Direction since the result before"), _arrow),
        Column(_unseen("Trend"), lambda row: trend_line(lines[place_of(row)])),
    ]
    tables = [table(name, columns, [("", each)], scrolls=False) for name, each in _groups(rows, order)]
    css = "three" if len(rows) > _MANY else "two" if len(rows) > _FEW else "one"
    body = Markup('<div class="wall {}">\n{}\n</div>').format(css, Markup("\n").join(tables))
    return Block(body + paragraph(" ".join(_key(rows)), "quiet"), csv=to_csv(rated, SCORECARD_COLUMNS))


def _unseen(words: str) -> Markup:
    return Markup('<span class="sr">{}</span>').format(words)


def _groups(rows: Iterable[Row], order: str) -> list[tuple[str, list[Row]]]:
    """The rows under their captions."""
    if order == "reds_first":
        by_rating = by_key((row["rag"], row) for row in rows)
        return [(str(rag), by_rating[rag]) for rag in _WORST_FIRST if rag in by_rating]
    return list(by_key((row["group"] or "Indicators", row) for row in rows).items())


def _name(row: Row) -> Markup:
    """The name as a link, and beneath it what is not as with the others: another month, not final, why not rated."""
    hints = Markup("")
    if row["standing"] != "no result":
        late = f"{short_month(row['period'])}{', late' if row['late'] else ''}" if standing.own_month(row) else ""
        why = row["reason"] if row["rag"] == Rag.NOT_RATED and row["standing"] == "result" else ""
        hints = standing.joined_hints(late, status_words(row).strip(" *"), why)
    return about(row["indicator"], short_name(row)) + hints


def _result(row: Row) -> Cell:
    if row["standing"] == "withheld":
        return Markup("c{}").format(_unseen(f", {WITHHELD}"))
    return figure(row)


def _arrow(row: Row) -> Markup:
    """The direction as its arrow; its word is for screen readers, since it would take half of the row."""
    way = row["direction_from_previous"]
    return Markup('<i aria-hidden="true">{}</i>{}').format(ARROW[way], _unseen(way))


def _key(rows: Iterable[Row]) -> list[str]:
    """What the signs stand for."""
    withheld = any(row["standing"] == "withheld" for row in rows)
    arrows = "Arrows: up is better and down is worse than the result before, whichever way the figure went."
    return [arrows, *([f"c: {WITHHELD}."] if withheld else [])]
