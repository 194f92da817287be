"""What made a result move, as a waterfall: each part's rate effect, then each part's mix effect, to the difference."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block
from scorecard_kit.charts.waterfall import Scale, Step, waterfall_on
from scorecard_kit.judge.indicators import Indicator, Polarity, Unit
from scorecard_kit.judge.movement import Effect, Part, totals
from scorecard_kit.text.counting import capitalised

__all__ = ["Split", "effects_chart", "part_labels"]


class Split(NamedTuple):
    """The effects of the parts of a result, their labels, and what its two sides are called.

    `why` says why it cannot be split; blank where it can.
    """

    item: Indicator
    effects: Sequence[Effect]
    labels: Sequence[str]
    names: tuple[str, str]
    why: str = ""

    @property
    def parts(self) -> list[Part]:
        """The parts, in the order of their effects."""
        return [effect.part for effect in self.effects]

    @property
    def is_average(self) -> bool:
        """Whether it is a rate over a base: a count has no mix of parts."""
        return self.item.unit is not Unit.COUNT

    @property
    def together(self) -> Effect:
        """All parts together: the sums of both effects, which are the whole difference."""
        rate, mix = (sum((getattr(each, kind) for each in self.effects), Fraction(0)) for kind in ("rate", "mix"))
        return Effect(Part("", "", *totals(self.parts)), rate, mix)

    @property
    def moved(self) -> Fraction:
        """The whole difference."""
        return self.together.rate + self.together.mix


def effects_chart(split: Split) -> Block:
    """The waterfall of a split; a step of nought is left out."""
    item, (before, after), moved = split.item, split.names, split.moved
    kinds = {"rate": "rate", "mix": "mix"} if split.is_average else {"change": "rate"}
    named = list(zip(split.labels, split.effects, strict=True))
    steps = [Step(f"{name}: {word}", getattr(effect, kind)) for word, kind in kinds.items() for name, effect in named]
    way = f"{'rises' if moved > 0 else 'falls'} by {sentences.points(moved, item.unit, item.decimals)}"
    title = f"From {before} to {after} the result {way if moved else 'has not moved'}"
    is_judged = item.polarity in {Polarity.HIGHER, Polarity.LOWER}
    better = f"; {item.polarity.words.lower()}" if is_judged else ""
    measured = f"{item.name}. Each bar begins where the one above it ends{better}."
    return waterfall_on(_scale(item), steps, "Difference", title, measured)


def part_labels(parts: Sequence[Part]) -> list[str]:
    """The parts by area, by cohort or by both, whichever tells them apart."""
    has_areas = len({part.area for part in parts}) > 1
    names = [[part.area if has_areas else "", _cohort(part.cohort)] for part in parts]
    return [capitalised(", ".join(filter(None, name)) or "everyone") for name in names]


def _cohort(cohort: str) -> str:
    if not cohort:
        return ""
    return sentences.cohort_words(cohort) if "_" in cohort else f"{sentences.cohort_name(f'of_{cohort}')} alone"


def _scale(item: Indicator) -> Scale:
    """Amounts in the unit of the result, worth what the polarity says; close to target says nothing of one step."""
    sign = {Polarity.HIGHER: 1, Polarity.LOWER: -1}.get(item.polarity, 0)

    def worth(amount: Fraction) -> str:
        return "" if not sign else "better" if amount * sign > 0 else "worse"

    return Scale(
        lambda amount: sentences.variance(amount, item.unit, item.decimals),
        worth,
        lambda amount: worth(amount) or "result",
        "Lower",
        "Higher",
    )
