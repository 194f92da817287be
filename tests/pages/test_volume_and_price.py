"""Volume and price: how much of a variance is more units and how much the cost of one, and what no total can hold."""

from collections.abc import Callable
from fractions import Fraction

import pandas as pd
import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.pages import volume_and_price as volume_page
from scorecard_kit.pages.volume_and_price import answer, chart

SOUND = (Fraction(100), Fraction(110), Fraction(400), Fraction(390))
WITHOUT_COST = (Fraction(100), Fraction(110), None, None)


def split(*services: tuple[str, tuple[Fraction | None, ...]]) -> pd.DataFrame:
    """Give the split of services with their units and costs."""
    columns = [column.name for column in TABLES["unit_costs"].columns]
    names = ("affordable_units", "forecast_units", "budget_cost", "forecast_cost")
    rows = [{"service": name, "part_of": "", **dict(zip(names, figures, strict=True))} for name, figures in services]
    return volume_and_price(pd.DataFrame(rows, columns=columns).astype(object))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], ""),
        (
            ["Adoption"],
            (
                "1 service has no split into volume and price, for want of units or costs, and is not in the total: "
                "Adoption."
            ),
        ),
        (
            ["Adoption", "Legal costs"],
            (
                "2 services have no split into volume and price, for want of units or costs, and are not in the total: "
                "Adoption and Legal costs."
            ),
        ),
    ],
)
def test_services_that_are_not_in_the_total_are_named(names: list[str], told: str) -> None:
    """A blank cost drops a service from the total, and the page says which; the chart's total is not of all then."""
    frame = split(("Fostering", SOUND), *((name, WITHOUT_COST) for name in names))
    said = answer(frame, "wholes", "£k", "weeks")
    assert said.endswith(f"the gross budget of 1 service. {told}".rstrip())
    assert ("All services" in str(chart(frame, "wholes", "£k", "2015/16").html)) is (not names)


def test_a_page_without_any_split_names_its_services() -> None:
    """Where no service can be split, the page names what is missing from it instead of an empty total."""
    assert answer(split(("Adoption", WITHOUT_COST)), "wholes", "£k", "weeks") == (
        "No service has both its volume and its price in the data. 1 service has no split into volume and price, "
        "for want of units or costs, and is not in the total: Adoption."
    )


def test_the_blocks_of_volume_and_price(invented: Dataset, golden: Callable[..., None]) -> None:
    """100 more weeks at £400 are £40k, £10 less for 1,100 weeks is £11k."""
    split = volume_and_price(invented.unit_costs)
    golden(
        chart=volume_page.chart(split, "wholes", "£k", "2015/16"),
        split_table=volume_page.split_table(split, "£k", "2015/16"),
        units_table=volume_page.units_table(split, "weeks of care", "2015/16"),
        beside_print=volume_page.beside_print(split, invented.unit_costs, "£k"),
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "No service has both its volume and its price in the data."),
        (
            ["A,1000,1100,400,390"],
            (
                "More weeks than budgeted add £40k, and a lower unit cost takes off £11k: in all £29k over the "
                "gross budget of 1 service."
            ),
        ),
        (
            ["A,1000,900,400,410", "B,10,10,5,5"],
            (
                "Fewer weeks than budgeted take off £40k, and a higher unit cost adds £9k: in all £31k under the "
                "gross budget of 2 services."
            ),
        ),
        (
            ["A,1000,1000,400,410"],
            (
                "The number of weeks adds nothing, and a higher unit cost adds £10k: in all £10k over the gross "
                "budget of 1 service."
            ),
        ),
        (
            ["A,1000,1000,400,400"],
            (
                "The number of weeks adds nothing, and the unit cost adds nothing: in all exactly at the gross "
                "budget of 1 service."
            ),
        ),
        (
            ["A,1000,1001,0.3,0.3"],
            (
                "More weeks than budgeted add £0.0003k, and the unit cost adds nothing: in all £0.0003k over the "
                "gross budget of 1 service."
            ),
        ),
    ],
)
def test_services_are_counted_and_nothing_is_no_amount(
    make_book: Callable[..., Dataset], rows: list[str], said: str
) -> None:
    """None, one and two services; what adds nothing is said so, and a small sum keeps its decimals."""
    head = "service,affordable_units,forecast_units,budget_cost,forecast_cost"
    tables = {"unit_costs": "\n".join([head, *rows])} if rows else {}
    split = volume_and_price(make_book(**tables).unit_costs)
    assert volume_page.answer(split, "wholes", "£k", "weeks") == said


def test_the_head_of_volume_and_price(invented: Dataset, golden: Callable[..., None]) -> None:
    """£40k by volume and £11k less by price."""
    golden(opening=volume_page.opening(invented, "2016-03", "wholes", "£k", "weeks of care"))
