"""The blocks of the page on which every indicator of an area is seen at once: on one screen, and on one sheet."""

import pandas as pd

from scorecard_kit.blocks.questions import questions
from scorecard_kit.blocks.state import changed, state
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import takes_rated
from scorecard_kit.pages._wall import wall
from scorecard_kit.pages.scorecard import listed, newest, opening

__all__ = ["changed", "listed", "newest", "opening", "questions", "state", "title", "wall"]


@takes_rated
def title(scored: pd.DataFrame, period: str) -> str:
    """The title of the section, with the area that the rows are of."""
    areas = "".join(f": {area}" for area in scored["area"].unique())
    return f"At a glance{areas}, {month_name(period)}"
