"""Figures that cannot be true together, and targets that contradict their indicator.

The frames are those that `reading` makes: a cell that could not be read is text where a number belongs, and has its own
finding already.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks.likeness import spelled_twice
from scorecard_kit.data.checks.plausible import months_far_away
from scorecard_kit.data.checks.references import (
    areas_within_themselves,
    duplicate_keys,
    readable_indicators,
    unknown_cohorts,
    unknown_names,
)
from scorecard_kit.data.schema import NUMBERS, TABLES, Column, Table
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator, Polarity, Target, Unit
from scorecard_kit.judge.numbers import Written, as_written, plain, written_decimals
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import Row

_SINGLE_FIGURES = frozenset({Unit.COUNT, Unit.GBP})
_FIGURES = ("numerator", "denominator", "value")
_MOST_PERCENT = 100
_HALF_OF_TEN = 5
_NO_LESS = "Write 0 or more."
_NO_LESS_UNLESS = "Write 0 or more, or say yes under may_be_negative in indicators.csv."
_IN = {Unit.GBP: "pounds", Unit.COUNT: "units"}
_BANDS = ("green_from", "green_to", "amber_from", "amber_to")
Contradiction: TypeAlias = tuple[str, str, str]
"""The column where it shows, the problem and the mend."""


def errors(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Everything between rows and tables that stops a render. `tables` holds those that could be read, by name."""
    findings = [*_errors_in_rows(tables), *spelled_twice(tables)]
    if "results" in tables:
        findings += months_far_away(tables["results"])
    if "unit_costs" in tables:
        findings += fewer_units_than_none(tables["unit_costs"])
    if "areas" in tables:
        findings += areas_within_themselves(tables["areas"])
    if {"results", "indicators"} <= tables.keys():
        findings += unknown_cohorts(tables["results"], tables["indicators"])
    return findings


def errors_in_keys(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """What the values of key columns alone tell, beside each other and the tables that are read as a whole."""
    findings = [*unknown_names(tables), *spelled_twice(tables)]
    if "results" in tables:
        findings += months_far_away(tables["results"])
    if {"results", "indicators"} <= tables.keys():
        findings += unknown_cohorts(tables["results"], tables["indicators"])
    return findings


def errors_in_part(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """What stops a render in a part of a large table: all that its rows, `indicators` and `areas` can tell.

    A cohort that looks like a slip of the pen does so beside the whole table only.
    """
    return _errors_in_rows({other: tables[other] for other in ("indicators", "areas", name) if other in tables})


def _errors_in_rows(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """What each row tells, beside the names that it refers to and the other rows of its table."""
    findings = [*unknown_names(tables), *duplicate_keys(tables)]
    indicators = readable_indicators(tables["indicators"]) if "indicators" in tables else {}
    for name, frame in tables.items():
        findings += marks_of_another_unit(TABLES[name], frame, indicators)
    if "results" in tables:
        findings += impossible_results(tables["results"], indicators)
        findings += cohorts_beyond_everyone(tables["results"], indicators)
    if {"targets", "indicators"} <= tables.keys():
        findings += targets_against_polarity(tables["targets"], indicators)
    return findings


def marks_of_another_unit(table: Table, frame: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Numbers with a percent sign, a pound or brackets beside them where the unit has none."""
    of_indicators = any(column.name == "indicator" for column in table.columns)
    for column in table.columns:
        if column.kind in NUMBERS:
            marked = [isinstance(cell, Written) and bool(cell.mark) for cell in frame[column.name]]
            for row, cells in rows(frame[marked]) if any(marked) else []:
                item = known.get(cells["indicator"]) if of_indicators else None
                if item or not of_indicators:
                    yield from _wrong_marks(table.file, row, column, cells[column.name], item)


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


def fewer_units_than_none(unit_costs: pd.DataFrame) -> Iterator[Finding]:
    """Units under nought: their variance would be split into a volume and a price that mean nothing."""
    for row, cells in rows(unit_costs):
        for name in ("affordable_units", "forecast_units"):
            if isinstance(cells[name], Fraction) and cells[name] < 0:
                problem = f"is a negative number of units ({cells['service']})"
                yield Finding("unit_costs.csv", row, name, plain(cells[name]), problem, _NO_LESS)


def impossible_results(results: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Results that no count of anything could give."""
    tens = _counted_in_tens(results)
    for row, cells in rows(results):
        if item := known.get(cells["indicator"]):
            for column, problem, mend in _contradictions(item, cells, in_tens=cells["area"] in tens):
                figure = cells[column]
                written = plain(figure) if isinstance(figure, Fraction) else None
                yield Finding("results.csv", row, column, written, problem, mend)


def _contradictions(item: Indicator, cells: Row, *, in_tens: bool) -> Iterator[Contradiction]:
    """Everything that is wrong with one result by itself."""
    yield from _misplaced(item, cells)
    for name in _FIGURES:
        may_be = item.below_nought and (name != "denominator" or item.unit is Unit.GBP)
        if isinstance(cells[name], Fraction) and cells[name] < 0 and not may_be:
            yield name, "is negative", _NO_LESS if name == "denominator" else _NO_LESS_UNLESS
    numerator, denominator, value = (cells[name] for name in _FIGURES)
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
    numerator, denominator, value = (cells[name] for name in _FIGURES)
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
    numerator, denominator, value = (cells[name] for name in _FIGURES)
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
        counts = [cells[name] for name in _FIGURES[:2] if isinstance(cells[name], Fraction)]
        if counts:
            ending[cells["area"]] = ending.get(cells["area"], True) and all(count % 10 == 0 for count in counts)
    return {area for area, in_tens in ending.items() if in_tens}


def cohorts_beyond_everyone(results: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Results excluding a cohort that are not a part of everyone's, for the same indicator, period and area."""
    numbered = rows(results)
    everyone = {_place(cells): (row, cells) for row, cells in numbered if not cells["cohort"]}
    for row, cells in numbered:
        item = known.get(cells["indicator"])
        if cells["cohort"] and item and not item.below_nought and _place(cells) in everyone:
            whole_row, whole = everyone[_place(cells)]
            for column, problem in _beyond(item, cells, whole):
                mend = f"Correct one of the rows: everyone's is row {whole_row}."
                yield Finding("results.csv", row, column, plain(cells[column]), problem, mend)


def _place(cells: Row) -> tuple[str, str, str]:
    return cells["indicator"], cells["period"], cells["area"]


def _beyond(item: Indicator, part: Row, whole: Row) -> Iterator[tuple[str, str]]:
    read = {name: isinstance(part[name], Fraction) and isinstance(whole[name], Fraction) for name in _FIGURES[:2]}
    larger = [name for name, both in read.items() if both and part[name] > whole[name]]
    for name in larger:
        yield name, f"is more than everyone's {plain(whole[name])}"
    if larger or not all(read.values()) or item.unit is not Unit.PERCENT or item.may_exceed_100:
        return
    numerator, denominator = (whole[name] - part[name] for name in read)
    if numerator > denominator:
        yield "numerator", f"leaves {plain(numerator)} of {plain(denominator)} for the cohort itself"


def targets_against_polarity(targets: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Floors and bands that do not fit the target or the indicator's polarity."""
    for row, cells in rows(targets):
        numbers: dict[str, Any] = {name: cell for name, cell in cells.items() if isinstance(cell, Fraction)}
        try:
            Target(**numbers)
        except ValueError as error:
            yield Finding("targets.csv", row, problem=str(error), mend="Correct the numbers in this row.")
        if item := known.get(cells["indicator"]):
            for column, problem, mend in _misfits(item, numbers):
                yield Finding("targets.csv", row, column, plain(numbers[column]), problem, mend)


def _misfits(item: Indicator, numbers: Mapping[str, Fraction]) -> Iterator[Contradiction]:
    for name in numbers:
        if numbers[name] < 0 and not item.below_nought:
            yield name, "is negative", _NO_LESS_UNLESS
    polarity, floor, target = item.polarity, numbers.get("floor"), numbers.get("target")
    if polarity is Polarity.TARGET and floor is not None:
        yield "floor", "is a floor, and polarity T has bands", "Write amber_from and amber_to instead."
    if polarity in {Polarity.HIGHER, Polarity.LOWER}:
        for name in _BANDS:
            if name in numbers:
                yield name, f"is the end of a band, and polarity {polarity} has a floor", "Write the floor instead."
        sign = 1 if polarity is Polarity.HIGHER else -1
        if floor is not None and target is not None and sign * floor > sign * target:
            worse = "at or below" if polarity is Polarity.HIGHER else "at or above"
            problem = f"is better than the target {plain(target)} (polarity {polarity})"
            yield "floor", problem, f"Write a floor {worse} the target, or correct the polarity."
