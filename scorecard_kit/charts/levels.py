"""Charts of an activity over time: its counts from zero, and an activity or a unit cost against its budgeted level."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from scorecard_kit.blocks.activity_sentences import figure
from scorecard_kit.blocks.html import Block, paragraph, slug
from scorecard_kit.blocks.sentences import trimmed
from scorecard_kit.charts.drawing import (
    colour,
    draw,
    framed,
    inline,
    months,
    positions,
    range_sentence,
    result_line,
    ticked_range,
)
from scorecard_kit.charts.line_chart import FEWEST, End, end_at, line_chart
from scorecard_kit.judge.activity import Measure, Point
from scorecard_kit.judge.indicators import DataPeriod, Unit
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.periods import financial_year, month_name, window
from scorecard_kit.judge.rows import Row, records

__all__ = ["level_chart", "stocks"]

_MANY = 25  # points, from which on they have no markers


def level_chart(measure: Measure, title: str) -> Block:
    """The results as a heavy line, the budgeted level as a thin one; counts begin at nought, costs where it is said.

    A level that was budgeted for months to come goes on to the end of the year. One or two results make no chart, and
    the block says so.
    """
    reported, unit = measure.reported, measure.item.unit
    if len(reported) < FEWEST:
        many = "Two results make" if len(reported) > 1 else "One result alone makes"
        return Block(paragraph(f"{many} no chart: others are not in the data."))
    low, high = _range(measure)
    results = ", ".join(f"{month_name(point.period)} {figure(measure, point.result.value)}" for point in reported)
    told = (f"level-{slug(measure.item.indicator)}", title, f"Line chart. {results}.{_levels_sentence(measure)}")
    svg = line_chart(lambda axes: _plot(axes, measure), (low, high), unit, *told)
    span = f"{month_name(reported[0].period)} to {month_name(reported[-1].period)}"
    axis = range_sentence(low, high, unit) if low else " The axis begins at nought."
    subtitle = f"{measure.item.name}, {measure.area}, {span}, by {measure.period_word}.{axis}"
    return Block(framed(svg, title, subtitle, css="lines"))


def _levels_sentence(measure: Measure) -> str:
    """The budgeted levels, each with the month from which it holds."""
    levels, before = [], None
    for point in measure.points:
        if point.level is not None and point.level != before:
            levels.append(f"{trimmed(point.level, measure.item.unit)} from {month_name(point.period)}")
        before = point.level
    return f" Budgeted level: {', '.join(levels)}." if levels else " No budgeted level was set."


def _range(measure: Measure) -> tuple[float, float]:
    values = [
        float(value) for point in measure.points for value in (point.result.value, point.level) if value is not None
    ]
    if measure.item.unit is not Unit.GBP:
        return 0.0, 100.0 if measure.item.unit is Unit.PERCENT else max(values) * 1.12 or 1.0
    low, high = ticked_range(values)
    return max(low, 0.0), high


def _plot(axes: Axes, measure: Measure) -> list[End]:
    periods = [point.period for point in measure.points]
    places = dict(zip(periods, positions(periods), strict=True))
    months(axes, periods)
    axes.set_xlim(left=min(-measure.step / 2, axes.get_xlim()[0]))
    end_at(axes, max(places.values()))
    level = _level_line(axes, measure, list(places.values()))
    for run in _runs(measure):
        marked = len(measure.reported) < _MANY
        result_line(axes, [places[point.period] for point in run], _values(run), marked=marked)
    last = measure.reported[-1]
    when = "" if last.period == periods[-1] else f" in {month_name(last.period).split()[0]}"
    return [End("result", _values([last])[0], f"{figure(measure, last.result.value)}{when}"), *level]


def _values(points: Sequence[Point]) -> list[float]:
    return [float(point.result.value or 0) for point in points]


def _runs(measure: Measure) -> list[list[Point]]:
    """The points that one line joins: all of them, but for a year to date those of each year, since it begins again."""
    if measure.item.data_period is not DataPeriod.YEAR_TO_DATE:
        return [measure.reported]
    years = dict.fromkeys(financial_year(point.period) for point in measure.reported)
    return [[point for point in measure.reported if financial_year(point.period) == year] for year in years]


def _level_line(axes: Axes, measure: Measure, places: Sequence[int]) -> list[End]:
    """The level of each period as a thin step; returns the end of the last one, and nothing where none is known."""
    levels = [float("nan") if point.level is None else float(point.level) for point in measure.points]
    if all(point.level is None for point in measure.points):
        return []
    edges = [axes.get_xlim()[0], *(place - measure.step / 2 for place in places[1:]), places[-1]]
    axes.stairs(levels, edges, baseline=None, color=colour("quiet"), linewidth=1)
    return [End("target", levels[-1], f"Budgeted {trimmed(measure.points[-1].level, measure.item.unit)}")]


def stocks(past: pd.DataFrame, area: str) -> Block:
    """An area's counts over time, one small chart a measure with three months or more, each from zero.

    `past`: activity frames, joined. Where no measure has three, the block is empty.
    """
    charts = []
    for name, series in past[past["area"] == area].groupby("name", sort=False):
        rows = [row for row in records(series) if row["this_month"] != ""]
        if len(rows) >= FEWEST:
            charts.append(_stock(rows, str(name), area, str(series["period"].max())))
    return Block(Markup('<div class="grid">{}</div>').format(Markup("\n").join(charts)) if charts else Markup(""))


def _stock(rows: Sequence[Row], name: str, area: str, month: str) -> Markup:
    counts, periods = [float(row["this_month"]) for row in rows], [row["period"] for row in rows]

    def plot(axes: Axes) -> None:
        axes.set_position((0.18, 0.24, 0.64, 0.66))
        result_line(axes, positions(periods), counts)
        axes.set_ylim(0, max(counts) * 1.15 or 1)
        for place, row, side in ((0, rows[0], "right"), (-1, rows[-1], "left")):  # beside the line, never over it
            axes.annotate(
                display(row["this_month"], 0), (positions(periods)[place], counts[place]), va="center", ha=side,
                xytext=(8 if place else -8, 0), textcoords="offset points", fontweight="bold", color=colour("result"),
            )  # fmt: skip
        months(axes, periods, room=0.2)
        axes.set_yticks([0], [""])

    move = rows[-1]["this_month"] - rows[-2]["this_month"]
    verb = "unchanged" if move == 0 else f"{'up' if move > 0 else 'down'} {display(abs(move), 0)}"
    when = "in the month" if periods[-2:] == window(month, 2) else f"since {month_name(periods[-2])}"
    when += "" if periods[-1] == month else f", to {month_name(periods[-1])}"
    title = f"{name}: {verb} {when}"
    each = ", ".join(f"{month_name(row['period'])} {display(row['this_month'], 0)}" for row in rows)
    svg = inline(draw(240, 150, plot), f"stock-{slug(name)}", title, f"Line chart from zero. {each}.")
    is_stock = rows[0]["data_period"] == DataPeriod.SNAPSHOT
    counted = "at the end of each month" if is_stock else "month by month"
    return framed(svg, title, f"{area}, {counted}, from zero.", css="small")
