"""The opening of a section of one's own; its tables and charts are made by `frames`."""

from scorecard_kit.blocks import html
from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset

__all__ = ["opening"]


def opening(book: Dataset, title: str, answer: str) -> Block:
    """The head that every section begins with: its title, and the answer to its question in one sentence.

    Both stand in the index of the pack too. Abbreviations of the data's glossary are spelled out on the page.
    """
    return html.opening(title, answer, glossary=book.glossary)
