"""Whether a page is current: what its section has read, held against the inputs of its pack as they are now."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import opened
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import is_table
from scorecard_kit.findings import InputError
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.pack.plan import Pack, Section
from scorecard_kit.pages import commentary
from scorecard_kit.publish.manifest import digest, input_name, made_with
from scorecard_kit.reads.recorder import UNTOLD
from scorecard_kit.run._parts import Parts
from scorecard_kit.run.record import Look, Reads, located, looked_at

__all__ = ["Now"]

_OTHERWISE = "by another version of the kit or its libraries, or with other settings of matplotlib"


class Now:
    """The inputs of a pack as they are now: looked at once, for all of its sections."""

    def __init__(self, pack: Pack, inputs: dict[str, str], output: Path) -> None:
        """`inputs`: the digests of its files. `output`: the folder of its pages."""
        self.pack, self.inputs = pack, inputs
        self.look = Look(pack.root, pack.folder, output)
        self._made_with = json.dumps(made_with(), sort_keys=True)
        self._tables = cache(self._read_tables)

    def key(self, section: Section) -> str:
        """The key of what a section is made with, but for what it reads: the kit, its notebook and its parameters."""
        name = section.notebook.relative_to(self.pack.root).as_posix()
        own = [section.name, section.parameters, self.pack.head.data]
        words = [self._made_with, self.inputs[name], json.dumps(own, sort_keys=True)]
        return digest("\n".join(words).encode())

    def differs(self, section: Section, entry: Mapping[str, Any]) -> str:
        """From what a section's page was made that is otherwise now, by its entry in the manifest; blank if nothing."""
        if not entry.get("key") or not entry.get("reads"):
            return "from what is not known"
        if entry["key"] != self.key(section):
            return f"from an earlier notebook, with other parameters or {_OTHERWISE}"
        return self.reads_differ(entry["reads"])

    def reads_differ(self, reads: Reads) -> str:
        """The same of what a section has read alone."""
        if not reads:
            return "from what is not known"
        loads = (self._load_differs(load) for load in reads.get("loads", []))
        texts = (self._text_differs(item["asked"], item["found"]) for item in reads.get("commentary", []))
        return next(filter(None, loads), "") or next(filter(None, texts), "") or self.look.differs(reads)

    def seen(self, entries: Iterable[Mapping[str, Any]]) -> str:
        """The digest of every file that was looked at to know that these sections are current."""
        return looked_at(self.inputs, self.pack.root, self.pack.folder, entries)

    def made_from(self, entries: Iterable[Mapping[str, Any]], earlier: Mapping[str, str]) -> dict[str, str]:
        """The digests of what pages were made from: as now where these sections have read it, else as `earlier`."""
        fresh = {self.name(self.pack.path)}
        for entry in entries:
            fresh |= {str(entry["notebook"]), *self._read_by(entry["reads"])}
        held = {name: found if name in fresh else earlier.get(name, "") for name, found in self.inputs.items()}
        return {name: found for name, found in held.items() if found}

    def _read_by(self, reads: Reads) -> Iterator[str]:
        """The names, among the inputs, of what a section has read."""
        if "unseen" in reads:
            yield from self.inputs
        yield from reads.get("files", {})
        if any(isinstance(load["load"], str) and self._is_own(load["load"]) for load in reads.get("loads", [])):
            beside = self.name(self.pack.folder / "x").removesuffix("x")
            yield from (name for name in self.inputs if is_table(name.removeprefix(beside)))
        for item in reads.get("commentary", []):
            if text := item["found"].rpartition(" ")[0]:
                yield self.name(Path(located(item["asked"][0], self.pack.root)) / text)

    def name(self, path: Path) -> str:
        """A file as the inputs name it."""
        return input_name(path, self.pack.root, self.pack.folder)

    def _load_differs(self, load: Mapping[str, Any]) -> str:
        tables = self._tables(json.dumps([load["load"], load["rule"]], sort_keys=True))
        if tables is None:
            return "from figures that cannot be read now"
        found, now = load["found"], tables.fingerprints(load["shown"])
        name = next((name for name in (*TABLES, "notes") if found.get(name) != now.get(name)), "")
        return name and ("from figures that were cleaned otherwise" if name == "notes" else tables.words(name))

    def _read_tables(self, load: str) -> Parts | None:
        """The tables of a load, whose place and rule are a JSON list; None where they cannot be read now."""
        try:
            return Parts(self._dataset(*json.loads(load)))
        except InputError:
            return None

    def _dataset(self, place: str | dict[str, str], rule: dict[str, Any]) -> Dataset:
        pack = self.pack
        if SmallCounts(**rule) == pack.head.small_counts:
            own = pack.shared["data"]
            if place == own or (isinstance(own, str) and isinstance(place, str) and self._is_own(place)):
                return pack.dataset
        if isinstance(place, str):
            return opened(located(place, pack.root), rule)
        folder = {"folder": located(place["folder"], pack.root)} if place.get("folder") else {}
        return opened({**place, **folder}, rule)

    def _is_own(self, place: str) -> bool:
        return Path(located(place, self.pack.root)).resolve() == self.pack.folder.resolve()

    def _text_differs(self, asked: list[str], found: str) -> str:
        folder, period, indicator, area = asked
        try:
            text = commentary.find(Path(located(folder, self.pack.root)), period, indicator, area)
        except InputError:
            return "from commentary that cannot be read now"
        now = commentary.text_digest(text)
        if UNTOLD in {found, now}:
            return "from commentary that could not be read"
        name = (found or now).rpartition(" ")[0]
        return "" if found == now else f"from an earlier {name}" if found else f"before {name} was there"
