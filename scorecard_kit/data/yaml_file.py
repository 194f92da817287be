"""The text of a parameters file to plain values, each with its line. Nothing in it can run anything.

It is read as YAML 1.2, where `yes` and `1:30` are text. What may be meant in two ways is refused: 013, 0x1F, 0o17.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import StringIO
from textwrap import shorten
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scorecard_kit.findings import Finding, InputError, Level, refusal
from scorecard_kit.judge.periods import is_date, is_month

__all__ = ["Document", "Key", "as_yaml", "composed", "dotted", "read_text"]

Key = tuple[str | int, ...]
"""Where a value stands: ("sections", 2, "parameters", "area")."""

_DEEPEST = 20
_LONGEST = 200_000  # characters of a file; the longest of the examples has four thousand
_SHOWN = 60  # characters of a comment in a message
_FIXED = {"status", "reporting", "notebook"}  # what stands there is one of a few words, of which none can be lost
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE, _NUMBER = re.compile(r"[-+]?\d+"), re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?")
_NOUGHT_FIRST = re.compile(r"[-+]?0+\d.*")
_NO_NUMBER = re.compile(r"[-+]?(0x[0-9a-fA-F]+|0o[0-7]+|\.(inf|Inf|INF)|\.(nan|NaN|NAN))")
_COLON = re.compile(r":(?: |$)")
_LIKE_A_DATE, _COMMENT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"(?:\s*:)?\s+(#.*)")
_IN_QUOTES = "Put the whole text in quotes."
_NO_PLAIN_VALUE = ("is no plain value", "Write text in quotes, or a number.")
_YAML_WORDS = {
    "mapping values are not allowed": ("a second colon stands in the line", _IN_QUOTES),
    "mapping keys are not allowed": ("a text begins with a sign that has a meaning of its own", _IN_QUOTES),
    "could not find expected ':'": ("it has no colon, or no space after it", "Write `key: value`."),
    "sequence entries are not allowed": ("a dash stands where no list can begin", "Begin the list on its own line."),
    "but found '<scalar>'": (
        "words stand behind what is in quotes or brackets",
        "Put the whole text in quotes of the kind that it does not hold itself.",
    ),
    "expected <block end>": ("it does not begin under its neighbours", "Give it as many spaces as they have."),
    "expected ',' or": (
        "a bracket is opened and not closed, or a comma is missing",
        "Close it, or put text in quotes.",
    ),
    "unexpected end of stream": ("a quotation mark is opened and not closed", "Close it on the same line."),
    "unknown escape character": ("a backslash stands in double quotes", "Use single quotes."),
    "cannot start any token": ("a text begins with a sign that has a meaning of its own", _IN_QUOTES),
    "found another document": ("a line --- begins a second file within the file", "Take the line out."),
    "expected alphabetic or numeric": ("a text begins with a sign that has a meaning of its own", _IN_QUOTES),
}
"""By words of the YAML library, what an analyst can make of them, and the mend."""


@dataclass(frozen=True)
class Document:
    """A text as read: plain values, and by key the line and the words that were written there.

    `findings` are errors that leave the rest readable, such as a key that stands twice, and notes of comments.
    """

    file: str
    values: dict[str, Any]
    lines: dict[Key, int]
    texts: dict[Key, str]
    findings: tuple[Finding, ...] = ()

    def finding(
        self, key: Key, problem: str, mend: str, *, value: str | None = None, level: Level = "error"
    ) -> Finding:
        """A finding about the value at the key, with its line, or that of what holds it where the key is absent.

        `problem` continues a sentence that begins with the value, or with "it" where there is none to show.
        """
        holder = next(key[:end] for end in range(len(key), -1, -1) if key[:end] in self.lines)
        value = self.texts.get(key, "") if value is None else value
        problem = problem if value else f"it {problem}"
        return Finding(self.file, self.lines[holder], dotted(key), value, problem, mend, level)


def dotted(key: Key) -> str:
    """The key as a message names it, list items counted from 1: sections 3, parameters.area."""
    words = ""
    for part in key:
        words += f" {part + 1}" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return words


def read_text(text: str, file: str, first_line: int = 1) -> Document:
    """Read a text in YAML, whose dates stay text; one without a word has no values.

    `first_line` is the line of the file on which the text begins, which is not 1 at the head of a commentary. Raises
    InputError where there is nothing to go on with: not YAML, over 200,000 characters, or no mapping.
    """
    if len(text) > _LONGEST:
        raise refusal(file, f"it has over {_LONGEST:,} characters", "Split it in two.")
    text = "\n" * (first_line - 1) + text
    try:
        _refuse_traps(file, text)
        root = composed(text)
    except YAMLError as error:
        line, problem, mend = _yaml_problem(error, text)
        raise refusal(file, problem, mend, row=line) from None
    if not isinstance(root, MappingNode | None):
        mend = "Write lines such as `period: 2016-03`."
        raise refusal(file, "it does not hold keys with values", mend, row=first_line)
    if not root:
        return Document(file, {}, {(): first_line}, {})
    places = list(_places(root, (), root))
    lines = {place.key: _line(place.first) for place in places}
    texts = {place.key: place.node.value for place in places if isinstance(place.node, ScalarNode)}
    document, written = Document(file, _value(root), {**lines, (): first_line}, texts), text.splitlines()
    findings = [finding for place in places for finding in _findings(place, document, written)]
    return replace(document, findings=tuple(findings))


def composed(text: str) -> Any:  # noqa: ANN401 - the library's nodes carry no types
    """The nodes of a text, each with the place where it stands; None where there is nothing in it."""
    return YAML(typ="safe", pure=True).compose(text)


def as_yaml(values: object, *, in_braces: bool | None = False) -> str:
    """Plain values as YAML, in their order and no line broken: a line each, or all of them in braces.

    With None only what is within an item stands in braces.
    """
    text = StringIO()
    writer: Any = YAML(typ="safe", pure=True)
    writer.default_flow_style, writer.width = in_braces, _LONGEST
    writer.sort_base_mapping_type_on_output = False
    writer.dump(values, text)
    return text.getvalue().strip()


def _refuse_traps(file: str, text: str) -> None:
    """Stop at what a few characters can blow up, or what stands for something else than is written there."""
    depth, marked = 0, list[InputError]()
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1 if event.start_mark else None
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if isinstance(event, AliasEvent):
            raise refusal(file, "it refers to another place with *", "Write the value out.", row=line)
        if depth > _DEEPEST:
            raise refusal(file, f"it is nested over {_DEEPEST} levels deep", "Write it afresh.", row=line)
        for sign, what in (("&", getattr(event, "anchor", None)), ("!", getattr(event, "tag", None))):
            if what is not None:
                problem = f"a value is marked with {sign}, which would give it another meaning"
                marked.append(refusal(file, problem, "Take the mark out; put text that begins so in quotes.", row=line))
    if marked:
        raise marked[0]


def _yaml_problem(error: YAMLError, text: str) -> tuple[int | None, str, str]:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return line, "it holds a character that does not belong in text", "Delete the character."
    problem, written = str(getattr(error, "problem", error)), text.splitlines()
    if "unexpected end of stream" in problem:  # where the text begins that has no end
        mark = getattr(error, "context_mark", None) or mark
    line, words_there = mark.line + 1, written[mark.line] if mark.line < len(written) else ""
    if "\t" in words_there:
        return line, "the line holds a tab", "Use spaces: two for each step inwards."
    no_colon = _no_colon(written[: mark.line], words_there, mark.column)
    if "mapping values are not allowed" in problem and no_colon:
        return no_colon
    words = next((words for sign, words in _YAML_WORDS.items() if sign in problem), None)
    return line, *(words or (f"it cannot be read as YAML: {problem}", "Compare it with the lines above."))


def _no_colon(above: list[str], own: str, column: int) -> tuple[int, str, str] | None:
    """What is wrong where a line is taken for the rest of the one above; None where its colon is one too many."""
    numbered = [(number, line) for number, line in enumerate(above, 1) if line.split("#")[0].strip()]
    if not numbered or _COLON.search(own[:column]):
        return None
    number, line = numbered[-1]
    if _COLON.search(line):
        is_deeper = len(own) - len(own.lstrip()) > len(line) - len(line.lstrip(" -"))
        problem, mend = "it is indented further than the line above", "Give it as many spaces as its neighbours."
        return (len(above) + 1, problem, mend) if is_deeper else None
    return number, "it has no colon with a space behind it", "Write `key: value`, with a plain colon and a plain space."


class _Place(NamedTuple):
    """A value with its key, and the node that comes first there: of an item of a mapping its name, else the value."""

    key: Key
    node: Node
    first: Node


def _places(node: Node, key: Key, first: Node) -> Iterator[_Place]:
    """A value and all those that it holds, in the order of the text."""
    yield _Place(key, node, first)
    if isinstance(node, MappingNode):
        for text, (name, value) in _items(node).items():
            yield from _places(value, (*key, text), name)
    elif isinstance(node, SequenceNode):
        for place, item in enumerate(node.value):
            yield from _places(item, (*key, place), item)


def _line(node: Any) -> int:  # noqa: ANN401 - the library's nodes carry no types
    return int(node.start_mark.line) + 1


def _items(node: Any) -> dict[str, tuple[Node, Node]]:  # noqa: ANN401 - as above
    """The items of a mapping by their names, of a name that stands twice the first."""
    items = dict[str, tuple[Node, Node]]()
    for name, value in node.value:
        if isinstance(name, ScalarNode):
            items.setdefault(name.value, (name, value))
    return items


def _value(node: Any) -> Any:  # noqa: ANN401 - as above, and values are plain
    if isinstance(node, MappingNode):
        return {name: _value(value) for name, (_, value) in _items(node).items()}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    return _scalar(node)[0]


def _findings(place: _Place, document: Document, written: list[str]) -> Iterator[Finding]:
    """What is wrong with one value, not with those that it holds; or what may be, as a note."""
    key, node = place.key, place.node
    if isinstance(node, MappingNode):
        yield from _key_findings(key, node, document)
    if not isinstance(node, ScalarNode):
        return
    value, wrong = _scalar(node)
    if wrong:
        yield document.finding(key, *wrong)
    is_blank = value is None and place.first is not node
    is_cut = node.style is None and _may_be_cut(value, key)
    if (is_blank or is_cut) and (comment := _comment(place.first if is_blank else node, written)):
        problem, mend = f'is followed by "{comment}", which is a comment', "Put all of it in quotes if it is text."
        yield document.finding(key, problem, mend, level="note")


def _key_findings(key: Key, node: MappingNode, document: Document) -> Iterator[Finding]:
    firsts = _items(node)
    for name, _ in node.value:
        if not isinstance(name, ScalarNode):
            yield document.finding(key, "holds a key that is no word", "Write it as one word.")
        elif name is not (first := firsts[name.value][0]):
            problem, own = f"it stands in line {_line(first)} already", dotted((*key, name.value))
            yield Finding(document.file, _line(name), own, None, problem, "Keep one.")


def _comment(node: Any, written: list[str]) -> str:  # noqa: ANN401 - as above
    """The comment that follows a value, or the colon of a blank one: it may have been meant to be text."""
    mark = node.end_mark
    match = _COMMENT.match(written[mark.line] if mark.line < len(written) else "", mark.column)
    return shorten(match[1], _SHOWN, placeholder="...") if match else ""


def _may_be_cut(value: object, key: Key) -> bool:
    """Whether a comment behind the value may have been meant to belong to it."""
    is_text = isinstance(value, str) and not is_month(value) and not is_date(value)
    return is_text and not _FIXED.intersection(key[-1:])


def _scalar(node: Any) -> tuple[Any, tuple[str, str] | None]:  # noqa: ANN401 - as above
    """The value of a word as YAML 1.2 has it, and what is wrong where it might also be taken for another."""
    text = str(node.value)
    if node.style is not None:  # in quotes, or a text of several lines
        return text, None
    if text.lower() in _WORDS and text in {text.lower(), text.capitalize(), text.upper()}:
        return _WORDS[text.lower()], None
    if _LIKE_A_DATE.fullmatch(text) and not is_date(text):
        return text, ("is not a date", "Write a date like 2016-05-13.")
    if _NO_NUMBER.fullmatch(text):
        return text, _NO_PLAIN_VALUE
    return _number(text) if _NUMBER.fullmatch(text) else (text, None)


def _number(text: str) -> tuple[int | float | str, tuple[str, str] | None]:
    if _NOUGHT_FIRST.fullmatch(text):
        plain = re.sub(r"^([-+]?)0+(?=\d)", r"\1", text)
        return text, ("begins with a nought", f"Write {plain}, or put it in quotes if it is text.")
    try:
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
    except ValueError:  # thousands of digits
        number = math.inf
    return (number, None) if math.isfinite(number) else (text, _NO_PLAIN_VALUE)
