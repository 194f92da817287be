"""A result beside a benchmark or a target: better, similar or worse, as Fingertips compares areas with England."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from scorecard_kit.chance._given import number
from scorecard_kit.chance.intervals import EXACT_BELOW, KINDS, interval
from scorecard_kit.judge.indicators import Polarity, Target
from scorecard_kit.judge.numbers import Number, exact

__all__ = ["FEW_CASES", "Comparison", "compare", "green_ends", "is_too_few"]

FEW_CASES = 30
"""A proportion of fewer cases is too few to tell; of a count or rate it is fewer events than EXACT_BELOW."""
_PER = dict(zip(KINDS, (100, 10_000, 1), strict=True))


class Comparison(StrEnum):
    """What can be said of a result beside a benchmark."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    TOO_FEW = "too few"


def compare(
    result: Sequence[Number],
    benchmark: Number | Target,
    polarity: Polarity | str,
    *,
    kind: str = "proportion",
    per: Number = None,
    confidence: Number = 0.95,
) -> Comparison | None:
    """Say whether a result is better than a benchmark or a target by more than chance explains, similar, or worse.

    `result` begins with its numerator and denominator: `(52, 68)`, or `(38, None)` for a count. `benchmark` is a
    number in the result's unit, 85 for 85%, or a `Target`; `per` is 100 for a proportion, 10,000 for a rate and 1 for a
    count unless it is given. Similar: the interval holds the benchmark, its own ends included. Polarity T asks for a
    `Target`: better is wholly inside its green band, worse wholly outside. Too few: under 30 cases of a proportion,
    under 10 events of a rate or count. None where an input is missing, where there are no cases or no target, and where
    the polarity says of neither side that it is better. Raises ValueError as `interval` does.
    """
    polarity = Polarity(polarity)
    try:
        numerator, denominator = result[:2]
    except (TypeError, ValueError):
        raise ValueError(f"the result is {result!r}: give its numerator and denominator, as (52, 68)") from None
    scale = _PER.get(kind) if per is None else per
    ends = interval(numerator, denominator, per=1 if scale is None else scale, kind=kind, confidence=confidence)
    low, high = green_ends(benchmark, polarity)
    if ends is None or (low is None and high is None):
        return None
    if is_too_few(numerator, denominator, kind):
        return Comparison.TOO_FEW
    if any(edge is not None and ends[0] <= edge <= ends[1] for edge in (low, high)):
        return Comparison.SIMILAR
    is_better = (low is None or ends[0] > low) and (high is None or ends[1] < high)
    return Comparison.BETTER if is_better else Comparison.WORSE


def green_ends(benchmark: Number | Target, polarity: Polarity) -> tuple[Fraction | None, Fraction | None]:
    """Where better begins and ends; None is an open end, and both are None where nothing is better."""
    goal = exact(benchmark.target) if isinstance(benchmark, Target) else number(benchmark, "the benchmark")
    match polarity:
        case Polarity.HIGHER:
            return goal, None
        case Polarity.LOWER:
            return None, goal
        case Polarity.TARGET if isinstance(benchmark, Target):
            band = (exact(benchmark.green_from), exact(benchmark.green_to))
            return (goal, goal) if band == (None, None) else band
        case _:
            return None, None


def is_too_few(numerator: Number, denominator: Number, kind: str) -> bool:
    """Whether a result is of too few cases or events to tell anything; of a missing one nothing is said."""
    of_all, least = (denominator, FEW_CASES) if kind == "proportion" else (numerator, EXACT_BELOW)
    cases = exact(of_all)
    return cases is not None and cases < least
