"""What a reader can reach of a withheld count is what a reader who tries every way of filling it in does reach."""

import random
from collections.abc import Mapping

import pytest

from scorecard_kit.judge.rows import definitions, parents_of
from scorecard_kit.safe.attack import Reached, reached
from scorecard_kit.safe.relations import system
from scorecard_kit.safe.system import About, Cell
from tests.conftest import SOAK
from tests.safe.as_printed import as_printed
from tests.safe.attacker import AREAS, Month, candidates, indicators, printed

COUNTIES = range(100) if SOAK else (5, 8, 29, 31)
"""Seeds; in 5, 8 and 29 a reader learns more from the rule than that small counts are withheld."""
BELOW = 6
Counts = Mapping[str, Mapping[str, int]]


def drawn(seed: int) -> tuple[str, Counts]:
    """Draw a county month by month, as the year to date or as it is on a day: mostly small counts."""
    chance = random.Random(seed)  # noqa: S311 - a seed draws the same county again
    kind = chance.choice(["YTD", "SS"])
    months = [f"2015-{month:02}" for month in range(4, 4 + chance.randint(2, 6))]
    areas = "NESW"[: chance.randint(2, 4)]
    now, counts = dict.fromkeys(areas, 0), {}
    for period in months:
        now = {area: (now[area] if kind == "YTD" else 0) + chance.choice([0, 1, 2, 3, 5, 8]) for area in areas}
        counts[period] = {"County": sum(now.values()), **now}
    return kind, counts


def attacked(kind: str, months: Mapping[str, Month], counts: Counts, *, exactly: bool = True) -> list[Reached]:
    """What can be reached of the withheld counts that a pack of these months prints."""
    truth = {Cell("adoptions", period, area): count for period, it in counts.items() for area, count in it.items()}
    about = About(definitions(indicators(kind)), parents_of(AREAS), BELOW, truth=truth)
    shown = [
        as_printed("adoptions", period, area, count)
        for period, month in months.items()
        for area, count in month.items()
    ]
    return reached(system(shown, about), exactly=exactly)


@pytest.mark.parametrize("seed", COUNTIES)
def test_as_much_as_a_reader_who_tries_everything(seed: int) -> None:
    """What the audit says falls does fall, what it passes keeps five candidates, and the truth is among them."""
    kind, counts = drawn(seed)
    months = printed(counts, kind, BELOW)
    found = candidates(months, kind, BELOW)
    every = attacked(kind, months, counts)
    assert {(each.cell.period, each.cell.area) for each in every} == found.keys()
    for each in every:
        left = found[each.cell.period, each.cell.area]
        assert counts[each.cell.period][each.cell.area] in left
        assert each.is_proved
        assert each.candidates == min(len(left - {0}), BELOW - 1), each
        assert each.falls(BELOW) is (len(left - {0}) < BELOW - 1 and max(left) > 0)


@pytest.mark.parametrize("seed", COUNTIES)
def test_bounds_are_never_narrower_than_what_there_is(seed: int) -> None:
    """The quick answer leaves out no count that fits, and calls nothing fallen that is not."""
    kind, counts = drawn(seed)
    months = printed(counts, kind, BELOW)
    exact = attacked(kind, months, counts)
    for quick, each in zip(attacked(kind, months, counts, exactly=False), exact, strict=True):
        assert quick.low <= each.low or each.candidates == BELOW - 1
        assert each.falls(BELOW) or not quick.falls(BELOW)


def test_a_year_to_date_that_cannot_fall_tells_a_count_exactly() -> None:
    """North is withheld in May with 5: April's edition printed 5 before the limit was raised, June's prints 5 again."""
    below_two = {"2015-04": {"County": 20, "N": 5, "E": 15}, "2015-06": {"County": 22, "N": 5, "E": 17}}
    months: dict[str, Month] = {**below_two, "2015-05": {"County": 21, "N": None, "E": None}}
    counts = {**below_two, "2015-05": {"County": 21, "N": 5, "E": 16}}
    found = {each.cell.area: each for each in attacked("YTD", months, counts)}
    assert (found["N"].low, found["N"].high, found["N"].falls(BELOW)) == (5, 5, True)
    assert (found["E"].low, found["E"].high, found["E"].falls(BELOW)) == (16, 16, True)


def test_a_count_that_was_printed_elsewhere_falls() -> None:
    """One page withholds what an edition printed."""
    rows = [
        as_printed("adoptions", "2015-04", "N", 3, "edition"),
        as_printed("adoptions", "2015-04", "N", None, "pack"),
    ]
    about = About(definitions(indicators("SS")), parents_of(AREAS), BELOW)
    [each] = reached(system(rows, about), exactly=True)
    assert (each.low, each.high, each.falls(BELOW)) == (3, 3, True)


def test_a_count_that_nothing_is_tied_to_has_all_that_the_rule_leaves() -> None:
    """One to five, and no more is known."""
    [each] = attacked("SS", {"2015-04": {"County": None}}, {"2015-04": {"County": 3}})
    assert (each.candidates, each.is_proved, each.falls(BELOW)) == (5, True, False)


def test_figures_that_contradict_each_other_prove_nothing() -> None:
    """Neither can be small where both were more the month before: it is said to be unproved, not safe."""
    months: dict[str, Month] = {
        "2015-04": {"County": 40, "N": 18, "E": 22},
        "2015-05": {"County": 43, "N": None, "E": None},
    }
    assert {each.is_proved for each in attacked("YTD", months, {})} == {False}
