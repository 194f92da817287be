"""The editions of a pack: what was published, as it was. They are read here, and never changed by anything.

editions/<pack>/<date>-<number>/ stands beside notebooks/ and holds edition.json, the record, and the files that it
names with their digests. This module imports next to nothing: it is asked at every render.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scorecard_kit.files.places import OF_THE_SYSTEM, upwards, within
from scorecard_kit.files.zips import unzipped
from scorecard_kit.findings import Finding, InputError, among, refusal
from scorecard_kit.reads import recorder

__all__ = [
    "COMMENTARY", "DEFINITIONS", "FIGURES", "FOLDER", "INPUTS", "PAGES", "RECORD", "Correction", "Edition", "altered",
    "edition_asked_for", "edition_before", "edition_called", "editions_of", "editions_over", "intact",
    "is_as_published", "label_of_newest", "newest", "pages_of", "pages_over", "published_before", "read_edition",
    "root_of_editions", "sealed", "seals_of", "table_of",
]  # fmt: skip

FOLDER, RECORD, PAGES, INPUTS = "editions", "edition.json", "pages.zip", "inputs.zip"
FIGURES, DEFINITIONS, COMMENTARY = "figures.csv", "definitions.csv", "commentary.csv"
_SEAL = "seal"
_MEND = "Put it back as it was committed: an edition is never changed."


class Correction(NamedTuple):
    """What was corrected in an edition: when, why, which edition before, and when that was published.

    `changes` are rows as they stand on the index: what, as published, as corrected. `pages` are the sections on which
    something differs. `printed` is the digest of all that the pack said with it, figures and commentary.
    """

    date: str
    reason: str
    edition: str
    published: str
    changes: tuple[tuple[str, str, str], ...]
    pages: tuple[str, ...]
    printed: str = ""

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Correction":
        """A correction from the record in which it stands."""
        changes = tuple(tuple(map(str, row)) for row in said["changes"])
        return cls(**{**said, "changes": changes, "pages": tuple(said["pages"])})


class Edition(NamedTuple):
    """One edition: its folder, and what its record says."""

    folder: Path
    record: dict[str, Any]

    @property
    def label(self) -> str:
        """How it is called: scs-2016-03/2016-05-13-1."""
        return f"{self.record['pack']}/{self.folder.name}"

    @property
    def seal(self) -> str:
        """The digest of all that its record says, the digest of every file among it."""
        return str(self.record[_SEAL])

    @property
    def number(self) -> int:
        """Its number among the pack's editions, counted from 1."""
        return int(self.record["number"])

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What its pages say was corrected since the first edition."""
        return tuple(Correction.read(said) for said in self.record["corrections"])


def root_of_editions(start: Path) -> Path:
    """The folder in which editions/ stands, beside notebooks/: from `start` upwards, or `start` itself."""
    notebooks = upwards(start, "notebooks")
    return notebooks.parent if notebooks else start


def editions_of(root: Path, pack: str) -> list[Edition]:
    """The editions of a pack, the first first; none where nothing was published. InputError for a record gone wrong."""
    place = root / FOLDER / pack
    folders = [folder for folder in place.iterdir() if not folder.name.startswith(".")] if place.is_dir() else []
    return sorted((read_edition(folder) for folder in folders if folder.is_dir()), key=lambda each: each.number)


def newest(root: Path, pack: str) -> Edition | None:
    """The newest edition of a pack, untouched; None where nothing was published. InputError where it was altered."""
    return next((intact(edition) for edition in reversed(editions_of(root, pack))), None)


def edition_called(root: Path, label: str) -> Edition:
    """The edition that is called so, such as scs-2016-03/2016-05-13-1. InputError where there is none."""
    folder = root / FOLDER / label
    if not within(root / FOLDER, label) or not folder.is_dir():
        there = [edition.label for edition in editions_of(root, label.replace("\\", "/").partition("/")[0])]
        raise InputError([Finding("editions", None, None, label, "is no edition", among(label, there))])
    return read_edition(folder)


def edition_before(root: Path, data: str | Mapping[str, Any], period: str, report: str) -> Edition | None:
    """The newest edition of a month before the period, over the same data; None where there is none.

    Where there are some of packs that are called as `report` up to the first digit, it is of these. InputError for a
    record gone wrong.
    """
    own = _series(report)
    found = [it for it in editions_over(root, _folder(data, root)) if it.record["period"] < period]
    return max(found, key=lambda it: (_series(it.record["pack"]) == own, it.record["period"], it.number), default=None)


def edition_asked_for(data: str | Mapping[str, Any], period: str, report: str, label: str) -> Edition | None:
    """The edition that a section compares with: the one that is called so, or where that is blank `edition_before`.

    Noted as read: the record and the tables of the one that was found, which it is made again from, and that another
    may come before. Which others were looked at on the way says nothing of the page.
    """
    with recorder.unnoted():
        root = root_of_editions(Path.cwd())
        found = edition_called(root, label) if label else edition_before(root, data, period, report)
    if not label:
        recorder.note_edition(root, data, period, report, found.seal if found else "")
    if found and recorder.is_noting():
        for name in (RECORD, FIGURES, DEFINITIONS, COMMENTARY):
            recorder.note_file(str(found.folder / name))
    return found


def _series(pack: str) -> str:
    return re.split(r"\d", pack, maxsplit=1)[0]


def read_edition(folder: Path) -> Edition:
    """The edition in a folder. InputError where it holds no record, or one that was altered."""
    name = f"{folder.parent.name}/{folder.name}/{RECORD}"
    try:
        record = json.loads((folder / RECORD).read_bytes())
        edition, seal = Edition(folder, record), _seal(record)
        is_whole = (record[_SEAL], int(record["number"]) > 0, folder.name) == (seal, True, record["edition"])
    except FileNotFoundError:
        raise refusal(name, "it is not there", _MEND) from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise refusal(name, "it cannot be read as the record of an edition", _MEND) from None
    if not is_whole:
        raise refusal(name, "it was changed by hand since it was published", _MEND)
    return edition


def altered(edition: Edition) -> list[str]:
    """What is not as it was published, a few words for each file: figures.csv was changed."""
    there = (path for path in edition.folder.rglob("*") if path.is_file() and path.name not in OF_THE_SYSTEM)
    held = {path.relative_to(edition.folder).as_posix() for path in there}
    files: dict[str, str] = edition.record["files"]
    found = [f"{name} is not there" for name in files if name not in held]
    found += [
        f"{name} was changed"
        for name, sha in files.items()
        if name in held and hashlib.sha256((edition.folder / name).read_bytes()).hexdigest() != sha
    ]
    return found + [f"{name} was added" for name in sorted(held - files.keys() - {RECORD})]


def intact(edition: Edition) -> Edition:
    """The edition itself. InputError where a file of it is not as it was published."""
    for words in altered(edition):
        name, _, what = words.partition(" ")
        raise refusal(f"{edition.label}/{name}", f"it {what} since it was published", _MEND)
    return edition


def table_of(edition: Edition, name: str) -> str:
    """One of its tables, such as figures.csv. InputError where it is not as it was published."""
    path = edition.folder / name
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != edition.record["files"].get(name):
        raise refusal(f"{edition.label}/{name}", "it was changed since it was published", _MEND)
    return content.decode()


def pages_of(edition: Edition) -> dict[str, bytes]:
    """The pages and CSV files as they were published, by name."""
    return unzipped((edition.folder / PAGES).read_bytes())


def published_before(root: Path, folder: Path, period: str) -> list[Edition]:
    """The editions of months before the period, of any pack over the data in a folder; the newest first.

    Where the period or a later one has been published over these data, only those count that were there before: what a
    page says of them stays as it was published. InputError as `editions_of`.
    """
    over = editions_over(root, os.path.realpath(folder))
    first = min((_made(it) for it in over if it.record["period"] >= period), default=("~",))
    earlier = [it for it in over if it.record["period"] < period and _made(it) < first]
    return sorted(earlier, key=_made, reverse=True)


def editions_over(root: Path, folder: str) -> list[Edition]:
    """The editions with a section that was made from the data in a folder, pack after pack; errors as `editions_of`."""
    place = root / FOLDER
    packs = sorted(each.name for each in place.iterdir() if each.is_dir()) if place.is_dir() else []
    return [it for pack in packs for it in editions_of(root, pack) if folder in _folders(it, root).values()]


def _made(edition: Edition) -> tuple[str, ...]:
    return edition.record["date"], edition.record["rendered"], edition.folder.name


def _folders(edition: Edition, root: Path) -> dict[str, str]:
    """The data folder of each section of an edition."""
    return {it["name"]: _folder(it["parameters"].get("data", ""), root) for it in edition.record["sections"]}


def _folder(data: str | Mapping[str, str], root: Path) -> str:
    """Where data lie, or what stands beside a database, as `sources.data_folder` has it."""
    own = data if isinstance(data, str) else data.get("folder") or f"data/{data.get('schema') or 'database'}"
    return os.path.realpath(root / own)


def pages_over(edition: Edition, folder: Path) -> set[str]:
    """The sections of an edition that were made from the data in a folder."""
    own = os.path.realpath(folder)
    return {name for name, place in _folders(edition, edition.folder.parents[2]).items() if place == own}


def seals_of(editions: Iterable[Edition]) -> str:
    """What tells some editions from others: blank where there are none."""
    return " ".join(edition.seal[:16] for edition in editions)


def is_as_published(root: Path, pack: str, said: Mapping[str, Any]) -> bool:
    """Whether a rendered pack knows its newest edition, or is that edition itself. `said`: its manifest."""
    try:
        label = label_of_newest(root, pack)
        if said.get("edition", "") == label:
            return True
        pages = {name: sha for name, sha in said["outputs"].items() if name.endswith((".html", ".csv"))}
        return bool(label) and editions_of(root, pack)[-1].record["pages"] == pages
    except InputError:
        return False


def label_of_newest(root: Path, pack: str) -> str:
    """How the newest edition of a pack is called; blank where nothing was published. InputError as `editions_of`."""
    return next((edition.label for edition in reversed(editions_of(root, pack))), "")


def sealed(record: Mapping[str, Any]) -> bytes:
    """The text of edition.json, which carries a digest of all that it says."""
    said = {**record, _SEAL: _seal(record)}
    return (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()


def _seal(record: Mapping[str, Any]) -> str:
    said = {name: value for name, value in record.items() if name != _SEAL}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
