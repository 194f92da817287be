"""The bar of a variance in a table's row: which way it runs, how long it is, and what it weighs."""

import re
from fractions import Fraction

import pytest

from scorecard_kit.charts.variance_bar import variance_bar


def length(svg: str) -> float:
    """Give how far a bar reaches from its zero, in hundredths of the longest one there may be."""
    left, right = (float(each) for each in re.findall(r'viewBox="(-\d+) 0 (\d+) ', svg)[0])
    assert left == -right / 2
    return round(float(re.findall(r"M0 3h(-?[\d.]+)v6H0z", svg)[0]) / -left, 2)


@pytest.mark.parametrize(("gain", "widest", "part"), [(8, 8, 1), (-8, 8, -1), (2, 8, 0.25), (-4, 8, -0.5), (0, 8, 0)])
def test_a_bar_runs_from_the_middle_to_its_part_of_the_longest(gain: int, widest: int, part: float) -> None:
    """Better to the right and worse to the left, in two colours, silent for a screen reader."""
    svg = str(variance_bar(Fraction(gain), Fraction(widest)))
    assert length(svg) == part
    assert svg.startswith(f'<svg class="bar {"worse" if gain < 0 else "better"}"')
    assert 'aria-hidden="true"' in svg
    assert len(svg) < 150


def test_no_variance_anywhere_is_a_line_at_zero() -> None:
    """Where nothing differs the longest bar is nought as well."""
    assert length(str(variance_bar(Fraction(0), Fraction(0)))) == 0
