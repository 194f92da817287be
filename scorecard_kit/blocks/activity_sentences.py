"""An activity and its costs in sentences: where the newest result stands, and what the year so far comes to."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from scorecard_kit.blocks import sentences
from scorecard_kit.judge.activity import Measure, Point, sums_that_differ, total, total_level
from scorecard_kit.judge.indicators import DataPeriod, Unit
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.periods import (
    financial_year,
    month_name,
    months_before,
    outturn_month,
    previous_point,
    year_to_date,
)
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.text.counting import joined

__all__ = ["answer", "chart_title", "comments", "figure", "named", "span"]

_BOTH = 2


def answer(measures: Sequence[Measure]) -> str:
    """Where the newest result stands against its budgeted level, and each companion that has one against its own."""
    first = measures[0]
    if not first.reported:
        return f"{first.item.name}: no result has been entered."
    last = first.reported[-1]
    newest = f"{named(first)} stood at {figure(first, last.result.value)} {_when(first, last.period)}"
    beside = [f"{other.item.name}: {figure(other, other.reported[-1].result.value)}, {_gap(other, other.reported[-1])}"
              for other in measures[1:] if other.reported and other.reported[-1].level is not None]  # fmt: skip
    return ". ".join([f"{newest}, {_gap(first, last) or _since(first)}", *beside]) + "."


def named(of: Measure) -> str:
    """The measure's name, with the cohorts that its definition leaves out."""
    left_out = [f"{sentences.cohort_words(cohort)}" for cohort in of.item.excludes]
    return ", ".join([of.item.name, *left_out]) + ("," if left_out else "")


def figure(of: Measure, value: Fraction | None) -> str:
    """A figure of the measure with its unit; blank where there is none."""
    return display_result(value, of.item.unit, of.item.decimals)


def _size(of: Measure, value: Fraction) -> str:
    return sentences.points(value, of.item.unit, of.item.decimals)


def _when(of: Measure, period: str) -> str:
    month = month_name(period)
    match of.item.data_period:
        case DataPeriod.QUARTER:
            return f"in the quarter to {month}"
        case DataPeriod.MONTH:
            return f"in {month}"
        case DataPeriod.YEAR_TO_DATE:
            start = month_name(year_to_date(period)[0])
            return f"for {start if start[-4:] != month[-4:] else start.split()[0]} to {month}"
        case _:
            return f"at the end of {month}"


def _gap(of: Measure, point: Point) -> str:
    """How far a result lies over or under its budgeted level; blank without a level."""
    if point.difference is None:
        return ""
    level = sentences.trimmed(point.level, of.item.unit)
    if not point.difference:
        return f"exactly its budgeted level of {level}"
    return f"{_size(of, point.difference)} {_side(point.difference)} its budgeted level of {level}"


def _side(difference: Fraction) -> str:
    return "over" if difference > 0 else "under"


def _since(of: Measure) -> str:
    """The change from the reporting point before, for a series without a budgeted level."""
    if len(of.reported) == 1:
        return "with no earlier result and no budgeted level in the data"
    return f"{_moved(of, of.reported[-2])}; no budgeted level was set"


def _move(of: Measure, before: Point) -> Fraction:
    return (of.reported[-1].result.value or Fraction(0)) - (before.result.value or Fraction(0))


def _moved(of: Measure, before: Point) -> str:
    move = _move(of, before)
    less = "fewer" if of.item.unit is Unit.COUNT else "less"
    way = f"{_size(of, move)} {'more' if move > 0 else less} than" if move else "the same as"
    return f"{way} {_when(of, before.period)}"


def chart_title(of: Measure) -> str:
    """What the series did, and where it stands against its budgeted level."""
    if len(of.reported) == 1:
        return figure(of, of.reported[0].result.value)
    before, last = of.reported[-2:]
    move = (last.result.value or Fraction(0)) - (before.result.value or Fraction(0))
    way = f"{'Up' if move > 0 else 'Down'} {_size(of, move)}" if move else "Unchanged"
    gap = _gap(of, last)
    return f"{way} since {month_name(before.period)}{', and ' + gap if gap else ''}"


def span(points: Sequence[Point]) -> str:
    """The months that several periods cover: April to December 2011."""
    start = months_before(points[0].period, 2) if _quarterly(points) else points[0].period
    return f"{month_name(start).split()[0]} to {month_name(points[-1].period)}"


def _quarterly(points: Sequence[Point]) -> bool:
    return all(months_before(later.period, 3) == earlier.period for earlier, later in pairwise(points))


def comments(of: Measure, period: str) -> list[str]:
    """What the figures show, in sentences; none rests on a figure that is withheld."""
    year = [point for point in of.year(financial_year(period)) if point.period <= of.reported[-1].period]
    return [sentence for sentence in (
        _movement(of), _months_over(of, year), _part_of_year(of, year), _average(of, year), _kind_of_cost(of),
        _sum_of_categories(of), *_notes(of),
    ) if sentence]  # fmt: skip


def _movement(of: Measure) -> str:
    last = of.reported[-1]
    wanted = (previous_point(last.period, [point.period for point in of.reported]), outturn_month(last.period))
    before = [point for point in of.reported if point.period in wanted and point is not last]
    moves = joined([_moved(of, point) for point in reversed(before)])
    return f"{figure(of, last.result.value)} {_when(of, last.period)} is {moves}." if moves else ""


def _months_over(of: Measure, year: Sequence[Point]) -> str:
    gaps = [point.difference for point in year if point.difference is not None]
    if not gaps:
        return "" if any(point.level is not None for point in of.points) else "No budgeted level was set."
    over, under = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    sides = {"over": over, "under": under, "exactly at": len(gaps) - over - under}
    base = f"{of.period_word}{'' if len(gaps) == 1 else 's'} of {financial_year(year[-1].period)} with a result"
    if only := next((side for side, number in sides.items() if number == len(gaps)), ""):
        every = {1: "the one", _BOTH: "both"}.get(len(gaps), f"all {len(gaps)}")
        return f"It was {only} its budgeted level in {every} {base}."
    exactly = f" and exactly at it in {sides['exactly at']}" if sides["exactly at"] else ""
    return f"Of the {len(gaps)} {base} it was over its budgeted level in {over}, under it in {under}{exactly}."


def _part_of_year(of: Measure, year: Sequence[Point]) -> str:
    """A part-year total beside a full-year budget is said to be one."""
    result, level = total(year, of.item), total_level(year, of.item)
    full_year = of.year(financial_year(year[-1].period)) if year else []
    full = total_level(full_year, of.item)
    if result is None or of.item.unit is not Unit.COUNT or len(full_year) == len(year):
        return f"{span(year)}: {figure(of, result)}." if result is not None and len(year) > 1 else ""  # no whole year
    text = f"{span(year)} comes to {figure(of, result)}"
    text += f", where {figure(of, level)} was budgeted for the same months" if level is not None else ""
    rest = (
        f" The budget for the whole year is {figure(of, full)}: a part of a year must not be held against it."
        if full
        else ""
    )
    return f"{text}.{rest}"


def _average(of: Measure, year: Sequence[Point]) -> str:
    result, levels = total(year, of.item), {point.level for point in year}
    if result is None or of.item.unit is not Unit.COUNT or of.step != 1 or len(year) < 2:  # noqa: PLR2004
        return ""
    average, level = result / len(year), next(iter(levels)) if len(levels) == 1 else None
    share = f", {display(average * 100 / level, 0)}% of the budgeted {display(level, 0)}" if level else ""
    return f"The average of the year so far is {display(average, 1)} a month{share}."


def _kind_of_cost(of: Measure) -> str:
    if of.item.unit is not Unit.GBP:
        return ""
    if of.item.data_period is DataPeriod.YEAR_TO_DATE:
        return "Each figure is the average of the year so far, and begins again in April; they are not averaged again."
    return (
        "Each figure is the average of a whole year, as it was forecast then. A new one replaces the last: they are "
        "neither added nor averaged."
    )


def _sum_of_categories(of: Measure) -> str:
    if not of.categories:
        return ""
    differing = sums_that_differ(of)
    if not differing:
        return f"The categories add to the result in every {of.period_word} shown."
    return " ".join(
        f"In {month_name(point.period)} the categories add to {display(added, 0)}." for point, added in differing
    )


def _notes(of: Measure) -> list[str]:
    return [f"{month_name(point.period)}: {point.result.note}" for point in of.points if point.result.note]
