"""Names that stand for one thing and are spelled in two ways, and sums that are kept as if they were one more name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from scorecard_kit.data._headers import TOTALS
from scorecard_kit.data.checks._references import places
from scorecard_kit.data.schema import TABLES
from scorecard_kit.findings import Finding
from scorecard_kit.text.characters import folded, looks_like

_THINGS = (
    ("areas.area", "results.area", "targets.area", "breakdowns.area"),
    ("indicators.group",),
    ("breakdowns.dimension",),
    ("breakdowns.category",),
    ("owners.role",),
    ("glossary.term",),
    ("budget.line", "movements.line"),
    ("budget.group",),
    ("variances.portfolio",),
    ("capital.section",),
    ("capital.line",),
    ("unit_costs.service",),
)
"""Columns whose names are held against one another: each tuple names one kind of thing."""
_TOTALS = TOTALS | frozenset("all|overall|all areas|all categories|all ages".split("|"))
_SUMS = ("results.area", "targets.area", "breakdowns.category", "unit_costs.service")
_SHORTEST = 5  # letters of names in which one letter is taken for a slip
_SHORT_WORD = 2  # letters: Team A and Team B are two
_LEAST_SUMS = 2  # months and indicators in which an area is the sum of the others


def spelled_twice(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Errors over two names of one kind that differ in capitals, spaces or letters that look the same, and no more."""
    for things in _THINGS:
        first: dict[str, str] = {}
        for name, place in _places(things, tables).items():
            usual = first.setdefault(folded(looks_like(name.casefold())), name)
            if usual != name:
                yield replace(place, problem=f'is "{usual}" in another spelling', mend=f'Write "{usual}".')


def nearly_alike(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Warnings of two names of one kind that differ by a letter, an apostrophe, a full stop or the like."""
    for things in _THINGS:
        usual: dict[str, str] = {}
        for name, place in _places(things, tables).items():
            near = next((usual[key] for key in _slips(name) if key in usual), "")
            if near and _is_slip(name, near):
                problem, mend = f'is nearly "{near}", and counts as another', "If both are one, write them alike."
                yield replace(place, problem=problem, mend=mend, level="warning")
            for key in _slips(name):
                usual.setdefault(key, name)


def totals(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Warnings of a total that is kept as one more area, category or service."""
    has_areas = "areas" in tables and not tables["areas"].empty
    for where in _SUMS:
        for name, place in _places((where,), tables).items():
            if folded(name) in _TOTALS and not (has_areas and where.endswith(".area")):
                column = where.partition(".")[2]
                mend = _SAY_COUNTY if column == "area" else "Delete its rows, if the others add to it."
                yield replace(place, problem=f"is read as one more {column}", mend=mend, level="warning")
    if not has_areas and "results" in tables:
        yield from _area_of_all(tables["results"])


_SAY_COUNTY = "Give it its name, and say in areas.csv that it is the county."


def _places(things: tuple[str, ...], tables: Mapping[str, pd.DataFrame]) -> dict[str, Finding]:
    """The names in some columns, those of most rows first, each with what can be said of it but for the problem.

    Areas are those of areas.csv, where there is one.
    """
    names: dict[str, tuple[int, Finding]] = {}
    for where in things:
        table, column = where.split(".")
        if table in tables and not tables[table].empty:
            for name, numbers in places(tables[table], TABLES[table].by_name[column]).items():
                names.setdefault(name, (-len(numbers), Finding(f"{table}.csv", numbers[0], column, name)))
            if where == "areas.area":
                break
    return {name: finding for name, (_, finding) in sorted(names.items(), key=lambda item: item[1][0])}


def _letters(name: str) -> str:
    """The name without what is easily left out: capitals, spaces, apostrophes, full stops; & is and."""
    return re.sub(r"[^\w]|_", "", name.casefold().replace("&", "and"))


def _slips(name: str) -> list[str]:
    """The letters of the name, and what is left of them without any one: names that share one differ by a slip."""
    letters = _letters(name)
    if len(letters) < _SHORTEST:
        return [letters]
    return [letters, *(letters[:place] + letters[place + 1 :] for place in range(len(letters)))]


def _is_slip(name: str, other: str) -> bool:
    """Whether one name may be the other, mistyped: digits, short words and abbreviations tell names apart."""
    if re.findall(r"\d+", name) != re.findall(r"\d+", other):
        return False
    one, two = (re.findall(r"\w+", text) for text in (name, other))
    differing = [pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]] if len(one) == len(two) else []
    if any(max(map(len, pair)) <= _SHORT_WORD or all(word.isupper() for word in pair) for pair in differing):
        return False
    first, second = _letters(name), _letters(other)
    if len(first) != len(second):
        return True
    places = [place for place, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
    return len(places) < 2 or [first[place] for place in places] == [second[place] for place in reversed(places)]  # noqa: PLR2004


def _area_of_all(results: pd.DataFrame) -> Iterator[Finding]:
    """The area whose counts are, in every month and indicator, the sum of those of all the others."""
    everyone = results[results["cohort"] == ""]
    sums: dict[str, int] = {}
    groups = 0
    for _, group in everyone.groupby(["indicator", "period"], sort=False):
        counts = dict(zip(group["area"], group["numerator"], strict=True))
        counted = [count for count in counts.values() if not isinstance(count, str) and count is not None and count > 0]
        if len(counted) > 2 and len(counted) == len(counts):  # noqa: PLR2004 - of two areas that count the same neither is the sum
            groups += 1
            for area, count in counts.items():
                if count * 2 == sum(counted):
                    sums[area] = sums.get(area, 0) + 1
    for area, times in sums.items():
        if times == groups >= _LEAST_SUMS:
            row = int(results.index[results["area"] == area][0])
            yield Finding("results.csv", row, "area", area, "is the sum of all other areas", _SAY_COUNTY, "warning")
