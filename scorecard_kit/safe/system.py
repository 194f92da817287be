"""What ties printed and withheld counts together: cells, sums with bounds, and choices of which one must hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.rows import Place

__all__ = ["BASE", "COUNTED", "LEFT_OUT", "LESS", "About", "Cell", "Either", "Option", "Shown", "Sum", "System",
           "protected", "sides"]  # fmt: skip

COUNTED, LEFT_OUT, BASE = "numerator", "remainder", "denominator"
LESS = "less "
"""Begins the cohort that is worked out: everyone less the results that exclude it."""
_BY_BASE = frozenset({Unit.DAYS, Unit.RATIO, Unit.GBP})


class Cell(NamedTuple):
    """One count of people: of a result its numerator, remainder or denominator, or a category of its numerator.

    `cohort` is blank for everyone, as in results.csv, and "less NAME" for those whom the cohort NAME leaves out.
    `category` is blank but for a breakdown: "Age: Under 5".
    """

    indicator: str
    period: str
    area: str
    cohort: str = ""
    side: str = COUNTED
    category: str = ""

    @property
    def place(self) -> Place:
        """The result that it belongs to."""
        return self[:4]


class Sum(NamedTuple):
    """What holds of some cells: `low` <= the sum of each times its factor <= `high`; None is no bound.

    `words` say it as a reader would, without a full stop.
    """

    terms: tuple[tuple[Cell, int], ...]
    low: int | None
    high: int | None
    words: str


class Option(NamedTuple):
    """A cell that lies between two counts, both of which belong."""

    cell: Cell
    low: int
    high: int


class Either(NamedTuple):
    """At least one of the options holds: what the public rule tells of cells that it withheld together."""

    options: tuple[Option, ...]
    words: str


class Shown(NamedTuple):
    """A figure as it was printed, or that it was withheld; `source` says where, such as scs-2016-03/2016-05-13-1.

    `category` is one of a breakdown ("Age: Under 5"), whose count is the numerator.
    """

    place: Place
    numerator: Fraction | None
    denominator: Fraction | None
    value: Fraction | None
    is_withheld: bool
    source: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a reader knows beside the figures.

    `windows` are the months of the series behind a figure that is added up from months: by (indicator, period), the
    key of the series and its months. `below` is the pack's rule. `truth` are the counts behind all of it, as far as
    they are known: a relation that they break is left out, since whoever believed it would be led astray.
    """

    items: Mapping[str, Indicator]
    parents: Mapping[str, str]
    below: int
    windows: Mapping[tuple[str, str], tuple[str, Sequence[str]]] = field(default_factory=dict)
    truth: Mapping[Cell, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class System:
    """All that a reader knows. `known` are the printed counts, `sources` where each was printed.

    `withheld` are the cells to be protected. A cell that is in neither is unknown, and need not be protected.
    """

    known: Mapping[Cell, int]
    sources: Mapping[Cell, str]
    withheld: tuple[Cell, ...]
    sums: tuple[Sum, ...]
    eithers: tuple[Either, ...]
    below: int

    @property
    def ties(self) -> list[Sum | Either]:
        """Sums and choices in one list."""
        return [*self.sums, *self.eithers]


def sides(item: Indicator) -> tuple[str, ...]:
    """The counts in a result of the indicator; where base is the last of three, the two others add up to it."""
    if item.unit in _BY_BASE:
        return (BASE,)
    if item.unit is Unit.PERCENT:
        return (COUNTED, BASE) if item.may_exceed_100 else (COUNTED, LEFT_OUT, BASE)
    return (COUNTED,)


def protected(item: Indicator) -> tuple[str, ...]:
    """Those of them that count people whom the rule protects."""
    return (BASE,) if item.unit in _BY_BASE else tuple(side for side in sides(item) if side != BASE)
