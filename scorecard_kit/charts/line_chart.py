"""The frame of a line chart: its plot, each line's name at the end of that line, and the same as a key for a phone.

On a wide page the names stand right of the plot, spread so that none touches another. A phone has no room for them: its
style shows the plot alone, with larger letters, and the key beneath it.
"""

from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from statistics import fmean
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from scorecard_kit.charts.drawing import colour, draw, inline, value_axis
from scorecard_kit.judge.indicators import Unit

__all__ = ["FEWEST", "End", "end_at", "line_chart"]

FEWEST = 3
"""Points of a line chart: two are numbers, and are said."""

_WIDTH, _HEIGHT = 520, 240
_RIGHT, _FOOT, _ROOF = 370, 46, 24  # where the plot ends, in user units; a phone is shown what lies left of _NAMES
_NAMES = 386
_SIZE, _LINE, _LETTERS_OF_A_LINE = 11, 14, 18
_LETTER = 9.3  # the width of a letter on a phone, where it is 15 units high


class End(NamedTuple):
    """What stands at the end of a line: its kind, its height in the data, and its name.

    The kinds are result, target, floor and beside, each drawn in its own way, and amber for the band between two.
    """

    kind: str
    height: float
    name: str


def line_chart(plot: Callable[[Axes], Sequence[End]], span: tuple[float, float], unit: Unit, *words: str) -> Markup:
    """Draw lines over the months: `plot` draws them and gives their ends. The axis of values runs over the `span`.

    `words` are the chart's name on its page, its title and its text alternative.
    """
    ends: list[Sequence[End]] = []

    def drawn(axes: Axes) -> None:
        axes.set_ylim(*span)
        left = 8 + _LETTER * value_axis(axes, unit)
        place = (left / _WIDTH, _FOOT / _HEIGHT, (_RIGHT - left) / _WIDTH, 1 - (_FOOT + _ROOF) / _HEIGHT)
        axes.set_position(place)
        ends.append(plot(axes))
        axes.tick_params(which="both", labelsize=_SIZE)
        _name(axes, ends[-1], span)

    svg = inline(draw(_WIDTH, _HEIGHT, drawn).replace('<g id="wide">', '<g class="wide">'), *words)
    return svg.replace("viewBox", Markup('preserveAspectRatio="xMinYMin slice" viewBox'), 1) + _key(ends[-1])


def end_at(axes: Axes, place: float) -> None:
    """End the axis hardly past a month, so that the names stand close to it."""
    left = axes.get_xlim()[0]
    axes.set_xlim(left, place + (place - left) * 0.02)


def _name(axes: Axes, ends: Sequence[End], span: tuple[float, float]) -> None:
    """Write the names right of the plot; a thin line leads to one that had to be moved."""
    scale = (_HEIGHT - _FOOT - _ROOF) / (span[1] - span[0])
    wanted = sorted((_FOOT + (end.height - span[0]) * scale, end) for end in ends)
    lines = [wrap(end.name, _LETTERS_OF_A_LINE) for _, end in wanted]
    places = _spread([(height, _LINE * len(each)) for (height, _), each in zip(wanted, lines, strict=True)])
    leads: list[tuple[float, float]] = []
    for (height, end), each, place in zip(wanted, lines, places, strict=True):
        is_result = end.kind == "result"
        axes.annotate(
            "\n".join(each), (_NAMES + 4, place), xycoords="figure points", va="center", fontsize=_SIZE, gid="wide",
            color=colour("result" if is_result else "quiet"), fontweight="bold" if is_result else "normal",
            annotation_clip=False,
        )  # fmt: skip
        if abs(place - height) > 2:  # noqa: PLR2004  # units that the eye can tell
            leads += [(_RIGHT + 3, height), (_NAMES + 1, place), (float("nan"), 0)]
    if leads:
        across, up = zip(*((x / 72, y / 72) for x, y in leads), strict=True)
        lead = Line2D(across, up, color=colour("quiet"), linewidth=0.75, gid="wide")
        lead.set_transform(axes.figure.dpi_scale_trans)
        axes.add_artist(lead).set_clip_on(False)


def _spread(wanted: Sequence[tuple[float, float]]) -> list[float]:
    """Where names stand that want these middles, from the lowest, and have these heights: apart, and in the picture.

    Names that would touch are stacked, and a stack lies as near as it can to where its names want to stand.
    """
    stacks: list[list[tuple[float, float]]] = []
    for name in wanted:
        stacks.append([name])
        while len(stacks) > 1 and _ends(stacks[-2])[-1] > _ends(stacks[-1])[0]:
            above = stacks.pop()
            stacks[-1] += above
    ends = [pair for stack in stacks for pair in pairwise(_ends(stack))]
    return [(foot + top) / 2 for foot, top in ends]


def _ends(stack: Sequence[tuple[float, float]]) -> list[float]:
    """The foot of a stack of names, and the top of each name in it."""
    tops = list(accumulate((height for _, height in stack), initial=0.0))
    foot = fmean(middle - (low + high) / 2 for (middle, _), (low, high) in zip(stack, pairwise(tops), strict=True))
    foot = max(min(foot, _HEIGHT - 2 - tops[-1]), 2.0)
    return [foot + top for top in tops]


def _key(ends: Sequence[End]) -> Markup:
    """The names again, each with a piece of its line; hidden from screen readers, which have the text alternative."""
    items = Markup("").join(
        Markup('<li class="{}">{}{}</li>').format(end.kind, "Result " if end.kind == "result" else "", end.name)
        for end in ends
    )
    return Markup('<ul class="line-key" aria-hidden="true">{}</ul>').format(items)
