"""The notebooks as an analyst runs them: with papermill's own engine, defaults as they stand, and the cohort's sides.

Their kernels start warm, which tests/run/test_kernels_apart.py holds against ordinary ones: that saves a second each.
"""

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import papermill
import pytest
from bs4 import BeautifulSoup

from scorecard_kit.pack.notebook import parameters
from scorecard_kit.publish.body import Body, read_body
from scorecard_kit.publish.section import read_notebook
from scorecard_kit.run.kernel import OwnKernel, kill_kernels
from scorecard_kit.run.warm.provisioner import WarmKernel
from scorecard_kit.run.warm.zygote import Zygote
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("zygote")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[a-z]*.ipynb"))
FIGURES = {"Kent": 14, "North Kent": 9}
ANSWER = "Excluding UASC, 24 results are rated: 14 Green, 9 Amber, 1 Red. Including UASC: 7 Green, 12 Amber, 5 Red."


@pytest.fixture(scope="module")
def zygote() -> Iterator[None]:
    """Start the process that warm kernels are forked from."""
    assert Zygote().obstacle() == ""
    yield
    kill_kernels()
    OwnKernel.refused.clear()


def run(notebook: Path, folder: Path, **parameters: Any) -> Body:  # noqa: ANN401 - of any plain kind
    """Run a notebook with papermill's own engine, and read what it has to say."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # papermill's own
        papermill.execute_notebook(
            str(notebook), str(folder / "x.ipynb"), parameters, cwd=str(ROOT), progress_bar=False,
            kernel_name="python3", shutdown_kernel="immediate",  # a request has been seen to wait for ever
            kernel_manager_class=WarmKernel,
        )  # fmt: skip
    return read_body(read_notebook(folder / "x.ipynb"))


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [re.sub(r"\s+", " ", tag.get_text()).strip() for tag in BeautifulSoup(html, "html.parser").select(selector)]


def run_with_defaults(notebook: Path, pack: Path) -> Path | None:
    """Give the record of a section of the pack that was run with the very defaults of a notebook."""
    defaults = {name: parameter.default for name, parameter in parameters(notebook).items()}
    sections = json.loads((pack / "manifest.json").read_text(encoding="utf-8"))["sections"]
    same = [section for section in sections if Path(section["notebook"]).name == notebook.name]
    names = [section["name"] for section in same if defaults == defaults | section["parameters"]]
    return pack / "notebooks" / f"{names[0]}.ipynb" if names else None


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs_with_its_defaults(notebook: Path, march_pack: Path, tmp_path: Path) -> None:
    """Each makes a page with a title and an answer; what the pack ran with the same parameters is not run twice."""
    record = run_with_defaults(notebook, march_pack)
    body = read_body(read_notebook(record)) if record else run(notebook, tmp_path)
    assert words(body.html, "h1") != [""]
    assert body.answer.endswith(".")
    assert len(words(body.html, "h1")) == 1


def test_a_pack_runs_no_cell_that_only_looks(march_pack: Path) -> None:
    """They are for whoever is at the notebook, and cost a pack nothing; every other cell of code is run."""
    cells = [cell for path in march_pack.glob("notebooks/*.ipynb") for cell in read_notebook(path).cells]
    code = [cell for cell in cells if cell.cell_type == "code"]
    looks = [cell for cell in code if "not-in-pack" in cell.metadata.tags]
    assert len(looks) > 40
    assert {(cell.execution_count, len(cell.outputs)) for cell in looks} == {(None, 0)}
    assert [cell.source for cell in code if cell not in looks and cell.execution_count is None] == []


def test_one_side_that_includes_everyone(tmp_path: Path) -> None:
    """With comparison off and no cohort the page is of the including side, and says so."""
    body = run(ROOT / "notebooks" / "impact_of_uasc.ipynb", tmp_path, comparison=False, cohort="", areas=["Kent"])
    assert body.title == "Results including UASC alone, March 2016"
    assert re.match(r"Including UASC, \d+ results are rated: \d+ Green, \d+ Amber, \d+ Red\.$", body.answer)
    assert "79.7%" in body.html
    assert "97.4%" not in body.html
    assert (body.csv or "").startswith(
        "area,indicator,name,including_numerator,including_denominator,including_value,including_rag\n"
    )


def test_one_side_that_excludes_a_cohort(tmp_path: Path) -> None:
    """The excluding side says so in its title, answers in a sentence and has every including result in its table."""
    parameters = {"comparison": False, "cohort": "excluding_uasc", "areas": list(FIGURES)}
    body = run(ROOT / "notebooks" / "impact_of_uasc.ipynb", tmp_path, **parameters)
    assert body.title == "Results excluding UASC alone, March 2016"
    [first, *_] = words(body.html, "p")
    assert first == body.answer == ANSWER
    rows = [row for row in words(body.html, "tbody tr") if row.count(" of ") > 1]
    assert len(rows) >= sum(FIGURES.values())
    [reviews, _] = [row for row in rows if "% of CIC cases which were reviewed within required timescales" in row]
    assert re.search(r"97\.4% . Amber 1,385 of 1,422 ?79\.7% . Red 1,797 of 2,256$", reviews)
    assert (body.csv or "").startswith("area,indicator,name,excluding_numerator,")
