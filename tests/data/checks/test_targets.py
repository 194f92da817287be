"""Targets and percentages that are more likely slips: each is warned of with what is likely meant."""

import pytest

from scorecard_kit.data.checks._targets import (
    floors_far_below,
    fractions_for_percentages,
    missed_without_minimum,
    targets_against_polarity,
)
from scorecard_kit.findings import Finding
from scorecard_kit.judge.numbers import Written
from tests.plain_frames import INDICATORS, frame, number


@pytest.mark.parametrize(
    ("values", "target", "told"),
    [
        (["80", "82"], {"target": "0.85"}, [("targets.csv", "target", "Write 85 if that is meant.")]),
        (["80", "82"], {"target": "85", "floor": "0.765"}, [("targets.csv", "floor", "Write 76.5 if that is meant.")]),
        (
            ["80", "82"],
            {"target": "85", "green_from": "1"},
            [("targets.csv", "green_from", "Write 100 if that is meant.")],
        ),
        (["80", "0.8", "81"], {"target": "85"}, [("results.csv", "value", "Write 80 if that is meant.")]),
        (["0.8", "0.82"], {"target": "85"}, [("targets.csv", "target", "Were the results written as fractions?")]),
        (["0.8", "0.82"], {"target": "0.85"}, [("targets.csv", "target", "Write 85 if that is meant.")]),
        ([], {"target": "0.9"}, [("targets.csv", "target", "Write 90 if that is meant.")]),
        (["80", "82"], {"target": "85"}, []),
        (["4", "0.9", "3"], {"target": "5"}, []),
    ],
)
def test_a_fraction_for_a_percentage_is_warned_of(
    values: list[str], target: dict[str, str], told: list[tuple[str, str, str]]
) -> None:
    """0.85 as a target, floor, band or value among figures in the eighties is a percentage that lost its hundred."""
    results = frame("results", *({"indicator": "visits", "value": number(value)} for value in values))
    targets = frame("targets", {"indicator": "visits", **{key: number(text) for key, text in target.items()}})
    found = fractions_for_percentages(results, targets, INDICATORS)
    assert [(one.file, one.column, one.mend) for one in found] == told


def test_small_percentages_are_no_fractions() -> None:
    """Under an indicator of which little is good, targets and results of less than one per cent are usual."""
    results = frame("results", *({"indicator": "rare", "value": number(value)} for value in ("0.4", "2.1", "0.9")))
    targets = frame("targets", {"indicator": "rare", "target": number("0.5"), "floor": number("1")})
    assert list(fractions_for_percentages(results, targets, INDICATORS)) == []


@pytest.mark.parametrize(
    ("floor", "target", "mend"),
    [
        (number("10", "%"), "85", "If it is a distance from the target, write 76.5 (per cent of it) or 75 (points)."),
        (number("5"), "90", "If it is a distance from the target, write 85.5 (per cent of it) or 85 (points)."),
        (number("60", "%"), "85", ""),
        (number("40"), "85", ""),
    ],
)
def test_a_floor_that_may_be_a_distance_is_asked_about(floor: Written, target: str, mend: str) -> None:
    """A floor of 10% beside a target of 85% is ten per cent, or within ten per cent of the target."""
    targets = frame("targets", {"indicator": "visits", "target": number(target), "floor": floor})
    assert [one.mend for one in floors_far_below(targets, INDICATORS)] == ([mend] if mend else [])


@pytest.mark.parametrize(
    ("floor", "target", "told"),
    [
        (number("19.9"), "80", True),
        (number("20"), "80", False),
        (number("39.9", "%"), "80", True),
        (number("40", "%"), "80", False),
        (number("0"), "80", False),
    ],
)
def test_how_far_below_its_target_a_floor_is_asked_about(floor: Written, target: str, told: bool) -> None:
    """Under a quarter of the target, or under half of it where it has a percent sign."""
    targets = frame("targets", {"indicator": "visits", "target": number(target), "floor": floor})
    assert bool(list(floors_far_below(targets, INDICATORS))) is told


def test_a_floor_is_asked_about_where_more_is_better_alone() -> None:
    """Of rare events a floor far below the target is wrong in itself, and an unknown indicator is told elsewhere."""
    aim = {"target": number("80"), "floor": number("10")}
    targets = frame("targets", {"indicator": "rare", **aim}, {"indicator": "unknown", **aim})
    assert list(floors_far_below(targets, INDICATORS)) == []
    problem = "is the lowest result that is Amber, far under the target 80"
    mend = "If it is a distance from the target, write 72 (per cent of it) or 70 (points)."
    assert list(floors_far_below(frame("targets", {"indicator": "visits", **aim}), INDICATORS)) == [
        Finding("targets.csv", 2, "floor", "10", problem, mend, "warning")
    ]


@pytest.mark.parametrize(("target", "told"), [("7.9", False), ("8", True), ("10", True)])
def test_a_target_of_ten_times_the_results_is_asked_about(target: str, told: bool) -> None:
    """Results of 0.7, 0.8 and 0.9 lie at 0.8: a target of 8 is ten times as much."""
    results = frame("results", *({"indicator": "visits", "value": number(text)} for text in ("0.7", "0.8", "0.9")))
    targets = frame("targets", {"indicator": "visits", "target": number(target)})
    problem, mend = (
        "is the target, and the results of visits lie at 1% or less",
        "Were the results written as fractions?",
    )
    expected = [Finding("targets.csv", 2, "target", target, problem, mend, "warning")] if told else []
    assert list(fractions_for_percentages(results, targets, INDICATORS)) == expected


def test_a_fraction_is_told_beside_what_the_results_are() -> None:
    """0.85 among results of 80 and 82 means 0.85%, and they lie at about 81%."""
    results = frame("results", *({"indicator": "visits", "value": number(text)} for text in ("80", "82")))
    targets = frame("targets", {"indicator": "visits", "target": number("0.85")})
    problem = "means 0.85%, and the results lie at about 81%"
    assert list(fractions_for_percentages(results, targets, INDICATORS)) == [
        Finding("targets.csv", 2, "target", "0.85", problem, "Write 85 if that is meant.", "warning")
    ]


def test_a_target_without_a_minimum_is_told_with_the_first_result_that_misses_it() -> None:
    """83 and 84 miss 85, which has no minimum; 79 missed 80 before, which had one."""
    rows = [("2016-01", "79"), ("2016-02", "83"), ("2016-03", "84"), ("2016-04", "86")]
    results = frame("results", *({"indicator": "visits", "area": "Shire", "period": month, "value": number(text)}
                                 for month, text in rows))  # fmt: skip
    with_minimum = {"indicator": "visits", "from_": "2015-04", "target": number("80"), "floor": number("78")}
    targets = frame("targets", with_minimum, {"indicator": "visits", "from_": "2016-02", "target": number("85")})
    problem = "no minimum is set, and the target is missed in 2 results (first: 2016-02, Shire)"
    mend = "Write the minimum if one was decided; until then a missed target is Amber."
    assert list(missed_without_minimum(results, targets, INDICATORS)) == [
        Finding("targets.csv", 3, "floor", None, problem, mend, "warning")
    ]


def test_a_result_that_is_a_fraction_is_told_beside_the_others() -> None:
    """0.8 among 80 and 82 means 0.8%, and the middle one of the three is 80%."""
    results = frame("results", *({"indicator": "visits", "value": number(text)} for text in ("80", "0.8", "82")))
    problem = "means 0.8%, and the results lie at about 80%"
    assert list(fractions_for_percentages(results, frame("targets"), INDICATORS)) == [
        Finding("results.csv", 3, "value", "0.8", problem, "Write 80 if that is meant.", "warning")
    ]


@pytest.mark.parametrize(("target", "problems"), [("0", []), ("0.5", []), ("-0.5", ["is negative"])])
def test_a_target_may_be_nought(target: str, problems: list[str]) -> None:
    """None, or half of one per cent, of rare events is a target; less than none is not."""
    targets = frame("targets", {"indicator": "rare", "target": number(target)})
    assert [one.problem for one in targets_against_polarity(targets, INDICATORS)] == problems
