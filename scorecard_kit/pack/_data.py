"""The data that a pack or one of its entries reads: where they are, and whether they can be used."""

from pathlib import Path

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import validated
from scorecard_kit.data.sources import Where
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
    folder, findings = data_folder(source, pack.root, pack.document, key)
    rule = entry.parameters.get("small_counts", shared["small_counts"])
    dataset, of_data = dataset_at(beside(source, str(folder)) if folder else None, rule, whole=False)
    return dataset, [*findings, *of_data]


def dataset_at(
    place: Where | None, small_counts: dict[str, object] | None, *, whole: bool
) -> tuple[Dataset | None, list[Finding]]:
    """The data of a place, None where there is none or they cannot be used; and all that is found in them.

    `whole`: every row of a large stored table is looked at too.
    """
    return (None, []) if place is None else validated(place, small_counts, whole=whole)


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
