"""The digest of a table by what stands in it, cell by cell, without the numbers of its rows in the spreadsheet."""

import hashlib
from collections.abc import Iterable

import pandas as pd

from scorecard_kit.judge.numbers import Written

_CELL, _ROW = "\x1f", "\n"


def rows(frame: pd.DataFrame) -> list[str]:
    """Each row as one text. Rows that move are the same rows; a number that was written otherwise is another."""
    columns = ([_text(cell) for cell in frame[name].tolist()] for name in frame.columns)
    return [_CELL.join(cells) for cells in zip(*columns, strict=True)]


def fingerprint(texts: Iterable[str]) -> str:
    """The digest of rows, in their order."""
    return hashlib.sha256(_ROW.join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _text(cell: object) -> str:
    return f"{cell} {cell.decimals}{cell.mark}" if isinstance(cell, Written) else str(cell)
