"""A variance as bars: a waterfall, in which each begins where the one before it ended, or each from nought."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

from markupsafe import Markup

from scorecard_kit.blocks.html import Block
from scorecard_kit.charts.bars import Bar, bar_list
from scorecard_kit.charts.drawing import framed
from scorecard_kit.judge.numbers import pounds

__all__ = ["STEPS", "Scale", "Step", "variance_bars", "waterfall", "waterfall_on"]

STEPS = "Each bar begins where the one above it ends; + is adverse."
"""How the steps of a variance in pounds are read."""


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

    def bar(self, step: Step, start: Fraction) -> Bar:
        """The bar of a step that begins at a place."""
        worth, role = self.worth(step.amount), self.role(step.amount)
        return Bar(step.name, start, start + step.amount, self.written(step.amount), worth, role)


def waterfall(steps: Sequence[Step], whole: str, unit: str, title: str, subtitle: str) -> Block:
    """Draw a variance in pounds: more than budgeted is to the right, and adverse. As `waterfall_on` otherwise."""
    return waterfall_on(_pounds_scale(unit), steps, whole, title, subtitle)


def waterfall_on(scale: Scale, steps: Sequence[Step], whole: str, title: str, subtitle: str) -> Block:
    """Draw the steps in their order, and `whole` as the name of the last bar; a step of nought is left out.

    No steps make no chart, and the block says so.
    """
    kept = [step for step in steps if step.amount]
    if not kept:
        return _nothing(whole)
    ends = list(accumulate((step.amount for step in kept), initial=Fraction(0)))
    bars = [scale.bar(step, start) for step, start in zip(kept, ends, strict=False)]
    last = Bar(whole, Fraction(0), ends[-1], scale.written(ends[-1]), "", "quiet")
    return _chart(bar_list([*bars, last], scale.left, scale.right, joined=True), title, subtitle)


def variance_bars(steps: Sequence[Step], whole: str, unit: str, title: str, subtitle: str) -> Block:
    """Draw variances in pounds, each from nought, in their order; those of nought are left out.

    Where none is left the block says of the `whole` that there is no variance.
    """
    scale = _pounds_scale(unit)
    bars = [scale.bar(step, Fraction(0)) for step in steps if step.amount]
    return _chart(bar_list(bars, scale.left, scale.right), title, subtitle) if bars else _nothing(whole)


def _chart(bars: Markup, title: str, subtitle: str) -> Block:
    return Block(framed(bars, title, subtitle, css="steps"))


def _nothing(whole: str) -> Block:
    return Block(Markup("<p>{}: there is no variance to show.</p>").format(whole))


def _pounds_scale(unit: str) -> Scale:
    return Scale(
        lambda amount: pounds(amount, unit, signed=True),
        lambda amount: "adverse" if amount > 0 else "favourable",
        lambda amount: "worse" if amount > 0 else "better",
        "Under budget",
        "Over budget",
    )
