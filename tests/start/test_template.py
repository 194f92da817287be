"""The workbook that analysts fill in: what it offers, and that it reads back to the tables it was made from."""

import csv
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from scorecard_kit import load
from scorecard_kit.data.schema import TABLES
from scorecard_kit.start._template import note, write_workbook
from tests.workbooks import FILE, told

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.name for path in (ROOT / "data").iterdir() if (path / "results.csv").exists())
SMALL = {
    "indicators": [
        ["indicator", "name", "polarity", "data_period", "unit", "cases_sentence"],
        ["visits", "=Visits, in time", "H", "YTD", "percent", "yes"],
        ["1-2", "0042", "L", "SS", "count", ""],
    ],
    "results": [
        ["indicator", "period", "area", "numerator", "denominator"],
        ["visits", "2016-03", "Kent", "52", "68"],
    ],
    "areas": [["area", "kind", "parent"], ["Kent", "county", ""], ["North Kent", "area", "Kent"],
              ["England", "benchmark", ""]],
}  # fmt: skip


def tables_of(folder: Path) -> dict[str, list[list[str]]]:
    """The tables of a data folder, as text."""
    found = {}
    for name, table in TABLES.items():
        if (folder / table.file).exists():
            with (folder / table.file).open(newline="", encoding="utf-8") as file:
                found[name] = list(csv.reader(file))
    return found


def sheet_of(folder: Path, name: str) -> Worksheet:
    """One sheet of the small template."""
    write_workbook(folder / FILE, SMALL, "2016-04")
    sheet = load_workbook(folder / FILE)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_data_of_an_example_reads_back_from_its_workbook(tmp_path: Path, *, soak: bool) -> None:
    """Every cell and row number is the same by way of the workbook, whose entry sheet is still blank."""
    for folder in FOLDERS if soak else ["qpr-2011-12-q3"]:
        write_workbook(tmp_path / FILE, tables_of(ROOT / "data" / folder))
        by_csv, by_workbook = load(ROOT / "data" / folder), load(tmp_path)
        for name in TABLES:
            one, other = getattr(by_csv, name), getattr(by_workbook, name)
            assert (folder, name, one.equals(other), list(one.index)) == (folder, name, True, list(other.index))


def test_the_sheets_stand_in_the_order_of_work(tmp_path: Path) -> None:
    """First what to do, then where to enter, then the tables in the contract's order, then what each column is."""
    write_workbook(tmp_path / FILE, SMALL)
    assert load_workbook(tmp_path / FILE).sheetnames == ["Start", "entry", "indicators", "results", "areas", "Notes"]
    assert told(tmp_path) == []


def test_text_is_left_alone_by_excel(tmp_path: Path) -> None:
    """Keys, months and names are text in cells and columns formatted as text, a name like a formula too."""
    sheet = sheet_of(tmp_path, "indicators")
    assert [sheet[place].value for place in ("A3", "B2", "B3")] == ["1-2", "=Visits, in time", "0042"]
    assert [(sheet[place].data_type, sheet[place].number_format) for place in ("A3", "B2", "B3")] == [("s", "@")] * 3
    assert [sheet.column_dimensions[letter].number_format for letter in "AB"] == ["@", "@"]
    results = sheet_of(tmp_path, "results")
    assert [(results[place].data_type, results[place].value) for place in ("B2", "D2")] == [("s", "2016-03"), ("n", 52)]


def test_drop_down_lists_offer_choices_indicators_and_areas(tmp_path: Path) -> None:
    """What can be chosen is chosen; figures are numbers; every column says what it is when one clicks on it."""
    sheet = sheet_of(tmp_path, "results")
    offered = {str(it.sqref): (it.type, it.formula1, it.promptTitle) for it in sheet.data_validations.dataValidation}
    keys = "OFFSET(indicators!$A$2,0,0,MAX(1,COUNTA(indicators!$A$2:$A$2000)),1)"
    areas = "OFFSET(areas!$A$2,0,0,MAX(1,COUNTA(areas!$A$2:$A$2000)),1)"
    assert offered == {
        "A2:A2000": ("list", keys, "indicator"),
        "B2:B2000": (None, None, "period"),
        "C2:C2000": ("list", areas, "area"),
        "D2:D2000": ("decimal", "0", "numerator"),
        "E2:E2000": ("decimal", "0", "denominator"),
    }
    polarity = sheet_of(tmp_path, "indicators").data_validations.dataValidation[2]
    assert (polarity.type, polarity.formula1) == ("list", '"H,L,T"')
    assert sheet.freeze_panes == "A2"


def test_the_entry_sheet_has_a_row_for_each_indicator_and_two_columns_for_each_area(tmp_path: Path) -> None:
    """Benchmarks are left out: their figures are printed, not counted."""
    rows = [[cell.value for cell in row] for row in sheet_of(tmp_path, "entry").iter_rows()]
    assert rows == [
        ["period", "2016-04", None, None, None, None],
        ["indicator", "name", "Kent: numerator", "Kent: denominator", "North Kent: numerator",
         "North Kent: denominator"],
        ["visits", "=Visits, in time", None, None, None, None],
        ["1-2", "0042", None, None, None, None],
    ]  # fmt: skip


def test_figures_in_the_entry_sheet_are_results_of_its_month(tmp_path: Path) -> None:
    """What an analyst types into the template is there at the next load."""
    write_workbook(tmp_path / FILE, SMALL, "2016-04")
    book = load_workbook(tmp_path / FILE)
    for place, value in (("C3", 60), ("D3", 70), ("E3", 30), ("F3", 31), ("C4", 12)):
        book["entry"][place].value = value
    book.save(tmp_path / FILE)
    assert told(tmp_path) == []
    results = load(tmp_path, {"already_published": True}).results[
        ["indicator", "period", "area", "numerator", "denominator"]
    ]
    assert results.to_numpy().tolist() == [
        ["visits", "2016-03", "Kent", 52, 68],
        ["visits", "2016-04", "Kent", 60, 70],
        ["visits", "2016-04", "North Kent", 30, 31],
        ["1-2", "2016-04", "Kent", 12, None],
    ]


def test_the_notes_say_what_every_column_is(tmp_path: Path) -> None:
    """The sheet Notes has a line for each column of each sheet, and each says whether it must be filled in."""
    notes = [[cell.value for cell in row] for row in sheet_of(tmp_path, "Notes").iter_rows()]
    assert [tuple(row[:2]) for row in notes[1:]] == [
        (name, column.name)
        for name in ("indicators", "results", "areas")
        for column in TABLES[name].columns
        if column.name in SMALL[name][0]
    ]
    assert ["results", "numerator", "What was counted. Not worked back from a percentage. May be left blank."] in notes
    assert ["areas", "area", "The name of the area, as readers see it. Must be filled in."] in notes


def test_every_column_of_the_contract_has_its_words_in_one_note_of_excel() -> None:
    """Excel shows no more than 255 characters when a cell is chosen."""
    words = [note(column) for table in TABLES.values() for column in table.columns]
    assert [text for text in words if not 20 <= len(text) <= 255] == []


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    """No time of writing and no user's name is in the file."""
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tmp_path / name, SMALL, "2016-04")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    properties = load_workbook(tmp_path / "one.xlsx").properties
    assert (str(properties.created), str(properties.modified)) == ("1980-01-01 00:00:00", "1980-01-01 00:00:00")
