"""An activity or a unit cost over time against its budgeted level: its periods, its years and their totals.

Pure and exact. Counts are added over a year, shares are taken of the year's sums, and costs are neither added nor
averaged: a forecast of the year's average replaces the one before it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import pandas as pd

from scorecard_kit.judge.indicators import DataPeriod, Indicator, Unit
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import financial_year, months_before, outturn_month, year_and_month
from scorecard_kit.judge.rows import NO_RESULT, Result, definitions, read_result, records, target_in_force

Amount: TypeAlias = Fraction | None
_QUARTER = 3


class Point(NamedTuple):
    """One period: its result, and the level that was budgeted (None where none was)."""

    period: str
    result: Result
    level: Amount

    @property
    def difference(self) -> Amount:
        """The result less the level; None where one of them is missing."""
        value = self.result.value
        return None if value is None or self.level is None else value - self.level


class Measure(NamedTuple):
    """One indicator of an area: its points, earliest first, and its categories as `Age: Under 18`, by period.

    `step` is the months from one period to the next: 1, or 3 where quarters are reported. Periods later than the newest
    result, up to the end of its financial year, are there where a level was budgeted.
    """

    item: Indicator
    area: str
    step: int
    points: Sequence[Point]
    parts: Mapping[str, Mapping[str, Amount]]

    @property
    def known(self) -> list[Point]:
        """The points with a result that can be shown."""
        return [point for point in self.points if point.result.value is not None]

    @property
    def word(self) -> str:
        """What a period is called: month or quarter."""
        return "quarter" if self.step == _QUARTER else "month"

    def year(self, year: str) -> list[Point]:
        """The points of a financial year."""
        return [point for point in self.points if financial_year(point.period) == year]


def measure(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    breakdowns: pd.DataFrame,
    indicator: str,
    area: str,
    period: str,
) -> Measure:
    """Gather an indicator's results for everyone up to the period, with the level of each and of the year to come."""
    item = definitions(indicators)[indicator]
    mine = [row for row in records(results) if (row["indicator"], row["area"]) == (indicator, area)]
    rows = {row["period"]: read_result(row, item) for row in mine if not row["cohort"] and row["period"] <= period}
    step = _step(sorted(rows), item)
    points = []
    for month in _periods(sorted(rows), step):
        target = target_in_force(targets, indicator, month, area)
        points.append(Point(month, rows.get(month, NO_RESULT), exact(target.target) if target else None))
    kept = [point for point in points if point.period in rows or point.level is not None]
    return Measure(item, area, step, kept, _parts(breakdowns, indicator, area, set(rows)))


def _step(periods: Sequence[str], item: Indicator) -> int:
    numbers = [year * 12 + month for year, month in map(year_and_month, periods)]
    usual = _QUARTER if item.data_period is DataPeriod.QUARTER else 1
    return min((later - earlier for earlier, later in pairwise(numbers)), default=usual)


def _periods(known: Sequence[str], step: int) -> list[str]:
    """Every period from the first result to the end of the financial year of the newest."""
    if not known:
        return []
    end, periods = months_before(outturn_month(known[-1]), -12), [known[0]]
    while (following := months_before(periods[-1], -step)) <= end:
        periods.append(following)
    return periods


def _parts(breakdowns: pd.DataFrame, indicator: str, area: str, periods: set[str]) -> dict[str, dict[str, Amount]]:
    found: dict[str, dict[str, Amount]] = {}
    for row in records(breakdowns):
        if (row["indicator"], row["area"], row["cohort"]) == (indicator, area, "") and row["period"] in periods:
            found.setdefault(f"{row['dimension']}: {row['category']}", {})[row["period"]] = exact(row["count"])
    return found


def is_flow(item: Indicator) -> bool:
    """Whether the periods of a year add up: what happened in a month or quarter, as against how many there are."""
    return item.data_period in {DataPeriod.MONTH, DataPeriod.QUARTER} and item.unit is not Unit.GBP


def total(points: Sequence[Point], item: Indicator) -> Amount:
    """What the results of several periods come to: a sum of counts, a share of the sums; None where one is missing."""
    results = [point.result for point in points]
    if not is_flow(item) or not results or any(result.value is None for result in results):
        return None
    if item.unit is Unit.COUNT:
        return sum((result.value or Fraction(0) for result in results), Fraction(0))
    above, below = ([getattr(result, side) for result in results] for side in ("numerator", "denominator"))
    return None if None in (*above, *below) or not sum(below) else sum(above) * item.per / sum(below)


def total_level(points: Sequence[Point], item: Indicator) -> Amount:
    """What was budgeted for several periods: the sum for counts, else the level if it is the same in all of them."""
    levels = [point.level for point in points if point.level is not None]
    if not levels or len(levels) < len(points):
        return None
    if is_flow(item) and item.unit is Unit.COUNT:
        return sum(levels, Fraction(0))
    return levels[0] if len(set(levels)) == 1 else None


def sums_that_differ(given: Measure) -> list[tuple[Point, Fraction]]:
    """The points whose categories do not add to the result, each with their sum."""
    differing = []
    for point in given.known:
        figures = [by_period.get(point.period) for by_period in given.parts.values()]
        known = [figure for figure in figures if figure is not None]
        if figures and len(known) == len(figures) and sum(known) != point.result.value:
            differing.append((point, sum(known, Fraction(0))))
    return differing
