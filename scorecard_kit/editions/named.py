"""Which edition is meant by what was typed, and what editions a pack has."""

from pathlib import Path

from scorecard_kit.data.editions import (
    RECORD,
    Edition,
    altered,
    edition_called,
    editions_of,
    intact,
    read_edition,
    root_of_editions,
)
from scorecard_kit.findings import refusal
from scorecard_kit.text.counting import count

__all__ = ["edition_named", "listed"]


def edition_named(words: str) -> Edition:
    """The untouched edition that is called so, such as scs-2016-03/2016-05-13-1, or stands in the folder of that path.

    InputError where there is none, and where a file of it was altered.
    """
    folder = Path(words)
    if (folder / RECORD).is_file():
        return intact(read_edition(folder))
    return intact(edition_called(root_of_editions(Path.cwd()), words))


def listed(words: str) -> tuple[list[str], bool]:
    """A line for each edition of a pack, named by its parameters file or its name; and whether all are untouched.

    InputError where a record cannot be read, or nothing was published.
    """
    path = Path(words)
    pack = path.stem if path.suffix in {".yaml", ".yml"} else words
    root = root_of_editions(path.absolute().parent if path.is_file() else Path.cwd())
    editions = editions_of(root, pack)
    if not editions:
        raise refusal(pack, "nothing of it was published", "Name a pack that was, or `scorecard publish` it first.")
    numbers = [edition.number for edition in editions]
    lost = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    state = {edition.label: altered(edition) for edition in editions}
    lines = [line for edition in editions for line in _lines(edition, state[edition.label])]
    lines += [f"{pack}: edition {number} is no longer there" for number in lost]
    return [*lines, count(len(editions), "edition")], not (lost or any(state.values()))


def _lines(edition: Edition, wrong: list[str]) -> list[str]:
    said = edition.record
    named = {
        "approved by": said["approved_by"],
        "why": said["reason"],
        "corrects": said["corrects"],
        "altered": ", ".join(wrong),
    }
    return [
        f"{edition.label}  recorded {said['date']}, {'altered' if wrong else 'whole'}",
        *(f"    {name}: {words}" for name, words in named.items() if words),
    ]
