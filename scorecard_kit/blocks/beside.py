"""What stands beside an indicator's own series: benchmarks, companions, and the indicator excluding a cohort."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from scorecard_kit.blocks.sentences import cohort_words, result_figure, status_words
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.rows import definitions, read_result, records
from scorecard_kit.text.counting import capitalised

__all__ = ["Series", "series_beside"]

_FEWEST = 2  # months: a single figure is no series


class Series(NamedTuple):
    """A series: by month its results, and its figures as displayed. A drawn one shares the axis of the indicator."""

    label: str
    drawn: bool
    results: Mapping[str, Fraction]
    figures: Mapping[str, str]


def series_beside(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    item: Indicator,
    area: str,
    periods: Iterable[str],
) -> list[Series]:
    """The series beside an indicator over the periods: benchmarks, its own excluding a cohort, then its companions.

    A series needs figures for two periods. Benchmarks and cohorts measure the same and are drawn with it; companions
    measure something else and are not.
    """
    items = definitions(indicators)
    in_question = results["indicator"].isin([item.indicator, *item.companions]) & results["period"].isin(set(periods))
    groups = dict(iter(results[in_question].groupby(["indicator", "area", "cohort"], sort=False, observed=True)))
    keys = [(str(key), str(place), str(cohort)) for key, place, cohort in groups]
    benchmarks = [str(row["area"]) for row in records(areas) if row["kind"] == "benchmark"]
    wanted = [(name, True, item, (item.indicator, name, "")) for name in benchmarks]
    of_cohorts = [key for key in keys if key[:2] == (item.indicator, area) and key[2]]
    wanted += [(capitalised(cohort_words(key[2])), True, item, key) for key in of_cohorts]
    for companion in (items[name] for name in item.companions):
        for key in keys:
            if key[:2] == (companion.indicator, area):
                words = f", {cohort_words(key[2])}" if key[2] else ""
                wanted.append((f"{companion.name}{words}", False, companion, key))
    series = [_series(label, drawn, other, groups[key]) for label, drawn, other, key in wanted if key in groups]
    return [each for each in series if len(each.results) >= _FEWEST]


def _series(label: str, drawn: bool, item: Indicator, rows: pd.DataFrame) -> Series:
    exact, figures = {}, {}
    for row in records(rows):
        result = read_result(row, item)
        figures[row["period"]] = result_figure(result, item) + status_words(row)
        if result.value is not None:
            exact[row["period"]] = result.value
    return Series(label, drawn, exact, figures)
