"""A rated frame as pandas works with it."""

import math

import pandas as pd
import pytest

from scorecard_kit import as_numbers, impact_of_cohort, load, score
from scorecard_kit.data.dataset import Dataset
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the figures of March 2016."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


def test_figures_are_floats_and_ratings_in_order(council: Dataset) -> None:
    """Red stands before Amber whatever the alphabet says, and the exact frame is what it was."""
    rated = score(council, "2016-03", "Kent", exact=True)
    before = rated.copy()
    numbers = as_numbers(rated).set_index("indicator")
    exact = rated.set_index("indicator")["value"]
    assert str(numbers["value"].dtype) == "float64"
    assert all(math.isclose(numbers["value"][key], float(exact[key])) for key in exact.index if exact[key] is not None)
    assert [str(numbers[name].dtype) for name in ("rag", "direction_from_previous")] == ["category", "category"]
    assert list(numbers["rag"].cat.categories) == ["Red", "Amber", "Green", "Not rated"]
    assert [numbers[name].cat.ordered for name in ("rag", "previous_rag", "direction_from_previous")] == [True] * 3
    assert list(numbers["direction_from_outturn"].cat.categories) == ["worsened", "same", "improved", "not comparable"]
    assert numbers.sort_values("rag")["rag"].iloc[0] == "Red"
    assert dict(numbers["rag"].astype(str).value_counts()) == dict(rated["rag"].astype(str).value_counts())
    pd.testing.assert_frame_equal(rated, before)


def test_what_is_missing_is_no_number(invented: Dataset) -> None:
    """An indicator without a result is NaN and Not rated; one without an earlier result has no previous rating."""
    numbers = as_numbers(score(invented, "2016-04", "Shire", exact=True))
    assert numbers["value"].isna().all()
    assert set(numbers["rag"]) == {"Not rated"}
    assert numbers["value"].sum() == 0
    assert as_numbers(score(invented, "2016-03", "Shire", exact=True)).loc[2, "value"] == 10.0


def test_both_sides_of_a_cohort_are_floats(council: Dataset) -> None:
    """The frame of `impact_of_cohort` too: variances can be sorted and drawn."""
    numbers = as_numbers(impact_of_cohort(council, "2016-03", ["Kent"], "excluding_uasc", exact=True)).set_index(
        "indicator"
    )
    assert {str(numbers[name].dtype) for name in ("including_value", "excluding_numerator", "variance")} == {"float64"}
    assert str(numbers["cohort_denominator"].dtype) == "float64"
    assert round(numbers["variance"]["cic-reviews"], 1) == 17.7
    assert list(numbers["excluding_rag"].cat.categories) == ["Red", "Amber", "Green", "Not rated"]
    assert len(numbers.nlargest(3, "variance")) == 3


def test_a_blank_is_no_number_however_it_is_written() -> None:
    """Empty text, None and NaN are NaN beside 1.5."""
    numbers = as_numbers(pd.DataFrame({"value": ["", None, float("nan"), 1.5]}, dtype=object))
    assert numbers["value"].isna().tolist() == [True, True, True, False]
