"""What excluding a cohort does to each result: both sides, the variance, and the cohort's own result by subtraction."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from scorecard_kit.contract import Row, definitions, records
from scorecard_kit.disclosure import SmallCounts, is_small
from scorecard_kit.indicator import Indicator, Rag, Unit
from scorecard_kit.rating import change, rate
from scorecard_kit.scorecard import score

IMPACT_COLUMNS = [
    *("area", "indicator", "name"),
    *("including_numerator", "including_denominator", "including_value", "including_rag"),
    *("excluding_numerator", "excluding_denominator", "excluding_value", "excluding_rag"),
    *("cohort_numerator", "cohort_denominator", "cohort_value", "variance"),
]
"""The columns of data/impact-of-uasc*.csv, in order. `variance` is excluding minus including, unrounded."""

PAGE_COLUMNS = [
    "group",
    "polarity",
    "data_period",
    "unit",
    "decimals",
    "per",
    "target",
    "excluded_by_definition",
    "withheld",
]
"""What a page needs beside them; `withheld` names the sides that are too small to show, such as "cohort"."""

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
    cohort is withheld. A cohort with a negative figure is an error in the data and raises ValueError.
    """
    known = definitions(indicators)
    rows: list[Row] = []
    for area in areas:
        sides = (score(results, indicators, targets, period, area, side) for side in ("", cohort))
        for everyone, excluding in zip(*(records(side) for side in sides), strict=True):
            if _is_known(everyone) and _is_known(excluding):
                rows.append(_compared(everyone, excluding, known[everyone["indicator"]], cohort, small_counts))
    return pd.DataFrame(rows, columns=[*IMPACT_COLUMNS, *PAGE_COLUMNS], dtype=object)


def county_less_areas(
    impact: pd.DataFrame, county: str, areas: Sequence[str], *, small_counts: SmallCounts | None = None
) -> pd.DataFrame:
    """What the county counts beyond its areas, a row an indicator that every one of them has.

    The columns are those of `impact_of_cohort`. A remainder is nobody's result, so it is not rated. Where its excluding
    side or the cohort in it is small both are withheld, since either would give the other away.
    """
    by_area = {area: impact[impact["area"] == area].set_index("indicator") for area in (county, *areas)}
    shared = [key for key in by_area[county].index if areas and all(key in by_area[area].index for area in areas)]
    rows = []
    for key in shared:
        whole, parts = by_area[county].loc[key], [by_area[area].loc[key] for area in areas]
        if all(part[f"{side}_value"] is not None for part in (whole, *parts) for side in ("including", "excluding")):
            rows.append(_remainder(whole, parts, key, f"{county} less the {len(areas)} areas", small_counts))
    return pd.DataFrame(rows, columns=impact.columns, dtype=object)


def _is_known(row: Row) -> bool:
    return any(row[name] != "" for name in ("numerator", "value", "status"))


def _figures(row: Row, side: str) -> Row:
    return {f"{side}_{name}": None if row[name] == "" else row[name] for name in _FIGURES}


def _compared(
    everyone: Row, excluding: Row, item: Indicator, cohort: str, small_counts: SmallCounts | None
) -> dict[str, Any]:
    row: Row = {key: everyone[key] for key in ("area", "indicator", "name", "group", "polarity", "data_period")}
    row |= {"unit": item.unit, "decimals": item.decimals, "per": item.per}
    row |= _figures(everyone, "including") | _figures(excluding, "excluding")
    row |= {"including_rag": everyone["rag"], "excluding_rag": excluding["rag"]}
    row["target"] = None if everyone["target"] == "" else everyone["target"]
    row["excluded_by_definition"] = cohort in item.excludes
    row = _with_cohort(row, small_counts)
    sides = (("including", everyone), ("excluding", excluding))
    hidden = [side for side, result in sides if result["status"] == "suppressed"]
    return row | {"withheld": " ".join([*hidden, "cohort"])} if hidden else row


def _with_cohort(row: Row, small_counts: SmallCounts | None) -> Row:
    row |= {f"cohort_{name}": None for name in _FIGURES} | {"variance": None, "withheld": ""}
    if row["excluded_by_definition"]:
        return row
    row["variance"] = change(row["including_value"], row["excluding_value"])
    above, base = (change(row[f"excluding_{name}"], row[f"including_{name}"]) for name in _FIGURES[:2])
    if above is None:
        return row
    if above < 0 or (base is not None and (base < 0 or (row["unit"] is Unit.PERCENT and base < above))):
        raise ValueError(f"{row['area']}, {row['indicator']}: the excluding figures do not lie within everyone's")
    if is_small(above, base, row["unit"], (small_counts or SmallCounts()).below):
        row["withheld"] = "cohort"
        return row
    if base is None and row["unit"] is not Unit.COUNT:
        return row  # a rate whose population is not stated has no figure for a part of it
    value: Fraction | None = above if base is None else rate(above, base, row["per"])
    return row | {"cohort_numerator": above, "cohort_denominator": base, "cohort_value": value}


def _remainder(
    whole: "pd.Series[Any]", parts: Sequence["pd.Series[Any]"], key: str, label: str, small_counts: SmallCounts | None
) -> Row:
    row: Row = {"area": label, "indicator": key, "name": whole["name"]}
    row |= {name: whole[name] for name in PAGE_COLUMNS} | {"target": None}
    below, small_sides = (small_counts or SmallCounts()).below, []
    for side in ("including", "excluding"):
        above, base = (_left(whole, parts, f"{side}_{name}") for name in _FIGURES[:2])
        value = above if base is None else rate(above, base, row["per"])
        row |= dict(zip((f"{side}_{name}" for name in _FIGURES), (above, base, value), strict=True))
        row[f"{side}_rag"] = Rag.NOT_RATED
        small_sides += [side] if is_small(above, base, row["unit"], below) else []
    row = _with_cohort(row, small_counts)
    if not (small_sides or row["withheld"]):
        return row
    sides = ["excluding", "cohort"] if "including" not in small_sides else ["including", "excluding", "cohort"]
    row |= {f"{side}_{name}": None for side in sides for name in _FIGURES}
    return row | {"variance": None, "withheld": " ".join(sides)}


def _left(whole: "pd.Series[Any]", parts: Sequence["pd.Series[Any]"], column: str) -> Fraction | None:
    counted = [part[column] for part in parts]
    return None if whole[column] is None or None in counted else Fraction(whole[column] - sum(counted))
