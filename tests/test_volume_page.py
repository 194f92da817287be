"""What the page of volume and price says of services that no total can hold."""

from fractions import Fraction

import pandas as pd
import pytest

from scorecard_kit.schema import TABLES
from scorecard_kit.unit_costs import volume_and_price
from scorecard_kit.volume_page import answer, chart

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
