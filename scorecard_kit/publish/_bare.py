"""What a cell shows that is no block, and the very line to write: a bare frame, a picture, an object."""

import re
from collections.abc import Mapping
from typing import Any

from scorecard_kit.pack.notebook import NOT_ON_PAGE
from scorecard_kit.pack.own_lines import figure_line, table_line

_OR_TAG = f"or tag the cell {NOT_ON_PAGE} where it is for you alone"
INTERACTIVE = f"the output is interactive, and a page holds no script; show what it led to, {_OR_TAG}"
_RATED = 'class="rated-frame"'  # as a frame of `score` shows itself
_STYLER = re.compile(r'<table id="T_\w+"')
_SERIES = re.compile(r"\bdtype: \S+\Z")
_OBJECT = re.compile(r"\[?<(?:\w+\.)*(\w+)[^>]* at 0x[0-9a-fA-F]+|\[?<(Axes)\b")
_DRAWN = re.compile(r"\[?<(?:matplotlib\.|Axes|Figure|BarContainer)|\[?Text\(|\(array\(|array\(\[")


def of_html(html: str, source: str) -> str:
    """What to do about a frame that shows itself in HTML; blank where it is none."""
    kind = "DataFrame" if 'class="dataframe"' in html else "Styler" if _STYLER.search(html) else ""
    kind = "rated frame" if is_rated(html) else kind
    return f"it shows a bare {kind}; write {table_line(source)}, {_OR_TAG}" if kind else ""


def is_rated(html: str) -> bool:
    """Whether a rated frame shows itself: what it is made of a page may hold, but it has neither caption nor CSV."""
    return _RATED in html


def of_text(text: str, source: str) -> str:
    """What to do about the text of what a cell ends with: a series, HTML as a text, an object; blank for other text."""
    words = text.strip()
    if _SERIES.search(words):
        return f"it shows a bare series; write {table_line(source)}, {_OR_TAG}"
    if words.startswith(("'<table", "'<div", "'<style")):
        return f"it ends with HTML as a text; write {table_line(source)}, {_OR_TAG}"
    if found := _OBJECT.match(words):
        return f"it ends with an object ({found[1] or found[2]}), which tells nobody anything; take it out, {_OR_TAG}"
    return ""


def is_of_drawing(data: Mapping[str, Any]) -> bool:
    """Whether a text is what matplotlib says of something drawn, whose picture the same cell has."""
    return set(data) == {"text/plain"} and bool(_DRAWN.match(str(data["text/plain"])))


def of_picture(source: str) -> str:
    """What to do about a picture that has no text alternative."""
    instead = " in place of plt.show()" if re.search(r"\bplt\.show\(", source) else ""
    return f"an image has no text alternative; write {figure_line(source)}{instead}, {_OR_TAG}"
