"""The amounts that a finance report prints, by what they stand beside: budget lines, variances, capital, unit costs."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    MONEY,
    PRINTED_MEASURES,
    capital_by_year,
    pressures_and_underspends,
    revenue,
)
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.unit_costs import volume_and_price

Entry = tuple[str, str, Row]
_IN_POUNDS = ("volume_variance", "price_variance", "gross_variance", "income_variance", "net_variance")


class Pounds(NamedTuple):
    """An amount of a finance table; None where none was entered."""

    amount: Fraction | None

    def in_print(self, printed: str) -> Fraction | None:
        """In thousands of pounds, or in millions where the printed amount has decimals."""
        return None if self.amount is None else self.amount / (1_000_000 if "." in printed else 1_000)


def finance_rows(dataset: Dataset) -> dict[tuple[str, str], Row]:
    """The figures of each item of the finance tables, by the item and by what its fields begin with before a colon.

    A net, a subtotal and a total are added up from their parts, whatever was entered for them. Where two tables have an
    item of one name, each gives it its own fields.
    """
    rows: dict[tuple[str, str], Row] = {}
    for entries in (_lines(dataset), _movements(dataset), _capital(dataset), _variances(dataset), _services(dataset)):
        for item, beginning, row in entries:
            rows[item, beginning] = rows.get((item, beginning), {}) | row
    return rows


def _net(rows: Sequence[Row], before: str = "") -> Row:
    """Gross and income of some rows as entered, None where none has one, and net as the sum of the two."""
    gross, income = (_sum(row[f"{before}{name}"] for row in rows) for name in ("gross", "income"))
    net = (gross or Fraction(0)) + (income or Fraction(0))
    return {f"{before}{name}": Pounds(amount) for name, amount in zip(MONEY, (gross, income, net), strict=True)}


def _lines(dataset: Dataset) -> Iterator[Entry]:
    sums = {row["line"]: row for row in records(revenue(dataset.budget[dataset.budget["level"] == "line"]))}
    for row in records(revenue(dataset.budget)):
        added = {"line": row, "total": sums.get("Total")}.get(row["level"], sums.get(row["line"]))
        if added is not None:
            for measure in PRINTED_MEASURES:
                yield row["line"], "", _net([added], f"{measure}_")


def _movements(dataset: Dataset) -> Iterator[Entry]:
    """Each movement by its number; the first balance as entered, and each later one with what moved it."""
    rows = records(dataset.movements)
    moved = [row for row in rows if row["kind"] != "balance"]
    for number, row in enumerate(moved, 1):
        yield row["line"], f"movement {number}", _net([row])
    above: list[Row] = []
    for row in rows:
        if row["kind"] != "balance" or not above:
            above.append(row)
        if row["kind"] == "balance":
            yield row["line"], "", _net(above)


def _variances(dataset: Dataset) -> Iterator[Entry]:
    for row in records(pressures_and_underspends(dataset.variances)):
        yield row["description"], "", {"amount": Pounds(row["amount"]), "place": row["place"]}


def _capital(dataset: Dataset) -> Iterator[Entry]:
    years, rows = list(dict.fromkeys(dataset.capital["year"])), records(capital_by_year(dataset.capital))
    for row in rows:
        lines = [other for other in rows if (other["section"], other["level"]) == (row["section"], "line")]
        added = {year: _sum(line[year] for line in lines) or Fraction(0) for year in years}
        amounts = (added if row["level"] == "total" else {year: exact(row[year]) for year in years}) | {
            "Total": row["total"]
        }
        yield row["section"], row["line"], {year: Pounds(amount) for year, amount in amounts.items()}


def _sum(amounts: Iterable[object]) -> Fraction | None:
    """The sum of the amounts that are known; None where none is."""
    known = [amount for cell in amounts if (amount := exact(cell)) is not None]
    return sum(known, Fraction(0)) if known else None


def _services(dataset: Dataset) -> Iterator[Entry]:
    for row in records(volume_and_price(dataset.unit_costs)):
        yield row["service"], "", row | {name: Pounds(exact(row[name])) for name in _IN_POUNDS}
