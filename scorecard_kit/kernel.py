"""One notebook run with papermill in a kernel of this interpreter; whatever goes wrong has a cell and a cause."""

import logging
import math
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from queue import Empty
from subprocess import DEVNULL
from threading import Event
from time import monotonic
from typing import Any, ClassVar
from weakref import WeakSet

import nbformat
import papermill
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets import default

from scorecard_kit.notebook import injected
from scorecard_kit.ports import OwnSpecs
from scorecard_kit.record import RECORDED, gathered, noted_in, noting
from scorecard_kit.recorder import FILE

logging.getLogger("papermill").addHandler(logging.NullHandler())  # else its warnings reach the terminal


_CAUSES = {
    "SystemExit": "the notebook stopped itself (sys.exit)",
    "CellTimeoutError": "the section took longer than it may (--timeout)",
    "DeadKernelError": "the kernel died; perhaps the machine ran out of memory",
}


class SectionError(Exception):
    """Why a section could not be rendered. `cell` counts code cells from 1, as JupyterLab numbers them, 0 if none."""

    def __init__(self, cell: int, cause: str) -> None:
        super().__init__(f"cell {cell}: {cause}" if cell else cause)
        self.cell, self.cause = cell, cause


class PromptClient(AsyncKernelClient):
    """A client that goes on as soon as its kernel is ready; jupyter_client's own also waits for a pause of 0.2 s."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - jupyter_client's
        """Wait until the kernel answers and what it sends is received, which its word of being idle again proves.

        Raises RuntimeError where it dies, or takes more seconds than `timeout`.
        """
        latest = monotonic() + (timeout or math.inf)
        while monotonic() < latest:
            asked = self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=1)
                while not _is_idle(await self.get_iopub_msg(timeout=0.2), asked):
                    pass
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before it was ready")
        raise RuntimeError(f"Kernel was not ready within {timeout} seconds")


def _is_idle(message: dict[str, Any], asked: str) -> bool:
    return (message["parent_header"].get("msg_id"), message["content"].get("execution_state")) == (asked, "idle")


class OwnKernel(AsyncKernelManager):
    """The kernel of the interpreter that runs the kit, silent on the terminal.

    A kernel specification that happens to be installed, perhaps of another environment, is not looked at.
    """

    alive: ClassVar[WeakSet["OwnKernel"]] = WeakSet()
    refused: ClassVar[Event] = Event()

    @default("client_factory")
    def _prompt(self) -> type[PromptClient]:
        return PromptClient

    @default("kernel_spec_manager")
    def _this_interpreter(self) -> OwnSpecs:
        return OwnSpecs(kernel_dirs=[])

    async def start_kernel(self, *args: Any, **options: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Start the kernel; what the process itself writes, beside its notebook's outputs, goes nowhere."""
        if OwnKernel.refused.is_set():
            raise RuntimeError("Kernel died before it was started")
        OwnKernel.alive.add(self)
        if notes := noted_in.get():
            options["env"] = {**(options.get("env") or os.environ), FILE: notes}
        await super().start_kernel(*args, stdout=DEVNULL, stderr=DEVNULL, **options)
        if OwnKernel.refused.is_set():  # while this one was being started
            kill_kernels()


def kill_kernels() -> None:
    """End every kernel that is running, and any that is about to: until `OwnKernel.refused` is cleared, none starts."""
    OwnKernel.refused.set()
    for kernel in list(OwnKernel.alive):
        if (process := getattr(kernel.provisioner, "process", None)) is not None:
            process.kill()


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook in the form of nbformat 4. OSError or ValueError where it is none."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def notebook_text(notebook: NotebookNode) -> str:
    """The text of a notebook's file."""
    return f"{nbformat.writes(notebook)}\n"  # type: ignore[no-untyped-call]


@contextmanager
def quiet() -> Iterator[None]:
    """Hold back the libraries' warnings while notebooks are run; for the whole program, so once and not in a thread."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def execute(
    notebook: Path,
    parameters: dict[str, Any],
    root: Path,
    kernel: type[OwnKernel] = OwnKernel,
    **options: Any,  # noqa: ANN401 - papermill's own
) -> NotebookNode:
    """Run a notebook with the root as its working directory and return the executed record, free of local paths.

    What it has read stands in its metadata, as `record` tells. `options` are papermill's. Raises SectionError on any
    error, a dead kernel or a notebook that stops itself.
    """
    with noting() as notes:
        record = _executed(read_notebook(notebook), parameters, root, kernel, options)
        reads = gathered(notes, root)
    record.metadata.papermill.update(input_path=notebook.name, output_path=None)
    record.metadata[RECORDED] = {"reads": reads}
    cleaned: NotebookNode = _without_paths(record, root)
    return cleaned


def _executed(
    source: NotebookNode, parameters: dict[str, Any], root: Path, kernel: type[OwnKernel], options: dict[str, Any]
) -> NotebookNode:
    reached = [-1]
    try:
        record: NotebookNode = papermill.execute_notebook(
            source,
            None,
            injected(parameters),
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            resources={"metadata": {"path": str(root)}},
            kernel_manager_class=kernel,
            on_cell_execute=lambda cell, cell_index: reached.append(cell_index),  # noqa: ARG005 - nbclient names them
            shutdown_kernel="immediate",
            **options,
        )
    except PapermillExecutionError as error:
        raise _error(source, parameters, error.cell_index, error.ename, error.evalue, root) from None
    except Exception as error:  # noqa: BLE001 - whatever a section raises is that section's failure
        raise _error(source, parameters, reached[-1], type(error).__name__, str(error), root) from None
    for place, cell in enumerate(record.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "error":  # papermill lets sys.exit(0) pass
                raise _error(source, parameters, place, output.ename, output.evalue, root)
    return record


def cell_number(source: NotebookNode, parameters: dict[str, Any], place: int) -> int:
    """The number in JupyterLab of the cell at a place of the executed record, which holds papermill's own cell."""
    tagged = next((at for at, cell in enumerate(source.cells) if "parameters" in cell.metadata.get("tags", [])), None)
    if parameters and tagged is not None and place > tagged:
        place -= 1
    return sum(cell.cell_type == "code" for cell in source.cells[: place + 1])


def _error(
    source: NotebookNode, parameters: dict[str, Any], place: int, name: str, words: str, root: Path
) -> SectionError:
    lines = words.strip().splitlines() or [""]
    if name == "StoppedEarlyError":
        name = "SystemExit"
    if name in _CAUSES:
        cause = _CAUSES[name]
    elif name == "InputError":
        cause = "\n".join(lines)
    else:
        cause = f"{name}: {lines[-1]}".removesuffix(": ")
    return SectionError(cell_number(source, parameters, place), scrub(cause, root))


def _without_paths(value: Any, root: Path) -> Any:  # noqa: ANN401 - a record holds values of any plain kind
    if isinstance(value, str):
        return scrub(value, root)
    if isinstance(value, dict):
        return type(value)({key: _without_paths(item, root) for key, item in value.items()})
    return [_without_paths(item, root) for item in value] if isinstance(value, list) else value


def scrub(text: str, root: Path) -> str:
    """The text with this machine's folders taken out: paths under the root as seen from it, others shortened."""
    for form, short in _forms(root):
        text = _replaced(text, form, short)
    return text


@cache
def _forms(root: Path) -> list[tuple[str, str]]:
    """Every way in which a folder of this machine may be written, the longest first, and what stands for it."""
    places = {str(root): ".", sys.prefix: "python", str(Path.home()): "~", tempfile.gettempdir(): "temp"}
    return [
        (form, places[folder])
        for folder in sorted(places, key=len, reverse=True)
        for written in dict.fromkeys([folder, os.path.realpath(folder), Path(folder).as_posix()])
        if len(Path(written).parts) > 1
        for form in (written, written.replace("\\", "\\\\"))
    ]


def _replaced(text: str, folder: str, short: str) -> str:
    if folder not in text:
        return text
    text = re.sub(re.escape(folder) + r"[/\\]+", "" if short == "." else f"{short}/", text)
    return re.sub(re.escape(folder) + r"(?![\w-])", short, text)
