"""What became of the sections of a pack, to its pages and files."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from scorecard_kit.data.editions import Correction, label_of_newest
from scorecard_kit.files.writer import held
from scorecard_kit.findings import InputError
from scorecard_kit.pack.plan import Pack, Section
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.corrections import Asked, corrections
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.folder import section_files, write_all
from scorecard_kit.publish.html import index_page, section_page, whole_page
from scorecard_kit.publish.leaves import leaf_of, position
from scorecard_kit.publish.manifest import digest, files_of, manifest, read_manifest
from scorecard_kit.publish.packs import cover_words

__all__ = ["Asked", "Outcome", "write_pack"]


class Outcome(NamedTuple):
    """What became of one section in this run."""

    section: Section
    entry: dict[str, Any]  # of manifest.json; empty where the section has never been rendered
    body: Body | None
    record: str  # the text of the executed record; blank where it was not run now


def write_pack(
    pack: Pack,
    folder: Path,
    outcomes: list[Outcome],
    inputs: dict[str, str],
    *,
    complete: bool,
    seen: str,
    asked: Asked = "",
) -> tuple[Correction, ...]:
    """Write what was rendered now, then the index, the whole pack and the manifest; remove files that are not kept.

    `inputs` are the digests of what the pages were made from, `seen` that of what was looked at to know that every page
    is current. After a complete run, sections that are no longer planned go from the manifest with their files.
    Returns what the pages say was corrected; `asked`: see `corrections`. InputError where a published figure differs
    and no reason was given, and where a file cannot be written, with all of them as they were.
    """
    bodies = {outcome.section.name: outcome.body for outcome in outcomes if outcome.body}
    before = read_manifest(folder)
    corrected = corrections(pack, bodies, asked, before.corrections, complete=complete and len(bodies) == len(outcomes))
    cover = _cover(pack, folder, outcomes, corrected)
    leaves = {leaf.name: leaf for leaf in cover.leaves}
    contents: dict[str, str] = {}
    for outcome in outcomes:
        is_unchanged = complete and outcome.entry.get("status") == "unchanged"
        if outcome.record or is_unchanged:  # its navigation may be another
            contents |= _contents(outcome, leaves[outcome.section.name], cover)
    contents |= {"index.html": index_page(cover, bodies), "pack.html": whole_page(cover, bodies)}
    entries = [outcome.entry for outcome in outcomes if outcome.entry]
    entries += [] if complete else [entry for entry in before.sections.values() if entry["name"] not in leaves]
    kept = files_of(entries) | {"index.html", "pack.html"}
    digests = {**_digests(folder, kept), **{name: digest(text.encode()) for name, text in contents.items()}}
    state = {
        "complete": complete, "seen": seen, "outputs": dict(sorted(digests.items())),
        "edition": label_of_newest(pack.root, pack.name), "corrections": [it._asdict() for it in corrected],
        "cover": cover_words(cover, bodies),
    }  # fmt: skip
    contents["manifest.json"] = manifest(pack, inputs, entries, state)
    write_all(folder, contents, sorted(files_of(before.sections.values()) - kept))
    return corrected


def _cover(pack: Pack, folder: Path, outcomes: list[Outcome], corrected: tuple[Correction, ...]) -> Cover:
    """The pack with its sections, of which those have a page that are run now or have one on disk."""
    on_disk = {it.section.name for it in outcomes if it.record or (folder / f"{it.section.name}.html").is_file()}
    leaves = (
        leaf_of(section, body, entry, pack, is_on_disk=section.name in on_disk) for section, entry, body, _ in outcomes
    )
    day = position(pack.dataset, pack.head.period, pack.head.reporting)
    return Cover(pack.head, tuple(leaves), pack.absent, day, corrected)


def _contents(outcome: Outcome, leaf: Leaf, cover: Cover) -> dict[str, str]:
    """The files of a section as they are to be; of one that was not run now, its page."""
    page, figures, record = section_files(outcome.section.name)
    if not outcome.body:
        return {}
    contents = {page: section_page(cover, leaf, outcome.body)}
    if outcome.record:
        contents[record] = outcome.record
        if outcome.body.csv is not None:
            contents[figures] = outcome.body.csv
    return contents


def _digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Of the files that stay. InputError where one is held by another program, with nothing written."""
    try:
        return {name: digest((folder / name).read_bytes()) for name in names if (folder / name).is_file()}
    except OSError as error:
        raise InputError([held(Path(str(error.filename)).name, error)]) from None
