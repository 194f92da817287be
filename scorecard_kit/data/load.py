"""The figures of a data folder, small counts withheld: the only place where figures come in."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Any, TypedDict, Unpack

import pandas as pd

from scorecard_kit.data._keys import Wanted, read_values
from scorecard_kit.data._stored import named_choice, results_part
from scorecard_kit.data._tables import FileError, read_lines
from scorecard_kit.data.checks.advice import unlikely_names, warnings, warnings_in_part
from scorecard_kit.data.checks.crosschecks import errors_in_part
from scorecard_kit.data.dataset import (
    PARTED,
    Dataset,
    Examined,
    Where,
    examined,
    find_folder,
    finished,
    folder_of,
    keep_ready,
    listed,
    main_area,
    noted,
    of_keys,
    opened,
    store_of,
    told,
    values,
)
from scorecard_kit.data.reach import Limits, families, in_reach, named, shown_months
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import in_own_names, lines_of
from scorecard_kit.findings import Finding, InputError, Level
from scorecard_kit.judge.disclosure import SmallCounts, withhold, withhold_breakdowns
from scorecard_kit.judge.rows import definitions
from scorecard_kit.judge.scorecard import rises
from scorecard_kit.reads.recorder import is_noting, note_everything, unnoted

__all__ = [
    "PARTED",
    "Dataset",
    "Where",
    "check",
    "find_folder",
    "folder_of",
    "keep_ready",
    "load",
    "main_area",
    "noted",
    "opened",
    "options_of",
    "part",
    "validated",
    "values",
]

_LEVELS: tuple[Level, ...] = ("error", "warning", "note")


class Shown(TypedDict, total=False):
    """What a page shows, as `limits_of` explains it and has its defaults."""

    period: str
    months: int | Collection[str]
    newest: int
    reporting: str
    role: str


def load(
    place: Where,
    small_counts: Mapping[str, Any] | None = None,
    *,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    **shown: Unpack[Shown],
) -> Dataset:
    """Read the data, with small counts withheld; raises InputError with every error in them at once.

    `place` is a data folder, or a mapping: `database` (env:NAME, the variable that holds the address), `schema` and
    `folder` (for commentary, and for tables that the database does not hold); the last two may be left out.
    `small_counts` is the pack's rule (default: counts below 6 are withheld), with the keys `below` and
    `already_published`. The others keep only the results, targets and breakdowns that are needed, see `part`; of what
    is in Parquet or a database no other row is read, or checked.
    """
    door = import_module("scorecard_kit.pack.given")  # until every notebook goes through that door itself
    book: Dataset = door.load(place, small_counts, areas=areas, indicators=indicators, **shown)
    return book


def options_of(
    areas: str | Iterable[str] | None = None, indicators: str | Iterable[str] | None = None, **shown: Unpack[Shown]
) -> dict[str, Any]:
    """The options of `part` as plain JSON values, in which they can be noted; the order of months says nothing."""
    options: dict[str, Any] = {"areas": _listed(areas), "indicators": _listed(indicators), **shown}
    if not isinstance(shown.get("months", 1), int):
        options["months"] = sorted(options["months"])
    return options


def _listed(names: str | Iterable[str] | None) -> str | list[str] | None:
    return names if names is None or isinstance(names, str) else list(names)


def part(
    dataset: Dataset,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    **shown: Unpack[Shown],
) -> Dataset:
    """Keep the results, targets and breakdowns of some areas, indicators and months; None, or no period, keeps all.

    Benchmarks are kept with any area, and an indicator's companions with it; a blank area is the main one. All other
    tables stay whole. The frames are the caller's own. Raises InputError for what is wrong in a part that is read now.
    """
    limits = limits_of(dataset, areas, indicators, **shown)
    if dataset.stored:
        with unnoted():
            dataset = _with_stored(dataset, limits)
    masks = part_masks(dataset, limits)
    kept = {name: getattr(dataset, name)[masks[name]] if name in masks else getattr(dataset, name) for name in TABLES}
    return replace(dataset, **{name: frame.copy() for name, frame in kept.items()})


def limits_of(
    dataset: Dataset,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    *,
    period: str = "",
    months: int | Collection[str] = 1,
    newest: int = 1,
    reporting: str = "month",
    role: str = "",
) -> Limits:
    """What a part keeps. Of the results it is those that a page of the `period` may show, see `reach.in_reach`.

    They are so many `months` up to it, or the very months named; so many of the `newest`, whatever their months; and
    the outturn and the previous reporting point, on the `reporting` rhythm, that they are compared with. A `role` keeps
    the indicators of that role alone, each with its own reach.
    """
    if areas is not None:
        given = {name or main_area(dataset) for name in ([areas] if isinstance(areas, str) else areas)}
        benchmarks = dataset.areas.loc[dataset.areas["kind"] == "benchmark", "area"]
        areas = frozenset([*given, *benchmarks, ""])  # a target of no area is every area's
    if indicators is not None:
        own = {indicators} if isinstance(indicators, str) else set(indicators)
        companions = dataset.indicators.loc[dataset.indicators["indicator"].isin(own), "companions"]
        indicators = frozenset(own.union(*(str(names).split() for names in companions)))
    shown = shown_months(period, months) if period else ("", "")
    known = definitions(dataset.indicators).values()
    of_role = frozenset(item.indicator for item in known if item.role == role) if role else None
    rising = frozenset(item.indicator for item in known if rises(item.data_period, item.unit, ""))
    return Limits(areas, indicators, period, shown, newest, reporting, of_role, rising)


def part_masks(dataset: Dataset, limits: Limits) -> dict[str, "pd.Series[bool]"]:
    """By table, which rows `part` keeps."""
    masks = {name: named(getattr(dataset, name), limits) for name in PARTED}
    if not limits.period:
        return masks
    results, breakdowns = dataset.results[masks["results"]], dataset.breakdowns
    kept = results.loc[in_reach(results, limits)]
    masks["results"] = pd.Series(dataset.results.index.isin(kept.index), index=dataset.results.index)
    shown = set(zip(kept["indicator"], kept["period"], strict=True))
    pairs = zip(breakdowns["indicator"], breakdowns["period"], strict=True)
    masks["breakdowns"] &= pd.Series([pair in shown for pair in pairs], index=breakdowns.index, dtype=bool)
    return masks


def _with_stored(dataset: Dataset, limits: Limits) -> Dataset:
    """The dataset with the rows of its stored tables that a part needs, and perhaps more; small counts withheld."""
    tables = {name: getattr(dataset, name) for name in TABLES}
    choice, published = named_choice(limits), dataset.rule.already_published

    def read(wanted: Wanted) -> pd.DataFrame:
        found = _read_part(dataset, "results", wanted)
        return withhold(found, dataset.indicators, dataset.areas, dataset.rule)

    if "targets" in dataset.stored:
        tables["targets"] = _read_part(dataset, "targets", [choice] if choice else [])
    if (store := store_of("results", dataset.sources)) and "results" in dataset.stored:
        kin = limits.areas if published or limits.areas is None else families(dataset.areas, limits.areas)
        with told(dataset, "results"):
            tables["results"] = results_part(limits, store, read, kin)
    if "breakdowns" in dataset.stored:
        across = {name: names for name, names in choice.items() if published or name != "area"}
        of_months = {"period": set(tables["results"]["period"])} if limits.period else {}
        tables["breakdowns"] = _read_part(dataset, "breakdowns", [both] if (both := {**across, **of_months}) else [])
    if dataset.stored & {"results", "breakdowns"}:  # else they have been withheld already, and are not twice
        beside = _beside(tables, read if "results" in dataset.stored and not published else None)
        tables["breakdowns"] = withhold_breakdowns(tables["breakdowns"], beside, dataset.areas, dataset.rule)
    return replace(dataset, stored=frozenset(), **tables)


def _beside(tables: Mapping[str, pd.DataFrame], read: Callable[[Wanted], pd.DataFrame] | None) -> pd.DataFrame:
    """The results beside which breakdowns are withheld: of every area, since the same categories are emptied in all."""
    shared = {name: {*tables["results"][name]} & {*tables["breakdowns"][name]} for name in ("indicator", "period")}
    return read([shared]) if read and all(shared.values()) else tables["results"]


def _read_part(dataset: Dataset, name: str, wanted: Wanted) -> pd.DataFrame:
    """The rows of a stored table that fit, checked as far as a part can tell."""
    table = TABLES[name]
    reading = read_lines(table, partial(lines_of, table, dataset.sources, wanted), is_part=True)
    beside = {other: getattr(dataset, other) for other in ("indicators", "areas")}
    tables = {**beside, name: reading.frame}
    findings = [*reading.findings, *(errors_in_part(name, tables) if reading.whole else [])]
    if wrong := listed(findings, "error"):
        raise InputError(in_own_names(wrong, dataset.sources, tables))
    return reading.frame


def check(place: Where) -> list[Finding]:
    """Everything found in the data: errors, then warnings, then notes, in the order of files and rows."""
    return validated(place)[1]


def validated(
    place: Where, small_counts: Mapping[str, Any] | None = None, *, whole: bool = True
) -> tuple[Dataset | None, list[Finding]]:
    """The data, unless there is an error in them, and everything found: errors, then warnings, then notes.

    The errors are those with which `opened` refuses the data, in the same words. A large stored table is looked through
    in portions, an indicator at a time, and errors in rows that no section may read are told of too; unless `whole` is
    false, and its keys alone are.
    """
    if is_noting():
        note_everything("checks the data", again=isinstance(place, Mapping))
    try:
        folder = folder_of(place)
        found = examined(folder, place if isinstance(place, Mapping) else None)
    except InputError as error:
        return None, error.findings
    findings = [it for level in _LEVELS for it in found.listed(level)]
    findings += in_own_names(listed(warnings(found.whole), "warning"), found.sources, found.tables)
    in_keys = of_keys(unlikely_names, found.keys, found.whole)
    findings += in_own_names(listed(in_keys, "warning"), found.sources, found.tables)
    if whole and found.stored and "indicators" in found.whole:
        findings += _portions(found)
    findings = [it for level in _LEVELS for it in dict.fromkeys(findings) if it.level == level]
    if any(it.level == "error" for it in findings):
        return None, findings
    return finished(folder, found, SmallCounts(**small_counts or {})), findings


def _portions(found: Examined) -> Iterator[Finding]:
    """What is found in the rows of the large tables, beside what their keys have told."""
    names: set[str] = set()
    for name in found.stored:
        if store := store_of(name, found.sources):
            with suppress(FileError):  # which has been told of
                names.update(read_values(store, TABLES[name], "indicator"))
    for indicator in sorted(names):
        yield from _portion(indicator, found)


def _portion(indicator: str, found: Examined) -> list[Finding]:
    """What is found in the large tables about one indicator."""
    tables = {name: frame for name, frame in found.whole.items() if name in {"indicators", "areas", "glossary"}}
    findings: list[Finding] = []
    for name in PARTED:
        if name in found.stored:
            table, choice = TABLES[name], [{"indicator": [indicator]}]
            reading = read_lines(table, partial(lines_of, table, found.sources, choice), is_part=True)
            findings += (it for it in reading.findings if it.level != "error" or it.column not in table.key)
            if reading.whole:
                tables[name] = reading.frame
                findings += (it for it in errors_in_part(name, tables) if it.column not in table.key)
        elif name in found.whole:
            tables[name] = found.whole[name][found.whole[name]["indicator"] == indicator]
    findings += warnings_in_part(tables)
    return in_own_names([it for level in _LEVELS for it in listed(findings, level)], found.sources, tables)
