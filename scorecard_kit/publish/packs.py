"""The page over the packs of an output folder: by council, the newest first, each with its state in words."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple
from urllib.parse import quote

from scorecard_kit.findings import InputError
from scorecard_kit.judge.periods import long_date
from scorecard_kit.judge.rows import by_key
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.cover import Cover
from scorecard_kit.publish.folder import write
from scorecard_kit.publish.front import answer_of, filled
from scorecard_kit.publish.notices import notices
from scorecard_kit.text.counting import count
from scorecard_kit.text.harmless import harmless_html

__all__ = ["MARK", "cover_words", "packs_page", "write_packs_page"]

MARK = 'data-scorecard-kit="packs"'
"""What the page is known by: another index.html in its place is somebody's own, and stays."""
_TRIES, _PAUSE = 10, 0.1
_NO_COUNCIL = "Packs that name no council"


class _Shown(NamedTuple):
    """A pack as the page shows it, by its folder."""

    folder: str
    title: str
    council: str
    period: str
    notices: list[str]
    answer: str
    quiet: list[str]


def cover_words(cover: Cover, bodies: Mapping[str, Body]) -> dict[str, str]:
    """What the manifest keeps of a pack for this page."""
    head = cover.head
    return {
        "title": cover.title, "council": head.council, "period": head.period, "position": cover.position_of(),
        "status": head.status, "published": str(head.published or ""), "worked_example": head.worked_example,
        "answer": answer_of(bodies),
    }  # fmt: skip


def write_packs_page(output: Path) -> str:
    """Write index.html of an output folder; in words why not, where it stays as it is.

    Looked again after each writing, until what stands there is what is so: of two runs that end together, the one that
    wrote last sees the other's pack. Packs that are gone are no longer named.
    """
    path, problem = output / "index.html", ""
    for _ in range(_TRIES):
        wanted = packs_page(output)
        try:
            there = path.read_text(encoding="utf-8") if path.is_file() else ""
            if there and MARK not in there:
                return f"{path.name} in {output.name} is not the kit's own, so it does not list the packs."
            if there == wanted:
                return ""
            write(path, wanted)
        except (InputError, OSError, UnicodeDecodeError) as error:
            problem = f"{path.name} in {output.name}, which lists the packs, was not written: {error}"
            sleep(_PAUSE)
    return problem


def packs_page(output: Path) -> str:
    """The page over the packs of a folder that have a manifest and a first page."""
    packs = sorted(_packs(output), key=lambda pack: pack.title)
    packs.sort(key=lambda pack: pack.period, reverse=True)
    councils = by_key((pack.council or _NO_COUNCIL, pack) for pack in packs)
    title = f"Packs of {next(iter(councils))}" if len(councils) == 1 and packs[0].council else "Packs"
    view = {
        "title": title, "pack": title, "period": "", "wide": False, "margin": "", "current": "", "in_pack": False,
        "notices": [], "csv": "", "lone": "", "before": None, "after": None,
    }  # fmt: skip
    return harmless_html(filled("packs.html.j2", view=view, councils=councils))


def _packs(output: Path) -> Iterator[_Shown]:
    for path in sorted(output.glob("*/manifest.json")):
        try:
            said = json.loads(path.read_bytes())
            shown = _shown(path.parent.name, said)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            continue  # half written, or no pack
        if (path.parent / "index.html").is_file():
            yield shown


def _shown(folder: str, said: dict[str, Any]) -> _Shown:
    """A pack by its manifest; one that was rendered before the manifest kept these words is named by its folder."""
    kept = {key: str(value) for key, value in said.get("cover", {}).items()}
    failed = sum(section.get("status") == "failed" for section in said["sections"])
    published = kept.get("published", "")
    dates = f"Position at {kept['position']}" if kept.get("position") else ""
    quiet = [
        " · ".join(filter(None, [dates, f"Published {long_date(published)}" if published else ""])),
        f"{count(failed, 'section')} could not be rendered." if failed else "",
    ]
    told = notices(kept.get("status", ""), kept.get("worked_example", ""))
    title, council, period = (kept.get(key, "") for key in ("title", "council", "period"))
    return _Shown(quote(folder), title or folder, council, period, told, kept.get("answer", ""), [*filter(None, quiet)])
