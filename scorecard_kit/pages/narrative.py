"""The blocks of a narrative: a text of its own under a title and an answer of the notebook's."""

from scorecard_kit.blocks import html
from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages.commentary import text

__all__ = ["opening", "text"]


def opening(book: Dataset, title: str, answer: str) -> Block:
    """The title and the answer, as they are given."""
    return html.opening(title, answer, glossary=book.glossary)
