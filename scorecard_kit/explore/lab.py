"""JupyterLab on the explorer: a working copy of its notebook, so that the original stays as it is."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import zmq
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook

from scorecard_kit.files.writer import held
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.pack.notebook import parameters as parameters_of
from scorecard_kit.pack.plan import read_pack
from scorecard_kit.publish.folder import write
from scorecard_kit.publish.section import notebook_text, read_notebook

__all__ = ["FOLDER", "open_explorer", "working_copy"]

FOLDER = "desk"
"""Beside notebooks/, and ignored by git: data/ and parameters/ are found from here upwards as from there."""

_REFUSED = 1  # JupyterLab's exit code where it does not open at all
_SETTINGS = Path(__file__).with_name("jupyter")
"""Of JupyterLab: it asks nobody outside for its news and versions, and its user not whether it may."""


def open_explorer(
    parameters: Path, options: Sequence[str] = (), *, browser: bool = True, allow_root: bool = False
) -> int:
    """Open JupyterLab on the explorer with a pack's figures, until it is closed; returns its exit code.

    `options` are JupyterLab's own, such as --port=9999.

    Raises InputError where JupyterLab is not installed, or does not open for this user, or where the parameters file
    cannot be used.
    """
    if find_spec("jupyterlab") is None or find_spec("ipywidgets") is None:
        mend = "Install it with the kit: python -m pip install --require-hashes -r requirements-use.lock"
        raise refusal("scorecard explore", "JupyterLab is not installed", mend)
    copy = working_copy(parameters)
    root = copy.parent.parent
    command = [sys.executable, "-m", "jupyterlab", str(copy), f"--ServerApp.root_dir={root}"]
    own = [*([] if browser else ["--no-browser"]), *(["--allow-root"] if allow_root else [])]
    own += ["--KernelManager.transport_encryption=auto"] if zmq.has("curve") else []  # as the kit's own kernels
    settings = os.pathsep.join(filter(None, [str(_SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    environment = os.environ | {"JUPYTER_CONFIG_PATH": settings}
    code = subprocess.run([*command, *own, *options], check=False, env=environment).returncode  # noqa: S603  # its own
    if (
        code == _REFUSED and _is_root() and "--allow-root" not in {*own, *options}
    ):  # unless Jupyter's own settings allow it
        problem = "you are the user root, for whom JupyterLab does not open: its pages can run anything"
        raise refusal("scorecard explore", problem, "Work as another user, or say --allow-root.")
    return code


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def working_copy(parameters: Path) -> Path:
    """Copy the explorer's notebook to desk/, with the pack's own period, data and rules in its parameters; made anew.

    Raises InputError where the parameters file cannot be used.
    """
    pack = read_pack(parameters)
    notebook = pack.root / "notebooks" / "explore_variances.ipynb"
    declared = parameters_of(notebook)
    shared = {name: value for name, value in pack.shared.items() if name in declared}
    filled = parameterize_notebook(load_notebook_node(read_notebook(notebook)), shared)
    for cell in filled.cells:
        if cell.cell_type == "code":
            cell.metadata["jupyter"] = {"source_hidden": True}  # the controls are what one comes for
    copy = pack.root / FOLDER / f"explore-{pack.name}.ipynb"
    try:
        copy.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError([held(FOLDER, error, "explore")]) from None
    write(copy, notebook_text(filled), "explore")
    return copy
