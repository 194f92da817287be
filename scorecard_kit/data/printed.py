"""The figures that pages print, read again from their CSV files, and where those of two packs differ.

What is withheld is `c` in these files, so that nothing behind them knows more than a reader does.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scorecard_kit.judge.numbers import exact

__all__ = ["Difference", "Place", "Printed", "Row", "differences", "printed", "rows_of"]

Row = dict[str, str]
_NOT_COMPARED = ("group", "kind", "parent", "data_period")
_OTHER_NAMES = {"measure": "indicator", "this_month": "value"}
_NAMED = ("indicator", "period", "area", "cohort", "category")
_SIDES = ("including", "excluding")


class Place(NamedTuple):
    """Which figure it is: of an indicator by its key, or in a table without indicators the words of its row.

    These stand in `category`, as does what a row counts apart. `number` tells apart the rows of a table that are called
    the same, counted from 0.
    """

    indicator: str
    period: str
    area: str = ""
    cohort: str = ""
    category: str = ""
    number: int = 0


Printed = dict[Place, Row]
"""The rows of one page's table: the name of each figure, and what stands in the columns that may differ."""


class Difference(NamedTuple):
    """A figure that two packs do not print alike: its row on each side, and the columns in which they differ.

    A row that one side does not print is empty there, and no column is named. `pages` are the sections that print it.
    """

    place: Place
    pages: tuple[str, ...]
    was: Row
    now: Row
    columns: tuple[str, ...]


def rows_of(text: str) -> list[Row]:
    """The rows of a CSV file that the kit has written, such as figures.csv of an edition: each cell as it stands."""
    lines = csv.DictReader(io.StringIO(text, newline=""))
    return [{name: cell or "" for name, cell in line.items() if name} for line in lines]


def printed(text: str, period: str, cohort: str = "") -> Printed:
    """The figures of a CSV file of a pack, in its order; a reconciliation, which prints none of its own, has none.

    `period` and `cohort` are those of the page, for a table that does not have them as columns.
    """
    rows = rows_of(text)
    if not rows or {"printed", "computed"} <= rows[0].keys():
        return {}
    found, seen = Printed(), Counter[Place]()
    for place, row in (pair for line in rows for pair in _figures(line, period, cohort)):
        found[place._replace(number=seen[place])] = row
        seen[place] += 1
    return found


def _figures(line: Mapping[str, str], period: str, cohort: str) -> Iterator[tuple[Place, Row]]:
    row = {_OTHER_NAMES.get(name, name): cell for name, cell in line.items()}
    if "indicator" not in row:
        yield _by_its_words(row, period)
        return
    indicator, month, area, counted, category = (row.pop(key, "") for key in _NAMED)
    place = Place(indicator, month or period, area, counted, category)
    name = {"name": ", ".join(filter(None, (row.pop("name", "") or indicator, category)))}
    if "including_value" not in row:
        yield place, name | {column: cell for column, cell in row.items() if column not in _NOT_COMPARED}
        return
    for side, counted in zip(_SIDES, ("", cohort or "excluding"), strict=True):
        own = {column.removeprefix(f"{side}_"): cell for column, cell in row.items() if column.startswith(f"{side}_")}
        yield place._replace(cohort=counted), name | own


def _by_its_words(row: Row, period: str) -> tuple[Place, Row]:
    """A row of a table without indicators: its words say which figure it is, its numbers are what may differ."""
    numbers = {column: cell for column, cell in row.items() if cell in ("", "c") or _is_number(cell)}
    words = ", ".join(cell for column, cell in row.items() if column not in numbers)
    return Place("", period, category=words), {"name": words} | numbers


def _is_number(cell: str) -> bool:
    try:
        return exact(cell) is not None
    except ValueError:
        return False


def differences(then: Mapping[str, Printed], now: Mapping[str, Printed]) -> list[Difference]:
    """Where pages of one name print otherwise, each figure once with all of its pages, in the order of the earlier.

    Pages that only one side has are left out, and so are columns: another version of the kit may write more.
    """
    found: dict[tuple[Place, str], Difference] = {}
    for page in (page for page in then if page in now):
        for place in dict.fromkeys([*then[page], *now[page]]):
            was, is_now = then[page].get(place, {}), now[page].get(place, {})
            columns = tuple(name for name in was if name in is_now and was[name] != is_now[name])
            if was and is_now and not columns:
                continue
            before = found.get((place, repr((was, is_now))))
            pages = (*(before.pages if before else ()), page)
            found[place, repr((was, is_now))] = Difference(place, pages, was, is_now, columns)
    return list(found.values())
