"""Cells and columns that several tables share: an indicator's name, target, rating and earlier result, a total."""

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.html import Cell, Column, rating, unbroken
from scorecard_kit.data.restated import Published
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Unit
from scorecard_kit.judge.numbers import exact, pounds
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Place, Row
from scorecard_kit.judge.standings import earlier_months

__all__ = [
    "RATING", "TARGET", "amount", "bold", "counted", "direction", "earlier", "figure", "name_cell",
    "short_name", "with_totals",
]  # fmt: skip


def name_cell(row: Row, number: int = 0) -> Markup:
    """An indicator's name, with what is better and the data period beneath it; its `number` before it, 0 for none."""
    hints = f"{Polarity(row['polarity']).words} · {DataPeriod(row['data_period']).words.lower()}"
    if row["unit"] == Unit.RATE:
        hints += f" · per {row['per']:,}"
    before = Markup('<span class="no">{}</span> ').format(number) if number else ""
    return Markup('{}{} <span class="hint">{}</span>').format(before, unbroken(row["name"]), hints)


def short_name(row: Row) -> str:
    """What an indicator is called where many are seen at once: its short name, else its name."""
    return str(row.get("short_name") or row["name"])


def figure(row: Row, field: str, absent: str = "None") -> str:
    """A target or an earlier result with its unit, or the word for its absence.

    A target is never rounded: 79.98% is what a result was held to.
    """
    exact_target = exact(row[field]) if field == "target" else None
    if exact_target is not None and (exact_target * 10 ** row["decimals"]).denominator > 1:
        return sentences.trimmed(exact_target, row["unit"])
    return display_result(row[field], row["unit"], row["decimals"]) or absent


TARGET = Column("Target", lambda row: figure(row, "target", "None set"), number=True)
RATING = Column("Rating", lambda row: rating(row["rag"], row["reason"]))


def earlier(
    label: str, rated: pd.DataFrame, side: str, published: Mapping[Place, Published] = MappingProxyType({})
) -> Column:
    """The column of the previous results or the outturns, with their months where these are not the same for all.

    One that was `published` otherwise is marked.
    """
    dated = len(earlier_months(rated, side)) > 1
    return Column(
        label,
        lambda row: standing.earlier_cell(row, side, dated=dated) + standing.restated_mark(row, side, published),
        number=True,
    )


def direction(label: str, side: str) -> Column:
    """The column of the directions since the previous results or the outturns."""
    return Column(label, lambda row: standing.direction_cell(row, side))


def counted(row: Row, side: str, absent: str = "-") -> str:
    """A numerator or denominator: c where it is withheld, and the word for its absence."""
    if row["status"] == "suppressed":
        return "c"
    number = exact(row[side])
    return absent if number is None else sentences.number(number)


def amount(label: str, field: str, unit: str, *, signed: bool = False, absent: str = "none") -> Column:
    """A column of pounds in the unit that its caption says, and the word for their absence."""
    return Column(label, lambda row: pounds(row[field], unit, signed=signed) or absent, number=True)


def with_totals(columns: Iterable[Column]) -> list[Column]:
    """The columns, bold where the level of a row is not line."""
    return [column._replace(cell=partial(_levelled, column)) for column in columns]


def _levelled(column: Column, row: Row) -> Cell:
    return column.cell(row) if row["level"] == "line" else bold(column.cell(row))


def bold(cell: Cell) -> Markup:
    """A cell of a subtotal or total."""
    return Markup("<strong>{}</strong>").format(cell if isinstance(cell, Markup) else unbroken(cell))
