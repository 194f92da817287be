"""What a section reads, told from its notebook: never less than it may read."""

import json
from pathlib import Path

import pytest

from scorecard_kit.batch.reads import slices

ROOT = Path(__file__).parent.parent.parent
PARAMETERS = 'data: str = "data/small"\narea: str = ""\nareas: list = []\nindicator: str = "visits"'


def cell(source: str, tag: str = "") -> dict[str, object]:
    """A code cell."""
    return {"cell_type": "code", "metadata": {"tags": [tag] if tag else []}, "source": source}


def told(folder: Path, *sources: str) -> dict[str, str]:
    """What is told of a notebook with these cells."""
    path = folder / "one.ipynb"
    cells = [cell(PARAMETERS, "parameters"), *(cell(source) for source in sources)]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    slices.cache_clear()
    return slices(path)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("book = load(data, areas=area)", {"areas": "area"}),
        ("book = load(data, areas=areas, indicators=indicator)", {"areas": "areas", "indicators": "indicator"}),
        ("book, title = load(data, areas=area), 'A title'\narea = area or 'Kent'", {"areas": "area"}),
        ("book = data_of.load(data, areas=area)", {"areas": "area"}),
        ("book = load(data, areas=areas or area)", {"areas": "areas or area"}),
        ("book = load(data, areas=area, role='indicator')", {"areas": "area", "role": '"indicator"'}),
    ],
)
def test_a_part_is_known(tmp_path: Path, source: str, expected: dict[str, str]) -> None:
    """Where the parameters of a notebook say what it loads, the section reads that and no more."""
    assert told(tmp_path, source) == expected


@pytest.mark.parametrize(
    "sources",
    [
        pytest.param(["book = load(data)"], id="everything is loaded"),
        pytest.param(["book = load(data, areas=['Kent'])"], id="no parameter says what"),
        pytest.param(["book = load(data, areas=area, indicators=['visits'])"], id="one of two is no parameter"),
        pytest.param(["book = load(data, areas=book_area)"], id="another name"),
        pytest.param(["book = load(data, areas=area or 'Kent')"], id="a name or something else"),
        pytest.param(["book = load(data, areas=area and areas)"], id="a name that depends on another"),
        pytest.param(["area = 'Kent'", "book = load(data, areas=area)"], id="changed in an earlier cell"),
        pytest.param(["area = 'Kent'\nbook = load(data, areas=area)"], id="changed in the same cell"),
        pytest.param(["for area in areas:\n    pass", "book = load(data, areas=area)"], id="changed by a loop"),
        pytest.param(["book = load(data, areas=area)", "whole = load(data)"], id="loaded twice"),
        pytest.param(["book = load(data, **{'areas': area})"], id="options that are not written out"),
        pytest.param(["%load_ext x\nbook = load(data, areas=area)"], id="not plain Python"),
        pytest.param(["read = load", "book = load(data, areas=area)"], id="under another name"),
        pytest.param(["import pandas", "book = load(data, areas=area)", "pandas.read_csv(data)"], id="read besides"),
        pytest.param(["book = load(data, areas=area)", "list(book.folder.glob('*'))"], id="the folder itself"),
        pytest.param(["print(1)"], id="nothing is loaded"),
    ],
)
def test_in_doubt_everything_is_read(tmp_path: Path, sources: list[str]) -> None:
    """Whatever may read more is taken to read everything: a page is rather run once too often than left behind."""
    assert told(tmp_path, *sources) == {}


@pytest.mark.parametrize(
    ("notebook", "expected"),
    [
        ("scorecard", {"areas": "area", "period": "period", "reporting": "reporting", "role": '"indicator"'}),
        ("areas", {"areas": "areas", "period": "period", "role": '"indicator"'}),
        (
            "exception_report",
            {
                "areas": "area",
                "indicators": "indicator",
                "period": "period",
                "months": "periods or months",
                "newest": "newest",
                "reporting": "reporting",
            },
        ),
        ("reconciliation", {}),
    ],
)
def test_the_kits_own_notebooks(notebook: str, expected: dict[str, str]) -> None:
    """Pages of one area or indicator are not run again for another's figures."""
    slices.cache_clear()
    assert slices(ROOT / "notebooks" / f"{notebook}.ipynb") == expected
