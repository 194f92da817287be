"""Finance tables from which a service is left out."""

from fractions import Fraction

from scorecard_kit.data.checks._money import services_left_out
from tests.frames import frame


def test_a_service_without_a_cost_is_told_by_name() -> None:
    """A blank cost beside units leaves the service out of every total; a cost under nought may be an income."""
    sound = {name: Fraction(10) for name in ("affordable_units", "forecast_units", "budget_cost", "forecast_cost")}
    unit_costs = frame(
        "unit_costs",
        {"service": "Fostering", **sound},
        {"service": "Residential care", **sound, "budget_cost": None, "forecast_cost": None},
        {"service": "Adoption", **sound, "forecast_cost": Fraction(-3)},
        {"service": "Leaving care", "volume_variance": Fraction(5), "price_variance": Fraction(6)},
        {"service": "Legal costs"},
    )
    assert [(one.row, one.value, one.problem) for one in services_left_out(unit_costs)] == [
        (3, "Residential care", "has no budget_cost and forecast_cost: it is in no total of volume and price"),
        (4, "-3", "is a unit cost under nought (Adoption)"),
    ]
