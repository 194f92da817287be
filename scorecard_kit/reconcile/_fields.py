"""One printed cell, computed again from the data: what each field of published.csv stands for."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Polarity, Rag, Unit
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import months_before, outturn_month, short_month, year_to_date
from scorecard_kit.judge.ratings import change, expected_range
from scorecard_kit.judge.rows import Row, records, target_in_force
from scorecard_kit.judge.scorecard import summarise

Lookup = dict[tuple[str, ...], Row]
_SIDES = ("including", "excluding", "cohort", "variance")
_UNITS = {
    Unit.PERCENT: ("Percentage", "Proportion"),
    Unit.COUNT: ("Number of people", "People", "Number"),
    Unit.RATE: ("Rate",),
}


class Tables:
    """Everything that cells are computed from, rated once: rows by item, period, area and cohort."""

    def __init__(self, dataset: Dataset, scores: Lookup, pairs: Lookup, counts: Lookup) -> None:
        self.dataset, self.scores, self.pairs, self.counts = dataset, scores, pairs, counts

    def computed(self, cell: Row) -> object:
        """The figure or judgement of one cell; None where the data do not give it."""
        item, period, area, field = cell["item"], cell["period"], cell["area"], cell["field"]
        if item == "summary":
            rows = [row for key, row in self.scores.items() if key[1:] == (period, area, "")]
            return getattr(summarise(pd.DataFrame(rows)), field, None)
        if (item, period, area) in self.counts:
            return self._of_activity(item, period, area, field)
        name = field.removeprefix("commentary: ")
        if name.partition("_")[0] in _SIDES:
            return _of_pair(self.pairs.get((item, period, area)), name)
        row = self.scores.get((item, period, area, "" if name == "target" else cell["cohort"]))
        return None if row is None else self._of_row(row, name, cell)

    def _of_activity(self, item: str, period: str, area: str, field: str) -> object:
        if not field.startswith("sum_of_groups"):
            return self.counts[item, period, area].get(field)
        column = "last_month" if field.endswith("last_month") else "this_month"
        groups = [row for (measure, month, _), row in self.counts.items() if (measure, month) == (item, period)]
        parts = [row[column] for row in groups if row["parent"] == area]
        return None if "" in parts else sum(parts)

    def _of_row(self, row: Row, name: str, cell: Row) -> object:
        kind, _, which = name.partition(": ")
        if kind.startswith("breakdown"):
            return self._of_breakdown(row, kind, which)
        if kind in {"flag", "flag_on_page"}:
            flags = self._definition(row).get("flags", "").replace("-", " ")
            return "Y" if which in flags else "-"
        if name in {"rank", "of"}:
            return dict(zip(("rank", "of"), row["rank"].split(" of "), strict=True)).get(name) if row["rank"] else None
        if name in _WITH_ROW:
            return _WITH_ROW[name](row, cell)
        if name in _WITH_TABLES:
            return _WITH_TABLES[name](self, row)
        return row.get(name)

    def _definition(self, row: Row) -> Row:
        return next(item for item in records(self.dataset.indicators) if item["indicator"] == row["indicator"])

    def _of_breakdown(self, row: Row, kind: str, category: str) -> object:
        for part in records(self.dataset.breakdowns):
            same = all(part[key] == row[key] for key in ("indicator", "period", "area", "cohort"))
            if same and part["category"] == category:
                count = exact(part["count"])
                return count if kind == "breakdown" or count is None else count * 100 / row["numerator"]
        return None

    def other(self, row: Row, indicator: str, period: str) -> Row:
        """The row of another indicator or period, same area and cohort, else of everyone; empty if there is none."""
        of_cohort = self.scores.get((indicator, period, row["area"], row["cohort"]), {})
        return of_cohort or self.scores.get((indicator, period, row["area"], ""), {})


def _of_pair(row: Row | None, name: str) -> object:
    if row is None:
        return None
    side, _, figure = name.partition("_")
    if side in row["withheld"].split():
        return "c"
    if figure in {"numerator", "denominator"} and row[f"{side}_denominator"] == "":
        return None  # a count is printed as the result alone
    return row.get(name)


def _counted(row: Row, cell: Row, side: str) -> object:
    """A numerator or denominator; a table prints none beside a count, whose result says it already."""
    return None if row[side] == "" or (row["unit"] == Unit.COUNT and cell["printed"] == "-") else row[side]


def _month_in_note(row: Row, _: Row) -> str:
    month, year = short_month(row["period"]).split()
    return f"{month} {year[2:]}"


def _unit(row: Row, cell: Row) -> str:
    return str(cell["printed"]) if cell["printed"] in _UNITS.get(row["unit"], ()) else str(row["unit"])


def _side_of_target(row: Row, _: Row) -> object:
    gap = change(row["target"], row["value"])
    return None if gap is None else "at" if gap == 0 else "above" if gap > 0 else "below"


def _movement(row: Row, _: Row) -> object:
    move = change(row["previous"], row["value"])
    return None if move is None else "same" if move == 0 else "rose" if move > 0 else "fell"


def _range(row: Row, _: Row) -> object:
    return expected_range(row["value"], row["lower"], row["upper"]).partition(" ")[0] or None


_WITH_ROW: Mapping[str, Callable[[Row, Row], object]] = {
    "numerator": lambda row, cell: _counted(row, cell, "numerator"),
    "denominator": lambda row, cell: _counted(row, cell, "denominator"),
    "data_period_on_page": lambda row, _: str(row["data_period"]),
    "name_on_page": lambda row, _: row["name"],
    "example_month": _month_in_note,
    "example_to": _month_in_note,
    "missed": lambda row, _: change(row["numerator"], row["denominator"]),
    "polarity": lambda row, cell: (
        str(row["polarity"]) if len(cell["printed"]) == 1 else Polarity(row["polarity"]).words
    ),
    "unit_on_page": _unit,
    "target_side": _side_of_target,
    "movement": _movement,
    "expected_range": _range,
    "rag": lambda row, _: None if row["rag"] == Rag.NOT_RATED else row["rag"],
}


def _year_end_target(tables: Tables, row: Row) -> object:
    march = months_before(outturn_month(row["period"]), -12)
    target = target_in_force(tables.dataset.targets, row["indicator"], march, row["area"])
    return None if target is None else target.target


def _with_companion(tables: Tables, row: Row) -> object:
    companions = str(tables._definition(row).get("companions", "")).split()  # noqa: SLF001  # the same module
    parts = [row["value"], *(tables.other(row, key, row["period"]).get("value", "") for key in companions[:1])]
    return None if "" in parts else sum(parts)


def _at_earlier_pace(tables: Tables, row: Row) -> object:
    before = tables.other(row, row["indicator"], row["previous_period"]).get("denominator", "")
    months = [len(year_to_date(month)) for month in (row["period"], row["previous_period"])]
    return None if before == "" else before * months[0] / months[1]


def _on_earlier_population(tables: Tables, row: Row) -> object:
    counts = [_plans(tables, row, month) for month in (row["previous_period"], row["period"])]
    return None if "" in (*counts, row["previous"]) else row["previous"] * counts[1] / counts[0]


def _plans(tables: Tables, row: Row, period: str) -> Any:  # noqa: ANN401 - a number, or blank
    """The plans counted beside a rate, or by an indicator of their own."""
    counted = tables.other(row, row["indicator"], period).get("numerator", "")
    return tables.other(row, "cp-plans", period).get("value", "") if counted == "" else counted


def _on_population_of_plans(tables: Tables, row: Row) -> object:
    in_care, plans = (tables.other(row, key, row["period"]) for key in ("lac-number", "cp-plan-rate"))
    figures = [in_care.get("value", ""), plans.get("value", ""), plans.get("numerator", "")]
    return None if "" in figures else Fraction(figures[0] * figures[1]) / figures[2]


def _of_everyone_in_care(tables: Tables, row: Row) -> object:
    moves, plans, per_10000 = (
        tables.other(row, key, row["period"]) for key in ("cic-3-placements", "cp-plans", "cp-plans-rate")
    )
    figures = [moves.get("numerator", ""), moves.get("value", ""), plans.get("value", ""), per_10000.get("value", "")]
    if "" in figures:
        return None
    return Fraction(figures[0] * 100 / figures[1]) * figures[3] / figures[2]


_WITH_TABLES: Mapping[str, Callable[[Tables, Row], object]] = {
    "year_end_target": _year_end_target,
    "with_companion": _with_companion,
    "denominator_at_earlier_pace": _at_earlier_pace,
    "rate_on_earlier_population": _on_earlier_population,
    "rate_on_population_of_plans": _on_population_of_plans,
    "rate_of_everyone_in_care": _of_everyone_in_care,
}
