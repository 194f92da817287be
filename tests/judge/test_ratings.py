"""The judgements: every polarity at, above and below every boundary, and the laws that hold for all numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.judge.indicators import Direction, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import Written, display
from scorecard_kit.judge.ratings import (
    change,
    direction_of_travel,
    display_result,
    expected_range,
    rag_rating,
    rate,
    within_rounding,
)
from tests.strategies import BASES, COUNTS, JUDGED, POLARITIES, TENTHS, VALUES, fraction, ladders, tenths

HIGHER, LOWER = Target(85, 76.5), Target(9, 12)
NO_FLOOR, NO_AMBER = Target(85), Target(85, 85)
BANDS = Target(88, green_from=85, green_to=92, amber_from=75, amber_to=98)
LOW_SIDE = Target(10, green_to=10.5, amber_to=11)
HIGH_SIDE = Target(90, green_from=88, amber_from=80)
BARE_T, GREEN_ONLY = Target(7.5), Target(7.5, green_from=7, green_to=8)
FLIPPED = {Polarity.HIGHER: Polarity.LOWER, Polarity.LOWER: Polarity.HIGHER}


@pytest.mark.parametrize(
    ("polarity", "target", "ratings"),
    [
        pytest.param("H", HIGHER, "85 G, 85.001 G, 84.999 A, 76.5 A, 76.501 A, 76.499 R, 0 R", id="higher"),
        pytest.param("L", LOWER, "9 G, 8.999 G, 9.001 A, 12 A, 11.999 A, 12.001 R, 0 G", id="lower"),
        pytest.param("H", NO_FLOOR, "85 G, 84.999 A, 0 A, -5 A", id="higher, no floor"),
        pytest.param("L", Target(9), "9 G, 9.001 A, 100 A", id="lower, no floor"),
        pytest.param("H", NO_AMBER, "85 G, 85.001 G, 84.999 R", id="higher, floor = target"),
        pytest.param("L", NO_AMBER, "85 G, 84.999 G, 85.001 R", id="lower, floor = target"),
        pytest.param(
            "T",
            BANDS,
            "88 G, 85 G, 84.999 A, 85.001 G, 92 G, 92.001 A, 91.999 G, 75 A, 74.999 R, 75.001 A, 98 A, 98.001 R, 97 A",
            id="T, unequal bands",
        ),
        pytest.param("T", LOW_SIDE, "0 G, 10 G, 10.5 G, 10.501 A, 11 A, 11.001 R", id="T, open below"),
        pytest.param("T", HIGH_SIDE, "100 G, 88 G, 87.999 A, 80 A, 79.999 R", id="T, open above"),
        pytest.param("T", BARE_T, "7.5 G, 7.501 A, 7.499 A, 0 A, 100 A", id="T, no bands"),
        pytest.param("T", GREEN_ONLY, "7 G, 8 G, 6.999 A, 8.001 A, 100 A", id="T, no amber band"),
    ],
)
def test_ratings_at_every_boundary(polarity: str, target: Target, ratings: str) -> None:
    """A boundary belongs to the better side of it: equality is Green at the target and Amber at the floor."""
    for case in ratings.split(", "):
        value, letter = case.split()
        assert (value, rag_rating(value, target, polarity)[0]) == (value, letter)


@pytest.mark.parametrize(
    ("value", "target", "polarity"),
    [
        (None, HIGHER, "H"),
        ("", HIGHER, "H"),
        (float("nan"), HIGHER, "H"),
        (float("inf"), HIGHER, "H"),
        (float("-inf"), LOWER, "L"),
        (80, None, "H"),
        (80, Target(), "H"),
        (80, Target(floor=70), "H"),
        (80, Target(lower=70, upper=90), "H"),
        (80, HIGHER, ""),
        (88, BANDS, ""),
        (80, Target(85, 76.5, basis="indicative"), "H"),
        (80, Target(85, 76.5, basis="budget"), "L"),
        (80, Target(85, 76.5, not_rated="Under review"), "H"),
    ],
)
def test_what_is_not_rated(value: float | str | None, target: Target | None, polarity: str) -> None:
    """No value, no target, no polarity, or a target that is not for rating: Not rated, never Red."""
    assert rag_rating(value, target, polarity) is Rag.NOT_RATED


def test_judgements_are_exact_where_floats_are_not() -> None:
    """10.2 of 12.0 is 85 exactly, and 0.1 and 0.3 are equally far from 0.2."""
    assert rag_rating(rate(10.2, 12.0, 100), Target(85), "H") is Rag.GREEN
    assert direction_of_travel(0.1, 0.3, "T", Target(0.2)) is Direction.SAME


def test_rounding_never_lifts_a_rating() -> None:
    """52 of 68 reads 76.5 and is under the minimum of 76.5: Red."""
    result = rate(52, 68)
    assert result == Fraction(1300, 17)
    assert (rag_rating(result, HIGHER, "H"), display(result, 1)) == (Rag.RED, "76.5")


@pytest.mark.parametrize(
    ("numerator", "denominator", "per", "result"),
    [
        (1797, 2256, 100, Fraction(59900, 752)),
        (51434, 103, 1, Fraction(51434, 103)),
        ("334.6", "320.5", 100, Fraction(334600, 3205)),
        (0, 68, 100, Fraction(0)),
        (0, 0, 100, None),
        (None, 68, 100, None),
        (52, "", 100, None),
        (52, float("nan"), 100, None),
    ],
)
def test_a_rate(numerator: float | str | None, denominator: float | str, per: int, result: Fraction | None) -> None:
    """Numerator x per / denominator, unrounded; 0 of 0 is no cases, and a missing side is no rate."""
    assert rate(numerator, denominator, per) == result


def test_a_rate_of_nothing_is_refused() -> None:
    """3 of 0 raises ValueError and says so."""
    with pytest.raises(ValueError, match="3 of 0 has no rate"):
        rate(3, 0)


@pytest.mark.parametrize(
    ("polarity", "target", "previous", "latest", "direction"),
    [
        ("H", None, 70.7, 69.9, "worsened"),
        ("H", None, 69.9, 70.7, "improved"),
        ("H", None, 100, 100, "same"),
        ("L", None, 47, 38, "improved"),
        ("L", None, 26, 38, "worsened"),
        ("L", None, 0, 0, "same"),
        ("T", BARE_T, 10.6, 11.4, "worsened"),
        ("T", BARE_T, 5, 9, "improved"),
        ("T", BARE_T, 7, 8, "same"),
        ("T", BARE_T, 7.5, 7.5, "same"),
        ("T", BARE_T, 7.5, 7.4, "worsened"),
        ("T", BANDS, 85, 92, "worsened"),
        ("T", None, 5, 9, "not comparable"),
        ("T", Target(green_from=5, green_to=9), 5, 9, "not comparable"),
        ("", BARE_T, 5, 9, "not comparable"),
        ("H", None, None, 9, "not comparable"),
        ("H", None, 9, float("nan"), "not comparable"),
        ("L", None, float("inf"), 9, "not comparable"),
    ],
)
def test_directions(
    polarity: str, target: Target | None, previous: float | None, latest: float, direction: str
) -> None:
    """Better by polarity is improved; for T better is closer to the target; what cannot be told is not comparable."""
    assert direction_of_travel(previous, latest, polarity, target) == direction


@pytest.mark.parametrize(
    ("previous", "latest", "difference"),
    [("95.0", "97.2", Fraction(11, 5)), (47, 38, Fraction(-9)), (None, 38, None), (47, float("nan"), None)],
)
def test_a_change_is_arithmetic(previous: float | str | None, latest: float | str, difference: Fraction | None) -> None:
    """Latest minus previous, whatever is better."""
    assert change(previous, latest) == difference


@pytest.mark.parametrize(
    ("printed", "latest", "decimals", "within"),
    [
        ("21.3", "21.29", 1, True),
        ("21.3", "21.3499", 1, True),
        ("21.3", "21.35", 1, False),
        ("21.3", "21.25", 1, False),
        ("21.3", "21.3", 1, False),
        ("47", "47.4", 0, True),
        (None, "47.4", 0, False),
        ("47", None, 0, False),
    ],
)
def test_within_rounding(printed: str | None, latest: str | None, decimals: int, within: bool) -> None:
    """Less than half of the last printed digit, and not nothing."""
    assert within_rounding(printed, latest, decimals) is within


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "signed", "text"),
    [
        ("76.47", "percent", 1, False, "76.5%"),
        ("2.24", "percent", 1, True, "+2.2%"),
        (38, "count", 0, False, "38"),
        ("499.36", "days", 1, False, "499.4"),
        (5420, "gbp", 0, False, "£5,420"),
        (-5420, "gbp", 0, False, "-£5,420"),
        (5420, "gbp", 0, True, "+£5,420"),
        (None, "gbp", 0, True, ""),
    ],
)
def test_a_result_is_shown_with_its_unit(
    value: float | str | None, unit: str, decimals: int, signed: bool, text: str
) -> None:
    """The sign stands before the pound, and a missing result is blank."""
    assert display_result(value, Unit(unit), decimals, signed=signed) == text


def banded(ends: list[Fraction]) -> Target:
    """Give a target with both bands, from five numbers, lowest first."""
    amber_from, green_from, target, green_to, amber_to = ends
    return Target(target, green_from=green_from, green_to=green_to, amber_from=amber_from, amber_to=amber_to)


def band(above: int, base: int, lowest: int | None, highest: int | None) -> bool:
    """Say by cross-multiplication whether above / base, per 100, lies between two numbers of tenths, ends included."""
    return (lowest is None or 1000 * above >= lowest * base) and (highest is None or 1000 * above <= highest * base)


@given(COUNTS, BASES, st.integers(0, 1000), st.integers(0, 1000), JUDGED)
def test_no_result_is_misjudged_for_h_and_l(above: int, base: int, one: int, other: int, polarity: Polarity) -> None:
    """Over numbers of up to one decimal the rating is that of whole-number cross-multiplication."""
    higher = polarity is Polarity.HIGHER
    target, floor = sorted((one, other), reverse=higher)
    met = band(above, base, target, None) if higher else band(above, base, None, target)
    held = band(above, base, floor, None) if higher else band(above, base, None, floor)
    expected = Rag.GREEN if met else Rag.AMBER if held else Rag.RED
    result = rate(tenths(above), tenths(base))
    assert rag_rating(result, Target(tenths(target), tenths(floor)), polarity) is expected


@given(st.integers(1, 2_000), st.integers(1, 100), st.integers(0, 1000), JUDGED)
def test_a_result_on_its_boundary_is_on_the_better_side(target: int, times: int, gap: int, polarity: Polarity) -> None:
    """Built to lie exactly on target and floor, as floats: Green on the one and Amber, or Green, on the other."""
    floor = target - gap if polarity is Polarity.HIGHER else target + gap
    aim = Target(target / 10, floor / 10)
    on_target = rate(target * times / 10, 100 * times)
    on_floor = rate(floor * times / 10, 100 * times)
    assert rag_rating(on_target, aim, polarity) is Rag.GREEN
    assert rag_rating(on_floor, aim, polarity) is (Rag.AMBER if gap else Rag.GREEN)


@given(COUNTS, BASES, ladders(5), st.integers(0, 5))
def test_no_result_is_misjudged_for_t(above: int, base: int, ends: list[int], on_an_end: int) -> None:
    """The same for both ends of both bands, with the result drawn onto one of them five times in six."""
    if on_an_end < 5:
        above, base = ends[on_an_end], 1000
    amber_from, green_from, _, green_to, amber_to = ends
    expected = Rag.RED
    if band(above, base, amber_from, amber_to):
        expected = Rag.AMBER
    if band(above, base, green_from, green_to):
        expected = Rag.GREEN
    aim = banded([fraction(end) for end in ends])
    assert rag_rating(rate(tenths(above), tenths(base)), aim, "T") is expected


@given(TENTHS, TENTHS)
def test_equal_distances_from_a_target_are_the_same(target: int, distance: int) -> None:
    """As far over the target as under it before: the same, in floats too."""
    before, after = (target - distance) / 10, (target + distance) / 10
    assert direction_of_travel(before, after, "T", Target(target / 10)) is Direction.SAME


@given(TENTHS, TENTHS, TENTHS, POLARITIES)
def test_directions_agree_with_whole_numbers(before: int, after: int, target: int, polarity: Polarity) -> None:
    """The direction is that of the same comparison in whole tenths."""
    worth = {
        Polarity.HIGHER: after - before,
        Polarity.LOWER: before - after,
        Polarity.TARGET: abs(before - target) - abs(after - target),
    }
    expected = Direction.NOT_COMPARABLE
    if polarity in worth:
        way = worth[polarity]
        expected = Direction.IMPROVED if way > 0 else Direction.WORSENED if way < 0 else Direction.SAME
    assert direction_of_travel(tenths(before), tenths(after), polarity, Target(tenths(target))) is expected


@given(VALUES, VALUES, ladders(5), POLARITIES, st.booleans())
def test_turning_every_number_round_changes_no_judgement(
    value: Fraction, before: Fraction, ends: list[int], polarity: Polarity, has_floor: bool
) -> None:
    """With every number negated, H and L exchanged and bands mirrored, rating and direction stay."""
    numbers = [fraction(end) for end in ends]
    if polarity is Polarity.TARGET:
        aim, mirror = banded(numbers), banded([-number for number in reversed(numbers)])
    else:
        floor = numbers[0 if polarity is Polarity.HIGHER else 2] if has_floor else None
        aim = Target(numbers[1], floor)
        mirror = Target(-numbers[1], None if floor is None else -floor)
    flipped = FLIPPED.get(polarity, polarity)
    assert rag_rating(-value, mirror, flipped) is rag_rating(value, aim, polarity)
    assert direction_of_travel(-before, -value, flipped, mirror) is direction_of_travel(before, value, polarity, aim)


@given(VALUES, ladders(5), VALUES)
def test_no_polarity_is_never_judged(value: Fraction, ends: list[int], before: Fraction) -> None:
    """Without a polarity nothing is Green, Amber or Red, and nothing improves or worsens."""
    aim = replace(banded([fraction(end) for end in ends]), floor=fraction(ends[0]))
    assert rag_rating(value, aim, "") is Rag.NOT_RATED
    assert direction_of_travel(before, value, "", aim) is Direction.NOT_COMPARABLE


@given(VALUES, VALUES, ladders(2), JUDGED)
def test_a_better_result_never_has_a_worse_rating(
    one: Fraction, other: Fraction, ends: list[int], polarity: Polarity
) -> None:
    """For H more is at least as good, for L less."""
    order = [Rag.RED, Rag.AMBER, Rag.GREEN]
    worse, better = sorted((one, other), reverse=polarity is Polarity.LOWER)
    floor, target = sorted(map(fraction, ends), reverse=polarity is Polarity.LOWER)
    aim = Target(target, floor)
    assert order.index(rag_rating(worse, aim, polarity)) <= order.index(rag_rating(better, aim, polarity))


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (5, None, 10, "within the expected range"),
        (10, None, 10, "within the expected range"),
        (11, None, 10, "above the expected range"),
        (5, 5, None, "within the expected range"),
        (4, 5, None, "below the expected range"),
        (4, None, None, ""),
        (None, 5, 10, ""),
    ],
)
def test_a_range_that_is_open_on_one_side(value: int | None, lower: int | None, upper: int | None, said: str) -> None:
    """One end is a range, its end belongs to it, and none is no range."""
    assert expected_range(value, lower, upper) == said


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "shown"),
    [
        ("85", 0, Unit.PERCENT, "85%"), ("85.0", 1, Unit.PERCENT, "85.0%"), ("512.5", 1, Unit.GBP, "£512.50"),
        ("512", 0, Unit.GBP, "£512"),
        ("-512", 0, Unit.GBP, "-£512"), ("512.25", 2, Unit.GBP, "£512.25"), ("3.5", 1, Unit.DAYS, "3.5"),
    ],
)  # fmt: skip
def test_a_printed_figure_has_no_more_decimals_than_were_written(
    value: str, decimals: int, unit: Unit, shown: str
) -> None:
    """A whole percent stays whole; pence are two, or none where the sum is whole."""
    assert display_result(Written(value, decimals), unit, 2) == shown
