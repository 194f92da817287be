"""The strip of the areas: where dots, ring and target stand."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.charts.dot_strip import dot_strip

PERCENTAGES = st.fractions(0, 100)


def places(strip: str) -> list[int]:
    """Give how far right each dot stands, in the order in which they are drawn; the ring last."""
    return [int(place) for place in re.findall(r'cx="(\d+)"', strip)]


@pytest.mark.parametrize(("is_lower", "expected"), [(False, [10, 182, 96]), (True, [182, 10, 96])])
def test_better_stands_to_the_right(is_lower: bool, expected: list[int]) -> None:
    """10 and 30 at the ends and the county's 20 between them; where lower is better the other way about."""
    assert places(dot_strip(Fraction(20), [Fraction(10), Fraction(30)], None, is_lower=is_lower)) == expected


def test_the_target_is_a_line_within_the_strip() -> None:
    """A target beyond all results is an end of its strip: halfway to it stand the areas."""
    strip = dot_strip(None, [Fraction(40), Fraction(60)], Fraction(80), is_lower=False)
    assert 'class="t" d="M182 2V30"' in strip
    assert places(strip) == [10, 96]
    assert 'class="h"' not in strip


@pytest.mark.parametrize(("home", "others"), [(None, []), (Fraction(5), []), (None, [Fraction(5)])])
def test_one_result_makes_no_strip(home: Fraction | None, others: list[Fraction]) -> None:
    """There is nothing to compare it with, whatever the target."""
    assert dot_strip(home, others, Fraction(80), is_lower=False) == ""


@given(PERCENTAGES, st.lists(PERCENTAGES, min_size=1, max_size=6), st.none() | PERCENTAGES, st.booleans())
def test_the_dots_keep_their_order(
    home: Fraction, others: list[Fraction], target: Fraction | None, is_lower: bool
) -> None:
    """Whatever the figures: no dot outside the strip, none before a smaller one, and few bytes."""
    strip = dot_strip(home, others, target, is_lower=is_lower)
    ordered = [place for _, place in sorted(zip([*others, home], places(strip), strict=True))]
    assert ordered == sorted(ordered, reverse=is_lower) or len({*others, home}) < len(others) + 1
    assert all(10 <= place <= 182 for place in ordered)
    assert len(strip) < 500
