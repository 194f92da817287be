"""The entry sheet moved into the sheet results: the same figures, and everything else of the workbook as it was."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from scorecard_kit.data.excel._cell_texts import with_cells
from scorecard_kit.data.excel.moved import Moved, entry_moved
from scorecard_kit.data.load import opened
from scorecard_kit.findings import InputError
from scorecard_kit.start.new import start
from tests.workbooks import rewrite

TYPED: dict[str, Any] = {"C3": 12, "D3": 40, "E3": 0, "F3": 7, "C4": 5.5, "D4": 2, "C6": "31"}
LINES = (
    ("visits-in-time", "2026-04", "Exampleshire", "12", "40"),
    ("visits-in-time", "2026-04", "North Exampleshire", "0", "7"),
    ("days-to-decision", "2026-04", "Exampleshire", "5.5", "2"),
    ("people-waiting", "2026-04", "Exampleshire", "31", ""),
)
Change = Callable[[Workbook], object]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a new scorecard of March 2026; its sheet entry is blank, for April."""
    return start(tmp_path_factory.mktemp("moved") / "early-help", "2026-03", as_csv=False).figures


@pytest.fixture
def workbook(template: Path, tmp_path: Path) -> Path:
    """A copy of it in a folder of its own, with some figures of April typed in."""
    path = Path(shutil.copy(template, tmp_path))
    changed(path, typed)
    return path


def typed(book: Workbook) -> None:
    """Type the figures of April in."""
    for cell, value in TYPED.items():
        book["entry"][cell] = value


def changed(path: Path, change: Change) -> None:
    """Change a workbook as somebody would in a spreadsheet."""
    book = load_workbook(path)
    change(book)
    book.save(path)


def moved(path: Path, month: str = "2026-05") -> Moved:
    """What moving comes to, of a folder that has an entry sheet."""
    what = entry_moved(path.parent, month)
    assert what is not None
    return what


def cells(path: Path, sheet: str) -> list[list[object]]:
    """The values of a sheet."""
    return [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows()]


def figures(folder: Path) -> set[tuple[object, ...]]:
    """The results of a data folder, wherever they stand in it."""
    results = opened(folder).results
    return set(results[["indicator", "period", "area", "numerator", "denominator"]].itertuples(index=False, name=None))


def test_the_figures_move_and_the_sheet_is_free_for_the_next_month(workbook: Path) -> None:
    """Each pair of cells becomes a row of results, as many and the same as before; a nought and a count too."""
    before, in_results = figures(workbook.parent), cells(workbook, "results")
    what = moved(workbook)
    assert (what.path, what.month, what.lines, what.why) == (workbook, "2026-04", LINES, "")
    workbook.write_bytes(what.content)
    assert figures(workbook.parent) == before
    rows = cells(workbook, "results")
    assert rows[: len(in_results)] == in_results
    assert [row[:5] for row in rows[len(in_results) :]] == [
        ["visits-in-time", "2026-04", "Exampleshire", 12, 40],
        ["visits-in-time", "2026-04", "North Exampleshire", 0, 7],
        ["days-to-decision", "2026-04", "Exampleshire", 5.5, 2],
        ["people-waiting", "2026-04", "Exampleshire", 31, None],
    ]
    entry = cells(workbook, "entry")
    assert entry[0][:2] == ["period", "2026-05"]
    assert [value for row in entry[2:] for value in row[2:] if value is not None] == []
    assert moved(workbook) == Moved(workbook, "2026-05")


def capitals(book: Workbook) -> None:
    """Write the header of results in capitals."""
    for cell in book["results"][1]:
        cell.value = str(cell.value or "").upper() or None


def only_counts(book: Workbook) -> None:
    """Keep counts alone, and no column of denominators."""
    without_denominators(book)
    for cell in ("D3", "E3", "F3", "D4"):
        book["entry"][cell] = None


@pytest.mark.parametrize("change", [capitals, only_counts])
def test_however_the_sheet_results_is_written(workbook: Path, change: Change) -> None:
    """In capitals, or without a column that no figure needs."""
    changed(workbook, change)
    what = moved(workbook)
    workbook.write_bytes(what.content)
    assert [row[1] for row in cells(workbook, "results")].count("2026-04") == len(what.lines) > 0


def test_everything_else_of_the_workbook_stays(workbook: Path) -> None:
    """Parts that no library knows, the other sheets, formats, widths, validations and newer rules: as they were."""
    rewrite(workbook, "xl/threadedComments/threadedComment1.xml", lambda _: b"<ThreadedComments/>")
    newer = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    for sheet in ("sheet2", "sheet4"):
        rewrite(workbook, f"xl/worksheets/{sheet}.xml", lambda xml: xml.replace(b"</worksheet>", newer))
    with zipfile.ZipFile(workbook) as old:
        before = {name: old.read(name) for name in old.namelist()}
    looks = {sheet.title: look(sheet) for sheet in load_workbook(workbook)}
    workbook.write_bytes(moved(workbook).content)
    with zipfile.ZipFile(workbook) as new:
        after = {name: new.read(name) for name in new.namelist()}
    assert list(after) == list(before)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml",
    }  # fmt: skip
    assert all(after[f"xl/worksheets/{sheet}.xml"].endswith(newer) for sheet in ("sheet2", "sheet4"))
    assert {sheet.title: look(sheet) for sheet in load_workbook(workbook)} == looks


def look(sheet: Any) -> object:  # noqa: ANN401 - a worksheet
    """The look of a sheet: widths, validations, and the style of each cell of its first rows."""
    styles = [[cell.style_id for cell in row] for row in sheet.iter_rows(max_row=7, max_col=8)]
    widths = {letter: width.width for letter, width in sheet.column_dimensions.items()}
    choices = [(rule.sqref.ranges, rule.formula1) for rule in sheet.data_validations.dataValidation]
    return styles, widths, str(choices), sheet.freeze_panes


@pytest.mark.parametrize("month", ["2026-04", "2026-03"])
def test_a_sheet_of_the_month_itself_or_a_later_one_stays(workbook: Path, month: str) -> None:
    """Figures that were typed for the new month already are the new month's, and nothing is moved."""
    assert moved(workbook, month) == Moved(workbook, "2026-04", LINES if month == "" else ())


def test_a_blank_sheet_only_gets_the_new_month(template: Path, tmp_path: Path) -> None:
    """Where nothing was entered there is nothing to move."""
    path = Path(shutil.copy(template, tmp_path))
    what = moved(path, "2026-06")
    assert (what.month, what.lines) == ("2026-04", ())
    path.write_bytes(what.content)
    assert cells(path, "entry")[0][:2] == ["period", "2026-06"]


def formula(book: Workbook) -> None:
    """Work out a figure of the entry sheet."""
    book["entry"]["C3"] = "=SUM(5,7)"


def referring(book: Workbook) -> None:
    """Look at the entry sheet from another."""
    book.create_sheet("mine")["A1"] = "=entry!C3*2"


def without_results(book: Workbook) -> None:
    """Take the sheet results away."""
    del book["results"]


def remarked(book: Workbook) -> None:
    """Say beneath the results where they are from."""
    book["results"].append(["Source: case records"])


def without_denominators(book: Workbook) -> None:
    """Keep no denominators."""
    book["results"].delete_cols(5)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (referring, "formulas stand in it or refer to it, and would be lost or show something else"),
        (without_results, "there is no sheet results to move its figures to"),
        (remarked, "something stands beneath the rows of the sheet results"),
        (without_denominators, "the sheet results has no column denominator"),
    ],
)
def test_where_something_would_be_lost_the_sheet_stays(workbook: Path, change: Change, why: str) -> None:
    """No formula goes, none is left pointing at cleared cells, and no figure goes where it could not be read."""
    changed(workbook, change)
    what = moved(workbook)
    assert (what.lines, what.content, what.why) == (LINES, b"", why)


def test_a_formula_in_the_entry_sheet_stays(workbook: Path) -> None:
    """A figure that is worked out would be lost for the next month; its saved result counts meanwhile."""
    changed(workbook, formula)
    rewrite(
        workbook,
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"<v/>", b"<v>12</v>").replace(b"<v />", b"<v>12</v>"),
    )
    what = moved(workbook)
    assert (what.lines[0], what.content) == (LINES[0], b"")
    assert what.why.startswith("formulas stand in it")


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"], ids=["excel", "libreoffice"])
def test_an_open_workbook_is_never_written_over(workbook: Path, lock: str) -> None:
    """What somebody has typed and not saved would be lost: close it first. Where nothing is moved, it may stay open."""
    workbook.with_name(lock.format(workbook.name)).write_bytes(b"")
    with pytest.raises(InputError, match="Save it, close it, and run again"):
        entry_moved(workbook.parent, "2026-05")
    assert moved(workbook, "2026-04") == Moved(workbook, "2026-04")


def test_a_folder_of_csv_files_has_no_entry_sheet(tmp_path: Path) -> None:
    """Nothing is to be moved there."""
    assert entry_moved(start(tmp_path / "early-help", "2026-03", as_csv=True).figures, "2026-05") is None


ROW = '<x:row r="{}"><x:c r="{}"><x:v>{}</x:v></x:c></x:row>'
XML = (
    '<x:worksheet xmlns:x="m"><x:dimension ref="A1:C9"/><x:sheetData><x:row r="1"><x:c r="A1" s="4"><x:v>1</x:v></x:c>'
    '<x:c r="C1" t="s"><x:v>0</x:v></x:c></x:row><x:row/><x:row r="9" spans="1:3"></x:row></x:sheetData></x:worksheet>'
)


@pytest.mark.parametrize(
    ("texts", "old", "new"),
    [
        ({(1, 1): ""}, '<x:c r="A1" s="4"><x:v>1</x:v></x:c>', '<x:c r="A1" s="4"/>'),
        ({(1, 3): "7"}, '<x:c r="C1" t="s"><x:v>0</x:v></x:c>', '<x:c r="C1"><x:v>7</x:v></x:c>'),
        ({(1, 2): "a<b"}, '<x:c r="C1"', '<x:c r="B1" t="inlineStr"><x:is><x:t>a&lt;b</x:t></x:is></x:c><x:c r="C1"'),
        ({(2, 1): "007"}, "<x:row/>", '<x:row><x:c r="A2" t="inlineStr"><x:is><x:t>007</x:t></x:is></x:c></x:row>'),
        ({(3, 2): "5", (4, 1): ""}, '<x:row r="9"', '<x:row r="3"><x:c r="B3"><x:v>5</x:v></x:c></x:row><x:row r="9"'),
        ({(3, 2): "5", (4, 1): "6"}, '<x:row r="9"', f'{ROW.format(3, "B3", 5)}{ROW.format(4, "A4", 6)}<x:row r="9"'),
        ({(9, 2): "5"}, "></x:row></x:sheetData>", '><x:c r="B9"><x:v>5</x:v></x:c></x:row></x:sheetData>'),
        ({(12, 1): "-0.5"}, "</x:sheetData>", '<x:row r="12"><x:c r="A12"><x:v>-0.5</x:v></x:c></x:row></x:sheetData>'),
        ({(7, 7): ""}, "", ""),
    ],
)  # fmt: skip
def test_a_cell_is_written_where_it_belongs(texts: dict[tuple[int, int], str], old: str, new: str) -> None:
    """In whatever prefix the sheet is written, and whether or not there is such a row or cell; all else stays."""
    rest = XML.replace("A1:C9", "A1:C12") if (12, 1) in texts else XML
    assert with_cells(XML.encode(), texts, {}).decode() == rest.replace(old, new, 1 if old else 0)
