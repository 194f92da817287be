"""The package as a whole: its line of modules, its public names, its size and its version."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

import scorecard_kit

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scorecard_kit"
SOURCES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("pandas", "matplotlib", "papermill", "nbconvert")
MODULE_LINES, FUNCTION_LINES = 400, 45
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


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
    assert [name for name in scorecard_kit.__all__ if not callable(getattr(scorecard_kit, name))] == []
    offered = {
        name
        for name, value in vars(scorecard_kit).items()
        if not (name.startswith("_") or isinstance(value, ModuleType))
        and str(getattr(value, "__module__", "")).startswith("scorecard_kit")
    }
    later = {"as_numbers", "figure", "history", "impact_of_cohort", "load"}
    later |= {"score", "score_latest", "show", "summarise"}
    assert list(scorecard_kit.__all__) == sorted(offered | later)
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        vars(scorecard_kit)["__getattr__"]("scores")


def test_the_version_is_the_changelogs_first() -> None:
    """The version in pyproject.toml, the installed one and the newest in CHANGELOG.md are one."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert [declared, metadata.version("scorecard-kit")] == [newest[1], newest[1]]


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    """A module has one reason to change and a function fits on a screen."""
    source = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, FUNCTIONS)]
    lengths = [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions]
    too_long = [f"{name}: {length} lines" for name, length in lengths if length > FUNCTION_LINES]
    if (lines := len(source.splitlines())) > MODULE_LINES:
        too_long.append(f"the module: {lines} lines")
    assert too_long == []


def test_no_module_is_a_drawer() -> None:
    """Every module is named for what it holds."""
    assert {path.stem.lstrip("_") for path in SOURCES} & {"utils", "util", "helpers", "core", "common", "misc"} == set()
