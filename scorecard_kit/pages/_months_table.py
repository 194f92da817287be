"""The months of one indicator as a table, with what stands beside them."""

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.beside import Series
from scorecard_kit.blocks.cells import COUNTED, RATING, TARGET
from scorecard_kit.blocks.html import Block, Cell, Column, paragraph, table, to_csv, unbroken
from scorecard_kit.data.restated import Published
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.rows import COUNTS, Place, Row, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.pages.case import Case


def months_table(case: Case, caption: str = "") -> Block:
    """The figures behind the trend chart, a row a month, and as CSV; more than one financial year makes row groups.

    The series beside the indicator's own have a column each. Columns that hold nothing are left out. Unless it is given
    the caption names the indicator, the area and the month.
    """
    rows = records(case.past)
    published = _published(case, rows)
    above = dict(zip((row["period"] for row in rows[1:]), (row["period"] for row in rows), strict=False))
    columns = [
        Column("Month", lambda row: ", ".join(filter(None, [month_name(row["period"]), standing.as_at(row)]))),
        Column("Result", lambda row: _result(row) + standing.restated_mark(row, "", published), number=True),
        Column("Rating", lambda row: "None yet" if _is_to_come(row) else RATING.cell(row)),
        *_counts(rows),
        TARGET,
        *(Column(series.label, partial(_beside, series), number=True) for series in case.others),
        Column("Since the month above", lambda row: _direction(row, above.get(row["period"], ""))),
    ]
    caption = caption or f"{case.item.name}, {case.area}, to {month_name(case.period)}"
    body = table(caption, columns, _by_year(rows), css="months dense" if case.others else "months")
    notes = [note for row in rows for note in (row["note"], _rank(row)) if note]
    notes += [standing.RESTATED] if standing.SIGN in body else []
    return Block(
        body + Markup("").join(paragraph(note, "quiet") for note in notes), csv=to_csv(case.past, SCORECARD_COLUMNS)
    )


def _by_year(rows: Sequence[Row]) -> list[tuple[str, Sequence[Row]]]:
    """Previous years and the current one as row groups; none where all months lie in one year."""
    current = max(financial_year(row["period"]) for row in rows)
    before = [row for row in rows if financial_year(row["period"]) != current]
    if not before:
        return [("", rows)]
    now = [row for row in rows if financial_year(row["period"]) == current]
    return [("Previous years", before), (f"Current year, {current}", now)]


def _rank(row: Row) -> str:
    return f"In {month_name(row['period'])} the result ranked {row['rank']}." if row["rank"] else ""


def _is_to_come(row: Row) -> bool:
    return bool(row["standing"] == "no result")


def _published(case: Case, rows: Iterable[Row]) -> dict[Place, Published]:
    """How the earlier months were published; each row of a history asks for its own month, not for the page's."""
    return standing.published_beside(case.book, [{**row, "asked": case.period} for row in rows], [""])


def _result(row: Row) -> Cell:
    return unbroken("Not yet reported" if _is_to_come(row) else sentences.figure(row) + sentences.status_words(row))


def _counts(rows: Sequence[Row]) -> list[Column]:
    """The column of numerator and denominator, where an indicator that is no count has any."""
    return [COUNTED] if any(row[side] != "" and row["unit"] != Unit.COUNT for row in rows for side in COUNTS) else []


def _beside(series: Series, row: Row) -> str:
    return series.figures.get(row["period"], "not given")


def _direction(row: Row, above: str) -> Cell:
    """The direction of a month, and the month that it is since where that is not of the row above."""
    if _is_to_come(row):
        return "None yet"
    elsewhere = bool(above) and row["previous"] != "" and row["previous_period"] != above
    return standing.direction_cell(row, "previous") + standing.previous_month(row, dated=elsewhere)
