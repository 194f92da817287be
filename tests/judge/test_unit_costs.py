"""Volume and price: the split adds exactly, is computed where it can be, and is held against the printed one."""

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import load
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.unit_costs import unit_cost_differences, variance_split, volume_and_price
from tests.tables import read_table

ROOT = Path(__file__).parents[2]
PACK = ROOT / "data" / "budget-2011-12-q3"
IN_HOUSE, INDEPENDENT = "In-house foster care, with 16+", "Independent foster care, with 16+"
NUMBERS = st.decimals(min_value=-100_000, max_value=100_000, places=2)


@pytest.fixture(scope="module")
def services() -> dict[str, Row]:
    """Give the split of every service of December 2011."""
    book = load(PACK, {"below": 6, "already_published": True})
    return {row["service"]: row for row in records(volume_and_price(book.unit_costs))}


def split(folder: Path, header: str, cells: str) -> Row:
    """Give the split of one service."""
    path = folder / "unit_costs.csv"
    path.write_text(f"service,{header}\nCare,{cells}\n", encoding="utf-8")
    return records(volume_and_price(read_table(path, TABLES["unit_costs"]).frame))[0]


def differences(folder: Path, text: str) -> list[list[object]]:
    """List what does not agree in a table of unit costs."""
    path = folder / "unit_costs.csv"
    path.write_text(text, encoding="utf-8")
    found = unit_cost_differences(read_table(path, TABLES["unit_costs"]).frame)
    return [[row["item"], row["field"], row["entered"], row["computed"]] for row in records(found)]


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_volume_and_price_add_to_the_whole(affordable: object, forecast: object, budgeted: object, now: object) -> None:
    """Whatever the units and costs, the two sides add exactly to forecast spending less affordable spending."""
    texts = [str(number) for number in (affordable, forecast, budgeted, now)]
    sides = variance_split(*texts)
    one, other, before, after = (Fraction(text) for text in texts)
    assert sides is not None
    assert sum(sides) == other * after - one * before


@pytest.mark.parametrize("missing", range(4))
def test_there_is_no_split_with_a_side_unknown(missing: int) -> None:
    """Units or costs that are known on one side alone split nothing."""
    numbers: list[int | None] = [10, 12, 400, 380]
    numbers[missing] = None
    assert variance_split(*numbers) is None


def test_the_two_services_with_units_and_costs_are_computed(services: dict[str, Row]) -> None:
    """In-house 8,314 weeks at £399 and £19.40 less for 57,190; independent 2,787 at £1,068.60 and £63.60 less."""
    shown = {
        name: [services[name][key] for key in ("basis", "volume_variance", "price_variance", "gross_variance")]
        for name in (IN_HOUSE, INDEPENDENT)
    }
    assert shown == {
        IN_HOUSE: ["computed", 3_317_286, -1_109_486, 2_207_800],
        INDEPENDENT: ["computed", Fraction("2978188.2"), Fraction("-476809.2"), 2_501_379],
    }


def test_the_nine_printed_pairs_add_to_their_printed_whole(services: dict[str, Row]) -> None:
    """Each printed volume and price add to the printed whole, and with the income to the printed net."""
    with (ROOT / "tests" / "figures" / "price_volume.csv").open(encoding="utf-8", newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["weeks_variance"] and row["price_variance_k"]]
    pairs = [row for row in pairs if row["service"] != "Kinship Non LAC"]  # its second part is no unit cost

    def number(text: str) -> int:
        return int(text.replace(",", "").replace("+", "") or 0)

    assert len(pairs) == len(services) == 9
    entered = [(row["entered_volume"] + row["entered_price"], row["income_variance"] or 0) for row in services.values()]
    assert sorted(entered) == sorted(
        (number(row["combined_k"]) * 1000, number(row["income_variance_k"]) * 1000) for row in pairs
    )
    nets = {row["net_variance"] for row in services.values() if row["income_variance"]}
    assert nets == {number(row["net_k"]) * 1000 for row in pairs if row["net_k"]}


def test_the_implied_unit_costs_are_those_worked_out_by_hand(services: dict[str, Row]) -> None:
    """£3,179k for 7,977 weeks is £398.52 a week; £1,026k less over 49,777 weeks is £20.61."""
    row = services["In-house foster care, under 16"]
    assert round(row["implied_budget_cost"], 2) == Fraction("398.52")
    assert round(row["implied_cost_difference"], 2) == Fraction("-20.61")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("affordable_units,forecast_units,budget_cost,forecast_cost", "10,12,400,380"),
        ("affordable_units,units_variance,budget_cost,cost_difference", "10,2,400,-20"),
        ("forecast_units,units_variance,forecast_cost,cost_difference", "12,2,380,-20"),
    ],
)
def test_of_two_sides_and_their_difference_any_two_will_do(tmp_path: Path, header: str, cells: str) -> None:
    """Two units more at 400, and 20 less for each of 12."""
    row = split(tmp_path, header, cells)
    assert [row[name] for name in ("units_variance", "cost_difference")] == [2, -20]
    assert [row[name] for name in ("volume_variance", "price_variance", "gross_variance")] == [800, -240, 560]


def test_a_split_that_is_only_printed_is_taken_as_printed(tmp_path: Path) -> None:
    """With no unit cost known the entered amounts stand, and income makes the net."""
    row = split(tmp_path, "units_variance,volume_variance,price_variance,income_variance", "586,1324000,668000,-8000")
    assert [row[name] for name in ("basis", "gross_variance", "net_variance")] == ["entered", 1_992_000, 1_984_000]


def test_half_a_split_has_no_whole(tmp_path: Path) -> None:
    """A volume without its price adds to nothing."""
    assert split(tmp_path, "volume_variance", "1324000")["gross_variance"] == ""


def test_what_rounding_explains_is_no_difference(tmp_path: Path) -> None:
    """£399 may be £398.50 to £399.50, and 3,317,000 is in thousands; a week or 40 thousand too many are more."""
    header = "service,affordable_units,forecast_units,budget_cost,forecast_cost,"
    header += "units_variance,volume_variance,price_variance\n"
    assert differences(tmp_path, f"{header}Care,48876,57190,399,379.60,8314,3317000,-1104000\n") == []
    assert differences(tmp_path, f"{header}Care,48876,57190,399,379.60,8315,3357000,-1104000\n") == [
        ["Care", "units_variance", 8315, 8314],
        ["Care", "volume_variance", 3_357_000, 3_317_286],
    ]


def test_the_parts_of_the_report_do_not_add_to_their_whole() -> None:
    """Volume and price of both foster services differ from those of their parts, by as much either way."""
    book = load(PACK, {"below": 6, "already_published": True})
    found = records(unit_cost_differences(book.unit_costs))
    assert [(row["item"], row["field"], row["difference"]) for row in found] == [
        (IN_HOUSE, "volume_variance of its parts", 3000),
        (IN_HOUSE, "price_variance of its parts", -3000),
        (INDEPENDENT, "volume_variance of its parts", -13_000),
        (INDEPENDENT, "price_variance of its parts", 13_000),
    ]


@pytest.mark.parametrize(
    ("column", "entered", "computed"),
    [
        ("cost_difference", "-19.51", None),
        ("cost_difference", "-19.52", Fraction("-19.5")),
        ("volume_variance", "3991.05", None),
        ("volume_variance", "3991.06", 3991),
        ("price_variance", "-2146.1", None),
        ("price_variance", "-2146.11", -2145),
        ("volume_variance", "4000", None),
        ("volume_variance", "3000", 3991),
        ("price_variance", "-2000", None),
        ("units_variance", "11", 10),
    ],
)
def test_how_much_rounding_explains(tmp_path: Path, column: str, entered: str, computed: object) -> None:
    """10 weeks more at £399.10, and £19.50 less for 110: each cost may be half a penny off, thousands half of one."""
    header = f"service,affordable_units,forecast_units,budget_cost,forecast_cost,{column}"
    found = differences(tmp_path, f"{header}\nCare,100,110,399.10,379.60,{entered}\n")
    expected = [] if computed is None else [["Care", column, Fraction(entered), computed]]
    assert found == expected


def test_a_printed_difference_of_costs_may_be_half_a_pound_off(tmp_path: Path) -> None:
    """Where a cost is known on one side alone the printed difference stands: £20 for 110 weeks is £2,145 to £2,255."""
    header = "service,forecast_units,cost_difference,price_variance"
    assert differences(tmp_path, f"{header}\nCare,110,20,2255\n") == []
    assert differences(tmp_path, f"{header}\nCare,110,20,2256\n") == [["Care", "price_variance", 2256, 2200]]


def test_a_service_without_units_implies_no_cost(tmp_path: Path) -> None:
    """£1,324,000 more volume over 586 weeks is £2,259.39 each; over no weeks, or over nought, it is nothing."""
    with_units = split(tmp_path, "units_variance,volume_variance", "586,1324000")
    assert round(with_units["implied_budget_cost"], 2) == Fraction("2259.39")
    assert split(tmp_path, "volume_variance", "1324000")["implied_budget_cost"] == ""
    assert split(tmp_path, "units_variance,volume_variance", "0,1324000")["implied_budget_cost"] == ""


def test_thousands_may_be_half_a_thousand_off(tmp_path: Path) -> None:
    """Nine weeks more at £399.50 are £3,595.50: written as 4,000 that is right, as 3,000 it is not."""
    header = "service,affordable_units,forecast_units,budget_cost,volume_variance"
    assert differences(tmp_path, f"{header}\nCare,100,109,399.50,4000\n") == []
    assert differences(tmp_path, f"{header}\nCare,100,109,399.50,3000\n") == [
        ["Care", "volume_variance", 3000, Fraction("3595.5")]
    ]


def test_without_an_income_the_net_is_the_gross(tmp_path: Path) -> None:
    """1,324,000 of volume and 668,000 of price are 1,992,000, gross and net."""
    row = split(tmp_path, "volume_variance,price_variance", "1324000,668000")
    assert (row["gross_variance"], row["net_variance"]) == (1_992_000, 1_992_000)
