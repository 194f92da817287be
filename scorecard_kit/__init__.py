"""Scorecards of children's and adult social care: rating, trend and variance functions for notebooks."""

from scorecard_kit.impact import impact_of_cohort
from scorecard_kit.indicator import DataPeriod, Direction, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.rating import change, direction_of_travel, display, rag_rating, rate
from scorecard_kit.scorecard import score, summarise

__version__ = "0.1.0"

__all__ = [
    "DataPeriod",
    "Direction",
    "Indicator",
    "Polarity",
    "Rag",
    "Target",
    "Unit",
    "change",
    "direction_of_travel",
    "display",
    "impact_of_cohort",
    "rag_rating",
    "rate",
    "score",
    "summarise",
]
