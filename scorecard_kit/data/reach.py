"""The part of the results that a section reads: its areas and indicators, and how far back its months reach."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.periods import months_before, on_rhythm, outturn_month, window
from scorecard_kit.judge.rows import above, parents_of

SERIES = ("indicator", "area", "cohort")
_YEAR = 12


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


def shown_months(period: str, months: int | Collection[str]) -> tuple[str, str]:
    """The first and the last month that a section shows: so many up to the period, or these very months."""
    shown = window(period, max(months, 1)) if isinstance(months, int) else months
    return min(shown, default=period), max(period, *shown)


def named(frame: pd.DataFrame, limits: Limits) -> "pd.Series[bool]":
    """Which rows of a table are about the areas and indicators."""
    kept = pd.Series(data=True, index=frame.index)
    for column, names in (("area", limits.areas), ("indicator", limits.indicators), ("indicator", limits.of_role)):
        if names is not None:
            kept &= frame[column].isin(names)
    return kept


def families(areas: pd.DataFrame, names: Collection[str]) -> frozenset[str]:
    """The named areas and all that stand under the same topmost one: they decide together what is withheld of each."""
    parents = parents_of(areas)
    holding = {area for name in names for area in (name, *above(name, parents))}
    return frozenset([*names, *(area for area in parents if not holding.isdisjoint((area, *above(area, parents))))])


def in_reach(results: pd.DataFrame, limits: Limits) -> list[bool]:
    """Which results, of those that are named, are needed for the months.

    An indicator's reach starts with the first month, or earlier with the newest result of one of its areas and cohorts.
    Kept from there: every month, the outturn month of the start, and each series' results back to the one that is its
    previous reporting point there; of one that rises through the year also the months a year before. Where indicators
    are named, they reach back together, and a year further than the newest: a page about one shows others beside it,
    and a commentary may name the year before.
    """
    if not limits.period:
        return [True] * len(results)
    begins = starts(results, limits)
    previous = _previous_points(results, begins, limits)
    columns = (results[name].tolist() for name in (*SERIES, "period"))
    kept = []
    for indicator, area, cohort, period in zip(*columns, strict=True):
        start = begins.get(indicator, limits.months[0])
        before = previous.get((indicator, area, cohort), "")
        is_compared = period >= min(start, before) or period == outturn_month(start)
        year_before = indicator in limits.rising and start <= months_before(period, -_YEAR)
        kept.append(period <= limits.months[1] and (is_compared or year_before))
    return kept


def starts(results: pd.DataFrame, limits: Limits) -> dict[str, str]:
    """The month in which each indicator's reach starts."""
    known: dict[tuple[str, ...], list[str]] = {}
    blank: dict[tuple[str, ...], list[str]] = {}
    columns = [results[name].tolist() for name in (*SERIES, "period")]
    for *series, period, tells in zip(*columns, has_something(results), strict=True):
        if period <= limits.period:
            (known if tells else blank).setdefault(tuple(series), []).append(period)
    begins: dict[str, str] = {}
    for key, periods in {**blank, **known}.items():  # blank rows count where a series has no other
        latest = sorted(periods, reverse=True)[: max(limits.newest, 1)]
        oldest = [latest[-1], *([months_before(latest[0], _YEAR)] if limits.indicators is not None else [])]
        begins[key[0]] = min(begins.get(key[0], limits.months[0]), *oldest)
    if limits.indicators is not None:
        return dict.fromkeys(begins, min(begins.values(), default=""))
    return begins


def _previous_points(
    results: pd.DataFrame, begins: Mapping[str, str], limits: Limits
) -> dict[tuple[str, str, str], str]:
    """The newest month of each series, before its reach starts, that has a value and is on the rhythm."""
    found: dict[tuple[str, str, str], str] = {}
    columns = [results[name].tolist() for name in (*SERIES, "period")]
    for *series, period, has_value in zip(*columns, has_values(results), strict=True):
        key = (series[0], series[1], series[2])
        is_before = period < begins.get(key[0], limits.months[0])
        if is_before and has_value and period > found.get(key, "") and on_rhythm(period, limits.reporting):
            found[key] = period
    return found


def has_values(results: pd.DataFrame) -> list[bool]:
    """Which results have a value, entered or to be computed: as `contract.read_result` gives it."""
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
