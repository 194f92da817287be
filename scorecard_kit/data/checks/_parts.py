"""Parts that count more than their whole: a cohort's results beside everyone's, areas beside the one they lie in."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import plain
from scorecard_kit.judge.rows import COUNTS, Row, by_key, parents_of


class _Place(NamedTuple):
    indicator: str
    period: str
    area: str
    cohort: str


def cohorts_beyond_everyone(results: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Results excluding a cohort that are not a part of everyone's, for the same indicator, period and area."""
    numbered = rows(results)
    everyone = {_place(cells): (row, cells) for row, cells in numbered if not cells["cohort"]}
    for row, cells in numbered:
        item, place = definitions.get(cells["indicator"]), _place(cells)._replace(cohort="")
        if cells["cohort"] and item and not item.below_nought and place in everyone:
            (whole_row, whole), part = everyone[place], _counts(cells)
            both = {name: number for name, number in _counts(whole).items() if name in part}
            problems = _too_many(item, both, [part], "is more than everyone's {whole}", "for the cohort itself")
            for column, problem in problems:
                mend = f"Correct one of the rows: everyone's is row {whole_row}."
                yield Finding("results.csv", row, column, plain(cells[column]), problem, mend)


def areas_beyond_their_whole(
    results: pd.DataFrame, areas: pd.DataFrame, definitions: Mapping[str, Indicator]
) -> Iterator[Finding]:
    """Results that are less than those of their areas together: everyone's, those of a cohort's side, or its own.

    What the area leaves of itself outside them cannot be told then.
    """
    parents = parents_of(areas)
    by_place = {_place(cells): (row, cells) for row, cells in rows(results)}
    wholes = ((place._replace(area=parents.get(place.area, "")), place) for place in by_place)
    families = by_key([(whole, place) for whole, place in wholes if whole in by_place and whole.area])
    counts = {place: _counts(cells) for place, (_, cells) in by_place.items()}
    for whole, parts in families.items():
        item = definitions.get(whole.indicator)
        if item and not item.below_nought:
            row, cells = by_place[whole]
            for column, problem in _beyond(item, whole, parts, counts):
                what = f'{problem} ("{whole.indicator}, {whole.area}, {whole.period}")'
                mend = "Correct a row: what lies outside the areas is not shown until they fit."
                yield Finding("results.csv", row, column, plain(cells[column]), what, mend, "warning")


def _place(cells: Row) -> _Place:
    return _Place(*(cells[name] for name in _Place._fields))


def _counts(cells: Row) -> dict[str, Fraction]:
    return {name: cells[name] for name in COUNTS if isinstance(cells[name], Fraction)}


def _beyond(
    item: Indicator, whole: _Place, parts: Sequence[_Place], counts: Mapping[_Place, Mapping[str, Fraction]]
) -> Iterator[tuple[str, str]]:
    """Column and problem, first of the results as they stand, then of the cohort that a side leaves out."""
    inside = [counts[part] for part in parts]
    problems = list(_too_many(item, counts[whole], inside, "is less than its areas have together, {inside}"))
    if not problems and whole.cohort:  # what is impossible by itself is an error already
        of_cohort = [_less(counts.get(place._replace(cohort=""), {}), counts[place]) for place in (whole, *parts)]
        text = "leaves fewer for the cohort itself than its areas leave together, {inside}"
        problems = list(_too_many(item, of_cohort[0], of_cohort[1:], text)) if _is_possible(item, of_cohort[0]) else []
    yield from problems


def _too_many(
    item: Indicator,
    whole: Mapping[str, Fraction],
    inside: Sequence[Mapping[str, Fraction]],
    problem: str,
    outside: str = "outside its areas",
) -> Iterator[tuple[str, str]]:
    """Column and problem of the counts of a whole that its parts exceed, or that leave no possible result."""
    added = {name: sum((part.get(name, Fraction(0)) for part in inside), Fraction(0)) for name in whole}
    rest = _less(whole, added)
    below = [name for name, number in rest.items() if number < 0]
    for name in below:
        yield name, problem.format(whole=plain(whole[name]), inside=plain(added[name]))
    if not below and all(len(part) == len(COUNTS) for part in (whole, *inside)) and not _is_possible(item, rest):
        left = " of ".join(plain(rest[name]) for name in COUNTS)
        yield "numerator", f"leaves {left} {outside}"


def _is_possible(item: Indicator, counts: Mapping[str, Fraction]) -> bool:
    """Whether counts could be a result's: none below nought, and of a percentage no more cases than were counted."""
    may_exceed = item.unit is not Unit.PERCENT or item.may_exceed_100 or len(counts) < len(COUNTS)
    return min(counts.values(), default=0) >= 0 and (may_exceed or counts["numerator"] <= counts["denominator"])


def _less(whole: Mapping[str, Fraction], part: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {name: number - part[name] for name, number in whole.items() if name in part}
