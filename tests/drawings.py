"""What a chart shows, for tests that ask for its words and its places; and the months of one indicator to draw."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from bs4 import BeautifulSoup, Tag
from matplotlib.axes import Axes

from scorecard_kit.judge.scorecard import history

FOUR: dict[str, float | None] = {"2015-12": 77.8, "2016-01": 76.7, "2016-02": 78.1, "2016-03": 76.5}


def indicators(**changes: object) -> pd.DataFrame:
    """Give a table of one indicator."""
    row = {"indicator": "visits", "name": "Visits in time", "polarity": "H", "data_period": "YTD", "unit": "percent"}
    return pd.DataFrame([row | changes])


def months(
    values: Mapping[str, float | None], target: object = 85, floor: object = 76.5, status: str = "", **changes: object
) -> pd.DataFrame:
    """Give the rated months of an indicator; a value of None has the status."""
    results = pd.DataFrame(
        [{"indicator": "visits", "period": period, "area": "Kent", "value": value, "status": "" if value else status}
         for period, value in values.items()]
    )  # fmt: skip
    targets = pd.DataFrame([{"indicator": "visits", "from": "2000-01", "target": target, "floor": floor}])
    return history(results, indicators(**changes), targets, "visits", "Kent", sorted(values))


def svg(html: str) -> Tag:
    """Give the one chart of a block."""
    [found] = BeautifulSoup(html, "html.parser").select("svg")
    return found


def labels(html: str) -> list[str]:
    """Give the words that are drawn in a chart, in the order of the file."""
    return [text.get_text() for text in svg(html).select("text")]


def drawn_words(axes: Axes) -> dict[str, Any]:
    """Give the texts within the axes, each with its place in the data."""
    return {text.get_text(): getattr(text, "xy", text.get_position()) for text in axes.texts}


def line_data(axes: Axes) -> list[tuple[float, float]]:
    """Give the points of the heaviest line."""
    line = max(axes.get_lines(), key=lambda one: one.get_linewidth())
    xs, ys = (np.asarray(data, dtype=float).tolist() for data in (line.get_xdata(), line.get_ydata()))
    return list(zip(xs, ys, strict=True))
