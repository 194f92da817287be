"""What a Styler says of a frame: which rows and columns stand there, and the texts of cells that it has formats for.

pandas tells it in the HTML alone that it makes, so that is read.
"""

import re
from typing import Any, TypeAlias

import pandas as pd
from pandas.io.formats.style import Styler
from selectolax.lexbor import LexborHTMLParser

StyledText: TypeAlias = dict[tuple[int, int], str]
"""Texts by the places of their cells: row and column of the frame, without its index."""


def styled(styler: Any) -> tuple[pd.DataFrame, StyledText]:  # noqa: ANN401 - its stubs leave out half of a Styler
    """The rows and columns that a Styler shows, without a hidden index, and the texts that are of its own making."""
    whole = styler.data
    written, plain = _texts(styler), _texts(Styler(whole))
    rows, columns = (sorted({place[axis] for place in written}) for axis in (0, 1))
    if not written:
        columns = [place for place in range(whole.shape[1]) if place not in styler.hidden_columns]
    frame = whole.iloc[rows, columns]
    if all(styler.hide_index_):
        frame = frame.reset_index(drop=True)
    places = {place: (rows.index(place[0]), columns.index(place[1])) for place in written}
    return frame, {places[place]: text for place, text in written.items() if text != plain[place]}


def _texts(styler: Styler) -> StyledText:
    page = LexborHTMLParser(styler.to_html())
    texts = {}
    for cell in page.css("td.data"):
        found = re.search(r"_row(\d+)_col(\d+)$", cell.attributes.get("id") or "")
        if found:
            texts[int(found[1]), int(found[2])] = cell.text().strip()
    return texts
