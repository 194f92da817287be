"""The style for matplotlib: its colours can be seen, and its lines are told apart without them."""

from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import style as styles

from scorecard_kit import style
from scorecard_kit.blocks.palette import PAPER
from tests.blocks.test_palette import contrast


def test_the_style_is_one_of_matplotlibs() -> None:
    """Every setting is known, and the ground is opaque: a chart is readable in JupyterLab's dark theme too."""
    with mpl.rc_context():
        styles.use(style)
        assert mpl.rcParams["figure.facecolor"] == mpl.rcParams["savefig.facecolor"] == PAPER["light"]
        series = list(mpl.rcParams["axes.prop_cycle"])
    assert len({(each["color"], each["linestyle"]) for each in series}) == len(series) == 8
    assert len({each["linestyle"] for each in series[:4]}) == 4


@pytest.mark.parametrize(
    "name", ["axes.labelcolor", "text.color", "xtick.labelcolor", "ytick.labelcolor", "axes.prop_cycle"]
)
def test_its_colours_can_be_seen_on_its_ground(name: Any) -> None:  # noqa: ANN401 - a name of a setting
    """Text has a contrast of 4.5 to 1, a line or bar of 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11)."""
    with mpl.rc_context(style):
        setting = mpl.rcParams[name]
    colours = [setting] if isinstance(setting, str) else [each["color"] for each in setting]
    least = 4.5 if isinstance(setting, str) else 3
    assert min(contrast(colour, PAPER["light"]) for colour in colours) >= least
