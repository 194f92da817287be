"""A pack as its pages show it: what it is called, what day its figures are of, and its sections."""

from dataclasses import dataclass

from scorecard_kit.data.editions import Correction
from scorecard_kit.judge.periods import last_day, long_date, month_name
from scorecard_kit.pack.models import Head

__all__ = ["Cover", "Leaf"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A section as the pack's navigation shows it. `page` is blank where none is on disk; `note` says why.

    `position` is the day that the figures of its own month are as at, where it has one; see `leaves.position`. `area`
    is blank for the pack's main one, `about` the indicator that the page is about, where it is about one, and `rows`
    are those that have a row on it.
    """

    name: str
    title: str
    answer: str
    rag: str
    page: str
    note: str = ""
    position: str = ""
    notebook: str = ""
    area: str = ""
    about: str = ""
    rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cover:
    """The pack as its pages show it. `absent` holds sentences such as: No exception report: no indicator is Red.

    `position` is the day that the figures of its month are as at: blank for the month's last. `corrections` are what
    differs from what was published before.
    """

    head: Head
    leaves: tuple[Leaf, ...]
    absent: tuple[str, ...] = ()
    position: str = ""
    corrections: tuple[Correction, ...] = ()

    def position_of(self, leaf: Leaf | None = None) -> str:
        """The day of a section's figures, or of the pack's."""
        return (leaf.position if leaf else "") or self.position or long_date(last_day(self.head.period))

    @property
    def title(self) -> str:
        """The pack's title and month."""
        return f"{self.head.title}, {month_name(self.head.period)}"
