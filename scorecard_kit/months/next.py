"""`scorecard next`: all that a pack's next month begins with, written whole or not at all, and never twice."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.files.places import from_here, name_findings, upwards
from scorecard_kit.files.writer import replace_all, settle
from scorecard_kit.findings import InputError, refusal
from scorecard_kit.judge.periods import month_name, next_point, on_rhythm
from scorecard_kit.months._commentary import stubs
from scorecard_kit.months._parameters import next_content, next_name
from scorecard_kit.months._to_do import has_figures, to_do
from scorecard_kit.pack.parameters import ParametersFile, opened
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.run.claim import alone
from scorecard_kit.text.counting import count

if TYPE_CHECKING:
    from scorecard_kit.data.excel.moved import Moved

__all__ = ["next_month"]


class _Next(NamedTuple):
    """A pack's next month: what is written for it by its place, and told of each; and what is left to do.

    The parameters file is the last of the files, so that there is no pack before all that it needs.
    """

    pack: Pack
    files: dict[Path, bytes]
    told: list[str]
    left: list[str]


def next_month(parameters: Path, period: str = "", *, dry_run: bool = False) -> str:
    """Write the next month of a pack, and tell what was written and what is left to do.

    `period` is another month than the next reporting point. What is there already stays as it is; a pack that is final
    is left alone. With `dry_run` nothing is written. InputError, with nothing written, where the pack cannot be read,
    the month is none that can follow, or a file is held open.
    """
    file = opened(parameters)
    root = upwards(file.path.parent, "notebooks")
    if dry_run or file.findings or root is None:  # the last two are refused
        return _said(_planned(file, period), dry_run=True)
    with alone(file.path.parent, lambda sentence: typer.echo(sentence, err=True)):
        settle(root)
        planned = _planned(file, period)
        _write(planned, root)
    return _said(planned, dry_run=False)


def _planned(file: ParametersFile, period: str) -> _Next:
    pack = read_pack(file)
    old, new = pack.head.period, _checked(pack, period)
    path = file.path.with_name(next_name(pack.name, old, new) + file.path.suffix)
    if wrong := name_findings([path]):
        raise InputError(wrong)
    is_there = os.path.lexists(path)
    content = _there(path, new) if is_there else next_content(file, path.name, new)
    following = read_pack(ParametersFile(path, content))
    planned = _Next(following, {}, [], [])
    if following.head.status == "final":
        return planned
    _add_entry(planned, old)
    _add_commentary(planned, old)
    planned.left.extend(to_do(following, old))
    if not is_there:
        if pack.head.small_counts.already_published:
            planned.left.append("Small counts are withheld: those of a new month are not published yet.")
        listed = path.with_name(f"{following.name}-to-do.txt")
        if not os.path.lexists(listed):
            planned.files[listed] = _numbered(planned).encode()
            planned.told.append(f"to do       {from_here(listed)}")
        planned.files[path] = content
        planned.told.insert(0, f"parameters  {from_here(path)}")
    return planned


def _checked(pack: Pack, text: str) -> str:
    """The month that is asked for, or the next reporting point."""
    head = pack.head
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


def _add_entry(planned: _Next, old: str) -> None:
    """The figures of the entry sheet moved, where the data are a workbook that has one."""
    folder, new = planned.pack.folder, planned.pack.head.period
    if not any(folder.glob("*.xlsx")):
        return
    from scorecard_kit.data.excel.moved import entry_moved  # noqa: PLC0415 - openpyxl is an extra

    moved = entry_moved(folder, new)
    if moved is None:
        return
    if moved.content:
        planned.files[moved.path] = moved.content
        planned.told.extend(_moved(moved, new))
    if moved.lines and moved.month != old:
        said = f"The sheet entry of {moved.path.name} held {month_name(moved.month)}, not {month_name(old)}"
        planned.left.append(f"{said}: look whether that was so.")
    if moved.why:
        mend = f"Copy its figures to the sheet results, clear them, and write {new} in the cell beside period"
        planned.left.append(f"The sheet entry of {moved.path.name} stays as it is, as {moved.why}. {mend}.")
    elif moved.month > new:
        planned.left.append(f"The sheet entry of {moved.path.name} is of {month_name(moved.month)}.")


def _moved(moved: "Moved", new: str) -> list[str]:
    where = from_here(moved.path)
    ready = f"the sheet entry is made ready for {month_name(new)}"
    if not moved.lines:
        return [f"figures     {where}: {ready}"]
    rows = [
        f"            {indicator}, {area}: {numerator}{f' of {denominator}' if denominator else ''}"
        for indicator, _, area, numerator, denominator in moved.lines
    ]
    number = count(len(moved.lines), "figure")
    return [f"figures     {where}: {number} of {month_name(moved.month)} moved to the sheet results, {ready}", *rows]


def _add_commentary(planned: _Next, old: str) -> None:
    """The texts to be written."""
    texts = stubs(planned.pack, old)
    planned.files.update({path: text.encode() for path, text in texts.items()})
    for path in texts:
        planned.told.append(f"commentary  {from_here(path)}")
    if texts:
        listed = ", ".join(path.stem for path in texts)
        when = "" if has_figures(planned.pack) else f"; until newer figures are in, for what {month_name(old)} shows"
        planned.left.append(f"Write {count(len(texts), 'text')} ({listed}){when}.")


def _write(planned: _Next, root: Path) -> None:
    """Write the files: all of them or none, where the data lie beside the notebooks; else the data's first."""
    places: dict[Path, dict[str, bytes]] = {}
    for path, content in planned.files.items():
        base = root if path.is_relative_to(root) else planned.pack.folder
        places.setdefault(base, {})[path.relative_to(base).as_posix()] = content
    for base in sorted(places, key=lambda base: base == root):
        replace_all(base, places[base], again="next")


def _said(planned: _Next, *, dry_run: bool) -> str:
    name, month = planned.pack.path, month_name(planned.pack.head.period)
    if not planned.files:
        why = "is final" if planned.pack.head.status == "final" else "is there already, with all that it needs"
        return "\n".join([f"{from_here(name)} {why}. Nothing was written.", *_closing(planned)])
    begin = f"For {month} this would be written:" if dry_run else f"For {month} this was written:"
    return "\n".join([begin, *(f"  {line}" for line in planned.told), *_closing(planned)])


def _closing(planned: _Next) -> list[str]:
    if planned.pack.head.status == "final":
        return []
    return ["", _numbered(planned).rstrip("\n")]


def _numbered(planned: _Next) -> str:
    """The list of what is left to do, as text."""
    name = from_here(planned.pack.path)
    commands = f"{len(planned.left) + 1}. Then: scorecard check {name}, and scorecard render {name}"
    listed = [f"{number}. {sentence}" for number, sentence in enumerate(planned.left, 1)]
    return "\n".join([f"To do for {month_name(planned.pack.head.period)}:", *listed, commands, ""])
