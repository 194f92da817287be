"""What the month of a pack tells beside the months before it: figures left out, repeated, or unlike their own history.

Each rule looks at everyone's results, an indicator and area at a time: a series. Benchmarks are no series, and what is
withheld or has no figure is compared with nothing. A rule is a question to the analyst and stops nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import pandas as pd

from scorecard_kit.data.checks.months import is_retyped
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Unit
from scorecard_kit.judge.numbers import display, plain, written_decimals
from scorecard_kit.judge.periods import financial_year, months_before, months_between, outturn_month, window
from scorecard_kit.judge.ratings import display_result, rate
from scorecard_kit.judge.rows import definitions, in_force, parents_of, records, records_by
from scorecard_kit.judge.scorecard import breaks, rises
from scorecard_kit.text.counting import count

__all__ = ["History", "findings_of_month", "history_of"]

_YEAR = 12
_RHYTHM = 3  # equal steps that make a rhythm
_RARE = 50  # median steps, multiplied, of figures that hardly ever repeat
_STEPS = 6  # earlier steps without which a history says nothing
_ADDED = 3  # earlier months in which the areas added up
_COUNTED = 10  # cases below which equal counts, and wide jumps, are chance
_BOTH_COUNTED = 30  # the same of two counts that are equal at once, without a history
_TIMES = 2  # as large as the largest earlier step
_COUNTS = ("numerator", "denominator")


class _Point(NamedTuple):
    row: int | None
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    status: str


_Key = tuple[str, str]
_Points = Mapping[str, _Point]


@dataclass(frozen=True, slots=True)
class History:
    """The series of some results up to a month: points by month, earliest first, by indicator and area.

    `newest` has the newest month of each in the data, be it later. `breaks` are the months from which the figures of an
    indicator do not compare with earlier ones; `targets` and `parents` those of the tables.
    """

    period: str
    series: Mapping[_Key, _Points]
    newest: Mapping[_Key, str]
    definitions: Mapping[str, Indicator]
    parents: Mapping[str, str]
    breaks: Mapping[str, Sequence[str]]
    targets: pd.DataFrame


def history_of(tables: Mapping[str, pd.DataFrame], period: str) -> History:
    """The series of `results` for everyone up to the period, of the indicators that are reported for it.

    `tables` has the tables of the contract of these names: results, indicators, areas, targets and changes. Results
    come as they are shown, small counts withheld.
    """
    areas, changes = tables["areas"], records(tables["changes"])
    retired = {row["indicator"] for row in changes if row["kind"] in {"retired", "replaced"} and row["from"] <= period}
    items = {
        key: item
        for key, item in definitions(tables["indicators"]).items()
        if item.in_use(period) and key not in retired
    }
    benchmarks = set(areas.loc[areas["kind"] == "benchmark", "area"])
    results = tables["results"]
    columns = ("indicator", "area", "cohort", "period", *_Point._fields[1:])
    series: dict[_Key, dict[str, _Point]] = {}
    for row, cells in zip(results.index.tolist(), zip(*(results[name] for name in columns), strict=True), strict=True):
        indicator, area, cohort, month, *figures = cells
        point = _Point(row if row > 0 else None, *figures)  # a computed result stands in no row
        has_figure = point.status == "suppressed" or point.numerator is not None or point.value is not None
        if has_figure and not cohort and indicator in items and area not in benchmarks:
            series.setdefault((indicator, area), {})[month] = point
    newest = {key: max(points) for key, points in series.items()}
    in_order = {
        key: up_to
        for key, points in series.items()
        if (up_to := {month: points[month] for month in sorted(points) if month <= period})
    }
    apart = {key: breaks(changes, key, period).split() for key in items}
    return History(period, in_order, newest, items, parents_of(areas), apart, tables["targets"])


def findings_of_month(history: History) -> Iterator[Finding]:
    """Every warning of the month, rule by rule."""
    for rule in _RULES:
        yield from rule(history)


def missing(history: History) -> Iterator[Finding]:
    """Months of the last year that a regular series leaves out, the reported month among them.

    A series is regular once three steps in a row are equal. What `months.gaps_before_the_newest` tells is left to it.
    """
    absent: dict[str, list[_Key]] = {}
    for key, points in history.series.items():
        for month in _left_out(list(points), history.period, _told_at(points, history.newest[key])):
            absent.setdefault(month, []).append(key)
    for month, keys in sorted(absent.items()):
        problem = f"is missing in {_of(keys)}, which {'are' if len(keys) > 1 else 'is'} regular otherwise"
        late = "Is it late?" if month == history.period else "Was it forgotten?"
        first = history.series[keys[0]]
        yield Finding("results.csv", first[max(first)].row, "period", month, problem, f"{late} {_ENTER}", "warning")


_ENTER = "Enter it if there is a figure."


def _told_at(points: _Points, newest: str) -> str:
    """The newest month of the data, where the month before it is all that is left out; blank elsewhere."""
    *_, first, second, before, last = [*[""] * 4, *points]
    if last != newest or not first:
        return ""
    usual = months_between(first, second)
    return last if months_between(second, before) == usual and months_between(before, last) == 2 * usual else ""


def _left_out(months: Sequence[str], period: str, told_at: str) -> Iterator[str]:
    """The months that a series leaves out in the twelve up to the period, but for a gap that ends with `told_at`."""
    usual, times = 0, 0
    year = window(period, _YEAR)
    for before, month in pairwise(months):
        step = months_between(before, month)
        if times >= _RHYTHM and step > usual and step % usual == 0:
            yield from (absent for absent in _every(usual, before, month) if absent in year and month != told_at)
        else:
            usual, times = step, times + 1 if step == usual else 1
    if times >= _RHYTHM and months[-1] in year:
        yield from _every(usual, months[-1], months_before(period, -1))


def _every(step: int, before: str, after: str) -> Iterator[str]:
    """Every so many months after the one and before the other."""
    while (before := months_before(before, -step)) < after:
        yield before


def repeated(history: History) -> Iterator[Finding]:
    """Figures that are those of the month before, where that is unlikely.

    Unlikely it is where the median steps of numerator and denominator (those that are not nought), multiplied, are at
    least 50, over at least six earlier steps: chance repeats such figures about once in 150 months. Of a printed figure
    the steps are counted in its last digit. Without such a history it is so where numerator and denominator are both
    equal and at least 30, and neither repeated before. Noughts may repeat, and so may what the status says is carried
    forward. Where most figures of the month repeat, `months.retyped_months` says so.
    """
    same, told = list[_Key](), list[_Key]()
    of_month = [key for key, points in history.series.items() if history.period in points]
    for key in of_month:
        points = list(history.series[key].values())
        if len(points) > 1 and _figures(points[-1]) == _figures(points[-2]) and points[-1].status == "":
            same.append(key)
            if points[-1].numerator != 0 and _is_unlikely_to_repeat([_figures(point) for point in points]):
                told.append(key)
    if told and not is_retyped(len(same), len(of_month)):
        point = history.series[told[0]][history.period]
        column = "numerator" if point.numerator is not None else "value"
        problem = f"is the figure of the month before in {_of(told)}, where that is unlikely"
        mend = "Was it entered for this month? Say carried_forward under status where it is repeated."
        yield Finding("results.csv", point.row, column, plain(getattr(point, column)), problem, mend, "warning")


def _figures(point: _Point) -> tuple[Fraction | None, Fraction | None]:
    """The counts of a point, or its printed figure in units of its last digit."""
    if point.numerator is None and point.value is not None:
        return point.value * 10 ** written_decimals(point.value, 0), None
    return point.numerator, point.denominator


def _is_unlikely_to_repeat(figures: Sequence[tuple[Fraction | None, Fraction | None]]) -> bool:
    """Whether the newest figures, which are those before, are so by chance less than once in 150 times."""
    usual, steps, has_repeated = 1, 0, False
    for column in zip(*figures[:-1], strict=True):
        widths = [abs(after - before) for before, after in pairwise(column) if None not in (before, after)]
        steps, has_repeated = max(steps, len(widths)), has_repeated or 0 in widths
        usual *= median(widths) or 1 if widths else 1
    if steps >= _STEPS:
        return usual >= _RARE
    return not has_repeated and all(figure is not None and figure >= _BOTH_COUNTED for figure in figures[-1])


def jumps(history: History) -> Iterator[Finding]:
    """A step to the reported month that is more than twice the largest of at least six earlier ones of its series.

    Steps across a change that is not comparable, of a year-to-date figure across 1 April, and of one that only rises
    are none. Of an indicator the first series is told, and how many others there are. Steps of fewer than ten cases are
    chance.
    """
    found: dict[str, list[tuple[_Key, Fraction, Fraction]]] = {}
    for key, points in history.series.items():
        steps = list(_steps(history.definitions[key[0]], points, history.breaks[key[0]]))
        if len(steps) > _STEPS and steps[-1][0] == history.period and _is_wide(points, steps[-1][2]):
            *earlier, latest = (abs(step) for _, step, _ in steps)
            if latest > _TIMES * max(earlier) > 0:
                found.setdefault(key[0], []).append((key, steps[-1][1], max(earlier)))
    for indicator, jumped in found.items():
        item, (key, step, largest) = history.definitions[indicator], jumped[0]
        point = history.series[key][history.period]
        now = display_result(_result(item, point), item.unit, item.decimals)
        by, before = _step_words(item, step, signed=True), _step_words(item, largest, signed=False)
        others = f" (and in {count(len(jumped) - 1, 'other area')})" if len(jumped) > 1 else ""
        problem = f'"{indicator}" in "{key[1]}" is {now}, {by} on the month before; no earlier step was over {before}'
        yield Finding("results.csv", point.row, None, None, f"{problem}{others}", "Is that so?", "warning")


def _step_words(item: Indicator, step: Fraction, *, signed: bool) -> str:
    """A step in the unit of its indicator; of a percentage in percentage points."""
    if item.unit is Unit.PERCENT:
        return f"{display(step, item.decimals, signed=signed)} percentage points"
    return display_result(step, item.unit, item.decimals, signed=signed)


def _steps(item: Indicator, points: _Points, apart: Sequence[str]) -> Iterator[tuple[str, Fraction, Fraction | None]]:
    """The later month of each step, by how much the result changed, and the larger number of cases behind it."""
    if item.data_period is DataPeriod.CUMULATIVE or rises(item.data_period, item.unit, None):
        return
    for (before, then), (month, now) in pairwise(points.items()):
        first, second = _result(item, then), _result(item, now)
        crosses_april = item.data_period is DataPeriod.YEAR_TO_DATE and financial_year(before) != financial_year(month)
        crosses = crosses_april or any(before < change <= month for change in apart)
        if first is not None and second is not None and not crosses:
            cases = now.denominator if now.denominator is not None else now.numerator
            yield month, second - first, cases


def _is_wide(points: _Points, cases: Fraction | None) -> bool:
    """Whether the newest step is one of enough cases; of a printed figure they are not known."""
    *_, before, now = points.values()
    if now.numerator is None or now.denominator is not None or before.numerator is None:
        return cases is None or cases >= _COUNTED
    return abs(now.numerator - before.numerator) >= _COUNTED


def _result(item: Indicator, point: _Point) -> Fraction | None:
    """The unrounded result of a point; None where it is withheld, or of no cases."""
    if point.numerator is not None and point.denominator is not None:
        return rate(point.numerator, point.denominator, item.per)
    return point.numerator if point.value is None else point.value


def apart_from_areas(history: History) -> Iterator[Finding]:
    """Counts that its areas do not add up to, in an indicator and area where they did in every earlier month.

    At least three earlier months, of the same areas, must have added up. Areas that count more than their whole are
    told as that by `data.check`.
    """
    families: dict[_Key, list[_Key]] = {}
    for key in history.series:
        if parent := history.parents.get(key[1]):
            families.setdefault((key[0], parent), []).append(key)
    for whole, parts in families.items():
        points = history.series.get(whole, {})
        for column in _COUNTS if history.period in points else ():
            left = {month: _left(points[month], [history.series[key].get(month) for key in parts], column)
                    for month in points}  # fmt: skip
            latest = left.pop(history.period)
            earlier = [rest for rest in left.values() if rest is not None]
            if latest is not None and latest > 0 and len(earlier) >= _ADDED and not any(earlier):
                figure = getattr(points[history.period], column)
                problem = f'is {plain(latest)} more than its areas have together ("{", ".join(whole)}"), which added up'
                mend = "Is an area's figure missing or old? Correct it, or leave it where some cases lie in no area."
                row = points[history.period].row
                yield Finding("results.csv", row, column, plain(figure), problem, mend, "warning")


def _left(whole: _Point, parts: Sequence[_Point | None], column: str) -> Fraction | None:
    """What the parts leave of a count; None where one of them is not known."""
    counts: list[Fraction | None] = [getattr(part, column) if part else None for part in parts]
    inside = [count for count in counts if count is not None]
    together: Fraction | None = getattr(whole, column)
    return None if together is None or len(inside) < len(counts) else together - sum(inside, Fraction(0))


def falls(history: History) -> Iterator[Finding]:
    """Counts of the year to date that are less than those of an earlier month of the same financial year."""
    for key, points in history.series.items():
        if history.definitions[key[0]].data_period is not DataPeriod.YEAR_TO_DATE or history.period not in points:
            continue
        of_year = [month for month in points if outturn_month(history.period) < month]
        for before, month in pairwise(of_year):
            for column in _COUNTS:
                then, now = (getattr(points[one], column) for one in (before, month))
                if then is not None and now is not None and now < then:
                    problem = (
                        f'is less than {plain(then)} in {before} ("{", ".join(key)}"), and counts the year to date'
                    )
                    mend = "Correct one of them, or say in changes.csv that the earlier month was restated."
                    yield Finding("results.csv", points[month].row, column, plain(now), problem, mend, "warning")


def old_targets(history: History) -> Iterator[Finding]:
    """Targets in force that were set for an earlier financial year, of indicators whose targets change with the year.

    That is so where an indicator has had a target from one April, and another from a later one.
    """
    rows, start = records_by(history.targets, "indicator"), months_before(outturn_month(history.period), -1)
    old: dict[str, int] = {}
    for indicator in dict.fromkeys(key for key, points in history.series.items() if history.period in points):
        own = [row for row in rows.get(indicator[0], ()) if row["area"] in ("", indicator[1])]
        begun = [str(row["from"]) for row in own if row["from"] <= history.period]
        target = in_force(own, history.period, indicator[1])
        years = {financial_year(month) for month in begun}
        if target and target.target is not None and max(begun) < start and len(years) > 1:
            place = next(place for place, row in enumerate(records(history.targets)) if row["from"] == max(begun)
                         and row["indicator"] == indicator[0])  # fmt: skip
            old.setdefault(indicator[0], int(history.targets.index[place]))
    if old:
        problem = f"is still in force in {financial_year(history.period)} for {count(len(old), 'indicator')}"
        problem = f"{problem} whose targets were set by the year before (first: {next(iter(old))})"
        mend = f"Write a row from {start} for each, also where the target stays as it is."
        row = next(iter(old.values()))
        yield Finding("targets.csv", row, "from", str(history.targets.loc[row, "from"]), problem, mend, "warning")


def _of(keys: Collection[_Key]) -> str:
    first = next(iter(keys))
    return f'{count(len(keys), "series", "series")} (first: "{", ".join(first)}")'


_RULES: tuple[Callable[[History], Iterator[Finding]], ...] = (
    missing, repeated, jumps, apart_from_areas, falls, old_targets,
)  # fmt: skip
