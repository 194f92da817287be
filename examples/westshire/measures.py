"""What an indicator of the invented county is: how it is defined, drawn, and judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Measure", "Stream", "Target"]

Target = Mapping[str, float]


@dataclass(frozen=True)
class Stream:
    """Something that is counted each month, and may be the denominator of several indicators.

    `monthly` is the county's expected number in the first and in the last month, with a straight line between. Where
    `leaving` is given, a stream is a stock of people: that share of it leaves in a month, as many come in as keep it
    at its expected number, and the comings and goings are streams `<name>-starts` and `<name>-ends`. `side` is the
    cohort that a stream counts, where a second stream of the same name counts the others. What is `planned`, such as
    posts, is the expected number itself. `season` has the months in which more or fewer are expected.
    """

    name: str
    monthly: tuple[float, float]
    by: str = "area"
    side: str = ""
    leaving: float = 0
    planned: bool = False
    season: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """A row of indicators.csv, and how its results come about.

    The numerator of a percentage is drawn case by case from its `base`, a stream: `chance` is the percentage that is
    expected in the first and in the last month, and places lie up to half of `spread` to either side. `drawn` is one of
    `cases` (each month anew), `people` (a snapshot of people, most of whom are the same as last month), `count` (the
    base itself, as a count or for each so many of `population`), `days` (`chance` is then the expected number of days)
    and `load` (the base for each of `workers`). `by` is how small the places are that it is reported for.

    `years` holds the targets of the financial years 2023/24, 2024/25 and 2025/26, one that is empty those of the year
    before; `target_area` says that they are the county's alone. `benchmarks` holds the percentages of March 2024 and
    March 2025 of the statistical neighbours, and then of England.
    """

    key: str
    name: str
    polarity: str
    data_period: str
    unit: str
    base: str
    group: str = ""
    role: str = "indicator"
    chance: tuple[float, float] = (0, 0)
    drawn: str = "cases"
    by: str = "area"
    years: tuple[Target, ...] = ()
    target_area: str = ""
    definition: str = ""
    source: str = ""
    short_name: str = ""
    data_notes: str = ""
    population: int = 0
    workers: str = ""
    per: str = ""
    decimals: str = ""
    companions: str = ""
    cohort: bool = False
    cases_sentence: str = ""
    spread: float = 4
    benchmarks: tuple[tuple[float, float], ...] = ()
