"""Definitions with the contract's defaults, and targets that hold together."""

from fractions import Fraction
from typing import Any

import pytest
from IPython.core.formatters import PlainTextFormatter

import scorecard_kit
from scorecard_kit import DataPeriod, Direction, Indicator, Polarity, Rag, Target, Unit


def an_indicator(unit: Unit = Unit.PERCENT, **more: Any) -> Indicator:  # noqa: ANN401  # any field of an indicator
    """Give an indicator of that unit."""
    return Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.SNAPSHOT, unit, **more)


@pytest.mark.parametrize(
    ("unit", "per", "decimals"),
    [("percent", 100, 1), ("rate", 10_000, 1), ("count", 1, 0), ("days", 1, 1), ("ratio", 1, 1), ("gbp", 1, 1)],
)
def test_the_unit_gives_the_defaults(unit: str, per: int, decimals: int) -> None:
    """A percentage is per 100, a rate per 10,000, and a count has no decimals."""
    item = an_indicator(Unit(unit))
    assert (item.per, item.decimals) == (per, decimals)


def test_what_is_given_goes_before_the_default() -> None:
    """A rate per 100,000 with no decimals stays one."""
    item = an_indicator(Unit.RATE, per=100_000, decimals=0)
    assert (item.per, item.decimals) == (100_000, 0)


@pytest.mark.parametrize(
    ("start", "end", "used"),
    [("", "", True), ("2016-03", "2016-03", True), ("2016-04", "", False), ("", "2016-02", False)],
)
def test_an_indicator_is_in_use_between_its_ends(start: str, end: str, used: bool) -> None:
    """Both ends belong, and a blank end is open."""
    assert an_indicator(in_use_from=start, in_use_to=end).in_use("2016-03") is used


def test_words_of_the_judgements_are_those_of_the_contract() -> None:
    """The CSV files spell them like this."""
    assert [str(rag) for rag in Rag] == ["Green", "Amber", "Red", "Not rated"]
    assert [str(way) for way in Direction] == ["improved", "same", "worsened", "not comparable"]
    assert [polarity.value for polarity in Polarity] == ["H", "L", "T", ""]
    assert Polarity("T").words == "Close to target is better"
    assert DataPeriod("R12M").words == "Rolling 12 months"


def test_a_target_keeps_its_numbers_exactly() -> None:
    """Numbers of any kind become fractions, and what is blank is None."""
    target = Target(target=85, floor="76.5", lower=0.1, upper=float("nan"))
    assert (target.target, target.floor) == (Fraction(85), Fraction(153, 2))
    assert (target.lower, target.upper) == (Fraction(1, 10), None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"target": 88, "green_from": 89},
        {"target": 88, "green_to": 87},
        {"target": 88, "green_from": 85, "amber_from": 86},
        {"target": 88, "green_to": 92, "amber_to": 91},
        {"target": 88, "amber_from": 90},
        {"target": 88, "amber_from": 90, "amber_to": 80},
        {"lower": 12, "upper": 11},
    ],
)
def test_bands_that_do_not_nest_are_refused(wrong: dict[str, Any]) -> None:
    """Target in green, green in amber, lower below upper: anything else raises ValueError."""
    with pytest.raises(ValueError, match=r"the target must lie in the green band|the lower end"):
        Target(**wrong)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (Target(85), ""),
        (Target(85, basis="national"), ""),
        (Target(), "no target was set"),
        (Target(lower=10, upper=12), "no target was set"),
        (Target(34.9, basis="indicative"), "the target is indicative"),
        (Target(34.9, basis="budget"), "a budgeted level is no target"),
        (Target(30, not_rated="Banding is under review"), "Banding is under review"),
    ],
)
def test_why_a_target_is_not_rated(target: Target, reason: str) -> None:
    """A target that gives no rating says why."""
    assert target.unrated_reason == reason


def test_the_public_names_are_all_there() -> None:
    """Analysts import these from scorecard_kit, and they stay."""
    contract = (
        "Polarity Rag Direction Target rate rag_rating direction_of_travel change display score impact_of_cohort "
        "summarise"
    )
    assert set(contract.split()) <= set(scorecard_kit.__all__)


@pytest.mark.parametrize(
    ("may_be_negative", "unit", "allowed"),
    [(False, Unit.RATIO, False), (True, Unit.RATIO, True), (False, Unit.GBP, True), (True, Unit.GBP, True)],
)
def test_who_may_lie_under_nought(may_be_negative: bool, unit: Unit, allowed: bool) -> None:
    """Money always, anything else where its definition says so."""
    item = Indicator("a", "A", Polarity.HIGHER, DataPeriod.MONTH, unit, may_be_negative=may_be_negative)
    assert item.below_nought is allowed


@pytest.mark.parametrize("word", [Rag.RED, Rag.NOT_RATED, Direction.NOT_COMPARABLE])
def test_a_judgement_at_the_end_of_a_cell_is_its_word(word: Rag | Direction) -> None:
    """A notebook shows Red, not the name of a class; the judgement itself is told apart by its repr as before."""
    assert PlainTextFormatter()(word) == str(word)
    assert repr(word).startswith(f"<{type(word).__name__}.")
