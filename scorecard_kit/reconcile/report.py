"""`scorecard reconcile`: the reconciliation of a pack as lines for a terminal of 80 columns, or for a pipe."""

from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

import pandas as pd

from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.part import part
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.reconcile.compare import reconcile
from scorecard_kit.text.counting import count

__all__ = ["reconciled"]

_WIDE, _GAP = 80, "  "
_WORDS = str.maketrans({"↑": "up", "↓": "down"})  # arrows that many a console of Windows cannot show
_HEADINGS = ("item", "month", "area", "field", "printed", "computed")
_WIDEST = (30, 7, 14, 24, 12, 12)
_SHARING = (0, 3)  # the columns that give way where a row is too wide: item and field


def reconciled(path: Path) -> tuple[list[str], int]:
    """The lines to print, and how many differences lack an explanation.

    Raises InputError where the pack or its data are not valid, or no printed cell was entered for the pack.
    """
    pack = read_pack(path)
    printed = pack.dataset.published[pack.dataset.published["report"] == pack.name]
    if printed.empty:
        raise InputError([_nothing_printed(pack)])
    rule, rhythm = pack.shared["small_counts"], pack.head.reporting
    cells = reconcile(part(pack.dataset), pack.name, rule, reporting=rhythm)
    different = cells[~cells["agrees"].astype(bool)]
    has_words = different["explanation"] != ""
    listed = pd.concat([different[has_words], different[~has_words]])
    rows = records(listed)
    widths = _widths(rows)
    heading = [_line(_HEADINGS, widths), ""] if rows else []
    lines = [line for number, row in zip(listed.index, rows, strict=True) for line in _lines(number, row, widths)]
    unexplained = int((~has_words).sum())
    return [*heading, *lines, _counts(len(cells), len(rows) - unexplained, unexplained)], unexplained


def _nothing_printed(pack: Pack) -> Finding:
    others = sorted({str(report) for report in pack.dataset.published["report"]})
    held = f" (it has: {', '.join(others)})" if others else ""
    indicator = next((str(name) for name in pack.dataset.indicators["indicator"]), "")
    example = f"{pack.name},{indicator},{pack.head.period},{main_area(pack.dataset)},value,85.0%,scorecard row 1"
    return Finding(
        "table published",
        problem=f"no printed figure of the report {pack.name} is entered{held}",
        mend=f"Begin it in {pack.folder.name} with the header report,item,period,area,field,printed,where and a row "
        f"for each figure of the old report, such as {example} (docs/reference/data.md tells more).",
    )


def _values(cell: Row) -> tuple[str, ...]:
    """What stands under the headings."""
    area = ", ".join(filter(None, [cell["area"], cell["cohort"].replace("_", " ")]))
    computed = cell["computed"] if cell["computed"] != "-" else "not in the data"
    texts = (cell["item"], cell["period"], area, cell["field"].replace("_", " "), cell["printed"], computed)
    return tuple(str(text).translate(_WORDS) for text in texts)


def _widths(rows: list[Row]) -> list[int]:
    """A width for each column, so that all of them stand in one line."""
    columns = zip(_HEADINGS, *map(_values, rows), strict=True)
    widths = [min(max(map(len, column)), most) for column, most in zip(columns, _WIDEST, strict=True)]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - _WIDE
    while over > 0:
        widest = max(_SHARING, key=widths.__getitem__)
        widths[widest] -= 1
        over -= 1
    return widths


def _line(texts: tuple[str, ...], widths: list[int]) -> str:
    """The texts beside each other, each wrapped within its column."""
    columns = [wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    lines = zip_longest(*columns, fillvalue="")
    return "\n".join(
        _GAP.join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _lines(number: object, cell: Row, widths: list[int]) -> list[str]:
    """The cell under the headings, then its place and its explanation, or the row of published.csv that lacks one."""
    why = cell["explanation"] or f"Not explained. Say why in the table published, row {number}, column explanation."
    indent = _GAP * 2
    reason = wrap(f"{cell['where']}: {why}", _WIDE, initial_indent=indent, subsequent_indent=indent)
    return [_line(_values(cell), widths), *reason, ""]


def _counts(cells: int, explained: int, unexplained: int) -> str:
    agreeing = cells - explained - unexplained
    return (
        f"{count(cells, 'printed cell')}: {agreeing:,} agree{'s' if agreeing == 1 else ''} with the "
        f"figures, {explained:,} explained, {unexplained:,} unexplained"
    )
