"""A section's cells run in this very process: the outputs that a kernel would give, a hundred times sooner.

For tests of what pages say over many drawn packs. That a kernel gives the same is what tests/batch/ is for.
"""

import ast
from collections.abc import Callable, Iterable
from contextlib import chdir
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any
from unittest.mock import patch

import nbformat
from nbformat import NotebookNode

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import opened
from scorecard_kit.pack.notebook import NOT_IN_PACK, injected
from scorecard_kit.pack.plan import Section, read_pack
from scorecard_kit.publish.body import read_body
from scorecard_kit.publish.write import Outcome, write_pack

Compiled = tuple[bool, CodeType, CodeType | None]
"""Whether the cell is that of the parameters; its statements; and its last expression, which is displayed."""


@cache
def compiled(notebook: Path, *, looks: bool = False) -> list[Compiled]:
    """The code cells of a notebook that a pack runs; with `looks` those too that it does not."""
    source: NotebookNode = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    cells = [(cell.source, cell.metadata.get("tags", [])) for cell in source.cells if cell.cell_type == "code"]
    return [_compiled(code, "parameters" in tags) for code, tags in cells if looks or NOT_IN_PACK not in tags]


def _compiled(source: str, is_parameters: bool) -> Compiled:
    tree = ast.parse(source)
    shown = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    last = compile(ast.Expression(shown.value), "cell", "eval") if isinstance(shown, ast.Expr) else None
    return is_parameters, compile(tree, "cell", "exec"), last


def executed(section: Section, *, looks: bool = False) -> NotebookNode:
    """The executed record of a section, with `looks` of every cell; what a cell raises comes out."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells = []
    for number, (is_parameters, statements, last) in enumerate(compiled(section.notebook, looks=looks), 1):
        exec(statements, names)  # noqa: S102 - the kit's own notebooks
        if is_parameters:
            names |= injected(section.parameters)
        shown = eval(last, names) if last else None  # noqa: S307 - as above
        cells.append(_cell(number, list(_outputs(shown))))
    record = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"papermill": {}}, "cells": cells}
    return nbformat.from_dict(record)  # type: ignore[no-untyped-call, no-any-return]


def _cell(number: int, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    fields = {"id": f"c{number}", "execution_count": number, "outputs": outputs}
    return {"cell_type": "code", "source": "", "metadata": {}, **fields}


def _outputs(shown: Any) -> Iterable[dict[str, Any]]:  # noqa: ANN401 - whatever a cell ends with
    if shown is not None:
        plain = {"text/plain": repr(shown)} | (
            {"text/html": shown._repr_html_()} if hasattr(shown, "_repr_html_") else {}
        )
        bundle = shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else plain
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        yield {"output_type": "display_data", "data": data, "metadata": metadata}


def rendered(parameters: Path) -> dict[str, str]:
    """The files of a pack as the command writes them, but for the records of kernels and runs. InputError as there.

    A section that fails is an error of the kit: the exception comes out.
    """
    pack = read_pack(parameters)
    with chdir(pack.root), patch("scorecard_kit.pack.given.opened", _once(opened)):
        outcomes = [_outcome(section) for section in pack.sections]
    with (
        patch("scorecard_kit.publish.write.manifest", return_value=""),
        patch("scorecard_kit.publish.write.write_all") as written,
    ):
        write_pack(pack, Path("nowhere"), outcomes, {}, complete=True, seen="")
    files: dict[str, str] = written.call_args.args[1]
    return {name: text for name, text in files.items() if name.endswith((".html", ".csv"))}


def _once(read: Callable[..., Dataset]) -> Callable[..., Dataset]:
    """The same function, which reads the same data once: sections of one pack share them, as those of a batch do."""
    known: dict[str, Dataset] = {}

    def opened_once(*given: Any) -> Dataset:  # noqa: ANN401 - whatever it takes
        asked = repr(given)
        known[asked] = known.get(asked) or read(*given)
        return known[asked]

    return opened_once


def _outcome(section: Section) -> Outcome:
    return Outcome(section, {}, read_body(executed(section)), "run")
