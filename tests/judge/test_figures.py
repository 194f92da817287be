"""A judgement of the loaded data, and of three plain frames in its place."""

from typing import Any

import pandas as pd
import pytest

from scorecard_kit import history, impact_of_cohort, load, score, score_latest
from scorecard_kit.data.dataset import Dataset
from tests.conftest import ROOT

UASC = "excluding_uasc"
NAMES = {
    score: ("period", "area", "cohort"),
    score_latest: ("period", "area"),
    history: ("indicator", "area", "periods"),
    impact_of_cohort: ("period", "areas", "cohort"),
}


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the figures of March 2016."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


@pytest.mark.parametrize(
    ("judgement", "asked"),
    [
        (score, ["2016-03", "Kent"]),
        (score, ["2016-03", "Kent", UASC]),
        (score_latest, ["2016-03", "North Kent"]),
        (history, ["cic-reviews", "Kent", ["2016-02", "2016-03"]]),
        (impact_of_cohort, ["2016-03", ["Kent", "North Kent"], UASC]),
    ],
)
def test_the_loaded_data_and_its_frames_give_the_same(council: Dataset, judgement: Any, asked: list[Any]) -> None:  # noqa: ANN401 - four
    """In place, by name, and as one: the same rows, with what has changed where it is given."""
    frames = {name: getattr(council, name) for name in ("results", "indicators", "targets")}
    of_book = judgement(council, *asked)
    assert len(of_book)
    changes = {} if judgement is impact_of_cohort else {"changes": council.changes}
    pd.testing.assert_frame_equal(judgement(*frames.values(), *asked, **changes), of_book)
    by_name = judgement(**frames, **changes, **dict(zip(NAMES[judgement], asked, strict=False)))
    pd.testing.assert_frame_equal(by_name, of_book)
