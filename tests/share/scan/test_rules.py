"""The rules of the scanner: what is a number of one person, and whose names are looked for."""

import pytest

from scorecard_kit.share.scan.readers import Piece
from scorecard_kit.share.scan.rules import rules, telling_names

RULES = rules()


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("9434765919", True), ("9434765918", False), ("4505577104", True), ("1111111111", False), ("0000000000", False)],
)
def test_the_check_digit_of_nhs_numbers(digits: str, expected: bool) -> None:
    """The examples of the NHS data dictionary are valid, and a changed last digit is not."""
    assert list(RULES["NHS number"](Piece("", digits))) == [(0, len(digits))] * expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H801200001001", True), ("A801200001001", False), ("L82320091000A", True), ("h801200001001", True),
        ("H940200122001", True), ("X801200001001", False), ("H80120000100\u0661", False),
    ],
)  # fmt: skip
def test_the_check_letter_of_pupil_numbers(text: str, expected: bool) -> None:
    """The first letter checks the rest, where a temporary number ends in a letter, and of an authority of 2021 too."""
    assert list(RULES["unique pupil number"](Piece("", text))) == [(0, len(text))] * expected


def test_user_names_that_tell_nothing_are_not_looked_for() -> None:
    """A name that every machine has, or that the pack itself uses, would find every page."""
    assert telling_names(["root", "Kent", "jo", "jbloggs", ""], ["Kent County Council"]) == ["jbloggs"]
