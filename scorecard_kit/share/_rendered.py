"""A rendered pack as it is to be handed over: whole, final, and made from its inputs as they are now, or refused."""

import json
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.files.writer import settle
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.manifest import input_digests, read_manifest
from scorecard_kit.run.current import Now
from scorecard_kit.run.record import is_as_written, unchanged


class Rendered(NamedTuple):
    """The pack as one page, its CSV files by name in the order of the sections, and the title of each section."""

    html: bytes
    tables: dict[str, bytes]
    titles: dict[str, str]


def read_rendered(pack: Pack, parameters: Path, output: Path, *, draft: bool) -> Rendered:
    """The rendered pages and tables. InputError where the pack is a draft and `draft` is not given.

    And where a section is not rendered from the inputs as they are now, a page was changed since, or cannot be read.
    """
    if pack.head.status == "draft" and not draft:
        problem = "is a draft, and drafts are not handed over"
        mend = "Write `status: final` and render again, or add `--draft` to the command."
        raise InputError([pack.document.finding(("status",), problem, mend, value="draft")])
    folder = output.absolute() / pack.name
    settle(folder)
    if not unchanged(pack.file, output) and (problem := _outdated(pack, folder)):
        raise refusal(parameters.name, problem, f"Run `scorecard render {parameters.as_posix()}` first.")
    sections = list(read_manifest(folder).sections)
    tables = {file.name: read_file(file) for name in sections if (file := folder / "data" / f"{name}.csv").is_file()}
    titles = {name: _title(folder / "notebooks" / f"{name}.ipynb") or name for name in sections}
    return Rendered(read_file(folder / "pack.html"), tables, titles)


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
