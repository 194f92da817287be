"""The folder of a rendered pack on disk: whole files or none, and nobody else's are touched."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from scorecard_kit.files.places import KEPT, LEFT, shortened
from scorecard_kit.files.writer import WORK, held, replace_all, settle
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.publish.manifest import files_of, read_manifest

__all__ = ["clear_leftovers", "is_elsewhere", "open_folder", "section_files", "unwritable", "write", "write_all"]

_PARTS = ("data", "notebooks")
_LINKED = "is a link, and the kit writes through none"


def section_files(name: str) -> tuple[str, str, str]:
    """Where a section's page, figures and executed record stand in the pack's folder."""
    return f"{name}.html", f"data/{name}.csv", f"notebooks/{name}.ipynb"


def open_folder(folder: Path, files: Iterable[str]) -> None:
    """Make the folder, and see that every file in it can be written. InputError before anything is run if not.

    What an earlier run has written by half is completed or undone first.
    """
    if linked := [name for name in (*_PARTS, KEPT, WORK) if is_elsewhere(folder / name)]:
        mend = "Remove the link, then render again."
        raise InputError(Finding(name, problem=f"it {_LINKED}", mend=mend) for name in linked)
    for part in (folder, *(folder / name for name in _PARTS)):
        try:
            part.mkdir(parents=True, exist_ok=True)
            trial = part / f".trial.{os.getpid()}.tmp"
            trial.write_bytes(b"")
            trial.unlink()
        except OSError as error:
            raise InputError([unwritable(part, error)]) from None
    settle(folder)
    earlier = read_manifest(folder)
    own = {*earlier.outputs, *files_of(earlier.sections.values()), "manifest.json"}
    if found := [finding for file in files if (finding := _obstacle(folder, file, own))]:
        raise InputError(found)


def is_elsewhere(part: Path) -> bool:
    """Whether a part of a folder is in truth another folder: a link, or a junction of Windows."""
    return os.path.lexists(part) and Path(os.path.realpath(part)) != Path(os.path.realpath(part.parent)) / part.name


def unwritable(part: Path, error: OSError) -> Finding:
    """The finding for a folder that cannot be made or written."""
    problem = f"the folder {shortened(str(part), 200)} cannot be written ({error.strerror})"
    return Finding("--output", problem=problem, mend="Choose another with --output, or ask for the right to write.")


def _obstacle(folder: Path, name: str, own: set[str]) -> Finding | None:
    path = folder / name
    if not os.path.lexists(path):
        return None
    if path.is_dir():
        return Finding(path.name, problem="it is a folder where a file is to be written", mend="Move it elsewhere.")
    if name not in own:
        problem = "it stands where a page of the pack is to be written, and the kit has not written it"
        return Finding(name, problem=problem, mend="Move it elsewhere.")
    try:
        os.replace(path, path)  # noqa: PTH105 - onto itself: fails on Windows while another program holds the file
    except OSError as error:
        return held(path.name, error)
    return None


def write(path: Path, content: str, again: str = "render") -> None:
    """Write a file whole, its line ends as they are, by way of a temporary one beside it.

    InputError where it is held open; `again` is what to do when it no longer is.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
        os.replace(temporary, path)  # noqa: PTH105 - the plain name of what is done
    except OSError as error:
        raise InputError([held(path.name, error, again)]) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_all(folder: Path, contents: Mapping[str, str], gone: Iterable[str] = ()) -> None:
    """Write a pack's files, the last of them last, and remove those that are gone; all of it or nothing.

    Only files of sections are removed, whatever a manifest names.
    """
    own = [file for file in gone if file in section_files(Path(file).stem)]
    replace_all(folder, {name: content.encode() for name, content in contents.items()}, own)


def clear_leftovers(folder: Path) -> None:
    """Remove the temporary files of a run that was killed. Only for who has the folder to himself."""
    for part in (folder, *(folder / name for name in _PARTS)):
        for leftover in filter(lambda path: LEFT.fullmatch(path.name), part.glob(".*.tmp")):
            with suppress(OSError):
                leftover.unlink()
