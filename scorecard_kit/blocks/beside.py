"""What stands beside an indicator's own series: benchmarks, companions, and the indicator excluding a cohort."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from scorecard_kit.blocks.sentences import cohort_words, shown, status_words
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.rows import Row, definitions, read_result, records

__all__ = ["Beside", "beside"]

_FEWEST = 2  # months: a single figure is no series


class Beside(NamedTuple):
    """A series: by month its figures as numbers and as `said`. A drawn one shares the axis of the indicator."""

    label: str
    drawn: bool
    points: Mapping[str, Fraction]
    said: Mapping[str, str]


def beside(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    item: Indicator,
    area: str,
    periods: Iterable[str],
) -> list[Beside]:
    """The series beside an indicator over the periods: benchmarks, its own excluding a cohort, then its companions.

    A series needs figures for two periods. Benchmarks and cohorts measure the same and are drawn with it; companions
    measure something else and are not.
    """
    wanted, known = set(periods), definitions(indicators)
    mine = results[(results["indicator"] == item.indicator) & results["period"].isin(wanted)]
    benchmarks = [str(row["area"]) for row in records(areas) if row["kind"] == "benchmark"]
    cohorts = [str(name) for name in mine["cohort"].unique() if name]
    rows = [(name, True, item, mine[(mine["area"] == name) & (mine["cohort"] == "")]) for name in benchmarks]
    own = [(True, item)] + [(False, known[name]) for name in item.companions]
    for drawn, other in own:
        figures = results[(results["indicator"] == other.indicator) & (results["area"] == area)]
        figures = figures[figures["period"].isin(wanted)]
        cohorts = [str(name) for name in figures["cohort"].unique() if name or not drawn]
        rows += [
            (_label(other, name, drawn=drawn), drawn, other, figures[figures["cohort"] == name]) for name in cohorts
        ]
    found = [_series(label, drawn, other, records(figures)) for label, drawn, other, figures in rows]
    return [series for series in found if len(series.points) >= _FEWEST]


def _label(item: Indicator, cohort: str, *, drawn: bool) -> str:
    words = cohort_words(cohort)
    if drawn:
        return f"{words[:1].upper()}{words[1:]}"
    return f"{item.name}, {words}" if cohort else item.name


def _series(label: str, drawn: bool, item: Indicator, rows: Iterable[Row]) -> Beside:
    values, said = {}, {}
    for row in rows:
        result = read_result(row, item)
        figure: Row = {"value": result.value, "status": result.status, "denominator": result.denominator}
        figure |= {"unit": item.unit, "decimals": item.decimals}
        said[row["period"]] = f"{shown(figure)}{status_words(figure)}"
        if result.value is not None:
            values[row["period"]] = result.value
    return Beside(label, drawn, values, said)
