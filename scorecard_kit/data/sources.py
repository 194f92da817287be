"""Where figures live, and the tables that each such source gives: CSV files, or what their readers read beside them."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast

import pandas as pd

from scorecard_kit.data._csv_file import csv_lines
from scorecard_kit.data._keys import Choices, Store, spelled
from scorecard_kit.data._lines import FileError, Lines
from scorecard_kit.data._tables import Reading, empty, read_lines
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.findings import Finding, InputError, nearest, refusal

__all__ = [
    "Source",
    "Where",
    "data_folder",
    "find_folder",
    "in_own_names",
    "is_table",
    "lines_of",
    "refusing",
    "sources_of",
    "table_of",
]

Where = str | Path | Mapping[str, str]
"""A data folder; or `database` (env:NAME) with `schema` and `folder`, where a blank one is as good as none."""
_READERS = {".parquet": "parquet", **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), "excel.workbook")}
_EXTRAS = {"parquet": "parquet", "excel.workbook": "excel", "database": "database"}
_LOCK_FILE = "~$"  # Excel's sign that a workbook is open
_FILE = re.compile(rf"\b({'|'.join(TABLES)})\.csv\b")
_ROW = re.compile(r"\brow [0-9]+\b")


class Source(NamedTuple):
    """Where some tables are read from.

    `held`: their names, as in TABLES. `name`: what messages call a table there, such as results.csv, held or not.
    `lines`: the lines of a held table, header first, of which at least those that fit the choices, made in the texts
    of its `store`, if it has one that can choose rows; raises FileError where it cannot.
    `findings`: what is to be said of the source as a whole, in its own names. `located`: how a finding in the source's
    own names says its row and column, where these are not the line's own. No user sees a line's number in a store:
    messages name a row there by its key.
    `missing`: the mend for a table that is not held. `in_folder`: whether it is in files of the data folder.
    `is_entry`: whether a line of results, by its number, was entered in a sheet for one month alone.
    """

    held: frozenset[str]
    name: Callable[[Table], str]
    lines: Callable[[Table, Choices], Lines]
    findings: tuple[Finding, ...] = ()
    located: Callable[[Finding], Finding] = lambda finding: finding
    store: Store | None = None
    missing: Callable[[Table], str] = lambda _: "Add it to the data folder."
    in_folder: bool = True
    is_entry: Callable[[int], bool] = lambda _: False


def find_folder(folder: str | Path) -> Path:
    """The data folder: a relative one is looked for from the working directory upwards.

    Raises InputError, naming what was looked for, where there is none.
    """
    if "://" in str(folder):  # it is not repeated, since it may hold a password
        mend = "Write `data: {database: env:SCORECARD_DATABASE}`."
        raise refusal("data", "it is the address of a database, not a folder", mend)
    here = Path.cwd()
    for start in (here, *here.parents):
        if os.path.isdir(start / folder):  # noqa: PTH112 - a name too long, or a place that is closed, is none
            return start / folder
    missing = Path(folder)
    near = nearest(missing.name, [place.name for place in (here / missing).parent.glob("*/")])
    mend = f'Did you mean "{missing.with_name(near).as_posix()}"?' if near else "Check data, and where you run it from."
    raise refusal(missing.as_posix(), "there is no such data folder, neither here nor in a folder above", mend)


def data_folder(place: Where) -> Path:
    """The data folder; for a database the one named beside it, or data/<schema>, which need not be there."""
    if not isinstance(place, Mapping):
        return find_folder(place)
    if place.get("folder"):
        return find_folder(place["folder"])
    return Path("data") / (place.get("schema") or "database")


def sources_of(folder: Path, database: Mapping[str, str] | None = None) -> list[Source]:
    """Everything that tables are read from: what is in the folder, if there is one, and the database.

    CSV files come first, unless there are only others. Raises InputError where one cannot be opened.
    """
    names = _names_in(folder)
    suffixes = {Path(name).suffix.lower() for name in names if not name.startswith(_LOCK_FILE)}
    readers = dict.fromkeys(name for suffix, name in _READERS.items() if suffix in suffixes)
    others = [_reader(name)(folder) for name in readers]
    others += [_reader("database")(database)] if database is not None else []
    files = _csv(folder, names)
    return [files, *others] if files.held or not others else others


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208 - a name too long is no folder
    except OSError as error:
        mend = "Ask for the right to read it and its files."
        raise refusal(folder.name, f"the folder cannot be listed ({error.strerror})", mend) from None


def is_table(name: str) -> bool:
    """Whether a file of a data folder, by its name as seen from there, is one that tables may be read from."""
    path = PurePosixPath(name)
    is_read = path.suffix.lower() in _READERS or name in {table.file for table in TABLES.values()}
    return is_read and len(path.parts) == 1


def _csv(folder: Path, names: list[str]) -> Source:
    """What is listed is held, also where it cannot be opened: its reader says why."""
    held = frozenset(
        name
        for name, table in TABLES.items()
        if table.file in names or os.path.exists(folder / table.file)  # noqa: PTH110
    )
    return Source(held, lambda table: table.file, lambda table, _: csv_lines(folder / table.file))


def _reader(name: str) -> Callable[[Any], Source]:
    """The function `source` of a reader that is optional, by name: its libraries load only where they are needed."""
    try:
        return cast("Callable[[Any], Source]", import_module(f"scorecard_kit.data.{name}").source)
    except ModuleNotFoundError as error:
        mend = f"Install it: python -m pip install 'scorecard-kit[{_EXTRAS[name]}]'."
        problem = f"the library {error.name} is not installed, without which the data cannot be read"
        raise refusal("data", problem, mend) from None


def table_of(table: Table, sources: Iterable[Source], choices: Choices = ()) -> Reading:
    """A table as its source gives it, of which at least the rows that fit the choices, with all that is wrong in it.

    Where two sources hold it, or it cannot be read, there is no row, and the one finding says so.
    """
    try:
        lines = lines_of(table, sources, choices)
    except FileError as error:
        return Reading(empty(table), [error.finding(table)], whole=False)
    return read_lines(table, lines, is_part=bool(choices))


def lines_of(table: Table, sources: Iterable[Source], choices: Choices) -> Lines:
    """The lines of a table from the source that holds it. Raises FileError where two do, or where it cannot be read."""
    source, *more = [source for source in sources if table.name in source.held]
    if more:
        raise FileError(f"the table stands in {more[0].name(table)} too", "Keep one of the two.")
    return source.lines(table, spelled(source.store, table, choices) if source.store else choices)


@contextmanager
def refusing(name: str, sources: Sequence[Source]) -> Iterator[None]:
    """Whatever a store cannot give within becomes an InputError on its table."""
    try:
        yield
    except FileError as error:
        raise InputError(in_own_names([error.finding(TABLES[name])], sources, {})) from None


def in_own_names(
    findings: Iterable[Finding], sources: Sequence[Source], frames: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    """Findings on results.csv and the like, with each table and row named as they are where the table lives."""
    of_table = {
        table.file: (table, next((source for source in sources if name in source.held), sources[0]))
        for name, table in TABLES.items()
    }
    names = {file: source.name(table) for file, (table, source) in of_table.items()}

    def renamed(text: str) -> str:
        return _FILE.sub(lambda match: names[match[0]], text)

    renamed_in = [replace(it, problem=renamed(it.problem), mend=renamed(it.mend)) for it in findings]
    return [_placed(it, *of_table[it.file], frames) if it.file in of_table else it for it in renamed_in]


def _placed(finding: Finding, table: Table, source: Source, frames: Mapping[str, pd.DataFrame]) -> Finding:
    """A finding in its table, and there in its row: by number, or by its key where no one sees a number."""
    finding = replace(finding, file=source.name(table))
    if source.store is None or finding.row is None:
        return source.located(finding)
    frame, where = frames.get(table.name), ""
    if frame is not None and finding.row in frame.index:
        cells = frame.loc[finding.row, list(table.key)]
        where = ", ".join(f"{name} {cell}" for name, cell in cells.items() if cell)
    problem, mend = (_ROW.sub("another row", text) for text in (finding.problem, finding.mend))
    return replace(finding, row=None, where=where, problem=problem, mend=mend)
