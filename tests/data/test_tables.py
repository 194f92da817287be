"""One file to a table: encodings, headers, rows, and every finding with its row and column."""

from fractions import Fraction
from pathlib import Path
from time import process_time

import pytest

from scorecard_kit.data import _csv_file as csv_file
from scorecard_kit.data._tables import Reading
from scorecard_kit.data.checks._references import unknown_cohorts
from scorecard_kit.data.schema import TABLES
from tests.tables import read_table

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
            HEADER + "cic-reviews,2016-03,Kent\u200b,52,68\n",
            "results.csv, row 2: U+200B zero width space at an end of a cell was left out.",
        ),
        (
            (HEADER + GOOD_ROW).encode("utf-16"),
            'results.csv: the file is read as UTF-16. Save it in Excel as "CSV UTF-8 (comma delimited)".',
        ),
        (
            (HEADER + GOOD_ROW).replace(",", ";"),
            "results.csv: the columns are read as separated by semicolons.",
        ),
        (
            (HEADER + GOOD_ROW).replace(",", "\t"),
            "results.csv: the columns are read as separated by tabs.",
        ),
        (
            "sep=,\r\n" + HEADER + GOOD_ROW,
            "results.csv, row 1: the line that names the separator was left out.",
        ),
        (
            HEADER + GOOD_ROW + "\x1a",
            "results.csv: Ctrl+Z, which some programs write at the end of a file, was left out.",
        ),
        (
            "Children's services: results,,,,\nMarch 2016,,,,\n" + HEADER + GOOD_ROW,
            "results.csv, row 1: the row above the header was left out (and in 1 further row).",
        ),
        (
            HEADER + GOOD_ROW + "Source: social care system\nNote: provisional,,,,\n",
            "results.csv, row 3: a remark was left out (and in 1 further row).",
        ),
        (
            "Indicator, PERIOD ,Area,Numerator,denominator\n".replace(" ", "") + GOOD_ROW,
            (
                "results.csv, row 1: the header is read in the contract's spelling: Indicator as indicator, "
                "PERIOD as period, Area as area, Numerator as numerator."
            ),
        ),
        (
            (
                "indicator,period,area,area type,numerator,denominator,Region,On Track?\n"
                "cic-reviews,2016-03,Kent,county,52,68,South East,yes\n"
            ),
            "results.csv, row 1: 3 columns that are not known were left out: area type, Region, On Track?.",
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
            HEADER.replace(",", ";") + "cic-reviews;2016-03;Kent;52\n" + GOOD_ROW.replace(",", ";"),
            (
                "results.csv, row 2: the columns are separated by semicolons, and the rows have not all as many. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            (HEADER + GOOD_ROW + "cic-reviews,2016-03,Café,52,68\n").encode() + b"a,2016-03,Caf\xe9,52,68\n",
            (
                "results.csv, row 3: the file is partly UTF-8 and partly Windows-1252. "
                'Save it in Excel as "CSV UTF-8 (comma delimited)".'
            ),
        ),
        (
            (HEADER + GOOD_ROW).encode() + b"cic-reviews,2016-04,\0\0\0\0,52,68\n",
            (
                "results.csv, row 3: NUL characters stand here: the file is damaged. "
                "Export or copy it again from its source."
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


@pytest.mark.parametrize(
    ("content", "what", "mend"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook of an old Excel", "Save it in Excel"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF", "Ask for its tables"),
        (b"\x1f\x8b\x08\x00\x12\x88", "a compressed file", "Unpack it."),
        (b"PAR1\x15\x04\x15", "a Parquet file", "Rename it to .parquet."),
        (b"SQLite format 3\0\x10", "an SQLite database", "Name it as the database"),
        ("<!DOCTYPE html>\n<html><body>Sign in", "a web page or XML", "Save it in Excel"),
        ('<?xml version="1.0"?>\n<Workbook>', "a web page or XML", "Save it in Excel"),
        ('[{"indicator": "cic-reviews",\n "period": "2016-03"}]', "JSON", "Export the table as CSV"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0a\n", "a pointer of Git LFS", "git lfs pull"),
    ],
)
def test_a_file_of_another_kind_is_named_for_what_it_is(
    tmp_path: Path, content: str | bytes, what: str, mend: str
) -> None:
    """Whatever was saved as results.csv, the one message says what it is and what to do."""
    reading = read(tmp_path, content)
    [message] = told(reading)
    assert f"the file is {what}" in message
    assert mend in message
    assert not reading.whole


def test_two_versions_with_the_marks_of_git(tmp_path: Path) -> None:
    """A conflict that was not resolved is one finding, at its first mark."""
    marked = f"<<<<<<< HEAD\n{GOOD_ROW}=======\n{GOOD_ROW}>>>>>>> theirs\n"
    message = "results.csv, row 2: two versions stand here, with the marks of git. Keep one, and delete the marks."
    assert told(read(tmp_path, HEADER + marked)) == [message]


def test_a_header_that_is_missing_is_one_finding(tmp_path: Path) -> None:
    """Figures in the first row are no names of columns."""
    [message] = told(read(tmp_path, GOOD_ROW * 2))
    assert message.startswith("results.csv, row 1: the header is missing: figures stand in the first row. Write the ")


@pytest.mark.parametrize(
    "content",
    [
        HEADER + ",".join(["-----------"] * 5) + "\n" + GOOD_ROW + "\n(1 rows affected)\n",
        (HEADER + GOOD_ROW).replace(",", "|"),
        (HEADER + GOOD_ROW).encode("utf-32"),
    ],
    ids=["dashes and a count of rows", "vertical bars", "UTF-32"],
)
def test_what_the_programs_of_databases_write_is_read(tmp_path: Path, content: str | bytes) -> None:
    """Lines of dashes, counts of rows, vertical bars and wide characters are read past, each with a note."""
    reading = read(tmp_path, content)
    assert reading.frame["numerator"].tolist() == [52]
    assert {finding.level for finding in reading.findings} == {"note"}


def test_a_comma_in_a_remark_parts_no_cells(tmp_path: Path) -> None:
    """Of two signs that stand in as many lines, the one that stands there more often parts the cells."""
    reading = read(tmp_path, HEADER.replace(",", "\t") + "Source: case system, 1 October 2025\n")
    [message] = [str(finding) for finding in reading.findings if finding.level == "error"]
    assert message == "results.csv: the table has no rows. Write the rows beneath the header."


def test_rows_that_are_refused_are_not_said_to_be_missing(tmp_path: Path) -> None:
    """A table whose only row is one of totals has a row, and one finding."""
    assert len(told(read(tmp_path, HEADER + "Total,2016-03,Kent,52,68\n"))) == 1


def test_a_cell_beyond_all_bounds_is_told(tmp_path: Path) -> None:
    """A cell of a million characters is named for what it is, and for the quotation mark that may have made it."""
    assert told(read(tmp_path, HEADER + f"cic-reviews,2016-03,{'x' * 200_000},52,68\n")) == [
        (
            "results.csv, row 2: a cell has over 131,072 characters, or a quotation mark is never closed, "
            "or stands within a cell. Close it, or write each one within a cell twice."
        )
    ]


def test_a_file_that_another_program_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open says that it may be open in Excel."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "results.csv").touch()
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
                    "results.csv, row 1, column period: the column is missing. "
                    "Add it, or give its name to one of these: xyzzy."
                ),
                "results.csv, row 1: a column that is not known was left out: xyzzy.",
            ],
        ),
        (
            "indicator,period,area,notes",
            ['results.csv, row 1, column notes: there is no such column. Did you mean "note"?'],
        ),
        (
            "indicator,period,note,area,Notes",
            [
                (
                    'results.csv, row 1, column Notes: there is no such column. "note" stands there too. '
                    "Delete one of the two."
                ),
                "results.csv: the columns are in another order than the contract's, and read by their names.",
            ],
        ),
        (
            "indicator,period,area,Area",
            [
                "results.csv, row 1, column area: the column stands there twice. Delete one of the two.",
                "results.csv, row 1: the header is read in the contract's spelling: Area as area.",
            ],
        ),
    ],
)
def test_a_header_that_is_wrong_names_the_column(tmp_path: Path, header: str, messages: list[str]) -> None:
    """A missing, misspelt, doubled or nameless column is found, and the nearest known one named."""
    reading = read(tmp_path, f"{header}\ncic-reviews,2016-03,Kent,52\n")
    assert [message for message in told(reading) if "results.csv: " in message or ", row 1" in message] == messages
    assert not reading.whole


@pytest.mark.parametrize(
    "name",
    [
        "name", "Forename", "SURNAME", "Child Name", "ChildName", "DOB", "Date of birth", "date_of_birth", "NHS number",
        "UPN", "Postcode", "Home address", "child_id", "Person ID", "Mosaic ID", "social worker name", "Email",
    ],
)  # fmt: skip
def test_a_column_that_looks_personal_is_refused(tmp_path: Path, name: str) -> None:
    """Data on single persons have no place in the kit, and are not just left out."""
    content = f"indicator,period,area,numerator,denominator,{name}\ncic-reviews,2016-03,Kent,52,68,x\n"
    assert told(read(tmp_path, content)) == [
        (
            f"results.csv, row 1, column {name}: the column looks personal. "
            "Take it out of the file: the kit reads no data on persons."
        )
    ]


def test_a_header_of_thousands_of_columns_is_one_finding(tmp_path: Path) -> None:
    """A file that is another one altogether is told so in a line."""
    garbage = ",".join(f"column {number}" for number in range(5000))
    messages = told(read(tmp_path, f"indicator,period,area,{garbage}\ncic-reviews,2016-03,Kent\n"))
    assert len(messages) == 1
    assert "5,000 columns are not known (column 0, column 1, " in messages[0]
    assert len(messages[0]) < 600


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "time_period,time_identifier,geographic_level,country_name,la_name,number,percentage",
            "is a national file in the tidy layout of Explore education statistics (time_period, geographic_level)",
        ),
        ("TimePeriod,GeographicLevel,LA name,value", "is a national file in the tidy layout"),
        ("LA Number,LA and Regions,2014,2015,2016", "is an export of the Local Authority Interactive Tool"),
        ("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER", "is a return on single children (CHILD, DOB)"),
        ("Area,Measure Names,Measure Values,Month of Date", "is an export of Tableau or Power BI (Measure Names)"),
        ("Indicator ID,Indicator Name,Area Code,Area Name,Time period,Value", "is an export of Fingertips"),
    ],
)
def test_the_layout_of_others_is_named_in_one_finding(tmp_path: Path, header: str, words: str) -> None:
    """A file as a national source gives it is told what it is, and where it is said how to bring it in."""
    row = ",".join("c" for _ in header.split(","))
    [message] = told(read(tmp_path, f"{header}\n{row}\n{row}\n"))
    assert message.startswith(f"results.csv, row 1: this {words}")
    mend = '"Bringing in national figures" in docs/how-to/data-sources.md says how to bring such a file in.'
    assert message.endswith(mend)


@pytest.mark.parametrize("months", ["Apr-15,May-15,Jun-15", "2013/14,2014/15,2015/16", "2015-04,2015-05,2015-06"])
def test_months_side_by_side_are_named(tmp_path: Path, months: str) -> None:
    """A table with a column for each month is told to have a row for each instead."""
    [message] = told(read(tmp_path, f"indicator,area,{months}\ncic-reviews,Kent,1,2,3\n"))
    first, second, _ = months.split(",")
    assert f"months or years stand side by side, as columns ({first}, {second} and so on)" in message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Source: DfE, SFR 41, 2016,,",
            (
                'results.csv, row 3: "Source: DfE" looks like a remark beneath the table, not like a row of it. '
                "Delete the row."
            ),
        ),
        (HEADER.strip(), "results.csv, row 3: the header stands here once more. Delete the row."),
        (
            "Grand total,2016-03,Kent,52,68",
            (
                'results.csv, row 3, column indicator: "Grand total" is a row of totals, which would count twice. '
                "Delete the row."
            ),
        ),
        (
            ",,,104,136",
            (
                "results.csv, row 3: the row has no indicator, period and area: it may be a row of totals, or a "
                "remark. Delete the row, or fill in what is missing."
            ),
        ),
        (
            "figures of,the year,,,\nnote-taking,2016-03,Kent,52,68",
            "results.csv, row 3, column area: the cell is blank. Fill it in.",
        ),
    ],
)
def test_a_row_that_is_none_is_named_for_what_it_is(tmp_path: Path, row: str, message: str) -> None:
    """A remark with commas and a header that was pasted with the months are told so; a row of a like name is read."""
    reading = read(tmp_path, HEADER + GOOD_ROW + row + "\n")
    errors = [str(finding) for finding in reading.findings if finding.level == "error"]
    assert message in errors
    assert len(errors) == (2 if "year" in row else 1)


def test_figures_above_the_header_are_refused(tmp_path: Path) -> None:
    """A row of several cells above the header may be figures, and is not left out."""
    assert told(read(tmp_path, "cic-reviews,2016-02,Kent,50,68\n" + HEADER + GOOD_ROW)) == [
        "results.csv, row 1: the row stands above the header, which is row 2. Move it beneath the header, or delete it."
    ]


def test_a_number_in_a_file_with_semicolons_may_have_a_decimal_comma(tmp_path: Path) -> None:
    """Where semicolons part the cells, 1,236 may be 1.236, and is not read as a thousand."""
    content = (HEADER + "cic-reviews,2016-03,Kent,52,").replace(",", ";") + "1,236\n"
    assert [str(finding) for finding in read(tmp_path, content).findings if finding.level == "error"] == [
        (
            'results.csv, row 2, column denominator: "1,236" may be 1236 or 1.236 in a file with semicolons. '
            "Write it without the comma, or with a point."
        )
    ]


def test_a_file_that_ends_within_a_row_is_warned_of(tmp_path: Path) -> None:
    """A copy that broke off may leave half a figure in its last row."""
    [finding] = read(tmp_path, HEADER + GOOD_ROW + "cic-reviews,2016-02,Kent,5").findings
    assert (finding.row, finding.level) == (3, "warning")
    assert told(read(tmp_path, HEADER + GOOD_ROW.strip())) == []


def test_a_csv_file_beyond_the_stated_size_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take minutes to read is told to be kept in Parquet, before it is read."""
    monkeypatch.setattr(csv_file, "LARGEST", 2_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    with (tmp_path / "results.csv").open("wb") as file:
        file.truncate(3_000_000)
    assert told(read_table(tmp_path / "results.csv", TABLES["results"])) == [
        (
            "results.csv: the file has 3 MB, and a CSV file of more than 2 MB is not read. Keep the table in Parquet "
            'or a database: see "Where figures may live" in docs/how-to/data-sources.md.'
        )
    ]


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


def test_a_broken_file_takes_no_longer_than_a_sound_one(tmp_path: Path) -> None:
    """Thousands of spaces or digits in a cell and a row of thousands of cells are each told within a second."""
    started = process_time()
    for row in (
        f"cic-reviews,2016-03,a{' ' * 130_000}b,52,68",
        f"cic-reviews,2016-03,Kent,{'9' * 100_000},68",
        f"cic-reviews,2016-03,Kent,{'1,' * 50_000},68",
        f"cic-reviews,{'2' * 100_000},Kent,52,68",
    ):
        assert read(tmp_path, HEADER + row + "\n").findings
    assert process_time() - started < 2


def test_time_grows_with_the_rows_that_are_wrong_and_no_faster(tmp_path: Path) -> None:
    """Ten thousand rows that are too wide, each with a cohort of its own, are told of within two seconds."""
    header = "indicator,period,area,cohort,numerator,denominator\n"
    wrong = "".join(f"cic-reviews,2016-03,Kent,excluding_group_{row},52,68,x\n" for row in range(10_000))
    started = process_time()
    reading = read(tmp_path, header + wrong)
    assert len(reading.findings) == 10_000
    cohorts = [f"excluding_group_{row}" for row in range(10_000)]
    frame = reading.frame.assign(cohort=cohorts)
    assert list(unknown_cohorts(frame, read_table(tmp_path / "none.csv", TABLES["indicators"]).frame)) == []
    assert process_time() - started < 2
