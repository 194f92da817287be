"""The chart of an indicator's months, asked for what it shows: data, labels, axes, names."""

import re
from collections.abc import Callable, Mapping
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes

from scorecard_kit.charts.trend import trend
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.periods import window
from scorecard_kit.pages.case import case
from tests.drawings import FOUR, drawn_words, labels, line_data, months, svg


def year_of(count: int, end: str = "2016-03") -> Mapping[str, float | None]:
    """Give a value for each of a number of months."""
    return {period: 70 + place / 2 for place, period in enumerate(window(end, count))}


def test_the_trend_of_three_months_and_of_one(invented: Dataset, golden: Callable[..., None]) -> None:
    """Three months make a chart; one alone makes none, and says so."""
    months = ["2016-01", "2016-02", "2016-03"]
    made = case(invented, "visits", "2016-03", "Shire", months=months, reporting="month")
    alone = case(invented, "turnover", "2016-03", "Shire", months=months, reporting="month")
    golden(
        three_months=trend(made.past, made.item.name, "Shire", made.others, ["2016-02"]),
        one_month=trend(alone.past, alone.item.name, "Shire"),
    )


def test_a_trend_holds_its_figures(drawn: list[Axes]) -> None:
    """The heavy line goes through every month's result, and only one line is heavy."""
    trend(months(FOUR), "Visits in time", "Kent")
    assert line_data(drawn[0]) == list(enumerate(FOUR.values()))
    assert [line.get_linewidth() >= 2 for line in drawn[0].get_lines()].count(True) == 1


def unit_of(axes: Axes, value: float) -> float:
    """Give the height of a figure in the units of a drawing of 240, whose plot lies between 46 and 216."""
    low, high = axes.get_ylim()
    return 46 + (value - low) / (high - low) * 170


def test_the_last_value_stands_at_the_end_of_its_line(drawn: list[Axes]) -> None:
    """The last month's result stands right of its point, with its unit, as high as it is."""
    trend(months(FOUR | {"2016-03": 83}), "Visits in time", "Kent")
    assert drawn_words(drawn[0])["83.0%"][1] == pytest.approx(unit_of(drawn[0], 83))


@pytest.mark.parametrize("polarity", ["H", "L"])
def test_a_minimum_that_is_the_target_makes_no_band(drawn: list[Axes], polarity: str) -> None:
    """A council that knows Green and Red alone has one line, called so, and no band with the word Amber in it."""
    block = trend(months(FOUR, target=80, floor=80, polarity=polarity), "Visits in time", "Kent")
    assert [word for word in drawn_words(drawn[0]) if "%" not in word] == []
    assert "Target 80%, no\nAmber" in drawn_words(drawn[0])
    assert "Minimum" not in block.html
    assert "Highest Amber" not in block.html


@pytest.mark.parametrize(
    ("polarity", "target", "floor", "words"),
    [("H", 85, 76.5, ["Minimum 76.5%", "Target 85%"]), ("L", 9, 12, ["Highest Amber 12%", "Target 9%"])],
)
def test_target_and_floor_are_labelled_at_their_end(
    drawn: list[Axes], polarity: str, target: float, floor: float, words: list[str]
) -> None:
    """Each stands right of the plot, at its own height; the band between them is named between them."""
    latest = 79 if polarity == "H" else 15
    values = {"2016-01": latest, "2016-02": latest, "2016-03": latest}
    trend(months(values, target=target, floor=floor, polarity=polarity), "Visits in time", "Kent")
    found = drawn_words(drawn[0])
    heights = [unit_of(drawn[0], floor), unit_of(drawn[0], target), unit_of(drawn[0], (floor + target) / 2)]
    assert [found[word][1] for word in [*words, "Amber"]] == pytest.approx(heights)
    assert {found[word][0] for word in words} == {390}


@pytest.mark.parametrize(("floor", "latest"), [(84.9, 76.5), (84.9, 84.95), (76.5, 76.47), (76.5, 85)])
def test_names_that_lie_close_are_moved_apart(drawn: list[Axes], floor: float, latest: float) -> None:
    """Where result, target and floor are close, their names are a line's height apart, in their order."""
    trend(months(FOUR | {"2016-03": latest}, target=85, floor=floor), "Visits in time", "Kent")
    words = drawn_words(drawn[0])
    names = sorted((place[1], word) for word, place in words.items())
    assert all(above - below > 13.99 for (below, _), (above, _) in pairwise(names))
    assert words["Target 85%"][1] > words[f"Minimum {floor}%"][1]
    assert 9 <= names[0][0] <= names[-1][0] <= 231


def test_a_phone_has_the_names_beneath_the_plot() -> None:
    """The key says what stands at the ends, in the same words, and is no news to a screen reader."""
    html = BeautifulSoup(trend(months(FOUR), "Visits in time", "Kent").html, "html.parser")
    [key] = html.select("ul.line-key[aria-hidden=true]")
    assert [(item["class"], item.get_text()) for item in key.select("li")] == [
        (["result"], "Result 76.5%"), (["target"], "Target 85%"), (["floor"], "Minimum 76.5%"), (["amber"], "Amber"),
    ]  # fmt: skip


def test_a_chart_without_bounds(drawn: list[Axes]) -> None:
    """Without target and floor neither is drawn nor named."""
    block = trend(months(FOUR, target=None, floor=None), "Visits in time", "Kent")
    assert [word for word in labels(block.html) if re.match(r"Target|Minimum|Amber", word)] == []
    assert line_data(drawn[0])[-1] == (3, 76.5)


@pytest.mark.parametrize(
    ("count", "end", "expected"),
    [
        (4, "2016-03", ["Dec 2015", "Jan 2016", "Feb", "Mar"]),
        (13, "2016-03", ["Mar 2015", "May", "Jul", "Sep", "Nov", "Jan 2016", "Mar"]),
        (13, "2016-02", ["Feb 2015", "Apr", "Jun", "Aug", "Oct", "Dec", "Feb 2016"]),
        (36, "2016-03", ["2014", "2015", "2016"]),
    ],
)
def test_months_are_horizontal_and_years_marked(drawn: list[Axes], count: int, end: str, expected: list[str]) -> None:
    """Short names, the last month always named, the year beneath wherever it begins among the labels; none rotated."""
    block = trend(months(year_of(count, end)), "Visits in time", "Kent")
    ticks, years = drawn[0].get_xticklabels(), drawn[0].get_xticklabels(minor=True)
    beneath = {year.get_position()[0]: f" {year.get_text()}" for year in years}
    assert [tick.get_text() + beneath.get(tick.get_position()[0], "") for tick in ticks] == expected
    assert {tick.get_rotation() for tick in ticks} == {0.0}
    assert re.findall(r"rotate\((?!-?0 )", str(block.html)) == []


def test_a_gap_in_the_months_is_as_wide_as_it_is(drawn: list[Axes]) -> None:
    """Months that are missing keep their place on the axis."""
    trend(months({"2015-03": 88.4, "2015-12": 77.8, "2016-03": 76.5}), "Visits in time", "Kent")
    assert [x for x, _ in line_data(drawn[0])] == [0, 9, 12]


def test_two_months_are_numbers_and_no_chart() -> None:
    """They are said in a sentence, with the month before."""
    html = trend(months({"2016-02": 80, "2016-03": 79}), "Visits in time", "Kent").html
    assert str(html).startswith("<p>The result fell to 79.0%, 6.0 percentage points worse than the target of 85%")
    assert str(html).endswith(". In February 2016 it was 80.0%.</p>")


def test_one_month_alone_makes_no_chart() -> None:
    """A line needs more than one point; the page says so instead."""
    html = trend(months({"2016-03": 76.5}), "Visits in time", "Kent").html
    assert "<svg" not in html
    assert BeautifulSoup(html, "html.parser").get_text().startswith("One month alone makes no chart")
    none = trend(months({"2016-02": None, "2016-03": None}), "Visits in time", "Kent").html
    assert str(none) == "<p>There is no chart, since none of the months shown has a figure.</p>"


def test_a_withheld_month_is_nowhere(drawn: list[Axes]) -> None:
    """A suppressed month has no point, no label and no word in the text alternative."""
    block = trend(months(FOUR | {"2016-02": None}, status="suppressed"), "Visits in time", "Kent")
    assert [x for x, _ in line_data(drawn[0])] == [0, 1, 3]
    assert "February 2016 " not in svg(block.html).get_text()
    assert "78.1" not in block.html


def test_the_axis_of_a_count_starts_at_zero(drawn: list[Axes]) -> None:
    """A count's axis starts at zero, and nothing needs to be said of it."""
    values = {"2016-01": 40, "2016-02": 38, "2016-03": 47}
    block = trend(months(values, target=75, floor=80, polarity="L", unit="count"), "Cases", "Kent")
    assert drawn[0].get_ylim()[0] == 0
    assert "axis runs" not in block.html


def test_the_axis_of_a_percentage_is_said(drawn: list[Axes]) -> None:
    """A percentage has a range of its own, round and holding everything, never over 100%; the subtitle says it."""
    block = trend(
        months({"2016-01": 99, "2016-02": 99, "2016-03": 98.5}, target=98, floor=90), "Visits in time", "Kent"
    )
    low, high = drawn[0].get_ylim()
    assert (low <= 90, high) == (True, 100)
    assert f"The axis runs from {low:g}% to 100%." in block.html


def test_a_trend_is_named_and_described() -> None:
    """Title and description are the chart's own, by id; the description holds every figure that is drawn."""
    chart = svg(trend(months(FOUR), "Visits in time", "Kent").html)
    title, description = chart.select("title")[0], chart.select("desc")[0]
    assert (chart["role"], chart["aria-labelledby"]) == ("img", f"{title['id']} {description['id']}")
    assert title.get_text() == (
        "The result fell to 76.5%, 8.5 percentage points worse than the target of 85%, but not under the minimum of "
        "76.5%"
    )
    assert description.get_text() == (
        "Line chart. December 2015 77.8% Amber, January 2016 76.7% Amber, February 2016 78.1% Amber, "
        "March 2016 76.5% Amber. Target 85%. Minimum 76.5%."
    )


def test_a_trend_says_what_it_measures() -> None:
    """The subtitle names indicator, area and months."""
    html = trend(months(FOUR), "Visits in time", "Kent").html
    [subtitle] = BeautifulSoup(html, "html.parser").select(".chart-sub")
    assert subtitle.get_text().startswith("Visits in time, Kent, December 2015 to March 2016.")
