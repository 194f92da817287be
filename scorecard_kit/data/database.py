"""Tables or views of a database, read through SQLAlchemy: of large ones, only the rows that are wanted.

An error of a driver may quote address, user or figures, so none is passed on: every message here is the kit's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from scorecard_kit.data import _address as address
from scorecard_kit.data._keys import CHOSEN_BY, PERIOD, Choice, Choices, Newest, Store
from scorecard_kit.data._lines import FileError, Lines, as_text, contract_names
from scorecard_kit.data.schema import TABLES, Table
from scorecard_kit.data.sources import Source
from scorecard_kit.findings import did_you_mean, refusal
from scorecard_kit.judge.rows import by_key

__all__ = ["source"]

POSITION = "position"
"""A column that a table may have beside the contract's: the order of its rows, which a database does not keep."""
_PLAIN = (sa.String, sa.Integer, sa.Numeric, sa.Date, sa.DateTime, sa.Boolean)
_RIGHT, _CANCELLED, _VALUE = "42501", "57014", "22"
"""SQLSTATE of PostgreSQL: no right to read, ended for taking too long, and the class of values out of bounds."""


@dataclass(frozen=True, eq=False, slots=True)
class _Held:
    """A table or view: what to select from, and its columns by their names in the contract, with those in the table.

    `stored` has the values of the columns that were asked for, by the texts that they are read as.
    """

    engine: sa.Engine
    table: Table
    clause: sa.TableClause
    columns: Mapping[str, Any]
    written: Mapping[str, str]
    stored: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def column(self, name: str) -> Any:  # noqa: ANN401 - an expression of SQL
        return self.columns[name] if name in self.columns else sa.literal("")

    def rows(self, query: Any) -> list[Any]:  # noqa: ANN401 - a query or a union of them
        with _readable(), self.engine.connect() as connection:
            return list(connection.execute(query).all())

    def texts(self, query: Any, names: Sequence[str]) -> list[list[str]]:  # noqa: ANN401 - as above
        """The rows of a query over these columns, each cell as text."""
        columns = [self.table.by_name.get(name) for name in names]
        return [[as_text(cell, column) for cell, column in zip(row, columns, strict=True)] for row in self.rows(query)]

    def exceeds(self, size: int) -> bool:
        some = sa.select(sa.literal(1)).select_from(self.clause).limit(size + 1).subquery()
        [(rows,)] = self.rows(sa.select(sa.func.count()).select_from(some))
        return bool(rows > size)

    def lines(self, choices: Choices) -> Lines:
        names, position = [name for name in self.columns if name != POSITION], self.columns.get(POSITION)
        query = sa.select(*(self.columns[name].label(name) for name in names)).select_from(self.clause)
        if choices:
            query = query.where(sa.or_(sa.false(), *(sa.and_(sa.true(), *self.fitting(choice)) for choice in choices)))
        body = self.texts(query if position is None else query.order_by(position), names)
        if position is None:  # by what the texts say, since databases sort them in different ways
            keys = [names.index(name) for name in self.table.key if name in names]
            body.sort(key=lambda cells: ([cells[place] for place in keys], cells))
        return [(1, [self.written[name] for name in names]), *enumerate(body, 2)], []

    def fitting(self, choice: Choice) -> Iterator[Any]:
        """That a row has one of the texts in each column of a choice."""
        for name, texts in choice.items():
            if name not in self.columns:
                yield sa.true() if "" in texts else sa.false()
                continue
            stored, column = self.values(name), self.columns[name]
            fitting = [value for text in texts for value in stored.get(text, ())]
            fits = column.in_([value for value in fitting if value is not None])
            yield sa.or_(fits, column.is_(None)) if None in fitting else fits

    def values(self, name: str) -> dict[str, list[Any]]:
        """The texts of a column, each with the values that it stands for."""
        if name not in self.stored:
            rows = self.rows(sa.select(self.column(name).label(name)).select_from(self.clause).distinct())
            stored = by_key([(as_text(row[0], self.table.by_name[name]), row[0]) for row in rows])
            self.stored[name] = {text: stored[text] for text in sorted(stored)}
        return self.stored[name]

    def newest(self, choice: Choice, months: Mapping[str, str], count: int) -> Newest:
        if not months:
            return []
        stored, ranks = self.values(PERIOD), sorted(set(months.values()))
        ranked = [(value, ranks.index(month)) for text, month in months.items() for value in stored[text]]
        ranks_of = sa.values(sa.column("stored"), sa.column("rank", sa.Integer), name="known").data(ranked).cte("known")
        columns = {name: self.column(name).label(name) for name in CHOSEN_BY}
        series = [columns[name] for name in CHOSEN_BY if name != PERIOD]
        place = sa.func.row_number().over(partition_by=series, order_by=ranks_of.c.rank.desc()).label("place")
        joined = self.clause.join(ranks_of, self.column(PERIOD) == ranks_of.c.stored)
        chosen = sa.select(*columns.values(), place).select_from(joined).where(sa.true(), *self.fitting(choice))
        within = chosen.subquery()
        kept = sa.select(*(within.c[name] for name in CHOSEN_BY)).where(within.c.place <= count)
        return [(row[0], row[1], row[2], row[3]) for row in self.texts(kept, CHOSEN_BY)]


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
        raise refusal("data", problem, did_you_mean(schema, schemas, "Check it."), column="schema")
    by_name = {name.casefold(): name for name in sorted(names, reverse=True)}  # small letters go before capitals
    held = cache(lambda name: _held(engine, schema, TABLES[name], by_name[name]))
    store = Store(
        lambda table, size: held(table.name).exceeds(size),
        lambda table, name: list(held(table.name).values(name)),
        lambda choice, months, count: held("results").newest(choice, months, count),
    )
    return Source(
        frozenset(by_name) & TABLES.keys(),
        lambda table: f"table {schema}.{table.name}" if schema else f"table {table.name}",
        lambda table, choices: held(table.name).lines(choices),
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
    return _Held(engine, table, clause, columns, {names[column]: column for column in kinds})


def _as_stored(engine: sa.Engine, column: Any, kind: Any) -> Any:  # noqa: ANN401 - expression and type of SQL
    """A column, as text where its values would not be found again by themselves: char(n) is padded with spaces."""
    is_padded = isinstance(kind, sa.CHAR) or not isinstance(kind, _PLAIN) or isinstance(kind, sa.Enum)
    return sa.cast(column, sa.Text) if is_padded and engine.dialect.name != "sqlite" else column
