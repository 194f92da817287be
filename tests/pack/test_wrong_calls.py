"""Wrong calls of plain papermill: each ends with a code that is not 0 and one line that says what to write."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jupyter_client.manager import KernelManager, start_new_kernel
from papermill.cli import papermill
from papermill.engines import NBClientEngine, papermill_engines

from scorecard_kit.publish.body import read_body
from scorecard_kit.publish.section import read_notebook

ROOT = Path(__file__).parents[2]
CALLS = {
    "impact_of_uasc -p area Kent": 'area: it is no parameter of this notebook. Did you mean "areas"?',
    "impact_of_uasc -p comparison Flase": (
        'comparison: "Flase" is text, where the notebook expects true or false. '
        'Papermill takes it with -y: -y "comparison: true".'
    ),
    "impact_of_uasc -p areas Shire": 'areas: "Shire" is no area of the data. There are: Kent, ',
    "impact_of_uasc -y {areas:_[]}": 'areas: it is an empty list. The default is ["Kent", ',
    "impact_of_uasc -p cohort excluding_usac": (
        'cohort: "excluding_usac" is no cohort of the data. Did you mean "excluding_uasc"?'
    ),
    "exception_report -p area Kentt": 'area: "Kentt" is no area of the data. Did you mean "Kent"?',
    "exception_report -p indicator delayed-transfers": 'indicator: "delayed-transfers" is no indicator of the data.',
    "exception_report -p months 13.5": 'months: "13.5" is a number, where the notebook expects a whole number.',
    "exception_report -p months 99999999": 'months: "99999999" is over 120. Write a number from 1 to 120.',
    "exception_report -p period 2016-03-31": (
        'period: "2016-03-31" is not a month written like 2016-03. Did you mean "2016-03"?'
    ),
    "exception_report -p periods 2016-2": (
        'periods: "2016-2" holds "2016-2", which is not a month written like 2016-03. Did you mean "2016-02"?'
    ),
    "exception_report -p period 2016-13": 'period: "2016-13" is not a month. Write a month like 2016-03.',
    "exception_report -p period 2016-04": (
        'period: "2016-04" is a month without any result in the data. The latest month is 2016-03.'
    ),
    "exception_report -p reporting mnth": (
        'reporting: "mnth" is not one of the words that may stand here. Did you mean "month"?'
    ),
    "exception_report -p small_counts 6": (
        'small_counts: "6" is a whole number, where the notebook expects keys with values. The default is {"below": 6, '
    ),
    "exception_report -p data data/scz": (
        'data/scz: there is no such data folder, neither here nor in a folder above. Did you mean "data/scs"?'
    ),
}
"""Calls of papermill, with :_ for a colon and a space, and how the message begins."""


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    """One kernel for all calls, as an analyst's JupyterLab keeps one: what a cell says now is what counts."""
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT))
    client.stop_channels()
    yield manager
    manager.shutdown_kernel(now=True)


@pytest.fixture
def engine(kernel: KernelManager) -> str:
    """The name of papermill's own engine, with that kernel."""

    class Shared(NBClientEngine):  # type: ignore[misc]  # papermill carries no types
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:  # noqa: ANN401
            super().execute_managed_notebook(nb_man, kernel_name, **options, km=kernel)

    papermill_engines.register("one kernel", Shared)
    return "one kernel"


def called(engine: str, out: Path, notebook: str, *options: str) -> Result:
    """Call papermill as a terminal does, but in this process and with the kernel that all calls share."""
    fixed = ["--engine", engine, "-k", "python3", "--cwd", str(ROOT), "--no-progress-bar"]
    return CliRunner().invoke(papermill, [*fixed, str(ROOT / "notebooks" / f"{notebook}.ipynb"), str(out), *options])


@pytest.mark.parametrize(("call", "said"), CALLS.items(), ids=CALLS)
def test_a_wrong_call_says_what_to_write(engine: str, tmp_path: Path, call: str, said: str) -> None:
    """The first cell that loads fails, the code is 1, and the words are those of a pack."""
    out, options = tmp_path / "out.ipynb", [word.replace(":_", ": ") for word in call.split(" ")]
    ended = called(engine, out, *options)
    [line] = lines_of_the_error(out)
    assert line.removeprefix("Error: ").removeprefix("parameters of the notebook, key ").startswith(said)
    assert (ended.exit_code, str(ended.exception).strip().endswith(line)) == (1, True)


def test_a_list_of_one_may_be_given_as_that_word(engine: str, tmp_path: Path) -> None:
    """The months to show are a list: one is typed as it is, and the page's figures are of that month alone."""
    out = tmp_path / "out.ipynb"
    ended = called(engine, out, "exception_report", "-p", "periods", "2016-02")
    assert (ended.exit_code, ended.exception) == (0, None)
    rows = csv.DictReader((read_body(read_notebook(out)).csv or "").splitlines())
    assert [row["period"] for row in rows] == ["2016-02"]


def test_the_terminal_ends_with_the_line(tmp_path: Path) -> None:
    """As it is typed, in a process and with a kernel of its own."""
    call = [sys.executable, "-m", "papermill", "notebooks/impact_of_uasc.ipynb", str(tmp_path / "out.ipynb"),
            "-p", "comparision", "False", "-k", "python3", "--no-progress-bar"]  # fmt: skip
    ended = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    [line] = lines_of_the_error(tmp_path / "out.ipynb")
    assert (ended.returncode, ended.stderr.strip().splitlines()[-1]) == (1, line)
    assert line.endswith('key comparision: it is no parameter of this notebook. Did you mean "comparison"?')


def lines_of_the_error(path: Path) -> list[str]:
    """What JupyterLab shows of the one cell that has failed."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells if cell["cell_type"] == "code" for output in cell["outputs"]]
    [lines] = [output["traceback"] for output in outputs if output["output_type"] == "error"]
    return [str(line) for line in lines]
