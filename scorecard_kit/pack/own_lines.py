"""The line that makes what a cell ends with publishable, in the names of the cell itself; nothing is run for it."""

import ast
import re

__all__ = ["PYPLOT", "csv_line", "ending", "figure_line", "is_called", "parsed", "table_line"]

_LONGEST = 60  # letters of an expression that a message quotes
_MAGIC = re.compile(r"^[ \t]*[%!].*$", re.MULTILINE)
_WRAPPERS = {"display", "HTML", "print"}
_WRITERS = {"to_html", "to_markdown", "to_string"}
PYPLOT = {"plt", "pyplot", "pylab"}
_DRAWING = {"boxplot", "hist", "plot"}
_FIGURE_WORDS = 'alt="what it shows", title="what happened"'


def table_line(source: str) -> str:
    """The call of `show` for the frame that a cell ends with."""
    shown = _bare(ending(source))
    named = "" if isinstance(shown, ast.Constant) else _quoted(source, shown)  # a text is not the frame that it shows
    return f'show({named or "frame"}, caption="what it shows")'


def figure_line(source: str) -> str:
    """The call of `figure` for what a cell has drawn; for a picture from a file its text alternative."""
    last = _bare(ending(source)) or _named(source)
    quoted = _quoted(source, last)
    if isinstance(last, ast.Call) and is_called(last, {"Image"}) and quoted:
        return f'{quoted[:-1]}, alt="what it shows")'
    names = {node.id for node in ast.walk(last) if isinstance(node, ast.Name)} if last else set()
    is_drawn = isinstance(last, ast.Name) or (last is not None and _draws(last))
    drawn = quoted if quoted and is_drawn and not names & PYPLOT else f"{min(names & PYPLOT, default='plt')}.gcf()"
    return f"figure({drawn}, {_FIGURE_WORDS})"


def csv_line(source: str) -> str:
    """The call that a cell ends with, without a CSV file of its own."""
    last = ending(source)
    quoted = _quoted(source, last)
    has_option = isinstance(last, ast.Call) and is_called(last, {"areas", "show"})
    return f"{quoted[:-1]}, csv=False)" if has_option and quoted else "show(frame, caption=..., csv=False)"


def parsed(source: str) -> ast.Module:
    """A cell without its magics; empty where it is not Python."""
    try:
        return ast.parse(_MAGIC.sub("pass", source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def ending(source: str) -> ast.expr | None:
    """The expression that a cell ends with, which it shows; None where it ends otherwise or is not Python."""
    body = parsed(source).body
    return body[-1].value if body and isinstance(body[-1], ast.Expr) else None


def is_called(call: ast.Call, names: set[str]) -> bool:
    """Whether a call is of a function of one of the names, on its own or of a module."""
    function = call.func
    return (function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")) in names


def _bare(shown: ast.expr | None) -> ast.expr | None:
    """What is shown, without what only displays or writes it."""
    while isinstance(shown, ast.Call):
        if isinstance(shown.func, ast.Name) and shown.func.id in _WRAPPERS and shown.args:
            shown = shown.args[0]
        elif isinstance(shown.func, ast.Attribute) and shown.func.attr in _WRITERS:
            shown = shown.func.value
        else:
            break
    return shown


def _named(source: str) -> ast.expr | None:
    """The name that a cell gives at its end to what it has drawn."""
    match parsed(source).body[-1:]:
        case [ast.Assign(targets=[ast.Name() as name], value=value)] if _draws(value):
            return name
    return None


def _draws(shown: ast.expr) -> bool:
    """Whether it is one of pandas' ways to draw: frame.plot(), frame.plot.bar(), frame["days"].hist()."""
    return any(isinstance(node, ast.Attribute) and node.attr in _DRAWING for node in ast.walk(shown))


def _quoted(source: str, shown: ast.expr | None) -> str:
    """An expression as it stands in the cell; blank where it is too long to be quoted."""
    text = ast.get_source_segment(_MAGIC.sub("pass", source), shown) if shown else None
    words = " ".join((text or "").split())
    return words if len(words) <= _LONGEST else ""
