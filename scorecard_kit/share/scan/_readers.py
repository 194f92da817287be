"""Every kind of file that leaves, to what it holds: by its first bytes, whatever its name says."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from scorecard_kit.share.scan._markup import read_markup
from scorecard_kit.share.scan.contents import Content, Grid, Piece

LARGEST = 200_000_000
"""Bytes that one part of a file may come to when it is unpacked."""
_DEEPEST = 5  # a zip in a zip in a zip …
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_START_OF_SCAN = 0xDA
_WORDS = re.compile(rb"[\x20-\x7e\xa0-\xff]{4,}")
_WIDE_WORDS = re.compile(rb"(?:[\x20-\x7e]\x00){4,}")


def read(name: str, content: bytes, depth: int = 0) -> Iterator[Content]:
    """A file and whatever lies in it, each as a content of its own; raises nothing.

    What cannot be read, or lies too deep, is given with `is_read` False: it must not leave.
    """
    reader = _reader(name, content) if depth <= _DEEPEST and len(content) <= LARGEST else None
    try:
        yield from reader(name, content, depth) if reader else [_unread(name, content)]
    except Exception:  # noqa: BLE001 - a damaged file fails its library in any way, and must not leave
        yield _unread(name, content)


def _unread(name: str, content: bytes) -> Content:
    return Content(name, "not readable", len(content), is_read=False)


def _reader(name: str, content: bytes) -> Callable[[str, bytes, int], Iterator[Content]] | None:
    suffix = PurePosixPath(name).suffix.lower()
    if content.startswith(b"%PDF"):
        return _pdf
    if content.startswith(b"PK"):
        return _zip
    if content.startswith((_PNG, _JPEG)):
        return _image
    if b"\0" in content:
        return None
    if suffix in {".html", ".htm", ".svg", ".xml", ".rels", ".vml"} or content.lstrip()[:1] == b"<":
        return _markup
    return _csv if suffix == ".csv" else _text


def decoded(content: bytes) -> str:
    """The bytes as text: UTF-8 where they are, else the old encoding of Windows."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _text(name: str, content: bytes, _: int) -> Iterator[Content]:
    lines = enumerate(decoded(content).splitlines(), start=1)
    yield Content(name, "text", len(content), tuple(Piece(f"line {number}", line) for number, line in lines if line))


def _csv(name: str, content: bytes, _: int) -> Iterator[Content]:
    rows = list(csv.reader(io.StringIO(decoded(content), newline="")))
    header = tuple(rows[0]) if rows else ()
    body = tuple((number, tuple(cells)) for number, cells in enumerate(rows[1:], start=2))
    yield Content(name, "CSV", len(content), (), (Grid("", PurePosixPath(name).stem, header, body),))


def _markup(name: str, content: bytes, depth: int) -> Iterator[Content]:
    kind = "HTML" if PurePosixPath(name).suffix.lower() in {".html", ".htm"} else "XML"
    found = read_markup(decoded(content), is_xml=kind == "XML")
    yield Content(name, kind, len(content), found.pieces, found.grids)
    for number, (media, inner) in enumerate(found.embedded, start=1):
        yield from read(f"{name} > data: {number} ({media or 'text'})", inner, depth + 1)


def _image(name: str, content: bytes, _: int) -> Iterator[Content]:
    chunks = _png_chunks(content) if content.startswith(_PNG) else _jpeg_chunks(content)
    pieces = tuple(Piece(place, text) for place, data in chunks for text in _words(data))
    yield Content(name, "image", len(content), pieces)


def _words(data: bytes) -> Iterator[str]:
    """The words in bytes that no reader knows, also where each letter takes two bytes."""
    yield from (found.decode("latin-1") for found in _WORDS.findall(data))
    yield from (found.decode("utf-16-le") for found in _WIDE_WORDS.findall(data))


def _png_chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8].decode("latin-1")
        data, at = content[at + 8 : at + 8 + length], at + 12 + length
        if kind == "IDAT":
            continue
        yield f"chunk {kind}", data
        if kind in {"zTXt", "iTXt"}:
            yield f"chunk {kind}", _inflated(data)
        if kind == "IEND":
            break
    yield "after the image", content[at:]


def _inflated(data: bytes) -> bytes:
    """What a compressed text says, wherever in the chunk it begins; nothing where none is compressed."""
    start = data.find(b"x", data.find(b"\0"))
    while start >= 0:
        try:
            return zlib.decompressobj().decompress(data[start:], LARGEST)
        except zlib.error:
            start = data.find(b"x", start + 1)
    return b""


def _jpeg_chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _START_OF_SCAN:  # noqa: PLR2004 - a marker
        length = int.from_bytes(content[at + 2 : at + 4])
        yield f"segment {content[at + 1]:02X}", content[at + 4 : at + 2 + length]
        at += 2 + length
    yield "after the image", content[content.rfind(b"\xff\xd9") + 2 :]


def _zip(name: str, content: bytes, depth: int) -> Iterator[Content]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        if "xl/workbook.xml" in names:
            from scorecard_kit.share.scan._office import read_workbook  # noqa: PLC0415 - openpyxl is loaded where needed

            yield read_workbook(name, content)
        else:
            yield Content(name, "zip", len(content), tuple(_zip_words(archive)))
        for info in archive.infolist():
            if info.is_dir():
                continue
            if info.file_size > LARGEST:
                yield _unread(f"{name} > {info.filename}", b"")
                continue
            yield from read(f"{name} > {info.filename}", archive.read(info), depth + 1)


def _zip_words(archive: zipfile.ZipFile) -> Iterator[Piece]:
    if archive.comment:
        yield Piece("comment", decoded(archive.comment))
    for info in archive.infolist():
        yield Piece("name of a member", info.filename)
        for said in (info.comment, info.extra):
            yield from (Piece(f"{info.filename}, comment", words) for words in _words(said))


def _pdf(name: str, content: bytes, depth: int) -> Iterator[Content]:
    from scorecard_kit.share.scan._office import read_pdf  # noqa: PLC0415 - pypdf is loaded where it is needed

    found, attached = read_pdf(name, content)
    yield found
    for attachment, inner in attached:
        yield from read(f"{name} > {attachment}", inner, depth + 1)
