"""What a pack's next month begins with, worked out before anything of it is written."""

import os
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.files.places import from_here, name_findings
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.judge.periods import month_name, next_point, on_rhythm
from scorecard_kit.months._commentary import stubs
from scorecard_kit.months._entry import moved_entry
from scorecard_kit.months._parameters import next_content, next_name
from scorecard_kit.months._to_do import has_figures, to_do
from scorecard_kit.pack.models import Head, read_head
from scorecard_kit.pack.parameters import ParametersFile, opened
from scorecard_kit.pack.plan import Pack, read_pack


class Next(NamedTuple):
    """A pack's next month: what is written for it by its place, and told of each; and what is left to do.

    The parameters file is the last of the files, so that there is no pack before all that it needs.
    """

    pack: Pack
    files: dict[Path, bytes]
    told: list[str]
    left: list[str]


def planned_next(file: ParametersFile, period: str) -> Next:
    """All that the month after a file's begins with, as far as it is not there already; see `next.next_month`."""
    head, wrong = read_head(file.document)
    if head is None:
        raise InputError(wrong)
    old, new = head.period, _checked(head, period)
    path = file.path.with_name(next_name(file.path.stem, old, new) + file.path.suffix)
    if wrong := name_findings([path]):
        raise InputError(wrong)
    is_there = os.path.lexists(path)
    following = _following(file, path, _there(path, new) if is_there else next_content(file, path.name, new))
    planned = Next(following, {}, [], [])
    if following.head.status == "final":
        return planned
    if moved := moved_entry(planned.pack.folder, old, new):
        planned.files.update(moved.files)
        planned.told.extend(moved.told)
        planned.left.extend(moved.left)
    planned.left.extend(to_do(following, old))
    _add_commentary(planned, old)
    if not is_there:
        if head.small_counts.already_published:
            planned.left.append("Small counts are withheld: those of a new month are not published yet.")
        listed = path.with_name(f"{following.name}-to-do.txt")
        if not os.path.lexists(listed):
            planned.files[listed] = numbered(planned).encode()
            planned.told.append(f"to do       {from_here(listed)}")
        planned.files[path] = following.file.content
        planned.told.insert(0, f"parameters  {from_here(path)}")
    return planned


def _following(file: ParametersFile, path: Path, content: bytes) -> Pack:
    """The pack of the new month. What is wrong with it is told of the file that there is, where that has it too."""
    try:
        return read_pack(ParametersFile(path, content))
    except InputError:
        if not os.path.lexists(path):
            read_pack(file)
        raise


def _checked(head: Head, text: str) -> str:
    """The month that is asked for, or the next reporting point."""
    if not text:
        return next_point(head.period, head.reporting)
    try:
        period = read_period(text.strip())
    except CellError as error:
        raise refusal("--period", error.problem, error.mend, value=text) from None
    if period <= head.period:
        raise refusal("--period", f"is not after {head.period}, the pack's own", "Give a later month.", value=text)
    if not on_rhythm(period, head.reporting):
        mend = f"The next one is {next_point(head.period, head.reporting)}."
        raise refusal("--period", "is no end of a quarter, and the pack reports quarters", mend, value=text)
    return period


def _there(path: Path, period: str) -> bytes:
    """The parameters file that is there already; InputError where it is another month's."""
    file = opened(path)
    if file.document.values.get("period") != period:
        problem, mend = f"it is there already, and its period is not {period}", "Rename it, and run again."
        raise refusal(path.name, problem, mend)
    return file.content


def _add_commentary(planned: Next, old: str) -> None:
    """The texts to be written."""
    texts = stubs(planned.pack, old)
    planned.files.update({path: text.encode() for path, text in texts.items()})
    for path in texts:
        planned.told.append(f"commentary  {from_here(path)}")
    if texts:
        sentence = f"Write the commentary of {', '.join(path.stem for path in texts)}."
        if not has_figures(planned.pack):
            sentence += f" Which indicators have a page goes by the figures of {month_name(old)} so far."
        planned.left.append(sentence)


def numbered(planned: Next) -> str:
    """The list of what is left to do, as text."""
    name = from_here(planned.pack.path)
    commands = f"{len(planned.left) + 1}. Then: scorecard check {name}, and scorecard render {name}"
    listed = [f"{number}. {sentence}" for number, sentence in enumerate(planned.left, 1)]
    return "\n".join([f"To do for {month_name(planned.pack.head.period)}:", *listed, commands, ""])
