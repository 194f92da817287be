"""The short page that any indicator may have."""

from collections.abc import Callable

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import indicator as page
from scorecard_kit.pages.case import Case

RESULTS = """indicator,period,area,value
visits,2016-01,Shire,71
visits,2016-02,Shire,74
visits,2016-03,Shire,76
"""


@pytest.fixture
def case(make_book: Callable[..., Dataset]) -> Case:
    """Give an indicator of three months, under its target."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nvisits,Visits in time,H,SS,percent",
        results=RESULTS,
        targets="indicator,from,target,floor\nvisits,2015-04,85,75",
    )
    return page.case(book, "visits", "2016-03", "", months=13, reporting="month")


def test_the_page_says_which_indicator_it_is_about_and_where_it_went(case: Case) -> None:
    """So that links from other pages lead to it."""
    assert page.opening(case).meta["about"] == "visits"
    assert "Rose from 71% to 76% in two months." in page.trend(case).html
    assert "two months" not in page.trend(case, months=2).html


def test_a_commentary_is_shown_where_there_is_one_and_never_awaited(case: Case) -> None:
    """Nothing stands on the page until somebody has written."""
    assert page.commentary(case).html == ""
    text = case.book.folder / "commentary" / "2016-03" / "visits.md"
    text.parent.mkdir(parents=True)
    text.write_text("## Commentary\n\nMore visits were made.\n", encoding="utf-8")
    assert "More visits were made." in page.commentary(case).html
