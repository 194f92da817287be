"""The folder of a rendered pack on disk: whole files or none, and nobody else's are touched."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from scorecard_kit.findings import Finding, InputError


def section_files(name: str) -> tuple[str, str, str]:
    """Where a section's page, figures and executed record stand in the pack's folder."""
    return f"{name}.html", f"data/{name}.csv", f"notebooks/{name}.ipynb"


def open_folder(folder: Path, files: Iterable[str]) -> None:
    """Make the folder, and see that every file in it can be written. InputError before anything is run if not."""
    for part in (folder, folder / "data", folder / "notebooks"):
        try:
            part.mkdir(parents=True, exist_ok=True)
            trial = part / f".trial.{os.getpid()}.tmp"
            trial.write_bytes(b"")
            trial.unlink()
        except OSError as error:
            raise InputError([_unwritable(part, error)]) from None
    held = [finding for file in files if (finding := _held(folder / file))]
    if held:
        raise InputError(held)


def _unwritable(part: Path, error: OSError) -> Finding:
    problem = f"the folder {part} cannot be written ({error.strerror})"
    return Finding("--output", problem=problem, mend="Choose another with --output, or ask for the right to write.")


def _held(path: Path) -> Finding | None:
    if not (path.exists() or path.is_symlink()):
        return None
    try:
        if path.is_dir():
            return Finding(path.name, problem="it is a folder where a file is to be written", mend="Move it elsewhere.")
        os.replace(path, path)  # noqa: PTH105 - onto itself: fails on Windows while another program holds the file
    except OSError as error:
        return _in_use(path, error)
    return None


def _in_use(path: Path, error: OSError) -> Finding:
    problem = f"it cannot be written ({error.strerror})"
    return Finding(path.name, problem=problem, mend="Close it in Excel or the browser, then render again.")


def write(path: Path, content: str) -> None:
    """Write a file whole, LF as line end, by way of a temporary one beside it. InputError where it is held open."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(content, encoding="utf-8", newline="\n")
        os.replace(temporary, path)  # noqa: PTH105 - the plain name of what is done
    except OSError as error:
        raise InputError([_in_use(path, error)]) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_all(folder: Path, contents: Mapping[str, str]) -> None:
    """Write the files that are not so already, in order, each whole; none of them where one cannot be made.

    All new files are on the disk before the first takes its place, so that a full disk leaves everything as it was.
    """
    staged: dict[Path, Path] = {}
    try:
        for name, content in contents.items():
            path, new = folder / name, content.encode()
            if not _holds(path, new):
                staged[path] = path.with_name(f".{path.name}.{os.getpid()}.tmp")
                _write_through(staged[path], new)
        for path, temporary in staged.items():
            os.replace(temporary, path)  # noqa: PTH105 - the plain name of what is done
    except OSError as error:
        raise InputError([_in_use(path, error)]) from None
    finally:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _write_through(path: Path, content: bytes) -> None:
    """Write a file, and see that it is on the disk and not only on its way."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def clear_leftovers(folder: Path) -> None:
    """Remove the temporary files of a run that was killed. Only for who has the folder to himself."""
    for part in (folder, folder / "data", folder / "notebooks"):
        for leftover in part.glob(".*.tmp"):
            with suppress(OSError):
                leftover.unlink()


def remove(folder: Path, files: Iterable[str]) -> None:
    """Remove files of the pack's folder that a manifest names; a name that leads out of the folder is passed over."""
    for file in files:
        parts = PurePosixPath(file).parts
        path = folder.joinpath(*parts)
        if parts and file in section_files(path.stem) and path.is_file():
            try:
                path.unlink()
            except OSError as error:
                raise InputError([_in_use(path, error)]) from None
