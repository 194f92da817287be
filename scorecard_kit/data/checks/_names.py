"""Names of indicators that are too long where all of them are seen at once, and what each could be called there."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.data.schema import LONGEST_SHORT_NAME
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.text.counting import capitalised

_COUNTED = re.compile(r"^(%|percentage|proportion|share|numbers?|ave\. no|average( number)?) of ", re.IGNORECASE)
"""How a name begins that says first how it is counted, which the result beside it shows."""
_ASIDE = re.compile(r"\s*\([^)]*\)")
_SHORTER = {
    r"\b(that|which|who) (are|was|were|have been|has been) (carried out |held |made )?": "",
    r"\b(held |completed )?within (the )?required timescales?": "in time",
    r"\b(held |completed )?(with)?in timescales?": "in time",
    r"\bout(side)? of timescales?": "out of time",
    r"\bworking days\b": "days",
    r"\bfor a second or subsequent time\b": "again",
    r"\bchildren's social care\b": "children's",
}


def short_names_too_long(indicators: pd.DataFrame) -> Iterator[Finding]:
    """Warnings of short names that do not fit."""
    for row, cells in rows(indicators[["short_name"]]):
        if len(short := cells["short_name"]) > LONGEST_SHORT_NAME:
            problem = f"has {len(short)} characters, and {LONGEST_SHORT_NAME} fit where all indicators are seen at once"
            mend = _proposal(short) or "Shorten it."
            yield Finding("indicators.csv", row, "short_name", short, problem, mend, "warning")


def names_to_shorten(indicators: pd.DataFrame, definitions: Mapping[str, Indicator]) -> Iterator[Finding]:
    """Notes on the long names of rated indicators that begin with how they are counted, such as "% of"."""
    for row, cells in rows(indicators[["indicator", "name", "short_name"]]):
        name, item = cells["name"], definitions.get(cells["indicator"])
        if not cells["short_name"] and item and item.role == "indicator" and _is_long(name):
            problem = f"is longer than {LONGEST_SHORT_NAME} characters, which fit where all indicators are seen at once"
            mend = _proposal(name) or "Write a shorter one into a column short_name."
            yield Finding("indicators.csv", row, "name", name, problem, mend, "note")


def _is_long(name: str) -> bool:
    return len(name) > LONGEST_SHORT_NAME and bool(_COUNTED.match(name))


def _proposal(name: str) -> str:
    """The name without how it is counted, without asides and in fewer words, as a mend; blank where that is too long.

    What is cut off in the middle would say something else.
    """
    words = _ASIDE.sub("", _COUNTED.sub("", name))
    for longer, shorter in _SHORTER.items():
        words = re.sub(longer, shorter, words, flags=re.IGNORECASE)
    words = capitalised(" ".join(words.split()))
    fits = words and len(words) <= LONGEST_SHORT_NAME
    return f'A column short_name can say it shorter, such as "{words}".' if fits else ""
