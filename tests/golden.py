"""Goldens: the HTML of a block as a file that reads well in review, one element a line."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SerializableData, SerializedData, SnapshotIndex

from scorecard_kit.blocks.html import Block

_TESTS = Path(__file__).parent
_INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "span", "strong"}


def pretty(html: str) -> str:
    """Lay HTML out with one element a line; of a drawing its title and description stay, and not its paths."""
    page = BeautifulSoup(html, "html.parser")
    for drawing in page.select("svg"):
        for part in [part for part in drawing.find_all() if part.name not in {"title", "desc"}]:
            part.decompose()
    return "\n".join(line for child in page.children for line in _lines(child, "")) + "\n"


def _lines(node: object, indent: str) -> Iterator[str]:
    if isinstance(node, Tag) and any(isinstance(child, Tag) and child.name not in _INLINE for child in node.children):
        opened = re.match(r"<[^>]*>", str(node))
        yield f"{indent}{opened[0] if opened else ''}"
        for child in node.children:
            yield from _lines(child, f"{indent}  ")
        yield f"{indent}</{node.name}>"
    elif isinstance(node, Tag | NavigableString) and (text := re.sub(r"\s+", " ", str(node)).strip()):
        yield f"{indent}{text}"


class Golden(SingleFileSnapshotExtension):
    """Where syrupy keeps a block: tests/goldens/<folder>/<test module>/<block>.html, laid out by `pretty`."""

    _write_mode = WriteMode.TEXT
    file_extension = "html"

    def serialize(self, data: SerializableData, **_: object) -> SerializedData:
        """The HTML of a block, or of a piece of one, as its golden has it."""
        return pretty(str(data.html if isinstance(data, Block) else data))

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        """The folder of a test module's goldens."""
        module = Path(test_location.filepath).relative_to(_TESTS).with_suffix("")
        return str(_TESTS / "goldens" / module)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:  # noqa: ARG003 - syrupy's
        """The block's own name: a test is renamed more often than what it shows."""
        return str(index)

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        """Whether a golden is of a test's module; modules of different folders may have one name."""
        return Path(snapshot_location).parent == Path(cls.dirname(test_location=test_location))
