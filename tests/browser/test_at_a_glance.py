"""The wall of March 2016: 44 indicators on one screen, on one sheet, and in one column on a phone."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from scorecard_kit import score_latest
from scorecard_kit.blocks.look import page_style
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages.at_a_glance import wall
from scorecard_kit.pages.scorecard import scorecard
from tests.browser.axe import AXE, EVERY_RULE

pytestmark = pytest.mark.browser
NAME = "at-a-glance.html"
SMALLEST = """selector => Math.min(...[...document.querySelectorAll(selector)].filter(one => one.textContent.trim())
    .map(one => parseFloat(getComputedStyle(one).fontSize)))"""


def test_all_44_are_on_one_screen_and_one_sheet_in_a_legible_size(browser: Browser, march_pack: Path) -> None:
    """A screen of 1280 x 800 with the page's header; a sheet of A4 across, at 8 pt or more; every link 24 px apart."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto((march_pack / NAME).as_uri())
    rows = tab.locator(".wall tbody tr")
    assert rows.count() == 44
    assert max(box["y"] + box["height"] for row in rows.all() if (box := row.bounding_box())) <= 800
    tab.evaluate(AXE)
    broken = tab.evaluate(
        "async only => (await axe.run(document, {runOnly: only})).violations.map(it => it.id)", EVERY_RULE
    )
    assert broken == []
    paper = PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    assert paper.pages[0].mediabox.width > paper.pages[0].mediabox.height
    tab.emulate_media(media="print")
    assert tab.evaluate(SMALLEST, ".wall :is(th, td, .rag, .hint, a)") >= 8 / 72 * 96 - 0.01
    tab.close()


def test_on_a_phone_it_is_one_column_that_nothing_leaves(browser: Browser, march_pack: Path) -> None:
    """At 360 px every row begins at the same place, and the page is no wider than the screen."""
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto((march_pack / NAME).as_uri())
    lefts = {round(box["x"]) for row in tab.locator(".wall tbody tr").all() if (box := row.bounding_box())}
    assert len(lefts) == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_name_without_a_space_moves_no_page_sideways(
    browser: Browser, make_book: Callable[..., Dataset], width: int
) -> None:
    """A name of 150 letters breaks on the wall, and scrolls within the scorecard's table; so does a row not rated."""
    book = make_book(
        indicators=f"indicator,name,polarity,data_period,unit\nlong,{'Visits' * 25},H,SS,percent\nnone,None,H,SS,count",
        results="indicator,period,area,value\nlong,2016-02,Shire,70\nlong,2016-03,Shire,76.5",
    )
    rated = score_latest(book, "2016-03", "Shire")
    shown = wall(book, rated), scorecard(rated, "Scorecard")
    tab = browser.new_page(viewport={"width": width, "height": 740})
    for block in shown:
        tab.set_content(f"<!doctype html><style>{page_style()}</style><main>{block.html}</main>")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
