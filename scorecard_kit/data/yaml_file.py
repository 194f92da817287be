"""The text of a parameters file to plain values, each with the line it stands on. Nothing in it can run anything.

It is read as YAML 1.2, where `yes` and `1:30` are text. What may be meant in two ways is refused: 013, 0x1F, 0o17.
"""

import math
import re
from collections.abc import Iterator
from errno import ELOOP, ENAMETOOLONG
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from textwrap import shorten
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scorecard_kit.findings import Finding, InputError, Level, did_you_mean
from scorecard_kit.judge.periods import is_date, is_month

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
_OTHERS = frozenset(".ipynb .csv .xlsx .parquet .db .md .html .json .py .txt .docx .pdf .zip".split())
_IN_QUOTES = "Put the whole text in quotes."
_YAML_SAID = {
    "mapping values are not allowed": ("a second colon stands in the line", _IN_QUOTES),
    "mapping keys are not allowed": ("a text begins with a sign that has a meaning of its own", _IN_QUOTES),
    "could not find expected ':'": ("it has no colon, or no space after it", "Write `key: value`."),
    "sequence entries are not allowed": (
        "a dash stands where no list can begin",
        "Begin the list on its own line.",
    ),
    "but found '<scalar>'": (
        "words stand behind what is in quotes or brackets",
        "Put the whole text in quotes of the kind that it does not hold itself.",
    ),
    "expected <block end>": (
        "it does not begin under its neighbours",
        "Give it as many spaces as they have.",
    ),
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
        value = self.texts.get(key, "") if value is None else value
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
    document = read_text(_text(path), path.name)
    if not document.values and not document.findings:
        raise _stop(path.name, None, "it is empty", "Write at least title, period, data and sections.")
    return document


def read_text(text: str, file: str, first_line: int = 1) -> Document:
    """The same of a text that is at hand, such as what stands at the head of a commentary; without a word it is empty.

    `first_line` is the line of the file on which the text begins. Raises InputError as `read_document` does.
    """
    before = first_line - 1
    if len(text) > _LONGEST:
        raise _stop(file, None, f"it has over {_LONGEST:,} characters", "Split it in two.")
    try:
        _refuse_traps(file, text, before)
        root = composed(text)
    except YAMLError as error:
        line, problem, mend = _yaml_problem(error, text)
        raise _stop(file, line and line + before, problem, mend) from None
    if not isinstance(root, MappingNode | None):
        raise _stop(file, first_line, "it does not hold keys with values", "Write lines such as `period: 2016-03`.")
    document = Document(file, {}, {(): first_line}, {}, [])
    if root:
        document.values.update(_value(root, (), _Reading(document, text.splitlines(), before)))
    return document


def composed(text: str) -> Any:  # noqa: ANN401 - the library's nodes carry no types
    """The nodes of a text, each with the place where it stands; None where there is nothing in it."""
    return YAML(typ="safe", pure=True).compose(text)


def _text(path: Path) -> str:
    try:
        kind = path.stat().st_mode
        if not S_ISREG(kind) or path.suffix.lower() in _OTHERS:  # a pipe or a device might be read for ever
            what = "a folder" if S_ISDIR(kind) else "no parameters file" if S_ISREG(kind) else "no file"
            mend = "Name the pack's own file: parameters/scs-2016-03.yaml."
            raise _stop(path.name or str(path), None, f"it is {what}", mend)
        with path.open("rb") as file:
            raw = file.read(4 * _LONGEST + 4)  # no character takes more bytes than four
    except FileNotFoundError:
        others = [other.name for other in path.parent.glob("*.yaml") if other.is_file()]
        mend = did_you_mean(path.name, others, "Check the name.")
        raise _stop(path.name, None, f"there is no such file in {path.parent}", mend) from None
    except OSError as error:
        mend = "Check the name." if error.errno in (ENAMETOOLONG, ELOOP) else "Close it in other programs."
        raise _stop(path.name[:_SHOWN], None, f"it cannot be read ({error.strerror})", mend) from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _stop(path.name, None, "it is saved as UTF-16", "Save it as UTF-8.")
    try:
        return raw.decode("utf-8-sig", "strict" if len(raw) <= 4 * _LONGEST else "ignore")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _stop(path.name, line, "a character is not UTF-8", "Save the file as UTF-8 in your editor.") from None


def _refuse_traps(file: str, text: str, before: int) -> None:
    """Stop at what a few characters can blow up, or what stands for something else than is written there."""
    depth, marked = 0, list[InputError]()
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1 + before if event.start_mark else None
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if isinstance(event, AliasEvent):
            raise _stop(file, line, "it refers to another place with *", "Write the value out.")
        if depth > _DEEPEST:
            raise _stop(file, line, f"it is nested over {_DEEPEST} levels deep", "Write it afresh.")
        for sign, what in (("&", getattr(event, "anchor", None)), ("!", getattr(event, "tag", None))):
            if what is not None:
                problem = f"a value is marked with {sign}, which would give it another meaning"
                marked.append(_stop(file, line, problem, "Take the mark out; put text that begins so in quotes."))
    if marked:
        raise marked[0]


def _stop(file: str, line: int | None, problem: str, mend: str) -> InputError:
    return InputError([Finding(file, line, problem=problem, mend=mend)])


def _yaml_problem(error: YAMLError, text: str) -> tuple[int | None, str, str]:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return line, "it holds a character that does not belong in text", "Delete the character."
    said, written = str(getattr(error, "problem", error)), text.splitlines()
    if "unexpected end of stream" in said:  # where the text begins that has no end
        mark = getattr(error, "context_mark", None) or mark
    line, own = mark.line + 1, written[mark.line] if mark.line < len(written) else ""
    if "\t" in own:
        return line, "the line holds a tab", "Use spaces: two for each step inwards."
    if "mapping values are not allowed" in said and (found := _no_colon(written[: mark.line], own, mark.column)):
        return found
    words = next((words for sign, words in _YAML_SAID.items() if sign in said), None)
    return line, *(words or (f"it cannot be read as YAML: {said}", "Compare it with the lines above."))


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


class _Reading(NamedTuple):
    """A document on its way, the lines that it is read from, and how many lines of the file stand before them."""

    document: Document
    written: list[str]
    before: int

    def line_of(self, node: Node) -> int:
        return int(node.start_mark.line) + 1 + self.before

    def note_comment(self, behind: Node, key: Key) -> None:
        """Note the comment that follows a value, or the colon of a blank one: it may have been meant to be text."""
        mark = behind.end_mark
        line = self.written[mark.line] if mark.line < len(self.written) else ""
        if found := _COMMENT.match(line, mark.column):
            words = shorten(found[1], _SHOWN, placeholder="...")
            problem, mend = f'is followed by "{words}", which is a comment', "Put all of it in quotes if it is text."
            self.document.findings.append(self.document.finding(key, problem, mend, level="note"))


def _value(node: Any, key: Key, reading: _Reading) -> Any:  # noqa: ANN401 - nodes carry no types, and values are plain
    document = reading.document
    document.lines.setdefault(key, reading.line_of(node))
    if isinstance(node, MappingNode):
        return dict(_items(node, key, reading))
    if isinstance(node, SequenceNode):
        return [_value(item, (*key, place), reading) for place, item in enumerate(node.value)]
    document.texts[key] = node.value
    value = _scalar(node, key, document)
    if node.style is None and _may_be_cut(value, key):
        reading.note_comment(node, key)
    return value


def _may_be_cut(value: object, key: Key) -> bool:
    """Whether a comment behind the value may have been meant to belong to it."""
    is_text = isinstance(value, str) and not is_month(value) and not is_date(value)
    return is_text and not _FIXED.intersection(key[-1:])


def _items(node: MappingNode, key: Key, reading: _Reading) -> Iterator[tuple[str, Any]]:
    document = reading.document
    for name_node, value_node in node.value:
        line = reading.line_of(name_node)
        if not isinstance(name_node, ScalarNode):
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
        value = _value(value_node, own, reading)
        if value is None:
            reading.note_comment(name_node, own)
        yield name_node.value, value


def _scalar(node: ScalarNode, key: Key, document: Document) -> Any:  # noqa: ANN401 - as above
    """The value of a word as YAML 1.2 has it; what it might also be taken for is among the findings."""
    text = str(node.value)
    if node.style is not None:  # in quotes, or a text of several lines
        return text
    if text.lower() in _WORDS and text in {text.lower(), text.capitalize(), text.upper()}:
        return _WORDS[text.lower()]
    if _LIKE_A_DATE.fullmatch(text) and not is_date(text):
        document.findings.append(document.finding(key, "is not a date", "Write a date like 2016-05-13."))
    if _NO_NUMBER.fullmatch(text):
        document.findings.append(document.finding(key, "is no plain value", "Write text in quotes, or a number."))
    elif _NUMBER.fullmatch(text):
        return _number(text, key, document)
    return text


def _number(text: str, key: Key, document: Document) -> int | float | str:
    if _NOUGHT_FIRST.fullmatch(text):
        plain = re.sub(r"^([-+]?)0+(?=\d)", r"\1", text)
        mend = f"Write {plain}, or put it in quotes if it is text."
        document.findings.append(document.finding(key, "begins with a nought", mend))
        return text
    try:
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
    except ValueError:  # thousands of digits
        number = math.inf
    if not math.isfinite(number):
        document.findings.append(document.finding(key, "is no plain value", "Write text in quotes, or a number."))
        return text
    return number
