"""The notebooks in git: stripped, parameterised, short, and free of anything from one machine."""

import ast
import json
import warnings
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import nbformat
import papermill
import pytest

import scorecard_kit

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
TOUR = FOLDER / "00-start-here.ipynb"
CODE_LINES, CELL_LINES = 40, 8

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def read(path: Path) -> dict[str, Any]:
    """Read the notebook as it stands in the file, with nothing repaired on the way."""
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code_cells(path: Path) -> list[dict[str, Any]]:
    """Give the code cells, in order."""
    return [cell for cell in read(path)["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    """Give the text of a cell."""
    return "".join(cell["source"])


def is_parameters(cell: dict[str, Any]) -> bool:
    """Tell whether papermill would take this cell for the parameters."""
    return "parameters" in cell["metadata"].get("tags", [])


def only_looks(cell: dict[str, Any]) -> bool:
    """Tell whether a cell is for the analyst's eyes: a pack does not run it."""
    return "not-in-pack" in cell["metadata"].get("tags", [])


def parameters(path: Path) -> list[ast.stmt]:
    """Give the statements of the parameters cell."""
    return [node for cell in code_cells(path) if is_parameters(cell) for node in ast.parse(source(cell)).body]


def lines_of_code(cell: dict[str, Any]) -> int:
    """Count the lines that are neither blank nor a comment."""
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in source(cell).splitlines())


def nodes(path: Path) -> list[ast.AST]:
    """Give every node of the notebook's code."""
    return [node for cell in code_cells(path) for node in ast.walk(ast.parse(source(cell)))]


def test_the_outputs_are_stripped(path: Path) -> None:
    """No figure of a council and no execution count is kept in git: `make strip` takes them out."""
    assert [(cell["outputs"], cell["execution_count"]) for cell in code_cells(path)] == [([], None)] * len(
        code_cells(path)
    )


def test_it_is_a_valid_notebook_of_the_environments_kernel(path: Path) -> None:
    """The notebook follows its format, every cell has an id of its own, and the kernel is the plain python3."""
    notebook = read(path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what nbformat would mend by itself
        nbformat.validate(notebook)
    ids = [cell["id"] for cell in notebook["cells"]]
    assert (notebook["nbformat"], notebook["metadata"]["kernelspec"]["name"]) == (4, "python3")
    assert len(set(ids)) == len(ids)


def test_there_is_one_parameters_cell_and_one_import_cell(path: Path) -> None:
    """Whoever looks for the parameters or the imports finds each in one place."""
    importing = [
        cell
        for cell in code_cells(path)
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(ast.parse(source(cell))))
    ]
    assert (sum(map(is_parameters, code_cells(path))), len(importing)) == (1, 1)


def test_it_imports_the_public_names_and_its_page_alone(path: Path) -> None:
    """A copied notebook breaks when a module moves that it imports: these names are kept, and nothing else is."""
    own = {"explore_variances": "scorecard_kit.explore", "reconciliation": "scorecard_kit.reconcile"}
    page = ["page"] if path.stem in own else [f"{path.stem} as page"]
    pages = {} if path == TOUR else {own.get(path.stem, "scorecard_kit.pages"): page}
    imported = {node.module: [ast.unparse(alias) for alias in node.names]
                for node in nodes(path) if isinstance(node, ast.ImportFrom)}  # fmt: skip
    public = imported.pop("scorecard_kit")
    assert imported == pages
    assert [name for name in public if name not in scorecard_kit.__all__] == []
    assert [node for node in nodes(path) if isinstance(node, ast.Import)] == []


def test_every_parameter_is_typed_and_described(path: Path) -> None:
    """A parameter is one typed line with a comment, and `papermill --help-notebook` shows type and comment."""
    names = [ast.unparse(node.target) for node in parameters(path) if isinstance(node, ast.AnnAssign)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # papermill's own
        described = papermill.inspect_notebook(str(path))
    told = [name for name, one in described.items() if one["help"].strip() and one["inferred_type_name"] != "None"]
    assert len(names) == len(parameters(path))
    assert told == names
    assert {"data", "period"} <= set(names)


def test_the_code_is_short(path: Path) -> None:
    """A notebook reads as a page: what is longer belongs in the package. What only looks makes no page longer."""
    longest = max(lines_of_code(cell) for cell in code_cells(path) if not is_parameters(cell))
    total = sum(lines_of_code(cell) for cell in code_cells(path) if not only_looks(cell))
    assert (longest <= CELL_LINES, total <= CODE_LINES) == (True, True), f"longest cell {longest}, in all {total}"


def test_it_teaches(path: Path) -> None:
    """A question, a sentence above whatever is shown, a look at the data; none of it is on a page or run in a pack."""
    cells = read(path)["cells"]
    words = [cell for cell in cells if cell["cell_type"] == "markdown"]
    unsaid = [
        cell["id"]
        for before, cell in pairwise(cells)
        if cell["cell_type"] == before["cell_type"] == "code" and not only_looks(cell) and shows(cell)
    ]
    looks = [cell["metadata"]["tags"] for cell in code_cells(path) if only_looks(cell)]
    assert cells[0]["cell_type"] == "markdown"
    assert unsaid == []
    if path != TOUR:
        assert "print" not in names([cell for cell in code_cells(path) if not only_looks(cell)], ast.Load)
        assert source(cells[0]).splitlines()[0].endswith("?")
        assert {tuple(cell["metadata"]["tags"]) for cell in words} == {("not-on-page",)}
        assert looks
        assert {tuple(tags) for tags in looks} == {("not-in-pack", "not-on-page")}


def shows(cell: dict[str, Any]) -> bool:
    """Tell whether a cell ends with something to be shown."""
    return isinstance(ast.parse(source(cell)).body[-1], ast.Expr)


def test_what_looks_leaves_the_page_alone(path: Path) -> None:
    """A cell that a pack does not run gives no name that a cell of the page reads, and takes none of theirs away."""
    looks, others = ([cell for cell in code_cells(path) if only_looks(cell) is way] for way in (True, False))
    given, used = names(looks, ast.Store), names(others, ast.Load) | names(others, ast.Store)
    assert given & used == set()


def names(cells: Iterable[dict[str, Any]], context: type[ast.expr_context]) -> set[str]:
    """Give the names that cells set or read."""
    found = [node for cell in cells for node in ast.walk(ast.parse(source(cell)))]
    return {node.id for node in found if isinstance(node, ast.Name) and isinstance(node.ctx, context)}


def test_nothing_is_defined_in_a_notebook(path: Path) -> None:
    """Functions and classes stand in the package, where they are tested."""
    defined = [
        ast.unparse(node)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda)
    ]
    assert defined == []


def test_no_path_belongs_to_one_machine(path: Path) -> None:
    """Every path is relative, so that the notebook runs on the next analyst's machine."""
    texts = [node.value for node in nodes(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    absolute = [
        text
        for text in texts
        if text.startswith("~") or PurePosixPath(text).is_absolute() or PureWindowsPath(text).drive
    ]
    assert absolute == []
