"""`scorecard render --accessibility` and `share` on a section of somebody's own: what it broke is named, by cell."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scorecard_kit.cli import app
from tests.conftest import find_chromium

PACK = """title: A small pack
status: final
published: 2016-05-13
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
  - notebook: plain
    parameters: {area: Kent}
  - notebook: own
    name: own-figures
    parameters: {area: Kent}
"""
SHOWN = """from markupsafe import Markup
from scorecard_kit.blocks.html import Block
Block(Markup('''%s'''))"""
BARRIERS = '<h4>Areas</h4><p>See <a href="#main">here</a>.</p>'
ONLY_AXE = '<p>Done: <span role="checkbox" aria-label="done" tabindex="0">yes</span></p>'


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Give a function that makes a kit whose own section shows this HTML in its last cell."""

    def make(html: str) -> Path:
        root = make_kit(tmp_path / "kit")
        notebook = json.loads((root / "notebooks" / "plain.ipynb").read_text(encoding="utf-8"))
        cell = {**notebook["cells"][-1], "id": "own", "source": SHOWN % html}
        cell["metadata"] = {}
        notebook["cells"].append(cell)
        (root / "notebooks" / "own.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        (root / "parameters" / "small.yaml").write_text(PACK, encoding="utf-8")
        monkeypatch.chdir(root)
        return root

    return make


def test_what_a_section_broke_is_named_by_file_section_and_cell(
    kit: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, one line for each with its mend; the pages are there; and `share` hands nothing over."""
    monkeypatch.setenv("SCORECARD_CHROMIUM", "no-such-browser")
    root = kit(BARRIERS)
    notebook = json.loads((root / "notebooks" / "own.ipynb").read_text(encoding="utf-8"))
    cells = sum(cell["cell_type"] == "code" for cell in notebook["cells"])  # as JupyterLab numbers them
    assert CliRunner().invoke(app, ["render", "parameters/small.yaml", "--jobs", "1"]).exit_code == 0
    done = CliRunner().invoke(app, ["render", "parameters/small.yaml", "--accessibility"])
    place = f"Error: notebooks/own.ipynb, section own-figures, cell {cells}: "
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        f'{place}<h4> follows <h1>: "Areas". Write <h2>, so that no level is left out.',
        f'{place}a link says "here". Write what it leads to, since links are read out without their sentence.',
        "The pages are rendered as they are. Mend what keeps people from reading them, and render again.",
    ]
    refused = CliRunner().invoke(app, ["share", "parameters/small.yaml", "--no-pdf"])
    assert (refused.exit_code, refused.stderr.count(place)) == (2, 2)
    assert refused.stderr.endswith("Nothing was shared.\n")
    assert not (root / "outputs" / "small" / "share").exists()


@pytest.mark.browser
def test_axe_looks_where_there_is_a_browser(kit: Callable[[str], Path], chromium: str) -> None:
    """What only axe finds is named with its section; the browser leaves nothing behind."""
    assert chromium == find_chromium()
    root = kit(ONLY_AXE)
    done = CliRunner().invoke(app, ["render", "parameters/small.yaml", "--jobs", "1", "--accessibility"])
    assert done.exit_code == 2, done.output
    assert (
        "Error: notebooks/own.ipynb, section own-figures: axe: Required ARIA attributes must be provided" in done.stderr
    )
    assert [path.name for path in (root / "outputs" / "small").glob("**/print-*")] == []


def test_where_nothing_is_in_the_way(kit: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 0, and a sentence that says by what means it was looked."""
    monkeypatch.setenv("SCORECARD_CHROMIUM", "no-such-browser")
    kit("<h2>Areas</h2>")
    done = CliRunner().invoke(app, ["render", "parameters/small.yaml", "--jobs", "1", "--accessibility"])
    assert done.exit_code == 0, done.output
    assert (
        "small: 2 pages looked at by structure and colours; not by axe-core, since there is no browser" in done.stdout
    )
