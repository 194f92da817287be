"""The areas side by side."""

from collections.abc import Callable

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import areas as areas_page


def test_the_areas_side_by_side(invented: Dataset, golden: Callable[..., None]) -> None:
    """What an area lacks keeps its row and says so."""
    areas = ["Shire", "North"]
    scores = [score_latest(invented, "2016-03", area) for area in areas]
    golden(areas_table=areas_page.areas_table(scores, areas, "Areas"))


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        (["Shire"], "Of 4 indicators: Shire 1 Green, 2 Amber, 0 Red."),
        (["Shire", "North"], "No shared indicator is rated differently"),
    ],
)
def test_the_ratings_of_each_area_are_counted(invented: Dataset, areas: list[str], said: str) -> None:
    """An area by itself has its counts; beside another it is said how many indicators both have."""
    scores = [score_latest(invented, "2016-03", area) for area in areas]
    assert said in areas_page.answer(scores, areas, "2016-03")


def test_the_head_of_the_areas(invented: Dataset, golden: Callable[..., None]) -> None:
    """How each area is rated."""
    scores = [score_latest(invented, "2016-03", area) for area in ("Shire", "North")]
    golden(opening=areas_page.opening(invented, scores, ["Shire", "North"], "2016-03"))
