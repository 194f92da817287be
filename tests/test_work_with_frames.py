"""Every example of docs/how-to/work-with-frames.md, as it stands there and on figures that are withheld or missing."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.frames.rated import Rated
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "how-to" / "work-with-frames.md").read_text(encoding="utf-8")
FIGURES = ["value", "numerator", "denominator"]


class Example(NamedTuple):
    """A statement of the page, and what it says that it gives."""

    code: str
    gives: str


def examples() -> Iterator[Example]:
    """Give every statement of the page's Python, in its order."""
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        lines = block.splitlines()
        for node in ast.parse(block).body:
            code = ast.get_source_segment(block, node) or ""
            yield Example(code, lines[(node.end_lineno or 0) - 1].partition("  # ")[2])


@pytest.fixture(autouse=True)
def _drawn_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let files be written elsewhere, and no drawing stay open."""
    monkeypatch.chdir(tmp_path)
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the figures of the worked example."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


@pytest.fixture(scope="module")
def with_gaps(book: Dataset) -> Dataset:
    """Give them with one result withheld in two months, and another missing."""
    results = book.results[book.results["indicator"] != "pf-new-visits"].copy()
    hidden = (results["indicator"] == "pf-initial-visits") & results["period"].isin(["2016-02", "2016-03"])
    results.loc[hidden, FIGURES] = None
    results.loc[hidden, "status"] = "suppressed"
    return replace(book, results=results)


def run(book: Dataset) -> Iterator[tuple[Example, str, dict[str, Any]]]:
    """Run the page on the data: each example, what it gives, and every name so far."""
    names: dict[str, Any] = {}
    for example in examples():
        if example.code.startswith("book = "):
            names["book"] = book
        elif example.gives:
            given = repr(eval(example.code, names))  # noqa: S307 - ours
            yield example, re.sub(r"^np\.\w+\((.*)\)$", r"\1", given), names
        else:
            exec(example.code, names)  # noqa: S102 - ours
            yield example, "", names


def test_every_example_gives_what_it_says(book: Dataset) -> None:
    """More than forty things that an analyst does to a frame, each with its result."""
    made = [(example, given) for example, given, _ in run(book)]
    assert [f"{example.code} gives {given}" for example, given in made if given != example.gives] == []
    assert sum(bool(example.gives) for example, _ in made) > 40


def test_what_is_withheld_or_missing_stays_so_whatever_is_done(with_gaps: Dataset) -> None:
    """All of it works; the figures are NaN in every frame that is left, and nothing in its exact rows."""
    names: dict[str, Any] = {}
    for _, _, names in run(with_gaps):  # noqa: B007 - the names of the last
        pass
    frames = {name: value for name, value in names.items() if isinstance(value, Rated) and "standing" in value}
    assert {"rated", "past", "two", "both"} <= set(frames)
    rated = names["rated"]
    assert rated.loc["pf-initial-visits", "standing"] == "withheld"
    assert rated.loc["pf-new-visits", "standing"] == "no result"
    for frame in frames.values():
        gone = frame["standing"] != "result"
        assert frame.loc[gone, FIGURES].isna().all(axis=None)
        assert frame.exact().loc[gone.to_numpy(), FIGURES].isna().all(axis=None)
    assert names["past"]["value"].isna().tolist() == [False, False, True, True]
    for kept in (pd.read_parquet("rated.parquet"), pd.read_csv("rated.csv", index_col="indicator")):
        assert kept.loc[["pf-initial-visits", "pf-new-visits"], [*FIGURES, "gap"]].isna().all(axis=None)
