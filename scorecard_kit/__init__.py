"""Scorecards of children's and adult social care: rating, trend and variance functions for notebooks."""

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from scorecard_kit import _moved
from scorecard_kit.judge.indicators import DataPeriod, Direction, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.ratings import change, direction_of_travel, rag_rating, rate

if TYPE_CHECKING:
    from scorecard_kit.chance.comparison import compare
    from scorecard_kit.chance.intervals import difference, interval
    from scorecard_kit.chance.limits import xmr
    from scorecard_kit.chance.months import monthly
    from scorecard_kit.chance.words import assurance, variation
    from scorecard_kit.frames.drawing import figure
    from scorecard_kit.frames.effects import effects
    from scorecard_kit.frames.judged import history, impact_of_cohort, score, score_latest
    from scorecard_kit.frames.rated import as_numbers, exact
    from scorecard_kit.frames.style import style
    from scorecard_kit.frames.table import show
    from scorecard_kit.judge.scorecard import summarise
    from scorecard_kit.pack.given import load
    from scorecard_kit.pages.own_section import areas, opening, trend, variances, waterfall

_LATER = {
    "areas": "pages.own_section",
    "as_numbers": "frames.rated",
    "assurance": "chance.words",
    "compare": "chance.comparison",
    "difference": "chance.intervals",
    "effects": "frames.effects",
    "exact": "frames.rated",
    "figure": "frames.drawing",
    "history": "frames.judged",
    "impact_of_cohort": "frames.judged",
    "interval": "chance.intervals",
    "load": "pack.given",
    "monthly": "chance.months",
    "opening": "pages.own_section",
    "score": "frames.judged",
    "score_latest": "frames.judged",
    "show": "frames.table",
    "style": "frames.style",
    "summarise": "judge.scorecard",
    "trend": "pages.own_section",
    "variances": "pages.own_section",
    "variation": "chance.words",
    "waterfall": "pages.own_section",
    "xmr": "chance.limits",
}  # they load pandas, and those of frames matplotlib; those of chance are for whoever asks about it

# With lxml openpyxl reads what it else refuses, such as entities, and writes other bytes; it asks when it is imported.
os.environ.setdefault("OPENPYXL_LXML", "False")

__version__ = "0.2.0"

__all__ = [
    "DataPeriod",
    "Direction",
    "Indicator",
    "Polarity",
    "Rag",
    "Target",
    "Unit",
    "areas",
    "as_numbers",
    "assurance",
    "change",
    "compare",
    "difference",
    "direction_of_travel",
    "display",
    "effects",
    "exact",
    "figure",
    "history",
    "impact_of_cohort",
    "interval",
    "load",
    "monthly",
    "opening",
    "rag_rating",
    "rate",
    "score",
    "score_latest",
    "show",
    "style",
    "summarise",
    "trend",
    "variances",
    "variation",
    "waterfall",
    "xmr",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever bears the name
    """Load what needs pandas when it is first asked for: the command has often nothing to do."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _moved.with_namesake(name, getattr(import_module(f"{__name__}.{_LATER[name]}"), name))


_moved.install()
