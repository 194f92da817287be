"""The entry sheet of a workbook, made free for the new month; and what is told of it."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scorecard_kit.files.places import from_here
from scorecard_kit.judge.periods import month_name
from scorecard_kit.text.counting import count

if TYPE_CHECKING:
    from scorecard_kit.data.excel.moved import Moved


class Entry(NamedTuple):
    """The workbook as it is to be written, what is told of that, and what is left to do."""

    files: dict[Path, bytes]
    told: list[str]
    left: list[str]


def moved_entry(folder: Path, old: str, new: str) -> Entry | None:
    """What becomes of the entry sheet of a data folder; None where the folder has no workbook with one.

    `old` is the month of the pack, `new` the one after it.
    """
    if not any(folder.glob("*.xlsx")):
        return None
    from scorecard_kit.data.excel.moved import entry_moved  # noqa: PLC0415 - openpyxl is an extra

    moved = entry_moved(folder, new)
    if moved is None:
        return None
    sheet = f"The sheet entry of {moved.path.name}"
    left = []
    if moved.lines and moved.month != old:
        left.append(f"{sheet} held {month_name(moved.month)}, not {month_name(old)}: look whether that was so.")
    if moved.why:
        mend = f"Copy its figures to the sheet results, clear them, and write {new} in the cell beside period"
        left.append(f"{sheet} stays as it is: {moved.why}. {mend}.")
    elif moved.month > new:
        left.append(f"{sheet} is of {month_name(moved.month)} already.")
    return Entry({moved.path: moved.content} if moved.content else {}, _told(moved, new), left)


def _told(moved: "Moved", new: str) -> list[str]:
    """The figures that are moved, a line each."""
    if not moved.content:
        return []
    ready = f"the sheet entry is free for {month_name(new)}"
    if not moved.lines:
        return [f"figures     {from_here(moved.path)}: {ready}"]
    rows = [
        f"            {indicator}, {area}: {numerator}{f' of {denominator}' if denominator else ''}"
        for indicator, _, area, numerator, denominator in moved.lines
    ]
    number = count(len(moved.lines), "figure")
    said = f"{number} of {month_name(moved.month)} moved to the sheet results, {ready}"
    return [f"figures     {from_here(moved.path)}: {said}", *rows]
