"""Tidy results in, rated frame out. This module is the only description of the columns of a rated frame.

The frames that come in are the contract's tables; in the frames that go out every number is a Fraction, or None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.judge.figures import Book, takes_frames
from scorecard_kit.judge.indicators import DataPeriod, Direction, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import written_decimals
from scorecard_kit.judge.periods import (
    financial_year,
    month_name,
    months_before,
    months_between,
    next_point,
    on_rhythm,
    outturn_month,
    previous_point,
)
from scorecard_kit.judge.ratings import direction_of_travel, rag_rating, within_rounding
from scorecard_kit.judge.rows import (
    NO_RESULT,
    Result,
    Row,
    definitions,
    in_force,
    read_result,
    reason,
    records,
    records_by,
    takes_rated,
)

__all__ = [
    "BANDS", "PAGE_COLUMNS", "SCORECARD_COLUMNS", "Summary", "apart", "breaks", "has_amber", "history", "rises",
    "score", "score_latest", "summarise",
]  # fmt: skip

SCORECARD_COLUMNS = (
    "indicator name group polarity data_period period area cohort numerator denominator value status target floor "
    "green_from green_to amber_from amber_to floor_basis rag previous direction_from_previous within_rounding outturn "
    "direction_from_outturn previous_period"
).split()
"""The columns of data/scorecard-*.csv, in order. `value` is in the indicator's unit, unrounded."""

PAGE_COLUMNS = (
    "unit decimals reason previous_rag previous_apart previous_withheld outturn_period outturn_within_rounding "
    "outturn_apart outturn_withheld as_at note floor_range basis lower upper per rank standing asked late breaks "
    "short_name"
).split()
"""What a page needs beside them.

`reason` says why a row is Not rated, or why a missed target is Amber at worst. `standing` is what the row has to tell:
result, withheld, no cases or no result. `asked` is the month that was asked for, and `late` by how many months the row
is behind it where a newer result is due. `previous_apart` and `outturn_apart` say why the two do not compare, and
`previous_withheld` names the months since the previous result that are withheld, all earlier ones where there is none,
and `outturn_withheld` the outturn's where it is. `breaks` are the months from which the
figures do not compare with earlier ones. `short_name` is what the indicator is called where all are seen at once.
"""

BANDS = ("green_from", "green_to", "amber_from", "amber_to")
_OF_TARGET = ("target", "floor", *BANDS, "floor_basis", "floor_range", "basis", "lower", "upper")
_NO_TARGET = Target(basis="")


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


@takes_frames
def score(
    book: Book, period: str, area: str, cohort: str = "", *, reporting: str = "month", role: str = "indicator"
) -> pd.DataFrame:
    """Rate every indicator of a role for one period, area and cohort: one row each, in the order of the file.

    `book` is the loaded data; three frames in its place do too: `score(results, indicators, targets, period, area)`.

    Returns SCORECARD_COLUMNS and PAGE_COLUMNS. An indicator without a result keeps its row, Not rated. `previous` is
    the latest earlier result on the `reporting` rhythm (month, or quarter: quarter ends only), of a year-to-date count
    that of the same month a year before where it is known; `outturn` is the result of the March before the period's
    financial year. Directions compare unrounded figures where both are known, else the printed one, and
    `within_rounding` then tells a difference under half the last digit that was written. Not comparable: a side is
    missing, there is no polarity, or the two do not compare, see `apart`.
    """
    series = _series(book, period, area, cohort, reporting, role)
    return _frame(_rated(item, series, period, period) for item in series.indicators.values() if item.in_use(period))


class _Series(NamedTuple):
    """The tables as the ratings of one area and cohort need them: read once, for however many periods."""

    indicators: dict[str, Indicator]
    results: dict[str, dict[str, Result]]
    targets: dict[str, list[Row]]
    changes: list[Row]
    area: str
    cohort: str
    reporting: str


def _series(book: Book, until: str, area: str, cohort: str, reporting: str, role: str) -> _Series:
    indicators = {key: item for key, item in definitions(book.indicators).items() if item.role == role}
    mine = book.results[(book.results["area"] == area) & (_column(book.results, "cohort") == cohort)]
    results: dict[str, dict[str, Result]] = {key: {} for key in indicators}
    for row in records(mine[mine["indicator"].isin(indicators) & (mine["period"] <= until)]):
        results[row["indicator"]][row["period"]] = read_result(row, indicators[row["indicator"]])
    targets = records_by(book.targets, "indicator")
    return _Series(indicators, results, targets, records(book.changes), area, cohort, reporting)


def _frame(rows: Iterable[Row]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[*SCORECARD_COLUMNS, *PAGE_COLUMNS], dtype=object)


def _column(frame: pd.DataFrame, name: str) -> "pd.Series[Any]":
    if name not in frame:
        return pd.Series("", index=frame.index)
    return frame[name].astype(object).where(frame[name].notna(), "")


def _rated(item: Indicator, series: _Series, period: str, asked: str) -> Row:
    months, targets = series.results[item.indicator], series.targets.get(item.indicator, [])
    result, target = months.get(period, NO_RESULT), in_force(targets, period, series.area)
    rag = rag_rating(result.value, target, item.polarity)
    return {
        "indicator": item.indicator, "name": item.name, "group": item.group,
        "polarity": item.polarity, "data_period": item.data_period,
        "period": period, "area": series.area, "cohort": series.cohort,
        "numerator": result.numerator, "denominator": result.denominator, "value": result.value,
        "status": result.status,
        **{key: getattr(target or _NO_TARGET, key) for key in _OF_TARGET},
        "rag": rag, "reason": reason(rag, result, target, item),
        "unit": item.unit, "decimals": item.decimals, "as_at": result.as_at, "note": result.note,
        "per": item.per, "rank": result.rank, "short_name": item.short_name,
        "standing": _standing(result), "asked": asked, "late": _late(item, months, period, asked, series.reporting),
        **_compared(item, series, period, target),
    }  # fmt: skip


def _compared(item: Indicator, series: _Series, period: str, target: Target | None) -> Row:
    """What a result is compared with, its direction since, and why the two do not compare."""
    months, targets = series.results[item.indicator], series.targets.get(item.indicator, [])
    result = months.get(period, NO_RESULT)
    before, march = _previous_point(item, result, months, period, series.reporting), outturn_month(period)
    then = in_force(targets, before, series.area) if before else None
    row: Row = {
        "period": period, "data_period": item.data_period, "unit": item.unit, "denominator": result.denominator,
        "breaks": breaks(series.changes, item.indicator, period),
    }  # fmt: skip
    compared: Row = {
        "breaks": row["breaks"],
        "previous_rag": rag_rating(months.get(before, NO_RESULT).value, then, item.polarity),
        "previous_withheld": " ".join(_withheld_between(months, before, period, series.reporting)),
        "outturn_withheld": march if months.get(march, NO_RESULT).status == "suppressed" else "",
    }
    for side, month, rounding in (("previous", before, ""), ("outturn", march, "outturn_")):
        other, why_apart = months.get(month, NO_RESULT), apart(month, row) if month in months else ""
        compared |= {
            side: other.value, f"{side}_period": month, f"{side}_apart": why_apart,
            f"direction_from_{side}": _direction(other, result, item, target, why_apart),
            f"{rounding}within_rounding": _rounding_decides(other, result, item, why_apart),
        }  # fmt: skip
    return compared


def _standing(result: Result) -> str:
    """What a result has to tell; a row that was prepared ahead and left blank has nothing yet."""
    if result.status == "suppressed":
        return "withheld"
    if result.value is not None:
        return "result"
    return "no cases" if result.denominator == 0 else "no result"


def _late(item: Indicator, months: Mapping[str, Result], period: str, asked: str, reporting: str) -> int:
    """By how many months a result is behind the month that was asked for; 0 until the next one is due.

    A quarter's figure is due each quarter. One whose result before is of the same month of an earlier year is due each
    year, unless it says that it covers a month alone.
    """
    if period >= asked or period not in _reported(months):
        return 0
    before = max((month for month in _reported(months) if month < period), default="")
    yearly = before[5:] == period[5:] and item.data_period is not DataPeriod.MONTH
    rhythm = "quarter" if item.data_period is DataPeriod.QUARTER else reporting
    due = months_before(period, -12) if yearly else next_point(period, rhythm)
    return months_between(period, asked) if due <= asked else 0


def _reported(months: Mapping[str, Result]) -> list[str]:
    return [month for month, result in months.items() if _standing(result) != "no result"]


def _previous_point(item: Indicator, result: Result, months: Mapping[str, Result], period: str, reporting: str) -> str:
    """The month that a result is compared with: a year before for a count to date, else the reporting point before."""
    valued = {month for month, other in months.items() if other.value is not None}
    year_before = months_before(period, 12)
    if year_before in valued and rises(item.data_period, item.unit, result.denominator):
        return year_before
    return previous_point(period, valued, reporting)


def _withheld_between(months: Mapping[str, Result], before: str, period: str, reporting: str) -> list[str]:
    between = sorted(month for month in months if before < month < period)
    return [month for month in between if months[month].status == "suppressed" and on_rhythm(month, reporting)]


def rises(data_period: str, unit: str, denominator: object) -> bool:
    """Whether a result can only rise from April to March: a count to date, or an amount of pounds to date."""
    amount = unit == Unit.COUNT or (unit == Unit.GBP and denominator in (None, ""))
    return data_period == DataPeriod.YEAR_TO_DATE and amount


def breaks(changes: Iterable[Row], indicator: str, period: str) -> str:
    """The months up to the period from which an indicator's figures do not compare with earlier ones."""
    mine = (row for row in changes if row["indicator"] == indicator and row["comparable"] == "no")
    return " ".join(sorted(str(row["from"]) for row in mine if str(row["from"]) <= period))


def apart(before: str, row: Mapping[str, Any]) -> str:
    """Why the figure of a rated row does not compare with that of an earlier month; blank where it does.

    A year-to-date figure compares with the same month of another year, and unless it is a count or an amount with
    earlier months of its own year. No figure compares with one from before a change that is not comparable.
    """
    period, crossed = str(row["period"]), [month for month in str(row["breaks"]).split() if before < month]
    if crossed:
        return f"counted or rated in another way since {month_name(crossed[-1])}"
    if row["data_period"] != DataPeriod.YEAR_TO_DATE or before[5:] == period[5:]:
        return ""
    if financial_year(before) != financial_year(period):
        return "year to date: starts again in April"
    return "year to date: rises all year" if rises(row["data_period"], row["unit"], row["denominator"]) else ""


def _direction(before: Result, latest: Result, item: Indicator, target: Target | None, why_apart: str) -> Direction:
    if why_apart:
        return Direction.NOT_COMPARABLE
    return direction_of_travel(before.value, latest.value, item.polarity, target)


def _rounding_decides(before: Result, latest: Result, item: Indicator, why_apart: str) -> bool:
    decimals = [written_decimals(side.value, item.decimals) for side in (before, latest) if side.printed]
    return bool(decimals) and not why_apart and within_rounding(before.value, latest.value, min(decimals))


@takes_frames
def score_latest(
    book: Book, period: str, area: str, cohort: str = "", *, reporting: str = "month", role: str = "indicator"
) -> pd.DataFrame:
    """Where every indicator stands in the period: as `score`, with each at its own newest result up to then.

    Every page of a pack asks this, so that all say the same. The newest result is the newest that has something to
    tell: a figure, a withheld one, or no cases. The row has that month as its `period`, is rated by that month's target
    and is compared with what came before that month. An indicator without any keeps its row, with no result, at its
    newest note if there is one.
    """
    series = _series(book, period, area, cohort, reporting, role)
    in_use = [item for item in series.indicators.values() if item.in_use(period)]
    return _frame(_rated(item, series, _newest(item, series, period), period) for item in in_use)


def _newest(item: Indicator, series: _Series, period: str) -> str:
    months = series.results[item.indicator]
    noted = (month for month, result in months.items() if result.note and item.in_use(month))
    reported = (month for month in _reported(months) if item.in_use(month))
    return max(reported, default=max(noted, default=period))


@takes_frames
def history(
    book: Book,
    indicator: str,
    area: str,
    periods: Iterable[str],
    cohort: str = "",
    *,
    reporting: str = "month",
    keep_empty: bool = False,
) -> pd.DataFrame:
    """One indicator over time: a rated row for every period that has a result, in the columns of `score`.

    With `keep_empty` a period without a result keeps its row: its target may be known before its result is.
    """
    one, results = (frame[frame["indicator"] == indicator] for frame in (book.indicators, book.results))
    item, shown = definitions(one)[indicator], list(periods)
    of_one = Book(results, one, book.targets, book.changes)
    series = _series(of_one, max(shown, default=""), area, cohort, reporting, item.role)
    months = _frame(_rated(item, series, period, period) for period in shown if item.in_use(period))
    return months if keep_empty else months[months["standing"] != "no result"].reset_index(drop=True)


def has_amber(row: Mapping[str, Any]) -> bool:
    """Whether a result of the row could be Amber: not where the minimum is the target itself, or nothing is rated."""
    if row["target"] in (None, "") and row["green_from"] in (None, "") and row["green_to"] in (None, ""):
        return False
    return bool(row["polarity"] == Polarity.TARGET or row["floor"] != row["target"])


@takes_rated
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
