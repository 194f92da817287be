"""What the tests of the batch share: notebooks made on the spot, and runs of them in warm and in ordinary kernels."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from scorecard_kit.batch import run as batch_run
from scorecard_kit.batch.provisioner import WarmKernel
from scorecard_kit.batch.zygote import Zygote
from scorecard_kit.kernel import OwnKernel, kill_kernels, quiet

Runner = Callable[..., NotebookNode]


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """The process that warm kernels are forked from, which this machine can have."""
    assert batch_run
    started = Zygote()
    assert started.obstacle() == ""
    yield started
    kill_kernels()
    OwnKernel.refused.clear()


@pytest.fixture(scope="session")
def run_cells(zygote: Zygote) -> Runner:
    """Give a function that runs cells in a kernel of their own and returns the executed notebook."""
    assert zygote

    def runner(
        *cells: str,
        kernel: type[OwnKernel] = WarmKernel,
        engine: str = "scorecard",
        output: Path | None = None,
        **options: Any,  # noqa: ANN401 - papermill's own
    ) -> NotebookNode:
        source = new_notebook(cells=[new_code_cell(cell) for cell in cells])  # type: ignore[no-untyped-call]
        with quiet():
            record: NotebookNode = papermill.execute_notebook(
                source,
                output,
                kernel_name="python3",
                engine_name=engine,
                language="python",
                progress_bar=False,
                kernel_manager_class=kernel,
                shutdown_kernel="immediate",
                **options,
            )
        return record

    return runner


def printed(record: NotebookNode) -> list[str]:
    """What the cells of an executed notebook printed, cell by cell."""
    texts = [[output.text for output in cell.outputs if output.output_type == "stream"] for cell in record.cells]
    return ["".join(text).strip() for text in texts]


def read_record(path: Path) -> NotebookNode:
    """Read an executed notebook."""
    record: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return record
