"""A folder of this run alone, which no other user of the machine can look into, and which ends with the run.

Kernels have their connection files and sockets there, and folders of IPython and Jupyter in place of the analyst's own.
"""

import atexit
import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from itertools import count
from pathlib import Path

from filelock import FileLock

__all__ = ["kernel_folder", "run_folder", "surroundings"]

_BEGINNING, _LOCK = "scorecard-", ".lock"
_GRACE = 3600.0
"""Seconds after which a folder that has no lock yet is taken for one that was left."""
_making = threading.Lock()
_numbers = count(1)
_own: dict[int, tuple[Path, FileLock]] = {}
"""The folder and its lock, by the process that made it: a process that is forked makes its own."""


def run_folder() -> Path:
    """The folder of this run, made at its first use. OSError where the temporary folder cannot be written.

    Folders that killed runs have left are removed then.
    """
    with _making:
        if os.getpid() not in _own or not _own[os.getpid()][0].is_dir():
            _clear_left()
            folder = Path(tempfile.mkdtemp(prefix=f"{_BEGINNING}{os.getpid()}-"))  # for its owner alone: 0700
            _own[os.getpid()] = folder, _locked(folder)
            atexit.register(_remove, os.getpid())
        return _own[os.getpid()][0]


def kernel_folder() -> Path:
    """A new folder within it, for one kernel. Its name is short, since a socket's path may have few characters."""
    folder = run_folder() / str(next(_numbers))
    folder.mkdir(mode=0o700)
    return folder


def surroundings() -> dict[str, str]:
    """The environment that keeps a kernel to folders of IPython and Jupyter of this run: empty, and to be written."""
    folder = run_folder()
    for part in ("jupyter", "ipython", "ipython/profile_default"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)
    jupyter = str(folder / "jupyter")
    return {
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": jupyter,
        "JUPYTER_DATA_DIR": jupyter,
        "JUPYTER_RUNTIME_DIR": jupyter,
    }


def _locked(folder: Path) -> FileLock:
    lock = FileLock(folder / _LOCK, fallback_to_soft=False, thread_local=False)
    with suppress(OSError):  # on a disk that knows no locks nothing is taken for left behind either
        lock.acquire(blocking=False)
    return lock


def _remove(maker: int) -> None:
    if maker == os.getpid() and maker in _own:
        folder, lock = _own.pop(maker)
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def _clear_left() -> None:
    """Remove the folders of runs that were killed: those of this user whose lock nobody holds any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_BEGINNING}[0-9]*-*"):
        with suppress(OSError):
            if _is_ours(folder) and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether it is a folder of this user, and no link to one."""
    found = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and (os.name == "nt" or found.st_uid == os.getuid())


def _is_left(folder: Path) -> bool:
    """Whether no run has the folder any more. OSError while one has, and where the disk knows no locks."""
    if not (folder / _LOCK).exists():
        return time.time() - folder.lstat().st_mtime > _GRACE
    with FileLock(folder / _LOCK, fallback_to_soft=False, blocking=False):
        return True
