"""A pack's folder in a batch: one run at a time, and each section kept as soon as it has run."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import nbformat
from nbformat import NotebookNode

from scorecard_kit.manifest import digest
from scorecard_kit.outputs import section_files, write

_KEPT = ".kept"


@contextmanager
def alone(folder: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Have a pack's folder to oneself; where another run has it, say so and wait. A crash leaves no lock behind."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = folder.parent / f".{folder.name}.lock"
    while True:
        with lock.open("a+b") as file:  # the lock goes with the open file, however this process ends
            if not _locked(file, wait=False):
                tell(f"{folder.name}: another run is rendering it; waiting for that to end.")
                _locked(file, wait=True)
            if not _is_still(file, lock):
                continue
            try:
                yield
            finally:
                with suppress(OSError):  # Windows removes no open file
                    lock.unlink()
            return


def _is_still(file: IO[bytes], lock: Path) -> bool:
    """Whether the file is the one on disk, and not one that the run before has removed since it was opened."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), lock.stat())
    except OSError:
        return False


def _locked(file: IO[bytes], *, wait: bool) -> bool:
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 - Windows alone has it

            file.seek(0)
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
                except OSError:
                    if not wait:
                        raise
                else:
                    return True
        import fcntl  # noqa: PLC0415 - Windows has it not

        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def keep(folder: Path, key: str, record: str, seconds: float) -> None:
    """Keep an executed record until the pack is written. A full disk is no reason to stop: it is only run again."""
    with suppress(Exception):
        (folder / _KEPT).mkdir(exist_ok=True)
        write(folder / _KEPT / key, json.dumps({"seconds": seconds, "record": record}))


def kept(folder: Path, key: str) -> tuple[NotebookNode, float] | None:
    """The record with that key that an interrupted run has left, and how long it took; None where there is none."""
    try:
        said = json.loads((folder / _KEPT / key).read_bytes())
        return nbformat.reads(said["record"], as_version=4), float(said["seconds"])  # type: ignore[no-untyped-call]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def drop_kept(folder: Path) -> None:
    """Remove what was kept, once the pack is written."""
    shutil.rmtree(folder / _KEPT, ignore_errors=True)


def is_intact(folder: Path, name: str, outputs: dict[str, Any]) -> bool:
    """Whether a section's files are as they were written."""
    files = [file for file in section_files(name) if file in outputs]
    try:
        return bool(files) and all(digest((folder / file).read_bytes()) == outputs[file] for file in files)
    except OSError:
        return False
