"""One notebook run with papermill in a kernel of this interpreter; whatever goes wrong has a cell and a cause."""

import logging
import os
import re
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from subprocess import DEVNULL
from threading import Event
from typing import Any, ClassVar
from weakref import WeakSet

import papermill
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets import default

from scorecard_kit.files.private import kernel_folder, run_folder, surroundings
from scorecard_kit.pack.advice import advice
from scorecard_kit.pack.notebook import NOT_IN_PACK, injected
from scorecard_kit.publish.section import read_notebook, render_cells
from scorecard_kit.reads.recorder import FILE
from scorecard_kit.run._heard import KernelStartError, LastWords, PromptClient, last_line
from scorecard_kit.run.engine import LIMIT, SectionEngine
from scorecard_kit.run.ports import OwnSpecs, reach
from scorecard_kit.run.record import RECORDED, gathered
from scorecard_kit.text.harmless import error_words, passwords_of, without_secrets

__all__ = ["OwnKernel", "SectionError", "cell_number", "execute", "kill_kernels", "quiet", "scrub", "several"]

papermill_engines.register("scorecard", SectionEngine)  # its entry point is for papermill's own command
logging.getLogger("papermill").addHandler(logging.NullHandler())  # else its warnings reach the terminal


_STOPPED = "the notebook stopped itself (sys.exit)"
_CAUSES = {
    "SystemExit": _STOPPED,
    "StoppedEarlyError": _STOPPED,
    "StdinNotImplementedError": "it asks for input, and nobody is there to give it (input, getpass)",
    "CellTimeoutError": "the section took longer than it may (--timeout)",
}
_ENDS = {
    "SIGKILL": "the kernel died (SIGKILL); perhaps the machine ran out of memory",
    "SIGTERM": "the kernel died: another program ended it (SIGTERM)",
}
_FOLDERS = ("PermissionError", "Read-only file system", "No space left", "Disk quota", "No usable temporary directory")
"""In what a kernel says at last: that a folder cannot be written."""


class SectionError(Exception):
    """Why a section could not be rendered. `cell` counts code cells from 1, as JupyterLab numbers them, 0 if none.

    The cause is harmless to a terminal and a manifest, holds no secret and is not endless, whoever has worded it.
    """

    def __init__(self, cell: int, cause: str) -> None:
        self.cell, self.cause = cell, error_words(cause)
        super().__init__(f"cell {cell}: {self.cause}" if cell else self.cause)


def several(reasons: Iterable[tuple[int, str]]) -> SectionError:
    """The error of a section in which there is more than one thing to mend, a line each: cells and what is wrong."""
    cells = list(dict.fromkeys(reasons))
    if len(cells) == 1:
        return SectionError(*cells[0])
    return SectionError(0, "\n  ".join(f"cell {cell}: {cause}" for cell, cause in cells))


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

    folder: Path | None = None
    words: LastWords | None = None
    stopped = ""
    """Why it was ended before its notebook was, where it was."""
    exit_code: int | None = None

    async def start_kernel(self, *args: Any, **options: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Start the kernel in a folder of its own, with folders of IPython and Jupyter that are this run's.

        What the process itself writes, beside its notebook's outputs, goes nowhere, but for its last words.
        Raises KernelStartError, which holds them.
        """
        if OwnKernel.refused.is_set():
            raise KernelStartError("Kernel died before it was started")
        OwnKernel.alive.add(self)
        _started.get([]).append(self)
        self.folder, self.words = kernel_folder(), LastWords()
        reach(self, self.folder)
        own = {**(options.pop("env", None) or os.environ), **surroundings()}
        own |= {FILE: notes} if (notes := _noted_in.get()) else {}
        try:
            await super().start_kernel(*args, stdout=DEVNULL, stderr=self.words.end, env=own, **options)
        except RuntimeError as error:
            self._tidy()
            raise KernelStartError(*error.args) from None
        finally:
            self.words.begun()
        if OwnKernel.refused.is_set():  # while this one was being started
            kill_kernels()

    def stop(self, reason: str) -> None:
        """End the kernel, in the middle of a cell, for this reason."""
        self.stopped = reason
        self.end()

    def end(self) -> None:
        """Kill the kernel, and what it has started."""
        if (process := getattr(self.provisioner, "process", None)) is not None:
            group = getattr(self.provisioner, "pgid", None)
            if group and hasattr(os, "killpg"):
                with suppress(OSError):
                    os.killpg(group, signal.SIGKILL)
            process.kill()

    def last_line(self) -> str:
        """The line that says most of what the process has said at last; blank where it has said nothing."""
        return last_line(self.words.text()) if self.words else ""

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        """Note how the kernel ended, and leave nothing of it behind."""
        if (process := getattr(self.provisioner, "process", None)) is not None:
            self.exit_code = process.poll()
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            self._tidy()

    cleanup_resources = _async_cleanup_resources  # jupyter_client's own calls use the one name, nbclient's the other

    def _tidy(self) -> None:
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)


_started: ContextVar[list[OwnKernel]] = ContextVar("_started")
"""The kernels that were started for the notebook that is being run here."""
_noted_in: ContextVar[str] = ContextVar("_noted_in", default="")
"""The file in which a kernel that is started now notes what it reads; blank where nobody asks for it."""


def kill_kernels() -> None:
    """End every kernel that is running, and any that is about to: until `OwnKernel.refused` is cleared, none starts."""
    OwnKernel.refused.set()
    for kernel in list(OwnKernel.alive):
        kernel.end()


def quiet() -> AbstractContextManager[Any]:
    """Hold back the libraries' warnings while notebooks are run; for the whole program, so once and not in a thread."""
    return warnings.catch_warnings(action="ignore")


@contextmanager
def _noting() -> Iterator[Path]:
    """Have the kernels that are started within note what they read, in this file; it goes at the end."""
    descriptor, name = tempfile.mkstemp(prefix="reads-", dir=run_folder())
    os.close(descriptor)
    before = _noted_in.set(name)
    try:
        yield Path(name)
    finally:
        _noted_in.reset(before)
        with suppress(OSError):
            Path(name).unlink()


def execute(
    notebook: Path,
    parameters: dict[str, Any],
    root: Path,
    kernel: type[OwnKernel] = OwnKernel,
    timeout: float = LIMIT,
) -> NotebookNode:
    """Run a notebook with the root as its working directory and return the executed record, free of local paths.

    A cell tagged `not-in-pack` is not run.
    What it has read stands in its metadata, as `record` tells. Raises SectionError on any error, a dead kernel, a
    notebook that stops itself, or one that takes more seconds than `timeout`.
    """
    with _noting() as notes:
        record = _executed(read_notebook(notebook), parameters, root, kernel, timeout)
        reads = gathered(notes, root)
    record.metadata.papermill.update(input_path=notebook.name, output_path=None)
    record.metadata[RECORDED] = {"reads": reads}
    cleaned: NotebookNode = _without_paths(record, root)
    return cleaned


def _executed(
    source: NotebookNode, parameters: dict[str, Any], root: Path, kernel: type[OwnKernel], timeout: float
) -> NotebookNode:
    reached, started = dict[int, NotebookNode](), list[OwnKernel]()
    _started.set(started)
    try:
        record: NotebookNode = papermill.execute_notebook(
            source,
            None,
            injected(parameters),
            engine_name="scorecard",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            resources={"metadata": {"path": str(root)}},
            kernel_manager_class=kernel,
            on_cell_execute=lambda cell, cell_index: reached.update({cell_index: cell}),
            shutdown_kernel="immediate",
            skip_cells_with_tag=NOT_IN_PACK,
            section_timeout=timeout,
        )
    except Exception as error:  # noqa: BLE001 - whatever a section raises is that section's failure
        place, name, words = max(reached, default=-1), type(error).__name__, str(error)
        if isinstance(error, PapermillExecutionError):
            place, name, words = error.cell_index, error.ename, error.evalue
        cause = (cell_number(source, parameters, place), _cause(started[-1] if started else None, name, words))
        besides = _besides(source, parameters, reached, place) if isinstance(error, PapermillExecutionError) else []
        addresses = _addresses(parameters)
        raise several(
            (cell, without_secrets(scrub(words, root), addresses)) for cell, words in sorted([cause, *besides])
        ) from None
    return record


def _besides(
    source: NotebookNode, parameters: dict[str, Any], reached: dict[int, NotebookNode], failed: int
) -> list[tuple[int, str]]:
    """What else is to be mended where a cell has failed, by cells: in those before it, and as far as can be seen."""
    places = [place for place in reached if place != failed]
    refused = [
        (cell_number(source, parameters, places[at - 1]), reason)
        for at, reason in render_cells([reached[place] for place in places])
    ]
    known = {cell for cell, _ in refused} | {cell_number(source, parameters, failed)}
    seen = [(cell, f"{problem}; {mend[0].lower()}{mend[1:].rstrip('.')}")
            for cell, problem, mend in advice(source.cells) if cell not in known]  # fmt: skip
    return refused + seen


def cell_number(source: NotebookNode, parameters: dict[str, Any], place: int) -> int:
    """The number in JupyterLab of the cell at a place of the executed record, which holds papermill's own cell."""
    tagged = next((at for at, cell in enumerate(source.cells) if "parameters" in cell.metadata.get("tags", [])), None)
    if parameters and tagged is not None and place > tagged:
        place -= 1
    return sum(cell.cell_type == "code" for cell in source.cells[: place + 1])


def _cause(kernel: OwnKernel | None, name: str, words: str) -> str:
    """Why a section failed, by its kernel, if one was started, and by the name and the words of the error."""
    lines = words.strip().splitlines() or [""]
    if kernel and kernel.stopped:
        return kernel.stopped
    if name == "KernelStartError":
        return _why_not_started(kernel.last_line() if kernel else "", words)
    if name == "DeadKernelError" and kernel:
        return _how_it_ended(kernel)
    if name == "InputError":
        return "\n".join(lines)
    if name == "KeyError":
        return f"there is no column, row or key {lines[-1]} (KeyError)"
    return _CAUSES.get(name) or f"{name}: {lines[-1]}".removesuffix(": ")


def _why_not_started(said: str, words: str) -> str:
    is_of_a_folder = any(word in said for word in _FOLDERS)
    mend = "; see that the temporary folder (TMPDIR) can be written and has room" if is_of_a_folder else ""
    return f"the kernel could not start: {said or words}{mend}"


def _how_it_ended(kernel: OwnKernel) -> str:
    code = kernel.exit_code
    if code is None:
        return "the kernel died; perhaps the machine ran out of memory"
    if code >= 0:
        return f"the kernel died: its process ended (exit code {code})"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    how = _ENDS.get(name, f"the kernel died ({name}), of a fault in a library that is not Python's own")
    return f"{how}: {said}" if (said := kernel.last_line()) else how


def _addresses(parameters: dict[str, Any]) -> set[str]:
    """What the variables hold that the parameters name as env:NAME, which is nobody's business."""
    names = re.findall(r"\benv:(\w+)", str(parameters))
    held = {os.environ[name] for name in names if os.environ.get(name)}
    return held | {part for value in held for part in passwords_of(value)}


def _without_paths(value: Any, root: Path) -> Any:  # noqa: ANN401 - a record holds values of any plain kind
    if isinstance(value, str):
        return scrub(value, root)
    if isinstance(value, dict):
        return type(value)({key: _without_paths(item, root) for key, item in value.items()})
    return [_without_paths(item, root) for item in value] if isinstance(value, list) else value


def scrub(text: str, root: Path) -> str:
    """The text with this machine's folders taken out: paths under the root as seen from it, others shortened."""
    for form, short in _forms(root):
        if form in text:
            text = re.sub(re.escape(form) + r"[/\\]+", "" if short == "." else f"{short}/", text)
            text = re.sub(re.escape(form) + r"(?![\w-])", short, text)
    return text


@cache
def _forms(root: Path) -> list[tuple[str, str]]:
    """Every way in which a folder of this machine may be written, the longest first, and what stands for it."""
    places = {str(root): ".", sys.prefix: "python"}
    with suppress(RuntimeError):  # a user without a home
        places[str(Path.home())] = "~"
    with suppress(OSError):  # a machine without a temporary folder
        places[tempfile.gettempdir()] = "temp"
    return [
        (form, places[folder])
        for folder in sorted(places, key=len, reverse=True)
        for written in dict.fromkeys([folder, os.path.realpath(folder), Path(folder).as_posix()])
        if len(Path(written).parts) > 1
        for form in (written, written.replace("\\", "\\\\"))
    ]
