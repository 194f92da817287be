"""The field's words as types: what an indicator is, what its target is, and what can be said of a result."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

from scorecard_kit.judge.numbers import Number, exact

__all__ = ["NO_TARGET", "UNRATED_BASES", "DataPeriod", "Direction", "Indicator", "Polarity", "Rag", "Target", "Unit"]


class Polarity(StrEnum):
    """Which way is better. `NONE` carries no judgement: such an indicator is never rated and has no direction."""

    HIGHER = "H"
    LOWER = "L"
    TARGET = "T"
    NONE = ""

    @property
    def words(self) -> str:
        """The polarity as a reader is told it."""
        return _POLARITY_WORDS[self]


class _Word:
    """A judgement, which a notebook shows at the end of a cell as its word."""

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: ANN401 - IPython's own
        printer.text(str(self))


class Rag(_Word, StrEnum):
    """The rating of a result against its target."""

    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"
    NOT_RATED = "Not rated"


class Direction(_Word, StrEnum):
    """The direction of travel: a judgement with polarity applied, where `change` is arithmetic."""

    IMPROVED = "improved"
    SAME = "same"
    WORSENED = "worsened"
    NOT_COMPARABLE = "not comparable"


class Unit(StrEnum):
    """What a result is counted in."""

    PERCENT = "percent"
    COUNT = "count"
    RATE = "rate"
    DAYS = "days"
    RATIO = "ratio"
    GBP = "gbp"


class DataPeriod(StrEnum):
    """The time that a result covers."""

    SNAPSHOT = "SS"
    YEAR_TO_DATE = "YTD"
    ROLLING_12_MONTHS = "R12M"
    MONTH = "month"
    QUARTER = "quarter"
    CUMULATIVE = "cumulative"

    @property
    def words(self) -> str:
        """The data period as a reader is told it."""
        return _DATA_PERIOD_WORDS[self]


_POLARITY_WORDS = {
    Polarity.HIGHER: "Higher is better",
    Polarity.LOWER: "Lower is better",
    Polarity.TARGET: "Close to target is better",
    Polarity.NONE: "Neither way is better",
}
_DATA_PERIOD_WORDS = {
    DataPeriod.SNAPSHOT: "Snapshot",
    DataPeriod.YEAR_TO_DATE: "Year to date",
    DataPeriod.ROLLING_12_MONTHS: "Rolling 12 months",
    DataPeriod.MONTH: "Month",
    DataPeriod.QUARTER: "Quarter",
    DataPeriod.CUMULATIVE: "Cumulative",
}
_DEFAULT_PER = {Unit.PERCENT: 100, Unit.RATE: 10_000}
NO_TARGET = "no target was set"
UNRATED_BASES = {"indicative": "the target is indicative", "budget": "a budgeted level is no target"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """The definition of one indicator: a row of indicators.csv, with the contract's defaults filled in.

    `indicator` is the key. `per` defaults to 100 for percent, 10,000 for rate, else 1, and `decimals` to 0 for
    count, else 1. `short_name` is what it is called where all are seen at once: the name unless another is given.
    `in_use_from` and `in_use_to` are the columns from and to: the first and last period it is reported for.
    """

    indicator: str
    name: str
    polarity: Polarity
    data_period: DataPeriod
    unit: Unit
    role: str = "indicator"
    group: str = ""
    per: int = 0
    decimals: int = -1
    excludes: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    may_exceed_100: bool = False
    may_be_negative: bool = False
    cases_sentence: bool = False
    definition: str = ""
    source: str = ""
    data_notes: str = ""
    flags: tuple[str, ...] = ()
    in_use_from: str = ""
    in_use_to: str = ""
    replaces: str = ""
    short_name: str = ""

    def __post_init__(self) -> None:
        if not self.per:
            object.__setattr__(self, "per", _DEFAULT_PER.get(self.unit, 1))
        if self.decimals < 0:
            object.__setattr__(self, "decimals", 0 if self.unit is Unit.COUNT else 1)
        if not self.short_name:
            object.__setattr__(self, "short_name", self.name)

    @property
    def below_nought(self) -> bool:
        """Whether figures under nought are no mistake: of money, and where the definition says so."""
        return self.may_be_negative or self.unit is Unit.GBP

    def in_use(self, period: str) -> bool:
        """Whether the indicator is reported for the period; both ends belong."""
        return (not self.in_use_from or self.in_use_from <= period) and (not self.in_use_to or period <= self.in_use_to)


def _ascending(numbers: Iterable[Fraction | None]) -> bool:
    ends = [number for number in numbers if number is not None]
    return all(lower <= higher for lower, higher in pairwise(ends))


@dataclass(frozen=True, slots=True)
class Target:
    """The target in force for one indicator, area and period, in the indicator's own unit.

    `floor` is the pre-defined minimum for polarity H and L: the worst value that is still Amber. Polarity T has bands
    instead, whose ends belong to them: `green_from` to `green_to` inside `amber_from` to `amber_to`; a band may be open
    on one side. `lower` and `upper` bound an expected range, which is shown and never rated. Numbers may be given as
    int, float, Decimal, Fraction or text; they are kept exactly. Bands that do not nest raise ValueError.
    """

    target: Number = None
    floor: Number = None
    green_from: Number = None
    green_to: Number = None
    amber_from: Number = None
    amber_to: Number = None
    lower: Number = None
    upper: Number = None
    basis: str = "council"
    floor_basis: str = ""
    floor_range: str = ""
    not_rated: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for name in ("target", "floor", "green_from", "green_to", "amber_from", "amber_to", "lower", "upper"):
            number = exact(getattr(self, name))
            object.__setattr__(self, name, None if number is None else Fraction(number))
        inside_out = (self.amber_from, self.green_from, self.target, self.green_to, self.amber_to)
        if not _ascending(inside_out):  # type: ignore[arg-type]  # exact() has made every one a Fraction or None
            raise ValueError("the target must lie in the green band, and the green band in the amber band")
        if not _ascending((self.lower, self.upper)):  # type: ignore[arg-type]  # as above
            raise ValueError("the lower end of the expected range is above its upper end")

    @property
    def unrated_reason(self) -> str:
        """Why results are not rated against this target; blank where they are."""
        if self.not_rated:
            return self.not_rated
        if self.target is None:
            return NO_TARGET
        return UNRATED_BASES.get(self.basis, "")
