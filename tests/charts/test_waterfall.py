"""The waterfall and the chart of levels, asked for what they show: places, amounts, names, words."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from scorecard_kit.blocks.palette import CHART_COLOURS
from scorecard_kit.charts import levels as level_chart
from scorecard_kit.charts import waterfall
from scorecard_kit.charts.waterfall import Step
from scorecard_kit.data.load import load
from scorecard_kit.judge.activity import Measure, measure

ROOT = Path(__file__).parents[2]
IN_HOUSE = [Step("In-house: volume", Fraction(3_317_000)), Step("In-house: price", Fraction(-1_104_000))]


@pytest.fixture
def drawn(keep_axes: Callable[..., list[Axes]]) -> list[Axes]:
    """Keep the axes of every chart that is drawn."""
    return keep_axes(waterfall, level_chart)


def bars(axes: Axes) -> list[tuple[float, float, str]]:
    """Give the bars from above: where each starts and ends, and its role."""
    roles = {shades["light"]: role for role, shades in CHART_COLOURS.items()}
    found = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return [(bar.get_x(), bar.get_x() + bar.get_width(), roles[to_hex(bar.get_facecolor())]) for bar in found]


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [tag.get_text() for tag in BeautifulSoup(html, "html.parser").select(selector)]


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


def level(indicator: str) -> Measure:
    """Give a measure of the budget pack, December 2011."""
    book = load(ROOT / "data" / "budget-2011-12-q3", {"below": 6, "already_published": True})
    return measure(book.results, book.indicators, book.targets, book.breakdowns, indicator, "Kent", "2011-12")


def heavy(axes: Axes) -> list[list[float]]:
    """Give the heights of the heavy lines."""
    lines = [line for line in axes.get_lines() if line.get_linewidth() > 2]
    return [np.asarray(line.get_ydata(), dtype=float).tolist() for line in lines]


def test_weeks_of_care_are_drawn_from_nought(drawn: list[Axes]) -> None:
    """The line holds the eleven printed quarters, the last is labelled, and the level goes on to March."""
    html = str(level_chart.level_chart(level("foster-independent-weeks"), "Title").html)
    printed = [935, 1032, 1075, 1126, 1257, 1310, 1363, 1406, 1693, 1948, 2011]
    assert heavy(drawn[0]) == [printed]
    assert drawn[0].get_ylim()[0] == 0
    assert {"2,011", "Budgeted", "1,178"} <= set(words(html, "svg text")) | set(words(html, "svg tspan"))
    assert drawn[0].get_xlim()[1] - drawn[0].get_xlim()[0] == 36


def test_a_year_to_date_begins_a_new_line_each_april(drawn: list[Axes]) -> None:
    """No line joins March's average with April's."""
    html = str(level_chart.level_chart(level("asylum-weekly-cost"), "Title").html)
    lines = heavy(drawn[0])
    assert [(line[0], line[-1], len(line)) for line in lines] == [
        (163.5, 230.11, 12), (217.14, 223.87, 12), (108.1, 179.58, 9),
    ]  # fmt: skip
    assert "The axis runs from £50 to £300." in words(html, ".chart-sub")[0]


def test_a_series_without_a_level_says_so() -> None:
    """The text alternative of looked-after children names no level, as none was printed."""
    html = str(level_chart.level_chart(level("lac-kent"), "Title").html)
    assert words(html, "desc")[0].endswith("December 2011 1,577. No budgeted level was set.")
    assert "Budgeted" not in " ".join(words(html, "svg text"))


def test_one_result_makes_no_chart() -> None:
    """A line needs two points."""
    one = level("lac-kent")
    html = level_chart.level_chart(one._replace(points=one.points[:1]), "Title").html
    assert html == "<p>One result alone makes no chart: others are not in the data.</p>"
