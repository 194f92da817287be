"""Files that hold files: zips, Word documents and workbooks among them, and PDF files, read by their libraries.

A workbook's parts are read once more, as the XML that they are; of a Word document those that hold no text.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from scorecard_kit.share.scan._word import read_word, word_parts
from scorecard_kit.share.scan.readers import LARGEST, Content, Grid, Inner, Piece, decoded, words_in

_SKIPPED = frozenset({"/ID", "/O", "/U", "/OE", "/UE", "/Perms"})  # hashes and keys, no words


def read_zip(name: str, content: bytes) -> tuple[Content, Inner]:
    """A zip with its members; of a Word document the paragraphs and tables, of a workbook the cells and comments.

    Hidden sheets are read as any other.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    if parts := word_parts(archive):
        is_within = all(archive.getinfo(part).file_size <= LARGEST for part in parts)
        texts = {part: archive.read(part) for part in parts} if is_within else {}
        whole = read_word(name, texts, len(content))
        return whole, (member for member in _members(archive) if member[0] not in texts)
    if "xl/workbook.xml" in archive.namelist():
        sheets = [sheet for sheet in load_workbook(io.BytesIO(content)).worksheets if isinstance(sheet, Worksheet)]
        comments = [piece for sheet in sheets for piece in _comments(sheet)]
        whole = Content(name, "workbook", len(content), tuple(comments), tuple(_grid(sheet) for sheet in sheets))
    else:
        whole = Content(name, "zip", len(content), tuple(_zip_words(archive)))
    return whole, _members(archive)


def _members(archive: zipfile.ZipFile) -> Inner:
    for info in archive.infolist():
        if not info.is_dir():
            yield info.filename, archive.read(info) if info.file_size <= LARGEST else None


def _zip_words(archive: zipfile.ZipFile) -> Iterator[Piece]:
    if archive.comment:
        yield Piece("comment", decoded(archive.comment))
    for info in archive.infolist():
        yield Piece("name of a member", info.filename)
        for words in (*words_in(info.comment), *words_in(info.extra)):
            yield Piece(f"{info.filename}, comment", words)


def _comments(sheet: Worksheet) -> Iterator[Piece]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment:
                yield Piece(f"sheet {sheet.title}, comment at {cell.coordinate}", cell.comment.text)


def _grid(sheet: Worksheet) -> Grid:
    rows = [
        (number, tuple(_shown(value) for value in values))
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    starts = [int(table.ref.split(":")[0].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ$")) for table in sheet.tables.values()]
    wide = (number for number, cells in rows if sum(map(bool, cells)) > 1)
    head = min(starts, default=next(wide, 0))
    header = next((cells for number, cells in rows if number == head), ())
    title = " ".join(cell for number, cells in rows if number < head for cell in cells if cell)
    plain = tuple(cell.split("\n")[0] for cell in header)  # gptables writes a unit beneath the heading
    body = tuple((number, cells) for number, cells in rows if number != head and any(cells))
    return Grid(f"sheet {sheet.title}, ", f"{sheet.title} {title}", plain, body)


def _shown(value: object) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_pdf(name: str, content: bytes) -> tuple[Content, Inner]:
    """The text of every page, and every string that stands elsewhere in the file; then the files attached to it.

    Strings are what metadata, bookmarks, text alternatives, links, notes and actions are made of.
    """
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("an encrypted file cannot be read")
    pieces = [Piece(f"page {number}", page.extract_text()) for number, page in enumerate(reader.pages, start=1)]
    pieces += _strings(reader)
    attached = [(str(title), bytes(inner)) for title, all_of in reader.attachments.items() for inner in all_of]
    return Content(name, "PDF", len(content), tuple(pieces)), attached


def _strings(reader: PdfReader) -> Iterator[Piece]:
    numbers = [number for part in reader.xref.values() for number in part] + list(reader.xref_objStm)
    yield from _in_object(reader.trailer.get("/Info"), "document information")
    for number in dict.fromkeys(numbers):
        item = reader.get_object(IndirectObject(number, 0, reader))
        yield from _in_object(item, f"object {number}")
        if isinstance(item, StreamObject) and item.get("/Type") == "/Metadata":
            yield Piece("metadata", item.get_data().decode("utf-8", errors="replace"))


def _in_object(item: Any, place: str) -> Iterator[Piece]:  # noqa: ANN401 - any object of a PDF
    if isinstance(item, TextStringObject | ByteStringObject):
        text = str(item) if isinstance(item, str) else bytes(item).decode("latin-1")
        if len(text) > 2:  # noqa: PLR2004 - what is shorter says nothing
            yield Piece(place, text)
    elif isinstance(item, DictionaryObject):
        for key, value in item.items():
            if key not in _SKIPPED:
                yield from _in_object(value, f"{place} {key}")
    elif isinstance(item, ArrayObject):
        for value in item:
            yield from _in_object(value, place)
