"""The waterfall, asked for what they show: places, amounts, names, words."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from scorecard_kit.blocks.palette import CHART_COLOURS
from scorecard_kit.charts import waterfall
from scorecard_kit.charts.waterfall import Step

IN_HOUSE = [Step("In-house: volume", Fraction(3_317_000)), Step("In-house: price", Fraction(-1_104_000))]


def bars(axes: Axes) -> list[tuple[float, float, str]]:
    """Give the bars from above: where each starts and ends, and its role."""
    roles = {shades["light"]: role for role, shades in CHART_COLOURS.items()}
    found = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return [(bar.get_x(), bar.get_x() + bar.get_width(), roles[to_hex(bar.get_facecolor())]) for bar in found]


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [tag.get_text() for tag in BeautifulSoup(html, "html.parser").select(selector)]


def test_the_waterfall_of_a_service(golden: Callable[..., None]) -> None:
    """Volume is £3,317k adverse, price £1,104k favourable, and the whole £2,213k adverse."""
    golden(waterfall=waterfall.waterfall(IN_HOUSE, "In-house", "£k", "More weeks cost more", "£k, 2011/12"))


def test_a_step_begins_where_the_one_before_ended(drawn: list[Axes]) -> None:
    """More weeks push the total out, a lower unit cost draws it back, and the last bar is what remains."""
    waterfall.waterfall(IN_HOUSE, "In-house foster care", "£k", "Title", "Subtitle")
    assert bars(drawn[0]) == [(0, 3_317_000, "worse"), (3_317_000, 2_213_000, "better"), (0, 2_213_000, "quiet")]


def test_amounts_are_in_the_printed_unit_and_signed() -> None:
    """Each amount stands in the chart with its sign, and the text alternative says what the sign is worth."""
    html = str(waterfall.waterfall(IN_HOUSE, "In-house foster care", "£k", "Title", "Subtitle").html)
    assert [text for text in words(html, "svg text") if text[0] in "+-"] == ["+3,317", "-1,104", "+2,213"]
    said = "Waterfall chart. In-house: volume +3,317, adverse; In-house: price -1,104, favourable."
    assert words(html, "desc") == [f"{said} In-house foster care: +2,213."]


@pytest.mark.parametrize(("first", "ends"), [(93_000, ["Over budget"]), (-93_000, ["Over budget", "Under budget"])])
def test_the_ends_of_the_axis_have_words(first: int, ends: list[str]) -> None:
    """Over budget always, under budget where a total falls below nought."""
    html = str(waterfall.waterfall([Step("Lines", Fraction(first))], "All", "£k", "Title", "Subtitle").html)
    assert [text for text in words(html, "svg text") if text.endswith(" budget")] == ends


@pytest.mark.parametrize("steps", [[], [Step("Nothing", Fraction(0))]])
def test_no_variance_makes_no_chart(steps: list[Step]) -> None:
    """A chart of nothing is not drawn, and the page says so."""
    html = waterfall.waterfall(steps, "All services", "£k", "Title", "Subtitle").html
    assert html == "<p>All services: there is no variance to show.</p>"
