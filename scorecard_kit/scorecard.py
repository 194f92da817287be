"""Tidy results in, rated frame out. This module is the only description of the columns of a rated frame.

The frames that come in are the contract's tables; in the frames that go out every number is a Fraction, or None.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.contract import (
    NO_RESULT,
    Result,
    Row,
    definitions,
    in_force,
    read_result,
    reason,
    records,
    targets_by_indicator,
)
from scorecard_kit.indicator import DataPeriod, Direction, Indicator, Rag, Target
from scorecard_kit.number import written_decimals
from scorecard_kit.period import financial_year, outturn_month, previous_point
from scorecard_kit.rating import direction_of_travel, rag_rating, within_rounding

SCORECARD_COLUMNS = (
    "indicator name group polarity data_period period area cohort numerator denominator value status target floor "
    "green_from green_to amber_from amber_to floor_basis rag previous direction_from_previous within_rounding outturn "
    "direction_from_outturn"
).split()
"""The columns of data/scorecard-*.csv, in order. `value` is in the indicator's unit, unrounded."""

PAGE_COLUMNS = (
    "unit decimals reason previous_period previous_rag outturn_period outturn_within_rounding as_at note floor_range "
    "basis lower upper per rank"
).split()
"""What a page needs beside them: `reason` says why a row is Not rated, or why a missed target is Amber at worst."""

BANDS = ("green_from", "green_to", "amber_from", "amber_to")


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over a rated frame. `indicators` counts its rows; `compared_*` those whose direction can be told."""

    indicators: int
    rated: int
    green: int
    amber: int
    red: int
    not_rated: int
    improved_from_previous: int
    same_from_previous: int
    worsened_from_previous: int
    compared_with_previous: int
    improved_from_outturn: int
    same_from_outturn: int
    worsened_from_outturn: int
    compared_with_outturn: int


def score(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    period: str,
    area: str,
    cohort: str = "",
    *,
    reporting: str = "month",
    changes: pd.DataFrame | None = None,
    role: str = "indicator",
) -> pd.DataFrame:
    """Rate every indicator of a role for one period, area and cohort: one row each, in the order of the file.

    Returns SCORECARD_COLUMNS and PAGE_COLUMNS. An indicator without a result keeps its row, Not rated. `previous` is
    the latest earlier result on the `reporting` rhythm (month, or quarter: quarter ends only), `outturn` the result of
    the March before the period's financial year. Directions compare unrounded figures where both are known, else the
    printed one, and `within_rounding` then tells a difference under half the last digit that was written. Not
    comparable: a side is missing, there is no polarity, `changes` holds a change between the two that is not
    comparable, or a year-to-date count has restarted.
    """
    given = _given(results, indicators, targets, period, area, cohort, reporting, changes, role)
    return _frame(_rated(item, given, period) for item in given.known.values() if item.in_use(period))


class _Given(NamedTuple):
    """The tables as the ratings of one area and cohort need them: read once, for however many periods."""

    known: dict[str, Indicator]
    series: dict[str, dict[str, Result]]
    targets: dict[str, list[Row]]
    changes: list[Row]
    area: str
    cohort: str
    reporting: str


def _given(
    results: pd.DataFrame, indicators: pd.DataFrame, targets: pd.DataFrame, until: str, area: str, cohort: str,
    reporting: str = "month", changes: pd.DataFrame | None = None, role: str = "indicator",
) -> _Given:  # fmt: skip
    known = {key: item for key, item in definitions(indicators).items() if item.role == role}
    mine = results[(results["area"] == area) & (_column(results, "cohort") == cohort)]
    series: dict[str, dict[str, Result]] = {key: {} for key in known}
    for row in records(mine[mine["indicator"].isin(known) & (mine["period"] <= until)]):
        series[row["indicator"]][row["period"]] = read_result(row, known[row["indicator"]])
    return _Given(known, series, targets_by_indicator(targets), records(changes), area, cohort, reporting)


def _frame(rows: Iterable[Row]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[*SCORECARD_COLUMNS, *PAGE_COLUMNS], dtype=object)


def _column(frame: pd.DataFrame, name: str) -> "pd.Series[Any]":
    if name not in frame:
        return pd.Series("", index=frame.index)
    return frame[name].astype(object).where(frame[name].notna(), "")


def _rated(item: Indicator, given: _Given, period: str) -> Row:
    series, targets = given.series[item.indicator], given.targets.get(item.indicator, [])
    result, target = series.get(period, NO_RESULT), in_force(targets, period, given.area)
    with_value = [month for month, other in series.items() if other.value is not None]
    before, march = previous_point(period, with_value, given.reporting), outturn_month(period)
    previous, outturn = series.get(before, NO_RESULT), series.get(march, NO_RESULT)
    own = [row for row in given.changes if row["indicator"] == item.indicator]
    broken = [str(row["from"]) for row in own if row["comparable"] == "no"]
    restarted = bool(before) and _restarts(item, before, period)
    rag = rag_rating(result.value, target, item.polarity)
    return {
        "indicator": item.indicator, "name": item.name, "group": item.group,
        "polarity": item.polarity, "data_period": item.data_period,
        "period": period, "area": given.area, "cohort": given.cohort,
        "numerator": result.numerator, "denominator": result.denominator, "value": result.value,
        "status": result.status,
        **{key: getattr(target, key, None) for key in ("target", "floor", *BANDS)},
        "floor_basis": getattr(target, "floor_basis", ""), "floor_range": getattr(target, "floor_range", ""),
        "basis": getattr(target, "basis", ""),
        "lower": getattr(target, "lower", None), "upper": getattr(target, "upper", None),
        "rag": rag, "reason": reason(rag, result, target, item),
        "previous": previous.value, "previous_period": before,
        "previous_rag": _rag_then(item, previous, targets, before, given.area),
        "direction_from_previous": _direction(
            previous, result, item, target, restarted or _between(broken, before, period)
        ),
        "within_rounding": _rounding_decides(previous, result, item),
        "outturn": outturn.value, "outturn_period": march,
        "direction_from_outturn": _direction(outturn, result, item, target, _between(broken, march, period)),
        "outturn_within_rounding": _rounding_decides(outturn, result, item),
        "unit": item.unit, "decimals": item.decimals, "as_at": result.as_at, "note": result.note,
        "per": item.per, "rank": result.rank,
    }  # fmt: skip


def _rag_then(item: Indicator, previous: Result, targets: list[Row], before: str, area: str) -> Rag:
    then = in_force(targets, before, area) if before else None
    return rag_rating(previous.value, then, item.polarity)


def _restarts(item: Indicator, before: str, period: str) -> bool:
    """Whether a year-to-date count began anew between two months that do not end years of the same length."""
    crossed = financial_year(before) != financial_year(period) and before[5:] != period[5:]
    return item.data_period is DataPeriod.YEAR_TO_DATE and crossed


def _between(broken: Iterable[str], before: str, period: str) -> bool:
    return any(before < month <= period for month in broken)


def _direction(before: Result, latest: Result, item: Indicator, target: Target | None, broken: bool) -> Direction:
    if broken:
        return Direction.NOT_COMPARABLE
    return direction_of_travel(before.value, latest.value, item.polarity, target)


def _rounding_decides(before: Result, latest: Result, item: Indicator) -> bool:
    decimals = [written_decimals(side.value, item.decimals) for side in (before, latest) if side.printed]
    return bool(decimals) and within_rounding(before.value, latest.value, min(decimals))


def score_latest(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    period: str,
    area: str,
    cohort: str = "",
    **rules: Any,  # noqa: ANN401  # reporting, changes and role, as in score
) -> pd.DataFrame:
    """As `score`, with every indicator at its own newest result up to the period: `period` may differ by row."""
    given = _given(results, indicators, targets, period, area, cohort, **rules)
    own = {key: max(series, default=period) for key, series in given.series.items()}
    in_use = [item for item in given.known.values() if item.in_use(period) and item.in_use(own[item.indicator])]
    return _frame(_rated(item, given, own[item.indicator]) for item in in_use)


def history(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    indicator: str,
    area: str,
    periods: Iterable[str],
    cohort: str = "",
    *,
    reporting: str = "month",
    changes: pd.DataFrame | None = None,
    keep_empty: bool = False,
) -> pd.DataFrame:
    """One indicator over time: a rated row for every period that has a result, in the columns of `score`.

    With `keep_empty` a period without a result keeps its row: its target may be known before its result is.
    """
    one, mine = indicators[indicators["indicator"] == indicator], results[results["indicator"] == indicator]
    item, shown = definitions(one)[indicator], list(periods)
    given = _given(mine, one, targets, max(shown, default=""), area, cohort, reporting, changes, item.role)
    months = _frame(_rated(item, given, period) for period in shown if item.in_use(period))
    return months if keep_empty else months[months["value"].notna() | (months["status"] != "")].reset_index(drop=True)


def summarise(scored: pd.DataFrame) -> Summary:
    """Count ratings and directions, each with its base."""
    rags, counts = scored["rag"].value_counts(), {}
    for side in ("previous", "outturn"):
        directions = scored[f"direction_from_{side}"].value_counts()
        for direction in (Direction.IMPROVED, Direction.SAME, Direction.WORSENED):
            counts[f"{direction}_from_{side}"] = int(directions.get(direction, 0))
        counts[f"compared_with_{side}"] = len(scored) - int(directions.get(Direction.NOT_COMPARABLE, 0))
    not_rated = int(rags.get(Rag.NOT_RATED, 0))
    return Summary(
        indicators=len(scored),
        rated=len(scored) - not_rated,
        green=int(rags.get(Rag.GREEN, 0)),
        amber=int(rags.get(Rag.AMBER, 0)),
        red=int(rags.get(Rag.RED, 0)),
        not_rated=not_rated,
        **counts,
    )
