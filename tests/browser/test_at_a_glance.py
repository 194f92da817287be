"""The wall of March 2016: 44 indicators on one screen, on one sheet, and in one column on a phone."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

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
