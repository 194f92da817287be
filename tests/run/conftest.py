"""What the tests of the batch share: notebooks made on the spot, and runs of them in warm and in ordinary kernels."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from scorecard_kit.run._render import Result, prepare
from scorecard_kit.run.batch import Options, run
from scorecard_kit.run.kernel import OwnKernel, kill_kernels, quiet
from scorecard_kit.run.warm.provisioner import WarmKernel
from scorecard_kit.run.warm.zygote import Zygote

Runner = Callable[..., NotebookNode]
PACK = """title: A small pack
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
  - notebook: sliced
    for_each: {area: [Kent, North Kent]}
  - notebook: sliced_indicator
    for_each: {indicator: [visits, reviews]}
  - notebook: plain
"""
ONE_BY_ONE = Options(jobs=1, force=True, warm=False)
"""Sections one after the other, in ordinary kernels, whatever has changed."""
EVERYTHING = ("sliced-kent", "sliced-north-kent", "sliced-indicator-visits", "sliced-indicator-reviews", "plain")


class Small(NamedTuple):
    """A small kit with one pack."""

    root: Path

    @property
    def pack(self) -> Path:
        """The parameters file."""
        return self.root / "parameters" / "small.yaml"

    @property
    def folder(self) -> Path:
        """Where it is rendered to."""
        return self.root / "outputs" / "small"

    def change(self, name: str, old: str, new: str) -> None:
        """Change a text in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, only: tuple[str, ...] = (), **options: Any) -> Result:  # noqa: ANN401 - those of Options
        """Render the pack as a batch."""
        [result] = run([prepare(self.pack, self.root / "outputs", only)], Options(**options))
        return result

    def command(self, *words: str) -> "subprocess.Popen[str]":
        """Start the command in a process of its own."""
        command = [sys.executable, "-m", "scorecard_kit", "render", "parameters/small.yaml", *words]
        return subprocess.Popen(
            command, cwd=self.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )

    def pages(self) -> dict[str, bytes]:
        """Every file that is no record, by name."""
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        named = {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}
        return {name: held for name, held in named.items() if not name.endswith((".ipynb", "manifest.json"))}

    def own_pages(self) -> dict[str, bytes]:
        """The same without what an interrupted run has left."""
        return {name: held for name, held in self.pages().items() if not name.startswith((".kept", ".work"))}

    def manifest(self) -> dict[str, Any]:
        """What manifest.json says."""
        said: dict[str, Any] = json.loads((self.folder / "manifest.json").read_bytes())
        return said


def notebook(cells: list[tuple[str, str]]) -> str:
    """The text of a notebook of code cells, each with its tag."""
    made: list[dict[str, Any]] = [
        {"cell_type": "code", "id": f"cell-{place}", "metadata": {"tags": [tag] if tag else []}, "source": source,
         "outputs": [], "execution_count": None}
        for place, (tag, source) in enumerate(cells)
    ]  # fmt: skip
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def sliced(declares: str, option: str, title: str) -> str:
    """A notebook that loads a part of the data, and shows what it has loaded."""
    shared = 'data: str = "data/small"\nperiod: str = "2016-03"\nsmall_counts: dict = {}\n'
    cells = [
        ("", "from scorecard_kit import load\nfrom scorecard_kit.blocks.html import opening, paragraph"),
        ("parameters", shared + declares),
        ("", f"book = load(data, small_counts, {option})"),
        ("", f"opening({title}, str(len(book.results)), glossary=book.glossary)"),
        ("", "rows = book.results[['indicator', 'area', 'numerator', 'denominator']].to_numpy().tolist()"),
        ("", "paragraph(str([[str(cell) for cell in row] for row in rows]))"),
    ]
    return notebook(cells)


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """The process that warm kernels are forked from, which this machine can have."""
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
        *cells: str | NotebookNode,
        kernel: type[OwnKernel] = WarmKernel,
        engine: str = "scorecard",
        output: Path | None = None,
        **options: Any,  # noqa: ANN401 - papermill's own
    ) -> NotebookNode:
        source = new_notebook(cells=[new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells])  # type: ignore[no-untyped-call]
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


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path], zygote: Zygote) -> Small:
    """A kit whose pack has been rendered as a batch; tests work on copies of it."""
    assert zygote
    small = Small(make_kit(tmp_path_factory.mktemp("batch")))
    written = {
        "sliced": sliced('area: str = "Kent"', "areas=area", 'f"Part {area}"'),
        "sliced_indicator": sliced('indicator: str = "visits"', "indicators=indicator", 'f"Part {indicator}"'),
    }
    for name, text in written.items():
        (small.root / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    small.pack.write_text(PACK, encoding="utf-8")
    assert small.run().rendered == EVERYTHING
    return small


@pytest.fixture
def small(pristine: Small, tmp_path: Path) -> Small:
    """A copy of the rendered kit."""
    shutil.copytree(pristine.root, tmp_path / "kit")
    return Small(tmp_path / "kit")
