"""Figures in a database: the same pages, only the rows that are needed, and nothing told of where it is."""

import re
import shutil
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from scorecard_kit import load
from scorecard_kit.data import _address as address
from scorecard_kit.data import _keys as keys
from scorecard_kit.data import load as data
from scorecard_kit.data._lines import FileError
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.sources import sources_of
from scorecard_kit.findings import InputError
from scorecard_kit.run._render import prepare
from scorecard_kit.run.batch import Options, run
from tests.conftest import SMALL_DATA

ROOT = Path(__file__).parents[2]
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


def differing(one: Dataset, other: Dataset) -> list[str]:
    """The tables that are not the same in both, whatever their rows are numbered."""
    frames = {name: (getattr(one, name), getattr(other, name)) for name in TABLES}
    return [
        name
        for name, (mine, its) in frames.items()
        if not mine.reset_index(drop=True).equals(its.reset_index(drop=True))
    ]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give a function that puts an address into the environment."""
    return lambda address: monkeypatch.setenv("SCORECARD_TEST", address)


@pytest.mark.postgres
def test_a_database_holds_what_the_files_hold(filled: str, sqlite: str, at: Callable[[str], None]) -> None:
    """Every table of the March 2016 data is the same from CSV files, SQLite and PostgreSQL, in the same order."""
    expected = load(EXAMPLE, PUBLISHED)
    at(filled)
    assert differing(load(WHERE, PUBLISHED), expected) == []
    at(sqlite)
    assert differing(load({"database": "env:SCORECARD_TEST"}, PUBLISHED), expected) == []


def refused(place: dict[str, str]) -> str:
    """What is said instead of loading the data."""
    with pytest.raises(InputError) as caught:
        load(place, PUBLISHED, areas="Kent", period="2016-03")
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return str(caught.value)


NOWHERE = {
    "wrong host": ("@127.0.0.1", "@no-such-host.invalid", "there is no host of that name"),
    "wrong port": (":PORT", ":1", "no database answers at that host and port"),
    "unknown database": ("/postgres", "/no_such_database", "the server knows no database of that name"),
    "wrong password": (SECRET, f"{SECRET}-wrong", "the database refuses the user name or the password"),
    "no password": (f":{SECRET}", "", "the database refuses the user name or the password"),
    "unknown user": ("scorecard:", "nobody:", "the database refuses the user name or the password"),
    "encryption": ("/postgres", "/postgres?sslmode=require", "the server and the address do not agree on an encrypted"),
}


@pytest.mark.postgres
@pytest.mark.parametrize("way", NOWHERE)
def test_an_address_that_leads_nowhere(filled: str, way: str, at: Callable[[str], None]) -> None:
    """What is wrong with an address is told apart, and nothing of the address or of the driver's words is said."""
    before, after, said = NOWHERE[way]
    at(after.join(filled.rsplit(before.replace("PORT", str(sa.make_url(filled).port)), 1)))
    told = refused(WHERE)
    assert told.startswith(f"environment variable SCORECARD_TEST: {said}")
    assert not {"scorecard", "127.0.0.1", "no_such", "invalid", "FATAL"} & set(re.split(r"[ :@/.]", told))


OTHERS = "SQLite and PostgreSQL are read. From any other database, export the tables to Parquet or CSV files into the "
PARTED = "the address falls apart at the wrong place: its user name or password holds an @. In a user name or password "


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "it is not set. Set it to the address of the database, such as "),
        (f"{SECRET} of the database", "it holds no address. Write it like postgresql://user:password@host/name or "),
        (f"nosuchkind://me:{SECRET}@host/name", f"it names another database, which the kit does not read. {OTHERS}"),
        (
            f"mysql+pymysql://me:{SECRET}@host/name",
            f"it is the address of MySQL, which the kit does not read. {OTHERS}",
        ),
        (
            f"oracle://me:{SECRET}@host/name",
            f"it is the address of Oracle, which the kit does not read. {OTHERS}",
        ),
        (
            f"mssql+pyodbc://me:{SECRET}@host/name?driver=ODBC+Driver+17+for+SQL+Server",
            f"it is the address of SQL Server, which the kit does not read. {OTHERS}",
        ),
        (f"postgresql://me:{SECRET}@ss@host/name", PARTED),
        (f"postgresql://me:p@{SECRET}/w#rd@host:5432/name", PARTED),
        (f"sqlite:////no/{SECRET}.db", "it names a file of SQLite that is not there. Check the path after sqlite:///"),
    ],
)
def test_a_variable_that_holds_no_address(address: str, said: str, at: Callable[[str], None]) -> None:
    """What the variable should hold is said, and what it holds is not."""
    at(address)
    told = refused(WHERE)
    assert told.startswith(f"environment variable SCORECARD_TEST: {said}")
    assert SECRET not in told


@pytest.mark.parametrize(
    "place", [f"postgresql://me:{SECRET}@host/name", {"database": f"postgresql://me:{SECRET}@host"}]
)
def test_an_address_in_a_file_is_refused(place: dict[str, str]) -> None:
    """An address stands in the environment alone, and is not repeated where it stands elsewhere."""
    told = refused(place)
    assert "env:SCORECARD_DATABASE" in told
    assert SECRET not in told


@pytest.mark.postgres
def test_what_a_database_lacks(filled: str, at: Callable[[str], None]) -> None:
    """A schema that is not there, and tables that it does not hold, are named with the nearest that is."""
    at(filled)
    assert refused({**WHERE, "schema": "reportin"}) == (
        'data, key schema: there is no schema "reportin" in the database. Did you mean "reporting"?'
    )
    with sa.create_engine(driver(filled)).begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA half"))
        connection.execute(sa.text("CREATE VIEW half.indicator AS SELECT * FROM reporting.indicators"))
    assert refused({**WHERE, "schema": "half"}) == (
        'table half.indicators: the table is missing. Did you mean "indicator"?\n'
        "table half.results: the table is missing. Add the table or view, or name another schema."
    )


@pytest.mark.postgres
def test_a_connection_that_breaks_off(filled: str, at: Callable[[str], None]) -> None:
    """The server ends the connection in mid-run: one message with the mend, and no traceback of a driver."""
    at(filled)
    killer = sa.create_engine(driver(filled))

    def end(*given: Any) -> None:  # noqa: ANN401 - connection, cursor, statement and more
        if "reporting.results" in given[2] and given[0].engine.url == killer.url:
            with killer.connect() as other:
                other.execute(sa.text(f"SELECT pg_terminate_backend({given[1].connection.info.backend_pid})"))

    sa.event.listen(sa.Engine, "before_cursor_execute", end)
    try:
        told = refused(WHERE)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", end)
        killer.dispose()
    assert told == (
        "table reporting.results: the connection to the database broke off. Run it again: what has run is kept."
    )


@pytest.mark.postgres
def test_a_table_that_may_not_be_read(filled: str, at: Callable[[str], None]) -> None:
    """A right that is missing is said as such."""
    with sa.create_engine(driver(filled)).begin() as connection:
        connection.execute(sa.text(f"CREATE ROLE reader LOGIN PASSWORD '{SECRET}'"))
        connection.execute(sa.text("GRANT USAGE ON SCHEMA reporting TO reader"))
    at(filled.replace("scorecard:", "reader:"))
    told = refused(WHERE).splitlines()
    assert told[0] == (
        "table reporting.indicators: the database does not let it be read. "
        "Ask for the right to read it, or for its owner."
    )


def test_a_wrong_figure_is_named_by_its_key(sqlite: str, tmp_path: Path, at: Callable[[str], None]) -> None:
    """Rows of a database have no number: a message names the key of the row instead."""
    file = tmp_path / "wrong.db"
    shutil.copy(sqlite.removeprefix("sqlite:///"), file)
    with sa.create_engine(f"sqlite:///{file}").begin() as connection:
        wrong = "UPDATE results SET numerator = -1 WHERE indicator = 're-referrals' AND area = 'Kent'"
        connection.execute(sa.text(f"{wrong} AND period = '2016-03-01' AND cohort IS NULL"))
    at(f"sqlite:///{file}")
    assert refused({"database": "env:SCORECARD_TEST"}) == (
        'table results, indicator re-referrals, period 2016-03, area Kent, column numerator: "-1" is negative. '
        "Write 0 or more, or say yes under may_be_negative in table indicators."
    )


@pytest.mark.postgres
def test_only_the_rows_of_a_section_are_fetched(
    filled: str, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large table come the rows of the page, and the months that they are compared with, and no other result."""
    monkeypatch.setattr(keys, "LARGEST_WHOLE", 0)
    at(filled)
    fetched: list[int] = []

    def count(*given: Any) -> None:  # noqa: ANN401 - connection, cursor, statement and more
        if "numerator" in given[2] and "FROM reporting.results" in given[2]:
            fetched.append(given[1].rowcount)

    sa.event.listen(sa.Engine, "after_cursor_execute", count)
    try:
        book = load(WHERE, PUBLISHED, areas="Kent", indicators="cic-reviews", period="2016-03", months=3)
    finally:
        sa.event.remove(sa.Engine, "after_cursor_execute", count)
    header, rows = fetched
    assert (header, rows) == (0, len(book.results))
    assert set(book.results["indicator"]) == {"cic-reviews"}


@pytest.mark.postgres
def test_nothing_of_an_address_is_written(filled: str, at: Callable[[str], None], tmp_path: Path) -> None:
    """Neither a section that is rendered nor one that fails in mid-run leaves a trace of the address in any file."""
    (tmp_path / "notebooks").symlink_to(ROOT / "notebooks")
    (tmp_path / "parameters").mkdir()
    pack = tmp_path / "parameters" / "one.yaml"
    place = "{database: env:SCORECARD_TEST, schema: reporting}"
    pack.write_text(
        f"title: One\nperiod: 2016-03\ndata: {place}\nsections: [{{notebook: scorecard}}]\n", encoding="utf-8"
    )
    at(filled)
    jobs, one_by_one = [prepare(pack, tmp_path / "outputs")], Options(jobs=1, force=True, warm=False)
    assert run(jobs, one_by_one)[0].failed == ()
    at(filled.replace("/postgres", "/gone"))
    [said] = run(jobs, one_by_one)[0].failed
    assert said == (
        "scorecard failed: notebooks/scorecard.ipynb, cell 3: environment variable SCORECARD_TEST: the server knows no "
        "database of that name. Check the name after the host."
    )
    told = [path for path in (tmp_path / "outputs").rglob("*") if path.is_file()]
    assert len(told) == 6
    port = str(sa.make_url(filled).port)
    is_told = re.compile(rf"{re.escape(SECRET)}|(?<!\d){port}(?!\d)")  # among other digits it is part of a time
    assert [path.name for path in told if is_told.search(path.read_text(encoding="utf-8"))] == []


COLUMNS = {
    "indicator": "char(12)", "period": "timestamp", "area": "char(20)", "numerator": "numeric(8,2)",
    "denominator": "double precision", "as_at": "date", "note": "text",
}  # fmt: skip


@pytest.mark.postgres
@pytest.mark.parametrize("largest", [0, 50_000])
def test_columns_of_every_type_of_postgresql(
    postgres: str, tmp_path: Path, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, largest: int
) -> None:
    """Padded text, timestamps, doubles with residue: read as what they say, and chosen by it; a null is a finding."""
    monkeypatch.setattr(keys, "LARGEST_WHOLE", largest)
    schema = f"typed_{largest}"
    rows = [
        ("'visits'", "'2016-02-29'", "'North Kent'", "40.10", "0.57 * 100.0::float8", "'2016-04-02'", "'a\u00a0note '"),
        ("'visits'", "'2016-03-31 00:00'", "'North Kent'", "52.00", "1e14", "null", "null"),
    ]
    with sa.create_engine(driver(postgres)).begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        connection.execute(sa.text(f"CREATE TABLE {schema}.results ({columns})"))
        values = ", ".join(f"({', '.join(row)})" for row in rows)
        connection.exec_driver_sql(" ".join(("INSERT INTO", f"{schema}.results", "VALUES", values)))
    for name, text in SMALL_DATA.items():
        if name != "results.csv":
            (tmp_path / name).write_text(text, encoding="utf-8")
    at(postgres)
    place = {"database": "env:SCORECARD_TEST", "schema": schema, "folder": str(tmp_path)}
    found = load(place, PUBLISHED, areas="North Kent", indicators="visits", period="2016-03").results
    read = found.sort_values("period")[["period", "area", "numerator", "denominator", "as_at", "note"]]
    assert read.to_numpy().tolist() == [
        ["2016-02", "North Kent", Fraction(401, 10), Fraction(57), "2016-04-02", "a note"],
        ["2016-03", "North Kent", Fraction(52), Fraction(10**14), "", ""],
    ]
    assert read["numerator"].map(lambda it: it.decimals).tolist() == [2, 2]
    with sa.create_engine(driver(postgres)).begin() as connection:
        connection.exec_driver_sql(" ".join(("UPDATE", f"{schema}.results", "SET area = null WHERE numerator > 50")))
    told = [str(it) for it in data.check(place) if it.level == "error"]
    assert [line.rpartition("column ")[2] for line in told] == ["area: the cell is blank. Fill it in."]
    assert refused(place).splitlines() == told


@pytest.fixture
def small(sqlite: str, tmp_path: Path, at: Callable[[str], None]) -> Path:
    """Give a copy of the file of SQLite, to which the variable leads."""
    file = tmp_path / "one.db"
    shutil.copy(sqlite.removeprefix("sqlite:///"), file)
    at(f"sqlite:///{file}")
    return file


FILES = {
    "locked": "another program has the file locked. Wait until it has written, close it there, and run again.",
    "empty": "it names a file that is empty, and no database. Check the path, or copy it again.",
    "text": "it names a file that is no database of SQLite, or is damaged. Check the path.",
    "folder": "it names a file of SQLite that is not there. Check the path after sqlite:///, and write it",
}


@pytest.mark.parametrize("state", FILES)
def test_a_file_of_sqlite_that_cannot_be_read(small: Path, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file under lock, an empty one, one that is no database, and a folder are told apart, by check and by load."""
    monkeypatch.setattr(address, "SECONDS", 0.01)
    with closing(sqlite3.connect(small, isolation_level=None)) as other:
        if state == "locked":
            other.execute("BEGIN EXCLUSIVE")
        elif state == "folder":
            small.unlink()
            small.mkdir()
        else:
            small.write_bytes(b"" if state == "empty" else b"indicator,period\n" * 99)
        told = refused({"database": "env:SCORECARD_TEST"})
        assert told.startswith(f"environment variable SCORECARD_TEST: {FILES[state]}")
        assert list(map(str, data.check({"database": "env:SCORECARD_TEST"}))) == [told]


def test_a_file_that_is_locked_or_torn_in_mid_run(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens to a file after it was opened is a finding on the table that could not be read, and no traceback."""
    monkeypatch.setattr(address, "SECONDS", 0.01)
    [found] = sources_of(small.parent, {"database": "env:SCORECARD_TEST"})
    with closing(sqlite3.connect(small, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(FileError, match="another program has the file locked"):
            found.lines(TABLES["results"], ())
        other.execute("ROLLBACK")
        other.execute("DROP TABLE targets")
    with pytest.raises(FileError, match="the table cannot be read"):
        found.lines(TABLES["targets"], ())
    small.write_bytes(b"torn" * 4096)
    with pytest.raises(FileError, match="no database of SQLite, or is damaged"):
        found.lines(TABLES["owners"], ())


def test_text_of_another_encoding_is_named(small: Path) -> None:
    """Bytes that another program kept as text are no fault of the table."""
    with closing(sqlite3.connect(small, isolation_level=None)) as other:
        other.execute("update areas set area = cast(x'4b656e74e9' as text) where area = 'Kent'")
    said = "table areas: it holds text that is not UTF-8. Write the text into it again, from where it came."
    assert said == refused({"database": "env:SCORECARD_TEST"})
