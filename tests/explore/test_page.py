"""The explorer's page: a view becomes the blocks of the published pages, and live what only the analyst sees."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scorecard_kit import load
from scorecard_kit.explore import page
from scorecard_kit.explore.choices import choices, settled
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.pack.plan import read_pack
from tests.conftest import ROOT, SOAK

MARCH = View("2016-03")
REVIEWS = View("2016-03", "North Kent", indicator="cic-reviews")


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [" ".join(tag.get_text(" ").split()) for tag in BeautifulSoup(html, "html.parser").select(selector)]


def test_the_page_of_a_view(desk: Desk) -> None:
    """Title and answer, its months, the areas, both sides of the cohort, what made it move, and the results."""
    view = settled(desk, REVIEWS)
    assert words(str(page.head(desk, view).html), ".answer") == [
        "In March 2016 the result was 98.6% (285 of 289), over the target of 98%."
    ]
    assert words(str(page.detail(desk, view).html), "h2") == [
        "How it got here", "The areas side by side", "Including and excluding UASC", "What made it move",
    ]  # fmt: skip
    rows = list(csv.DictReader(StringIO(page.overview(desk, view).csv or "")))
    assert [row["variance"] for row in rows if row["indicator"] == "cic-reviews"] == ["1.3840830449826989"]


def test_what_only_the_analyst_sees_is_on_no_page(desk: Desk) -> None:
    """The cases to Amber and Green stand in the controls, for 52 of 68 one more and six more, and nowhere else."""
    view = settled(desk, replace(MARCH, indicator="pf-initial-visits"))
    published = "".join(str(part(desk, view).html) for part in (page.head, page.detail, page.overview))
    live = words(str(page.TABS["What it would take"](desk, view).html), "li")
    assert live == ["Amber: 1 case more.", "Green: 6 cases more."]
    assert "Cases to the next rating" not in published


def test_money_stands_beside_where_there_is_any() -> None:
    """The budget pack has no rated indicator, and its services are split into volume and price."""
    book = load(ROOT / "data" / "budget-2011-12-q3", {"below": 6, "already_published": True})
    money = Desk(book, book.rule)
    view = settled(money, View("2011-12"))
    html = str(page.detail(money, view).html)
    assert "Money: volume and price" in words(html, "h2")
    assert words(html, ".chart-title")[0].startswith("Volume adds")


@pytest.mark.parametrize("path", sorted((ROOT / "parameters").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_pack_can_be_looked_into(path: Path) -> None:
    """Whatever a pack holds, its first view has a title, and every comparison is shown or says why it is not."""
    pack = read_pack(path)
    shared = pack.shared
    desk = Desk(pack.dataset, pack.dataset.rule, shared["reporting"])
    first = settled(desk, View(shared["period"]))
    for compare in [compare for _, compare in choices(desk, first)["compare"]]:
        view = settled(desk, View(shared["period"], compare=compare))
        takes = (page.overview, page.TABS["What it would take"]) if SOAK or compare == first.compare else ()
        html = "".join(str(part(desk, view).html) for part in (page.head, page.detail, *takes))
        assert len(words(html, "h1")) == 1
        assert ("What made it move" in words(html, "h2")) is bool(view.indicator)
