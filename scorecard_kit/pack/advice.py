"""What a section's cells put out that no page will hold, as far as it can be seen before anything runs."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scorecard_kit.pack.notebook import NOT_ON_PAGE
from scorecard_kit.pack.own_lines import PYPLOT, ending, figure_line, is_called, parsed, table_line

__all__ = ["Advice", "advice"]

_OR_TAG = f"or tag the cell {NOT_ON_PAGE}"


class Advice(NamedTuple):
    """What a code cell does, and what to write instead. `cell` counts code cells from 1, as JupyterLab numbers them."""

    cell: int
    problem: str
    mend: str


def advice(cells: Sequence[Mapping[str, Any]]) -> Iterator[Advice]:
    """What to do about the cells of a notebook, each problem of a cell once.

    What a name stands for is not known: of `frame.head()` nobody can say what it shows. Cells that are tagged for the
    analyst alone are passed over, and so is what is not Python.
    """
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    own = {name for cell in code for name in _imported(cell["source"])}
    for number, cell in enumerate(code, start=1):
        if NOT_ON_PAGE not in cell["metadata"].get("tags", ()):
            found = dict.fromkeys(_of_cell(cell["source"], own))
            yield from (Advice(number, problem, mend) for problem, mend in found)


def _imported(source: str) -> Iterator[str]:
    """The names that a cell takes from the kit."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "scorecard_kit":
            yield from (alias.name for alias in node.names)


def _of_cell(source: str, own: set[str]) -> Iterator[tuple[str, str]]:
    calls = [node for node in ast.walk(parsed(source)) if isinstance(node, ast.Call)]
    for call in calls:
        given, quoted = {word.arg for word in call.keywords}, ast.get_source_segment(source, call) or ""
        match _name(call):
            case "print" if "file" not in given:
                yield "it prints onto the page", f"Take the print out, {_OR_TAG}."
            case "plt.show":
                yield "plt.show() shows a picture without words", f"Write {figure_line(source)} instead, {_OR_TAG}."
            case "display" | "HTML" if call.args and _writes_html(call.args[0]):
                yield "it shows a frame without a caption", f"Write {table_line(quoted)} instead, {_OR_TAG}."
            case "show" if "show" in own and not {"caption", None} & given:
                yield "show has no caption", f'Write {quoted[:-1]}, caption="what it shows").'
            case "figure" if "figure" in own and None not in given and {"alt", "title"} - given:
                yield "figure needs alt and title", 'Give it alt="what it shows" and title="what happened".'
    yield from _of_ending(source, ending(source))


def _of_ending(source: str, last: ast.expr | None) -> Iterator[tuple[str, str]]:
    if last is None or _inside_call_of_ones_own(last):
        return
    if _writes_html(last) or _is_styler(last):
        yield "it ends with a frame without a caption", f"Write {table_line(source)}, {_OR_TAG}."
    elif isinstance(last, ast.Call) and _name(last).startswith("plt.") and _name(last) not in {"plt.show", "plt.close"}:
        yield "it ends with a picture without words", f"Write {figure_line(source)} as its last line, {_OR_TAG}."


def _inside_call_of_ones_own(last: ast.expr) -> bool:
    return isinstance(last, ast.Call) and is_called(last, {"show", "figure", "display", "HTML"})


def _is_styler(shown: ast.expr) -> bool:
    """Whether it is frame.style, or what its methods give; a function that is called style may give anything."""
    while isinstance(shown, ast.Call) and isinstance(shown.func, ast.Attribute):
        shown = shown.func.value
    return isinstance(shown, ast.Attribute) and shown.attr == "style"


def _writes_html(shown: ast.expr) -> bool:
    return isinstance(shown, ast.Call) and is_called(shown, {"to_html"})


def _name(call: ast.Call) -> str:
    """The name of what is called: print, or plt.show for that of pyplot under any of its names; blank for others."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in PYPLOT:
        return f"plt.{call.func.attr}"
    return ""
