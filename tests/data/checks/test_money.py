"""Finance tables from which a service is left out."""

from fractions import Fraction

from scorecard_kit.data.checks._money import fewer_units_than_none, money_that_does_not_add, services_left_out
from scorecard_kit.findings import Finding
from tests.plain_frames import frame


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
    left_out = "has no budget_cost and forecast_cost: it is in no total of volume and price"
    mend = "Enter what is missing, or its volume_variance and price_variance as printed."
    under = "is a unit cost under nought (Adoption)"
    assert list(services_left_out(unit_costs)) == [
        Finding("unit_costs.csv", 3, "service", "Residential care", left_out, mend, "warning"),
        Finding("unit_costs.csv", 4, "forecast_cost", "-3", under, "Is it an income?", "warning"),
    ]


def test_no_units_are_units_and_fewer_are_not() -> None:
    """Nought weeks are forecast for Fostering; -1 for Adoption is no number of weeks, whichever side it stands on."""
    unit_costs = frame(
        "unit_costs",
        {"service": "Fostering", "affordable_units": Fraction(0), "forecast_units": Fraction(0)},
        {"service": "Adoption", "affordable_units": Fraction(-1), "forecast_units": Fraction(-1)},
    )
    problem = "is a negative number of units (Adoption)"
    assert list(fewer_units_than_none(unit_costs)) == [
        Finding("unit_costs.csv", 3, name, "-1", problem, "Write 0 or more.")
        for name in ("affordable_units", "forecast_units")
    ]


def test_a_figure_that_the_others_do_not_give_is_told_with_the_difference() -> None:
    """100 weeks were affordable and 110 are forecast: a variance of 11 is one too many."""
    units = {"affordable_units": Fraction(100), "forecast_units": Fraction(110), "units_variance": Fraction(11)}
    problem = "is entered for Care, units_variance, the others give 10: a difference of 1"
    mend = "Correct a figure, or keep it where the source prints it so."
    assert list(money_that_does_not_add({"unit_costs": frame("unit_costs", {"service": "Care", **units})})) == [
        Finding("unit_costs.csv", 2, None, "11", problem, mend, "warning")
    ]
