"""From a pack's first page to any Red: one click, and its trend and what is being done stand on the first screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import run_command
from tests.packs import PACKS

pytestmark = pytest.mark.browser

SCREEN = 800
TITLE_ON_PHONE = 120
NO_LINE = "[...document.querySelectorAll('main p')].find(p => /makes? no chart/.test(p.innerText))"
TREND = f"document.querySelector('main .chart svg, main svg.tl') ?? {NO_LINE}"
"""The line, or the sentence in its place where one month alone is known."""
DOING = (
    "[...document.querySelectorAll('main h2')]"
    ".find(h => ['What is being done', 'Actions'].includes(h.innerText))?.nextElementSibling"
)
"""The actions that are recorded, or the first of those in the commentary."""

ROW = "document.querySelector(':target .tl')"


@pytest.fixture(scope="session")
def folders(march_pack: Path, soak: bool) -> list[Path]:
    """Give the rendered packs: March 2016, and in the long run each of them."""
    if not soak:
        return [march_pack]
    run_command("render", *PACKS, "--output", march_pack.parent)
    return [march_pack.parent / pack.stem for pack in PACKS]


def lowest(tab: Page, element: str) -> float:
    """Give how far down the screen an element ends; far below it where there is none."""
    return float(tab.evaluate(f"({element})?.getBoundingClientRect().bottom ?? 1e6"))


def test_every_red_is_one_click_away(browser: Browser, folders: list[Path]) -> None:
    """On its own page trend and action are in sight; of one without a page its row, with the trend, is."""
    tab, far = browser.new_page(viewport={"width": 1280, "height": SCREEN}), []
    for folder in folders:
        tab.goto((folder / "index.html").as_uri())
        reds = [str(link.get_attribute("href")) for link in tab.locator("#red li > a").all()]
        counted = tab.locator(".state li", has_text="Red").locator(".number").all_inner_texts()
        assert len(reds) >= sum(map(int, counted)), folder.name
        for address in reds:
            tab.goto(f"{folder.as_uri()}/{address}")
            shown = (ROW,) if "#" in address else (TREND, DOING)
            far += [(folder.name, address, place) for part in shown if (place := lowest(tab, part)) > SCREEN]
    tab.close()
    assert far == []


def test_the_title_stands_high_on_a_phone(browser: Browser, folders: list[Path], soak: bool) -> None:
    """Whatever stands above it, it begins within the first 120 pixels of every page.

    By day of the page of each kind whose name is longest.
    """
    tab, low = browser.new_page(viewport={"width": 360, "height": 740}), []
    pages = [path for folder in folders for path in sorted(folder.glob("*.html")) if path.name != "pack.html"]
    kinds = {path.name.partition("-")[0]: path for path in sorted(pages, key=lambda path: len(path.name))}
    for path in pages if soak else kinds.values():
        tab.goto(path.as_uri())
        top = tab.evaluate("document.querySelector('h1').getBoundingClientRect().top")
        low += [(path.parent.name, path.name, top)] if top > TITLE_ON_PHONE else []
    tab.close()
    assert low == []
