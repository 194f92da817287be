"""What would it take: the rate that the rest of the year needs, and the cases that a better rating is away."""

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.periods import year_to_date
from scorecard_kit.judge.ratings import rag_rating, rate

__all__ = ["Outlook", "Required", "cases_to", "required"]

_YEAR = 12
_CASES = {Unit.PERCENT, Unit.RATE, Unit.COUNT}  # the numerators of days, ratios and pounds are no cases


class Outlook(StrEnum):
    """Whether a year-to-date result can still end the year Green."""

    NEEDED = "a rate is needed"
    SAFE = "any rate will do"
    TOO_LATE = "no rate is enough"
    OVER = "the year is over"


class Required(NamedTuple):
    """What the remaining months need: the lowest and the highest rate that end the year Green; None is no bound."""

    outlook: Outlook
    months: int
    expected: Fraction
    low: Fraction | None = None
    high: Fraction | None = None


def required(
    item: Indicator, target: Target | None, numerator: Fraction | None, denominator: Fraction | None, period: str
) -> Required | None:
    """The rate from here to March with which a year-to-date indicator ends its year Green against the target.

    `numerator` and `denominator` are those of April to the period. As many are expected a month as came so far:
    `expected` is the denominator of the remaining months together. None where there is no telling: not a year to date,
    no target, no polarity, or no figures.
    """
    is_of_year = item.data_period is DataPeriod.YEAR_TO_DATE and item.polarity is not Polarity.NONE
    if not is_of_year or target is None or target.unrated_reason or numerator is None or not denominator:
        return None
    passed = len(year_to_date(period))
    months = _YEAR - passed
    expected = denominator * months / passed
    if not months:
        return Required(Outlook.OVER, 0, expected)
    so_far, all_year = numerator * item.per, denominator + expected
    ends = [None if end is None else (end * all_year - so_far) / expected for end in _green(target, item)]
    least = None if item.below_nought else Fraction(0)
    most = Fraction(item.per) if item.unit is Unit.PERCENT and not item.may_exceed_100 else None
    low = None if ends[0] is None or (least is not None and ends[0] <= least) else ends[0]
    high = None if ends[1] is None or (most is not None and ends[1] >= most) else ends[1]
    if (low is not None and most is not None and low > most) or (
        high is not None and least is not None and high < least
    ):
        return Required(Outlook.TOO_LATE, months, expected)
    outlook = Outlook.SAFE if low is None and high is None else Outlook.NEEDED
    return Required(outlook, months, expected, low, high)


def _green(target: Target, item: Indicator) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and the highest result that is Green."""
    goal: Fraction | None = target.target  # type: ignore[assignment]  # Target keeps every number as a Fraction
    if item.polarity is Polarity.HIGHER:
        return goal, None
    if item.polarity is Polarity.LOWER:
        return None, goal
    ends: tuple[Fraction | None, Fraction | None] = (target.green_from, target.green_to)  # type: ignore[assignment]  # as above
    return (goal, goal) if ends == (None, None) else ends


def cases_to(
    rag: Rag, item: Indicator, target: Target | None, numerator: Fraction | None, denominator: Fraction | None
) -> int | None:
    """The smallest whole number of cases by which the numerator must change for the rating; negative is fewer.

    The denominator stays as it is; a count has none. 0 where the rating is `rag` already. None where no number of cases
    gives it: it lies below nought or, in a percentage, above all; or the unit counts no cases.
    """
    if numerator is None or item.unit not in _CASES or (denominator is None) is not (item.unit is Unit.COUNT):
        return None
    if denominator == 0 or target is None:
        return None
    base, per = denominator or Fraction(1), item.per if denominator else 1
    roof = base if item.unit is Unit.PERCENT and not item.may_exceed_100 else None
    ends = (target.target, target.floor, target.green_from, target.green_to, target.amber_from, target.amber_to)
    distances = [Fraction(end) * base / per - numerator for end in ends if end is not None]
    near = {0} | {step + more for at in distances for step in (floor(at), ceil(at)) for more in (-1, 0, 1)}
    possible = [
        step
        for step in near
        if (item.below_nought or numerator + step >= 0) and (roof is None or numerator + step <= roof)
    ]
    fitting = [step for step in possible if rag_rating(rate(numerator + step, base, per), target, item.polarity) is rag]
    return min(fitting, key=lambda step: (abs(step), step), default=None)
