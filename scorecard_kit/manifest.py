"""manifest.json: what a pack was made of, when, and what became of each section."""

import hashlib
import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack import Pack, Section

_LIBRARIES = "ipykernel jinja2 markdown-it-py matplotlib nbclient nbconvert nh3 pandas papermill pydantic".split()
_PASSED_OVER = (".", "~$")  # hidden files, and those by which Excel and Word mark a file as open


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """The earlier manifest's sections by name; none where there is no manifest that can be read."""
    try:
        sections = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["sections"]
        return {section["name"]: section for section in sections}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def manifest(pack: Pack, inputs: dict[str, str], entries: list[dict[str, Any]]) -> str:
    """The text of manifest.json."""
    return json.dumps(
        {
            "pack": pack.name,
            "rendered": now(),
            "versions": {
                "scorecard-kit": version("scorecard-kit"),
                "python": platform.python_version(),
                **{library: version(library) for library in _LIBRARIES},
            },
            "inputs": inputs,
            "sections": entries,
        },
        indent=2,
        ensure_ascii=False,
    )


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def input_digests(pack: Pack, sections: list[Section]) -> dict[str, str]:
    """The sha256 of parameters file, notebooks, data and commentary, by name as seen from the root.

    Raises InputError where one cannot be read.
    """
    files = [pack.path, *dict.fromkeys(section.notebook for section in sections)]
    files += sorted(file for file in pack.folder.rglob("*") if file.is_file() and _counts(file, pack.folder))
    try:
        return {_name(file, pack): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    except OSError as error:
        problem, mend = f"it cannot be read ({error.strerror})", "Close it in other programs, then render again."
        raise InputError([Finding(Path(error.filename).name, problem=problem, mend=mend)]) from None


def _counts(file: Path, folder: Path) -> bool:
    return not any(part.startswith(_PASSED_OVER) for part in file.relative_to(folder).parts)


def _name(file: Path, pack: Pack) -> str:
    base = pack.root if file.is_relative_to(pack.root) else pack.folder.parent
    return Path(os.path.relpath(file, base)).as_posix()
