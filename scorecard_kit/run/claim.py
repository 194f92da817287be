"""A pack's folder in a batch: one run at a time, and each section kept as soon as it has run."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from nbformat import NotebookNode

from scorecard_kit.files.places import KEPT
from scorecard_kit.findings import InputError
from scorecard_kit.publish.folder import is_elsewhere, section_files, unwritable, write
from scorecard_kit.publish.manifest import digest
from scorecard_kit.publish.section import read_notebook

__all__ = ["alone", "drop_kept", "is_intact", "keep", "kept"]

_SAID_AGAIN = 30.0  # seconds of waiting, after which that is said again; then at twice the time


@contextmanager
def alone(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Have a pack's folder to oneself; where another run has it, say so and wait. A crash leaves no lock behind.

    Where the disk knows no locks, as some network folders, that is said and the run goes on. InputError where the
    folder around it cannot be made or written.
    """
    lock = folder.parent / f".{folder.name}.lock"
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch()
    except OSError as error:
        raise InputError([unwritable(lock.parent, error)]) from None
    claim = FileLock(lock, fallback_to_soft=False)  # a marker in its place would outlive a crash
    _wait_for(claim, folder.name, tell)
    try:
        yield
    finally:
        with suppress(OSError):  # Windows removes no open file: there it goes with the release
            lock.unlink()
        claim.release()


def _wait_for(claim: FileLock, pack: str, tell: Callable[[str], None]) -> None:
    """Take the lock, however long another run has it, and go on saying so; or say that the disk knows none."""
    waited = pause = 0.0
    while True:
        try:
            claim.acquire(timeout=pause)
        except Timeout:
            waited += pause
            pause = max(_SAID_AGAIN, waited)
            since = f" Waiting for {_minutes(waited)} now." if waited else ""
            tell(f"{pack}: another run is at work on it; waiting for that to end.{since}")
        except OSError as error:
            tell(f"{pack}: this folder cannot be locked ({error.strerror}). Going on without: "
                 "see that nobody else renders this pack meanwhile.")  # fmt: skip
            return
        else:
            return


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"  # noqa: PLR2004 - as one says it


def keep(folder: Path, key: str, record: str) -> None:
    """Keep an executed record until the pack is written. A full disk is no reason to stop: it is only run again."""
    with suppress(Exception):
        (folder / KEPT).mkdir(exist_ok=True)
        write(folder / KEPT / key, record)


def kept(folder: Path, key: str) -> NotebookNode | None:
    """The record with that key that an interrupted run has left; None where there is none that can be read."""
    try:
        return read_notebook(folder / KEPT / key)
    except ValueError:
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
