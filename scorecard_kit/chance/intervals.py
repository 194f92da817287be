"""Intervals: how far chance alone can carry a result, by the methods that public health in England publishes with.

A whole population is no sample: an interval treats what was counted as one draw of what the service does. Proportions
have Wilson's (1927), counts and rates Byar's approximation and below ten events the exact one, as in the technical
guide on confidence intervals of Public Health England (2018). docs/explanation/chance.md has the formulas.
"""

from fractions import Fraction
from math import exp, lgamma, log, sqrt
from statistics import NormalDist

from scorecard_kit.chance._given import count, scale, tail
from scorecard_kit.judge.numbers import Number

__all__ = ["EXACT_BELOW", "KINDS", "Interval", "difference", "interval"]

Interval = tuple[float, float]
KINDS = ("proportion", "rate", "count")
EXACT_BELOW = 10
"""Fewer events than these have the exact interval, since Byar's approximation errs there."""
_HIGHEST = 200.0  # fewer than ten events never stand for an expectation of so many
_HALVINGS = 100


def interval(
    numerator: Number,
    denominator: Number = None,
    *,
    per: Number = 1,
    kind: str = "proportion",
    confidence: Number = 0.95,
) -> Interval | None:
    """The interval of a result, as (lower, upper), in the result's own unit: with `per=100` 52 of 68 is 65.1 to 85.0.

    `kind` is `proportion` (so many of so many: Wilson), `rate` (events in a population: Byar, exact below ten events)
    or `count` (events alone, without a denominator). Both are floats; the interval holds the result, and a proportion's
    lies within 0 and `per`. None where an input is missing (None, NaN, NA), and for 0 of 0, where there are no cases.

    Raises ValueError for what is no number, such as text; for less than nought; for a proportion of more than its
    denominator; for a denominator of 0 under any other numerator; for a count with a denominator; and for a confidence
    that is no share between 0 and 1.
    """
    above, below, times = count(numerator, "numerator"), count(denominator, "denominator"), scale(per)
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}: give one of {', '.join(KINDS)}")
    if kind == "count":
        if below is not None:
            raise ValueError("a count has no denominator: give kind='rate' for events in a population")
        below = Fraction(1)
    beyond = tail(confidence)
    if above is None or below is None or _has_no_cases(above, below):
        return None
    if kind == "proportion":
        lower, upper = _wilson(above, below, beyond)
    else:
        lower, upper = (float(Fraction(end) / below) for end in _events(above, beyond))
    result = above / below
    return float(times) * min(lower, float(result)), float(times) * max(upper, float(result))


def difference(
    numerator: Number,
    denominator: Number,
    other_numerator: Number,
    other_denominator: Number,
    *,
    per: Number = 1,
    confidence: Number = 0.95,
) -> Interval | None:
    """The interval of one proportion minus another, as (lower, upper): with `per=100` in percentage points.

    The two are of different cases, as two months of the same service are. The method is Newcombe's (1998, method 10),
    made of both Wilson intervals. One that holds nought says that chance explains the difference. None where an input
    is missing, and where a side is 0 of 0. Raises ValueError as `interval` does.
    """
    times = float(scale(per))
    one = interval(numerator, denominator, confidence=confidence)
    other = interval(other_numerator, other_denominator, confidence=confidence)
    if one is None or other is None:
        return None
    result, compared = _share(numerator, denominator), _share(other_numerator, other_denominator)
    down = sqrt((result - one[0]) ** 2 + (other[1] - compared) ** 2)
    up = sqrt((one[1] - result) ** 2 + (compared - other[0]) ** 2)
    return times * (result - compared - down), times * (result - compared + up)


def _share(numerator: Number, denominator: Number) -> float:
    above, below = count(numerator, "numerator"), count(denominator, "denominator")
    return float(above / below) if above is not None and below else 0.0


def _has_no_cases(above: Fraction, below: Fraction) -> bool:
    if below == 0 and above != 0:
        raise ValueError(f"{above} of 0 has no interval")
    return below == 0


def _wilson(above: Fraction, below: Fraction, beyond: float) -> Interval:
    if above > below:
        raise ValueError(f"{above} of {below} is no proportion: give kind='rate', or mend the figures")
    spread = _deviations(beyond) ** 2 / float(below)
    return _wilson_lower(above / below, spread), 1 - _wilson_lower(1 - above / below, spread)


def _wilson_lower(share: Fraction, spread: float) -> float:
    """The lower end, written so that nothing cancels; the upper end is that of the complement, from above."""
    if not share:
        return 0.0
    of_all, missed = float(share), float(1 - share)
    return 2 * of_all * of_all / (2 * of_all + spread + sqrt(spread * spread + 4 * spread * of_all * missed))


def _deviations(beyond: float) -> float:
    """How many standard deviations a normal variable exceeds with that chance: 1.96 for 0.025."""
    return -NormalDist().inv_cdf(beyond)


def _events(events: Fraction, beyond: float) -> Interval:
    """The interval of a number of events."""
    if events < EXACT_BELOW:
        lower = _gamma_quantile(float(events), beyond) if events else 0.0
        return lower, _gamma_quantile(float(events) + 1, 1 - beyond)
    z = _deviations(beyond)
    return _byar(float(events), -z), _byar(float(events) + 1, z)


def _byar(events: float, z: float) -> float:
    return events * (1 - 1 / (9 * events) + z / (3 * sqrt(events))) ** 3


def _gamma_quantile(shape: float, share: float) -> float:
    """Half the chi-square quantile with twice as many degrees of freedom, by halving."""
    low, high = 0.0, _HIGHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _gamma(shape, middle) < share else (low, middle)
    return (low + high) / 2


def _gamma(shape: float, at: float) -> float:
    """The distribution function of the gamma distribution, by its series: every term is positive."""
    term = whole = 1.0
    divisor = shape
    while term > whole * 1e-17:
        divisor += 1
        term *= at / divisor
        whole += term
    return exp(shape * log(at) - at - lgamma(shape + 1)) * whole
