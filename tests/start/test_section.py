"""`scorecard new section`: a notebook that renders at once from any pack's data, and overwrites nothing."""

import csv
import io
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from scorecard_kit.cli import app
from scorecard_kit.pack.notebook import parameters
from scorecard_kit.pack.plan import check, read_pack
from scorecard_kit.publish.body import read_body
from tests.conftest import ROOT, SOAK
from tests.in_process import executed

PACKS = [path for path in sorted((ROOT / "parameters").glob("*.yaml")) if SOAK or "westshire" not in path.stem]
"""Westshire's data, the largest by far, cost as much as all the others together."""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a kit with two packs as the working directory."""
    for name in ("notebooks", "parameters"):
        (tmp_path / name).mkdir()
    shutil.copytree(ROOT / "data" / "scs", tmp_path / "data" / "scs")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        (tmp_path / "notebooks" / notebook.name).write_bytes(notebook.read_bytes())
    (tmp_path / "parameters" / "scs-2016-03.yaml").write_bytes((ROOT / "parameters" / "scs-2016-03.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*words: str, code: int = 0) -> list[str]:
    """Run the command, which ends with the code, and give its lines."""
    done = CliRunner().invoke(app, ["new", *words])
    assert done.exit_code == code, done.output
    return done.output.splitlines()


def test_a_section_is_begun_and_the_two_lines_are_told(kit: Path) -> None:
    """Without a pack named no parameters file changes; the notebook has the newest pack's data, month and rules."""
    before = (kit / "parameters" / "scs-2016-03.yaml").read_bytes()
    lines = said("section", "placements-by-age")
    assert lines == [
        "A section was begun, which shows how the ratings fall:",
        "  notebooks/placements_by_age.ipynb",
        "Put it into a pack with these two lines, such as into parameters/scs-2016-03.yaml:",
        "sections:",
        "  - notebook: placements_by_age",
        "Change it in JupyterLab, and render the pack:",
        "  scorecard render parameters/scs-2016-03.yaml",
    ]
    assert yaml.safe_load("\n".join(lines[3:5])) == {"sections": [{"notebook": "placements_by_age"}]}
    assert (kit / "parameters" / "scs-2016-03.yaml").read_bytes() == before
    declared = parameters(kit / "notebooks" / "placements_by_age.ipynb")
    assert {name: parameter.default for name, parameter in declared.items()} == {
        "data": "data/scs", "period": "2016-03", "area": "",
        "small_counts": {"below": 6, "already_published": True}, "reporting": "month", "draft": False,
    }  # fmt: skip
    assert all(parameter.comment for parameter in declared.values())


def test_with_a_pack_it_is_a_section_of_it(kit: Path) -> None:
    """One line at the end of its sections, every other character as before, and nothing to be found in it."""
    path = kit / "parameters" / "scs-2016-03.yaml"
    before = path.read_text(encoding="utf-8")
    assert "It is the section by-age of parameters/scs-2016-03.yaml." in said("section", "by_age", "--pack", path.name)
    assert path.read_text(encoding="utf-8") == before.rstrip("\n") + "\n  - notebook: by_age\n"
    assert check(path) == []


def test_the_notebook_is_one_that_jupyter_reads(kit: Path) -> None:
    """Valid, without outputs, and each heading and looking cell for the analyst alone."""
    said("section", "by-age")
    notebook = nbformat.read(kit / "notebooks" / "by_age.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    told = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    assert {tuple(cell.metadata.tags) for cell in told} == {("not-on-page",)}
    assert [cell.source.splitlines()[0] for cell in told][1:] == [
        "## The figures", "## The frame", "## The first sentence", "## The chart", "## The table",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", PACKS, ids=[path.stem for path in PACKS])
def test_it_renders_at_once_whatever_the_data_are(pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the head of each pack: a title, a computed first sentence, a chart and a table with its file, in one run."""
    home = tmp_path / "kit"
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    (home / "parameters").mkdir()
    head, first, *_ = pack.read_text(encoding="utf-8").split("\n  - notebook: ")  # more of its sections cost seconds
    (home / "parameters" / pack.name).write_text(f"{head}\n  - notebook: {first}\n", encoding="utf-8")
    (home / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(home)
    said("section", "by-rating", "--pack", pack.stem)
    section = next(one for one in read_pack(home / "parameters" / pack.name).sections if one.name == "by-rating")
    body = read_body(executed(section))
    page = BeautifulSoup(body.html, "html.parser")
    rows = list(csv.reader(io.StringIO(body.csv)))
    told = ", ".join(" ".join(row) for row in rows[1:])
    assert body.title == "By rating"
    assert body.answer == f"Of {sum(int(row[1]) for row in rows[1:])} indicators: {told}."
    assert [row[0] for row in rows] == ["Rating", "Red", "Amber", "Green", "Not rated"]
    assert page.select_one("svg desc").get_text() == f"Bar chart. {told}."  # type: ignore[union-attr]
    assert len(page.select("table")) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["section", "summary"],
            "notebooks/summary.ipynb: it exists already, and nothing is overwritten. Give another",
        ),
        (
            ["section", ""],
            "it cannot be the name of a section. Use small letters, digits and single hyphens, such as pl",
        ),
        (
            ["section", "By age"],
            "By age: it cannot be the name of a section. Use small letters, digits and single hyphen",
        ),
        (["section", "con"], "con: it is a name that Windows has taken. Choose another."),
        (
            ["section", "by-age", "--pack", "scs-2016-3"],
            '--pack: "scs-2016-3" is no file in parameters/. Did you mean "s',
        ),
        (
            ["early-help", "by-age"],
            'scorecard new: "by-age" a scorecard has no second name and no pack. Write scorecard ',
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(kit: Path, words: list[str], sentence: str) -> None:
    """Exit code 2, one sentence, and every file as it was."""
    before = {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()}
    lines = said(*words, code=2)
    assert sentence in lines[0]
    assert lines[1:] == ["Nothing was written."]
    assert {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()} == before
