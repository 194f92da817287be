"""Months that lie far from all others, were retyped, or are missing before the newest."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise, starmap

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.schema import TABLES
from scorecard_kit.findings import Finding, and_further
from scorecard_kit.judge.periods import months_before, months_between
from scorecard_kit.judge.rows import FIGURES, Row, by_key
from scorecard_kit.text.counting import count

__all__ = [
    "financial_years_as_months",
    "gaps_before_the_newest",
    "is_retyped",
    "lies_in_the_future",
    "months_beyond_the_results",
    "months_far_away",
    "retyped_months",
]

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(rf"{_MONTH.pattern}(-[0-9]{{2}})?")
_FAR = 120  # months between a month and all others that no history explains
_AHEAD = 24  # months from today beyond which no result lies
_MOST = Fraction(1, 2)
_LEAST_SAME = 4  # figures that are the same in two months
_RHYTHM = 3  # equal steps that make a rhythm


def months_far_away(results: pd.DataFrame) -> Iterator[Finding]:
    """Errors over months that lie ten years from all others, or in a future of which there can be no results."""
    counted = Counter(month for month in results["period"] if _MONTH.fullmatch(month))
    if not counted:
        return
    usual = _usual(counted)
    for month in sorted(counted):
        ages = min(abs(months_between(month, one)) for one in usual)
        if month in usual and not lies_in_the_future(month):
            continue
        problem = f"lies {ages // 12} years from all other months" if month not in usual else "lies in the future"
        numbers = results.index[results["period"] == month].tolist()
        problem = f"{problem}{and_further(numbers)}"
        yield Finding("results.csv", numbers[0], "period", month, problem, _meant(month, usual))


def lies_in_the_future(month: str) -> bool:
    """Whether a month is so far ahead that there can be no results of it."""
    return months_between(f"{datetime.now(UTC):%Y-%m}", month) > _AHEAD


def _usual(counted: Counter[str]) -> set[str]:
    """The months of the largest group in which none lies ten years from the next."""
    groups: list[list[str]] = []
    for month in sorted(counted):
        if groups and months_between(groups[-1][-1], month) <= _FAR:
            groups[-1].append(month)
        else:
            groups.append([month])
    return set(max(groups, key=lambda group: sum(counted[month] for month in group)))


def _meant(month: str, usual: set[str]) -> str:
    """The mend: the same month of the usual years in which the year is a slip of this one."""
    year = month[:4]
    years = map(str, range(int(min(usual)[:4]), int(max(usual)[:4]) + 1))
    others = [one for one in years if one != year and not lies_in_the_future(f"{one}-01")]
    near = [one for one in others if _is_slip_of_year(year, one)]
    return f"Is {near[-1]}{month[4:]} meant?" if near else "Correct the year."


def _is_slip_of_year(year: str, other: str) -> bool:
    """Whether one digit is another, two changed places, or the century is the one before or after."""
    one_digit = sum(one != two for one, two in zip(year, other, strict=True)) == 1
    return one_digit or sorted(year) == sorted(other) or abs(int(year) - int(other)) == 100  # noqa: PLR2004


def months_beyond_the_results(results: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Warnings of months and dates of other tables and columns that lie ten years from every result."""
    months = [month for month in results["period"] if _MONTH.fullmatch(month)]
    if not months:
        return
    usual = _usual(Counter(months))
    least, most = months_before(min(usual), _FAR), months_before(max(usual), -_FAR)
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.kind in {"period", "date"} and (name, column.name) != ("results", "period"):
                for row, cell in zip(frame.index.tolist(), frame[column.name], strict=True):
                    if _DAY.fullmatch(cell) and not least <= cell[:7] <= most:
                        problem, mend = "lies ten years from every result", _meant(cell, usual)
                        yield Finding(f"{name}.csv", row, column.name, cell, problem, mend, "warning")


def financial_years_as_months(results: pd.DataFrame) -> Iterator[Finding]:
    """A warning where every month is written like a financial year: 2010-11, 2011-12."""
    months = {month for month in results["period"] if _MONTH.fullmatch(month)}
    if len(months) > 1 and all(int(month[5:]) == (int(month[:4]) + 1) % 100 for month in months):
        first = min(months)
        row = int(results.index[results["period"] == first][0])
        mend = f"If financial years are meant, write their last months, such as {int(first[:4]) + 1}-03."
        yield Finding("results.csv", row, "period", first, "is read as a month, and so are the others", mend, "warning")


def retyped_months(results: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of a month whose figures are for the most part those of the month before it, or of a year before."""
    by_month: dict[str, dict[tuple[str, str, str], tuple[object, ...]]] = {}
    firsts: dict[str, int] = {}
    for row, cells in rows(results):
        month, figures = cells["period"], tuple(cells[name] for name in FIGURES)
        has_figure = any(isinstance(one, Fraction) and one for one in figures)
        if has_figure and _MONTH.fullmatch(month) and cells["status"] != "carried_forward":
            by_month.setdefault(month, {})[_series(cells)] = figures
            firsts.setdefault(month, row)
    months = sorted(by_month)
    for place, month in enumerate(months):
        before = {months[place - 1]} if place else set()
        for other in sorted(before | ({months_before(month, 12)} & by_month.keys())):
            shared = by_month[month].keys() & by_month[other].keys()
            same = sum(by_month[month][key] == by_month[other][key] for key in shared)
            if is_retyped(same, len(by_month[month])):
                problem = f"has the figures of {other} in {same} of {count(len(by_month[month]), 'result')}"
                mend = "Were they entered for this month? Say carried_forward under status where they are repeated."
                yield Finding("results.csv", firsts[month], "period", month, problem, mend, "warning")


def _series(cells: Row) -> tuple[str, str, str]:
    return cells["indicator"], cells["area"], cells["cohort"]


def is_retyped(same: int, results: int) -> bool:
    """Whether so many figures that are the same as another month's make it likely that all were typed for that one."""
    return same >= _LEAST_SAME and same > _MOST * results


def gaps_before_the_newest(results: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of months that are missing just before the newest result of series that were regular until then."""
    months_of = by_key(
        [
            (_series(cells), cells["period"])
            for _, cells in rows(results)
            if cells["status"] == "suppressed" or any(cells[name] is not None for name in FIGURES)
        ]
    )
    missing: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for key, names in months_of.items():
        months = sorted(set(filter(_MONTH.fullmatch, names)))[-_RHYTHM - 2 :]
        steps = list(starmap(months_between, pairwise(months)))
        usual = set(steps[:-1])
        if len(steps) > _RHYTHM and len(usual) == 1 and steps[-1] == 2 * max(usual):
            missing.setdefault((months[-1], months_before(months[-2], -max(usual))), []).append(key)
    for (newest, absent), keys in missing.items():
        indicator, area, cohort = keys[0]
        here = results[(results["indicator"] == indicator) & (results["area"] == area) & (results["cohort"] == cohort)]
        first = int(here.index[here["period"] == newest][0])
        problem = (
            f"comes after a gap: {absent} is missing in {count(len(keys), 'series', 'series')} "
            f"(first: {indicator}, {area})"
        )
        mend = "Enter that month too, if there are figures: the one before is compared with instead."
        yield Finding("results.csv", first, "period", newest, problem, mend, "warning")
