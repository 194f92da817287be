"""Indicators, numbers and tables as the checks of the data are given them."""

from fractions import Fraction
from typing import Any

import pandas as pd

from scorecard_kit.data.schema import NUMBERS, TABLES
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Unit
from scorecard_kit.judge.numbers import Written

VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
POSTS = Indicator("filled", "Posts filled (FTE)", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
RARE = Indicator("rare", "Rare events", Polarity.LOWER, DataPeriod.SNAPSHOT, Unit.PERCENT)
INDICATORS = {item.indicator: item for item in (VISITS, POSTS, RARE)}


def number(text: str, mark: str = "") -> Written:
    """The number as a cell gives it."""
    return Written(text, len(text.partition(".")[2]), mark)


def frame(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Give a table as it is read, of rows that fill some of its columns."""
    blank = {it.name: None if it.kind in NUMBERS else "" for it in TABLES[name].columns}
    given = [{**blank, **{key.rstrip("_"): cell for key, cell in row.items()}} for row in rows]
    return pd.DataFrame(given, columns=list(blank), index=pd.RangeIndex(2, len(rows) + 2), dtype=object)


def months(*names: str) -> pd.DataFrame:
    """Give results of one series in these months, each with a figure of its own."""
    rows = [
        {"indicator": "visits", "area": "Shire", "period": name, "numerator": Fraction(place + 7)}
        for place, name in enumerate(names)
    ]
    return frame("results", *rows)
