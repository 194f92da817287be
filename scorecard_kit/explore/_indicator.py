"""The chosen indicator of the explorer as it stands: its answer, its months, its areas and both sides of the cohort."""

from functools import lru_cache

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import bands, sentences
from scorecard_kit.blocks.html import Block, folded, opening, section
from scorecard_kit.explore._results import by_area, only, side_by_side, teams
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.judge.periods import month_name
from scorecard_kit.pages import impact_of_uasc as impact_page
from scorecard_kit.pages.areas import areas_table
from scorecard_kit.pages.case import Case, case
from scorecard_kit.pages.exception_report import breakdown, months_table, trend

_MONTHS = 13  # in the chart and its table, as on the page of an indicator


@lru_cache(maxsize=1)
def case_of(desk: Desk, view: View) -> Case:
    """The view's indicator with all that a page shows of it; kept for the blocks that are made of it together."""
    return case(desk.book, view.indicator, view.period, view.area, months=_MONTHS, reporting=desk.reporting)


def head(desk: Desk, view: View) -> Block:
    """The title and the answer: the chosen indicator's result and where it lies to its target."""
    place = f"{view.area}, {month_name(view.period)}"
    if not view.indicator:
        return opening(f"Results, {place}", "No indicator is rated here.", glossary=desk.book.glossary)
    chosen = case_of(desk, view)
    answer = bands.exception(chosen.latest, chosen.item, chosen.target)
    return opening(f"{chosen.item.name}, {place}", answer, glossary=desk.book.glossary, rag=chosen.latest["rag"])


def months(desk: Desk, view: View) -> Block:
    """How the indicator got here: the chart of its months, and their figures folded away."""
    chosen = case_of(desk, view)
    figures = folded("The figures by month", months_table(chosen).html)
    return Block(section("How it got here", trend(chosen).html, figures))


def areas(desk: Desk, view: View) -> Block:
    """The indicator in every area that has a figure for it, and in the teams of the view's area.

    A sentence where one area alone has a figure.
    """
    month, scores = month_name(view.period), by_area(desk, view, side_by_side(desk))
    few = "Only one area has figures for this indicator."
    table = areas_table(scores, _names(scores), f"The areas, {month}").html if len(scores) > 1 else few
    inside = by_area(desk, view, teams(desk, view))
    if len(inside) <= 1:
        return Block(section("The areas side by side", table))
    named = _names(inside)
    caption = f"The teams of {teams(desk, view)[0]}, {month}"
    return Block(section("The areas side by side", table, areas_table(inside, named, caption).html))


def who(desk: Desk, view: View) -> Block:
    """The breakdowns of the indicator's result, such as by age; nothing where the data hold none."""
    return breakdown(case_of(desk, view))


def cohort(desk: Desk, view: View) -> Block:
    """Including and excluding the cohort, in every area and in what the areas leave; nothing without a cohort."""
    one = only(desk.book, "indicator", view.indicator)
    named = _names(by_area(desk, view, side_by_side(desk)))
    impact = impact_page.compared(one, view.period, named, view.cohort)
    if impact.frame.empty or not view.cohort:
        return Block(Markup(""))
    heading = f"Including and {sentences.cohort_words(view.cohort)}"
    both = impact_page.sides_table(impact, f"{heading}, {month_name(view.period)}")
    left = impact_page.outside(impact)
    return Block(section(heading, both.html, left.html, impact_page.withheld_note(impact).html))


def _names(scores: list[pd.DataFrame]) -> list[str]:
    return [str(scored["area"].iloc[0]) for scored in scores]
