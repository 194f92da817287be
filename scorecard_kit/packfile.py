"""A parameters file, its notebooks and its data, checked against each other."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from scorecard_kit import data
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.notebook import NotebookError, declared, misfit
from scorecard_kit.parameters import Document, Key, read_document
from scorecard_kit.places import name_findings
from scorecard_kit.shape import Entry, Head, among, shape_findings

_Shape = TypeVar("_Shape", bound=BaseModel)
_REFERS_TO = {"area": "area", "areas": "area", "indicator": "indicator", "indicators": "indicator", "cohort": "cohort"}


@dataclass(frozen=True)
class Pack:
    """A parameters file that is valid: all sections for one meeting. Kernels run in `root`, which holds notebooks/."""

    name: str
    path: Path
    root: Path
    folder: Path
    head: Head
    entries: tuple[Entry, ...]
    document: Document
    dataset: data.Dataset

    def notebook(self, entry: Entry) -> Path:
        """The file of an entry's notebook."""
        return self.root / "notebooks" / f"{entry.notebook}.ipynb"

    @property
    def shared(self) -> dict[str, Any]:
        """The values that reach every notebook which declares them; the data folder as seen from the root."""
        try:
            folder = Path(os.path.relpath(self.folder, self.root))
        except ValueError:  # another drive of Windows
            folder = self.folder
        return {
            "data": _beside(self.head.data, folder.as_posix()),
            "period": self.head.period,
            "reporting": self.head.reporting,
            "small_counts": self.head.small_counts.model_dump(),
            "report": self.name,
        }


class Examined(NamedTuple):
    """What reading came to: a pack, or the findings that stand in its way, those of the data apart.

    `place` is where the data are, as `data.load` takes it; None where that cannot be told.
    """

    pack: Pack | None
    place: data.Where | None
    findings: list[Finding]
    data_findings: list[Finding]


def examine(path: str | Path) -> Examined:
    """Read a parameters file and check it against its notebooks and data. InputError where it cannot be read at all."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve turns a mapped drive of Windows into a network path
    document = read_document(path)
    findings = [*document.findings, *name_findings([path])]
    head = _validated(Head, document.values, document, (), findings)
    notebooks = _upwards(path.parent, "notebooks")
    if notebooks is None:
        findings.append(
            document.finding((), "stands under no folder that holds notebooks/", "Move it into parameters/.")
        )
    folder = _data_folder(path, document, findings)
    place = _beside(head.data, str(folder)) if head and folder else None if _is_database(document) else folder
    dataset, known, data_findings = _loaded(place, head)
    dataset = replace(dataset, folder=folder) if dataset and folder else None
    entries = _entries(document, findings)
    if notebooks:
        for number, entry in entries.items():
            findings += _entry_findings(entry, ("sections", number), notebooks, known, document)
    if findings or not (head and notebooks and folder and dataset):
        findings = sorted(dict.fromkeys(findings), key=lambda finding: finding.row or 0)
        return Examined(None, place, findings, data_findings)
    pack = Pack(path.stem, path, notebooks.parent, folder, head, tuple(entries.values()), document, dataset)
    return Examined(pack, place, [], [])


def _is_database(document: Document) -> bool:
    return isinstance(document.values.get("data"), dict)


def _beside(given: str | dict[str, str], folder: str) -> str | dict[str, str]:
    """Where the data are, with their folder as seen from elsewhere; one that a database does not name stays unnamed."""
    if isinstance(given, str):
        return folder
    return {**given, "folder": folder} if given.get("folder") else given


def _data_folder(path: Path, document: Document, findings: list[Finding]) -> Path | None:
    """The folder of the data, or beside the database: that one need not be there unless it is named."""
    given = document.values.get("data")
    key = ("data", "folder") if isinstance(given, dict) and given.get("folder") else ("data",)
    name = given.get("folder") if isinstance(given, dict) else given
    folder = _upwards(path.parent, name)
    if folder is None and isinstance(given, dict) and not name:
        root = _upwards(path.parent, "notebooks")
        return root.parent / data.folder_of(given) if root else None
    if folder is None and isinstance(name, str) and "://" not in name:  # which may hold a password
        mend = f"It is looked for from {path.parent.name}/ upwards, in every folder."
        findings.append(document.finding(key, "is no folder", mend))
    return folder


def _upwards(start: Path, name: object) -> Path | None:
    if not (isinstance(name, str) and name):
        return None
    places = (base / name for base in (start, *start.parents))
    return next((place for place in places if os.path.isdir(place)), None)  # noqa: PTH112 - a name too long is none


def _validated(
    shape: type[_Shape], values: object, document: Document, key: Key, findings: list[Finding]
) -> _Shape | None:
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        findings += shape_findings(error, document, key)
        return None


def _entries(document: Document, findings: list[Finding]) -> dict[int, Entry]:
    written = document.values.get("sections")
    read = {
        place: _validated(Entry, values, document, ("sections", place), findings)
        for place, values in enumerate(written if isinstance(written, list) else [])
    }
    return {place: entry for place, entry in read.items() if entry}


def _loaded(
    place: data.Where | None, head: Head | None
) -> tuple[data.Dataset | None, dict[str, list[str]], list[Finding]]:
    """The data with their areas, indicators, cohorts and periods; where they cannot be read, why."""
    if place is None:
        return None, {}, []
    try:
        dataset = data.opened(place, head.small_counts.model_dump() if head else None)
        return dataset, _known(dataset), []
    except InputError as error:
        return None, {}, error.findings


def _known(dataset: data.Dataset) -> dict[str, list[str]]:
    return {
        "area": data.values(dataset, "areas" if len(dataset.areas) else "results", "area"),
        "indicator": data.values(dataset, "indicators", "indicator"),
        "cohort": sorted(filter(None, data.values(dataset, "results", "cohort"))),
        "period": data.values(dataset, "results", "period"),
    }


def _entry_findings(
    entry: Entry, key: Key, notebooks: Path, known: dict[str, list[str]], document: Document
) -> Iterator[Finding]:
    names = sorted(path.stem for path in notebooks.glob("*.ipynb"))
    if entry.notebook not in names:
        yield document.finding((*key, "notebook"), "is no notebook", among(entry.notebook, names))
        return
    try:
        defaults = declared(notebooks / f"{entry.notebook}.ipynb")
    except NotebookError as error:
        yield document.finding((*key, "notebook"), error.problem, error.mend)
        return
    for name, value in entry.parameters.items():
        own = (*key, "parameters", name)
        if name not in defaults:
            mend = among(name, list(defaults))
            yield document.finding(own, f"is no parameter of {entry.notebook}", mend, value="")
        elif wrong := misfit(value, defaults[name]):
            yield document.finding(own, *wrong)
        elif name == "data" and "://" in value:  # which may hold a password
            yield document.finding(own, "is the address of a database", "Name its environment variable.", value="")
        else:
            yield from _reference_findings(name, value, own, known, document)
    for name, value in (entry.for_each or {}).items():
        own = (*key, "for_each", name)
        if name not in defaults or name in entry.parameters:
            problem = "stands under parameters too" if name in defaults else f"is no parameter of {entry.notebook}"
            mend = "Take it out in one place." if name in defaults else among(name, list(defaults))
            yield document.finding(own, problem, mend, value="")
        if isinstance(value, list):
            yield from _reference_findings(name, value, own, known, document)


def _reference_findings(
    name: str, value: object, key: Key, known: dict[str, list[str]], document: Document
) -> Iterator[Finding]:
    kind = _REFERS_TO.get(name, "")
    if kind not in known:
        return
    items = [((*key, place), item) for place, item in enumerate(value)] if isinstance(value, list) else [(key, value)]
    for own, item in items:
        if item and item not in known[kind]:  # blank is the notebook's own choice, such as the main area
            yield document.finding(own, f"is no {kind} of the data", among(str(item), known[kind]))
