"""One indicator of one area with all that its page shows: its definition, its months, and what stands beside them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from scorecard_kit.blocks.beside import Series, series_beside
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.part import has_something
from scorecard_kit.judge.indicators import Indicator, Target
from scorecard_kit.judge.periods import window
from scorecard_kit.judge.rows import Row, definitions, records, target_in_force
from scorecard_kit.judge.scorecard import history, score_latest

__all__ = ["Case", "case"]


class Case(NamedTuple):
    """One indicator of one area: what was asked, its definition, its months (earliest first), the newest of them.

    `past` is a frame of `history`, and `latest` a row of `score_latest`. `target` is the one in force at the newest
    result, `others` are the series beside the indicator's own.
    """

    book: Dataset
    period: str
    area: str
    reporting: str
    item: Indicator
    target: Target | None
    past: pd.DataFrame
    latest: Row
    others: list[Series]

    @property
    def about(self) -> str:
        """The indicator that links to the page ask for; blank where its area is not the main one, where they lead."""
        return self.item.indicator if self.area == main_area(self.book) else ""


def case(
    book: Dataset,
    indicator: str,
    period: str,
    area: str,
    *,
    months: int | Iterable[str] = (),
    newest: int = 0,
    reporting: str,
) -> Case:
    """Gather what the page of an indicator shows. A blank area is the main one.

    `months` is how many months up to the period are shown, or the very months; each where it has a result, and one
    later than the period with its target alone. `newest` shows that many of the newest results instead, whatever their
    months. `latest` is where the indicator stands in the period, or stood when it was last reported.
    """
    item, area = definitions(book.indicators)[indicator], area or main_area(book)
    months = window(period, months) if isinstance(months, int) else list(months)
    entered = book.results[(book.results["indicator"] == indicator) & (book.results["area"] == area)]
    entered = entered[(entered["cohort"] == "") & (entered["period"] <= period)]
    if newest:
        reported = sorted({str(month) for month in entered.loc[has_something(entered), "period"]})
        first = min(reported[-newest:], default="")
        months = sorted({str(month) for month in entered["period"] if month >= first})
    now = _standing(book, item, period, area, reporting)
    past = history(book, indicator, area, months, reporting=reporting, keep_empty=True) if months else now
    with_something = past["period"].isin(entered["period"]) | (past["period"] > period)
    past = past[with_something].reset_index(drop=True) if with_something.any() else now
    latest = records(now)[0]
    target = target_in_force(book.targets, indicator, latest["period"], area)
    others = series_beside(book.results, book.indicators, book.areas, item, area, past["period"])
    return Case(book, period, area, reporting, item, target, past, latest, others)


def _standing(book: Dataset, item: Indicator, period: str, area: str, reporting: str) -> pd.DataFrame:
    asked = max(item.in_use_from, min(period, item.in_use_to or period))
    one = replace(book, indicators=book.indicators[book.indicators["indicator"] == item.indicator])
    return score_latest(one, asked, area, reporting=reporting, role=item.role)
