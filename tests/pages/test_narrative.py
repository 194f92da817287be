"""A page of words of one's own."""

from collections.abc import Callable

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import narrative


def test_the_head_of_a_narrative(invented: Dataset, golden: Callable[..., None]) -> None:
    """The title and the answer are the notebook's."""
    golden(opening=narrative.opening(invented, "Introduction", "What this pack is for."))
