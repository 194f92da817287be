"""Bars of amounts as a list: names and amounts are text, and each line has its bar, all of them on one scale.

The text is as large on a phone as on a wide screen, and no name is cut; what the bars show, the amounts say.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

__all__ = ["Bar", "bar_list", "sized_bar"]

_THINNEST = 0.002  # of the width: an amount that is small beside the others is still seen


class Bar(NamedTuple):
    """One bar: its name, where it starts and ends, its amount as written and its worth in a word, and its colour."""

    name: str
    start: Fraction
    end: Fraction
    written: str
    worth: str
    role: str


def bar_list(bars: Sequence[Bar], left: str, right: str, *, joined: bool = False) -> Markup:
    """The bars beneath one another from a common nought, with words for both sides of it.

    `joined`: a thin line leads from the end of each bar to the start of the next. A side without a bar has no word.
    """
    places = [Fraction(0), *(place for bar in bars for place in (bar.start, bar.end))]
    low, high = min(places), max(places)
    scaled = [[_share(place, low, high) for place in (bar.start, bar.end)] for bar in bars]
    nought = _rect("zero", _share(Fraction(0), low, high))
    drawn = [
        nought
        + (_rect("step", start, height=0.5) if joined and place else "")
        + (_rect("step", end, top=0.5, height=0.5) if joined and place < len(bars) - 1 else "")
        + _rect(bar.role, min(start, end), max(abs(end - start), _THINNEST), 0.25, 0.5)
        for place, (bar, (start, end)) in enumerate(zip(bars, scaled, strict=True))
    ]
    rows = Markup("\n").join(_row(bar, svg) for bar, svg in zip(bars, drawn, strict=True))
    ends = Markup("<span>{}</span> <span>{}</span>").format(left if low < 0 else "", right if high > 0 else "")
    return Markup('<p class="ends" aria-hidden="true">{}</p>\n<ul class="bar-list">{}</ul>').format(ends, rows)


def sized_bar(share: Fraction, role: str) -> Markup:
    """A bar for a table's cell, beside the figure that it draws: as long as its `share` of the longest, 0 to 1."""
    bar = _rect(role, 0, max(float(share), _THINNEST))
    return Markup('<svg aria-hidden="true" class="sized" width="96" height="10">{}</svg>').format(bar)


def _row(bar: Bar, drawn: Markup) -> Markup:
    worth = Markup(' <span class="sr">{}</span>').format(bar.worth) if bar.worth else ""
    return Markup(
        '<li><span>{}</span> <svg aria-hidden="true" width="100%" height="28">{}</svg><b>{}{}</b></li>'
    ).format(bar.name, drawn, bar.written, worth)


def _share(place: Fraction, low: Fraction, high: Fraction) -> float:
    return float((place - low) / ((high - low) or 1))


def _rect(css: str, left: float, width: float | None = None, top: float = 0, height: float = 1) -> Markup:
    """A rectangle in shares of the drawing; one without a width is a thin line."""
    wide = "1" if width is None else f"{width:.2%}"
    return Markup('<rect class="{}" x="{:.2%}" y="{:.0%}" width="{}" height="{:.0%}"/>').format(
        css, left, top, wide, height
    )
