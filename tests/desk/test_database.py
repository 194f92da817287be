"""Figures in a database: the same pages, only the rows that are needed, and nothing told of where it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from scorecard_kit import data
from scorecard_kit.schema import TABLES

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "data" / "scs"
PUBLISHED = {"below": 6, "already_published": True}
WHERE = {"database": "env:SCORECARD_TEST", "schema": "reporting"}
SECRET = "Pl4inly-S3cret"  # noqa: S105 - as in conftest.py


@pytest.fixture(scope="session")
def filled(postgres: str, write_database: Callable[..., None]) -> str:
    """Give the address of a database that holds the March 2016 data in the schema reporting."""
    with sa.create_engine(driver(postgres)).begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA reporting"))
    write_database(EXAMPLE, postgres, "reporting")
    return postgres


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory, write_database: Callable[..., None]) -> str:
    """Give the address of a file of SQLite that holds the March 2016 data."""
    address = f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'scorecard.db'}"
    write_database(EXAMPLE, address)
    return address


def driver(address: str) -> str:
    """The address with the driver that the tests have."""
    return address.replace("postgresql://", "postgresql+psycopg://")


def differing(one: data.Dataset, other: data.Dataset) -> list[str]:
    """The tables that are not the same in both, whatever their rows are numbered."""
    frames = {name: (getattr(one, name), getattr(other, name)) for name in TABLES}
    return [
        name
        for name, (mine, its) in frames.items()
        if not mine.reset_index(drop=True).equals(its.reset_index(drop=True))
    ]


@pytest.mark.postgres
def test_a_database_holds_what_the_files_hold(filled: str, sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table of the March 2016 data is the same from CSV files, SQLite and PostgreSQL, in the same order."""
    expected = data.load(EXAMPLE, PUBLISHED)
    monkeypatch.setenv("SCORECARD_TEST", filled)
    assert differing(data.load(WHERE, PUBLISHED), expected) == []
    monkeypatch.setenv("SCORECARD_TEST", sqlite)
    assert differing(data.load({"database": "env:SCORECARD_TEST"}, PUBLISHED), expected) == []
