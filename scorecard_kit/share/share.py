"""What `scorecard share` does: files are made, scanned, and put in place together or not at all."""

import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import NamedTuple

from scorecard_kit.files.writer import WORK, replace_all, settle
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.judge.periods import month_name
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.publish.folder import is_elsewhere
from scorecard_kit.publish.manifest import digest, input_digests, read_manifest
from scorecard_kit.run.current import Now
from scorecard_kit.run.unchanged import is_as_written, unchanged
from scorecard_kit.share._archive import csv_archive
from scorecard_kit.share._pdf import print_pdf
from scorecard_kit.share._withheld import hidden_figures, shown_counts
from scorecard_kit.share._workbook import write_tables
from scorecard_kit.share.scan.rules import rules, telling_names
from scorecard_kit.share.scan.scanner import Report, scan, user_names

RECORD = "share.json"
"""Beside share/: the sha256 of each file that the kit has put into it. What is not in there is not the kit's."""


class Shared(NamedTuple):
    """What became of it: the folder, its files, and the scan. Nothing was put in place where `report` holds leaks.

    `others` are the files in the folder that the kit has not put there: they stay, and nobody has looked at them.
    """

    folder: Path
    files: tuple[str, ...]
    report: Report
    others: tuple[str, ...] = ()


def share(parameters: Path, output: Path, *, draft: bool = False, pdf: bool = True) -> Shared:
    """Make output/<pack>/share/ from the rendered pages of a pack, once nothing in it is found that must not leave.

    InputError, with the earlier share as it was, where the render is missing, partial or older than its inputs, where
    the pack is a draft and `draft` is not given, where no PDF can be printed although `pdf` asks for it, and where the
    folder holds what the kit has not put there under a name that it needs.
    """
    pack = read_pack(parameters)
    folder = output.absolute() / pack.name
    _be_final(pack, draft=draft)
    settle(folder)
    _be_rendered(parameters, pack, output, folder)
    _be_own(folder)
    files = shared_files(pack, folder, pdf=pdf)
    report, earlier = examine(pack, files), _recorded(folder)
    if not report.leaks:
        _put_in_place(folder, files, earlier)
    return Shared(folder / "share", tuple(files), report, _others(folder, {*files, *earlier}))


def shared_files(pack: Pack, folder: Path, *, pdf: bool = True) -> dict[str, bytes]:
    """The files by name, made from the pages and tables of a rendered pack."""
    html, tables = _read(folder / "pack.html"), _tables(folder)
    titles = _titles(folder)
    title = f"{pack.head.title}, {month_name(pack.head.period)}"
    files = {"pack.html": html}
    if pdf:
        text = html.decode("utf-8")
        files["pack.pdf"] = print_pdf(text, folder / WORK, title, pack.head.council, pack.head.published)
    if tables:
        files["tables.xlsx"] = write_tables(pack, tables, titles)
    return files | {"csv.zip": csv_archive(pack, tables, titles)}


def examine(pack: Pack, files: Mapping[str, bytes]) -> Report:
    """Scan files by every rule, with the names of whoever runs this and the counts that the pack withholds."""
    hidden = hidden_figures(pack)
    known = [pack.head.title, pack.head.council, *hidden.areas, *pack.dataset.glossary["words"]]
    names = telling_names(user_names(), known)
    return scan(files, rules(names), lambda content: shown_counts(content, hidden))


def _be_final(pack: Pack, *, draft: bool) -> None:
    if pack.head.status == "draft" and not draft:
        problem = "is a draft, and drafts are not handed over"
        mend = "Write `status: final` and render again, or add `--draft` to the command."
        raise InputError([pack.document.finding(("status",), problem, mend, value="draft")])


def _be_rendered(parameters: Path, pack: Pack, output: Path, folder: Path) -> None:
    """InputError unless every section is rendered from the inputs as they are now, and no page was changed since."""
    if not unchanged(parameters, output) and (problem := _outdated(pack, folder)):
        mend = f"Run `scorecard render {parameters.as_posix()}` first."
        raise InputError([Finding(parameters.name, problem=problem, mend=mend)])


def _outdated(pack: Pack, folder: Path) -> str:
    """Why the rendered pack cannot be handed over: the section that was made from something else; blank if none was."""
    try:
        said = json.loads((folder / "manifest.json").read_bytes())
        entries = {section["name"]: section for section in said["sections"]}
        if failed := [name for name, entry in entries.items() if entry["status"] == "failed"]:
            return f"{failed[0]} failed when the pack was rendered"
        inputs = Now(pack, input_digests(pack, list(pack.sections)), folder)
        for section in pack.sections:
            if words := inputs.differs(section, entries.get(section.name, {})):
                return f"{section.name} was made {words}"
        name = inputs.name(pack.path)
        same = said["inputs"][name] == inputs.inputs[name] and list(entries) == [it.name for it in pack.sections]
        if same and is_as_written(folder, said):
            return ""
    except (OSError, ValueError, LookupError, TypeError):
        return "the pack has not been rendered"
    return "the pack was rendered in part only, or its pages, its parameters or the kit have changed since"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise InputError(
            [Finding(path.name, problem=problem, mend="Close it in other programs, then try again.")]
        ) from None


def _tables(folder: Path) -> dict[str, bytes]:
    """The CSV files of the sections, in the order of the pack."""
    names = [f"{name}.csv" for name in read_manifest(folder).sections]
    return {name: _read(folder / "data" / name) for name in names if (folder / "data" / name).is_file()}


def _titles(folder: Path) -> dict[str, str]:
    """The title of each section, as its executed record says it."""
    return {name: _title(folder / "notebooks" / f"{name}.ipynb") or name for name in read_manifest(folder).sections}


def _title(record: Path) -> str:
    said = json.loads(_read(record))
    outputs = [output for cell in said["cells"] for output in cell.get("outputs", [])]
    titles = (output.get("metadata", {}).get("scorecard", {}).get("title", "") for output in outputs)
    return next((str(title) for title in titles if title), "")


def _be_own(folder: Path) -> None:
    """InputError where share/ is a link or a file: it would be written elsewhere, or nothing could be."""
    place = folder / "share"
    if is_elsewhere(place):
        raise InputError([Finding("share", problem="it is a link, and the kit writes through none", mend="Remove it.")])
    if place.is_file():
        problem = "it is a file where a folder is to be made"
        raise InputError([Finding("share", problem=problem, mend="Move it elsewhere, then share again.")])


def _recorded(folder: Path) -> dict[str, str]:
    """The files that the kit has put into share/ before, with their sha256; none where there is no record of it."""
    try:
        return {str(name): str(sha) for name, sha in json.loads((folder / RECORD).read_bytes())["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _others(folder: Path, own: set[str]) -> tuple[str, ...]:
    place = folder / "share"
    files = [path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()]
    return tuple(sorted(set(files) - own))


def _put_in_place(folder: Path, files: Mapping[str, bytes], earlier: Mapping[str, str]) -> None:
    """The new share for the earlier one, whole; of the earlier one only what is still as the kit has put it there."""
    digests = {name: digest(content) for name, content in files.items()}
    gone = [name for name in earlier if name not in files and PurePath(name).name == name]
    if changed := [name for name in (*files, *gone) if _is_anothers(folder / "share" / name, name, digests, earlier)]:
        problem = "the kit has not put it there, or it was changed since"
        mend = "Move it elsewhere, or delete it if you do not need it, then share again."
        raise InputError(Finding(f"share/{name}", problem=problem, mend=mend) for name in changed)
    record = json.dumps({"files": digests}, indent=2)
    contents = {f"share/{name}": content for name, content in files.items()} | {RECORD: record.encode()}
    replace_all(folder, contents, [f"share/{name}" for name in gone], "share")


def _is_anothers(path: Path, name: str, digests: Mapping[str, str], earlier: Mapping[str, str]) -> bool:
    """Whether what stands there is neither what the kit has put there nor what it is about to."""
    if not os.path.lexists(path):
        return False
    return not path.is_file() or digest(_read(path)) not in (digests.get(name), earlier.get(name))
