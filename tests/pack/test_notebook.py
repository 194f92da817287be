"""A notebook's file: what its cell of parameters declares, read without running anything."""

import json
from pathlib import Path
from typing import Any

import pytest

from scorecard_kit.pack.notebook import NotebookError, parameters


def cell(source: str, *tags: str) -> dict[str, Any]:
    """A code cell."""
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (json.dumps({"cells": [cell("a = 1")]}), "has no cell tagged `parameters`. "),
        (json.dumps({"cells": [cell("a = 1", "parameters")] * 2}), "has 2 cells tagged `parameters`. "),
        (json.dumps({"cells": [cell("a = = 1", "parameters")]}), "has a `parameters` cell that is not Python: "),
        ("{", "cannot be read as a notebook. "),
        ("[]", "cannot be read as a notebook. "),
    ],
)
def test_a_notebook_that_cannot_be_used(tmp_path: Path, text: str, expected: str) -> None:
    """A notebook needs one `parameters` cell that is Python."""
    path = tmp_path / "wrong.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=expected):
        parameters(path)


@pytest.mark.parametrize("source", ["files = !ls data", "where = %pwd", "%cd data", "!ls", "load?"])
def test_what_jupyterlab_runs_is_no_error(tmp_path: Path, source: str) -> None:
    """A cell may hold commands of IPython, and assign what they give."""
    path = tmp_path / "magic.ipynb"
    path.write_text(json.dumps({"cells": [cell("a = 1", "parameters"), cell(source)]}), encoding="utf-8")
    assert list(parameters(path)) == ["a"]


def test_the_parameters_that_a_cell_declares(tmp_path: Path) -> None:
    """Defaults are read with and without annotations, in order; nothing is run."""
    path = tmp_path / "right.ipynb"
    source = 'data: str = "data/scs"  # a folder\nmonths = 12\nareas: list[str] = ["Kent"]\nraise SystemExit\n'
    path.write_text(json.dumps({"cells": [cell(source, "parameters")]}), encoding="utf-8")
    defaults = {name: parameter.default for name, parameter in parameters(path).items()}
    assert defaults == {"data": "data/scs", "months": 12, "areas": ["Kent"]}
