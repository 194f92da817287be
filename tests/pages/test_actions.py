"""The page of actions, and the parts of the exception page and the cover report that show them."""

from collections.abc import Callable

from bs4 import BeautifulSoup

from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import actions as actions_page


def shown(block: Block) -> str:
    """Give the text of a block, as a reader has it."""
    return BeautifulSoup(str(block.html), "html.parser").get_text(" ", strip=True)


def test_the_blocks_of_the_actions(invented: Dataset, golden: Callable[..., None]) -> None:
    """Two workers should have been lent by 30 March; North's carers are found; letters were dropped in February."""
    agreed = actions_page.agreed(invented, "2016-03")
    of_visits = actions_page.of_indicator(invented, "visits", "2016-03", "Shire")
    golden(
        opening=actions_page.opening(invented, agreed, "2016-03"),
        listed=actions_page.listed(invented, agreed),
        of_indicator=Block(actions_page.one_by_one(of_visits, "2016-03", "Shire")),
        overdue=actions_page.overdue(invented, "2016-03", ""),
    )


def test_each_month_says_what_was_so_then(invented: Dataset) -> None:
    """In February the letters were dropped and the carers were still looked for."""
    agreed = actions_page.agreed(invented, "2016-02")
    said = "4 actions as at 29 February 2016: 3 open, 1 dropped."
    assert said in shown(actions_page.opening(invented, agreed, "2016-02"))
    assert "Dropped: Nobody answered." in shown(actions_page.listed(invented, agreed))


def test_an_area_has_its_own_and_the_county_all(invented: Dataset) -> None:
    """An action without an area is the county's, whose pages show those of its areas too."""
    assert list(actions_page.agreed(invented, "2016-03", "North")["action"]) == ["Find carers"]
    assert list(actions_page.agreed(invented, "2016-03", "Shire")["area"]) == ["Shire", "Shire", "North"]
    assert shown(actions_page.overdue(invented, "2016-03", "North")).endswith("31 March 2016: 1 done.")


def test_without_actions_nothing_is_shown(make_book: Callable[..., Dataset]) -> None:
    """The page of all says that there is none; the other pages stay as they are."""
    book = make_book()
    agreed = actions_page.agreed(book, "2016-03")
    assert shown(actions_page.opening(book, agreed, "2016-03")) == "Actions, March 2016 No action is recorded."
    assert actions_page.listed(book, agreed).csv == "indicator,name,area,action,owner,due,status,reason,from,to\n"
    assert actions_page.of_indicator(book, "visits", "2016-03", "Shire") == []
    assert actions_page.in_one_sentence([]) == ""
    assert actions_page.overdue(book, "2016-03", "").html == ""
