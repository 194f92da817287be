"""What can be looked at: a view with its blanks filled in, and what each of its choices may be."""

from collections.abc import Iterable
from dataclasses import replace

from scorecard_kit.blocks import sentences
from scorecard_kit.data.dataset import main_area
from scorecard_kit.explore._results import SORTED_BY, areas, results, side_by_side
from scorecard_kit.explore.view import ANY, COMPARISONS, Desk, View
from scorecard_kit.findings import Finding, InputError, among
from scorecard_kit.judge.periods import month_name, on_rhythm, previous_point
from scorecard_kit.judge.rows import Row, definitions, parents_of, records
from scorecard_kit.pack.held import names_in, unknown

__all__ = ["after_choice", "choices", "cohorts", "groups", "others_of", "periods", "settled"]

_OWN = ("counted", "other_area", "other_period", "other_counted")
"""What is chosen where any two results are compared."""


def settled(desk: Desk, view: View) -> View:
    """The view with every blank filled in, and what does not fit the others replaced by what does.

    Blank are: the main area, every group, the first cohort in the data, the first indicator of the sorted results, the
    comparison that the data allow, and the other side that lies nearest. Raises InputError with every area, group,
    cohort, indicator, order and comparison that there is not.
    """
    if found := list(_unknown(desk, view)):
        raise InputError(found)
    first_cohort = next(iter(cohorts(desk)), "")
    view = replace(view, area=view.area or main_area(desk.book), cohort=view.cohort or first_cohort)
    first = next((str(key) for key in results(desk, view)["indicator"]), "")
    compare = view.compare or ("cohort" if view.cohort else "period")
    view = replace(view, indicator=view.indicator or first, compare=compare)
    if view.compare == ANY:
        view = replace(view, other="", other_area=view.other_area or view.area)
        months = [month for _, month in _months_of(desk, view)]
        return view if view.other_period in months else replace(view, other_period=next(iter(months), view.period))
    others = [other for _, other in others_of(desk, view)]
    view = replace(view, **dict.fromkeys(_OWN, ""))
    return view if view.other in others else replace(view, other=next(iter(others), ""))


def _unknown(desk: Desk, view: View) -> Iterable[Finding]:
    names = names_in(desk.book)
    words = {"sort_by": list(SORTED_BY), "compare": list(COMPARISONS)}
    for name in View.__slots__:
        value = getattr(view, name)
        wrong = unknown(name, value, names)
        if name in words and value and value not in words[name]:
            wrong = "is none of the words that there are", among(value, words[name])
        if wrong:
            yield Finding("view of the explorer", None, name, value, *wrong)


def after_choice(desk: Desk, view: View) -> View:
    """The view after a choice: an indicator that the results no longer hold is left open again."""
    listed = results(desk, replace(view, area=view.area or main_area(desk.book)))["indicator"]
    return view if view.indicator in set(listed) else replace(view, indicator="", other="")


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
        others = sorted(_named(desk), key=lambda area: area[1] != county)
        return [(words, area) for words, area in others if area != view.area]
    if view.compare != "period":
        return []
    months = {month for month in _months(desk, view.indicator, view.area) if month < view.period}
    return _nearest_first(desk, view.period, months)


def _months_of(desk: Desk, view: View) -> list[tuple[str, str]]:
    """The months that the other of any two results may be of, the nearest before the view's own first."""
    months = _months(desk, view.indicator, view.other_area, view.other_counted)
    is_same = (view.area, view.counted) == (view.other_area, view.other_counted)
    months -= {view.period} if is_same else set()
    if not is_same and view.period in months:
        return [(month_name(view.period), view.period), *_nearest_first(desk, view.period, months - {view.period})]
    return _nearest_first(desk, view.period, months)


def _months(desk: Desk, indicator: str, area: str, cohort: str = "") -> set[str]:
    """The months with a row of the indicator, on the rhythm of the reports."""
    table = desk.book.results
    mine = table[(table["indicator"] == indicator) & (table["area"] == area) & (table["cohort"] == cohort)]
    return {month for month in map(str, mine["period"]) if on_rhythm(month, desk.reporting)}


def _nearest_first(desk: Desk, period: str, months: set[str]) -> list[tuple[str, str]]:
    nearest = previous_point(period, months, desk.reporting)
    newest_first = sorted(months, reverse=True)
    return [(month_name(month), month) for month in sorted(newest_first, key=lambda month: month != nearest)]


def choices(desk: Desk, view: View) -> dict[str, list[tuple[str, str]]]:
    """By name of a choice, what it may be: words and value. The indicators stand in the order of the results."""
    sides = [(sentences.cohort_words(cohort), cohort) for cohort in cohorts(desk)]
    is_any = view.compare == ANY
    counted = [("everyone", ""), *sides] if is_any else []
    return {
        "area": _named(desk),
        "group": [("all groups", ""), *((group, group) for group in groups(desk))],
        "cohort": sides or [("none in the data", "")],
        "period": [(month_name(month), month) for month in periods(desk)],
        "indicator": [(_words_for(row), str(row["indicator"])) for row in records(results(desk, view))],
        "sort_by": [(words, order) for order, (words, _) in SORTED_BY.items()],
        "compare": [(words, name) for name, words in COMPARISONS.items() if name != "cohort" or sides],
        "other": others_of(desk, view),
        "counted": counted,
        "other_area": _named(desk) if is_any else [],
        "other_period": _months_of(desk, view) if is_any else [],
        "other_counted": counted,
    }


def _named(desk: Desk) -> list[tuple[str, str]]:
    """The areas in words and by name; a team with the area that it lies in."""
    parents, whole = parents_of(desk.book.areas), side_by_side(desk)
    within = {area: "" if area in whole else parents.get(area, "") for area in areas(desk)}
    return [(f"{area} ({parent})" if parent else area, area) for area, parent in within.items()]


def _words_for(row: Row) -> str:
    """An indicator as it stands in the list of the controls: its result, rating and name, and its variance."""
    variance = sentences.variance(row["variance"], row["unit"], row["decimals"])
    return f"{sentences.figure(row)} {row['rag']}: {row['name']}" + (f" ({variance})" if variance else "")
