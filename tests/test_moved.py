"""Notebooks that were copied when the kit was 0.1.0 (tests/notebooks_0_1_0, as they were then) run with it today."""

import ast
import shutil
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import scorecard_kit
from scorecard_kit import _moved, _old_calls
from scorecard_kit.blocks.html import Block
from scorecard_kit.publish.section import read_notebook
from scorecard_kit.start.new import start
from tests.conftest import ROOT, run_here

OLD = sorted((ROOT / "tests" / "notebooks_0_1_0").glob("*.ipynb"))
OWN_WORDS = {"summary": "Compared with the result before, "}
"""What a notebook of then says itself, and leaves to its page now."""

OF_THEN = {"areas": 1, "impact_of_uasc": 3, "scorecard": 1, "summary": 1}
"""How many blocks a page of today has in another form.

The rows of three tables have the line of their months, which a call of then does not give them. Of both sides of a
cohort it is the chart, all areas as one table, and what lies outside them.
"""


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """No old name has been imported before, so that each warns."""
    yield
    for name in _moved.MOVED:
        sys.modules.pop(f"scorecard_kit.{name}", None)
        vars(scorecard_kit).pop(name, None)


def displayed(notebook: Path) -> tuple[list[Block], list[str]]:
    """Run a notebook's cells here with the parameters that it has: what each shows, and what it warns of."""
    names: dict[str, Any] = {}
    blocks: list[Block] = []
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("always")
        for cell in read_notebook(notebook).cells:
            if cell.cell_type != "code":
                continue
            *body, last = ast.parse(cell.source).body
            ends = isinstance(last, ast.Expr)
            exec(compile(ast.Module(body if ends else [*body, last], []), notebook.name, "exec"), names)  # noqa: S102 - ours
            shown = eval(compile(ast.Expression(last.value), notebook.name, "eval"), names) if ends else None  # noqa: S307
            blocks += [shown] if isinstance(shown, Block) else []
    assert {each.category for each in raised} <= {FutureWarning}
    assert {each.filename for each in raised} <= {notebook.name}, "the warning is not the notebook's"
    return blocks, list(dict.fromkeys(str(each.message) for each in raised))


@pytest.mark.parametrize("notebook", OLD, ids=[path.stem for path in OLD])
def test_a_copied_notebook_shows_what_todays_shows_and_warns_of_the_new_names(notebook: Path) -> None:
    """Title, answer and blocks are those of today's notebook; each module that has moved is told with its new name."""
    (old, told), (new, untold) = displayed(notebook), displayed(ROOT / "notebooks" / notebook.name)
    own = OWN_WORDS.get(notebook.stem, "")
    assert (old[0].meta["title"], untold) == (new[0].meta["title"], [])
    assert own in old[0].meta["answer"]
    assert old[0].meta["answer"].replace(own, "Since February, " if own else "") == new[0].meta["answer"]
    todays = "".join(block.html for block in new[1:])  # where blocks may stand in another order, or side by side
    others = [block.html for block in old[1:] if block.html and block.html not in todays]
    assert len(others) == OF_THEN.get(notebook.stem, 0)
    assert {block.csv for block in old} == {block.csv for block in new}, "the figures are others"
    tree = ast.parse("\n".join(cell.source for cell in read_notebook(notebook).cells if cell.cell_type == "code"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = {str(node.module).removeprefix("scorecard_kit").lstrip(".") for node in froms}
    modules |= {alias.name for node in froms if node.module == "scorecard_kit" for alias in node.names}
    moved = modules & set(_moved.MOVED)
    assert moved
    assert {name for name in moved if not any(text.startswith(f"scorecard_kit.{name} is ") for text in told)} == set()
    assert all(text.endswith(" since 0.2.0; the old name goes with 0.3.0") for text in told)


@pytest.mark.parametrize("old", _moved.MOVED)
def test_every_new_name_is_there(old: str) -> None:
    """The table holds no module that has moved on, and no name of today."""
    import_module(f"scorecard_kit.{_moved.MOVED[old]}")
    assert not list((ROOT / "scorecard_kit").glob(f"{old.replace('.', '/')}.py"))


def test_every_old_call_is_of_a_module_that_has_moved() -> None:
    """A function for old arguments is looked up by its module of 0.1.0 and its name."""
    assert {name.partition(".")[0] for name in _old_calls.OLD_CALLS} <= set(_moved.MOVED)


def test_what_is_gone_says_so() -> None:
    """A name that 0.1.0 had and nothing has taken the place of ends in a sentence, and not in a search."""
    with pytest.warns(FutureWarning, match=r"scorecard_kit\.scorecard_page is scorecard_kit\.pages\.scorecard"):
        page = import_module("scorecard_kit.scorecard_page")
    with pytest.raises(AttributeError, match=r"held bands_from in 0\.1\.0; it is gone"):
        page.bands_from  # noqa: B018 - looked up, and no more
    with pytest.raises(ModuleNotFoundError):
        import_module("scorecard_kit.never")
    with pytest.raises(AttributeError, match="has no attribute 'never'"):
        import_module("scorecard_kit.charts").never  # noqa: B018 - as above
    with pytest.raises(TypeError, match="not callable"):
        vars(_moved)["_Namesake"]("scorecard_kit.charts")()


def test_a_copied_pack_renders(tmp_path: Path) -> None:
    """The warning stands in the record that the analyst opens, on no page, and no section fails of it.

    The pack has the sections that 0.1.0 had: the wall came later.
    """
    folder = tmp_path / "copied"
    start(folder, "2026-03", as_csv=True)
    parameters = folder / "parameters" / "copied-2026-03.yaml"
    then = parameters.read_text(encoding="utf-8").replace("  - notebook: at_a_glance\n", "")
    parameters.write_text(then, encoding="utf-8")
    shutil.rmtree(folder / "notebooks")
    shutil.copytree(ROOT / "tests" / "notebooks_0_1_0", folder / "notebooks")
    run_here(folder, "render", "parameters/copied-2026-03.yaml")
    pack = folder / "outputs" / "copied-2026-03"
    pages = "".join(path.read_text(encoding="utf-8") for path in pack.glob("*.html"))
    record = (pack / "notebooks" / "scorecard.ipynb").read_text(encoding="utf-8")
    assert "FutureWarning: scorecard_kit.markup is scorecard_kit.blocks.html since 0.2.0" in record
    assert "FutureWarning" not in pages
    assert "Scorecard: Exampleshire, March 2026" in pages
