"""What a notebook's `parameters` cell declares, read without running it."""

import ast
import json
import re
from datetime import date
from keyword import iskeyword
from pathlib import Path
from typing import Any, NamedTuple

from scorecard_kit.period import year_and_month

_MONTH, _DATE = re.compile(r"\d{4}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}")


class Unknown(NamedTuple):
    """A default that is not a plain value (`None` is one too: it says nothing of the type)."""


class NotebookError(Exception):
    """A notebook that cannot be used: `problem` and `mend` as a finding has them."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}. {mend}")
        self.problem, self.mend = problem, mend


def declared(notebook: Path) -> dict[str, Any]:
    """The parameters of a notebook and their defaults, in order. NotebookError unless it has one `parameters` cell."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        tagged = ["".join(cell["source"]) for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", [])]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise NotebookError("cannot be read as a notebook", "Open it in JupyterLab and save it again.") from None
    if len(tagged) != 1:
        many = f"{len(tagged)} cells" if tagged else "no cell"
        raise NotebookError(f"has {many} tagged `parameters`", "Tag one cell, the one that holds the defaults.")
    try:
        statements = ast.parse(tagged[0]).body
    except SyntaxError as error:
        raise NotebookError(
            f"has a `parameters` cell that is not Python: {error.msg}", "Run the cell in JupyterLab."
        ) from None
    return {_public(name): _default(value) for statement in statements for name, value in _assigned(statement)}


def _public(name: str) -> str:
    """A parameter that is a word of Python, such as from, is declared with an underscore behind it."""
    return name[:-1] if name.endswith("_") and iskeyword(name[:-1]) else name


def injected(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters under the names that the notebook declares."""
    return {f"{name}_" if iskeyword(name) else name: value for name, value in parameters.items()}


def _assigned(statement: ast.stmt) -> list[tuple[str, ast.expr | None]]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [(statement.target.id, statement.value)]
    if isinstance(statement, ast.Assign):
        return [(target.id, statement.value) for target in statement.targets if isinstance(target, ast.Name)]
    return []


def _default(value: ast.expr | None) -> Any:  # noqa: ANN401 - a default is of any plain kind
    try:
        plain = ast.literal_eval(value) if value else None
    except ValueError:
        return Unknown()
    return Unknown() if plain is None else plain


def misfit(value: object, default: object) -> tuple[str, str] | None:
    """What is wrong with a value for a parameter with this default, and the mend; None where it fits.

    A default that is a month or a date asks for the same; a list of text asks for text in the list.
    """
    if isinstance(default, Unknown):
        return None
    if isinstance(default, str) and isinstance(value, str):
        return _text_misfit(value, default)
    kind = _kind(default)
    if not _is_kind(value, default):
        return f"is {_kind(value)}, where the notebook expects {kind}", f"The default is {json.dumps(default)}."
    if isinstance(value, list) and isinstance(default, list | tuple) and any(isinstance(item, str) for item in default):
        wrong = [item for item in value if not isinstance(item, str)]
        return (f"holds {_kind(wrong[0])}, where text belongs", "Put it in quotes.") if wrong else None
    return None


def _is_kind(value: object, default: object) -> bool:
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, list if isinstance(default, tuple) else type(default))


def _text_misfit(value: str, default: str) -> tuple[str, str] | None:
    if _MONTH.fullmatch(default) and not is_month(value):
        return "is not a month", f"Write a month like {default}."
    if _DATE.fullmatch(default) and not is_date(value):
        return "is not a date", "Write a date like 2016-05-13."
    return None


def is_month(text: str) -> bool:
    """Whether the text is a month written like 2016-03."""
    try:
        year_and_month(text)
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """Whether the text is a date written like 2016-05-13."""
    try:
        return bool(_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a whole number", float: "a number", str: "text", dict: "keys with values"}
    if isinstance(value, list | tuple):
        return "a list"
    return "empty" if value is None else names.get(type(value), "of another kind")
