"""The outputs of executed cells to HTML, or everything that stands in the way of a page, each with its mend."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from csv import Error as CsvError
from typing import Any, NamedTuple

from markupsafe import Markup
from nbformat import NotebookNode

from scorecard_kit.blocks.html import guarded_csv, markdown_html
from scorecard_kit.blocks.look import out_of_notebook
from scorecard_kit.pack.notebook import NOT_ON_PAGE
from scorecard_kit.pack.own_lines import csv_line
from scorecard_kit.publish import _bare, safe_html
from scorecard_kit.publish.limits import TEXT, stated
from scorecard_kit.text.harmless import harmless_html

_IMAGES = ("image/png", "image/jpeg")
_WIDGETS = {"application/vnd.jupyter.widget-view+json", "application/javascript"}


class Refusal(NamedTuple):
    """Why a cell's output cannot stand on a page. `cell` counts from 1, as a reader of the notebook would."""

    cell: int
    reason: str


class ExportError(Exception):
    """A section cannot stand on a page: everything that has to be mended in it, in the order of its cells."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("\n".join(f"cell {cell}: {reason}" for cell, reason in refusals))
        self.refusals = refusals


def checked(html: str, cell: int) -> str:
    """Return the HTML as it may stand on a page, or raise ExportError naming what none may hold.

    What nobody sees is taken out before it is checked: a tag that one of those stands in is a text until then.
    """
    try:
        return safe_html.check(harmless_html(html))
    except safe_html.UnsafeError as found:
        raise ExportError(Refusal(cell, f"the output holds {found}, which no page may hold")) from None


def render_cells(cells: Sequence[NotebookNode]) -> list[Refusal]:
    """Render each cell into `cell.metadata.scorecard_html`; returns what is refused, in the order of the cells.

    Of several outputs with CSV all but the first are refused, since a section has one data file.
    """
    refused, files = list[Refusal](), 0
    for number, cell in enumerate(cells, start=1):
        parts, reasons = list[str](), list[str]()
        for part in _parts(cell, number):
            if isinstance(part, Refusal):
                reasons.append(part.reason)
            else:
                parts.append(part)
        for output in cell.get("outputs", ()) if is_on_page(cell) else ():
            if "text/csv" in output.get("data", {}):
                files += 1
                reasons += _wrong_file(output, cell.source, files)
        cell.metadata["scorecard_html"] = harmless_html("\n".join(parts))
        refused += [Refusal(number, reason) for reason in dict.fromkeys(reasons)]
    return refused


def _wrong_file(output: NotebookNode, source: str, number: int) -> Iterable[str]:
    if number > 1:
        yield f"it holds another data file, and a section has one data file (csv=False); write {csv_line(source)}"
    try:
        guarded_csv(str(output.data["text/csv"]))
    except CsvError as error:
        yield f"its CSV cannot be read ({error})"


def is_on_page(cell: NotebookNode) -> bool:
    """Whether what a cell shows is for the page."""
    return NOT_ON_PAGE not in cell.metadata.get("tags", [])


def plain_text(output: NotebookNode) -> str:
    """What is printed, or shown as text alone."""
    if output.output_type == "stream":
        return str(output.text) if output.name == "stdout" else ""
    kinds = set(output.get("data", {}))
    return str(output.data["text/plain"]) if "text/plain" in kinds and kinds <= {"text/plain", "text/csv"} else ""


def _parts(cell: NotebookNode, number: int) -> Iterable[str | Refusal]:
    """The pieces of a cell's HTML, or why there is none of an output."""
    if not is_on_page(cell):
        return
    if cell.cell_type == "markdown":
        yield from _tried(_markdown, cell.source, number)
    outputs = list(cell.get("outputs", ()))
    failed = [output for output in outputs if output.output_type == "error"]
    outputs = failed or outputs  # what it had shown before is no mistake of its own
    has_picture = any(kind in output.get("data", {}) for output in outputs for kind in _IMAGES)
    for output in outputs:
        if not (has_picture and _bare.is_of_drawing(output.get("data", {}))):
            yield from _tried(_output_html, output, cell.source, number)


def _tried(make: Callable[..., str], *given: object) -> Iterable[str | Refusal]:
    try:
        yield make(*given)
    except ExportError as error:
        yield from error.refusals


def _output_html(output: NotebookNode, source: str, cell: int) -> str:
    if output.output_type == "stream":  # warnings of libraries stay in the executed notebook, which is the record
        return str(Markup('<pre class="output">{}</pre>').format(output.text)) if output.name == "stdout" else ""
    if output.output_type == "error":
        raise ExportError(Refusal(cell, f"{output.ename}: {output.evalue}"))
    data = output.data
    if _WIDGETS & set(data):
        raise ExportError(Refusal(cell, _bare.INTERACTIVE))
    if "text/html" in data:
        return _html(data, source, cell)
    if "text/markdown" in data:
        return _markdown(str(data["text/markdown"]), cell)
    for kind in _IMAGES:
        if kind in data:
            return _image(kind, data[kind], output.metadata, source, cell)
    if set(data) - {"text/plain", "text/csv"}:
        raise ExportError(Refusal(cell, f"an output of the kind {min(data)} cannot be shown on a page"))
    text = str(data.get("text/plain", ""))
    if reason := _bare.of_text(text, source):
        raise ExportError(Refusal(cell, reason))
    return str(Markup('<pre class="output">{}</pre>').format(text))


def _html(data: Mapping[str, Any], source: str, cell: int) -> str:
    """An output's HTML as the page shows it: the page has the style that a notebook run elsewhere brings along."""
    html = out_of_notebook(str(data["text/html"]))
    if _bare.is_rated(html):
        raise ExportError(Refusal(cell, _bare.of_html(html, source)))
    try:
        return checked(html, cell)
    except ExportError:
        if reason := _bare.of_html(html, source):
            raise ExportError(Refusal(cell, reason)) from None
        raise


def _markdown(text: str, cell: int) -> str:
    if len(text) > TEXT:
        raise ExportError(Refusal(cell, f"it holds more text than the {stated(TEXT)} that a page may hold"))
    return str(markdown_html(text))


def _image(kind: str, encoded: str, metadata: Mapping[str, Any], source: str, cell: int) -> str:
    alternative = metadata.get(kind, {}).get("alt") or metadata.get("alt")
    if not alternative:
        raise ExportError(Refusal(cell, _bare.of_picture(source)))
    address = f"data:{kind};base64,{''.join(encoded.split())}"
    return str(Markup('<img src="{}" alt="{}">').format(address, alternative))
