"""The results of a view as one table: each with its rating, target and direction, and with its cohort's variance."""

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.cells import RATING, TARGET, direction, name_cell
from scorecard_kit.blocks.html import Block, Cell, Column, bullets, paragraph, rating, table, to_csv
from scorecard_kit.explore._results import SORTED_BY, results
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import WITHHELD, Row, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS

_CSV_COLUMNS = [*SCORECARD_COLUMNS, "excluding_value", "excluding_rag", "variance"]


def overview(desk: Desk, view: View) -> Block:
    """The results of the view's area and group in its order, each with its variance; a sentence where there is none.

    The CSV has the columns of the scorecard, then excluding_value, excluding_rag and variance, with c where withheld.
    """
    frame = results(desk, view)
    rows, month = records(frame), month_name(view.period)
    if not rows:
        return Block(paragraph(f"No rated indicator has a figure for {view.area} in {month}."))
    name = sentences.cohort_name(view.cohort)
    beside = [Column(f"Excluding {name}", _excluding, number=True), Column("Variance", _variance, number=True)]
    columns = [
        Column("Indicator", name_cell),
        Column("Result", standing.result_cell, number=True),
        RATING,
        TARGET,
        direction("Direction since previous", "previous"),
        *(beside if view.cohort else []),
    ]
    notes = [
        f"Variance: excluding {name} less including, in percentage points, or in cases for a count." if name else "",
        f"c: {WITHHELD}." if any(_hidden(row) for row in rows) else "",
    ]
    caption = f"{view.group or 'Results'}, {view.area}, {month}, by {SORTED_BY[view.sort_by][0]}"
    html = table(caption, columns, [("", rows)], css="dense")
    marked = [row | dict.fromkeys(_hidden(row), "c") for row in rows]
    csv = to_csv(pd.DataFrame(marked, columns=frame.columns, dtype=object), _CSV_COLUMNS)
    return Block(html + bullets(notes, "quiet"), csv=csv)


def _excluding(row: Row) -> Cell:
    """The result of the side that leaves the cohort out, with its rating."""
    if _hidden(row):
        return "c"
    if row["excluding_value"] == "":
        return "not given"
    return Markup("{} {}").format(sentences.figure(row, "excluding_value"), rating(row["excluding_rag"]))


def _variance(row: Row) -> str:
    return "c" if _hidden(row) else sentences.variance(row["variance"], row["unit"], row["decimals"]) or "None"


def _hidden(row: Row) -> list[str]:
    """The columns of a row that are withheld: either side would give away the other by the variance."""
    return ["excluding_value", "variance"] if {"excluding", "including"} & set(str(row["withheld"]).split()) else []
