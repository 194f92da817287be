"""How many results running an indicator has been Red, or has missed its target."""

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.indicators import Indicator, Rag
from scorecard_kit.judge.ratings import rag_rating
from scorecard_kit.judge.rows import (
    Place,
    Row,
    by_series,
    definitions,
    in_force,
    place_of,
    read_result,
    records,
    records_by,
    series_of,
    takes_rated,
)

__all__ = ["Run", "runs"]

_MISSED = (Rag.RED, Rag.AMBER)


class Run(NamedTuple):
    """The results up to a row's own, itself included, that were Red one after the other, and that missed the target."""

    red: int
    missed: int


@takes_rated
def runs(book: Book, scored: pd.DataFrame) -> dict[Place, Run]:
    """The runs of the rows that are Red or Amber, by their places, as far back as the book has results.

    Each result is rated by the target of its own period. A result that is withheld, or not rated, ends a run, and so
    does a change in how the indicator is counted or rated that is not comparable.
    """
    rows, items = [row for row in records(scored) if row["rag"] in _MISSED], definitions(book.indicators)
    found, targets = by_series(book.results, rows), records_by(book.targets, "indicator")
    return {
        place_of(row): _run(_newest_first(row, found[series_of(row)]), items[row["indicator"]],
                            targets.get(row["indicator"], ()))
        for row in rows
    }  # fmt: skip


def _newest_first(row: Row, results: Iterable[Row]) -> list[Row]:
    """The results of a rated row's series up to its own, from the last change on that is not comparable."""
    begun = max(str(row["breaks"]).split(), default="")
    kept = (each for each in results if begun <= each["period"] <= row["period"])
    return sorted(kept, key=lambda each: str(each["period"]), reverse=True)


def _run(results: Iterable[Row], item: Indicator, targets: Sequence[Row]) -> Run:
    told = [each for each in results if item.in_use(each["period"])]
    rags = [
        rag_rating(read_result(each, item).value, in_force(targets, each["period"], each["area"]), item.polarity)
        for each in told
    ]
    red, missed = (sum(1 for _ in takewhile(wanted.__contains__, rags)) for wanted in ((Rag.RED,), _MISSED))
    return Run(red, missed)
