"""Months, written 2016-03, and the financial years they lie in (April to March). A quarter is its last month."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

__all__ = [
    "COVERED", "financial_year", "is_date", "is_month", "last_day", "long_date", "month_name", "months_before",
    "months_between", "next_point", "on_rhythm", "outturn_month", "previous_point", "rolling_12_months",
    "short_month", "window", "year_and_month", "year_end", "year_to_date",
]  # fmt: skip

_MARCH, _APRIL, _DECEMBER = 3, 4, 12
_QUARTER_ENDS = (3, 6, 9, 12)
_YEARS, _DATE = range(1990, 2100), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def year_and_month(period: str) -> tuple[int, int]:
    """Split 2016-03 into 2016 and 3; anything else raises ValueError."""
    year, _, month = period.partition("-")
    digits = (year + month).isascii() and (year + month).isdigit()
    if not (len(year) == 4 and len(month) == 2 and digits and 1 <= int(month) <= _DECEMBER):  # noqa: PLR2004
        raise ValueError(f"{period!r} is not a month written like 2016-03")
    return int(year), int(month)


def is_month(text: str) -> bool:
    """Whether the text is a month written like 2016-03, of a year that figures may be of."""
    try:
        return year_and_month(text)[0] in _YEARS
    except ValueError:
        return False


def is_date(text: str) -> bool:
    """Whether the text is a date written like 2016-05-13, of a year that figures may be of."""
    try:
        return bool(_DATE.fullmatch(text)) and date.fromisoformat(text).year in _YEARS
    except ValueError:
        return False


def months_before(period: str, months: int) -> str:
    """The month that many months earlier; a negative number goes forward."""
    year, month = year_and_month(period)
    year, month = divmod(year * 12 + month - 1 - months, 12)
    return f"{year:04}-{month + 1:02}"


def window(period: str, months: int) -> list[str]:
    """The months up to and including the period, earliest first."""
    return [months_before(period, back) for back in reversed(range(months))]


def financial_year(period: str) -> str:
    """The financial year that holds the month: 2016-03 lies in 2015/16, 2016-04 in 2016/17."""
    year, month = year_and_month(period)
    start = year if month >= _APRIL else year - 1
    return f"{start}/{(start + 1) % 100:02}"


def outturn_month(period: str) -> str:
    """The March before the period's own financial year: its result is the outturn that the period is compared with."""
    return f"{financial_year(period)[:4]}-03"


def year_end(period: str) -> str:
    """The March that ends the period's own financial year, when a year to date is judged."""
    return months_before(outturn_month(period), -12)


def year_to_date(period: str) -> list[str]:
    """The months from April to the period: what a year-to-date result counts."""
    _, month = year_and_month(period)
    return window(period, (month - _APRIL) % 12 + 1)


def rolling_12_months(period: str) -> list[str]:
    """The twelve months up to and including the period."""
    return window(period, 12)


def on_rhythm(period: str, reporting: str) -> bool:
    """Whether the month is a reporting point: every month, or quarter ends only where reporting is `quarter`."""
    return reporting != "quarter" or year_and_month(period)[1] in _QUARTER_ENDS


COVERED: Mapping[str, Callable[[str], list[str]]] = {
    "ytd": year_to_date,
    "r12m": rolling_12_months,
    "quarter": lambda period: window(period, 3) if on_rhythm(period, "quarter") else [],
    "year": lambda period: year_to_date(period) if period.endswith(f"-{_MARCH:02}") else [],
}
"""The months that a figure computed from months covers, at the month that it is of; none where that is no such month.
"""


def previous_point(period: str, months: Iterable[str], reporting: str = "month") -> str:
    """The latest earlier month on the rhythm among those with a result; blank where there is none.

    A month off the rhythm, such as the August of a yearly result in a quarterly pack, is compared with the same month
    of an earlier year too.
    """
    yearly = "" if on_rhythm(period, reporting) else period[5:]
    before = (other for other in months if other < period)
    return max((other for other in before if on_rhythm(other, reporting) or other[5:] == yearly), default="")


def next_point(period: str, reporting: str) -> str:
    """The first month after it that is a reporting point."""
    return next(month for month in window(months_before(period, -3), 3) if on_rhythm(month, reporting))


def months_between(earlier: str, later: str) -> int:
    """How many months the one is before the other: 1 from 2016-02 to 2016-03."""
    (year, month), (to_year, to_month) = year_and_month(earlier), year_and_month(later)
    return (to_year - year) * 12 + to_month - month


def last_day(period: str) -> date:
    """The last day of the month, which is a result's as-at date unless the data give another."""
    year, month = year_and_month(months_before(period, -1))
    return date(year, month, 1) - timedelta(days=1)


def month_name(period: str) -> str:
    """March 2016."""
    return f"{last_day(period):%B %Y}"


def short_month(period: str) -> str:
    """Mar 2016."""
    return f"{last_day(period):%b %Y}"


def long_date(day: date | str) -> str:
    """31 March 2016, without a leading zero on any platform; of a date, or of one as it is written: 2016-03-31."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {day:%B %Y}"
