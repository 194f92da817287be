"""One printed cell of a finance report, computed again: budget lines, variances, capital, unit costs, and activity.

A field names what is computed, as in recomputed.py: `cash_limit_net` of a budget line; `amount` and `place` of a named
variance; `gross` of a balance; `movement 3: net`; `Re-phasing: 2011/12` of a capital section; a column of
`volume_and_price`, with ` of its parts`, or at another unit cost (`volume_variance at £399`); and of an activity its
result, `target`, `year_total`, `year_total_target`, `sum_of_breakdown` and the figures of its comment.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge import activity
from scorecard_kit.judge.budget import MONEY, capital_by_year, cash_limit_movement, pressures_and_underspends, revenue
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import financial_year, outturn_month
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.unit_costs import volume_and_price

Amount: TypeAlias = Fraction | None
_LISTED_FROM = 100_000  # pounds: the variances that a report names
_WORDS = {"cross_reference", "underspends_heading"}  # fields without a figure, which the data cannot give
_PROJECTS_FROM = 250_000  # pounds: the capital variances that a report names


class Figure(NamedTuple):
    """A computed amount and what it is: pounds (money), a cost of one unit (gbp), percent, or plain."""

    value: Fraction
    kind: str


def in_print(figure: Figure, printed: str) -> str:
    """Write a figure as the cell is printed: in thousands, or millions where it has decimals; sign, pound, per cent."""
    value, decimals = figure.value, len(printed.rstrip("%").partition(".")[2])
    if figure.kind == "money":
        value /= 1_000_000 if decimals else 1_000
    text = display(value, decimals, signed=printed.startswith("+"))
    if figure.kind == "gbp" and "£" in printed:
        text = f"-£{text[1:]}" if text.startswith("-") else f"£{text}"
    return f"{text}%" if printed.endswith("%") else text


class Ledger:
    """The finance tables of a dataset, added up once; `computed` looks a printed cell up in them."""

    def __init__(self, dataset: Dataset, report: str) -> None:
        self.printed = [row for row in records(dataset.published) if row["report"] == report]
        lines = dataset.budget[dataset.budget["level"] == "line"]  # subtotals and the total are computed
        self.lines = {row["line"]: row for row in records(revenue(dataset.budget))}
        self.sums = {row["line"]: row for row in records(revenue(lines))}
        self.savings = {row["line"]: row for row in records(revenue(lines, ("savings_not_achieved",)))}
        self.listed = {
            row["description"]: row for row in records(pressures_and_underspends(dataset.variances, _LISTED_FROM))
        }
        self.balances = {row["kind"]: row for row in records(cash_limit_movement(dataset.movements))}
        self.movements = records(dataset.movements)
        self.capital = {(row["section"], row["line"]): row for row in records(capital_by_year(dataset.capital))}
        self.services = {row["service"]: row for row in records(volume_and_price(dataset.unit_costs))}
        self.measures = _measures(dataset, self.printed) if len(dataset.budget) else {}
        self.known = {*dataset.budget["line"], *dataset.movements["line"], *dataset.capital["section"]}
        self.known |= {*self.lines, *self.listed, *self.services, *(item for item, _ in self.measures)}
        self.known |= {"summary"} if self.listed else set()

    def holds(self, cell: Row) -> bool:
        """Whether the cell is about finance."""
        return cell["item"] in self.known

    def computed(self, cell: Row) -> Figure | None:
        """The figure of a cell; None where the data do not give it."""
        item, field = cell["item"], cell["field"]
        if field in _WORDS:
            return None
        if (given := self.measures.get((item, cell["area"]))) is not None:
            return _of_measure(self, given, cell)
        if item in self.services:
            return _of_service(self, item, field)
        value, kind = _of_budget(self, item, field)
        return None if value is None else Figure(value, kind)


def _measures(dataset: Dataset, printed: list[Row]) -> dict[tuple[str, str], activity.Measure]:
    counted = set(dataset.indicators[dataset.indicators["role"] == "activity"]["indicator"])
    last = max((row["period"] for row in printed), default="")
    tables = (dataset.results, dataset.indicators, dataset.targets, dataset.breakdowns)
    wanted = dict.fromkeys((row["item"], row["area"]) for row in printed if row["item"] in counted)
    return {(item, area): activity.measure(*tables, item, area, last) for item, area in wanted}


def _of_budget(book: Ledger, item: str, field: str) -> tuple[Amount, str]:
    if item == "summary" or item in book.listed:
        return _of_listed(book, item, field)
    if any(section == item for section, _ in book.capital):
        return _of_capital(book, item, field)
    if field.startswith("savings"):
        return exact(book.savings["Total" if item not in book.savings else item][field]), "money"
    if moved := re.fullmatch(r"movement (\d+): (\w+)", field):
        row = [row for row in book.movements if row["kind"] != "balance"][int(moved[1]) - 1]
        gross, income = exact(row["gross"]), exact(row["income"])
        return (gross or 0) + (income or Fraction(0)) if moved[2] == "net" else exact(row[moved[2]]), "money"
    if field in MONEY:
        name = "closing" if item == book.balances["closing"]["line"] else "opening"
        return exact(book.balances[name][field]), "money"
    return _of_line(book, item, field)


def _of_line(book: Ledger, item: str, field: str) -> tuple[Amount, str]:
    if place := field.removeprefix("sum of the printed: ") if field.startswith("sum of") else "":
        return sum((_pounds(row["printed"]) for row in book.printed if row["where"] == place), Fraction(0)), "money"
    row = book.lines[item]
    if field == "variances_at_least_100k":
        sizes = [abs(row[f"variance_{side}"]) for side in ("gross", "income")]
        return Fraction(sum(size >= _LISTED_FROM for size in sizes)), "plain"
    if field.startswith("variance_net less: "):
        return row["variance_net"] - book.listed[field.partition(": ")[2]]["amount"], "money"
    if row["level"] != "line":
        row = book.sums["Total" if row["level"] == "total" else item]
    if field.endswith("_net"):
        sides = [exact(row[f"{field.removesuffix('net')}{side}"]) for side in ("gross", "income")]
        return sum((side for side in sides if side is not None), Fraction(0)), "money"
    return exact(row.get(field)), "money"


def _pounds(printed: str) -> Fraction:
    return Fraction(printed.replace(",", "")) * (1_000_000 if "." in printed else 1_000)


def _of_listed(book: Ledger, item: str, field: str) -> tuple[Amount, str]:
    if item != "summary":
        return exact(book.listed[item].get(field)), "money" if field == "amount" else "plain"
    side, _, what = field.partition("_")
    amounts = [row["amount"] for row in book.listed.values() if row["side"] == side.removesuffix("s")]
    if what == "total":
        return sum(amounts, Fraction(0)), "money"
    return Fraction(sum(abs(amount) > _LISTED_FROM for amount in amounts)), "plain"


def _of_capital(book: Ledger, section: str, field: str) -> tuple[Amount, str]:
    line, _, year = field.partition(": ")
    if line == "Re-phasing of the other sections":
        others = [row for (name, kind), row in book.capital.items() if kind == "Re-phasing" and name != section]
        return sum((row[year] for row in others), Fraction(0)), "money"
    own = [row for (name, _), row in book.capital.items() if name == section and row["level"] == "line"]
    amounts = [row[year] for row in own if row.get(year, "") != ""]
    if line == "variances_over_250k":
        return Fraction(sum(abs(amount) > _PROJECTS_FROM for amount in amounts)), "plain"
    row = book.capital.get((section, line), {})
    if row.get("level") == "total" and year != "Total":
        return sum(amounts, Fraction(0)), "money"
    return exact(row.get("total" if year == "Total" else year, "")), "money"


def _of_service(book: Ledger, service: str, field: str) -> Figure | None:
    row, kind = book.services[service], "gbp" if "cost" in field else "plain" if "units" in field else "money"
    if field == "entered_gross":
        value = row["entered_volume"] + row["entered_price"]
    elif name := field.removesuffix(" of its parts") if field.endswith(" of its parts") else "":
        parts = [exact(other[name]) for other in book.services.values() if other["part_of"] == service]
        value = sum((part for part in parts if part is not None), Fraction(0))
    elif " at " in field:
        name, _, cost = field.partition(" at ")
        units = row["units_variance" if name == "volume_variance" else "forecast_units"]
        value = units * Fraction(cost.replace("£", "").replace(",", ""))
    else:
        value = row[field]
    return None if value == "" else Figure(value, kind)


def _of_measure(book: Ledger, given: activity.Measure, cell: Row) -> Figure | None:
    name, _, category = cell["field"].removeprefix("commentary: ").partition(": ")
    kind = "gbp" if given.item.unit is Unit.GBP else "plain"
    year = [point for point in given.year(financial_year(cell["period"])) if point.period <= cell["period"]]
    point = next((point for point in year if point.period == cell["period"]), None)
    if point is None or name not in _OF_POINT:
        return None
    if name == "breakdown":
        value = next((by[point.period] for key, by in given.parts.items() if key.endswith(f": {category}")), None)
    else:
        value = _OF_POINT[name](book, given, point, year)
    return None if value is None else Figure(value, kind)


def _sum_of_parts(_: Ledger, given: activity.Measure, point: activity.Point, __: list[activity.Point]) -> Amount:
    return sum((by.get(point.period) or Fraction(0) for by in given.parts.values()), Fraction(0))


def _monthly_average(_: Ledger, given: activity.Measure, __: activity.Point, year: list[activity.Point]) -> Amount:
    return (activity.total(year, given.item) or Fraction(0)) / len(year)


def _average_of_level(
    book: Ledger, given: activity.Measure, point: activity.Point, year: list[activity.Point]
) -> Amount:
    average = _monthly_average(book, given, point, year)
    return None if average is None or not point.level else average * 100 / point.level


def _average_below_level(
    book: Ledger, given: activity.Measure, point: activity.Point, year: list[activity.Point]
) -> Amount:
    share = _average_of_level(book, given, point, year)
    return None if share is None else 100 - share


def _below_outturn(_: Ledger, given: activity.Measure, point: activity.Point, __: list[activity.Point]) -> Amount:
    last = next((other for other in given.known if other.period == outturn_month(point.period)), None)
    if last is None or not last.result.value or point.result.value is None:
        return None
    return 100 - point.result.value * 100 / last.result.value


def _weighted(book: Ledger, given: activity.Measure, _: activity.Point, year: list[activity.Point]) -> Amount:
    """The year's costs weighted by what they are the cost of: the indicator that has this one for its companion."""
    units = {point.period: point.result.value or Fraction(0) for point in _beside(book, given).points}
    costs = [(point.result.value or Fraction(0)) * units[point.period] for point in year]
    return sum(costs, Fraction(0)) / sum(units[point.period] for point in year)


def _placed_in_the_county(
    book: Ledger, given: activity.Measure, point: activity.Point, _: list[activity.Point]
) -> Amount:
    own, others = _beside(book, given).parts["Placed: In Kent"], given.parts["Responsible: Other local authorities"]
    return (own[point.period] or Fraction(0)) + (others[point.period] or Fraction(0))


def _beside(book: Ledger, given: activity.Measure) -> activity.Measure:
    return next(other for other in book.measures.values() if given.item.indicator in other.item.companions)


_OF_POINT: Mapping[str, Callable[[Ledger, activity.Measure, activity.Point, list[activity.Point]], Amount]] = {
    "breakdown": _sum_of_parts,  # the one category is looked up by its name
    "sum_of_breakdown": _sum_of_parts,
    "this_month": lambda _, __, point, ___: point.result.value,
    "value": lambda _, __, point, ___: point.result.value,
    "target": lambda _, __, point, ___: point.level,
    "year_total": lambda _, given, __, year: activity.total(year, given.item),
    "year_total_target": lambda _, given, __, year: activity.total_level(year, given.item),
    "monthly_average": _monthly_average,
    "average_of_target": _average_of_level,
    "average_below_target": _average_below_level,
    "below_last_outturn": _below_outturn,
    "weighted_average": _weighted,
    "children_placed_in_kent": _placed_in_the_county,
}
