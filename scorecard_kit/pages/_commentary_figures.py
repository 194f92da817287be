"""The figures that a commentary may name, each as a reader sees it."""

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.blocks import sentences
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import last_day, long_date, month_name, months_before, year_end
from scorecard_kit.judge.ratings import change, display_result
from scorecard_kit.judge.rows import COUNTS, FIGURES, Row, definitions, place_of, records, target_in_force
from scorecard_kit.judge.scorecard import score_latest


def figures(book: Dataset, indicator: str, period: str, area: str, *, reporting: str = "month") -> dict[str, Any]:
    """Everything that the commentary of an indicator may name, at its newest result up to the period.

    Names of the result: numerator, denominator, missed, value, rag, direction, month; of its target: target, floor,
    previous_target, year_end_target; of earlier results: previous, previous_period, outturn, and the changes from both.
    A cohort's side is under its own name (excluding_uasc.value), the cohort alone under cohort (cohort.uasc.numerator),
    a category under breakdown and breakdown_share, a companion under companion["its-key"], with year_before too, and a
    benchmark's value and month under benchmark["England"].
    """
    about = _About(book, indicator, period, area, reporting)
    row = about.newest()
    named = _side(row) | _earlier(row) | _targets(book, row) | {"month": month_name(row["period"])}
    named["as_at"] = long_date(row["as_at"] or last_day(row["period"]))
    named["direction"] = str(row["direction_from_previous"])
    if row["status"] == "suppressed":
        named |= {name: sentences.no_figure(row) for name, words in named.items() if words == ""}
    named |= _cohorts(about._replace(period=row["period"]))
    named["benchmark"] = _benchmarks(about)
    companions = definitions(about.definition)[indicator].companions
    named["companion"] = {key: _companion(about._replace(indicator=key)) for key in companions}
    return named | _breakdowns(book, row)


class _About(NamedTuple):
    """The indicator, month and area that figures are asked about."""

    book: Dataset
    indicator: str
    period: str
    area: str
    reporting: str

    @property
    def definition(self) -> pd.DataFrame:
        """The indicator's row of indicators.csv."""
        return self.book.indicators[self.book.indicators["indicator"] == self.indicator]

    def newest(self, cohort: str = "") -> Row:
        """The indicator's row of `score_latest`."""
        role = str(self.definition["role"].iloc[0]) or "indicator"
        one = replace(self.book, indicators=self.definition)
        return records(score_latest(one, self.period, self.area, cohort, reporting=self.reporting, role=role))[0]

    def cohorts(self) -> list[str]:
        """The cohorts that the indicator has results of in the area."""
        results = self.book.results
        mine = results[(results["indicator"] == self.indicator) & (results["area"] == self.area)]
        return [cohort for cohort in dict.fromkeys(mine["cohort"]) if cohort]


def _earlier(row: Row) -> dict[str, str]:
    unit, named = Unit(row["unit"]), {}
    for name in ("previous", "outturn"):
        move = None if row[f"{name}_apart"] else change(row[name], row["value"])
        named[name] = display_result(row[name], unit, row["decimals"])
        named[f"change_from_{name}"] = "" if move is None else sentences.points(move, unit, row["decimals"])
    named["previous_period"] = month_name(row["previous_period"]) if row["previous_period"] else ""
    return named


def _targets(book: Dataset, row: Row) -> dict[str, str]:
    unit, now = Unit(row["unit"]), [row["target"], row["floor"]]
    words = ["" if number == "" else sentences.trimmed(number, unit) for number in now]
    named = dict(zip(("target", "floor"), words, strict=True))
    for name, month in (("previous_target", row["previous_period"]), ("year_end_target", year_end(row["period"]))):
        then = target_in_force(book.targets, row["indicator"], month, row["area"]) if month else None
        if then is not None and then.target is not None and (name == "previous_target" or then.target != row["target"]):
            named[name] = sentences.trimmed(then.target, unit)
    return named


def _cohorts(about: _About) -> dict[str, Any]:
    sides: dict[str, Any] = {"cohort": {}}
    one = replace(about.book, indicators=about.definition)
    for cohort in about.cohorts():
        sides[cohort] = _side(about.newest(cohort))
        for pair in records(impact_of_cohort(one, about.period, [about.area], cohort)):
            sides["cohort"][cohort.partition("_")[2]] = _alone(pair)
    return sides


def _benchmarks(about: _About) -> dict[str, dict[str, str]]:
    names = [row["area"] for row in records(about.book.areas) if row["kind"] == "benchmark"]
    rows = {name: about._replace(area=name).newest() for name in names}
    return {
        name: {"value": sentences.figure(row), "month": month_name(row["period"])}
        for name, row in rows.items()
        if row["value"] != ""
    }


def _companion(about: _About) -> dict[str, Any]:
    row = about.newest()
    sides = {cohort: _side(about.newest(cohort)) for cohort in about.cohorts()}
    month = months_before(row["period"], 12)
    then = about._replace(period=month).newest()
    year_before = sentences.figure(then) if then["period"] == month and then["standing"] != "no result" else ""
    return _side(row) | _earlier(row) | sides | {"year_before": year_before}


def _side(row: Row) -> dict[str, Any]:
    numbers = {name: exact(row[name]) for name in COUNTS}
    missed = change(numbers["numerator"], numbers["denominator"])
    if row["status"] == "suppressed":
        hidden = sentences.no_figure(row)
        return dict.fromkeys((*FIGURES, "missed"), hidden) | {"rag": str(row["rag"])}
    counts = {name: display(number, 0) for name, number in numbers.items()}
    return counts | {"missed": display(missed, 0), "value": sentences.figure(row), "rag": str(row["rag"])}


def _alone(pair: Row) -> dict[str, str]:
    if pair["withheld"]:
        return dict.fromkeys(FIGURES, sentences.no_figure({"status": "suppressed"}))
    value = display_result(pair["cohort_value"], pair["unit"], pair["decimals"])
    return {name: display(pair[f"cohort_{name}"], 0) for name in COUNTS} | {"value": value}


def _breakdowns(book: Dataset, row: Row) -> dict[str, dict[str, str]]:
    counts, shares = {}, {}
    for part in records(book.breakdowns):
        if place_of(part) == place_of(row):
            number = exact(part["count"])
            counts[part["category"]] = display(number, 0) or "c"
            whole = exact(row["numerator"])
            shares[part["category"]] = (
                display_result(number * 100 / whole, "percent", 1) if number is not None and whole else "c"
            )
    return {"breakdown": counts, "breakdown_share": shares}
