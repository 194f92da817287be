"""XmR charts: the usual level of a series, the limits that chance keeps it within, and the months that break a rule.

As Making Data Count (NHS England) has them: limits of 2.66 average moving ranges, near limits at two thirds of that,
and four rules. Everything is decided on exact numbers; what is shown is given as floats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from scorecard_kit.chance._given import number
from scorecard_kit.judge.numbers import Amount

__all__ = ["LEAST", "LOCKED", "RUN", "Rule", "Signal", "Xmr", "largest_step", "segments", "xmr"]

LEAST, LOCKED = 7, 12
"""Fewer points than LEAST have no limits, fewer than LOCKED trial limits; after LOCKED a stretch's are kept."""
RUN = 7
"""How many points in a row make a shift or a trend."""
_LIMIT = Fraction("2.66")  # three standard deviations, which are the average moving range over 1.128
_LARGEST = Fraction("3.267")  # the upper limit of moving ranges, in average ones
_NEAR_SHARE = Fraction(2, 3)
_SHARES = (-1, -_NEAR_SHARE, _NEAR_SHARE, 1)  # of the reach: the lower limit, the near ones, the upper limit
_NEAR, _WINDOW = 2, 3


class Rule(StrEnum):
    """Which rule a point breaks, so that it is more than chance would explain."""

    OUTSIDE = "outside the limits"
    SHIFT = "seven on one side of the mean"
    TREND = "seven rising or falling"
    NEAR = "two of three near a limit"


class Signal(NamedTuple):
    """A rule that a point breaks, and the side on which: "high" is above, or rising."""

    rule: Rule
    side: str


@dataclass(frozen=True, slots=True)
class Xmr:
    """A series and its limits; a missing value is None, as are limits that there are not.

    `signals` has one entry a value: the rules that it breaks or has a part in breaking, none of them mostly. `points`
    is how many values the mean and the limits rest on.
    """

    values: tuple[float | None, ...]
    mean: float | None
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    signals: tuple[tuple[Signal, ...], ...]
    points: int

    @property
    def note(self) -> str:
        """What a reader is told of limits that rest on few points; blank where they rest on enough."""
        if self.lower is None:
            return f"no limits: {self.points} of {LEAST} points"
        return f"trial limits, {self.points} of {LOCKED}" if self.points < LOCKED else ""


def xmr(values: Iterable[object], *, baseline: int | None = None, screen_outliers: bool = False) -> Xmr:
    """The limits of a series in its order, and the rules that its points break.

    `values` are numbers of equal steps in time, None (or NaN, or NA) where one is missing: no moving range and no run
    reaches across it. The mean and the limits rest on the first `baseline` values, or on all (also while there are
    fewer); under 7 points give a mean and no limits. `screen_outliers` leaves out moving ranges above 3.267 average
    ones.

    Limits are the mean plus and minus 2.66 average moving ranges, the near limits two thirds of that. A point breaks a
    rule where it lies beyond a limit; where it is one of seven in a row on the same side of the mean, or of seven that
    rise (or fall) from each to the next; or where it is near a limit (beyond the near one, not beyond the limit) with
    another of three in a row that lie all on that side of the mean. What lies on a line is not beyond it. Raises
    ValueError for text and for a baseline of fewer than 7 values.
    """
    series = [number(value, f"value {place}") for place, value in enumerate(values, start=1)]
    known = series[: _checked(baseline)]
    points = [value for value in known if value is not None]
    ranges = _moving_ranges(known)
    mean = _mean(points)
    spread = _mean(_screened(ranges)) if screen_outliers else _mean(ranges)
    reach = _LIMIT * spread if spread is not None and len(points) >= LEAST else None
    lower, near_lower, near_upper, upper = (
        None if mean is None or reach is None else float(mean + share * reach) for share in _SHARES
    )
    return Xmr(
        values=tuple(_float(value) for value in series),
        mean=_float(mean),
        lower=lower,
        upper=upper,
        near_lower=near_lower,
        near_upper=near_upper,
        signals=tuple(() for _ in series) if mean is None or reach is None else _signals(series, mean, reach),
        points=len(points),
    )


def segments(
    values: Sequence[object], rebases: Iterable[int] = (), *, locked: int = LOCKED, screen_outliers: bool = False
) -> tuple[Xmr, ...]:
    """A chart for each stretch of a series: the places in `rebases` each begin a new one, and nothing reaches across.

    The limits of a stretch rest on its first `locked` values, or on all while there are fewer. A place that is no value
    after the first raises ValueError.
    """
    starts = sorted({0, *rebases})
    if starts[0] < 0 or starts[-1] >= max(len(values), 1):
        raise ValueError(f"a rebase stands outside the {len(values)} values: give places from 1 to {len(values) - 1}")
    stretches = [values[start:end] for start, end in pairwise([*starts, len(values)])]
    return tuple(xmr(stretch, baseline=locked, screen_outliers=screen_outliers) for stretch in stretches)


def largest_step(values: Sequence[object], *, locked: int = LOCKED) -> Amount:
    """The largest step from a value to the next that chance explains: 3.267 average moving ranges.

    For series whose values are not independent, such as a caseload that most of last month's cases are still in: their
    limits come out too narrow, and their steps can be judged all the same. It rests on the first `locked` values, or on
    all while there are fewer; None under 7 of them, or where no two stand beside each other.
    """
    known = [number(value, f"value {place}") for place, value in enumerate(values[: _checked(locked)], start=1)]
    spread = _mean(_moving_ranges(known))
    is_enough = sum(value is not None for value in known) >= LEAST
    return _LARGEST * spread if spread is not None and is_enough else None


def _moving_ranges(known: Sequence[Amount]) -> list[Fraction]:
    return [abs(after - before) for before, after in pairwise(known) if before is not None and after is not None]


def _checked(baseline: int | None) -> int | None:
    if baseline is not None and (not isinstance(baseline, int) or baseline < LEAST):
        raise ValueError(f"baseline is {baseline!r}: give a whole number of values, {LEAST} or more")
    return baseline


def _mean(numbers: Sequence[Fraction]) -> Amount:
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def _screened(ranges: Sequence[Fraction]) -> list[Fraction]:
    average = _mean(ranges)
    return [each for each in ranges if average is not None and each <= _LARGEST * average]


def _float(value: Amount) -> float | None:
    return None if value is None else float(value)


def _signals(series: Sequence[Amount], mean: Fraction, reach: Fraction) -> tuple[tuple[Signal, ...], ...]:
    """The signals of each point; both sides are held against the same rules, the low one turned upside down."""
    found: list[list[Signal]] = [[] for _ in series]
    for side, sign in (("high", 1), ("low", -1)):
        distances = [None if value is None else sign * (value - mean) for value in series]
        for rule, places in _broken(distances, reach).items():
            for place in sorted(places):
                found[place].append(Signal(rule, side))
    return tuple(tuple(sorted(each, key=lambda signal: list(Rule).index(signal.rule))) for each in found)


def _broken(distances: Sequence[Amount], reach: Fraction) -> dict[Rule, set[int]]:
    """The places that break each rule above the mean."""
    above = [distance is not None and distance > 0 for distance in distances]
    outside = [distance is not None and distance > reach for distance in distances]
    near = [distance is not None and reach * _NEAR_SHARE < distance <= reach for distance in distances]
    rises = [a is not None and b is not None and b > a for a, b in pairwise(distances)]
    pairs = [{place for place in range(start, start + _WINDOW) if near[place]} for start in _runs(above, _WINDOW)]
    return {
        Rule.OUTSIDE: {place for place, is_so in enumerate(outside) if is_so},
        Rule.SHIFT: {start + step for start in _runs(above, RUN) for step in range(RUN)},
        Rule.TREND: {start + step for start in _runs(rises, RUN - 1) for step in range(RUN)},
        Rule.NEAR: {place for places in pairs if len(places) >= _NEAR for place in places},
    }


def _runs(holds: Sequence[bool], length: int) -> list[int]:
    """The places from which something holds so many times in a row."""
    return [start for start in range(len(holds) - length + 1) if all(holds[start : start + length])]
