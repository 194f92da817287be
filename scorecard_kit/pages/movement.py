"""The blocks of what made a result move: the rate and mix effects of each part, as a sentence, waterfall and table."""

from fractions import Fraction

from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, Column, Line, paragraph, section, table
from scorecard_kit.charts.effects import Split, effects_chart
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.movement import Counts, Effect
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.text.counting import capitalised

__all__ = ["what_made_it_move"]

HEADING = "What made it move"


def what_made_it_move(split: Split) -> Block:
    """The difference of two results split into rate and mix effects by part, or why it cannot be split."""
    if split.why:
        return Block(section(HEADING, split.why))
    rule = paragraph(_rule(split), "quiet")
    return Block(section(HEADING, paragraph(_answer(split)), effects_chart(split).html, _table(split), rule))


def _answer(split: Split) -> str:
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


def _table(split: Split) -> Markup:
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

    lines = [line(name, effect) for name, effect in zip(split.labels, split.effects, strict=True)]
    total = line("All parts", split.together)
    columns = [Column("Part"), *(Column(label, number=True, named=True) for label in labels)]
    caption = f"{HEADING}: {item.name}, {names[0]} and {names[1]}"
    return table(caption, columns, [("", lines), ("Together", [total])], css="dense cards")


def _rule(split: Split) -> str:
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
