"""The blocks of what made a result move: the rate and mix effects of each part, as a sentence, waterfall and table."""

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, Column, Line, paragraph, section, table
from scorecard_kit.charts.waterfall import Scale, Step, waterfall_on
from scorecard_kit.judge.indicators import Indicator, Polarity, Unit
from scorecard_kit.judge.movement import Counts, Effect, Part, Side, effects, totals
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result

HEADING = "What made it move"
_FEWEST = 2  # one part alone is no split


def what_made_it_move(item: Indicator, parts: Sequence[Part], first: Side, second: Side, apart: str = "") -> Block:
    """The difference of two results split into rate and mix effects by part, or why it cannot be split.

    `apart` says why the two months do not compare: then there is no difference to split.
    """
    if apart:
        said = " and ".join(side_names(first, second))
        return Block(section(HEADING, f"{said} do not compare: {apart}."))
    found = effects(parts, item.per)
    if len(found) < _FEWEST:
        return Block(section(HEADING, _unsplit(item, parts, first, second)))
    named = side_names(first, second)
    return Block(
        section(
            HEADING,
            paragraph(answer(item, found, named)),
            chart(item, found, named).html,
            effects_table(item, found, named),
            paragraph(_rule(item), "quiet"),
        )
    )


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


def answer(item: Indicator, found: Sequence[Effect], named: tuple[str, str]) -> str:
    """How far apart the two results are, and how much of it is rate and how much is mix."""
    values = _values(item, found)
    moved, rate, mix = values[1] - values[0], _sum(found, "rate"), _sum(found, "mix")
    said = [display_result(value, item.unit, item.decimals) for value in values]
    text = f"From {named[0]} to {named[1]} the result goes from {said[0]} to {said[1]}: {_said(moved, item)}"
    if item.unit is Unit.COUNT:
        return f"{text}."
    return (
        f"{text}. Of that, {sentences.signed(rate, Unit.RATIO, item.decimals)} comes from rates that differ within the "
        f"parts, and {sentences.signed(mix, Unit.RATIO, item.decimals)} from who is counted: the mix of the parts."
    )


def chart(item: Indicator, found: Sequence[Effect], named: tuple[str, str]) -> Block:
    """The waterfall: each part's rate effect, then each part's mix effect, to the whole difference."""
    kinds = [("change", "rate")] if item.unit is Unit.COUNT else [("rate", "rate"), ("mix", "mix")]
    label = _labels([effect.part for effect in found])
    steps = [
        Step(f"{name}: {word}", getattr(effect, kind))
        for word, kind in kinds
        for name, effect in zip(label, found, strict=True)
    ]
    moved = _sum(found, "rate") + _sum(found, "mix")
    way = "has not moved" if not moved else f"{'rises' if moved > 0 else 'falls'} by {_points(moved, item)}"
    title = f"From {named[0]} to {named[1]} the result {way}"
    measured = f"{item.name}. Each bar begins where the one above it ends{_better(item)}."
    return waterfall_on(_scale(item), steps, "Difference", title, measured)


def effects_table(item: Indicator, found: Sequence[Effect], named: tuple[str, str]) -> Markup:
    """Each part's figures on both sides and its two effects, and the sums of both, which are the whole difference."""
    split = item.unit is not Unit.COUNT
    head = [Column("Part"), *(Column(f"{name[:1].upper()}{name[1:]}", number=True) for name in named)]
    shares = [Column(f"Share, {name}", number=True) for name in named] if split else []
    kinds = [Column("Rate effect", number=True), Column("Mix effect", number=True)] if split else []
    wholes = totals([effect.part for effect in found])
    lines = []
    for name, effect in zip(_labels([each.part for each in found]), found, strict=True):
        sides = (effect.part.first, effect.part.second)
        shown = [_share(side, all_of) for side, all_of in zip(sides, wholes, strict=True)] if split else []
        lines.append(
            Line([name, *(_figure(side, item) for side in sides), *shown, *_amounts(effect, item, split=split)])
        )
    together = Effect(found[0].part, _sum(found, "rate"), _sum(found, "mix"))
    full = ["100.0%", "100.0%"] if split else []
    total = Line(
        ["All parts", *(_figure(side, item) for side in wholes), *full, *_amounts(together, item, split=split)]
    )
    caption = f"{HEADING}: {item.name}, {named[0]} and {named[1]}"
    columns = [*head, *shares, *kinds, Column("Effect" if split else "Change", number=True)]
    return table(caption, columns, [("", lines), ("Together", [total])], css="dense")


def _amounts(effect: Effect, item: Indicator, *, split: bool) -> list[str]:
    parts = [effect.rate, effect.mix] if split else []
    return [_signed(amount, item) for amount in (*parts, effect.rate + effect.mix)]


def _labels(parts: Sequence[Part]) -> list[str]:
    """The parts by area, by cohort or by both, whichever tells them apart."""
    areas = {part.area for part in parts}
    names = []
    for part in parts:
        words = _cohort(part.cohort)
        area = part.area if len(areas) > 1 else ""
        names.append(", ".join(filter(None, [area, words])) or "everyone")
    return [f"{name[:1].upper()}{name[1:]}" for name in names]


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
    return (
        f"The difference is {_said(values[1] - values[0], item)}. No part of it can be shown: the figures of the parts "
        "are not in the data, or are too small."
    )


def _rule(item: Indicator) -> str:
    if item.unit is Unit.COUNT:
        return "The changes of the parts add to the whole exactly."
    return (
        "Rate effect: the part's two rates differ. Mix effect: the part is a larger or smaller share of those counted. "
        "They add to the whole exactly; the method is Kitagawa's of 1955. Figures are rounded for show."
    )


def _values(item: Indicator, found: Sequence[Effect]) -> list[Fraction]:
    return [side.value(item.per) or Fraction(0) for side in totals([effect.part for effect in found])]


def _sum(found: Sequence[Effect], kind: str) -> Fraction:
    return sum((getattr(effect, kind) for effect in found), Fraction(0))


def _figure(side: Counts, item: Indicator) -> str:
    value = side.value(item.per)
    if value is None:
        return "nobody"
    text = display_result(value, item.unit, item.decimals)
    return (
        text
        if side.denominator is None
        else f"{text} ({sentences.number(side.numerator)} of {sentences.number(side.denominator)})"
    )


def _share(side: Counts, all_of: Counts) -> str:
    return display_result((side.denominator or 0) * Fraction(100) / (all_of.denominator or 1), Unit.PERCENT, 1)


def _signed(amount: Fraction, item: Indicator) -> str:
    return sentences.variance(amount, item.unit, item.decimals)


def _points(amount: Fraction, item: Indicator) -> str:
    return sentences.points(amount, item.unit, item.decimals)


def _said(amount: Fraction, item: Indicator) -> str:
    return sentences.signed(amount, item.unit, item.decimals)


def _better(item: Indicator) -> str:
    judged = item.polarity in {Polarity.HIGHER, Polarity.LOWER}
    return f"; {item.polarity.words.lower()}" if judged else ""


def _scale(item: Indicator) -> Scale:
    """Amounts in the unit of the result, worth what the polarity says; close to target says nothing of one step."""
    sign = {Polarity.HIGHER: 1, Polarity.LOWER: -1}.get(item.polarity, 0)

    def worth(amount: Fraction) -> str:
        return "" if not sign else "better" if amount * sign > 0 else "worse"

    return Scale(
        lambda amount: _signed(amount, item), worth, lambda amount: worth(amount) or "result", "Lower", "Higher"
    )
