"""Small packs with faults in them, in CSV and in Parquet or SQLite: one verdict, and the same pages."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.agreement import DRAWS, copy_of_notebooks, demand
from tests.faulty import Drawn, folders


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a copy of the notebooks, and room for packs."""
    return copy_of_notebooks(tmp_path_factory.mktemp("kit"))


@settings(max_examples=DRAWS, suppress_health_check=list(HealthCheck))
@given(folders(("parquet", "sqlite")))
def test_one_verdict_and_the_same_pages_of_stores(root: Path, drawn: Drawn) -> None:
    """Whatever is wrong in a folder: one verdict from check and render, from CSV and store, and on every page."""
    demand(root, drawn)
