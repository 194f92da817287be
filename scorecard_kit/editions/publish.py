"""`scorecard publish`: a rendered pack made an edition, whole or not at all, and never twice."""

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import typer

from scorecard_kit.data.editions import FOLDER, INPUTS, PAGES, RECORD, Edition, newest, sealed
from scorecard_kit.editions._inputs import Inputs, inputs_of
from scorecard_kit.editions._printed import printed_tables
from scorecard_kit.files.places import from_here
from scorecard_kit.files.writer import place_folder
from scorecard_kit.files.zips import zipped
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.publish.manifest import digest
from scorecard_kit.run.claim import alone
from scorecard_kit.run.rendered import Rendered, read_rendered
from scorecard_kit.text.counting import count

__all__ = ["publish_pack"]

_ATTRIBUTES = "* -text\n"
"""For git: no line end of an edition is changed, on no system, or its digests would not hold."""


def publish_pack(parameters: Path, output: Path, approved_by: str, reason: str, *, dry_run: bool) -> str:
    """Make the rendered pack an edition; what became of it, as a sentence.

    InputError, with nothing written, where the pack is a draft or not rendered from its inputs as they are now, where
    its newest edition was altered, and where its pages differ from that and nobody has said why.
    """
    pack = read_pack(parameters)
    if pack.head.status != "final":
        problem, mend = "is a draft, and only a final pack is published", "Write `status: final` and render again."
        raise InputError([pack.document.finding(("status",), problem, mend, value="draft")])
    place, folder = pack.root / FOLDER / pack.name, output.absolute() / pack.name
    with ExitStack() as locked:
        for each in [folder] * folder.is_dir() + [place] * (folder.is_dir() and not dry_run):
            locked.enter_context(alone(each, lambda sentence: typer.echo(sentence, err=True)))
        rendered = read_rendered(pack, output)
        before = newest(pack.root, pack.name)
        pages = {name: digest(content) for name, content in rendered.pages.items()}
        if before and before.record["pages"] == pages:
            return f"{pack.name} is published as it is, as {before.label}. Nothing was written."
        record = _record(pack, rendered, before, approved_by, reason) | {"pages": pages}
        contents = _contents(pack, rendered, record)
        folder = place / record["edition"]
        size = f"{count(len(contents), 'file')}, {sum(map(len, contents.values())) / 1000:,.0f} kB"
        if dry_run:
            return f"{pack.name} would be published as {pack.name}/{folder.name}: {size}. Nothing was written."
        _keep_line_ends(place.parent)
        place_folder(folder, contents, "publish")
    return f"{pack.name} is published as {pack.name}/{folder.name}: {size} in {from_here(folder)}. Commit that folder."


def _record(pack: Pack, rendered: Rendered, before: Edition | None, approved_by: str, reason: str) -> dict[str, Any]:
    """What edition.json says beside its files."""
    said, today = rendered.said, date.today().isoformat()  # noqa: DTZ011 - the analyst's own day
    corrections = said["corrections"]
    new = corrections[len(before.corrections) if before else 0 :]
    reason = reason or (new[-1]["reason"] if new else "")
    if before and not reason:
        problem = f"no published figure differs from {before.label}, but its pages do"
        raise refusal(pack.path.name, problem, 'Say why they are published again: --reason "why".')
    number = before.number + 1 if before else 1
    return {
        "pack": pack.name,
        "edition": f"{pack.head.published or today}-{number}",
        "number": number,
        "date": today,
        "published": pack.head.published or today,
        "period": pack.head.period,
        "title": pack.head.title,
        "approved_by": approved_by,
        "reason": reason,
        "before": before.label if before else "",
        "corrects": new[-1]["edition"] if new else "",
        "corrections": corrections,
        "rendered": said["rendered"],
        **{name: said[name] for name in ("versions", "kit", "installed")},
        "sections": [
            {name: section[name] for name in ("name", "notebook", "parameters")} for section in said["sections"]
        ],
        "titles": rendered.titles,
    }


def _contents(pack: Pack, rendered: Rendered, record: dict[str, Any]) -> dict[str, bytes]:
    """The files of an edition, its record last."""
    inputs: Inputs = inputs_of(pack, rendered.said)
    files = {
        **printed_tables(pack, rendered),
        PAGES: zipped(rendered.pages),
        INPUTS: zipped(inputs.kept),
    }
    record |= {"parameters": pack.path.name, "inputs": inputs.digests, "inputs_apart": inputs.apart}
    record |= {"files": {name: digest(content) for name, content in files.items()}}
    return {**files, RECORD: sealed(record)}


def _keep_line_ends(place: Path) -> None:
    attributes = place / ".gitattributes"
    if not attributes.exists():
        attributes.write_text(_ATTRIBUTES, encoding="utf-8", newline="\n")
