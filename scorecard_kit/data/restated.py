"""What was published of earlier months, held against what the data say now.

A figure is as published where the newest edition that prints it has it: editions of earlier months, over the same data.
What is withheld on one side is never said on the other.
"""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.editions import (
    FIGURES,
    RECORD,
    Edition,
    pages_over,
    published_before,
    root_of_editions,
    seals_of,
    table_of,
)
from scorecard_kit.data.printed import rows_of
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.numbers import Number, exact, plain
from scorecard_kit.judge.periods import months_before, outturn_month
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.restated import is_worth_a_line
from scorecard_kit.judge.rows import COUNTS, NO_RESULT, Place, Result, Row, definitions, place_of, read_result, records
from scorecard_kit.judge.scorecard import history
from scorecard_kit.reads import recorder

__all__ = ["WITHHELD_CELL", "Figure", "Published", "Restated", "as_published", "restated", "was_value"]

WITHHELD_CELL = "c"
"""What stands for a figure that was withheld when it was published."""


class Published(NamedTuple):
    """A figure as it was published: its row of figures.csv, and the edition that has it."""

    row: Mapping[str, str]
    edition: Edition


class Figure(NamedTuple):
    """A figure that was published otherwise than it is now.

    `now` is its row of `history`. `difference` is what it is more now; None where a side is withheld or has no figure.
    """

    key: Place
    item: Indicator
    published: Published
    now: Row
    difference: Fraction | None

    @property
    def is_withheld(self) -> bool:
        """Whether a side is withheld, so that neither is said."""
        return WITHHELD_CELL in self.published.row["value"] or self.now["standing"] == "withheld"


class Restated(NamedTuple):
    """What differs from what was published: the figures that are worth a line, and how many others there are.

    `editions` is how many were looked at: with none, nothing can be told.
    """

    figures: list[Figure]
    smaller: int
    editions: int


def as_published(
    book: Dataset, period: str, wanted: Collection[Place] | None = None, *, months: int = 0, start: Path | None = None
) -> dict[Place, Published]:
    """Figures of months before the period as the newest edition has them; those `wanted`, or all.

    `months` is how many months back editions are looked at; 0 for all. They are looked for from `start` upwards, else
    from the working directory. Only editions that may have a wanted figure to give are read, and noted as read.
    InputError where one was altered.
    """
    found: dict[Place, Published] = {}
    for edition in _editions(book, period, months, start or Path.cwd()):
        if wanted is not None and found.keys() >= set(wanted):
            break
        pages = pages_over(edition, book.folder)
        rows = [row for row in _rows(edition) if pages.intersection(row["pages"].split()) and not row["category"]]
        for key, shown in (*((place_of(row), row) for row in rows), *(pair for row in rows for pair in _beside(row))):
            if key[1] < period and (wanted is None or key in wanted) and _says_more(shown, found.get(key)):
                found[key] = Published(shown, edition)
    return found


def _says_more(row: Row, known: Published | None) -> bool:
    """Whether a row is the first of a figure, or one of an older edition that says more of the same value."""
    return known is None or bool(row["rag"] and not known.row["rag"] and row["value"] == known.row["value"])


def _beside(row: Row) -> Iterator[tuple[Place, Row]]:
    """The earlier figures that a row was printed with: its previous result, and its outturn."""
    months = {"previous": row["previous_period"], "outturn": outturn_month(row["period"]) if row["outturn"] else ""}
    for side, month in months.items():
        if month and row[side]:
            own = {**dict.fromkeys(row, ""), "indicator": row["indicator"], "value": row[side]}
            yield (row["indicator"], month, row["area"], row["cohort"]), own


def _editions(book: Dataset, period: str, months: int, start: Path) -> list[Edition]:
    """The editions in question, noted as looked for."""
    with recorder.unnoted():
        root = root_of_editions(start)
        editions = published_before(root, book.folder, period)
    recorder.note_published(root, _seen_from(root, book.folder), period, seals_of(editions))
    first = months_before(period, months) if months else ""
    return [edition for edition in editions if edition.record["period"] >= first]


def _seen_from(root: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(folder, root)).as_posix()
    except ValueError:  # another drive of Windows
        return folder.as_posix()


def _rows(edition: Edition) -> list[Row]:
    with recorder.unnoted():
        text = table_of(edition, FIGURES)
    for name in (RECORD, FIGURES):
        recorder.note_file(str(edition.folder / name))
    return rows_of(text)


def restated(
    book: Dataset, period: str, reporting: str, restated_from: Number, months: int = 0, start: Path | None = None
) -> Restated:
    """Every earlier figure that was published otherwise than the data have it now, in the order of the indicators.

    Worth a line is one that lies `restated_from` apart (see `is_worth_a_line`), whose rating is another, that is gone,
    or that is withheld on one side alone. A figure that was published as missing is none.
    """
    published = as_published(book, period, months=months, start=start)
    items = definitions(book.indicators)
    changed = list(_changed(book, items, published))
    figures = [figure for key in changed for figure in [_figure(key, items[key[0]], published[key], book, reporting)]]
    listed = [figure for figure in figures if _is_listed(figure, restated_from)]
    order = {key: place for place, key in enumerate(items)}
    listed.sort(key=lambda figure: (order[figure.key[0]], figure.key[1]))
    return Restated(listed, len(figures) - len(listed), len({it.edition.label for it in published.values()}))


def _changed(book: Dataset, items: Mapping[str, Indicator], published: Mapping[Place, Published]) -> Iterator[Place]:
    """The figures that differ. Sums and the like, of which the data have no series of their own, are none."""
    results = {place_of(row): row for row in records(book.results)}
    series = {(indicator, area, cohort) for indicator, _, area, cohort in results}
    for key, (row, _) in published.items():
        if key[0] in items and (key[0], *key[2:]) in series:
            now = read_result(results[key], items[key[0]]) if key in results else NO_RESULT
            if row["value"] and _differs(row, now):
                yield key


def _differs(row: Mapping[str, str], now: Result) -> bool:
    if WITHHELD_CELL in (row["value"], row["numerator"]) or now.status == "suppressed":
        return (row["value"] == WITHHELD_CELL) != (now.status == "suppressed")
    pairs = [(row["value"], now.value), *((row[name], getattr(now, name)) for name in COUNTS if row[name])]
    return any(cell != plain(number) for cell, number in pairs)


def _figure(key: Place, item: Indicator, published: Published, book: Dataset, reporting: str) -> Figure:
    indicator, period, area, cohort = key
    months: Sequence[Row] = records(
        history(book, indicator, area, [period], cohort, reporting=reporting, keep_empty=True)
    )
    now = months[0] if months else {}
    is_known = WITHHELD_CELL not in published.row["value"] and now and now["value"] != ""
    return Figure(key, item, published, now, now["value"] - was_value(published, item) if is_known else None)


def was_value(published: Published, item: Indicator) -> Fraction:
    """A published value, exact where its counts give it."""
    row = published.row
    counted = all(row[name] for name in COUNTS) and rate(row["numerator"], row["denominator"], item.per)
    if counted and plain(counted) == row["value"]:
        return counted
    return exact(row["value"]) or Fraction(0)


def _is_listed(figure: Figure, restated_from: Number) -> bool:
    rag = figure.published.row["rag"]
    if figure.difference is None or (rag and rag != figure.now["rag"]):
        return True
    was = was_value(figure.published, figure.item)
    return is_worth_a_line(was, was + figure.difference, figure.item.unit, restated_from)
