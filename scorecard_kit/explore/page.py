"""What the explorer's notebook shows: blocks of the published pages for one view, and live its controls."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from importlib.util import find_spec
from typing import Any, TypeAlias

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.cells import RATING, TARGET, direction, name_cell
from scorecard_kit.blocks.html import Block, Cell, Column, bullets, paragraph, rating, table, to_csv
from scorecard_kit.explore._indicator import areas, cohort, head, months
from scorecard_kit.explore._movement import cases, money, movement, remaining
from scorecard_kit.explore.choices import SORTED_BY, Desk, View, results, settled
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import WITHHELD, Row, records
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS

__all__ = ["TABS", "Desk", "View", "controls", "detail", "head", "is_live", "overview", "settled"]

Part: TypeAlias = Callable[[Desk, View], Block]
_SESSION = "JPY_SESSION_NAME"  # which the server of JupyterLab sets for the kernels of its notebooks
_WITHOUT_INDICATOR = {head, money}
_CSV_COLUMNS = [*SCORECARD_COLUMNS, "excluding_value", "excluding_rag", "variance"]


def detail(desk: Desk, view: View) -> Block:
    """The chosen indicator: its months, its areas, both sides of the cohort, what made it move, what it would take."""
    return _together([months, areas, cohort, movement, remaining, money], desk, view)


def _together(parts: Iterable[Part], desk: Desk, view: View) -> Block:
    """The blocks as one, without the CSV of any: the file of the section holds the results.

    Where no indicator is chosen, those that are about one are left out.
    """
    blocks = [part(desk, view) for part in parts if view.indicator or part in _WITHOUT_INDICATOR]
    return Block(Markup("\n").join(block.html for block in blocks if block.html))


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


TABS: dict[str, Part] = {
    "Results": overview,
    "The indicator": partial(_together, [head, months, areas, cohort]),
    "What made it move": partial(_together, [movement, money]),
    "What it would take": partial(_together, [remaining, cases]),
}
"""The tabs of the controls, by title the block that fills it."""


def is_live() -> bool:
    """Whether somebody is at the notebook: it runs in JupyterLab, and ipywidgets are installed."""
    return _SESSION in os.environ and find_spec("ipywidgets") is not None


def controls(desk: Desk, view: View, report: str) -> Any:  # noqa: ANN401 - a widget, of a library that may be absent
    """The controls with the view that they show; nothing where nobody is there to use them.

    `report` is the pack to which views are added.
    """
    if not is_live():
        return None
    from scorecard_kit.explore._widgets import Explorer  # noqa: PLC0415 - widgets load where there is somebody to use them

    return Explorer(desk, view, report, TABS).box
