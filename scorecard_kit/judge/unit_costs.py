"""Volume and price: how much of a variance comes from more or fewer units, and how much from what a unit costs.

Pure and exact, over unit_costs.csv (docs/reference/data.md), in pounds and units (weeks of care, placements).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pandas as pd

from scorecard_kit.judge.budget import differing
from scorecard_kit.judge.numbers import Amount, Number, added, exact
from scorecard_kit.judge.rows import Row, records

__all__ = ["SPLIT_COLUMNS", "Amount", "unit_cost_differences", "variance_split", "volume_and_price"]


SPLIT_COLUMNS = [
    *("service", "part_of", "basis"),
    *("affordable_units", "forecast_units", "units_variance"),
    *("budget_cost", "forecast_cost", "cost_difference"),
    *("volume_variance", "price_variance", "gross_variance", "income_variance", "net_variance"),
    *("entered_volume", "entered_price", "implied_budget_cost", "implied_cost_difference"),
]
"""The columns of `volume_and_price`, in order."""

_UNITS = ("affordable_units", "forecast_units", "units_variance")
_COSTS = ("budget_cost", "forecast_cost", "cost_difference")
_THOUSAND = 1000


def variance_split(
    affordable_units: Number, forecast_units: Number, budget_cost: Number, forecast_cost: Number
) -> tuple[Fraction, Fraction] | None:
    """Split a variance into volume and price; None where one of the four is missing.

    Volume = (forecast - affordable units) x budgeted unit cost; price = (forecast - budgeted unit cost) x forecast
    units. They add exactly to forecast units x forecast cost - affordable units x budgeted cost.
    """
    affordable, forecast, budgeted, now = (
        exact(number) for number in (affordable_units, forecast_units, budget_cost, forecast_cost)
    )
    if affordable is None or forecast is None or budgeted is None or now is None:
        return None
    return (forecast - affordable) * budgeted, (now - budgeted) * forecast


def volume_and_price(unit_costs: pd.DataFrame) -> pd.DataFrame:
    """Every service's variance as volume and price, in the order of the file; returns SPLIT_COLUMNS.

    `basis` is "computed" where units and unit costs are known on both sides, then volume and price are computed from
    them; else it is "entered", and they are the entered ones (None where none was entered). Of affordable units,
    forecast units and their variance the third follows from two, and likewise for the costs. `gross_variance` is volume
    + price, `net_variance` that with income; None where a side of the split is not known. `entered_volume` and
    `entered_price` are the file's own. Implied are the budgeted cost of a unit that the entered volume variance gives,
    and the cost difference that the entered price variance gives. A service that is `part_of` another stands in that
    one's figures already: never add the two.
    """
    splits = [[_split(row)[name] for name in SPLIT_COLUMNS] for row in records(unit_costs)]
    return pd.DataFrame(splits, columns=SPLIT_COLUMNS, dtype=object)


def _split(row: Row) -> Row:
    units, costs = (_third(*(exact(row[name]) for name in names)) for names in (_UNITS, _COSTS))
    entered = exact(row["volume_variance"]), exact(row["price_variance"])
    computed = variance_split(units[0], units[1], costs[0], costs[1])
    volume, price = computed or entered
    gross, income = added([volume, price]), exact(row["income_variance"])
    net = gross if income is None else added([gross, income])
    implied = _for_one(entered[0], units[2]), _for_one(entered[1], units[1])
    basis = "computed" if computed else "entered"
    cells = [basis, *units, *costs, volume, price, gross, income, net, *entered, *implied]
    return dict(zip(SPLIT_COLUMNS, [row["service"], row["part_of"], *cells], strict=True))


def _third(before: Amount, now: Amount, difference: Amount) -> tuple[Amount, Amount, Amount]:
    """Before, now and now - before, with the missing one of the three filled in; the first two go before the third."""
    if now is None:
        now = added([before, difference])
    elif before is None and difference is not None:
        before = now - difference
    return before, now, difference if before is None or now is None else now - before


def _for_one(amount: Amount, units: Amount) -> Amount:
    return amount / units if amount is not None and units else None


@differing
def unit_cost_differences(unit_costs: pd.DataFrame) -> Iterator[list[Any]]:
    """Where an entered difference or split is not what units and costs give, or a whole not the sum of its parts.

    A unit cost stands for every amount that rounds to it (in pounds, else in pence), and so does a split in whole
    thousands; only a difference that this cannot explain is one. Returns the columns of `budget.differing`; `field` is
    the column, with "of its parts" where a whole is held against them.
    """
    rows = records(unit_costs)
    for label, row in zip(unit_costs.index, rows, strict=True):
        split, place = _split(row), [label, row["service"]]
        costs = [exact(row[name]) for name in _COSTS[:2]]
        either = costs if None not in costs else [split["cost_difference"]]
        slack = sum(map(_half_a_digit, either), Fraction(0))
        yield [*place, "units_variance", exact(row["units_variance"]), split["units_variance"]]
        yield [*place, "cost_difference", *_held(exact(row["cost_difference"]), split["cost_difference"], slack)]
        for name, units, cost, rounded in (
            ("volume_variance", split["units_variance"], split["budget_cost"], _half_a_digit(split["budget_cost"])),
            ("price_variance", split["forecast_units"], split["cost_difference"], slack),
        ):
            if units is not None and cost is not None:
                yield [*place, name, *_held(exact(row[name]), units * cost, abs(units) * rounded)]
        yield from _parts_pairs(place, row, [part for part in rows if part["part_of"] == row["service"]])


def _parts_pairs(place: list[Any], row: Row, parts: list[Row]) -> Iterator[list[Any]]:
    for name in ("units_variance", "volume_variance", "price_variance") if parts else ():
        yield [*place, f"{name} of its parts", exact(row[name]), added(exact(part[name]) for part in parts)]


def _half_a_digit(cost: Amount) -> Fraction:
    """Half a pound for a cost in whole pounds, else half a penny."""
    return Fraction(0) if cost is None else Fraction(1, 2 if cost.denominator == 1 else 200)


def _held(entered: Amount, computed: Amount, slack: Fraction) -> tuple[Amount, Amount]:
    """Entered and computed; the entered one twice where rounding explains the difference."""
    if entered is None or computed is None:
        return entered, computed
    in_thousands = entered % _THOUSAND == 0
    allowed = slack + (Fraction(_THOUSAND, 2) if in_thousands else 0)
    return entered, entered if abs(entered - computed) <= allowed else computed
