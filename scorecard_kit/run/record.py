"""The record of what a section has read: gathered from its kernel's notes, and held against what is there now.

It is plain JSON, in the metadata of the executed notebook and in the manifest: `files` and `folders` by digest, blank
where there was none; `links` by where they led, `times` of files that were asked for; `variables` of the environment,
`salt` being what their digests are made with; `loads` of the kit, table by table; `commentary` that was looked for, and
the edition `before`, and those that were `published`; why more may have been read than can be seen (`unseen`), with
the digest of `everything` then and the time of the `newest` file in it; and why the section is run at every render
(`again`). Paths are seen from the root.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from scorecard_kit.data.editions import edition_before, is_as_published, published_before, seals_of
from scorecard_kit.files.places import upwards
from scorecard_kit.files.writer import is_unsettled
from scorecard_kit.findings import InputError
from scorecard_kit.pack.parameters import ParametersFile, opened
from scorecard_kit.publish.manifest import digest, digests_of, folder_digests, made_with
from scorecard_kit.reads import recorder

__all__ = [
    "RECORDED",
    "Look",
    "Reads",
    "Signatures",
    "Tree",
    "gathered",
    "is_as_written",
    "located",
    "looked_at",
    "on_disk",
    "portable",
    "unchanged",
    "unchanged_packs",
]  # fmt: skip

RECORDED = "scorecard"
"""The name, in the metadata of an executed notebook, under which its `reads` stand."""
Reads = dict[str, Any]
Signatures = dict[str, tuple[int, int, int]]
_KINDS = *recorder.FOUND, "variable"
_ON_DISK = {f"{kind}s": kind for kind in recorder.FOUND}
_ASKED = {"commentary": "commentary", "edition": "before", "published": "published"}
_HOME = "~/"
_ENVIRONMENT = "pyvenv.cfg", "conda-meta"
_ENVIRONMENTS = {sys.prefix, sys.base_prefix, os.path.realpath(sys.prefix), os.path.realpath(sys.base_prefix)}
_RENDERED = "manifest.json", "index.html"
_CHANGING = frozenset("_ COLUMNS LINES OLDPWD PWD SHLVL PYTEST_CURRENT_TEST".split())  # from one command to the next


def gathered(notes: Path, root: Path) -> Reads:
    """The record of a section from its notes; empty where none were made, so that nothing is known."""
    lines = [json.loads(line) for line in notes.read_bytes().splitlines()]
    salt = next((line["salt"] for line in lines if "salt" in line), "")
    if not salt:
        return {}
    reads: Reads = {"salt": salt, **{f"{kind}s": {} for kind in _KINDS}}
    for line in lines:
        if _holds_the_environment(line):
            continue
        if found := [kind for kind in _KINDS if kind in line]:
            name = line["variable"] if "variable" in line else portable(line[found[0]], root)
            _add(reads[f"{found[0]}s"], name, line["found"])
        elif "load" in line:
            place = line["load"] if isinstance(line["load"], dict) else portable(line["load"], root)
            reads.setdefault("loads", []).append({**line, "load": place})
        elif asked := [kind for kind in _ASKED if kind in line]:
            place, *further = line[asked[0]]
            item = {"asked": [portable(place, root), *further], "found": line["found"]}
            reads.setdefault(_ASKED[asked[0]], []).append(item)
        elif "made" in line and reads["files"].get(name := portable(line["made"], root)) == "":
            reads["files"][name] = recorder.file_digest(line["made"])  # as the section has left it
        else:
            for kind, name in (("everything", "unseen"), ("again", "again")):
                reads.setdefault(name, []).append(line[kind]) if kind in line else None
    if "*" in reads["variables"]:
        reads["variables"] = {"*": ""}
    return {kind: held for kind, held in reads.items() if held}


def _holds_the_environment(line: Mapping[str, Any]) -> bool:
    """Whether a note only says that a folder is there which holds the libraries: no page is made from that."""
    place = os.path.join(str(line.get("file", "")), "")  # noqa: PTH118 - of a name
    return line.get("found") == "folder" and any(os.path.join(held, "").startswith(place) for held in _ENVIRONMENTS)  # noqa: PTH118


def on_disk(reads: Reads) -> Reads:
    """The part of a record that is of files, folders and links, one by one."""
    return {kind: reads[kind] for kind in _ON_DISK if kind in reads}


def _add(to: dict[str, str], name: str, found: str) -> None:
    """Note a digest; of what had two, while the section ran, it is not known from which it was made."""
    to[name] = found if to.get(name, found) == found else recorder.UNTOLD


def portable(path: str, root: Path) -> str:
    """A path as seen from the root, or from the home folder where the root is not in it: it names no one's folder."""
    real, home = os.path.realpath(root), str(Path.home())
    base = real if _is_in(path, real) else str(root)
    if _is_in(path, home) and not _is_in(str(root), home) and not _is_in(path, base):
        return _HOME + Path(os.path.relpath(path, home)).as_posix()
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(path).as_posix()


def _is_in(path: str, folder: str) -> bool:
    return os.path.join(path, "").startswith(os.path.join(folder, ""))  # noqa: PTH118 - of names


def located(name: str, root: Path) -> str:
    """The path that `portable` has named."""
    place = Path.home() / name.removeprefix(_HOME) if name.startswith(_HOME) else root / name
    return os.path.abspath(place)  # noqa: PTH100 - Path.resolve would follow links


def looked_at(inputs: dict[str, str], root: Path, folder: Path, entries: Iterable[Mapping[str, Any]]) -> str:
    """The digest of every file that was looked at when all pages were found to be current; of no use for less.

    As long as they are the same, so are the parts that sections have read. `inputs` are the pack's, `entries` those of
    its sections, which may have loaded other folders. OSError where a file cannot be read.
    """
    reads = [entry.get("reads", {}) for entry in entries]
    loads = [load["load"] for read in reads for load in read.get("loads", ())]
    texts = [item["asked"][0] for read in reads for item in read.get("commentary", ())]
    places = {Path(located(place, root)) for place in (*loads, *texts) if isinstance(place, str)}
    found = [inputs, *(folder_digests(place, root) for place in sorted(places - {folder}))]
    return digest(json.dumps(found, sort_keys=True).encode())


class Look:
    """What is there now, outside the data that the kit loads: each file looked at once for all sections."""

    def __init__(self, root: Path, folder: Path, output: Path) -> None:
        """`folder` holds the data, `output` the rendered pack."""
        self.root, self._places = root, (root, folder, output)
        self._now = cache(lambda kind, name: recorder.found(_ON_DISK[kind], located(name, root)))

    @cached_property
    def tree(self) -> "Tree":
        """Everything, as it is when it is first asked for."""
        return Tree(*self._places)

    def begin(self) -> None:
        """Look at everything now, before sections run."""
        _ = self.tree

    def differs(self, reads: Reads) -> str:
        """From what a section was made that is otherwise now, such as "from an earlier helper.py"; blank if nothing."""
        for kind in _ON_DISK:
            for name, found in reads.get(kind, {}).items():
                if found == recorder.UNTOLD or self._now(kind, name) != found:
                    return _words(kind, name, found, self._now(kind, name))
        for name, found in reads.get("variables", {}).items():
            if self.variable(name, reads["salt"]) != found:
                return "in another environment" if name == "*" else f"with another {name} in the environment"
        if "unseen" in reads and self.tree.digest != reads.get("everything"):
            why = f"it {reads['unseen'][0]}, so that every file counts"
            return f"from an earlier {self.tree.newer_than(reads.get('newest', 0)) or 'file'} ({why})"
        of_editions = [*(self._edition_differs(**before) for before in reads.get("before", ()))]
        of_editions += (self._published_differ(**item) for item in reads.get("published", ()))
        return next(filter(None, of_editions), "")

    def _published_differ(self, asked: Sequence[Any], found: str) -> str:
        root, folder, period = asked
        try:
            now = seals_of(published_before(Path(located(root, self.root)), Path(located(folder, self.root)), period))
        except InputError:
            return "from editions that cannot be read now"
        return "" if found == now else "while other editions were there"

    def _edition_differs(self, asked: Sequence[Any], found: str) -> str:
        try:
            edition = edition_before(Path(located(asked[0], self.root)), *asked[1:])
        except InputError:
            return "from editions that cannot be read now"
        if found == (edition.seal if edition else ""):
            return ""
        return f"before {edition.label} was published" if edition else "from an edition that is no longer there"

    def completed(self, reads: Reads) -> Reads:
        """The record with the digests that a section's kernel could not take itself."""
        if "unseen" in reads:
            everything = self.tree.digest  # before the second look, so that it is of what was there all the time
            everything = everything if self.tree.is_unchanged() else recorder.UNTOLD
            reads = {**reads, "everything": everything, "newest": self.tree.newest}
        if "*" in reads.get("variables", {}):
            reads = {**reads, "variables": {**reads["variables"], "*": self.variable("*", reads["salt"])}}
        return reads

    def variable(self, name: str, salt: str) -> str:
        """The digest of a variable now, or of all of them."""
        if name != "*":
            return recorder.variable_digest(name, os.environ.get(name), salt)
        held = {name: value for name, value in os.environ.items() if name not in _CHANGING}
        return recorder.variable_digest(name, json.dumps(held, sort_keys=True), salt)


def _words(kind: str, name: str, found: str, now: str) -> str:
    """In which words what is on the disk differs from what a section has found."""
    if kind == "folders":
        return f"from other files in {name}"
    if kind == "links":
        return f"while {name} led elsewhere"
    if kind == "times":
        return f"before {name} was written anew"
    if not found:
        return f"before {name} was there"
    return f"from an earlier {name}" if now else f"from {name}, which is no longer there"


class Tree:
    """Every file that a section may read without being seen: those under the root, and the data."""

    def __init__(self, root: Path, folder: Path, output: Path) -> None:
        """Look at all of them, without reading any."""
        self._root, self._folder = root, folder
        self._output = output.parent if _holds_pages_alone(output.parent, root, folder) else output
        self._started = self._signatures()

    @cached_property
    def digest(self) -> str:
        """The digest of them all, as they were at the beginning."""
        found = {portable(path, self._root): recorder.file_digest(path) for path in self._started}
        return digest(json.dumps(found, sort_keys=True).encode())

    @property
    def newest(self) -> int:
        """When the newest of them was written."""
        return max((written for _, written, _ in self._started.values()), default=0)

    def newer_than(self, time: int) -> str:
        """One that was written after that time; blank where none was. It is a hint, and no proof."""
        newer = [path for path, (_, written, _) in self._started.items() if written > time]
        return portable(newer[0], self._root) if newer else ""

    def is_unchanged(self) -> bool:
        """Whether they still are as they were at the beginning."""
        return self._signatures() == self._started

    def _signatures(self) -> Signatures:
        places = [self._root] if self._folder.is_relative_to(self._root) else [self._root, self._folder]
        return {path: signature for place in places for path, signature in self._under(str(place))}

    def _under(self, place: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
        with suppress(OSError), os.scandir(place) as entries:
            held = sorted(entries, key=lambda entry: entry.name)
            names = {entry.name for entry in held}
            if names & {*_ENVIRONMENT} or names.issuperset(_RENDERED) or place == str(self._output):
                return
            for entry in held:
                if entry.name.startswith((".", "~$")) or entry.name in {"__pycache__", "node_modules"}:
                    continue
                if entry.is_dir():
                    if not entry.is_symlink():
                        yield from self._under(entry.path)
                elif entry.is_file():
                    state = entry.stat()
                    yield entry.path, (state.st_size, state.st_mtime_ns, state.st_ino)


def _holds_pages_alone(outputs: Path, root: Path, folder: Path) -> bool:
    """Whether a folder within the root is there for rendered packs, and for none of their sources."""
    sources = folder, root / "notebooks", root / "parameters"
    return outputs != root and outputs.is_relative_to(root) and not any(it.is_relative_to(outputs) for it in sources)


def unchanged_packs(files: Iterable[ParametersFile], output: Path) -> dict[Path, list[str]]:
    """What `unchanged` says of each file; what the kit and its libraries are is the same for all, and asked once."""
    made = made_with()
    return {file.path: unchanged(file, output, made) for file in files}


def unchanged(file: ParametersFile | Path, output: Path, made: dict[str, Any] | None = None) -> list[str]:
    """The sections of a pack whose every input is as it was when it was rendered, and every page as it was written.

    Empty where something is otherwise, a section failed or has to be run each time, or the run before was not complete.
    `made` is what `made_with` says, where it has been asked already: it is the same for every pack.
    """
    file = opened(file)
    folder = output.absolute() / file.path.stem
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
        sections = [str(section["name"]) for section in said["sections"]]
        same = is_as_written(folder, said, made) and all(_is_told(section["reads"]) for section in said["sections"])
        return sections if same and _is_as_seen(file, folder, said) else []
    except (OSError, ValueError, LookupError, TypeError):
        return []


def is_as_written(folder: Path, said: dict[str, Any], made: dict[str, Any] | None = None) -> bool:
    """Whether a pack was rendered as a whole, by this kit, and is as it was written. `said`: its manifest."""
    if is_unsettled(folder) or not said["complete"] or any(it["status"] == "failed" for it in said["sections"]):
        return False
    same = all(said[name] == value for name, value in (made or made_with()).items())
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
    if not is_as_published(root, file.path.stem, said):
        return False
    used = list(dict.fromkeys(root / section["notebook"] for section in sections))
    if not said["seen"] or looked_at(digests_of(file, root, used, folder), root, folder, sections) != said["seen"]:
        return False
    look = Look(root, folder, output)
    return not any(look.differs(section["reads"]) for section in sections)
