"""What a notebook was given, as its own kernel sees it: with papermill alone nobody has looked at it before.

`load` is the door that every notebook goes through. It looks here, so that a wrong parameter stops a notebook with the
same words wherever it is run: in JupyterLab, with papermill, or in a pack, which has looked at it before.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple, Unpack

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.fingerprint import noted
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import Shown, options_of, part
from scorecard_kit.data.sources import Where
from scorecard_kit.findings import Finding, InputError, among
from scorecard_kit.pack._bounds import Parameter, fitted, misfit
from scorecard_kit.pack.held import items_of, names_in, unknown, without_figures
from scorecard_kit.pack.notebook import parameters_of

__all__ = ["NO_NOTEBOOK", "Notebook", "load", "this_notebook"]

_FILE = "parameters of the notebook"
_INJECTED = "# Parameters"  # the first line of the cell that papermill puts behind the one with the defaults


class Notebook(NamedTuple):
    """The parameters that a notebook declares, the names of its kernel, and those that papermill has set."""

    declared: Mapping[str, Parameter]
    names: dict[str, Any]
    set_by_papermill: tuple[str, ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The parameters as they are now."""
        return {name: self.names.get(name) for name in self.declared}


NO_NOTEBOOK = Notebook({}, {})
"""What there is in a program that is none."""


def load(
    place: Where,
    small_counts: Mapping[str, Any] | None = None,
    *,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    **shown: Unpack[Shown],
) -> Dataset:
    """Read the figures, with small counts withheld; where a notebook loads its own data, its parameters are looked at.

    `place` is a data folder, or a mapping: `database` (env:NAME, the variable that holds the address), `schema` and
    `folder` (for commentary, and for tables that the database does not hold). `small_counts` is the pack's rule, with
    the keys `below` (6 where nothing is said) and `already_published`. `areas`, `indicators`, and what a page shows
    (`period`, `months`, `newest`, `reporting`, `role`) keep the rows that it needs; without them every row is kept.

    Of the notebook's parameters a list that was given as one word becomes the list of that word.

    Raises InputError with every misfit parameter; else with every error in the data; else with every area, indicator,
    cohort or group, of the parameters and of the options, that the data do not hold; else where they have no figure of
    the notebook's month, unless it is a draft.
    """
    notebook = this_notebook()
    if not _is_own(place, notebook):  # nothing is known of other data
        notebook = NO_NOTEBOOK
    _refuse(_misfits(notebook))
    notebook.names.update(_fitted(notebook))
    options = options_of(areas, indicators, **shown)
    with noted(place, small_counts, options) as note:
        whole = opened(place, small_counts)
        _refuse(_unknown_names(notebook, whole, {name: options[name] for name in ("areas", "indicators")}))
        book = part(whole, **options)
        _refuse(_month_problems(notebook, whole, book))
        note(book, whole)
    return book


def _refuse(findings: Iterable[Finding]) -> None:
    if findings := list(dict.fromkeys(findings)):
        raise InputError(findings)


def this_notebook() -> Notebook:
    """What the notebook of this kernel declares and has; `NO_NOTEBOOK` in a program that is none."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return NO_NOTEBOOK
    cells = list(shell.user_ns.get("In", ()))
    for cell, after in reversed(list(zip_longest(cells, cells[1:], fillvalue=""))):
        if declared := _declared(cell, after):
            injected = tuple(parameters_of(after)) if after.startswith(_INJECTED) else ()
            return Notebook(declared, shell.user_ns, injected)
    return NO_NOTEBOOK


def _declared(cell: str, after: str) -> dict[str, Parameter]:
    """What a cell declares, where it is the one with the parameters: it gives `data`, or papermill's own follows it."""
    is_followed = after.startswith(_INJECTED)
    if cell.startswith(_INJECTED) or not ("data" in cell or is_followed):
        return {}
    try:
        parameters = parameters_of(cell)
    except SyntaxError:  # the cell has failed
        return {}
    return parameters if "data" in parameters or is_followed else {}


def _is_own(place: object, notebook: Notebook) -> bool:
    """Whether data are those of the notebook's parameter; any are, where it has none."""
    own = notebook.names.get("data") if "data" in notebook.declared else place
    if isinstance(place, Path) and isinstance(own, str):
        own = Path(own)
    return type(own) is type(place) and own == place


def _misfits(notebook: Notebook) -> Iterator[Finding]:
    """What papermill sets and the notebook does not declare, and each value that is not of its kind."""
    for name in notebook.set_by_papermill:
        if name not in notebook.declared:
            yield _finding(name, None, "is no parameter of this notebook", among(name, list(notebook.declared)))
    for name, parameter in notebook.declared.items():
        if wrong := misfit(notebook.values[name], parameter):
            yield _finding(name, notebook.values[name], wrong[0], _typed(name, notebook, wrong[1]))


def _fitted(notebook: Notebook) -> dict[str, Any]:
    """The parameters that the notebook is to have in another form than they were given."""
    values = notebook.values
    forms = {name: fitted(values[name], parameter) for name, parameter in notebook.declared.items()}
    return {name: form for name, form in forms.items() if form is not values[name]}


def _typed(name: str, notebook: Notebook, mend: str) -> str:
    """The mend as papermill wants it typed, which takes `-p comparison false` for text and `-p indicator 12` for none.

    What is between the double quotes is YAML, in which every terminal leaves single quotes alone.
    """
    parameter, value = notebook.declared[name], notebook.values[name]
    default, is_set = parameter.default, name in notebook.set_by_papermill
    is_one_word = isinstance(default, list) and bool(value)  # a list of one
    if is_set and isinstance(value, str) and isinstance(default, bool | list | dict) and not is_one_word:
        plain = dumps(default, ensure_ascii=False).replace("'", "''").replace('"', "'")
        return f'Papermill takes it with -y: -y "{name}: {plain}".'
    if is_set and isinstance(default, str) and isinstance(value, int | float):
        wrong = misfit(str(value), parameter)
        return wrong[1] if wrong else f"Papermill takes it for text with -r: -r {name} {value}."
    return "Write True or False." if isinstance(default, bool) else mend


def _unknown_names(notebook: Notebook, dataset: Dataset, options: Mapping[str, Any]) -> Iterator[Finding]:
    """The areas, indicators, cohorts and groups that the data do not hold, each once.

    `options` are the areas and indicators that the data are loaded for.
    """
    names, told = names_in(dataset), set[str]()
    for name, value in [*notebook.values.items(), *options.items()]:
        if name == "cohort" and name not in notebook.set_by_papermill:
            continue  # a default that fits no data of another council: the page says so
        for item in items_of(value):
            if (wrong := unknown(name, item, names)) and item not in told:
                yield _finding(name, item, *wrong)
                told.add(item)


def _month_problems(notebook: Notebook, dataset: Dataset, book: Dataset) -> Iterator[Finding]:
    """That the data have no figure of the notebook's month, unless its `draft` is true.

    `book` is what was read of them: a month that it has is looked for no further.
    """
    period = notebook.values.get("period")
    if period is None or notebook.values.get("draft") is not False or without_figures(book, period) is None:
        return
    if wrong := without_figures(dataset, period):
        yield _finding("period", period, *wrong)


def _finding(name: str, value: object, problem: str, mend: str) -> Finding:
    text = "" if value is None or isinstance(value, list | dict) else str(value)
    return Finding(_FILE, None, name, text, problem if text else f"it {problem}", mend)
