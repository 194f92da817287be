"""How sure a rating is: the published scorecard of March 2016, and lines on and beside the interval's ends."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import load, rag_rating
from scorecard_kit.chance.certainty import Verdict, certainty, kind_of
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.rows import definitions, records, target_in_force
from scorecard_kit.judge.scorecard import score
from tests.strategies import ladders

DATA = Path(__file__).parent.parent.parent / "data" / "scs"
VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.YEAR_TO_DATE, Unit.PERCENT)
AIM = Target(target=85, floor="76.5")
LINES = ("target", "floor", "green_from", "green_to", "amber_from", "amber_to")


def test_kents_march_2016() -> None:
    """Of 35 percentages 18 intervals hold a line between ratings, four of them Red: counted apart from this code.

    19 of 26, one of the four, is of fewer than 30 cases. No rating changes.
    """
    book = load(DATA, {"below": 6, "already_published": True})
    items, held, found = definitions(book.indicators), [], {}
    for row in records(score(book, "2016-03", "Kent")):
        item = items[row["indicator"]]
        if item.unit is not Unit.PERCENT or kind_of(item) != "proportion":
            continue
        target = target_in_force(book.targets, item.indicator, "2016-03", "Kent")
        found[item.indicator] = sure = certainty(item, target, row["numerator"], row["denominator"])
        lines = [getattr(target, name) for name in LINES if target and sure]
        if sure and any(line is not None and sure.lower <= line <= sure.upper for line in lines):
            held.append((row["rag"], sure.verdict, row["numerator"], row["denominator"]))
    assert (len(found), len(held)) == (35, 18)
    reds = [each[1:] for each in held if each[0] is Rag.RED]
    assert Counter(verdict for verdict, *_ in reds) == {Verdict.CLOSE_CALL: 3, Verdict.TOO_FEW: 1}
    assert (Verdict.TOO_FEW, 19, 26) in reds
    few = found["pf-existing-visits"]
    assert few is not None
    assert few[:2] == pytest.approx((53.9, 86.3), abs=0.05)


@pytest.mark.parametrize(
    ("polarity", "target", "above", "verdict"),
    [
        ("H", AIM, 52, Verdict.CLOSE_CALL),  # Red, 65.1 to 85.0: the minimum is within
        ("H", Target(target=85, floor="85"), 44, Verdict.CLEAR),  # Red, 52.9 to 75.0
        ("H", Target(target=60, floor=50), 52, Verdict.CLEAR),  # Green
        ("H", Target(target=90, floor=50), 52, Verdict.CLEAR),  # Amber between both lines
        ("L", Target(target=66), 52, Verdict.CLOSE_CALL),
        ("L", Target(target=85), 52, Verdict.CLEAR),
        ("T", Target(target=75, green_from=65, green_to=85), 52, Verdict.CLEAR),
        ("T", Target(target=75, green_from=70, green_to=85), 52, Verdict.CLOSE_CALL),
        ("T", Target(target=70), 52, Verdict.CLOSE_CALL),  # Amber; Green at 70 alone, which lies within
        ("L", Target(target=0), 0, Verdict.CLOSE_CALL),  # Green at nought, and above it no longer
        ("H", Target(target=0), 0, Verdict.CLEAR),  # whatever the figure, it is Green
        ("H", Target(target=85, basis="indicative"), 52, None),
        ("H", None, 52, None),
        ("", AIM, 52, None),
    ],
)
def test_a_close_call_has_another_rating_within(
    polarity: str, target: Target | None, above: int, verdict: Verdict | None
) -> None:
    """Of 68 cases: a call is close where a line to another rating lies within the interval, in every polarity."""
    found = certainty(replace(VISITS, polarity=Polarity(polarity)), target, above, 68)
    assert (found.verdict if found else None) == verdict


@pytest.mark.parametrize(
    ("item", "above", "below"),
    [
        (replace(VISITS, unit=Unit.DAYS), 500, 50),
        (replace(VISITS, unit=Unit.GBP), 500, 50),
        (replace(VISITS, unit=Unit.RATIO), 500, 50),
        (replace(VISITS, may_exceed_100=True), 40, 50),
        (replace(VISITS, may_be_negative=True), 40, 50),
        (VISITS, None, None),
        (VISITS, 0, 0),
        (replace(VISITS, unit=Unit.COUNT, per=1), 40, 50),
    ],
)
def test_what_counts_no_cases_has_no_interval(item: Indicator, above: int | None, below: int | None) -> None:
    """Days, pounds, ratios, posts against establishment, values without counts and no cases: nothing is said."""
    assert certainty(item, AIM, above, below) is None


def test_a_count_and_a_rate_have_theirs() -> None:
    """38 children are 26.9 to 52.2 by Byar; 38 of 20,000 are the same over two, per 10,000."""
    item = replace(VISITS, unit=Unit.COUNT, per=1, polarity=Polarity.LOWER)
    alone = certainty(item, Target(target=53), 38, None)
    assert certainty(item, Target(target=53), 38.0, float("nan")) == alone  # as a frame has it
    of_many = certainty(replace(item, unit=Unit.RATE, per=10_000), Target(target=20), 38, 20_000)
    assert alone is not None
    assert of_many is not None
    assert alone[:2] == pytest.approx((26.9, 52.2), abs=0.05)
    assert of_many[:2] == pytest.approx([end / 2 for end in alone[:2]])
    assert (alone.verdict, of_many.verdict) == (Verdict.CLEAR, Verdict.CLOSE_CALL)


@given(ladders(4), st.sampled_from(["H", "L", "T"]), st.integers(30, 300), st.integers(0, 300))
def test_a_clear_rating_is_the_same_all_through(rungs: list[int], polarity: str, below: int, missed: int) -> None:
    """Wherever within the interval of a clear rating the result lay, it would be rated alike; of a close one not."""
    low, green_low, green_high, high = sorted(Fraction(abs(rung), 200) for rung in rungs)
    target = Target(target=green_low, green_from=green_low, green_to=green_high, amber_from=low, amber_to=high)
    above = max(below - missed, 0)
    found = certainty(replace(VISITS, polarity=Polarity(polarity)), target, above, below)
    assert found is not None
    lower, upper = Fraction(found.lower), Fraction(found.upper)
    steps = {lower + (upper - lower) * step / 50 for step in range(51)}
    steps |= {line for line in (low, green_low, green_high, high) if lower <= line <= upper}
    rags = {rag_rating(step, target, polarity) for step in steps}
    assert (len(rags) == 1) is (found.verdict is Verdict.CLEAR)
