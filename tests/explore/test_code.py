"""The code of a tab: lines of public names that run as they are, and give the figures that the tab shows."""

import ast
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import scorecard_kit
from scorecard_kit import load
from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.explore import page
from scorecard_kit.explore._results import results
from scorecard_kit.explore.choices import settled
from scorecard_kit.explore.view import Desk, View
from scorecard_kit.judge.disclosure import SmallCounts
from tests.conftest import ROOT

PUBLISHED = {"below": 6, "already_published": True}
REVIEWS = View("2016-03", "North Kent", indicator="cic-reviews")
HEALTH = View("2026-03", "Eastvale", indicator="cic-health")
KENT = {
    "by variance": REVIEWS,
    "one group by name": replace(REVIEWS, group="Children in care", sort_by="name", compare="area", other="West Kent"),
    "excluding UASC": replace(REVIEWS, area="Kent", sort_by="rating", compare="any", counted="excluding_uasc",
                              other_area="East Kent", other_period="2016-03", other_counted="excluding_uasc"),
}  # fmt: skip
WESTSHIRE = {
    "down to teams": replace(
        HEALTH, sort_by="direction", compare="any", other_area="Northmoor", other_period="2025-06"
    ),
    "a small team": replace(HEALTH, area="Skerry Island", indicator="cp-visits", compare="period"),
    "with breakdowns": replace(HEALTH, area="Westshire", indicator="cic-3-placements"),
}


@pytest.fixture(scope="module")
def westshire() -> Desk:
    """Give the figures of Westshire, withheld by the default rule, of which one is a small team's."""
    place = ROOT / "data" / "westshire"
    book = load(place)
    return Desk(book, book.rule, "month", str(place))


@pytest.fixture(scope="module")
def kent() -> Desk:
    """Give the figures of March 2016."""
    book = load(ROOT / "data" / "scs", PUBLISHED)
    return Desk(book, book.rule)


def ran(code: str, book: Dataset) -> list[Any]:
    """Run a cell as a notebook does, with the figures that have been loaded, and give everything that it shows."""
    shown: list[Any] = []
    *before, last = ast.parse(code).body
    assert isinstance(last, ast.Expr)
    names: dict[str, Any] = {"display": shown.append}
    for step in before:
        exec(compile(ast.Module([step], []), "cell", "exec"), names)  # noqa: S102  # what the explorer writes
        names |= {"load": lambda *_: book} if "load" in names else {}
    return [*shown, eval(compile(ast.Expression(last.value), "cell", "eval"), names)]  # noqa: S307  # as above


def words(html: object, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [" ".join(tag.get_text(" ").split()) for tag in BeautifulSoup(str(html), "html.parser").select(selector)]


def hold(desk: Desk, view: View) -> None:
    """Hold what the code of each tab shows against the tab."""
    view = settled(desk, view)
    shown = {title: ran(code(desk, view), desk.book) for title, code in page.CODE.items()}
    tabs = {title: str(part(desk, view).html) for title, part in page.TABS.items()}
    [rated] = shown["Results"]
    wanted = results(desk, view)
    assert list(rated.index) == list(wanted["indicator"])
    for name in {"value", "excluding_value", "variance"} & {*rated}:
        numbers = [None if cell is None or cell == "" else float(cell) for cell in wanted[name]]
        assert [None if pd.isna(cell) else cell for cell in rated[name]] == numbers
    held = "".join(str(each.html) for each in shown["The indicator"] if isinstance(each, Block))
    for selector in ("svg text", "table.areas tbody", "table.narrow tbody"):
        assert words(held, selector) == words(tabs["The indicator"], selector)
    chart, moved = shown["What made it move"]
    assert words(chart.html, "svg text") == words(tabs["What made it move"], "svg text")
    assert moved.split.why in tabs["What made it move"]
    assert [str(each.html) for each in shown["What it would take"]] == [tabs["What it would take"]]


@pytest.mark.parametrize("view", KENT.values(), ids=KENT)
def test_the_code_of_march_2016_gives_what_is_shown(kent: Desk, view: View) -> None:
    """The figures of each tab are those of its code, whatever is compared with what."""
    hold(kent, view)


@pytest.mark.parametrize("view", WESTSHIRE.values(), ids=WESTSHIRE)
def test_the_code_of_teams_and_breakdowns_gives_what_is_shown(westshire: Desk, view: View) -> None:
    """So it is of teams, of whose results one is withheld, and of the breakdown of those who are counted."""
    hold(westshire, view)


def test_the_lines_are_few_and_load_what_the_pack_loads(westshire: Desk) -> None:
    """What is imported is public, and the data and their rule are those of the pack."""
    desk = replace(westshire, data="data/scs", rule=SmallCounts(6, already_published=True))
    view = settled(westshire, WESTSHIRE["with breakdowns"])
    for code in page.CODE.values():
        first, *lines = code(desk, view).splitlines()
        assert {*first.removeprefix("from scorecard_kit import ").split(", ")} <= {*scorecard_kit.__all__}
        assert len([line for line in lines if line]) <= 7
    assert page.CODE["What made it move"](desk, view).splitlines() == [
        "from scorecard_kit import effects, load, waterfall",
        "",
        'book = load("data/scs", {"below": 6, "already_published": True})',
        'moved = effects(book, "cic-3-placements", "2026-03", "Westshire", compare="excluding_uasc")',
        "display(waterfall(moved))",
        "moved",
    ]


def test_the_how_to_shows_what_a_tab_writes(kent: Desk) -> None:
    """The lines on the page of the explorer are those of the tab, to the letter."""
    desk = replace(kent, data="data/scs")
    code = page.CODE["What made it move"](desk, settled(desk, View("2016-03", "Kent", indicator="cic-reviews")))
    assert f"```python\n{code}\n```" in (ROOT / "docs" / "how-to" / "explorer.md").read_text(encoding="utf-8")


def test_a_withheld_figure_stays_withheld(westshire: Desk) -> None:
    """The small team's five of five visits are shown neither in a tab nor by its code."""
    view = settled(westshire, WESTSHIRE["a small team"])
    [rated] = ran(page.CODE["Results"](westshire, view), westshire.book)
    assert rated.loc["cp-visits", "standing"] == "withheld"
    assert pd.isna(rated.loc["cp-visits", "value"])
    assert "5 of 5" not in "".join(str(part(westshire, view).html) for part in page.TABS.values())
