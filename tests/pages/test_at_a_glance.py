"""The page on which every indicator of an area is seen at once."""

import re
from collections.abc import Callable

import pytest

from scorecard_kit import load, score_latest
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest as exact_latest
from scorecard_kit.pages import at_a_glance as page

INDICATORS = """indicator,name,short_name,polarity,data_period,unit,group
visits,% of visits made in time,Visits in time,H,SS,percent,Early help
waiting,People waiting,,L,SS,count,Front door
plans,Plans made in time,,H,SS,percent,Early help
score,Score,,,SS,ratio,Front door
"""
RESULTS = """indicator,period,area,numerator,denominator,value,status
visits,2016-02,Shire,60,100,,
visits,2016-03,Shire,70,100,,provisional
waiting,2016-01,Shire,30,,,
waiting,2016-02,Shire,20,,,
plans,2016-03,Shire,,,,suppressed
score,2016-03,Shire,,,4.5,
"""
TARGETS = "indicator,from,target,floor\nvisits,2015-04,85,75\nwaiting,2015-04,25,40\nplans,2015-04,85,75\n"


def wall(book: Dataset, order: str = "listed") -> str:
    """Give the HTML of the wall of March 2016."""
    return page.wall(book, exact_latest(book, "2016-03", "Shire"), order).html


@pytest.fixture
def book(make_book: Callable[..., Dataset]) -> Dataset:
    """Give four indicators: provisional and Red, late and Green, withheld, without polarity."""
    return make_book(indicators=INDICATORS, results=RESULTS, targets=TARGETS)


def test_a_row_has_the_short_name_the_result_the_rating_the_direction_and_the_year(book: Dataset) -> None:
    """The name leads to what else is told; the words of arrow and line are for those who do not see them."""
    row = next(row for row in wall(book).split("<tr>") if "Visits in time" in row)
    assert '<a href="#about-visits">Visits in time</a>' in row
    assert "70.0%" in row
    assert "Red" in row
    assert '<i aria-hidden="true">↑</i><span class="sr">improved</span>' in row
    assert "rose from 60.0% to 70.0% in one month" in row
    assert "provisional" in row


def test_a_late_a_withheld_and_an_unrated_row_say_so(book: Dataset) -> None:
    """The late one its month; the withheld one a c that is read out; the unrated one why."""
    html = wall(book)
    assert "Feb 2016, late" in html
    assert 'c<span class="sr">, withheld to protect individuals</span>' in html
    assert "c: withheld to protect individuals." in html
    assert "no target was set" in html


def test_a_table_a_group_in_the_order_of_the_file_or_the_reds_first(book: Dataset) -> None:
    """Each has a caption and real headers, which need no room."""
    captions = [re.findall(r"<caption[^>]*><span>([^<]*)", wall(book, order)) for order in ("listed", "reds_first")]
    assert captions == [["Early help", "Front door"], ["Red", "Green", "Not rated"]]
    assert wall(book).count('<th scope="col"><span class="sr">Rating</span></th>') == 2


def test_without_groups_there_is_one_table(make_book: Callable[..., Dataset]) -> None:
    """Its caption says what it holds."""
    plain = INDICATORS.replace("Early help", "").replace("Front door", "")
    book = make_book(indicators=plain, results=RESULTS, targets=TARGETS)
    assert re.findall(r"<caption[^>]*><span>([^<]*)", wall(book)) == ["Indicators"]


def test_the_march_2016_wall_has_every_indicator_and_the_figures_of_the_scorecard() -> None:
    """A row each of 44, with their figures as CSV; the name of the area stands in the title."""
    book = load("data/scs", {"already_published": True}, period="2016-03", months=13, role="indicator")
    scored = score_latest(book, "2016-03", "Kent")
    block = page.wall(book, scored)
    assert block.html.count('<th scope="row">') == 44
    assert block.csv is not None
    assert len(block.csv.splitlines()) == 45
    assert page.title(scored, "2016-03") == "At a glance: Kent, March 2016"
