"""The address of a database to its engine, and why it leads nowhere; nothing of the address is ever told.

An error of a driver may quote address, user or figures, so none is passed on: every message here is the kit's own.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

from scorecard_kit.findings import InputError, refusal

EXAMPLES = "postgresql://user:password@host/name or sqlite:///C:/figures/scorecard.db"
SECONDS = 10
"""How long is waited for a connection, and for a file of SQLite that another program is writing."""
_VARIABLE = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"
_DRIVERS = {_SQLITE: _SQLITE, _POSTGRESQL: "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_KNOWN = {"mssql": "SQL Server", "mysql": "MySQL", "mariadb": "MariaDB", "oracle": "Oracle", "db2": "Db2",
          "snowflake": "Snowflake", "bigquery": "BigQuery", "databricks": "Databricks", "duckdb": "DuckDB",
          "access": "Access", "redshift": "Redshift"}  # fmt: skip
_OTHER_WAYS = (
    "SQLite and PostgreSQL are read. From any other database, export the tables to Parquet or CSV files into the data "
    "folder."
)
_ESCAPES = "In a user name or password @ is written %40, : is %3A, / is %2F, # is %23, ? is %3F and % is %25."
_REASONS = (
    ("password authentication failed|no password supplied|authentication failed",
     "the database refuses the user name or the password", f"Check both. {_ESCAPES}"),
    ('database ".*" does not exist', "the server knows no database of that name", "Check the name after the host."),
    ("could not translate host name|failed to resolve host|name or service not known|getaddrinfo",
     "there is no host of that name", f"Check the host, and whether you are in its network. {_ESCAPES}"),
    ("connection refused|actively refused", "no database answers at that host and port",
     "Check the host and the port (5432 unless it was changed), and whether the server is running."),
    ("timeout|timed out|no route to host|network is unreachable", "the host does not answer in time",
     "Check the host, and whether you are in the network of the database."),
    ("no pg_hba.conf entry", "the server does not let this user in from this machine", "Ask for its owner."),
    ("ssl", "the server and the address do not agree on an encrypted connection",
     "Add ?sslmode=require to the address, or take it away; ask for the owner of the server."),
    ("too many (connections|clients)|remaining connection slots", "the server has no connection free",
     "Run it again later."),
    ("locked", "another program has the file locked", "Wait until it has written, close it there, and run again."),
    ("not a database|malformed", "it names a file that is no database of SQLite, or is damaged", "Check the path."),
    ("unable to open", "the file of SQLite cannot be opened, or you may not read it", "Check the path and its rights."),
)  # fmt: skip


def variable_of(written: str) -> str:
    """The name of the environment variable; what else was written is not repeated, since it may hold a password."""
    if match := _VARIABLE.fullmatch(written):
        return match[1]
    problem = "the address of a database is never written in a file"
    mend = "Put it into an environment variable, and write its name: `database: env:SCORECARD_DATABASE`."
    raise refusal("data", problem, mend, column="database")


def engine_of(variable: str) -> sa.Engine:
    """The engine of the address that a variable holds; raises InputError where it is none that can be used."""
    address = os.environ.get(variable, "").strip().strip("\"'")
    if not address:
        raise _refused(variable, "it is not set", f"Set it to the address of the database, such as {EXAMPLES}.")
    kind = address.partition("://")[0].partition("+")[0].casefold()
    if kind not in _DRIVERS and "://" in address:
        named = f"it is the address of {_KNOWN[kind]}" if kind in _KNOWN else "it names another database"
        raise _refused(variable, f"{named}, which the kit does not read", _OTHER_WAYS)
    try:
        url = sa.make_url(address).set(drivername=_DRIVERS[kind]) if kind in _DRIVERS else sa.make_url(address)
        if kind == _SQLITE:
            _check_file(variable, url.database)
            return sa.create_engine(url, hide_parameters=True, connect_args={"timeout": SECONDS})
        if "@" in f"{url.host}{url.database}":
            raise _parted(variable)
        options = {"connect_timeout": SECONDS}
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=options)
    except (exc.NoSuchModuleError, ImportError):
        mend = "Install it: python -m pip install 'scorecard-kit[database]'."
        raise _refused(variable, "there is no driver for the kind of database that it names", mend) from None
    except (exc.ArgumentError, ValueError):
        if address.count("@") > 1:
            raise _parted(variable) from None
        raise _refused(variable, "it holds no address", f"Write it like {EXAMPLES}. {_ESCAPES}") from None


def _parted(variable: str) -> InputError:
    problem = "the address falls apart at the wrong place: its user name or password holds an @"
    return _refused(variable, problem, _ESCAPES)


def _check_file(variable: str, file: str | None) -> None:
    """SQLite would make an empty database where there is none."""
    if not file or not Path(file).is_file():
        mend = "Check the path after sqlite:///, and write it from the drive or the root on."
        raise _refused(variable, "it names a file of SQLite that is not there", mend)
    if not Path(file).stat().st_size:
        raise _refused(variable, "it names a file that is empty, and no database", "Check the path, or copy it again.")


def _refused(variable: str, problem: str, mend: str) -> InputError:
    return refusal(f"environment variable {variable}", problem, mend)


@contextmanager
def reached(variable: str) -> Iterator[None]:
    """Whatever a driver says when it does not reach the database becomes a finding on the variable."""
    try:
        yield
    except (exc.SQLAlchemyError, OSError, UnicodeError) as error:
        words = reason(error)
        problem, mend = words or (
            "the database at its address does not answer, or refuses the user name, the password or its own name",
            f"Check the address, and whether you are in the network of the database. {_ESCAPES}",
        )
        raise _refused(variable, problem, mend) from None


def reason(error: BaseException) -> tuple[str, str] | None:
    """Problem and mend of what the driver's words tell, which are not passed on; None where they tell nothing."""
    words = str(getattr(error, "orig", None) or error)
    return next(((problem, mend) for sign, problem, mend in _REASONS if re.search(sign, words, re.IGNORECASE)), None)
