"""A workbook's file opened: where it is one, whole, of a sane size, and not under lock or password."""

import warnings
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from openpyxl import Workbook, load_workbook
from openpyxl.packaging.relationship import get_dependents
from openpyxl.xml.constants import ARC_CONTENT_TYPES, REL_NS, XLSX
from openpyxl.xml.functions import fromstring

from scorecard_kit.findings import refusal

WORKBOOK = ".xlsx"
OTHER_SPREADSHEETS = (".xlsm", ".xls", ".xlsb", ".ods")
LOCK = "~$"
"""How the name of the file begins that stands beside a workbook while Excel has it open."""
LARGEST = 1 << 30
"""Bytes to which a workbook may unpack: a million rows that are formatted and empty stay well under it."""
MEND = "Open it in Excel, let it repair the file, and save it again; or take the last copy that opens."
"""What to do with a workbook that is damaged."""
SAVE_AS = 'Save it in Excel as "Excel Workbook (*.xlsx)".'
_RATIO, _SMALL = 250, 1 << 24  # a part of over 16 MB that unpacks to so many times its size is made to do harm
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"purl.oclc.org/ooxml"
_SHEET = "/worksheet"
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, ParseError, ExpatError, NotImplementedError, RuntimeError),
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, TypeError, ValueError),
)
"""What the libraries raise over a file that is not what it says it is, or that holds an XML entity."""


class Part(NamedTuple):
    """One worksheet: its name, whether it is shown, and where it stands in the file."""

    name: str
    shown: bool
    path: str


def opened(path: Path) -> tuple[zipfile.ZipFile, Workbook, list[Part]]:
    """A workbook that may be read: its file, its cells as openpyxl has them, and its worksheets in their order.

    Raises InputError with the reason and the mend.
    """
    raw = _content(path)
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
        _measure(path.name, archive.infolist())
        parts = _worksheets(path.name, archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on what openpyxl would not write again, such as newer validations
            return archive, load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False), parts
    except DAMAGED:
        raise refusal(path.name, "the workbook is damaged, or is not a workbook", MEND) from None


def _content(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except PermissionError:
        problem = "the workbook cannot be opened: another program holds it open, or you may not read it"
        raise refusal(path.name, problem, "Close it in Excel and run again.") from None
    except OSError as error:
        raise refusal(path.name, f"the workbook cannot be read ({error.strerror})", "Check the file.") from None
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            mend = "In Excel choose File, Info, Protect Workbook, Encrypt with Password, clear the password, and save."
            raise refusal(path.name, "the workbook is protected by a password", mend)
        raise refusal(path.name, "the workbook is in the format of Excel 97 to 2003", SAVE_AS)
    return raw


def _measure(file: str, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what would fill the memory. A part cannot unpack to more than its entry says: zipfile stops there."""
    whole = sum(entry.file_size for entry in entries)
    swollen = any(it.file_size > max(_SMALL, _RATIO * it.compress_size) for it in entries)
    if whole > LARGEST or swollen:
        problem = f"the workbook unpacks to {whole / 1e6:,.0f} MB, which no table of figures needs"
        mend = "Copy the figures into a new workbook. If you did not make this one, ask who sent it."
        raise refusal(file, problem, mend)


def _worksheets(file: str, archive: zipfile.ZipFile) -> list[Part]:
    """The worksheets in their order; raises InputError for a workbook of another kind, or what `DAMAGED` names."""
    types = fromstring(archive.read(ARC_CONTENT_TYPES))
    main = next((part.get("PartName", "") for part in types if part.get("ContentType") == XLSX), None)
    if main is None:
        raise refusal(file, "the workbook holds macros, or is a template", SAVE_AS)
    folder, _, name = main.lstrip("/").rpartition("/")
    text = archive.read(f"{folder}/{name}")
    if _STRICT in text:
        raise refusal(file, 'the workbook is saved as a "Strict Open XML Spreadsheet"', SAVE_AS)
    links = {link.Id: link for link in get_dependents(archive, f"{folder}/_rels/{name}.rels")}
    sheets = [sheet for sheet in fromstring(text).iter() if sheet.tag.endswith("}sheet")]
    linked = [(sheet, links[sheet.attrib[f"{{{REL_NS}}}id"]]) for sheet in sheets]
    return [
        Part(sheet.attrib["name"], sheet.get("state", "visible") == "visible", link.Target)
        for sheet, link in linked
        if link.Type.endswith(_SHEET)
    ]
