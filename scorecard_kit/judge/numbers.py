"""Numbers as the decimals that were written, as a page displays them, and as pounds in the printed unit.

Every judgement compares exactly; floats serve charts only. Of an amount a positive variance is adverse.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from itertools import count
from math import floor
from numbers import Integral
from typing import Self, SupportsFloat, TypeAlias

__all__ = [
    "DIGITS", "POUND_UNITS", "VARIANCE_SIGNS", "Amount", "Number", "Written", "added", "as_written",
    "decimals_that_show", "decimals_that_tell", "difference", "display", "exact", "fifteen_digits", "last_digit",
    "plain", "pounds", "pounds_briefly", "pounds_in_sentence", "pounds_over_or_under", "rounding_sentence",
    "text_of_number", "written_decimals",
]  # fmt: skip

Amount: TypeAlias = Fraction | None
Number: TypeAlias = int | float | Decimal | Fraction | str | None

_MISSING = frozenset({"", "<NA>", "None", "NaT"})
DIGITS = 15
"""Significant digits that a number carries: what Excel keeps, and what a double holds without residue."""
_SHORT = Context(prec=DIGITS, rounding=ROUND_HALF_UP)

POUND_UNITS = {"£k": (1_000, 0), "£m": (1_000_000, 3)}
"""The printed units: how many pounds one is, and how many decimals are shown."""

_READS_AS_A_MILLION = 999_500  # pounds: in whole thousands it is 1,000

VARIANCE_SIGNS = (
    "In a variance + is adverse (more is spent, or less comes in, than was budgeted) and - is favourable. "
    "Income is negative. Gross and income add to net."
)


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
        units, rest = (digits[: -self.decimals], digits[-self.decimals :]) if self.decimals else (digits, "")
        return f"{'-' if self < 0 else ''}{units}{'.' if rest else ''}{rest}"

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


def added(amounts: Iterable[Amount]) -> Amount:
    """The sum; None where one of them is missing, and nought of none."""
    numbers = list(amounts)
    return None if None in numbers else sum(filter(None, numbers), Fraction(0))


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


def display(value: Number, decimals: int, signed: bool = False) -> str:
    """Round half up (away from zero) in decimal and write for a reader, thousands separated; blank where missing.

    Signed: a sign on everything but an exact zero. A page shows differences by `difference`, so that none reads -0.0.
    """
    number = exact(value)
    if number is None:
        return ""
    rounded = floor(abs(number) * 10**decimals + Fraction(1, 2))
    below_zero = number < 0 and (signed or rounded != 0)
    sign = "-" if below_zero else "+" if signed and number > 0 else ""
    units, decimal_part = divmod(rounded, 10**decimals)
    return f"{sign}{units:,}.{decimal_part:0{decimals}}" if decimals else f"{sign}{units:,}"


def decimals_that_show(value: Fraction, decimals: int) -> int:
    """As many decimals as are given, or as many more as a number that is not nought needs to read other than nought."""
    return next(places for places in count(decimals) if not value or abs(value) * 10**places * 2 >= 1)


def decimals_that_tell(value: Fraction, other: Fraction, decimals: int) -> int:
    """As many decimals as are given, or as many more as two different numbers need to be displayed differently.

    Equal numbers raise ValueError, since no decimals tell them apart.
    """
    if value == other:
        raise ValueError(f"no number of decimals tells {value} from itself")
    return next(places for places in count(decimals) if display(value, places) != display(other, places))


def difference(value: Number, decimals: int) -> str:
    """Write a variance or a change with its sign: +1.7, a tiny one as -0.04 and never -0.0, an exact zero as 0.0."""
    number = exact(value)
    return "" if number is None else display(number, decimals_that_show(number, decimals), signed=True)


def pounds(amount: Number, unit: str, *, signed: bool = False) -> str:
    """Write an amount for a table whose caption says the unit: 14,703 or 14.703; blank where there is none.

    Signed: a variance, which reads as nought only where it is none. A unit other than those of POUND_UNITS raises
    ValueError.
    """
    if unit not in POUND_UNITS:
        raise ValueError(f"the unit is {unit!r}; write one of {', '.join(POUND_UNITS)}")
    size, decimals = POUND_UNITS[unit]
    number = exact(amount)
    if number is None:
        return ""
    return difference(number / size, decimals) if signed else display(number / size, decimals)


def pounds_in_sentence(amount: Number, unit: str) -> str:
    """Write an amount for a sentence, without its sign: £14,703k, £14.703m; blank where there is none.

    One that would read £0k, and is not nought, has as many decimals as tell it: £0.3k.
    """
    number = exact(amount)
    if number is None:
        return ""
    size, decimals = POUND_UNITS[unit]
    share = abs(number) / size
    return f"£{display(share, decimals_that_show(share, decimals))}{unit[1:]}"


def pounds_briefly(amount: Number, unit: str) -> str:
    """Write an amount as it is said aloud, without its sign: £14.7m, £939k (in £m £0.9m); blank where there is none.

    From a million on, as rounded, it is in millions whatever the `unit`.
    """
    number = exact(amount)
    if number is None:
        return ""
    size, decimals, letter = (1_000, 0, "k")
    if unit == "£m" or abs(number) >= _READS_AS_A_MILLION:
        size, decimals, letter = (1_000_000, 1, "m")
    share = abs(number) / size
    return f"£{display(share, decimals_that_show(share, decimals))}{letter}"


def pounds_over_or_under(variance: Fraction, unit: str) -> str:
    """Say a variance from something that follows: £14,703k over, £93k under, exactly at."""
    if not variance:
        return "exactly at"
    return f"{pounds_in_sentence(variance, unit)} {'over' if variance > 0 else 'under'}"


def last_digit(unit: str) -> Fraction:
    """How many pounds one in the last digit shown is: a difference that rounding makes."""
    size, decimals = POUND_UNITS[unit]
    return Fraction(size, 10**decimals)


def rounding_sentence(parts: Iterable[Fraction], unit: str) -> str:
    """Say where parts as they are shown add to another sum than their whole as it is shown; else blank."""
    size, decimals = POUND_UNITS[unit]
    amounts = list(parts)
    printed = [display(amount / size, decimals).replace(",", "") for amount in amounts]
    total, whole = display(sum(map(Fraction, printed)), decimals), pounds(sum(amounts), unit)
    return "" if total == whole else f"As shown the parts add to {total}, not to {whole}: each was rounded by itself."


def _without_noughts(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
