"""A series month by month: what each month counted by itself, from results that count the year so far."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from scorecard_kit.chance._given import number
from scorecard_kit.judge.indicators import DataPeriod
from scorecard_kit.judge.numbers import Amount
from scorecard_kit.judge.periods import financial_year, month_name, months_before
from scorecard_kit.judge.ratings import change

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Month", "Monthly", "monthly"]

_QUARTER = 3
_NO_MONTHS = {
    DataPeriod.ROLLING_12_MONTHS: "each result covers twelve months, eleven of them the same as in the one before",
    DataPeriod.CUMULATIVE: "each result counts from a start that the data do not give",
}


class Month(NamedTuple):
    """What one month counted by itself; None where it cannot be told, and the denominator of a count."""

    period: str
    numerator: Amount
    denominator: Amount


class Monthly(NamedTuple):
    """The months from the first to the last result, earliest first; or none, and the reason in `why_not`."""

    months: tuple[Month, ...]
    why_not: str = ""


def monthly(
    results: "pd.DataFrame | Sequence[Mapping[str, Any]]", data_period: DataPeriod | str = DataPeriod.YEAR_TO_DATE
) -> Monthly:
    """What each month counted by itself, for limits and rules that need months independent of each other.

    `results` are the rows of one indicator, area and cohort in any order, or a frame of them, such as `history` gives:
    `period`, `numerator` and `denominator` (blank throughout for a count). Of a year to date (YTD) a month is its
    result less that of the month before; April is itself. A month that has no row, and the one after it, are None. Of a
    month, quarter or snapshot the counts are those of the row.

    The whole series is refused, with no months and the reason, where results cover twelve months or run on for ever,
    where a row lacks a count (one that is withheld could be worked out from its neighbours), where no two months in a
    row were counted, and where a count falls within the year or a month has more cases than it can have: then an
    earlier month has been restated. Raises ValueError for two rows of a month, for text in place of a number, and for a
    period that is no month.
    """
    data_period = DataPeriod(data_period)
    if reason := _NO_MONTHS.get(data_period, ""):
        return Monthly((), _refusal(reason))
    counted = _counted(results)
    of_everything = {denominator is None for _, denominator in counted.values()}
    if len(of_everything) > 1 or any(numerator is None for numerator, _ in counted.values()):
        return Monthly((), _refusal("a month lacks its counts"))
    step = _QUARTER if data_period is DataPeriod.QUARTER else 1
    of_year = data_period is DataPeriod.YEAR_TO_DATE
    months = [_month(period, counted, of_year=of_year) for period in _from_first_to_last(sorted(counted), step)]
    reason = next((reason for month in months if (reason := _impossible(month, counted))), "")
    if not reason and all(month.numerator is None for month in months):
        reason = "no two months in a row were counted"
    return Monthly((), _refusal(reason)) if reason else Monthly(tuple(months))


def _refusal(reason: str) -> str:
    return f"This cannot be judged month by month: {reason}."


def _counted(results: "pd.DataFrame | Sequence[Mapping[str, Any]]") -> dict[str, tuple[Amount, Amount]]:
    rows: Iterable[Mapping[Any, Any]]
    if isinstance(results, Sequence):
        rows = results
    else:
        rows = (results if "period" in results else results.reset_index()).to_dict("records")
    counted: dict[str, tuple[Amount, Amount]] = {}
    for row in rows:
        period = str(row.get("period", ""))
        if period in counted:
            raise ValueError(f"{month_name(period)} has two rows: give those of one indicator, area and cohort")
        is_withheld = row.get("status") == "suppressed"
        counted[period] = (None, None) if is_withheld else (_cell(row, "numerator"), _cell(row, "denominator"))
    return counted


def _cell(row: Mapping[Any, Any], name: str) -> Amount:
    value = row.get(name)
    return None if isinstance(value, str) and not value else number(value, f"the {name} of {row.get('period')}")


def _from_first_to_last(periods: Sequence[str], step: int) -> list[str]:
    found = list(periods[:1])
    while found and found[-1] < periods[-1]:
        found.append(months_before(found[-1], -step))
    return found


def _month(period: str, counted: Mapping[str, tuple[Amount, Amount]], *, of_year: bool) -> Month:
    before = months_before(period, 1)
    if period not in counted:
        return Month(period, None, None)
    if not of_year or financial_year(before) != financial_year(period):
        return Month(period, *counted[period])
    if before not in counted:
        return Month(period, None, None)
    now, then = counted[period], counted[before]
    return Month(period, change(then[0], now[0]), change(then[1], now[1]))


def _impossible(month: Month, counted: Mapping[str, tuple[Amount, Amount]]) -> str:
    """Why a month cannot have counted this; blank where it can."""
    name = month_name(month.period)
    if any(part is not None and part < 0 for part in month[1:]):
        return f"a count of {name} is less than that of the month before"
    if month.numerator is None or month.denominator is None:
        return ""
    is_share = all(above <= below for above, below in counted.values() if above is not None and below is not None)
    if month.numerator > month.denominator and (is_share or not month.denominator):
        return f"{name} by itself would have more cases than it counts them out of"
    return ""
