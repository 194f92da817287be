"""What a printed report says against what the figures give: every cell of published.csv, computed again.

A field names what is computed. Of a rated row: its columns, as in `score`; the sides of a cohort as in
`impact_of_cohort`; of an activity measure this_month, last_month, change and sum_of_groups; of the summary its counts.
A figure quoted in the text of a page is written `commentary: numerator`, a category `breakdown: 0 to 4` or
`breakdown share: 0 to 4`.
"""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from scorecard_kit.activity import activity
from scorecard_kit.contract import Row, records
from scorecard_kit.data import Dataset
from scorecard_kit.disclosure import SmallCounts
from scorecard_kit.impact import impact_of_cohort
from scorecard_kit.indicator import Direction, Polarity, Rag
from scorecard_kit.number import exact
from scorecard_kit.period import short_month
from scorecard_kit.rating import change, display
from scorecard_kit.scorecard import score, summarise

COLUMNS = [
    "report",
    "item",
    "period",
    "area",
    "cohort",
    "field",
    "printed",
    "computed",
    "agrees",
    "explanation",
    "where",
]
"""The columns of data/reconciliation.csv, in order: `computed` is in the printed form."""

_ARROWS = {Direction.IMPROVED: "↑", Direction.WORSENED: "↓"}
_SIDES = ("including", "excluding", "cohort", "variance")
Lookup = dict[tuple[str, ...], Row]


def reconcile(
    dataset: Dataset, report: str, small_counts: Mapping[str, Any], *, reporting: str = "month"
) -> pd.DataFrame:
    """Compute every printed cell of a report again: one row a cell, in the order of published.csv, in COLUMNS.

    A cell that cannot be computed from the data has a blank `computed`, and does not agree.
    """
    printed = dataset.published[dataset.published["report"] == report]
    scores, pairs, counts = (
        _scores(dataset, printed, reporting),
        _pairs(dataset, printed, small_counts),
        _counts(dataset, printed, reporting),
    )
    rows = []
    for cell in records(printed):
        computed = in_printed_form(_computed(cell, dataset, scores, pairs, counts), cell["printed"], cell["field"])
        rows.append({**cell, "computed": computed, "agrees": computed == cell["printed"]})
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _scores(dataset: Dataset, printed: pd.DataFrame, reporting: str) -> Lookup:
    rated = dataset.indicators[dataset.indicators["role"] != "activity"]["indicator"]
    about = printed[printed["item"].isin({*rated, "summary"})]
    wanted = about[["period", "area", "cohort"]].drop_duplicates()
    scored = [
        score(
            dataset.results, dataset.indicators, dataset.targets, period, area, cohort,
            reporting=reporting, changes=dataset.changes,
        )
        for period, area, cohort in wanted.itertuples(index=False)
    ]  # fmt: skip
    rows = [row for frame in scored for row in records(frame)]
    return {(row["indicator"], row["period"], row["area"], row["cohort"]): row for row in rows}


def _pairs(dataset: Dataset, printed: pd.DataFrame, small_counts: Mapping[str, Any]) -> Lookup:
    cohorts = [cohort for cohort in dataset.results["cohort"].unique() if cohort]
    rows: Lookup = {}
    for period in printed["period"].unique() if cohorts else ():
        areas = [area for area in printed[printed["period"] == period]["area"].unique() if area]
        compared = impact_of_cohort(
            dataset.results, dataset.indicators, dataset.targets, period, areas, cohorts[0],
            small_counts=SmallCounts(**small_counts),
        )  # fmt: skip
        rows |= {(row["indicator"], period, row["area"]): row for row in records(compared)}
    return rows


def _counts(dataset: Dataset, printed: pd.DataFrame, reporting: str) -> Lookup:
    rows: Lookup = {}
    for period in printed["period"].unique():
        counted = activity(dataset.results, dataset.indicators, dataset.areas, period, reporting=reporting)
        rows |= {(row["measure"], period, row["area"]): row for row in records(counted)}
    return rows


def _computed(cell: Row, dataset: Dataset, scores: Lookup, pairs: Lookup, counts: Lookup) -> object:
    """The figure or judgement of one cell; None where the data do not give it."""
    item, period, area, field = cell["item"], cell["period"], cell["area"], cell["field"]
    if item == "summary":
        rows = [row for key, row in scores.items() if key[1:] == (period, area, "")]
        return getattr(summarise(pd.DataFrame(rows)), field, None)
    if (item, period, area) in counts:
        return _of_activity(counts, item, period, area, field)
    name = field.removeprefix("commentary: ")
    if name.partition("_")[0] in _SIDES:
        return _of_pair(pairs.get((item, period, area)), name)
    row = scores.get((item, period, area, "" if name == "target" else cell["cohort"]))
    return None if row is None else _of_row(row, name, dataset)


def _of_activity(counts: Lookup, item: str, period: str, area: str, field: str) -> object:
    if not field.startswith("sum_of_groups"):
        return counts[item, period, area].get(field)
    column = "last_month" if field.endswith("last_month") else "this_month"
    parts = [
        row[column]
        for (measure, month, _), row in counts.items()
        if (measure, month, row["parent"]) == (item, period, area)
    ]
    return None if "" in parts else sum(parts)


def _of_pair(row: Row | None, name: str) -> object:
    if row is None:
        return None
    if name.split("_", maxsplit=1)[0] in row["withheld"].split():
        return "c"
    side, _, figure = name.partition("_")
    if figure in {"numerator", "denominator"} and row[f"{side}_denominator"] == "":
        return None  # a count is printed as the result alone
    return row.get(name)


def _of_row(row: Row, name: str, dataset: Dataset) -> object:
    if name in {"data_period_on_page", "data_period"}:
        return str(row["data_period"])
    if name in {"example_month", "example_to"}:
        month, year = short_month(row["period"]).split()
        return f"{month} {year[2:]}"
    if name == "missed":
        return change(row["numerator"], row["denominator"])
    if name.startswith("breakdown"):
        return _of_breakdown(dataset, row, name)
    if name in {"numerator", "denominator"} and row["denominator"] == "":
        return None
    return row.get(name)


def _of_breakdown(dataset: Dataset, row: Row, name: str) -> object:
    kind, _, category = name.partition(": ")
    for part in records(dataset.breakdowns):
        if part["category"] == category and all(
            part[key] == row[key] for key in ("indicator", "period", "area", "cohort")
        ):
            count = exact(part["count"])
            return count if kind == "breakdown" or count is None else count * 100 / row["numerator"]
    return None


def in_printed_form(value: object, printed: str, field: str) -> str:
    """Write what was computed the way the cell is printed: its decimals, its sign, its letter, its arrow."""
    if value is None or value == "":
        return "-"
    if isinstance(value, Rag):
        return value[0] if len(printed) == 1 else str(value)
    if isinstance(value, Direction):
        return _ARROWS.get(value, str(value))
    if isinstance(value, (str, Polarity)):
        return str(value)
    decimals = re.search(r"\.(\d+)", printed)
    signed = field in {"variance", "change"}
    text = display(exact(value), len(decimals.group(1)) if decimals else 0, signed=signed)
    return text.replace(",", "") + ("%" if printed.endswith("%") else "")
