"""`scorecard next`: all that a pack's next month begins with, written whole or not at all, and never twice."""

from pathlib import Path

import typer

from scorecard_kit.files.places import from_here, upwards
from scorecard_kit.files.writer import replace_all, settle
from scorecard_kit.judge.periods import month_name
from scorecard_kit.months._planned import Next, numbered, planned_next
from scorecard_kit.pack.parameters import opened
from scorecard_kit.run.claim import alone

__all__ = ["next_month"]


def next_month(parameters: Path, period: str = "", *, dry_run: bool = False) -> str:
    """Write the next month of a pack, and tell what was written and what is left to do.

    `period` is another month than the next reporting point. What is there already stays as it is; a pack that is final
    is left alone. With `dry_run` nothing is written. InputError, with nothing written, where the pack cannot be read,
    the month is none that can follow, or a file is held open.
    """
    file = opened(parameters)
    notebooks = upwards(file.path.parent, "notebooks")
    if dry_run or file.findings or notebooks is None:  # the last two are refused
        return _said(planned_next(file, period), dry_run=True)
    with alone(file.path.parent, lambda sentence: typer.echo(sentence, err=True)):
        settle(notebooks.parent)
        planned = planned_next(file, period)
        _write(planned, notebooks.parent)
    return _said(planned, dry_run=False)


def _write(planned: Next, root: Path) -> None:
    """Write the files: all of them or none, where the data lie beside the notebooks; else the data's first."""
    places: dict[Path, dict[str, bytes]] = {}
    for path, content in planned.files.items():
        base = root if path.is_relative_to(root) else planned.pack.folder
        places.setdefault(base, {})[path.relative_to(base).as_posix()] = content
    for base in sorted(places, key=lambda base: base == root):
        replace_all(base, places[base], again="next")


def _said(planned: Next, *, dry_run: bool) -> str:
    name, month = planned.pack.path, month_name(planned.pack.head.period)
    if not planned.files:
        why = "is final" if planned.pack.head.status == "final" else "is there already, with all that it needs"
        return "\n".join([f"{from_here(name)} {why}. Nothing was written.", *_closing(planned)])
    begin = f"For {month} this would be written:" if dry_run else f"For {month} this was written:"
    told = [f"  {line}" for line in planned.told if dry_run or line.strip() == line]  # figures one by one: only before
    return "\n".join([begin, *told, *_closing(planned)])


def _closing(planned: Next) -> list[str]:
    if planned.pack.head.status == "final":
        return []
    return ["", numbered(planned).rstrip("\n")]
