"""Charts keep their axes for tests that ask for places."""

from collections.abc import Callable

import pytest
from matplotlib.axes import Axes

from scorecard_kit.charts import levels, line_chart, variances


@pytest.fixture
def drawn(keep_axes: Callable[..., list[Axes]]) -> list[Axes]:
    """Keep the axes of every chart that is drawn."""
    return keep_axes(line_chart, variances, levels)
