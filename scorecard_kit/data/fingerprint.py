"""The digests of tables by what stands in them, cell by cell, without the numbers of rows; and the note of a load."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd

from scorecard_kit.data.dataset import PARTED, Dataset
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import Where, find_folder
from scorecard_kit.findings import InputError
from scorecard_kit.judge.numbers import Written
from scorecard_kit.reads import recorder

__all__ = ["fingerprint", "fingerprints", "noted", "remember", "rows"]

_CELL, _ROW = "\x1f", "\n"
_remembered = dict[int, str]()


def rows(frame: pd.DataFrame) -> list[str]:
    """Each row as one text. Rows that move are the same rows; a number that was written otherwise is another."""
    columns = ([_text(cell) for cell in frame[name].tolist()] for name in frame.columns)
    return [_CELL.join(cells) for cells in zip(*columns, strict=True)]


def fingerprint(texts: Iterable[str]) -> str:
    """The digest of rows, in their order."""
    return hashlib.sha256(_ROW.join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _text(cell: object) -> str:
    return f"{cell} {cell.decimals}{cell.mark}" if isinstance(cell, Written) else str(cell)


def fingerprints(dataset: Dataset, whole: Dataset) -> dict[str, str]:
    """The digest of each table that has rows, and of the notes. `whole`: that of which the dataset is a part."""
    digests = {name: _digest(getattr(dataset if name in PARTED else whole, name)) for name in TABLES}
    digests["notes"] = fingerprint(map(str, dataset.notes)) if dataset.notes else ""
    return {name: digest for name, digest in digests.items() if digest}


def remember(frame: pd.DataFrame) -> None:
    """Work out the digest of a frame now, which must be there for good and never change."""
    _remembered[id(frame)] = _digest(frame)


def _digest(frame: pd.DataFrame) -> str:
    if (digest := _remembered.get(id(frame))) is not None:
        return digest
    return fingerprint(rows(frame)) if len(frame) else ""


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
