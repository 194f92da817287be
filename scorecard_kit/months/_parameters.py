"""The parameters file of a pack's next month: its name, and its text with comments and order as they were."""

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from scorecard_kit.data.yaml_file import composed
from scorecard_kit.findings import refusal
from scorecard_kit.judge.periods import financial_year, months_before, months_between, year_and_month
from scorecard_kit.pack.parameters import ParametersFile

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_QUARTER = re.compile(r"(?<!\d)(\d{4})-(\d{2})-q[1-4](?!\d)")
_MONTH = re.compile(r"(?<!\d)\d{4}-(?:0[1-9]|1[0-2])(?!\d)")
_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_TIMES = re.compile(rf"\b(?:19|20)\d\d-\d\d\b|\b(?:19|20)\d\d/\d\d\b|\b(?:{_NAMES})\b")
_MADE_FOR = "worked_example"
_OWN = ("period", "data")  # lines of which the month is known, or is part of a folder's name

Edit = tuple[int, int, str]


def next_name(name: str, old: str, new: str) -> str:
    """What the pack is called: its quarter or month moved on as far as its period; one that has none gets the month."""
    if (quarter := _QUARTER.search(name)) and int(quarter[2]) == (int(quarter[1]) + 1) % 100:
        number = (year_and_month(new)[1] - 4) % 12 // 3 + 1
        said = f"{financial_year(new).replace('/', '-')}-q{number}"
        if said != quarter[0]:
            return f"{name[: quarter.start()]}{said}{name[quarter.end() :]}"
    elif months := [*_MONTH.finditer(name)]:
        moved = months_before(months[-1][0], -months_between(old, new))
        return f"{name[: months[-1].start()]}{moved}{name[months[-1].end() :]}"
    return f"{name}-{new}"


def next_content(file: ParametersFile, name: str, period: str) -> bytes:
    """The file with the new period, as a draft that nobody has published; InputError where only a person can do it.

    Where small counts are shown because they are published already, they no longer are: those of a new month are not.
    """
    text = file.content.decode("utf-8")
    mark = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    content = (mark + _edited(text, period)).encode()
    expected = _expected(file.document.values) | {"period": period}
    if ParametersFile(file.path.with_name(name), content).document.values != expected:
        mend = "Copy the file, and change period, status and published yourself."
        raise refusal(file.path.name, "the period cannot be changed without changing something else", mend)
    return content


def _edited(text: str, period: str) -> str:
    done, pieces = 0, []
    for start, end, new in sorted(_edits(text, composed(text), period)):
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]])


def _edits(text: str, root: MappingNode, period: str) -> Iterator[Edit]:
    for key, value in root.value:
        if key.value == "published":
            end = max(key.end_mark.index, value.end_mark.index)
            yield text.rfind("\n", 0, key.start_mark.index) + 1, text.find("\n", end) + 1 or len(text), ""
        elif key.value in {"period", "status"}:
            yield _replaced(value, period if key.value == "period" else "draft")
        else:
            yield from (_replaced(shown, "false") for shown in _shown_counts(value))


def _shown_counts(node: Node) -> Iterator[ScalarNode]:
    """The values that let small counts be shown, wherever they stand."""
    pairs = node.value if isinstance(node, MappingNode) else []
    inner = [value for _, value in pairs] or (node.value if isinstance(node.value, list) else [])
    for key, value in pairs:
        if key.value == "already_published" and value.value == "true":
            yield value
    for each in inner:
        yield from _shown_counts(each)


def _replaced(node: ScalarNode, text: str) -> Edit:
    quote = node.style if node.style in {"'", '"'} else ""
    return node.start_mark.index, node.end_mark.index, f"{quote}{text}{quote}"


def _expected(values: Any) -> Any:  # noqa: ANN401 - whatever a file says
    """The values that the new file has, but for its period."""
    if isinstance(values, list):
        return [_expected(value) for value in values]
    if not isinstance(values, dict):
        return values
    kept = {key: _expected(value) for key, value in values.items()}
    if "sections" in kept:
        kept.pop("published", None)
        kept |= {"status": "draft"} if "status" in kept else {}
    return kept | ({"already_published": False} if kept.get("already_published") is True else {})


def named_times(content: bytes) -> list[tuple[int, str]]:
    """The lines that name a month, a day or a financial year, other than the period's own, each with its number."""
    lines = content.decode("utf-8-sig").splitlines()
    return [
        (number, line.strip())
        for number, line in enumerate(lines, 1)
        if (_TIMES.search(line) or line.startswith(_MADE_FOR)) and line.partition(":")[0] not in _OWN
    ]
