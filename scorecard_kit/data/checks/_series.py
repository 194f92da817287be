"""Indicators that are computed from a monthly series: whether they can be, and whether entered figures agree."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pandas as pd

from scorecard_kit.data._computed import computed_figures, from_series
from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks._references import readable_rows
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import DataPeriod, Indicator
from scorecard_kit.judge.numbers import plain, written_decimals
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import definitions

_COVERED = {
    "ytd": {DataPeriod.YEAR_TO_DATE},
    "r12m": {DataPeriod.ROLLING_12_MONTHS},
    "quarter": {DataPeriod.QUARTER},
    "year": {DataPeriod.YEAR_TO_DATE, DataPeriod.ROLLING_12_MONTHS, DataPeriod.CUMULATIVE},
}
"""The data periods that a computed figure may be of."""


def series_that_give_nothing(indicators: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Indicators that say that they are computed, and cannot be; or that name a series and do not say how."""
    computed = from_series(indicators)
    for row, cells in rows(indicators):
        how, source, item = cells["computed"], cells["from_series"], definitions.get(cells["indicator"])
        if source and not how:
            mend = "Write ytd, r12m, quarter or year there, or leave from_series blank."
            yield Finding("indicators.csv", row, "computed", None, "is missing beside from_series", mend)
        elif how and not source:
            mend = "Write the key of the monthly indicator."
            yield Finding("indicators.csv", row, "from_series", None, "is missing beside computed", mend)
        elif how in _COVERED and item and (series := definitions.get(source)):
            if item.data_period not in _COVERED[how]:
                mend = f"Write {min(_COVERED[how])} there, if that is meant."
                problem = f"is its data period, and it is computed as {how}"
                yield Finding("indicators.csv", row, "data_period", str(item.data_period), problem, mend)
            for problem in _unfit(item, series, is_computed=source in computed):
                mend = "Name an indicator of the month, in the same unit."
                yield Finding("indicators.csv", row, "from_series", source, problem, mend)


def _unfit(item: Indicator, series: Indicator, *, is_computed: bool) -> Iterator[str]:
    if is_computed:
        yield "is computed itself"
    elif series.data_period is not DataPeriod.MONTH:
        yield f"is no series of single months: its data period is {series.data_period}"
    if (item.unit, item.per) != (series.unit, series.per):
        yield f"is in {series.unit} per {series.per}, and {item.indicator} in {item.unit} per {item.per}"


def entered_otherwise(results: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of entered figures that are not what the months of their series give; both are told."""
    readable = readable_rows("indicators", indicators)
    items, computed = definitions(readable), computed_figures(results, readable)
    for row, cells in rows(results[results["indicator"].isin(from_series(readable))]):
        place = cells["indicator"], cells["period"], cells["area"], cells["cohort"]
        (numerator, denominator), _ = computed.get(place, ((None, None), ""))
        if numerator is None or cells["status"] == "suppressed":
            continue
        item = items[cells["indicator"]]
        value = rate(numerator, denominator, item.per) if denominator is not None else None
        for column, given in (("numerator", numerator), ("denominator", denominator), ("value", value)):
            entered = cells[column]
            half = Fraction(1, 2 * 10 ** written_decimals(entered, item.decimals)) if column == "value" else 0
            if isinstance(entered, Fraction) and given is not None and abs(entered - given) > half:
                problem = f'is entered, and its months give {_shown(given)} ("{", ".join(filter(None, place))}")'
                mend = "Correct the figure or a month, or delete the row: it is computed then."
                yield Finding("results.csv", row, column, plain(entered), problem, mend, "warning")


def _shown(figure: Fraction) -> str:
    return plain(round(figure, 3))
