"""What every chart shares: the page's own colours and fonts, ids of its own, and the same bytes."""

import re

from bs4 import BeautifulSoup

from scorecard_kit.charts.drawing import inline
from scorecard_kit.charts.trend import trend
from tests.drawings import FOUR, labels, months


def test_the_same_figures_give_the_same_bytes() -> None:
    """Drawn twice, a chart is the same to the byte."""
    assert trend(months(FOUR), "Visits", "Kent").html == trend(months(FOUR), "Visits", "Kent").html


def test_colours_are_the_pages_own() -> None:
    """Every colour is a custom property of the page with one fallback, so that dark mode reaches it."""
    text = str(trend(months(FOUR), "Visits in time", "Kent").html)
    bare = re.sub(r"var\(--[a-z-]+, #[0-9a-f]{6}\)", "", text)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^<]*>)|(?:fill|stroke): #\w+|var\(|rgb", bare) == []
    assert {"result", "quiet", "amber-band"} <= set(re.findall(r"var\(--([a-z-]+),", text))


def test_text_is_text_in_the_pages_font() -> None:
    """Words are words, not outlines, and name no font of the machine that drew them."""
    text = str(trend(months(FOUR), "Visits in time", "Kent").html)
    assert "76.5%" in labels(text)
    assert re.findall(r"font-family|DejaVu|<style|<metadata|<!--|matplotlib[^.]", text) == []


def test_ids_of_two_charts_do_not_collide() -> None:
    """Each id is used once on a page of two charts, and every reference finds its own."""
    one = trend(months(FOUR), "Visits in time", "Kent").html
    two = trend(months(FOUR, indicator="visits").assign(indicator="reviews"), "Reviews", "Kent").html
    page = BeautifulSoup(one + two, "html.parser")
    ids = [str(tag["id"]) for tag in page.select("[id]")]
    used = re.findall(r'(?:url\(|href=")#([^")]+)', str(one + two))
    assert len(ids) == len(set(ids))
    assert set(used) - set(ids) == set()
    assert len({use.split("-")[1] for use in used}) == 2


def test_a_hostile_name_is_text_in_a_chart() -> None:
    """Markup in a name is escaped in title, description and drawing."""
    hostile = "<script>XSS_1=1</script>"
    html = trend(months(FOUR), hostile, hostile).html + inline('<svg viewBox="0 0 1 1">x</svg>', "n", hostile, hostile)
    assert BeautifulSoup(html, "html.parser").select("script") == []
