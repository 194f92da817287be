"""Where a pack may be written and what it may read: never over its own sources, never from outside its data folder."""

import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

from scorecard_kit.files.writer import WORK, is_unsettled
from scorecard_kit.findings import Finding
from scorecard_kit.text.characters import hyphenated

__all__ = [
    "DEVICES", "KEPT", "LEFT", "LONGEST", "NAME", "OF_THE_SYSTEM", "TAKEN", "from_here", "name_findings",
    "name_problem", "output_findings", "pack_in", "shortened", "sources_of", "upwards", "within",
]  # fmt: skip

NAME = "[a-z0-9]+(-[a-z0-9]+)*"
"""How a pack or a section is called: its name becomes that of a folder or a page, on every system."""
LONGEST = 80  # Windows allows 260 characters for a whole path
_PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
DEVICES = {"con", "prn", "aux", "nul", *_PORTS}
"""Names by which Windows knows devices: no file of it can be called so."""
TAKEN = {"index", "pack", *DEVICES}
"""With them the pack's own pages."""

_OF_A_KIT = (
    "notebooks parameters data editions docs tests benchmarks scorecard_kit desk .git .venv .ci .github".split()
)  # the folders beside notebooks/ that hold what people have written
KEPT = ".kept"
"""The folder within a pack's own that holds what an interrupted run has left."""
OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Files that a system leaves in any folder that somebody has looked into."""
LEFT = re.compile(r"\..+\.\d+\.tmp")
"""The temporary file of a run that was killed."""
_ELSEWHERE = "Choose another with --output."


def upwards(start: Path, name: str | Path) -> Path | None:
    """The nearest folder of a name, in a folder or in one above it; None where there is none, or the name is blank."""
    places = (base / name for base in (start, *start.parents) if str(name))
    return next((place for place in places if os.path.isdir(place)), None)  # noqa: PTH112 - a name too long is none


def within(folder: Path, name: str) -> bool:
    """Whether a name leads to a place in the folder, whatever links lie on the way."""
    written = PureWindowsPath(name)  # which knows every way to lead away: a drive, a server, a root
    if not name.strip() or written.drive or written.root or ".." in written.parts:
        return False
    try:
        return (folder / name.replace("\\", "/")).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # too long, no character of a name, links in a circle
        return False


def name_problem(name: str) -> tuple[str, str] | None:
    """Why a pack cannot be called so, and the mend; None where it can."""
    plain = hyphenated(name)[:LONGEST].strip("-")
    if not re.fullmatch(NAME, name):
        mend = f"Rename the file in small letters, digits and single hyphens, such as {_better(plain)}.yaml."
        return "cannot be the name of a pack, whose folder is called so", mend
    if name in TAKEN:
        return "is a name that the kit or Windows has taken", f"Rename the file, such as {_better(plain)}.yaml."
    if len(name) > LONGEST:
        return f"is a name of over {LONGEST} characters", "Give the file a shorter name."
    return None


def _better(plain: str) -> str:
    return f"{plain}-2016-03" if plain in TAKEN else plain or "scorecard-2016-03"


def name_findings(paths: Iterable[Path]) -> list[Finding]:
    """Parameters files whose packs cannot be called as they are."""
    problems = {path: name_problem(path.stem) for path in paths}
    return [
        Finding(shortened(path.name), value=shortened(path.stem), problem=problem[0], mend=problem[1])
        for path, problem in problems.items()
        if problem
    ]


def shortened(name: str, longest: int = 60) -> str:
    """A name as a message shows it."""
    return name if len(name) <= longest else f"{name[:longest]}..."


def output_findings(folder: Path, pack: str, sources: Iterable[Path]) -> list[Finding]:
    """Why a pack may not be written into the folder: what stands there, or around it, is not the kit's to replace.

    `sources` are the parameters file, the notebooks and the data. Nothing is made or changed.
    """
    try:
        problem, mend = _problem(folder, pack, list(sources)) or ("", "")
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        problem, mend = f"the folder {shortened(str(folder), 200)} cannot be looked into ({reason})", _ELSEWHERE
    return [Finding("--output", problem=problem, mend=mend)] if problem else []


def _problem(folder: Path, pack: str, sources: list[Path]) -> tuple[str, str] | None:
    place = folder.resolve()
    for source in [*sources, *_kits(place), Path(__file__).parent.parent]:
        if relation := _relation(place, source):
            return f"the folder {folder} {relation} {from_here(source)}, which would be overwritten", _ELSEWHERE
    for above in place.parents:
        if above.is_file():
            return f"the folder {folder} cannot be written ({above} is a file)", _ELSEWHERE
        if (other := pack_in(above)) is not None:
            return f"the folder {folder} lies in that of the pack {other}", _ELSEWHERE
    return _held(folder, place, pack) if os.path.lexists(folder) else None


def _held(folder: Path, place: Path, pack: str) -> tuple[str, str] | None:
    """What stands at the place itself, unless it is nothing or the same pack."""
    if not place.exists():
        return f"{folder} is a link that leads nowhere", "Remove the link, or choose another folder with --output."
    if not place.is_dir():
        return f"the folder {folder} cannot be written (it is a file)", _ELSEWHERE
    held = pack_in(place)
    if held is None and not is_unsettled(place) and (file := next(_foreign(place), "")):
        return f"the folder {folder} holds files that the kit has not written, such as {file}", _ELSEWHERE
    return (f"the folder {folder} holds the pack {held}", _ELSEWHERE) if held not in (None, pack) else None


def _kits(place: Path) -> Iterator[Path]:
    """What people have written in the kits that a place lies in, one's own or another's."""
    for above in place.parents:
        has = [os.path.isdir(above / name) for name in ("notebooks", "parameters", "data")]  # noqa: PTH112 - never raises
        if has[0] and any(has[1:]) and pack_in(above) is None:  # a rendered pack has folders of these names too
            yield from (above / name for name in _OF_A_KIT if os.path.lexists(above / name))


def sources_of(parameters: Path, folders: Iterable[Path]) -> list[Path]:
    """What a pack is made from: its parameters file, all that stands beside the notebooks, the folders of its data."""
    notebooks = upwards(parameters.parent, "notebooks")
    places = [notebooks.parent / name for name in _OF_A_KIT] if notebooks else []
    own = [place for place in places if os.path.lexists(place)]
    beside = [parameters.parent] if parameters.parent.name == "parameters" else []
    return [*own, *beside, parameters, *folders]


def _relation(place: Path, source: Path) -> str:
    """How a place, which need not be there, stands to a source: is, holds, lies in; blank where they are apart.

    Folders are known by what the system knows them by, and by their names without capitals, which not all keep apart.
    """
    source = source.resolve()
    own, its = _identities(place), _identities(source)
    if own[0] == its[0] or _alike(place) == _alike(source):
        return "is"
    if its[0] in own or _alike(place)[: len(source.parts)] == _alike(source):
        return "lies in"
    return "holds" if own[0] in its or _alike(source)[: len(place.parts)] == _alike(place) else ""


def _identities(path: Path) -> list[object]:
    """The path and every folder above it as the system knows them; one that is not there is like no other."""
    found: list[object] = []
    for each in (path, *path.parents):
        try:
            stat = each.stat()
            found.append((stat.st_dev, stat.st_ino) if stat.st_ino else object())
        except OSError:
            found.append(object())
    return found


def _alike(path: Path) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in path.parts)


def from_here(path: Path) -> str:
    """The path as seen from where the analyst stands, where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def pack_in(folder: Path) -> str | None:
    """The name of the pack whose manifest stands in the folder; None where there is none of the kit's."""
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return None
    is_ours = isinstance(said, Mapping) and {"pack", "kit", "sections"} <= said.keys()
    return str(said["pack"]) if is_ours else None


def _foreign(folder: Path) -> Iterator[str]:
    """The files and links in a folder that neither a run of the kit nor the system leaves there."""
    for place, folders, files in os.walk(folder, onerror=_raised):
        folders[:] = sorted(name for name in folders if not (Path(place) == folder and name in {WORK, KEPT}))
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        yield from (
            (Path(place) / name).relative_to(folder).as_posix()
            for name in sorted([*files, *links])
            if name not in OF_THE_SYSTEM and not LEFT.fullmatch(name)
        )


def _raised(error: OSError) -> Any:  # noqa: ANN401 - it never returns
    raise error
