"""Any drawing of matplotlib as a chart of the page: inline, named, in the kit's style, with its figures beneath."""

import re
import sys
from typing import Any, Literal

import numpy as np
import pandas as pd
from markupsafe import Markup
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from scorecard_kit.blocks.html import Block, folded, slug
from scorecard_kit.charts.drawing import colour, framed, inline, saved
from scorecard_kit.frames._drawn_figures import drawn_figures, has_bar_of_nought
from scorecard_kit.frames.style import restyle
from scorecard_kit.frames.table import show

__all__ = ["figure"]

_LINE = "write figure(axes, alt='What it shows', title='What happened')"
_SAYS_NOTHING = frozenset(
    "a an the of in on at by and or this that is are it its for from to as with shows showing show shown see above "
    "below alt text chart charts graph graphs figure figures plot plots image picture diagram drawing bar bars line "
    "lines".split()
)


def figure(
    drawn: Any,  # noqa: ANN401 - whatever matplotlib or pandas gives
    *,
    alt: str = "",
    title: str = "",
    subtitle: str = "",
    data: pd.DataFrame | Literal["drawn"] | None = "drawn",
) -> Block:
    """Any matplotlib figure, or the one that axes are in, as a chart that a page may hold: inline, with its names.

    `drawn` is a figure, its axes, or what pandas' own `.plot` gives. `title` says what happened, `subtitle` what is
    measured, and `alt` tells who cannot see it what it shows. Beneath it the figures are folded away: those of its
    lines and bars, where they can be told; those of the frame `data`; with None none. Matplotlib's own colours become
    the kit's, any other stays. A figure of pyplot is closed, refused or not, so that it is shown once. Raises
    ValueError without an `alt` or a `title`, for an `alt` that says no more than the title, for an empty figure, and
    where a bar of nought may stand for a missing figure and no `data` says which; TypeError for what is no drawing.
    """
    whole = _whole(drawn)
    try:
        _refuse_what_tells_nothing(whole, alt, title, may_guess=isinstance(data, str))
        table = drawn_figures(whole) if isinstance(data, str) else data
        restyle(whole)
        svg = _of_one_size(inline(_in_ink(saved(whole, with_all=True)), f"figure-{slug(title)}", title, alt))
    finally:  # else what pandas draws next would stand on the same axes
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            pyplot.close(whole)
    html = framed(svg, title, subtitle)
    if table is not None:
        html += folded("The figures", show(table, caption=f"{title}: the figures", csv=False).html)
    return Block(html)


def _refuse_what_tells_nothing(whole: Figure, alt: str, title: str, *, may_guess: bool) -> None:
    """Raise ValueError for words that are lacking or say nothing, and for bars whose figures might be guessed wrong."""
    for name, words in (("alt", alt), ("title", title)):
        if not words.strip():
            raise ValueError(f"a figure needs {name}; {_LINE}")
    if _told(alt) <= _told(title):
        raise ValueError(f"the alt {alt!r} tells nothing to who cannot see the chart: say what it shows, in figures")
    if not whole.get_axes():
        raise ValueError("the figure is empty: plt.show() has shown and closed it, so leave plt.show() out")
    if may_guess and has_bar_of_nought(whole):
        raise ValueError(
            "a bar is nought high, and pandas draws a missing figure so too; write figure(..., data=frame) with the "
            "frame that was drawn, in which it is missing, or data=None where a table shows it"
        )


def _whole(drawn: object) -> Figure:
    """The figure that something drawn is in, where need be the first of many."""
    while isinstance(drawn, np.ndarray | list | tuple) and len(drawn):
        drawn = drawn[0]
    if isinstance(drawn, Figure):
        return drawn
    if not isinstance(drawn, Artist):
        mend = "write show(frame, caption='What the table shows')" if isinstance(drawn, pd.DataFrame) else _LINE
        raise TypeError(
            f"figure takes what matplotlib has drawn, and this is of the kind {type(drawn).__name__}; {mend}"
        )
    whole = drawn.get_figure(root=True)
    if whole is None:
        raise ValueError("the axes are in no figure")
    return whole


def _told(words: str) -> set[str]:
    """The words of a text that tell something."""
    return set(re.findall(r"\w+", words.casefold())) - _SAYS_NOTHING


def _of_one_size(svg: Markup) -> Markup:
    """A drawing whose letters keep their size on a phone, where the page makes those of the kit's charts larger.

    The kit knows what room its own have; here they would lie over one another.
    """
    return Markup(re.sub(r"(font-size: [\d.]+px)", r"\1 !important", svg))  # noqa: S704  # it was markup before


def _in_ink(svg: str) -> str:
    """What matplotlib leaves black, which nobody could read on a dark page, in the colour of the page's text."""
    ink = colour("ink")
    return svg.replace("#000000", ink).replace('<g id="figure_1">', f'<g id="figure_1" style="fill: {ink}">', 1)
