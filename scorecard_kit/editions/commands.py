"""What the commands of editions print. Each loads what it needs when it is called, so that others stay quick."""

from collections import Counter
from pathlib import Path

from scorecard_kit.findings import tell
from scorecard_kit.text.counting import count

__all__ = ["audit", "compare", "editions", "publish", "reproduce"]


def publish(parameters: Path, output: Path, approved_by: str, reason: str, *, dry_run: bool) -> str:
    """Publish a pack, and say what became of it; see `publish_pack`."""
    from scorecard_kit.editions.publish import publish_pack  # noqa: PLC0415 - see above

    return publish_pack(parameters, output, " ".join(approved_by.split()), " ".join(reason.split()), dry_run=dry_run)


def audit(parameters: Path, output: Path, against: list[str]) -> str:
    """What an audit of a rendered pack proved; its notes are told. See `audited`."""
    from scorecard_kit.editions.audit import audited  # noqa: PLC0415 - see above

    notes, proved = audited(parameters, output, against)
    tell(notes)
    return proved


def editions(pack: str) -> tuple[str, bool]:
    """The editions of a pack, and whether all are as they were published."""
    from scorecard_kit.editions.named import listed  # noqa: PLC0415 - see above

    lines, untouched = listed(pack)
    return "\n".join(lines), untouched


def reproduce(edition: str) -> tuple[str, bool]:
    """What came of making an edition again, and whether it is the same."""
    from scorecard_kit.editions.named import edition_named  # noqa: PLC0415 - see above
    from scorecard_kit.editions.reproduce import reproduced  # noqa: PLC0415 - see above

    lines, same = reproduced(edition_named(edition))
    return "\n".join(lines), same


def compare(before: str, after: str, output: Path) -> str:
    """What changed between two editions or packs, as a table for a terminal and how much there is of each kind."""
    from rich.console import Console  # noqa: PLC0415 - see above
    from rich.table import Column, Table  # noqa: PLC0415 - see above

    from scorecard_kit.blocks.changes import changes  # noqa: PLC0415 - see above
    from scorecard_kit.editions.compare import side_named  # noqa: PLC0415 - see above

    sides = side_named(before, output), side_named(after, output)
    found = changes(*sides, by_month=sides[0].period == sides[1].period)
    if not found:
        return f"{sides[0].label} and {sides[1].label} print the same."
    heads = ("Changed", "Of what", sides[0].label, sides[1].label)
    table = Table(*(Column(head, overflow="fold") for head in heads), box=None, pad_edge=False)
    for place, change in enumerate(found):
        is_first = not place or found[place - 1].kind != change.kind
        table.add_row(change.kind.capitalize() if is_first else "", *map(_shortened, change[1:]))
    console = Console(highlight=False, markup=False)
    with console.capture() as said:
        console.print(table)
    numbers = Counter(change.kind for change in found)
    changed = ", ".join(
        count(number, kind, "commentaries" if kind == "commentary" else "") for kind, number in numbers.items()
    )
    return f"{said.get()}\nChanged: {changed}."


def _shortened(text: str, longest: int = 160) -> str:
    return text if len(text) <= longest else f"{text[:longest]}..."
