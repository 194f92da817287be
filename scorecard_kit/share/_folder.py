"""The folder share/ of a pack: what the kit has put there, what is somebody else's, and the new files for the old."""

import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePath

from scorecard_kit.files.writer import replace_all
from scorecard_kit.findings import Finding, InputError, refusal
from scorecard_kit.publish.folder import is_elsewhere
from scorecard_kit.publish.manifest import digest
from scorecard_kit.run.rendered import read_file

RECORD = "share.json"
"""Beside share/: the sha256 of each file that the kit has put into it. What is not in there is not the kit's."""


def refuse_elsewhere(folder: Path) -> None:
    """InputError where share/ is a link or a file: it would be written elsewhere, or nothing could be."""
    place = folder / "share"
    if is_elsewhere(place):
        raise refusal("share", "it is a link, and the kit writes through none", "Remove it.")
    if place.is_file():
        raise refusal("share", "it is a file where a folder is to be made", "Move it elsewhere, then share again.")


def _recorded(folder: Path) -> dict[str, str]:
    """The files that the kit has put into share/ before, with their sha256; none where there is no record of it."""
    try:
        return {str(name): str(sha) for name, sha in json.loads((folder / RECORD).read_bytes())["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def put_in_place(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The new share for the earlier one, whole; of the earlier one only what is still as the kit has put it there.

    Returns the names of the files in share/ that are somebody else's, and stay. InputError, with nothing replaced,
    where one of them stands under a name that is needed.
    """
    earlier, digests = _recorded(folder), {name: digest(content) for name, content in files.items()}
    gone = [name for name in earlier if name not in files and PurePath(name).name == name]
    if changed := [name for name in (*files, *gone) if _is_anothers(folder / "share" / name, name, digests, earlier)]:
        problem = "the kit has not put it there, or it was changed since"
        mend = "Move it elsewhere, or delete it if you do not need it, then share again."
        raise InputError(Finding(f"share/{name}", problem=problem, mend=mend) for name in changed)
    record = json.dumps({"files": digests}, indent=2)
    contents = {f"share/{name}": content for name, content in files.items()} | {RECORD: record.encode()}
    replace_all(folder, contents, [f"share/{name}" for name in gone], "share")
    place = folder / "share"
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    return tuple(sorted(there - digests.keys()))


def _is_anothers(path: Path, name: str, digests: Mapping[str, str], earlier: Mapping[str, str]) -> bool:
    """Whether what stands there is neither what the kit has put there nor what it is about to."""
    if not os.path.lexists(path):
        return False
    return not path.is_file() or digest(read_file(path)) not in (digests.get(name), earlier.get(name))
