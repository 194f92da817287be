"""A plan that is ready to be rendered, and each of its sections run: to its entry, its body and its record."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from nbformat import NotebookNode

from scorecard_kit.files.places import output_findings, sources_of
from scorecard_kit.findings import Finding, InputError, among
from scorecard_kit.pack.parameters import ParametersFile
from scorecard_kit.pack.plan import Pack, Section, read_pack
from scorecard_kit.publish.body import Body, earlier_body, read_body
from scorecard_kit.publish.folder import open_folder, section_files
from scorecard_kit.publish.manifest import input_digests, now
from scorecard_kit.publish.section import NOT_ON_PAGE, ExportError, notebook_text, read_notebook
from scorecard_kit.publish.write import Asked, Outcome
from scorecard_kit.run.current import Now
from scorecard_kit.run.kernel import SectionError, cell_number, several
from scorecard_kit.run.record import RECORDED, Reads

_PACK_PAGES = ("index.html", "pack.html", "manifest.json")


class Step(NamedTuple):
    """How far a render is: `seconds` is None when the section starts; `error` is blank where it went well.

    `left` is about how many seconds the rest will take, where that is known.
    """

    number: int
    total: int
    section: str
    seconds: float | None = None
    error: str = ""
    left: float | None = None


Progress = Callable[[Step], None]
Executor = Callable[[Section, Path], NotebookNode]
"""Runs a section from the pack's root to its executed record; SectionError where it fails."""


@dataclass(frozen=True)
class Job:
    """A pack that is ready to be rendered: everything that can be checked has been."""

    pack: Pack
    chosen: frozenset[str]
    folder: Path
    inputs: dict[str, str]
    asked: Asked = ""
    """Why what was published is to be corrected, or the corrections that the pages are to carry."""

    @property
    def complete(self) -> bool:
        """Whether every section is to be run."""
        return len(self.chosen) == len(self.pack.sections)


@dataclass(frozen=True)
class Result:
    """What became of a render. `failed` holds a sentence for each failed section: notebook, cell and cause.

    `rendered` are the sections that were run, `unchanged` those whose page stands as it was. `warnings` are of pages
    that stand, and for the analyst to judge; and of those that were made while something that they read was changed.
    """

    pack: str
    index: Path
    rendered: tuple[str, ...]
    failed: tuple[str, ...]
    seconds: float
    unchanged: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def silent(step: Step) -> None:
    """Tell nobody."""


def prepare(
    file: ParametersFile | str | Path, output: str | Path = "outputs", only: tuple[str, ...] = (), asked: Asked = ""
) -> Job:
    """Validate all that a render needs. Raises InputError, and runs nothing."""
    pack = read_pack(file)
    sections = list(pack.sections)
    chosen = _chosen(sections, only)
    folder = Path(output).absolute() / pack.name
    own = [pack.root / str(section.parameters["data"]) for section in sections if "data" in section.parameters]
    if findings := output_findings(folder, pack.name, sources_of(pack.path, [pack.folder, *own])):
        raise InputError(findings)
    open_folder(folder, [*_PACK_PAGES, *(file for name in chosen for file in section_files(name))])
    return Job(pack, chosen, folder, input_digests(pack), asked)


def _chosen(sections: list[Section], only: tuple[str, ...]) -> frozenset[str]:
    if not only:
        return frozenset(section.name for section in sections)
    known = {section.name: section.notebook.stem for section in sections}
    names = list(dict.fromkeys([*known, *known.values()]))
    if unknown := [word for word in only if word not in names]:
        problem = "is neither a section of the pack nor its notebook"
        raise InputError(Finding("--only", None, None, word, problem, among(word, names)) for word in unknown)
    return frozenset(name for name, notebook in known.items() if name in only or notebook in only)


def left_alone(section: Section, before: dict[str, Any], job: Job) -> Outcome:
    """A section that is not run: its page, and what the manifest says of it, stay."""
    status = {} if before.get("status") == "failed" else {"status": "unchanged"}
    return Outcome(section, before and {**before, **status}, earlier_body(section.name, job.folder), "")


def run_section(section: Section, before: dict[str, Any], job: Job, executor: Executor, inputs: Now) -> Outcome:
    """Run one section; `before` is what the earlier manifest says of it. Raises nothing for what fails in it."""
    started = perf_counter()
    record, body, error = _executed(section, job.pack.root, executor)
    reads: Reads = {}
    if record:
        reads = inputs.look.completed(reads_of(record))
        record.metadata[RECORDED] = {"reads": reads}
    page, figures, notebook = section_files(section.name)
    if body:
        fate = {"status": "rendered", "page": page, "rendered": now()}
        files = [page, *([figures] if body.csv is not None else []), notebook]
        warnings = [str(finding) for finding in _printed(section, job.pack.root, body)]
    else:
        fate = {"status": "failed", **_kept(job.folder / page, before)}
        files, warnings = before.get("files", []), before.get("warnings", [])
        body = earlier_body(section.name, job.folder)
    entry = {
        "name": section.name,
        "notebook": _notebook_name(section, job.pack.root),
        "parameters": section.parameters,
        **fate,
        "seconds": round(record.metadata.papermill.duration if record else perf_counter() - started, 2),
        "error": error,
        "warnings": warnings,
        "files": files,
        "key": inputs.key(section) if record else "",
        "reads": reads,
    }
    return Outcome(section, entry, body, notebook_text(record) if record else "")


def reads_of(record: NotebookNode) -> Reads:
    """What an executed record says that its section has read; nothing where that was not noted."""
    reads: Reads = record.metadata.get(RECORDED, {}).get("reads", {})
    return reads


def _executed(section: Section, root: Path, executor: Executor) -> tuple[NotebookNode | None, Body | None, str]:
    """The executed record and its body, or neither and the reason."""
    try:
        record = executor(section, root)
        return record, _body(section, record), ""
    except SectionError as reason:
        return None, None, f"{_notebook_name(section, root)}, {reason}"


def _printed(section: Section, root: Path, body: Body) -> list[Finding]:
    """What a section has printed onto its page, which may have been meant for the analyst alone."""
    problem = f"is printed, and stands on the page of {section.name}"
    mend = f"Take the print out, or tag the cell {NOT_ON_PAGE}."
    return [
        Finding(
            _notebook_name(section, root), value=words, problem=problem, mend=mend, level="warning",
            where=f"cell {_cell_of(section, place)}",
        )
        for place, words in body.printed
    ]  # fmt: skip


def _cell_of(section: Section, place: int) -> int:
    """The number in JupyterLab of a cell of the executed record, which is counted from 1."""
    return cell_number(read_notebook(section.notebook), section.parameters, place - 1)


def _notebook_name(section: Section, root: Path) -> str:
    return section.notebook.relative_to(root).as_posix()


def _body(section: Section, record: NotebookNode) -> Body:
    try:
        return read_body(record)
    except ExportError as error:
        raise several((_cell_of(section, cell), reason) for cell, reason in error.refusals) from None
    except Exception as error:  # noqa: BLE001 - one section's page is no reason to lose the others
        raise SectionError(0, f"its page could not be made: {type(error).__name__}: {error}") from None


def _kept(page: Path, before: dict[str, Any]) -> dict[str, str]:
    """The earlier page that stays, and when it was rendered; blank where there is none."""
    if not page.is_file():
        return {"page": "", "rendered": ""}
    written = datetime.fromtimestamp(page.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return {"page": page.name, "rendered": before.get("rendered") or written}
