"""A data folder: found, opened and validated as far as it is read as a whole."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from scorecard_kit import recorder
from scorecard_kit.crosschecks import errors
from scorecard_kit.disclosure import SmallCounts, withhold, withhold_breakdowns
from scorecard_kit.findings import Finding, InputError, did_you_mean, nearest
from scorecard_kit.fingerprint import fingerprint, rows
from scorecard_kit.reading import FileError, empty, read_lines
from scorecard_kit.schema import TABLES, Table
from scorecard_kit.sources import Source, Store, in_own_names, lines_of, sources_of

PARTED = ("results", "targets", "breakdowns")
"""The tables of which a section may read a part."""
Where = str | Path | Mapping[str, str]
"""A data folder; or `database` (env:NAME) with `schema` and `folder`, where a blank one is as good as none."""
_ready: "dict[object, Dataset]" = {}


@dataclass(frozen=True, eq=False, slots=True)
class Dataset:
    """The tables of one data folder, without an error in them.

    Each frame has all of its table's columns in the contract's order, objects in every cell, and the row of the
    spreadsheet as its index: text ("" where blank), periods as 2016-03, dates as 2016-03-31, numbers as Fraction (None
    where blank). A table that the folder does not hold is a frame without rows. `notes` say what was read otherwise
    than it was written. The tables in `stored` have no rows here: `part` reads those it keeps from `sources`.
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
    rule: SmallCounts = field(default_factory=SmallCounts)
    sources: tuple[Source, ...] = ()
    stored: frozenset[str] = frozenset()


def find_folder(folder: str | Path) -> Path:
    """The data folder: a relative one is looked for from the working directory upwards.

    Raises InputError, naming what was looked for, where there is none.
    """
    if "://" in str(folder):  # it is not repeated, since it may hold a password
        problem, mend = (
            "is the address of a database, not a folder",
            "Write `data: {database: env:SCORECARD_DATABASE}`.",
        )
        raise InputError([Finding("data", problem=f"it {problem}", mend=mend)])
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


def opened(place: Where, small_counts: Mapping[str, Any] | None = None) -> Dataset:
    """The data before a part is taken: the tables in `stored`, which may be large, have not been read."""
    if recorder.is_noting():
        whole = noted(lambda: opened(place, small_counts), place, small_counts, {})
        if whole.stored:  # its rows are read later, and are not in what was noted
            away = not all(source.in_folder for source in whole.sources)
            recorder.note_everything("opens the data as a whole", again=away)
        return whole
    rule = SmallCounts(**small_counts or {})
    if isinstance(place, Mapping):
        return _opened(folder_of(place), rule, place)
    place = find_folder(place)
    kept = _ready and _ready.get(_signature(place, rule))
    return replace(kept, folder=place) if kept else _opened(place, rule)


def noted(
    read: Callable[[], Dataset], place: Where, small_counts: Mapping[str, Any] | None, shown: Mapping[str, Any]
) -> Dataset:
    """Data that the kit reads: what is kept of them is noted as read, table by table, and no file. See `recorder`."""
    if not recorder.is_noting():
        return read()
    try:
        with recorder.unnoted():
            found = read()
            where = place if isinstance(place, Mapping) else find_folder(place)
    except InputError:
        recorder.note_everything("could not load the data", again=True)
        raise
    recorder.note_load(where, small_counts, shown, fingerprints(found))
    return found


def fingerprints(dataset: Dataset) -> dict[str, str]:
    """The digest of each table that has rows, and of the notes."""
    found = {name: _fingerprint(getattr(dataset, name)) for name in TABLES}
    found["notes"] = fingerprint(map(str, dataset.notes)) if dataset.notes else ""
    return {name: digest for name, digest in found.items() if digest}


def _fingerprint(frame: pd.DataFrame) -> str:
    return fingerprint(rows(frame)) if len(frame) else ""


def folder_of(place: Where) -> Path:
    """The data folder; for a database the one named beside it, or data/<schema>, which need not be there."""
    if not isinstance(place, Mapping):
        return find_folder(place)
    if place.get("folder"):
        return find_folder(place["folder"])
    return Path("data") / (place.get("schema") or "database")


def _opened(place: Path, rule: SmallCounts, database: Mapping[str, str] | None = None) -> Dataset:
    sources = tuple(sources_of(place, database))
    stored = stored_in(sources)
    tables, whole, findings = read_whole(place, sources, stored)
    findings += errors(whole)
    if wrong := listed(findings, "error"):
        raise InputError(in_own_names(wrong, sources, tables))
    if "results" not in stored:
        tables["results"] = withhold(tables["results"], tables["indicators"], tables["areas"], rule)
    if not stored & {"results", "breakdowns"}:
        tables["breakdowns"] = withhold_breakdowns(tables["breakdowns"], tables["results"], tables["areas"], rule)
    notes = in_own_names(listed(findings, "note"), sources, tables)
    return Dataset(folder=place, notes=tuple(notes), rule=rule, sources=sources, stored=stored, **tables)


def stored_in(sources: Sequence[Source]) -> frozenset[str]:
    """The tables that are not read as a whole."""
    return frozenset(name for name in PARTED if store_of(name, sources))


def store_of(name: str, sources: Iterable[Source]) -> Store | None:
    """Where a table lives from which rows can be chosen; None where it is read as a whole."""
    holding = [source for source in sources if name in source.held]
    return holding[0].store if len(holding) == 1 else None


def keep_ready(folder: str | Path, small_counts: Mapping[str, Any] | None = None) -> None:
    """Load a data folder now, so that a process forked from this one need not, as long as no file in it changes."""
    place, rule = find_folder(folder), SmallCounts(**small_counts or {})
    signature = _signature(place, rule)
    _ready[signature] = dataset = _opened(place, rule)
    for name in dataset.stored:
        values(dataset, name, "indicator")  # so that its keys have been read


def _signature(place: Path, rule: SmallCounts) -> object:
    files = sorted((entry.name, entry.stat()) for entry in os.scandir(place) if entry.is_file())
    return os.path.realpath(place), rule, tuple((name, it.st_size, it.st_mtime_ns, it.st_ino) for name, it in files)


@contextmanager
def told(dataset: Dataset, name: str) -> Iterator[None]:
    """Whatever a store cannot give becomes a finding on its table."""
    try:
        yield
    except FileError as error:
        finding = Finding(TABLES[name].file, error.row, problem=error.problem, mend=error.mend)
        raise InputError(in_own_names([finding], dataset.sources, {})) from None


def values(dataset: Dataset, name: str, column: str) -> list[str]:
    """Every value of a text column of a table, each once, wherever the table lives."""
    if name not in dataset.stored:
        return list(dict.fromkeys(str(value) for value in getattr(dataset, name)[column]))
    store = store_of(name, dataset.sources)
    with told(dataset, name):
        return store.distinct(TABLES[name], column) if store else []


def main_area(dataset: Dataset) -> str:
    """The area that a page is about unless it says otherwise: the only county, else the first area of areas.csv.

    Without areas.csv it is the area of the first result.
    """
    counties = dataset.areas.loc[dataset.areas["kind"] == "county", "area"]
    if len(counties) == 1:
        return str(counties.iloc[0])
    return values(dataset, "areas" if len(dataset.areas) else "results", "area")[0]


def read_whole(
    folder: Path, sources: Sequence[Source], stored: Collection[str]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], list[Finding]]:
    """Every table that is not stored; those that can be held against each other; what is wrong with each by itself."""
    tables, whole, findings = {}, {}, list(_unread_files(folder))
    held = frozenset[str]().union(*(source.held for source in sources))
    for source in sources:
        findings += source.findings
    for name, table in TABLES.items():
        if name in stored:
            tables[name] = empty(table)
            continue
        if name not in held:
            tables[name] = empty(table)
            if table.required:
                mend = _found_instead(folder, table) or sources[0].missing(table)
                findings.append(Finding(table.file, problem="the table is missing", mend=mend))
            else:
                whole[name] = tables[name]
            continue
        reading = read_lines(table, partial(lines_of, table, sources, ()))
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
    return f'Rename "{near}" if it is this table.' if near else ""


def _unread_files(folder: Path) -> list[Finding]:
    absent = [table.file for table in TABLES.values() if not (folder / table.file).exists()]
    problem = "the file is none of the contract's tables, and is not read"
    return [
        Finding(name, problem=problem, mend=did_you_mean(name, absent, ""), level="warning")
        for name in _other_files(folder)
    ]


def listed(findings: Iterable[Finding], level: str) -> list[Finding]:
    """The findings of one level, in the order of the contract's tables and of rows."""
    files = [table.file for table in TABLES.values()]
    mine = [finding for finding in findings if finding.level == level]
    return sorted(mine, key=lambda it: (files.index(it.file) if it.file in files else len(files), it.row or 0))
