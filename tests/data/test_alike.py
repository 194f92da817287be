"""What stands in a store is read by the one rule for cells: the same rows, findings and verdicts as from CSV files."""

import csv
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scorecard_kit import load
from scorecard_kit.data import _keys as keys
from scorecard_kit.data import load as data
from scorecard_kit.findings import InputError
from scorecard_kit.judge.periods import window
from tests.conftest import SMALL_DATA

RULE = {"below": 6, "already_published": True}
HEADER = ["indicator", "period", "area", "numerator", "denominator"]
Row = Sequence[object]
Place = Path | dict[str, str]
MARCH: Row = ("visits", "2016-03", "Kent", 52, 68)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a small data folder without results."""
    for name, text in SMALL_DATA.items():
        if name != "results.csv":
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(params=["whole", "in parts"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let small tables be read as a whole, and then in parts, as large ones are."""
    if request.param == "in parts":
        monkeypatch.setattr(keys, "LARGEST_WHOLE", 0)
    return str(request.param)


Write = Callable[[str, Sequence[Row]], Place]


@pytest.fixture
def write(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Give a function that writes results in one of three ways, and says where the data are then."""

    def written(way: str, rows: Sequence[Row]) -> Place:
        if way == "csv":
            with (folder / "results.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([HEADER, *rows])
            return folder
        if way == "parquet":
            columns = {name: list(column) for name, column in zip(HEADER, zip(*rows, strict=True), strict=True)}
            pq.write_table(pa.table(columns), folder / "results.parquet")
            return folder
        with closing(sqlite3.connect(folder / "one.db")) as connection, connection:
            connection.execute(f"CREATE TABLE results ({', '.join(HEADER)})")
            connection.executemany("INSERT INTO results VALUES (?, ?, ?, ?, ?)", rows)
        monkeypatch.setenv("SCORECARD_TEST", f"sqlite:///{folder / 'one.db'}")
        return {"database": "env:SCORECARD_TEST", "folder": str(folder)}

    return written


def refused(place: Place, **shown: Any) -> list[str]:  # noqa: ANN401 - what a section shows
    """Why the data, or a part of them, are not loaded."""
    with pytest.raises(InputError) as caught:
        load(place, RULE, **shown)
    return str(caught.value).splitlines()


ROUND = ["{} ", "\u00a0{}", "{}\t", "{}\r\n", "\ufeff{}\u200b"]
"""A space, a no-break space, a tab, a line break, and characters of no width."""
MONTHS = ["May-15", "June 2015", "2015-7", "2015-08-31 00:00:00", "2015-09 ", "31/10/2015", "11/2015"]


@pytest.mark.parametrize("way", ["parquet", "sqlite"])
@pytest.mark.usefixtures("size")
def test_a_row_is_found_whatever_stands_round_its_key(way: str, write: Write) -> None:
    """What nobody sees round an indicator, a month or an area loses no row, and is told of in notes."""
    rows = []
    for place, month in enumerate(window("2016-03", 3 * len(ROUND))):
        row: list[object] = ["visits", month, "Kent", 40 + place, 68]
        row[place % 3] = ROUND[place // 3].format(row[place % 3])
        rows.append(row)
    place_of = write(way, rows)
    found = load(place_of, RULE, areas="Kent", indicators="visits", period="2016-03", months=15).results
    assert found.sort_values("period")["numerator"].tolist() == list(range(40, 55))
    assert {it.level for it in data.check(place_of) if it.level != "warning"} == {"note"}


@pytest.mark.parametrize("way", ["parquet", "sqlite"])
@pytest.mark.usefixtures("size")
def test_a_month_in_words_is_a_month_for_check_and_for_render(way: str, write: Write) -> None:
    """A month is found, counted as the newest and compared with the one before, however it is spelled."""
    place = write(way, [("visits", month, "Kent", count, 68) for count, month in enumerate(MONTHS, 40)])
    assert [it for it in data.check(place) if it.level == "error"] == []
    for upto, shown in (("2015-11", [45, 46]), ("2015-08", [42, 43]), ("2016-02", [45, 46])):
        found = load(place, RULE, areas="Kent", period=upto).results
        assert found.sort_values("period")["numerator"].tolist() == shown


BROKEN: dict[str, tuple[int, object, str]] = {
    "null indicator": (0, None, "column indicator: the cell is blank. Fill it in."),
    "null period": (1, None, "column period: the cell is blank. Fill it in."),
    "null area": (2, None, "column area: the cell is blank. Fill it in."),
    "spaces for an area": (2, " \u00a0", "column area: the cell is blank. Fill it in."),
    "no month": (
        1,
        "spring",
        'column period: "spring" is not a month. Write the month with its year, such as 2016-03.',
    ),
    "unknown area": (2, "Kant", 'column area: "Kant" is not in areas.csv. Did you mean "Kent"?'),
    "hidden character": (2, "Ke\u200bnt", "holds a character that nobody sees: U+200B zero width space"),
}


@pytest.mark.parametrize(("way", "what"), [(("parquet", "sqlite")[n % 2], what) for n, what in enumerate(BROKEN)])
def test_check_and_render_refuse_the_same(way: str, what: str, size: str, write: Write) -> None:
    """A key that cannot be read is refused by both in the same words, though it stands in a row that no page needs."""
    column, value, said = BROKEN[what]
    row = [value if place == column else cell for place, cell in enumerate(("visits", "2015-01", "Kent", 1, 2))]
    place = write(way, [MARCH, row])
    told = [str(it) for it in data.check(place) if it.level == "error"]
    assert any(said in line for line in told)
    assert refused(place, areas="Kent", indicators="visits", period="2016-03") == told
    assert all(line.startswith(("table results", "results.parquet")) for line in told), size


@pytest.mark.usefixtures("size")
def test_names_and_months_are_held_against_each_other_in_parts_too(folder: Path, write: Write) -> None:
    """An area in two spellings and a month a century ahead are refused, and a near name warned of, in large tables."""
    (folder / "areas.csv").unlink()
    place = write("sqlite", [MARCH, ("visits", "2016-02", "KENT", 1, 2), ("visits", "2095-03", "Kent", 1, 2)])
    told = [str(it) for it in data.check(place) if it.level == "error"]
    assert len(told) == 2
    assert all(any(words in line for line in told) for words in ("in another spelling", '"2095-03" lies 79 years'))
    assert refused(place, areas="Kent", period="2016-03") == told


@pytest.mark.parametrize("way", ["parquet", "sqlite"])
def test_an_error_in_a_row_that_no_page_needs_stops_render_too(way: str, write: Write) -> None:
    """A table that is not large is validated as a whole, as CSV files are: 9 of 8 years ago is refused by both."""
    old = ("reviews", "2008-01", "North Kent", 9, 8)
    place = write(way, [MARCH, old])
    told = [str(it) for it in data.check(place) if it.level == "error"]
    assert [line.partition(": ")[2] for line in told] == [
        '"9" is over its denominator 8. Correct one, or say yes under may_exceed_100 in indicators.csv.'
    ]
    assert refused(place, areas="Kent", indicators="visits", period="2016-03") == told


NULLS = {
    "indicator": pa.array([None, "Kent"]).dictionary_encode(),
    "period": pa.array([1, None], pa.timestamp("ns")),
    "area": pa.nulls(2),
}


@pytest.mark.parametrize("column", NULLS)
@pytest.mark.usefixtures("size")
def test_nulls_of_every_type_in_a_key_are_findings(folder: Path, column: str) -> None:
    """Whatever type a column has, a null in it is a blank cell: a finding, and no traceback."""
    table = {name: [cell, cell] for name, cell in zip(HEADER, MARCH, strict=True)}
    pq.write_table(pa.table({**table, column: NULLS[column]}), folder / "results.parquet")
    told = [str(it) for it in data.check(folder) if it.level == "error"]
    assert f"column {column}: the cell is blank" in "".join(told)
    assert set(refused(folder)) <= set(told)


def test_columns_are_known_in_any_capitals(folder: Path, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    """A view of Oracle's making, in capitals, gives its rows; a column "As At" is as_at."""
    with closing(sqlite3.connect(folder / "one.db")) as connection, connection:
        connection.execute('CREATE TABLE RESULTS (INDICATOR, "Period ", AREA, NUMERATOR, DENOMINATOR, "As At")')
        connection.execute("INSERT INTO RESULTS VALUES ('visits', '2016-03-01', 'Kent', 52, 68, '2016-04-02')")
    monkeypatch.setenv("SCORECARD_TEST", f"sqlite:///{folder / 'one.db'}")
    place = {"database": "env:SCORECARD_TEST", "folder": str(folder)}
    found = load(place, RULE, areas="Kent", period="2016-03").results
    assert found[["period", "area", "as_at"]].to_numpy().tolist() == [["2016-03", "Kent", "2016-04-02"]], size
    assert "the header is read in the contract's spelling: INDICATOR as indicator" in "".join(
        map(str, data.check(place))
    )
