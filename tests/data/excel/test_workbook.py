"""A workbook as the data: Excel's traps are met with the right value or a clear message, never with a wrong number."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from scorecard_kit import load
from scorecard_kit.judge.numbers import Written
from tests.workbooks import SHEETS, Cell, rewrite, told, write

Change = Callable[[Workbook], object]
RESULTS = "error: figures.xlsx, sheet results"
UNSEEN = "hidden, and figures that no one sees must not count"
AGAIN = "Choose Format Cells, Text for the column, and type it again."
IN_FULL = "Choose Format Cells, General for the cell, and enter the figure in full."
NUMBER = "Choose Format Cells, Number, and enter it again."
GENERAL = "Choose Format Cells, General for the cell, and enter it again."


def put(sheet: str, place: str, value: Cell, shown_as: str = "") -> Change:
    """Give a change that writes one cell."""

    def change(book: Workbook) -> None:
        cell = book[sheet][place]
        cell.value = value
        cell.number_format = shown_as or cell.number_format

    return change


def row_of(folder: Path, table: str, row: int) -> dict[str, object]:
    """One row of a table as loaded, without its blank cells."""
    frame = getattr(load(folder), table)
    return {str(name): value for name, value in frame.loc[row].to_dict().items() if value not in ("", None)}


def test_a_workbook_in_order_is_read_with_nothing_to_say(tmp_path: Path) -> None:
    """Every sheet is a table, and its rows keep the numbers that Excel shows."""
    write(tmp_path)
    assert told(tmp_path) == []
    loaded = load(tmp_path)
    assert loaded.results.index.tolist() == [2, 3, 4]
    assert row_of(tmp_path, "results", 3) == {
        "indicator": "visits", "period": "2016-03", "area": "Kent", "numerator": Fraction(52),
        "denominator": Fraction(68),
    }  # fmt: skip
    assert row_of(tmp_path, "targets", 2)["floor"] == Fraction(153, 2)


@pytest.mark.parametrize(
    ("sheet", "place", "value", "shown_as", "expected"),
    [
        ("results", "B3", date(2016, 3, 1), "mmm-yy", "2016-03"),
        ("results", "B3", date(2016, 3, 31), "dd/mm/yyyy", "2016-03"),
        ("results", "B3", 42460, "[$-809]dd mmmm yyyy", "2016-03"),
        ("results", "H3", date(2016, 3, 4), "dd/mm/yyyy", "2016-03-04"),
        ("results", "H3", datetime.fromisoformat("2016-03-04 23:59:59"), "dd/mm/yyyy", "2016-03-04"),
        ("results", "E3", "52", "@", Fraction(52)),
        ("results", "E3", "\u00a052 ", "@", Fraction(52)),
        ("results", "E3", 47.3, "0", Fraction(473, 10)),
        ("results", "G4", 0.1 + 0.2, "General", Fraction(3, 10)),
        ("results", "G4", 0.00001, "General", Fraction(1, 100_000)),
        ("results", "F3", 123456789012345, "General", Fraction(123456789012345)),
        ("results", "F3", 1e14, "0.0E+00", Fraction(10**14)),
        ("results", "C3", "\u00a0Kent\u200b", "@", "Kent"),
        ("targets", "D2", 0.765, "0.0%", Fraction(153, 2)),
        ("targets", "D2", 0.07, "0%", Fraction(7)),
        ("targets", "D2", 76.5, '0.0"%"', Fraction(153, 2)),
        ("targets", "D2", 76.5, "0.0\\%", Fraction(153, 2)),
        ("indicators", "F2", True, "General", "yes"),
        ("indicators", "F2", False, "General", "no"),
        ("indicators", "B2", 2016, "General", "2016"),
        ("indicators", "B2", 7123, "000000", "007123"),
        ("indicators", "B2", 123456789, "000\\-00\\-0000", "123-45-6789"),
        ("indicators", "B2", 7, '"Team "00', "Team 07"),
        ("results", "E3", 52, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', Fraction(52)),
        ("results", "E3", 0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-;_-@_-', Fraction(0)),
        ("results", "E3", 45, '0" children"', Fraction(45)),
        ("results", "G4", 0.5, "# ?/?", Fraction(1, 2)),
    ],
)
def test_a_cell_that_can_mean_one_thing_is_read_as_that(
    tmp_path: Path, sheet: str, place: str, value: Cell, shown_as: str, expected: object
) -> None:
    """Dates, percentages, floats and text come in as what the analyst sees and means."""
    path = write(tmp_path, put(sheet, place, value, shown_as))
    assert path.exists()
    column = SHEETS[sheet][0]["ABCDEFGH".index(place[0])]
    assert row_of(tmp_path, sheet, int(place[1:]))[str(column)] == expected


@pytest.mark.parametrize(
    ("sheet", "place", "value", "shown_as", "message"),
    [
        ("results", "A3", date(2016, 2, 1), "d-mmm",
         'row 3, column indicator: "2016-02-01" is a date: Excel turns text such as 1-2 or 2011-12 into one. ' + AGAIN),
        ("results", "E3", date(2016, 2, 1), "d-mmm",
         f'row 3, column numerator: "2016-02-01" is a date, not a number. {GENERAL}'),
        ("results", "E3", time(12, 30), "h:mm", f'row 3, column numerator: "12:30:00" is a time of day. {GENERAL}'),
        ("results", "B3", 42460, "General",
         ('row 3, column period: "42460" is a number, not a month. '
         "If 2016-03-31 is meant, show the cell as a date; else write it as text, such as 2016-03.")),
        ("results", "H3", 2016, "General",
         'row 3, column as_at: "2016" is a number, not a date. Write it as text, such as 2016-03.'),
        ("results", "B3", 2016, "dd/mm/yyyy",
         ('row 3, column period: "1905-07-08" is far from any report: a number stands in a cell that is '
         "shown as a date. "
         "Choose Format Cells, Text for the cell, and write the month or date again.")),
        ("results", "E3", 0.5, "0%",
         'row 3, column numerator: "50%" is a percentage, not a count. Write the number that was counted.'),
        ("results", "G4", 0.215, "0.0%",
         ('row 4, column value: "21.5%" is a percentage, and the unit here is days. '
         "Choose Format Cells, Number, and enter it again.")),
        ("results", "E3", 45000, "0.0,",
         ('row 3, column numerator: "45000" is shown in thousands or millions by the number format "0.0,". '
         + IN_FULL)),
        ("results", "E3", 45, '0.0"k"',
         f'row 3, column numerator: "45" is shown as another number by the number format "0.0"k"". {IN_FULL}'),
        ("results", "E3", 45, ";;;",
         f'row 3, column numerator: "45" is not shown: the number format ";;;" puts other signs there. {IN_FULL}'),
        ("results", "C3", 1234567, "0.0E+00",
         f'row 3, column area: "1234567" is a number shown by the number format "0.0E+00", not text. {AGAIN}'),
        ("results", "C3", 0.5, "0%", f'row 3, column area: "50%" is a number shown as a percentage, not text. {AGAIN}'),
        ("results", "E3", 1e15, "0",
         ('row 3, column numerator: "1000000000000000" has more digits than Excel keeps, so that the last may be '
         "wrong. Enter the figure in full as text.")),
        ("results", "E3", "1.24E+05", "@",
         ('row 3, column numerator: "1.24E+05" has been shortened by Excel, which may have lost digits. Show the '
         "column as numbers with all their digits, enter the figure again and save.")),
        ("results", "E3", "21.5%", "@",
         'row 3, column numerator: "21.5%" is a percentage, not a count. Write the number that was counted.'),
        ("results", "E3", True, "General",
         'row 3, column numerator: "TRUE" is a truth value, not text or a number. Write what is meant.'),
        ("results", "E3", "#REF!", "General",
         ('row 3, column numerator: "#REF!" is Excel\'s sign for an error. Mend the formula and save, '
         "or leave the cell blank.")),
        ("results", "C3", "#N/A", "General",
         ('row 3, column area: "#N/A" is Excel\'s sign for an error. Mend the formula and save, '
         "or leave the cell blank.")),
        ("results", "E3", "=50+2", "General",
         ("row 3, column numerator: the result of the formula was not saved. "
         "Open the workbook in Excel, save it, and run again.")),
        ("results", "I1", "Surname", "General",
         ("row 1, column Surname: the column looks personal. "
          "Take it out of the file: the kit reads no data on persons.")),
    ],
)  # fmt: skip
def test_a_cell_that_may_mean_another_thing_is_refused(
    tmp_path: Path, sheet: str, place: str, value: Cell, shown_as: str, message: str
) -> None:
    """One message names sheet, row and column, says what stands there and what to do."""
    write(tmp_path, put(sheet, place, value, shown_as))
    assert told(tmp_path) == [f"{RESULTS}, {message}"]


def test_a_figure_has_the_decimals_that_it_is_shown_with(tmp_path: Path) -> None:
    """A value of 85 shown as 85.0 was written with one decimal, as in a CSV file; more digits are never cut off."""
    for value, shown_as, decimals in ((85, "0.0", 1), (85, "General", 0), (84.76, "0", 2), (1.5, "0.00", 2)):
        write(tmp_path, put("results", "G4", value, shown_as))
        found = row_of(tmp_path, "results", 4)["value"]
        assert isinstance(found, Written)
        assert (found, found.decimals) == (Fraction(str(value)), decimals)


def test_the_date_system_of_1904_is_read_as_it_is_meant(tmp_path: Path) -> None:
    """The same serial number is another day in a workbook that counts from 1904, as a date and in the message."""

    def change(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["results"]["B3"].value = date(2016, 3, 31)

    path = write(tmp_path, change)
    assert row_of(tmp_path, "results", 3)["period"] == "2016-03"
    rewrite(path, "xl/worksheets/sheet2.xml", lambda text: re.sub(rb' s="[0-9]+"(?=[^>]*><v>40998<)', b"", text))
    assert told(tmp_path) == [
        (
            f'{RESULTS}, row 3, column period: "40998" is a number, not a month. '
            "If 2016-03-31 is meant, show the cell as a date; else write it as text, such as 2016-03."
        )
    ]


def test_percentages_are_read_times_100_with_one_note(tmp_path: Path) -> None:
    """A value of 0.215 under a % format is the 21.5 that the analyst sees, and the kit says so once a column."""

    def change(book: Workbook) -> None:
        for row, value in ((2, 0.735), (3, 0.765)):
            sheet = book["results"]
            sheet[f"E{row}"].value = sheet[f"F{row}"].value = None
            sheet[f"G{row}"].value, sheet[f"G{row}"].number_format = value, "0.0%"

    write(tmp_path, change)
    assert told(tmp_path) == [
        ('note: figures.xlsx, sheet results, row 2, column value: "73.5%" is read as 73.5 (and in 1 further row).')
    ]
    assert [row_of(tmp_path, "results", row)["value"] for row in (2, 3)] == [Fraction(147, 2), Fraction(153, 2)]


def test_headings_in_any_capitals_are_known(tmp_path: Path) -> None:
    """Unit and Indicator in capitals still tell that a percentage is one; a remark beneath is left out as in CSV."""

    def change(book: Workbook) -> None:
        for sheet in ("indicators", "results"):
            for cell in book[sheet][1]:
                cell.value = str(cell.value).upper().replace("_", " ")
        book["results"]["G4"].value, book["results"]["G4"].number_format = 0.215, "0.0%"
        book["results"]["A5"].value = "Source: case system"

    write(tmp_path, change)
    said = told(tmp_path)
    assert [line for line in said if line.startswith("error")] == [
        f'{RESULTS}, row 4, column value: "21.5%" is a percentage, and the unit here is days. {NUMBER}'
    ]
    assert "note: figures.xlsx, sheet results, row 5: a remark was left out." in said


def test_a_time_of_day_beside_a_date_is_left_out_with_a_note(tmp_path: Path) -> None:
    """The day stands; what was left out is said."""
    write(tmp_path, put("results", "H3", datetime.fromisoformat("2016-03-04 14:30")))
    assert told(tmp_path) == [
        'note: figures.xlsx, sheet results, row 3, column as_at: "2016-03-04 14:30:00" is read as 2016-03-04.'
    ]


def hide_row(sheet: Worksheet) -> None:
    """Hide row 3, as Excel does by hand and by a filter."""
    sheet.auto_filter.ref = "A1:H4"
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Worksheet) -> None:
    """Hide the column of values."""
    sheet.column_dimensions["G"].hidden = True


def merge(sheet: Worksheet) -> None:
    """Merge the area of two rows."""
    sheet.merge_cells("C3:C4")


def hide(sheet: Worksheet) -> None:
    """Hide the sheet where not even Unhide offers it."""
    sheet.sheet_state = "veryHidden"


def add_totals(sheet: Worksheet) -> None:
    """Add two rows that add up those above."""
    sheet.append(["TOTAL", None, None, None, 102, 136])
    sheet.append([None, None, None, None, 102, 136])


def turn_over(sheet: Worksheet) -> None:
    """Sort the sheet with its header among the rows."""
    sheet.move_range("A1:H1", rows=5)


def clear(sheet: Worksheet) -> None:
    """Leave nothing in the sheet."""
    sheet.delete_rows(1, 4)


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        (hide_row, [
            (f", row 3: the row is {UNSEEN}. Clear the filter under Data, or select all rows, right-click and choose "
            "Unhide; delete what should not count."),
        ]),
        (hide_column, [
            (f", row 1: column G is {UNSEEN}. Select all columns, right-click and choose Unhide; delete what should "
            "not count."),
        ]),
        (merge, [", row 3: the cells C3:C4 are merged. Choose Unmerge Cells under Home, and fill in each cell."]),
        (hide, [
            (f": the sheet is {UNSEEN}. Right-click on the name of any sheet and choose Unhide; or delete the sheet if "
            "it should not count."),
        ]),
        (add_totals, [
            ', row 5, column indicator: "TOTAL" is a row of totals, which would count twice. Delete the row.',
            (", row 6: the row has no indicator, period and area: it may be a row of totals, or a remark. Delete the "
            "row, or fill in what is missing."),
        ]),
        (turn_over, [
            ": the table has no rows. Write the rows beneath the header.",
            *(f", row {row}: the row stands above the header, which is row 6. Move it beneath the header, or delete it."
              for row in (2, 3, 4)),
        ]),
        (clear, [": the sheet is empty. Write the header and the rows."]),
    ],
)  # fmt: skip
def test_what_a_sheet_hides_merges_or_adds_up_is_refused(
    tmp_path: Path, change: Callable[[Worksheet], None], messages: list[str]
) -> None:
    """A figure that no one sees must not count, and no figure may count twice."""
    write(tmp_path, lambda book: change(book["results"]))
    assert told(tmp_path) == [RESULTS + message for message in messages]


def test_hidden_and_merged_cells_without_figures_do_no_harm(tmp_path: Path) -> None:
    """Blank rows and columns may be hidden; a merged title above the header is left out with a note."""

    def change(book: Workbook) -> None:
        sheet = book["results"]
        sheet.insert_rows(1, 2)
        sheet["A1"].value = "Results, March 2016"
        sheet.merge_cells("A1:F1")
        sheet.row_dimensions[2].hidden = sheet.row_dimensions[90].hidden = True
        sheet.column_dimensions["K"].hidden = True
        book.create_sheet("calculations").sheet_state = "hidden"

    write(tmp_path, change)
    assert told(tmp_path) == [
        "note: figures.xlsx, sheet results, row 1: the row above the header was left out.",
    ]
    assert load(tmp_path).results.index.tolist() == [4, 5, 6]


def test_a_sheet_of_another_name_is_named_and_the_nearest_offered(tmp_path: Path) -> None:
    """A table that must be there says which sheet it may be; sheets that are not read are named in one warning."""

    def change(book: Workbook) -> None:
        book["results"].title = "Result"
        for name in ("Jotter", "Notes", "Start"):
            book.create_sheet(name)

    write(tmp_path, change)
    assert told(tmp_path) == [
        f'{RESULTS}: there is no such sheet. Rename "Result" if it is this table.',
        (
            "warning: figures.xlsx: these sheets are none of the contract's tables, and are not read: "
            '"Result", "Jotter". Did you mean "results"?'
        ),
    ]


def test_the_capitals_of_a_sheets_name_do_not_matter(tmp_path: Path) -> None:
    """Excel takes Results and results for one name, and so does the kit."""
    write(tmp_path, lambda book: setattr(book["results"], "title", "Results "))
    assert told(tmp_path) == []
    assert len(load(tmp_path).results) == 3
