"""When a figure that differs from what was published is worth a line of its own."""

from fractions import Fraction

from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import Number, exact

__all__ = ["is_worth_a_line"]

_HUNDRED = 100


def is_worth_a_line(published: Fraction, now: Fraction, unit: Unit | str, restated_from: Number) -> bool:
    """Whether two unequal figures lie `restated_from` apart or more.

    That is in percentage points for a percentage, and in percent of the published figure for any other unit; of nought
    any difference is more. A difference of exactly that much is worth a line.
    """
    apart, least = abs(now - published), exact(restated_from) or Fraction(0)
    if Unit(unit) is Unit.PERCENT:
        return apart >= least
    return apart * _HUNDRED >= least * abs(published)
