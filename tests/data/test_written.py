"""The precision that was written: it travels with a printed figure to its page, its direction and its check."""

from fractions import Fraction

import pandas as pd
import pytest

from scorecard_kit.blocks.sentences import figure
from scorecard_kit.judge.numbers import Written
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.scorecard import score

INDICATORS = pd.DataFrame(
    [["visits", "Visits in time", "H", "SS", "percent"]],
    columns=["indicator", "name", "polarity", "data_period", "unit"],
)
TARGETS = pd.DataFrame(columns=["indicator", "from", "area", "target", "floor"])
RESULTS = ["indicator", "period", "area", "cohort", "numerator", "denominator", "value"]


def written(text: str) -> Written:
    """The number as a cell gives it."""
    return Written(text, len(text.partition(".")[2]))


@pytest.mark.parametrize(
    ("before", "latest", "page", "direction", "within"),
    [
        ("85", (848, 1000), "85%", "worsened", True),
        ("85", (844, 1000), "85%", "worsened", False),
        ("85.0", (848, 1000), "85.0%", "worsened", False),
        ("85.0", (8496, 10000), "85.0%", "worsened", True),
        ("62.25", (6226, 10000), "62.3%", "improved", False),
        ("62.25", (62254, 100000), "62.3%", "improved", True),
        ("90", (90, 100), "90%", "same", False),
    ],
)
def test_a_whole_percent_is_precise_to_a_half(
    before: str, latest: tuple[int, int], page: str, direction: str, within: bool
) -> None:
    """A figure published as 85 may be anything from 84.5 to 85.5, one published as 85.0 from 84.95 to 85.05."""
    results = pd.DataFrame(
        [
            ["visits", "2016-02", "Shire", "", None, None, written(before)],
            ["visits", "2016-03", "Shire", "", *map(Fraction, latest), None],
        ],
        columns=RESULTS,
        dtype=object,
    )
    (row,) = records(score(results, INDICATORS, TARGETS, "2016-03", "Shire"))
    assert (row["direction_from_previous"], row["within_rounding"]) == (direction, within)
    assert figure(row, "previous") == page


@pytest.mark.parametrize(
    ("text", "unit", "decimals", "page"),
    [
        ("46", "rate", 1, "46"),
        ("46.0", "rate", 1, "46.0"),
        ("46.25", "rate", 1, "46.3"),
        ("512", "gbp", 2, "£512"),
        ("512.5", "gbp", 2, "£512.50"),
    ],
)
def test_a_page_shows_no_digit_that_was_not_written(text: str, unit: str, decimals: int, page: str) -> None:
    """A printed figure has at most the decimals that it was printed with; pence are two digits."""
    assert display_result(written(text), unit, decimals) == page
