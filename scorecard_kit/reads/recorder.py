"""What a section has read, noted line by line in a file while it runs. A process that nobody listens to notes nothing.

The kernel's side. Whoever started it names the file, and reads it when the section has ended: `record` says how. What
the kit loads it notes itself, by slice; within that, no file counts. Everything else is seen by `watch`.
"""

import hashlib
import json
import os
import secrets
import stat
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

__all__ = [
    "FILE", "FOUND", "UNTOLD", "file_digest", "found", "is_noting", "listen", "names_in", "note", "note_commentary",
    "note_edition", "note_everything", "note_file", "note_found", "note_link", "note_load", "note_published",
    "note_variable", "unnoted", "variable_digest",
]  # fmt: skip

FILE = "SCORECARD_READS"
"""The environment variable that names the file."""
UNTOLD = "?"
"""In place of a digest: what was read has none, and is never taken for unchanged."""
_PORTION = 1 << 20
_own = threading.local()


class _Sink:
    """Where notes go, and which have been made."""

    descriptor = -1
    salt = ""

    def __init__(self) -> None:
        self.said = set[str]()
        self.files = dict[str, tuple[int, ...]]()


_sink = _Sink()


def listen(path: str) -> None:
    """Note from now on what is read, at the end of that file."""
    _sink.descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    _sink.salt = secrets.token_hex(8)
    note(salt=_sink.salt)


def is_noting() -> bool:
    """Whether what this thread reads is noted."""
    return _sink.descriptor >= 0 and not getattr(_own, "depth", 0)


@contextmanager
def unnoted() -> Iterator[None]:
    """Note nothing of what this thread reads within: who opens it notes the whole. May stand within itself."""
    _own.depth = getattr(_own, "depth", 0) + 1
    try:
        yield
    finally:
        _own.depth -= 1


def note(**words: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Note one thing, once. It is on its way when this returns, so that no end of the process takes it back."""
    line = json.dumps(words, sort_keys=True, default=str)
    if _sink.descriptor >= 0 and line not in _sink.said:
        _sink.said.add(line)
        os.write(_sink.descriptor, f"{line}\n".encode())


def note_file(path: str) -> None:
    """Note a file that is read, as it is now; of one that is as it was, nothing more."""
    with unnoted():
        signature = _signature(path)
        if _sink.files.get(path) != signature:
            _sink.files[path] = signature
            note_found("file", path)


def _signature(path: str) -> tuple[int, ...]:
    try:
        state = os.stat(path)  # noqa: PTH116 - a note costs as little as it can
    except (OSError, ValueError):
        return ()
    return state.st_size, state.st_mtime_ns, state.st_ino


def note_found(kind: str, path: str) -> None:
    """Note what is found now at a path, of a kind of FOUND: the names in a folder, when a file was written."""
    with unnoted():
        note(**{kind: path, "found": found(kind, path)})


def note_link(path: str) -> None:
    """Note where a link leads now; of what is none, what it is."""
    with unnoted():
        is_link = bool(found("link", path))
    note_found("link", path) if is_link else note_file(path)


def note_variable(name: str, value: str | None) -> None:
    """Note an environment variable, without what it holds."""
    note(variable=name, found=variable_digest(name, value, _sink.salt))


def note_load(place: object, rule: Mapping[str, Any] | None, shown: Mapping[str, Any], found: dict[str, str]) -> None:
    """Note a part of the data that the kit has loaded: from where, by which options, and the digest of each table."""
    where = dict(place) if isinstance(place, Mapping) else os.path.abspath(str(place))  # noqa: PTH100 - as it is written
    note(load=where, rule=dict(rule or {}), shown=dict(shown), found=found)


def note_commentary(folder: object, period: str, indicator: str, area: str, found: str) -> None:
    """Note a commentary that was looked for, and the digest of what was found."""
    note(commentary=[os.path.abspath(str(folder)), period, indicator, area], found=found)  # noqa: PTH100 - as above


def note_edition(root: object, data: object, period: str, report: str, found: str) -> None:
    """Note that the edition before was asked for, as `edition_before` does, and the seal of the one that was found."""
    note(edition=[os.path.abspath(str(root)), data, period, report], found=found)  # noqa: PTH100 - as above


def note_published(root: object, folder: str, period: str, found: str) -> None:
    """Note that the editions of months before the period were looked for, as `published_before` does, and their seals.

    `folder` is that of the data, as seen from the root.
    """
    note(published=[os.path.abspath(str(root)), folder, period], found=found)  # noqa: PTH100 - as above


def note_everything(why: str, *, again: bool = False) -> None:
    """Note that more may have been read than can be seen. `again`: that this cannot even be told from files."""
    note(everything=why)
    if again:
        note(again=why)


def found(kind: str, path: str) -> str:
    """What is at a path, of a kind of FOUND; blank where there is nothing of it, or it cannot be looked at."""
    try:
        return FOUND[kind](path)
    except (OSError, ValueError):
        return ""


def _what(path: str) -> str:
    """What a file is: its digest, and only the kind of a folder; UNTOLD of all else."""
    mode = os.stat(path).st_mode  # noqa: PTH116 - as above
    return file_digest(path) if stat.S_ISREG(mode) else "folder" if stat.S_ISDIR(mode) else UNTOLD


def file_digest(path: str) -> str:
    """The sha256 of a file; blank where it is not there or cannot be read, or is a log of SQLite that holds nothing."""
    found, is_empty = hashlib.sha256(), True
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            while portion := file.read(_PORTION):
                found.update(portion)
                is_empty = False
    except (OSError, ValueError):
        return ""
    return "" if is_empty and path.endswith("-wal") else found.hexdigest()


def _names(path: str) -> str:
    """The digest of the names in a folder. What Python compiles is no name."""
    names = sorted(name for name in os.listdir(path) if name != "__pycache__")  # noqa: PTH208 - as above
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def _target(path: str) -> str:
    """The digest of where a link leads."""
    return hashlib.sha256(os.fsencode(os.readlink(path))).hexdigest()[:32]  # noqa: PTH115 - as above


def _written(path: str) -> str:
    return str(os.stat(path).st_mtime_ns)  # noqa: PTH116 - as above


FOUND: dict[str, Callable[[str], str]] = {"file": _what, "folder": _names, "link": _target, "time": _written}
"""What is noted of what is on the disk, one by one, and how it is found: what a file is, when it was written."""


def names_in(path: str) -> list[str]:
    """The names in a folder; none where it is none. That they are looked at is not noted."""
    with unnoted(), suppress(OSError, ValueError):
        return os.listdir(path)  # noqa: PTH208 - as above
    return []


def variable_digest(name: str, value: str | None, salt: str) -> str:
    """The digest of a variable's value, which says nothing of it to who does not know it; blank where it is not set."""
    if value is None:
        return ""
    return hashlib.sha256(f"{salt}\0{name}\0{value}".encode("utf-8", "surrogateescape")).hexdigest()[:32]
