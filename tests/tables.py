"""One CSV file read as a table of the contract, whatever its name."""

from pathlib import Path

from scorecard_kit.data._csv_file import csv_lines
from scorecard_kit.data._tables import Reading
from scorecard_kit.data.schema import Table
from scorecard_kit.data.sources import Source, table_of


def read_table(path: Path, table: Table) -> Reading:
    """The file with everything that is wrong with it by itself."""
    return table_of(table, [Source(frozenset([table.name]), lambda _: path.name, lambda *_: csv_lines(path))])
