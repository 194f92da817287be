"""The package as a whole: its line of modules, its public names, its size and its version."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

import scorecard_kit

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scorecard_kit"
SOURCES = sorted(PACKAGE.rglob("*.py"))
HEAVY = ("pandas", "matplotlib", "papermill", "nbconvert")
MODULE_LINES, FUNCTION_LINES = 400, 45
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

# Each module imports only from those before it. A new module takes its place in the line here.
LINE = """
number < counting < indicator < period < rating < money <
contract < scorecard < disclosure < impact < effects < parts <
required < activity < budget < unit_costs < characters <
harmless < limits <
recorder < surroundings < asked < watch < watched < fingerprint <
findings <
bounds < notebook < parameters <
writer < places < schema <
cells < csv_file < headers < reading < keys < sources < reach < stored < references < likeness < plausible < area_sums <
advice < crosschecks < dataset < held <
given < data < levels < recomputed_finance <
recomputed < reconcile < safe_html < palette < markup < sentences < standing <
level_sentences < bands < beside < case < figures < placeholders <
commentary < drawing < trend < charts < waterfall < level_chart <
scorecard_page < summary_page < lead_page < activity_page < impact_page < exception_page <
budget_page < capital_page < cover_page < cost_page < volume_page < effects_page <
required_page < reconciliation_page < executed < exporting <
shape < packfile < texts_shown < pack <
private < words <
manifest < record < current <
ports <
received <
kernel <
outputs < pages < render < saying < batch < desk <
console <
cli
""".replace("<", " ").split()
ENTRANCES = {"__init__", "__main__"}  # they give names to the outside, and nothing in the line may import them


def layer_of(path: Path) -> str:
    """Name the layer a file belongs to: its module, or its sub-package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(source: str) -> set[str]:
    """Name the modules of the package that a source imports, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            module = ".".join(part for part in ("scorecard_kit" if node.level else "", node.module or "") if part)
            found |= {f"{module}.{alias.name}" if module == "scorecard_kit" else module for alias in node.names}
    parts = [name.split(".") for name in found]
    return {name[1] if len(name) > 1 else "__init__" for name in parts if name[0] == "scorecard_kit"}


def upward(layer: str, source: str) -> list[str]:
    """List what a module imports from itself, from above it in the line, or from no module of the line."""
    below = set(LINE[: LINE.index(layer)])
    return sorted(imports_of(source) - below - {layer})


def test_the_line_names_every_module_and_no_other() -> None:
    """The line of modules and the folder say the same."""
    assert sorted(LINE) == sorted({layer_of(path) for path in SOURCES} - ENTRANCES)


@pytest.mark.parametrize("path", [path for path in SOURCES if layer_of(path) in LINE], ids=layer_of)
def test_a_module_imports_only_from_those_before_it(path: Path) -> None:
    """The package is a line: nothing imports from above itself, nor through the package's front door."""
    assert upward(layer_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from scorecard_kit.indicator import Rag", []),
        ("from scorecard_kit.render import render", ["render"]),
        ("from scorecard_kit import render", ["render"]),
        ("from . import render", ["render"]),
        ("from .render import render", ["render"]),
        ("import scorecard_kit.render", ["render"]),
        ("import scorecard_kit", ["__init__"]),
        ("def late():\n    from scorecard_kit.cli import main", ["cli"]),
        ("from scorecard_kit import rag_rating", ["rag_rating"]),
        ("import pandas", []),
    ],
)
def test_an_upward_import_is_seen_in_every_form(source: str, expected: list[str]) -> None:
    """An import from above is found however it is written."""
    assert upward("scorecard", source) == expected


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
        if not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("scorecard_kit")
    }
    later = {"impact_of_cohort", "score", "score_latest", "summarise"}
    assert list(scorecard_kit.__all__) == sorted(offered | later)
    with pytest.raises(AttributeError, match="no attribute 'scores'"):
        vars(scorecard_kit)["__getattr__"]("scores")


def test_the_version_is_the_changelogs_first() -> None:
    """The version in pyproject.toml, the installed one and the newest in CHANGELOG.md are one."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert [declared, metadata.version("scorecard-kit")] == [newest[1], newest[1]]


@pytest.mark.parametrize("path", SOURCES, ids=layer_of)
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
    assert {layer_of(path) for path in SOURCES} & {"utils", "util", "helpers", "core", "common", "misc"} == set()
