"""How all indicators of a page are rated, as one bar."""

from collections.abc import Callable

from bs4 import BeautifulSoup

from scorecard_kit.blocks.state import state
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest


def test_the_bar_has_a_part_for_each_rating_that_there_is(make_book: Callable[..., Dataset]) -> None:
    """Half of two indicators Red and half Green; Amber is possible, so that its count is told, and has no part."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nvisits,Visits,H,SS,percent\nplans,Plans,H,SS,percent",
        results="indicator,period,area,value\nvisits,2016-03,Shire,60\nplans,2016-03,Shire,90",
        targets="indicator,from,target,floor\nvisits,2015-04,80,70\nplans,2015-04,80,70",
    )
    block = state(score_latest(book, "2016-03", "Shire"))
    page = BeautifulSoup(str(block.html), "html.parser")
    assert [item.get_text(" ", strip=True) for item in page.select("li")] == ["1 ● Green", "0 ◆ Amber", "1 ■ Red"]
    assert [(part["class"], part["style"]) for part in page.select(".parts span")] == [
        (["green"], "width:50%"), (["red"], "width:50%"),
    ]  # fmt: skip
    assert page.select(".parts")[0]["aria-hidden"] == "true"
    assert block.meta["reds"] == [["visits", "Visits", "60%, under the minimum of 70%."]]
