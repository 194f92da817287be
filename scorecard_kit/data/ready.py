"""Data that stand ready in a process, so that those forked from it need not read them again."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scorecard_kit.data._examined import dataset_of, examined
from scorecard_kit.data.dataset import PARTED, Dataset
from scorecard_kit.data.fingerprint import remember
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import find_folder
from scorecard_kit.judge.disclosure import SmallCounts

__all__ = ["keep_ready", "kept"]

_datasets: dict[object, Dataset] = {}


def keep_ready(folder: str | Path, small_counts: Mapping[str, Any] | None = None) -> None:
    """Load a data folder now, and for good: it is as good as read as long as no file in it changes.

    Raises InputError for what is wrong with the data.
    """
    place, rule = find_folder(folder), SmallCounts(**small_counts or {})
    signature = _signature(place, rule)
    dataset = _datasets[signature] = dataset_of(examined(place), rule)
    for name in TABLES.keys() - set(PARTED):
        remember(getattr(dataset, name))


def kept(folder: Path, rule: SmallCounts) -> Dataset | None:
    """The data of a folder by that rule, if they stand ready and no file has changed since."""
    dataset = _datasets.get(_signature(folder, rule)) if _datasets else None
    return replace(dataset, folder=folder) if dataset else None


def _signature(place: Path, rule: SmallCounts) -> object:
    files = sorted((entry.name, entry.stat()) for entry in os.scandir(place) if entry.is_file())
    return os.path.realpath(place), rule, tuple((name, it.st_size, it.st_mtime_ns, it.st_ino) for name, it in files)
