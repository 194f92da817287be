"""The data that a pack or one of its entries reads: where they are, and whether they can be used."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import validated
from scorecard_kit.data.sources import data_folder as default_folder
from scorecard_kit.data.yaml_file import Document, Key
from scorecard_kit.files.places import upwards, within
from scorecard_kit.findings import Finding
from scorecard_kit.pack.models import Entry, Pack, beside


def entry_data(pack: Pack, place: int, entry: Entry) -> tuple[Dataset | None, list[Finding]]:
    """The data that an entry reads, its own or the pack's, None where they cannot be read; and what is wrong there."""
    key, shared = ("sections", place, "parameters", "data"), pack.shared
    source = entry.parameters.get("data", shared["data"])
    if source == shared["data"]:
        return pack.dataset, []
    if isinstance(source, str) and not within(pack.root, source):
        problem, mend = "leads out of the folder that holds notebooks/", "Put the data into it: data/scs."
        return None, [pack.document.finding(key, problem, mend)]
    small_counts = entry.parameters.get("small_counts", shared["small_counts"])
    return data_at(key, source, pack.root, pack.document, small_counts)


def data_at(
    key: Key, source: object, start: Path, document: Document, rule: dict[str, Any] | None, *, whole: bool = False
) -> tuple[Dataset | None, list[Finding]]:
    """The data that a file names at a key, None where they cannot be used; and all that is wrong there and in them.

    Where the file has errors there is no `rule` for small counts: a folder is looked into then, and a database is not.
    `whole`: every row of a large stored table is looked at too.
    """
    folder, findings = _folder(source, start, document, key)
    if folder is None or (rule is None and isinstance(source, dict)):
        return None, findings
    place = beside(source, str(folder)) if isinstance(source, dict) else folder
    dataset, of_data = validated(place, rule, whole=whole)
    return replace(dataset, folder=folder) if dataset else None, [*findings, *of_data]


def _folder(source: object, start: Path, document: Document, key: Key) -> tuple[Path | None, list[Finding]]:
    """The folder of the data, and what is wrong with how it is named.

    Beside a database it need not be there, unless it is named.
    """
    name = source.get("folder") if isinstance(source, dict) else source
    folder = upwards(start, name) if isinstance(name, str) else None
    if folder is None and isinstance(source, dict) and not name:
        notebooks = upwards(start, "notebooks")
        return notebooks.parent / default_folder(source) if notebooks else None, []
    if folder is None and isinstance(name, str) and "://" not in name:  # which may hold a password
        place = (*key, "folder") if isinstance(source, dict) else key
        mend = f"It is looked for from {start.name}/ upwards, in every folder."
        return None, [document.finding(place, "is no folder", mend)]
    return folder, []
