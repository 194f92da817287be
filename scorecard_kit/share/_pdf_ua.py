"""What PDF/UA-1 (ISO 14289-1) asks for beyond the browser's tags, and the mark that declares it.

Each link is described; what is in no tag, such as page numbers and symbols that are hidden from screen readers, is an
artifact; a figure is what has an alternative text.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import escape
from pypdf import PdfWriter
from pypdf.generic import ContentStream, NameObject, StreamObject, TextStringObject
from selectolax.lexbor import LexborHTMLParser

__all__ = ["declare"]

_MARK = (
    '<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>'
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)
_Step = tuple[Any, bytes]  # its operands and its operator
_BEGIN: _Step = ([NameObject("/Artifact")], b"BMC")
_END: _Step = ([], b"EMC")
_DRAWN = {b"m", b"l", b"c", b"v", b"y", b"h", b"re", b"W", b"W*"}  # a path, which nothing may interrupt
_PAINTED = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_SHOWN = {b"Tj", b"TJ", b"'", b'"', b"Do", b"sh"}


def declare(writer: PdfWriter, html: str, title: str) -> None:
    """Mend the printed `html` in the three ways, and set the mark of PDF/UA-1 with the title."""
    words = _words_of_links(html)
    for link in _links(writer):
        address = _address(link)
        link[NameObject("/Contents")] = TextStringObject(words.get(address, address))
    for page in writer.pages:
        sheet: Any = page["/Contents"].get_object()
        content = ContentStream(sheet, writer)
        content.operations = list(_with_artifacts(content.operations))
        sheet.set_data(content.get_data())
    for element in _elements(writer.root_object["/StructTreeRoot"]):
        if element.get("/S") == "/Figure" and "/Alt" not in element:  # the frame around a chart and its title
            element[NameObject("/S")] = NameObject("/Div")
    mark = StreamObject()
    mark.set_data(_MARK.format(escape(title)).encode())
    mark.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(mark)  # noqa: SLF001 - xmp_metadata adds a clock


def _words_of_links(html: str) -> dict[str, str]:
    """The words of the first link to each address."""
    words: dict[str, str] = {}
    for link in LexborHTMLParser(html).css("a[href]"):
        words.setdefault(str(link.attributes["href"]), " ".join(link.text().split()))
    return words


def _links(writer: PdfWriter) -> Iterator[Any]:
    annotations = (annotation.get_object() for page in writer.pages for annotation in page.get("/Annots", []))
    return (annotation for annotation in annotations if annotation["/Subtype"] == "/Link")


def _address(link: Any) -> str:  # noqa: ANN401 - pypdf's own dictionary
    """Where a link leads: to a place of the document, or to an address."""
    if "/Dest" in link:
        return f"#{str(link['/Dest']).removeprefix('/')}"
    return str(link["/A"].get("/URI", ""))


def _with_artifacts(steps: Sequence[_Step]) -> Iterator[_Step]:
    """The steps that draw a sheet, with a mark around each that shows something outside every tag."""
    depth, path = 0, list[_Step]()
    for step in steps:
        operator = step[1]
        depth += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
        if not depth and operator in _DRAWN:
            path.append(step)
        elif not depth and operator in _PAINTED | _SHOWN:
            yield from (_BEGIN, *path, step, _END)
            path = []
        else:
            yield from (*path, step)
            path = []


def _elements(root: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    """Every element of the document's structure."""
    waiting = [root]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += [kid for kid in element if not isinstance(kid, int)]
        elif isinstance(element, dict):
            yield element
            waiting += [element["/K"]] if "/K" in element and not isinstance(element["/K"], int) else []
