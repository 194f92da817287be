"""What the rest of the year needs, and the cases to the next rating: judged by the rating rule itself."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.ratings import rag_rating, rate
from scorecard_kit.judge.required import Outlook, Required, cases_to, required
from tests.strategies import ladders

VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.YEAR_TO_DATE, Unit.PERCENT)
LOWER, CLOSE = (replace(VISITS, polarity=way) for way in (Polarity.LOWER, Polarity.TARGET))
CHILDREN = replace(VISITS, unit=Unit.COUNT, polarity=Polarity.LOWER, per=1)
AIM = Target(target=85, floor="76.5")
BANDS = Target(target="7.5", green_from=6, green_to=9, amber_from="4.5", amber_to=12)


def need(item: Indicator, target: Target | None, above: int | None, below: int | None, period: str) -> Required | None:
    """Ask for the year's rest with whole numbers."""
    figures = [None if number is None else Fraction(number) for number in (above, below)]
    return required(item, target, figures[0], figures[1], period)


def test_the_worked_example() -> None:
    """60 of 75 from April to December leave 25 visits: 85 of 100 need 25 of 25, and 59 of 75 cannot make it good."""
    assert need(VISITS, AIM, 60, 75, "2015-12") == Required(Outlook.NEEDED, 3, Fraction(25), low=Fraction(100))
    assert need(VISITS, AIM, 59, 75, "2015-12") == Required(Outlook.TOO_LATE, 3, Fraction(25))


@pytest.mark.parametrize(
    ("item", "target", "above", "period", "outlook", "low", "high"),
    [
        (VISITS, AIM, 70, "2015-09", Outlook.NEEDED, 100, None),
        (VISITS, AIM, 100, "2016-02", Outlook.SAFE, None, None),
        (LOWER, Target(target=10), 5, "2015-09", Outlook.NEEDED, None, 15),
        (LOWER, Target(target=10), 21, "2015-09", Outlook.TOO_LATE, None, None),
        (LOWER, Target(target=60), 5, "2015-09", Outlook.SAFE, None, None),
        (CLOSE, BANDS, 10, "2015-09", Outlook.NEEDED, 2, 8),
        (CLOSE, BANDS, 3, "2015-09", Outlook.NEEDED, 9, 15),
        (CLOSE, BANDS, 19, "2015-09", Outlook.TOO_LATE, None, None),
        (CLOSE, Target(target="7.5"), 10, "2015-09", Outlook.NEEDED, 5, 5),
        (VISITS, AIM, 10, "2016-03", Outlook.OVER, None, None),
    ],
)
def test_every_polarity_has_its_bounds(
    item: Indicator, target: Target, above: int, period: str, outlook: Outlook, low: int | None, high: int | None
) -> None:
    """Of 100 so far: at least for higher, at most for lower, between for close to target; idle bounds are left out."""
    found = need(item, target, above, 100, period)
    assert found is not None
    assert (found.outlook, found.low, found.high) == (outlook, low, high)


@pytest.mark.parametrize(
    ("item", "target", "above", "below"),
    [
        (replace(VISITS, data_period=DataPeriod.SNAPSHOT), AIM, 52, 68),
        (replace(VISITS, polarity=Polarity.NONE), AIM, 52, 68),
        (VISITS, None, 52, 68),
        (VISITS, Target(target=85, basis="indicative"), 52, 68),
        (VISITS, AIM, None, None),
        (VISITS, AIM, 0, 0),
        (CHILDREN, AIM, 52, None),
    ],
)
def test_without_a_year_a_target_or_figures_there_is_no_telling(
    item: Indicator, target: Target | None, above: int | None, below: int | None
) -> None:
    """A snapshot, no polarity, no target that rates, no figures, no cases so far, and a count need nothing."""
    assert need(item, target, above, below, "2015-09") is None


@given(
    ladders(4), st.sampled_from([VISITS, LOWER, CLOSE]), st.integers(1, 400), st.integers(0, 400), st.integers(0, 11)
)
def test_the_bounds_are_those_of_green(rungs: list[int], item: Indicator, below: int, missed: int, month: int) -> None:
    """At a bound the year ends Green, a little beyond it does not, and where it is too late nothing ends it Green."""
    ends = [Fraction(abs(rung), 100) for rung in rungs]
    low, green_low, green_high, high = sorted(ends)
    target = Target(target=green_low, green_from=green_low, green_to=green_high, amber_from=low, amber_to=high)
    above, period = max(below - missed, 0), f"{2015 + month // 9}-{(month + 3) % 12 + 1:02}"
    found = need(item, target, above, below, period)
    assert found is not None
    if found.outlook is Outlook.OVER:
        assert period.endswith("-03")
        return

    def at_the_end(share: Fraction) -> Rag:
        all_of = (above + share * found.expected / 100, below + found.expected)
        return rag_rating(rate(*all_of), target, item.polarity)

    tiny = Fraction(1, 10**9)
    for bound, beyond in ((found.low, -tiny), (found.high, tiny)):
        if bound is not None:
            assert (at_the_end(bound), at_the_end(bound + beyond) is Rag.GREEN) == (Rag.GREEN, False)
    shares = [Fraction(share) for share in range(0, 101, 5)]
    expected = {Outlook.SAFE: {Rag.GREEN}, Outlook.TOO_LATE: {Rag.AMBER, Rag.RED}}.get(found.outlook)
    assert expected is None or {at_the_end(share) for share in shares} <= expected


@pytest.mark.parametrize(
    ("item", "target", "above", "below", "amber", "green"),
    [
        (VISITS, AIM, 52, 68, 1, 6),
        (VISITS, AIM, 53, 68, 0, 5),
        (VISITS, AIM, 58, 68, -1, 0),
        (LOWER, Target(target=25, floor="27.5"), 30, 100, -3, -5),
        (LOWER, Target(target=0, floor=5), 3, 100, 0, -3),
        (CLOSE, BANDS, 150, 1319, 0, -32),
        (CLOSE, BANDS, 2, 100, 3, 4),
        (CLOSE, BANDS, 13, 100, -1, -4),
        (CLOSE, Target(target="7.5"), 3, 100, 0, None),
        (VISITS, Target(target=85, floor=85), 3, 100, None, 82),
        (VISITS, Target(target=101, floor=50), 40, 100, 10, None),
        (VISITS, AIM, 0, 0, None, None),
        (VISITS, None, 1, 2, None, None),
        (CHILDREN, Target(target=75, floor=85), 90, None, -5, -15),
        (replace(VISITS, unit=Unit.DAYS, per=1), AIM, 52, 68, None, None),
    ],
)
def test_the_cases_to_a_rating(
    item: Indicator, target: Target | None, above: int, below: int | None, amber: int | None, green: int | None
) -> None:
    """The fewest whole cases that give the rating, with the bands' own ends counted in; none where none can."""
    figures = (Fraction(above), None if below is None else Fraction(below))
    assert [cases_to(rag, item, target, *figures) for rag in (Rag.AMBER, Rag.GREEN)] == [amber, green]


@given(ladders(4), st.sampled_from([VISITS, LOWER, CLOSE]), st.integers(1, 60), st.integers(0, 60))
def test_no_smaller_number_of_cases_gives_the_rating(
    rungs: list[int], item: Indicator, below: int, missed: int
) -> None:
    """Whatever the bands, trying every number of cases finds the same."""
    low, green_low, green_high, high = sorted(Fraction(abs(rung), 100) for rung in rungs)
    floor = low if item.polarity is Polarity.HIGHER else high
    target = Target(
        target=green_low, floor=floor, green_from=green_low, green_to=green_high, amber_from=low, amber_to=high
    )
    above = max(below - missed, 0)
    for rag in (Rag.RED, Rag.AMBER, Rag.GREEN):
        tried = [step for step in range(-above, below - above + 1)
                 if rag_rating(rate(above + step, below), target, item.polarity) is rag]  # fmt: skip
        expected = min((abs(step) for step in tried), default=None)
        found = cases_to(rag, item, target, Fraction(above), Fraction(below))
        assert (None if found is None else abs(found)) == expected
        assert found is None or found in tried


def measured(unit: Unit, polarity: str = "H", **more: Any) -> Indicator:  # noqa: ANN401 - cells of any kind
    """Give a year-to-date indicator of that unit."""
    return Indicator("item", "Item", Polarity(polarity), DataPeriod.YEAR_TO_DATE, unit, **more)


@pytest.mark.parametrize(
    ("item", "target", "numerator", "outlook", "low", "high"),
    [
        (measured(Unit.RATIO), 1, 90, Outlook.NEEDED, "0.5", None),
        (measured(Unit.GBP), 1, 180, Outlook.NEEDED, "-1", None),
        (measured(Unit.RATE), 9000, 40, Outlook.NEEDED, "34000/3", None),
        (measured(Unit.PERCENT), 90, 40, Outlook.TOO_LATE, None, None),
        (measured(Unit.PERCENT, may_exceed_100=True), 90, 40, Outlook.NEEDED, "340/3", None),
        (measured(Unit.PERCENT), 50, 60, Outlook.SAFE, None, None),
        (measured(Unit.PERCENT, "L"), 75, 30, Outlook.SAFE, None, None),
        (measured(Unit.PERCENT, "L"), 25, 30, Outlook.NEEDED, None, "0"),
    ],
)
def test_the_ends_of_what_can_be(
    item: Indicator, target: int, numerator: int, outlook: Outlook, low: str | None, high: str | None
) -> None:
    """Of 60 in September: nought and all are reached by any rate, money goes under nought, and a rate has no most."""
    need = required(item, Target(target), Fraction(numerator), Fraction(60), "2015-09")
    bounds = [None if end is None else Fraction(end) for end in (low, high)]
    assert need == Required(outlook, 6, Fraction(60), *bounds)


def test_in_march_the_year_is_over() -> None:
    """No months are left, and nobody more is expected."""
    need = required(measured(Unit.PERCENT), Target(50), Fraction(10), Fraction(60), "2016-03")
    assert need == Required(Outlook.OVER, 0, Fraction(0))


@pytest.mark.parametrize(
    ("rag", "item", "target", "numerator", "denominator", "cases"),
    [
        (Rag.AMBER, measured(Unit.PERCENT), Target(85, 75), 90, 100, -6),
        (Rag.AMBER, measured(Unit.PERCENT, "L"), Target(10, 20), 5, 100, 6),
        (Rag.RED, measured(Unit.PERCENT), Target(85, 75), 90, 100, -16),
        (Rag.GREEN, measured(Unit.PERCENT), Target(100), 38, 40, 2),
        (Rag.GREEN, measured(Unit.COUNT, per=100), Target(40), 38, None, 2),
    ],
)
def test_a_bound_belongs_to_the_better_rating(
    rag: Rag, item: Indicator, target: Target, numerator: int, denominator: int | None, cases: int
) -> None:
    """85 of 100 is Green still and 84 Amber; all of 40 can be reached; a count has no rate, whatever `per` says."""
    base = None if denominator is None else Fraction(denominator)
    assert cases_to(rag, item, target, Fraction(numerator), base) == cases
