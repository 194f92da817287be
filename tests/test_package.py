"""The package as a whole: its rooms, its public names, its size and its version."""

import ast
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

import scorecard_kit

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scorecard_kit"
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in SOURCES}
FRONT_DOOR = PACKAGE / "__init__.py"
HEAVY = ("pandas", "matplotlib", "papermill", "nbconvert")
MODULE_LINES, FUNCTION_LINES, KIT_IMPORTS = 400, 40, 12
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


def module_name(path: Path) -> str:
    """Name a module as it is imported, without the package's own name."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def test_importing_the_package_loads_nothing_heavy() -> None:
    """A notebook that only rates figures does not wait for charts, kernels or templates."""
    code = f"import sys, scorecard_kit; print([name for name in {HEAVY} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_the_public_names_are_sorted_and_true() -> None:
    """`__all__` is in order, says exactly what the package offers, and all of it is there when it is asked for."""
    assert [name for name in scorecard_kit.__all__ if not callable(getattr(scorecard_kit, name))] == ["style"]
    offered = {
        name
        for name, value in vars(scorecard_kit).items()
        if not (name.startswith("_") or isinstance(value, ModuleType))
        and str(getattr(value, "__module__", "")).startswith("scorecard_kit")
    }
    later = {"as_numbers", "effects", "exact", "figure", "history", "impact_of_cohort", "load", "opening"}
    later |= {"areas", "score", "score_latest", "show", "style", "summarise", "trend", "variances", "waterfall"}
    later |= {"assurance", "compare", "difference", "interval", "monthly", "variation", "xmr"}
    assert list(scorecard_kit.__all__) == sorted(offered | later)
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        vars(scorecard_kit)["__getattr__"]("scores")


def test_the_version_is_the_changelogs_first() -> None:
    """The version stands in the package alone: the installed one and the newest in CHANGELOG.md are the same."""
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert [scorecard_kit.__version__, metadata.version("scorecard-kit")] == [newest[1], newest[1]]


def kit_imports(path: Path) -> set[str]:
    """Name the modules of the kit that a module imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parent = node.module or ""
            found |= {name if (name := f"{parent}.{alias.name}") in MODULES else parent for alias in node.names}
    return {name.removeprefix("scorecard_kit.") for name in found if name.startswith("scorecard_kit.")}


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    """A module has one reason to change and few others to know, and a function fits on a screen.

    The front door alone knows many: it only hands names on.
    """
    source = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, FUNCTIONS)]
    lengths = [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions]
    too_much = [f"{name}: {length} lines" for name, length in lengths if length > FUNCTION_LINES]
    if (lines := len(source.splitlines())) > MODULE_LINES:
        too_much.append(f"the module: {lines} lines")
    if (imports := len(kit_imports(path))) > KIT_IMPORTS and path != FRONT_DOOR:
        too_much.append(f"{imports} modules of the kit")
    assert too_much == []


def test_private_modules_stay_in_their_room() -> None:
    """What begins with an underscore is imported in its own folder, and beneath it, alone."""
    abroad = [
        f"{module_name(path)} imports {name}"
        for path in SOURCES
        for name in kit_imports(path)
        if "._" in f".{name}" and not module_name(path).startswith(name[: f".{name}".index("._")])
    ]
    assert abroad == []


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if not path.stem.startswith("_") and path.stem != "launch"], ids=module_name
)
def test_a_public_module_says_what_it_offers(path: Path) -> None:
    """`__all__` names what the module has; that it is in order, ruff sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    offered = next(
        (
            ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        ),
        None,
    )
    assert offered is not None
    assert set(offered) - names_defined(tree) == set()


def names_defined(tree: ast.Module) -> set[str]:
    """Name what a module defines at its top, or takes from elsewhere to hand on."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, FUNCTIONS | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def test_no_module_is_a_drawer() -> None:
    """Every module is named for what it holds."""
    assert {path.stem.lstrip("_") for path in SOURCES} & {"utils", "util", "helpers", "core", "common", "misc"} == set()
