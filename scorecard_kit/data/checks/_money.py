"""Finance tables that do not add, or from which a service is left out."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.checks._references import readable_rows
from scorecard_kit.findings import Finding
from scorecard_kit.judge.budget import budget_differences, capital_differences, movement_differences
from scorecard_kit.judge.numbers import plain
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.unit_costs import unit_cost_differences, volume_and_price
from scorecard_kit.text.counting import joined

_DIFFERENCES = {
    "budget": budget_differences,
    "movements": movement_differences,
    "capital": capital_differences,
    "unit_costs": unit_cost_differences,
}
_SPLIT_FROM = ("affordable_units", "forecast_units", "budget_cost", "forecast_cost")
NO_LESS = "Write 0 or more."


def fewer_units_than_none(unit_costs: pd.DataFrame) -> Iterator[Finding]:
    """Units under nought: their variance would be split into a volume and a price that mean nothing."""
    for row, cells in rows(unit_costs):
        for name in ("affordable_units", "forecast_units"):
            if isinstance(cells[name], Fraction) and cells[name] < 0:
                problem = f"is a negative number of units ({cells['service']})"
                yield Finding("unit_costs.csv", row, name, plain(cells[name]), problem, NO_LESS)


def services_left_out(unit_costs: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of services that no total can hold, since a unit or a cost is missing, and of costs under nought."""
    unit_costs = readable_rows("unit_costs", unit_costs)
    split = {row["service"]: row for row in records(volume_and_price(unit_costs))}
    for row, cells in rows(unit_costs):
        filled = [name for name in _SPLIT_FROM if cells[name] is not None]
        if split[cells["service"]]["gross_variance"] == "" and filled:
            missing = (
                joined([name for name in _SPLIT_FROM if cells[name] is None]) or "volume_variance or price_variance"
            )
            problem = f"has no {missing}: it is in no total of volume and price"
            mend = "Enter what is missing, or its volume_variance and price_variance as printed."
            yield Finding("unit_costs.csv", row, "service", cells["service"], problem, mend, "warning")
        for name in ("budget_cost", "forecast_cost"):
            if cells[name] is not None and cells[name] < 0:
                problem = f"is a unit cost under nought ({cells['service']})"
                yield Finding("unit_costs.csv", row, name, plain(cells[name]), problem, "Is it an income?", "warning")


def money_that_does_not_add(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Figures of the finance tables that are not what the others give: nets, subtotals, totals, balances, splits."""
    mend = "Correct a figure, or keep it where the source prints it so."
    for name in [name for name in _DIFFERENCES if name in tables]:
        for row in records(_DIFFERENCES[name](readable_rows(name, tables[name]))):
            entered, computed, difference = (plain(row[key]) for key in ("entered", "computed", "difference"))
            of = f"{row['item']}, {row['field']}"
            problem = f"is entered for {of}, the others give {computed}: a difference of {difference}"
            yield Finding(f"{name}.csv", row["row"], None, entered, problem, mend, "warning")
