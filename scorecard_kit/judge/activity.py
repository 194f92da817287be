"""Activity: what the teams carry, what came in and went out, and the level of it that was budgeted.

Counts without polarity, so never rated. Pure and exact. Counts are added over a year, shares are taken of the year's
sums, and costs are neither added nor averaged: a forecast of the year's average replaces the one before it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.indicators import DataPeriod, Indicator, Unit
from scorecard_kit.judge.numbers import Amount, added, exact
from scorecard_kit.judge.periods import financial_year, months_before, previous_point, year_and_month, year_end
from scorecard_kit.judge.ratings import change, rate
from scorecard_kit.judge.rows import NO_RESULT, Result, Row, definitions, read_result, records, target_in_force

__all__ = [
    "ACTIVITY_COLUMNS", "PAGE_COLUMNS", "Measure", "Point", "activity", "is_flow", "measure", "sum_differences",
    "sums_that_differ", "total", "total_level",
]  # fmt: skip

ACTIVITY_COLUMNS = [
    *("measure", "name", "data_period", "period", "area", "kind", "parent"),
    *("this_month", "last_month", "change", "status"),
]
"""The columns of data/activity.csv, in order. `change` is this month minus last month."""

PAGE_COLUMNS = ["before"]
"""What a page needs beside them: the month of `last_month`, which is the reporting point before."""


def activity(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    period: str,
    *,
    reporting: str = "month",
) -> pd.DataFrame:
    """Every measure of role activity for the period: one row a measure and area, both in the order of their files.

    A stock (a snapshot) has the result of the previous reporting point and the change beside it; a flow has this
    month's count alone. Returns ACTIVITY_COLUMNS and PAGE_COLUMNS; figures are Fractions, or None where nothing was
    entered.
    """
    measures = {key: item for key, item in definitions(indicators).items() if item.role == "activity"}
    counted = results[results["indicator"].isin(measures) & (results["period"] <= period)]
    figures = {
        (row["indicator"], row["area"], row["period"]): read_result(row, measures[row["indicator"]])
        for row in records(counted)
        if not row.get("cohort", "")
    }
    months = {month for _, _, month in figures}
    before, places, rows = previous_point(period, months, reporting), records(areas), []
    for key, item in measures.items():
        for area in places:
            now, then = figures.get((key, area["area"], period)), figures.get((key, area["area"], before))
            if now is None:
                continue
            stock = item.data_period is DataPeriod.SNAPSHOT
            last = then.value if then and stock else None
            rows.append([
                *(key, item.name, item.data_period, period, area["area"], area["kind"], area.get("parent", "")),
                *(now.value, last, change(last, now.value), now.status, before),
            ])  # fmt: skip
    return pd.DataFrame(rows, columns=[*ACTIVITY_COLUMNS, *PAGE_COLUMNS], dtype=object)


def sum_differences(counts: pd.DataFrame, county: str) -> pd.DataFrame:
    """Where the county is not the sum of the groups under it: one row a measure and month that differs.

    Returns `measure`, `name`, `field` (this_month or last_month), `county`, `groups` (their sum) and `difference`.
    A sum that a withheld or missing figure leaves open is not compared.
    """
    rows = []
    for key, measure in counts.groupby("measure", sort=False):
        whole, parts = measure[measure["area"] == county], measure[measure["parent"] == county]
        if whole.empty or parts.empty:
            continue
        for field in ("this_month", "last_month"):
            figures = [whole[field].iloc[0], *parts[field]]
            if None not in figures and figures[0] != sum(figures[1:]):
                total = sum(figures[1:])
                rows.append([key, whole["name"].iloc[0], field, figures[0], total, figures[0] - total])
    columns = ["measure", "name", "field", "county", "groups", "difference"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


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
    categories: Mapping[str, Mapping[str, Amount]]

    @property
    def reported(self) -> list[Point]:
        """The points with a result that can be shown."""
        return [point for point in self.points if point.result.value is not None]

    @property
    def period_word(self) -> str:
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
    of_everyone = [row for row in records(results) if _key(row) == (indicator, area, "") and row["period"] <= period]
    by_period = {row["period"]: read_result(row, item) for row in of_everyone}
    step = _step(sorted(by_period), item)
    points = []
    for month in _periods(sorted(by_period), step):
        target = target_in_force(targets, indicator, month, area)
        points.append(Point(month, by_period.get(month, NO_RESULT), exact(target.target) if target else None))
    kept = [point for point in points if point.period in by_period or point.level is not None]
    categories: dict[str, dict[str, Amount]] = {}
    for row in records(breakdowns):
        if _key(row) == (indicator, area, "") and row["period"] in by_period:
            categories.setdefault(f"{row['dimension']}: {row['category']}", {})[row["period"]] = exact(row["count"])
    return Measure(item, area, step, kept, categories)


def _key(row: Row) -> tuple[str, str, str]:
    return row["indicator"], row["area"], row["cohort"]


def _step(periods: Sequence[str], item: Indicator) -> int:
    numbers = [year * 12 + month for year, month in map(year_and_month, periods)]
    usual = _QUARTER if item.data_period is DataPeriod.QUARTER else 1
    return min((later - earlier for earlier, later in pairwise(numbers)), default=usual)


def _periods(reported: Sequence[str], step: int) -> list[str]:
    """Every period from the first result to the end of the financial year of the newest."""
    if not reported:
        return []
    end, periods = year_end(reported[-1]), [reported[0]]
    while (following := months_before(periods[-1], -step)) <= end:
        periods.append(following)
    return periods


def is_flow(item: Indicator) -> bool:
    """Whether the periods of a year add up: what happened in a month or quarter, as against how many there are."""
    return item.data_period in {DataPeriod.MONTH, DataPeriod.QUARTER} and item.unit is not Unit.GBP


def total(points: Sequence[Point], item: Indicator) -> Amount:
    """What the results of several periods come to: a sum of counts, a share of the sums; None where one is missing."""
    results = [point.result for point in points]
    if not is_flow(item) or not results or any(result.value is None for result in results):
        return None
    if item.unit is Unit.COUNT:
        return added(result.value for result in results)
    numerator, denominator = added(each.numerator for each in results), added(each.denominator for each in results)
    return rate(numerator, denominator, item.per) if denominator else None


def total_level(points: Sequence[Point], item: Indicator) -> Amount:
    """What was budgeted for several periods: the sum for counts, else the level if it is the same in all of them."""
    levels = [point.level for point in points if point.level is not None]
    if not levels or len(levels) < len(points):
        return None
    if is_flow(item) and item.unit is Unit.COUNT:
        return sum(levels, Fraction(0))
    return levels[0] if len(set(levels)) == 1 else None


def sums_that_differ(measure: Measure) -> list[tuple[Point, Fraction]]:
    """The points whose categories do not add to the result, each with their sum; one that lacks a category is none."""
    by_category = measure.categories.values()
    sums = [(point, added(counts.get(point.period) for counts in by_category)) for point in measure.reported]
    return [(point, whole) for point, whole in sums if by_category and whole not in (None, point.result.value)]
