"""The figures that a text names, filled in: `{{ value }}`, and `{% if outturn %} … {% endif %}` round a sentence.

There is no more to it than these two, so that no text can take time or memory: no loop, filter, sum or call.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

LONGEST = 20_000
"""Characters of a text before anything is filled in: about ten printed pages."""
_LONGEST_FILLED = 5 * LONGEST
_FIGURE = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const)
_CONDITION = (nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand, *_FIGURE)
_EXPLAINED = "a text holds figures such as {{ value }}, and {% if outturn %} … {% endif %} round a sentence, no more"


class FillError(ValueError):
    """A text that cannot be filled in: `problems` has, for each, the unknown name or blank, and what is wrong."""

    def __init__(self, *problems: tuple[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(" ".join(problem).strip() for problem in problems))


def fill(text: str, figures: Mapping[str, Any]) -> str:
    """The text with its figures; FillError where one is not known, has no figure, or the text holds more than those.

    `figures` holds words by name, or further names within one. A name whose word is blank is no in a condition, and an
    error where it would be shown.
    """
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=_said)  # cleaned later
    try:
        tree = environment.parse(text)
        if wrong := next(_beyond(tree), ""):
            raise FillError(("", wrong))
        if names := meta.find_undeclared_variables(tree) - set(figures):
            raise FillError(*((name, "names nothing that is known") for name in sorted(names)))
        filled = environment.from_string(tree).render(_marked(figures))
    except TemplateError as problem:
        raise FillError((str(problem), "cannot be filled in")) from None
    except RecursionError:
        raise FillError(("", "it is nested too deep to be filled in")) from None
    if len(filled) > _LONGEST_FILLED:
        raise FillError(("", f"with its figures it is longer than {_LONGEST_FILLED:,} characters"))
    return filled


def _beyond(tree: nodes.Template) -> Iterator[str]:
    """What a text holds beyond figures and conditions of one level."""
    for node in tree.body:
        if isinstance(node, nodes.If):
            yield from _beyond_condition(node)
        elif not isinstance(node, nodes.Output):
            yield f"it holds a {type(node).__name__.lower()}, which cannot be filled in: {_EXPLAINED}"
    for output in tree.find_all(nodes.Output):
        yield from (_no_figure() for part in output.nodes if not _is_made_of(part, _FIGURE, nodes.TemplateData))


def _beyond_condition(condition: nodes.If) -> Iterator[str]:
    branches = [condition, *condition.elif_]
    if not all(_is_made_of(branch.test, _CONDITION) for branch in branches):
        yield _no_figure()
    inner = [node for branch in branches for node in branch.body] + condition.else_
    if not all(isinstance(node, nodes.Output) for node in inner):
        yield f"a condition within a condition cannot be filled in: {_EXPLAINED}"


def _is_made_of(expression: nodes.Node, kinds: tuple[type[nodes.Node], ...], *others: type[nodes.Node]) -> bool:
    """Whether an expression is a figure by its name, and not text of its own or something that is worked out."""
    if isinstance(expression, others):
        return True
    parts = [expression, *expression.find_all(nodes.Node)]
    return not isinstance(expression, nodes.Const) and all(isinstance(part, kinds) for part in parts)


def _no_figure() -> str:
    return f"it holds more than a figure's name, which cannot be filled in: {_EXPLAINED}"


@dataclass(frozen=True, slots=True)
class _NoFigure:
    """A known name without a figure: no in a condition, and an error where it would be shown."""

    name: str

    def __bool__(self) -> bool:
        return False


def _marked(figures: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    return {
        key: _marked(value, f"{prefix}{key}.") if isinstance(value, Mapping)
        else _NoFigure(f"{prefix}{key}") if value == "" else value
        for key, value in figures.items()
    }  # fmt: skip


def _said(value: object) -> object:
    if isinstance(value, _NoFigure):
        raise TemplateError(f"there is no figure for '{value.name}'")
    if isinstance(value, Mapping):
        raise TemplateError("a group of figures is named, and not one of them")
    return value
