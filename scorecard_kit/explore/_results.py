"""The explorer's list: the results of an area in the order that was chosen, each with the variance of its cohort."""

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.html import Block, Cell, Column, Line, bullets, paragraph, rating, table, to_csv
from scorecard_kit.explore.choices import SORTED_BY, Desk, View, results
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import WITHHELD, Row, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.pages.scorecard import figure, name_cell

CSV_COLUMNS = [*SCORECARD_COLUMNS, "excluding_value", "excluding_rag", "variance"]


def overview(desk: Desk, view: View) -> Block:
    """The results of the view's area and group in its order, with the variance of each; as CSV with CSV_COLUMNS.

    A sentence instead, where nothing that is rated has a figure there.
    """
    frame = results(desk, view)
    rows, month = records(frame), month_name(view.period)
    if not rows:
        return Block(paragraph(f"No rated indicator has a figure for {view.area} in {month}."))
    name = sentences.cohort_name(view.cohort)
    beside = [Column(f"Excluding {name}", number=True), Column("Variance", number=True)] if view.cohort else []
    columns = [
        Column("Indicator"), Column("Result", number=True), Column("Rating"), Column("Target", number=True),
        Column("Direction since previous"), *beside,
    ]  # fmt: skip
    notes = [
        f"Variance: excluding {name} less including, in percentage points, or in cases for a count." if name else "",
        f"c: {WITHHELD}." if any(_hidden(row) for row in rows) else "",
    ]
    caption = f"{view.group or 'Results'}, {view.area}, {month}, by {SORTED_BY[view.sort_by][0]}"
    html = table(caption, columns, [("", [Line(_cells(row, view)) for row in rows])], css="dense")
    marked = [row | dict.fromkeys(_hidden(row), "c") for row in rows]
    csv = to_csv(pd.DataFrame(marked, columns=frame.columns, dtype=object), CSV_COLUMNS)
    return Block(html + bullets(notes, "quiet"), csv=csv)


def _cells(row: Row, view: View) -> list[Cell]:
    cells: list[Cell] = [
        name_cell(row),
        standing.result_cell(row),
        rating(row["rag"], row["reason"]),
        figure(row, "target", "None set"),
        standing.direction_cell(row, "previous"),
    ]
    return [*cells, *_excluding(row)] if view.cohort else cells


def _excluding(row: Row) -> list[Cell]:
    """The two cells of the side that leaves the cohort out: its result with its rating, and the variance."""
    if _hidden(row):
        return ["c", "c"]
    if row["excluding_value"] == "":
        return ["not given", "None"]
    result = Markup("{} {}").format(sentences.figure(row, "excluding_value"), rating(row["excluding_rag"]))
    return [result, sentences.variance(row["variance"], row["unit"], row["decimals"]) or "None"]


def _hidden(row: Row) -> list[str]:
    """The columns of a row that are withheld: either side would give away the other by the variance."""
    return ["excluding_value", "variance"] if {"excluding", "including"} & set(str(row["withheld"]).split()) else []
