"""manifest.json: what a pack was made of, when, and what became of each section."""

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from scorecard_kit.data.editions import Correction
from scorecard_kit.findings import refusal
from scorecard_kit.text.harmless import escaped

if TYPE_CHECKING:  # the manifest is looked at before anything heavy is loaded
    from scorecard_kit.pack.parameters import ParametersFile
    from scorecard_kit.pack.plan import Pack

__all__ = [
    "Earlier", "digest", "digests_of", "files_of", "folder_digests", "input_digests", "input_name", "installed",
    "kit_digest", "made_with", "manifest", "now", "read_manifest", "versions",
]  # fmt: skip

_LIBRARIES = "ipykernel jinja2 markdown-it-py matplotlib nbclient nbconvert nh3 pandas papermill".split()
_PASSED_OVER = (".", "~$")  # hidden files, and those by which Excel and Word mark a file as open


class Earlier(NamedTuple):
    """What manifest.json says of the run before; empty where there is none that can be read."""

    sections: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - never changed
    """By name."""
    outputs: dict[str, str] = {}  # noqa: RUF012 - as above
    """The sha256 of the files as they were written."""
    inputs: dict[str, str] = {}  # noqa: RUF012 - as above
    """The sha256 of the files that pages were made from."""
    corrections: tuple[Correction, ...] = ()
    """What the pages say was corrected."""


def read_manifest(folder: Path) -> Earlier:
    """The manifest in a pack's folder."""
    try:
        held = json.loads((folder / "manifest.json").read_bytes())
        sections = {section["name"]: section for section in held["sections"]}
        corrected = tuple(Correction.read(said) for said in held.get("corrections", ()))
        return Earlier(sections, dict(held["outputs"]), dict(held.get("inputs", {})), corrected)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Earlier()


def files_of(entries: Iterable[dict[str, Any]]) -> set[str]:
    """The names of the files that belong to these sections."""
    return {str(file) for entry in entries for file in entry.get("files", [])}


def manifest(pack: "Pack", inputs: dict[str, str], entries: list[dict[str, Any]], state: dict[str, Any]) -> str:
    """The text of manifest.json. `inputs` are of what pages were made from, and never of what is only there now.

    `state`: whether the run was `complete`, the sha256 of each of its `outputs`, and `seen`: see
    `record.looked_at`.
    """
    said = {
        "pack": pack.name,
        "rendered": now(),
        **made_with(),
        "data": pack.head.data,
        "inputs": inputs,
        **state,
        "sections": entries,
    }
    return escaped(json.dumps(said, indent=2, ensure_ascii=False))


def made_with() -> dict[str, Any]:
    """What makes a page what it is, beside its inputs: `versions`, the digest of the `kit`, and what is `installed`."""
    return {"versions": versions(), "kit": kit_digest(), "installed": installed()}


def versions() -> dict[str, str]:
    """The versions of the kit, of Python and of the libraries that make a page what it is."""
    return {
        "scorecard-kit": version("scorecard-kit"),
        "python": platform.python_version(),
        **{library: version(library) for library in _LIBRARIES},
    }


def installed() -> str:
    """The digest of what is installed beside Python, by name and version: a cell may use any of it.

    And of the settings that matplotlib takes from the analyst, and gives every chart.
    """
    places = [place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    names = {name for place in places if os.path.isdir(place) for name in os.listdir(place)}  # noqa: PTH112, PTH208
    named = "\n".join(sorted(name for name in names if name.endswith((".dist-info", ".egg-info"))))
    return digest(named.encode(), *_settings())


def _settings() -> Iterator[bytes]:
    given = os.environ.get("MATPLOTLIBRC", "")
    folders = _matplotlib_folders()
    places = [Path.cwd(), *([Path(given)] if given else []), *folders]
    files = [place / "matplotlibrc" if place.is_dir() else place for place in places]
    styles = [style for folder in folders for style in sorted(folder.glob("stylelib/*.mplstyle"))]
    for path in (*files, *styles):
        with suppress(OSError):
            yield path.read_bytes()


def _matplotlib_folders() -> list[Path]:
    """Where matplotlib looks for an analyst's settings."""
    if own := os.environ.get("MPLCONFIGDIR", ""):
        return [Path(own)]
    with suppress(RuntimeError):  # a user without a home
        home = Path.home()
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        return [config / "matplotlib", home / ".matplotlib"]
    return []


def kit_digest() -> str:
    """The sha256 of the kit's own sources: they may change while its version does not."""
    folder = Path(__file__).parent.parent
    sources = sorted(path for path in folder.rglob("*") if path.suffix in {".py", ".j2", ".css", ".json"})
    return digest(*(path.relative_to(folder).as_posix().encode() + path.read_bytes() for path in sources))


def digest(*parts: bytes) -> str:
    """The sha256 of the parts, one after the other."""
    return hashlib.sha256(b"".join(parts)).hexdigest()


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def input_digests(pack: "Pack") -> dict[str, str]:
    """The sha256 of parameters file, notebooks, data and commentary, by name as seen from the root.

    Raises InputError where one cannot be read.
    """
    notebooks = list(dict.fromkeys(section.notebook for section in pack.sections))
    try:
        return digests_of(pack.file, pack.root, notebooks, pack.folder)
    except OSError as error:
        mend = "Close it in other programs, then render again."
        raise refusal(Path(error.filename).name, f"it cannot be read ({error.strerror})", mend) from None


def digests_of(parameters: "ParametersFile", root: Path, notebooks: list[Path], folder: Path) -> dict[str, str]:
    """The same of files that are named one by one, and of all in the data folder. OSError where one is not there."""
    own = {input_name(parameters.path, root, folder): digest(parameters.content)}
    used = {input_name(file, root, folder): digest(file.read_bytes()) for file in notebooks}
    return own | used | folder_digests(folder, root)


def folder_digests(folder: Path, root: Path) -> dict[str, str]:
    """The sha256 of every file of a data folder, by name as seen from the root. OSError where one cannot be read."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and _counts(file, folder))
    return {input_name(file, root, folder): digest(file.read_bytes()) for file in files}


def input_name(file: Path, root: Path, folder: Path) -> str:
    """A file as seen from the root, or from beside a data folder that lies elsewhere."""
    return Path(os.path.relpath(file, root if file.is_relative_to(root) else folder.parent)).as_posix()


def _counts(file: Path, folder: Path) -> bool:
    return not any(part.startswith(_PASSED_OVER) for part in file.relative_to(folder).parts)
