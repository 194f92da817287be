"""The chart of an activity or a unit cost over time against its budgeted level."""

from collections.abc import Sequence

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, slug
from scorecard_kit.charts.drawing import colour, draw, framed, inline, months, positions
from scorecard_kit.judge.activity import Measure, Point
from scorecard_kit.judge.indicators import DataPeriod, Unit
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.ratings import display_result

_FEWEST = 2  # points: one alone is no line
_MANY = 25  # points, from which on they have no markers


def level_chart(measure: Measure, title: str) -> Block:
    """The results as a heavy line, the budgeted level as a thin one; counts begin at nought, costs where it is said.

    A level that was budgeted for months to come goes on to the end of the year. One result alone makes no chart, and
    the block says so.
    """
    known, unit = measure.known, measure.item.unit
    if len(known) < _FEWEST:
        return Block(Markup("<p>One result alone makes no chart: others are not in the data.</p>"))
    low, high = _range(measure)
    said = ", ".join(f"{month_name(point.period)} {_shown(measure, point.result.value)}" for point in known)
    svg = inline(
        draw(520, 270, lambda axes: _plot(axes, measure, low, high)),
        f"level-{slug(measure.item.indicator)}", title, f"Line chart. {said}.{_levels_said(measure)}",
    )  # fmt: skip
    span = f"{month_name(known[0].period)} to {month_name(known[-1].period)}"
    axis = " The axis begins at nought." if low == 0 else (
        f" The axis runs from {sentences.trimmed(low, unit)} to {sentences.trimmed(high, unit)}."
    )  # fmt: skip
    return Block(framed(svg, title, f"{measure.item.name}, {measure.area}, {span}, by {measure.word}.{axis}"))


def _shown(measure: Measure, value: object) -> str:
    return display_result(value, measure.item.unit, measure.item.decimals)  # type: ignore[arg-type]  # a Fraction


def _levels_said(measure: Measure) -> str:
    """The budgeted levels, each with the month from which it holds."""
    said, before = [], None
    for point in measure.points:
        if point.level is not None and point.level != before:
            said.append(f"{sentences.trimmed(point.level, measure.item.unit)} from {month_name(point.period)}")
        before = point.level
    return f" Budgeted level: {', '.join(said)}." if said else " No budgeted level was set."


def _range(measure: Measure) -> tuple[float, float]:
    figures = [
        float(value) for point in measure.points for value in (point.result.value, point.level) if value is not None
    ]
    if measure.item.unit is not Unit.GBP:
        return 0.0, 100.0 if measure.item.unit is Unit.PERCENT else max(figures) * 1.12 or 1.0
    margin = max((max(figures) - min(figures)) * 0.15, 0.5)
    ticks = _ticks().tick_values(min(figures) - margin, max(figures) + margin)
    return max(float(ticks[0]), 0.0), float(ticks[-1])


def _ticks() -> MaxNLocator:
    return MaxNLocator(5, steps=[1, 2, 5, 10])


def _plot(axes: Axes, measure: Measure, low: float, high: float) -> None:
    axes.set_position((0.1, 0.14, 0.66, 0.78))
    axes.set_ylim(low, high)
    periods = [point.period for point in measure.points]
    places = dict(zip(periods, positions(periods), strict=True))
    _level_line(axes, measure, list(places.values()))
    for run in _runs(measure):
        axes.plot(
            [places[point.period] for point in run], [float(point.result.value or 0) for point in run],
            color=colour("result"), linewidth=2.5, marker="o" if len(measure.known) < _MANY else "", markersize=5,
            clip_on=False,
        )  # fmt: skip
    _last_value(axes, measure, places)
    months(axes, periods)
    half = measure.step / 2
    axes.set_xlim(-half, max(places.values()) + half)
    axes.yaxis.set_major_locator(_ticks())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: sentences.trimmed(round(y, 6), measure.item.unit)))


def _runs(measure: Measure) -> list[list[Point]]:
    """The points that one line joins: all of them, but for a year to date those of each year, since it begins again."""
    if measure.item.data_period is not DataPeriod.YEAR_TO_DATE:
        return [measure.known]
    years = dict.fromkeys(financial_year(point.period) for point in measure.known)
    return [[point for point in measure.known if financial_year(point.period) == year] for year in years]


def _level_line(axes: Axes, measure: Measure, places: Sequence[int]) -> None:
    """The level of each period as a thin step, with the last one labelled at its end."""
    levels = [float("nan") if point.level is None else float(point.level) for point in measure.points]
    if all(point.level is None for point in measure.points):
        return
    half = measure.step / 2
    edges = [place - half for place in places] + [places[-1] + half]
    axes.stairs(levels, edges, baseline=None, color=colour("quiet"), linewidth=1)
    label = f"Budgeted\n{sentences.trimmed(measure.points[-1].level, measure.item.unit)}"
    axes.annotate(
        label, (places[-1] + half, levels[-1]), xytext=(6, 0), textcoords="offset points", va="center",
        color=colour("quiet"),
    )  # fmt: skip


def _last_value(axes: Axes, measure: Measure, places: dict[str, int]) -> None:
    """The newest result in bold at its point, on the side away from the line that leads to it."""
    before, last = measure.known[-2:]
    rising = (last.result.value or 0) >= (before.result.value or 0)
    axes.annotate(
        _shown(measure, last.result.value), (places[last.period], float(last.result.value or 0)),
        xytext=(0, 9 if rising else -9), textcoords="offset points", ha="center", va="bottom" if rising else "top",
        fontweight="bold", color=colour("result"),
    )  # fmt: skip
