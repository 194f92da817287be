"""What a forked process does to become a kernel like any other. Runs in the child, never in the program itself."""

import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import connection, process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple


class Task(NamedTuple):
    """What a kernel is started with: its arguments, working folder and environment."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    script_folder: str


def run_kernel(task: Task, words: Connection) -> None:
    """Be a kernel, until it is told to stop. What the process itself writes on standard error goes into `words`."""
    os.setsid()  # so that it is ended together with what it starts
    os.dup2(words.fileno(), 2)
    words.close()
    _end_with_the_program()
    _own_surroundings(task)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 - in memory already; this module is cheap to import

    from scorecard_kit.reads import watch  # noqa: PLC0415 - as above

    app: Any = IPKernelApp.instance(parent_handle=0)
    app.initialize(_options(task))
    _charts_in_line()
    watch.begin(task.environment)
    app.start()


def _options(task: Task) -> list[str]:
    return task.arguments[task.arguments.index("-f") :]


def report(preload: str, answer: Connection) -> None:
    """Say what stands in the way of forking kernels from here; blank where nothing does."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    loaded = getattr(sys.modules.get(preload), "DONE", False)
    said = "" if loaded else "the libraries could not be loaded beforehand"
    with suppress(OSError):  # who asked was interrupted
        answer.send(said or ("" if threads == 1 else f"the process to fork from has {threads} threads"))


def _end_with_the_program() -> None:
    """Watch for the end of the program that started the batch, however it ended, and leave nothing behind."""

    def watch(sentinel: int) -> None:
        connection.wait([sentinel])
        os.killpg(0, signal.SIGKILL)

    if (program := process.parent_process()) is not None:
        threading.Thread(target=watch, args=(program.sentinel,), daemon=True).start()


def _own_surroundings(task: Task) -> None:
    """Folder, environment, path, streams and random numbers, as a kernel has them that was started afresh."""
    os.environ.clear()
    os.environ.update(task.environment)
    os.chdir(task.folder)
    launcher = find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *_options(task)]
    if sys.path[:1] in ([""], [task.script_folder]):
        del sys.path[0]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    process.current_process().daemon = False  # a cell may start processes of its own
    import_module("numpy.random").seed()  # else every kernel draws the same


def _charts_in_line() -> None:
    """Show pyplot's charts among the outputs: matplotlib was imported before there was a shell to hook into."""
    inline = import_module("matplotlib_inline.backend_inline")
    if "inline" in str(import_module("matplotlib").rcParams._get_backend_or_none()):  # noqa: SLF001 - asks without loading
        inline._enable_matplotlib_integration()  # noqa: SLF001 - what its import does where a shell is there
