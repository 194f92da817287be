"""The figures that the explorer looks at."""

from pathlib import Path

import pytest

from scorecard_kit import load
from scorecard_kit.explore.view import Desk

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Give the figures of March 2016."""
    book = load(ROOT / "data" / "scs", {"below": 6, "already_published": True})
    return Desk(book, book.rule)
