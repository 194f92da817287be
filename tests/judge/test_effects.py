"""Rate and mix effects: they add to the whole exactly, whatever the parts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.judge.effects import Effect, Figures, Part, effects, whole


def figures(above: int, base: int) -> Figures:
    """Give a numerator of a denominator."""
    return Figures(Fraction(above), Fraction(base))


def part(name: str, first: tuple[int, int], second: tuple[int, int]) -> Part:
    """Give a part of two wholes."""
    return Part(name, "", figures(*first), figures(*second))


@st.composite
def sides(draw: st.DrawFn) -> tuple[int, int]:
    """Draw a numerator of a denominator, mostly within it, often nobody."""
    base = draw(st.sampled_from([0, 0, 1, 7]) | st.integers(0, 20_000))
    return draw(st.integers(0, base)), base


@st.composite
def made_of(draw: st.DrawFn) -> list[Part]:
    """Draw up to six parts, some of which one side lacks."""
    return [part(str(number), draw(sides()), draw(sides())) for number in range(draw(st.integers(1, 6)))]


def total(found: list[Effect]) -> Fraction:
    """Add every effect."""
    return sum((each.rate + each.mix for each in found), Fraction(0))


def test_the_worked_example() -> None:
    """North 80 of 100 to 45 of 50, South 50 of 100 to 90 of 150: +10 by the rates and -7.5 by the mix, in all +2.5."""
    found = effects([part("North", (80, 100), (45, 50)), part("South", (50, 100), (90, 150))], 100)
    assert [float(each.rate) for each in found] == [3.75, 6.25]
    assert [float(each.mix) for each in found] == [-4.6875, -2.8125]
    assert float(total(found)) == 67.5 - 65


def test_kitagawas_own_sum_is_the_mix_effect() -> None:
    """Changes of shares times mean rates, summed, are the mix effect: a quarter less of 85, a quarter more of 55."""
    found = effects([part("North", (80, 100), (45, 50)), part("South", (50, 100), (90, 150))], 100)
    assert sum(each.mix for each in found) == Fraction(-1, 4) * 85 + Fraction(1, 4) * 55


@given(made_of(), st.sampled_from([1, 100, 10_000]))
def test_the_effects_add_to_the_difference_exactly(parts: list[Part], per: int) -> None:
    """The sum is the difference of the two wholes, without rounding; a whole of nobody has none."""
    first, second = whole(parts)
    found = effects(parts, per)
    if not (first.denominator and second.denominator):
        assert found == []
        return
    expected = second.numerator * per / second.denominator - first.numerator * per / first.denominator
    assert (total(found), len(found)) == (expected, len(parts))


@given(made_of())
def test_the_way_back_has_the_same_effects_with_the_other_sign(parts: list[Part]) -> None:
    """Neither side is the standard of the other."""
    back = effects([each._replace(first=each.second, second=each.first) for each in parts], 100)
    forth = effects(parts, 100)
    assert [(-each.rate, -each.mix) for each in back] == [(each.rate, each.mix) for each in forth]


@pytest.mark.parametrize(
    ("parts", "rates", "mixes"),
    [
        ([part("All", (1, 4), (3, 4))], [50], [0]),
        ([part("A", (1, 2), (2, 4)), part("B", (0, 2), (0, 1))], [0, 0], [Fraction("5.25"), Fraction("9.75")]),
        ([part("A", (10, 20), (10, 20)), part("B", (0, 20), (0, 0))], [0, 0], [Fraction("6.25"), Fraction("18.75")]),
        ([part("A", (1, 2), (1, 1)), part("B", (0, 0), (0, 0))], [50, 0], [0, 0]),
    ],
    ids=["one part", "the same rates", "a part that one side lacks", "a part that both lack"],
)
def test_what_is_rate_and_what_is_mix(parts: list[Part], rates: list[int], mixes: list[Fraction]) -> None:
    """One part has no mix; the same rates have no rate effect, and nor has a part that one side lacks."""
    found = effects(parts, 100)
    assert [float(each.rate) for each in found] == rates
    assert [each.mix for each in found] == mixes


def test_counts_have_no_mix() -> None:
    """Counts without denominators differ by what each part changes."""
    parts = [
        Part("A", "", Figures(Fraction(5)), Figures(Fraction(9))),
        Part("B", "", Figures(Fraction(7)), Figures(Fraction(6))),
    ]
    assert [(float(each.rate), float(each.mix)) for each in effects(parts, 1)] == [(4, 0), (-1, 0)]


def test_no_parts_have_no_effects() -> None:
    """Nothing is split into nothing."""
    assert effects([], 100) == []
