"""The chart of one indicator over time: its results, target and floor, and the series beside it."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.beside import Series
from scorecard_kit.blocks.chart_titles import trend_title
from scorecard_kit.blocks.html import Block, paragraph, slug
from scorecard_kit.charts.drawing import (
    colour,
    framed,
    months,
    positions,
    range_sentence,
    result_line,
    ticked_range,
)
from scorecard_kit.charts.line_chart import FEWEST, End, end_at, line_chart
from scorecard_kit.judge.indicators import Polarity, Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, records, takes_rated

__all__ = ["trend", "trend_description"]


@takes_rated
def trend(
    past: pd.DataFrame, name: str, area: str, others: Sequence[Series] = (), changes: Sequence[str] = ()
) -> Block:
    """An indicator's months with target and floor; of one or two the block says the figures, since they make no chart.

    `past` has the columns of `score`, a row a month. Percentages have a range of their own, which the subtitle says.
    Of the series beside it those that measure the same are drawn dashed; `changes` are months from which the figures
    are counted or rated in another way, each a labelled line.
    """
    rows = records(past[past["value"].notna()])
    if len(rows) < FEWEST:
        return Block(paragraph(_told(past, rows)))
    drawn = [series for series in others if series.drawn]
    low, high = _range(rows, [float(value) for series in drawn for value in series.results.values()])
    last, unit, periods = rows[-1], Unit(rows[-1]["unit"]), [row["period"] for row in rows]
    places, values = positions(periods), [float(row["value"]) for row in rows]

    def plot(axes: Axes) -> list[End]:
        months(axes, periods)
        end_at(axes, places[-1])
        ends = [End("result", values[-1], sentences.figure(last)), *_bounds(axes, rows), *_others(axes, rows, drawn)]
        result_line(axes, places, values)
        _changes(axes, rows, changes)
        return ends

    title = trend_title(past)
    span = f"{month_name(rows[0]['period'])} to {month_name(last['period'])}"
    axis = range_sentence(low, high, unit) if low else ""
    told = (f"trend-{slug(last['indicator'])}", title, trend_description(rows, drawn))
    svg = line_chart(plot, (low, high), unit, *told)
    return Block(framed(svg, title, f"{name}, {area}, {span}.{axis}", css="lines"))


def _told(past: pd.DataFrame, rows: Sequence[Row]) -> str:
    """What stands in place of a chart of one or two months."""
    if len(rows) > 1:
        return f"{trend_title(past)}. In {month_name(rows[0]['period'])} it was {sentences.figure(rows[0])}."
    alone = "One month alone makes no chart: no other of the months shown has a figure."
    return alone if rows else "There is no chart, since none of the months shown has a figure."


def trend_description(rows: Sequence[Row], drawn: Sequence[Series] = ()) -> str:
    """The text alternative of a trend: every month's result and rating, the bounds, and the series beside it."""
    results = ", ".join(
        f"{month_name(row['period'])} {sentences.figure(row)}{sentences.status_words(row)} {row['rag']}" for row in rows
    )
    bounds = "".join(f" {words}." for _, words in _bound_labels(rows[-1]))
    beside = "".join(
        f" {series.label}: {', '.join(f'{month_name(month)} {figure}' for month, figure in series.figures.items())}."
        for series in drawn
    )
    return f"Line chart. {results}.{bounds}{beside}"


def _bound_labels(last: Row) -> list[tuple[str, str]]:
    """The bounds that a row has, by their key, as they are labelled: Target 85%, Minimum 76.5%."""
    worst = "Highest Amber" if last["polarity"] == Polarity.LOWER else "Minimum"
    unit, whose = Unit(last["unit"]), " (inferred)" if last["floor_basis"] == "inferred" else ""
    strict = last["floor"] != "" and last["floor"] == last["target"]
    words = {"target": f"Target {sentences.trimmed(last['target'], unit)}{', no Amber' if strict else ''}"}
    if last["floor_range"] != "any" and not strict:  # a minimum that is the kit's assumption is not drawn
        words["floor"] = f"{worst} {sentences.trimmed(last['floor'], unit)}{whose}"
    return [(key, label) for key, label in words.items() if last[key] != ""]


def _range(rows: Sequence[Row], beside: Sequence[float]) -> tuple[float, float]:
    values = [*beside, *(float(row[key]) for row in rows for key in ("value", "target", "floor") if row[key] != "")]
    if rows[-1]["unit"] == Unit.COUNT:
        return 0.0, max(values) * 1.1 or 1.0
    low, high = ticked_range(values)
    roof = 100.0 if rows[-1]["unit"] == Unit.PERCENT and max(values) <= 100 else high  # noqa: PLR2004
    return max(low, 0.0) if min(values) >= 0 else low, min(high, roof)


def _bounds(axes: Axes, rows: Sequence[Row]) -> list[End]:
    """Target and floor as thin steps, with the Amber band between them; returns their ends."""
    places = positions([row["period"] for row in rows])
    edges = [axes.get_xlim()[0], *(place - 0.5 for place in places[1:]), places[-1]]
    ends: list[End] = []
    for key, words in _bound_labels(rows[-1]):
        figures = [float("nan") if row[key] == "" else float(row[key]) for row in rows]
        dashes = "-" if key == "target" else (0, (4, 3))
        axes.stairs(figures, edges, baseline=None, color=colour("quiet"), linewidth=1, linestyle=dashes)
        ends.append(End(key, figures[-1], words))
    if len(ends) == 2:  # noqa: PLR2004  # both ends of the band are known
        bands = [[float(row[key]) if row[key] != "" else float("nan") for row in rows] for key in ("target", "floor")]
        axes.stairs(bands[0], edges, baseline=bands[1], fill=True, color=colour("amber-band"), zorder=0)
        ends.append(End("amber", (bands[0][-1] + bands[1][-1]) / 2, "Amber"))
    return ends


def _others(axes: Axes, rows: Sequence[Row], drawn: Sequence[Series]) -> list[End]:
    """Series that measure the same, dashed; returns their ends."""
    start, ends = rows[0]["period"], list[End]()
    for series in drawn:
        drawn_months = [month for month in sorted(series.results) if month >= start]
        places = positions([start, *drawn_months])[1:]
        heights = [float(series.results[month]) for month in drawn_months]
        axes.plot(
            places, heights, color=colour("quiet"), linewidth=1.5, linestyle=(0, (6, 3)), marker=".", markersize=5
        )
        ends.append(End("beside", heights[-1], series.label))
    return ends


def _changes(axes: Axes, rows: Sequence[Row], months_of_change: Sequence[str]) -> None:
    """A line at each month from which the figures are counted or rated in another way; the newest one is labelled.

    The label stands above the plot, where nothing else does, and ends at the line where it would leave the plot.
    """
    first, last = rows[0]["period"], rows[-1]["period"]
    places = [positions([first, month])[1] - 0.5 for month in sorted(months_of_change) if first < month <= last]
    for place in places:
        axes.axvline(place, color=colour("quiet"), linewidth=1, linestyle=":")
    if places:
        side = "left" if places[-1] < positions([first, last])[1] / 2 else "right"
        axes.annotate(
            "changed", (places[-1], axes.get_ylim()[1]), xytext=(0, 4), textcoords="offset points", ha=side,
            va="bottom", fontsize=11, color=colour("quiet"),
        )  # fmt: skip
