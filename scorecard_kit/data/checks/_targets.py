"""Targets that contradict their indicator, or more likely say something else than was meant."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks._results import NO_LESS_UNLESS, Contradiction
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import Written, plain
from scorecard_kit.judge.ratings import rag_rating
from scorecard_kit.judge.rows import FIGURES, read_result, target_in_force
from scorecard_kit.text.counting import count

_BANDS = ("green_from", "green_to", "amber_from", "amber_to")
_FLOORS = ["floor", "amber_from", "amber_to"]
_TENFOLD = 10
_AIMS = ("target", "floor", *_BANDS, "lower", "upper")


def targets_against_polarity(targets: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Floors and bands that do not fit the target or the indicator's polarity."""
    for row, cells in rows(targets):
        numbers: dict[str, Any] = {name: cell for name, cell in cells.items() if isinstance(cell, Fraction)}
        try:
            Target(**numbers)
        except ValueError as error:
            yield Finding("targets.csv", row, problem=str(error), mend="Correct the numbers in this row.")
        if item := definitions.get(cells["indicator"]):
            for column, problem, mend in _misfits(item, numbers):
                yield Finding("targets.csv", row, column, plain(numbers[column]), problem, mend)


def _misfits(item: Indicator, numbers: Mapping[str, Fraction]) -> Iterator[Contradiction]:
    for name in numbers:
        if numbers[name] < 0 and not item.below_nought:
            yield name, "is negative", NO_LESS_UNLESS
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


def missed_without_minimum(
    results: pd.DataFrame, targets: pd.DataFrame, definitions: Mapping[str, Indicator]
) -> Iterator[Finding]:
    """Indicators that miss a target which has no minimum, so that they can never be Red; one finding each."""
    without = targets[targets[_FLOORS].isna().all(axis=1)]
    for indicator, open_rows in without.groupby("indicator", sort=False):
        item = definitions.get(str(indicator))
        if item is None or item.role != "indicator":
            continue
        of_indicator = targets[targets["indicator"] == indicator]
        if missed := list(_missed(results[results["indicator"] == indicator], of_indicator, item)):
            so_often = f"in {count(len(missed), 'result')}"
            problem = f"no minimum is set, and the target is missed {so_often} (first: {missed[0]})"
            mend = "Write the minimum if one was decided; until then a missed target is Amber."
            yield Finding("targets.csv", int(open_rows.index[0]), "floor", None, problem, mend, "warning")


def _missed(results: pd.DataFrame, targets: pd.DataFrame, item: Indicator) -> Iterator[str]:
    """Period and area of the results of one indicator that are Amber for want of a minimum."""
    for _, cells in rows(results):
        with suppress(ValueError):  # a cell in error has its own finding
            target = target_in_force(targets, item.indicator, cells["period"], cells["area"])
            floors = (target.floor, target.amber_from, target.amber_to) if target else ()
            rag = rag_rating(read_result(cells, item).value, target, item.polarity)
            if rag is Rag.AMBER and all(floor is None for floor in floors):
                yield f"{cells['period']}, {cells['area']}"


def floors_far_below(targets: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Warnings of a floor in percent that may be meant as a distance: 10% beside a target of 85%."""
    for row, cells in rows(targets):
        item, floor, target = definitions.get(cells["indicator"]), cells["floor"], cells["target"]
        is_higher = item and item.unit is Unit.PERCENT and item.polarity is Polarity.HIGHER
        if not (is_higher and isinstance(floor, Written) and isinstance(target, Fraction)):
            continue
        if 0 < floor * (2 if floor.mark else 4) < target:
            within, less = plain(target * (100 - floor) / 100), plain(target - floor)
            problem = f"is the lowest result that is Amber, far under the target {plain(target)}"
            mend = f"If it is a distance from the target, write {within} (per cent of it) or {less} (points)."
            yield Finding("targets.csv", row, "floor", plain(floor), problem, mend, "warning")


def fractions_for_percentages(
    results: pd.DataFrame, targets: pd.DataFrame, definitions: Mapping[str, Indicator]
) -> Iterator[Finding]:
    """Warnings of numbers of 1 or less under a percentage whose others are ten times as much: 0.85 is not 85%."""
    by_indicator = _percentages(results, definitions)
    middles = {indicator: median(figures.values()) for indicator, figures in by_indicator.items()}
    for row, indicator, value in zip(results.index.tolist(), results["indicator"], results["value"], strict=True):
        middle = middles.get(indicator)
        if row in by_indicator.get(indicator, {}) and isinstance(value, Fraction) and _is_fraction(value, middle):
            yield _fraction("results.csv", row, "value", value, middle)
    for row, cells in rows(targets):
        item, middle = definitions.get(cells["indicator"]), middles.get(cells["indicator"])
        for name in _AIMS if item and item.unit is Unit.PERCENT else ():
            if isinstance(cells[name], Fraction):
                yield from _aim(row, name, cells[name], middle, definitions[cells["indicator"]])


def _aim(row: int, name: str, aim: Fraction, middle: Fraction | None, item: Indicator) -> Iterator[Finding]:
    """The warning of one target, floor or end of a band."""
    if _is_fraction(aim, middle) or (name == "target" and item.polarity is Polarity.HIGHER and 0 < aim < 1):
        yield _fraction("targets.csv", row, name, aim, middle)
    elif name == "target" and middle is not None and 0 < middle <= 1 and aim >= _TENFOLD * middle:
        problem = f"is the target, and the results of {item.indicator} lie at 1% or less"
        mend = "Were the results written as fractions?"
        yield Finding("targets.csv", row, name, plain(aim), problem, mend, "warning")


def _percentages(results: pd.DataFrame, definitions: Mapping[str, Indicator]) -> dict[str, dict[int, Fraction]]:
    """The results of each indicator in percent, by their rows."""
    percentages: dict[str, dict[int, Fraction]] = {}
    for row, cells in rows(results):
        item = definitions.get(cells["indicator"])
        if item and item.unit is Unit.PERCENT and not any(isinstance(cells[name], str) for name in FIGURES):
            with suppress(ValueError):  # a result in error has its own finding
                if (value := read_result(cells, item).value) is not None:
                    percentages.setdefault(item.indicator, {})[row] = value
    return percentages


def _is_fraction(number: Fraction, middle: Fraction | None) -> bool:
    return 0 < number <= 1 and middle is not None and middle >= _TENFOLD * number


def _fraction(file: str, row: int, column: str, number: Fraction, middle: Fraction | None) -> Finding:
    beside = "" if middle is None or middle <= 1 else f", and the results lie at about {round(middle)}%"
    problem = f"means {plain(number)}%{beside}"
    return Finding(
        file, row, column, plain(number), problem, f"Write {plain(number * 100)} if that is meant.", "warning"
    )
