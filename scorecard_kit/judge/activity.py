"""Activity: what the teams carry and what came in and went out. Counts without target or polarity, so never rated."""

import pandas as pd

from scorecard_kit.judge.indicators import DataPeriod
from scorecard_kit.judge.periods import previous_point
from scorecard_kit.judge.ratings import change
from scorecard_kit.judge.rows import definitions, read_result, records

ACTIVITY_COLUMNS = [
    *("measure", "name", "data_period", "period", "area", "kind", "parent"),
    *("this_month", "last_month", "change", "status"),
]
"""The columns of data/activity.csv, in order. `change` is this month minus last month."""

PAGE_COLUMNS = ["before"]
"""What a page needs beside them: the month of `last_month`, which is the reporting point before."""


def activity(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    period: str,
    *,
    reporting: str = "month",
) -> pd.DataFrame:
    """Every measure of role activity for the period: one row a measure and area, both in the order of their files.

    A stock (a snapshot) has the result of the previous reporting point and the change beside it; a flow has this
    month's count alone. Returns ACTIVITY_COLUMNS and PAGE_COLUMNS; figures are Fractions, or None where nothing was
    entered.
    """
    measures = {key: item for key, item in definitions(indicators).items() if item.role == "activity"}
    known = results[results["indicator"].isin(measures) & (results["period"] <= period)]
    figures = {
        (row["indicator"], row["area"], row["period"]): read_result(row, measures[row["indicator"]])
        for row in records(known)
        if not row.get("cohort", "")
    }
    months = {month for _, _, month in figures}
    before, places, rows = previous_point(period, months, reporting), records(areas), []
    for key, item in measures.items():
        for area in places:
            now, then = figures.get((key, area["area"], period)), figures.get((key, area["area"], before))
            if now is None:
                continue
            stock = item.data_period is DataPeriod.SNAPSHOT
            last = then.value if then and stock else None
            rows.append([
                *(key, item.name, item.data_period, period, area["area"], area["kind"], area.get("parent", "")),
                *(now.value, last, change(last, now.value), now.status, before),
            ])  # fmt: skip
    return pd.DataFrame(rows, columns=[*ACTIVITY_COLUMNS, *PAGE_COLUMNS], dtype=object)


def sum_differences(counts: pd.DataFrame, county: str) -> pd.DataFrame:
    """Where the county is not the sum of the groups under it: one row a measure and month that differs.

    Returns `measure`, `name`, `field` (this_month or last_month), `county`, `groups` (their sum) and `difference`.
    A sum that a withheld or missing figure leaves open is not compared.
    """
    rows = []
    for key, measure in counts.groupby("measure", sort=False):
        whole, parts = measure[measure["area"] == county], measure[measure["parent"] == county]
        if whole.empty or parts.empty:
            continue
        for field in ("this_month", "last_month"):
            figures = [whole[field].iloc[0], *parts[field]]
            if None not in figures and figures[0] != sum(figures[1:]):
                total = sum(figures[1:])
                rows.append([key, whole["name"].iloc[0], field, figures[0], total, figures[0] - total])
    columns = ["measure", "name", "field", "county", "groups", "difference"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
