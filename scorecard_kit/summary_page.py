"""The blocks of a summary: every indicator at its newest result, with previous and current rating."""

from collections.abc import Mapping

import pandas as pd

from scorecard_kit import sentences
from scorecard_kit.contract import Row, definitions, records
from scorecard_kit.markup import Block, Cell, Column, Line, direction, paragraph, rating, table, to_csv
from scorecard_kit.period import month_name, short_month
from scorecard_kit.scorecard import SCORECARD_COLUMNS
from scorecard_kit.scorecard_page import KEY, figure, name_cell


def summary(shown: pd.DataFrame, indicators: pd.DataFrame, caption: str) -> Block:
    """A row an indicator: flags, outturn, previous rating, target, result with its own month, rating and direction."""
    flags = {
        key: ", ".join(flag.replace("-", " ") for flag in item.flags) for key, item in definitions(indicators).items()
    }
    flagged = any(flags[row["indicator"]] for row in records(shown))
    columns = [
        Column("Indicator"), *([Column("Flags")] if flagged else []), Column("Outturn", number=True),
        Column("Previous rating"), Column("Target", number=True), Column("Result", number=True), Column("As at"),
        Column("Rating"), Column("Direction since the result before"),
    ]  # fmt: skip
    groups: dict[str, list[Line]] = {}
    for row in records(shown):
        groups.setdefault(row["group"], []).append(_line(row, flags if flagged else {}))
    return Block(
        table(caption, columns, groups.items(), css="dense") + paragraph(KEY, "quiet"),
        csv=to_csv(shown, SCORECARD_COLUMNS),
    )


def _line(row: Row, flags: Mapping[str, str]) -> Line:
    before: Cell = rating(row["previous_rag"]) if row["previous_period"] else "No earlier result"
    own: list[Cell] = [flags[row["indicator"]] or "None"] if flags else []
    way = direction(row["direction_from_previous"], within_rounding=row["within_rounding"])
    return Line([
        name_cell(row), *own, figure(row, "outturn", "None"), before, figure(row, "target", "None set"),
        sentences.shown(row) + sentences.status_words(row), short_month(row["period"]),
        rating(row["rag"], row["reason"]), way,
    ], f"row-{row['indicator']}")  # fmt: skip


def older(shown: pd.DataFrame, period: str) -> Block:
    """Which indicators have no result as new as the pack, and from when theirs is."""
    rows = [row for row in records(shown) if row["period"] < period and row["value"] != ""]
    said = [f"{row['name']} is from {month_name(row['period'])}" for row in rows]
    text = f"Not every result is as new as {month_name(period)}: {'; '.join(said)}." if said else ""
    return Block(paragraph(text, "quiet") if text else paragraph(f"Every result is of {month_name(period)}.", "quiet"))
