"""What the data hold: the names that a parameter may refer to, and whether a month has any figures."""

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from scorecard_kit.data.dataset import Dataset, values
from scorecard_kit.findings import among
from scorecard_kit.judge.periods import is_month, months_between
from scorecard_kit.pack._bounds import Wrong

__all__ = ["Names", "items_of", "names_in", "unknown", "without_figures", "without_results"]

_REFERS_TO = {
    "area": "area", "areas": "area", "indicator": "indicator", "indicators": "indicator", "cohort": "cohort",
    "group": "group", "other": "area or month", "other_area": "area", "counted": "cohort", "other_counted": "cohort",
}  # fmt: skip
"""By name of a parameter, the kind of name that it holds."""
_LISTED = {"areas", "indicators"}
_TABLES = {"indicator": "indicators", "group": "indicators"}

Names = Callable[[str], list[str]]
"""Gives the areas, indicators, cohorts, groups or months of the data, by kind."""


def names_in(dataset: Dataset) -> Names:
    """The names that the data hold; each kind is looked up once, when it is asked for."""

    def of_kind(kind: str) -> list[str]:
        if kind == "area or month":
            return [*of_kind("area"), *sorted(values(dataset, "results", "period"))]
        table = "areas" if kind == "area" and len(dataset.areas) else _TABLES.get(kind, "results")
        return [name for name in values(dataset, table, kind) if name]

    return cache(of_kind)


def items_of(value: Any) -> Sequence[Any]:  # noqa: ANN401 - of any plain kind
    """The items of a list, or the one value that is none."""
    return value if isinstance(value, list | tuple) else [value]


def unknown(name: str, value: object, names: Names) -> Wrong | None:
    """What is wrong with the area, indicator, cohort or group in a parameter of this name; None where the data hold it.

    Blank is the notebook's own choice, such as the main area.
    """
    kind = _REFERS_TO.get(name)
    if not kind or not value or value in names(kind):
        return None
    several = [word.strip() for word in str(value).split(",")]
    if name in _LISTED and len(several) > 1 and set(several) <= set(names(kind)):
        mend = f"Write a list: {json.dumps(several, ensure_ascii=False)}."
    else:
        mend = among(str(value), sorted(names(kind)) if kind == "cohort" else names(kind))
    return f"is no {kind} of the data", mend


def without_results(name: str, value: object, dataset: Dataset) -> Wrong | None:
    """What is to be said of an area that only areas.csv holds; of a large stored table that is not known."""
    if _REFERS_TO.get(name) != "area" or "results" in dataset.stored:
        return None
    if value not in set(dataset.areas["area"]) or value in set(dataset.results["area"]):
        return None
    return "is an area without any result in the data", "Enter its results, or leave it out."


def without_figures(dataset: Dataset, period: str) -> Wrong | None:
    """What is wrong with a month of which the data hold no result with a figure; rows prepared ahead are none.

    Of what is in Parquet or a database any row counts, and no benchmark does.
    """
    if "results" in dataset.stored:
        months = set(values(dataset, "results", "period"))
    else:
        results, areas = dataset.results, dataset.areas
        benchmarks = areas.loc[areas["kind"] == "benchmark", "area"]
        has_figure = results["numerator"].notna() | results["value"].notna() | (results["status"] != "")
        months = set(results.loc[has_figure & ~results["area"].isin(benchmarks), "period"])
    if period in months:
        return None
    latest = max(months, default="")
    near = min(sorted(months), key=partial(_apart, period), default="") if is_month(period) else latest
    mend = f"The latest month is {latest}." if latest else "No month has a result of an area that is no benchmark."
    if near != latest:
        mend = f"The nearest month is {near}, the latest {latest}."
    return "is a month without any result in the data", mend


def _apart(period: str, other: str) -> int:
    """By how many months two months are apart."""
    return abs(months_between(period, other))
