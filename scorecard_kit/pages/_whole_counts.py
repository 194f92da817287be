"""The county's counts side by side: this month, the reporting point before, a year before, and the months as a line."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial
from operator import itemgetter

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.html import Block, Column, table
from scorecard_kit.charts.line_chart import FEWEST
from scorecard_kit.charts.trend_line import trend_column
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.indicators import DataPeriod, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import month_name, months_before
from scorecard_kit.judge.ratings import change
from scorecard_kit.judge.rows import Place, Row, place_of, records
from scorecard_kit.judge.scorecard import breaks
from scorecard_kit.judge.trends import Trend, trends

__all__ = ["shown_count", "whole"]

_YEAR = 12
_NARROW = 3  # columns, which a phone has room for side by side


def whole(book: Dataset, counts: pd.DataFrame, period: str) -> Block:
    """The county's stocks and flows, a row a measure: this month, the reporting point before, a year before, a line.

    An earlier figure that does not compare, see `judge.scorecard.apart`, is none. Where no measure of a table has one,
    or three months to draw, the columns of it are left out.
    """
    county = counts[counts["area"] == main_area(book)]
    if county.empty:
        return Block(Markup(""))
    rated = _as_rated(book, county, period)
    rows, lines = records(rated), trends(book, rated)
    months = [str(county["before"].iloc[0]), months_before(period, _YEAR)]
    kinds = {True: f"{main_area(book)}, at the end of {month_name(period)}", False: f"{main_area(book)}, in the month"}
    tables = []
    for is_stock, caption in kinds.items():
        mine = [row for row in rows if (row["data_period"] == DataPeriod.SNAPSHOT) is is_stock]
        if mine:
            columns = _columns(period, months, {place_of(row): lines[place_of(row)] for row in mine})
            tables.append(table(caption, columns, [("", mine)], css="named" if len(columns) > _NARROW else ""))
    return Block(Markup('<div class="pair">{}</div>').format(Markup("\n").join(tables)))


def _columns(period: str, months: Sequence[str], lines: Mapping[Place, Trend]) -> list[Column]:
    columns = [Column("What is counted", itemgetter("name")), Column(month_name(period), _this_month, number=True)]
    for month, words in zip(months, ("Change", "Change in a year"), strict=True):
        if earlier := _earlier(lines, month):
            columns.append(Column(month_name(month), partial(_then, earlier), number=True))
            columns.append(Column(words, partial(_change, earlier), number=True))
    drawn = any(len(trend.points) >= FEWEST for trend in lines.values())
    return [*columns, trend_column(lines)] if drawn else columns


def _as_rated(book: Dataset, county: pd.DataFrame, period: str) -> pd.DataFrame:
    """The rows of the counts with what a trend asks of a rated one."""
    changes = records(book.changes)
    rows = [
        {
            **row,
            "indicator": row["measure"],
            "cohort": "",
            "asked": period,
            "value": row["this_month"],
            "unit": Unit.COUNT,
            "decimals": 0,
            "denominator": "",
            "previous_period": "",
            "standing": "withheld" if row["status"] == "suppressed" else "not given",
            "breaks": breaks(changes, row["measure"], period),
        }
        for row in records(county)
    ]
    return pd.DataFrame(rows, dtype=object)


def _earlier(lines: Mapping[Place, Trend], month: str) -> dict[Place, Fraction | None]:
    """The figures of a month that compare with the newest, by their rows."""
    return {place: point.value for place, trend in lines.items() for point in trend.compared if point.period == month}


def _this_month(row: Row) -> str:
    return shown_count(row, "this_month")


def _then(figures: Mapping[Place, Fraction | None], row: Row) -> str:
    return display(figures.get(place_of(row)), 0) or "not known"


def _change(figures: Mapping[Place, Fraction | None], row: Row) -> str:
    return display(change(figures.get(place_of(row)), exact(row["this_month"])), 0, signed=True) or "not known"


def shown_count(row: Row, field: str) -> str:
    """A count of a row of `activity` in words where it is none: c where it is withheld."""
    return display(row[field], 0) or ("c" if row["status"] == "suppressed" else "not given")
