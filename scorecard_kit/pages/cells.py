"""Cells that several tables share: an indicator's name, a target or earlier result, a count, a total."""

from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Cell, unbroken
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row

__all__ = ["bold", "counted", "figure", "name_cell"]


def name_cell(row: Row, number: int = 0) -> Markup:
    """An indicator's name, with what is better and the data period beneath it; its `number` before it, 0 for none."""
    hints = f"{Polarity(row['polarity']).words} · {DataPeriod(row['data_period']).words.lower()}"
    if row["unit"] == Unit.RATE:
        hints += f" · per {row['per']:,}"
    before = Markup('<span class="no">{}</span> ').format(number) if number else ""
    return Markup('{}{} <span class="hint">{}</span>').format(before, unbroken(row["name"]), hints)


def figure(row: Row, field: str, absent: str = "None") -> str:
    """A target or an earlier result with its unit, or the word for its absence.

    A target is never rounded: 79.98% is what a result was held to.
    """
    exact_target = exact(row[field]) if field == "target" else None
    if exact_target is not None and (exact_target * 10 ** row["decimals"]).denominator > 1:
        return sentences.trimmed(exact_target, row["unit"])
    return display_result(row[field], row["unit"], row["decimals"]) or absent


def counted(number: object) -> str:
    """A numerator or denominator, to one decimal where it is no whole number; a dash where there is none."""
    exact_number = exact(number)
    return "-" if exact_number is None else display(exact_number, 0 if exact_number.denominator == 1 else 1)


def bold(cell: Cell) -> Markup:
    """A cell of a subtotal or total."""
    return Markup("<strong>{}</strong>").format(cell if isinstance(cell, Markup) else unbroken(cell))
