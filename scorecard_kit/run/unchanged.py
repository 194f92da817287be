"""Whether a pack has to be rendered at all, told from its files alone: nothing heavy is imported, nothing is run."""

import json
from pathlib import Path
from typing import Any

from scorecard_kit.files.places import upwards
from scorecard_kit.files.writer import is_unsettled
from scorecard_kit.pack.parameters import ParametersFile, opened
from scorecard_kit.publish.manifest import digest, digests_of, installed, kit_digest, versions
from scorecard_kit.run._record import Look, looked_at


def unchanged(file: ParametersFile | Path, output: Path) -> list[str]:
    """The sections of a pack whose every input is as it was when it was rendered, and every page as it was written.

    Empty where something is otherwise, a section failed or has to be run each time, or the run before was not complete.
    """
    file = opened(file)
    folder = output.absolute() / file.path.stem
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
        sections = [str(section["name"]) for section in said["sections"]]
        same = is_as_written(folder, said) and all(_is_told(section["reads"]) for section in said["sections"])
        return sections if same and _is_as_seen(file, folder, said) else []
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        return []


def is_as_written(folder: Path, said: dict[str, Any]) -> bool:
    """Whether a pack was rendered as a whole, by this kit, and is as it was written. `said`: its manifest."""
    if is_unsettled(folder) or not said["complete"] or any(it["status"] == "failed" for it in said["sections"]):
        return False
    made_with = versions(), kit_digest(), installed()
    same = (said["versions"], said["kit"], said["installed"]) == made_with
    return same and all(digest((folder / name).read_bytes()) == sha for name, sha in said["outputs"].items())


def _is_told(reads: dict[str, Any]) -> bool:
    """Whether it can be told from files that a section need not run. A database has none."""
    has_files = all(isinstance(load["load"], str) for load in reads.get("loads", ()))
    return bool(reads) and has_files and "again" not in reads


def _is_as_seen(file: ParametersFile, output: Path, said: dict[str, Any]) -> bool:
    """Whether all is as it was when every page was current. What the parameters file names is the same while it is."""
    if not isinstance(said["data"], str):  # of a database, each section is asked
        return False
    start, sections = file.path.parent, said["sections"]
    notebooks, folder = upwards(start, "notebooks"), upwards(start, said["data"])
    if not (notebooks and folder):
        return False
    root = notebooks.parent
    used = list(dict.fromkeys(root / section["notebook"] for section in sections))
    if not said["seen"] or looked_at(digests_of(file, root, used, folder), root, folder, sections) != said["seen"]:
        return False
    look = Look(root, folder, output)
    return not any(look.differs(section["reads"]) for section in sections)
