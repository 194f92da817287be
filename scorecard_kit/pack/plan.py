"""A parameters file to one frozen plan. Whatever is wrong is said before anything is run.

`examine` is the one way to it: `check` prints what it finds, and whoever needs the pack gets it with `read_pack`.
"""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data import load as data
from scorecard_kit.data import sources
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.sources import Where
from scorecard_kit.data.yaml_file import Document, Key
from scorecard_kit.files.places import name_findings, within
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack._held import names_in, without_figures
from scorecard_kit.pack._sections import sections_of
from scorecard_kit.pack._texts import commentary_findings
from scorecard_kit.pack.check import entry_findings, month_finding, use_findings
from scorecard_kit.pack.models import Entry, Head, Pack, Section, Use, beside, shaped
from scorecard_kit.pack.notebook import parameters
from scorecard_kit.pack.parameters import ParametersFile, opened

__all__ = ["Pack", "Read", "Section", "check", "examine", "read_pack"]


class Read(NamedTuple):
    """What reading a parameters file came to: the pack, or None where errors stand in its way; and all findings."""

    pack: Pack | None
    findings: list[Finding]


def check(file: ParametersFile | str | Path) -> list[Finding]:
    """Every finding of a parameters file, its data and its commentary: errors, warnings and notes. Raises nothing."""
    return examine(file, whole=True).findings


def read_pack(file: ParametersFile | str | Path) -> Pack:
    """The pack of a parameters file. InputError holds all that was found, where an error is among it."""
    pack, findings = examine(file)
    if pack is None:
        raise InputError(findings)
    return pack


def examine(file: ParametersFile | str | Path, *, whole: bool = False) -> Read:
    """The pack of a parameters file with its sections, and everything that is found: errors, warnings and notes.

    There is no pack where an error is among the findings. The findings of the file come first, in the order of its
    lines, then those of the data. `whole`: every row of a large stored table is looked at too, also those that no
    section may read. Raises nothing.
    """
    try:
        pack, findings = _drafted(opened(file), whole=whole)
        return _planned(pack, findings) if pack else Read(None, findings)
    except InputError as error:
        return Read(None, error.findings)


def _drafted(file: ParametersFile, *, whole: bool) -> Read:
    """A pack without its sections, held against its notebooks and data; InputError where it cannot be read at all."""
    document, start = file.document, file.path.parent
    head, of_head = shaped(Head, document.values, document)
    entries, of_entries = _entries(document)
    notebooks = _upwards(start, "notebooks")
    folder, of_folder = _data_folder(document.values.get("data"), start, document, ("data",))
    is_database = isinstance(document.values.get("data"), dict)
    place = beside(head.data, str(folder)) if head and folder else None if is_database else folder
    dataset, of_data = _dataset(place, head.small_counts.model_dump() if head else None, whole=whole)
    dataset = replace(dataset, folder=folder) if dataset and folder else None
    findings = [*document.findings, *name_findings([file.path]), *of_head, *of_folder, *of_entries]
    if notebooks:
        names = names_in(dataset) if dataset else None
        for number, entry in entries.items():
            findings += entry_findings(entry, ("sections", number), notebooks, names, document)
    else:
        problem, mend = "stands under no folder that holds notebooks/", "Move it into parameters/."
        findings.append(document.finding((), problem, mend))
    findings = sorted(dict.fromkeys(findings), key=lambda finding: finding.row or 0) + of_data
    if _has_error(findings) or not (head and notebooks and folder and dataset):
        return Read(None, findings)
    return Read(Pack(file, notebooks.parent, folder, head, tuple(entries.values()), dataset), findings)


def _planned(pack: Pack, findings: list[Finding]) -> Read:
    """The same with its sections, held against what each of them reads."""
    uses = list[Use]()
    findings = list(findings)
    if wrong := without_figures(pack.dataset, pack.head.period):
        findings.append(month_finding(pack, ("period",), wrong))
    for place, entry in enumerate(pack.entries):
        dataset, of_data = _entry_data(pack, place, entry)
        findings += of_data
        if dataset:
            use = Use(place, entry, parameters(pack.notebook(entry)), dataset)
            findings += use_findings(use, pack)
            uses.append(use)
    planned = sections_of(pack, uses)
    findings += [*planned.findings, *commentary_findings(pack, planned.sections)]
    findings = list(dict.fromkeys(findings))
    if _has_error(findings):
        return Read(None, findings)
    sections = tuple(section for section, _ in planned.sections)
    return Read(replace(pack, sections=sections, absent=tuple(planned.absent), findings=tuple(findings)), findings)


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(finding.level == "error" for finding in findings)


def _entries(document: Document) -> tuple[dict[int, Entry], list[Finding]]:
    """The entries that have the right shape, by their places, and what is wrong with the others."""
    written = document.values.get("sections")
    read = [
        shaped(Entry, values, document, ("sections", place))
        for place, values in enumerate(written if isinstance(written, list) else [])
    ]
    entries = {place: entry for place, (entry, _) in enumerate(read) if entry}
    return entries, [finding for _, findings in read for finding in findings]


def _entry_data(pack: Pack, place: int, entry: Entry) -> tuple[Dataset | None, list[Finding]]:
    """The data that an entry reads, its own or the pack's, None where they cannot be read; and what is wrong there."""
    key, shared = ("sections", place, "parameters", "data"), pack.shared
    source = entry.parameters.get("data", shared["data"])
    if source == shared["data"]:
        return pack.dataset, []
    if isinstance(source, str) and not within(pack.root, source):
        problem, mend = "leads out of the folder that holds notebooks/", "Put the data into it: data/scs."
        return None, [pack.document.finding(key, problem, mend)]
    folder, findings = _data_folder(source, pack.root, pack.document, key)
    rule = entry.parameters.get("small_counts", shared["small_counts"])
    dataset, of_data = _dataset(beside(source, str(folder)) if folder else None, rule, whole=False)
    return dataset, [*findings, *of_data]


def _dataset(
    place: Where | None, small_counts: dict[str, object] | None, *, whole: bool
) -> tuple[Dataset | None, list[Finding]]:
    return (None, []) if place is None else data.validated(place, small_counts, whole=whole)


def _data_folder(source: object, start: Path, document: Document, key: Key) -> tuple[Path | None, list[Finding]]:
    """The folder of the data, and what is wrong with how it is named.

    Beside a database it need not be there, unless it is named.
    """
    name = source.get("folder") if isinstance(source, dict) else source
    folder = _upwards(start, name)
    if folder is None and isinstance(source, dict) and not name:
        notebooks = _upwards(start, "notebooks")
        return notebooks.parent / sources.data_folder(source) if notebooks else None, []
    if folder is None and isinstance(name, str) and "://" not in name:  # which may hold a password
        place = (*key, "folder") if isinstance(source, dict) else key
        mend = f"It is looked for from {start.name}/ upwards, in every folder."
        return None, [document.finding(place, "is no folder", mend)]
    return folder, []


def _upwards(start: Path, name: object) -> Path | None:
    """The nearest folder of that name, from a folder upwards; None where there is none."""
    if not (isinstance(name, str) and name):
        return None
    places = (base / name for base in (start, *start.parents))
    return next((place for place in places if os.path.isdir(place)), None)  # noqa: PTH112 - a name too long is none
