"""One indicator of one area with all that its page shows: its definition, its months, and what stands beside them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.beside import Beside, beside
from scorecard_kit.contract import Row, definitions, records, target_in_force
from scorecard_kit.data import Dataset
from scorecard_kit.indicator import Indicator, Target
from scorecard_kit.scorecard import history


class Case(NamedTuple):
    """One indicator of one area: its definition, its months (earliest first), the newest of them, and the rest."""

    item: Indicator
    target: Target | None
    past: pd.DataFrame
    latest: Row
    others: list[Beside]


def case(
    book: Dataset,
    indicator: str,
    period: str,
    area: str,
    *,
    months: Iterable[str] = (),
    newest: int = 0,
    reporting: str,
) -> Case:
    """Gather what the page of an indicator shows.

    `months` are shown where they have a result; a later one than the period is shown with its target alone. `newest`
    shows that many of the newest results instead, whatever their months. `latest` is the newest row up to the period.
    """
    item = definitions(book.indicators)[indicator]
    figures = (book.results, book.indicators, book.targets)
    rules: dict[str, Any] = {"reporting": reporting, "changes": book.changes, "keep_empty": True}
    mine = book.results[(book.results["indicator"] == indicator) & (book.results["area"] == area)]
    known = sorted({str(month) for month in mine[mine["cohort"] == ""]["period"] if month <= period})
    shown = known[-newest:] if newest else list(months)
    now = history(*figures, indicator, area, [max(known, default=period)], **rules)
    past = history(*figures, indicator, area, shown, **rules) if shown else now
    with_something = past["period"].isin(known) | (past["period"] > period)
    past = past[with_something].reset_index(drop=True) if with_something.any() else now
    latest = records(now)[0]
    target = target_in_force(book.targets, indicator, latest["period"], area)
    return Case(
        item, target, past, latest, beside(book.results, book.indicators, book.areas, item, area, past["period"])
    )
