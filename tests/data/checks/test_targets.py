"""Targets and percentages that are more likely slips: each is warned of with what is likely meant."""

import pytest

from scorecard_kit.data.checks._targets import floors_far_below, fractions_for_percentages
from scorecard_kit.judge.numbers import Written
from tests.frames import INDICATORS, frame, number


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
