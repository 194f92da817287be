"""The wide entry sheet: one row an indicator, one pair of columns an area, for one period.

Cell A1 says period and B1 the month. Row 2 is the header: indicator, name, then "Shire: numerator" and "Shire:
denominator" and so on, in pairs; the rows beneath hold the figures. Each pair that is filled is a line of the table
results.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from openpyxl.utils import get_column_letter

from scorecard_kit.data._headers import total_row
from scorecard_kit.data._lines import FileError, Line, Lines, contract_names
from scorecard_kit.data.excel._cells import Typed
from scorecard_kit.data.excel._layout import Layout
from scorecard_kit.data.excel._sheet import Sheet, alike_once, cell_text, layout_findings
from scorecard_kit.data.schema import TABLES
from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.findings import Finding, Level
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import months_between
from scorecard_kit.text.characters import clean

__all__ = [
    "FIGURES",
    "KEYS",
    "SHEET",
    "beside_results",
    "entry_lines",
    "entry_place",
    "heading",
    "is_entry",
    "located",
    "unread",
]

SHEET = "entry"
PERIOD_ROW, HEADER_ROW = 1, 2
KEYS = ("indicator", "name")
FIGURES = ("numerator", "denominator")
_BETWEEN = ": "
_RESULTS = TABLES["results"]
_LINE = ["indicator", "period", "area", *FIGURES]
_COLUMNS = _RESULTS.by_name
_LAST_ROW, _WIDTH = 1 << 20, (1 << 14) + 1  # of a worksheet, with a column 0 for none
_ROW = re.compile(r"\brow ([0-9]+)\b")

_FEWEST = 3  # figures that are alike by chance
_RHYTHMS = (1, 3, 12)

Figures = tuple[Fraction | str | None, Fraction | str | None]
Pairs = dict[str, dict[str, int]]
"""By area, the places of its numerator and denominator among the columns, counted from 1."""


def heading(area: str, figure: str) -> str:
    """The heading of one column of figures."""
    return f"{area}{_BETWEEN}{figure}"


def entry_lines(sheet: Sheet) -> Lines:
    """The lines of results that an entry sheet holds.

    Their numbers, and those of the findings, say where in that sheet each stands: see `located`.
    """
    texts = [[_heading(str(cell.value or "")) for cell in cells] for _, cells in sheet.rows]
    start = next((place for place, names in enumerate(texts) if KEYS[0] in names), None)
    if start is None:
        mend = "Write indicator and name there, and then a pair of columns for each area."
        return [(HEADER_ROW, _LINE)], [_finding(HEADER_ROW, None, "the header is missing", mend)]
    header, names = sheet.rows[start][0], texts[start]
    findings = [_finding(it.row or 0, None, it.problem, it.mend) for it in layout_findings(sheet.layout, header)]
    pairs, in_header = _pairs(header, names)
    period, in_period = _period(sheet, start)
    findings += in_header
    lines: list[Line] = []
    for row, cells in sheet.rows[start + 1 :]:
        in_row, of_row = _row_lines(sheet.layout, row, cells, names.index(KEYS[0]) + 1, pairs)
        lines += [(number, [indicator, period, *rest]) for number, (indicator, *rest) in in_row]
        findings += of_row
    if in_period and lines:
        return [(header, _LINE)], alike_once([*findings, *in_period])
    return [(header, _LINE), *lines], alike_once(findings)


def unread(error: FileError) -> Lines:
    """No line, and why the sheet cannot be read."""
    return [(HEADER_ROW, _LINE)], [_finding(PERIOD_ROW, None, error.problem, error.mend)]


def _heading(written: str) -> str:
    """A heading as the kit writes it, whatever its capitals and spaces: "Shire: numerator"."""
    text = clean(written)[0]
    area, _, figure = text.rpartition(":")
    plain = figure.strip().casefold()
    if area and plain in FIGURES:
        return heading(area.strip(), plain)
    return plain if plain in KEYS else text


def beside_results(wide: Lines, kept_lines: Lines) -> list[Finding]:
    """Warnings of an entry sheet whose month may not be what it says, beside the months that the sheet results keeps.

    They are for what an entry sheet invites: a new month typed over the old one, which is then kept nowhere; and rows
    that were not typed over, which pass for the new month's.
    """
    (_, names), *lines = wide[0]
    entered = {(row["indicator"], row["area"]): _figures(row) for row in _rows(names, lines)}
    month = lines[0][1][_LINE.index("period")] if lines else ""
    kept: dict[str, dict[tuple[str, str], Figures]] = {}
    (_, header), *rest = kept_lines[0]
    names = list(contract_names(_RESULTS, header).values())
    for row in _rows(names, rest):
        with suppress(CellError):  # a cell in error has its own finding
            if not row.get("cohort"):
                of_month = kept.setdefault(read_period(row.get("period", "")), {})
                of_month[row.get("indicator", ""), row.get("area", "")] = _figures(row)
    earlier = sorted(other for other in kept if other < month)
    return [*_not_typed_over(entered, kept, month), *_lost(earlier, month)]


def _rows(names: list[str], lines: list[Line]) -> list[dict[str, str]]:
    return [dict(zip(names, (clean(text)[0] for text in texts), strict=False)) for _, texts in lines]


def _figures(row: Mapping[str, str]) -> Figures:
    """Numerator and denominator as they were written, whatever noughts follow the point."""
    numerator, denominator = (row.get(name, "") for name in FIGURES)
    with suppress(ValueError):
        return exact(numerator), exact(denominator)
    return numerator, denominator


def _not_typed_over(
    entered: Mapping[tuple[str, str], Figures], kept: Mapping[str, Mapping[tuple[str, str], Figures]], month: str
) -> Iterator[Finding]:
    for other, figures in sorted(kept.items(), reverse=True):
        alike = [place for place, pair in entered.items() if figures.get(place) == pair]
        if other != month and len(alike) >= _FEWEST and len(alike) * 2 > len(entered):
            problem = f"has the figures of {other} in {len(alike)} of {len(entered)} pairs of cells"
            mend = "Type the new figures over the old ones, and clear what is not in yet."
            yield _finding(PERIOD_ROW, "period", problem, mend, month, "warning")


def _lost(earlier: list[str], month: str) -> Iterator[Finding]:
    """A warning where the month before, on the rhythm of those that are kept, is not among them."""
    if not earlier:
        return
    gaps = [months_between(*pair) for pair in pairwise([*earlier, month])]
    if gaps[-1] > min(gaps[:-1], default=gaps[-1] if gaps[-1] in _RHYTHMS else 1):
        problem = (
            f"follows {earlier[-1]}, the last month of sheet {_RESULTS.name}: what was entered between is kept nowhere"
        )
        mend = f"Copy the figures of a month into sheet {_RESULTS.name} before the next is typed over them."
        yield _finding(PERIOD_ROW, "period", problem, mend, month, "warning")


def _pairs(row: int, names: list[str]) -> tuple[Pairs, list[Finding]]:
    pairs: Pairs = {}
    findings = []
    for place, name in enumerate(names, 1):
        area, _, figure = name.rpartition(_BETWEEN)
        if area and figure in FIGURES:
            if figure in pairs.setdefault(area, {}):
                findings.append(_finding(row, name, "the column stands there twice", "Delete one of the two."))
            pairs[area][figure] = place
        elif name not in KEYS:
            problem = "there is no such column" if name else f"column {get_column_letter(place)} has no name"
            mend = 'Write the area, a colon and numerator or denominator, such as "Shire: numerator".'
            findings.append(_finding(row, name or None, problem, mend))
    return pairs, findings


def _period(sheet: Sheet, start: int) -> tuple[str, list[Finding]]:
    """The month beside the word period, above the header; or what is wrong with it."""
    for row, cells in sheet.rows[:start]:
        if str(cells[0].value).strip().casefold() == "period" and cells[1:]:
            text, in_cell = cell_text("", sheet.layout, (row, 2), cells[1], _COLUMNS["period"])
            try:
                return read_period(text) if text else "", in_cell or _no_period(row) * (not text)
            except CellError as error:
                return "", [_finding(row, "period", error.problem, error.mend, text)]
    return "", _no_period(PERIOD_ROW)


def _no_period(row: int) -> list[Finding]:
    return [_finding(row, "period", "the month is missing", f"Write it in cell B{row}, such as 2016-04.")]


def _row_lines(layout: Layout, row: int, cells: list[Typed], key: int, pairs: Pairs) -> Lines:
    """A line without its period for each pair of the row that is filled."""
    findings: list[Finding] = []

    def text_in(place: int, name: str, column: str) -> str:
        text, in_cell = cell_text("", layout, (row, place), cells[place - 1], replace(_COLUMNS[column], name=name))
        findings.extend(_finding(row, it.column, it.problem, it.mend, it.value, it.level) for it in in_cell)
        return text

    indicator = text_in(key, KEYS[0], KEYS[0])
    lines: list[Line] = []
    for area, places in pairs.items():
        figures = [text_in(places[name], heading(area, name), name) if name in places else "" for name in FIGURES]
        if any(text.strip() for text in figures):
            lines.append((_number(row, *(places.get(name, 0) for name in FIGURES)), [indicator, area, *figures]))
    if lines and not indicator.strip():
        mend = "Write its key in the column indicator, or delete the row if it is one of totals."
        return [], [*findings, _finding(row, None, "the figures stand without an indicator", mend)]
    if lines and (total := total_row(_RESULTS, row, {KEYS[0]: indicator})):
        return [], [*findings, _finding(row, KEYS[0], total.problem, total.mend, indicator)]
    return lines, findings


def _finding(
    row: int, column: str | None, problem: str, mend: str, value: str | None = None, level: Level = "error"
) -> Finding:
    return Finding(_RESULTS.file, _number(row), column, value, problem, mend, level)


def _number(row: int, numerator: int = 0, denominator: int = 0) -> int:
    """One number for a row of the entry sheet and its pair of columns, beyond any row of a worksheet."""
    return (row * _WIDTH + numerator) * _WIDTH + denominator


def is_entry(number: int) -> bool:
    """Whether a line of results, by its number, is one of the entry sheet."""
    return number > _LAST_ROW


def located(file: str) -> Callable[[Finding], Finding]:
    """How findings on results name a row and column of the entry sheet, where a line is from there."""
    in_entry, in_results = (f"{file}, sheet {name}" for name in (SHEET, _RESULTS.name))

    def placed(finding: Finding) -> Finding:
        if finding.file != in_results:
            return finding
        entered = is_entry(finding.row or 0)
        problem, mend = (
            _ROW.sub(lambda it: _words(int(it[1]), is_entry=entered), text) for text in (finding.problem, finding.mend)
        )
        if not entered:
            return replace(finding, problem=problem, mend=mend)
        row, *places = _decoded(finding.row or 0)
        column = finding.column
        if column in FIGURES and places[FIGURES.index(column)]:
            column = get_column_letter(places[FIGURES.index(column)])
        elif column == "area":
            column = get_column_letter(max(places))
        return replace(finding, file=in_entry, row=row, column=column, problem=problem, mend=mend)

    return placed


def entry_place(number: int) -> tuple[int, tuple[int, ...]] | None:
    """The row, and the columns of the figures, of a line of results that the entry sheet gave; None of any other."""
    if not is_entry(number):
        return None
    row, *places = _decoded(number)
    return row, tuple(place for place in places if place)


def _decoded(number: int) -> tuple[int, int, int]:
    rest, denominator = divmod(number, _WIDTH)
    return *divmod(rest, _WIDTH), denominator


def _words(number: int, *, is_entry: bool) -> str:
    """How the text of a finding names the row of another line; `is_entry`: the finding is on one of the entry sheet."""
    if number <= _LAST_ROW:
        return f"row {number} of sheet {_RESULTS.name}" if is_entry else f"row {number}"
    row, *places = _decoded(number)
    letters = " and ".join(get_column_letter(place) for place in places if place)
    return f"row {row}, columns {letters}, of sheet {SHEET}"
