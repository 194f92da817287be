"""The word, symbol and colour of every rating and direction. A test holds each pair of colours to its contrast.

Symbols differ in outline from one another and from every arrow, so that word and symbol are enough in grey print.
Colours are named by what they mean; `dark` is the edge that a chip needs against a dark page.
"""

from typing import NamedTuple

from scorecard_kit.judge.indicators import Direction, Rag

__all__ = [
    "AMBER_BAND", "ARROW", "BETTER", "CHART_COLOURS", "INK", "LINK", "PAPER", "QUIET", "RATING", "RESULT", "RULE",
    "WORSE", "Chip",
]  # fmt: skip


class Chip(NamedTuple):
    """How a rating looks: a symbol, and the colours of text, ground and edge in a light and a dark page."""

    symbol: str
    text: str
    ground: str
    edge: str
    dark_edge: str


RATING = {
    Rag.GREEN: Chip("●", "#ffffff", "#00703c", "#00703c", "#6fcf97"),
    Rag.AMBER: Chip("◆", "#0b0c0c", "#ffbf47", "#7a5200", "#ffbf47"),
    Rag.RED: Chip("■", "#ffffff", "#b3261e", "#b3261e", "#f2a19b"),
    Rag.NOT_RATED: Chip("○", "#0b0c0c", "#d9dcde", "#5c6468", "#d9dcde"),
}

ARROW = {Direction.IMPROVED: "↑", Direction.SAME: "=", Direction.WORSENED: "↓", Direction.NOT_COMPARABLE: ""}

PAPER = {"light": "#ffffff", "dark": "#16181a"}
INK = {"light": "#0b0c0c", "dark": "#f1f2f2"}
QUIET = {"light": "#50585c", "dark": "#b4babd"}
RULE = {"light": "#b1b8bb", "dark": "#565d61"}
LINK = {"light": "#1d5fa8", "dark": "#8ec1f5"}
RESULT = {"light": "#12436d", "dark": "#8ec1f5"}
BETTER = {"light": "#14548c", "dark": "#8ec1f5"}
WORSE = {"light": "#a2480f", "dark": "#f0a875"}
AMBER_BAND = {"light": "#fff1d0", "dark": "#3d3116"}

CHART_COLOURS = {
    "ink": INK, "quiet": QUIET, "rule": RULE, "paper": PAPER, "result": RESULT,
    "better": BETTER, "worse": WORSE, "amber-band": AMBER_BAND,
}  # fmt: skip
"""The colours that a chart may use, by the name of the page's own custom property; each light one is used only once."""
