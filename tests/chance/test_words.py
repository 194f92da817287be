"""The words for a series: what its newest month tells, and whether its limits reach the target."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import Target, assurance, variation, xmr

STEADY = [1, -1] * 6
BAND = Target(target=7, green_from=6, green_to=9)
MEETS, MISSES, BOTH = "reliably meets the target", "will miss the target unless something changes", "hit and miss"


@pytest.mark.parametrize(
    ("lower", "upper", "target", "polarity", "words"),
    [
        (1, 3, 4, "H", MISSES), (5, 7, 4, "H", MEETS), (1, 5, 4, "H", BOTH),
        (1, 3, 4, "L", MEETS), (5, 7, 4, "L", MISSES), (1, 5, 4, "L", BOTH),
        (4, 7, 4, "H", MEETS), (1, 4, 4, "H", BOTH), (1, 4, 4, "L", MEETS), (4, 7, 4, "L", BOTH),
        (6, 9, BAND, "T", MEETS), (7, 8, BAND, "T", MEETS), (5, 8, BAND, "T", BOTH), (9, 12, BAND, "T", BOTH),
        (1, 5, BAND, "T", MISSES), (10, 12, BAND, "T", MISSES), (5, 12, BAND, "T", BOTH),
        (1, 3, Target(target=4), "H", MISSES), (7, 7, Target(target=7), "T", MEETS),
        (6, 8, Target(target=7), "T", BOTH),
        (1, 3, 4, "", ""), (1, 3, None, "H", ""), (None, 3, 4, "H", ""), (1, None, 4, "H", ""), (1, 3, 4, "T", ""),
    ],
)  # fmt: skip
def test_limits_lie_before_beyond_or_across_the_target(
    lower: int | None,
    upper: int | None,
    target: Any,  # noqa: ANN401 - numbers and targets
    polarity: str,
    words: str,
) -> None:
    """The first six are NHSRplotthedots' own cases; a limit on the target meets it, as such a result is Green."""
    assert assurance(lower, upper, target, polarity) == words


@given(st.integers(-50, 50), st.integers(0, 50), st.integers(-50, 50))
def test_the_other_polarity_has_the_mirrored_words(lower: int, width: int, target: int) -> None:
    """Turned upside down, and with the other polarity, the same is said."""
    upper = lower + width
    assert assurance(lower, upper, target, "H") == assurance(-upper, -lower, -target, "L")


def test_limits_that_cross_and_text_are_refused() -> None:
    """A lower limit above the upper one is a mistake, and so is a target in words."""
    with pytest.raises(ValueError, match="the lower limit 5 is above the upper limit 3"):
        assurance(5, 3, 4, "H")
    with pytest.raises(ValueError, match="the benchmark is '85%': give a number"):
        assurance(1, 3, "85%", "H")


@pytest.mark.parametrize(
    ("after", "higher", "lower", "none"),
    [
        ([1], "nothing unusual", "nothing unusual", "nothing unusual"),
        ([9], "one unusual month", "one unusual month", "one unusual month"),
        (
            [1] * 7,
            "improving: seven months above the usual level",
            "getting worse: seven months above the usual level",
            "higher than usual: seven months above the usual level",
        ),
        (
            [*[-1] * 11],  # with the twelfth they are twelve
            "getting worse: 12 months below the usual level",
            "improving: 12 months below the usual level",
            "lower than usual: 12 months below the usual level",
        ),
        (
            [3, 2, 1, 0, -1, -2, -3],
            "getting worse: seven months falling in a row",
            "improving: seven months falling in a row",
            "lower than usual: seven months falling in a row",
        ),
        (
            [4, 1, 4],
            "improving: two of three months near the upper limit",
            "getting worse: two of three months near the upper limit",
            "higher than usual: two of three months near the upper limit",
        ),
        ([9, 1], "nothing unusual", "nothing unusual", "nothing unusual"),
        ([None], "", "", ""),
    ],
)
def test_the_newest_month_is_put_in_words(after: list[int | None], higher: str, lower: str, none: str) -> None:
    """What the newest month tells, through the polarities; what an older month told is past."""
    chart = xmr([*STEADY, *after], baseline=12)
    assert [variation(chart, polarity) for polarity in ("H", "L", "", "T")] == [higher, lower, none, none]


def test_without_limits_nothing_is_said() -> None:
    """Six months have no limits, and no words."""
    assert (variation(xmr(STEADY[:6]), "H"), variation(xmr([]), "H")) == ("", "")
