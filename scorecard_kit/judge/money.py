"""Pounds as a reader sees them: in the printed unit, and over or under in words. A positive variance is adverse."""

from collections.abc import Iterable
from fractions import Fraction

from scorecard_kit.judge.numbers import Number, exact
from scorecard_kit.judge.ratings import decimals_that_show, difference, display

UNITS = {"£k": (1_000, 0), "£m": (1_000_000, 3)}
"""The printed units: how many pounds one is, and how many decimals are shown."""

SIGNS = (
    "In a variance + is adverse (more is spent, or less comes in, than was budgeted) and - is favourable. "
    "Income is negative. Gross and income add to net."
)


def amount(pounds: Number, unit: str, *, signed: bool = False) -> str:
    """Write an amount for a table whose caption says the unit: 14,703 or 14.703; blank where there is none.

    Signed: a variance, which reads as nought only where it is none.

    A unit other than those of UNITS raises ValueError.
    """
    if unit not in UNITS:
        raise ValueError(f"the unit is {unit!r}; write one of {', '.join(UNITS)}")
    size, decimals = UNITS[unit]
    number = exact(pounds)
    if number is None:
        return ""
    return difference(number / size, decimals) if signed else display(number / size, decimals)


def said(pounds: Number, unit: str) -> str:
    """Write an amount for a sentence, without its sign: £14,703k, £14.703m; blank where there is none.

    One that would read £0k, and is not nought, has as many decimals as tell it: £0.3k.
    """
    number = exact(pounds)
    if number is None:
        return ""
    size, decimals = UNITS[unit]
    share = abs(number) / size
    return f"£{display(share, decimals_that_show(share, decimals))}{unit[1:]}"


def over_or_under(pounds: Fraction, unit: str) -> str:
    """Say a variance from something that follows: £14,703k over, £93k under, exactly at."""
    return f"{said(pounds, unit)} {'over' if pounds > 0 else 'under'}" if pounds else "exactly at"


def last_digit(unit: str) -> Fraction:
    """How many pounds one in the last digit shown is: a difference that rounding makes."""
    size, decimals = UNITS[unit]
    return Fraction(size, 10**decimals)


def rounding(parts: Iterable[Fraction], unit: str) -> str:
    """Say where parts as they are shown add to another sum than their whole as it is shown; else blank."""
    size, decimals = UNITS[unit]
    kept = list(parts)
    shown = [display(part / size, decimals).replace(",", "") for part in kept]
    added, whole = display(sum(map(Fraction, shown)), decimals), amount(sum(kept), unit)
    return "" if added == whole else f"As shown the parts add to {added}, not to {whole}: each was rounded by itself."
