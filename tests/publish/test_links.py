"""Links of one section to what another tells of the same indicator."""

import pytest

from scorecard_kit.blocks.html import Column, Line, about, table
from scorecard_kit.publish.cover import Leaf
from scorecard_kit.publish.links import led, rows_of, within_one_page


def leaf(name: str, notebook: str = "", **given: object) -> Leaf:
    """Give a section that is on disk; its rows as words."""
    rows = frozenset(str(given.pop("rows", "")).split())
    return Leaf(name, name, "", "", f"{name}.html", notebook=notebook or name, rows=rows, **given)  # type: ignore[arg-type]


WALL = leaf("at-a-glance", "at_a_glance", rows="visits reviews health")
SUMMARY = leaf("summary", rows="visits reviews health teeth")
KENT = leaf("scorecard-kent", "scorecard", rows="visits reviews health")
NORTH = leaf("scorecard-north", "scorecard", area="North", rows="visits reviews")
PAGE = leaf("indicator-visits", "indicator", about="visits")
RED = leaf("exception-visits", "exception_report", about="visits")
LEAVES = (WALL, SUMMARY, KENT, NORTH, PAGE, RED)


def address(indicator: str, current: Leaf | None, leaves: tuple[Leaf, ...] = LEAVES) -> str:
    """Give where a link in running text leads; blank where its words stand alone."""
    html = led(str(about(indicator, "Visits & more")), leaves, current)
    assert "Visits &amp; more" in html
    return html.partition('href="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("indicator", "current", "expected"),
    [
        ("visits", None, "exception-visits.html"),
        ("visits", WALL, "exception-visits.html"),
        ("visits", RED, "indicator-visits.html"),
        ("visits", PAGE, "exception-visits.html"),
        ("reviews", None, "scorecard-kent.html#row-reviews"),
        ("reviews", SUMMARY, "scorecard-kent.html#row-reviews"),
        ("reviews", KENT, "#row-reviews"),
        ("visits", NORTH, "#row-visits"),
        ("health", NORTH, ""),
        ("teeth", KENT, "summary.html#row-teeth"),
        ("nothing", KENT, ""),
    ],
)
def test_a_link_leads_to_the_page_of_the_indicator_else_to_its_row(
    indicator: str, current: Leaf | None, expected: str
) -> None:
    """The main area's exception report before its indicator page, then scorecard before summary; areas kept apart."""
    assert address(indicator, current) == expected


def test_what_is_not_on_disk_is_not_led_to() -> None:
    """A page that could not be rendered is passed over for the row."""
    assert address("visits", WALL, (WALL, KENT, Leaf("x", "X", "", "", "", about="visits"))) == (
        "scorecard-kent.html#row-visits"
    )


@pytest.mark.parametrize(
    ("current", "expected"),
    [(KENT, ""), (SUMMARY, "scorecard-kent.html#row-reviews"), (WALL, "scorecard-kent.html#row-reviews")],
)
def test_a_row_does_not_lead_to_itself(current: Leaf, expected: str) -> None:
    """The name in a scorecard's own row is no link; the same name elsewhere leads to that row."""
    rows = [("", [Line([about("reviews", "Reviews"), "75"], "row-reviews")])]
    html = str(table("Caption", [Column("Indicator"), Column("Result")], rows))
    assert rows_of(html) == {"reviews"}
    found = led(html, LEAVES, current)
    assert (f'<a href="{expected}">Reviews</a>' in found) if expected else ("<a" not in found and "Reviews" in found)


def test_other_attributes_and_links_stay() -> None:
    """A link from commentary keeps its rel, and an ordinary link is left alone."""
    html = (
        '<a href="#about-visits" rel="noopener">a</a> <a href="#row-visits">b</a> <a href="https://example.org">c</a>'
    )
    assert led(html, LEAVES) == html.replace("#about-visits", "exception-visits.html")


def test_in_one_file_pages_are_places() -> None:
    """Links to sections of the file become places in it; others stay."""
    html = '<a href="a.html">1</a><a href="a.html#row-x">2</a><a href="pack.html">3</a>'
    assert within_one_page(html, {"a"}) == '<a href="#a">1</a><a href="#a--row-x">2</a><a href="pack.html">3</a>'
