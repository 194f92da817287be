"""One file to a table: encodings, headers, rows, and every finding with its row and column."""

from fractions import Fraction
from pathlib import Path

import pytest

from scorecard_kit.reading import Reading, read_table
from scorecard_kit.schema import TABLES

HEADER = "indicator,period,area,numerator,denominator\n"
GOOD_ROW = "cic-reviews,2016-03,Kent,52,68\n"


def read(folder: Path, content: str | bytes, table: str = "results") -> Reading:
    """Write one file as it came, and read it."""
    path = folder / TABLES[table].file
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(path, TABLES[table])


def told(reading: Reading) -> list[str]:
    """The findings as an analyst sees them."""
    return [str(finding) for finding in reading.findings]


def test_a_table_comes_out_in_the_contracts_columns(tmp_path: Path) -> None:
    """A row is exact numbers, text and None, under every column of the contract, numbered as in a spreadsheet."""
    reading = read(tmp_path, HEADER + "cic-reviews,2016-03,Kent,334.6,\n")
    assert list(reading.frame.columns) == [column.name for column in TABLES["results"].columns]
    assert reading.frame.index.tolist() == [2]
    assert reading.frame.loc[2].to_dict() == {
        "indicator": "cic-reviews", "period": "2016-03", "area": "Kent", "cohort": "",
        "numerator": Fraction(3346, 10), "denominator": None, "value": None,
        "status": "", "as_at": "", "note": "", "rank": None, "of": None,
    }  # fmt: skip
    assert set(map(str, reading.frame.dtypes)) == {"object"}
    assert told(reading) == []
    assert reading.whole


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (
            b"\xef\xbb\xbf" + (HEADER + GOOD_ROW).encode(),
            "results.csv: the byte-order mark at its start was left out.",
        ),
        (
            (HEADER + GOOD_ROW + "cic-reviews,2016-03,Café,52,68\n").encode("cp1252"),
            (
                "results.csv: the file is read as Windows-1252 (cp1252), since it is not UTF-8. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            HEADER + "\n" + GOOD_ROW + ",,,,\n",
            "results.csv, row 2: a blank row was left out (and in 1 further row).",
        ),
        (
            HEADER + "cic-reviews,2016-03, Kent ,52,68\n",
            "results.csv, row 2: spaces round a cell were left out.",
        ),
        (
            "area,period,numerator,denominator,indicator\nKent,2016-03,52,68,cic-reviews\n",
            "results.csv: the columns are in another order than the contract's, and read by their names.",
        ),
        (
            HEADER + "cic-reviews,Mar-16,Kent,52,68\noverdue,Feb-16,Kent,52,68\n",
            'results.csv, row 2, column period: "Mar-16" is read as 2016-03 (and in 1 further row).',
        ),
        (
            HEADER + 'cic-reviews,2016-03,Kent,52,"1,236"\n',
            'results.csv, row 2, column denominator: "1,236" is read as 1236.',
        ),
    ],
)
def test_what_excel_rewrote_is_read_and_said_in_one_line(tmp_path: Path, content: str | bytes, note: str) -> None:
    """Each is read to the same period, area and numerator, with one note."""
    reading = read(tmp_path, content)
    first = reading.frame.iloc[0]
    assert (first["period"], first["area"], first["numerator"]) == ("2016-03", "Kent", Fraction(52))
    assert told(reading) == [note]
    assert [finding.level for finding in reading.findings] == ["note"]


def test_rows_keep_their_numbers_over_blank_rows(tmp_path: Path) -> None:
    """A finding beneath blank rows names the row that the spreadsheet shows."""
    reading = read(tmp_path, HEADER + "\n,,,,\n" + "cic-reviews,2016-03,Kent,n/a,68\n")
    assert reading.frame.index.tolist() == [4]
    assert [str(finding) for finding in reading.findings if finding.level == "error"] == [
        (
            'results.csv, row 4, column numerator: "n/a" is not a number. '
            "Write the number, or leave the cell blank and say suppressed under status."
        )
    ]


def test_a_line_break_within_a_cell_is_one_row(tmp_path: Path) -> None:
    """A note of two lines counts as one row, as in a spreadsheet."""
    reading = read(tmp_path, 'indicator,period,area,note\na,2016-03,Kent,"one\r\ntwo"\r\nb,2016-03,Kent,\r\n')
    assert reading.frame.index.tolist() == [2, 3]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "results.csv: the file is empty. Write the header and the rows."),
        ("\n,,\n", "results.csv: the file is empty. Write the header and the rows."),
        (
            (HEADER + GOOD_ROW).encode("utf-16"),
            'results.csv: the file is saved as UTF-16. Save it in Excel as "CSV UTF-8 (comma delimited)".',
        ),
        (
            (HEADER + GOOD_ROW).encode("utf-16-le"),
            (
                "results.csv: the file is saved as UTF-16, or is not text. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            b"PK\x03\x04\x14\x00",
            (
                "results.csv: the file is an Excel workbook, not a CSV file. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            (HEADER + GOOD_ROW).replace(",", ";"),
            (
                "results.csv: the columns are separated by semicolons, not commas. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            HEADER.encode() + b"cic-reviews,2016-03,\x81,52,68\n",
            (
                "results.csv, row 2: a character is neither UTF-8 nor Windows-1252. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            HEADER + GOOD_ROW + '"cic-reviews,2016-03,Kent,52,68\n',
            (
                "results.csv, row 3: a quotation mark is never closed, or stands within a cell. "
                "Close it, or write each one within a cell twice."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: str | bytes, message: str) -> None:
    """The whole file is one finding, with what to do."""
    reading = read(tmp_path, content)
    assert told(reading) == [message]
    assert not reading.whole
    assert reading.frame.empty


def test_a_file_that_another_program_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open says that it may be open in Excel."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert told(read_table(tmp_path / "results.csv", TABLES["results"])) == [
        (
            "results.csv: the file cannot be opened: another program holds it open, or you may not read it. "
            "Close it in Excel and run again."
        )
    ]


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        (
            "indicator,period,area,numeratr",
            ['results.csv, row 1, column numeratr: there is no such column. Did you mean "numerator"?'],
        ),
        (
            "indicator,perod,area,numerator",
            ['results.csv, row 1, column perod: there is no such column. Did you mean "period"?'],
        ),
        (
            "indicator,period,numerator,denominator",
            ["results.csv, row 1, column area: the column is missing. Add it."],
        ),
        (
            "indicator,period,area,area",
            ["results.csv, row 1, column area: the column stands there twice. Delete one of the two."],
        ),
        (
            "indicator,period,area,",
            ["results.csv, row 1: column 4 has no name. Write its name in the header, or delete the column."],
        ),
        (
            "indicator,xyzzy,area,numerator",
            [
                (
                    "results.csv, row 1, column xyzzy: there is no such column. The columns are: indicator, "
                    "period, area, cohort, numerator, denominator, value, status, as_at, note, rank, of."
                ),
                "results.csv, row 1, column period: the column is missing. Add it.",
            ],
        ),
    ],
)
def test_a_header_that_is_wrong_names_the_column(tmp_path: Path, header: str, messages: list[str]) -> None:
    """A missing, misspelt, doubled or nameless column is found, and the nearest known one named."""
    reading = read(tmp_path, f"{header}\ncic-reviews,2016-03,Kent,52\n")
    assert [message for message in told(reading) if ", row 1" in message] == messages
    assert not reading.whole


def test_empty_columns_at_the_right_are_no_columns(tmp_path: Path) -> None:
    """The empty columns that Excel adds at the right are left out without a word."""
    reading = read(tmp_path, "indicator,period,area,,\ncic-reviews,2016-03,Kent,,\n")
    assert told(reading) == []


def test_a_row_with_more_cells_than_the_header(tmp_path: Path) -> None:
    """Text with a comma outside quotation marks is one finding, and nothing more is said of the row."""
    content = "indicator,period,area,numerator,note\ncic-reviews,2016-03,Kent,n/a,late,for once\n"
    assert told(read(tmp_path, content)) == [
        (
            "results.csv, row 2: the row has more cells than the header (6, not 5). "
            "Put text with a comma in quotation marks."
        )
    ]


def test_a_required_table_without_rows(tmp_path: Path) -> None:
    """Results with a header alone are an error; an optional table may have no rows."""
    assert told(read(tmp_path, HEADER)) == ["results.csv: the table has no rows. Write the rows beneath the header."]
    assert told(read(tmp_path, "indicator,from\n", "targets")) == []


def test_every_finding_of_a_file_comes_at_once(tmp_path: Path) -> None:
    """A header, two cells in one row and a blank in another are all told."""
    content = "indicator,period,area,numeratr,status\n,03/04/2016,Kent,1,gone\nb,2016-03,,1,\n"
    assert told(read(tmp_path, content)) == [
        'results.csv, row 1, column numeratr: there is no such column. Did you mean "numerator"?',
        "results.csv, row 2, column indicator: the cell is blank. Fill it in.",
        (
            'results.csv, row 2, column period: "03/04/2016" may be 2016-04 or 2016-03. '
            "Write the month as 2016-04 or 2016-03."
        ),
        "results.csv, row 3, column area: the cell is blank. Fill it in.",
        (
            'results.csv, row 2, column status: "gone" is not one of provisional, carried_forward, suppressed. '
            "Write one of them."
        ),
    ]
