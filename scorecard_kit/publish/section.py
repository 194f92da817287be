"""An executed notebook to the HTML of its section: every output is rendered, or the section fails and says why.

Used by the nbconvert template, here and under `jupyter nbconvert --to html --template scorecard`.
"""

import re
from collections.abc import Iterable, Mapping
from csv import Error as CsvError
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines

from scorecard_kit.blocks.html import guarded_csv, markdown_html, unbroken
from scorecard_kit.blocks.look import out_of_notebook
from scorecard_kit.pack import notebook
from scorecard_kit.publish import safe_html
from scorecard_kit.publish.limits import PAGE, TEXT, stated
from scorecard_kit.text.harmless import harmless_html

__all__ = ["NOT_ON_PAGE", "ExportError", "ReadSection", "checked", "notebook_text", "read_notebook", "spell_out"]

NOT_ON_PAGE = "not-on-page"
"""The tag of a cell that is for the analyst alone."""

_HIDING = re.compile(r"<(svg|pre|code|style)\b")  # no abbreviation is spelt out within
_A_TAG = re.compile(r"""(</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_SHOWING = re.compile(r"</(svg|pre|code|style)>")
_IMAGES = ("image/png", "image/jpeg")


class ExportError(Exception):
    """A cell's output cannot stand on a page. `cell` counts from 1, as a reader of the notebook would."""

    def __init__(self, cell: int, reason: str) -> None:
        super().__init__(f"cell {cell}: {reason}")
        self.cell, self.reason = cell, reason


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook in the form of nbformat 4. NotebookError where it is none."""
    node: NotebookNode = rejoin_lines(nbformat.from_dict(notebook.read(path)))  # type: ignore[no-untyped-call]
    return node


def notebook_text(node: NotebookNode) -> str:
    """The text of a notebook's file."""
    return f"{nbformat.writes(node)}\n"  # type: ignore[no-untyped-call]


def checked(html: str, cell: int) -> str:
    """Return the HTML as it may stand on a page, or raise ExportError naming what none may hold.

    What nobody sees is taken out before it is checked: a tag that one of those stands in is a text until then.
    """
    try:
        return safe_html.check(harmless_html(html))
    except safe_html.UnsafeError as found:
        raise ExportError(cell, f"the output holds {found}, which no page may hold") from None


def spell_out(html: str, glossary: Mapping[str, str], seen: set[str]) -> str:
    """Spell out each abbreviation at its first use outside charts: CIC (children in care). `seen` is added to."""
    if not glossary:
        return html
    written = {str(Markup.escape(term)): words for term, words in glossary.items()}
    names = "|".join(re.escape(name) for name in sorted(written, key=len, reverse=True))
    term = re.compile(rf"(?<![\w&])({names})(?:['’]?s|(?<=[a-z])\.)?(?![\w&])")  # noqa: RUF001  # typographic apostrophe
    left = [name for name in written if name in html and name not in seen]
    parts, hidden = _A_TAG.split(html), 0
    for place, part in enumerate(parts):
        if part.startswith("<"):
            hidden += bool(_HIDING.match(part)) - bool(_SHOWING.match(part))
        elif not hidden and any(name in part for name in left):
            parts[place] = term.sub(lambda match: _first_use(match, written, seen), part)
            left = [name for name in left if name not in seen]
    return "".join(parts)


def _first_use(match: re.Match[str], glossary: Mapping[str, str], seen: set[str]) -> str:
    name = match.group(1)
    if name in seen:
        return match.group()
    seen.add(name)
    words = glossary[name]
    is_said = match.string[: match.start()].lower().endswith(f"{words.lower()} (")
    if is_said:
        return match.group()
    before = match.string[: match.start()]
    inside = before.count("(") > before.count(")")  # a bracket within brackets reads badly
    return f"{match.group()}, {unbroken(words)}" if inside else f"{match.group()} ({unbroken(words)})"


class ReadSection(Preprocessor):
    """Gives every cell its HTML, and the notebook's resources what the page should know (title, answer, glossary)."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Render each cell into `cell.metadata.scorecard_html`; `resources["section"]` holds what the opening said."""
        said: dict[str, Any] = {}
        csv, index = [], []
        for number, cell in enumerate(nb.cells, start=1):
            cell.metadata["scorecard_html"] = harmless_html("\n".join(_cell_html(cell, number)))
            for output in cell.get("outputs", []) if _is_on_page(cell) else ():
                noted = output.get("metadata", {}).get("scorecard", {})
                said |= {key: value for key, value in noted.items() if key != "index"}
                csv += [_csv_of(output, number)] if "text/csv" in output.get("data", {}) else []
                index += [_html(output.data, number)] if noted.get("index") else []
        if "title" not in said:
            raise ExportError(len(nb.cells), "no cell displays an opening: opening(book, 'Title', 'First sentence.')")
        if len(csv) > 1:
            raise ExportError(len(nb.cells), "two outputs hold CSV; a section has one data file (csv=False)")
        _refuse_too_much(nb)
        _refuse_repeating(nb)
        own = {"csv": csv[0] if csv else None, "index": "\n".join(index), "printed": _printed(nb)}
        resources["section"] = {**said, **own}
        if not resources.get("scorecard_bare"):
            _spell_out_cells(nb, said["glossary"])
        return nb, resources


def _csv_of(output: NotebookNode, cell: int) -> str:
    """The figures of an output, which may be of a notebook's own making: no cell of them is run by a spreadsheet."""
    try:
        return guarded_csv(str(output.data["text/csv"]))
    except CsvError as error:
        raise ExportError(cell, f"its CSV cannot be read ({error})") from None


def _spell_out_cells(nb: NotebookNode, glossary: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for cell in nb.cells:
        cell.metadata["scorecard_html"] = spell_out(cell.metadata["scorecard_html"], glossary, seen)


def _refuse_too_much(nb: NotebookNode) -> None:
    """ExportError where a page would be longer than anybody opens."""
    length = 0
    for number, cell in enumerate(nb.cells, start=1):
        length += len(cell.metadata["scorecard_html"])
        if length > PAGE:
            raise ExportError(number, f"with it the page is larger than {stated(PAGE)}; show less on it")


def _refuse_repeating(nb: NotebookNode) -> None:
    """ExportError where drawings of several cells, which share the page and its ids, draw one another for ever."""
    drawn = [cell.metadata["scorecard_html"] for cell in nb.cells if "<svg" in cell.metadata["scorecard_html"]]
    if len(drawn) > 1 and any("<use" in html or "url(" in html for html in drawn):
        try:
            safe_html.check_together("\n".join(drawn))
        except safe_html.UnsafeError as found:
            raise ExportError(len(nb.cells), f"the outputs hold {found}, which no page may hold") from None


def _printed(nb: NotebookNode) -> tuple[tuple[int, str], ...]:
    """The cells whose print, or whose last expression, stands on the page as plain text, each with its first words."""
    found, length = [], 0
    for number, cell in enumerate(nb.cells, start=1):
        text = "".join(_plain(output) for output in cell.get("outputs", ()) if _is_on_page(cell))
        length += len(text)
        if length > TEXT:
            most = f"more plain text than the {stated(TEXT)} that a page may hold"
            raise ExportError(number, f"it puts {most}; take the print out, or tag the cell {NOT_ON_PAGE}")
        if text.strip():
            found.append((number, " ".join(text[:1000].split())))
    return tuple(found)


def _plain(output: NotebookNode) -> str:
    if output.output_type == "stream":
        return str(output.text) if output.name == "stdout" else ""
    kinds = set(output.get("data", {}))
    return str(output.data["text/plain"]) if "text/plain" in kinds and kinds <= {"text/plain", "text/csv"} else ""


def _is_on_page(cell: NotebookNode) -> bool:
    return NOT_ON_PAGE not in cell.metadata.get("tags", [])


def _cell_html(cell: NotebookNode, number: int) -> Iterable[str]:
    if not _is_on_page(cell):
        return
    if cell.cell_type == "markdown":
        yield _markdown(cell.source, number)
    for output in cell.get("outputs", []):
        yield _output_html(output, number)


def _output_html(output: NotebookNode, cell: int) -> str:
    if output.output_type == "stream":  # warnings of libraries stay in the executed notebook, which is the record
        return str(Markup('<pre class="output">{}</pre>').format(output.text)) if output.name == "stdout" else ""
    if output.output_type == "error":
        raise ExportError(cell, f"{output.ename}: {output.evalue}")
    data = output.data
    if "application/vnd.jupyter.widget-view+json" in data or "application/javascript" in data:
        raise ExportError(cell, "the output is interactive; a page holds no script")
    if "text/html" in data:
        return _html(data, cell)
    if "text/markdown" in data:
        return _markdown(str(data["text/markdown"]), cell)
    for kind in _IMAGES:
        if kind in data:
            return _image(kind, data[kind], output.metadata, cell)
    if set(data) - {"text/plain", "text/csv"}:
        raise ExportError(cell, f"an output of the kind {min(data)} cannot be shown on a page")
    return str(Markup('<pre class="output">{}</pre>').format(data.get("text/plain", "")))


def _html(data: Mapping[str, Any], cell: int) -> str:
    """An output's HTML as the page shows it: the page has the style that a notebook run elsewhere brings along."""
    return checked(out_of_notebook(str(data["text/html"])), cell)


def _markdown(text: str, cell: int) -> str:
    if len(text) > TEXT:
        raise ExportError(cell, f"it holds more text than the {stated(TEXT)} that a page may hold")
    return str(markdown_html(text))


def _image(kind: str, encoded: str, metadata: Mapping[str, Any], cell: int) -> str:
    alternative = metadata.get(kind, {}).get("alt") or metadata.get("alt")
    if not alternative:
        raise ExportError(cell, "an image has no text alternative (display it with metadata {'alt': …})")
    source = f"data:{kind};base64,{''.join(encoded.split())}"
    return str(Markup('<img src="{}" alt="{}">').format(source, alternative))
