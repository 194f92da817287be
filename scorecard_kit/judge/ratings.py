"""The judgements, in scalars: pure, total and exact. docs/explanation/method.md has the rules and their sources."""

from fractions import Fraction

from scorecard_kit.judge.indicators import Direction, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import Number, display, exact, written_decimals

__all__ = [
    "change", "direction_of_travel", "display_result", "expected_range", "rag_rating", "rate",
    "within_rounding",
]  # fmt: skip


def rate(numerator: Number, denominator: Number, per: Number = 100) -> Fraction | None:
    """Return numerator x per / denominator, unrounded: 52 of 68 per 100 is 1300/17, shown as 76.5.

    None where a side is missing, and for 0 of 0 (no cases). A denominator of 0 under any other numerator raises
    ValueError, since no rate describes it.
    """
    above, below, scale = exact(numerator), exact(denominator), exact(per)
    if above is None or below is None or scale is None:
        return None
    if below == 0:
        if above == 0:
            return None
        raise ValueError(f"{numerator} of 0 has no rate")
    return above * scale / below


def rag_rating(value: Number, target: Target | None, polarity: Polarity | str) -> Rag:
    """Rate an unrounded result against the target in force in its own month.

    H and L: Green where the target is met or bettered (equality is Green), Amber at or better than the floor, Red worse
    than the floor; with no floor a missed target is Amber. T: Green inside the green band, Amber inside the amber band,
    Red outside, ends included; with no green band only the target itself is Green, with no amber band nothing is Red.
    Not rated: no value, no target, an unrated target, or no polarity. Source: the key of the published reports.
    """
    result, polarity = exact(value), Polarity(polarity)
    if result is None or target is None or target.unrated_reason or polarity is Polarity.NONE:
        return Rag.NOT_RATED
    if polarity is Polarity.TARGET:
        return _band_rating(result, target)
    sign = 1 if polarity is Polarity.HIGHER else -1
    goal, minimum = exact(target.target), exact(target.floor)
    if goal is not None and sign * result >= sign * goal:
        return Rag.GREEN
    return Rag.AMBER if minimum is None or sign * result >= sign * minimum else Rag.RED


def _band_rating(result: Fraction, target: Target) -> Rag:
    green = (exact(target.green_from), exact(target.green_to))
    if green == (None, None):
        green = (exact(target.target), exact(target.target))
    if _inside(result, *green):
        return Rag.GREEN
    return Rag.AMBER if _inside(result, exact(target.amber_from), exact(target.amber_to)) else Rag.RED


def _inside(result: Fraction, lower: Fraction | None, upper: Fraction | None) -> bool:
    return (lower is None or lower <= result) and (upper is None or result <= upper)


def expected_range(value: Number, lower: Number, upper: Number) -> str:
    """Say whether a lead indicator lies within, above or below its expected range; its ends belong to it.

    A range may be open on one side. Blank where there is no value or no range.
    """
    result, low, high = exact(value), exact(lower), exact(upper)
    if result is None or (low is None and high is None):
        return ""
    if low is not None and result < low:
        return "below the expected range"
    return "above the expected range" if high is not None and result > high else "within the expected range"


def change(previous: Number, latest: Number) -> Fraction | None:
    """Latest minus previous, in the result's own unit (points for a percentage); None where a side is missing."""
    before, after = exact(previous), exact(latest)
    return None if before is None or after is None else after - before


def direction_of_travel(
    previous: Number, latest: Number, polarity: Polarity | str, target: Target | None = None
) -> Direction:
    """Say whether the latest result is better than the previous one.

    Polarity T asks for the `target`: the closer to it the better, from either side, equal distances being the same. No
    polarity, a missing side, or T without a target: not comparable. Source: the published key; a tie is `same`.
    """
    before, after, polarity = exact(previous), exact(latest), Polarity(polarity)
    if before is None or after is None or polarity is Polarity.NONE:
        return Direction.NOT_COMPARABLE
    if polarity is Polarity.TARGET:
        goal = exact(target.target) if target else None
        if goal is None:
            return Direction.NOT_COMPARABLE
        before, after = -abs(before - goal), -abs(after - goal)
    elif polarity is Polarity.LOWER:
        before, after = -before, -after
    if before == after:
        return Direction.SAME
    return Direction.IMPROVED if after > before else Direction.WORSENED


def within_rounding(printed: Number, latest: Number, decimals: int) -> bool:
    """Whether a figure known only as printed differs from the latest by less than half of its last digit."""
    before, after = exact(printed), exact(latest)
    return before is not None and after is not None and 0 < abs(after - before) < Fraction(1, 2 * 10**decimals)


def display_result(value: Number, unit: Unit | str, decimals: int, *, signed: bool = False) -> str:
    """Display a result with its unit: 76.5%, 38, 499.4, £5,420.

    A value that was written with fewer decimals has no more on the page: a printed 85 is 85%, and never 85.0%.
    """
    written = written_decimals(value, decimals)
    if written < decimals and (Unit(unit) is not Unit.GBP or written == 0):  # £512.5 is £512.50
        decimals = written
    text = display(value, decimals, signed=signed)
    if not text:
        return ""
    match Unit(unit):
        case Unit.PERCENT:
            return f"{text}%"
        case Unit.GBP:
            return f"£{text}" if text[0] not in "+-" else f"{text[0]}£{text[1:]}"
        case _:
            return text
