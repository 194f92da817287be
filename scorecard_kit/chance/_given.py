"""What the functions of this room are given: numbers that stand for a count or a result, and how sure to be."""

from fractions import Fraction

from scorecard_kit.judge.numbers import exact

_LARGEST = 10**100  # beyond it, and beneath its inverse, the formulas leave what a float holds
_LEAST = Fraction(1, 10**12)  # nearer to all or nothing no float tells one confidence from another


def number(value: object, name: str) -> Fraction | None:
    """The number exactly, or None where it is missing; text, a truth value and infinity raise ValueError."""
    try:
        read = exact(repr(value) if isinstance(value, str | bytes) else value)
    except ValueError:
        raise ValueError(f"{name} is {value!r}: give a number, or None where there is none") from None
    is_infinite = read is None and "inf" in str(value).lower()
    if is_infinite or (read and not Fraction(1, _LARGEST) <= abs(read) <= _LARGEST):
        raise ValueError(f"{name} is too large or too small to be a figure: give a number, or None where there is none")
    return None if read is None else Fraction(read)


def count(value: object, name: str) -> Fraction | None:
    """As `number`; less than nought raises ValueError too."""
    read = number(value, name)
    if read is not None and read < 0:
        raise ValueError(f"{name} is {value}: what is counted cannot be less than nought")
    return read


def scale(per: object) -> Fraction:
    """Per how many a result is given; anything but a number above nought raises ValueError."""
    read = number(per, "per")
    if read is None or read <= 0:
        raise ValueError(f"per is {per}: give 1, 100 for per cent, or another number above nought")
    return read


def tail(confidence: object) -> float:
    """The share that lies beyond an interval on either side: 0.025 for a confidence of 0.95."""
    read = number(confidence, "confidence")
    if read is None or not _LEAST < read < 1 - _LEAST:
        raise ValueError(f"confidence is {confidence}: give a share between 0 and 1, such as 0.95")
    return float((1 - read) / 2)
