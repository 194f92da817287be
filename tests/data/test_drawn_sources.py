"""A small table drawn with odd text is the same from CSV, a workbook, Parquet and SQLite: frames, errors and notes."""

import csv
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from scorecard_kit.data._tables import Reading
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import sources_of, table_of
from scorecard_kit.findings import Finding
from tests.conftest import SOAK

RESULTS = TABLES["results"]
HEADER = ["indicator", "period", "area", "numerator", "value", "note"]
ROUND = st.sampled_from(
    ["{}", "{}", "{}", "{} ", " {}", "\u00a0{}", "{}\t", "{}\n", "\ufeff{}", "{}\u200b", "{}\u3000"]
)
WORDS = st.sampled_from(
    ["Kent", "North  Kent", "St Peter\u2019s", "caf\u00e9", "cafe\u0301", "Ke\u200bnt", "K\u0435nt", "42", "007", ""]
)
MONTHS = st.sampled_from([
    "2016-03", "2016-3", "Mar-16", "March 2016", "31 March 2016", "31/03/2016", "2016-03-31", "2016-03-31 00:00:00",
    "201603", "03/04/2016", "2011/12", "spring", "2116-03", "",
])  # fmt: skip
NUMERALS = st.sampled_from([
    "52", "52.0", "0.1", "56.99999999999999", "57.00000000000001", "1,234", "1234567890123456", "-3", "0", "0.000001",
    "fifty", "85,5", "#N/A", "1E5", "",
])  # fmt: skip
TYPED = st.one_of(st.integers(-5, 10**9), st.floats(-(10**6), 10**6, allow_nan=False).map(lambda it: round(it, 3)),
                  st.sampled_from([0.57 * 100, 0.1 + 0.2, 1 / 3, None]))  # fmt: skip
Texts = list[list[str]]


@st.composite
def texts(draw: st.DrawFn) -> Texts:
    """Rows of a table in which every cell is text."""
    size = draw(st.integers(1, 4))
    kinds = [st.sampled_from(["visits", "reviews", ""]), MONTHS, WORDS, NUMERALS, NUMERALS, WORDS]
    return [[draw(ROUND).format(draw(kind)) for kind in kinds] for _ in range(size)]


def write_csv(folder: Path, rows: Sequence[Sequence[object]]) -> None:
    """The rows as a CSV file; a number with every digit, as a script writes it."""
    with (folder / "results.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([HEADER, *(["" if cell is None else cell for cell in row] for row in rows)])


def write_workbook(folder: Path, rows: Sequence[Sequence[object]]) -> None:
    """The rows in a sheet."""
    book = Workbook()
    book.active.title = "results"  # type: ignore[union-attr]
    sheet = book["results"]
    sheet.append(HEADER)
    for number, row in enumerate(rows, 2):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = value if value != "" else None  # type: ignore[assignment]
            if isinstance(value, str) and value:
                cell.data_type, cell.number_format = "s", "@"
    book.save(folder / "figures.xlsx")


def write_parquet(folder: Path, rows: Sequence[Sequence[object]]) -> None:
    """The rows as columns, blank cells as nulls."""
    columns = {
        name: [cell if cell != "" else None for cell in column]
        for name, column in zip(HEADER, zip(*rows, strict=True), strict=True)
    }
    pq.write_table(pa.table(columns), folder / "results.parquet")


def write_sqlite(folder: Path, rows: Sequence[Sequence[object]]) -> None:
    """The rows in their order, blank cells as nulls."""
    with closing(sqlite3.connect(folder / "one.db")) as connection, connection:
        connection.execute(f"CREATE TABLE results (position, {', '.join(HEADER)})")
        filled = [[number, *(cell if cell != "" else None for cell in row)] for number, row in enumerate(rows)]
        connection.executemany("INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?)", filled)


WAYS = {"csv": write_csv, "workbook": write_workbook, "parquet": write_parquet, "sqlite": write_sqlite}


def read(way: str, rows: Sequence[Sequence[object]]) -> Reading:
    """The table as read from one of the ways to keep it."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        WAYS[way](Path(place), rows)
        patch.setenv("SCORECARD_TEST", f"sqlite:///{Path(place) / 'one.db'}")
        found = sources_of(Path(place), {"database": "env:SCORECARD_TEST"} if way == "sqlite" else None)
        return table_of(RESULTS, found)


def told(reading: Reading, level: str) -> list[Finding]:
    """What is said of the table."""
    return [it for it in reading.findings if it.level == level]


@settings(max_examples=2_000 if SOAK else 25)
@given(texts())
def test_text_is_read_the_same_from_every_source(rows: Texts) -> None:
    """Odd spaces, months in every spelling and residue: the same values, errors and notes, row by row."""
    expected = read("csv", rows)
    for way in ("workbook", "parquet", "sqlite"):
        found = read(way, rows)
        assert found.frame.to_dict("index") == expected.frame.to_dict("index"), way
        assert told(found, "error") == told(expected, "error"), way
        assert told(found, "note") == told(expected, "note"), way


@settings(max_examples=2_000 if SOAK else 25)
@given(st.lists(st.tuples(TYPED, TYPED), min_size=1, max_size=4))
def test_numbers_are_read_the_same_from_every_source(pairs: list[tuple[float | None, float | None]]) -> None:
    """A number of a typed store is the number of the CSV file that a script writes of it, to 15 digits."""
    rows = [["visits", "2016-03", f"Area {place}", *pair, "x"] for place, pair in enumerate(pairs)]
    expected = read("csv", rows).frame
    for way in ("workbook", "parquet", "sqlite"):
        assert read(way, rows).frame.to_dict("index") == expected.to_dict("index"), way
