"""What each field of published.csv stands for: the figures and judgements of a report, worked out from the data.

Of an indicator the columns of a scorecard, `unit`, `previous_rag`, `lower` and `upper`, and `missed`, `expected_range`,
`rank` and `of`; the sides of a cohort, as in `impact_of_cohort`; `breakdown: 0 to 4`, `breakdown share: 0 to 4` and
`sum_of_breakdown`. Of an activity `this_month` (or `value`), `last_month`, `change`, `sum_of_groups`,
`sum_of_groups_last_month`, `target`, `year_total` and `year_total_target`. Of `summary` its counts. Of finance
`cash_limit_net` of a budget line and the like; `amount` and `place` of a variance; `gross`, `income` and `net` of a
balance; `movement 3: net`, the balances not counted; `<line>: 2011/12` and `<line>: Total` of a section of capital;
and the columns of `volume_and_price`.

A figure quoted in a text is written `commentary: value`, and one that a page repeats `name_on_page`. Any other field is
a council's own: what it comes to is worked out elsewhere, and stands beside the cell as `computed`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.activity import Measure, activity, measure, total, total_level
from scorecard_kit.judge.budget import MONEY, PRINTED_MEASURES, capital_by_year, pressures_and_underspends, revenue
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import IMPACT_COLUMNS, impact_of_cohort
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Rag, Unit
from scorecard_kit.judge.numbers import added, exact
from scorecard_kit.judge.periods import financial_year
from scorecard_kit.judge.ratings import change, expected_range
from scorecard_kit.judge.rows import Row, place_of, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS, score, summarise
from scorecard_kit.judge.unit_costs import volume_and_price

__all__ = ["Figures", "Pounds"]

Lookup = dict[tuple[str, ...], Row]
_Entry = tuple[str, str, Row]
_IN_POUNDS = ("volume_variance", "price_variance", "gross_variance", "income_variance", "net_variance")
_ROLES = ("indicator", "companion", "lead")
_OF_A_YEAR = ("target", "year_total", "year_total_target")
_RATED = (*sorted({*SCORECARD_COLUMNS} - {"within_rounding"}), "unit", "previous_rag", "lower", "upper")
_BOTH = ("including", "excluding", "cohort")


class Figures:
    """Everything that a report's cells are held against, rated and added up once."""

    def __init__(self, dataset: Dataset, printed: pd.DataFrame, small_counts: SmallCounts, reporting: str) -> None:
        self.finance = _finance(dataset)
        printed = printed[printed["period"] != ""]  # all that follows is of a month
        self.scores = _scores(dataset, printed, reporting)
        self.pairs = _pairs(dataset, printed, small_counts)
        self.activity = _activity(dataset, printed, reporting)
        self.breakdowns = _breakdowns(dataset, self.scores)
        self.measures = _measures(dataset, printed)

    def figure(self, cell: Row) -> object:
        """The figure or judgement of one cell, or its own `computed` where no field here gives one.

        None or blank where the data lack the figure of a field that is known.
        """
        beginning, _, field = cell["field"].removeprefix("commentary: ").rpartition(": ")
        field = field.removesuffix("_on_page")
        return next((row[field] for row in self._rows(cell, beginning) if field in row), cell["computed"])

    def status(self, cell: Row) -> str:
        """The status of the result that a cell is about, such as provisional; blank where it has none."""
        row = self.scores.get((cell["item"], cell["period"], cell["area"], cell["cohort"]), {})
        return str(row.get("status", ""))

    def _rows(self, cell: Row, beginning: str) -> Iterator[Row]:
        """The rows in which the field of a cell is looked for, one after the other."""
        item, period, area, cohort = (cell[name] for name in ("item", "period", "area", "cohort"))
        yield self.finance.get((item, beginning), {})
        yield self.breakdowns.get((item, period, area, cohort, beginning), {})
        if not beginning:
            yield self.activity.get((item, period, area), {})
            yield self.pairs.get((item, period, area), {})
            rated = self.scores.get((item, period, area, cohort), {})
            if cell["printed"] == "-" and rated.get("unit") is Unit.COUNT:
                yield {"numerator": "", "denominator": ""}  # many a table prints a count as the result alone
            yield rated
            yield self._year(item, period, area)
        if item == "summary":
            yield self._summary(period, area)

    def _summary(self, period: str, area: str) -> Row:
        rows = [row for key, row in self.scores.items() if key[1:] == (period, area, "")]
        return asdict(summarise(pd.DataFrame(rows))) if rows else {}

    def _year(self, item: str, period: str, area: str) -> Row:
        """The level of an activity's month, and what its year comes to until then, with the level of that."""
        if (item, area) not in self.measures or not period:
            return {}
        series = self.measures[item, area]
        points = [point for point in series.year(financial_year(period)) if point.period <= period]
        if not points or points[-1].period != period:
            return {}
        figures = (points[-1].level, total(points, series.item), total_level(points, series.item))
        return dict(zip(_OF_A_YEAR, figures, strict=True))


def _scores(dataset: Dataset, printed: pd.DataFrame, reporting: str) -> Lookup:
    rated = dataset.indicators[dataset.indicators["role"] != "activity"]["indicator"]
    about = printed[printed["item"].isin({*rated, "summary"})]
    wanted = about[["period", "area", "cohort"]].drop_duplicates()
    scored = [
        score(dataset, period, area, cohort, reporting=reporting, role=role)
        for period, area, cohort in wanted.itertuples(index=False)
        for role in _ROLES
    ]
    rows = [_with_words(row) for frame in scored for row in records(frame)]
    return {(row["indicator"], row["period"], row["area"], row["cohort"]): row for row in rows}


def _with_words(row: Row) -> Row:
    """A rated row with what reports print beside its columns."""
    rank, _, of = row["rank"].partition(" of ")
    return {name: row[name] for name in _RATED} | {
        "missed": change(row["numerator"], row["denominator"]),
        "expected_range": expected_range(row["value"], row["lower"], row["upper"]).partition(" ")[0],
        "rank": rank, "of": of,
        "rag": "" if row["rag"] == Rag.NOT_RATED else row["rag"],
        "polarity": Polarity(row["polarity"]), "data_period": DataPeriod(row["data_period"]), "unit": Unit(row["unit"]),
    }  # fmt: skip


def _pairs(dataset: Dataset, printed: pd.DataFrame, small_counts: SmallCounts) -> Lookup:
    cohorts = [cohort for cohort in dataset.results["cohort"].unique() if cohort]
    rows: Lookup = {}
    for period in printed["period"].unique() if cohorts else ():
        areas = [area for area in printed[printed["period"] == period]["area"].unique() if area]
        compared = impact_of_cohort(dataset, period, areas, cohorts[0], small_counts=small_counts)
        rows |= {(row["indicator"], period, row["area"]): _sides(row) for row in records(compared)}
    return rows


def _sides(row: Row) -> Row:
    """The sides of a cohort and their variance: `c` where withheld, and a count as the result alone."""
    alone = {f"{side}_numerator" for side in _BOTH if row[f"{side}_denominator"] == ""}
    withheld = row["withheld"].split()
    return {
        name: "c" if name.partition("_")[0] in withheld else "" if name in alone else row[name]
        for name in IMPACT_COLUMNS[3:]  # after area, indicator and name
    }


def _activity(dataset: Dataset, printed: pd.DataFrame, reporting: str) -> Lookup:
    rows: Lookup = {}
    for period in printed["period"].unique():
        counts = records(activity(dataset.results, dataset.indicators, dataset.areas, period, reporting=reporting))
        for row in counts:
            groups = [other for other in counts if (other["measure"], other["parent"]) == (row["measure"], row["area"])]
            rows[row["measure"], period, row["area"]] = {
                **{name: row[name] for name in ("this_month", "last_month", "change")},
                "value": row["this_month"],
                "sum_of_groups": added(exact(group["this_month"]) for group in groups),
                "sum_of_groups_last_month": added(exact(group["last_month"]) for group in groups),
            }
    return rows


def _measures(dataset: Dataset, printed: pd.DataFrame) -> dict[tuple[str, str], Measure]:
    """The activities of which a report prints a level or a year, by item and area."""
    counted = dataset.indicators[dataset.indicators["role"] == "activity"]["indicator"]
    about = printed["item"].isin(counted) & printed["field"].str.removeprefix("commentary: ").isin(_OF_A_YEAR)
    tables = (dataset.results, dataset.indicators, dataset.targets, dataset.breakdowns)
    last = max(printed["period"], default="")
    return {
        (item, area): measure(*tables, item, area, last)
        for item, area in printed[about][["item", "area"]].drop_duplicates().itertuples(index=False)
    }


def _breakdowns(dataset: Dataset, scores: Lookup) -> Lookup:
    """The categories of each result under `breakdown` and `breakdown share`, and their sum."""
    rows: Lookup = {}
    for row in records(dataset.breakdowns):
        place = place_of(row)
        count, numerator = exact(row["count"]), scores.get(place, {}).get("numerator")
        rows.setdefault((*place, "breakdown"), {}).setdefault(row["category"], count)
        if numerator and count is not None:
            rows.setdefault((*place, "breakdown share"), {})[row["category"]] = count * 100 / numerator
        added = rows.setdefault((*place, ""), {"sum_of_breakdown": Fraction(0)})
        added["sum_of_breakdown"] += count or 0
    return rows


class Pounds(NamedTuple):
    """An amount of a finance table; None where none was entered."""

    amount: Fraction | None

    def in_print(self, printed: str) -> Fraction | None:
        """In thousands of pounds, or in millions where the printed amount has decimals."""
        return None if self.amount is None else self.amount / (1_000_000 if "." in printed else 1_000)


def _finance(dataset: Dataset) -> dict[tuple[str, str], Row]:
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


def _lines(dataset: Dataset) -> Iterator[_Entry]:
    sums = {row["line"]: row for row in records(revenue(dataset.budget[dataset.budget["level"] == "line"]))}
    for row in records(revenue(dataset.budget)):
        added = {"line": row, "total": sums.get("Total")}.get(row["level"], sums.get(row["line"]))
        if added is not None:
            for measure in PRINTED_MEASURES:
                yield row["line"], "", _net([added], f"{measure}_")


def _movements(dataset: Dataset) -> Iterator[_Entry]:
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


def _variances(dataset: Dataset) -> Iterator[_Entry]:
    for row in records(pressures_and_underspends(dataset.variances)):
        yield row["description"], "", {"amount": Pounds(row["amount"]), "place": row["place"]}


def _capital(dataset: Dataset) -> Iterator[_Entry]:
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


def _services(dataset: Dataset) -> Iterator[_Entry]:
    for row in records(volume_and_price(dataset.unit_costs)):
        yield row["service"], "", row | {name: Pounds(exact(row[name])) for name in _IN_POUNDS}
