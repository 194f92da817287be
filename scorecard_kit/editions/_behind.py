"""What is public of a pack beside its figures, and the counts behind them, so that the audit is not led astray."""

from collections.abc import Mapping
from typing import Any

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import part
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import COVERED
from scorecard_kit.judge.rows import FIGURES as COUNTED
from scorecard_kit.judge.rows import definitions, parents_of, place_of, records
from scorecard_kit.pack.models import beside
from scorecard_kit.pack.plan import Pack
from scorecard_kit.safe.relations import counts
from scorecard_kit.safe.system import LESS, About, Cell, Shown

_YEARS = 6  # more than a chart shows


def about(pack: Pack) -> About:
    """What is public of a pack: definitions, areas, the rule, how figures are added up; and the counts behind it."""
    rule = pack.head.small_counts
    entered = in_reach(
        opened(beside(pack.head.data, str(pack.folder)), {"below": rule.below, "already_published": True}), pack
    )
    indicators, periods = entered.indicators, set(entered.results["period"])
    added = zip(*(indicators[name] for name in ("indicator", "computed", "from_series")), strict=True)
    windows = {
        (key, period): (series, months)
        for key, how, series in added
        if how in COVERED
        for period in periods
        if (months := COVERED[how](period))
    }
    public = About(definitions(indicators), parents_of(entered.areas), rule.below, windows)
    truth = _truth(entered, public)
    return About(public.items, public.parents, public.below, windows, truth)


def in_reach(dataset: Dataset, pack: Pack) -> Dataset:
    """Of a database the months that a page may show, of a folder all."""
    return part(dataset, period=pack.head.period, months=_YEARS * 12) if dataset.stored else part(dataset)


def _truth(entered: Dataset, public: About) -> dict[Cell, int]:
    figures = [_entered(row) for row in records(entered.results) if row["indicator"] in public.items]
    found = {cell: count for it in figures for cell, count in counts(it, public).items() if count is not None}
    for cell, count in list(found.items()):
        everyone = found.get(cell._replace(cohort=""))
        if cell.cohort and everyone is not None:
            found[cell._replace(cohort=LESS + cell.cohort)] = everyone - count
    for row in records(entered.breakdowns):
        counted, category = exact(row["count"]), f"{row['dimension']}: {row['category']}"
        if counted is not None and counted.denominator == 1:
            found[Cell(*place_of(row), category=category)] = counted.numerator
    return found


def _entered(row: Mapping[str, Any]) -> Shown:
    numerator, denominator, value = (exact(row[name]) for name in COUNTED)
    return Shown(place_of(row), numerator, denominator, value, is_withheld=False, source="")
