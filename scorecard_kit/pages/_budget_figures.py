"""Every amount of a budget, of all its parts, for the CSV file of its page."""

from collections.abc import Iterator

import pandas as pd

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    MONEY,
    PRINTED_MEASURES,
    SAVINGS,
    capital_by_year,
    cash_limit_movement,
    pressures_and_underspends,
    revenue,
)
from scorecard_kit.judge.rows import Row, records

__all__ = ["BUDGET_COLUMNS", "figures"]

BUDGET_COLUMNS = "part group line level measure year kind amount note".split()
"""The columns of a budget section's CSV: one row an amount, in pounds."""


def figures(book: Dataset) -> pd.DataFrame:
    """Every amount of a budget section in pounds: a row each, in BUDGET_COLUMNS; what was not entered has none."""
    rows = [*_budget_figures(book), *_variance_figures(book), *_movement_figures(book), *_capital_figures(book)]
    frame = pd.DataFrame([row for row in rows if row["amount"] not in ("", None)], columns=BUDGET_COLUMNS, dtype=object)
    return frame.where(frame.notna(), "")


def _budget_figures(book: Dataset) -> Iterator[Row]:
    for part, measures in (("revenue", PRINTED_MEASURES), ("savings", (SAVINGS,))):
        for row in records(revenue(book.budget, measures)):
            for measure in (f"{name}_{side}" for name in measures for side in MONEY):
                keys = {name: row[name] for name in ("group", "line", "level")}
                yield {"part": part, **keys, "measure": measure, "amount": row[measure], "note": row["comment"]}


def _variance_figures(book: Dataset) -> Iterator[Row]:
    for row in records(pressures_and_underspends(book.variances)):
        keys = {"part": row["side"], "group": row["portfolio"], "line": row["description"], "level": "line"}
        yield {**keys, "measure": "variance", "amount": row["amount"], "note": row["offset_by"]}


def _movement_figures(book: Dataset) -> Iterator[Row]:
    moved = [{**row, "level": "line"} for row in records(book.movements) if row["kind"] != "balance"]
    sums = [{**row, "level": "total", "description": ""} for row in records(cash_limit_movement(book.movements))]
    for row in [*moved, *sums]:
        for side in MONEY:
            keys = {"part": "movement", "line": row["line"], "level": row["level"], "kind": row["kind"]}
            yield {**keys, "measure": side, "amount": row[side], "note": row["description"]}


def _capital_figures(book: Dataset) -> Iterator[Row]:
    years = [str(name) for name in dict.fromkeys(book.capital["year"])]
    for row in records(capital_by_year(book.capital)):
        keys = {"part": "capital", "group": row["section"], "line": row["line"], "level": row["level"]}
        for year in years:
            yield {**keys, "measure": "capital", "year": year, "kind": row["kind"], "amount": row[year], "note": ""}
