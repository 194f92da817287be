"""The explorer's controls, where somebody is there to use them; everywhere else the notebook is a page like others."""

import os
from importlib.util import find_spec
from typing import Any

from scorecard_kit.explore.choices import Desk, View

_SESSION = "JPY_SESSION_NAME"  # which the server of JupyterLab sets for the kernels of its notebooks


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

    return Explorer(desk, view, report).box
