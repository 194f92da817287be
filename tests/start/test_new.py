"""`scorecard new`: what it writes renders at once, overwrites nothing, and is never half there."""

import errno
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorecard_kit import load
from scorecard_kit.cli import app
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.scorecard import score
from scorecard_kit.pack import plan as pack
from tests.conftest import ROOT

MONTHS = ["2025-09", "2026-01", "2026-03", "2026-04", "2026-05"]
FILES = "indicators.csv results.csv targets.csv areas.csv owners.csv glossary.csv published.csv".split()
TAKEN = (
    "it exists already, and nothing is overwritten. Give another name. For another month of a scorecard, run "
    "scorecard next."
)
NO_LIBRARY = (
    "Error: ok: a workbook needs openpyxl, which is not installed. Write --csv for CSV files, or install it: "
    "python -m pip install 'scorecard-kit[excel]'."
)
NO_NAME = "it cannot be the name of a scorecard. Use small letters, digits and single hyphens, such as early-help."


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small kit as the working directory."""
    monkeypatch.chdir(make_kit(tmp_path / "kit"))
    return tmp_path / "kit"


def new(*arguments: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["new", *map(str, arguments)])


def files(folder: Path) -> set[str]:
    """Name every file of a folder, hidden ones included."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("options", "tables"), [((), ["early-help.xlsx"]), (("--csv",), FILES)])
def test_in_a_kit_it_becomes_part_of_it(kit: Path, options: tuple[str, ...], tables: list[str]) -> None:
    """Data and parameters go into the kit's own folders, and the last lines say what comes next."""
    before = files(kit)
    done = new("notebooks/early-help", "--period", "2025-09", *options)
    assert (done.exit_code, done.stderr) == (0, "")
    own, parameters = Path("data") / "early-help", Path("parameters") / "early-help-2025-09.yaml"
    texts = {f"{own.as_posix()}/commentary/2025-09/visits-in-time.md", parameters.as_posix()}
    assert files(kit) - before == {f"{own.as_posix()}/{table}" for table in tables} | texts
    assert done.stdout.splitlines()[1:] == [
        f"  figures     {own if options else own / 'early-help.xlsx'}",
        f"  commentary  {own / 'commentary' / '2025-09' / 'visits-in-time.md'}",
        f"  parameters  {parameters}",
        "Look at it, replace the figures with your own, and check them:",
        f"  scorecard render {parameters}",
        f"  scorecard check {parameters}",
    ]


def test_elsewhere_it_stands_by_itself(tmp_path: Path) -> None:
    """The folder has the notebooks of the kit, and its pages can be made without anything beside it."""
    assert new(tmp_path / "early-help", "--period", "2025-09").exit_code == 0
    notebooks = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (tmp_path / "early-help" / "notebooks").iterdir()} == notebooks
    [parameters] = (tmp_path / "early-help" / "parameters").iterdir()
    planned = pack.read_pack(parameters)
    names = ["at-a-glance", "scorecard", "areas", "exception-report-visits-in-time"]
    assert ([section.name for section in planned.sections], planned.absent) == (names, ())
    assert {section.notebook.parent for section in planned.sections} == {tmp_path / "early-help" / "notebooks"}


def test_workbook_and_csv_hold_the_same_figures(tmp_path: Path) -> None:
    """Every table is read to the same cells by either way, without a word to be said of them."""
    for name, options in {"book": [], "files": ["--csv"]}.items():
        assert new(tmp_path / name, "--period", "2025-09", *options).exit_code == 0
    book, files = (load(tmp_path / name / "data" / name) for name in ("book", "files"))
    tables = [table for table in TABLES if not getattr(book, table).equals(getattr(files, table))]
    assert (tables, book.notes, files.notes) == ([], (), ())


@pytest.mark.parametrize("period", MONTHS)
def test_the_example_is_sound_in_every_month(tmp_path: Path, period: str) -> None:
    """Nothing is found in it, one indicator is Red and has its commentary, and directions go both ways."""
    assert new(tmp_path / "some-service", "--period", period, "--csv").exit_code == 0
    [parameters] = (tmp_path / "some-service" / "parameters").iterdir()
    assert pack.check(parameters) == []
    book = load(tmp_path / "some-service" / "data" / "some-service")
    rated = score(book.results, book.indicators, book.targets, period, "Exampleshire")
    assert [str(rag) for rag in rated["rag"]] == ["Red", "Amber", "Amber", "Green", "Green"]
    moved = {str(direction) for direction in rated["direction_from_previous"]}
    assert {"improved", "same"} <= moved
    assert ("worsened" in moved) is (period != "2026-04")  # counting since April restarts
    parts = book.results[book.results["area"] != "Exampleshire"]
    sums = parts.groupby(["indicator", "period"])["numerator"].sum().to_dict()
    whole = {
        (row["indicator"], row["period"]): row["numerator"]
        for row in records(book.results)
        if row["area"] == "Exampleshire"
    }
    assert sums == whole


def test_the_month_is_the_last_full_one(kit: Path) -> None:
    """Without --period the clock decides; a month as Excel spells it is understood."""
    today = datetime.now().astimezone()
    last = f"{today.year - (today.month == 1)}-{(today.month - 2) % 12 + 1:02}"
    assert new("by-the-clock").exit_code == 0
    assert new("by-hand", "--period", "Sep-2025").exit_code == 0
    assert {path.name for path in (kit / "parameters").iterdir()} == {
        f"by-the-clock-{last}.yaml",
        "by-hand-2025-09.yaml",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Early Help"], f"Early Help: {NO_NAME}"),
        (["é"], f"é: {NO_NAME}"),
        (["nul"], "nul: it is a name that Windows has taken. Choose another."),
        (["x" * 41], f"{'x' * 41}: the name has over 40 characters. Choose a shorter one."),
        (["/"], "FOLDER: it has no name of its own. Give the service a name, such as early-help."),
        (["ok", "--period", "May"], '--period: "May" is not a month. Write the month with its year, such as 2016-03.'),
        (["ok", "--period", "1990-02"], '--period: "1990-02" is too long ago. Give a later month.'),
        (["ok", "--period", "2097-01"], '--period: "2097-01" lies in the future. Give an earlier month.'),
        (["ok", "--period", "9999-12"], '--period: "9999-12" lies in the future. Give an earlier month.'),
        (["Caf\u00e9"], f"Caf\u00e9: {NO_NAME.replace('early-help', 'cafe')}"),
        (["small"], f"{Path('data') / 'small'}: {TAKEN}"),
        (["../nowhere/ok"], ""),
    ],
)  # fmt: skip
def test_a_name_or_month_that_cannot_be(kit: Path, arguments: list[str], said: str) -> None:
    """Each mistake is one message with its mend; exit 2, and nothing is written."""
    before = files(kit.parent)
    done = new(*arguments)
    said = said or f"{kit.parent / 'nowhere'}: there is no such folder. Make it first, or choose another."
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [f"Error: {said}", "Nothing was written."]
    assert files(kit.parent) == before


@pytest.mark.usefixtures("kit")
def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A parameters file or a folder that is there is left as it was, and nothing is written beside it."""
    taken = tmp_path / "kit" / "parameters" / "ok-2025-09.yaml"
    taken.write_text("mine", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    before = files(tmp_path)
    assert [new("ok", "--period", "2025-09").exit_code, new(tmp_path / "mine").exit_code] == [2, 2]
    assert (files(tmp_path), taken.read_text(encoding="utf-8")) == (before, "mine")
    assert not (tmp_path / "kit" / "data" / "ok").exists()


def test_a_move_that_fails_half_way_is_undone(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full when the second part is put in its place, the first is taken away; one message, exit 2."""
    move = shutil.move

    def full(source: Path, end: Path) -> None:
        move(source, end)
        if end.suffix:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "move", full)
    before = files(kit)
    done = new("ok", "--period", "2025-09")
    assert (done.exit_code, done.stdout, files(kit)) == (2, "", before)
    assert done.stderr.splitlines() == [
        "Error: ok: it cannot be written (No space left on device). Choose another place.",
        "Nothing was written.",
    ]
    assert [path.name for path in (kit / "data").iterdir()] == ["small"]


def test_without_the_library_for_workbooks(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One message names the extra and --csv, which works; exit 2 before anything is written."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    before = files(kit)
    done = new("ok", "--period", "2025-09")
    assert (done.exit_code, files(kit)) == (2, before)
    assert done.stderr.splitlines() == [NO_LIBRARY, "Nothing was written."]
    assert new("ok", "--period", "2025-09", "--csv").exit_code == 0
