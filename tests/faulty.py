"""Small data folders with one to three faults in them, as they come out of spreadsheets and exports, in every source."""

import csv
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from hypothesis import strategies as st

Rows = list[list[str]]
Tables = dict[str, Rows]
"""By name: the header, then the rows."""

PERIOD = "2025-09"
MONTHS = ("2024-09", "2025-03", "2025-07", "2025-08", PERIOD)
AREAS = ("Westshire", "North", "South")
COHORT = "excluding_uasc"
DEFINITIONS = {
    "visits": ("Visits in time", "H", "YTD", "percent"),
    "moves": ("Moved three times", "L", "R12M", "percent"),
    "waiting": ("Children waiting", "L", "SS", "count"),
    "adoptions": ("Adoptions", "H", "YTD", "count"),
    "rate": ("Children in care", "T", "SS", "rate"),
    "change": ("Children new in care", "", "month", "count"),
}
PARAMETERS = """title: Westshire
status: {status}
period: 2025-09
data: data/h
small_counts: {{below: 6, already_published: true}}
sections:
  - notebook: cover_report
  - notebook: summary
  - notebook: scorecard
    parameters: {{area: Westshire}}
  - notebook: areas
    parameters: {{areas: [Westshire, North, South]}}
  - notebook: impact_of_uasc
    parameters: {{areas: [Westshire, North]}}
  - notebook: exception_report
    for_each: {{indicator: red}}
"""


SOURCES = st.sampled_from(["workbook", "parquet", "sqlite"])


@dataclass(frozen=True)
class Drawn:
    """A drawn folder, the names of its faults, the pack's status, and where it lives beside CSV files."""

    tables: Tables
    faults: tuple[str, ...]
    status: str
    source: str


@st.composite
def folders(draw: st.DrawFn, fewest: int = 1, most: int = 3) -> Drawn:
    """Draw a small folder that is in order, then plant faults in it."""
    tables = draw(_tables())
    some = st.sampled_from(sorted(FAULTS)) | st.sampled_from(READ_ALL_THE_SAME)  # of half, pages are compared
    names = draw(st.lists(some, min_size=fewest, max_size=most, unique=True))
    for name in names:
        FAULTS[name](draw, tables)
    return Drawn(tables, tuple(names), draw(st.sampled_from(["final", "final", "draft"])), draw(SOURCES))


@st.composite
def _tables(draw: st.DrawFn) -> Tables:
    names = draw(st.lists(st.sampled_from(sorted(DEFINITIONS)), min_size=1, max_size=4, unique=True))
    indicators = [[name, *DEFINITIONS[name], "Children"] for name in names]
    results: Rows = []
    for name in names:
        unit = DEFINITIONS[name][3]
        for month in MONTHS:
            figures = [draw(_figures(unit)) for _ in AREAS[1:]]
            whole = [sum(column) for column in zip(*figures, strict=True)]
            for area, (numerator, denominator) in zip(AREAS, [whole, *figures], strict=True):
                base = "" if unit == "count" else str(denominator)
                results.append([name, month, area, "", str(numerator), base, "", ""])
        if draw(st.booleans()):
            results += [
                [row[0], row[1], row[2], COHORT, str(int(row[4]) // 2), row[5] and str(int(row[5]) - int(row[4]) // 2), "", ""]
                for row in results
                if row[0] == name and row[1] == PERIOD and not row[3]
            ]  # fmt: skip
    targets = [[name, "2024-04", "", *draw(_target(*DEFINITIONS[name][1:4]))] for name in names]
    return {
        "indicators": [["indicator", "name", "polarity", "data_period", "unit", "group"], *indicators],
        "results": [
            ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"], *results
        ],
        "targets": [
            ["indicator", "from", "area", "target", "floor", "green_from", "green_to", "amber_from", "amber_to"],
            *(row for row in targets if any(row[3:])),
        ],
        "areas": [["area", "kind", "parent"], ["Westshire", "county", ""], ["North", "area", "Westshire"],
                  ["South", "area", "Westshire"]],
        "glossary": [["term", "words"], ["UASC", "unaccompanied asylum-seeking children"]],
    }  # fmt: skip


@st.composite
def _figures(draw: st.DrawFn, unit: str) -> tuple[int, int]:
    if unit == "rate":
        return draw(st.integers(40, 90)), draw(st.integers(9_000, 11_000))
    base = draw(st.integers(20, 60))
    return draw(st.integers(8, base - 6)), base


@st.composite
def _target(draw: st.DrawFn, polarity: str, _period: str, unit: str) -> list[str]:
    if not polarity or draw(st.integers(0, 9)) == 0:
        return [""] * 6
    middle = 60 if unit == "rate" else 50
    target = draw(st.integers(middle - 10, middle + 10))
    if polarity == "T":
        return [str(target), "", str(target - 3), str(target + 3), str(target - 9), str(target + 9)]
    gap = draw(st.sampled_from([0, 5, 12]))
    return [str(target), str(target - gap if polarity == "H" else target + gap), "", "", "", ""]


Fault = Callable[[st.DrawFn, Tables], None]


def _row(draw: st.DrawFn, tables: Tables, table: str = "results") -> list[str]:
    rows = tables[table][1:]
    return draw(st.sampled_from(rows)) if rows else [""] * len(tables[table][0])


def _put(table: str, column: str, words: st.SearchStrategy[str]) -> Fault:
    """Something else in one cell of a column."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        if column in tables[table][0]:
            _row(draw, tables, table)[tables[table][0].index(column)] = draw(words)

    return plant


def _round(column: str) -> Fault:
    """Something invisible, or a space, round a key of one row, or of a whole month."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        if column not in tables["results"][0]:
            return
        place, row = tables["results"][0].index(column), _row(draw, tables)
        odd = draw(st.sampled_from([" ", "  ", "\u00a0", "\t", "\u200b", "\ufeff", "\r", "\n", "\u2009"]))
        month = row[1]
        for other in tables["results"][1:] if draw(st.booleans()) else [row]:
            if other[1] == month and other[place]:
                other[place] = other[place] + odd if draw(st.booleans()) else odd + other[place]

    return plant


def _months(draw: st.DrawFn, tables: Tables) -> None:
    """Another spelling of one month, in all its rows."""
    month = draw(st.sampled_from(MONTHS))
    spelled = draw(st.sampled_from(["{n}-30 00:00:00", "{w}", "{s}", "{y}-{m}", "{n}-01", "{n} ", "01/{m2}/{y}", "{n}-01T00:00:00"]))
    year, number = month.split("-")
    words = {"03": "March", "07": "July", "08": "August", "09": "September"}[number]
    text = spelled.format(n=month, w=f"{words} {year}", s=f"{words[:3]}-{year[2:]}", y=year, m=int(number), m2=number)
    for row in tables["results"][1:]:
        row[1] = text if row[1] == month else row[1]


def _without(**equal: str) -> Fault:
    """Rows left out: of a month, of an area, of an indicator's month."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        header, *rows = tables["results"]
        own = _row(draw, tables)
        wanted = {header.index(column): value or own[header.index(column)] for column, value in equal.items() if column in header}
        kept = [row for row in rows if not all(row[place] == value for place, value in wanted.items())]
        tables["results"][1:] = kept or rows

    return plant


def _blank_figures(draw: st.DrawFn, tables: Tables) -> None:
    """Rows that were prepared ahead: keys, and no figure."""
    name = _row(draw, tables)[0]
    for row in tables["results"][1:]:
        if row[0] == name and row[1] == PERIOD:
            row[4:7] = ["", "", ""]


def _again(draw: st.DrawFn, tables: Tables) -> None:
    """A row that stands there twice."""
    tables["results"].append(list(_row(draw, tables)))


def _header(change: Callable[[str], str]) -> Fault:
    """Something else in the header."""

    def plant(draw: st.DrawFn, tables: Tables) -> None:
        header = tables[draw(st.sampled_from(["results", "targets", "indicators"]))][0]
        place = draw(st.integers(0, len(header) - 1))
        header[place] = change(header[place])

    return plant


def _new_column(draw: st.DrawFn, tables: Tables) -> None:
    name = draw(st.sampled_from(["comments", "checked by", "nhs number", "numerater", "Postcode"]))
    header, *rows = tables["results"]
    header.append(name)
    for row in rows:
        row.append("x")


def _lost_column(draw: st.DrawFn, tables: Tables) -> None:
    table = tables[draw(st.sampled_from(["results", "targets", "indicators"]))]
    place = draw(st.integers(0, len(table[0]) - 1))
    for row in table:
        del row[place : place + 1]


def _no_table(draw: st.DrawFn, tables: Tables) -> None:
    del tables[draw(st.sampled_from(["areas", "targets", "glossary"]))]


def _total(draw: st.DrawFn, tables: Tables) -> None:
    row = list(_row(draw, tables))
    row[2] = draw(st.sampled_from(["Total", "Westshire.", "westshire", "North "]))
    tables["results"].append(row)


NUMERALS = st.sampled_from(
    ["56.99999999999999", "57.00000000000001", "0.57", "1", "85%", "£85", "85,5", "(45)", "-3", "n/a", "#N/A", "..", "1,234",
     "1E+02", "85.0", "c", "٣", "=1+1", "1e999", "nan", "Infinity", "0", "00012", "85.", ".5", "+7", "5 0"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["Westshire", "Wets shire", "WESTSHIRE", "W\u0435stshire", "", "Nort", "a" * 300, "=A1", "<b>x</b>", "a\x1bb", "\u202eabc",
     "x|y", "A, B", 'a"b', "[a](b)", "Ünï"]
)  # fmt: skip

FAULTS: dict[str, Fault] = {
    "something round an area": _round("area"),
    "something round an indicator": _round("indicator"),
    "something round a month": _round("period"),
    "a month spelled otherwise": _months,
    "an odd month": _put("results", "period", st.sampled_from(["2116-03", "2025/26", "2025-13", "", "9", "45000", "2025-9"])),
    "an odd numerator": _put("results", "numerator", NUMERALS),
    "an odd denominator": _put("results", "denominator", NUMERALS),
    "an odd value": _put("results", "value", NUMERALS),
    "an odd target": _put("targets", "target", NUMERALS),
    "an odd floor": _put("targets", "floor", NUMERALS),
    "an odd area": _put("results", "area", NAMES),
    "an odd area of areas": _put("areas", "area", NAMES),
    "an odd parent": _put("areas", "parent", NAMES),
    "an odd indicator": _put("results", "indicator", NAMES),
    "an odd key": _put("indicators", "indicator", st.sampled_from(["Visits", "visit s", "", "a" * 90, "con", "vísits"])),
    "an odd name": _put("indicators", "name", NAMES),
    "an odd polarity": _put("indicators", "polarity", st.sampled_from(["High", "h", "lower is better", "", "X"])),
    "an odd data period": _put("indicators", "data_period", st.sampled_from(["year to date", "ytd", "", "Q", "quarter"])),
    "an odd unit": _put("indicators", "unit", st.sampled_from(["%", "Percent", "number", "gbp", ""])),
    "an odd status": _put("results", "status", st.sampled_from(["suppressed", "Provisional", "late", "carried_forward"])),
    "an odd cohort": _put("results", "cohort", st.sampled_from(["uasc", "excluding_uasc", "excluding_usac", "All"])),
    "a late figure": _without(indicator="", period=PERIOD),
    "an area without a figure": _without(indicator="", area=""),
    "a month without figures": _without(period=PERIOD),
    "an area without any": _without(area="South"),
    "an indicator without any": _without(indicator=""),
    "rows prepared ahead": _blank_figures,
    "a row twice": _again,
    "a heading in capitals": _header(str.upper),
    "a heading with a space": _header(lambda name: f" {name} "),
    "a heading misspelled": _header(lambda name: name[:-1]),
    "a heading twice": _header(lambda _: "indicator"),
    "a column too many": _new_column,
    "a column lost": _lost_column,
    "a table lost": _no_table,
    "a total": _total,
}  # fmt: skip


READ_ALL_THE_SAME = [
    "a heading in capitals", "a heading with a space", "a late figure", "a month spelled otherwise", "a table lost",
    "an area without a figure", "an area without any", "an indicator without any", "an odd data period", "an odd status",
    "an odd unit", "rows prepared ahead", "something round an area", "something round an indicator",
    "something round a month",
]  # fmt: skip
"""The faults that most often leave a pack that can be rendered."""


def write_csv(tables: Tables, folder: Path) -> None:
    """Each table a CSV file."""
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


def write_workbook(tables: Tables, folder: Path) -> None:
    """Each table a sheet, all of it as text: what a program that exports knows no better."""
    with xlsxwriter.Workbook(folder / "figures.xlsx") as book:
        as_text = book.add_format({"num_format": "@"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, text in enumerate(row):
                    if text:
                        sheet.write_string(number, place, text, as_text)


def write_parquet(tables: Tables, folder: Path) -> None:
    """Each table a Parquet file of text."""
    for name, (header, *rows) in tables.items():
        columns = [pa.array([row[place] or None for row in rows], pa.string()) for place in range(len(header))]
        pq.write_table(pa.Table.from_arrays(columns, names=header), folder / f"{name}.parquet")


def write_sqlite(tables: Tables, file: Path) -> None:
    """Each table a table of text in one SQLite database, with the order of its rows."""
    with sqlite3.connect(file) as connection:
        for name, (header, *rows) in tables.items():
            names = ", ".join(f'"{title}" text' for title in header)
            connection.execute(f"create table {name} ({names}, position integer)")
            marks = ", ".join("?" * (len(header) + 1))
            values: list[list[Any]] = [[text or None for text in row] + [at] for at, row in enumerate(rows)]
            connection.executemany(f"insert into {name} values ({marks})", values)  # noqa: S608 - the test's own names
    connection.close()
