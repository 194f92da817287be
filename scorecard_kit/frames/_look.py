"""A rated frame as a reader sees it: the scorecard's cells for the rows and columns that are left of it."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from numbers import Integral, Real
from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import cells, sentences, standing
from scorecard_kit.blocks.html import Cell, Column, Line, paragraph, rating, table, unbroken
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row, records

_SHARED = ("name", "area", "period", "group")
"""What the caption says once, where it is the same for every row."""

UNNAMED = "Rated results"
"""The caption of rows that share nothing."""

_SIDES = {"including", "excluding", "cohort", "first", "second"}
_DIFFERENCES = {"variance", "rate", "mix", "effect"}
_LABELS = {"rate": "Rate effect", "mix": "Mix effect", "cohort": "Cohort"}
_COLUMNS = {
    "value": Column("Result", partial(standing.result_cell, dated=False), number=True),
    "rag": cells.RATING,
    "numerator": Column("Numerator", partial(cells.counted, side="numerator"), number=True),
    "denominator": Column("Denominator", partial(cells.counted, side="denominator"), number=True),
    "target": cells.TARGET,
    "floor": Column("Floor", partial(cells.figure, field="floor", absent="None set"), number=True),
    "direction_from_previous": cells.direction("Direction since", "previous"),
    "direction_from_outturn": cells.direction("Direction since outturn", "outturn"),
}
"""The columns of the scorecard, by their names in the frame."""


class Look(NamedTuple):
    """A table in the making: what its rows share, as a caption, its columns by their names in the frame, and lines."""

    caption: str
    columns: dict[str, Column]
    lines: list[Line]


def shown(frame: pd.DataFrame, rows: pd.DataFrame, as_rated: Collection[str]) -> Markup:
    """The table of a frame, whose exact rows are `rows`; of a long one so many rows as pandas shows."""
    most = int(pd.get_option("display.max_rows") or len(frame))
    caption, columns, lines = look(frame.head(most), rows.head(most), as_rated)
    rest = paragraph(f"The first {most} of {len(frame):,} rows.", "quiet") if len(frame) > most else Markup("")
    named = [column._replace(label=_heading(column.label, name)) for name, column in columns.items()]
    return table(caption, named, [("", lines)], css="dense") + rest


def look(
    frame: pd.DataFrame, rows: pd.DataFrame, as_rated: Collection[str], own: Callable[[str, object], Cell] | None = None
) -> Look:
    """The scorecard's cells of the columns that are `as_rated`, and of all others what the frame holds.

    The index comes first, its last level as the header of a row. An indicator has its name with it. `own` writes a cell
    of a column that is not as rated, by its name.
    """
    own = own or (lambda _, cell: _own(cell))
    levels, each = [name for name in frame.index.names if name is not None], records(rows)
    names = [*reversed(levels), *frame.columns]
    shared = {name: _word(each[0], name) for name in _SHARED if _is_shared(name, names, as_rated, rows)}
    hidden = {*shared, "name"} if "indicator" in names and "name" in as_rated else {*shared}
    hidden |= {"indicator"} if "name" in shared else {"area", "cohort"} if "part" in names else set()
    columns, made = dict[str, Column](), list[list[Cell]]()
    for name in (name for name in names if name not in hidden):
        if name in as_rated:
            columns[name] = _column(name, rows, named="name" in as_rated)
            made.append([columns[name].cell(row) for row in each])
        else:
            held = frame.index.get_level_values(name) if name in levels else frame[name]
            columns[str(name)] = Column(str(name), number=pd.api.types.is_numeric_dtype(held))
            made.append([own(str(name), cell) for cell in held])
    caption = str(each[0].get("compared", "")) or ", ".join(filter(None, shared.values())) or UNNAMED
    return Look(caption, columns, [Line(line) for line in zip(*made, strict=True)])


def _is_shared(name: str, names: Sequence[object], as_rated: Collection[str], rows: pd.DataFrame) -> bool:
    """Whether all rows have one value of a column that is not the header of the rows."""
    if name not in as_rated or name == names[0] or (name == "name" and names[0] == "indicator"):
        return False
    return len(set(rows[name])) == 1


def _column(name: str, rows: pd.DataFrame, *, named: bool) -> Column:
    """A column of the exact rows, with the scorecard's cell."""
    if name in {"previous", "outturn"}:
        return cells.earlier(name.capitalize(), rows, name)
    if name == "indicator":
        return Column("Indicator", partial(_indicator, named=named))
    return _COLUMNS.get(name) or _column_of_side(name)


def _column_of_side(name: str) -> Column:
    """A column of one side of a comparison, or of their difference; of all else the words."""
    side, _, kind = name.partition("_")
    if name in _DIFFERENCES:
        return Column(_label(name), partial(_difference, name=name), number=True)
    if side in _SIDES and kind == "rag":
        return Column(_label(name), lambda row: rating(row[name]) if row[name] else "None")
    if side in _SIDES and kind:
        return Column(_label(name), partial(_of_side, side=side, kind=kind), number=True)
    return Column(_label(name), partial(_word, name=name))


def _label(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " ").replace(" rag", " rating").capitalize())


def _heading(label: str, name: str) -> Cell:
    """The scorecard's heading, and beneath it the name by which a notebook asks for the column, where it is another."""
    if label.lower().replace(" ", "_") == name:
        return label
    return Markup('{} <span class="hint">{}</span>').format(label, Markup("<wbr>_").join(name.split("_")))


def _indicator(row: Row, *, named: bool) -> Cell:
    """The key of an indicator, beneath its name where the frame has that."""
    key = str(row["indicator"])
    return Markup('{} <span class="hint">{}</span>').format(unbroken(str(row["name"])), key) if named else key


def _of_side(row: Row, side: str, kind: str) -> str:
    """A figure of one side of a comparison: c where it is withheld."""
    if side in str(row.get("withheld", "")).split():
        return "c"
    figure = row[f"{side}_{kind}"]
    if figure == "":
        return "None"
    return display_result(figure, row["unit"], row["decimals"]) if kind == "value" else sentences.number(figure)


def _difference(row: Row, name: str) -> str:
    if row[name] == "":
        return "c" if row.get("withheld", "") not in ("", "cohort") else "None"
    return sentences.variance(row[name], row["unit"], row["decimals"])


def _word(row: Row, name: str) -> str:
    return month_name(row[name]) if name == "period" else str(row[name])


def _own(cell: object) -> Cell:
    """What a column holds that the analyst made: numbers to six digits, as pandas shows them."""
    if pd.api.types.is_scalar(cell) and pd.isna(cell):  # type: ignore[call-overload]  # a scalar is told
        return "None"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{cell:,.6g}" if isinstance(cell, Real) and not isinstance(cell, Integral) else str(cell)
