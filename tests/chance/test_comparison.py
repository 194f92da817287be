"""Better, similar, worse or too few: through every polarity, with the benchmark on and beside the interval's ends."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import Target, compare, interval

BAND = Target(target=75, green_from=65, green_to=85)


@pytest.mark.parametrize(
    ("polarity", "benchmark", "answer"),
    [
        ("H", 65, "better"), ("H", 66, "similar"), ("H", 84, "similar"), ("H", 85, "worse"),
        ("L", 65, "worse"), ("L", 66, "similar"), ("L", 84, "similar"), ("L", 85, "better"),
        ("H", Target(target=65), "better"), ("L", Target(target=85), "better"),
        ("T", BAND, "better"), ("T", Target(target=75, green_from=70, green_to=85), "similar"),
        ("T", Target(target=90, green_from=86), "worse"), ("T", Target(target=75), "similar"),
        ("T", Target(target=50), "worse"), ("T", 75, None), ("", 65, None), ("H", None, None), ("H", Target(), None),
    ],
)  # fmt: skip
def test_the_interval_lies_above_around_or_below(polarity: str, benchmark: Any, answer: str | None) -> None:  # noqa: ANN401 - numbers and targets
    """52 of 68 is 65.1 to 85.0, by hand from Wilson's formula: a benchmark within is similar, in every polarity."""
    assert compare((52, 68), benchmark, polarity) == answer


def test_the_ends_belong_to_the_interval() -> None:
    """Nought and a hundred are exact ends: a benchmark there is similar; a hair beyond another end it is not."""
    assert [compare((0, 30), 0, "L"), compare((30, 30), 100, "H")] == ["similar", "similar"]
    lower, upper = interval(52, 68, per=100) or (0, 0)
    assert [compare((52, 68), end, "H") for end in (lower + 1e-9, upper - 1e-9)] == ["similar", "similar"]
    assert [compare((52, 68), end, "H") for end in (lower - 1e-9, upper + 1e-9)] == ["better", "worse"]


@pytest.mark.parametrize(
    ("result", "kind", "answer"),
    [
        ((0, 29), "proportion", "too few"), ((0, 30), "proportion", "worse"), ((9, 10_000), "rate", "too few"),
        ((10, 10_000), "rate", "worse"), ((9, None), "count", "too few"), ((10, None), "count", "worse"),
        ((None, 30), "proportion", None), ((0, 0), "proportion", None), ((None, None), "count", None),
    ],
)  # fmt: skip
def test_too_few_tell_nothing(result: Any, kind: str, answer: str | None) -> None:  # noqa: ANN401 - counts and blanks
    """Under 30 cases of a proportion, and under ten events of a rate or count, nothing is compared."""
    assert compare(result, 50, "H", kind=kind) == answer


@pytest.mark.parametrize("result", [52, (52,), None, ("52", 68), (69, 68)])
def test_what_is_no_result_is_refused_in_one_sentence(result: Any) -> None:  # noqa: ANN401 - bad on purpose
    """A number alone, a side too few, text and more than the whole are refused, in words that say what to give."""
    with pytest.raises(ValueError, match="give "):
        compare(result, 85, "H")


@given(st.integers(30, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.integers(1, 99))
def test_the_other_polarity_says_the_opposite(result: tuple[int, int], benchmark: int) -> None:
    """Where higher is better says better, lower is better says worse, and of the complement the same."""
    opposite = {"better": "worse", "worse": "better", "similar": "similar"}
    answer = compare(result, benchmark, "H")
    assert answer is not None
    assert compare(result, benchmark, "L") == opposite[answer]
    assert compare((result[1] - result[0], result[1]), 100 - benchmark, "L") == answer
