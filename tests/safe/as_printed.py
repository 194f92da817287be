"""A count as a pack prints or withholds it."""

from fractions import Fraction

from scorecard_kit.safe.system import Shown


def as_printed(indicator: str, period: str, area: str, count: int | None, source: str = "pack") -> Shown:
    """Give the count of everyone in an area; None where it is withheld."""
    number = None if count is None else Fraction(count)
    return Shown((indicator, period, area, ""), number, None, None, is_withheld=count is None, source=source)
