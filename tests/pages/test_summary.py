"""The summary: every indicator at its newest result."""

from collections.abc import Callable

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import summary as summary_page


def test_the_blocks_of_the_summary(invented: Dataset, golden: Callable[..., None]) -> None:
    """Outturn, previous rating, target, result with its month, rating and direction; then what is older."""
    shown = score_latest(invented, "2016-04", "Shire")
    golden(
        summary=summary_page.summary(invented, shown, "Summary"),
        older=summary_page.older(shown, "2016-04"),
    )
