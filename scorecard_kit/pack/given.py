"""What a notebook was given, as its own kernel sees it: with papermill alone nobody has looked at it before.

`load` is the door that every notebook goes through. It looks here, so that a wrong parameter stops a notebook with the
same words wherever it is run: in JupyterLab, with papermill, or in a pack, which has looked at it before.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from json import dumps
from typing import Any, NamedTuple, Unpack

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.fingerprint import noted
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import Shown, options_of, part
from scorecard_kit.data.sources import Where
from scorecard_kit.findings import Finding, InputError, among
from scorecard_kit.pack._bounds import Parameter, misfit
from scorecard_kit.pack._held import names_in, unknown, without_figures
from scorecard_kit.pack.notebook import parameters_of

_FILE = "parameters of the notebook"
_INJECTED = "# Parameters"  # the first line of the cell that papermill puts behind the one with the defaults


class Given(NamedTuple):
    """The parameters that a notebook declares, their values now, and the names that papermill has set."""

    declared: Mapping[str, Parameter]
    now: Mapping[str, Any]
    set_by_papermill: tuple[str, ...] = ()


NOTHING = Given({}, {})
"""What there is outside of a notebook."""


def load(
    place: Where,
    small_counts: Mapping[str, Any] | None = None,
    *,
    areas: str | Iterable[str] | None = None,
    indicators: str | Iterable[str] | None = None,
    **shown: Unpack[Shown],
) -> Dataset:
    """Read the data as `data.load.load` does, which describes the options, for the notebook that this program is.

    Where the notebook loads its own data, its parameters are looked at first. Raises InputError with every misfit
    parameter; else with every error in the data; else with every area, indicator, cohort or group, of its parameters
    and of the options, that the data do not hold; else where they have no figure of its month, unless it is a draft.
    """
    parameters = given()
    if parameters.now.get("data") != place:  # other data than the notebook's own: nothing is known of them
        parameters = NOTHING
    refuse_misfits(parameters)
    options = options_of(areas, indicators, **shown)
    with noted(place, small_counts, options) as note:
        whole = opened(place, small_counts)
        refuse_unknown(parameters, whole, {name: options[name] for name in ("areas", "indicators")})
        book = part(whole, **options)
        refuse_month(parameters, whole, book)
        note(book, whole)
    return book


def given() -> Given:
    """What the notebook of this kernel declares and has; `NOTHING` in a program that is no notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return NOTHING
    cells = list(shell.user_ns.get("In", ()))
    for place in reversed(range(len(cells))):
        if declared := _declared(cells[place]):
            after = cells[place + 1] if place + 1 < len(cells) else ""
            injected = tuple(parameters_of(after)) if after.startswith(_INJECTED) else ()
            return Given(declared, {name: shell.user_ns.get(name) for name in declared}, injected)
    return NOTHING


def _declared(cell: str) -> dict[str, Parameter]:
    """What a cell declares, where it is the one with the parameters: it gives `data` and is not papermill's own."""
    if "data" not in cell or cell.startswith(_INJECTED):
        return {}
    try:
        found = parameters_of(cell)
    except SyntaxError:  # the cell has failed
        return {}
    return found if "data" in found else {}


def refuse_misfits(own: Given) -> None:
    """Raise InputError where papermill sets what the notebook does not declare, or a value is not of its kind."""
    wrong = [
        _finding(name, None, "is no parameter of this notebook", among(name, list(own.declared)))
        for name in own.set_by_papermill
        if name not in own.declared
    ]
    wrong += [
        _finding(name, own.now[name], found[0], _typed(name, own, found[1]))
        for name, parameter in own.declared.items()
        if (found := misfit(own.now[name], parameter))
    ]
    if wrong:
        raise InputError(wrong)


def _typed(name: str, own: Given, mend: str) -> str:
    """The mend as papermill wants it typed, which takes `-p comparison false` and `-p areas Shire` for text."""
    default = own.declared[name].default
    is_typed = name in own.set_by_papermill and isinstance(own.now[name], str)
    if is_typed and isinstance(default, bool | list | dict):
        return f"Papermill takes it with -y: -y '{name}: {dumps(default, ensure_ascii=False)}'."
    return "Write True or False." if isinstance(default, bool) else mend


def refuse_unknown(own: Given, dataset: Dataset, asked: Mapping[str, Any]) -> None:
    """Raise InputError for an area, indicator, cohort or group that the data do not hold.

    `asked` are the areas and indicators that the data are loaded for.
    """
    if wrong := dict.fromkeys(_names(own, dataset, asked)):
        raise InputError(wrong)


def refuse_month(own: Given, dataset: Dataset, book: Dataset) -> None:
    """Raise InputError where the data have no figure of the notebook's month, unless its `draft` is true.

    `book` is what was read of them: a month that it has is looked for no further.
    """
    period = own.now.get("period")
    if period is None or own.now.get("draft") is not False or without_figures(book, period) is None:
        return
    if found := without_figures(dataset, period):
        raise InputError([_finding("period", period, *found)])


def _names(own: Given, dataset: Dataset, asked: Mapping[str, Any]) -> Iterator[Finding]:
    names, seen = names_in(dataset), set[str]()
    for name, value in [*own.now.items(), *asked.items()]:
        if name == "cohort" and name not in own.set_by_papermill:
            continue  # a default that fits no data of another council: the page says so
        for item in value if isinstance(value, list | tuple) else [value]:
            if (found := unknown(name, item, names)) and item not in seen:
                yield _finding(name, item, *found)
                seen.add(item)


def _finding(name: str, value: object, problem: str, mend: str) -> Finding:
    shown = "" if value is None or isinstance(value, list | dict) else str(value)
    return Finding(_FILE, None, name, shown, problem if shown else f"it {problem}", mend)
