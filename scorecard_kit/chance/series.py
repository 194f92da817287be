"""Every indicator of a scorecard month by month: the stretch since its last change, its limits, and what they say."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from scorecard_kit.chance.limits import LEAST, LOCKED, Rule, Xmr, largest_step, xmr
from scorecard_kit.chance.months import Month, Monthly, monthly
from scorecard_kit.chance.words import ONE_MONTH, assurance, step, variation, way
from scorecard_kit.judge.disclosure import SmallCounts, withhold
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Target, Unit
from scorecard_kit.judge.numbers import Amount
from scorecard_kit.judge.periods import financial_year, months_before
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import (
    FIGURES,
    Place,
    Row,
    by_key,
    definitions,
    in_force,
    place_of,
    records,
    records_by,
    series_of,
    takes_rated,
)
from scorecard_kit.judge.scorecard import rises

__all__ = ["MOVED", "Series", "series"]

MOVED = "its level is moving"
"""What is said of the target where the newest months have left the level that the limits are of."""

_Key = tuple[str, str, str]
"""Indicator, area and cohort."""


class Series(NamedTuple):
    """What the months of a rated `row` say, since `since` (blank: since the first), the month of a change.

    `changed` is the note of that change. `months` and their `results` are earliest first, a result None where it is
    missing; `unusual` are the months that are more than chance would explain. `largest_step` is that of a snapshot,
    which has no mean and no limits. Where `withheld`, a month by itself is a small count: then there are words and no
    figures at all. `why_not` is why nothing can be said, and `note` what the limits rest on while they are few.
    """

    row: Row
    since: str = ""
    changed: str = ""
    months: tuple[str, ...] = ()
    results: tuple[Amount, ...] = ()
    unusual: tuple[bool, ...] = ()
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    largest_step: Amount = None
    variation: str = ""
    assurance: str = ""
    note: str = ""
    why_not: str = ""
    withheld: bool = False


@takes_rated
def series(book: Book, areas: pd.DataFrame, scored: pd.DataFrame) -> dict[Place, Series]:
    """What the months up to each row of a rated frame say, by its place.

    `book` must hold the months, and those of every area: months that are worked out of a year to date are figures of
    their own, and are held to the rule for small counts with all that could give them back, see
    `judge.disclosure.withhold`; counts that were already published are not published for each month. The last change
    that is not comparable, or that says `rebase`, begins the stretch that counts, and its first twelve months give
    the limits. Of a snapshot, in which most cases carry over from month to month, the newest step alone is judged. The
    target is the one in force; a count to date has none that a month could be held against.
    """
    rows, items = records(scored), definitions(book.indicators)
    changes = records(book.changes)
    starts = {row["indicator"]: _start(changes, row["indicator"], row["asked"]) for row in rows}
    counted = {key: _stretch(found, items[key[0]], starts[key[0]]) for key, found in _found(book, rows, items).items()}
    small, targets = _small(book, areas, counted, items), records_by(book.targets, "indicator")
    told: dict[Place, Series] = {}
    for row in rows:
        item, key = items[row["indicator"]], series_of(row)
        months = counted.get(key, Monthly((), "It has no results."))
        goal = None if _is_of_year(row, item) else in_force(targets.get(key[0], ()), row["period"], row["area"])
        judged = _judged(row, item, months, None if goal is None or goal.unrated_reason else goal)
        begun = starts[key[0]]
        since = judged._replace(since=begun.since, changed=begun.changed)
        told[place_of(row)] = _without_figures(since) if key in small else since
    return told


class _Start(NamedTuple):
    """The first month that counts, why, and the first whose results may be subtracted from later ones."""

    since: str = ""
    changed: str = ""
    comparable: str = ""


def _start(changes: Iterable[Row], indicator: str, period: str) -> _Start:
    mine = [row for row in changes if row["indicator"] == indicator and str(row["from"]) <= period]
    apart = max((str(row["from"]) for row in mine if row["comparable"] == "no"), default="")
    anew = [row for row in mine if row["comparable"] == "no" or row.get("rebase") == "yes"]
    if not anew:
        return _Start()
    last = max(anew, key=lambda row: str(row["from"]))
    return _Start(str(last["from"]), str(last["note"]), apart)


def _found(book: Book, rows: Sequence[Row], items: Mapping[str, Indicator]) -> dict[_Key, list[Row]]:
    """The results of the rows' series up to their months; of a year to date also those of every area and cohort."""
    ends, wanted = {row["indicator"]: row["asked"] for row in rows}, {series_of(row) for row in rows}
    of_year = {name for name in ends if items[name].data_period is DataPeriod.YEAR_TO_DATE}
    mine = records(book.results[book.results["indicator"].isin(ends)])
    return by_key(
        (series_of(each), each)
        for each in mine
        if each["period"] <= ends[each["indicator"]]
        and items[each["indicator"]].in_use(each["period"])
        and (each["indicator"] in of_year or series_of(each) in wanted)
    )


def _stretch(found: Sequence[Row], item: Indicator, start: _Start) -> Monthly:
    """The months from the start on; a year to date needs the result before it, unless that is of another year."""
    since = first = start.since
    if since and item.data_period is DataPeriod.YEAR_TO_DATE:
        before = months_before(since, 1)
        first = since if financial_year(before) != financial_year(since) else max(start.comparable, before)
    counted = monthly([each for each in found if each["period"] >= first], item.data_period)
    return Monthly(tuple(month for month in counted.months if month.period >= since), counted.why_not)


def _small(
    book: Book, areas: pd.DataFrame, counted: Mapping[_Key, Monthly], items: Mapping[str, Indicator]
) -> set[_Key]:
    """The series of which a month by itself is withheld."""
    lines = [
        {"indicator": key[0], "area": key[1], "cohort": key[2], **month._asdict()}
        for key, each in counted.items()
        if items[key[0]].data_period is DataPeriod.YEAR_TO_DATE
        for month in each.months
        if month.numerator is not None
    ]
    columns = ["indicator", "period", "area", "cohort", *FIGURES, "status"]
    frame = pd.DataFrame(lines, columns=columns, dtype=object)
    shown = withhold(frame, book.indicators, areas, SmallCounts(book.rule.below))
    return {series_of(row) for row in records(shown) if row["status"] == "suppressed"}


def _without_figures(told: Series) -> Series:
    if not told.months:
        return told
    return Series(
        told.row, told.since, told.changed, variation=told.variation, assurance=told.assurance, note=told.note,
        withheld=True,
    )  # fmt: skip


def _is_of_year(row: Row, item: Indicator) -> bool:
    return rises(item.data_period, item.unit, row["denominator"])


def _judged(row: Row, item: Indicator, counted: Monthly, target: Target | None) -> Series:
    if not counted.months:
        return Series(row, why_not=counted.why_not or "It has no results since it was counted anew.")
    months = tuple(month.period for month in counted.months)
    values = tuple(_value(month, item) for month in counted.months)
    if item.data_period is DataPeriod.SNAPSHOT:
        return _by_steps(Series(row, months=months, results=values), item)
    chart = xmr(values, baseline=LOCKED)
    every = "quarter" if item.data_period is DataPeriod.QUARTER else "month"
    said = variation(chart, item.polarity, every=every)
    if said == ONE_MONTH.replace("month", every) and chart.mean is not None:
        said += f": {way(item.polarity, is_high=float(values[-1] or 0) > chart.mean)}"
    lower, upper = _possible(chart, item)
    return Series(
        row, months=months, results=values, unusual=tuple(map(bool, chart.signals)), mean=chart.mean, lower=lower,
        upper=upper, variation=said, note=chart.note,
        assurance=_assurance(chart, lower, upper, target, item),
    )  # fmt: skip


def _assurance(chart: Xmr, lower: float | None, upper: float | None, target: Target | None, item: Indicator) -> str:
    said = "" if target is None else assurance(lower, upper, target, item.polarity)
    is_moving = any(signal.rule in {Rule.SHIFT, Rule.TREND} for signal in chart.signals[-1])
    return MOVED if said and is_moving else said


def _value(month: Month, item: Indicator) -> Amount:
    if month.denominator is None or month.numerator is None:
        return month.numerator
    found = rate(month.numerator, month.denominator, item.per)
    return None if found is None else Fraction(found)


def _possible(chart: Xmr, item: Indicator) -> tuple[float | None, float | None]:
    """The limits as far as a result can go: none is under nought, and no share over 100%."""
    lower, upper = chart.lower, chart.upper
    if lower is None or upper is None:
        return None, None
    most = float(item.per) if item.unit is Unit.PERCENT and not item.may_exceed_100 else upper
    return lower if item.below_nought else max(lower, 0.0), min(upper, most)


def _by_steps(told: Series, item: Indicator) -> Series:
    """A snapshot, judged by its steps."""
    steps = [
        None if before is None or after is None else after - before
        for before, after in zip((None, *told.results), told.results, strict=False)
    ]
    largest = largest_step(told.results)
    known = sum(value is not None for value in told.results[:LOCKED])
    few = f"trial limit, {known} of {LOCKED}" if known < LOCKED else ""
    return told._replace(
        unusual=tuple(largest is not None and by is not None and abs(by) > largest for by in steps),
        largest_step=largest,
        variation=step(steps[-1], largest, item.polarity),
        note=f"no limit: {known} of {LEAST} points" if largest is None else few,
    )
