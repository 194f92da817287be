"""The sections of a pack in groups, as its contents and the way from page to page show them."""

from collections.abc import Iterable
from typing import NamedTuple

from scorecard_kit.blocks.html import slug
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.rows import by_key
from scorecard_kit.publish.cover import Leaf

__all__ = ["RED", "Group", "grouped"]

RED = "Red indicators"
_OWN = "Sections of its own"
_NOTEBOOKS = {
    "At a glance": ("at_a_glance",),
    "Scorecards": ("scorecard", "summary", "areas", "unusual_months", "lead_indicators"),
    RED: (),
    "Indicators one by one": ("exception_report", "indicator"),
    "Cohorts": ("impact_of_uasc",),
    "Money and activity": ("activity", "activity_and_cost", "budget", "volume_and_price"),
    "Texts and checks": ("cover_report", "narrative", "actions", "compared", "restated", "reconciliation"),
    _OWN: (),
}
"""By title, in order; what is of no notebook of the kit comes last."""
_TITLES = {notebook: title for title, notebooks in _NOTEBOOKS.items() for notebook in notebooks}


class Group(NamedTuple):
    """Sections that belong together, in the order of the pack."""

    title: str
    leaves: list[Leaf]

    @property
    def anchor(self) -> str:
        """Its id on the page of the contents."""
        return f"contents-{slug(self.title)}"


def grouped(leaves: Iterable[Leaf]) -> list[Group]:
    """The groups that have a section: the exception reports of what is Red are one of their own."""
    found = by_key((_title(leaf), leaf) for leaf in leaves)
    return [Group(title, found[title]) for title in _NOTEBOOKS if title in found]


def _title(leaf: Leaf) -> str:
    is_red = leaf.notebook == "exception_report" and leaf.rag == Rag.RED
    return RED if is_red else _TITLES.get(leaf.notebook, _OWN)
