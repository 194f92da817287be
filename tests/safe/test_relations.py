"""Each way in which printed figures tell of a withheld one, alone: what it leaves of the count."""

from collections.abc import Mapping
from fractions import Fraction

import pandas as pd
import pytest

from scorecard_kit.judge.rows import definitions
from scorecard_kit.safe.attack import reached
from scorecard_kit.safe.relations import system
from scorecard_kit.safe.system import LESS, About, Cell, Shown

ITEMS = definitions(
    pd.DataFrame(
        [
            ["visits", "Visits in time", "H", "SS", "percent"],
            ["begun", "Plans begun", "", "YTD", "count"],
            ["months", "Plans of a month", "", "month", "count"],
            ["days", "Days to placement", "L", "SS", "days"],
            ["ever", "Homes ever opened", "", "cumulative", "count"],
        ],
        columns=["indicator", "name", "polarity", "data_period", "unit"],
    )
)
PARENTS = {"County": "", "N": "County", "S": "County"}
UASC = "excluding_uasc"


def figure(
    indicator: str, counts: tuple[int | None, int | None] | None, area: str = "County", period: str = "2015-05",
    cohort: str = "", category: str = "", value: str | None = None,
) -> Shown:  # fmt: skip
    """Give a figure that was printed; without counts and value it is withheld."""
    rate = None if value is None else Fraction(value)
    above, base = (None if count is None else Fraction(count) for count in counts or (None, None))
    is_withheld = counts is None and value is None
    return Shown((indicator, period, area, cohort), above, base, rate, is_withheld, "pack", category)


APRIL = "2015-04"
ADDED = {("begun", "2015-05"): ("months", [APRIL, "2015-05"])}
SERIES = [figure("months", (9, None), period=APRIL), figure("months", None)]
TOLD: Mapping[str, tuple[list[Shown], Cell, tuple[int, int | None]]] = {
    "areas add up to their parent": (
        [figure("begun", (20, None)), figure("begun", (16, None), "N"), figure("begun", None, "S")],
        Cell("begun", "2015-05", "S"), (4, 4),
    ),
    "an area that is not printed leaves room": (
        [figure("begun", (20, None)), figure("begun", None, "S")],
        Cell("begun", "2015-05", "S"), (1, 5),
    ),
    "a cohort is everyone less the others": (
        [figure("visits", (60, 100)), figure("visits", None, cohort=UASC)],
        Cell("visits", "2015-05", "County", UASC), (0, 60),
    ),
    "who a cohort leaves out is protected too": (
        [figure("visits", (60, 100)), figure("visits", None, cohort=UASC)],
        Cell("visits", "2015-05", "County", LESS + UASC), (0, 60),
    ),
    "categories add up to their result": (
        [figure("begun", (20, None)), figure("begun", (18, None), category="Age: Under 5"),
         figure("begun", None, category="Age: Older")],
        Cell("begun", "2015-05", "County", category="Age: Older"), (2, 2),
    ),
    "a year to date cannot fall": (
        [figure("begun", (4, None), period=APRIL), figure("begun", None)],
        Cell("begun", "2015-05", "County"), (4, 5),
    ),
    "but begins again in April": (
        [figure("begun", (4, None), period="2015-03"), figure("begun", None)],
        Cell("begun", "2015-05", "County"), (1, 5),
    ),
    "what is cumulative does not": (
        [figure("ever", (4, None), period="2015-03"), figure("ever", None)],
        Cell("ever", "2015-05", "County"), (4, 5),
    ),
    "months add up to the year to date": (
        [figure("begun", (12, None)), *SERIES],
        Cell("months", "2015-05", "County"), (3, 3),
    ),
    "days count people in their denominator": (
        [figure("days", None)], Cell("days", "2015-05", "County", side="denominator"), (1, 5),
    ),
    "a percentage printed in full tells the smallest counts": (
        [figure("visits", None),
         figure("visits", None, value="76.470588235294117")],
        Cell("visits", "2015-05", "County"), (13, 13),
    ),
    "a percentage and its base tell the numerator": (
        [figure("visits", None), figure("visits", (None, 68), value="4.4")],
        Cell("visits", "2015-05", "County"), (3, 3),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_one_tie_leaves_of_a_count(name: str) -> None:
    """The least and the greatest that a count may be, by hand."""
    figures, cell, expected = TOLD[name]
    about = About(ITEMS, PARENTS, 6, ADDED if name.startswith("months") else {})
    found = {each.cell: each for each in reached(system(figures, about), exactly=True)}
    assert (found[cell].low, found[cell].high) == expected


def test_a_tie_that_the_truth_breaks_is_left_out() -> None:
    """Three of the county are in no area: North is not 4, and nobody is led to think so."""
    figures = [figure("begun", (20, None)), figure("begun", (13, 13), "N"), figure("begun", None, "S")]
    truth = {Cell("begun", "2015-05", area): count for area, count in {"County": 20, "N": 13, "S": 4}.items()}
    [each] = reached(system(figures, About(ITEMS, PARENTS, 6, truth=truth)), exactly=False)
    assert (each.low, each.high) == (1, 5)


def test_a_figure_that_was_restated_tells_nothing_of_what_is_withheld_now() -> None:
    """April's 4 has since become 3, so that May's count may be 3 as well."""
    figures = [figure("begun", (4, None), period=APRIL), figure("begun", None)]
    truth = {Cell("begun", APRIL, "County"): 3}
    found = reached(system(figures, About(ITEMS, PARENTS, 6, truth=truth)), exactly=False)
    assert [(each.low, each.high) for each in found] == [(1, 5)]


def test_what_has_no_definition_or_is_no_whole_count_tells_nothing() -> None:
    """An indicator that nobody defined, and half a day."""
    odd = figure("days", (None, None), value="2.5")._replace(denominator=Fraction(5, 2))
    known = system([figure("other", (4, None)), odd], About(ITEMS, PARENTS, 6))
    assert (known.known, known.withheld) == ({}, ())
