"""The figures that a pack withholds, so that no text types one of them."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import part
from scorecard_kit.data.sources import Where
from scorecard_kit.judge.disclosure import is_small
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import display, exact, plain
from scorecard_kit.judge.rows import COUNTS, Row, definitions, place_of, read_result, records


def withheld_figures(shown: Dataset, place: Where, period: str) -> Callable[[str, str], frozenset[str]]:
    """What gives the withheld figures of an indicator and an area in the period, each as a plain number: 3 or 7.5.

    They are those of every result and breakdown of the month that is entered and not shown, and what a cohort alone has
    where that is small. A blank indicator or area stands for all. The data at `place` are read again for it, once.
    """

    @cache
    def entered() -> Dataset:
        return opened(place, {"below": shown.rule.below, "already_published": True})

    @cache
    def figures(indicator: str, area: str) -> frozenset[str]:
        chosen: dict[str, Any] = {"indicators": indicator or None, "areas": area or None, "period": period}
        both = part(shown, **chosen), part(entered(), **chosen)
        return frozenset(_withheld(*both, period, shown.rule.below))

    return figures


def _withheld(shown: Dataset, entered: Dataset, period: str, below: int) -> Iterator[str]:
    items = definitions(entered.indicators)
    hidden = {place_of(row) for row in records(shown.results) if row["status"] == "suppressed"}
    rows = {place_of(row): row for row in records(entered.results) if row["period"] == period}
    for key, row in rows.items():
        if row["status"] != "suppressed" and key in hidden:
            result, item = read_result(row, items[key[0]]), items[key[0]]
            yield from _counts(row, item.unit)
            yield display(result.value, item.decimals).replace(",", "")
        if key[3] and (whole := rows.get((*key[:3], ""))):
            alone = {name: _less(whole[name], row[name]) for name in COUNTS}
            if is_small(alone["numerator"], alone["denominator"], items[key[0]].unit, below):
                yield from _counts(alone, items[key[0]].unit)
    kept = {(*place_of(row), row["category"]) for row in records(shown.breakdowns) if row["count"] != ""}
    for row in records(entered.breakdowns):
        if row["period"] == period and (*place_of(row), row["category"]) not in kept and row["count"] != "":
            yield plain(row["count"])


def _less(whole: object, part: object) -> object:
    both = exact(whole), exact(part)
    return None if None in both else both[0] - both[1]  # type: ignore[operator]


def _counts(row: Row, unit: Unit) -> Iterator[str]:
    """The counts of people in a row, and of a percentage those that are left out."""
    numerator, denominator = exact(row["numerator"]), exact(row["denominator"])
    if numerator is not None:
        yield plain(numerator)
        if denominator is not None and unit is Unit.PERCENT:
            yield plain(denominator - numerator)
