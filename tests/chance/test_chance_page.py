"""Every example of docs/explanation/chance.md gives what the page says."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest

from scorecard_kit.chance.months import Month
from scorecard_kit.judge.periods import month_name
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "explanation" / "chance.md").read_text(encoding="utf-8")


def remarks() -> Iterator[tuple[str, str]]:
    """Give every expression of the page's Python, the imports and names before it, and the remark behind it."""
    before = ""
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        for node in ast.parse(block).body:
            code = ast.get_source_segment(block, node) or ""
            if isinstance(node, ast.Expr):
                yield f"{before}given = {code}", block.splitlines()[(node.end_lineno or 0) - 1].partition("  # ")[2]
            else:
                before += f"{code}\n"


@pytest.mark.parametrize(("code", "remark"), list(remarks()))
def test_the_examples_give_what_the_page_says(code: str, remark: str) -> None:
    """Each line gives what the remark behind it says, to the one digit that it says it in."""
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - the page's own
    given = names["given"]
    if isinstance(given, Month):
        assert f"{month_name(given.period)}: {given.numerator} of {given.denominator}" == remark
    else:
        said = ast.literal_eval(remark)
        assert given == (said if isinstance(said, str) else pytest.approx(said, abs=0.0501))
