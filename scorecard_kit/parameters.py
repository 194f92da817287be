"""The text of a parameters file to plain values, each with the line it stands on. Nothing in it can run anything."""

import math
from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

import yaml

from scorecard_kit.findings import Finding, InputError, Level, did_you_mean
from scorecard_kit.notebook import is_date

Key = tuple[str | int, ...]
"""Where a value stands: ("sections", 2, "parameters", "area")."""

_DEEPEST = 20
_SHOWN = 60  # characters of a value in a message
_TAG = "tag:yaml.org,2002:"


class Document(NamedTuple):
    """A parameters file as read: plain values, and by key the line and the words that were written there."""

    file: str
    values: dict[str, Any]
    lines: dict[Key, int]
    texts: dict[Key, str]
    findings: list[Finding]

    def finding(
        self, key: Key, problem: str, mend: str, *, value: str | None = None, level: Level = "error"
    ) -> Finding:
        """A finding about the value at the key, with its line, or that of what holds it where the key is absent.

        `problem` continues a sentence that begins with the value, or with "it" where there is none to show.
        """
        known = next(key[:end] for end in range(len(key), -1, -1) if key[:end] in self.lines)
        value = shorten(self.texts.get(key, ""), _SHOWN, placeholder="...") if value is None else value
        said = problem if value else f"it {problem}"
        return Finding(self.file, self.lines[known], dotted(key), value, said, mend, level)


def dotted(key: Key) -> str:
    """The key as a message names it, list items counted from 1: sections 3, parameters.area."""
    words = ""
    for part in key:
        words += f" {part + 1}" if isinstance(part, int) else f"{'.' if words else ''}{part}"
    return words


def read_document(path: Path) -> Document:
    """Read a parameters file. Dates stay text; duplicate keys and impossible dates are among the document's findings.

    Raises InputError where there is nothing to go on with: no file, not UTF-8, not YAML, empty, or no mapping.
    """
    text = _text(path)
    try:
        _refuse_traps(path, text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _stop(path, *_yaml_problem(error, text)) from None
    if root is None:
        raise _stop(path, None, "it is empty", "Write at least title, period, data and sections.")
    if not isinstance(root, yaml.MappingNode):
        raise _stop(path, 1, "it does not hold keys with values", "Write lines such as `period: 2016-03`.")
    document = Document(path.name, {}, {(): 1}, {}, [])
    document.values.update(_value(root, (), document))
    return document


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        mend = did_you_mean(path.name, [other.name for other in path.parent.glob("*.yaml")], "Check the name.")
        raise _stop(path, None, f"there is no such file in {path.parent}", mend) from None
    except OSError as error:
        raise _stop(path, None, f"it cannot be read ({error.strerror})", "Close it in other programs.") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _stop(path, None, "it is saved as UTF-16", "Save it as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _stop(path, line, "a character is not UTF-8", "Save the file as UTF-8 in your editor.") from None


def _refuse_traps(path: Path, text: str) -> None:
    """Stop at what a few characters can blow up: values that repeat others, and nesting without end."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else None
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _stop(path, line, "it refers to another place with *", "Write the value out.")
        if depth > _DEEPEST:
            raise _stop(path, line, f"it is nested over {_DEEPEST} levels deep", "Write it afresh.")


def _stop(path: Path, line: int | None, problem: str, mend: str) -> InputError:
    return InputError([Finding(path.name, line, problem=problem, mend=mend)])


def _yaml_problem(error: yaml.YAMLError, text: str) -> tuple[int | None, str, str]:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return line, "it holds a character that does not belong in text", "Delete the character."
    line = mark.line + 1
    written = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    if "\t" in written:
        return line, "the line holds a tab", "Use spaces: two for each step inwards."
    return line, f"it cannot be read as YAML: {getattr(error, 'problem', error)}", "Compare it with the lines above."


def _value(node: yaml.Node, key: Key, document: Document) -> Any:  # noqa: ANN401 - a YAML value is of any plain kind
    document.lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return dict(_items(node, key, document))
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*key, place), document) for place, item in enumerate(node.value)]
    document.texts[key] = node.value
    return _scalar(node, key, document)


def _items(node: yaml.MappingNode, key: Key, document: Document) -> Iterator[tuple[str, Any]]:
    for name_node, value_node in node.value:
        line = name_node.start_mark.line + 1
        if not isinstance(name_node, yaml.ScalarNode):
            document.findings.append(document.finding(key, "holds a key that is no word", "Write it as one word."))
            continue
        own = (*key, name_node.value)
        if own in document.lines:
            first = document.lines[own]
            document.findings.append(
                Finding(document.file, line, dotted(own), None, f"it stands in line {first} already", "Keep one.")
            )
            continue
        document.lines[own] = line
        yield name_node.value, _value(value_node, own, document)


def _scalar(node: yaml.Node, key: Key, document: Document) -> Any:  # noqa: ANN401 - as above
    kind, text = node.tag.removeprefix(_TAG), str(node.value)
    if kind == "timestamp":
        if not is_date(text):
            document.findings.append(document.finding(key, "is not a date", "Write a date like 2016-05-13."))
        return text
    if kind == "str":
        return text
    plain = _plain(text) if kind in {"bool", "int", "float", "null"} else text
    if isinstance(plain, str) or (isinstance(plain, float) and not math.isfinite(plain)):
        document.findings.append(document.finding(key, "is no plain value", "Write text in quotes, or a number."))
    return plain


def _plain(text: str) -> Any:  # noqa: ANN401 - as above
    try:
        return yaml.safe_load(text)
    except ValueError:  # an integer of thousands of digits
        return text
