"""The page of restated figures, and the mark that stands beside one on other pages."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from scorecard_kit.blocks.html import Block
from scorecard_kit.blocks.standing import restated_mark
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.editions import Edition
from scorecard_kit.data.restated import Figure, Published, Restated
from scorecard_kit.judge.rows import definitions, records
from scorecard_kit.judge.scorecard import history
from scorecard_kit.pages import restated as restated_page

EDITION = Edition(Path("2016-03-15-1"), {"pack": "february", "published": "2016-03-15"})


def figure(book: Dataset, indicator: str, area: str = "Shire", **row: str) -> Figure:
    """Give a figure of February, or of North's March, as it was published in a row of figures.csv."""
    period = "2016-02" if area == "Shire" else "2016-03"
    [now] = records(history(book, indicator, area, [period], keep_empty=True))
    published = dict.fromkeys(("numerator", "denominator", "rag", "direction_from_previous"), "") | row
    known = published["value"] != "c" and now["value"] != ""
    difference = now["value"] - Fraction(published["value"]) if known else None
    item = definitions(book.indicators)[indicator]
    return Figure((indicator, period, area, ""), item, Published(published, EDITION), now, difference)


def shown(block: Block) -> str:
    """Give the text of a block, as a reader has it."""
    return BeautifulSoup(str(block.html), "html.parser").get_text(" ", strip=True)


def test_the_blocks_of_restated_figures(invented: Dataset, golden: Callable[..., None]) -> None:
    """74% and Red in February is 84% and Amber now; days were 149 and are 150; three more differ by less."""
    visits = figure(invented, "visits", value="74", numerator="74", denominator="100", rag="Red",
                    direction_from_previous="worsened")  # fmt: skip
    days = figure(invented, "days", value="149", rag="Amber")
    found = Restated([visits, days], 3, 1)
    golden(
        opening=restated_page.opening(invented, found, "2016-03"),
        listed=restated_page.listed(invented, found),
        smaller=restated_page.smaller(found, 0.1),
    )


@pytest.mark.parametrize(
    ("figures", "editions", "said"),
    [
        (0, 0, "No earlier month was published as an edition, so nothing can have changed since."),
        (0, 1, "No figure of an earlier month that is worth a line has changed since it was published."),
        (1, 1, "1 figure of earlier months has changed since publication: one with another rating."),
    ],
)
def test_the_first_sentence(invented: Dataset, figures: int, editions: int, said: str) -> None:
    """The index repeats it where there is something to tell, and only there."""
    one = figure(invented, "visits", value="74", rag="Red")
    block = restated_page.opening(invented, Restated([one] * figures, 0, editions), "2016-03")
    assert (shown(block), block.meta["line"]) == (f"Restated figures, March 2016 {said}", said if figures else "")


@pytest.mark.parametrize("value", ["c", "80"])
def test_neither_side_is_told_where_one_is_withheld(make_book: Callable[..., Dataset], value: str) -> None:
    """Published as 80% and withheld now, or the other way round: no figure of either stands on page or in CSV."""
    status = "suppressed" if value == "80" else ""
    row = "visits,2016-03,North,,,suppressed" if status else "visits,2016-03,North,40,50,"
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nvisits,Visits in time,H,SS,percent",
        results=f"indicator,period,area,numerator,denominator,status\nvisits,2016-03,Shire,84,100,\n{row}",
    )
    found = Restated([figure(book, "visits", "North", value=value, numerator=value, rag="Red")], 0, 1)
    block = restated_page.listed(book, found)
    text = shown(block)
    assert text.count("withheld") == 7
    assert [number for number in ("80", "40", "50", "Red") if number in text + str(block.csv)] == []
    assert str(block.csv).splitlines()[1].startswith("visits,Visits in time,2016-03,North,,c,c,c,suppressed,c,c,c")


@pytest.mark.parametrize(
    ("published", "said"),
    [
        ({"value": "74"}, "‡ restated, published 74.0%"),
        ({"value": "84"}, ""),
        ({"value": "84.01"}, ""),
        ({"value": "c"}, "‡ restated, withheld when published"),
        ({"value": ""}, ""),
    ],
)
def test_what_stands_beside_a_figure(published: dict[str, str], said: str) -> None:
    """84% now: it is marked where a reader has read something else; one that reads the same is not."""
    row: dict[str, Any] = {"indicator": "visits", "previous_period": "2016-02", "area": "Shire", "cohort": "",
                           "previous": Fraction(84), "unit": "percent", "decimals": 1}  # fmt: skip
    known = {("visits", "2016-02", "Shire", ""): Published(published, EDITION)}
    mark = restated_mark(row, "previous", known)
    assert BeautifulSoup(str(mark), "html.parser").get_text(strip=False).strip() == said


def test_a_figure_that_is_withheld_now_is_not_marked() -> None:
    """What was published of it is not repeated."""
    row = {"indicator": "visits", "previous_period": "2016-02", "area": "Shire", "cohort": "", "previous": ""}
    known = {("visits", "2016-02", "Shire", ""): Published({"value": "74"}, EDITION)}
    assert restated_mark(row, "previous", known) == ""
