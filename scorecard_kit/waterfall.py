"""A variance as a waterfall: each step begins where the one before it ended, and the last bar is what they come to."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup
from matplotlib.axes import Axes

from scorecard_kit import money
from scorecard_kit.drawing import colour, draw, framed, inline
from scorecard_kit.markup import Block, slug

_NAME_WIDTH = 56  # letters of a step's name on one line
_ROW, _MARGIN = 36, 30  # user units


class Step(NamedTuple):
    """One step: its name, and how many pounds it adds. A positive amount is adverse."""

    name: str
    pounds: Fraction


def waterfall(steps: Sequence[Step], whole: str, unit: str, title: str, subtitle: str) -> Block:
    """Draw the steps in their order, and `whole` as the name of the last bar; a step of nought is left out.

    More than budgeted is to the right. No steps make no chart, and the block says so.
    """
    kept = [step for step in steps if step.pounds]
    if not kept:
        return Block(Markup("<p>{}: there is no variance to show.</p>").format(whole))
    total = sum((step.pounds for step in kept), Fraction(0))
    said = "; ".join(f"{step.name} {_signed(step.pounds, unit)}, {_worth(step.pounds)}" for step in kept)
    description = f"Waterfall chart. {said}. {whole}: {_signed(total, unit)}."
    drawn = draw(340, _ROW * (len(kept) + 1) + _MARGIN, lambda axes: _bars(axes, kept, Step(whole, total), unit))
    svg = inline(drawn, f"waterfall-{slug(whole)}", title, description)
    return Block(framed(svg, title, subtitle, css="bars"))


def _signed(pounds: Fraction, unit: str) -> str:
    return money.amount(pounds, unit, signed=True)


def _worth(pounds: Fraction) -> str:
    return "adverse" if pounds > 0 else "favourable"


def _bars(axes: Axes, steps: Sequence[Step], whole: Step, unit: str) -> None:
    ends = [float(end) for end in accumulate(step.pounds for step in steps)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    margin = (high - low) * 0.2
    left = low - (margin if low < 0 else 0)
    axes.set_xlim(left, high + margin)
    axes.set_ylim(len(steps) + 0.5, -1.0)
    axes.axis("off")
    axes.plot([0, 0], [-0.62, len(steps) + 0.3], color=colour("quiet"), linewidth=1)
    for place, (step, start, end) in enumerate(zip(steps, [0.0, *ends], ends, strict=False)):
        _bar(axes, place, step, start, unit, "worse" if step.pounds > 0 else "better", left)
        axes.plot([end, end], [place, place + 1], color=colour("rule"), linewidth=0.75, zorder=0)
    _bar(axes, len(steps), whole, 0.0, unit, "quiet", left)
    axes.text(high + margin, -0.98, "Over budget", ha="right", va="top", color=colour("quiet"))
    if low < 0:
        axes.text(left, -0.98, "Under budget", ha="left", va="top", color=colour("quiet"))


def _bar(axes: Axes, place: int, step: Step, start: float, unit: str, role: str, left: float) -> None:
    """One bar with its amount to the right of it, and its name above, clear of the lines between the bars."""
    width = float(step.pounds)
    axes.barh(place, width, left=start, height=0.28, color=colour(role))
    axes.annotate(
        _signed(step.pounds, unit), (max(start, start + width), place), xytext=(5, 0),
        textcoords="offset points", ha="left", va="center", fontweight="bold",
    )  # fmt: skip
    ground = {"facecolor": colour("paper"), "edgecolor": "none", "pad": 1}
    name = "\n".join(wrap(step.name, _NAME_WIDTH))
    axes.text(left, place - 0.24, name, va="bottom", ha="left", fontsize=10, linespacing=1.1, bbox=ground)
