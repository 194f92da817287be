"""The figures of a drawing, read back from its lines and bars; none where they cannot be told for certain."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import ScalarFormatter

_HALF = 0.5
"""How far from its label a bar may stand, in bars: those of a group stand to both sides of it."""
Series = tuple[str, list[object], list[float]]
"""The name of a line, or of bars of one kind, with its places and heights."""


def drawn_figures(figure: Figure) -> pd.DataFrame | None:
    """A row a place, a column a line or a kind of bars; None where a drawing holds something else, or places no labels.

    Lines across the whole of the axes, such as a target's, are no figures.
    """
    columns: dict[str, pd.Series[float]] = {}
    several = len([axes for axes in figure.get_axes() if axes.has_data()]) > 1
    for axes in figure.get_axes():
        if axes.collections or axes.images or _other_patches(axes):
            return None
        for label, places, heights in _series(axes):
            name = ", ".join(filter(None, [axes.get_title() if several else "", _name(label, axes)]))
            if name in columns or None in places or len(set(places)) < len(places):
                return None
            columns[name] = pd.Series(heights, pd.Index(places, dtype=object))
    if not columns:
        return None
    order = list(dict.fromkeys(place for column in columns.values() for place in column.index))
    return pd.DataFrame(columns).reindex(order).rename_axis(_axis_name(figure))


def has_bar_of_nought(figure: Figure) -> bool:
    """Whether a bar has no height: it may be nought, or a missing figure, for which pandas draws such a bar."""
    return any(
        (bar.get_width() if bars.orientation == "horizontal" else bar.get_height()) == 0
        for axes in figure.get_axes()
        for bars in axes.containers
        if isinstance(bars, BarContainer)
        for bar in bars.patches
    )


def _other_patches(axes: Axes) -> bool:
    """Whether there are shapes that are no bars."""
    bars = {id(bar) for container in axes.containers for bar in container.get_children()}
    return any(id(patch) not in bars for patch in axes.patches)


def _series(axes: Axes) -> Iterator[Series]:
    for line in axes.get_lines():
        heights = [float(height) for height in np.asarray(line.get_ydata())]
        if line.get_transform() == axes.transData and heights:
            yield str(line.get_label()), _line_places(line, axes), heights
    for bars in axes.containers:
        if isinstance(bars, BarContainer):
            lies = bars.orientation == "horizontal"
            middles = [
                bar.get_y() + bar.get_height() / 2 if lies else bar.get_x() + bar.get_width() / 2
                for bar in bars.patches
            ]
            heights = [bar.get_width() if lies else bar.get_height() for bar in bars.patches]
            yield str(bars.get_label()), _labelled(axes.yaxis if lies else axes.xaxis, middles), heights


def _line_places(line: Line2D, axes: Axes) -> list[object]:
    """Where the points of a line lie: as they were given, by their month, or by the label beneath them."""
    given = list(np.asarray(line.get_xdata(orig=True)))
    if freq := getattr(axes, "freq", None):  # pandas draws months by their number
        return [pd.Period(ordinal=int(place), freq=freq) for place in given]
    if given and isinstance(given[0], np.datetime64):
        return [pd.Timestamp(place) for place in given]
    if given and isinstance(given[0], str):
        return [str(place) for place in given]
    return _labelled(axes.xaxis, given) if all(map(_is_number, given)) else given


def _is_number(place: object) -> bool:
    return isinstance(place, int | float | np.number)


def _labelled(axis: Axis, places: list[Any]) -> list[object]:
    """The labels beneath these places; the numbers themselves on an axis of numbers, None where a label is missing."""
    if isinstance(axis.get_major_formatter(), ScalarFormatter):
        return [float(place) for place in places]
    ticks = axis.get_majorticklocs()
    texts = axis.get_major_formatter().format_ticks(list(ticks))
    labels = [(float(at), text) for at, text in zip(ticks, texts, strict=True) if text]
    return [_nearest(float(place), labels) for place in places]


def _nearest(place: float, labels: list[tuple[float, str]]) -> str | None:
    at, text = min(labels, key=lambda label: abs(label[0] - place), default=(np.inf, ""))
    return text if abs(at - place) <= _HALF else None


def _name(label: str, axes: Axes) -> str:
    """The label of the legend, else that of the axis."""
    return label if not label.startswith("_") else axes.get_ylabel() or "Value"


def _axis_name(figure: Figure) -> str:
    return next((label for axes in figure.get_axes() if (label := axes.get_xlabel())), "Item")
