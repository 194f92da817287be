"""The same figures by way of a workbook are the same lines, the same tables and the same pages."""

import csv
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from scorecard_kit.data._csv_file import csv_lines
from scorecard_kit.data._tables import read_lines
from scorecard_kit.data.excel.workbook import source
from scorecard_kit.data.schema import NUMBERS, TABLES, Column
from tests.conftest import ROOT, SOAK, run_here
from tests.workbooks import FILE, Cell

Rows = list[list[str]]
ODD = {"month": "mmm-yy", "day": "dd/mm/yyyy"}
# What XML cannot hold, what CSV changes, and what a workbook writes for it.
WORDS = st.text(
    st.characters(blacklist_categories=["C", "Z"], blacklist_characters="_", whitelist_characters=" "), max_size=8
).map(str.strip)
LIKE_OTHERS = st.sampled_from(["=1+1", "#N/A", "1-2", "007", "1E5", "TRUE", "2016-03", "21.5%", "'52", "+3"])
NUMERALS = st.decimals(0, 10**8, places=2).map(lambda number: format(number.normalize(), "f"))
MONTHS = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%Y-%m}")


def as_typed(text: str, column: Column, *, is_percent: bool, odd: bool) -> tuple[Cell, str]:
    """What an analyst may have typed for a cell, and how Excel then shows it."""
    if column.kind in NUMBERS and text:
        number, places = Decimal(text), len(text.partition(".")[2])
        shown_as = f"0.{'0' * places}" if places else "0"
        return (float(number / 100), f"{shown_as}%") if is_percent and odd else (float(number), shown_as)
    if column.kind == "period" and odd and text:
        return date(int(text[:4]), int(text[5:]), 1), ODD["month"]
    if column.kind == "date" and odd and text:
        return date.fromisoformat(text), ODD["day"]
    if column.kind == "yes_no" and odd and text:
        return text == "yes", "General"
    return text or None, "@"


def write_as_typed(path: Path, tables: Mapping[str, Rows], percents: set[str]) -> None:
    """Write tables as an analyst may have them: every other row in dates, percentages and truth values."""
    book = Workbook()
    del book["Sheet"]
    for name, (header, *body) in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(header)
        columns = {column.name: column for column in TABLES[name].columns}
        for row, texts in enumerate(body, 2):
            for place, (title, text) in enumerate(zip(header, texts, strict=False), 1):
                is_percent = columns[title].kind == "number" and texts[0] in percents
                value, shown_as = as_typed(text, columns[title], is_percent=is_percent, odd=row % 2 == 0)
                if value is not None:
                    cell = sheet.cell(row, place)
                    cell.value, cell.number_format = value, shown_as
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)


def read_csv(path: Path) -> Rows:
    """The cells of a CSV file as text."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Rows]:
    """Draw indicators, results and a glossary with anything in them that a cell may hold."""
    keys = ["visits", "1-2", "42"]
    name = st.one_of(WORDS, LIKE_OTHERS).filter(bool)
    yes = st.sampled_from(["", "yes", "no"])
    blank = st.just("")
    indicators = [
        [key, draw(name), "H", "YTD", unit, draw(yes)]
        for key, unit in zip(keys, ["percent", "days", "count"], strict=True)
    ]
    results = [
        [
            draw(st.sampled_from(keys)),
            draw(MONTHS),
            draw(name),
            draw(NUMERALS | blank),
            draw(NUMERALS | blank),
            draw(name | blank),
        ]
        for _ in range(draw(st.integers(1, 6)))
    ]
    glossary = [[draw(name), draw(name)] for _ in range(draw(st.integers(1, 3)))]
    return {
        "indicators": [["indicator", "name", "polarity", "data_period", "unit", "cases_sentence"], *indicators],
        "results": [["indicator", "period", "area", "numerator", "value", "note"], *results],
        "glossary": [["term", "words"], *glossary],
    }


@settings(max_examples=1_000 if SOAK else 40)
@given(tables())
def test_a_workbook_gives_the_values_that_csv_gives(drawn: dict[str, Rows]) -> None:
    """Whatever stands in the cells, numbers are the same fractions and text the same text, row by row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_as_typed(folder / FILE, drawn, percents={"visits"})
        book = source(folder)
        for table, rows in drawn.items():
            with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
            by_csv = read_lines(TABLES[table], csv_lines(folder / f"{table}.csv"))
            by_workbook = read_lines(TABLES[table], book.lines(TABLES[table], []))
            assert by_workbook.frame.to_dict("index") == by_csv.frame.to_dict("index")
            assert [it for it in by_workbook.findings if it.level == "error"] == [
                it for it in by_csv.findings if it.level == "error"
            ]


def test_the_pages_are_the_same_bytes(march_pack: Path, tmp_path: Path, *, soak: bool) -> None:
    """The March 2016 data in a workbook, months as dates and shares as percentages among them: no byte differs."""
    tables_of = {path.stem: read_csv(path) for path in (ROOT / "data" / "scs").glob("*.csv")}
    percents = {row[0] for row in tables_of["indicators"] if "percent" in row}
    shutil.copytree(ROOT / "data" / "scs" / "commentary", tmp_path / "data" / "book" / "commentary")
    write_as_typed(tmp_path / "data" / "book" / FILE, tables_of, percents)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "parameters").mkdir()
    parameters = tmp_path / "parameters" / "scs-2016-03.yaml"
    text = (ROOT / "parameters" / parameters.name).read_text(encoding="utf-8")
    parameters.write_text(text.replace("data: data/scs", "data: data/book"), encoding="utf-8")
    again = tmp_path / "outputs" / march_pack.name
    shutil.copytree(march_pack, again)
    some = [] if soak else ["--only", "scorecard-kent"]
    run_here(tmp_path, "render", parameters, "--force", *some)
    files = sorted([*march_pack.glob("*.html"), *(march_pack / "data").iterdir()])
    assert len(files) > 20
    assert "data/book/figures.xlsx" in (again / "manifest.json").read_text(encoding="utf-8")
    assert [it.name for it in files if (again / it.relative_to(march_pack)).read_bytes() != it.read_bytes()] == []
