"""Where figures live beside CSV files: Parquet, SQLite, and a real PostgreSQL."""

import csv
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from scorecard_kit.data.schema import NUMBERS, TABLES, Column
from scorecard_kit.data.values import read_period

PASSWORD = "Pl4inly-S3cret"  # noqa: S105 - of a server that lives as long as the tests
Cell = str | int | Decimal | date | None


def typed(text: str, column: Column) -> Cell:
    """A cell of a CSV file as a typed store holds it: blanks as nulls, months as their first day.

    A value as it was printed stays text, since a double does not know how many decimals were written.
    """
    if not text:
        return None
    if column.name == "value":
        return text
    if column.kind in NUMBERS:
        number = Decimal(text.replace(",", ""))
        return int(number) if Fraction(number).denominator == 1 and "." not in text else number
    if column.kind == "period":
        return date.fromisoformat(f"{read_period(text)}-01")
    return text


def tables_of(folder: Path) -> dict[str, dict[str, list[Cell]]]:
    """The columns of every table of a data folder of CSV files."""
    found: dict[str, dict[str, list[Cell]]] = {}
    for name, table in TABLES.items():
        if (folder / table.file).exists():
            with (folder / table.file).open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.DictReader(file))
            held = [column for column in table.columns if rows and column.name in rows[0]]
            found[name] = {column.name: [typed(row[column.name], column) for row in rows] for column in held}
    return found


def as_parquet(folder: Path, target: Path) -> None:
    """Write the tables of a folder as Parquet files into another."""
    target.mkdir(parents=True, exist_ok=True)
    for name, columns in tables_of(folder).items():
        pq.write_table(pa.table({key: _doubles(cells) for key, cells in columns.items()}), target / f"{name}.parquet")


def _doubles(cells: list[Cell]) -> list[Cell | float]:
    """Numbers that are not all whole, as most programs keep them."""
    if not any(isinstance(cell, Decimal) for cell in cells):
        return list(cells)
    return [float(cell) if isinstance(cell, (int, Decimal)) else cell for cell in cells]


def as_database(folder: Path, address: str, schema: str | None = None) -> None:
    """Write the tables of a folder into a database, with the order of their rows."""
    engine = sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    metadata = sa.MetaData(schema=schema)
    with engine.begin() as connection:
        for name, columns in tables_of(folder).items():
            kinds = {column: _kind(cells) for column, cells in columns.items()}
            table = sa.Table(name, metadata, sa.Column("position", sa.Integer), *map(sa.Column, kinds, kinds.values()))
            table.create(connection)
            rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
            connection.execute(sa.insert(table), [{"position": place, **row} for place, row in enumerate(rows, 1)])
    engine.dispose()


def _kind(cells: list[Cell]) -> Any:  # noqa: ANN401 - a type of SQLAlchemy or its class
    filled = [cell for cell in cells if cell is not None]
    for kind, stored in ((date, sa.Date), (int, sa.Integer), (str, sa.Text)):
        if all(isinstance(cell, kind) for cell in filled):
            return stored
    return sa.Numeric(asdecimal=True)


@pytest.fixture(scope="session")
def write_parquet() -> Callable[[Path, Path], None]:
    """Give a function that writes the tables of a folder as Parquet files into another."""
    return as_parquet


@pytest.fixture(scope="session")
def write_database() -> Callable[..., None]:
    """Give a function that writes the tables of a folder into the database of an address, and there into a schema."""
    return as_database


@pytest.fixture(scope="session")
def postgres(postgres_programs: Path) -> Iterator[str]:
    """Start PostgreSQL on the loopback address, in a folder of its own, and give the address of its first database.

    It refuses to run as root, and then runs as another user.
    """
    with tempfile.TemporaryDirectory(prefix="scorecard-postgres-") as place:
        folder, who = Path(place), _other_than_root()
        secret, log = folder / "password", folder / "log"
        secret.write_text(PASSWORD, encoding="utf-8")
        if who:
            shutil.chown(folder, **who)
            shutil.chown(secret, **who)
        options = ["--username=scorecard", f"--pwfile={secret}", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8"]
        command: list[str | Path] = [postgres_programs / "initdb", *options, folder / "data"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **who)
        port = _free_port()
        settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off"}
        command = [postgres_programs / "postgres", "-D", folder / "data"]
        command += [f"--{name}={value}" for name, value in settings.items()]
        with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said, cwd=folder, **who) as server:
            address = f"postgresql://scorecard:{PASSWORD}@127.0.0.1:{port}/postgres"
            _wait_for(address, log)
            yield address
            server.send_signal(signal.SIGINT)  # without waiting for those who are still connected


def _other_than_root() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    users = {user.pw_name for user in pwd.getpwall()}
    name = "postgres" if "postgres" in users else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_gid}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(address: str, log: Path) -> None:
    for _ in range(300):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))
