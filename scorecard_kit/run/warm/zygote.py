"""The process that warm kernels are forked from: the standard library's forkserver, loaded with the libraries.

Light to import: it is started before the program loads libraries of its own.
"""

import json
import multiprocessing
import os
import sys
import threading
from multiprocessing import forkserver, process
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from scorecard_kit.run.warm import _forked as forked

if TYPE_CHECKING:  # Windows has it not, and imports this module to learn so
    from multiprocessing.context import ForkServerProcess

__all__ = ["LOADING", "PRELOAD", "READY", "Zygote", "script_folder", "start", "unsafe"]

PRELOAD = "scorecard_kit.run.warm.preload"
READY = "SCORECARD_READY"
"""The environment variable that names what to load: a JSON list of data folders, each with its small counts."""
LOADING = 60.0
"""Seconds that the libraries may take to load."""
_starting = threading.Lock()


def start(child: "ForkServerProcess") -> None:
    """Start a process through the forkserver, which starts itself with the first one.

    A process that multiprocessing starts first imports the program that started it; a kernel is not to have that in
    memory, and so for this moment there is none.
    """
    with _starting:
        forkserver.set_forkserver_preload([PRELOAD])
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        host, was_daemon = process.current_process(), process.current_process().daemon
        host.daemon = False  # a worker of a cluster may be one, and could start nothing
        try:
            child.start()
        finally:
            host.daemon = was_daemon
            sys.modules["__main__"] = program


def script_folder() -> str:
    """The folder that Python has put in front of the path for the program that runs; blank where it has not."""
    with _starting:
        program = sys.modules["__main__"]
    by_name = getattr(program, "__spec__", None) is not None  # python -m
    folder = Path.cwd() if by_name else Path(getattr(program, "__file__", None) or "").parent.absolute()
    return str(folder) if sys.path[:1] == [str(folder)] else ""


class Zygote:
    """The process that kernels are forked from. It loads its libraries while the program loads its own."""

    def __init__(self, folders: list[tuple[str, dict[str, Any]]] | None = None) -> None:
        """Start loading, and with the libraries these data folders, each with its small counts."""
        self._folders = folders or []
        self._obstacle = unsafe()
        self._loading = threading.Thread(target=self._load, daemon=True)
        if not self._obstacle:
            self._loading.start()

    def obstacle(self) -> str:
        """Why kernels cannot start warm, or blank; waits until that is known."""
        if self._loading.ident is not None:
            self._loading.join()
        return self._obstacle

    def _load(self) -> None:
        answer, child = multiprocessing.Pipe(duplex=False)
        probe = multiprocessing.get_context("forkserver").Process(
            target=forked.report, args=(PRELOAD, child), daemon=True
        )
        os.environ[READY] = json.dumps(self._folders)  # before there is a kernel, which would copy it meanwhile
        try:
            start(probe)
            child.close()
            self._obstacle = answer.recv() if answer.poll(LOADING) else "the libraries took too long to load"
            probe.kill()
            probe.join()
        except (OSError, EOFError):
            self._obstacle = "the libraries could not be loaded beforehand"
        finally:
            os.environ.pop(READY, None)  # gone already where a second one was started beside this one
            answer.close()


def unsafe() -> str:
    """Why this platform has no safe fork, or blank."""
    if not sys.platform.startswith("linux"):
        return "this system has no safe way to fork"
    return ""
