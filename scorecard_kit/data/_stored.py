"""The part of a large table that a section needs, read from where it lives, and never the rest.

It comes out as if everything had been read, small counts withheld, and the part taken then: `reach` says what the part
is, and this module which rows of the store that takes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from scorecard_kit.data._keys import Newest, Store, Wanted, newest
from scorecard_kit.data.reach import SERIES, Limits, has_values, named, starts
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.periods import months_before, on_rhythm, outturn_month, window

Choice = dict[str, Collection[str]]
_DEEPER = 4
"""How many times as far back is looked where a series has no value yet to compare with."""


class _Months(NamedTuple):
    """The months to read of every indicator, and those of some."""

    shared: frozenset[str]
    own: Mapping[str, frozenset[str]]

    def has(self, indicator: str, month: str) -> bool:
        return month in self.shared or month in self.own.get(indicator, ())

    def more(self, pairs: Iterable[tuple[str, str]]) -> "_Months":
        own = dict(self.own)
        for indicator, month in pairs:
            if not self.has(indicator, month):
                own[indicator] = own.get(indicator, frozenset()) | {month}
        return self._replace(own=own)

    def beyond(self, other: "_Months") -> "_Months":
        """The months that are not among those others, whose shared ones are the same."""
        own = {indicator: months - other.own.get(indicator, frozenset()) for indicator, months in self.own.items()}
        return _Months(frozenset(), {indicator: months for indicator, months in own.items() if months})


def results_part(
    limits: Limits, store: Store, read: Callable[[Wanted], pd.DataFrame], areas: frozenset[str] | None
) -> pd.DataFrame:
    """The results within the limits, and perhaps more. `read` gives the rows that fit, small counts withheld.

    The rows of the `areas` are read, if any are named; what is withheld may depend on more than those that are shown.
    """
    choice = named_choice(limits)
    across = choice if areas is None else {**choice, "area": areas}
    if not limits.period:
        return read([across] if across else [])
    first, last = limits.months
    if limits.indicators is not None:
        first = min(first, months_before(limits.period, 12))
    months = _Months(frozenset([*_span(first, last), outturn_month(first)]), {})
    count, open_choice = max(limits.newest, 1), choice
    whole, held = pd.DataFrame(), None
    while True:
        before = newest(store, TABLES["results"], open_choice, months_before(first, 1), count)
        months = months.more((indicator, month) for indicator, _, _, month in before)
        if held is None or not store.placed:
            whole = read(_wanted(months, across))
        elif months != held:
            whole = pd.concat([whole, read(_wanted(months.beyond(held), across))]).sort_index()
        held = months
        found = whole[named(whole, limits)]
        further = months.more(_reach(found, limits))
        deeper = _unsatisfied(found, before, count, limits)
        if further == months and not deeper:
            return whole
        months, count = further, count * _DEEPER if deeper else count
        open_choice = {**choice, "indicator": deeper or {series[0] for series in before}}


def named_choice(limits: Limits) -> Choice:
    """The areas and indicators that are named, by column."""
    given = [names for names in (limits.indicators, limits.of_role) if names is not None]
    both = {"area": limits.areas, "indicator": frozenset.intersection(*given) if given else None}
    return {name: names for name, names in both.items() if names is not None}


def _span(first: str, last: str) -> list[str]:
    year, month = (int(part) for part in last.split("-"))
    from_year, from_month = (int(part) for part in first.split("-"))
    return window(last, (year - from_year) * 12 + month - from_month + 1)


def _wanted(months: _Months, across: Choice) -> Wanted:
    """The rows of those months: one choice for what all indicators share, one for each set of months of some."""
    sets: dict[frozenset[str], list[str]] = {}
    for indicator, own in months.own.items():
        sets.setdefault(own, []).append(indicator)
    some = [{**across, "indicator": names, "period": own} for own, names in sets.items()]
    return [{**across, "period": months.shared}, *some] if months.shared else some


def _reach(found: pd.DataFrame, limits: Limits) -> Iterable[tuple[str, str]]:
    """The indicators and months that are needed because a series ends early: from there on, and its outturn month.

    Of an indicator that rises through the year also the months a year before those that are shown.
    """
    for indicator, start in starts(found, limits).items():
        yield from ((indicator, month) for month in [*_span(start, limits.months[0]), outturn_month(start)])
        if indicator in limits.rising:
            yield from ((indicator, months_before(month, 12)) for month in _span(start, limits.months[1]))


def _unsatisfied(found: pd.DataFrame, before: Newest, count: int, limits: Limits) -> set[str]:
    """The indicators with a series of which no value to compare with was read, and that may have an earlier one."""
    seen: dict[tuple[str, ...], list[str]] = {}
    for *series, month in before:
        seen.setdefault(tuple(series), []).append(month)
    begins, satisfied = starts(found, limits), set()
    columns = [found[name].tolist() for name in (*SERIES, "period")]
    for *series, period, has_value in zip(*columns, has_values(found), strict=True):
        start, key = begins.get(series[0], limits.months[0]), tuple(series)
        is_before = min(seen.get(key, [start])) <= period < start  # an older month may be there for another series
        if is_before and has_value and on_rhythm(period, limits.reporting):
            satisfied.add(key)
    return {key[0] for key, months in seen.items() if len(months) == count and key not in satisfied}
