"""Any frame of pandas as a table of the page: captioned, scoped, its index and its levels of names made flat."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time
from math import isinf
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd
from pandas.io.formats.style import Styler

from scorecard_kit.blocks.html import Block, Cell, Column, Line, direction, rating, table, to_csv
from scorecard_kit.findings import among
from scorecard_kit.frames._look import UNNAMED, look
from scorecard_kit.frames._styled import StyledText, styled
from scorecard_kit.frames.rated import Rated, as_rated
from scorecard_kit.judge.indicators import Direction, Rag, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import long_date, month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import FIGURES, records

__all__ = ["show"]

_LINE = "write show(frame, caption='What the table shows')"
_TELLING = {"status": "suppressed", "standing": "withheld"}
_MARK = "\N{NO-BREAK SPACE}withheld"  # which no column is named


def show(
    frame: "pd.DataFrame | pd.Series[Any] | Styler",
    *,
    caption: str = "",
    decimals: int | Mapping[str, int] | None = None,
    units: str | Mapping[str, str] = "",
    missing: str = "not given",
    csv: bool = True,
) -> Block:
    """Any frame, series or Styler as a captioned table with scoped headers, and as CSV with its figures unrounded.

    The first column is the header of its row: the index, where it has a name or holds words. Levels of an index are
    columns each, and those of column names are joined. A rating has its symbol and colour, a direction its arrow, a
    month its name; a rated frame has the scorecard's own cells. `units` are those of an indicator (percent, count,
    rate, days, ratio, gbp), for all numbers or by column: 23.1%. So are `decimals`: where nothing is said one, and none
    in a column of whole numbers; halves are rounded up. `missing` stands where there is nothing: give "c" for counts
    that may have been withheld. Of a Styler the formats are kept and what it hides is left out; its colours are not
    kept, since a colour needs a word beside it.

    A section has one CSV file: of several tables, all but one are shown with `csv=False`. Raises TypeError for what is
    no frame; ValueError without a caption or a column, where two columns have one name, for a column or a unit that
    there is not, and for an infinite number.
    """
    flat, before, text = _flat(frame)
    if not caption.strip():
        raise ValueError(f"a table needs a caption; {_LINE}")
    names = _names(flat)
    places, wanted = _decimals(flat, names, decimals), _by_column(units, names, "")
    words = {name: _words(name, wanted[name], places[name]) for name in names}
    if isinstance(frame, Rated) and (kept := as_rated(frame)):
        given = {name for each in (decimals, units) if isinstance(each, Mapping) for name in each}
        return _rated_table(frame, kept - given, caption, lambda name, cell: words[name](cell) or missing, csv=csv)
    written = [
        [text.get((row, place - before), cell) for row, cell in enumerate(_written(flat, name, words[name], missing))]
        for place, name in enumerate(names)
    ]
    columns = [Column(name, number=_holds_numbers(flat[name])) for name in names]
    html = table(caption, columns, [("", [Line(row) for row in zip(*written, strict=True)])])
    return Block(html, csv=_file(flat, names) if csv else None)


def _written(flat: pd.DataFrame, name: str, words: Callable[[object], Cell], missing: str) -> list[Cell]:
    """The cells of a column as they are written."""
    empty = ["c" if is_hidden and name in FIGURES else missing for is_hidden in _withheld(flat)]
    return [words(cell) or empty[row] for row, cell in enumerate(_named(flat[name]))]


def _file(flat: pd.DataFrame, names: Sequence[str]) -> str:
    marked = flat.assign(**{_MARK: ["suppressed" if is_hidden else "" for is_hidden in _withheld(flat)]})
    return to_csv(marked, names, _MARK)


def _rated_table(
    frame: Rated, kept: Collection[str], caption: str, own: Callable[[str, object], Cell], *, csv: bool
) -> Block:
    """A rated frame with the scorecard's cells in the columns that are kept as they were rated.

    What its rows share, such as the area, stands in the caption and not in each of them.
    """
    rows = frame.exact()
    seen = look(frame, rows, kept, own)
    shared = [words for words in seen.caption.split(", ") if words not in caption and seen.caption != UNNAMED]
    html = table(", ".join([caption, *shared]), list(seen.columns.values()), [("", seen.lines)], css="dense")
    flat = frame.reset_index()
    names = [str(name) for name in flat]
    figures = rows.assign(**{name: list(flat[name]) for name in names if name not in kept})
    marks = [" ".join(str(row.get(name, "")) for name in ("status", "withheld")) for row in records(rows)]
    return Block(html, csv=to_csv(figures.assign(**{_MARK: marks}), names, _MARK) if csv else None)


def _flat(shown: object) -> tuple[pd.DataFrame, int, StyledText]:
    """The frame with its index as columns and one level of names; how many columns the index is; a Styler's texts."""
    text: StyledText = {}
    if isinstance(shown, Styler):
        shown, text = styled(shown)
    if isinstance(shown, pd.Series):
        shown = shown.to_frame("Value" if shown.name is None else shown.name)
    if not isinstance(shown, pd.DataFrame):
        kind = type(shown).__name__
        mend = {
            "Block": "a block is shown as it is: let it stand in a line of its own",
            "Figure": "write figure(...) for it",
            "Axes": "write figure(...) for it",
        }.get(kind, "make a frame of it: pd.DataFrame(...)")
        raise TypeError(f"show takes a frame, a series or a Styler, and this is of the kind {kind}; {mend}")
    index = shown.index
    levels = [index.get_level_values(level) for level in range(index.nlevels)]
    is_told = any(name is not None for name in index.names) or not pd.api.types.is_integer_dtype(index)
    body = shown.set_axis([_label(name) for name in shown.columns], axis="columns").reset_index(drop=True)
    heads = [pd.Series(list(level), body.index, object, _label(level.name) or "Item") for level in levels]
    kept = heads if is_told and len(shown.columns) else []
    return pd.concat([*kept, body], axis="columns"), len(kept), text


def _label(name: object) -> str:
    levels = name if isinstance(name, tuple) else (name,)
    return ", ".join(text for text in (_date(level) or str(level) for level in levels if level is not None) if text)


def _names(flat: pd.DataFrame) -> list[str]:
    """The names of the columns; ValueError where there are none, or two are the same."""
    if not len(flat.columns):
        raise ValueError("the frame has no columns to show")
    if twice := [name for name, again in zip(flat.columns, flat.columns.duplicated(), strict=True) if again]:
        raise ValueError(f"two columns are named {twice[0]!r}; rename one of them")
    return [str(name) for name in flat.columns]


def _by_column(given: Any, names: Sequence[str], otherwise: object) -> dict[str, Any]:  # noqa: ANN401 - see `show`
    """What is given for all columns or by their names, for each; ValueError for a column that there is not."""
    if not isinstance(given, Mapping):
        return dict.fromkeys(names, given)
    for name in given:
        if name not in names:
            raise ValueError(f"the table has no column {name!r}. {among(str(name), names)}")
    return {name: given.get(name, otherwise) for name in names}


def _decimals(flat: pd.DataFrame, names: Sequence[str], given: int | Mapping[str, int] | None) -> dict[str, int]:
    """How many decimals each column has: of its own, else those of all, and none where its numbers are whole."""
    of_all = None if isinstance(given, Mapping) else given
    own = _by_column(given if isinstance(given, Mapping) else {}, names, None)
    return {name: _places(flat[name], of_all) if own[name] is None else own[name] for name in names}


def _places(column: "pd.Series[Any]", of_all: int | None) -> int:
    numbers = [cell for cell in column if isinstance(cell, Real) and not _is_missing(cell)]
    if all(isinstance(number, Integral) for number in numbers):
        return 0
    if of_all is not None:
        return of_all
    return int(any(number % 1 for number in numbers))


def _withheld(flat: pd.DataFrame) -> list[bool]:
    """Of each row whether its figures are withheld, where the frame has a column that tells."""
    marks = [flat[name].astype(str) == mark for name, mark in _TELLING.items() if name in flat]
    return [any(row) for row in zip(*marks, strict=True)] if marks else [False] * len(flat)


def _named(column: "pd.Series[Any]") -> list[object]:
    """The cells of a column, as ratings or directions where each of them is one: pandas keeps them as text."""
    present = {str(cell) for cell in column if not _is_missing(cell)}
    for kind in (Rag, Direction):
        if present and present <= {str(member) for member in kind}:
            return [cell if _is_missing(cell) else kind(str(cell)) for cell in column]
    return list(column)


def _holds_numbers(column: "pd.Series[Any]") -> bool:
    present = [cell for cell in column if not _is_missing(cell)]
    return bool(present) and all(isinstance(cell, Real) and not isinstance(cell, bool) for cell in present)


def _is_missing(cell: object) -> bool:
    return cell is None or cell == "" or bool(pd.api.types.is_scalar(cell) and pd.isna(cell))  # type: ignore[call-overload]


def _words(name: str, unit: str, decimals: int) -> Callable[[object], Cell]:
    """How a cell of the column is written; blank where there is nothing. ValueError for a unit that there is not."""
    if unit and unit not in set(Unit):
        raise ValueError(f"{unit!r} is no unit. {among(unit, [str(each) for each in Unit])}")

    def words(cell: object) -> Cell:
        if isinstance(cell, Rag):
            return rating(cell)
        if isinstance(cell, Direction):
            return direction(cell)
        if isinstance(cell, bool | np.bool_):
            return "yes" if cell else "no"
        if _is_missing(cell):
            return ""
        return _number(name, cell, unit, decimals) if isinstance(cell, Real) else _date(cell) or str(cell)

    return words


def _number(name: str, number: Real, unit: str, decimals: int) -> str:
    if isinf(number):
        raise ValueError(f"column {name!r} holds an infinite number, which comes of a division by nought")
    return display_result(exact(number), unit, decimals) if unit else display(exact(number), decimals)


def _date(cell: object) -> str:
    """A month by its name, a day as it is written out; blank for what is neither."""
    if isinstance(cell, pd.Period) and cell.freqstr == "M":
        return month_name(str(cell))
    is_day = isinstance(cell, date) and (not isinstance(cell, datetime) or cell.time() == time.min)
    return long_date(cell) if isinstance(cell, date) and is_day else ""
