"""Variances as bars, asked for what they show: places, amounts, names, words."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.charts import waterfall
from scorecard_kit.charts.waterfall import Step

IN_HOUSE = [Step("In-house: volume", Fraction(3_317_000)), Step("In-house: price", Fraction(-1_104_000))]
ROLES = {"worse", "better", "quiet", "result"}


def bars(html: str) -> list[tuple[float, float, str]]:
    """Give the bars from above: where each starts and how wide it is, in percent of the drawing, and its role."""
    rects = [rect for rect in BeautifulSoup(html, "html.parser").select("rect") if set(rect["class"]) & ROLES]
    return [(percent(rect["x"]), percent(rect["width"]), rect["class"][0]) for rect in rects]


def percent(share: object) -> float:
    """Give the number of a share."""
    return float(str(share).removesuffix("%"))


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [" ".join(tag.get_text().split()) for tag in BeautifulSoup(html, "html.parser").select(selector)]


def test_the_waterfall_of_a_service(golden: Callable[..., None]) -> None:
    """Volume is £3,317k adverse, price £1,104k favourable, and the whole £2,213k adverse."""
    golden(waterfall=waterfall.waterfall(IN_HOUSE, "In-house", "£k", "More weeks cost more", "£k, 2011/12"))


def test_a_step_begins_where_the_one_before_ended() -> None:
    """More weeks push the total out, a lower unit cost draws it back by a third, and the last bar is what remains."""
    html = str(waterfall.waterfall(IN_HOUSE, "In-house foster care", "£k", "Title", "Subtitle").html)
    back = pytest.approx(100 * 1_104 / 3_317, abs=0.01)
    left = pytest.approx(100 * 2_213 / 3_317, abs=0.01)
    assert bars(html) == [(0, 100, "worse"), (left, back, "better"), (0, left, "quiet")]


def test_variances_begin_at_nought() -> None:
    """£75k over stands to the right of nought, £25k under to the left, each as long as it is large."""
    steps = [Step("Fostering", Fraction(75_000)), Step("Even", Fraction(0)), Step("Adoption", Fraction(-25_000))]
    html = str(waterfall.variance_bars(steps, "All lines", "£k", "Title", "Subtitle").html)
    assert bars(html) == [(25, 75, "worse"), (0, 25, "better")]
    assert words(html, "li") == ["Fostering +75 adverse", "Adoption -25 favourable"]
    assert words(html, ".ends span") == ["Under budget", "Over budget"]


@given(st.lists(st.integers(-(10**9), 10**9).filter(bool), min_size=1, max_size=30))
def test_no_bar_leaves_the_drawing(amounts: list[int]) -> None:
    """Whatever the amounts are, every bar lies within the drawing, but for the breadth of the thinnest."""
    steps = [Step(f"Line {place}", Fraction(amount)) for place, amount in enumerate(amounts)]
    for html in (
        str(waterfall.waterfall(steps, "All", "£k", "Title", "Subtitle").html),
        str(waterfall.variance_bars(steps, "All", "£k", "Title", "Subtitle").html),
    ):
        assert all(start >= 0 and start + width <= 100.21 for start, width, _ in bars(html))


def test_amounts_are_in_the_printed_unit_and_signed() -> None:
    """Each amount stands beside its bar with its sign, and a screen reader is told what the sign is worth."""
    html = str(waterfall.waterfall(IN_HOUSE, "In-house foster care", "£k", "Title", "Subtitle").html)
    assert words(html, "li") == [
        "In-house: volume +3,317 adverse", "In-house: price -1,104 favourable", "In-house foster care +2,213",
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "ends"), [(93_000, ["", "Over budget"]), (-93_000, ["Under budget", ""])])
def test_the_ends_of_the_axis_have_words(first: int, ends: list[str]) -> None:
    """A side that has a bar has its word."""
    html = str(waterfall.waterfall([Step("Lines", Fraction(first))], "All", "£k", "Title", "Subtitle").html)
    assert words(html, ".ends span") == ends


@pytest.mark.parametrize("steps", [[], [Step("Nothing", Fraction(0))]])
def test_no_variance_makes_no_chart(steps: list[Step]) -> None:
    """A chart of nothing is not drawn, and the page says so."""
    said = "<p>All services: there is no variance to show.</p>"
    assert waterfall.waterfall(steps, "All services", "£k", "Title", "Subtitle").html == said
    assert waterfall.variance_bars(steps, "All services", "£k", "Title", "Subtitle").html == said
