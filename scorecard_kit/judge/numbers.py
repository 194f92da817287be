"""Numbers as the decimals that were written: every judgement compares exactly, floats serve display and charts only."""

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from numbers import Integral
from typing import Self, SupportsFloat, TypeAlias

Number: TypeAlias = int | float | Decimal | Fraction | str | None

_MISSING = frozenset({"", "<NA>", "None", "NaT"})
DIGITS = 15
"""Significant digits that a number carries: what Excel keeps, and what a double holds without residue."""
_SHORT = Context(prec=DIGITS, rounding=ROUND_HALF_UP)


class Written(Fraction):
    """A number as it was written: `decimals` digits after the point, and `mark`, a sign beside it (%, £ or brackets).

    It equals the plain Fraction, and what is computed from it is one.
    """

    __slots__ = ("decimals", "mark")
    decimals: int
    mark: str

    def __new__(cls, number: Fraction | int | str, decimals: int, mark: str = "") -> Self:
        """Keep the number, and how it was written."""
        self = super().__new__(cls, number)
        self.decimals, self.mark = decimals, mark
        return self

    def __str__(self) -> str:
        """The digits as they were written, so that 85 and 85.0 differ wherever rows are held against each other."""
        digits = str(abs(self.numerator) * 10**self.decimals // self.denominator).rjust(self.decimals + 1, "0")
        whole, part = (digits[: -self.decimals], digits[-self.decimals :]) if self.decimals else (digits, "")
        return f"{'-' if self < 0 else ''}{whole}{'.' if part else ''}{part}"

    def __reduce__(self) -> tuple[type[Self], tuple[Fraction, int, str]]:
        """Pickle it with how it was written."""
        return type(self), (Fraction(self), self.decimals, self.mark)

    def __copy__(self) -> Self:
        """It never changes."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """It never changes."""
        return self


def written_decimals(value: object, otherwise: int) -> int:
    """The digits after the point that a number was written with, or what is given where that is not known."""
    return value.decimals if isinstance(value, Written) else otherwise


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


def as_written(value: Written) -> str:
    """The number as it was typed, with its marks: 85%, £512.50, (45); without thousands separators."""
    digits = str(value)
    if "(" in value.mark:
        digits = f"({digits.lstrip('-')})"
    return f"{'£' if '£' in value.mark else ''}{digits}{'%' if '%' in value.mark else ''}"


def fifteen_digits(text: str) -> str:
    """A plain decimal, rounded half up to 15 significant digits where it has more: 56.99999999999999 is 57."""
    if len(text) <= DIGITS:
        return text
    number = Decimal(text)
    if len(number.as_tuple().digits) <= DIGITS:
        return text
    return _without_noughts(f"{_SHORT.plus(number):f}")


def text_of_number(value: SupportsFloat) -> str:
    """The text of a number as a store holds it, to 15 significant digits and without an exponent; NaN is blank.

    A float has no written precision, so that 85.0 is 85; a Decimal keeps the digits of its scale.
    """
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, Fraction):
        number = _SHORT.divide(Decimal(value.numerator), Decimal(value.denominator))
    else:
        number = Decimal(repr(float(value)))
    if not number.is_finite():
        return "" if number.is_nan() else str(number)
    text = fifteen_digits(f"{number:f}")
    if not isinstance(value, Decimal):
        text = _without_noughts(text)
    return text.lstrip("-") if not Decimal(text) else text


def _without_noughts(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
