"""One indicator of one area with all that its page shows: its definition, its months, and what stands beside them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from scorecard_kit.blocks.beside import Series, series_beside
from scorecard_kit.data.load import Dataset
from scorecard_kit.data.reach import has_something
from scorecard_kit.judge.indicators import Indicator, Target
from scorecard_kit.judge.rows import Row, definitions, records, target_in_force
from scorecard_kit.judge.scorecard import history, score_latest


class Case(NamedTuple):
    """One indicator of one area: its definition, its months (earliest first), the newest of them, and the rest."""

    item: Indicator
    target: Target | None
    past: pd.DataFrame
    latest: Row
    others: list[Series]


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
    shows that many of the newest results instead, whatever their months. `latest` is where the indicator stands in the
    period, or stood when it was last reported.
    """
    item = definitions(book.indicators)[indicator]
    mine = book.results[(book.results["indicator"] == indicator) & (book.results["area"] == area)]
    mine = mine[(mine["cohort"] == "") & (mine["period"] <= period)]
    known, told = (sorted({str(month) for month in rows["period"]}) for rows in (mine, mine.loc[has_something(mine)]))
    shown = [month for month in known if month >= min(told[-newest:], default="")] if newest else list(months)
    now = _standing(book, item, period, area, reporting)
    past = history(book, indicator, area, shown, reporting=reporting, keep_empty=True) if shown else now
    with_something = past["period"].isin(known) | (past["period"] > period)
    past = past[with_something].reset_index(drop=True) if with_something.any() else now
    latest = records(now)[0]
    target = target_in_force(book.targets, indicator, latest["period"], area)
    return Case(
        item, target, past, latest, series_beside(book.results, book.indicators, book.areas, item, area, past["period"])
    )


def _standing(book: Dataset, item: Indicator, period: str, area: str, reporting: str) -> pd.DataFrame:
    asked = max(item.in_use_from, min(period, item.in_use_to or period))
    one = replace(book, indicators=book.indicators[book.indicators["indicator"] == item.indicator])
    return score_latest(one, asked, area, reporting=reporting, role=item.role)
