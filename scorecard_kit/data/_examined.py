"""Data looked through: every table that is read as a whole, the keys of those that are not, and what is wrong."""

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from scorecard_kit.data import _keys as keys
from scorecard_kit.data._lines import FileError
from scorecard_kit.data._tables import empty
from scorecard_kit.data.checks.findings import errors, errors_in_part, proposals, warnings, warnings_in_part
from scorecard_kit.data.dataset import PARTED, Dataset, withheld
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.data.sources import Source, in_own_names, sources_of, table_of
from scorecard_kit.findings import Finding, InputError, did_you_mean, nearest
from scorecard_kit.judge.disclosure import SmallCounts

_LEVELS = ("error", "warning", "note")
_FILES = [table.file for table in TABLES.values()]
_FURTHER = re.compile(r" \(and in [0-9,]+ further rows?\)")

Frames = Mapping[str, pd.DataFrame]
"""Tables by their names."""


class Examined(NamedTuple):
    """A data folder, a database or both as read, with what is wrong in them or was read otherwise.

    `tables` are all of them, those that are `stored` or could not be read without rows; the `readable` ones can be held
    against each other. The tables in `stored` are too large to be read as a whole: of them, headers and `keys` have
    been looked through, and a section reads a part. `findings` call tables as TABLES does.
    """

    folder: Path
    sources: tuple[Source, ...]
    stored: Mapping[str, keys.Store]
    tables: dict[str, pd.DataFrame]
    readable: dict[str, pd.DataFrame]
    keys: dict[str, pd.DataFrame]
    findings: list[Finding]


def examined(folder: Path, database: Mapping[str, str] | None = None) -> Examined:
    """Read and validate the data: the one way to it for every command. Raises InputError where a source is none."""
    sources = tuple(sources_of(folder, database))
    stored = _large(sources)
    findings = [*_unread_files(folder), *(finding for source in sources for finding in source.findings)]
    tables, readable, in_tables = _whole_tables(folder, sources, stored)
    keys_of, in_stored = _keys_of(sources, stored)
    findings += [*in_tables, *in_stored, *_without_rows(errors(readable, keys_of), stored)]
    findings += _not_computed(tables["indicators"]) if "results" in stored else ()
    return Examined(folder, sources, stored, tables, readable, keys_of, findings)


def _not_computed(indicators: pd.DataFrame) -> Iterator[Finding]:
    """Errors over indicators that would be computed from results which are read in parts: a part lacks their months."""
    for row, how, key in zip(indicators.index, indicators["computed"], indicators["from_series"], strict=True):
        if how and key:
            problem = "cannot be worked out, since results.csv is too large to be read as a whole"
            mend = "Enter its results there, and leave computed and from_series blank."
            yield Finding("indicators.csv", int(row), "computed", how, problem, mend)


def dataset_of(data: Examined, rule: SmallCounts) -> Dataset:
    """The dataset of what was examined, small counts withheld; raises InputError for every error in it."""
    findings = _in_order(data.findings, data.sources, data.tables)
    if wrong := [it for it in findings if it.level == "error"]:
        raise InputError(wrong)
    notes = tuple(it for it in findings if it.level == "note")
    read: dict[str, Any] = {**data.tables}
    dataset = Dataset(**read, folder=data.folder, notes=notes, rule=rule, sources=data.sources, stored=data.stored)
    is_whole = [name for name in ("results", "breakdowns") if name not in data.stored]
    return withheld(dataset, is_whole if "results" in is_whole else ())


def findings_of(data: Examined, *, every_row: bool) -> list[Finding]:
    """Errors, then warnings, then notes, in the order of tables and rows.

    `every_row`: a large stored table is looked through in portions, an indicator at a time, so that errors in rows that
    no section may read are found too; else its keys alone are.
    """
    likely = _without_rows(warnings(data.readable, data.keys), data.stored)
    findings = [*data.findings, *(it for it in likely if it.level == "warning"), *proposals(data.readable)]
    findings = _in_order(findings, data.sources, data.tables)
    if every_row and data.stored and "indicators" in data.readable:
        findings += (it for indicator in _stored_indicators(data) for it in _in_portion(indicator, data))
    return sorted(dict.fromkeys(findings), key=lambda it: _LEVELS.index(it.level))


def _in_order(findings: Iterable[Finding], sources: Sequence[Source], tables: Frames) -> list[Finding]:
    """Findings in the order of levels, tables and rows, each once, in the names of where the tables live."""

    def place(finding: Finding) -> tuple[int, int, int]:
        file = _FILES.index(finding.file) if finding.file in _FILES else len(_FILES)
        return _LEVELS.index(finding.level), file, finding.row or 0

    return list(dict.fromkeys(in_own_names(sorted(findings, key=place), sources, tables)))


def _large(sources: Sequence[Source]) -> dict[str, keys.Store]:
    """The tables that are not read as a whole, since they are large and a part can be chosen: each with its store."""
    large = dict[str, keys.Store]()
    for name in PARTED:
        stores = [source.store for source in sources if name in source.held]
        with suppress(FileError):  # reading it says why
            if len(stores) == 1 and stores[0] and stores[0].exceeds(TABLES[name], keys.LARGEST_WHOLE):
                large[name] = stores[0]
    return large


def _whole_tables(
    folder: Path, sources: Sequence[Source], stored: Collection[str]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame], list[Finding]]:
    """Every table; those that can be held against each other; and what is wrong with each by itself."""
    tables = {name: empty(table) for name, table in TABLES.items()}
    readable, findings = dict[str, pd.DataFrame](), list[Finding]()
    held = frozenset[str]().union(*(source.held for source in sources))
    for name, table in ((name, table) for name, table in TABLES.items() if name not in stored):
        if name in held:
            reading = table_of(table, sources)
            tables[name] = reading.frame
            findings += reading.findings
            readable |= {name: reading.frame} if reading.whole else {}
        elif table.required:
            mend = _found_instead(folder, table) or sources[0].missing(table)
            findings.append(Finding(table.file, problem="the table is missing", mend=mend))
        else:
            readable[name] = tables[name]
    return tables, readable, findings


def _other_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.csv") if path.name not in _FILES)


def _found_instead(folder: Path, table: Table) -> str:
    near = nearest(table.file, _other_files(folder))
    return f'Rename "{near}" if it is this table.' if near else ""


def _unread_files(folder: Path) -> Iterator[Finding]:
    absent = [file for file in _FILES if not os.path.exists(folder / file)]  # noqa: PTH110
    for name in _other_files(folder):
        problem = "the file is none of the contract's tables, and is not read"
        yield Finding(name, problem=problem, mend=did_you_mean(name, absent, ""), level="warning")


def _keys_of(
    sources: Sequence[Source], stored: Mapping[str, keys.Store]
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """The keys of the large tables, and what is wrong with them and their headers by themselves.

    The rows beneath are looked at as each part is read.
    """
    frames, findings = dict[str, pd.DataFrame](), list[Finding]()
    for name, store in stored.items():
        table = TABLES[name]
        header = table_of(table, sources, [{keys.CHOSEN_BY[0]: ()}])
        findings += header.findings
        try:
            if header.whole:
                findings += keys.unreadable(store, table)
                frames[name] = _keys_alone(store, table)
        except FileError as error:
            findings.append(error.finding(table))
    return frames, findings


def _keys_alone(store: keys.Store, table: Table) -> pd.DataFrame:
    """A frame with every value of each key column, and nothing else.

    Twice each: a cohort that stands in one row alone is not told from others, and is taken for no slip of the pen.
    """
    columns = {name: [*keys.read_values(store, table, name)] * 2 for name in table.key}
    size = max(map(len, columns.values()), default=0)
    filled = {name: [*values, *[""] * (size - len(values))] for name, values in columns.items()}
    return pd.DataFrame({column.name: filled.get(column.name, [""] * size) for column in table.columns}, dtype=object)


def _without_rows(findings: Iterable[Finding], stored: Collection[str]) -> list[Finding]:
    """The findings, those on large tables without the rows of the keys, which are none of the table's."""
    return [
        replace(it, row=None, problem=_FURTHER.sub("", it.problem)) if it.file.removesuffix(".csv") in stored else it
        for it in findings
    ]


def _stored_indicators(data: Examined) -> list[str]:
    """The indicators that stand in the large tables."""
    indicators: set[str] = set()
    for name, store in data.stored.items():
        with suppress(FileError):  # which has been told of
            indicators.update(keys.read_values(store, TABLES[name], "indicator"))
    return sorted(indicators)


def _in_portion(indicator: str, data: Examined) -> list[Finding]:
    """What is found in the large tables about one indicator, beside what their keys have told."""
    tables = {name: frame for name, frame in data.readable.items() if name in {"indicators", "areas", "glossary"}}
    findings: list[Finding] = []
    for name in PARTED:
        if name in data.stored:
            table = TABLES[name]
            reading = table_of(table, data.sources, [{"indicator": [indicator]}])
            in_rows = reading.findings
            if reading.whole:
                tables[name] = reading.frame
                beside = {other: tables[other] for other in ("indicators", "areas", name) if other in tables}
                in_rows = [*in_rows, *errors_in_part(beside)]
            findings += (it for it in in_rows if it.level != "error" or it.column not in table.key)
        elif name in data.readable:
            tables[name] = data.readable[name][data.readable[name]["indicator"] == indicator]
    return _in_order([*findings, *warnings_in_part(tables)], data.sources, tables)
