"""Results that are more likely slips: each is told of, and sound figures are not."""

from scorecard_kit.data.checks._results import mixed_decimals, parts_of_people
from tests.frames import INDICATORS, frame, number


def test_a_part_of_a_person_is_warned_of_and_a_part_of_a_post_is_not() -> None:
    """80.5 children are a slip; 80.5 posts are counted as full-time equivalents."""
    rows = [
        {"indicator": key, "numerator": number("80.5"), "denominator": number("100")} for key in ("visits", "filled")
    ]
    assert [(one.row, one.value) for one in parts_of_people(frame("results", *rows, *rows), INDICATORS)] == [
        (2, "80.5")
    ]


def test_values_with_different_decimals_are_noted() -> None:
    """Values of 85 and 84.5 are shown as they stand, and one note says so for the indicator."""
    rows = [{"indicator": "visits", "value": number(text)} for text in ("84.5", "85", "83.5")]
    [note] = mixed_decimals(frame("results", *rows), INDICATORS)
    assert (note.row, note.level) == (3, "note")
    assert note.problem == "the values of visits are written with 0 and 1 decimals, and are shown as they are written"
    assert list(mixed_decimals(frame("results", rows[0], rows[2]), INDICATORS)) == []
