"""What a printed report says against what the figures give: every cell of published.csv, computed again.

A field names what is computed. Of a rated row: its columns, as in `score`; the sides of a cohort as in
`impact_of_cohort`; of an activity measure this_month, last_month, change and sum_of_groups; of the summary its counts.
A figure quoted in the text of a page is written `commentary: numerator`, a category `breakdown: 0 to 4` or
`breakdown share: 0 to 4`. The other fields stand in recomputed.py, those of finance in recomputed_finance.py.
"""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.activity import activity
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import DataPeriod, Direction, Rag
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.scorecard import score
from scorecard_kit.reconcile._fields import Lookup, Tables
from scorecard_kit.reconcile._finance import Figure, Ledger, in_print

COLUMNS = [
    *("report", "item", "period", "area", "cohort", "field"),
    *("printed", "computed", "agrees", "explanation", "where"),
]
"""The columns of data/reconciliation.csv, in order: `computed` is in the printed form."""

_ARROWS = {Direction.IMPROVED: "↑", Direction.WORSENED: "↓"}
_ROLES = ("indicator", "companion", "lead")
_PERIOD_WORDS = {
    DataPeriod.ROLLING_12_MONTHS: "12M", DataPeriod.CUMULATIVE: "Cumulative", DataPeriod.MONTH: "Month",
    DataPeriod.QUARTER: "Quarterly",
}  # fmt: skip
"""Data periods as the reports print them in words; SS and YTD are printed as they are."""


def reconcile(
    dataset: Dataset, report: str, small_counts: Mapping[str, Any], *, reporting: str = "month"
) -> pd.DataFrame:
    """Compute every printed cell of a report again: one row a cell, in the order of published.csv, in COLUMNS.

    A cell that cannot be computed from the data has a `-` for `computed`, and agrees only with a printed `-`.
    """
    printed = dataset.published[dataset.published["report"] == report]
    tables = Tables(
        dataset,
        _scores(dataset, printed, reporting),
        _pairs(dataset, printed, small_counts),
        _counts(dataset, printed, reporting),
    )
    ledger, rows = Ledger(dataset, report), []
    for cell in records(printed):
        value = _value(cell, ledger, tables)
        computed = (
            in_print(value, cell["printed"]) if isinstance(value, Figure) else in_printed_form(value, cell, tables)
        )
        rows.append({**cell, "computed": computed, "agrees": computed == cell["printed"]})
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _value(cell: Row, ledger: Ledger, tables: Tables) -> Any:  # noqa: ANN401 - whatever is printed
    """What a cell comes to; None where a row or figure that it is worked out from is not in the data."""
    try:
        return ledger.computed(cell) if ledger.holds(cell) else tables.computed(cell)
    except (LookupError, TypeError, ArithmeticError, StopIteration):
        return None


def _scores(dataset: Dataset, printed: pd.DataFrame, reporting: str) -> Lookup:
    rated = dataset.indicators[dataset.indicators["role"] != "activity"]["indicator"]
    about = printed[printed["item"].isin({*rated, "summary"})]
    wanted = about[["period", "area", "cohort"]].drop_duplicates()
    scored = [
        score(dataset, period, area, cohort, reporting=reporting, role=role)
        for period, area, cohort in wanted.itertuples(index=False)
        for role in _ROLES
    ]
    rows = [row for frame in scored for row in records(frame)]
    return {(row["indicator"], row["period"], row["area"], row["cohort"]): row for row in rows}


def _pairs(dataset: Dataset, printed: pd.DataFrame, small_counts: Mapping[str, Any]) -> Lookup:
    cohorts = [cohort for cohort in dataset.results["cohort"].unique() if cohort]
    rows: Lookup = {}
    for period in printed["period"].unique() if cohorts else ():
        areas = [area for area in printed[printed["period"] == period]["area"].unique() if area]
        compared = impact_of_cohort(dataset, period, areas, cohorts[0], small_counts=SmallCounts(**small_counts))
        rows |= {(row["indicator"], period, row["area"]): row for row in records(compared)}
    return rows


def _counts(dataset: Dataset, printed: pd.DataFrame, reporting: str) -> Lookup:
    rows: Lookup = {}
    for period in printed["period"].unique():
        counted = activity(dataset.results, dataset.indicators, dataset.areas, period, reporting=reporting)
        rows |= {(row["measure"], period, row["area"]): row for row in records(counted)}
    return rows


def in_printed_form(value: object, cell: Row, tables: Tables) -> str:
    """Write what was computed the way the cell is printed: decimals, sign, comma, letter or capitals, arrow, star."""
    printed = str(cell["printed"])
    if value is None or value == "":
        return "-"
    match value:
        case Rag():
            return value[0] if len(printed) == 1 else value.upper() if printed.isupper() else str(value)
        case Direction():
            return _ARROWS.get(value, str(value))
        case DataPeriod() if printed not in set(DataPeriod):
            return _PERIOD_WORDS.get(value, str(value))
        case str():
            return value.split()[0] if cell["field"] == "polarity" else str(value)
    return _number(value, cell, tables)


def _number(value: object, cell: Row, tables: Tables) -> str:
    printed = str(cell["printed"])
    decimals = re.search(r"\.(\d+)", printed)
    places, signed = len(decimals.group(1)) if decimals else 0, cell["field"] in {"variance", "change"}
    text = display(exact(value), places, signed=signed)
    text = text if "," in printed else text.replace(",", "")
    row = tables.scores.get((cell["item"], cell["period"], cell["area"], cell["cohort"]), {})
    star = "*" if printed.endswith("*") and row.get("status") == "provisional" else ""
    return f"{text}{'%' if '%' in printed else ''}{star}"
