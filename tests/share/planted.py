"""Files in which something is planted that must not leave, of every kind that is handed over."""

import base64
import io
import zipfile
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText


def html(inside: str) -> bytes:
    """A page with this in it."""
    return f'<!DOCTYPE html><html lang="en-GB"><head><title>x</title></head><body>{inside}</body></html>'.encode()


def csv(text: str) -> bytes:
    """A table of one row: Column=cell, Column=cell."""
    header, row = zip(*(part.split("=", 1) for part in text.split("; ")), strict=True)
    return f"{','.join(header)}\n{','.join(row)}\n".encode()


def archive(name: str, content: bytes, comment: str = "") -> bytes:
    """A zip of one member."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.comment = comment.encode()
        file.writestr(name, content)
    return written.getvalue()


def within(content: bytes) -> bytes:
    """A zip in a zip."""
    return archive("inner.zip", archive("data/table.csv", content))


def png(text: str, kind: str = "tEXt") -> bytes:
    """A picture with a text in its metadata."""
    written, said = io.BytesIO(), PngInfo()
    if kind == "iTXt":
        said.add_itxt("Comment", text, zip=True)
    else:
        said.add_text("Comment", text, zip=kind == "zTXt")
    Image.new("RGB", (2, 2)).save(written, "PNG", pnginfo=said)
    return written.getvalue()


def jpeg(text: str, *, is_comment: bool = False) -> bytes:
    """A photograph with a text as its comment, or as the artist of its EXIF."""
    written, exif = io.BytesIO(), Image.Exif()
    if not is_comment:
        exif[0x013B] = text
    Image.new("RGB", (2, 2)).save(written, "JPEG", exif=exif, comment=text if is_comment else "")
    return written.getvalue()


def embedded(text: str) -> bytes:
    """A page that holds the picture with this text as a data: address."""
    return html(f'<img alt="" src="data:image/png;base64,{base64.b64encode(png(text)).decode()}">')


def data_address(text: str) -> bytes:
    """A page that holds the text itself as one."""
    return html(f'<a href="data:text/plain;base64,{base64.b64encode(text.encode()).decode()}">x</a>')


def paper(text: str) -> bytes:
    """A PDF with this on its page, written by hand as the format has it."""
    said = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    stream = f"BT /F1 12 Tf 20 100 Td ({said}) Tj ET"
    fonts = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 200] /Contents 4 0 R /Resources {fonts} >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    written, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = (
        f"xref\n0 5\n0000000000 65535 f \n{table}trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    )
    return (written + end).encode("latin-1")


def edited_paper(part: str, text: str) -> bytes:
    """A PDF with this in its information, its bookmarks, a note, or a file attached to it."""
    writer, written = PdfWriter(clone_from=PdfReader(io.BytesIO(paper("A page")))), io.BytesIO()
    if part == "information":
        writer.add_metadata({"/Keywords": text})
    elif part == "bookmark":
        writer.add_outline_item(title=text, page_number=0)
    elif part == "note":
        writer.add_annotation(0, FreeText(text=text, rect=(10, 10, 90, 90)))
    else:
        writer.add_attachment("notes.txt", text.encode())
    writer.write(written)
    return written.getvalue()


def short_document() -> Document:
    """A new Word document without the many styles of the library's template, which a scan would read each time."""
    document = docx.Document()
    for key in [key for key, it in document.part.rels.items() if it.reltype.endswith(("stylesWithEffects", "theme"))]:
        del document.part.rels[key]
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in {"Normal", "Heading1", "TableNormal", "Header"}:
            document.styles.element.remove(style)
    return document


def letter(part: str, text: str) -> bytes:
    """A Word document with this in one of its parts; in two runs where it stands in a paragraph."""
    document, written = short_document(), io.BytesIO()
    first = document.add_paragraph("Kent ")
    if part == "runs":
        first.add_run(text[:5]).bold = True
        first.add_run(text[5:])
    elif part == "cell":
        document.add_table(1, 1).cell(0, 0).text = text
    elif part == "header":
        document.sections[0].header.paragraphs[0].text = text
    elif part == "property":
        document.core_properties.keywords = text
    elif part == "comment":
        document.add_comment(first.runs, text=text, author="kit")
    elif part == "alternative text":
        shape: Any = document.add_picture(io.BytesIO(png("checked")))
        shape._inline.docPr.set("descr", text)  # noqa: SLF001 - Word's own name for it
    elif part == "deleted":
        deleted = OxmlElement("w:del")
        deleted.append(OxmlElement("w:r"))
        deleted[0].append(OxmlElement("w:delText"))
        deleted[0][0].text = text
        first._p.append(deleted)  # noqa: SLF001 - the library writes no changes
    document.save(written)
    return written.getvalue()


def report(heading: str, *rows: tuple[str, ...]) -> bytes:
    """A Word document with a table under a heading; its first row is the header."""
    document, written = short_document(), io.BytesIO()
    document.add_heading(heading)
    made = document.add_table(0, len(rows[0]))
    for texts in rows:
        for cell, text in zip(made.add_row().cells, texts, strict=True):
            cell.text = text
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - as above
    document.save(written)
    return written.getvalue()


def workbook(part: str, text: str) -> bytes:  # noqa: C901 - one line for each part of a workbook
    """A workbook with this in one of its parts."""
    book, written = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(["Area", "Result"])
    sheet.append(["Kent", 76.5])
    if part == "cell":
        sheet.append([text, 1])
    elif part == "hidden sheet":
        hidden = book.create_sheet("working")
        hidden.append([text])
        hidden.sheet_state = "veryHidden"
    elif part == "hidden row":
        sheet.append([text, 1])
        sheet.row_dimensions[3].hidden = True
    elif part == "comment":
        sheet["A2"].comment = Comment(text, "kit")
    elif part == "author":
        sheet["A2"].comment = Comment("checked", text)
    elif part == "property":
        book.properties.keywords = text
    elif part == "own property":
        book.custom_doc_props.append(  # type: ignore[attr-defined]  # newer than the types
            StringProperty(name="Origin", value=text)
        )
    elif part == "defined name":
        book.defined_names["source"] = DefinedName("source", attr_text=f'"{text}"')
    elif part == "footer":
        footer: Any = sheet.oddFooter
        footer.center.text = text
    elif part == "link":
        sheet["A2"].hyperlink = text
    elif part == "column":
        sheet["C1"], sheet["C2"] = text.split("=")
    book.save(written)
    return written.getvalue()
