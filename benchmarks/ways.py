"""The ways of rendering a pack that are compared, each in a process of its own: `python ways.py WAY PACK FOLDER`.

The batch itself (d) is the command `scorecard render`.

Every way leaves FOLDER/<section>.ipynb, executed, so that the outputs can be compared cell by cell.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from scorecard_kit.pack.notebook import injected
from scorecard_kit.pack.plan import Section, read_pack


def sections_of(pack: Path) -> list[Section]:
    """The sections of a pack."""
    return list(read_pack(pack).sections)


def command_lines(pack: Path, folder: Path) -> None:
    """Run papermill's and nbconvert's command lines, one after the other (a)."""
    for section in sections_of(pack):
        record = folder / f"{section.name}.ipynb"
        given = json.dumps(injected(section.parameters))  # which is YAML too
        run = [
            sys.executable,
            "-m",
            "papermill",
            "--log-level",
            "ERROR",
            "--no-progress-bar",
            "-k",
            "python3",
            "-y",
            given,
        ]
        subprocess.run([*run, str(section.notebook), str(record)], cwd=pack.parent.parent, check=True)
        run = [sys.executable, "-m", "nbconvert", "--log-level", "ERROR", "--to", "html", "--no-input"]
        subprocess.run([*run, str(record)], check=True)


def one_process(pack: Path, folder: Path) -> None:
    """Run papermill.execute_notebook and one reused HTMLExporter, one section after the other (b)."""
    import papermill  # noqa: PLC0415 - each way loads what it needs, and no more
    from nbconvert import HTMLExporter  # noqa: PLC0415

    exporter: Any = HTMLExporter(exclude_input=True)  # type: ignore[no-untyped-call]
    for section in sections_of(pack):
        record = folder / f"{section.name}.ipynb"
        papermill.execute_notebook(
            str(section.notebook), str(record), injected(section.parameters), kernel_name="python3",
            progress_bar=False, cwd=str(pack.parent.parent),
        )  # fmt: skip
        html, _ = exporter.from_filename(str(record))
        record.with_suffix(".html").write_text(html, encoding="utf-8")


def ploomber(pack: Path, folder: Path) -> None:
    """Run ploomber-engine, which runs cells in its own process, and one reused HTMLExporter (c)."""
    import os  # noqa: PLC0415

    from nbconvert import HTMLExporter  # noqa: PLC0415
    from ploomber_engine import execute_notebook  # noqa: PLC0415

    exporter: Any = HTMLExporter(exclude_input=True)  # type: ignore[no-untyped-call]
    os.chdir(pack.parent.parent)
    for section in sections_of(pack):
        record = folder / f"{section.name}.ipynb"
        execute_notebook(
            str(section.notebook), str(record), parameters=injected(section.parameters),
            progress_bar=False, verbose=False,
        )  # fmt: skip
        html, _ = exporter.from_filename(str(record))
        record.with_suffix(".html").write_text(html, encoding="utf-8")


def floor_with_data(pack: Path, folder: Path) -> None:
    """Do as the floor, with the pack's data in memory already, as the batch has them (f)."""
    from scorecard_kit.data.load import keep_ready  # noqa: PLC0415

    head = read_pack(pack).head
    keep_ready(str(pack.parent.parent / str(head.data)), asdict(head.small_counts))
    floor(pack, folder)


def floor(pack: Path, folder: Path) -> None:
    """Run the same cells in one warm process, with no notebook and no kernel: what the work itself costs (e)."""
    import os  # noqa: PLC0415

    from IPython.core.interactiveshell import InteractiveShell  # noqa: PLC0415
    from IPython.utils.capture import capture_output  # noqa: PLC0415

    shell: Any = InteractiveShell.instance()
    os.chdir(pack.parent.parent)
    for section in sections_of(pack):
        shell.user_ns.clear()  # shell.reset() would collect garbage, which is no work of the section's
        shell.init_user_ns()
        source: NotebookNode = nbformat.read(section.notebook, as_version=4)  # type: ignore[no-untyped-call]
        for cell in source.cells:
            if cell.cell_type != "code":
                continue
            with capture_output() as shown:
                shell.run_cell(cell.source, store_history=False).raise_error()
            if "parameters" in cell.metadata.get("tags", []):
                shell.push(injected(section.parameters))
            for output in shown.outputs:
                (folder / f"{section.name}.html").write_text(str(output.data.get("text/html")), encoding="utf-8")


WAYS: dict[str, Callable[[Path, Path], None]] = {
    "a": command_lines,
    "b": one_process,
    "c": ploomber,
    "e": floor,
    "f": floor_with_data,
}

if __name__ == "__main__":
    if sys.argv[1] in "ef":
        sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # a second, which the batch saves too
    WAYS[sys.argv[1]](Path(sys.argv[2]).absolute(), Path(sys.argv[3]).absolute())
