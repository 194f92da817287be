"""The data that a pack or one of its entries reads: where they are, and whether they can be used."""

from dataclasses import asdict, replace
from pathlib import Path

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import validated
from scorecard_kit.data.sources import data_folder as default_folder
from scorecard_kit.data.yaml_file import Document, Key
from scorecard_kit.files.places import upwards, within
from scorecard_kit.findings import Finding
from scorecard_kit.pack.models import Entry, Head, Pack, beside


def pack_data(
    head: Head | None, folder: Path | None, document: Document, *, whole: bool
) -> tuple[Dataset | None, list[Finding]]:
    """The data of a pack, None where they cannot be used; and all that is found in them.

    Where the head of the file has errors, a folder is looked into, and a database is not. `whole`: every row of a large
    stored table is looked at too.
    """
    if folder is None or (head is None and isinstance(document.values.get("data"), dict)):
        return None, []
    place = beside(head.data, str(folder)) if head else folder
    dataset, findings = validated(place, asdict(head.small_counts) if head else None, whole=whole)
    return replace(dataset, folder=folder) if dataset else None, findings


def entry_data(pack: Pack, place: int, entry: Entry) -> tuple[Dataset | None, list[Finding]]:
    """The data that an entry reads, its own or the pack's, None where they cannot be read; and what is wrong there."""
    key, shared = ("sections", place, "parameters", "data"), pack.shared
    source = entry.parameters.get("data", shared["data"])
    if source == shared["data"]:
        return pack.dataset, []
    if isinstance(source, str) and not within(pack.root, source):
        problem, mend = "leads out of the folder that holds notebooks/", "Put the data into it: data/scs."
        return None, [pack.document.finding(key, problem, mend)]
    folder, findings = data_folder(source, pack.root, pack.document, key)
    rule = entry.parameters.get("small_counts", shared["small_counts"])
    if folder is None:
        return None, findings
    dataset, of_data = validated(beside(source, str(folder)), rule, whole=False)
    return dataset, [*findings, *of_data]


def data_folder(source: object, start: Path, document: Document, key: Key) -> tuple[Path | None, list[Finding]]:
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
