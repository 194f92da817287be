"""What it would take: the rest of the year in a sentence, and the cases to a better rating."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.rows import Row
from scorecard_kit.pages import required as required_page

ITEM: dict[str, Any] = {"indicator": "visits", "name": "Visits", "polarity": Polarity.HIGHER, "unit": Unit.PERCENT}


def latest(period: str, numerator: int, denominator: int, rag: Rag = Rag.RED) -> Row:
    """Give what the page needs of the newest result."""
    return {"period": period, "numerator": Fraction(numerator), "denominator": Fraction(denominator), "rag": rag}


def test_the_blocks_of_what_it_would_take(golden: Callable[..., None]) -> None:
    """60 of 100 to October ask for 96% of 71 in the five months to March; 8 cases are missing to Amber, 15 to Green."""
    item, target = Indicator(**ITEM, data_period=DataPeriod.YEAR_TO_DATE), Target(target=75, floor=68)
    row = latest("2015-10", 60, 100)
    golden(
        what_it_would_take=required_page.what_it_would_take(item, row, target),
        cases=required_page.cases(item, row, target),
    )


@pytest.mark.parametrize(
    ("period", "numerator", "denominator", "said"),
    [
        ("2016-02", 9, 11, "March 2016 needs at least 100.0%, over about 1 case."),
        ("2016-02", 3, 4, "March 2016 needs at least 100.0%, over less than one case."),
        ("2016-01", 16, 20, "the 2 months to March 2016 together need at least 100.0%, over about 4 cases."),
    ],
)
def test_months_and_cases_are_counted(period: str, numerator: int, denominator: int, said: str) -> None:
    """One month needs, two together need; of few cases the number is said, and never none."""
    item = Indicator(**ITEM, data_period=DataPeriod.YEAR_TO_DATE)
    goal = Fraction(100 * (numerator + Fraction(denominator, len_of(period)) * (12 - len_of(period))), 1) / (
        denominator * Fraction(12, len_of(period))
    )
    block = required_page.what_it_would_take(item, latest(period, numerator, denominator), Target(target=goal))
    assert said in block.html


def len_of(period: str) -> int:
    """Give how many months of the financial year there are up to the period."""
    return (int(period[5:]) - 4) % 12 + 1


@pytest.mark.parametrize(("numerator", "said"), [(84, "1 case more"), (83, "2 cases more"), (75, "10 cases more")])
def test_cases_to_green_are_counted(numerator: int, said: str) -> None:
    """One case, two cases."""
    item = Indicator(**ITEM, data_period=DataPeriod.SNAPSHOT)
    row = latest("2016-03", numerator, 100, Rag.AMBER)
    assert f"Green: {said}." in required_page.cases(item, row, Target(target=85, floor=50)).html
