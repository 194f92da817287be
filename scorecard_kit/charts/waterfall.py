"""A variance as a waterfall: each step begins where the one before it ended, and the last bar is what they come to."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from textwrap import wrap
from typing import NamedTuple

from markupsafe import Markup
from matplotlib.axes import Axes

from scorecard_kit.blocks.html import Block, slug
from scorecard_kit.charts.drawing import colour, draw, framed, inline
from scorecard_kit.judge.numbers import pounds

__all__ = ["STEPS", "Scale", "Step", "waterfall", "waterfall_on"]

STEPS = "Each bar begins where the one above it ends; + is adverse."
"""How the steps of a variance in pounds are read."""

_NAME_WIDTH = 56  # letters of a step's name on one line
_ROW, _MARGIN = 36, 30  # user units


class Step(NamedTuple):
    """One step: its name, and how much it adds, in pounds or in the unit of a result."""

    name: str
    amount: Fraction


class Scale(NamedTuple):
    """How amounts read: as written, what one is worth in a word, the colour of its bar, and both ends of the chart."""

    written: Callable[[Fraction], str]
    worth: Callable[[Fraction], str]
    role: Callable[[Fraction], str]
    left: str
    right: str


def waterfall(steps: Sequence[Step], whole: str, unit: str, title: str, subtitle: str) -> Block:
    """Draw a variance in pounds: more than budgeted is to the right, and adverse. As `waterfall_on` otherwise."""
    scale = Scale(
        lambda amount: pounds(amount, unit, signed=True),
        lambda amount: "adverse" if amount > 0 else "favourable",
        lambda amount: "worse" if amount > 0 else "better",
        "Under budget",
        "Over budget",
    )
    return waterfall_on(scale, steps, whole, title, subtitle)


def waterfall_on(scale: Scale, steps: Sequence[Step], whole: str, title: str, subtitle: str) -> Block:
    """Draw the steps in their order, and `whole` as the name of the last bar; a step of nought is left out.

    No steps make no chart, and the block says so.
    """
    kept = [step for step in steps if step.amount]
    if not kept:
        return Block(Markup("<p>{}: there is no variance to show.</p>").format(whole))
    total = sum((step.amount for step in kept), Fraction(0))
    worths = [scale.worth(step.amount) for step in kept]
    each_step = "; ".join(
        f"{step.name} {scale.written(step.amount)}{worth and f', {worth}'}"
        for step, worth in zip(kept, worths, strict=True)
    )
    description = f"Waterfall chart. {each_step}. {whole}: {scale.written(total)}."
    drawn = draw(340, _ROW * (len(kept) + 1) + _MARGIN, lambda axes: _bars(axes, kept, Step(whole, total), scale))
    svg = inline(drawn, f"waterfall-{slug(whole)}", title, description)
    return Block(framed(svg, title, subtitle, css="bars"))


def _bars(axes: Axes, steps: Sequence[Step], whole: Step, scale: Scale) -> None:
    ends = [float(end) for end in accumulate(step.amount for step in steps)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    margin = (high - low) * 0.2
    left = low - (margin if low < 0 else 0)
    axes.set_xlim(left, high + margin)
    axes.set_ylim(len(steps) + 0.5, -1.0)
    axes.axis("off")
    axes.plot([0, 0], [-0.62, len(steps) + 0.3], color=colour("quiet"), linewidth=1)
    for place, (step, start, end) in enumerate(zip(steps, [0.0, *ends], ends, strict=False)):
        _bar(axes, place, step, start, scale, scale.role(step.amount), left)
        axes.plot([end, end], [place, place + 1], color=colour("rule"), linewidth=0.75, zorder=0)
    _bar(axes, len(steps), whole, 0.0, scale, "quiet", left)
    axes.text(high + margin, -0.98, scale.right, ha="right", va="top", color=colour("quiet"))
    if low < 0:
        axes.text(left, -0.98, scale.left, ha="left", va="top", color=colour("quiet"))


def _bar(axes: Axes, place: int, step: Step, start: float, scale: Scale, role: str, left: float) -> None:
    """One bar with its amount to the right of it, and its name above, clear of the lines between the bars."""
    width = float(step.amount)
    ground = {"facecolor": colour("paper"), "edgecolor": "none", "pad": 1}
    axes.barh(place, width, left=start, height=0.28, color=colour(role))
    axes.annotate(
        scale.written(step.amount), (max(start, start + width), place), xytext=(5, 0),
        textcoords="offset points", ha="left", va="center", fontweight="bold", bbox=ground,
    )  # fmt: skip
    name = "\n".join(wrap(step.name, _NAME_WIDTH))
    axes.text(left, place - 0.24, name, va="bottom", ha="left", fontsize=10, linespacing=1.1, bbox=ground)
