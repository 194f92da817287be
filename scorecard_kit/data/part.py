"""The part of the data that a section reads: its areas and indicators, and how far back its months reach.

Of what is in memory the rows are chosen; of a large stored table they are read, and never the rest. Either way the part
comes out as if everything had been read, small counts withheld, and the part taken then.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, NamedTuple, TypedDict, Unpack

import pandas as pd

from scorecard_kit.data._keys import Choices, Newest, newest
from scorecard_kit.data.checks.findings import errors_in_part
from scorecard_kit.data.dataset import PARTED, Dataset, main_area, withheld
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import in_own_names, refusing, table_of
from scorecard_kit.findings import InputError
from scorecard_kit.judge.periods import months_before, months_between, on_rhythm, outturn_month, window
from scorecard_kit.judge.rows import above, by_key, definitions, parents_of
from scorecard_kit.judge.scorecard import rises
from scorecard_kit.reads.recorder import unnoted

__all__ = ["Limits", "Shown", "has_something", "has_values", "limits_of", "options_of", "part", "part_masks"]

_Series = tuple[str, str, str]
"""Indicator, area and cohort."""
_YEAR = 12
_DEEPER = 4
"""How many times as far back is looked where a series has no value yet to compare with."""

Choice = dict[str, Collection[str]]


class Shown(TypedDict, total=False):
    """What a page shows, as `limits_of` explains it and has its defaults."""

    period: str
    months: int | Collection[str]
    newest: int
    reporting: str
    role: str


class Limits(NamedTuple):
    """What is kept: None keeps all. `areas` has the benchmarks in it, `indicators` their companions.

    `months` are the first and the last to be shown; blank ones keep every month. `newest`: at least so many of the
    newest results of each series up to `period`, whatever their months. `of_role`: the indicators of the role that is
    shown, which unlike `indicators` reach back each by itself. `rising`: those that are compared with a year before.
    """

    areas: frozenset[str] | None = None
    indicators: frozenset[str] | None = None
    period: str = ""
    months: tuple[str, str] = ("", "")
    newest: int = 1
    reporting: str = "month"
    of_role: frozenset[str] | None = None
    rising: frozenset[str] = frozenset()


def options_of(
    areas: str | Iterable[str] | None = None, indicators: str | Iterable[str] | None = None, **shown: Unpack[Shown]
) -> dict[str, Any]:
    """The options of `part` as plain JSON values, in which they can be noted; the order of months says nothing."""
    options: dict[str, Any] = {"areas": _listed(areas), "indicators": _listed(indicators), **shown}
    if not isinstance(months := shown.get("months", 1), int):
        options["months"] = sorted([months] if isinstance(months, str) else months)
    return options


def _listed(names: str | Iterable[str] | None) -> str | list[str] | None:
    return names if names is None or isinstance(names, str) else list(names)


def part(
    dataset: Dataset,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    **shown: Unpack[Shown],
) -> Dataset:
    """Keep the results, targets and breakdowns of some areas, indicators and months; None, or no period, keeps all.

    Benchmarks are kept with any area, and an indicator's companions with it; a blank area is the main one. All other
    tables stay whole. The frames are the caller's own. Raises InputError for what is wrong in a part that is read now.
    """
    limits = limits_of(dataset, areas, indicators, **shown)
    if dataset.stored:
        with unnoted():
            dataset = _with_stored(dataset, limits)
    masks = part_masks(dataset, limits)
    kept = {name: getattr(dataset, name)[masks[name]] if name in masks else getattr(dataset, name) for name in TABLES}
    frames = {name: frame.copy() for name, frame in kept.items()}
    return replace(dataset, **frames, areas_kept=limits.areas, indicators_kept=limits.indicators)


def limits_of(
    dataset: Dataset,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    *,
    period: str = "",
    months: int | Collection[str] = 1,
    newest: int = 1,
    reporting: str = "month",
    role: str = "",
) -> Limits:
    """What a part keeps. Of the results it is those that a page of the `period` may show, see `_in_reach`.

    They are so many `months` up to it, or the very months named; so many of the `newest`, whatever their months; and
    the outturn and the previous reporting point, on the `reporting` rhythm, that they are compared with. A `role` keeps
    the indicators of that role alone, each with its own reach.
    """
    if areas is not None:
        named = {name or main_area(dataset) for name in ([areas] if isinstance(areas, str) else areas)}
        benchmarks = dataset.areas.loc[dataset.areas["kind"] == "benchmark", "area"]
        areas = frozenset([*named, *benchmarks, ""])  # a target of no area is every area's
    if indicators is not None:
        named = {indicators} if isinstance(indicators, str) else set(indicators)
        companions = dataset.indicators.loc[dataset.indicators["indicator"].isin(named), "companions"]
        indicators = frozenset(named.union(*(str(names).split() for names in companions)))
    span = _shown_months(period, months) if period else ("", "")
    items = definitions(dataset.indicators).values()
    of_role = frozenset(item.indicator for item in items if item.role == role) if role else None
    rising = frozenset(item.indicator for item in items if rises(item.data_period, item.unit, ""))
    return Limits(areas, indicators, period, span, newest, reporting, of_role, rising)


def _shown_months(period: str, months: int | Collection[str]) -> tuple[str, str]:
    """The first and the last month that a section shows: so many up to the period, or these very months."""
    shown = window(period, max(months, 1)) if isinstance(months, int) else months
    return min(shown, default=period), max(period, *shown)


def part_masks(dataset: Dataset, limits: Limits) -> dict[str, "pd.Series[bool]"]:
    """By table, which rows `part` keeps."""
    masks = {name: _named(getattr(dataset, name), limits) for name in PARTED}
    if not limits.period:
        return masks
    results, breakdowns = dataset.results[masks["results"]], dataset.breakdowns
    kept = results.loc[_in_reach(results, limits)]
    masks["results"] = pd.Series(dataset.results.index.isin(kept.index), index=dataset.results.index)
    shown = set(zip(kept["indicator"], kept["period"], strict=True))
    pairs = zip(breakdowns["indicator"], breakdowns["period"], strict=True)
    masks["breakdowns"] &= pd.Series([pair in shown for pair in pairs], index=breakdowns.index, dtype=bool)
    return masks


def _named(frame: pd.DataFrame, limits: Limits) -> "pd.Series[bool]":
    """Which rows of a table are about the areas and indicators."""
    mask = pd.Series(data=True, index=frame.index)
    for column, names in _named_choice(limits).items():
        mask &= frame[column].isin(names)
    return mask


def _in_reach(results: pd.DataFrame, limits: Limits) -> list[bool]:
    """Which results, of those that are named, are needed for the months.

    An indicator's reach starts with the first month, or earlier with the newest result of one of its areas and cohorts.
    Kept from there: every month, the outturn month of the start, and each series' results back to the one that is its
    previous reporting point there; of one that rises through the year also the months a year before. Where indicators
    are named, they reach back together, and a year further than the newest: a page about one shows others beside it,
    and a commentary may name the year before.
    """
    begins = _starts(results, limits)
    previous = _previous_points(results, begins, limits)
    mask = []
    for series, period in _months(results):
        start, before = begins.get(series[0], limits.months[0]), previous.get(series, "")
        is_compared = period >= min(start, before) or period == outturn_month(start)
        year_before = series[0] in limits.rising and start <= months_before(period, -_YEAR)
        mask.append(period <= limits.months[1] and (is_compared or year_before))
    return mask


def _months(results: pd.DataFrame) -> list[tuple[_Series, str]]:
    """The series and the month of each result."""
    columns = (results[name].tolist() for name in ("indicator", "area", "cohort", "period"))
    return [((indicator, area, cohort), period) for indicator, area, cohort, period in zip(*columns, strict=True)]


def _starts(results: pd.DataFrame, limits: Limits) -> dict[str, str]:
    """The month in which each indicator's reach starts."""
    told = [(it, tells) for it, tells in zip(_months(results), has_something(results), strict=True)
            if it[1] <= limits.period]  # fmt: skip
    blank, telling = (by_key([it for it, tells in told if tells is wanted]) for wanted in (False, True))
    begins: dict[str, str] = {}
    for key, periods in {**blank, **telling}.items():  # blank rows count where a series has no other
        latest = sorted(periods, reverse=True)[: max(limits.newest, 1)]
        oldest = [latest[-1], *([months_before(latest[0], _YEAR)] if limits.indicators is not None else [])]
        begins[key[0]] = min(begins.get(key[0], limits.months[0]), *oldest)
    if limits.indicators is not None:
        return dict.fromkeys(begins, min(begins.values(), default=""))
    return begins


def _previous_points(results: pd.DataFrame, begins: Mapping[str, str], limits: Limits) -> dict[_Series, str]:
    """The newest month of each series, before its reach starts, that has a value and is on the rhythm."""
    points: dict[_Series, str] = {}
    for (series, period), has_value in zip(_months(results), has_values(results), strict=True):
        is_before = period < begins.get(series[0], limits.months[0])
        if is_before and has_value and period > points.get(series, "") and on_rhythm(period, limits.reporting):
            points[series] = period
    return points


def has_values(results: pd.DataFrame) -> list[bool]:
    """Which results have a value, entered or to be computed: as `judge.rows.read_result` gives it."""
    columns = (results[name].tolist() for name in ("numerator", "denominator", "value", "status"))
    return [
        status != "suppressed"
        and (base != 0 if above is not None and base is not None else value is not None or (above is not None))
        for above, base, value, status in zip(*columns, strict=True)
    ]


def has_something(results: pd.DataFrame) -> list[bool]:
    """Which results have something to tell: a value, that it is withheld, or that there were no cases."""
    columns = (has_values(results), results["status"].tolist(), results["denominator"].tolist())
    return [has_value or status == "suppressed" or base == 0 for has_value, status, base in zip(*columns, strict=True)]


def _with_stored(dataset: Dataset, limits: Limits) -> Dataset:
    """The dataset with the rows of its stored tables that a part needs, and perhaps more; small counts withheld."""
    choice = _named_choice(limits)
    if "targets" in dataset.stored:
        dataset = replace(dataset, targets=_rows(dataset, "targets", [choice] if choice else []))
    if "results" in dataset.stored:
        dataset = replace(dataset, results=_stored_results(dataset, limits, choice))
    if dataset.stored.keys() & {"results", "breakdowns"}:  # else they have been withheld already, and are not twice
        dataset = replace(dataset, breakdowns=_stored_breakdowns(dataset, limits, choice))
    return replace(dataset, stored={})


def _named_choice(limits: Limits) -> Choice:
    """The areas and indicators that are named, by column."""
    sets = [names for names in (limits.indicators, limits.of_role) if names is not None]
    both = {"area": limits.areas, "indicator": frozenset.intersection(*sets) if sets else None}
    return {name: names for name, names in both.items() if names is not None}


def _rows(dataset: Dataset, name: str, choices: Choices) -> pd.DataFrame:
    """The rows of a stored table that fit, as they were entered, checked as far as a part can tell."""
    reading = table_of(TABLES[name], dataset.sources, choices)
    tables = {"indicators": dataset.indicators, "areas": dataset.areas, name: reading.frame}
    findings = [*reading.findings, *(errors_in_part(tables) if reading.whole else [])]
    if wrong := [it for it in findings if it.level == "error"]:
        raise InputError(in_own_names(sorted(wrong, key=lambda it: it.row or 0), dataset.sources, tables))
    return reading.frame


def _withheld_results(dataset: Dataset, choices: Choices) -> pd.DataFrame:
    """The results that fit. Months say nothing of each other: what is withheld in one is told by its own rows."""
    return withheld(replace(dataset, results=_rows(dataset, "results", choices)), ["results"]).results


def _stored_breakdowns(dataset: Dataset, limits: Limits, choice: Choice) -> pd.DataFrame:
    """The breakdowns of the results that have been read, and the same of every area, where they are withheld.

    The results beside which they are withheld are of every area too, since the same categories are emptied in all.
    """
    published, results = dataset.rule.already_published, dataset.results
    if "breakdowns" in dataset.stored:
        across = {name: names for name, names in choice.items() if published or name != "area"}
        both = {**across, **({"period": set(results["period"])} if limits.period else {})}
        dataset = replace(dataset, breakdowns=_rows(dataset, "breakdowns", [both] if both else []))
    if "results" in dataset.stored and not published:
        both = {name: {*results[name]} & {*dataset.breakdowns[name]} for name in ("indicator", "period")}
        results = _withheld_results(dataset, [both]) if all(both.values()) else results
    return withheld(replace(dataset, results=results), ["breakdowns"]).breakdowns


def _of_months(pairs: Iterable[tuple[str, str]], across: Choice) -> Choices:
    """The rows of these indicators and months: one choice for each set of months that some indicators share."""
    indicators = by_key([(frozenset(months), indicator) for indicator, months in by_key(pairs).items()])
    choices = [{**across, "indicator": names, "period": shared} for shared, names in indicators.items()]
    return choices or [{"indicator": ()}]  # no choice at all would be every row


def _stored_results(dataset: Dataset, limits: Limits, choice: Choice) -> pd.DataFrame:
    """The results within the limits, and perhaps more, small counts withheld.

    Where these are withheld the whole families of the areas are read, since one is given away by another.
    """
    areas = limits.areas
    if areas is not None and not dataset.rule.already_published:
        areas = _families(dataset.areas, areas)
    across = choice if areas is None else {**choice, "area": areas}
    if not limits.period:
        return _withheld_results(dataset, [across] if across else [])
    return _results_in_reach(dataset, limits, choice, across)


def _results_in_reach(dataset: Dataset, limits: Limits, choice: Choice, across: Choice) -> pd.DataFrame:
    """The results across the areas, of the months of a section and further back, as far as any series needs.

    What is withheld is nothing to compare with: where that, or no figure, stands before the months that are shown, it
    is looked further back, until every series that is chosen has a value or an end.
    """
    (first, last), store = limits.months, dataset.stored["results"]
    if limits.indicators is not None:
        first = min(first, months_before(limits.period, _YEAR))
    indicators = choice.get("indicator", dataset.indicators["indicator"])
    months = {*product(indicators, [*_span(first, last), outturn_month(first)])}
    count, looked_for = max(limits.newest, 1), choice
    results, read = pd.DataFrame(), set[tuple[str, str]]()
    while True:
        with refusing("results", dataset.sources):
            before = newest(store, TABLES["results"], looked_for, months_before(first, 1), count)
        months |= {(indicator, month) for indicator, _, _, month in before}
        if not read or not store.placed:
            results = _withheld_results(dataset, _of_months(months, across))
        elif months != read:
            added = _withheld_results(dataset, _of_months(months - read, across))
            results = pd.concat([results, added]).sort_index()
        named, read = results[_named(results, limits)], months
        further = months | {*_needed(named, limits)}
        deeper = _unsatisfied(named, before, count, limits)
        if further == months and not deeper:
            return results
        months, count = further, count * _DEEPER if deeper else count
        looked_for = {**choice, "indicator": deeper or {series[0] for series in before}}


def _families(areas: pd.DataFrame, names: Collection[str]) -> frozenset[str]:
    """The named areas and all that stand under the same topmost one: they decide together what is withheld of each."""
    parents = parents_of(areas)
    holding = {area for name in names for area in (name, *above(name, parents))}
    return frozenset([*names, *(area for area in parents if not holding.isdisjoint((area, *above(area, parents))))])


def _span(first: str, last: str) -> list[str]:
    return window(last, months_between(first, last) + 1)


def _needed(results: pd.DataFrame, limits: Limits) -> Iterator[tuple[str, str]]:
    """The indicators and months that are needed because a series ends early: from there on, and its outturn month.

    Of an indicator that rises through the year also the months a year before those that are shown.
    """
    for indicator, start in _starts(results, limits).items():
        yield from ((indicator, month) for month in [*_span(start, limits.months[0]), outturn_month(start)])
        if indicator in limits.rising:
            yield from ((indicator, months_before(month, _YEAR)) for month in _span(start, limits.months[1]))


def _unsatisfied(results: pd.DataFrame, before: Newest, count: int, limits: Limits) -> set[str]:
    """The indicators with a series of which no value to compare with was read, and that may have an earlier one."""
    seen = by_key([((indicator, area, cohort), month) for indicator, area, cohort, month in before])
    points = _previous_points(results, _starts(results, limits), limits)  # an older one may be there for another series
    return {key[0] for key, months in seen.items() if len(months) == count and points.get(key, "") < min(months)}
