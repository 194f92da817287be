"""A long history: a section reads what it shows of it, and the memory of a batch does not grow with the rest."""

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from benchmarks.history import COHORTS, RULES, is_compared, make_both, make_history, make_pack
from scorecard_kit import load
from scorecard_kit.data import _keys as keys
from scorecard_kit.data import load as data
from scorecard_kit.data._keys import Choices
from scorecard_kit.data._tables import Reading
from scorecard_kit.data.dataset import values
from scorecard_kit.data.schema import Table
from scorecard_kit.data.sources import Source, table_of
from tests.in_process import rendered

ROOT = Path(__file__).parents[2]
PUBLISHED = {"below": 6, "already_published": True}
KENT = ["Kent", "North Kent", "East Kent", "South Kent", "West Kent"]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a history of 24 months, 6 areas and 50 indicators."""
    folder = tmp_path_factory.mktemp("history") / "data"
    assert make_history(folder, 24, 6, 50) == 24 * 6 * 50 * len(COHORTS)
    return folder


@pytest.fixture(autouse=True)
def _is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table of these tests counts as a large one, of which parts are read."""
    monkeypatch.setattr(keys, "LARGEST_WHOLE", 0)


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give the list of how many rows were read of a stored table, each time that one was."""
    rows: list[int] = []

    def counted(table: Table, sources: Sequence[Source], choices: Choices) -> Reading:
        reading = table_of(table, sources, choices)
        rows.append(len(reading.frame))
        return reading

    monkeypatch.setattr("scorecard_kit.data.part.table_of", counted)
    return rows


def test_a_scorecard_reads_three_months_of_its_area(history: Path, fetched: list[int]) -> None:
    """March 2016, the month before and the outturn, of every indicator and both cohorts, and not a row more."""
    book = load(history, PUBLISHED, areas="Kent", period="2016-03")
    assert sorted(set(book.results["period"])) == ["2015-03", "2016-02", "2016-03"]
    assert fetched == [3 * 50 * 2]


def test_an_exception_report_reads_its_chart_and_what_that_is_compared_with(history: Path, fetched: list[int]) -> None:
    """Thirteen months of one indicator, the one before them, and the outturn of the first."""
    book = load(history, PUBLISHED, areas="", indicators="cic-reviews", period="2016-03", months=13)
    assert set(book.results["indicator"]) == {"cic-reviews"}
    assert fetched == [(13 + 1) * 2]  # the history is younger than the outturn of March 2015


def test_areas_side_by_side_read_the_areas(history: Path, fetched: list[int]) -> None:
    """Three months of five of the six areas."""
    load(history, PUBLISHED, areas=KENT, period="2016-03")
    assert fetched == [3 * 5 * 50 * 2]


def test_what_is_withheld_takes_the_families_of_its_months(history: Path, fetched: list[int]) -> None:
    """Where small counts are withheld every area of Kent is read, since one is given away by another."""
    book = load(history, {"below": 6}, areas="Kent", period="2016-03")
    assert fetched == [3 * 6 * 50 * 2]
    assert set(book.results["area"]) == {"Kent"}


def test_what_is_withheld_takes_no_other_family(tmp_path: Path, fetched: list[int]) -> None:
    """Of forty areas, twelve belong to others than Kent: nothing of theirs is read."""
    make_history(tmp_path / "data", 14, 40, 50)
    load(tmp_path / "data", {"below": 6}, areas="Kent", period="2016-03")
    assert fetched == [3 * 28 * 50 * 2]


def test_further_back_nothing_is_read_twice(history: Path, tmp_path: Path, fetched: list[int]) -> None:
    """Where February is withheld, the three months before it are read for something to compare with, and they alone."""
    shutil.copytree(history, tmp_path / "data")
    frame = pq.read_table(history / "results.parquet").to_pandas()
    frame.loc[(frame["indicator"] == "cic-reviews") & (frame["period"] == "2016-02"), "numerator"] = 2
    frame.to_parquet(tmp_path / "data" / "results.parquet")
    book = load(tmp_path / "data", {"below": 6}, areas="Kent", period="2016-03")
    assert fetched == [3 * 6 * 50 * 2, 3 * 6 * 2]
    reviews = book.results.loc[(book.results["indicator"] == "cic-reviews") & (book.results["cohort"] == "")]
    assert list(reviews["period"]) == ["2015-03", "2016-01", "2016-02", "2016-03"]
    assert list(reviews["status"] == "suppressed") == [False, False, True, False]


@pytest.mark.parametrize("rule", [PUBLISHED, {"below": 6}], ids=["published", "withheld"])
def test_rows_are_found_in_whatever_order_they_stand(
    history: Path, tmp_path: Path, fetched: list[int], rule: dict[str, Any]
) -> None:
    """A file that is sorted by month and the same rows shuffled give a section the same, and neither a row more."""
    shutil.copytree(history, tmp_path / "data")
    table = pq.read_table(history / "results.parquet")
    order = np.random.default_rng(1).permutation(len(table))
    pq.write_table(table.take(order), tmp_path / "data" / "results.parquet")
    found = [load(place, rule, areas=KENT, period="2016-03").results for place in (history, tmp_path / "data")]
    ours, theirs = (one.sort_values(["indicator", "period", "area", "cohort"], ignore_index=True) for one in found)
    assert ours.equals(theirs)
    assert fetched[: len(fetched) // 2] == fetched[len(fetched) // 2 :]


def test_opening_the_data_reads_no_result(history: Path, fetched: list[int]) -> None:
    """A pack is planned from the names that stand in a table, not from its rows."""
    dataset = data.opened(history, PUBLISHED)
    assert values(dataset, "results", "cohort") == ["", "excluding_uasc"]
    assert (len(dataset.results), fetched) == (0, [])


def test_a_view_over_a_database_gives_a_section_its_rows(
    tmp_path: Path, fetched: list[int], monkeypatch: pytest.MonkeyPatch, soak: bool
) -> None:
    """A scorecard from a view over 3.6 million results (`make soak`) fetches three months of its area and no more."""
    months, areas, indicators = (120, 150, 100) if soak else (15, 6, 50)
    made = make_history(tmp_path / "data", months, areas, indicators)
    file = pq.ParquetFile(tmp_path / "data" / "results.parquet")
    names = file.schema_arrow.names
    with closing(sqlite3.connect(tmp_path / "one.db")) as connection, connection:
        connection.execute(f"CREATE TABLE kept ({', '.join(names)})")
        for batch in file.iter_batches():
            rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
            connection.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE VIEW results AS SELECT * FROM kept")
        [[held]] = connection.execute("SELECT count(*) FROM results")
    (tmp_path / "data" / "results.parquet").unlink()
    monkeypatch.setenv("SCORECARD_TEST", f"sqlite:///{tmp_path / 'one.db'}")
    place = {"database": "env:SCORECARD_TEST", "folder": str(tmp_path / "data")}
    book = load(place, PUBLISHED, areas="Kent", period="2016-03")
    assert (held, fetched, len(book.results)) == (made, [3 * indicators * 2], 3 * indicators * 2)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a kit with the March 2016 data, and with a history of over 25,000 results that they are part of."""
    root = tmp_path_factory.mktemp("both")
    assert make_both(root / "data", 15, 40, 60) > 25_000
    return root


@pytest.mark.parametrize("rule", RULES)
def test_a_history_shows_the_figures_of_the_part_that_it_has_in_common(both: Path, rule: str) -> None:
    """Sections of March 2016 give the same figures from the history as from the March 2016 data alone."""
    march, history = (
        {name: text for name, text in rendered(make_pack(both, name, rule)).items() if is_compared(name)}
        for name in ("march", "history")
    )
    assert (len(march), march) == (3, history)


def test_a_batch_over_a_history_stays_small(soak: bool) -> None:
    """The whole batch needs under 600 MB over 3.6 million results (`make soak`), and over a small history.

    With it are the March 2016 data, and their sections show the same figures: the benchmark ends in an error if not.
    """
    rules = list(RULES) if soak else ["withheld"]
    size = [] if soak else ["--months", "15", "--areas", "30", "--indicators", "57", "--pairs", "0", "--rules", *rules]
    command = [sys.executable, "-m", "benchmarks.history", *size]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    print(done.stdout)  # noqa: T201 - the ratios, for who looks on: pytest -s
    found = re.findall(r"\| (\d+) results, (\w+) \| peak memory (\d+) MB", done.stdout)
    assert [rule for _, rule, _ in found] == rules
    assert all(int(results) > (3_600_000 if soak else 5_000) for results, _, _ in found)
    assert all(int(memory) < 600 for _, _, memory in found)
