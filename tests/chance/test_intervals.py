"""Intervals against published values, against what defines them, and at their boundaries."""

from decimal import Decimal
from fractions import Fraction
from math import exp, factorial, isclose, sqrt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import difference, interval

CASES = st.integers(1, 5_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
Z = 1.959963984540054  # the normal quantile of 0.975, as tables have it


@pytest.mark.parametrize(
    ("above", "below", "confidence", "lower", "upper"),
    [
        (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
        (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
        (0.445, 1, 0.95, 0.04381744772058822, 0.9334621276979156),
        (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
        (0.445, 1, 0.998, 0.019347006132900975, 0.9702259947019541),
        (7776456, 7564336677, 0.95, 0.0010273201001641094, 0.0010287644578977231),
    ],
)
def test_proportions_have_wilsons_interval(
    above: float, below: float, confidence: float, lower: float, upper: float
) -> None:
    """The values with which PHEindicatormethods, the package of the health agency, tests its Wilson intervals."""
    assert interval(above, below, confidence=confidence) == pytest.approx((lower, upper), rel=1e-11)


@pytest.mark.parametrize(
    ("events", "of", "confidence", "lower", "upper"),
    [
        (1, 100, 0.95, 0.025317807984289897, 5.571643390938898),
        (5, 100, 0.95, 1.62348639011842, 11.668332079322669),
        (5, 100, 0.998, 0.739371731917839, 16.454745203680105),
        (20, 100, 0.95, 12.211428834875937, 30.889880369197066),
        (65, 100, 0.998, 42.8802614714802, 94.00029084431802),
        (10, 100, 0.998, 2.916318374695686, 24.193724927880535),
        (9856, 12345, 0.95, 78.26949058976757, 81.4300165427214),
    ],
)
def test_rates_have_byars_interval_and_the_exact_one_below_ten(
    events: int, of: int, confidence: float, lower: float, upper: float
) -> None:
    """The values with which PHEindicatormethods tests rates; of a hundred per hundred a count has the same."""
    assert interval(events, of, per=100, kind="rate", confidence=confidence) == pytest.approx((lower, upper), rel=1e-10)
    if of == 100:
        assert interval(events, kind="count", confidence=confidence) == pytest.approx((lower, upper), rel=1e-10)


@pytest.mark.parametrize(
    ("one", "other", "lower", "upper"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_the_difference_of_two_proportions_is_newcombes(
    one: tuple[int, int], other: tuple[int, int], lower: float, upper: float
) -> None:
    """Table II of Newcombe (1998), method 10, to its four digits; turned round it is the same from the other side."""
    assert difference(*one, *other) == pytest.approx((lower, upper), abs=5.1e-5)
    assert difference(*other, *one, per=100) == pytest.approx((-100 * upper, -100 * lower), abs=5.1e-3)


def test_the_ends_of_a_proportion() -> None:
    """None and all of n reach 0 and 1 exactly, one case too; the other end is z squared over n plus z squared."""
    for of in (1, 5, 68):
        reach = Z * Z / (of + Z * Z)
        for cases, ends in (((0, of), (0.0, reach)), ((of, of), (1 - reach, 1.0))):
            found = interval(*cases)
            assert found is not None
            assert (found[0] == 0.0, found[1] == 1.0) == (cases[0] == 0, cases[0] == of)
            assert found == pytest.approx(ends, rel=1e-12, abs=1e-12)


def test_no_events_are_no_less_than_none() -> None:
    """The interval of no events begins at nought and ends at 3.689, which is -log(0.025); that of ten is Byar's."""
    none = interval(0, kind="count") or (1, 1)
    assert none[0] == 0
    assert none[1] == pytest.approx(3.6888794541139363)
    nine, ten = interval(9, kind="count"), interval(10, kind="count")
    assert nine == pytest.approx((4.115373, 17.084803), abs=1e-6)  # the exact one: half of chi-square's 8.23 and 34.17
    assert ten == pytest.approx((4.787450, 18.391459), abs=1e-6)  # 10 x (1 - 1/90 - z / (3 x root of 10)) cubed


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA, Decimal("NaN")])
def test_what_is_missing_has_no_interval(missing: Any) -> None:  # noqa: ANN401 - every kind of blank
    """A side that is missing, and 0 of 0, give None in every kind: missing is never nought."""
    for kind in ("proportion", "rate"):
        assert [interval(*sides, kind=kind) for sides in ((missing, 5), (5, missing), (0, 0))] == [None] * 3
    assert interval(missing, kind="count") is None
    assert [difference(*sides) for sides in ((missing, 5, 1, 5), (1, 5, 1, missing), (0, 0, 1, 5))] == [None] * 3


@pytest.mark.parametrize(
    ("given", "rules", "message"),
    [
        (("52", 68), {}, "numerator is '52': give a number"),
        ((52, "68"), {}, "denominator is '68': give a number"),
        (("", 68), {}, "give a number"),
        ((True, 68), {}, "numerator is True: give a number"),
        ((np.True_, 68), {}, "give a number"),
        (([5], 68), {}, "give a number"),
        ((float("inf"), 68), {}, "numerator is too large"),
        ((5, Fraction(1, 10**200)), {"kind": "rate"}, "denominator is too large or too small"),
        ((-1, 68), {}, "cannot be less than nought"),
        ((1, -68), {}, "cannot be less than nought"),
        ((69, 68), {}, "69 of 68 is no proportion"),
        ((1, 0), {}, "1 of 0 has no interval"),
        ((1, 0), {"kind": "rate"}, "1 of 0 has no interval"),
        ((1, 2), {"kind": "count"}, "a count has no denominator"),
        ((1, 2), {"kind": "ratio"}, "kind is 'ratio': give one of proportion, rate, count"),
        ((1, 2), {"per": 0}, "per is 0"),
        ((1, 2), {"per": "100"}, "per is '100'"),
        ((1, 2), {"confidence": 95}, "confidence is 95: give a share between 0 and 1"),
        ((1, 2), {"confidence": 1}, "give a share between 0 and 1"),
        ((1, 2), {"confidence": 0}, "give a share between 0 and 1"),
        ((1, 2), {"confidence": None}, "give a share between 0 and 1"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(given: Any, rules: Any, message: str) -> None:  # noqa: ANN401 - bad on purpose
    """What is no number, no share or no kind is refused, in words that say what to give."""
    with pytest.raises(ValueError, match=message) as refusal:
        interval(*given, **rules)
    assert "\n" not in str(refusal.value)


def test_numbers_of_every_kind_are_the_same_number() -> None:
    """Counts from pandas, fractions and decimals give what plain integers give."""
    plain = interval(52, 68, per=100)
    assert plain == pytest.approx((65.1448, 84.9655), abs=1e-4)
    kinds: list[Any] = [float, Fraction, Decimal, np.int64, np.float64]
    for kind in kinds:
        assert interval(kind(52), kind(68), per=100) == plain


@given(CASES, st.sampled_from([0.8, 0.95, 0.998]))
def test_an_interval_holds_its_result_and_mirrors_under_complement(cases: tuple[int, int], confidence: float) -> None:
    """It holds the result, lies in 0 to 1, and the interval of those missed is its mirror image."""
    above, below = cases
    lower, upper = interval(above, below, confidence=confidence) or (2, 2)
    assert 0 <= lower <= above / below <= upper <= 1
    mirrored = interval(below - above, below, confidence=confidence)
    assert mirrored == pytest.approx((1 - upper, 1 - lower), abs=1e-14)


@given(CASES)
def test_wilsons_ends_are_where_the_score_test_turns(cases: tuple[int, int]) -> None:
    """By definition the result lies z standard errors of each end from that end."""
    above, below = cases
    for end in interval(above, below) or ():
        assert isclose(abs(above / below - end), Z * sqrt(end * (1 - end) / below), rel_tol=1e-6, abs_tol=1e-9)


@given(st.integers(0, 9), st.sampled_from([0.8, 0.95, 0.998]))
def test_the_exact_ends_leave_out_half_of_the_rest(events: int, confidence: float) -> None:
    """By definition so many events or fewer have that chance at the upper end, so many or more at the lower."""
    lower, upper = interval(events, kind="count", confidence=confidence) or (2, 2)

    def up_to(most: int, mean: float) -> float:
        return exp(-mean) * sum(mean**k / factorial(k) for k in range(most + 1))

    assert lower <= events <= upper
    assert up_to(events, upper) == pytest.approx((1 - confidence) / 2)
    assert events == 0 or 1 - up_to(events - 1, lower) == pytest.approx((1 - confidence) / 2)


@given(CASES, st.integers(2, 50))
def test_an_interval_shrinks_with_n(cases: tuple[int, int], times: int) -> None:
    """The same share of more cases is surer, as is the same rate of more events, and more confidence is wider."""
    for kind in ("proportion", "rate"):
        few, many = (interval(cases[0] * each, cases[1] * each, kind=kind) for each in (1, times))
        wide = interval(*cases, kind=kind, confidence=0.99)
        assert few is not None
        assert many is not None
        assert wide is not None
        assert many[1] - many[0] < few[1] - few[0] < wide[1] - wide[0]


@given(CASES, CASES)
def test_a_difference_holds_the_difference(one: tuple[int, int], other: tuple[int, int]) -> None:
    """It holds the difference, and turned round it is the mirror image; of the same share it holds nought."""
    lower, upper = difference(*one, *other) or (2, 2)
    assert lower <= one[0] / one[1] - other[0] / other[1] <= upper
    assert difference(*other, *one) == pytest.approx((-upper, -lower), abs=1e-12)
    same = difference(*one, *one) or (2, 2)
    assert same[0] < 0 < same[1]
