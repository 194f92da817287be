"""Results that cannot be true by themselves or beside their breakdown; and those that are likely slips.

In the frames, a cell that could not be read is text where a number belongs, and has its own finding already.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

import pandas as pd

from scorecard_kit.data._lines import note
from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks._references import readable_indicators
from scorecard_kit.data.schema import NUMBERS, TABLES, Column
from scorecard_kit.data.values import Cell
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import Written, as_written, plain, written_decimals
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import COUNTS, FIGURES, PLACE, Row, place_of
from scorecard_kit.text.counting import joined

_SINGLE_FIGURES = frozenset({Unit.COUNT, Unit.GBP})
_MOST_PERCENT = 100
_HALF_OF_TEN = 5
NO_LESS = "Write 0 or more."
NO_LESS_UNLESS = "Write 0 or more, or say yes under may_be_negative in indicators.csv."
_IN = {Unit.GBP: "pounds", Unit.COUNT: "units"}
_IN_POSTS = re.compile(
    r"\b(fte|wte|full[- ]time equivalents?|whole[- ]time equivalents?|posts?|staff|workers?)\b", re.IGNORECASE
)
Contradiction: TypeAlias = tuple[str, str, str]
"""The column where it shows, the problem and the mend."""


def marks_of_another_unit(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Numbers with a percent sign, a pound or brackets beside them where the unit has none."""
    definitions = readable_indicators(tables["indicators"]) if "indicators" in tables else {}
    for name, frame in tables.items():
        of_indicators = "indicator" in TABLES[name].by_name
        for column in (column for column in TABLES[name].columns if column.kind in NUMBERS):
            marked = [isinstance(cell, Written) and bool(cell.mark) for cell in frame[column.name]]
            for row, cells in rows(frame[marked]) if any(marked) else []:
                item = definitions.get(cells["indicator"]) if of_indicators else None
                if item or not of_indicators:
                    yield from _wrong_marks(TABLES[name].file, row, column, cells[column.name], item)


def _wrong_marks(file: str, row: int, column: Column, number: Written, item: Indicator | None) -> Iterator[Finding]:
    """What is wrong with the marks of one number: finance tables are in pounds, and units of care are no money."""
    unit = item.unit if item and column.name != "count" else Unit.COUNT if item or "units" in column.name else Unit.GBP
    for mark, what, fits in (
        ("%", "has a percent sign", Unit.PERCENT),
        ("£", "has a currency sign", Unit.GBP),
        ("(", "stands in brackets", Unit.GBP),
    ):
        if mark in number.mark and unit is not fits:
            here = f"the unit of {item.indicator} is {unit}" if item else f"{column.name} is in {_IN[unit]}"
            mend = f"Write {plain(number)} if that is meant."
            yield Finding(file, row, column.name, as_written(number), f"{what}, and {here}", mend)


def impossible_results(results: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Results that no count of anything could give."""
    tens = _counted_in_tens(results)
    for row, cells in rows(results):
        if item := definitions.get(cells["indicator"]):
            for column, problem, mend in _contradictions(item, cells, in_tens=cells["area"] in tens):
                figure = cells[column]
                written = plain(figure) if isinstance(figure, Fraction) else None
                yield Finding("results.csv", row, column, written, problem, mend)


def _contradictions(item: Indicator, cells: Row, *, in_tens: bool) -> Iterator[Contradiction]:
    """Everything that is wrong with one result by itself."""
    yield from _misplaced(item, cells)
    for name in FIGURES:
        may_be = item.below_nought and (name != "denominator" or item.unit is Unit.GBP)
        if isinstance(cells[name], Fraction) and cells[name] < 0 and not may_be:
            yield name, "is negative", NO_LESS if name == "denominator" else NO_LESS_UNLESS
    numerator, denominator, value = (cells[name] for name in FIGURES)
    if isinstance(value, Fraction) and value > _MOST_PERCENT and item.unit is Unit.PERCENT and not item.may_exceed_100:
        yield "value", "is over 100%", "Correct it, or say yes under may_exceed_100 in indicators.csv."
    if not (isinstance(numerator, Fraction) and isinstance(denominator, Fraction)):
        return
    if denominator == 0 and numerator != 0:
        yield "denominator", f"stands beneath the numerator {plain(numerator)}", "Correct one: 0 of 0 means no cases."
    elif item.unit is Unit.PERCENT and numerator > denominator and not item.may_exceed_100:
        mend = "Correct one, or say yes under may_exceed_100 in indicators.csv."
        yield "numerator", f"is over its denominator {plain(denominator)}", mend
    if isinstance(value, Fraction) and denominator != 0 and not _agrees(item, cells, in_tens=in_tens):
        tens = f", even if the counts were rounded to ten: all of {cells['area']} end in 0" if in_tens else ""
        problem = f"is not what {plain(numerator)} of {plain(denominator)} gives{tens}"
        yield "value", problem, "Correct one, or leave the value blank."


def _misplaced(item: Indicator, cells: Row) -> Iterator[Contradiction]:
    """Figures that stand under the wrong column, or alone where they say nothing."""
    numerator, denominator, value = (cells[name] for name in FIGURES)
    if item.unit is Unit.COUNT and isinstance(denominator, Fraction):
        yield "denominator", "stands beneath a count, which has no denominator", "Leave the cell blank."
    if item.unit is Unit.COUNT and isinstance(value, Fraction):
        yield "value", "is the value of a count, which stands under numerator", "Write it there, and leave this blank."
    if item.unit not in _SINGLE_FIGURES and value is None and (numerator is None) != (denominator is None):
        alone = "numerator" if denominator is None else "denominator"
        missing = "denominator" if denominator is None else "numerator"
        yield alone, f"stands without its {missing}", f"Write the {missing}, or the printed result under value."


def _agrees(item: Indicator, cells: Row, *, in_tens: bool) -> bool:
    """Whether the value is what its counts give, rounded to the digits that it was written with.

    Counts that were rounded to ten before they were published leave the result open by as much.
    """
    numerator, denominator, value = (cells[name] for name in FIGURES)
    give = _HALF_OF_TEN if in_tens and denominator > _HALF_OF_TEN else 0
    least, most = (
        rate(numerator - give, denominator + give, item.per),
        rate(numerator + give, denominator - give, item.per),
    )
    half = Fraction(1, 2 * 10 ** written_decimals(value, item.decimals))
    return least is None or most is None or least - half <= value <= most + half


def _counted_in_tens(results: pd.DataFrame) -> set[str]:
    """The areas of which every count ends in 0: published counts are often rounded to ten."""
    ending: dict[str, bool] = {}
    for _, cells in rows(results):
        counts = [cells[name] for name in COUNTS if isinstance(cells[name], Fraction)]
        if counts:
            ending[cells["area"]] = ending.get(cells["area"], True) and all(count % 10 == 0 for count in counts)
    return {area for area, in_tens in ending.items() if in_tens}


def breakdowns_beside_results(breakdowns: pd.DataFrame, results: pd.DataFrame) -> Iterator[Finding]:
    """Breakdowns that do not add to the numerator, where the result has no note that says why."""
    by_place: dict[tuple[str, ...], Row] = {place_of(cells): cells for _, cells in rows(results)}
    groups: dict[tuple[str, ...], dict[int, Cell]] = {}
    for row, cells in rows(breakdowns):
        groups.setdefault(tuple(cells[name] for name in (*PLACE, "dimension")), {})[row] = cells["count"]
    for (*place, dimension), counts in groups.items():
        result = by_place.get(tuple(place))
        if not result or not (result["status"] == "suppressed" or result["note"]):
            numerator = result["numerator"] if result else None
            for problem, mend in _sum_differs(list(counts.values()), dimension, numerator):
                yield Finding("breakdowns.csv", min(counts), "count", None, problem, mend, "warning")


def _sum_differs(counts: list[Cell], dimension: str, numerator: Cell) -> Iterator[tuple[str, str]]:
    """Problem and mend where the counts do not add to the numerator; a cell in error has its own finding."""
    if numerator is None:
        yield "there is no numerator for these counts to add to", "Enter the result, or delete these rows."
        return
    numbers = [count for count in counts if isinstance(count, Fraction)]
    if len(numbers) == len(counts) and isinstance(numerator, Fraction) and sum(numbers) != numerator:
        total = plain(sum(numbers, Fraction(0)))
        problem = f"the counts by {dimension} add to {total}, and the numerator is {plain(numerator)}"
        yield problem, "Correct a count, or say why in the note of the result."


def parts_of_people(results: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Warnings of a percentage of people in which a part of one is counted: 80.5 children."""
    warned_of = set()
    for row, cells in rows(results):
        item, number = definitions.get(cells["indicator"]), cells["numerator"]
        if not item or item.unit is not Unit.PERCENT or item.indicator in warned_of or item.may_exceed_100:
            continue
        if isinstance(number, Fraction) and number.denominator != 1 and not _counts_posts(item):
            warned_of.add(item.indicator)
            problem = f"is no whole number of cases ({item.indicator})"
            mend = "Correct it, or write in the definition that posts are counted as full-time equivalents (FTE)."
            yield Finding("results.csv", row, "numerator", plain(number), problem, mend, "warning")


def _counts_posts(item: Indicator) -> bool:
    return bool(
        _IN_POSTS.search(" ".join([item.name, item.definition, item.data_notes, item.indicator.replace("-", " ")]))
    )


def mixed_decimals(results: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Notes on indicators whose printed values are not all written with as many decimals."""
    by_indicator: dict[str, dict[int, int]] = {}
    columns = (results[name] for name in ("indicator", "value", "numerator"))
    for row, indicator, value, numerator in zip(results.index.tolist(), *columns, strict=True):
        if isinstance(value, Written) and numerator is None and indicator in definitions:
            by_indicator.setdefault(indicator, {}).setdefault(value.decimals, row)
    for indicator, places in by_indicator.items():
        if len(places) > 1 and definitions[indicator].unit is not Unit.GBP:
            decimals = joined([str(number) for number in sorted(places)])
            problem = (
                f"the values of {indicator} are written with {decimals} decimals, and are shown as they are written"
            )
            mend = "Write a nought where it was printed."
            yield note("results.csv", problem, mend, row=places[min(places)], column="value")
