"""Where the modules of 0.1.0 are now: notebooks that were copied then import them by these names, for one release.

A name warns of the new one. What a module holds is looked up where it is now; a function whose arguments have changed
since has an entry in `_old_calls` that takes the old ones.
"""

import sys
import warnings
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_loader
from types import ModuleType
from typing import Any

__all__ = ["MOVED", "install", "with_namesake"]

_KIT = "scorecard_kit."

MOVED = {
    "activity": "judge.activity",
    "activity_page": "pages.activity",
    "bands": "blocks.bands",
    "budget_page": "pages.budget",
    "capital_page": "pages.budget",
    "case": "pages.case",
    "commentary": "pages.commentary",
    "cost_page": "pages.activity_and_cost",
    "cover_page": "pages.cover_report",
    "desk": "explore",
    "desk.controls": "explore.page",
    "desk.explorer": "explore.page",
    "desk.explorer_page": "explore.page",
    "disclosure": "judge.disclosure",
    "exception_page": "pages.exception_report",
    "impact": "judge.impact",
    "impact_page": "pages.impact_of_uasc",
    "indicator": "judge.indicators",
    "lead_page": "pages.lead_indicators",
    "level_sentences": "blocks.activity_sentences",
    "markup": "blocks.html",
    "period": "judge.periods",
    "rating": "judge.ratings",
    "reconciliation_page": "reconcile.page",
    "scorecard": "judge.scorecard",
    "scorecard_page": "pages.scorecard",
    "sentences": "blocks.sentences",
    "summary_page": "pages.summary",
    "trend": "charts.trend",
    "unit_costs": "judge.unit_costs",
    "volume_page": "pages.volume_and_price",
}
"""The modules that notebooks of 0.1.0 import, each with the one that holds what it held."""

_HELD = {
    "charts": {"stocks": "charts.levels"},
    "data": {"Dataset": "data.dataset", "check": "data.load", "main_area": "data.dataset", "opened": "data.load"},
    "reconcile": {"reconcile": "reconcile.compare"},
}
"""Modules of 0.1.0 whose name a folder has now, and where what they held is."""

_FUNCTIONS = {"charts.variances": ("charts.variances", "variances"), "data.load": ("pack.given", "load")}
"""Functions of theirs whose name a module has now: called as it was, the module calls the function."""


def install() -> None:
    """Let the old names be imported."""
    sys.meta_path.insert(0, _Finder())


def with_namesake(name: str, public: Any) -> Any:  # noqa: ANN401 - whatever bears the name
    """A public name of today; where a module of 0.1.0 had it too, with the function of that name that it held."""
    if name in MOVED and not hasattr(public, name):
        setattr(public, name, partial(_called_as_then, name))
    return public


def _called_as_then(name: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - those of the function
    _warn(name, MOVED[name])
    return _held(name, MOVED[name], name)(*arguments, **named)


def _warn(old: str, new: str) -> None:
    """Warn whoever wrote the import or the call: frames of Python's own import are passed over."""
    text = f"{_KIT}{old} is {_KIT}{new} since 0.2.0; the old name goes with 0.3.0"
    warnings.warn(text, FutureWarning, stacklevel=3)


def _held(old: str, new: str, name: str) -> Any:  # noqa: ANN401 - whatever bears the name
    """What a module of 0.1.0 held, where it is now, or with the arguments of then."""
    calls = import_module(f"{_KIT}_old_calls").OLD_CALLS
    try:
        return calls.get(f"{old}.{name}") or getattr(import_module(_KIT + new), name)
    except AttributeError:
        text = f"{_KIT}{old} held {name} in 0.1.0; it is gone. CHANGELOG.md says what stands in its place"
        raise AttributeError(text) from None


class _Finder(MetaPathFinder, Loader):
    """Finds the old names, and loads modules in their place that look everything up."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:  # noqa: ANN401
        """The spec of an old name, or of a new one that is an old one too; None for any other."""
        name = fullname.removeprefix(_KIT)
        if name == fullname:
            return None
        if name in MOVED:
            return spec_from_loader(fullname, self, is_package=name == "desk")
        if name not in _HELD and name not in _FUNCTIONS:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _NamesakeLoader(spec.loader.name, spec.loader.path)
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module in the place of the old one."""
        return _Old(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Warn of the new name."""
        old = module.__name__.removeprefix(_KIT)
        _warn(old, MOVED[old])


class _Old(ModuleType):
    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever bears the name
        if name.startswith("__"):
            raise AttributeError(name)
        old = self.__name__.removeprefix(_KIT)
        return _held(old, MOVED[old], name)


class _NamesakeLoader(SourceFileLoader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Namesake(spec.name)


class _Namesake(ModuleType):
    """A folder or module of today whose name was another thing's in 0.1.0."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever bears the name
        old = self.__name__.removeprefix(_KIT)
        if f"{old}.{name}" in _FUNCTIONS:
            return import_module(f"{self.__name__}.{name}")
        if name not in _HELD.get(old, {}):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        _warn(f"{old}.{name}", f"{_HELD[old][name]}.{name}")
        return _held(old, _HELD[old][name], name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - those of the function
        old = self.__name__.removeprefix(_KIT)
        if old not in _FUNCTIONS:
            raise TypeError(f"module {self.__name__!r} is not callable")
        module, function = _FUNCTIONS[old]
        _warn(old, f"{module}.{function}")
        return _held(module, module, function)(*arguments, **named)
