"""Results that are more likely slips: each is told of, and sound figures are not."""

from typing import Any

import pytest

from scorecard_kit.data.checks._results import (
    breakdowns_beside_results,
    impossible_results,
    marks_of_another_unit,
    mixed_decimals,
    parts_of_people,
)
from scorecard_kit.findings import Finding
from tests.plain_frames import INDICATORS, frame, number


def test_a_part_of_a_person_is_warned_of_and_a_part_of_a_post_is_not() -> None:
    """80.5 children are a slip; 80.5 posts are counted as full-time equivalents."""
    rows = [
        {"indicator": key, "numerator": number("80.5"), "denominator": number("100")} for key in ("visits", "filled")
    ]
    mend = "Correct it, or write in the definition that posts are counted as full-time equivalents (FTE)."
    assert list(parts_of_people(frame("results", *rows, *rows), INDICATORS)) == [
        Finding("results.csv", 2, "numerator", "80.5", "is no whole number of cases (visits)", mend, "warning")
    ]


def test_values_with_different_decimals_are_noted() -> None:
    """Values of 85 and 84.5 are shown as they stand, and one note says so for the indicator."""
    rows = [{"indicator": "visits", "value": number(text)} for text in ("84.5", "85", "83.5")]
    [note] = mixed_decimals(frame("results", *rows), INDICATORS)
    assert (note.row, note.level) == (3, "note")
    assert note.problem == "the values of visits are written with 0 and 1 decimals, and are shown as they are written"
    assert list(mixed_decimals(frame("results", rows[0], rows[2]), INDICATORS)) == []


@pytest.mark.parametrize(
    ("column", "mark", "problem"),
    [
        ("affordable_units", "£", "has a currency sign, and affordable_units is in units"),
        ("affordable_units", "(", "stands in brackets, and affordable_units is in units"),
        ("units_variance", "%", "has a percent sign, and units_variance is in units"),
        ("budget_cost", "%", "has a percent sign, and budget_cost is in pounds"),
        ("budget_cost", "£", ""),
        ("budget_cost", "(", ""),
    ],
)
def test_a_finance_table_is_in_pounds_and_its_units_are_no_money(column: str, mark: str, problem: str) -> None:
    """£10 of weeks is refused, and so is 10% of a cost; pounds and brackets are a cost's own."""
    unit_costs = frame("unit_costs", {"service": "Care", column: number("10", mark)})
    told = list(marks_of_another_unit({"unit_costs": unit_costs}))
    assert [(one.file, one.row, one.column, one.problem, one.mend) for one in told] == (
        [("unit_costs.csv", 2, column, problem, "Write 10 if that is meant.")] if problem else []
    )


@pytest.mark.parametrize(
    ("result", "problem", "mend"),
    [
        (
            {"numerator": number("38")},
            "the counts by Age add to 37, and the numerator is 38",
            "Correct a count, or say why in the note of the result.",
        ),
        ({"numerator": number("37")}, "", ""),
        ({"numerator": number("38"), "note": "One has no stated age."}, "", ""),
        ({"status": "suppressed"}, "", ""),
        (
            {"status": "provisional"},
            "there is no numerator for these counts to add to",
            "Enter the result, or delete these rows.",
        ),
    ],
)
def test_a_breakdown_adds_to_its_numerator(result: dict[str, Any], problem: str, mend: str) -> None:
    """30 and 7 are 37; a note may say why they are not, and a withheld result has no numerator to hold them against."""
    place = {"indicator": "visits", "period": "2016-03", "area": "Shire"}
    counts = [{**place, "dimension": "Age", "count": number(text)} for text in ("30", "7")]
    told = list(breakdowns_beside_results(frame("breakdowns", *counts), frame("results", {**place, **result})))
    expected = Finding("breakdowns.csv", 2, "count", None, problem, mend, "warning")
    assert told == ([expected] if problem else [])


@pytest.mark.parametrize(("value", "right"), [("56.4", False), ("56.5", True), ("71.4", True), ("71.5", False)])
def test_counts_in_tens_leave_their_result_open_by_half_of_ten(value: str, right: bool) -> None:
    """70 of 110 may be 65 of 115, which is 56.5%, and 75 of 105, which is 71.4%."""
    figures = {"numerator": number("70"), "denominator": number("110"), "value": number(value)}
    told = list(impossible_results(frame("results", {"indicator": "visits", "area": "Shire", **figures}), INDICATORS))
    assert (told == []) is right


def test_a_denominator_stands_with_its_numerator() -> None:
    """68 alone says nothing."""
    results = frame("results", {"indicator": "visits", "denominator": number("68")})
    mend = "Write the numerator, or the printed result under value."
    assert list(impossible_results(results, INDICATORS)) == [
        Finding("results.csv", 2, "denominator", "68", "stands without its numerator", mend)
    ]


@pytest.mark.parametrize(("value", "right"), [("100", True), ("100.1", False)])
def test_a_percentage_may_be_a_hundred(value: str, right: bool) -> None:
    """All of them are 100%, and no more can be."""
    results = frame("results", {"indicator": "visits", "value": number(value)})
    assert (list(impossible_results(results, INDICATORS)) == []) is right


def test_an_indicator_of_posts_does_not_end_the_search() -> None:
    """80.5 posts stand in the first row, and 80.5 children in the second."""
    rows = [{"indicator": key, "numerator": number("80.5")} for key in ("unknown", "filled", "visits")]
    assert [one.row for one in parts_of_people(frame("results", *rows), INDICATORS)] == [4]


def test_a_note_on_decimals_says_what_to_write() -> None:
    """84.5 beside 85 may be 85.0."""
    rows = [{"indicator": "visits", "value": number(text)} for text in ("84.5", "85")]
    [note] = mixed_decimals(frame("results", *rows), INDICATORS)
    assert (note.file, note.column, note.mend) == ("results.csv", "value", "Write a nought where it was printed.")
