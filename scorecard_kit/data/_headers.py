"""What stands round the rows of a table: its header, a title above it, remarks beneath it, and columns of others."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from scorecard_kit.data._lines import Line, note
from scorecard_kit.data.schema import Table
from scorecard_kit.data.values import CellError, read_period
from scorecard_kit.findings import Finding, and_further, did_you_mean, nearest
from scorecard_kit.text.characters import folded
from scorecard_kit.text.counting import joined

_LOOKED_AT = 20  # filled rows among which the header is looked for
_ENOUGH = 2  # columns that a header names
_MANY = 50  # unknown columns that make a file another one
_NAMED = 10  # unknown columns that a message names
_SIDE_BY_SIDE = 3  # months or years among the columns
_NEAR = 0.85
_BRINGING_IN = '"Bringing in national figures" in docs/how-to/data-sources.md says how to bring such a file in.'
_LAYOUTS = (
    (
        {"time period", "geographic level"},
        "is a national file in the tidy layout of Explore education statistics (time_period, geographic_level)",
    ),
    (
        {"time period", "time identifier"},
        "is a national file in the tidy layout of Explore education statistics (time_period, time_identifier)",
    ),
    ({"la number", "la name"}, "is an export of the Local Authority Interactive Tool"),
    ({"la and regions"}, "is an export of the Local Authority Interactive Tool"),
    ({"indicator id", "area code", "time period"}, "is an export of Fingertips"),
    ({"measure names"}, "is an export of Tableau or Power BI (Measure Names)"),
    ({"attribute", "value"}, "is an unpivoted table (Attribute, Value)"),
    ({"child", "dob"}, "is a return on single children (CHILD, DOB)"),
    ({"child", "upn"}, "is a return on single children (CHILD, UPN)"),
)
"""Columns by which the files of others are known, and what such a file is."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PERSONAL = re.compile(
    r"names?|initials|(fore|sur|first|last|family|given|full|middle|child('?s)?|pupil|person|client|mother|father|parent|"
    r"carer|social worker|worker|staff) ?names?|dob|d o b|birth ?date|date of birth|year of birth|nhs( .*)?|upn|uln|"
    r"unique pupil .*|post ?code|.*\bhome address|address( line)?( [0-9])?|(e ?)?mail( address)?|(tele)?phone( .*)?|"
    r"mobile( .*)?|(child|person|client|pupil|case|liquidlogic|mosaic|lcs|ics|swift) ?(id|ref(erence)?|number|no)|"
    r"ni (number|no)|nino|ethnicity of child|gender of child"
)
"""What a column is called that holds persons, in small letters and with spaces."""
TOTALS = frozenset("total|totals|grand total|subtotal|sub total|sum".split("|"))
_REMARK = re.compile(
    r"(sources?|notes?|footnotes?|caveats?|produced|extracted|exported|printed|report run|run (date|on)|last updated|"
    r"generated|data as at|created|end of (report|file|data)|copyright|©|\(c\))(?![a-z-])|\*+ ?[A-Za-z]|"
    r"\(?[0-9,]+ (rows?|records?) (affected|selected|returned)",
    re.IGNORECASE,
)
"""How a line beneath a table begins that is no row of it."""
_RULE = re.compile("[-=_+]{3,}")
"""What the programs of databases write beneath the header, in every column."""


def header_place(table: Table, lines: Sequence[Line]) -> int:
    """The place of the header among the filled lines: the first that names two columns of the table."""
    columns = {folded(column.name) for column in table.columns}
    for place, (_, cells) in enumerate(lines[:_LOOKED_AT]):
        if len({folded(cell) for cell in cells} & columns) >= min(_ENOUGH, len(columns)):
            return place
    return 0


def above(file: str, lines: Sequence[Line], header: int) -> list[Finding]:
    """What stands above the header: a title is left out, a row of several cells may be figures."""
    titles = [number for number, cells in lines if sum(map(bool, cells)) == 1]
    mend = "Move it beneath the header, or delete it."
    problem = f"the row stands above the header, which is row {header}"
    figures = [Finding(file, number, problem=problem, mend=mend) for number, _ in lines if number not in titles]
    return [*figures, *left_out(file, "the row above the header was", titles)]


def foreign(table: Table, row: int, header: Sequence[str]) -> list[Finding]:
    """The one error of a file that is laid out as others lay theirs out; none where it is the contract's."""
    names = {folded(_CAMEL.sub(" ", name)) for name in header} | {folded(name) for name in header}
    if all(folded(column.name) in names for column in table.columns if column.required):
        return []
    for columns, words in _LAYOUTS:
        if columns <= names:
            return [Finding(table.file, row, problem=f"this {words}, not a table of the kit", mend=_BRINGING_IN)]
    months = [name for name in header if _is_time(name)]
    if len(months) >= _SIDE_BY_SIDE:
        problem = f"months or years stand side by side, as columns ({months[0]}, {months[1]} and so on)"
        return [Finding(table.file, row, problem=problem, mend=f"Write a row for each month. {_BRINGING_IN}")]
    columns_of = {folded(column.name) for column in table.columns}
    if not columns_of & names and any(_is_time(name) or re.fullmatch(r"[0-9.]+", name) for name in header):
        mend = f"Write the names of the columns above it: {', '.join(column.name for column in table.columns)}."
        return [Finding(table.file, row, problem="the header is missing: figures stand in the first row", mend=mend)]
    return []


def _is_time(name: str) -> bool:
    if re.fullmatch(r"(19|20)[0-9]{2}([-/ ]?[0-9]{2}([0-9]{2})?)?", name):
        return True
    try:
        return bool(read_period(name))
    except CellError:
        return False


def read_header(table: Table, row: int, header: Sequence[str], body: Sequence[Line]) -> tuple[list[str], list[Finding]]:
    """The contract's name of each column, blank where it is left out; and what is to be said of the header."""
    columns = {folded(column.name): column.name for column in table.columns}
    names = [columns.get(folded(name), "") for name in header]
    unknown = [name for name, known in zip(header, names, strict=True) if name and not known]
    otherwise = [(name, known) for name, known in zip(header, names, strict=True) if known not in {"", name}]
    findings = [*_standing_twice(table, row, names), *_nameless(table, row, header, body)]
    refused, ignored = _unknown(table, row, unknown, set(names))
    findings += refused
    meant = {nearest(name, set(columns.values()) - set(names)) for name in unknown[:_MANY]} if refused else set()
    for column in table.columns:
        if column.required and column.name not in {*names, *meant}:
            mend = f"Add it, or give its name to one of these: {_listed(ignored)}." if ignored else "Add it."
            findings.append(Finding(table.file, row, column.name, problem="the column is missing", mend=mend))
    findings += _notes(table, row, names, ignored, otherwise)
    return names, findings


def _standing_twice(table: Table, row: int, names: Sequence[str]) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name and name in names[:place]:
            yield Finding(table.file, row, name, problem="the column stands there twice", mend="Delete one of the two.")


def _nameless(table: Table, row: int, header: Sequence[str], body: Sequence[Line]) -> Iterator[Finding]:
    for place, name in enumerate(header):
        if not name and any(cells[place : place + 1] not in ([], [""]) for _, cells in body):
            problem = f"column {place + 1} has no name"
            yield Finding(table.file, row, problem=problem, mend="Write its name in the header, or delete the column.")


def _unknown(table: Table, row: int, unknown: Sequence[str], there: set[str]) -> tuple[list[Finding], list[str]]:
    """The errors over columns that the table does not have, and those that may be left out."""
    own = [column.name for column in table.columns]
    columns = f"The columns are: {', '.join(own)}."
    if len(unknown) > _MANY:
        problem = f"{len(unknown):,} columns are not known ({_listed(unknown)})"
        return [Finding(table.file, row, problem=problem, mend=f"Is this the right file? {columns}")], []
    findings, ignored = [], []
    absent = [name for name in own if name not in there]
    for name in unknown:
        if _PERSONAL.fullmatch(folded(_CAMEL.sub(" ", name))) or _PERSONAL.fullmatch(folded(name)):
            problem, mend = "the column looks personal", "Take it out of the file: the kit reads no data on persons."
        elif nearest(name, absent):
            problem, mend = "there is no such column", did_you_mean(name, absent, columns)
        elif near := nearest(name, own, _NEAR):
            problem, mend = "there is no such column", f'"{near}" stands there too. Delete one of the two.'
        else:
            ignored.append(name)
            continue
        findings.append(Finding(table.file, row, name, problem=problem, mend=mend))
    return findings, ignored


def _listed(names: Sequence[str]) -> str:
    named = ", ".join(name[: _NAMED * 4] for name in names[:_NAMED])
    return f"{named} and {len(names) - _NAMED:,} more" if len(names) > _NAMED else named


def _notes(
    table: Table, row: int, names: Sequence[str], ignored: Sequence[str], otherwise: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    """What was read differently from how the header has it."""
    if otherwise:
        read = ", ".join(f"{name} as {column}" for name, column in otherwise)
        yield Finding(table.file, row, problem=f"the header is read in the contract's spelling: {read}", level="note")
    if ignored:
        what = (
            "a column that is not known was" if len(ignored) == 1 else f"{len(ignored)} columns that are not known were"
        )
        yield Finding(table.file, row, problem=f"{what} left out: {_listed(ignored)}", level="note")
    places = [column.name for column in table.columns]
    order = [places.index(name) for name in names if name]
    if any(one > other for one, other in pairwise(order)):
        problem = "the columns are in another order than the contract's, and read by their names"
        yield Finding(table.file, problem=problem, level="note")


def without_remarks(
    table: Table, header: Sequence[str], names: Sequence[str], body: Sequence[Line]
) -> tuple[list[Line], list[Finding]]:
    """The rows without those that are none: the header once more, totals, and remarks such as "Source: …"."""
    must = [names.index(column.name) for column in table.columns if column.required and column.name in names]
    kept: list[Line] = []
    findings: list[Finding] = []
    remarks: list[int] = []
    ruled = [row for row, cells in body if all(_RULE.fullmatch(cell) for cell in cells if cell)]
    for row, cells in body:
        if row in ruled[:1]:
            continue
        first = next(cell for cell in cells if cell)
        if list(cells) == list(header):
            problem, mend = "the header stands here once more", "Delete the row."
            findings.append(Finding(table.file, row, problem=problem, mend=mend))
        elif not (_REMARK.match(first) and _is_no_row(table, first, must, cells)):
            total = total_row(table, row, dict(zip(names, cells, strict=False)))
            findings += [total] if total else []
            kept += [] if total else [(row, cells)]
        elif sum(map(bool, cells)) == 1:
            remarks.append(row)
        else:
            problem, mend = "looks like a remark beneath the table, not like a row of it", "Delete the row."
            findings.append(Finding(table.file, row, value=first, problem=problem, mend=mend))
    findings += left_out(table.file, "a line of dashes was", ruled[:1])
    return kept, [*findings, *left_out(table.file, "a remark was", remarks)]


def total_row(table: Table, row: int, cells: Mapping[str, str]) -> Finding | None:
    """The error of a row that adds up others, in a table whose rows are about indicators."""
    must = [column.name for column in table.columns if column.required and column.name in table.key]
    if "indicator" not in must:
        return None
    indicator = cells.get("indicator", "").strip()
    if folded(indicator) in TOTALS:
        problem, mend = "is a row of totals, which would count twice", "Delete the row."
        return Finding(table.file, row, "indicator", indicator, problem, mend)
    if not any(cells.get(name, "").strip() for name in must) and any(text.strip() for text in cells.values()):
        problem = f"the row has no {joined(must)}: it may be a row of totals, or a remark"
        return Finding(table.file, row, problem=problem, mend="Delete the row, or fill in what is missing.")
    return None


def _is_no_row(table: Table, first: str, must: Sequence[int], cells: Sequence[str]) -> bool:
    """Whether cells that begin like a remark are one: a row would have its key, and no sentence for an indicator."""
    has_indicator = any(column.name == "indicator" and column.required for column in table.columns)
    return any(not "".join(cells[place : place + 1]) for place in must) or (has_indicator and ":" in first)


def left_out(file: str, what: str, rows: Sequence[int]) -> list[Finding]:
    """The note on rows that were left out, told once; none where there are none."""
    return [note(file, f"{what} left out{and_further(rows)}", row=rows[0])] if rows else []
