"""What is looked at, and what can be: the choices of the explorer, without a widget and without a page."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from scorecard_kit.blocks import sentences
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.movement import Side
from scorecard_kit.judge.periods import month_name, on_rhythm, previous_point
from scorecard_kit.judge.rows import Row, definitions, records
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.judge.standings import with_results
from scorecard_kit.pages.impact_of_uasc import compared_cohort

__all__ = [
    "BESIDE", "COMPARISONS", "SORTED_BY", "Desk", "View", "after_choice", "areas", "by_area", "choices", "cohorts",
    "groups", "only", "others_of", "periods", "results", "settled", "sides",
]  # fmt: skip

COMPARISONS = {"cohort": "including and excluding the cohort", "area": "two areas", "period": "two months"}
"""What `compare` may be, and what is compared then."""

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

BESIDE = ["excluding_value", "excluding_rag", "variance", "withheld"]
"""The columns of `impact_of_cohort` that stand beside a result."""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at. A blank is filled in by `settled`; `other` is the area or month that is compared with."""

    period: str
    area: str = ""
    group: str = ""
    indicator: str = ""
    cohort: str = ""
    sort_by: str = "variance"
    compare: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The figures on the desk, with the pack's rules for them."""

    book: Dataset
    rule: SmallCounts
    reporting: str = "month"


def settled(desk: Desk, view: View) -> View:
    """The view with every blank filled in, and what does not fit the others replaced by what does.

    Blank are: the main area, every group, the first cohort in the data, the first indicator of the sorted results, the
    comparison that the data allow, and the other side that lies nearest. Raises ValueError for an area, group, cohort,
    indicator, order or comparison that there is not.
    """
    view = replace(view, area=view.area or main_area(desk.book), cohort=compared_cohort(desk.book.results, view.cohort))
    _refuse_what_there_is_not(desk, view)
    first = next((str(key) for key in results(desk, view)["indicator"]), "")
    compare = view.compare or ("cohort" if view.cohort else "period")
    view = replace(view, indicator=view.indicator or first, compare=compare)
    others = [other for _, other in others_of(desk, view)]
    return view if view.other in others else replace(view, other=next(iter(others), ""))


def after_choice(desk: Desk, view: View) -> View:
    """The view after a choice: an indicator that the results no longer hold is left open again."""
    listed = results(desk, replace(view, area=view.area or main_area(desk.book)))["indicator"]
    return view if view.indicator in set(listed) else replace(view, indicator="", other="")


def _refuse_what_there_is_not(desk: Desk, view: View) -> None:
    choices_of = {
        "area": [str(area) for area in desk.book.areas["area"]] or [view.area],
        "group": ["", *groups(desk)],
        "indicator": ["", *definitions(desk.book.indicators)],
        "cohort": ["", *cohorts(desk)],
        "sort_by": [*SORTED_BY],
        "compare": ["", *COMPARISONS],
    }
    for name, allowed in choices_of.items():
        if (value := getattr(view, name)) not in allowed:
            raise ValueError(f"{name} is {value!r}; write one of {', '.join(filter(None, allowed))}")


def results(desk: Desk, view: View) -> pd.DataFrame:
    """The rated results of the view's area and group, sorted, each with its side that excludes the cohort.

    The columns are those of `score`, and excluding_value, excluding_rag, variance and withheld as in
    `impact_of_cohort`; blank where there is no such side.
    """
    return _results(desk, replace(view, indicator="", compare="", other=""))


@lru_cache(maxsize=8)  # one choice asks for them several times
def _results(desk: Desk, view: View) -> pd.DataFrame:
    book = only(desk.book, "group", view.group)
    scored = with_results(score_latest(book, view.period, view.area, reporting=desk.reporting))
    both = impact_of_cohort(book, view.period, [view.area], view.cohort, small_counts=desk.rule)
    pairs = {row["indicator"]: row for row in records(both)}
    rows = [row | {key: pairs.get(row["indicator"], {}).get(key, "") for key in BESIDE} for row in records(scored)]
    rows.sort(key=SORTED_BY[view.sort_by][1])
    return pd.DataFrame(rows, columns=[*scored.columns, *BESIDE], dtype=object)


def only(book: Dataset, column: str, name: str) -> Dataset:
    """The data with those indicators alone that have the name in the column; with all where it is blank."""
    return replace(book, indicators=book.indicators[book.indicators[column] == name]) if name else book


def by_area(desk: Desk, view: View) -> list[pd.DataFrame]:
    """The view's indicator in every area that has a figure for it, the county first: a rated frame of one row each."""
    book = only(desk.book, "indicator", view.indicator)
    scores = (score_latest(book, view.period, area, reporting=desk.reporting) for area in areas(desk))
    return [scored for each in scores if len(scored := with_results(each))]


def sides(view: View) -> tuple[Side, Side]:
    """The two results that the view compares; twice the same where there is no other."""
    side = Side(view.period, view.area)
    if view.compare == "cohort":
        return side, side._replace(cohort=view.cohort)
    return side._replace(**{view.compare: view.other or getattr(view, view.compare)}), side


def areas(desk: Desk) -> list[str]:
    """The county and its areas: teams and services have activity only, benchmarks no page of their own."""
    table = desk.book.areas
    named = table[table["kind"].isin(["county", "area"])]["area"] if len(table) else desk.book.results["area"]
    return list(dict.fromkeys(str(area) for area in named))


def groups(desk: Desk) -> list[str]:
    """The groups of indicators that are rated, in the order of the file."""
    items = definitions(desk.book.indicators).values()
    return list(dict.fromkeys(item.group for item in items if item.group and item.role == "indicator"))


def cohorts(desk: Desk) -> list[str]:
    """The sides that leave a cohort out."""
    return [str(name) for name in desk.book.results["cohort"].unique() if name]


def periods(desk: Desk) -> list[str]:
    """The months with a result of a rated indicator, the newest first."""
    rated = {key for key, item in definitions(desk.book.indicators).items() if item.role == "indicator"}
    months = desk.book.results.loc[desk.book.results["indicator"].isin(rated), "period"]
    return sorted(set(map(str, months)), reverse=True)


def others_of(desk: Desk, view: View) -> list[tuple[str, str]]:
    """What the view can be compared with, words and value, the nearest first; nothing for a cohort."""
    if view.compare == "area":
        county = main_area(desk.book)
        return [(area, area) for area in sorted(areas(desk), key=lambda area: area != county) if area != view.area]
    if view.compare != "period":
        return []
    table = desk.book.results
    mine = table[(table["indicator"] == view.indicator) & (table["area"] == view.area) & (table["cohort"] == "")]
    months = {month for month in map(str, mine["period"]) if month < view.period and on_rhythm(month, desk.reporting)}
    nearest = previous_point(view.period, months, desk.reporting)
    return [(month_name(month), month) for month in sorted(months, key=lambda month: (month != nearest, month))]


def choices(desk: Desk, view: View) -> dict[str, list[tuple[str, str]]]:
    """By name of a choice, what it may be: words and value. The indicators stand in the order of the results."""
    sides = [(sentences.cohort_words(cohort), cohort) for cohort in cohorts(desk)]
    return {
        "area": [(area, area) for area in areas(desk)],
        "group": [("all groups", ""), *((group, group) for group in groups(desk))],
        "cohort": sides or [("none in the data", "")],
        "period": [(month_name(month), month) for month in periods(desk)],
        "indicator": [(_words_for(row), str(row["indicator"])) for row in records(results(desk, view))],
        "sort_by": [(words, order) for order, (words, _) in SORTED_BY.items()],
        "compare": [(words, name) for name, words in COMPARISONS.items() if name != "cohort" or sides],
        "other": others_of(desk, view),
    }


def _words_for(row: Row) -> str:
    """An indicator as it stands in the list of the controls: its result, rating and name, and its variance."""
    variance = sentences.variance(row["variance"], row["unit"], row["decimals"])
    return f"{sentences.figure(row)} {row['rag']}: {row['name']}" + (f" ({variance})" if variance else "")
