"""Every sentence is computed, names its base, and says points for a difference."""

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from scorecard_kit.blocks import sentences
from scorecard_kit.judge.indicators import Direction, Polarity, Rag, Unit
from scorecard_kit.judge.scorecard import PAGE_COLUMNS, SCORECARD_COLUMNS
from scorecard_kit.judge.standings import changed_ratings


def row(**fields: Any) -> dict[str, Any]:  # noqa: ANN401  # any field of a rated row
    """Give a rated row: 52 of 68 against 85 and 76.5, Red, with other fields where they are given."""
    whole: dict[str, Any] = {
        "numerator": Fraction(52), "denominator": Fraction(68), "value": Fraction(1300, 17), "unit": Unit.PERCENT,
        "decimals": 1, "polarity": Polarity.HIGHER, "target": Fraction(85), "floor": Fraction(153, 2), "rag": Rag.RED,
        "period": "2016-03", "status": "", "previous": Fraction(781, 10), "previous_period": "2016-02",
        "previous_rag": Rag.AMBER, "direction_from_previous": Direction.WORSENED,
    }  # fmt: skip
    return whole | fields


def frame(ratings: str, ways: str = "") -> pd.DataFrame:
    """Give a rated frame with these ratings and directions, a letter each: G A R N and + = - x."""
    rags = {"G": Rag.GREEN, "A": Rag.AMBER, "R": Rag.RED, "N": Rag.NOT_RATED}
    moves = {"+": Direction.IMPROVED, "=": Direction.SAME, "-": Direction.WORSENED, "x": Direction.NOT_COMPARABLE}
    rows = [
        {"rag": rags[letter], "direction_from_previous": moves[way], "direction_from_outturn": moves["x"],
         "previous_period": "2016-02", "outturn_period": "2015-03"}
        for letter, way in zip(ratings, ways or "x" * len(ratings), strict=True)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*SCORECARD_COLUMNS, *PAGE_COLUMNS], dtype=object)


def test_the_headline_where_all_are_rated() -> None:
    """The count names what it counts, and the month it looks back to."""
    assert sentences.headline(frame("G" * 17 + "A" * 20 + "R" * 7, "+" * 23 + "=" + "-" * 20), "2016-02") == (
        "All 44 indicators are rated: 17 Green, 20 Amber, 7 Red. Since February, 23 improved and 20 worsened."
    )


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ("", "No indicator is rated."),
        ("R", "1 indicator is rated: 0 Green, 0 Amber, 1 Red."),
        ("RA", "Both indicators are rated: 0 Green, 1 Amber, 1 Red."),
        ("GGA", "All 3 indicators are rated: 2 Green, 1 Amber, 0 Red."),
    ],
)
def test_the_headline_of_few_indicators(ratings: str, words: str) -> None:
    """None, one and two have words of their own: never all 0 and all 1."""
    assert sentences.headline(frame(ratings)) == words


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        (
            "G" * 10 + "A" * 20 + "R" * 5 + "N" * 12,
            "35 of 47 indicators are rated: 10 Green, 20 Amber, 5 Red; 12 are not, with the reason beside each.",
        ),
        ("GN", "1 of 2 indicators is rated: 1 Green, 0 Amber, 0 Red; 1 is not, with the reason beside it."),
        ("GGN", "2 of 3 indicators are rated: 2 Green, 0 Amber, 0 Red; 1 is not, with the reason beside it."),
        ("N" * 5, "None of 5 indicators is rated; the reason stands beside each."),
        ("NN", "Neither indicator is rated; the reason stands beside each."),
        ("N", "No indicator is rated; the reason stands beside it."),
    ],
)
def test_the_headline_where_not_all_are_rated(ratings: str, words: str) -> None:
    """It says of how many, and nothing of directions where none can be told."""
    assert sentences.headline(frame(ratings)) == words


def test_the_performance_summary_names_its_bases() -> None:
    """A direction is counted among those that can be compared; where none can, that is said."""
    assert sentences.performance(frame("GGARN", "+=-xx")) == [
        "Ratings: of 5 indicators, 2 are Green, 1 Amber and 1 Red; 1 not rated.",
        "Since February 2016: of the 3 that can be compared, 1 improved, 1 stayed the same and 1 worsened.",
        "Since the outturn of March 2015: no earlier figures exist, so no direction can be told.",
    ]


@pytest.mark.parametrize(
    ("ratings", "ways", "words"),
    [
        ("", "", ["no indicator is rated"]),
        ("N", "x", ["no indicator is rated"]),
        ("NNN", "xxx", ["none of 3 indicators is rated"]),
        ("G", "+", ["of 1 indicator, 1 is Green, none Amber and none Red",
                    "of the one that can be compared, 1 improved, 0 stayed the same and 0 worsened"]),
        ("AR", "--", ["of 2 indicators, none is Green, 1 Amber and 1 Red",
                      "of the 2 that can be compared, 0 improved, 0 stayed the same and 2 worsened"]),
    ],
)  # fmt: skip
def test_the_performance_summary_of_few_indicators(ratings: str, ways: str, words: list[str]) -> None:
    """None, one and two are said as a person would."""
    found = sentences.performance(frame(ratings, ways))
    assert found[0] == f"Ratings: {words[0]}."
    assert found[1:2] == [f"Since February 2016: {said}." for said in words[1:]] or not words[1:]


def test_a_performance_summary_over_mixed_months() -> None:
    """Where the earlier months differ no one of them is named; what does not compare is said to be so."""
    rated = frame("GG", "+-").assign(previous_period=["2016-02", "2015-12"], outturn_apart="year to date")
    previous, outturn = sentences.performance(rated)[1:]
    assert previous.startswith("Since the result before, which is not of the same month for all: of the 2 that can be")
    assert outturn == "Since the outturn of March 2015: the figures do not compare, so no direction can be told."


def test_which_ratings_moved() -> None:
    """Up and down, and neither where a side is not rated."""
    rated = frame("GARGN").assign(previous_rag=[Rag.AMBER, Rag.GREEN, Rag.RED, Rag.NOT_RATED, Rag.RED])
    better, worse = changed_ratings(rated)
    assert [sentences.moved(one) for one in better] == ["from Amber to Green"]
    assert [sentences.moved(one) for one in worse] == ["from Green to Amber"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "76.5% (52 of 68)"),
        ({"value": Fraction(38), "denominator": None, "unit": Unit.COUNT, "decimals": 0}, "38"),
        (
            {"numerator": Fraction(3346, 10), "denominator": Fraction(3205, 10), "value": Fraction(104)},
            "104.0% (334.6 of 320.5)",
        ),
        ({"value": None, "numerator": None, "denominator": None}, "No result"),
        ({"value": None, "numerator": None, "status": "suppressed"}, "c, withheld to protect individuals"),
    ],
)
def test_a_result_in_words(fields: dict[str, Any], words: str) -> None:
    """With what it is made of, or with the reason why there is none."""
    assert sentences.result(row(**fields)) == words


def test_no_cases_are_no_zero() -> None:
    """0 of 0 reads No cases."""
    assert sentences.figure(row(value=None, numerator=Fraction(0), denominator=Fraction(0))) == "No cases"


@pytest.mark.parametrize(
    ("cohort", "words", "name"),
    [
        ("", "everyone", ""),
        ("excluding_uasc", "excluding UASC", "UASC"),
        ("excluding_young_parents", "excluding young parents", "young parents"),
    ],
)
def test_a_cohort_in_words(cohort: str, words: str, name: str) -> None:
    """One word is an abbreviation, several are words."""
    assert (sentences.cohort_words(cohort), sentences.cohort_name(cohort)) == (words, name)


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "words"),
    [
        (Fraction(-17, 10), "percent", 1, "1.7 percentage points"),
        (Fraction(17), "percent", 0, "17 percentage points"),
        (Fraction(1), "percent", 0, "1 percentage point"),
        (Fraction(1), "percent", 1, "1.0 percentage points"),
        (Fraction(0), "percent", 1, "0.0 percentage points"),
        (Fraction(-1, 100), "percent", 1, "less than 0.1 percentage points"),
        (Fraction(1, 20), "percent", 1, "0.1 percentage points"),
        (Fraction(-1, 3), "percent", 0, "less than 1 percentage point"),
        (Fraction(1, 300), "days", 1, "less than 0.1"),
        (Fraction(2, 5), "gbp", 0, "less than £1"),
        (Fraction(3), "count", 0, "3"),
        (Fraction(-5420), "gbp", 0, "£5,420"),
    ],
)
def test_a_difference_in_words(number: Fraction, unit: str, decimals: int, words: str) -> None:
    """Percentages differ in percentage points; what would show as 0.0, and is not nought, is less than 0.1."""
    assert sentences.points(number, Unit(unit), decimals) == words


def test_a_target_is_said_as_short_as_it_is() -> None:
    """No decimals that say nothing."""
    assert [sentences.trimmed(number, Unit.PERCENT) for number in (85, "76.50", None)] == ["85%", "76.5%", ""]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"value": 80, "previous": 70, "previous_apart": "year to date: starts again in April"}, "do not compare"),
        ({"value": 80, "previous": 70}, "it is not set which way is better"),
        ({"previous": 70}, "there is no figure of now to compare"),
        ({"value": 80, "previous_withheld": "2016-02"}, "earlier figures are withheld"),
        ({"value": 80}, "no earlier figures exist"),
    ],
)
def test_why_no_direction_can_be_told(fields: dict[str, Any], why: str) -> None:
    """A figure that is withheld now, or was before, is not one that does not exist."""
    scored = frame("N").assign(**fields)
    assert f"{why}, so no direction can be told." in sentences.performance(scored)[1]


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(Fraction(-5), "gbp", "-£5.0"), (Fraction(0), "gbp", "£0.0"), ("", "percent", "")]
)
def test_a_variance_of_pounds_has_its_unit(value: Fraction | str, unit: str, text: str) -> None:
    """The sign stands before the pound sign; where there is no variance there is nothing."""
    assert sentences.variance(value, unit, 1) == text


@pytest.mark.parametrize(("floors", "said"), [([85, 85], "1 Green, 1 Red"), ([85, 75], "1 Green, 0 Amber, 1 Red")])
def test_a_council_that_knows_no_amber_counts_none(floors: list[int], said: str) -> None:
    """Amber is not among the ratings where the minimum of every indicator is its target."""
    assert sentences.ratings(frame("GR").assign(target=85, floor=floors, polarity="H")) == said
    assert sentences.ratings(frame("N")) == "none rated"
