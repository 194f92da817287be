"""The door to the data: the only place where figures come in, small counts withheld; a notebook's is `pack.given`."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scorecard_kit.data._examined import dataset_of, examined, findings_of
from scorecard_kit.data.dataset import PARTED, Dataset
from scorecard_kit.data.fingerprint import noted, remember
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import Where, data_folder, find_folder
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.reads.recorder import is_noting, note_everything

__all__ = ["check", "keep_ready", "opened", "validated"]

_ready: dict[object, Dataset] = {}
"""Data that stand ready in this process, so that those forked from it need not read them again."""


def opened(place: Where, small_counts: Mapping[str, Any] | None = None) -> Dataset:
    """The data before a part is taken: the tables in `stored`, which may be large, have not been read.

    Raises InputError with every error in the data.
    """
    was_noting = is_noting()
    with noted(place, small_counts, {}) as note:
        whole = _whole(place, SmallCounts(**small_counts or {}))
        note(whole, whole)
    if was_noting and whole.stored:  # its rows are read later, and are not in what was noted
        note_everything("opens the data as a whole", again=not all(it.in_folder for it in whole.sources))
    return whole


def _whole(place: Where, rule: SmallCounts) -> Dataset:
    if isinstance(place, Mapping):
        return dataset_of(examined(data_folder(place), place), rule)
    folder = find_folder(place)
    return _kept(folder, rule) or dataset_of(examined(folder), rule)


def check(place: Where) -> list[Finding]:
    """Everything found in the data: errors, then warnings, then notes, in the order of files and rows."""
    return validated(place)[1]


def validated(
    place: Where, small_counts: Mapping[str, Any] | None = None, *, whole: bool = True
) -> tuple[Dataset | None, list[Finding]]:
    """The data, unless there is an error in them, and everything found: errors, then warnings, then notes.

    The errors are those with which `opened` refuses the data, in the same words. A large stored table is looked through
    too, an indicator at a time; unless `whole` is false, and its keys alone are.
    """
    if is_noting():
        note_everything("checks the data", again=isinstance(place, Mapping))
    try:
        data = examined(data_folder(place), place if isinstance(place, Mapping) else None)
    except InputError as error:
        return None, error.findings
    findings = findings_of(data, every_row=whole)
    if any(it.level == "error" for it in findings):
        return None, findings
    return dataset_of(data, SmallCounts(**small_counts or {})), findings


def keep_ready(folder: str | Path, small_counts: Mapping[str, Any] | None = None) -> None:
    """Load a data folder now, and for good: it is as good as read as long as no file in it changes.

    Raises InputError for what is wrong with the data.
    """
    place, rule = find_folder(folder), SmallCounts(**small_counts or {})
    signature = _signature(place, rule)
    dataset = _ready[signature] = dataset_of(examined(place), rule)
    for name in TABLES.keys() - set(PARTED):
        remember(getattr(dataset, name))


def _kept(folder: Path, rule: SmallCounts) -> Dataset | None:
    """The data of a folder by that rule, if they stand ready and no file has changed since."""
    dataset = _ready.get(_signature(folder, rule)) if _ready else None
    return replace(dataset, folder=folder) if dataset else None


def _signature(place: Path, rule: SmallCounts) -> object:
    files = sorted((entry.name, entry.stat()) for entry in os.scandir(place) if entry.is_file())
    return os.path.realpath(place), rule, tuple((name, it.st_size, it.st_mtime_ns, it.st_ino) for name, it in files)
