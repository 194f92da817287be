"""The rated results of a view: of its area in its order, and of its indicator in one area after another."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pandas as pd

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.rows import Row, definitions, parents_of, records
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.judge.standings import with_results

_WORST_FIRST = [Rag.RED, Rag.AMBER, Rag.GREEN, Rag.NOT_RATED]
_WORSENED_FIRST = [Direction.WORSENED, Direction.SAME, Direction.IMPROVED, Direction.NOT_COMPARABLE]
SORTED_BY: dict[str, tuple[str, Callable[[Row], Any]]] = {
    "variance": ("variance, largest first", lambda row: -abs(row["variance"]) if row["variance"] != "" else 1),
    "rating": ("rating, Red first", lambda row: _WORST_FIRST.index(row["rag"])),
    "direction": ("direction, worsened first", lambda row: _WORSENED_FIRST.index(row["direction_from_previous"])),
    "name": ("name", lambda row: str(row["name"]).casefold()),
    "order": ("order of the scorecard", lambda _: 0),
}
"""What `sort_by` may be: its words, and the key of a row. Rows that are equal keep the order of the scorecard."""

_BESIDE = ["excluding_value", "excluding_rag", "variance", "withheld"]
"""The columns of `impact_of_cohort` that stand beside a result."""
_SIDE_BY_SIDE = {"county", "area"}


def results(desk: Desk, view: View) -> pd.DataFrame:
    """The rated results of the view's area and group, sorted, each with its side that excludes the cohort.

    The columns are those of `score`, and excluding_value, excluding_rag, variance and withheld as in
    `impact_of_cohort`; blank where there is no such side.
    """
    return _results(desk, View(view.period, view.area, view.group, cohort=view.cohort, sort_by=view.sort_by))


@lru_cache(maxsize=8)  # one choice asks for them several times
def _results(desk: Desk, view: View) -> pd.DataFrame:
    book = only(desk.book, "group", view.group)
    scored = with_results(score_latest(book, view.period, view.area, reporting=desk.reporting))
    both = impact_of_cohort(book, view.period, [view.area], view.cohort, small_counts=desk.rule)
    pairs = {row["indicator"]: row for row in records(both)}
    rows = [row | {key: pairs.get(row["indicator"], {}).get(key, "") for key in _BESIDE} for row in records(scored)]
    rows.sort(key=SORTED_BY[view.sort_by][1])
    return pd.DataFrame(rows, columns=[*scored.columns, *_BESIDE], dtype=object)


def only(book: Dataset, column: str, name: str) -> Dataset:
    """The data with those indicators alone that have the name in the column; with all where it is blank."""
    return replace(book, indicators=book.indicators[book.indicators[column] == name]) if name else book


def by_area(desk: Desk, view: View, names: list[str]) -> list[pd.DataFrame]:
    """The view's indicator in each of the areas that has a figure for it: a rated frame of one row each."""
    book = only(desk.book, "indicator", view.indicator)
    scores = (score_latest(book, view.period, area, reporting=desk.reporting) for area in names)
    return [scored for each in scores if len(scored := with_results(each))]


def areas(desk: Desk) -> list[str]:
    """Where a rated indicator may have a result: the county, its areas and their teams, and no benchmark.

    Each stands before those that lie in it.
    """
    table = desk.book.areas
    rated = {key for key, item in definitions(desk.book.indicators).items() if item.role == "indicator"}
    entered = desk.book.results.loc[desk.book.results["indicator"].isin(rated), "area"]
    if not len(table):
        return list(dict.fromkeys(map(str, desk.book.results["area"])))
    kept = table[table["kind"].isin(_SIDE_BY_SIDE) | (table["area"].isin(entered) & (table["kind"] != "benchmark"))]
    parents = parents_of(desk.book.areas)
    inside: dict[str, list[str]] = {}
    for name in map(str, kept["area"]):
        parent = parents.get(name, "")
        inside.setdefault(parent if parent in set(kept["area"]) else "", []).append(name)
    return _downwards(inside, "")


def _downwards(inside: dict[str, list[str]], area: str) -> list[str]:
    return [name for each in inside.get(area, []) for name in (each, *_downwards(inside, each))]


def side_by_side(desk: Desk) -> list[str]:
    """The county and its areas."""
    kinds = dict(zip(desk.book.areas["area"], desk.book.areas["kind"], strict=True))
    return [area for area in areas(desk) if kinds.get(area, "area") in _SIDE_BY_SIDE]


def teams(desk: Desk, view: View) -> list[str]:
    """The area of the view, or that of its team, and the teams in it; nothing where it has none."""
    parents, known = parents_of(desk.book.areas), areas(desk)
    within = set(known) - set(side_by_side(desk))
    area = parents.get(view.area, "") if view.area in within else view.area
    inside = [name for name in known if name in within and parents.get(name) == area]
    return [area, *inside] if inside else []
