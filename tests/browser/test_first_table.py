"""How far a reader on a phone scrolls to the first table of a page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

WIDTH, SCREEN = 360, 740
MOST_SCREENS = 3


def test_the_first_table_is_three_phone_screens_away_at_most(browser: Browser, packs: list[Path], soak: bool) -> None:
    """On every page that shows a table its first one begins within three screens of 360 by 740.

    By day on the page of both sides of a cohort, which once began with sixteen lines of prose.
    """
    tab = browser.new_context(viewport={"width": WIDTH, "height": SCREEN}).new_page()
    pages = [page for pack in packs for page in sorted(pack.glob("*.html")) if page.name != "pack.html"]
    some = pages if soak else [page for page in pages if page.name == "impact-of-uasc.html"]
    assert some
    far = {}
    for page in some:
        tab.goto(page.as_uri(), wait_until="load")
        top = tab.evaluate(
            """() => { const first = [...document.querySelectorAll('table')].find(table => table.checkVisibility());
            return first ? first.getBoundingClientRect().top + scrollY : 0 }"""
        )
        if top > MOST_SCREENS * SCREEN:
            far[f"{page.parent.name}/{page.name}"] = round(top / SCREEN, 1)
    tab.context.close()
    assert far == {}
