"""Where #about-INDICATOR leads, the link by which a block says that the pack tells more of an indicator.

A block does not know what else is in its pack. To the indicator's own page, where there is one for the area; else to
its row on that area's scorecard, else on its summary, else on another page; else nowhere, and the words stand alone.
"""

import re
from collections.abc import Sequence

from scorecard_kit.blocks.html import LINK_ABOUT
from scorecard_kit.publish.cover import Leaf

__all__ = ["led", "rows_of", "within_one_page"]

_ABOUT = re.compile(rf'<a\b([^<>]*?) href="{LINK_ABOUT}([^"<>]+)"([^<>]*)>(.*?)</a>', re.DOTALL)
_ROW = re.compile(r'<tr id="row-([^"<>]+)"')
_TO_PAGE = re.compile(r'href="([a-z0-9-]+)\.html(?:#([^"<>]*))?"')
_OWN_PAGES = ("exception_report", "indicator")
_WITH_ROWS = ("scorecard", "summary", "at_a_glance")


def rows_of(html: str) -> frozenset[str]:
    """The indicators that have a row to be linked to."""
    return frozenset(_ROW.findall(html))


def led(html: str, leaves: Sequence[Leaf], current: Leaf | None = None) -> str:
    """The HTML with its links led to where they belong; `current` is the section that it stands on, None on the index.

    What would lead from a row to itself, or from a page to the same page, becomes its words.
    """
    of_area = [leaf for leaf in leaves if leaf.page and leaf.area == (current.area if current else "")]

    def led_one(link: re.Match[str]) -> str:
        before, indicator, after, words = link.groups()
        address = _address(of_area, indicator, current, _row_around(html, link.start()))
        return f'<a{before} href="{address}"{after}>{words}</a>' if address else words

    return _ABOUT.sub(led_one, html)


def _address(leaves: Sequence[Leaf], indicator: str, current: Leaf | None, row: str) -> str:
    """Where a link in that row of the current page leads; blank for nowhere."""
    own = [leaf for leaf in leaves if leaf.about == indicator and leaf != current]
    if own:
        return min(own, key=lambda leaf: _rank(leaf, _OWN_PAGES)).page
    with_row = sorted((leaf for leaf in leaves if indicator in leaf.rows), key=lambda leaf: _rank(leaf, _WITH_ROWS))
    if current is not None and row == indicator and current in with_row:  # none from a scorecard back to a summary
        with_row = with_row[: with_row.index(current)]
    if not with_row:
        return ""
    page = "" if with_row[0] == current else with_row[0].page
    return f"{page}#row-{indicator}"


def _rank(leaf: Leaf, notebooks: Sequence[str]) -> int:
    return notebooks.index(leaf.notebook) if leaf.notebook in notebooks else len(notebooks)


def _row_around(html: str, place: int) -> str:
    """The indicator in whose row a place is; blank where it is in none."""
    start = html.rfind("<tr", 0, place)
    row = _ROW.match(html, start) if start >= 0 else None
    return row[1] if row and "</tr>" not in html[start:place] else ""


def within_one_page(html: str, names: set[str]) -> str:
    """The HTML of a pack in one file: a link to a section's page leads to that section, and to the place in it."""

    def within(link: re.Match[str]) -> str:
        name, place = link.groups()
        if name not in names:
            return link[0]
        return f'href="#{name}--{place}"' if place else f'href="#{name}"'

    return _TO_PAGE.sub(within, html)
