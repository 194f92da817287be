"""A data folder: found, opened and validated as far as it is read as a whole."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.data import _keys as keys
from scorecard_kit.data._keys import CHOSEN_BY, Store
from scorecard_kit.data._tables import FileError, empty, read_lines
from scorecard_kit.data.checks.crosschecks import errors
from scorecard_kit.data.checks.likeness import spelled_twice
from scorecard_kit.data.checks.plausible import months_far_away
from scorecard_kit.data.checks.references import unknown_cohorts, unknown_names
from scorecard_kit.data.fingerprint import fingerprint, rows
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.data.sources import Source, in_own_names, lines_of, sources_of
from scorecard_kit.findings import Finding, InputError, Level, did_you_mean, nearest
from scorecard_kit.judge.disclosure import SmallCounts, withhold, withhold_breakdowns
from scorecard_kit.reads import recorder

PARTED = ("results", "targets", "breakdowns")
"""The tables of which a section may read a part."""
Where = str | Path | Mapping[str, str]
"""A data folder; or `database` (env:NAME) with `schema` and `folder`, where a blank one is as good as none."""
_FURTHER = re.compile(r" \(and in [0-9,]+ further rows?\)")
_ready: "dict[object, Dataset]" = {}
_known = dict[int, str]()  # digests of tables in `_ready`, which are there for good


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
        if os.path.isdir(start / folder):  # noqa: PTH112 - a name too long, or a place that is closed, is none
            return start / folder
    wanted = Path(folder)
    siblings = [place.name for place in (here / wanted).parent.glob("*/")]
    near = nearest(wanted.name, siblings)
    mend = f'Did you mean "{wanted.with_name(near).as_posix()}"?' if near else "Check data, and where you run it from."
    problem = "there is no such data folder, neither here nor in a folder above"
    raise InputError([Finding(wanted.as_posix(), problem=problem, mend=mend)])


def opened(place: Where, small_counts: Mapping[str, Any] | None = None) -> Dataset:
    """The data before a part is taken: the tables in `stored`, which may be large, have not been read."""
    is_noting = recorder.is_noting()
    with noted(place, small_counts, {}) as note:
        whole = _ready_or_opened(place, SmallCounts(**small_counts or {}))
        note(whole, whole)
    if is_noting and whole.stored:  # its rows are read later, and are not in what was noted
        recorder.note_everything("opens the data as a whole", again=not all(it.in_folder for it in whole.sources))
    return whole


def _ready_or_opened(place: Where, rule: SmallCounts) -> Dataset:
    if isinstance(place, Mapping):
        return _opened(folder_of(place), rule, place)
    folder = find_folder(place)
    kept = _ready and _ready.get(_signature(folder, rule))
    return replace(kept, folder=folder) if kept else _opened(folder, rule)


@contextmanager
def noted(
    place: Where, small_counts: Mapping[str, Any] | None, options: Mapping[str, Any]
) -> Iterator[Callable[[Dataset, Dataset], None]]:
    """Give the function that notes a load: the part that was kept and the whole, table by table. See `recorder`.

    No file that is read within is noted. Where reading within ends in InputError, nothing can be told of the data.
    """
    if not recorder.is_noting():
        yield lambda _part, _whole: None
        return

    def note(part: Dataset, whole: Dataset) -> None:
        where = place if isinstance(place, Mapping) else find_folder(place)
        recorder.note_load(where, small_counts, options, fingerprints(part, whole))

    try:
        with recorder.unnoted():
            yield note
    except InputError:
        recorder.note_everything("could not load the data", again=True)
        raise


def fingerprints(dataset: Dataset, whole: Dataset) -> dict[str, str]:
    """The digest of each table that has rows, and of the notes. `whole`: that of which the dataset is a part."""
    found = {name: _fingerprint(getattr(dataset if name in PARTED else whole, name)) for name in TABLES}
    found["notes"] = fingerprint(map(str, dataset.notes)) if dataset.notes else ""
    return {name: digest for name, digest in found.items() if digest}


def _fingerprint(frame: pd.DataFrame) -> str:
    if (known := _known.get(id(frame))) is not None:
        return known
    return fingerprint(rows(frame)) if len(frame) else ""


def folder_of(place: Where) -> Path:
    """The data folder; for a database the one named beside it, or data/<schema>, which need not be there."""
    if not isinstance(place, Mapping):
        return find_folder(place)
    if place.get("folder"):
        return find_folder(place["folder"])
    return Path("data") / (place.get("schema") or "database")


class Examined(NamedTuple):
    """A data folder as read: its tables, those that can be held against each other, and what is wrong, or a note.

    The tables in `stored` are too large to be read as a whole; of them, header and `keys` have been looked through.
    """

    sources: tuple[Source, ...]
    stored: frozenset[str]
    tables: dict[str, pd.DataFrame]
    whole: dict[str, pd.DataFrame]
    findings: list[Finding]
    keys: dict[str, pd.DataFrame]

    def listed(self, level: Level) -> list[Finding]:
        """The findings of one level, in the names of where each table lives, and in the order of tables and rows."""
        return list(dict.fromkeys(in_own_names(listed(self.findings, level), self.sources, self.tables)))


def examined(folder: Path, database: Mapping[str, str] | None = None) -> Examined:
    """Read and validate the data: the one way to it for every command. Raises InputError where a source is none."""
    sources = tuple(sources_of(folder, database))
    stored = _stored_in(sources)
    tables, whole, findings = _read_whole(folder, sources, stored)
    findings += errors(whole)
    keys_alone, in_stored = _keys_of_stored(sources, stored)
    findings += [*in_stored, *_errors_in_keys(keys_alone, whole)]
    return Examined(sources, stored, tables, whole, findings, keys_alone)


def finished(folder: Path, found: Examined, rule: SmallCounts) -> Dataset:
    """The dataset of what was examined, small counts withheld; raises InputError for every error in it."""
    if wrong := found.listed("error"):
        raise InputError(wrong)
    tables, stored = dict(found.tables), found.stored
    if "results" not in stored:
        tables["results"] = withhold(tables["results"], tables["indicators"], tables["areas"], rule)
    if not stored & {"results", "breakdowns"}:
        tables["breakdowns"] = withhold_breakdowns(tables["breakdowns"], tables["results"], tables["areas"], rule)
    notes = tuple(found.listed("note"))
    return Dataset(folder=folder, notes=notes, rule=rule, sources=found.sources, stored=stored, **tables)


def _opened(place: Path, rule: SmallCounts, database: Mapping[str, str] | None = None) -> Dataset:
    return finished(place, examined(place, database), rule)


def _stored_in(sources: Sequence[Source]) -> frozenset[str]:
    """The tables that are not read as a whole, since they are large and a part of them can be chosen."""
    return frozenset(name for name in PARTED if (store := store_of(name, sources)) and _is_large(store, name))


def _is_large(store: Store, name: str) -> bool:
    try:
        return store.exceeds(TABLES[name], keys.LARGEST_WHOLE)
    except FileError:  # reading it says why
        return False


def _keys_of_stored(
    sources: Sequence[Source], stored: Collection[str]
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The keys of the large tables, and what is wrong with them and their headers by themselves.

    The rows beneath are looked at as each part is read.
    """
    found: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    for name in (name for name in PARTED if name in stored):
        table, store = TABLES[name], store_of(name, sources)
        header = read_lines(table, partial(lines_of, table, sources, [{CHOSEN_BY[0]: ()}]), is_part=True)
        findings += header.findings
        try:
            if store and header.whole:
                findings += keys.unreadable(store, table)
                found[name] = _keys_alone(store, table)
        except FileError as error:
            findings.append(Finding(table.file, error.row, problem=error.problem, mend=error.mend))
    return found, findings


def _errors_in_keys(found: Mapping[str, pd.DataFrame], whole: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """What the keys of the large tables tell beside each other and the other tables."""
    yield from of_keys(lambda tables: [*unknown_names(tables), *spelled_twice(tables)], found, whole)
    if "results" in found:
        yield from map(_without_rows, months_far_away(found["results"]))
        if "indicators" in whole:
            yield from map(_without_rows, unknown_cohorts(found["results"], whole["indicators"]))


def of_keys(
    findings_of: Callable[[Mapping[str, pd.DataFrame]], list[Finding]],
    found: Mapping[str, pd.DataFrame],
    whole: Mapping[str, pd.DataFrame],
) -> Iterator[Finding]:
    """The findings that the keys of large tables add to those of the tables that are read as a whole."""
    told = set(findings_of(whole)) if found else set()
    for finding in findings_of({**whole, **found}) if found else ():
        if finding not in told:
            yield _without_rows(finding) if finding.file.removesuffix(".csv") in found else finding


def _keys_alone(store: Store, table: Table) -> pd.DataFrame:
    """A frame with every value of each key column, and nothing else.

    Twice each: a cohort that stands in one row alone is not told from others, and is taken for no slip of the pen.
    """
    columns = {name: [*keys.read_values(store, table, name)] * 2 for name in table.key}
    size = max(map(len, columns.values()), default=0)
    filled = {name: [*values, *[""] * (size - len(values))] for name, values in columns.items()}
    return pd.DataFrame({column.name: filled.get(column.name, [""] * size) for column in table.columns}, dtype=object)


def _without_rows(finding: Finding) -> Finding:
    return replace(finding, row=None, problem=_FURTHER.sub("", finding.problem))


def store_of(name: str, sources: Iterable[Source]) -> Store | None:
    """Where a table lives from which rows can be chosen; None where it is read as a whole."""
    holding = [source for source in sources if name in source.held]
    return holding[0].store if len(holding) == 1 else None


def keep_ready(folder: str | Path, small_counts: Mapping[str, Any] | None = None) -> None:
    """Load a data folder now, so that a process forked from this one need not, as long as no file in it changes."""
    place, rule = find_folder(folder), SmallCounts(**small_counts or {})
    signature = _signature(place, rule)
    _ready[signature] = _opened(place, rule)
    for frame in (getattr(_ready[signature], name) for name in TABLES if name not in PARTED):
        _known[id(frame)] = _fingerprint(frame)


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
        return list(keys.read_values(store, TABLES[name], column)) if store else []


def main_area(dataset: Dataset) -> str:
    """The area that a page is about unless it says otherwise: the only county, else the first area of areas.csv.

    Without areas.csv it is the area of the first result.
    """
    counties = dataset.areas.loc[dataset.areas["kind"] == "county", "area"]
    if len(counties) == 1:
        return str(counties.iloc[0])
    return values(dataset, "areas" if len(dataset.areas) else "results", "area")[0]


def _read_whole(
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
    absent = [table.file for table in TABLES.values() if not os.path.exists(folder / table.file)]  # noqa: PTH110
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
