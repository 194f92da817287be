"""Tables or views of a database, read through SQLAlchemy: only the rows that are wanted, and never its address told.

An error of a driver may quote address, user or figures, so none is passed on: every message here is the kit's own.
"""

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import exc

from scorecard_kit.desk.texts import as_text, column_of, key_text
from scorecard_kit.findings import Finding, InputError, did_you_mean
from scorecard_kit.period import months_before, year_and_month
from scorecard_kit.reading import FileError, Lines
from scorecard_kit.schema import TABLES, Table
from scorecard_kit.sources import Newest, Source, Store, Wanted

POSITION = "position"
"""A column that a table may have beside the contract's: the order of its rows, which a database does not keep."""
_VARIABLE = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")
_EXAMPLES = "postgresql://user:password@host/name or sqlite:///C:/figures/scorecard.db"
_SERIES = ("indicator", "area", "cohort")
_SECONDS = 10  # for a connection


class _Held(NamedTuple):
    """A table or view: what to select from, and the types of its columns."""

    table: sa.TableClause
    kinds: Mapping[str, Any]

    def column(self, name: str) -> Any:  # noqa: ANN401 - an expression of SQL
        return self.table.c[name] if name in self.kinds else sa.literal("")


_Tables = Callable[[str], _Held]


def source(where: Mapping[str, str]) -> Source:
    """The tables of `where`: `database`, env:NAME with the variable that holds the address, and perhaps a `schema`.

    Raises InputError where there is no such variable, or no such database answers.
    """
    variable, schema = _variable(where.get("database", "")), where.get("schema") or None
    engine = _engine(variable)
    with _reached(variable):
        inspector = sa.inspect(engine)
        schemas = inspector.get_schema_names()
        found = _names(inspector, schema) if schema is None or schema in schemas else []
    if schema is not None and schema not in schemas:
        problem = f'there is no schema "{schema}" in the database'
        raise InputError([Finding("data", None, "schema", None, problem, did_you_mean(schema, schemas, "Check it."))])
    tables = cache(partial(_held, engine, schema))
    store = Store(partial(_distinct, engine, tables), partial(_newest, engine, tables))
    return Source(
        frozenset(found) & TABLES.keys(),
        lambda table: f"table {schema}.{table.name}" if schema else f"table {table.name}",
        partial(_lines, engine, tables),
        numbered=False,
        store=store,
        missing=lambda table: did_you_mean(table.name, found, "Add the table or view, or name another schema."),
        in_folder=False,
    )


def _variable(written: str) -> str:
    """The name of the environment variable; what else was written is not repeated, since it may hold a password."""
    if match := _VARIABLE.fullmatch(written):
        return match[1]
    problem = "the address of a database is never written in a file"
    mend = "Put it into an environment variable, and write its name: `database: env:SCORECARD_DATABASE`."
    raise InputError([Finding("data", None, "database", None, problem, mend)])


def _engine(variable: str) -> sa.Engine:
    address = os.environ.get(variable, "")
    if not address:
        raise _refused(variable, "it is not set", f"Set it to the address of the database, such as {_EXAMPLES}.")
    try:
        url = sa.make_url(address)
        if url.drivername in {"postgres", "postgresql"}:
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() == "sqlite":
            _refuse_new_file(variable, url.database)
            return sa.create_engine(url, hide_parameters=True)
        options = {"connect_timeout": _SECONDS} if url.get_backend_name() == "postgresql" else {}
        return sa.create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=options)
    except (exc.NoSuchModuleError, ImportError):
        mend = "Install it: python -m pip install 'scorecard-kit[database]'."
        raise _refused(variable, "there is no driver for the kind of database that it names", mend) from None
    except (exc.ArgumentError, ValueError):
        raise _refused(variable, "it holds no address", f"Write it like {_EXAMPLES}.") from None


def _refuse_new_file(variable: str, file: str | None) -> None:
    """SQLite would make an empty database where there is none."""
    if not file or not Path(file).is_file():
        mend = "Check the path after sqlite:///, and write it from the drive or the root on."
        raise _refused(variable, "it names a file of SQLite that is not there", mend)


def _refused(variable: str, problem: str, mend: str) -> InputError:
    return InputError([Finding(f"environment variable {variable}", problem=problem, mend=mend)])


@contextmanager
def _reached(variable: str) -> Iterator[None]:
    try:
        yield
    except (exc.SQLAlchemyError, OSError, UnicodeError):
        problem = "the database at its address does not answer, or refuses the user name, the password or its own name"
        mend = "Check the address, and whether you are in the network of the database."
        raise _refused(variable, problem, mend) from None


def _names(inspector: sa.Inspector, schema: str | None) -> list[str]:
    names = [*inspector.get_table_names(schema), *inspector.get_view_names(schema)]
    try:
        return [*names, *inspector.get_materialized_view_names(schema)]
    except NotImplementedError:  # not every database has them
        return names


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except exc.DBAPIError as error:
        if error.connection_invalidated or isinstance(error, (exc.OperationalError, exc.InterfaceError)):
            problem, mend = "the connection to the database broke off", "Run it again: what has run is kept."
        else:
            problem, mend = "the database does not let it be read", "Ask for the right to read it, or for its owner."
        raise FileError(problem, mend) from None
    except (exc.SQLAlchemyError, OSError, UnicodeError):
        raise FileError("the table cannot be read", "Look at it with the database's own program.") from None


def _held(engine: sa.Engine, schema: str | None, name: str) -> _Held:
    with _readable():
        columns = sa.inspect(engine).get_columns(name, schema)
    kinds = {str(column["name"]): column["type"] for column in columns}
    return _Held(sa.table(name, *(sa.column(column) for column in kinds), schema=schema), kinds)


def _rows(engine: sa.Engine, query: Any) -> list[Any]:  # noqa: ANN401 - a query or a union of them
    with _readable(), engine.connect() as connection:
        return list(connection.execute(query).all())


def _lines(engine: sa.Engine, tables: _Tables, table: Table, wanted: Wanted) -> Lines:
    held = tables(table.name)
    names = [name for name in held.kinds if name != POSITION]
    order = [POSITION] if POSITION in held.kinds else [name for name in table.key or names if name in held.kinds]
    query = sa.select(*(held.table.c[name] for name in names)).order_by(*(held.table.c[name] for name in order))
    if wanted:
        choices = (sa.and_(sa.true(), *(_fits(held, table, *item) for item in choice.items())) for choice in wanted)
        query = query.where(sa.or_(sa.false(), *choices))
    columns = [column_of(table, name) for name in names]
    found = _rows(engine, query)
    body = [
        (number, [as_text(value, column) for value, column in zip(row, columns, strict=True)])
        for number, row in enumerate(found, 2)
    ]
    return [(1, names), *body], []


def _fits(held: _Held, table: Table, name: str, values: Collection[str]) -> Any:  # noqa: ANN401 - an expression of SQL
    column, described = held.column(name), column_of(table, name)
    if name not in held.kinds:
        return sa.true()
    if described is not None and described.kind == "period":
        return _within(held, name, values)
    if not isinstance(held.kinds[name], sa.String) or isinstance(held.kinds[name], sa.Enum):
        column = sa.cast(column, sa.Text)
    fits = column.in_(sorted(values))
    return sa.or_(fits, column.is_(None)) if "" in values else fits


def _within(held: _Held, name: str, months: Collection[str]) -> Any:  # noqa: ANN401 - as above
    """Rows of these months, whether the column holds dates or text, of a month or of a day."""
    if not isinstance(held.kinds[name], (sa.Date, sa.DateTime)):
        return sa.func.substr(held.table.c[name], 1, 7).in_(sorted(months))
    column = held.table.c[name]
    ranges = (sa.and_(column >= _first_day(month), column < _first_day(months_before(month, -1))) for month in months)
    return sa.or_(sa.false(), *ranges)


def _first_day(month: str) -> date:
    return date(*year_and_month(month), 1)


def _newest(engine: sa.Engine, tables: _Tables, choice: Mapping[str, Collection[str]], upto: str, count: int) -> Newest:
    held, table = tables("results"), TABLES["results"]
    period = held.column("period")
    is_day = isinstance(held.kinds.get("period"), (sa.Date, sa.DateTime))
    series = [held.column(name).label(name) for name in _SERIES]
    place = sa.func.row_number().over(partition_by=series, order_by=sa.desc(period)).label("place")
    end = period < _first_day(months_before(upto, -1)) if is_day else sa.func.substr(period, 1, 7) <= upto
    found = sa.select(*series, period.label("period"), place).where(
        end, *(_fits(held, table, *item) for item in choice.items())
    )
    within = found.subquery()
    kept = sa.select(*(within.c[name] for name in (*_SERIES, "period"))).where(within.c.place <= count)
    columns = [column_of(table, name) for name in (*_SERIES, "period")]
    texts = (
        [key_text(value, column) for value, column in zip(row, columns, strict=True)] for row in _rows(engine, kept)
    )
    return [(row[0], row[1], row[2], row[3]) for row in texts]


def _distinct(engine: sa.Engine, tables: _Tables, table: Table, name: str) -> list[str]:
    held = tables(table.name)
    found = _rows(engine, sa.select(held.column(name).label(name)).distinct().select_from(held.table))
    return list(dict.fromkeys(key_text(row[0], column_of(table, name)) for row in found))
