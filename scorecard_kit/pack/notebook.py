"""A notebook's file and what its `parameters` cell declares, read without running anything."""

import ast
import io
import json
import re
import tokenize
import warnings
from collections.abc import Iterator
from functools import lru_cache
from keyword import iskeyword
from pathlib import Path
from typing import Any

from scorecard_kit.pack._bounds import Parameter, Unknown

__all__ = [
    "NOT_IN_PACK", "NOT_ON_PAGE", "NotebookError", "injected", "is_parameters", "parameters", "parameters_of", "read",
]  # fmt: skip

NOT_ON_PAGE = "not-on-page"
"""The tag of a cell that is for the analyst alone: what it shows stands on no page."""

NOT_IN_PACK = "not-in-pack"
"""The tag of a cell that only looks at the data: it is not run where a pack is rendered, and costs it nothing."""

_FORMAT, _MINOR = 4, 5
_LARGEST = 50_000_000  # bytes
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (str, int, float, bool, list, dict)}
_MAGIC = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.MULTILINE)
_UNREADABLE = (SyntaxError, ValueError, TypeError, RecursionError, MemoryError)  # what Python says of a text
_AGAIN = "Open it in JupyterLab and save it again."


class NotebookError(ValueError):
    """A notebook that cannot be used: `problem` and `mend` as a finding has them."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(f"{problem}. {mend}")
        self.problem, self.mend = problem, mend


def read(path: Path) -> dict[str, Any]:
    """A notebook in the newest form of nbformat 4, whatever its form and its text's; each cell has its source as text.

    The one way in which a notebook is read, whoever asks. Raises NotebookError where it is none.
    """
    raw = _bytes(path)
    try:
        content = _upgraded(json.loads(raw))  # in UTF-8, UTF-16 or UTF-32, with a byte-order mark or without
        cells = [_cell(cell, place) for place, cell in enumerate(content["cells"])]
        metadata = content.get("metadata") or {}
        _refuse_language(metadata)
    except NotebookError:
        raise
    except (*_UNREADABLE, LookupError, AttributeError):
        raise NotebookError("cannot be read as a notebook", _AGAIN) from None
    ids = set[str]()
    for place, cell in enumerate(cells):
        if not _ID.fullmatch(str(cell.get("id", ""))) or cell["id"] in ids:
            cell["id"] = f"cell-{place}"
        ids.add(cell["id"])
    return {"cells": cells, "metadata": metadata, "nbformat": _FORMAT, "nbformat_minor": _MINOR}


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise NotebookError("is no file", "Move away what has that name.")
        if (size := path.stat().st_size) > _LARGEST:
            problem = f"has {size // 1_000_000:,} MB, where a notebook has some kilobytes"
            raise NotebookError(problem, "Clear its outputs in JupyterLab, and save it.")
        return path.read_bytes()
    except OSError as error:
        raise NotebookError(f"cannot be read ({error.strerror})", "Close it in other programs.") from None


def _upgraded(content: dict[str, Any]) -> Any:  # noqa: ANN401 - nbformat's own
    """A notebook in the form of nbformat 4; NotebookError where it is of a later one."""
    version = content.get("nbformat", _FORMAT)
    if version == _FORMAT:
        return content
    if not isinstance(version, int) or version > _FORMAT:
        raise NotebookError(f"has the format {version}, which this kit does not know", "Save it as nbformat 4.")
    import nbformat  # noqa: PLC0415 - for old ones only

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return nbformat.convert(nbformat.reader.reads(json.dumps(content)), _FORMAT)  # type: ignore[no-untyped-call]


def _cell(cell: dict[str, Any], place: int) -> dict[str, Any]:
    """A cell with all that its kind has; ValueError where it is none."""
    kind, source, metadata = cell["cell_type"], cell["source"], cell.get("metadata") or {}
    text = source if isinstance(source, str) else "".join(source)
    if kind not in {"code", "markdown", "raw"} or not isinstance(metadata, dict):
        raise NotebookError(f"has something else than a cell in place {place + 1}", _AGAIN)
    tags = metadata.get("tags") or ()
    tags = [tags] if isinstance(tags, str) else list(dict.fromkeys(map(str, tags)))
    of_code = {"outputs": cell.get("outputs") or [], "execution_count": cell.get("execution_count")}
    return {**cell, "source": text, "metadata": {**metadata, "tags": tags}, **(of_code if kind == "code" else {})}


def _refuse_language(metadata: dict[str, Any]) -> None:
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        language = str((metadata.get(key) or {}).get(name) or "python")
        if not language.lower().startswith("python"):
            raise NotebookError(f"is written in {language}", "Write it in Python: choose its kernel in JupyterLab.")


def parameters(notebook: Path) -> dict[str, Parameter]:
    """The parameters of a notebook, in order.

    NotebookError unless it has one `parameters` cell, and every cell can be read as Python.
    """
    code = [cell for cell in read(notebook)["cells"] if cell["cell_type"] == "code"]
    tagged = [cell["source"] for cell in code if is_parameters(cell)]
    if len(tagged) != 1:
        many = f"{len(tagged)} cells" if tagged else "no cell"
        raise NotebookError(f"has {many} tagged `parameters`", "Tag one cell, the one that holds the defaults.")
    for number, cell in enumerate(code, start=1):
        is_looked_at = is_parameters(cell) or not _MAGIC.search(cell["source"])
        if is_looked_at and (problem := _not_python(cell["source"])):
            what = "a `parameters` cell" if is_parameters(cell) else f"code in cell {number}"
            raise NotebookError(f"has {what} that is not Python: {problem}", "Run the cell in JupyterLab.")
    return {_public(name): each._replace(name=_public(name)) for name, each in parameters_of(tagged[0]).items()}


def is_parameters(cell: dict[str, Any]) -> bool:
    """Whether papermill takes the cell for the one that holds the parameters."""
    return "parameters" in cell["metadata"]["tags"]


@lru_cache(maxsize=1_000)  # a pack asks of one notebook for each section that is made with it
def _not_python(source: str) -> str:
    """What Python says of a text that is none of its own; blank of one that is."""
    try:
        ast.parse(source)
    except _UNREADABLE as error:
        return getattr(error, "msg", "") or str(error) or type(error).__name__
    return ""


def parameters_of(source: str) -> dict[str, Parameter]:
    """What a cell declares, by the names that it uses. SyntaxError where it is not Python."""
    comments = dict(_comments(source))
    cell_parameters = {}
    for statement in ast.parse(source).body:
        comment = comments.get(statement.end_lineno or 0) or comments.get(statement.lineno, "")
        for name, value in _assigned(statement):
            cell_parameters[name] = Parameter(name, _of_its_kind(_default(value), statement), comment)
    return cell_parameters


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """The comments of a text by their lines."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ").rstrip()


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


def _of_its_kind(default: Any, statement: ast.stmt) -> Any:  # noqa: ANN401 - a default is of any plain kind
    """The default; one that was typed over with a value of another kind than is declared says nothing of the kind."""
    annotation = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    kind = _KINDS.get(outer.id) if isinstance(outer, ast.Name) else None
    if kind is None or isinstance(default, Unknown):
        return default
    fits = isinstance(default, (kind, int) if kind is float else kind) and isinstance(default, bool) is (kind is bool)
    return default if fits else kind()


def _default(value: ast.expr | None) -> Any:  # noqa: ANN401 - a default is of any plain kind
    try:
        plain = ast.literal_eval(value) if value else None
    except _UNREADABLE:
        return Unknown()
    return Unknown() if plain is None else plain
