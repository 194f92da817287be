"""The months behind a result: where its figure went in a year, and which of them belong to one line."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.indicators import Target
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import months_between, window
from scorecard_kit.judge.rows import (
    Place,
    Result,
    Row,
    by_series,
    definitions,
    in_force,
    place_of,
    read_result,
    records,
    records_by,
    series_of,
    takes_rated,
)
from scorecard_kit.judge.scorecard import apart, rises

__all__ = ["MONTHS", "Point", "Trend", "trends"]

MONTHS = 13
"""How many months a trend looks back over, the newest with them: so the same month of the year before is one."""


class Point(NamedTuple):
    """One month that was reported: its value unrounded, None where it is withheld or there were no cases."""

    period: str
    value: Fraction | None
    target: Fraction | None
    withheld: bool = False


class Trend(NamedTuple):
    """What led to the result of a rated `row`: the `months` looked at, and the points reported in them.

    `months` end with the month that was asked for, so that all rows of a page have the same; a late row's points end
    before it. `pieces` are the points with a value, in lines: between two lines nothing is to be drawn.
    """

    row: Row
    months: tuple[str, ...]
    points: tuple[Point, ...]
    pieces: tuple[tuple[Point, ...], ...]

    @property
    def compared(self) -> tuple[Point, ...]:
        """The earlier points with a value that compare with the row's own, see `judge.scorecard.apart`."""
        earlier = (point for point in self.points if point.value is not None and point.period < self.row["period"])
        return tuple(point for point in earlier if not apart(point.period, self.row))


@takes_rated
def trends(book: Book, scored: pd.DataFrame, months: int = MONTHS) -> dict[Place, Trend]:
    """The months behind each row of a rated frame, by its place: as many as there are of the `months` up to `asked`.

    `book` must hold those months: `load(…, months=13)`. A line says where the figure went, whatever its polarity; that
    it is better is for the direction to say. It ends, and another begins, where a month is withheld or had no cases,
    where one is missing of a series that is reported more often, at a change that is not comparable, and for a figure
    to date at each April. Of a count to date, which rises all year, only the same month of the year before is a point.
    """
    rows, items = records(scored), definitions(book.indicators)
    shown = tuple(window(max((row["asked"] for row in rows), default="2000-01"), months))
    of_months = book.results[book.results["period"].isin(shown)]
    found, targets = by_series(of_months, rows), records_by(book.targets, "indicator")
    gathered: dict[Place, Trend] = {}
    for row in rows:
        item, series = items[row["indicator"]], found.get(series_of(row), [])
        goals = targets.get(item.indicator, ())
        points = sorted(
            _point(read_result(each, item), each["period"], in_force(goals, each["period"], row["area"]))
            for each in series
            if item.in_use(each["period"]) and _is_point(each["period"], row)
        )
        told = tuple(point for point in points if point.value is not None or point.withheld)
        gathered[place_of(row)] = Trend(row, shown, told, tuple(_pieces(told, row)))
    return gathered


def _point(result: Result, month: str, target: Target | None) -> Point:
    goal = exact(target.target) if target else None
    return Point(month, result.value, None if goal is None else Fraction(goal), result.status == "suppressed")


def _is_point(month: str, row: Row) -> bool:
    """Whether a month is shown: none after the row's own, and of a count to date those of the same month alone."""
    is_rising = rises(row["data_period"], row["unit"], row["denominator"])
    return bool(month <= row["period"]) and (not is_rising or month[5:] == row["period"][5:])


def _pieces(points: Sequence[Point], row: Row) -> Iterator[tuple[Point, ...]]:
    """The points with a value, a line each."""
    rhythm = min((months_between(one.period, other.period) for one, other in pairwise(points)), default=0)
    number, numbered = 0, list[tuple[int, Point]]()
    for place, point in enumerate(points):
        if place and not _joined(points[place - 1], point, row, rhythm):
            number += 1
        numbered.append((number, point))
    for _, line in groupby(numbered, key=lambda each: each[0]):
        if piece := tuple(point for _, point in line if point.value is not None):
            yield piece


def _joined(one: Point, other: Point, row: Row, rhythm: int) -> bool:
    is_whole = one.value is not None and other.value is not None
    is_next = months_between(one.period, other.period) == rhythm
    breaks = " ".join(month for month in str(row["breaks"]).split() if month <= other.period)
    return is_whole and is_next and not apart(one.period, {**row, "period": other.period, "breaks": breaks})
