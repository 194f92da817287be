"""A pack's folder in a batch: one run at a time, and each section kept as soon as it has run."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep
from typing import IO, Any

import nbformat
from nbformat import NotebookNode

from scorecard_kit.files.places import KEPT
from scorecard_kit.findings import InputError
from scorecard_kit.publish.folder import is_elsewhere, section_files, unwritable, write
from scorecard_kit.publish.manifest import digest

_ANOTHER_HAS_IT = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_LOOKS = 0.2  # seconds between two looks at a lock
_SAID_AGAIN = 30.0  # seconds of waiting, after which that is said again; then at twice the time


@contextmanager
def alone(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Have a pack's folder to oneself; where another run has it, say so and wait. A crash leaves no lock behind.

    Where the disk knows no locks, as some network folders, that is said and the run goes on. InputError where the
    folder around it cannot be made or written.
    """
    lock = folder.parent / f".{folder.name}.lock"
    while True:
        with _opened(lock) as file:  # the lock goes with the open file, however this process ends
            is_locked = _waited_for(file, folder.name, tell)
            if is_locked and not _is_still(file, lock):
                continue
            try:
                yield
            finally:
                with suppress(OSError):  # Windows removes no open file
                    lock.unlink()
            return


def _opened(lock: Path) -> IO[bytes]:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        return lock.open("a+b")
    except OSError as error:
        raise InputError([unwritable(lock.parent, error)]) from None


def _is_still(file: IO[bytes], lock: Path) -> bool:
    """Whether the file is the one on disk, and not one that the run before has removed since it was opened."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), lock.stat())
    except OSError:
        return False


def _waited_for(file: IO[bytes], pack: str, tell: Callable[[str], None]) -> bool:
    """Lock the file, however long another run has it, and go on saying so; False where it cannot be locked at all."""
    waited, next_word = 0.0, 0.0
    while True:
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _ANOTHER_HAS_IT:
                tell(f"{pack}: this folder cannot be locked ({error.strerror}). Going on without: "
                     "see that nobody else renders this pack meanwhile.")  # fmt: skip
                return False
        else:
            return True
        if waited >= next_word:
            since = f" Waiting for {_minutes(waited)} now." if waited else ""
            tell(f"{pack}: another run is rendering it; waiting for that to end.{since}")
            next_word = max(_SAID_AGAIN, 2 * waited)
        sleep(_LOOKS)
        waited += _LOOKS


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"  # noqa: PLR2004 - as one says it


def _lock(file: IO[bytes]) -> None:
    """Lock the file, or raise OSError at once."""
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415 - Windows alone has it

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return
    import fcntl  # noqa: PLC0415 - Windows has it not

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def keep(folder: Path, key: str, record: str, seconds: float) -> None:
    """Keep an executed record until the pack is written. A full disk is no reason to stop: it is only run again."""
    with suppress(Exception):
        (folder / KEPT).mkdir(exist_ok=True)
        write(folder / KEPT / key, json.dumps({"seconds": seconds, "record": record}))


def kept(folder: Path, key: str) -> tuple[NotebookNode, float] | None:
    """The record with that key that an interrupted run has left, and how long it took; None where there is none."""
    try:
        said = json.loads((folder / KEPT / key).read_bytes())
        return nbformat.reads(said["record"], as_version=4), float(said["seconds"])  # type: ignore[no-untyped-call]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def drop_kept(folder: Path) -> None:
    """Remove what was kept, once the pack is written."""
    if is_elsewhere(folder / KEPT):
        return
    shutil.rmtree(folder / KEPT, ignore_errors=True)


def is_intact(folder: Path, name: str, outputs: dict[str, Any]) -> bool:
    """Whether a section's files are as they were written."""
    files = [file for file in section_files(name) if file in outputs]
    try:
        return bool(files) and all(digest((folder / file).read_bytes()) == outputs[file] for file in files)
    except OSError:
        return False
