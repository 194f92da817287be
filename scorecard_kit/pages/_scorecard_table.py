"""The table of the scorecard: a row an indicator, with every printed column."""

from collections.abc import Iterable, Mapping
from itertools import chain

import pandas as pd

from scorecard_kit.blocks import standing
from scorecard_kit.blocks.cells import COUNTED, MEASURED, TARGET, direction, earlier, in_one_unit, one_line_name
from scorecard_kit.blocks.html import Block, Column, paragraph, table, to_csv
from scorecard_kit.blocks.key import RATING, arrows, key, told_apart
from scorecard_kit.charts.trend_line import NO_TRENDS, Trends, trend_columns
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.restated import Published
from scorecard_kit.judge.periods import long_date
from scorecard_kit.judge.rows import Place, Row, records, records_by, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.standings import day_of_all, has_earlier
from scorecard_kit.judge.trends import trends

__all__ = ["scorecard", "trends"]


@takes_rated
def scorecard(
    rated: pd.DataFrame,
    caption: str,
    book: Dataset | None = None,
    trends: Trends = NO_TRENDS,
    *,
    numbers: bool = True,
) -> Block:
    """The whole scorecard under its groups, with every printed column, and the same figures as CSV.

    With the `book`, an earlier result that was published otherwise is marked, and what was published stands beside it.
    With `trends`, each row has the line of its months.
    """
    sides = [side for side in ("previous", "outturn") if has_earlier(rated, side)]
    published = standing.published_beside(book, records(rated), sides) if book else {}
    day, (unit, shown) = day_of_all(rated), in_one_unit(rated)
    groups, silent = told_apart(records_by(shown, "group"))
    places = {row["indicator"]: place for place, row in enumerate(_in_order(rated), start=1) if numbers}
    columns = [
        Column("Indicator", lambda row: one_line_name(row, places.get(row["indicator"], 0))),
        Column(f"Result{unit}", lambda row: standing.result_cell(row, dated=not day, keyed=True), number=True),
        RATING,
        *trend_columns(trends),
        COUNTED,
        TARGET._replace(label=f"Target{unit}"),
        MEASURED,
        *chain(*(_earlier(side, unit, shown, published) for side in sides)),
    ]
    body = table(caption, columns, groups.items(), css="dense rows cards", key="indicator")
    rows, as_at = records(rated), f"The figures are as at {long_date(day)}." if day else ""
    notes = paragraph(" ".join(filter(None, [as_at, arrows(rows, sides), key(rows, body)])), "quiet")
    return Block(body + notes + silent, csv=to_csv(rated, SCORECARD_COLUMNS))


def _in_order(rated: pd.DataFrame) -> Iterable[Row]:
    """The rows by group, as they are numbered."""
    return chain(*records_by(rated, "group").values())


def _earlier(side: str, unit: str, shown: pd.DataFrame, published: Mapping[Place, Published]) -> list[Column]:
    """The previous results or the outturns, and the directions since."""
    since = "Direction since outturn" if side == "outturn" else "Direction since"
    return [earlier(f"{side.capitalize()}{unit}", shown, side, published), direction(since, side)]
