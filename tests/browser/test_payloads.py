"""A corpus of hostile outputs in a browser, the page's policy taken out: nothing runs, loads or covers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scorecard_kit.pack.models import Head
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.html import section_page
from scorecard_kit.publish.safe_html import UnsafeError, check
from tests.payloads import BEACON, HARMLESS, PAYLOADS

COVERING = "<div style='position:fixed;top:0;left:0;width:100vw;height:100vh'>over all</div>"
CANARY = f"{COVERING}<img src='{BEACON}/x.png' alt='a' onerror='window.XSS_a = 1'>"


def page_of(*outputs: str) -> str:
    """A section's page with these outputs, without its policy."""
    leaf = Leaf("a", "Title", "", "", "a.html")
    cover = Cover(Head(title="Pack", period="2016-03", data="data", status="final", sections=[]), (leaf,))
    html = "\n".join(outputs)
    page = section_page(cover, leaf, Body("Title", "", "", html, None, "", landscape=False))
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def seen(browser: Browser, file: Path, page: str) -> tuple[list[str], list[str], bool]:
    """The canaries that sang, what was asked for, and whether the way to the pack's index lies open to a click."""
    file.write_text(page, encoding="utf-8")
    context = browser.new_context()
    tab, asked = context.new_page(), list[str]()
    tab.route(f"{BEACON}/**", lambda route: route.abort())
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(file.as_uri(), wait_until="load")
    tab.wait_for_timeout(100)
    sung = tab.evaluate("Object.keys(window).filter(name => name.startsWith('XSS_'))")
    free = tab.evaluate(
        """() => [...document.querySelectorAll('a')].filter(a => !a.closest('main')).some(a => {
            const box = a.getBoundingClientRect();
            return box.width && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === a })"""
    )
    context.close()
    return sung, [url for url in asked if not url.startswith("file:")], free


def accepted(html: str) -> bool:
    """Whether the check lets an output onto a page."""
    try:
        check(html)
    except UnsafeError:
        return False
    return True


@pytest.mark.browser
def test_no_payload_runs_loads_or_covers(browser: Browser, tmp_path: Path) -> None:
    """Of the payloads and of what looks like them, all that is let through stands on one page and does nothing."""
    assert len(PAYLOADS) >= 60
    shown = [html for html in (*PAYLOADS, *HARMLESS) if accepted(html)]
    assert shown == HARMLESS
    assert seen(browser, tmp_path / "a.html", page_of(*shown)) == ([], [], True)


@pytest.mark.browser
def test_the_check_in_the_browser_sees_a_canary(browser: Browser, tmp_path: Path) -> None:
    """Without the check a payload runs, loads and covers, and the test above would see each of it."""
    assert seen(browser, tmp_path / "a.html", page_of(CANARY)) == (["XSS_a"], [f"{BEACON}/x.png"], False)
