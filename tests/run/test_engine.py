"""The engine: one write, at the end and on every failure, and no cell called complete that is not."""

from pathlib import Path

import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from scorecard_kit.run import engine
from scorecard_kit.run.engine import SectionEngine, StoppedEarlyError
from tests.run.conftest import Runner, printed, read_record


def statuses(record: NotebookNode) -> list[str]:
    """The status of each cell that papermill did not put in itself."""
    cells = [cell for cell in record.cells if "papermill-error-cell-tag" not in cell.metadata.get("tags", [])]
    return [cell.metadata.papermill["status"] for cell in cells]


def test_papermill_finds_the_engine_by_its_name() -> None:
    """`papermill --engine scorecard` is this engine, by way of its entry point."""
    assert papermill_engines.get_engine("scorecard") is SectionEngine


def test_the_record_is_written_once(run_cells: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the number of cells, the file is written when the last has run, and not before."""
    seen: list[bool] = []
    before = engine.OneWrite.cell_complete

    def complete(state: engine.OneWrite, *arguments: object, **options: object) -> None:
        before(state, *arguments, **options)
        seen.append((tmp_path / "out.ipynb").exists())

    monkeypatch.setattr(engine.OneWrite, "cell_complete", complete)
    record = run_cells("print(1)", "print(2)", output=tmp_path / "out.ipynb")
    assert (seen, printed(record)) == ([False, False], ["1", "2"])
    assert statuses(read_record(tmp_path / "out.ipynb")) == ["completed", "completed"]


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("raise ValueError", PapermillExecutionError),
        ("import sys; sys.exit(3)", PapermillExecutionError),
        ("import sys; sys.exit(0)", StoppedEarlyError),
        ("import sys; sys.exit()", StoppedEarlyError),
        ("import os; os._exit(0)", DeadKernelError),
        ("import time; time.sleep(600)", CellTimeoutError),
    ],
)
def test_a_failure_is_recorded_as_one(run_cells: Runner, tmp_path: Path, cell: str, error: type[Exception]) -> None:
    """The record is there, with what ran before; the cell has failed, the rest is pending, the notebook has failed."""
    with pytest.raises(error):
        run_cells("print('before')", cell, "print('after')", output=tmp_path / "out.ipynb", section_timeout=2)
    record = read_record(tmp_path / "out.ipynb")
    own = [cell for cell in record.cells if cell.source.startswith("print('before')")]
    assert [output.text for output in own[0].outputs] == ["before\n"]
    assert statuses(record) == ["completed", "failed", "pending"]
    assert record.metadata.papermill["exception"] is True


def test_the_limit_is_for_the_whole(run_cells: Runner) -> None:
    """Cells that are each well within the limit exceed it together."""
    with pytest.raises(CellTimeoutError):
        run_cells(*["import time; time.sleep(0.5)"] * 8, section_timeout=2)
