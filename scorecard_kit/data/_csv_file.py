"""A CSV file to its lines: in the encodings, separators and with the oddities that programs write, or why not."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from pathlib import Path

from scorecard_kit.data._lines import FileError, Line, Lines, note
from scorecard_kit.findings import Finding

SAVE_AS = 'Save it in Excel as "CSV UTF-8 (comma delimited)".'
LARGEST = 30_000_000
"""Bytes of the largest CSV file that is read: about 650,000 results, which take a minute."""

_BYTE_ORDER_MARK = codecs.BOM_UTF8
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_OTHERS = (
    (b"PK\x03\x04", "an Excel workbook", SAVE_AS),
    (b"\xd0\xcf\x11\xe0", "a workbook of an old Excel", SAVE_AS),
    (b"%PDF-", "a PDF", "Ask for its tables in a workbook or as CSV."),
    (b"\x1f\x8b", "a compressed file", "Unpack it."),
    (b"PAR1", "a Parquet file", "Rename it to .parquet."),
    (b"SQLite format 3", "an SQLite database", "Name it as the database of the pack instead."),
)
"""With what the files of others begin, what such a file is, and what to do."""
_TEXTS_OF_OTHERS = (
    (r"<(!doctype|html|table|\?xml|[a-z]+ xmlns)", "a web page or XML", SAVE_AS),
    (r"[\[{]\s*[\[{\"]", "JSON", "Export the table as CSV instead."),
    (r"version https://git-lfs\.", "a pointer of Git LFS, without the figures", "Fetch it: git lfs pull."),
)
_CONFLICT_SIGNS = ["<", "=", ">"]
_CONFLICT = re.compile(r"^(<{7} .*|={7}|>{7} .*)\r?$", re.MULTILINE)
_MANY_NULS = 4  # every fourth byte: two bytes are a character
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?[ ,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_LOOKED_AT = 20  # filled lines by which the separator is told
_MANGLED = re.compile("\u00c3[\u0080-\u00bf\u2018-\u203a\u0152-\u0178]|\u00e2\u20ac|\u00c2[\u00a0-\u00bf]")
"""What UTF-8 looks like when it is read as Windows-1252."""
_END_OF_FILE = "\x1a"  # what programs of the days of DOS write as the last character
_IN_DOUBT = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")


def csv_lines(path: Path) -> Lines:
    """The lines of a CSV file; raises FileError where it cannot be read."""
    text, notes = _text(path)
    _refuse_others(text)
    if text.rstrip().endswith(_END_OF_FILE):
        text = text.rstrip().rstrip(_END_OF_FILE)
        notes.append(note(path.name, "Ctrl+Z, which some programs write at the end of a file, was left out"))
    separator, skipped = _separator(text)
    if skipped:
        notes.append(note(path.name, "the line that names the separator was left out", row=1))
    if not text[skipped:].strip(" ,;\t\r\n"):
        raise FileError("the file is empty", "Write the header and the rows.")
    lines = [(number + bool(skipped), cells) for number, cells in _lines(text[skipped:], separator)]
    if separator != ",":
        _demand_even(lines, separator)
        notes.append(note(path.name, f"the columns are read as separated by {_SEPARATORS.get(separator, separator)}"))
        notes += _thousands_in_doubt(path.name, lines) if separator == ";" else []
    return lines, [*notes, *_cut_off(path.name, text, lines)]


def _text(path: Path) -> tuple[str, list[Finding]]:
    """The text of the file, with a note where it is not plain UTF-8."""
    raw = _bytes(path)
    for begins, what, mend in _OTHERS:
        if raw.startswith(begins):
            raise FileError(f"the file is {what}, not a CSV file", mend)
    if raw.startswith(_UTF_32):  # before UTF-16, whose mark it begins with
        return _decoded(raw, "utf-32"), [note(path.name, "the file is read as UTF-32", SAVE_AS)]
    if raw.startswith(_UTF_16):
        return _decoded(raw, "utf-16"), [note(path.name, "the file is read as UTF-16", SAVE_AS)]
    if b"\0" in raw:
        _refuse_nuls(raw)
    marked, raw = raw.startswith(_BYTE_ORDER_MARK), raw.removeprefix(_BYTE_ORDER_MARK)
    try:
        notes = [note(path.name, "the byte-order mark at its start was left out")] if marked else []
        return raw.decode("utf-8"), notes
    except UnicodeDecodeError:
        notes = [note(path.name, "the file is read as Windows-1252 (cp1252), since it is not UTF-8", SAVE_AS)]
    text = _decoded(raw, "cp1252")
    if match := _MANGLED.search(text):
        row = text.count("\n", 0, match.start()) + 1
        raise FileError("the file is partly UTF-8 and partly Windows-1252", SAVE_AS, row)
    return text, notes


def _refuse_others(text: str) -> None:
    """Raise FileError for a text that is no table: a page of the web, JSON, or two versions with the marks of git."""
    for pattern, what, mend in _TEXTS_OF_OTHERS:
        if re.match(rf"\s*{pattern}", text[:1000], re.IGNORECASE):
            raise FileError(f"the file is {what}, not a CSV file", mend)
    marks = list(islice(_CONFLICT.finditer(text), 3)) if "<<<<<<< " in text else []
    if len(marks) == len(_CONFLICT_SIGNS) and [mark[0][0] for mark in marks] == _CONFLICT_SIGNS:
        row = text.count("\n", 0, marks[0].start()) + 1
        raise FileError("two versions stand here, with the marks of git", "Keep one, and delete the marks.", row)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            problem = (
                f"the file has {size / 1e6:,.0f} MB, and a CSV file of more than {LARGEST / 1e6:,.0f} MB is not read"
            )
            where = '"Where figures may live" in docs/how-to/data-sources.md'
            mend = f"Keep the table in Parquet or a database: see {where}."
            raise FileError(problem, mend)
        return path.read_bytes()
    except PermissionError:
        problem = "the file cannot be opened: another program holds it open, or you may not read it"
        raise FileError(problem, "Close it in Excel and run again.") from None
    except OSError as error:
        raise FileError(f"the file cannot be read ({error.strerror})", "Put a CSV file in its place.") from None


def _refuse_nuls(raw: bytes) -> None:
    if raw.count(b"\0") * _MANY_NULS >= len(raw):
        raise FileError("the file is saved as UTF-16, or is not text", SAVE_AS)
    row = raw.count(b"\n", 0, raw.index(b"\0")) + 1
    raise FileError("NUL characters stand here: the file is damaged", "Export or copy it again from its source.", row)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        words = "neither UTF-8 nor Windows-1252" if encoding == "cp1252" else f"not {encoding.upper()}"
        raise FileError(f"a character is {words}", SAVE_AS, row) from None


def _separator(text: str) -> tuple[str, int]:
    """What stands between the cells, and how many characters the line takes that says so."""
    if match := _SEPARATOR_LINE.match(text):
        return match[1], match.end()
    filled = (line for line in StringIO(text, newline=None) if line.strip(" ,;\t\n"))
    first = list(islice(filled, _LOOKED_AT))
    counted = {separator: [line.count(separator) for line in first] for separator in _SEPARATORS}
    frequency = {separator: (sum(map(bool, counts)), sum(counts)) for separator, counts in counted.items()}
    return max(frequency, key=lambda separator: frequency[separator]), 0  # of equal ones the comma


def _lines(text: str, separator: str) -> Iterator[Line]:
    """The lines; raises FileError where they cannot be told apart."""
    number, reader = 0, csv.reader(StringIO(text, newline=""), strict=True, delimiter=separator)
    try:
        for number, cells in enumerate(reader, 1):
            yield number, cells
    except csv.Error as error:
        problem = "a quotation mark is never closed, or stands within a cell"
        if "field limit" in str(error):
            problem = f"a cell has over {csv.field_size_limit():,} characters, or {problem}"
        raise FileError(problem, "Close it, or write each one within a cell twice.", number + 1) from None


def _demand_even(lines: list[Line], separator: str) -> None:
    """Raise FileError where rows of another separator than a comma have not all as many cells."""
    counts = {len(cells): number for number, cells in reversed(lines) if len(cells) > 1 and any(cells)}
    if len(counts) > 1:
        words, row = _SEPARATORS.get(separator, separator), max(counts.values())
        raise FileError(f"the columns are separated by {words}, and the rows have not all as many", SAVE_AS, row)


def _thousands_in_doubt(file: str, lines: list[Line]) -> Iterator[Finding]:
    """Errors over numbers such as 1,236 where semicolons part the cells: the comma may be a decimal one."""
    header: list[str] = next((cells for _, cells in lines if len(cells) > 1), [])
    for row, cells in lines:
        for name, cell in zip(header, cells, strict=False):
            if _IN_DOUBT.fullmatch(cell.strip()):
                plain = cell.strip().replace(",", "")
                problem = f"may be {plain} or {cell.strip().replace(',', '.')} in a file with semicolons"
                yield Finding(file, row, name.strip(), cell, problem, "Write it without the comma, or with a point.")


def _cut_off(file: str, text: str, lines: list[Line]) -> Iterator[Finding]:
    """A warning where the file ends within a row that is shorter than the others: it may have been cut off."""
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if len(filled) > 1 and not text.endswith(("\n", "\r")):
        row, last = filled[-1]
        if 1 < len(last) < min(len(cells) for _, cells in filled[:-1]):
            problem = f"the last row has {len(last)} cells, fewer than any other: the file may have been cut off"
            yield Finding(file, row, problem=problem, mend="Compare it with its source.", level="warning")
