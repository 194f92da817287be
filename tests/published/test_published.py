"""The cells that one report alone prints: what published.csv says that they come to is worked out from the figures."""

import dataclasses
from fractions import Fraction
from functools import cache

import pytest

from scorecard_kit.judge.rows import Row, records
from scorecard_kit.reconcile.compare import in_printed_form, reconcile
from tests.published import budget, scorecards
from tests.published.book import Book
from tests.published.book import book as read_book

ENTERED = {
    "adult-2013-09": 26,
    "budget-2011-12-q3": 45,
    "improvement-plan-2012-03": 0,
    "qpr-2011-12-q3": 3,
    "scs-2013-09": 3,
    "scs-2013-11": 5,
    "scs-2016-03": 12,
}
"""The cells of each report that come to something and are no field of the kit's."""
FIELDS = {**scorecards.FIELDS, **budget.FIELDS}
PUBLISHED = {"below": 6, "already_published": True}


@cache
def book(report: str) -> Book:
    """Read each report's figures once."""
    return read_book(report)


def field(cell: Row) -> str:
    """Name the field of a cell, without what stands before it in a text and after its colon."""
    return str(cell["field"]).removeprefix("commentary: ").partition(": ")[0]


def recomputed(figures: Book, cell: Row) -> str:
    """Work a cell out, in its printed form."""
    return in_printed_form(FIELDS[field(cell)](figures, cell), cell)


@pytest.mark.parametrize("report", ENTERED)
def test_what_is_entered_is_what_the_figures_give(report: str) -> None:
    """Each cell with a field of its report's own, in order; blank where the figures give nothing."""
    cells = [cell for cell in book(report).cells if field(cell) in FIELDS]
    entered = [(cell["item"], cell["field"], cell["computed"] or "-") for cell in cells]
    assert [(cell["item"], cell["field"], recomputed(book(report), cell)) for cell in cells] == entered


@pytest.mark.parametrize(("report", "number"), ENTERED.items())
def test_nothing_else_is_entered(report: str, number: int) -> None:
    """What a cell comes to is entered for no field that the kit works out, and for every other that has a figure."""
    entered = [cell for cell in book(report).cells if cell["computed"]]
    assert (len(entered), {field(cell) for cell in entered} - FIELDS.keys()) == (number, set())


@pytest.mark.parametrize("report", ENTERED)
def test_the_kit_works_none_of_them_out(report: str) -> None:
    """Without what is entered these cells are not in the data: nothing typed hides a figure of the kit."""
    figures = book(report)
    published = figures.dataset.published.assign(computed="")
    dataset = dataclasses.replace(figures.dataset, published=published)
    cells = reconcile(dataset, report, PUBLISHED, reporting=figures.reporting)
    assert {row["computed"] for row in records(cells) if field(row) in FIELDS} <= {"-"}


def test_the_rate_that_an_explanation_names() -> None:
    """196 children are 10.5% of 1,867 in care, and 1,282 plans at 39.4 per 10,000 are of 325,381 children: 57.4."""
    figures = book("scs-2013-11")
    (cell,) = (cell for cell in figures.cells if cell["field"] == "rate_of_everyone_in_care")
    rate = in_printed_form(scorecards.rate_of_everyone_in_care(figures, cell), cell)
    assert rate == "57.4"
    assert f"about {rate} per 10,000" in cell["explanation"]


@pytest.mark.parametrize(
    ("report", "table", "column", "fields"),
    [
        ("adult-2013-09", "indicators", "flags", {"flag", "flag_on_page"}),
        ("adult-2013-09", "targets", "target", {"year_end_target"}),
        ("budget-2011-12-q3", "budget", "net", {"savings_not_achieved_net"}),
        ("budget-2011-12-q3", "budget", "gross", {"variance_net less", "variances_at_least_100k"}),
        ("budget-2011-12-q3", "variances", "amount", {"pressures_total", "underspends_total", "pressures_over_100k"}),
        ("budget-2011-12-q3", "capital", "amount", {"Re-phasing of the other sections"}),
        ("budget-2011-12-q3", "unit_costs", "volume_variance", {"entered_gross", "volume_variance of its parts"}),
        ("budget-2011-12-q3", "unit_costs", "forecast_units", {"price_variance at -£63.30"}),
        ("budget-2011-12-q3", "results", "numerator", {"monthly_average", "average_below_target"}),
        ("budget-2011-12-q3", "results", "value", {"weighted_average"}),
        ("budget-2011-12-q3", "breakdowns", "count", {"children_placed_in_kent"}),
        ("qpr-2011-12-q3", "results", "value", {"with_companion", "rate_on_earlier_population"}),
        ("scs-2013-09", "results", "numerator", {"target_side"}),
        ("scs-2013-11", "results", "denominator", {"denominator_at_earlier_pace"}),
    ],
)
def test_other_figures_give_another_cell(report: str, table: str, column: str, fields: set[str]) -> None:
    """With each figure of a column fiftyfold and a half more, or its words gone, what is entered no longer agrees."""
    figures = book(report)
    frame = getattr(figures.dataset, table).copy()
    frame[column] = [
        cell and (cell * 50 + Fraction(1, 2) if isinstance(cell, Fraction) else "") for cell in frame[column]
    ]
    other = figures._replace(dataset=dataclasses.replace(figures.dataset, **{table: frame}))
    cells = [cell for cell in figures.cells if field(cell) in fields]
    assert {field(cell) for cell in cells if recomputed(other, cell) != cell["computed"]} == fields
