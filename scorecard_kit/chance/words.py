"""What a series is said to do, and whether its target is within its reach, in words."""

from scorecard_kit.chance._given import number
from scorecard_kit.chance.comparison import green_ends
from scorecard_kit.chance.limits import Rule, Signal, Xmr
from scorecard_kit.judge.indicators import Polarity, Target
from scorecard_kit.judge.numbers import Number
from scorecard_kit.text.counting import in_words

__all__ = ["HIT_AND_MISS", "MEETS", "MISSES", "NOTHING_UNUSUAL", "ONE_MONTH", "assurance", "step", "variation", "way"]

MEETS = "reliably meets the target"
MISSES = "will miss the target unless something changes"
HIT_AND_MISS = "hit and miss"
NOTHING_UNUSUAL = "nothing unusual"
ONE_MONTH = "one unusual month"
_STEPS = {"better": "for the better", "worse": "for the worse", "higher": "upwards", "lower": "downwards"}


def assurance(lower: Number, upper: Number, target: Number | Target, polarity: Polarity | str) -> str:
    """Say whether the limits of a series lie wholly where the target is met, wholly where it is missed, or across it.

    `target` is a number or a `Target`, of a stepped one that in force; for polarity T it is a `Target`, whose green
    band counts. A limit that equals the target meets it, as a result that equals it is Green. Blank where a limit, the
    target or the polarity is missing. A lower limit above the upper one raises ValueError.
    """
    low, high, polarity = number(lower, "lower"), number(upper, "upper"), Polarity(polarity)
    if low is None or high is None:
        return ""
    if low > high:
        raise ValueError(f"the lower limit {lower} is above the upper limit {upper}")
    least, most = green_ends(target, polarity)
    if least is None and most is None:
        return ""
    if (least is None or low >= least) and (most is None or high <= most):
        return MEETS
    return MISSES if (least is not None and high < least) or (most is not None and low > most) else HIT_AND_MISS


def variation(chart: Xmr, polarity: Polarity | str, *, every: str = "month") -> str:
    """Say what the newest value of a series tells: nothing unusual, one unusual month, or better or worse and why.

    Of several rules that it breaks the one that tells most is said: a shift, a trend, two of three near a limit, a
    point outside. Polarities T and none have no better side, and are told higher or lower. Blank where the series has
    no limits or its newest value is missing. `every` is what a value is of: month or quarter.
    """
    if chart.lower is None or not chart.values or chart.values[-1] is None:
        return ""
    if not chart.signals[-1]:
        return NOTHING_UNUSUAL
    by_weight = [Rule.SHIFT, Rule.TREND, Rule.NEAR, Rule.OUTSIDE]
    signal = min(chart.signals[-1], key=lambda one: by_weight.index(one.rule))
    if signal.rule is Rule.OUTSIDE:
        return ONE_MONTH.replace("month", every)
    told = _told(signal, _lasting(chart, signal)).replace("month", every)
    return f"{_judged(signal, Polarity(polarity))}: {told}"


def way(polarity: Polarity | str, *, is_high: bool) -> str:
    """Whether a value above the others, or below them, is better or worse than usual; else higher or lower."""
    polarity = Polarity(polarity)
    if polarity not in {Polarity.HIGHER, Polarity.LOWER}:
        return "higher than usual" if is_high else "lower than usual"
    return "better than usual" if is_high is (polarity is Polarity.HIGHER) else "worse than usual"


def step(by: Number, limit: Number, polarity: Polarity | str) -> str:
    """Say what the newest step of a series tells against the largest that chance explains (`largest_step`).

    Nothing unusual, or one unusual step and which way; a step of the limit itself is not unusual. Blank where the step
    or the limit is missing.
    """
    moved, largest = number(by, "by"), number(limit, "limit")
    if moved is None or largest is None:
        return ""
    if abs(moved) <= largest:
        return NOTHING_UNUSUAL
    better = way(polarity, is_high=moved > 0).partition(" ")[0]
    return f"one unusual step: {_STEPS[better]}"


def _judged(signal: Signal, polarity: Polarity) -> str:
    if polarity not in {Polarity.HIGHER, Polarity.LOWER}:
        return "higher than usual" if signal.side == "high" else "lower than usual"
    return "improving" if (signal.side == "high") is (polarity is Polarity.HIGHER) else "getting worse"


def _lasting(chart: Xmr, signal: Signal) -> int:
    """How many of the newest values in a row have the signal."""
    return next(
        (back for back, signals in enumerate(reversed(chart.signals)) if signal not in signals), len(chart.signals)
    )


def _told(signal: Signal, months: int) -> str:
    is_high = signal.side == "high"
    match signal.rule:
        case Rule.SHIFT:
            return f"{in_words(months)} months {'above' if is_high else 'below'} the usual level"
        case Rule.TREND:
            return f"{in_words(months)} months {'rising' if is_high else 'falling'} in a row"
        case _:
            return f"two of three months near the {'upper' if is_high else 'lower'} limit"
