"""The keys of a table in a store that can choose rows: what they say, and how they are spelled there.

A store knows its own spelling of an area or a month alone. Every text of a key column is read by the rule for cells;
rows are then asked for by the texts that were read as what is wanted, so that none is passed over for a space.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from scorecard_kit.data.schema import Column, Table
from scorecard_kit.data.values import CellError, read_cell
from scorecard_kit.findings import Finding
from scorecard_kit.judge.rows import by_key
from scorecard_kit.text.characters import clean

Choice = Mapping[str, Collection[str]]
"""Values by column: the rows that have one of them in each."""
Choices = Sequence[Choice]
"""The rows that are needed: those that fit any of these choices; all where there is none.

A source that cannot choose gives every row: the rest is left out later.
"""
Newest = list[tuple[str, str, str, str]]
"""Indicator, area, cohort and month of results."""
LARGEST_WHOLE = 50_000
"""A stored table of at most so many rows is read as a whole, as a CSV file is; of a larger one only parts are."""
CHOSEN_BY = ("indicator", "area", "cohort", "period")
"""The columns by which rows are chosen."""
PERIOD = "period"


class Store(NamedTuple):
    """What a source can do that may hold more than is to be read. Its texts are as they stand there, whatever they say.

    `exceeds`: whether a table has more than so many rows. `texts`: every text of a column, once. `newest`: of the
    results that fit a choice of texts and whose period is one of those texts, the newest of each series by the months
    of these, so many at most. All raise FileError. `placed`: whether a line's number is its place in the whole table,
    so that parts of it can be put together in order.
    """

    exceeds: Callable[[Table, int], bool]
    texts: Callable[[Table, str], Sequence[str]]
    newest: Callable[[Choice, Mapping[str, str], int], Newest]
    placed: bool = False


def read_values(store: Store, table: Table, name: str) -> dict[str, list[str]]:
    """Every value of a column with the texts that are read as it, in no order; what cannot be read is left out."""
    read = ((_read(text, table.by_name[name]), text) for text in store.texts(table, name))
    return by_key([(value, text) for value, text in read if isinstance(value, str)])


def spelled(store: Store, table: Table, choices: Choices) -> Choices:
    """The same choices in the texts of the store."""
    names = {name for choice in choices for name in choice}
    texts = {name: read_values(store, table, name) for name in names}
    return [
        {name: [text for value in values for text in texts[name].get(value, ())] for name, values in choice.items()}
        for choice in choices
    ]


def newest(store: Store, table: Table, choice: Choice, upto: str, count: int) -> Newest:
    """Of the results that fit a choice of values, the newest months of each series up to a month, so many at most."""
    [chosen] = spelled(store, table, [choice])
    months = {
        text: month for month, texts in read_values(store, table, PERIOD).items() if month <= upto for text in texts
    }
    columns = [table.by_name[name] for name in CHOSEN_BY]
    texts = store.newest(chosen, months, count)
    rows = ([str(_read(text, column)) for text, column in zip(row, columns, strict=True)] for row in texts)
    by_series = by_key([((indicator, area, cohort), month) for indicator, area, cohort, month in rows])
    return [
        (indicator, area, cohort, month)
        for (indicator, area, cohort), months_read in by_series.items()  # one series may be spelled in several ways
        for month in sorted(months_read, reverse=True)[:count]
    ]


def unreadable(store: Store, table: Table) -> Iterator[Finding]:
    """What cannot be read in the key columns of a table, each text once."""
    for name in table.key:
        column = table.by_name[name]
        for text in dict.fromkeys(clean(text)[0] for text in store.texts(table, name)):
            if isinstance(error := _read(text, column), CellError):
                yield Finding(table.file, None, name, text, error.problem, error.mend)


def _read(text: str, column: Column) -> str | CellError:
    try:
        return str(read_cell(clean(text)[0], column))
    except CellError as error:
        return error
