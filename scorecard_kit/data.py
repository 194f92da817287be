"""A data folder, read and validated: the only place where figures come in."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import and_
from pathlib import Path
from typing import Any

import pandas as pd

from scorecard_kit.advice import warnings
from scorecard_kit.crosschecks import errors
from scorecard_kit.disclosure import SmallCounts, withhold, withhold_breakdowns
from scorecard_kit.findings import Finding, InputError, did_you_mean, nearest
from scorecard_kit.reading import empty, read_lines
from scorecard_kit.schema import TABLES, Table
from scorecard_kit.sources import Source, in_own_names, lines_of, sources_of

_LEVELS = ("error", "warning", "note")
PARTED = ("results", "targets", "breakdowns")
"""The tables of which a section may read a part."""
_ready: "dict[object, Dataset]" = {}


@dataclass(frozen=True, eq=False, slots=True)
class Dataset:
    """The tables of one data folder, without an error in them.

    Each frame has all of its table's columns in the contract's order, objects in every cell, and the row of the
    spreadsheet as its index: text ("" where blank), periods as 2016-03, dates as 2016-03-31, numbers as Fraction (None
    where blank). A table that the folder does not hold is a frame without rows. `notes` say what was read otherwise
    than it was written.
    """

    folder: Path
    indicators: pd.DataFrame
    results: pd.DataFrame
    targets: pd.DataFrame
    owners: pd.DataFrame
    areas: pd.DataFrame
    breakdowns: pd.DataFrame
    changes: pd.DataFrame
    glossary: pd.DataFrame
    budget: pd.DataFrame
    movements: pd.DataFrame
    variances: pd.DataFrame
    capital: pd.DataFrame
    unit_costs: pd.DataFrame
    published: pd.DataFrame
    notes: tuple[Finding, ...]


def find_folder(folder: str | Path) -> Path:
    """The data folder: a relative one is looked for from the working directory upwards.

    Raises InputError, naming what was looked for, where there is none.
    """
    here = Path.cwd()
    for start in (here, *here.parents):
        if (start / folder).is_dir():
            return start / folder
    wanted = Path(folder)
    siblings = [place.name for place in (here / wanted).parent.glob("*/")]
    near = nearest(wanted.name, siblings)
    mend = f'Did you mean "{wanted.with_name(near).as_posix()}"?' if near else "Check data, and where you run it from."
    problem = "there is no such data folder, neither here nor in a folder above"
    raise InputError([Finding(wanted.as_posix(), problem=problem, mend=mend)])


def load(
    folder: str | Path,
    small_counts: Mapping[str, Any] | None = None,
    *,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
) -> Dataset:
    """Read a data folder, with its small counts withheld; raises InputError with every error in it at once.

    `small_counts` is the pack's rule (default: counts below 6 are withheld), with the keys `below` and
    `already_published`. `areas` and `indicators` keep only their results, targets and breakdowns, see `part`.
    """
    place, rule = find_folder(folder), SmallCounts(**small_counts or {})
    kept = _ready and _ready.get(_signature(place, rule))
    whole = replace(kept, folder=place) if kept else _loaded(place, rule)
    return part(whole, areas, indicators)


def part(
    dataset: Dataset, areas: str | Iterable[str] | None = None, indicators: str | Iterable[str] | None = None
) -> Dataset:
    """Keep the results, targets and breakdowns of some areas and indicators; None keeps all.

    Benchmarks are kept with any area, and an indicator's companions with it; a blank area is the main one. All other
    tables stay whole. The frames are the caller's own.
    """
    masks = part_masks(dataset, areas, indicators)
    kept = {name: getattr(dataset, name)[masks[name]] if name in masks else getattr(dataset, name) for name in TABLES}
    return replace(dataset, **{name: frame.copy() for name, frame in kept.items()})


def part_masks(
    dataset: Dataset, areas: str | Iterable[str] | None, indicators: str | Iterable[str] | None
) -> dict[str, "pd.Series[bool]"]:
    """By table, which rows `part` keeps; only the tables from which it takes any."""
    kept: dict[str, set[str]] = {}
    if areas is not None:
        named = {name or main_area(dataset) for name in ([areas] if isinstance(areas, str) else areas)}
        benchmarks = dataset.areas.loc[dataset.areas["kind"] == "benchmark", "area"]
        kept["area"] = {*named, *benchmarks, ""}  # a target of no area is every area's
    if indicators is not None:
        own = {indicators} if isinstance(indicators, str) else set(indicators)
        companions = dataset.indicators.loc[dataset.indicators["indicator"].isin(own), "companions"]
        kept["indicator"] = own.union(*(str(names).split() for names in companions))
    frames = {name: getattr(dataset, name) for name in PARTED} if kept else {}
    return {
        name: reduce(and_, (frame[column].isin(names) for column, names in kept.items()))
        for name, frame in frames.items()
    }


def _loaded(place: Path, rule: SmallCounts) -> Dataset:
    sources = sources_of(place)
    tables, whole, findings = _read(place, sources)
    findings += errors(whole)
    if wrong := _listed(findings, "error"):
        raise InputError(in_own_names(wrong, sources, tables))
    tables["results"] = withhold(tables["results"], tables["indicators"], tables["areas"], rule)
    tables["breakdowns"] = withhold_breakdowns(tables["breakdowns"], tables["results"], tables["areas"], rule)
    notes = in_own_names(_listed(findings, "note"), sources, tables)
    return Dataset(folder=place, notes=tuple(notes), **tables)


def keep_ready(folder: str | Path, small_counts: Mapping[str, Any] | None = None) -> None:
    """Load a data folder now, so that a process forked from this one need not, as long as no file in it changes."""
    place, rule = find_folder(folder), SmallCounts(**small_counts or {})
    signature = _signature(place, rule)
    _ready[signature] = _loaded(place, rule)


def _signature(place: Path, rule: SmallCounts) -> object:
    files = sorted((entry.name, entry.stat()) for entry in os.scandir(place) if entry.is_file())
    return os.path.realpath(place), rule, tuple((name, it.st_size, it.st_mtime_ns, it.st_ino) for name, it in files)


def check(folder: str | Path) -> list[Finding]:
    """Everything found in a data folder: errors, then warnings, then notes, in the order of files and rows."""
    try:
        place = find_folder(folder)
        sources = sources_of(place)
    except InputError as error:
        return error.findings
    tables, whole, findings = _read(place, sources)
    findings += [*errors(whole), *warnings(whole)]
    return in_own_names([it for level in _LEVELS for it in _listed(findings, level)], sources, tables)


def main_area(dataset: Dataset) -> str:
    """The area that a page is about unless it says otherwise: the only county, else the first area of areas.csv.

    Without areas.csv it is the area of the first result.
    """
    areas = dataset.areas if len(dataset.areas) else dataset.results
    counties = dataset.areas.loc[dataset.areas["kind"] == "county", "area"]
    return str(counties.iloc[0] if len(counties) == 1 else areas["area"].iloc[0])


def _read(
    folder: Path, sources: list[Source]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], list[Finding]]:
    """Every table; those that can be held against each other; and what is wrong with each by itself."""
    tables, whole, findings = {}, {}, list(_unread_files(folder))
    held = frozenset[str]().union(*(source.held for source in sources))
    for source in sources:
        findings += source.findings
    for name, table in TABLES.items():
        if name not in held:
            tables[name] = empty(table)
            if table.required:
                findings.append(Finding(table.file, problem="the table is missing", mend=_found_instead(folder, table)))
            else:
                whole[name] = tables[name]
            continue
        reading = read_lines(table, partial(lines_of, table, sources, {}))
        tables[name] = reading.frame
        findings += reading.findings
        if reading.whole:
            whole[name] = reading.frame
    return tables, whole, findings


def _other_files(folder: Path) -> list[str]:
    known = {table.file for table in TABLES.values()}
    return sorted(path.name for path in folder.glob("*.csv") if path.name not in known)


def _found_instead(folder: Path, table: Table) -> str:
    near = nearest(table.file, _other_files(folder))
    return f'Rename "{near}" if it is this table.' if near else "Add it to the data folder."


def _unread_files(folder: Path) -> list[Finding]:
    absent = [table.file for table in TABLES.values() if not (folder / table.file).exists()]
    problem = "the file is none of the contract's tables, and is not read"
    return [
        Finding(name, problem=problem, mend=did_you_mean(name, absent, ""), level="warning")
        for name in _other_files(folder)
    ]


def _listed(findings: list[Finding], level: str) -> list[Finding]:
    files = [table.file for table in TABLES.values()]
    mine = [finding for finding in findings if finding.level == level]
    return sorted(mine, key=lambda it: (files.index(it.file) if it.file in files else len(files), it.row or 0))
