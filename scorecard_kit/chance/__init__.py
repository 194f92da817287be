"""What chance explains of a result and of a series. Pure: no file is opened, no HTML written, no pandas imported."""

from scorecard_kit.chance.comparison import compare
from scorecard_kit.chance.intervals import difference, interval
from scorecard_kit.chance.limits import xmr
from scorecard_kit.chance.months import monthly
from scorecard_kit.chance.words import assurance, variation

__all__ = ["assurance", "compare", "difference", "interval", "monthly", "variation", "xmr"]
