"""What the tests of another month share: a new scorecard of March 2026 in a workbook, and copies of it."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from scorecard_kit.cli import app
from scorecard_kit.start.new import start

PACK = Path("parameters/early-help-2026-03.yaml")
NEXT = Path("parameters/early-help-2026-04.yaml")
DATA = Path("data/early-help")
WORKBOOK = DATA / "early-help.xlsx"
TEXT = DATA / "commentary/2026-04/visits-in-time.md"


class Kit(NamedTuple):
    """A folder with a scorecard, in which commands are run."""

    root: Path

    def run(self, *words: str, code: int = 0) -> Result:
        """Run a command, which ends with that code."""
        done = CliRunner().invoke(app, words)
        assert done.exit_code == code, done.output
        return done

    def next(self, *words: str, code: int = 0) -> str:
        """Begin the month after March; what is said of it."""
        return self.run("next", str(PACK), *words, code=code).output

    def type_in(self, values: dict[str, Any], sheet: str = "entry") -> None:
        """Type into cells of a sheet."""
        book = load_workbook(self.root / WORKBOOK)
        for cell, value in values.items():
            book[sheet][cell] = value
        book.save(self.root / WORKBOOK)

    def files(self) -> dict[str, bytes]:
        """Every file, hidden ones too."""
        return {path.relative_to(self.root).as_posix(): path.read_bytes()
                for path in self.root.rglob("*") if path.is_file()}  # fmt: skip


@pytest.fixture(scope="session")
def new_scorecard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new scorecard, with its figures of March moved to its sheet entry; not to be changed."""
    root = tmp_path_factory.mktemp("months") / "early-help"
    start(root, "2026-03", as_csv=False)
    book = load_workbook(root / WORKBOOK)
    results: Any = book["results"]
    entry: Any = book["entry"]
    columns = {str(cell.value).partition(":")[0]: cell.column for cell in entry[2]}
    rows = {row[0].value: row[0].row for row in entry.iter_rows(min_row=3)}
    entry["B1"] = "2026-03"
    for row in range(results.max_row, 1, -1):
        indicator, period, area, numerator, denominator, *_ = (cell.value for cell in results[row])
        if period == "2026-03" and area in columns:
            column = columns[area]
            entry.cell(rows[indicator], column - 1, numerator)
            entry.cell(rows[indicator], column, denominator)
            results.delete_rows(row)
    book.save(root / WORKBOOK)
    return root


@pytest.fixture
def kit(new_scorecard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kit:
    """A copy of it as the working directory."""
    root = tmp_path / "early-help"
    shutil.copytree(new_scorecard, root)
    monkeypatch.chdir(root)
    return Kit(root)
