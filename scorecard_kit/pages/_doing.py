"""What is being done about an indicator: the actions that were agreed, else what its commentary says of actions."""

import re
from typing import NamedTuple

from markupsafe import Markup

from scorecard_kit.blocks.html import paragraph
from scorecard_kit.pages import actions as agreed
from scorecard_kit.pages.case import Case
from scorecard_kit.pages.commentary import passage

__all__ = ["ACTIONS", "Doing", "doing"]

ACTIONS = "Actions"
"""The heading of a commentary under which its actions stand."""
_NOTHING = "No action is recorded."


class Doing(NamedTuple):
    """What is being done: as it stands on the page, in one sentence of plain text, and whether the commentary has it.

    The sentence is blank where nothing is recorded.
    """

    inner: Markup
    sentence: str
    is_of_commentary: bool


def doing(case: Case) -> Doing:
    """What is being done about the indicator: its rows of actions.csv, else what stands under Actions in its text."""
    item = case.item.indicator
    rows = agreed.of_indicator(case.book, item, case.period, case.area)
    if rows:
        return Doing(
            agreed.one_by_one(rows, case.period, case.area), agreed.in_one_sentence(rows), is_of_commentary=False
        )
    text = passage(case.book, item, case.period, case.area, ACTIONS, reporting=case.reporting)
    return Doing(text or paragraph(_NOTHING), _first_sentence(text), is_of_commentary=bool(text))


def _first_sentence(text: Markup) -> str:
    """The first item of a list, else the first sentence, as plain text; an item says how many follow it."""
    items = re.findall(r"<li>(.*?)</li>", text, re.DOTALL)
    words = " ".join(Markup(items[0] if items else text).striptags().split())  # noqa: S704  # cleaned, and text is made
    first = re.split(r"(?<=[.!?])\s+(?=[A-Z])", words, maxsplit=1)[0]
    if len(items) < 2:  # noqa: PLR2004  # one alone is followed by none
        return first
    return f"{first.rstrip('.')}, and {len(items) - 1} more."
