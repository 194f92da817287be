"""The kit's colours and lines for matplotlib: as a style to draw in, and for what was drawn in matplotlib's own.

A line differs from the next in its dashes as well as in its colour. The ground is opaque, so that a chart can be read
in JupyterLab, whatever its theme.
"""

from textwrap import wrap
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.ticker import ScalarFormatter

from scorecard_kit.blocks.palette import CHART_COLOURS

__all__ = ["restyle", "style"]

_SIZE = 12
"""Of letters, in user units: what can still be read on a phone, where a chart is drawn smaller."""
_LETTERS = 36  # in a line of a name
_INK, _QUIET, _RULE, _PAPER = (CHART_COLOURS[role]["light"] for role in ("ink", "quiet", "rule", "paper"))
_SERIES = [CHART_COLOURS[role]["light"] for role in ("result", "worse", "quiet", "ink")]
_DASHES: list[Literal["-", "--", "-.", ":"]] = ["-", "--", "-.", ":", "--", "-", ":", "-."]
_CYCLE = list(zip(_SERIES * 2, _DASHES, strict=True))

style: dict[Any, Any] = {
    "axes.edgecolor": _RULE,
    "axes.facecolor": _PAPER,
    "axes.labelcolor": _QUIET,
    "axes.prop_cycle": f"cycler('color', {[colour for colour, _ in _CYCLE]}) + cycler('linestyle', {_DASHES})",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": _PAPER,
    "font.family": "sans-serif",
    "font.size": _SIZE,
    "font.sans-serif": "Arial, Helvetica, Liberation Sans, DejaVu Sans",
    "grid.color": _RULE,
    "legend.frameon": False,
    "lines.linewidth": 2.5,
    "savefig.facecolor": _PAPER,
    "text.color": _INK,
    "xtick.color": _RULE,
    "xtick.labelcolor": _QUIET,
    "ytick.color": _RULE,
    "ytick.labelcolor": _QUIET,
}
"""For `plt.style.use(scorecard_kit.style)`: the colours of the kit, each of a contrast of 3 to 1 at least."""


def _break_long_names(axes: Axes, figure: Figure) -> None:
    """Let names beside the bars take several lines where they have room: a long one makes the whole chart small."""
    if isinstance(formatter := axes.yaxis.get_major_formatter(), ScalarFormatter):
        return
    places = list(axes.yaxis.get_majorticklocs())
    lines = [wrap(name, _LETTERS) for name in formatter.format_ticks(places)]
    room = axes.get_window_extent().height * 72 / figure.dpi / (1.3 * _SIZE)  # in lines
    if 1 < max(map(len, lines), default=0) <= room / len(lines):
        axes.set_yticks(places, ["\n".join(name) for name in lines])


def restyle(figure: Figure) -> None:
    """Give what was drawn in matplotlib's own colours those of the kit, and the axes their lines; all else stays."""
    own = [to_hex(colour) for colour in mpl.rcParamsDefault["axes.prop_cycle"].by_key()["color"]]
    instead = {colour: _CYCLE[place % len(_CYCLE)] for place, colour in enumerate(own)}
    for axes in figure.get_axes():
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(_RULE)
        axes.tick_params(color=_RULE, labelcolor=_QUIET)
        _break_long_names(axes, figure)
    for text in figure.findobj(Text):
        if isinstance(text, Text) and float(text.get_fontsize()) < _SIZE:
            text.set_fontsize(_SIZE)
    for line in figure.findobj(Line2D):
        if isinstance(line, Line2D) and (found := instead.get(to_hex(line.get_color()))):
            line.set_color(found[0])
            if line.get_linestyle() == "-":
                line.set_linestyle(found[1])
    for patch in figure.findobj(Patch):
        if isinstance(patch, Patch) and (found := instead.get(to_hex(patch.get_facecolor()))):
            patch.set_facecolor(found[0])
