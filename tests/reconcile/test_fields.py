"""The fields of published.csv: what a council's cells are held against, with invented figures worked out by hand."""

import dataclasses

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.reconcile.compare import reconcile

RULE = {"below": 6, "already_published": True}


def computed(council: Dataset, **cell: str) -> str:
    """Give what a single printed cell is held against."""
    one = council.published.head(1).assign(**{"period": "2016-03", "area": "Shire", "printed": "0", **cell})
    return str(records(reconcile(dataclasses.replace(council, published=one), "march", RULE))[0]["computed"])


@pytest.mark.parametrize(
    ("item", "field", "printed", "figure"),
    [
        ("visits", "commentary: value", "76.5%", "76.5%"),
        ("visits", "missed", "16", "16"),
        ("visits", "name_on_page", "Visits", "Visits in time"),
        ("summary", "amber", "2", "2"),
        ("Fostering", "cash_limit_net", "800", "800"),
        ("Fostering", "variance_gross", "+0.060", "+0.060"),
        ("Care", "variance_net", "30", "30"),
        ("Total", "cash_limit_gross", "1,100", "1,100"),
        ("More weeks", "amount", "60", "60"),
        ("More weeks", "place", "1", "1"),
        ("Fostering", "net", "900", "900"),
        ("New grant", "movement 1: gross", "100", "100"),
        ("Homes: variance", "New home: 2016/17", "0.300", "0.300"),
        ("Homes: variance", "New home: Total", "0.000", "0.000"),
        ("Fostering", "volume_variance", "+40", "+40"),
        ("Fostering", "price_variance", "-11", "-11"),
        ("Fostering", "cost_difference", "-£10", "-£10"),
        ("Fostering", "units_variance", "100", "100"),
    ],
)
def test_a_figure_of_every_councils(invented: Dataset, item: str, field: str, printed: str, figure: str) -> None:
    """Results, counts of ratings, budget lines with their sums, movements, capital, and volume and price."""
    assert computed(invented, item=item, field=field, printed=printed) == figure


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param({"field": "valeu"}, id="a field that is none"),
        pytest.param({"field": "New home: 2031/32"}, id="a year that is none"),
        pytest.param({"field": "commentary: "}, id="nothing after the colon"),
        pytest.param({"item": "visit"}, id="an item that is none"),
        pytest.param({"period": ""}, id="no month"),
        pytest.param({"field": "breakdown: Under 50"}, id="a category that is none"),
    ],
)
def test_a_cell_that_the_figures_do_not_give(invented: Dataset, cell: dict[str, str]) -> None:
    """A dash; or what the council entered for it, which is then held against the printed cell."""
    asked = {"item": "visits", "field": "value", **cell}
    assert computed(invented, **asked) == "-"
    assert computed(invented, **asked, computed="12%") == "12%"


@pytest.mark.parametrize("field", sorted({*SCORECARD_COLUMNS, "unit", "missed", "rank"} - {"within_rounding"}))
def test_a_field_that_is_known_takes_nothing_that_was_typed(invented: Dataset, field: str) -> None:
    """Whatever the kit works out itself, or finds missing, is never what stands in the column computed."""
    assert computed(invented, item="visits", field=field, computed="typed") != "typed"
    assert computed(invented, item="visits", field=field, area="", computed="typed") != "typed"
