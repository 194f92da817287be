"""The same figures from CSV files, Parquet, SQLite and PostgreSQL give the same pages and CSV files, byte for byte."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from tests.conftest import run_here

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "data" / "scs"
LIGHT = [
    {"notebook": "scorecard", "parameters": {"area": "Kent"}},
    {"notebook": "exception_report", "parameters": {"indicator": "pf-initial-visits", "months": 12}},
]


def rendered(root: Path, places: Mapping[str, Any], *, light: bool, **variables: str) -> dict[str, dict[str, bytes]]:
    """Render the March 2016 pack once for each place of its figures; every page and CSV file, by way.

    A pack is named for its way, and in what is compared each name stands as "way".
    """
    said = yaml.safe_load((ROOT / "parameters" / "scs-2016-03.yaml").read_text(encoding="utf-8"))
    sections = LIGHT if light else [one for one in said["sections"] if one["notebook"] != "reconciliation"]
    (root / "notebooks").symlink_to(ROOT / "notebooks")
    (root / "parameters").mkdir()
    for way, place in places.items():
        text = yaml.safe_dump({**said, "data": place, "sections": sections}, allow_unicode=True)
        (root / "parameters" / f"scs-by-{way}.yaml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as surroundings:
        for name, value in variables.items():
            surroundings.setenv(name, value)
        run_here(root, "render", *(f"parameters/scs-by-{way}.yaml" for way in places))
    return {way: written(root / "outputs" / f"scs-by-{way}", way) for way in places}


def written(folder: Path, way: str) -> dict[str, bytes]:
    """Every page and CSV file of a pack."""
    paths = sorted([*folder.glob("*.html"), *folder.glob("data/*.csv")])
    own = f"scs-by-{way}".encode()
    return {path.relative_to(folder).as_posix(): path.read_bytes().replace(own, b"way") for path in paths}


@pytest.mark.postgres
def test_four_ways_give_the_same_bytes(
    postgres: str,
    write_parquet: Callable[[Path, Path], None],
    write_database: Callable[..., None],
    tmp_path: Path,
    soak: bool,
) -> None:
    """Wherever the figures live, a reader gets the same pages; half in Parquet and half in CSV files too."""
    for folder in ("half", "whole", "texts"):
        shutil.copytree(EXAMPLE / "commentary", tmp_path / "data" / folder / "commentary")
    write_parquet(EXAMPLE, tmp_path / "data" / "whole")
    shutil.copytree(EXAMPLE, tmp_path / "data" / "half", dirs_exist_ok=True)
    shutil.move(tmp_path / "data" / "whole" / "results.parquet", tmp_path / "data" / "half" / "results.parquet")
    (tmp_path / "data" / "half" / "results.csv").unlink()
    shutil.copy(tmp_path / "data" / "half" / "results.parquet", tmp_path / "data" / "whole")
    with sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:")).begin() as connection:
        connection.execute(sa.schema.CreateSchema("bytes"))
    write_database(EXAMPLE, postgres, "bytes")
    write_database(EXAMPLE, one_file := f"sqlite:///{tmp_path}/one.db")
    places = {
        "csv": os.path.relpath(EXAMPLE, tmp_path),
        "half": "data/half",
        "postgres": {"database": "env:SCORECARD_SERVER", "schema": "bytes", "folder": "data/texts"},
        "parquet": "data/whole",
        "sqlite": {"database": "env:SCORECARD_FILE", "folder": "data/texts"},
    }
    daily = {way: place for way, place in places.items() if soak or way in {"csv", "half", "postgres"}}
    found = rendered(tmp_path, daily, light=not soak, SCORECARD_SERVER=postgres, SCORECARD_FILE=one_file)
    assert len(found["csv"]) == (33 if soak else 6)  # sixteen sections, one of them without CSV, index.html, pack.html
    assert {way: [name for name in of if of[name] != found["csv"][name]] for way, of in found.items()} == {
        way: [] for way in daily
    }
