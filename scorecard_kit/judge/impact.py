"""What excluding a cohort does to each result: both sides, the variance, and the cohort's own result by subtraction."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.disclosure import SmallCounts, is_small
from scorecard_kit.judge.figures import Book, takes_frames
from scorecard_kit.judge.indicators import Direction, Indicator, Rag, Target, Unit
from scorecard_kit.judge.ratings import change, direction_of_travel, rate
from scorecard_kit.judge.rows import FIGURES, Row, above, definitions, parents_of, records, takes_rated
from scorecard_kit.judge.scorecard import has_amber, score, score_latest

__all__ = [
    "IMPACT_COLUMNS", "NOT_SUM", "NOT_WITHIN", "PAGE_COLUMNS", "Absent", "absent", "county_and_areas",
    "county_less_areas", "impact_of_cohort", "without_side", "worth",
]  # fmt: skip

IMPACT_COLUMNS = [
    *("area", "indicator", "name"),
    *("including_numerator", "including_denominator", "including_value", "including_rag"),
    *("excluding_numerator", "excluding_denominator", "excluding_value", "excluding_rag"),
    *("cohort_numerator", "cohort_denominator", "cohort_value", "variance"),
]
"""The columns of data/impact-of-uasc*.csv, in order. `variance` is excluding minus including, unrounded."""

PAGE_COLUMNS = (
    "short_name group polarity data_period unit decimals per may_exceed_100 below_nought target could_be_amber "
    "excluded_by_definition withheld problem"
).split()
"""What a page needs beside them; `withheld` names the sides that are too small to show, such as "cohort".

`problem` says why the sides cannot be compared, or what an area leaves cannot be told; blank where they can.
"""

NOT_WITHIN = "the result excluding them is more than everyone's"
NOT_SUM = "the areas together count more than the county"
_SIDES = ("including", "excluding")


@takes_frames
def impact_of_cohort(
    book: Book, period: str, areas: Sequence[str], cohort: str, *, small_counts: SmallCounts | None = None
) -> pd.DataFrame:
    """Compare everyone with a cohort such as `excluding_uasc`: one row an area and indicator that has both.

    `book` is the loaded data, or three frames in its place: results, indicators, targets. Returns IMPACT_COLUMNS and
    PAGE_COLUMNS, areas in the order given and indicators in that of their file. An indicator whose definition leaves
    the cohort out anyway keeps both sides and has neither variance nor cohort figures. A small cohort is withheld, by
    the rule with which the book was loaded unless `small_counts` is another. Without a cohort nothing is compared.
    Counts excluding the cohort that are more than everyone's raise ValueError: `check` refuses such data. What may be
    negative may be so, and `problem` says it.
    """
    indicators, rule = definitions(book.indicators), small_counts or book.rule
    rows: list[Row] = []
    for area in dict.fromkeys(areas) if cohort else ():
        sides = (score(book, period, area, side) for side in ("", cohort))
        for everyone, excluding in zip(*(records(side) for side in sides), strict=True):
            if _is_entered(everyone) and _is_entered(excluding):
                rows.append(_compared(everyone, excluding, indicators[everyone["indicator"]], cohort, rule))
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


def worth(row: Row) -> Fraction | None:
    """The variance of a row with better as positive, whatever the polarity, in the unit of the result.

    Nought where neither side is better, as at the same distance from a target to be close to. None where there is no
    variance, or nothing says which way is better.
    """
    if row["variance"] in ("", None):
        return None
    including, excluding = (row[f"{side}_value"] for side in _SIDES)
    way = direction_of_travel(including, excluding, row["polarity"], Target(target=row["target"]))
    sign = {Direction.IMPROVED: 1, Direction.WORSENED: -1, Direction.SAME: 0}.get(way)
    return None if sign is None else sign * abs(Fraction(row["variance"]))


@takes_rated
def county_less_areas(
    impact: pd.DataFrame, county: str, areas: Sequence[str], *, small_counts: SmallCounts | None = None
) -> pd.DataFrame:
    """What the county counts beyond its areas, a row an indicator that every one of them has counts of.

    The columns are those of `impact_of_cohort`. A remainder is nobody's result, so it is not rated. Where its excluding
    side or the cohort in it is small both are withheld, since either would give the other away. Where the areas
    together count more than the county the row has no figures, and `problem` says so.
    """
    inside, rule = [area for area in dict.fromkeys(areas) if area != county], small_counts or SmallCounts()
    by_area: dict[str, dict[str, Row]] = {area: {} for area in (county, *inside)}
    for cells in impact.to_numpy(dtype=object).tolist():
        row = dict(zip(map(str, impact), cells, strict=True))
        by_area.setdefault(row["area"], {})[row["indicator"]] = row
    label = f"{county} less {inside[0] if len(inside) == 1 else f'the {len(inside)} areas'}" if inside else ""
    rows = []
    for key, whole in by_area[county].items() if inside else ():
        parts = [by_area[area].get(key) for area in inside]
        counted = [row for row in (whole, *parts) if row and all(_has_counts(row, side) for side in _SIDES)]
        if len(counted) > len(inside):
            rows.append(_remainder(whole, counted[1:], label, rule))
    return pd.DataFrame(rows, columns=impact.columns, dtype=object)


def _has_counts(row: Row, side: str) -> bool:
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


def absent(book: Book, period: str, areas: Sequence[str], cohort: str, *, reporting: str = "month") -> list[Absent]:
    """What the areas do not compare at the period, of the indicators that have the cohort's side anywhere in them."""
    newest: dict[tuple[str, str], dict[str, Row]] = {}
    for area, (side, name) in product(areas, zip(_SIDES, ("", cohort), strict=True)):
        rows = records(score_latest(book, period, area, name, reporting=reporting))
        newest[area, side] = {row["indicator"]: row for row in rows if row["standing"] != "no result"}
    split = {key for (_, side), rows in newest.items() if side == "excluding" for key in rows}
    uncompared = []
    for item, area in product(_in_question(book, period), areas):
        sides = {side: newest[area, side].get(item.indicator) for side in _SIDES}
        lacking = [side for side, row in sides.items() if row is None or row["period"] != period]
        if item.indicator in split and lacking and any(sides.values()):
            older = [row for side in lacking if (row := sides[side])]
            month = max((row["period"] for row in older), default="")
            side = lacking[0] if len(lacking) == 1 else ""
            uncompared.append(Absent(area, item.name, side, month, any(row["late"] for row in older)))
    return uncompared


def without_side(book: Book, period: str, areas: Sequence[str], cohort: str) -> int:
    """How many indicators have a result for the period and none excluding the cohort, in whatever month."""
    entered = [row for row in records(book.results[book.results["area"].isin(areas)]) if _is_entered(row)]
    now = {row["indicator"] for row in entered if row["cohort"] == "" and row["period"] == period}
    split = {row["indicator"] for row in entered if row["cohort"] == cohort and row["period"] <= period}
    return sum(item.indicator in now - split for item in _in_question(book, period))


def _in_question(book: Book, period: str) -> list[Indicator]:
    return [item for item in definitions(book.indicators).values() if item.role == "indicator" and item.in_use(period)]


def _is_entered(row: Row) -> bool:
    """Whether a result was entered, if only as withheld: a row that stands ready without a figure is none."""
    return any(row.get(name, "") != "" for name in ("numerator", "value", "status"))


def _figures(row: Row, side: str) -> Row:
    return {f"{side}_{name}": None if row[name] == "" else row[name] for name in FIGURES}


def _compared(everyone: Row, excluding: Row, item: Indicator, cohort: str, rule: SmallCounts) -> Row:
    row: Row = {key: everyone[key] for key in ("area", "indicator", "name", "group", "polarity", "data_period")}
    row |= {
        key: getattr(item, key) for key in ("short_name", "unit", "decimals", "per", "may_exceed_100", "below_nought")
    }
    row |= _figures(everyone, "including") | _figures(excluding, "excluding")
    row |= {"including_rag": everyone["rag"], "excluding_rag": excluding["rag"]}
    row["target"] = None if everyone["target"] == "" else everyone["target"]
    row |= {"could_be_amber": has_amber(everyone), "excluded_by_definition": cohort in item.excludes}
    row = _with_cohort(row, rule)
    if row["problem"] and not item.below_nought:  # of what may be negative `check` cannot say it
        raise ValueError(f"{row['area']}, {row['indicator']}: the excluding figures do not lie within everyone's")
    sides = (("including", everyone), ("excluding", excluding))
    hidden = [side for side, result in sides if result["status"] == "suppressed"]
    return row | {"withheld": " ".join([*hidden, "cohort"])} if hidden else row


def _with_cohort(row: Row, rule: SmallCounts) -> Row:
    row |= {f"cohort_{name}": None for name in FIGURES} | {"variance": None, "withheld": "", "problem": ""}
    if row["excluded_by_definition"]:
        return row
    over, base = (change(row[f"excluding_{name}"], row[f"including_{name}"]) for name in FIGURES[:2])
    if not _is_possible(over, base, row):
        return row | {"problem": NOT_WITHIN}
    row["variance"] = change(row["including_value"], row["excluding_value"])
    if over is None:
        return row
    if is_small(over, base, row["unit"], rule.below):
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


def _remainder(whole: Row, parts: Sequence[Row], label: str, rule: SmallCounts) -> Row:
    row: Row = {"area": label, "indicator": whole["indicator"], "name": whole["name"]}
    row |= {name: whole[name] for name in PAGE_COLUMNS} | {"target": None}
    small_sides, possible = list[str](), True
    for side in _SIDES:
        over, base = (_left(whole, parts, f"{side}_{name}") for name in FIGURES[:2])
        possible = possible and _is_possible(over, base, row)
        value = None if over is None else _value(over, base, row["per"])
        row |= dict(zip((f"{side}_{name}" for name in FIGURES), (over, base, value), strict=True))
        row[f"{side}_rag"] = Rag.NOT_RATED
        small_sides += [side] if is_small(over, base, row["unit"], rule.below) else []
    row = _with_cohort(row, rule)
    if row["problem"] or not possible:
        return _emptied(row, [*_SIDES, "cohort"]) | {"problem": NOT_SUM}
    if not (small_sides or row["withheld"]):
        return row
    sides = ["excluding", "cohort"] if "including" not in small_sides else ["including", "excluding", "cohort"]
    return _emptied(row, sides) | {"withheld": " ".join(sides)}


def _emptied(row: Row, sides: Iterable[str]) -> Row:
    return row | {f"{side}_{name}": None for side in sides for name in FIGURES} | {"variance": None}


def _left(whole: Row, parts: Sequence[Row], column: str) -> Fraction | None:
    counted = [part[column] for part in parts]
    return None if whole[column] is None or None in counted else Fraction(whole[column] - sum(counted))
