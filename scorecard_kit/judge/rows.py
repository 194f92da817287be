"""Rows of the contract's tables (docs/reference/data.md) as the field's types.

The frames that come in have the contract's columns; optional columns may be absent, and a blank may be "", None or NaN.
Numbers may be of any kind.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from scorecard_kit.judge.indicators import NO_TARGET, DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.ratings import rate

__all__ = [
    "COUNTS", "FIGURES", "NO_MINIMUM", "NO_RESULT", "PLACE", "WITHHELD", "Place", "Result", "Row", "above", "by_key",
    "by_series", "definitions", "in_force", "parents_of", "place_of", "read_result", "reason", "records", "records_by",
    "series_of", "takes_rated", "target_in_force",
]  # fmt: skip

Row = dict[str, Any]
Place = tuple[str, str, str, str]
"""Which result it is: indicator, period, area and cohort."""
PLACE = ("indicator", "period", "area", "cohort")
COUNTS = ("numerator", "denominator")
FIGURES = (*COUNTS, "value")
"""The columns of results.csv with what was counted, out of how many, and the result alone: a small one has none."""
_K = TypeVar("_K")
_V = TypeVar("_V")
_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
NO_MINIMUM = "no minimum is set, so this cannot be Red"
WITHHELD = "withheld to protect individuals"
"""What a reader is told of a small count; the sign of it in tables and CSV is `c`."""


class Result(NamedTuple):
    """One result: `value` unrounded, `printed` where known only as published; `rank` such as 13 of 152.

    A printed value is a number.Written, so that its digits tell how precise it is; any other is a plain Fraction.
    """

    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    printed: bool
    status: str
    as_at: str
    note: str
    rank: str = ""


NO_RESULT = Result(None, None, None, printed=False, status="", as_at="", note="")


def records(frame: pd.DataFrame | None) -> list[Row]:
    """The rows of a contract table as dictionaries, every kind of blank as ""."""
    if frame is None:
        return []
    cells = frame.to_numpy(dtype=object)
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in np.where(pd.isna(cells), "", cells).tolist()]


def records_by(frame: pd.DataFrame, column: str) -> dict[str, list[Row]]:
    """The rows of `records` under each value of a column, in the order in which the values first stand."""
    return by_key((str(row[column]), row) for row in records(frame))


def by_key(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    """The second of each pair under its first, in the order in which they stand. A list calls no caller back."""
    found: dict[_K, list[_V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def place_of(row: Mapping[str, Any]) -> Place:
    """Which result a row is of."""
    return row["indicator"], row["period"], row["area"], row["cohort"]


def series_of(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Which series a result is one of: that of its indicator, area and cohort."""
    return row["indicator"], row["area"], row.get("cohort", "")


def by_series(results: pd.DataFrame, rows: Iterable[Row]) -> dict[tuple[str, str, str], list[Row]]:
    """The results of the series that rated rows are of, in the order of the frame."""
    wanted = {series_of(row) for row in rows}
    indicators, areas, _ = map(set, zip(*wanted, strict=True)) if wanted else (set(), set(), set())
    mine = results[results["indicator"].isin(indicators) & results["area"].isin(areas)]
    return by_key((series_of(each), each) for each in records(mine) if series_of(each) in wanted)


def takes_rated(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Let a function of exact frames take rated ones too, as a notebook holds them: it is given their exact rows.

    A rated frame is one that has a method `exact`, see frames/rated.py; several may stand in a list.
    """

    @wraps(function)
    def either(*given: _Given.args, **named: _Given.kwargs) -> _Answer:
        return function(*map(_exact_of, given), **{name: _exact_of(value) for name, value in named.items()})

    return either


def _exact_of(value: Any) -> Any:  # noqa: ANN401 - whatever the function takes
    if type(value) in {list, tuple}:
        return [_exact_of(each) for each in value]
    exact = getattr(type(value), "exact", None) if isinstance(value, pd.DataFrame) else None
    return exact(value) if exact else value


def parents_of(areas: pd.DataFrame) -> dict[str, str]:
    """The area that each area belongs to, or blank."""
    return {row["area"]: row.get("parent", "") for row in records(areas)}


def above(area: str, parents: Mapping[str, str]) -> Iterator[str]:
    """The areas that hold an area, the nearest first."""
    passed = {area}
    while (area := parents.get(area, "")) and area not in passed:
        yield area
        passed.add(area)


def _is_yes(cell: object) -> bool:
    return str(cell).strip().lower() in {"yes", "true", "1"}


def definitions(indicators: pd.DataFrame) -> dict[str, Indicator]:
    """The rows of indicators.csv by their key, in the order of the file."""
    return {str(row["indicator"]): _definition(**row) for row in records(indicators)}


@lru_cache(maxsize=None, typed=True)
def _definition(**row: Any) -> Indicator:  # noqa: ANN401 - cells of any kind
    """The definition in one row; a page asks for the same ones many times."""
    plain: dict[str, Any] = {
        key: str(row.get(key, "")) for key in ("group", "definition", "source", "data_notes", "replaces", "short_name")
    }
    lists: dict[str, Any] = {key: tuple(str(row.get(key, "")).split()) for key in ("excludes", "companions", "flags")}
    return Indicator(
        indicator=str(row["indicator"]),
        name=str(row["name"]),
        polarity=Polarity(str(row.get("polarity", ""))),
        data_period=DataPeriod(str(row["data_period"])),
        unit=Unit(str(row["unit"])),
        role=str(row.get("role", "")) or "indicator",
        per=int(row.get("per") or 0),
        decimals=-1 if row.get("decimals", "") == "" else int(row["decimals"]),
        may_exceed_100=_is_yes(row.get("may_exceed_100")),
        may_be_negative=_is_yes(row.get("may_be_negative")),
        cases_sentence=_is_yes(row.get("cases_sentence")),
        in_use_from=str(row.get("from", "")),
        in_use_to=str(row.get("to", "")),
        **plain,
        **lists,
    )


def in_force(rows: Iterable[Row], period: str, area: str) -> Target | None:
    """Of one indicator's targets that of the period: the area's latest row up to it, else the latest for every area."""
    begun = [row for row in rows if str(row["from"]) <= period]
    in_question = [row for row in begun if row.get("area", "") == area] or [
        row for row in begun if not row.get("area", "")
    ]
    return _target(max(in_question, key=lambda row: str(row["from"]))) if in_question else None


def target_in_force(targets: pd.DataFrame, indicator: str, period: str, area: str) -> Target | None:
    """The target of one indicator for a period and area, from the whole of targets.csv; see `in_force`."""
    return in_force(records_by(targets, "indicator").get(indicator, ()), period, area)


def _target(row: Mapping[str, Any]) -> Target:
    fields = {key: row[key] for key in Target.__dataclass_fields__ if row.get(key, "") != ""}
    return Target(**fields)


def read_result(row: Mapping[str, Any], indicator: Indicator) -> Result:
    """One row of results.csv as a Result; a suppressed one has no figures."""
    status, note, as_at = (str(row.get(key, "")) for key in ("status", "note", "as_at"))
    if status == "suppressed":
        return NO_RESULT._replace(status=status, note=note, as_at=as_at)
    numerator, denominator, stated = (exact(row.get(key)) for key in FIGURES)
    is_counted = numerator is not None and denominator is not None
    computed = rate(numerator, denominator, indicator.per) if is_counted else numerator if denominator is None else None
    printed = not is_counted and stated is not None
    value = stated if printed else None if computed is None else Fraction(computed)
    place, places = exact(row.get("rank")), exact(row.get("of"))
    rank = f"{place} of {places}" if place is not None and places is not None else ""
    return Result(numerator, denominator, value, printed, status, as_at, note, rank)


def reason(rag: Rag, result: Result, target: Target | None, item: Indicator) -> str:
    """Why a result is Not rated, or Amber at worst; blank where neither is so."""
    if rag is Rag.AMBER:
        bands = (target.floor, target.amber_from, target.amber_to) if target else ()
        return NO_MINIMUM if all(end is None for end in bands) else ""
    if rag is not Rag.NOT_RATED:
        return ""
    if result.status == "suppressed":
        return WITHHELD
    if result.value is None:
        return "no cases" if result.denominator == 0 else "no result"
    if target is None:
        return NO_TARGET
    return target.unrated_reason or ("no polarity is set" if item.polarity is Polarity.NONE else "")
