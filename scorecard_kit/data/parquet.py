"""Tables in Parquet files, `<table>.parquet`, read through pyarrow: no more of them than is wanted."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from scorecard_kit.data._keys import CHOSEN_BY, PERIOD, Choice, Choices, Newest, Store
from scorecard_kit.data._lines import FileError, Lines, as_text, contract_names
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.data.sources import Source

__all__ = ["source"]

_PANDAS_INDEX = re.compile(r"__index_level_\d+__")
_BATCH = 1 << 16  # rows in memory at a time
Rows = npt.NDArray[np.int64]
Codes = npt.NDArray[np.unsignedinteger[Any]]


class _Key(NamedTuple):
    """A column by which rows are chosen: its texts as they stand there, and for each row the place of its own."""

    texts: list[str]
    codes: Codes

    def standing(self) -> list[str]:
        """The texts that stand in a row."""
        return [self.texts[code] for code in np.unique(self.codes)]

    def rows_of(self, texts: Collection[str], among: Rows | None) -> Rows:
        """The places of the rows that hold one of the texts, in their order."""
        chosen: npt.NDArray[np.bool_] = np.array([text in texts for text in self.texts])
        return np.flatnonzero(chosen.take(self.codes)) if among is None else among[chosen[self.codes[among]]]


@dataclass(frozen=True, eq=False)
class _File:
    """The file of a table and what stands at its end: where its columns are, which is read once."""

    table: Table
    path: Path
    metadata: Any

    def opened(self) -> Any:  # noqa: ANN401 - pyarrow carries no types
        """The file, its texts to be read as the places of each in a list of them."""
        kinds = {field.name: field.type for field in self.metadata.schema.to_arrow_schema()}
        texts = [name for name, kind in kinds.items() if pa.types.is_string(kind) or pa.types.is_large_string(kind)]
        return pq.ParquetFile(self.path, metadata=self.metadata, read_dictionary=texts)

    @cached_property
    def keys(self) -> dict[str, _Key]:
        """The columns by which rows are chosen: what a section needs is found here, before a figure is read."""
        names = [name for name in CHOSEN_BY if name in self.table.by_name]
        with _readable():
            opened = self.opened()
            columns = opened.schema_arrow.names
            if twice := next((name for name in columns if columns.count(name) > 1), None):
                raise FileError(f"the column {twice} stands there twice", "Delete one of the two.")
            held = {name: column for column, name in contract_names(self.table, columns).items() if name in names}
            keys = {name: self._key(opened, column, name) for name, column in held.items()}
        pa.default_memory_pool().release_unused()  # before a process with this in memory is forked
        return {name: _Key([""], np.zeros(self.metadata.num_rows, dtype=np.uint8)) for name in names} | keys

    def _key(self, opened: Any, column: str, name: str) -> _Key:  # noqa: ANN401 - pyarrow carries no types
        places: dict[str, int] = {"": 0}
        batches = opened.iter_batches(_BATCH, columns=[column], use_threads=False)
        codes = [_codes(batch.column(0), places, self.table, name) for batch in batches]
        return _Key([*places], np.concatenate([np.zeros(0, dtype=np.uint8), *codes]))

    def lines(self, choices: Choices) -> Lines:
        rows = reduce(np.union1d, map(self.chosen, choices)) if choices else None
        with _readable():
            taken = _taken(self.opened(), rows)
            written = [name for name in taken.column_names if not _PANDAS_INDEX.fullmatch(name)]
            named = contract_names(self.table, written)
            held = [(place, named[name]) for place, name in enumerate(taken.column_names) if name in named]
            columns = [_texts(taken.column(place), self.table, name) for place, name in held]
        numbers = range(2, len(taken) + 2) if rows is None else (rows + 2).tolist()
        return [(1, written), *zip(numbers, map(list, zip(*columns, strict=True)), strict=True)], []

    def chosen(self, choice: Choice) -> Rows:
        """The places of the rows that fit a choice, in their order."""
        rows: Rows | None = None
        for name in sorted(choice, key=lambda name: len(choice[name]) / len(self.keys[name].texts)):  # the fewest first
            rows = self.keys[name].rows_of(choice[name], rows)
        return np.arange(self.metadata.num_rows) if rows is None else rows

    def newest(self, choice: Choice, months: Mapping[str, str], count: int) -> Newest:
        ranks = {month: rank for rank, month in enumerate(sorted(set(months.values())))}
        rank = np.array([ranks[months[text]] if text in months else -1 for text in self.keys[PERIOD].texts])
        rows = self.chosen(choice)
        codes = pd.DataFrame({name: self.keys[name].codes[rows] for name in CHOSEN_BY})
        codes = codes.assign(rank=rank[codes[PERIOD]]).query("rank >= 0").sort_values("rank", ascending=False)
        kept = codes.groupby([name for name in CHOSEN_BY if name != PERIOD], sort=False).head(count)
        texts = ([self.keys[name].texts[code] for code in kept[name]] for name in CHOSEN_BY)
        return list(zip(*texts, strict=True))

    def distinct(self, name: str) -> list[str]:
        """Every text of a column, once."""
        if name in CHOSEN_BY:
            return self.keys[name].standing()
        with _readable():
            opened = self.opened()
            names = contract_names(self.table, opened.schema_arrow.names)
            written = [column for column, contract_name in names.items() if contract_name == name]
            columns = opened.read(written, use_threads=False)
            texts = _texts(columns[written[0]], self.table, name) if written else [""] * self.metadata.num_rows
        return list(dict.fromkeys(texts))


def source(folder: Path) -> Source:
    """The Parquet files of a data folder. Nothing is read yet."""
    held = frozenset(name for name, table in TABLES.items() if _path(folder, table).exists())
    file = cache(lambda name: _file(TABLES[name], _path(folder, TABLES[name])))
    store = Store(
        lambda table, size: file(table.name).metadata.num_rows > size,
        cache(lambda table, name: file(table.name).distinct(name)),
        lambda choice, months, count: file("results").newest(choice, months, count),
        placed=True,
    )
    return Source(
        held,
        lambda table: _path(folder, table).name,
        lambda table, choices: file(table.name).lines(choices),
        store=store,
    )


def _path(folder: Path, table: Table) -> Path:
    return folder / f"{table.name}.parquet"


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except PermissionError:
        problem = "the file cannot be opened: another program holds it open, or you may not read it"
        raise FileError(problem, "Close it there and run again.") from None
    except (OSError, pa.ArrowException, ValueError, LookupError):
        problem = "the file is no Parquet file, is damaged, or was written anew while it was read"
        raise FileError(problem, "Write it again, and run again.") from None


def _file(table: Table, path: Path) -> _File:
    if path.is_dir():
        raise FileError("it is a folder, not one Parquet file", "Write the table as one file.")
    with _readable():
        if not path.stat().st_size:
            raise FileError("the file is empty", "Write it again.")
        return _File(table, path, pq.read_metadata(path))


def _taken(file: Any, rows: Rows | None) -> Any:  # noqa: ANN401 - pyarrow carries no types
    """The rows at these places, of which only the groups that hold one are read; every row where there is no choice."""
    if rows is None:
        return file.read(use_threads=False)
    sizes = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
    batches = []
    for group, (first, end) in enumerate(pairwise(accumulate(sizes, initial=0))):
        mine, place = rows[(rows >= first) & (rows < end)] - first, 0
        for batch in file.iter_batches(_BATCH, row_groups=[group], use_threads=False) if len(mine) else ():
            batches.append(batch.take(pa.array(mine[(mine >= place) & (mine < place + len(batch))] - place)))
            place += len(batch)
    return pa.Table.from_batches(batches, file.schema_arrow)


def _texts(values: Any, table: Table, name: str) -> list[str]:  # noqa: ANN401 - as above
    kind, column = values.type, table.by_name.get(name)
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        raise FileError(f"column {name} holds {kind}, not single values", "Write it as text or as numbers.")
    try:
        listed = values.to_pylist()
    except (ValueError, OverflowError):  # a date beyond the year 9999, a time zone that is not known
        raise FileError(f"column {name} holds a {kind} that cannot be read", "Write it as text.") from None
    if pa.types.is_float32(kind) or pa.types.is_float16(kind):  # as short as it was written, not as a double shows it
        return [as_text(None if one is None else float(str(np.float32(one)))) for one in listed]
    return [as_text(one, column) for one in listed]


def _codes(values: Any, places: dict[str, int], table: Table, name: str) -> Any:  # noqa: ANN401 - as above
    """The places of a batch's values among the texts met so far, to which new ones are added."""
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    texts = _texts(encoded.dictionary, table, name)
    here = encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    codes = np.array([places.setdefault(text, len(places)) for text in [*texts, ""]])
    return codes.astype(np.min_scalar_type(len(places)))[here]  # one byte a row where there are few texts
