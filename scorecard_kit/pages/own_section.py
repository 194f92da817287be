"""The blocks of a section of one's own: its opening, any frame as a table, and any matplotlib figure."""

import sys
from numbers import Integral, Real
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scorecard_kit.blocks import html
from scorecard_kit.blocks.html import Block, Cell, Column, Line, direction, rating, slug, table, to_csv
from scorecard_kit.charts.drawing import colour, framed, inline, saved
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.numbers import display

__all__ = ["figure", "opening", "show"]


def opening(book: Dataset, title: str, answer: str) -> Block:
    """The head that every section begins with: its title, and the answer to its question in one sentence.

    Both stand in the index of the pack too. Abbreviations of the data's glossary are spelled out on the page.
    """
    return html.opening(title, answer, glossary=book.glossary)


def show(frame: pd.DataFrame, *, caption: str, decimals: int = 1, csv: bool = True) -> Block:
    """Any frame as a captioned table with scoped headers, a row a row, and as CSV with its figures unrounded.

    The first column is the header of its row: the index, where it has a name. Levels of an index are columns each, and
    those of column names are joined. Numbers are rounded to so many decimals, whole ones to none; a rating has its
    symbol and colour, a direction its arrow; what is missing is "not given". A section has one CSV file: of several
    tables, all but one are shown with `csv=False`. Raises ValueError without a caption, and where two columns have one
    name.
    """
    if not caption.strip():
        raise ValueError("a table needs a caption; write show(frame, caption='What the table shows')")
    flat = frame.reset_index() if any(name is not None for name in frame.index.names) else frame.copy()
    flat.columns = pd.Index([_label(name) for name in flat.columns])
    if twice := [name for name, again in zip(flat.columns, flat.columns.duplicated(), strict=True) if again]:
        raise ValueError(f"two columns are named {twice[0]!r}; rename one of them")
    columns = [Column(str(name), number=_holds_numbers(flat[name])) for name in flat]
    cells = [[_cell(cell, decimals) for cell in _named(flat[name])] for name in flat]
    lines = [Line(row) for row in zip(*cells, strict=True)]
    return Block(table(caption, columns, [("", lines)]), csv=to_csv(flat, list(flat.columns)) if csv else None)


def _named(column: "pd.Series[Any]") -> list[object]:
    """The cells of a column, as ratings or directions where each of them is one: pandas keeps them as text."""
    present = {str(cell) for cell in column if not _is_missing(cell)}
    for kind in (Rag, Direction):
        if present and present <= {str(member) for member in kind}:
            return [cell if _is_missing(cell) else kind(str(cell)) for cell in column]
    return list(column)


def _label(name: object) -> str:
    levels = name if isinstance(name, tuple) else (name,)
    return ", ".join(str(level) for level in levels if str(level))


def _holds_numbers(column: "pd.Series[Any]") -> bool:
    present = [cell for cell in column if not _is_missing(cell)]
    return bool(present) and all(isinstance(cell, Real) and not isinstance(cell, bool) for cell in present)


def _is_missing(cell: object) -> bool:
    return cell is None or cell == "" or bool(pd.api.types.is_scalar(cell) and pd.isna(cell))  # type: ignore[call-overload]


def _cell(cell: object, decimals: int) -> Cell:
    if isinstance(cell, Rag):
        return rating(cell)
    if isinstance(cell, Direction):
        return direction(cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if _is_missing(cell):
        return "not given"
    if isinstance(cell, Real):
        return display(cell, 0 if isinstance(cell, Integral) else decimals)  # type: ignore[arg-type]  # a number
    return str(cell)


def figure(drawn: Figure | Axes, *, alt: str, title: str, subtitle: str = "") -> Block:
    """Any matplotlib figure, or the one that axes are in, as a chart that a page may hold: inline, with its names.

    `title` says what happened, `subtitle` what is measured, and `alt` tells who cannot see it what it shows. A figure
    of pyplot is closed, so that it is shown once. Raises ValueError without an `alt` or a `title`.
    """
    for name, words in (("alt", alt), ("title", title)):
        if not words.strip():
            raise ValueError(f"a figure needs {name}; write figure(axes, alt='What it shows', title='What happened')")
    whole = drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)
    if whole is None:
        raise ValueError("the axes are in no figure")
    svg = inline(_in_ink(saved(whole)), f"figure-{slug(title)}", title, alt)
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close(whole)
    return Block(framed(svg, title, subtitle) if subtitle else framed(svg, title, Markup("")))


def _in_ink(svg: str) -> str:
    """What matplotlib leaves black, which nobody could read on a dark page, in the colour of the page's text."""
    ink = colour("ink")
    return svg.replace("#000000", ink).replace('<g id="figure_1">', f'<g id="figure_1" style="fill: {ink}">', 1)
