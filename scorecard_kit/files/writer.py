"""A folder's files from old to new, all of them or none: staged, swapped, and put back where one is held for good.

What is to become of each file is written down before the first is touched, so that a run which was killed, or which
could go neither on nor back, is completed or undone by the next before anything else. While that journal stands, no
file of the folder is taken for current.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import sleep
from typing import Literal, NamedTuple

from scorecard_kit.findings import Finding, InputError, refusal

__all__ = [
    "PAUSES", "WORK", "Actions", "Change", "Side", "held", "is_unsettled", "place_folder", "replace_all", "settle",
]  # fmt: skip

WORK = ".work"
"""The folder within a pack's own that holds what is on its way, and the journal of it."""
_OF_WORK = {"new", "old", "journal.json", "journal.tmp", "manifest.json"}
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 1.6, 2.0)
"""Seconds before each further try: a virus scanner or a sync client soon lets go of a file."""
_SAID_AFTER = 2.0  # seconds of trying, after which whoever waits is told
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FOR_GOOD = {*_FULL, errno.EROFS, errno.ENAMETOOLONG, errno.EISDIR, errno.ENOTDIR, errno.EXDEV, errno.ENOENT}
_FEW = 12  # files that a message names

_log = logging.getLogger(__name__)

Side = Literal["old", "new"]
Actions = Mapping[str, Callable[[], None]]


class Change(NamedTuple):
    """What becomes of a file: its sha256 as it was and as it is to be, blank where it is not there."""

    name: str
    old: str
    new: str


def replace_all(folder: Path, contents: Mapping[str, bytes], gone: Iterable[str] = (), again: str = "render") -> None:
    """Write the files that are not so already, the last of them last, and remove those that are gone; or do neither.

    All new files are on the disk before the first takes its place, so that a full disk leaves everything as it was.
    InputError where it cannot be done; its closing says what the folder holds then. `again` is the command's name.
    """
    settle(folder)
    try:
        changes = _changes(folder, contents, gone)
        if not changes:
            return
        _stage(folder, changes, contents)
    except OSError as error:
        _clear(folder)
        raise InputError([held(_named(error, folder), error, again)]) from None
    _swap(folder, changes, again)


def place_folder(folder: Path, contents: Mapping[str, bytes], again: str) -> None:
    """Make a new folder with these files, whole or not at all: it gets its name when all of them are on the disk.

    What a run that was killed has left beside it goes first: only for who has the folder around it to himself.
    InputError where it is there already, or cannot be made; nothing is left of it then.
    """
    staged = folder.parent / WORK
    try:
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir(parents=True)
        for name, content in contents.items():
            _write_through(staged / name, content)
        if os.path.lexists(folder):
            raise FileExistsError(errno.EEXIST, "it is there already", str(folder))
        _insist({folder.name: partial(os.rename, staged, folder)})
    except OSError as error:
        raise InputError([held(folder.name, error, again)]) from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def is_unsettled(folder: Path) -> bool:
    """Whether a run has left the folder's files half old and half new, or may have."""
    return os.path.lexists(_journal(folder))


def settle(folder: Path) -> None:
    """Complete what an earlier run has begun to write, or undo it where that cannot be done; InputError where neither.

    Only for who has the folder to himself.
    """
    work = folder / WORK
    if not os.path.lexists(work):
        return
    if work.is_symlink() or not work.is_dir() or {path.name for path in work.iterdir()} - _OF_WORK:
        problem = "it stands where the kit keeps what is on its way, and is no folder of the kit's"
        raise refusal(WORK, problem, "Move it elsewhere.")
    try:
        if is_unsettled(folder):
            _bring_to_one_side(folder, _read_journal(folder))
    except OSError as error:
        raise InputError([held(_named(error, folder), error)]) from None
    _clear(folder)


def held(name: str, error: OSError, again: str = "render", *, seconds: float = 0) -> Finding:
    """The finding for a file that cannot be written, with the mend that its reason asks for."""
    tried = f", although it was tried for {seconds:.0f} seconds" if seconds else ""
    problem = f"it cannot be written ({error.strerror or error}){tried}"
    mend = "Make room on the disk" if error.errno in _FULL else "Close it in Excel or the browser"
    return Finding(name, problem=problem, mend=f"{mend}, then {again} again.")


def _changes(folder: Path, contents: Mapping[str, bytes], gone: Iterable[str]) -> list[Change]:
    """What changes, in order: files that are written, those that go, and the last that is written at the end."""
    wanted = {name: _digest(content) for name, content in contents.items()}
    *others, last = wanted.items()
    found: dict[str, str] = {}
    ordered = dict([*others, *((name, "") for name in gone if name not in wanted), last])
    _insist({name: partial(_look, folder / name, name, found) for name in ordered})
    return [Change(name, found[name], new) for name, new in ordered.items() if found[name] != new]


def _look(path: Path, name: str, found: dict[str, str]) -> None:
    found[name] = _digest_of(path)


def _stage(folder: Path, changes: Sequence[Change], contents: Mapping[str, bytes]) -> None:
    """Put everything on the disk that is needed to go on or back, and then the journal."""
    for change in changes:
        for side in ("new", "old"):
            (folder / WORK / side / change.name).parent.mkdir(parents=True, exist_ok=True)
        if change.new:
            _write_through(folder / WORK / "new" / change.name, contents[change.name])
    _insist({change.name: partial(_back_up, folder, change.name) for change in changes if change.old})
    journal = _journal(folder)
    written = journal.with_suffix(".tmp")
    _write_through(written, json.dumps(changes).encode())
    _insist({journal.name: partial(os.replace, written, journal)})


def _back_up(folder: Path, name: str) -> None:
    """Keep the old file under a second name, or a copy of it where the disk knows no second names."""
    path, kept = folder / name, folder / WORK / "old" / name
    kept.unlink(missing_ok=True)  # it may be a second name of the file itself, which a copy would empty
    try:
        os.link(path.resolve(), kept)
    except OSError:
        shutil.copyfile(path, kept)


def _swap(folder: Path, changes: Sequence[Change], again: str) -> None:
    *others, last = changes
    try:
        left = _tried(_actions(folder, others, "new")) or _tried(_actions(folder, [last], "new"))
        stuck = _tried(_actions(folder, changes, "old")) if left else {}
    except BaseException:  # Ctrl-C: back at once, or else the journal stands for the next run
        if not _tried(_actions(folder, changes, "old"), ()):
            _clear(folder)
        raise
    if left and not stuck:
        _clear(folder)
        raise _failure(left, again, f"{folder.name} is as it was before: nothing of it was replaced.")
    if stuck:
        raise _failure({**left, **stuck}, again, _mixture(folder, changes))
    _clear(folder)


def _failure(left: Mapping[str, OSError], again: str, closing: str) -> InputError:
    seconds = sum(PAUSES)
    return InputError((held(name, error, again, seconds=seconds) for name, error in left.items()), closing)


def _mixture(folder: Path, changes: Sequence[Change]) -> str:
    """Which files are new and which are as they were, where it could be neither completed nor undone."""
    by_side: dict[str, list[str]] = {"new": [], "as before": []}
    for change in changes:
        with suppress(OSError):
            by_side["new" if _digest_of(folder / change.name) == change.new else "as before"].append(change.name)
    told = "; ".join(f"{side}: {_some(names)}" for side, names in by_side.items() if names)
    return (
        f"{folder.name} is neither old nor new now ({told}). Hand none of it over. "
        "The next `scorecard render` puts that right before anything else."
    )


def _some(names: Sequence[str]) -> str:
    further = len(names) - _FEW
    return ", ".join(names[:_FEW]) + (f" and {further} more" if further > 0 else "")


def _bring_to_one_side(folder: Path, changes: Sequence[Change]) -> None:
    """To the new files if all of them are still there, else to the old."""
    sides: tuple[Side, ...] = ("new", "old")
    for side in sides:
        if changes and all(_can_become(folder, change, side) for change in changes):
            if left := _tried(_actions(folder, changes, side)):
                raise _failure(left, "render", _mixture(folder, changes))
            return
    _distrust(folder)


def _distrust(folder: Path) -> None:
    """Take no file for current: somebody has changed them since. They stay the kit's, which may write them again.

    A manifest that is none of the kit's, or that nobody can read, makes nothing current, and stays as it is.
    """
    manifest = folder / "manifest.json"
    try:
        said = json.loads(manifest.read_bytes())
    except (FileNotFoundError, ValueError):
        return
    if not (isinstance(said, dict) and {"pack", "outputs", "complete"} <= said.keys()):
        return
    said |= {"complete": False, "outputs": dict.fromkeys(said["outputs"], "")}
    written = folder / WORK / "manifest.json"
    _write_through(written, json.dumps(said, indent=2, ensure_ascii=False).encode())
    _insist({manifest.name: partial(os.replace, written, manifest)})


def _can_become(folder: Path, change: Change, side: Side) -> bool:
    now, wanted = _digest_of(folder / change.name), getattr(change, side)
    is_ours = now in (change.old, change.new)
    return is_ours and (now == wanted or not wanted or _digest_of(folder / WORK / side / change.name) == wanted)


def _actions(folder: Path, changes: Iterable[Change], side: Side) -> Actions:
    return {change.name: partial(_become, folder, change, side) for change in changes}


def _become(folder: Path, change: Change, side: Side) -> None:
    """Give a file its old or its new content, or take it away, unless it is so already."""
    path, wanted = folder / change.name, getattr(change, side)
    if _digest_of(path) == wanted:
        return
    if wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(folder / WORK / side / change.name, path)  # noqa: PTH105 - the plain name of what is done
        return
    path.unlink()
    if path.parent != folder:
        with suppress(OSError):
            path.parent.rmdir()  # where it was the last


def _tried(actions: Actions, pauses: Iterable[float] = PAUSES) -> dict[str, OSError]:
    """Do all of them, trying again for some seconds what fails; what could not be done, and why."""
    left, waited, is_told = _failing(actions), 0.0, False
    for pause in pauses:
        if not left or any(error.errno in _FOR_GOOD for error in left.values()):
            break
        if waited >= _SAID_AFTER and not is_told:
            _log.warning("Another program holds %s; trying again for some seconds.", _some(list(left)))
            is_told = True
        sleep(pause)
        waited += pause
        left = _failing({name: actions[name] for name in left})
    return left


def _failing(actions: Actions) -> dict[str, OSError]:
    failed = {}
    for name, action in actions.items():
        try:
            action()
        except OSError as error:
            failed[name] = error
    return failed


def _insist(actions: Actions) -> None:
    """The same where nothing may be left: raises the first error, with the name of its file."""
    for name, error in _tried(actions).items():
        error.filename = error.filename or name
        raise error


def _named(error: OSError, folder: Path) -> str:
    """The file of an error, by its name in the folder, whether it is the one that stands there or one on its way."""
    name = Path(str(error.filename or folder))
    for base in (folder / WORK / "new", folder / WORK / "old", folder):
        if name.is_relative_to(base) and name != base:
            return name.relative_to(base).as_posix()
    return name.name


def _clear(folder: Path) -> None:
    """Take away what was on its way, first the journal: from then on the folder is taken for what it is."""
    if os.path.lexists(folder / WORK):
        _tried({"journal": partial(_journal(folder).unlink, missing_ok=True)})
        shutil.rmtree(folder / WORK, ignore_errors=True)


def _journal(folder: Path) -> Path:
    return folder / WORK / "journal.json"


def _read_journal(folder: Path) -> list[Change]:
    """What an earlier run has written down; nothing where it cannot be understood."""
    try:
        changes = [Change(*map(str, change)) for change in json.loads(_journal(folder).read_bytes())]
    except (ValueError, TypeError):
        return []
    return changes if all(_is_name(change.name) for change in changes) else []


def _is_name(name: str) -> bool:
    return not Path(name).is_absolute() and ".." not in Path(name).parts


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(path: Path) -> str:
    """The sha256 of a file; blank where there is none."""
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return ""


def _write_through(path: Path, content: bytes) -> None:
    """Write a file of that name afresh, and see that it is on the disk and not only on its way."""
    path.unlink(missing_ok=True)
    try:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        error.filename = error.filename or str(path)  # a full disk names no file
        raise
