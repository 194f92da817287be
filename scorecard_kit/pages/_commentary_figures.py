"""The figures that a commentary may name, each as a reader sees it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from scorecard_kit.blocks import sentences
from scorecard_kit.data.load import Dataset
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import last_day, long_date, month_name, months_before, outturn_month
from scorecard_kit.judge.ratings import change, display_result
from scorecard_kit.judge.rows import Row, definitions, records, target_in_force
from scorecard_kit.judge.scorecard import score_latest


def figures(
    dataset: Dataset,
    indicator: str,
    period: str,
    area: str,
    small_counts: SmallCounts,
    *,
    reporting: str = "month",
) -> dict[str, Any]:
    """Everything that the commentary of an indicator may name, at its newest result up to the period.

    Names of the result: numerator, denominator, missed, value, rag, direction, month; of its target: target, floor,
    previous_target, year_end_target; of earlier results: previous, previous_period, outturn, and the changes from both.
    A cohort's side is under its own name (excluding_uasc.value), the cohort alone under cohort (cohort.uasc.numerator),
    a category under breakdown and breakdown_share, a companion under companion["its-key"], with year_before too, and a
    benchmark's value and month under benchmark["England"].
    """
    chosen = dataset.indicators[dataset.indicators["indicator"] == indicator]
    item, row = definitions(chosen)[indicator], _newest(dataset, chosen, period, area, "", reporting)
    known = _side(row) | _earlier(row) | _targets(dataset, row) | {"month": month_name(row["period"])}
    known["as_at"] = long_date(date.fromisoformat(row["as_at"]) if row["as_at"] else last_day(row["period"]))
    known["direction"] = str(row["direction_from_previous"])
    if row["status"] == "suppressed":
        known |= {name: sentences.no_figure(row) for name, words in known.items() if words == ""}
    known |= _cohorts(dataset, chosen, row, small_counts, reporting)
    known["benchmark"] = _benchmarks(dataset, chosen, period, reporting)
    known["companion"] = {key: _companion(dataset, key, period, area, reporting) for key in item.companions}
    return known | _breakdowns(dataset, row)


def _newest(dataset: Dataset, chosen: pd.DataFrame, period: str, area: str, cohort: str, reporting: str) -> Row:
    one, role = replace(dataset, indicators=chosen), str(chosen["role"].iloc[0]) or "indicator"
    return records(score_latest(one, period, area, cohort, reporting=reporting, role=role))[0]


def _earlier(row: Row) -> dict[str, str]:
    unit, known = Unit(row["unit"]), {}
    for name in ("previous", "outturn"):
        move = None if row[f"{name}_apart"] else change(row[name], row["value"])
        known[name] = display_result(row[name], unit, row["decimals"])
        known[f"change_from_{name}"] = "" if move is None else sentences.points(move, unit, row["decimals"])
    known["previous_period"] = month_name(row["previous_period"]) if row["previous_period"] else ""
    return known


def _targets(dataset: Dataset, row: Row) -> dict[str, str]:
    unit, now = Unit(row["unit"]), [row["target"], row["floor"]]
    said = ["" if number == "" else sentences.trimmed(number, unit) for number in now]
    known = dict(zip(("target", "floor"), said, strict=True))
    march = months_before(outturn_month(row["period"]), -12)
    for name, month in (("previous_target", row["previous_period"]), ("year_end_target", march)):
        then = target_in_force(dataset.targets, row["indicator"], month, row["area"]) if month else None
        if then is not None and then.target is not None and (name == "previous_target" or then.target != row["target"]):
            known[name] = sentences.trimmed(then.target, unit)
    return known


def _cohorts(
    dataset: Dataset, chosen: pd.DataFrame, row: Row, small_counts: SmallCounts, reporting: str
) -> dict[str, Any]:
    mine = dataset.results[dataset.results["indicator"] == row["indicator"]]
    known: dict[str, Any] = {"cohort": {}}
    for cohort in _named(mine[mine["area"] == row["area"]]["cohort"]):
        known[cohort] = _side(_newest(dataset, chosen, row["period"], row["area"], cohort, reporting))
        one = replace(dataset, indicators=chosen)
        for pair in records(impact_of_cohort(one, row["period"], [row["area"]], cohort, small_counts=small_counts)):
            known["cohort"][cohort.partition("_")[2]] = _alone(pair)
    return known


def _benchmarks(dataset: Dataset, chosen: pd.DataFrame, period: str, reporting: str) -> dict[str, dict[str, str]]:
    names = [row["area"] for row in records(dataset.areas) if row["kind"] == "benchmark"]
    rows = {name: _newest(dataset, chosen, period, name, "", reporting) for name in names}
    known = {name: row for name, row in rows.items() if row["value"] != ""}
    return {name: {"value": sentences.figure(row), "month": month_name(row["period"])} for name, row in known.items()}


def _named(cohorts: Iterable[str]) -> list[str]:
    return [cohort for cohort in dict.fromkeys(cohorts) if cohort]


def _companion(dataset: Dataset, key: str, period: str, area: str, reporting: str) -> dict[str, Any]:
    chosen = dataset.indicators[dataset.indicators["indicator"] == key]
    row = _newest(dataset, chosen, period, area, "", reporting)
    mine = dataset.results[(dataset.results["indicator"] == key) & (dataset.results["area"] == area)]
    sides = {
        cohort: _side(_newest(dataset, chosen, period, area, cohort, reporting)) for cohort in _named(mine["cohort"])
    }
    month = months_before(row["period"], 12)
    then = _newest(dataset, chosen, month, area, "", reporting)
    year_before = sentences.figure(then) if then["period"] == month and then["standing"] != "no result" else ""
    return _side(row) | _earlier(row) | sides | {"year_before": year_before}


def _side(row: Row) -> dict[str, Any]:
    numbers = {name: exact(row[name]) for name in ("numerator", "denominator")}
    missed = change(numbers["numerator"], numbers["denominator"])
    if row["status"] == "suppressed":
        hidden = sentences.no_figure(row)
        return dict.fromkeys(("numerator", "denominator", "value", "missed"), hidden) | {"rag": str(row["rag"])}
    counts = {name: display(number, 0) for name, number in numbers.items()}
    return counts | {"missed": display(missed, 0), "value": sentences.figure(row), "rag": str(row["rag"])}


def _alone(pair: Row) -> dict[str, str]:
    if pair["withheld"]:
        return dict.fromkeys(("numerator", "denominator", "value"), sentences.no_figure({"status": "suppressed"}))
    value = display_result(pair["cohort_value"], pair["unit"], pair["decimals"])
    return {name: display(pair[f"cohort_{name}"], 0) for name in ("numerator", "denominator")} | {"value": value}


def _breakdowns(dataset: Dataset, row: Row) -> dict[str, dict[str, str]]:
    counts, shares = {}, {}
    for part in records(dataset.breakdowns):
        if all(part[key] == row[key] for key in ("indicator", "period", "area", "cohort")):
            number = exact(part["count"])
            counts[part["category"]] = display(number, 0) or "c"
            whole = exact(row["numerator"])
            shares[part["category"]] = (
                display_result(number * 100 / whole, "percent", 1) if number is not None and whole else "c"
            )
    return {"breakdown": counts, "breakdown_share": shares}
