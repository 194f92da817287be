"""From which difference a restated figure has a line of its own."""

from fractions import Fraction

import pytest

from scorecard_kit.judge.restated import is_worth_a_line


@pytest.mark.parametrize(
    ("published", "now", "unit", "worth"),
    [
        ("74.2", "74.3", "percent", True),
        ("74.2", "74.1", "percent", True),
        ("74.2", "74.299", "percent", False),
        ("1000", "1001", "count", True),
        ("1000", "999", "count", True),
        ("1001", "1000", "count", False),
        ("-1000", "-999", "gbp", True),
        ("0", "0.001", "days", True),
        ("50", "50.05", "rate", True),
        ("50", "50.049", "rate", False),
    ],
)
def test_a_difference_of_exactly_the_threshold_is_worth_a_line(
    published: str, now: str, unit: str, *, worth: bool
) -> None:
    """0.1 percentage points of a percentage, 0.1% of what was published of anything else; either way round."""
    assert is_worth_a_line(Fraction(published), Fraction(now), unit, 0.1) is worth
