"""Tables or views of a database, read through SQLAlchemy: of large ones, only the rows that are wanted.

An error of a driver may quote address, user or figures, so none is passed on: every message here is the kit's own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import exc

from scorecard_kit.data import _address as address
from scorecard_kit.data._keys import CHOSEN_BY, PERIOD, Choice, Choices, Newest, Store
from scorecard_kit.data._lines import FileError, Lines, as_text, contract_names
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.data.sources import Source
from scorecard_kit.findings import Finding, InputError, did_you_mean

__all__ = ["source"]

POSITION = "position"
"""A column that a table may have beside the contract's: the order of its rows, which a database does not keep."""
_PLAIN = (sa.String, sa.Integer, sa.Numeric, sa.Date, sa.DateTime, sa.Boolean)
_RIGHT, _CANCELLED, _VALUE = "42501", "57014", "22"
"""SQLSTATE of PostgreSQL: no right to read, ended for taking too long, and the class of values out of bounds."""


class _Held(NamedTuple):
    """A table or view: what to select from, and its columns by their names in the contract, with those in the table."""

    table: sa.TableClause
    columns: Mapping[str, Any]
    written: Mapping[str, str]

    def column(self, name: str) -> Any:  # noqa: ANN401 - an expression of SQL
        return self.columns[name] if name in self.columns else sa.literal("")


_Values = Mapping[str, list[Any]]
"""The texts of a column, each with the values that it stands for."""
_Tables = Callable[[str], _Held]
_ValuesOf = Callable[[Table, str], _Values]


def source(where: Mapping[str, str]) -> Source:
    """The tables of `where`: `database`, env:NAME with the variable that holds the address, and perhaps a `schema`.

    Raises InputError where there is no such variable, or no such database answers.
    """
    variable, schema = address.variable_of(where.get("database", "")), where.get("schema") or None
    engine = address.engine_of(variable)
    with address.reached(variable):
        inspector = sa.inspect(engine)
        schemas = inspector.get_schema_names()
        names = _names(inspector, schema) if schema is None or schema in schemas else []
    if schema is not None and schema not in schemas:
        problem = f'there is no schema "{schema}" in the database'
        raise InputError([Finding("data", None, "schema", None, problem, did_you_mean(schema, schemas, "Check it."))])
    by_name = {name.casefold(): name for name in sorted(names, reverse=True)}  # small letters go before capitals
    tables = cache(lambda name: _held(engine, schema, TABLES[name], by_name[name]))
    values = cache(partial(_values, engine, tables))
    store = Store(
        partial(_exceeds, engine, tables),
        lambda table, name: list(values(table, name)),
        partial(_newest, engine, tables, values),
    )
    return Source(
        frozenset(by_name) & TABLES.keys(),
        lambda table: f"table {schema}.{table.name}" if schema else f"table {table.name}",
        partial(_lines, engine, tables, values),
        store=store,
        missing=lambda table: did_you_mean(table.name, names, "Add the table or view, or name another schema."),
        in_folder=False,
    )


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
        if "Could not decode to UTF-8" in str(error.orig):  # SQLite keeps any bytes as text
            problem, mend = "it holds text that is not UTF-8", "Write the text into it again, from where it came."
            raise FileError(problem, mend) from None
        raise FileError(*_unread(error)) from None
    except (exc.SQLAlchemyError, OSError, UnicodeError, ValueError, OverflowError):
        raise FileError("the table cannot be read", "Look at it with the database's own program.") from None


def _unread(error: exc.DBAPIError) -> tuple[str, str]:
    """Problem and mend of what a driver says when rows are fetched."""
    state = getattr(error.orig, "sqlstate", None) or ""
    if state == _RIGHT:
        return "the database does not let it be read", "Ask for the right to read it, or for its owner."
    if state == _CANCELLED:
        return "reading took longer than the database allows", "Run it again, or ask for the owner of the database."
    if state.startswith(_VALUE):
        return "it holds a value that cannot be read, such as a date out of bounds", "Correct it in the database."
    if reason := address.reason(error):
        return reason
    if type(error.orig).__module__ != "sqlite3" and isinstance(error, exc.OperationalError | exc.InterfaceError):
        return "the connection to the database broke off", "Run it again: what has run is kept."
    return "the table cannot be read", "Look at it with the database's own program."


def _held(engine: sa.Engine, schema: str | None, table: Table, name: str) -> _Held:
    with _readable():
        described = sa.inspect(engine).get_columns(name, schema)
    kinds: dict[str, Any] = {str(column["name"]): column["type"] for column in described}
    clause = sa.table(name, *(sa.column(column) for column in kinds), schema=schema)
    names = contract_names(table, kinds)
    columns = {names[column]: _as_stored(engine, clause.c[column], kind) for column, kind in kinds.items()}
    return _Held(clause, columns, {names[column]: column for column in kinds})


def _as_stored(engine: sa.Engine, column: Any, kind: Any) -> Any:  # noqa: ANN401 - expression and type of SQL
    """A column, as text where its values would not be found again by themselves: char(n) is padded with spaces."""
    is_padded = isinstance(kind, sa.CHAR) or not isinstance(kind, _PLAIN) or isinstance(kind, sa.Enum)
    return sa.cast(column, sa.Text) if is_padded and engine.dialect.name != "sqlite" else column


def _rows(engine: sa.Engine, query: Any) -> list[Any]:  # noqa: ANN401 - a query or a union of them
    with _readable(), engine.connect() as connection:
        return list(connection.execute(query).all())


def _exceeds(engine: sa.Engine, tables: _Tables, table: Table, size: int) -> bool:
    some = sa.select(sa.literal(1)).select_from(tables(table.name).table).limit(size + 1).subquery()
    [(rows,)] = _rows(engine, sa.select(sa.func.count()).select_from(some))
    return bool(rows > size)


def _lines(engine: sa.Engine, tables: _Tables, values: _ValuesOf, table: Table, choices: Choices) -> Lines:
    held = tables(table.name)
    query = sa.select(*(column.label(name) for name, column in held.columns.items())).select_from(held.table)
    if choices:
        fitting = (sa.and_(sa.true(), *_fitting(held, values, table, choice)) for choice in choices)
        query = query.where(sa.or_(sa.false(), *fitting))
    in_order, names = POSITION in held.columns, list(held.columns)
    cells = _rows(engine, query.order_by(held.columns[POSITION]) if in_order else query)
    columns = list(map(table.by_name.get, names))
    body = [[as_text(value, column) for value, column in zip(row, columns, strict=True)] for row in cells]
    if not in_order:  # by what the texts say, since databases sort them in different ways
        keys = [names.index(name) for name in table.key if name in names]
        body.sort(key=lambda cells: ([cells[place] for place in keys], cells))
    kept = [place for place, name in enumerate(names) if name != POSITION]
    header = [held.written[names[place]] for place in kept]
    return [(1, header), *((number, [row[place] for place in kept]) for number, row in enumerate(body, 2))], []


def _fitting(held: _Held, values: _ValuesOf, table: Table, choice: Choice) -> Iterator[Any]:
    """That a row has one of the texts in each column of a choice."""
    for name, texts in choice.items():
        if name not in held.columns:
            yield sa.true() if "" in texts else sa.false()
            continue
        stored, column = values(table, name), held.columns[name]
        fitting = [value for text in texts for value in stored.get(text, ())]
        fits = column.in_([value for value in fitting if value is not None])
        yield sa.or_(fits, column.is_(None)) if None in fitting else fits


def _values(engine: sa.Engine, tables: _Tables, table: Table, name: str) -> _Values:
    held, column = tables(table.name), table.by_name[name]
    stored: dict[str, list[Any]] = {}
    for row in _rows(engine, sa.select(held.column(name).label(name)).select_from(held.table).distinct()):
        stored.setdefault(as_text(row[0], column), []).append(row[0])
    return {text: stored[text] for text in sorted(stored)}


def _newest(
    engine: sa.Engine, tables: _Tables, values: _ValuesOf, choice: Choice, months: Mapping[str, str], count: int
) -> Newest:
    if not months:
        return []
    held, table = tables("results"), TABLES["results"]
    stored, ranks = values(table, PERIOD), sorted(set(months.values()))
    ranked = [(value, ranks.index(month)) for text, month in months.items() for value in stored[text]]
    ranks_of = sa.values(sa.column("stored"), sa.column("rank", sa.Integer), name="known").data(ranked).cte("known")
    columns = {name: held.column(name).label(name) for name in CHOSEN_BY}
    series = [columns[name] for name in CHOSEN_BY if name != PERIOD]
    place = sa.func.row_number().over(partition_by=series, order_by=ranks_of.c.rank.desc()).label("place")
    joined = held.table.join(ranks_of, held.column(PERIOD) == ranks_of.c.stored)
    chosen = _fitting(held, values, table, choice)
    within = sa.select(*columns.values(), place).select_from(joined).where(sa.true(), *chosen).subquery()
    kept = sa.select(*(within.c[name] for name in CHOSEN_BY)).where(within.c.place <= count)
    of = [table.by_name[name] for name in CHOSEN_BY]
    texts = ([as_text(value, column) for value, column in zip(row, of, strict=True)] for row in _rows(engine, kept))
    return [(row[0], row[1], row[2], row[3]) for row in texts]
