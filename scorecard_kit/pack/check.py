"""A parameters file, its notebooks and its data, checked against each other."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from scorecard_kit.data import load as data
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.sources import Where, data_folder
from scorecard_kit.data.yaml_file import Document, Key, dotted, read_document
from scorecard_kit.files.places import name_findings
from scorecard_kit.findings import Finding, among
from scorecard_kit.pack._bounds import Parameter, misfit
from scorecard_kit.pack._held import Names, names_in, unknown
from scorecard_kit.pack._shape import Entry, Head, data_problem, shape_findings
from scorecard_kit.pack.notebook import NotebookError, parameters

_Shape = TypeVar("_Shape", bound=BaseModel)


@dataclass(frozen=True)
class Section:
    """One notebook with one set of parameters (plain JSON values), rendered to the page `name`.html."""

    name: str
    notebook: Path
    parameters: dict[str, Any]


@dataclass(frozen=True)
class Pack:
    """A parameters file that is valid: all sections for one meeting. Kernels run in `root`, which holds notebooks/.

    `sections` are in order; `absent` has a sentence for each `for_each` that comes to nothing; `findings` are the
    warnings and notes.
    """

    name: str
    path: Path
    root: Path
    folder: Path
    head: Head
    entries: tuple[Entry, ...]
    document: Document
    dataset: Dataset
    sections: tuple[Section, ...] = ()
    absent: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

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
            "data": beside(self.head.data, folder.as_posix()),
            "period": self.head.period,
            "reporting": self.head.reporting,
            "small_counts": self.head.small_counts.model_dump(),
            "report": self.name,
            "draft": self.head.status == "draft",
        }


class Read(NamedTuple):
    """What reading a parameters file came to: a pack without its sections, or None where errors stand in its way."""

    pack: Pack | None
    findings: list[Finding]


def read_file(path: Path, *, whole: bool) -> Read:
    """Read a parameters file and hold it against its notebooks and data. InputError where it cannot be read at all.

    The findings of the file come first, in the order of its lines, then those of the data. `whole`: every row of a
    large stored table is looked at too.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - Path.resolve turns a mapped drive of Windows into a network path
    document = read_document(path)
    findings = [*document.findings, *name_findings([path])]
    head = _validated(Head, document.values, document, (), findings)
    notebooks = _upwards(path.parent, "notebooks")
    if notebooks is None:
        findings.append(
            document.finding((), "stands under no folder that holds notebooks/", "Move it into parameters/.")
        )
    folder, of_folder = folder_of(document.values.get("data"), path.parent)
    findings += [document.finding(*wrong) for wrong in of_folder]
    place = beside(head.data, str(folder)) if head and folder else None if _is_database(document) else folder
    dataset, of_data = loaded(place, head.small_counts.model_dump() if head else None, whole=whole)
    dataset = replace(dataset, folder=folder) if dataset and folder else None
    entries = _entries(document, findings)
    if notebooks:
        names = names_in(dataset) if dataset else None
        for number, entry in entries.items():
            findings += _entry_findings(entry, ("sections", number), notebooks, names, document)
    findings = sorted(dict.fromkeys(findings), key=lambda finding: finding.row or 0) + of_data
    if is_wrong(findings) or not (head and notebooks and folder and dataset):
        return Read(None, findings)
    pack = Pack(path.stem, path, notebooks.parent, folder, head, tuple(entries.values()), document, dataset)
    return Read(pack, findings)


def is_wrong(findings: Iterable[Finding]) -> bool:
    """Whether an error is among the findings."""
    return any(finding.level == "error" for finding in findings)


def _is_database(document: Document) -> bool:
    return isinstance(document.values.get("data"), dict)


def beside(given: str | dict[str, str], folder: str) -> str | dict[str, str]:
    """Where the data are, with their folder as seen from elsewhere; one that a database does not name stays unnamed."""
    if isinstance(given, str):
        return folder
    return {**given, "folder": folder} if given.get("folder") else given


def folder_of(given: object, start: Path) -> tuple[Path | None, list[tuple[Key, str, str]]]:
    """The folder of the data, and what is wrong with how it is named: key, problem and mend.

    Beside a database it need not be there, unless it is named.
    """
    key = ("data", "folder") if isinstance(given, dict) and given.get("folder") else ("data",)
    name = given.get("folder") if isinstance(given, dict) else given
    folder = _upwards(start, name)
    if folder is None and isinstance(given, dict) and not name:
        root = _upwards(start, "notebooks")
        return root.parent / data_folder(given) if root else None, []
    if folder is None and isinstance(name, str) and "://" not in name:  # which may hold a password
        mend = f"It is looked for from {start.name}/ upwards, in every folder."
        return None, [(key, "is no folder", mend)]
    return folder, []


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


def loaded(
    place: Where | None, small_counts: dict[str, Any] | None, *, whole: bool
) -> tuple[Dataset | None, list[Finding]]:
    """The data, None where they cannot be used, and all that is found in them; `whole` as `data.validated` takes it."""
    return (None, []) if place is None else data.validated(place, small_counts, whole=whole)


def _entry_findings(
    entry: Entry, key: Key, notebooks: Path, names: Names | None, document: Document
) -> Iterator[Finding]:
    others = sorted(path.stem for path in notebooks.glob("*.ipynb"))
    if entry.notebook not in others:
        yield document.finding((*key, "notebook"), "is no notebook", among(entry.notebook, others))
        return
    try:
        declared = parameters(notebooks / f"{entry.notebook}.ipynb")
    except NotebookError as error:
        yield document.finding((*key, "notebook"), error.problem, error.mend)
        return
    if "data" in entry.parameters:
        names = None  # the section reads other data than the pack, which are looked at when it is planned
    for name, value in entry.parameters.items():
        own = (*key, "parameters", name)
        if name not in declared:
            mend = among(name, list(declared))
            yield document.finding(own, f"is no parameter of {entry.notebook}", mend, value="")
        else:
            yield from _value_findings(declared[name], value, own, names, document)
    for name, value in (entry.for_each or {}).items():
        yield from _spread_findings(entry, name, (*key, "for_each", name), list(declared), document)
        if isinstance(value, list):
            yield from _reference_findings(name, value, (*key, "for_each", name), names, document)


def _value_findings(
    parameter: Parameter,
    value: Any,  # noqa: ANN401 - of any plain kind
    key: Key,
    names: Names | None,
    document: Document,
) -> Iterator[Finding]:
    """What is wrong with the value of a parameter, unless the file says so already."""
    if any(
        finding.column.startswith(dotted(key))
        for finding in document.findings
        if finding.column and finding.level == "error"
    ):
        return
    if wrong := data_problem(value) if parameter.name == "data" else None:
        yield document.finding(key, *wrong, value="")  # which may hold a password
    elif wrong := misfit(value, parameter):
        yield document.finding(key, *wrong)
    else:
        yield from _reference_findings(parameter.name, value, key, names, document)


def _spread_findings(entry: Entry, name: str, key: Key, declared: list[str], document: Document) -> Iterator[Finding]:
    """What is wrong with the name that a `for_each` gives values to."""
    if name not in declared:
        yield document.finding(key, f"is no parameter of {entry.notebook}", among(name, declared), value="")
    elif name in entry.parameters:
        yield document.finding(key, "stands under parameters too", "Take it out in one place.", value="")


def _reference_findings(
    name: str, value: object, key: Key, names: Names | None, document: Document
) -> Iterator[Finding]:
    items = [((*key, place), item) for place, item in enumerate(value)] if isinstance(value, list) else [(key, value)]
    for own, item in items:
        if names and (wrong := unknown(name, item, names)):
            yield document.finding(own, *wrong)
