"""The months of one indicator as a table, with what stands beside them."""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.beside import Series
from scorecard_kit.blocks.html import Block, Cell, Column, Line, paragraph, rating, table, to_csv
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import financial_year, long_date, month_name
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.pages.case import Case
from scorecard_kit.pages.cells import figure


def months_table(case: Case, caption: str = "") -> Block:
    """The figures behind the trend chart, a row a month, and as CSV; more than one financial year makes row groups.

    The series beside the indicator's own have a column each. Columns that hold nothing are left out. Unless it is given
    the caption names the indicator, the area and the month.
    """
    rows, others = records(case.past), case.others
    counted = [
        side
        for side in ("numerator", "denominator")
        if any(row[side] != "" and row["unit"] != Unit.COUNT for row in rows)
    ]
    columns = [
        Column("Month"), Column("Result", number=True), Column("Rating"),
        *(Column(side.capitalize(), number=True) for side in counted),
        Column("Target", number=True), *(Column(series.label, number=True) for series in others),
        Column("Direction since the reporting point before"),
    ]  # fmt: skip
    above = ["", *(row["period"] for row in rows)]
    lines = {
        row["period"]: Line([_month(row), *_month_cells(row, others, counted), _direction(row, before)])
        for row, before in zip(rows, above, strict=False)
    }
    notes = [note for row in rows for note in (row["note"], _rank(row)) if note]
    caption = caption or f"{case.item.name}, {case.area}, to {month_name(case.period)}"
    body = table(caption, columns, _by_year(lines), css="dense" if others else "")
    return Block(
        body + Markup("").join(paragraph(note, "quiet") for note in notes), csv=to_csv(case.past, SCORECARD_COLUMNS)
    )


def _by_year(lines: Mapping[str, Line]) -> list[tuple[str, list[Line]]]:
    """Previous years and the current one as row groups; none where all months lie in one year."""
    years = [financial_year(period) for period in lines]
    current = max(years)
    before = [line for year, line in zip(years, lines.values(), strict=True) if year != current]
    if not before:
        return [("", list(lines.values()))]
    now = [line for year, line in zip(years, lines.values(), strict=True) if year == current]
    return [("Previous years", before), (f"Current year, {current}", now)]


def _rank(row: Row) -> str:
    return f"In {month_name(row['period'])} the result ranked {row['rank']}." if row["rank"] else ""


def _month(row: Row) -> str:
    """The month of a row, with the day that its figures are as at where that is another than the month's last."""
    day = f", as at {long_date(date.fromisoformat(row['as_at']))}" if row["as_at"] else ""
    return f"{month_name(row['period'])}{day}"


def _month_cells(row: Row, others: Sequence[Series], counted: Sequence[str]) -> list[Markup | str]:
    hidden, unknown = row["status"] == "suppressed", row["standing"] == "no result"
    counts = ["c" if hidden else _counted(row[side]) for side in counted]
    return [
        "Not yet reported" if unknown else sentences.figure(row) + sentences.status_words(row),
        "None yet" if unknown else rating(row["rag"], row["reason"]),
        *counts,
        figure(row, "target", "None set"),
        *(series.figures.get(row["period"], "not given") for series in others),
    ]


def _counted(number: object) -> str:
    count = exact(number)
    return "not given" if count is None else sentences.number(count)


def _direction(row: Row, above: str) -> Cell:
    """The direction of a month, and the month that it is since where that is not of the row above."""
    if row["standing"] == "no result":
        return "None yet"
    elsewhere = bool(above) and row["previous"] != "" and row["previous_period"] != above
    return standing.direction_cell(row, "previous") + standing.previous_month(row, dated=elsewhere)
