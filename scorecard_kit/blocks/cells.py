"""Cells and columns that several tables share: an indicator's name, counts, target and earlier result, a total."""

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
from scorecard_kit.judge.periods import short_month
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import COUNTS, Place, Row
from scorecard_kit.judge.standings import usual_month

__all__ = [
    "COUNTED", "MEASURED", "RATING", "TARGET", "amount", "bold", "counted", "direction", "earlier", "figure",
    "in_one_unit", "measured", "name_cell", "one_line_name", "short_name", "with_totals",
]  # fmt: skip


def name_cell(row: Row, number: int = 0) -> Markup:
    """An indicator's name, with what is better and the data period beneath it; its `number` before it, 0 for none."""
    hints = f"{Polarity(row['polarity']).words} · {DataPeriod(row['data_period']).words.lower()}"
    if row["unit"] == Unit.RATE:
        hints += f" · per {row['per']:,}"
    before = Markup('<span class="no">{}</span> ').format(number) if number else ""
    return Markup('{}{} <span class="hint">{}</span>').format(before, unbroken(row["name"]), hints)


def one_line_name(row: Row, number: int = 0) -> Markup:
    """An indicator's name alone, with its `number` before it, 0 for none."""
    before = Markup('<span class="no">{}</span> ').format(number) if number else ""
    return Markup("{}{}").format(before, unbroken(row["name"]))


def measured(row: Row) -> Markup:
    """Which way is better, and the data period: Higher is better, year to date; of a rate per how many. Quiet."""
    better = Polarity(row["polarity"]).words.replace("target is better", "target")
    words = [better, DataPeriod(row["data_period"]).words.lower()]
    words += [f"per {row['per']:,}"] if row["unit"] == Unit.RATE else []
    return Markup("<small>{}</small>").format(Markup(",<br> ").join(words))


def numerator_of_denominator(row: Row) -> str:
    """52 of 68; of a count the number alone, c where it is withheld, and a dash where neither is stated."""
    if row["status"] == "suppressed":
        return "c"
    numerator, denominator = (counted(row, side, "") for side in COUNTS)
    if numerator and denominator:
        return f"{numerator} of {denominator}"
    return numerator or (f"of {denominator}" if denominator else "-")


def in_one_unit(rated: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """What the headings of figures say of their unit, and the rows as they are shown beneath them.

    Where all are percentages, " %" and figures without it; else nothing and the rows as they are.
    """
    if set(rated["unit"]) != {Unit.PERCENT}:
        return "", rated
    return " %", rated.assign(unit=Unit.RATIO)


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


TARGET = Column("Target", lambda row: figure(row, "target", "None set"), number=True, named=True)
MEASURED = Column("Polarity, data period", measured)
COUNTED = Column("Numerator of denominator", numerator_of_denominator, number=True)
RATING = Column("Rating", lambda row: rating(row["rag"], row["reason"]))


def earlier(
    label: str, rated: pd.DataFrame, side: str, published: Mapping[Place, Published] = MappingProxyType({})
) -> Column:
    """The column of the previous results or the outturns: the month of most in its heading, any other beside its own.

    One that was `published` otherwise is marked.
    """
    usual = usual_month(rated, side)

    def cell(row: Row) -> Markup:
        is_other = row[f"{side}_period"] != usual
        return standing.earlier_cell(row, side, dated=is_other) + standing.restated_mark(row, side, published)

    return Column(f"{label}, {short_month(usual)}" if usual else label, cell, number=True, named=True)


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
