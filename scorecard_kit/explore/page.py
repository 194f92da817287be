"""What the explorer's notebook shows: blocks of the published pages for one view, and live its controls."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias

from markupsafe import Markup

from scorecard_kit.blocks.html import Block
from scorecard_kit.explore._code import indicator_code, movement_code, outlook_code, results_code
from scorecard_kit.explore._indicator import areas, cohort, head, months, who
from scorecard_kit.explore._movement import cases, money, movement, remaining
from scorecard_kit.explore._overview import overview
from scorecard_kit.explore.choices import settled
from scorecard_kit.explore.view import Desk, View

__all__ = [
    "CODE", "TABS", "Desk", "View", "code_below", "controls", "detail", "head", "is_live", "outlook", "overview",
    "settled",
]  # fmt: skip

Part: TypeAlias = Callable[[Desk, View], Block]
_SESSION = "JPY_SESSION_NAME"  # which the server of JupyterLab sets for the kernels of its notebooks
_WITHOUT_INDICATOR = {head, money}


def detail(desk: Desk, view: View) -> Block:
    """The chosen indicator: its months, its areas, both sides of the cohort, what made it move, what it would take."""
    return _together([months, areas, cohort, who, movement, remaining, money], desk, view)


def _together(parts: Iterable[Part], desk: Desk, view: View) -> Block:
    """The blocks as one, without the CSV of any: the file of the section holds the results.

    Where no indicator is chosen, those that are about one are left out.
    """
    blocks = [part(desk, view) for part in parts if view.indicator or part in _WITHOUT_INDICATOR]
    return Block(Markup("\n").join(block.html for block in blocks if block.html))


def outlook(desk: Desk, view: View) -> Block:
    """What it would take: what the months to March need, and for the analyst alone the cases to each better rating."""
    return _together([remaining, cases], desk, view)


TABS: dict[str, Part] = {
    "Results": overview,
    "The indicator": partial(_together, [head, months, areas, cohort, who]),
    "What made it move": partial(_together, [movement, money]),
    "What it would take": outlook,
}
"""The tabs of the controls, by title the block that fills it."""

CODE: dict[str, Callable[[Desk, View], str]] = {
    "Results": results_code,
    "The indicator": indicator_code,
    "What made it move": movement_code,
    "What it would take": outlook_code,
}
"""By title of a tab, the lines of code that make the same; blank where there is nothing to make."""


def is_live() -> bool:
    """Whether somebody is at the notebook: it runs in JupyterLab, and ipywidgets are installed."""
    return _SESSION in os.environ and find_spec("ipywidgets") is not None


def controls(desk: Desk, view: View, report: str) -> Any:  # noqa: ANN401 - a widget, of a library that may be absent
    """The controls with the view that they show; nothing where nobody is there to use them.

    `report` is the pack to which views are added.
    """
    if not is_live():
        return None
    from scorecard_kit.explore._widgets import Explorer  # noqa: PLC0415 - widgets load where there is somebody to use them

    return Explorer(desk, view, report, TABS, CODE)


def code_below(explorer: Any) -> None:  # noqa: ANN401 - what `controls` gives
    """Put the code that the open tab shows into a new cell beneath the one that asks for it.

    Nothing happens where no code is shown, or nobody is at the notebook.
    """
    if explorer is not None and explorer.code:
        from IPython.core.getipython import get_ipython  # noqa: PLC0415 - as the widgets

        if shell := get_ipython():
            shell.set_next_input(explorer.code)
