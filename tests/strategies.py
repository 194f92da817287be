"""What Hypothesis draws: numbers as councils write them, and areas with small counts."""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from scorecard_kit.judge.indicators import Polarity

TENTHS = st.integers(-20_000, 20_000)
"""A number of at most one decimal, in tenths."""

COUNTS = st.integers(0, 20_000)
"""A numerator or a count, in tenths."""

BASES = st.integers(1, 20_000)
"""A denominator, in tenths."""

JUDGED = st.sampled_from([Polarity.HIGHER, Polarity.LOWER])
POLARITIES = st.sampled_from(list(Polarity))
VALUES = st.fractions(-2_000, 2_000, max_denominator=97)


def tenths(number: int) -> str:
    """Write a number of tenths as an analyst does: 765 as 76.5."""
    return f"{'-' if number < 0 else ''}{abs(number) // 10}.{abs(number) % 10}"


@st.composite
def ladders(draw: st.DrawFn, rungs: int) -> list[int]:
    """Draw that many numbers of tenths, lowest first; neighbours may be equal."""
    return sorted(draw(st.lists(TENTHS, min_size=rungs, max_size=rungs)))


@dataclass(frozen=True)
class Place:
    """An area: its parent, everyone in it, and those of them who belong to the cohort, as numerator and complement."""

    area: str
    parent: str
    everyone: tuple[int, int]
    cohort: tuple[int, int]

    @property
    def excluding(self) -> tuple[int, int]:
        """Everyone but the cohort."""
        return self.everyone[0] - self.cohort[0], self.everyone[1] - self.cohort[1]


def _added(parts: list[Place], extra: tuple[tuple[int, int], tuple[int, int]]) -> list[tuple[int, int]]:
    columns = [[(part.everyone, part.cohort)[side] for part in parts] + [extra[side]] for side in (0, 1)]
    return [(sum(count[0] for count in column), sum(count[1] for count in column)) for column in columns]


@st.composite
def _own(draw: st.DrawFn, *, spare: bool) -> tuple[tuple[int, int], tuple[int, int]]:
    """Draw everyone and the cohort among them; what lies in no listed part is mostly nobody."""
    counts = st.sampled_from([0, 0, 0, 0, 2, 9]) if spare else st.sampled_from([0, 1, 3, 5, 6, 7, 12, 40])
    cohort, others = ((draw(counts), draw(counts)) for _ in range(2))
    return (cohort[0] + others[0], cohort[1] + others[1]), cohort


@st.composite
def counties(draw: st.DrawFn) -> list[Place]:
    """Draw a county of areas, some of them with teams: every count of a whole is that of its parts, and some spare."""
    places, areas = [], []
    for name in "NESW"[: draw(st.integers(1, 4))]:
        teams = [Place(f"{name}{team}", name, *draw(_own(spare=False))) for team in range(draw(st.integers(0, 3)))]
        everyone, cohort = _added(teams, draw(_own(spare=bool(teams))))
        areas.append(Place(name, "County", everyone, cohort))
        places += teams
    everyone, cohort = _added(areas, draw(_own(spare=True)))
    return [Place("County", "", everyone, cohort), *areas, *places]


def fraction(number: int) -> Fraction:
    """Give a number of tenths exactly."""
    return Fraction(number, 10)
