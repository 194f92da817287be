"""What a printed report says against what the figures give: every cell of published.csv, computed again."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.indicators import DataPeriod, Direction, Polarity, Rag, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.reconcile.fields import Figures, Pounds

__all__ = ["COLUMNS", "in_printed_form", "reconcile"]

COLUMNS = [
    *("report", "item", "period", "area", "cohort", "field"),
    *("printed", "computed", "agrees", "explanation", "where"),
]
"""The columns of data/reconciliation.csv, in order: `computed` is in the printed form."""

_ARROWS: Mapping[str, str] = {Direction.IMPROVED: "↑", Direction.WORSENED: "↓"}
_SYNONYMS = {
    DataPeriod.ROLLING_12_MONTHS: ("12M",), DataPeriod.CUMULATIVE: ("Cumulative",), DataPeriod.MONTH: ("Month",),
    DataPeriod.QUARTER: ("Quarterly",),
    Unit.PERCENT: ("Percentage", "Proportion"), Unit.COUNT: ("Number of people", "People", "Number"),
    Unit.RATE: ("Rate",),
}  # fmt: skip
"""Words that reports print for a data period or a unit."""


def reconcile(
    dataset: Dataset, report: str, small_counts: Mapping[str, Any], *, reporting: str = "month"
) -> pd.DataFrame:
    """Compute every printed cell of a report again: one row a cell, with the row of published.csv as index, in COLUMNS.

    A cell that cannot be computed from the data has a `-` for `computed`, and agrees only with a printed `-`. One whose
    field is none of fields.py is held against the `computed` of its own row, which a council works out for itself.
    """
    printed = dataset.published[dataset.published["report"] == report]
    figures, rows = Figures(dataset, printed, SmallCounts(**small_counts), reporting), []
    for cell in records(printed):
        computed = in_printed_form(figures.figure(cell), cell, figures.status(cell))
        rows.append({**cell, "computed": computed, "agrees": computed == cell["printed"]})
    return pd.DataFrame(rows, index=printed.index, columns=COLUMNS, dtype=object)


def in_printed_form(figure: object, cell: Row, status: str = "") -> str:
    """Write a figure the way the cell is printed: thousands or millions, decimals, signs, letter, arrow, star, word.

    A cell is starred where its result is provisional. A figure that is None or blank is written `-`.
    """
    printed = str(cell["printed"])
    match figure.in_print(printed) if isinstance(figure, Pounds) else figure:
        case None | "":
            return "-"
        case Rag() as rag:
            return rag[0] if len(printed) == 1 else rag.upper() if printed.isupper() else str(rag)
        case Polarity() as polarity:
            return str(polarity) if len(printed) == 1 else polarity.words.partition(" ")[0]
        case DataPeriod() | Unit() as word:
            return printed if printed in _SYNONYMS.get(word, ()) else str(word)
        case str() as text:
            return _ARROWS.get(text, str(text))
        case number:
            return _number(number, cell, status)


def _number(number: object, cell: Row, status: str) -> str:
    printed = str(cell["printed"])
    places = len(decimals[1]) if (decimals := re.search(r"\.(\d+)", printed)) else 0
    text = display(exact(number), places, signed=cell["field"] in {"variance", "change"} or printed.startswith("+"))
    if "," not in printed:
        text = text.replace(",", "")
    if "£" in printed:
        text = f"-£{text[1:]}" if text.startswith("-") else f"£{text}"
    star = "*" if printed.endswith("*") and status == "provisional" else ""
    return f"{text}{'%' if '%' in printed else ''}{star}"
