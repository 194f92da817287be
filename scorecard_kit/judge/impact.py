"""What excluding a cohort does to each result: both sides, the variance, and the cohort's own result by subtraction."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.judge.disclosure import SmallCounts, is_small
from scorecard_kit.judge.indicators import Indicator, Rag, Unit
from scorecard_kit.judge.ratings import change, rate
from scorecard_kit.judge.rows import Row, above, definitions, parents_of, records
from scorecard_kit.judge.scorecard import has_amber, score, score_latest

IMPACT_COLUMNS = [
    *("area", "indicator", "name"),
    *("including_numerator", "including_denominator", "including_value", "including_rag"),
    *("excluding_numerator", "excluding_denominator", "excluding_value", "excluding_rag"),
    *("cohort_numerator", "cohort_denominator", "cohort_value", "variance"),
]
"""The columns of data/impact-of-uasc*.csv, in order. `variance` is excluding minus including, unrounded."""

PAGE_COLUMNS = (
    "group polarity data_period unit decimals per may_exceed_100 below_nought target could_be_amber "
    "excluded_by_definition withheld problem"
).split()
"""What a page needs beside them; `withheld` names the sides that are too small to show, such as "cohort".

`problem` says why the sides cannot be compared, or what an area leaves cannot be told; blank where they can.
"""

NOT_WITHIN = "the result excluding them is more than everyone's"
NOT_SUM = "the areas together count more than the county"
_SIDES = ("including", "excluding")
_FIGURES = ("numerator", "denominator", "value")


def impact_of_cohort(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    period: str,
    areas: Sequence[str],
    cohort: str,
    *,
    small_counts: SmallCounts | None = None,
) -> pd.DataFrame:
    """Compare everyone with a cohort such as `excluding_uasc`: one row an area and indicator that has both.

    Returns IMPACT_COLUMNS and PAGE_COLUMNS, areas in the order given and indicators in that of their file. An indicator
    whose definition leaves the cohort out anyway keeps both sides and has neither variance nor cohort figures. A small
    cohort is withheld. Without a cohort nothing is compared. Counts excluding the cohort that are more than everyone's
    raise ValueError: `check` refuses such data. What may be negative may be so, and `problem` says it.
    """
    known = definitions(indicators)
    rows: list[Row] = []
    for area in dict.fromkeys(areas) if cohort else ():
        sides = (score(results, indicators, targets, period, area, side) for side in ("", cohort))
        for everyone, excluding in zip(*(records(side) for side in sides), strict=True):
            if _is_known(everyone) and _is_known(excluding):
                rows.append(_compared(everyone, excluding, known[everyone["indicator"]], cohort, small_counts))
    return pd.DataFrame(rows, columns=[*IMPACT_COLUMNS, *PAGE_COLUMNS], dtype=object)


def county_and_areas(areas: pd.DataFrame, named: Iterable[str]) -> tuple[str, list[str]]:
    """Of the named areas the one that holds the others, and those that lie in it and in no other of them.

    Where areas.csv tells no area from another, the first named is the county and all others are its areas.
    """
    parents, each = parents_of(areas), list(dict.fromkeys(named))
    held = {area: [other for other in each if area in above(other, parents)] for area in each}
    if not any(parents.get(area) for area in each):
        return each[0], each[1:]
    county = max(each, key=lambda area: len(held[area]))
    inside = held[county]
    return county, [area for area in inside if not any(area in held[other] for other in inside)]


def county_less_areas(
    impact: pd.DataFrame, county: str, areas: Sequence[str], *, small_counts: SmallCounts | None = None
) -> pd.DataFrame:
    """What the county counts beyond its areas, a row an indicator that every one of them has counts of.

    The columns are those of `impact_of_cohort`. A remainder is nobody's result, so it is not rated. Where its excluding
    side or the cohort in it is small both are withheld, since either would give the other away. Where the areas
    together count more than the county the row has no figures, and `problem` says so.
    """
    inside = [area for area in dict.fromkeys(areas) if area != county]
    by_area = {area: impact[impact["area"] == area].set_index("indicator") for area in (county, *inside)}
    shared = [key for key in by_area[county].index if inside and all(key in by_area[area].index for area in inside)]
    label = f"{county} less {inside[0] if len(inside) == 1 else f'the {len(inside)} areas'}" if inside else ""
    rows = []
    for key in shared:
        whole, parts = by_area[county].loc[key], [by_area[area].loc[key] for area in inside]
        if all(_has_counts(row, side) for row in (whole, *parts) for side in _SIDES):
            rows.append(_remainder(whole, parts, key, label, small_counts))
    return pd.DataFrame(rows, columns=impact.columns, dtype=object)


def _has_counts(row: "pd.Series[Any]", side: str) -> bool:
    """Whether a side was counted: what was only printed as a value can be taken from nothing."""
    counted = row[f"{side}_numerator"] is not None and row[f"{side}_value"] is not None
    return counted and (row[f"{side}_denominator"] is not None or row["unit"] in {Unit.COUNT, Unit.GBP})


class Absent(NamedTuple):
    """An indicator of an area that is not compared: the side that lacks the month (blank: both), and its newest one.

    `late` tells that a newer one is due, as every page of the pack tells it.
    """

    area: str
    name: str
    side: str
    newest: str
    late: bool


def absent(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    targets: pd.DataFrame,
    period: str,
    areas: Sequence[str],
    cohort: str,
    *,
    reporting: str = "month",
) -> list[Absent]:
    """What the areas do not compare at the period, of the indicators that have the cohort's side anywhere in them."""
    told: dict[tuple[str, str], dict[str, Row]] = {}
    for area, (side, name) in product(areas, zip(_SIDES, ("", cohort), strict=True)):
        rows = records(score_latest(results, indicators, targets, period, area, name, reporting=reporting))
        told[area, side] = {row["indicator"]: row for row in rows if row["standing"] != "no result"}
    split = {key for (_, side), rows in told.items() if side == "excluding" for key in rows}
    found = []
    for item, area in product(_in_question(definitions(indicators).values(), period), areas):
        sides = {side: told[area, side].get(item.indicator) for side in _SIDES}
        lacking = [side for side, row in sides.items() if row is None or row["period"] != period]
        if item.indicator in split and lacking and any(sides.values()):
            own = [row for side in lacking if (row := sides[side])]
            newest = max((row["period"] for row in own), default="")
            side = lacking[0] if len(lacking) == 1 else ""
            found.append(Absent(area, item.name, side, newest, any(row["late"] for row in own)))
    return found


def without_side(
    results: pd.DataFrame, indicators: Iterable[Indicator], period: str, areas: Sequence[str], cohort: str
) -> int:
    """How many indicators have a result for the period and none excluding the cohort, in whatever month."""
    months = _months(results, period, areas, cohort)
    given = [item for item in _in_question(indicators, period)
             if any(period in months.get((item.indicator, area, ""), ()) for area in areas)]  # fmt: skip
    return sum(not _has_cohort(item, months, cohort) for item in given)


def _in_question(indicators: Iterable[Indicator], period: str) -> list[Indicator]:
    return [item for item in indicators if item.role == "indicator" and item.in_use(period)]


def _months(
    results: pd.DataFrame, period: str, areas: Sequence[str], cohort: str
) -> dict[tuple[str, str, str], set[str]]:
    """Up to the period the months with a result, by indicator, area and cohort."""
    months: dict[tuple[str, str, str], set[str]] = {}
    for row in records(results[results["area"].isin(areas) & (results["period"] <= period)]):
        if row["cohort"] in ("", cohort) and _is_known(row):
            months.setdefault((row["indicator"], row["area"], row["cohort"]), set()).add(row["period"])
    return months


def _has_cohort(item: Indicator, months: Iterable[tuple[str, str, str]], cohort: str) -> bool:
    return any(key == item.indicator and side == cohort for key, _, side in months)


def _is_known(row: Row) -> bool:
    """Whether a result was entered, if only as withheld: a row that stands ready without a figure is none."""
    return any(row.get(name, "") != "" for name in ("numerator", "value", "status"))


def _figures(row: Row, side: str) -> Row:
    return {f"{side}_{name}": None if row[name] == "" else row[name] for name in _FIGURES}


def _compared(
    everyone: Row, excluding: Row, item: Indicator, cohort: str, small_counts: SmallCounts | None
) -> dict[str, Any]:
    row: Row = {key: everyone[key] for key in ("area", "indicator", "name", "group", "polarity", "data_period")}
    row |= {"unit": item.unit, "decimals": item.decimals, "per": item.per, "may_exceed_100": item.may_exceed_100}
    row["below_nought"] = item.below_nought
    row |= _figures(everyone, "including") | _figures(excluding, "excluding")
    row |= {"including_rag": everyone["rag"], "excluding_rag": excluding["rag"]}
    row["target"] = None if everyone["target"] == "" else everyone["target"]
    row["could_be_amber"] = has_amber(everyone)
    row["excluded_by_definition"] = cohort in item.excludes
    row = _with_cohort(row, small_counts)
    if row["problem"] and not item.below_nought:  # of what may be negative `check` cannot say it
        raise ValueError(f"{row['area']}, {row['indicator']}: the excluding figures do not lie within everyone's")
    sides = (("including", everyone), ("excluding", excluding))
    hidden = [side for side, result in sides if result["status"] == "suppressed"]
    return row | {"withheld": " ".join([*hidden, "cohort"])} if hidden else row


def _with_cohort(row: Row, small_counts: SmallCounts | None) -> Row:
    row |= {f"cohort_{name}": None for name in _FIGURES} | {"variance": None, "withheld": "", "problem": ""}
    if row["excluded_by_definition"]:
        return row
    over, base = (change(row[f"excluding_{name}"], row[f"including_{name}"]) for name in _FIGURES[:2])
    if not _is_possible(over, base, row):
        return row | {"problem": NOT_WITHIN}
    row["variance"] = change(row["including_value"], row["excluding_value"])
    if over is None:
        return row
    if is_small(over, base, row["unit"], (small_counts or SmallCounts()).below):
        row["withheld"] = "cohort"
        return row
    if base is None and row["unit"] is not Unit.COUNT:
        return row  # a rate whose population is not stated has no figure for a part of it
    return row | {
        "cohort_numerator": over, "cohort_denominator": base, "cohort_value": _value(over, base, row["per"])
    }  # fmt: skip


def _is_possible(over: Fraction | None, base: Fraction | None, row: Row) -> bool:
    """Whether what is left of a result could be one: nothing below nought, and no more cases than were counted."""
    if (base is not None and base < 0) or (over is not None and over < 0 and not row["below_nought"]):
        return False
    if over is None or base is None or row["unit"] is not Unit.PERCENT or row["may_exceed_100"] or row["below_nought"]:
        return True
    return over <= base


def _value(over: Fraction, base: Fraction | None, per: int) -> Fraction | None:
    """The result of what is left; none where both sides have the same base, such as one population."""
    return over if base is None else None if base == 0 else rate(over, base, per)


def _remainder(
    whole: "pd.Series[Any]", parts: Sequence["pd.Series[Any]"], key: str, label: str, small_counts: SmallCounts | None
) -> Row:
    row: Row = {"area": label, "indicator": key, "name": whole["name"]}
    row |= {name: whole[name] for name in PAGE_COLUMNS} | {"target": None}
    below, small_sides, possible = (small_counts or SmallCounts()).below, list[str](), True
    for side in _SIDES:
        over, base = (_left(whole, parts, f"{side}_{name}") for name in _FIGURES[:2])
        possible = possible and _is_possible(over, base, row)
        value = None if over is None else _value(over, base, row["per"])
        row |= dict(zip((f"{side}_{name}" for name in _FIGURES), (over, base, value), strict=True))
        row[f"{side}_rag"] = Rag.NOT_RATED
        small_sides += [side] if is_small(over, base, row["unit"], below) else []
    row = _with_cohort(row, small_counts)
    if row["problem"] or not possible:
        return _emptied(row, [*_SIDES, "cohort"]) | {"problem": NOT_SUM}
    if not (small_sides or row["withheld"]):
        return row
    sides = ["excluding", "cohort"] if "including" not in small_sides else ["including", "excluding", "cohort"]
    return _emptied(row, sides) | {"withheld": " ".join(sides)}


def _emptied(row: Row, sides: Iterable[str]) -> Row:
    return row | {f"{side}_{name}": None for side in sides for name in _FIGURES} | {"variance": None}


def _left(whole: "pd.Series[Any]", parts: Sequence["pd.Series[Any]"], column: str) -> Fraction | None:
    counted = [part[column] for part in parts]
    return None if whole[column] is None or None in counted else Fraction(whole[column] - sum(counted))
