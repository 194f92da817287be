"""An executed notebook to the HTML of its section: every output is rendered, or the section fails and says why.

Used by the nbconvert template, here and under `jupyter nbconvert --to html --template scorecard`.
"""

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4.rwbase import rejoin_lines

from scorecard_kit.blocks.html import guarded_csv, unbroken
from scorecard_kit.blocks.look import out_of_notebook
from scorecard_kit.pack import notebook
from scorecard_kit.pack.notebook import NOT_ON_PAGE
from scorecard_kit.publish import safe_html
from scorecard_kit.publish._outputs import ExportError, Refusal, checked, is_on_page, plain_text, render_cells
from scorecard_kit.publish.limits import PAGE, TEXT, stated
from scorecard_kit.publish.links import led

__all__ = [
    "NOT_ON_PAGE", "ExportError", "ReadSection", "Refusal", "checked", "notebook_text", "read_notebook", "render_cells",
    "spell_out",
]  # fmt: skip

_HIDING = re.compile(r"<(svg|pre|code|style)\b")  # no abbreviation is spelt out within
_A_TAG = re.compile(r"""(</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_SHOWING = re.compile(r"</(svg|pre|code|style)>")


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook in the form of nbformat 4. NotebookError where it is none."""
    node: NotebookNode = rejoin_lines(nbformat.from_dict(notebook.read(path)))  # type: ignore[no-untyped-call]
    return node


def notebook_text(node: NotebookNode) -> str:
    """The text of a notebook's file."""
    return f"{nbformat.writes(node)}\n"  # type: ignore[no-untyped-call]


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
        """Render each cell into `cell.metadata.scorecard_html`; `resources["section"]` holds what the opening said.

        ExportError tells everything that is to be mended, in every cell.
        """
        refused = render_cells(nb.cells)
        shown = [(output, cell) for cell in enumerate(nb.cells, start=1) for output in _shown(cell[1])]
        said: dict[str, Any] = {}
        for output, _ in shown:
            said |= {key: value for key, value in _noted(output).items() if key != "index"}
        if "title" not in said and not any(output.output_type == "error" for output, _ in shown):
            line = 'opening(book, "Title", "First sentence.")'
            refused.append(Refusal(len(nb.cells), f"no cell displays an opening: {line}"))
        if refused:
            raise ExportError(*sorted([*refused, *_printed_besides(nb, {cell for cell, _ in refused})]))
        _refuse_too_much(nb)
        _refuse_much_text(nb)
        _refuse_repeating(nb)
        csv = [guarded_csv(str(output.data["text/csv"])) for output, _ in shown if "text/csv" in output.get("data", {})]
        index = [checked(out_of_notebook(str(output.data["text/html"])), number)
                 for output, (number, _) in shown if _noted(output).get("index")]  # fmt: skip
        own = {"csv": csv[0] if csv else None, "index": "\n".join(index), "printed": _printed(nb)}
        resources["section"] = {**said, **own}
        if not resources.get("scorecard_bare"):
            _spell_out_cells(nb, said["glossary"])
        return nb, resources


def _shown(cell: NotebookNode) -> list[NotebookNode]:
    """The outputs of a cell that are for the page."""
    return list(cell.get("outputs", ())) if is_on_page(cell) else []


def _noted(output: NotebookNode) -> Mapping[str, Any]:
    """What a block has told of itself beside its HTML."""
    noted: Mapping[str, Any] = output.get("metadata", {}).get("scorecard", {})
    return noted


def _printed_besides(nb: NotebookNode, refused: Collection[int]) -> list[Refusal]:
    """What cells print that are not refused: told with the rest, so that nothing is left for the next render."""
    mend = f"take the print out, or tag the cell {NOT_ON_PAGE}"
    return [Refusal(cell, f'it prints "{words[:40]}"; {mend}') for cell, words in _printed(nb) if cell not in refused]


def _spell_out_cells(nb: NotebookNode, glossary: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for cell in nb.cells:
        cell.metadata["scorecard_html"] = spell_out(led(cell.metadata["scorecard_html"], ()), glossary, seen)


def _refuse_too_much(nb: NotebookNode) -> None:
    """ExportError where a page would be longer than anybody opens."""
    length = 0
    for number, cell in enumerate(nb.cells, start=1):
        length += len(cell.metadata["scorecard_html"])
        if length > PAGE:
            raise ExportError(Refusal(number, f"with it the page is larger than {stated(PAGE)}; show less on it"))


def _refuse_repeating(nb: NotebookNode) -> None:
    """ExportError where drawings of several cells, which share the page and its ids, draw one another for ever."""
    drawn = [cell.metadata["scorecard_html"] for cell in nb.cells if "<svg" in cell.metadata["scorecard_html"]]
    if len(drawn) > 1 and any("<use" in html or "url(" in html for html in drawn):
        try:
            safe_html.check_together("\n".join(drawn))
        except safe_html.UnsafeError as found:
            raise ExportError(Refusal(len(nb.cells), f"the outputs hold {found}, which no page may hold")) from None


def _refuse_much_text(nb: NotebookNode) -> None:
    """ExportError where more is printed than anybody reads."""
    length = 0
    for number, cell in enumerate(nb.cells, start=1):
        length += sum(len(plain_text(output)) for output in _shown(cell))
        if length > TEXT:
            most = f"more plain text than the {stated(TEXT)} that a page may hold"
            reason = f"it puts {most}; take the print out, or tag the cell {NOT_ON_PAGE}"
            raise ExportError(Refusal(number, reason))


def _printed(nb: NotebookNode) -> tuple[tuple[int, str], ...]:
    """The cells whose print, or whose last expression, stands on the page as plain text, each with its first words."""
    texts = [(number, "".join(map(plain_text, _shown(cell)))) for number, cell in enumerate(nb.cells, start=1)]
    return tuple((number, " ".join(text[:1000].split())) for number, text in texts if text.strip())
