"""Capital by year: re-phasing and real variances, and what lies over the threshold."""

from collections.abc import Callable

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import _capital as capital_page

HEAD = "section,line,year,amount,kind,level"


def test_the_blocks_of_the_capital_budget(invented: Dataset, golden: Callable[..., None]) -> None:
    """£300k moves into the next year, £40k is a real overspend."""
    golden(capital=capital_page.capital(invented, "£m", "2015/16", 250_000))


@pytest.mark.parametrize(
    ("rephasing", "real", "said"),
    [
        (-300, 40, "under its budget: £0.300m is re-phasing (moved into other years) and £0.040m is a real overspend."),
        (0, 40, "over its budget: £0.040m is a real overspend."),
        (300, 0, "over its budget: £0.300m is re-phasing (brought forward from other years)."),
        (0, 0, "to be exactly its budget."),
    ],
)
def test_a_part_that_is_nothing_is_not_named(
    make_book: Callable[..., Dataset], rephasing: int, real: int, said: str
) -> None:
    """No sentence says that £0.000m is re-phasing."""
    rows = [f"Homes,A,2015/16,{rephasing}000,rephasing,", f"Homes,B,2015/16,{real}000,real,"]
    book = make_book(capital="\n".join([HEAD, *rows]))
    [sentence] = capital_page.variance_sentences(book, "£m", "2015/16")
    assert sentence.endswith(said)


@pytest.mark.parametrize(
    ("schedules", "said"),
    [(0, ""), (1, "The 1 schedule of projects comes to"), (2, "The 2 schedules of projects come to")],
)
def test_the_schedules_are_counted(make_book: Callable[..., Dataset], schedules: int, said: str) -> None:
    """One schedule comes to a sum, two come to one."""
    rows = ["Homes: variance,A,2015/16,-300000,rephasing,", "Homes: variance,B,2015/16,10000,real,"]
    rows += [f"List {place},C,2015/16,-10000,rephasing," for place in range(schedules)]
    html = capital_page.capital(make_book(capital="\n".join([HEAD, *rows])), "£m", "2015/16", 250_000).html
    assert (said in html) is bool(said) or not said
    assert ("of projects" in html) is bool(schedules)
