"""Typed columns come in as they were written, and what is wrong with a Parquet file is said by its name."""

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorecard_kit import load
from scorecard_kit.data import _keys as keys
from scorecard_kit.data import load as data
from scorecard_kit.findings import InputError

MONTH = ["2016-03"]
ROW: dict[str, Any] = {
    "indicator": ["visits"],
    "period": MONTH,
    "area": ["Kent"],
    "numerator": [52],
    "denominator": [68],
}


@pytest.fixture
def folder(tmp_path: Path, make_kit: Callable[[Path], Path]) -> Path:
    """Give a small data folder without results."""
    place = make_kit(tmp_path) / "data" / "small"
    (place / "results.csv").unlink()
    return place


def loaded(folder: Path, **columns: Any) -> dict[str, Any]:  # noqa: ANN401 - columns of any type
    """The one result of a folder with these columns."""
    pq.write_table(pa.table({**ROW, **columns}), folder / "results.parquet")
    return {
        str(name): cell for name, cell in load(folder, {"below": 6, "already_published": True}).results.iloc[0].items()
    }


def refused(folder: Path) -> str:
    """What is said instead of loading the folder."""
    with pytest.raises(InputError) as caught:
        load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([52], pa.int8()), Fraction(52)),
        (pa.array([0.1], pa.float64()), Fraction(1, 10)),
        (pa.array([0.1], pa.float32()), Fraction(1, 10)),
        (pa.array([52.0], pa.float64()), Fraction(52)),
        (pa.array([1e-7], pa.float64()), Fraction(1, 10_000_000)),
        (pa.array([Decimal("12.50")]), Fraction(25, 2)),
        (pa.array(["1,234"]), Fraction(1234)),
        (pa.array([None], pa.int64()), None),
        (pa.array([float("nan")]), None),
    ],
)
def test_a_number_is_read_digit_for_digit(folder: Path, values: pa.Array, expected: Fraction | None) -> None:
    """A number is what was written, whatever its type; a null and what is no number are blank."""
    assert loaded(folder, numerator=values, denominator=[None], value=["50"])["numerator"] == expected


@pytest.mark.parametrize(
    "period",
    [
        pa.array(MONTH),
        pa.array(MONTH).dictionary_encode(),
        pa.array(["2016-03-31"], pa.large_string()),
        pa.array([dt.date(2016, 3, 1)]),
        pa.array([dt.datetime(2016, 3, 31)], pa.timestamp("ns")),  # noqa: DTZ001 - as most programs write them
    ],
)
def test_a_period_is_found_in_every_type(folder: Path, period: pa.Array) -> None:
    """A month is found by what it means, as text, as a day or as a date; other columns may be dates too."""
    pq.write_table(pa.table({**ROW, "period": period, "as_at": [dt.date(2016, 4, 2)]}), folder / "results.parquet")
    found = load(folder, areas="Kent", indicators="visits", period="2016-03").results
    assert found[["period", "as_at"]].to_numpy().tolist() == [["2016-03", "2016-04-02"]]
    assert load(folder, areas="Kent", period="2016-02").results.empty


KEY = "results.parquet, indicator visits, period 2016-03, area Kent"
MISTAKES = {
    "over": ("numerator", [69], f'{KEY}, column numerator: "69" is over its denominator 68. '),
    "nested": ("numerator", [[5]], "results.parquet: column numerator holds list<element: int64>, not single values. "),
    "unknown name": ("indicator", ["vists"], f'{KEY.replace("visits", "vists")}, column indicator: "vists" is not in '),
    "unknown column": ("note2", ["x"], "results.parquet, column note2: there is no such column. Did you mean "),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_as_it_is_found(folder: Path, mistake: str) -> None:
    """File, row by its key, column, value and the mend; `check` finds it too, an indicator at a time."""
    column, values, said = MISTAKES[mistake]
    pq.write_table(pa.table({**ROW, column: values}), folder / "results.parquet")
    assert refused(folder)[: len(said)] == said
    looked_through = [str(finding)[: len(said)] for finding in data.check(folder)]
    assert said in looked_through


def test_files_that_cannot_be_used(folder: Path) -> None:
    """A file that is none, and a table that stands in two files, are said by their names."""
    (folder / "results.parquet").write_bytes(b"PAR1, but no more")
    problem = "the file is no Parquet file, is damaged, or was written anew while it was read"
    damaged = f"results.parquet: {problem}. Write it again, and run again."
    assert refused(folder) == damaged
    assert [str(finding) for finding in data.check(folder)][:1] == [damaged]
    pq.write_table(pa.table(ROW), folder / "results.parquet")
    shutil.copy(folder / "targets.csv", folder / "results.csv")
    assert (
        refused(folder).splitlines()[0] == "results.csv: the table stands in results.parquet too. Keep one of the two."
    )


@pytest.mark.parametrize("largest", [0, 50_000])
def test_a_column_that_stands_there_twice(folder: Path, monkeypatch: pytest.MonkeyPatch, largest: int) -> None:
    """Two columns of one name, which a join leaves behind, are said to be that, however large the table is."""
    monkeypatch.setattr(keys, "LARGEST_WHOLE", largest)
    columns = [*ROW, "area"]
    pq.write_table(
        pa.Table.from_arrays([pa.array(ROW[name]) for name in columns], names=columns), folder / "results.parquet"
    )
    assert "stands there twice. Delete one of the two." in refused(folder)


def test_an_empty_file_and_a_folder_in_its_place(folder: Path) -> None:
    """A file without a byte, and a folder of parts, are told from a damaged file."""
    (folder / "results.parquet").touch()
    assert refused(folder) == "results.parquet: the file is empty. Write it again."
    (folder / "results.parquet").unlink()
    (folder / "results.parquet").mkdir()
    assert refused(folder) == "results.parquet: it is a folder, not one Parquet file. Write the table as one file."
