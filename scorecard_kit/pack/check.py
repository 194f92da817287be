"""An entry of a parameters file, held against its notebook and against the names and months that its data hold."""

from collections.abc import Iterator
from pathlib import Path

from scorecard_kit.data.yaml_file import Document, Key, dotted
from scorecard_kit.findings import Finding, InputError, among
from scorecard_kit.pack._bounds import Parameter, Wrong, misfit
from scorecard_kit.pack._history import history_findings
from scorecard_kit.pack._restated import restated_findings
from scorecard_kit.pack.advice import advice
from scorecard_kit.pack.held import Names, items_of, names_in, unknown, without_figures, without_results
from scorecard_kit.pack.models import Entry, Pack, Use, data_problem
from scorecard_kit.pack.notebook import NotebookError, parameters, read

__all__ = ["entry_findings", "notebook_findings", "pack_findings", "published_findings", "use_findings"]


def entry_findings(
    entry: Entry, key: Key, notebooks: Path, names: Names | None, document: Document
) -> Iterator[Finding]:
    """What is wrong with an entry as it is written: no such notebook, parameter or value, or name in the data.

    `names` are those of the pack's data, None where they cannot be read. An entry that reads other data is held against
    those by `use_findings`.
    """
    others = sorted(path.stem for path in notebooks.glob("*.ipynb"))
    if entry.notebook not in others:
        yield document.finding((*key, "notebook"), "is no notebook", among(entry.notebook, others))
        return
    try:
        declared = parameters(notebooks / f"{entry.notebook}.ipynb")
    except NotebookError as error:
        yield document.finding((*key, "notebook"), error.problem, error.mend)
        return
    names = None if "data" in entry.parameters else names
    no_parameter = f"is no parameter of {entry.notebook}"
    for name, value in entry.parameters.items():
        place = (*key, "parameters", name)
        if name not in declared:
            yield document.finding(place, no_parameter, among(name, list(declared)), value="")
        elif not _has_error(place, document):
            yield from _value_findings(declared[name], value, place, names, document)
    for name, value in (entry.for_each or {}).items():
        place = (*key, "for_each", name)
        if name not in declared:
            yield document.finding(place, no_parameter, among(name, list(declared)), value="")
        elif name in entry.parameters:
            yield document.finding(place, "stands under parameters too", "Take it out in one place.", value="")
        if isinstance(value, list):
            yield from _reference_findings(name, value, place, names, document)


def _has_error(key: Key, document: Document) -> bool:
    """Whether the reading of the file has found an error in a value already."""
    errors = (finding.column for finding in document.findings if finding.level == "error")
    return any(column and column.startswith(dotted(key)) for column in errors)


def _value_findings(
    parameter: Parameter, value: object, key: Key, names: Names | None, document: Document
) -> Iterator[Finding]:
    if wrong := data_problem(value) if parameter.name == "data" else None:
        yield document.finding(key, *wrong, value="")  # which may hold a password
    elif wrong := misfit(value, parameter):
        yield document.finding(key, *wrong)
    else:
        yield from _reference_findings(parameter.name, value, key, names, document)


def _reference_findings(
    name: str, value: object, key: Key, names: Names | None, document: Document
) -> Iterator[Finding]:
    """What is wrong with a name, or with each of a list, that the data do not hold."""
    places = [((*key, place), item) for place, item in enumerate(value)] if isinstance(value, list) else [(key, value)]
    for place, item in places:
        if names and (wrong := unknown(name, item, names)):
            yield document.finding(place, *wrong)


def pack_findings(pack: Pack, *, whole: bool) -> Iterator[Finding]:
    """What the pack's data lack in its month, or show for the first time; see `_history.history_findings`."""
    if wrong := without_figures(pack.dataset, pack.head.period):
        yield _month_finding(pack, ("period",), wrong)
    yield from history_findings(pack, whole=whole)


def published_findings(pack: Pack) -> Iterator[Finding]:
    """What differs from what was published, see `_restated.restated_findings`; or that an edition was altered."""
    try:
        yield from restated_findings(pack)
    except InputError as error:
        yield from error.findings


def use_findings(use: Use, pack: Pack) -> Iterator[Finding]:
    """What the data of an entry lack: figures of its month, or names that it gives or its notebook has for defaults."""
    entry, names = use.entry, names_in(use.dataset)
    key: Key = ("sections", use.place)
    values = {name: ((*key, "parameters", name), value) for name, value in entry.parameters.items()}
    has_data, has_month = "data" in values, "period" in values
    month = entry.parameters.get("period", pack.head.period)
    if (has_data or has_month) and (wrong := without_figures(use.dataset, month)):
        yield _month_finding(pack, (*key, "parameters", "period"), wrong)
    for name, value in (entry.for_each or {}).items():
        values[name] = ((*key, "for_each", name), value if isinstance(value, list) else [])
    for name, (place, value) in values.items():
        if has_data:
            yield from _reference_findings(name, value, place, names, pack.document)
        for item in items_of(value):
            if wrong := without_results(name, item, use.dataset):
                yield pack.document.finding(place, *wrong, value=item, level="warning")
    for parameter in use.declared.values():
        if parameter.name not in values and (wrong := _default_problem(parameter, names)):
            problem = f"leaves {parameter.name} at the notebook's default, which {wrong[0]}"
            yield pack.document.finding(key, problem, f"Give it under `parameters`. {wrong[1]}", value="")


def _default_problem(parameter: Parameter, names: Names) -> Wrong | None:
    """Why a notebook cannot be left at a default: its own kernel would refuse it, or these data do not hold it."""
    if wrong := misfit(parameter.default, parameter):
        return wrong
    if parameter.name == "cohort":  # which not all data have: the page says so
        return None
    problems = (unknown(parameter.name, item, names) for item in items_of(parameter.default))
    return next(filter(None, problems), None)


def _month_finding(pack: Pack, key: Key, wrong: Wrong) -> Finding:
    """A month without figures: nothing to publish, and in a draft to be judged."""
    return pack.document.finding(key, *wrong, level="warning" if pack.head.status == "draft" else "error")


def notebook_findings(notebook: Path) -> Iterator[Finding]:
    """What no page will hold of a notebook, as far as it can be seen before it runs."""
    for cell, problem, mend in advice(read(notebook)["cells"]):
        yield Finding(f"notebooks/{notebook.name}", problem=problem, mend=mend, level="warning", where=f"cell {cell}")
