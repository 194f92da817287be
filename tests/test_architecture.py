"""The page on the architecture: its picture is the contract, each room has its line, and what it names is there."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.test_docs import PAGES, blocks, part, rows, spans

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scorecard_kit"
PAGE = PAGES["docs/explanation/architecture.md"]
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)`(?: \(((?:`\w+`(?:, )?)+)\))?", PAGE)))
TO_CHANGE = (
    "a new data period", "a new kind of chart", "a new column on the scorecard", "a new source of data",
    "a new section", "a new rule for small counts",
)  # fmt: skip


def test_the_picture_of_the_layers_is_the_contract() -> None:
    """The rooms of the picture, from the top down, are the layers that pyproject.toml lays down."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [layers] = [contract["layers"] for contract in project["tool"]["importlinter"]["contracts"] if "layers" in contract]
    [picture] = blocks(PAGE, "text")
    drawn = [re.match(r"(?:\w+ {1,3})*\w+(?= {4,})", line) for line in picture.splitlines()]
    assert [room[0].split() if room else [] for room in drawn] == [layer.split(" | ") for layer in layers]


def test_every_room_has_its_line() -> None:
    """The table of rooms has every folder of the package, and no other."""
    told = [span.rstrip("/") for row in rows(part(PAGE, "## The layers")) for span in spans(row[0])]
    assert sorted(told) == sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def test_the_six_questions_are_answered_with_a_file() -> None:
    """For each thing that is likely to change the page names files to open, and all of them are there."""
    answers = rows(part(PAGE, "## Which file to open"))
    assert [re.split(",", row[0])[0] for row in answers] == list(TO_CHANGE)
    for question, files, _ in answers:
        paths = [span for span in spans(files) if "." in span]
        assert paths, question
        assert [path for path in paths if not ((PACKAGE / path).is_file() or (ROOT / path).is_file())] == [], question


@pytest.mark.parametrize(("path", "names"), NAMED)
def test_what_the_page_names_is_there(path: str, names: str) -> None:
    """Each module exists, and defines the functions, types and tables that stand in brackets behind it."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    defined |= {
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    assert set(spans(names)) - defined == set()
