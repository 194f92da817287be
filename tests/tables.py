"""One CSV file read as a table of the contract, whatever its name."""

from pathlib import Path

from scorecard_kit.data._csv_file import csv_lines
from scorecard_kit.data._lines import FileError
from scorecard_kit.data._tables import Reading, read_lines, unread
from scorecard_kit.data.schema import Table


def read_table(path: Path, table: Table) -> Reading:
    """The file with everything that is wrong with it by itself."""
    try:
        return read_lines(table, csv_lines(path))
    except FileError as error:
        return unread(table, error)
