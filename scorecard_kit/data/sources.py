"""Where the tables of a data folder live: in CSV files, or in what their readers read beside them."""

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast

import pandas as pd

from scorecard_kit.data._keys import Store, Wanted, spelled
from scorecard_kit.data._tables import FileError, Lines, csv_lines
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.findings import Finding, InputError

_READERS = {".parquet": "parquet", **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"), "excel.workbook")}
_EXTRAS = {"parquet": "parquet", "excel.workbook": "excel", "database": "database"}
_LOCK_FILE = "~$"  # Excel's sign that a workbook is open
_FILE = re.compile(rf"\b({'|'.join(TABLES)})\.csv\b")
_ROW = re.compile(r"\brow [0-9]+\b")


class Source(NamedTuple):
    """Where some tables are read from.

    `held`: their names, as in TABLES. `name`: what messages call a table there, such as results.csv, held or not.
    `lines`: the lines of a held table, header first, of which at least those wanted, which are asked for in the texts
    of its `store`, if it has one that can choose rows; raises FileError where it cannot.
    `findings`: what is to be said of the source as a whole, in its own names. `numbered`: whether a line's number is
    what the user sees; where it is not, messages name a row by its key. `located`: how a finding in the source's own
    names says its row and column, where these are not the line's own.
    `missing`: the mend for a table that is not held. `in_folder`: whether it is in files of the data folder.
    """

    held: frozenset[str]
    name: Callable[[Table], str]
    lines: Callable[[Table, Wanted], Lines]
    findings: tuple[Finding, ...] = ()
    numbered: bool = True
    located: Callable[[Finding], Finding] = lambda finding: finding
    store: Store | None = None
    missing: Callable[[Table], str] = lambda _: "Add it to the data folder."
    in_folder: bool = True


def sources_of(folder: Path, database: Mapping[str, str] | None = None) -> list[Source]:
    """Everything that tables are read from: what is in the folder, if there is one, and the database.

    CSV files come first, unless there are only others. Raises InputError where one cannot be opened.
    """
    names = _names_in(folder)
    suffixes = {Path(name).suffix.lower() for name in names if not name.startswith(_LOCK_FILE)}
    readers = dict.fromkeys(name for suffix, name in _READERS.items() if suffix in suffixes)
    others = [_reader(name)(folder) for name in readers]
    others += [_reader("database")(database)] if database is not None else []
    own = _csv(folder, names)
    return [own, *others] if own.held or not others else others


def _names_in(folder: Path) -> list[str]:
    try:
        return os.listdir(folder) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208 - a name too long is no folder
    except OSError as error:
        problem, mend = f"the folder cannot be listed ({error.strerror})", "Ask for the right to read it and its files."
        raise InputError([Finding(folder.name, problem=problem, mend=mend)]) from None


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
    """The function `source` of a module of the analyst's desk.

    The one place at which the line below knows the desk, and by name alone: it is optional, and its libraries load only
    where a folder holds what they read.
    """
    try:
        return cast("Callable[[Any], Source]", import_module(f"scorecard_kit.data.{name}").source)
    except ModuleNotFoundError as error:
        mend = f"Install it: python -m pip install 'scorecard-kit[{_EXTRAS[name]}]'."
        problem = f"the library {error.name} is not installed, without which the data cannot be read"
        raise InputError([Finding("data", problem=problem, mend=mend)]) from None


def lines_of(table: Table, sources: Iterable[Source], wanted: Wanted) -> Lines:
    """The lines of a table from the source that holds it. Raises FileError where two do, or where it cannot be read."""
    one, *more = [source for source in sources if table.name in source.held]
    if more:
        raise FileError(f"the table stands in {more[0].name(table)} too", "Keep one of the two.")
    return one.lines(table, spelled(one.store, table, wanted) if one.store else wanted)


def in_own_names(
    findings: Iterable[Finding], sources: Sequence[Source], frames: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    """Findings on results.csv and the like, with each table and row named as they are where the table lives."""
    of_table = {
        table.file: (table, next((source for source in sources if name in source.held), sources[0]))
        for name, table in TABLES.items()
    }

    own = {file: source.name(table) for file, (table, source) in of_table.items()}

    def renamed(text: str) -> str:
        return _FILE.sub(lambda found: own[found[0]], text)

    told = [replace(finding, problem=renamed(finding.problem), mend=renamed(finding.mend)) for finding in findings]
    return [_placed(it, *of_table[it.file], frames) if it.file in of_table else it for it in told]


def _placed(finding: Finding, table: Table, source: Source, frames: Mapping[str, pd.DataFrame]) -> Finding:
    """A finding in its table, and there in its row: by number, or by its key where no one sees a number."""
    finding = replace(finding, file=source.name(table))
    if source.numbered or finding.row is None:
        return source.located(finding)
    frame, where = frames.get(table.name), ""
    if frame is not None and finding.row in frame.index:
        cells = frame.loc[finding.row, list(table.key)]
        where = ", ".join(f"{name} {cell}" for name, cell in cells.items() if cell)
    problem, mend = (_ROW.sub("another row", text) for text in (finding.problem, finding.mend))
    return replace(finding, row=None, where=where, problem=problem, mend=mend)
