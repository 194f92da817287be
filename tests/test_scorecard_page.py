"""The sections of many indicators: the scorecard, and the areas side by side."""

from collections.abc import Callable

from scorecard_kit import scorecard_page, standing
from scorecard_kit.data import Dataset


def test_the_blocks_of_the_scorecard(invented: Dataset, golden: Callable[..., None]) -> None:
    """Tiles, what changed, the table with its key, the summary in sentences, and the bands."""
    shown = standing.standings(invented, "2016-03", "Shire", "month")
    golden(
        tiles=scorecard_page.tiles(shown),
        changed=scorecard_page.changed(shown),
        scorecard=scorecard_page.scorecard(shown, "Scorecard"),
        performance=scorecard_page.performance(shown),
        bands=scorecard_page.bands(shown, invented.indicators, invented.targets),
    )


def test_the_areas_side_by_side(invented: Dataset, golden: Callable[..., None]) -> None:
    """What an area lacks keeps its row and says so."""
    areas = ["Shire", "North"]
    scores = [standing.standings(invented, "2016-03", area, "month") for area in areas]
    golden(areas_table=scorecard_page.areas_table(scores, areas, "Areas"))
