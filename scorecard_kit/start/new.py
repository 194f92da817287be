"""`scorecard new`: a small scorecard that renders at once, in a kit or in a folder of its own; all of it or nothing."""

import csv
import os
import shutil
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from scorecard_kit.data.checks.months import lies_in_the_future
from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.files.places import from_here, shortened
from scorecard_kit.findings import refusal
from scorecard_kit.judge.periods import months_before
from scorecard_kit.start import _example as example
from scorecard_kit.start._named import checked_name, kit_among

__all__ = ["Started", "next_steps", "start"]

_EARLIEST = "1990-01"  # of the months that a table may hold


class Started(NamedTuple):
    """What was written: the figures (a workbook, or a folder of CSV files), the commentary, the parameters file."""

    figures: Path
    commentary: Path
    parameters: Path


def start(folder: Path, period: str, *, as_csv: bool) -> Started:
    """Write a working example. InputError, and nothing written, where it cannot be done or would overwrite anything.

    Where the folder lies in a kit, that is beneath one with notebooks/, parameters/ and data/, the scorecard becomes
    part of the kit: data/NAME and parameters/NAME-PERIOD.yaml. Anywhere else the folder itself is made, with those two
    and a copy of the notebooks. `period` is a month, spelled in any way that a cell of a table may have; where it is
    blank, the last full month before today's. Figures go into a workbook, or with `as_csv` into CSV files.
    """
    place = Path(os.path.abspath(folder))  # noqa: PTH100 - as parameters.opened: without the `..`, links as they are
    if not (name := folder.name or place.name):
        raise refusal("FOLDER", "it has no name of its own", "Give the service a name, such as early-help.")
    name, period = checked_name(name, "scorecard", "early-help"), _checked_period(period)
    kit = kit_among(place.parents)
    home = kit or place
    data, parameters = home / "data" / name, home / "parameters" / f"{name}-{period}.yaml"
    ends = [data, parameters] if kit else [home]
    _refuse(ends, home)
    if not (as_csv or find_spec("openpyxl")):
        mend = "Write --csv for CSV files, or install it: python -m pip install 'scorecard-kit[excel]'."
        raise refusal(name, "a workbook needs openpyxl, which is not installed", mend)
    try:
        with TemporaryDirectory(dir=kit or home.parent, prefix=".scorecard-new-") as stage:
            made = Path(stage) / "made"
            _write(made, name, period, as_csv=as_csv)
            if not kit:
                shutil.copytree(_notebooks(), made / "notebooks", ignore=shutil.ignore_patterns(".*"))
            _move([(made / end.relative_to(home), end) for end in ends])
    except OSError as error:
        problem = f"it cannot be written ({error.strerror or error})"
        raise refusal(folder.name, problem, "Choose another place.") from None
    figures = data if as_csv else data / f"{name}.xlsx"
    return Started(figures, data / "commentary" / period / f"{example.RED}.md", parameters)


def next_steps(started: Started) -> str:
    """What was written, and the two commands that come next."""
    figures, commentary, parameters = map(from_here, started)
    quoted = f'"{parameters}"' if " " in parameters else parameters
    return f"""A scorecard in invented figures was written:
  figures     {figures}
  commentary  {commentary}
  parameters  {parameters}
Look at it, replace the figures with your own, and check them:
  scorecard render {quoted}
  scorecard check {quoted}"""


def _checked_period(text: str) -> str:
    if not text:
        return months_before(f"{datetime.now().astimezone():%Y-%m}", 1)
    try:
        period = read_period(text.strip())
    except CellError as error:
        raise refusal("--period", error.problem, error.mend, value=text) from None
    if example.first_month(period) < _EARLIEST:
        raise refusal("--period", "is too long ago", "Give a later month.", value=text)
    if lies_in_the_future(period):
        raise refusal("--period", "lies in the future", "Give an earlier month.", value=text)
    return period


def _refuse(ends: list[Path], home: Path) -> None:
    """Stop where something stands in the way, or the place for it does not."""
    for end in ends:
        if os.path.lexists(end):
            mend = "Give another name. For another month of a scorecard, run scorecard next."
            raise refusal(from_here(end), "it exists already, and nothing is overwritten", mend)
    if not os.path.isdir(home.parent):  # noqa: PTH112 - nor where the name is too long, or the place closed
        raise refusal(
            shortened(from_here(home.parent), 200), "there is no such folder", "Make it first, or choose another."
        )


def _notebooks() -> Path:
    """The notebooks of the kit that this package belongs to."""
    notebooks = Path(__file__).parents[2] / "notebooks"
    if not notebooks.is_dir():
        mend = "Run this in the folder of the kit, where notebooks/ stands."
        raise refusal("notebooks", "there are none to copy beside the installed package", mend)
    return notebooks


def _write(made: Path, name: str, period: str, *, as_csv: bool) -> None:
    """Write data, commentary and parameters into a new folder."""
    data = made / "data" / name
    texts = {
        data / "commentary" / period / f"{example.RED}.md": example.commentary(),
        made / "parameters" / f"{name}-{period}.yaml": example.parameters(name, period),
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if as_csv:
        for table, rows in example.tables(period).items():
            with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        return
    from scorecard_kit.start._template import write_workbook  # noqa: PLC0415 - openpyxl is an extra

    write_workbook(data / f"{name}.xlsx", example.tables(period), months_before(period, -1))


def _move(pairs: list[tuple[Path, Path]]) -> None:
    """Put what was made in its place, on another disk too; where that fails half way, nothing stays."""
    try:
        for made, end in pairs:
            shutil.move(made, end)
    except OSError:
        for _, end in pairs:  # none of them was there before
            shutil.rmtree(end, ignore_errors=True)
            end.unlink(missing_ok=True)
        raise
