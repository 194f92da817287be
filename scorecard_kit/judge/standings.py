"""What the rows of `score_latest` have in common: which have results, of which months, and whose rating changed.

Every function takes the frame of `score_latest`, one row an indicator; one without rows gives nothing and no error.
"""

from collections import Counter

import pandas as pd

from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.scorecard import has_amber, summarise

__all__ = [
    "changed_ratings", "day_of_all", "earlier_months", "has_earlier", "has_results_of", "month_before", "rated_twice",
    "rating_counts", "usual_month", "with_results",
]  # fmt: skip


def with_results(scored: pd.DataFrame) -> pd.DataFrame:
    """The rows that have something to tell: a result, of whatever month, a withheld one, or no cases."""
    return scored[scored["standing"] != "no result"]


def has_results_of(scored: pd.DataFrame, period: str) -> bool:
    """Whether any row has a result of that very month."""
    return bool(((scored["standing"] != "no result") & (scored["period"] == period)).any())


def month_before(scored: pd.DataFrame) -> str:
    """The month of the previous result, where it is the same for every row that is compared; else blank."""
    months = {row["previous_period"] for row in records(scored) if row["previous_period"] and not row["previous_apart"]}
    return months.pop() if len(months) == 1 else ""


def day_of_all(scored: pd.DataFrame) -> str:
    """The day that all results of the month that is reported are as at, where the data name one; else blank."""
    days = {row["as_at"] for row in records(scored) if row["period"] == row["asked"] and row["standing"] != "no result"}
    return days.pop() if len(days) == 1 else ""


def usual_month(scored: pd.DataFrame, side: str) -> str:
    """The month of most of the previous results, or outturns, and of equally many the newer; blank where none is."""
    months = Counter(str(row[f"{side}_period"]) for row in records(scored) if row[side] != "")
    return max(months, key=lambda month: (months[month], month), default="")


def has_earlier(scored: pd.DataFrame, side: str) -> bool:
    """Whether any row has a previous result, or an outturn, or has one that is withheld."""
    return any(row[side] != "" or row[f"{side}_withheld"] for row in records(scored))


def earlier_months(scored: pd.DataFrame, side: str) -> list[str]:
    """The months of the previous results, or of the outturns, that the rows of a page have."""
    rows = records(scored)
    with_figure = [row for row in rows if row[side] != ""]
    return sorted({str(row[f"{side}_period"]) for row in with_figure or rows} - {""})


def rating_counts(scored: pd.DataFrame) -> dict[str, int]:
    """How many are Green, Amber and Red; Amber is left out where every minimum is the target itself."""
    total, rows = summarise(scored), records(scored)
    is_strict = any(row["target"] != "" for row in rows) and not any(map(has_amber, rows))
    amber = {} if is_strict and not total.amber else {Rag.AMBER.value: total.amber}
    return {Rag.GREEN.value: total.green, **amber, Rag.RED.value: total.red}


def changed_ratings(scored: pd.DataFrame) -> tuple[list[Row], list[Row]]:
    """The rows whose rating moved since the previous result: those that rose, and those that fell."""
    order = {Rag.RED: 0, Rag.AMBER: 1, Rag.GREEN: 2}
    rows = rated_twice(scored)
    better = [row for row in rows if order[row["rag"]] > order[row["previous_rag"]]]
    return better, [row for row in rows if order[row["rag"]] < order[row["previous_rag"]]]


def rated_twice(scored: pd.DataFrame) -> list[Row]:
    """The rows that have a rating now and had one before, of figures that compare: only their rating can change."""
    return [
        row
        for row in records(scored)
        if Rag.NOT_RATED not in (row["rag"], row["previous_rag"] or Rag.NOT_RATED) and not row["previous_apart"]
    ]
