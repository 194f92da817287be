"""The dataset: small counts are withheld in it, and nowhere else."""

import ast
from pathlib import Path

from scorecard_kit.data.dataset import withheld

PACKAGE = Path(__file__).parents[2] / "scorecard_kit"
RULES = {"withhold", "withhold_breakdowns"}


def test_small_counts_are_withheld_in_one_place() -> None:
    """Both rules are used by the one function that every source's tables go through.

    Months that are worked out of a year to date are in no table: where these are made, the rule is asked once more.
    """
    uses = [
        (path.relative_to(PACKAGE).as_posix(), function.name, node.id)
        for path in sorted(PACKAGE.rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id in RULES
    ]
    of_months = ("chance/series.py", "_small", "withhold")
    assert sorted(uses) == [of_months, *(("data/dataset.py", withheld.__name__, rule) for rule in sorted(RULES))]
