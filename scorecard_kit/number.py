"""Numbers as the decimals that were written: every judgement compares exactly, floats serve display and charts only."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | float | Decimal | Fraction | str | None

_MISSING = frozenset({"", "<NA>", "None", "NaT"})


def exact(value: object) -> Fraction | None:
    """Return the number as it was written, or None where there is none.

    A float stands for the shortest decimal that it prints as, so 0.1 is one tenth. None, blank, NaN and infinity are
    no number. Anything else that is not a number raises ValueError.
    """
    if isinstance(value, Fraction):
        return value
    text = str(value).strip()
    if text in _MISSING:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    return Fraction(number) if number.is_finite() else None


def plain(value: Fraction | None) -> str:
    """Write a number for machines: unrounded, no thousands separator; blank where there is none.

    A number with a finite decimal form is written in full, any other to the 17 digits that a float holds.
    """
    if value is None:
        return ""
    if value.denominator == 1:
        return str(value.numerator)
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{quotient:f}" if Fraction(quotient) == value else repr(float(value))
