"""How sure a rating is: whether the interval of its result reaches over the line to another rating."""

from enum import StrEnum
from typing import NamedTuple

from scorecard_kit.chance._given import number
from scorecard_kit.chance.comparison import is_too_few
from scorecard_kit.chance.intervals import Interval, interval
from scorecard_kit.judge.indicators import Indicator, Rag, Target, Unit
from scorecard_kit.judge.numbers import Number, exact
from scorecard_kit.judge.ratings import rag_rating, rate

__all__ = ["Certainty", "Verdict", "certainty", "kind_of"]

_KINDS = {Unit.PERCENT: "proportion", Unit.RATE: "rate", Unit.COUNT: "count"}
_LINES = ("amber_from", "green_from", "target", "floor", "green_to", "amber_to")


class Verdict(StrEnum):
    """What chance says of a rating."""

    CLEAR = "more than chance would explain"
    CLOSE_CALL = "close call"
    TOO_FEW = "too few to tell"


class Certainty(NamedTuple):
    """The interval of a result in its own unit, and what it says of the rating; the rating stays as it is."""

    lower: float
    upper: float
    verdict: Verdict


def kind_of(item: Indicator) -> str:
    """The kind of interval that an indicator's results have; blank where they have none.

    Days, ratios and pounds count no cases, and a percentage that may exceed 100 is no share of its denominator.
    """
    if item.below_nought or (item.unit is Unit.PERCENT and item.may_exceed_100):
        return ""
    return _KINDS.get(item.unit, "")


def certainty(
    item: Indicator, target: Target | None, numerator: Number, denominator: Number, *, confidence: Number = 0.95
) -> Certainty | None:
    """How sure the rating of a result is: its interval and the verdict, or None where nothing can be said.

    A close call: somewhere within the interval, its ends included, the rating is another. Too few to tell: as in
    `compare`. None: no rating, no counts, no cases, or an indicator whose results have no interval (`kind_of`). Raises
    ValueError as `interval` does.
    """
    kind = kind_of(item)
    if not kind or (kind == "count") is not (number(denominator, "denominator") is None):
        return None
    per = 1 if kind == "count" else item.per
    ends = interval(numerator, denominator, per=per, kind=kind, confidence=confidence)
    value = rate(numerator, 1 if kind == "count" else denominator, per)
    rag = rag_rating(value, target, item.polarity)
    if ends is None or target is None or rag is Rag.NOT_RATED:
        return None
    if is_too_few(numerator, denominator, kind):
        return Certainty(*ends, Verdict.TOO_FEW)
    is_close = any(rag_rating(end, target, item.polarity) is not rag for end in _within(ends, target))
    return Certainty(*ends, Verdict.CLOSE_CALL if is_close else Verdict.CLEAR)


def _within(ends: Interval, target: Target) -> list[Number]:
    """The ends of the interval, and the lines between ratings that it holds: no rating within it lies elsewhere."""
    lines = [exact(getattr(target, name)) for name in _LINES]
    held = [line for line in lines if line is not None and ends[0] <= line <= ends[1]]
    return [*ends, *held]
