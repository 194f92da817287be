"""Goldens: the HTML of a block as a file that reads well in review, one element a line."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

FOLDER = Path(__file__).parent / "goldens"
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


def compare(module: str, name: str, html: str, *, update: bool) -> None:
    """Hold a block against its golden; with --update-goldens the golden is written instead."""
    path, found = FOLDER / module / f"{name}.html", pretty(html)
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    known = path.read_text(encoding="utf-8") if path.exists() else ""
    assert found == known, f"{path.name} differs: look at it, then run pytest --update-goldens"
