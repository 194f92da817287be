"""Figures and months that may well be true, and more likely are a slip: fractions, months far away, months retyped."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise
from statistics import median

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.schema import TABLES
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator, Polarity, Unit
from scorecard_kit.judge.numbers import Written, plain
from scorecard_kit.judge.rows import Row, read_result, records
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.text.counting import count, joined

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
_FAR = 120  # months between a month and all others that no history explains
_AHEAD = 24  # months from today beyond which no result lies
_TENFOLD = 10
_MOST = Fraction(1, 2)
_LEAST_SAME = 4  # figures that are the same in two months
_RHYTHM = 3  # equal steps that make a rhythm
_SPLIT_FROM = ("affordable_units", "forecast_units", "budget_cost", "forecast_cost")
_FIGURES = ("numerator", "denominator", "value")
_AIMS = ("target", "floor", "green_from", "green_to", "amber_from", "amber_to", "lower", "upper")
_IN_POSTS = re.compile(
    r"\b(fte|wte|full[- ]time equivalents?|whole[- ]time equivalents?|posts?|staff|workers?)\b", re.IGNORECASE
)


def months_far_away(results: pd.DataFrame) -> Iterator[Finding]:
    """Errors over months that lie ten years from all others, or in a future of which there can be no results."""
    counted = Counter(month for month in results["period"] if _MONTH.fullmatch(month))
    if not counted:
        return
    usual = _usual(counted)
    for month in sorted(counted):
        ages = abs(_number(month) - min((_number(one) for one in usual), key=lambda one: abs(one - _number(month))))
        if month in usual and not lies_in_the_future(month):
            continue
        problem = f"lies {ages // 12} years from all other months" if month not in usual else "lies in the future"
        row = int(results.index[results["period"] == month][0])
        further = f" (and in {count(counted[month] - 1, 'further row')})" if counted[month] > 1 else ""
        yield Finding("results.csv", row, "period", month, f"{problem}{further}", _meant(month, usual))


def lies_in_the_future(month: str) -> bool:
    """Whether a month is so far ahead that there can be no results of it."""
    return _number(month) > _number(f"{datetime.now(UTC):%Y-%m}") + _AHEAD


def _number(month: str) -> int:
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1


def _usual(counted: Counter[str]) -> set[str]:
    """The months of the largest group in which none lies ten years from the next."""
    groups: list[list[str]] = []
    for month in sorted(counted):
        if groups and _number(month) - _number(groups[-1][-1]) <= _FAR:
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


def months_beyond_the_results(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Warnings of months and dates of other tables and columns that lie ten years from every result."""
    months = [month for month in tables["results"]["period"] if _MONTH.fullmatch(month)]
    if not months:
        return
    usual = _usual(Counter(months))
    least, most = _number(min(usual)) - _FAR, _number(max(usual)) + _FAR
    for name, frame in tables.items():
        for column in TABLES[name].columns:
            if column.kind in {"period", "date"} and (name, column.name) != ("results", "period"):
                for row, cell in zip(frame.index.tolist(), frame[column.name], strict=True):
                    if _DAY.fullmatch(cell) and not least <= _number(cell[:7]) <= most:
                        mend = _meant(cell, usual)
                        yield Finding(
                            f"{name}.csv", row, column.name, cell, "lies ten years from every result", mend, "warning"
                        )


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
    by_month: dict[str, dict[tuple[str, ...], tuple[object, ...]]] = {}
    firsts: dict[str, int] = {}
    columns = [results[name].tolist() for name in ("indicator", "area", "cohort", "period", "status", *_FIGURES)]
    for row, (indicator, area, cohort, month, status, *figures) in zip(
        results.index.tolist(), zip(*columns, strict=True), strict=True
    ):
        if (
            _MONTH.fullmatch(month)
            and status != "carried_forward"
            and any(isinstance(one, Fraction) and one for one in figures)
        ):
            by_month.setdefault(month, {})[indicator, area, cohort] = tuple(figures)
            firsts.setdefault(month, row)
    months = sorted(by_month)
    for place, month in enumerate(months):
        before = {months[place - 1]} if place else set()
        for other in sorted(before | ({f"{int(month[:4]) - 1}{month[4:]}"} & by_month.keys())):
            shared = by_month[month].keys() & by_month[other].keys()
            same = sum(by_month[month][key] == by_month[other][key] for key in shared)
            if same >= _LEAST_SAME and same > _MOST * len(by_month[month]):
                problem = f"has the figures of {other} in {same} of {count(len(by_month[month]), 'result')}"
                mend = "Were they entered for this month? Say carried_forward under status where they are repeated."
                yield Finding("results.csv", firsts[month], "period", month, problem, mend, "warning")


def gaps_before_the_newest(results: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of months that are missing just before the newest result of series that were regular until then."""
    series: dict[tuple[str, str, str], set[str]] = {}
    columns = [results[name].tolist() for name in ("indicator", "area", "cohort", "period", "status", *_FIGURES)]
    for indicator, area, cohort, month, status, *figures in zip(*columns, strict=True):
        if _MONTH.fullmatch(month) and (status == "suppressed" or any(one is not None for one in figures)):
            series.setdefault((indicator, area, cohort), set()).add(month)
    missing: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for key, found in series.items():
        months = [_number(month) for month in sorted(found)[-_RHYTHM - 2 :]]
        steps = [later - earlier for earlier, later in pairwise(months)]
        usual = set(steps[:-1])
        if len(steps) > _RHYTHM and len(usual) == 1 and steps[-1] == 2 * max(usual):
            left_out = months[-2] + max(usual)
            missing.setdefault((max(found), f"{left_out // 12}-{left_out % 12 + 1:02}"), []).append(key)
    for (newest, absent), keys in missing.items():
        indicator, area, cohort = keys[0]
        here = results[(results["indicator"] == indicator) & (results["area"] == area) & (results["cohort"] == cohort)]
        first = int(here.index[here["period"] == newest][0])
        problem = (
            f"{absent} is missing before it in {count(len(keys), 'series', 'series')} (first: {indicator}, {area})"
        )
        mend = "Enter that month too, if there are figures: the one before is compared with instead."
        yield Finding("results.csv", first, "period", newest, problem, mend, "warning")


def fractions_for_percentages(
    results: pd.DataFrame, targets: pd.DataFrame, known: Mapping[str, Indicator]
) -> Iterator[Finding]:
    """Warnings of numbers of 1 or less under a percentage whose others are ten times as much: 0.85 is not 85%."""
    by_indicator = _percentages(results, known)
    middles = {indicator: median(figures.values()) for indicator, figures in by_indicator.items()}
    for row, indicator, value in zip(results.index.tolist(), results["indicator"], results["value"], strict=True):
        middle = middles.get(indicator)
        if row in by_indicator.get(indicator, {}) and isinstance(value, Fraction) and _is_fraction(value, middle):
            yield _fraction("results.csv", row, "value", value, middle)
    for row, cells in rows(targets):
        item, middle = known.get(cells["indicator"]), middles.get(cells["indicator"])
        for name in _AIMS if item and item.unit is Unit.PERCENT else ():
            if isinstance(cells[name], Fraction):
                yield from _aim(row, name, cells[name], middle, known[cells["indicator"]])


def _aim(row: int, name: str, aim: Fraction, middle: Fraction | None, item: Indicator) -> Iterator[Finding]:
    """The warning of one target, floor or end of a band."""
    if _is_fraction(aim, middle) or (name == "target" and item.polarity is Polarity.HIGHER and 0 < aim < 1):
        yield _fraction("targets.csv", row, name, aim, middle)
    elif name == "target" and middle is not None and 0 < middle <= 1 and aim >= _TENFOLD * middle:
        problem = f"is the target, and the results of {item.indicator} lie at 1% or less"
        mend = "Were the results written as fractions?"
        yield Finding("targets.csv", row, name, plain(aim), problem, mend, "warning")


def _percentages(results: pd.DataFrame, known: Mapping[str, Indicator]) -> dict[str, dict[int, Fraction]]:
    """The results of each indicator in percent, by their rows."""
    found: dict[str, dict[int, Fraction]] = {}
    for row, cells in rows(results):
        item = known.get(cells["indicator"])
        if item and item.unit is Unit.PERCENT and not any(isinstance(cells[name], str) for name in _FIGURES):
            value = _value(cells, item)
            if value is not None:
                found.setdefault(item.indicator, {})[row] = value
    return found


def _value(cells: Row, item: Indicator) -> Fraction | None:
    try:
        return read_result(cells, item).value
    except ValueError:  # a result in error has its own finding
        return None


def _is_fraction(number: Fraction, middle: Fraction | None) -> bool:
    return 0 < number <= 1 and middle is not None and middle >= _TENFOLD * number


def _fraction(file: str, row: int, column: str, number: Fraction, middle: Fraction | None) -> Finding:
    beside = "" if middle is None or middle <= 1 else f", and the results lie at about {round(middle)}%"
    problem = f"means {plain(number)}%{beside}"
    return Finding(
        file, row, column, plain(number), problem, f"Write {plain(number * 100)} if that is meant.", "warning"
    )


def floors_far_below(targets: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Warnings of a floor in percent that may be meant as a distance: 10% beside a target of 85%."""
    for row, cells in rows(targets):
        item, floor, target = known.get(cells["indicator"]), cells["floor"], cells["target"]
        if not (item and item.unit is Unit.PERCENT and item.polarity is Polarity.HIGHER):
            continue
        if (
            isinstance(floor, Written)
            and isinstance(target, Fraction)
            and 0 < floor * (2 if floor.mark else 4) < target
        ):
            within, less = plain(target * (100 - floor) / 100), plain(target - floor)
            problem = f"is the lowest result that is Amber, far under the target {plain(target)}"
            mend = f"If it is a distance from the target, write {within} (per cent of it) or {less} (points)."
            yield Finding("targets.csv", row, "floor", plain(floor), problem, mend, "warning")


def services_left_out(unit_costs: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of services that no total can hold, since a unit or a cost is missing, and of costs under nought."""
    split = {row["service"]: row for row in records(volume_and_price(unit_costs))}
    for row, cells in rows(unit_costs):
        given = [name for name in _SPLIT_FROM if cells[name] is not None]
        if split[cells["service"]]["gross_variance"] == "" and given:
            missing = (
                joined([name for name in _SPLIT_FROM if cells[name] is None]) or "volume_variance or price_variance"
            )
            problem = f"has no {missing}: it is in no total of volume and price"
            mend = "Enter what is missing, or its volume_variance and price_variance as printed."
            yield Finding("unit_costs.csv", row, "service", cells["service"], problem, mend, "warning")
        for name in ("budget_cost", "forecast_cost"):
            if cells[name] is not None and cells[name] < 0:
                problem = f"is a unit cost under nought ({cells['service']})"
                yield Finding("unit_costs.csv", row, name, plain(cells[name]), problem, "Is it an income?", "warning")


def parts_of_people(results: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Warnings of a percentage of people in which a part of one is counted: 80.5 children."""
    told = set()
    for row, cells in rows(results):
        item, number = known.get(cells["indicator"]), cells["numerator"]
        if not item or item.unit is not Unit.PERCENT or item.indicator in told or item.may_exceed_100:
            continue
        if isinstance(number, Fraction) and number.denominator != 1 and not _counts_posts(item):
            told.add(item.indicator)
            problem = f"is no whole number of cases ({item.indicator})"
            mend = "Correct it, or write in the definition that posts are counted as full-time equivalents (FTE)."
            yield Finding("results.csv", row, "numerator", plain(number), problem, mend, "warning")


def _counts_posts(item: Indicator) -> bool:
    return bool(
        _IN_POSTS.search(" ".join([item.name, item.definition, item.data_notes, item.indicator.replace("-", " ")]))
    )


def mixed_decimals(results: pd.DataFrame, known: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Notes on indicators whose printed values are not all written with as many decimals."""
    by_indicator: dict[str, dict[int, int]] = {}
    for row, indicator, value, numerator in zip(
        results.index.tolist(), results["indicator"], results["value"], results["numerator"], strict=True
    ):
        if isinstance(value, Written) and numerator is None and indicator in known:
            by_indicator.setdefault(indicator, {}).setdefault(value.decimals, row)
    for indicator, places in by_indicator.items():
        if len(places) > 1 and known[indicator].unit is not Unit.GBP:
            least = min(places)
            shown = joined([str(number) for number in sorted(places)])
            problem = f"the values of {indicator} are written with {shown} decimals, and are shown as they are written"
            yield Finding(
                "results.csv",
                places[least],
                "value",
                problem=problem,
                mend="Write a nought where it was printed.",
                level="note",
            )
