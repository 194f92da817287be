"""What an analyst should look at in a data folder, and what never stops a render."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks._area_sums import areas_beyond_their_whole
from scorecard_kit.data.checks.likeness import nearly_alike, totals
from scorecard_kit.data.checks.plausible import (
    financial_years_as_months,
    floors_far_below,
    fractions_for_percentages,
    gaps_before_the_newest,
    mixed_decimals,
    months_beyond_the_results,
    parts_of_people,
    retyped_months,
    services_left_out,
)
from scorecard_kit.data.checks.references import readable_indicators, readable_rows
from scorecard_kit.data.values import Cell
from scorecard_kit.findings import Finding
from scorecard_kit.judge.budget import budget_differences, capital_differences, movement_differences
from scorecard_kit.judge.indicators import Indicator, Rag
from scorecard_kit.judge.numbers import plain
from scorecard_kit.judge.ratings import rag_rating
from scorecard_kit.judge.rows import read_result, records, target_in_force
from scorecard_kit.judge.unit_costs import unit_cost_differences
from scorecard_kit.text.counting import count

_ABBREVIATION = re.compile(r"\b([A-Z][A-Z&0-9]+)s?\b")
_NO_ABBREVIATION = re.compile(r"[IVX]+|RAG")
_SHOWN_TEXTS = {
    "indicators": "name group definition source data_notes",
    "results": "note",
    "targets": "not_rated note",
    "owners": "role name",
    "areas": "area",
    "breakdowns": "dimension category",
    "changes": "note",
    "budget": "line group comment",
    "movements": "line description",
    "variances": "portfolio description",
    "capital": "section line",
    "unit_costs": "service",
}
_DIFFERENCES = {
    "budget": budget_differences,
    "movements": movement_differences,
    "capital": capital_differences,
    "unit_costs": unit_cost_differences,
}
_PLACE = ("indicator", "period", "area", "cohort")
_FLOORS = ["floor", "amber_from", "amber_to"]


def warnings(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Every warning. `tables` holds those that could be read, by name; rows with an error are left out."""
    found = [*unlikely_names(tables), *warnings_in_part(tables)]
    if "results" in tables:
        found += retyped_months(tables["results"])
        found += months_beyond_the_results(tables)
    if "unit_costs" in tables:
        found += services_left_out(readable_rows("unit_costs", tables["unit_costs"]))
    found += money_that_does_not_add(tables)
    return found


def unlikely_names(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Names that are more likely a slip, or a total, than a name: what the keys of a table alone can tell."""
    return [*totals(tables), *nearly_alike(tables)]


def warnings_in_part(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """The warnings that all rows of one indicator give, whatever the others say."""
    found: list[Finding] = []
    known = readable_indicators(tables["indicators"]) if "indicators" in tables else {}
    if "results" in tables:
        found += gaps_before_the_newest(tables["results"])
        found += financial_years_as_months(tables["results"])
        found += parts_of_people(tables["results"], known)
        found += mixed_decimals(tables["results"], known)
    if "targets" in tables:
        found += floors_far_below(tables["targets"], known)
    if {"results", "indicators", "targets"} <= tables.keys():
        found += missed_without_minimum(tables["results"], tables["targets"], known)
        found += fractions_for_percentages(tables["results"], tables["targets"], known)
    if {"breakdowns", "results"} <= tables.keys():
        found += breakdowns_beside_results(tables["breakdowns"], tables["results"])
    if {"results", "areas", "indicators"} <= tables.keys():
        found += areas_beyond_their_whole(tables["results"], tables["areas"], known)
    if "glossary" in tables:
        found += unknown_abbreviations(tables)
    return found


def missed_without_minimum(
    results: pd.DataFrame, targets: pd.DataFrame, known: Mapping[str, Indicator]
) -> Iterator[Finding]:
    """Indicators that miss a target which has no minimum, so that they can never be Red; one finding each."""
    without = targets[targets[_FLOORS].isna().all(axis=1)]
    for indicator, open_rows in without.groupby("indicator", sort=False):
        item = known.get(str(indicator))
        if item is None or item.role != "indicator":
            continue
        own = targets[targets["indicator"] == indicator]
        if missed := list(_missed(results[results["indicator"] == indicator], own, item)):
            so_often = f"in {count(len(missed), 'result')}"
            problem = f"no minimum is set, and the target is missed {so_often} (first: {missed[0]})"
            mend = "Write the minimum if one was decided; until then a missed target is Amber."
            yield Finding("targets.csv", int(open_rows.index[0]), "floor", None, problem, mend, "warning")


def _missed(results: pd.DataFrame, targets: pd.DataFrame, item: Indicator) -> Iterator[str]:
    """Period and area of the results of one indicator that are Amber for want of a minimum."""
    for _, cells in rows(results):
        with suppress(ValueError):  # a cell in error has its own finding
            target = target_in_force(targets, item.indicator, cells["period"], cells["area"])
            floors = (target.floor, target.amber_from, target.amber_to) if target else ()
            rag = rag_rating(read_result(cells, item).value, target, item.polarity)
            if rag is Rag.AMBER and all(floor is None for floor in floors):
                yield f"{cells['period']}, {cells['area']}"


def breakdowns_beside_results(breakdowns: pd.DataFrame, results: pd.DataFrame) -> Iterator[Finding]:
    """Breakdowns that do not add to the numerator, where the result has no note that says why."""
    by_place = {tuple(cells[name] for name in _PLACE): cells for _, cells in rows(results)}
    groups: dict[tuple[str, ...], dict[int, Cell]] = {}
    for row, cells in rows(breakdowns):
        groups.setdefault(tuple(cells[name] for name in (*_PLACE, "dimension")), {})[row] = cells["count"]
    for (*place, dimension), counts in groups.items():
        result = by_place.get(tuple(place))
        if not result or not (result["status"] == "suppressed" or result["note"]):
            numerator = result["numerator"] if result else None
            for problem, mend in _sum_differs(list(counts.values()), dimension, numerator):
                yield Finding("breakdowns.csv", min(counts), "count", None, problem, mend, "warning")


def _sum_differs(counts: list[Cell], dimension: str, numerator: Cell) -> Iterator[tuple[str, str]]:
    """Problem and mend where the counts do not add to the numerator; a cell in error has its own finding."""
    if numerator is None:
        yield "there is no numerator for these counts to add to", "Enter the result, or delete these rows."
        return
    numbers = [count for count in counts if isinstance(count, Fraction)]
    if len(numbers) == len(counts) and isinstance(numerator, Fraction) and sum(numbers) != numerator:
        total = plain(sum(numbers, Fraction(0)))
        problem = f"the counts by {dimension} add to {total}, and the numerator is {plain(numerator)}"
        yield problem, "Correct a count, or say why in the note of the result."


def money_that_does_not_add(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Figures of the finance tables that are not what the others give: nets, subtotals, totals, balances, splits."""
    mend = "Correct a figure, or keep it where the source prints it so."
    for name in [name for name in _DIFFERENCES if name in tables]:
        for found in records(_DIFFERENCES[name](readable_rows(name, tables[name]))):
            entered, computed, difference = (plain(found[key]) for key in ("entered", "computed", "difference"))
            of = f"{found['item']}, {found['field']}"
            problem = f"is entered for {of}, the others give {computed}: a difference of {difference}"
            yield Finding(f"{name}.csv", found["row"], None, entered, problem, mend, "warning")


def unknown_abbreviations(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Abbreviations in what readers see that glossary.csv does not spell out, each at its first place."""
    told = set(tables["glossary"]["term"])
    for file, row, column, text in _shown_texts(tables):
        for term in _ABBREVIATION.findall(text):
            if term not in told and not _NO_ABBREVIATION.fullmatch(term):
                told.add(term)
                problem = "is an abbreviation that glossary.csv does not spell out"
                yield Finding(file, row, column, term, problem, "Add it there with its words.", "warning")


def _shown_texts(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, int, str, str]]:
    """File, row, column and text of every cell that a page may show in words."""
    for name in [name for name in _SHOWN_TEXTS if name in tables]:
        for row, cells in rows(tables[name][_SHOWN_TEXTS[name].split()]):
            for column, text in cells.items():
                yield f"{name}.csv", row, column, text
