"""A workbook's file: locked, damaged, made to do harm, of another format, or written by another program."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from scorecard_kit import load
from scorecard_kit.findings import InputError
from tests.workbooks import FILE, SHEETS, rewrite, told, write

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = (
    "error: figures.xlsx: the workbook is damaged, or is not a workbook. "
    "Open it in Excel, let it repair the file, and save it again; or take the last copy that opens."
)
SAVE_AS = 'Save it in Excel as "Excel Workbook (*.xlsx)".'
RESULTS = "xl/worksheets/sheet2.xml"
ENTITIES = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE bomb [<!ENTITY e0 "lol">' + ENTITIES + b"]>"


def cut(path: Path) -> None:
    """Leave the first half, as a transfer that broke off."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil(path: Path) -> None:
    """Change bytes in the middle of a sheet."""
    raw = bytearray(path.read_bytes())
    start = raw.find(RESULTS.encode()) + 80
    raw[start : start + 20] = bytes(20)
    path.write_bytes(bytes(raw))


def laugh(path: Path, part: str) -> None:
    """Give a part entities that unfold to a billion words."""
    rewrite(path, part, lambda text: LAUGHS + text[text.find(b"<", 2 if text.startswith(b"<?") else 0) :])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda path: path.write_bytes(b""), DAMAGED),
        (lambda path: path.write_bytes(b"indicator,period,area\n"), DAMAGED),
        (cut, DAMAGED),
        (spoil, DAMAGED),
        (lambda path: laugh(path, RESULTS), DAMAGED),
        (lambda path: laugh(path, "xl/workbook.xml"), DAMAGED),
        (lambda path: laugh(path, "xl/styles.xml"), DAMAGED),
        (lambda path: rewrite(path, "[Content_Types].xml", lambda _: b""), DAMAGED),
        (lambda path: rewrite(path, RESULTS, lambda text: text[:-200]),
         ("error: figures.xlsx, sheet results: the sheet cannot be read: the workbook is damaged. "
          "Open it in Excel, let it repair the file, and save it again; or take the last copy that opens.")),
        (lambda path: rewrite(path, "xl/media/image1.png", lambda _: bytes(40_000_000)),
         ("error: figures.xlsx: the workbook unpacks to 40 MB, which no table of figures needs. "
          "Copy the figures into a new workbook. If you did not make this one, ask who sent it.")),
        (lambda path: path.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le")),
         ("error: figures.xlsx: the workbook is protected by a password. In Excel choose File, Info, Protect Workbook, "
          "Encrypt with Password, clear the password, and save.")),
        (lambda path: path.write_bytes(OLE + bytes(600)),
         f"error: figures.xlsx: the workbook is in the format of Excel 97 to 2003. {SAVE_AS}"),
        (lambda path: path.rename(path.with_suffix(".xlsm")),
         f"error: figures.xlsm: a workbook of the format .xlsm is not read. {SAVE_AS}"),
        (lambda path: path.rename(path.with_suffix(".ODS")),
         f"error: figures.ODS: a workbook of the format .ods is not read. {SAVE_AS}"),
        (lambda path: rewrite(path, "[Content_Types].xml", lambda text: text.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
         f"error: figures.xlsx: the workbook holds macros, or is a template. {SAVE_AS}"),
        (lambda path: rewrite(path, "xl/workbook.xml", lambda text: text.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main")),
         f'error: figures.xlsx: the workbook is saved as a "Strict Open XML Spreadsheet". {SAVE_AS}'),
        (lambda path: path.with_name("other.xlsx").write_bytes(path.read_bytes()),
         ("error: figures.xlsx: the data folder holds 2 workbooks: figures.xlsx, other.xlsx. "
          "Keep the one with the figures, and move the others to another folder.")),
        (lambda path: path.with_name(f"~${path.name}").write_bytes(b"user"),
         ("warning: figures.xlsx: the workbook is open in Excel: what is not saved yet is not read. "
          "Save it, close it, and run again.")),
        (lambda path: path.with_name("results.csv").write_text("indicator,period,area\nvisits,2016-03,Kent\n"),
         "error: results.csv: the table stands in figures.xlsx, sheet results too. Keep one of the two."),
        (lambda path: rewrite(path, "xl/workbook.xml", lambda text: text.replace(b'"targets"', b'"Results"')),
         ('error: figures.xlsx, sheet results: there are two sheets of that name, "results" and "Results". '
          "Delete or rename one of them.")),
        (lambda path: rewrite(path, RESULTS, lambda text: text.replace(
            b"<v>50</v>", b"<f>[1]March!$B$7</f><v>50</v>")),
         ('warning: figures.xlsx, sheet results, row 2, column numerator: "50" is from another workbook, as it stood '
          "when this one was last saved. Update the links in Excel and save, or paste the figures as values.")),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_plain_workbook_says_why(
    tmp_path: Path, change: Callable[[Path], object], message: str
) -> None:
    """One message names the file, says what is wrong with it and what to do."""
    change(write(tmp_path))
    assert told(tmp_path) == [message]


def test_a_workbook_that_another_program_holds_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open says that it may be open in Excel, where it is loaded too."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    write(tmp_path)
    monkeypatch.setattr(Path, "read_bytes", refuse)
    message = (
        "figures.xlsx: the workbook cannot be opened: another program holds it open, or you may not read it. "
        "Close it in Excel and run again."
    )
    assert told(tmp_path) == [f"error: {message}"]
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert str(caught.value) == message


def test_a_spreadsheet_of_another_format_beside_csv_files_is_named(tmp_path: Path) -> None:
    """Where CSV files hold the figures, an old workbook among them is not read, and that is said."""
    for name, rows in SHEETS.items():
        text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "working.xls").write_bytes(OLE)
    assert told(tmp_path) == [f"warning: working.xls: a workbook of the format .xls is not read. {SAVE_AS}"]


def test_shared_strings_rich_text_and_saved_results_are_read(tmp_path: Path) -> None:
    """What Excel writes and openpyxl does not: a table of strings, text in two styles, formulas with their results."""
    book = xlsxwriter.Workbook(tmp_path / FILE)
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, list(row))
    book.get_worksheet_by_name("indicators").write_rich_string(
        "B2", "Visits ", book.add_format({"bold": True}), "on time"
    )
    book.get_worksheet_by_name("results").write_formula("E3", "=26*2", None, 52)
    book.get_worksheet_by_name("results").write_formula("D3", '=IF(1=1,"","no")', None, "blank")
    book.close()
    rewrite(tmp_path / FILE, RESULTS, lambda text: text.replace(b"<v>blank</v>", b"<v></v>"))
    assert told(tmp_path) == []
    loaded = load(tmp_path)
    assert loaded.indicators["name"].tolist() == ["Visits on time", "Days to adoption"]
    assert [loaded.results[name].tolist()[1] for name in ("cohort", "numerator")] == ["", 52]


def test_a_bomb_among_the_shared_strings_is_refused(tmp_path: Path) -> None:
    """Entities are forbidden in every part that is read."""
    book = xlsxwriter.Workbook(tmp_path / FILE)
    book.add_worksheet("results").write_string("A1", "indicator")
    book.close()
    laugh(tmp_path / FILE, "xl/sharedStrings.xml")
    assert told(tmp_path) == [DAMAGED]


def test_a_sheet_formatted_to_its_last_row_is_read_up_to_its_last_figure(tmp_path: Path, *, soak: bool) -> None:
    """Blank rows and cells that are only formatted count for nothing, a million of them too."""
    rows = range(5, 1_048_577 if soak else 20_000)
    blank = b"".join(
        b'<row r="%d" spans="1:3" s="1" customFormat="1" ht="15"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>'
        % (row, row, row)
        for row in rows
    )
    rewrite(write(tmp_path), RESULTS, lambda text: text.replace(b"</sheetData>", blank + b"</sheetData>"))
    assert told(tmp_path) == []
    assert load(tmp_path).results.index.tolist() == [2, 3, 4]
