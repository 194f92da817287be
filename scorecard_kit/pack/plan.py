"""A parameters file to one frozen plan. Whatever is wrong is said before anything is run.

`examine` is the one way to it: `check` prints what it finds, and whoever needs the pack gets it with `read_pack`.
"""

import math
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.yaml_file import Document
from scorecard_kit.files.places import name_findings, upwards
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack._bounds import fitted
from scorecard_kit.pack._data import data_at, entry_data
from scorecard_kit.pack._sections import sections_of
from scorecard_kit.pack._texts import commentary_findings
from scorecard_kit.pack.check import entry_findings, notebook_findings, pack_findings, published_findings, use_findings
from scorecard_kit.pack.held import names_in
from scorecard_kit.pack.models import Entry, Pack, Section, Use, read_entry, read_head
from scorecard_kit.pack.notebook import parameters
from scorecard_kit.pack.parameters import ParametersFile, opened

__all__ = ["Pack", "Read", "Section", "check", "examine", "read_pack"]


class Read(NamedTuple):
    """What reading a parameters file came to: the pack, or None where errors stand in its way; and all findings."""

    pack: Pack | None
    findings: list[Finding]


def check(file: ParametersFile | str | Path) -> list[Finding]:
    """Every finding of a parameters file, its data, notebooks and commentary: errors, warnings, notes. Raises nothing.

    Beside what a render tells too, it says which published figures are otherwise now, and of a notebook what no page
    will hold, as far as that can be seen before it is run.
    """
    pack, findings = examine(file, whole=True)
    published = published_findings(pack) if pack else ()
    return [*findings, *published, *(it for path in _notebooks(pack) for it in notebook_findings(path))]


def _notebooks(pack: Pack | None) -> Iterable[Path]:
    return dict.fromkeys(pack.notebook(entry) for entry in pack.entries) if pack else ()


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
        return _planned(pack, findings, whole=whole) if pack else Read(None, findings)
    except InputError as error:
        return Read(None, error.findings)


def _drafted(file: ParametersFile, *, whole: bool) -> Read:
    """A pack without its sections, held against its notebooks and data; InputError where it cannot be read at all."""
    document, start = file.document, file.path.parent
    head, of_head = read_head(document)
    entries, of_entries = _entries(document)
    notebooks = upwards(start, "notebooks")
    rule = asdict(head.small_counts) if head else None
    dataset, of_data = data_at(("data",), document.values.get("data"), start, document, rule, whole=whole)
    findings = [*document.findings, *name_findings([file.path]), *of_head, *of_data, *of_entries]
    if notebooks:
        names = names_in(dataset) if dataset else None
        for number, entry in entries.items():
            findings += entry_findings(entry, ("sections", number), notebooks, names, document)
    else:
        problem, mend = "stands under no folder that holds notebooks/", "Move it into parameters/."
        findings.append(document.finding((), problem, mend))
    findings = sorted(dict.fromkeys(findings), key=lambda it: it.row or 0 if it.file == document.file else math.inf)
    if _has_error(findings) or not (head and notebooks and dataset):
        return Read(None, findings)
    return Read(Pack(file, notebooks.parent, head, tuple(entries.values()), dataset), findings)


def _planned(pack: Pack, findings: list[Finding], *, whole: bool) -> Read:
    """The same with its sections, held against what each of them reads."""
    uses = list[Use]()
    findings = list(findings)
    findings += pack_findings(pack, whole=whole)
    for place, entry in enumerate(pack.entries):
        dataset, of_data = entry_data(pack, place, entry)
        findings += of_data
        if dataset:
            declared = parameters(pack.notebook(entry))
            given = {name: fitted(value, declared[name]) for name, value in entry.parameters.items()}
            use = Use(place, replace(entry, parameters=given), declared, dataset)
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
        read_entry(values, document, ("sections", place))
        for place, values in enumerate(written if isinstance(written, list) else [])
    ]
    entries = {place: entry for place, (entry, _) in enumerate(read) if entry}
    return entries, [finding for _, findings in read for finding in findings]
