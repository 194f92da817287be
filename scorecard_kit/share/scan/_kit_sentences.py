"""The sentences in which the kit itself writes "3 of 8" and counts no people: sections, indicators, ratings, ranks.

What they say is proved where they are made. A test holds the pages of the examples against this list: whatever else
reads "3 of 8" there is a numerator and its denominator.
"""

import re

from scorecard_kit.share.scan._normal import Span

__all__ = ["KIT_SENTENCES", "is_of_the_kit"]

_COUNT = r"(?P<count>\d[\d,]* of \d[\d,]*)"
_PERIODS = r"(?:snapshot|month|quarter|(?:financial |school |calendar )?year|twelve months|rolling|running)"
KIT_SENTENCES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"This page is section {_COUNT} of “",
        rf"(?:Higher|Lower|Closer to target|Nearer to target|to target) is better: {_COUNT}\b",
        rf"\branked {_COUNT}\b",
        rf"\bRank {_COUNT}\b",
        rf"{_COUNT} counts? (?:a|the) {_PERIODS}\b",
        rf"\bstands under As at: {_COUNT}\b",
        rf"{_COUNT} (?:shared )?(?:indicators|ratings|percentages|printed cells|sections)\b",
    )
)


def is_of_the_kit(text: str, span: Span) -> bool:
    """Whether a count in a normal text is one that the kit makes of what is not people."""
    near = text[max(0, span[0] - 40) : span[1] + 40]
    start = span[0] - max(0, span[0] - 40)
    return any(match.start("count") == start for pattern in KIT_SENTENCES for match in pattern.finditer(near))
