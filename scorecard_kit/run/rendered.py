"""A rendered pack that may be handed over: whole, and made from its inputs as they are now, or refused."""

import json
from pathlib import Path
from typing import Any, NamedTuple

from scorecard_kit.data.editions import Correction, is_as_published
from scorecard_kit.files.places import from_here
from scorecard_kit.files.writer import settle
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.manifest import input_digests
from scorecard_kit.publish.notices import correction_words
from scorecard_kit.run.accessible import structural
from scorecard_kit.run.current import Now
from scorecard_kit.run.record import is_as_written, unchanged

__all__ = ["Rendered", "read_file", "read_rendered", "refuse_barriers"]


class Rendered(NamedTuple):
    """The pages and CSV files of a pack by name, its sections' titles by name, and what its manifest says.

    `tables` are the CSV files of the sections in their order, by their names without a folder. `corrected` has a
    sentence for each correction since an earlier edition.
    """

    pages: dict[str, bytes]
    tables: dict[str, bytes]
    titles: dict[str, str]
    said: dict[str, Any]
    corrected: tuple[str, ...]


def read_rendered(pack: Pack, output: Path) -> Rendered:
    """The rendered pages and tables of a pack, whose folder the caller has to himself.

    InputError where a section is not rendered from the inputs as they are now, a page was changed since, or cannot be
    read.
    """
    folder = output.absolute() / pack.name
    settle(folder)
    if not unchanged(pack.file, output) and (problem := _outdated(pack, folder)):
        raise refusal(pack.path.name, problem, f"Run `scorecard render {from_here(pack.path)}` first.")
    said: dict[str, Any] = json.loads(read_file(folder / "manifest.json"))
    sections = [str(section["name"]) for section in said["sections"]]
    pages = {name: read_file(folder / name) for name in said["outputs"] if name.endswith((".html", ".csv"))}
    tables = {f"{name}.csv": pages[file] for name in sections if (file := f"data/{name}.csv") in pages}
    titles = {name: _title(folder / "notebooks" / f"{name}.ipynb") or name for name in sections}
    corrected = tuple(correction_words(Correction.read(each)) for each in said["corrections"])
    return Rendered(pages, tables, titles, said, corrected)


def refuse_barriers(pack: Pack, output: Path) -> None:
    """InputError with everything on the rendered pages that keeps people from reading them, by its cell."""
    if found := structural(pack, output.absolute() / pack.name):
        raise InputError(found)


def read_file(path: Path) -> bytes:
    """The bytes of a file; InputError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        mend = "Close it in other programs, then try again."
        raise refusal(path.name, f"it cannot be read ({error.strerror})", mend) from None


def _outdated(pack: Pack, folder: Path) -> str:
    """Why the rendered pack cannot be handed over: the section that was made from something else; blank if none was."""
    try:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        entries = {section["name"]: section for section in manifest["sections"]}
        if failed := [name for name, entry in entries.items() if entry["status"] == "failed"]:
            return f"{failed[0]} failed when the pack was rendered"
        inputs = Now(pack, input_digests(pack), folder)
        for section in pack.sections:
            if words := inputs.differs(section, entries.get(section.name, {})):
                return f"{section.name} was made {words}"
        name = inputs.name(pack.path)
        same = manifest["inputs"][name] == inputs.inputs[name] and list(entries) == [it.name for it in pack.sections]
        if same and not is_as_published(pack.root, pack.name, manifest):
            return "an edition was published that the rendered pack does not know of"
        if same and is_as_written(folder, manifest):
            return ""
    except (OSError, ValueError, LookupError, TypeError):
        return "the pack has not been rendered"
    return "the pack was rendered in part only, or its pages, its parameters or the kit have changed since"


def _title(record: Path) -> str:
    """The title of a section, as its executed record says it."""
    outputs = [output for cell in json.loads(read_file(record))["cells"] for output in cell.get("outputs", [])]
    titles = (output.get("metadata", {}).get("scorecard", {}).get("title", "") for output in outputs)
    return next((str(title) for title in titles if title), "")
