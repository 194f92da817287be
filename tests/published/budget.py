"""Fields that the budget report alone prints, worked out from its figures.

Amounts are in pounds: those that are printed in thousands or millions are a Pounds.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from scorecard_kit.judge.activity import Measure, Point, measure
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import financial_year, outturn_month
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.reconcile.fields import Pounds
from tests.published.book import Book

_LISTED_FROM = 100_000  # pounds: the variances that Table 2 lists
_PROJECTS_FROM = 250_000  # pounds: the capital variances that Table 4 lists


def _sum(cells: Iterable[object]) -> Fraction:
    return sum((amount for cell in cells if (amount := exact(cell)) is not None), Fraction(0))


# Budget lines and variances


def _of_line(book: Book, line: str, measure: str) -> list[Row]:
    rows = records(book.dataset.budget)
    return [row for row in rows if row["level"] == "line" and row["measure"] == measure and line in {"", row["line"]}]


def savings_not_achieved(book: Book, cell: Row) -> Pounds:
    """The savings of a line that were not achieved, or those of all lines together."""
    rows = _of_line(book, cell["item"], "savings_not_achieved") or _of_line(book, "", "savings_not_achieved")
    return Pounds(_sum(row["net"] for row in rows))


def variance_less(book: Book, cell: Row) -> Pounds:
    """The net variance of a line, less the variance that is named after the colon."""
    (row,) = _of_line(book, cell["item"], "variance")
    (named,) = (_sum([amount]) for name, amount in _variances(book) if name == cell["field"].partition(": ")[2])
    return Pounds(_sum([row["gross"], row["income"]]) - named)


def sum_of_the_printed(book: Book, cell: Row) -> Pounds:
    """The sum of the amounts that are printed at the place after the colon, in thousands or, with a point, millions."""
    place = cell["field"].partition(": ")[2]
    texts = [other["printed"].replace(",", "") for other in book.cells if other["where"] == place]
    return Pounds(sum((Fraction(text) * (1_000_000 if "." in text else 1_000) for text in texts), Fraction(0)))


def variances_at_least_100k(book: Book, cell: Row) -> int:
    """How many sides of a line, gross and income, have a variance that Table 2 should list."""
    sides = [exact(row[side]) for row in _of_line(book, cell["item"], "variance") for side in ("gross", "income")]
    return sum(abs(side) >= _LISTED_FROM for side in sides if side is not None)


def _variances(book: Book) -> list[tuple[str, Fraction]]:
    return [(row["description"], Fraction(row["amount"])) for row in records(book.dataset.variances)]


def listed_total(book: Book, cell: Row) -> Pounds:
    """The sum of the pressures, or of the underspends, that Table 2 lists."""
    return Pounds(sum(_listed(book, cell), Fraction(0)))


def listed_over_100k(book: Book, cell: Row) -> int:
    """How many of the listed pressures, or underspends, are over the size from which they are listed."""
    return sum(abs(amount) > _LISTED_FROM for amount in _listed(book, cell))


def _listed(book: Book, cell: Row) -> list[Fraction]:
    adverse = cell["field"].startswith("pressures")
    amounts = [amount for _, amount in _variances(book)]
    return [amount for amount in amounts if abs(amount) >= _LISTED_FROM and (amount > 0) is adverse]


# Capital


def rephasing_of_the_others(book: Book, cell: Row) -> Pounds:
    """What all other sections of the capital programme re-phase in the year after the colon."""
    year, rows = cell["field"].partition(": ")[2], records(book.dataset.capital)
    moved = [row for row in rows if (row["line"], row["year"]) == ("Re-phasing", year)]
    return Pounds(_sum(row["amount"] for row in moved if row["section"] != cell["item"]))


def projects_over_250k(book: Book, cell: Row) -> int:
    """How many lines of a section vary in the year after the colon by more than Table 4 lists from."""
    rows = [row for row in records(book.dataset.capital) if row["section"] == cell["item"] and row["level"] != "total"]
    amounts = [exact(row["amount"]) for row in rows if row["year"] == cell["field"].partition(": ")[2]]
    return sum(abs(amount) > _PROJECTS_FROM for amount in amounts if amount is not None)


# Volume and price


def entered_gross(book: Book, cell: Row) -> Pounds:
    """The printed volume and price variance together."""
    (row,) = (row for row in records(book.dataset.unit_costs) if row["service"] == cell["item"])
    return Pounds(_sum([row["volume_variance"], row["price_variance"]]))


def of_its_parts(book: Book, cell: Row) -> Pounds | Fraction:
    """A column of the services that are part of the item, added up."""
    name = cell["field"].removesuffix(" of its parts")
    parts = [row for row in records(volume_and_price(book.dataset.unit_costs)) if row["part_of"] == cell["item"]]
    added = _sum(row[name] for row in parts)
    return added if name == "units_variance" else Pounds(added)


def at_another_cost(book: Book, cell: Row) -> Pounds:
    """A volume variance at another cost of a unit, or a price variance at another difference of cost."""
    name, _, cost = cell["field"].partition(" at ")
    (row,) = (row for row in records(volume_and_price(book.dataset.unit_costs)) if row["service"] == cell["item"])
    units = row["units_variance" if name == "volume_variance" else "forecast_units"]
    return Pounds(Fraction(units) * Fraction(cost.replace("£", "").replace(",", "")))


# Activity and what a unit of it costs


def _measure(book: Book, item: str, area: str) -> Measure:
    data, last = book.dataset, max(cell["period"] for cell in book.cells)
    return measure(data.results, data.indicators, data.targets, data.breakdowns, item, area, last)


def _year(book: Book, cell: Row) -> list[Point]:
    """The months of the financial year until the cell's."""
    series = _measure(book, cell["item"], cell["area"])
    return [point for point in series.year(financial_year(cell["period"])) if point.period <= cell["period"]]


def monthly_average(book: Book, cell: Row) -> Fraction:
    """The results of the year so far, by month."""
    points = _year(book, cell)
    return _sum(point.result.value for point in points) / len(points)


def average_of_target(book: Book, cell: Row) -> Fraction:
    """The monthly average as a percentage of the month's budgeted level."""
    return monthly_average(book, cell) * 100 / _sum([_year(book, cell)[-1].level])


def average_below_target(book: Book, cell: Row) -> Fraction:
    """By how many per cent the monthly average is below the budgeted level."""
    return 100 - average_of_target(book, cell)


def below_last_outturn(book: Book, cell: Row) -> Fraction:
    """By how many per cent the result is below that of the last March."""
    series, march = _measure(book, cell["item"], cell["area"]), outturn_month(cell["period"])
    now, then = (
        next(point.result.value for point in series.reported if point.period == period)
        for period in (cell["period"], march)
    )
    return 100 - _sum([now]) * 100 / _sum([then])


def weighted_average(book: Book, cell: Row) -> Fraction:
    """The year's unit costs, weighted by the units of which the item is the companion."""
    units = {point.period: _sum([point.result.value]) for point in _companion_of(book, cell).points}
    points = _year(book, cell)
    weighted = _sum(_sum([point.result.value]) * units[point.period] for point in points)
    return weighted / sum(units[point.period] for point in points)


def children_placed_in_the_county(book: Book, cell: Row) -> Fraction:
    """The county's own children who are placed in it, and those of other authorities."""
    own, others = _companion_of(book, cell), _measure(book, cell["item"], cell["area"])
    parts = (own.categories["Placed: In Kent"], others.categories["Responsible: Other local authorities"])
    return _sum(part[cell["period"]] for part in parts)


def _companion_of(book: Book, cell: Row) -> Measure:
    """The indicator that has the cell's for its companion."""
    rows = records(book.dataset.indicators)
    return _measure(
        book, next(row["indicator"] for row in rows if cell["item"] in row["companions"].split()), cell["area"]
    )


FIELDS: Mapping[str, Callable[[Book, Row], object]] = {
    "savings_not_achieved_net": savings_not_achieved,
    "variance_net less": variance_less,
    "sum of the printed": sum_of_the_printed,
    "variances_at_least_100k": variances_at_least_100k,
    "pressures_total": listed_total,
    "underspends_total": listed_total,
    "pressures_over_100k": listed_over_100k,
    "underspends_over_100k": listed_over_100k,
    "Re-phasing of the other sections": rephasing_of_the_others,
    "variances_over_250k": projects_over_250k,
    "entered_gross": entered_gross,
    **{f"{name} of its parts": of_its_parts
       for name in ("units_variance", "volume_variance", "price_variance", "gross_variance")},
    **{f"volume_variance at {cost}": at_another_cost for cost in ("£399", "£1,069", "£1,068.60")},
    **{f"price_variance at {cost}": at_another_cost for cost in ("-£19.30", "-£63.30")},
    "monthly_average": monthly_average,
    "average_of_target": average_of_target,
    "average_below_target": average_below_target,
    "below_last_outturn": below_last_outturn,
    "weighted_average": weighted_average,
    "children_placed_in_kent": children_placed_in_the_county,
}  # fmt: skip
"""Each field by its name, without what stands after a colon."""
