"""The blocks of what made a result move: the rate and mix effects of each part, as a sentence, waterfall and table."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, Column, Line, numbers, paragraph, section, table
from scorecard_kit.charts.waterfall import Scale, Step, waterfall_on
from scorecard_kit.judge.indicators import Indicator, Polarity, Unit
from scorecard_kit.judge.movement import Counts, Effect, Part, Side, effects, totals
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.text.counting import capitalised

__all__ = ["side_names", "what_made_it_move"]

HEADING = "What made it move"
_FEWEST = 2  # one part alone is no split


class _Split(NamedTuple):
    """The effects of the parts of a result, and what its two sides are called."""

    item: Indicator
    effects: Sequence[Effect]
    names: tuple[str, str]

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


def what_made_it_move(item: Indicator, parts: Sequence[Part], first: Side, second: Side, apart: str = "") -> Block:
    """The difference of two results split into rate and mix effects by part, or why it cannot be split.

    `apart` says why the two months do not compare: then there is no difference to split.
    """
    names = side_names(first, second)
    if apart:
        return Block(section(HEADING, f"{' and '.join(names)} do not compare: {apart}."))
    split = _Split(item, effects(parts, item.per), names)
    if len(split.effects) < _FEWEST:
        return Block(section(HEADING, _unsplit(item, parts, first, second)))
    rule = paragraph(_rule(split), "quiet")
    return Block(section(HEADING, paragraph(_answer(split)), _chart(split).html, _table(split), rule))


def side_names(first: Side, second: Side) -> tuple[str, str]:
    """What tells the two sides apart: including and excluding a cohort, two areas, or two months."""
    if first.cohort != second.cohort:
        name = sentences.cohort_name(first.cohort or second.cohort)
        return (
            (f"excluding {name}", f"including {name}") if first.cohort else (f"including {name}", f"excluding {name}")
        )
    if first.area != second.area:
        return first.area, second.area
    return month_name(first.period), month_name(second.period)


def _answer(split: _Split) -> str:
    """How far apart the two results are, and how much of it is rate and how much is mix."""
    item, (before, after), both = split.item, split.names, split.together
    values = [display_result(side.value(item.per) or 0, item.unit, item.decimals) for side in both.part.sides]
    moved = sentences.signed(split.moved, item.unit, item.decimals)
    text = f"From {before} to {after} the result goes from {values[0]} to {values[1]}: {moved}"
    if not split.is_average:
        return f"{text}."
    rate, mix = (sentences.signed(amount, Unit.RATIO, item.decimals) for amount in (both.rate, both.mix))
    return (
        f"{text}. Of that, {rate} comes from rates that differ within the "
        f"parts, and {mix} from who is counted: the mix of the parts."
    )


def _chart(split: _Split) -> Block:
    """The waterfall: each part's rate effect, then each part's mix effect, to the whole difference."""
    item, (before, after), moved = split.item, split.names, split.moved
    kinds = {"rate": "rate", "mix": "mix"} if split.is_average else {"change": "rate"}
    named = list(zip(_labels(split.parts), split.effects, strict=True))
    steps = [Step(f"{name}: {word}", getattr(effect, kind)) for word, kind in kinds.items() for name, effect in named]
    way = f"{'rises' if moved > 0 else 'falls'} by {sentences.points(moved, item.unit, item.decimals)}"
    title = f"From {before} to {after} the result {way if moved else 'has not moved'}"
    is_judged = item.polarity in {Polarity.HIGHER, Polarity.LOWER}
    better = f"; {item.polarity.words.lower()}" if is_judged else ""
    measured = f"{item.name}. Each bar begins where the one above it ends{better}."
    return waterfall_on(_scale(item), steps, "Difference", title, measured)


def _table(split: _Split) -> Markup:
    """Each part's figures on both sides and its two effects, and the sums of both, which are the whole difference."""
    item, names, wholes = split.item, split.names, split.together.part.sides
    labels = [*map(capitalised, names), *(f"Share, {name}" for name in names), "Rate effect", "Mix effect", "Effect"]
    if not split.is_average:
        labels = [*map(capitalised, names), "Change"]

    def line(name: str, effect: Effect) -> Line:
        sides, amounts = effect.part.sides, [effect.rate + effect.mix]
        shares = [_share(side, whole) for side, whole in zip(sides, wholes, strict=True)] if split.is_average else []
        amounts = [effect.rate, effect.mix, *amounts] if split.is_average else amounts
        written = [sentences.variance(amount, item.unit, item.decimals) for amount in amounts]
        return Line([name, *(_figure(side, item) for side in sides), *shares, *written])

    lines = [line(name, effect) for name, effect in zip(_labels(split.parts), split.effects, strict=True)]
    total = line("All parts", split.together)
    columns = [Column("Part"), *numbers(*labels)]
    caption = f"{HEADING}: {item.name}, {names[0]} and {names[1]}"
    return table(caption, columns, [("", lines), ("Together", [total])], css="dense")


def _labels(parts: Sequence[Part]) -> list[str]:
    """The parts by area, by cohort or by both, whichever tells them apart."""
    has_areas = len({part.area for part in parts}) > 1
    names = [[part.area if has_areas else "", _cohort(part.cohort)] for part in parts]
    return [capitalised(", ".join(filter(None, name)) or "everyone") for name in names]


def _cohort(cohort: str) -> str:
    if not cohort:
        return ""
    return sentences.cohort_words(cohort) if "_" in cohort else f"{sentences.cohort_name(f'of_{cohort}')} alone"


def _unsplit(item: Indicator, parts: Sequence[Part], first: Side, second: Side) -> str:
    if first == second:
        return "Both sides are the same result, so there is nothing to split. Choose another."
    if not parts:
        named = side_names(first, second)
        if {first.cohort, second.cohort} & set(item.excludes):
            return f"The definition leaves {sentences.cohort_name(second.cohort or first.cohort)} out on both sides."
        return f"Numerator and denominator of {named[0]} and {named[1]} are not both in the data, or are withheld."
    values = [side.value(item.per) for side in totals(parts)]
    if values[0] is None or values[1] is None:
        return "One side has no cases, so there is no difference to split."
    difference = sentences.signed(values[1] - values[0], item.unit, item.decimals)
    return (
        f"The difference is {difference}. No part of it can be shown: the figures of the parts "
        "are not in the data, or are too small."
    )


def _rule(split: _Split) -> str:
    if not split.is_average:
        return "The changes of the parts add to the whole exactly."
    return (
        "Rate effect: the part's two rates differ. Mix effect: the part is a larger or smaller share of those counted. "
        "They add to the whole exactly; the method is Kitagawa's of 1955. Figures are rounded for show."
    )


def _figure(side: Counts, item: Indicator) -> str:
    value = side.value(item.per)
    if value is None:
        return "nobody"
    text = display_result(value, item.unit, item.decimals)
    if side.denominator is None:
        return text
    return f"{text} ({sentences.number(side.numerator)} of {sentences.number(side.denominator)})"


def _share(side: Counts, whole: Counts) -> str:
    return display_result((side.denominator or 0) * Fraction(100) / (whole.denominator or 1), Unit.PERCENT, 1)


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
