"""Where the words of a chart lie: clear of one another, of its lines, points and bands, and inside its figure."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BY_DAY = {"exception-report-pf-initial-visits.html", "exception-report-cic-3-placements.html"}
WIDTHS = (320, 640, 641, 1280)
FAULTS = """() => {
    const faults = [], near = 1
    const box = it => { const r = it.getBoundingClientRect(); return r.width && r.height ? r : null }
    const meet = (a, b) => a.left + near < b.right && b.left + near < a.right
        && a.top + near < b.bottom && b.top + near < a.bottom
    const paints = value => value && value !== 'none' && value !== 'transparent' && value !== 'rgba(0, 0, 0, 0)'
    for (const figure of document.querySelectorAll('figure.chart')) {
        const whole = figure.getBoundingClientRect(), name = figure.querySelector('.chart-title').textContent
        const drawing = figure.querySelector('svg[role=img]')
        if (!drawing || !box(drawing)) continue
        const words = [...figure.querySelectorAll('svg[role=img] text, .line-key li')]
            .map(it => [it.textContent.trim(), box(it)]).filter(([, r]) => r)
        const drawn = []
        for (const path of drawing.querySelectorAll('path, use, rect')) {
            const r = path.getBoundingClientRect(), style = getComputedStyle(path)
            if (path.closest('defs, clipPath, .wide') || (!r.width && !r.height)) continue
            const is_tick = r.width < 2 && r.height < 8
            if (paints(style.fill) || path.tagName !== 'path') drawn.push(r)
            else if (paints(style.stroke) && !is_tick) {
                const to = path.getScreenCTM(), length = path.getTotalLength()
                for (let at = 0; at <= length; at += 2) {
                    const p = path.getPointAtLength(at).matrixTransform(to)
                    drawn.push({left: p.x - near, right: p.x + near, top: p.y - near, bottom: p.y + near})
                }
            }
        }
        words.forEach(([word, r], place) => {
            if (r.left < whole.left - near || r.right > whole.right + near || r.bottom > whole.bottom + near)
                faults.push([name, word, 'outside'])
            for (const [other, s] of words.slice(place + 1)) if (meet(r, s)) faults.push([name, word, other])
            if (drawn.some(s => meet(r, s))) faults.push([name, word, 'drawing'])
        })
    }
    return faults
}"""


def test_no_word_of_a_chart_lies_over_anything(browser: Browser, packs: list[Path], soak: bool) -> None:
    """On a small phone, a desk, on both sides of the width at which the names go beneath, and on paper.

    By day two charts of March 2016; with time every chart of every pack, in the dark as well.
    """
    pages = [page for pack in packs for page in sorted(pack.glob("*.html")) if soak or page.name in BY_DAY]
    context = browser.new_context()
    tab, faults = context.new_page(), dict[tuple[str, int, str], list[str]]()
    for page in pages:
        tab.goto(page.as_uri(), wait_until="load")
        for dark in ("light", "dark") if soak else ("light",):
            tab.emulate_media(media="screen", color_scheme=dark)
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                faults[page.name, width, dark] = tab.evaluate(FAULTS)
        tab.emulate_media(media="print")
        tab.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
        faults[page.name, 703, "paper"] = tab.evaluate(FAULTS)
    context.close()
    assert pages
    assert {place: found for place, found in faults.items() if found} == {}
