"""Whether a pack has to be rendered at all, told from its files alone: nothing heavy is imported, nothing is run."""

import json
from pathlib import Path
from typing import Any

from scorecard_kit.manifest import digest, digests_of, kit_digest, versions
from scorecard_kit.writer import is_unsettled


def unchanged(parameters: Path, output: Path) -> list[str]:
    """The sections of a pack whose every input is as it was when it was rendered, and every page as it was written.

    Empty where something is otherwise, a section failed, or the run before was not complete.
    """
    folder = output.absolute() / parameters.stem
    if is_unsettled(folder):
        return []
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
        sections = [str(section["name"]) for section in said["sections"]]
        is_whole = said["complete"] and all(section["status"] != "failed" for section in said["sections"])
        same = is_whole and _inputs(parameters, said) == said["inputs"]
        same = same and (said["versions"], said["kit"]) == (versions(), kit_digest())
        outputs = said["outputs"].items()
        return sections if same and all(digest((folder / name).read_bytes()) == sha for name, sha in outputs) else []
    except (OSError, ValueError, LookupError, TypeError, StopIteration):
        return []


def _inputs(parameters: Path, said: dict[str, Any]) -> dict[str, str]:
    """The digests of what would be read now. As long as the parameters file is the same, so is what it names.

    A database has no file to tell it from: its packs are never taken for unchanged here, and each section is asked.
    """
    if not isinstance(said["data"], str):
        return {}
    path = parameters.absolute()
    root = next(place for place in path.parents if (place / "notebooks").is_dir())
    folder = next(place / said["data"] for place in path.parents if (place / said["data"]).is_dir())
    notebooks = [root / name for name in said["inputs"] if name.endswith(".ipynb") and name.startswith("notebooks/")]
    return digests_of(path, root, notebooks, folder)
