"""Charts asked for what they show: data, labels, axes, colours, names; nothing is compared with a picture."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from scorecard_kit.charts import trend as trend_module
from scorecard_kit.charts import variances as charts
from scorecard_kit.charts.drawing import inline
from scorecard_kit.charts.levels import stocks
from scorecard_kit.charts.trend import trend
from scorecard_kit.charts.variances import variances
from scorecard_kit.judge.activity import activity
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.periods import window
from scorecard_kit.judge.scorecard import history

FOUR: dict[str, float | None] = {"2015-12": 77.8, "2016-01": 76.7, "2016-02": 78.1, "2016-03": 76.5}


def indicators(**changes: object) -> pd.DataFrame:
    """Give a table of one indicator."""
    row = {"indicator": "visits", "name": "Visits in time", "polarity": "H", "data_period": "YTD", "unit": "percent"}
    return pd.DataFrame([row | changes])


def months(
    values: Mapping[str, float | None], target: object = 85, floor: object = 76.5, status: str = "", **changes: object
) -> pd.DataFrame:
    """Give the rated months of an indicator; a value of None has the status."""
    results = pd.DataFrame(
        [{"indicator": "visits", "period": period, "area": "Kent", "value": value, "status": "" if value else status}
         for period, value in values.items()]
    )  # fmt: skip
    targets = pd.DataFrame([{"indicator": "visits", "from": "2000-01", "target": target, "floor": floor}])
    return history(results, indicators(**changes), targets, "visits", "Kent", sorted(values))


def year_of(count: int, end: str = "2016-03") -> Mapping[str, float | None]:
    """Give a value for each of a number of months."""
    return {period: 70 + place / 2 for place, period in enumerate(window(end, count))}


@pytest.fixture
def drawn(keep_axes: Callable[..., list[Axes]]) -> list[Axes]:
    """Keep the axes of every chart that is drawn."""
    return keep_axes(charts, trend_module)


def svg(html: str) -> Tag:
    """Give the one chart of a block."""
    [found] = BeautifulSoup(html, "html.parser").select("svg")
    return found


def labels(html: str) -> list[str]:
    """Give the words that are drawn in a chart, in the order of the file."""
    return [text.get_text() for text in svg(html).select("text")]


def drawn_words(axes: Axes) -> dict[str, Any]:
    """Give the texts within the axes, each with its place in the data."""
    return {text.get_text(): getattr(text, "xy", text.get_position()) for text in axes.texts}


def line_data(axes: Axes) -> list[tuple[float, float]]:
    """Give the points of the heaviest line."""
    line = max(axes.get_lines(), key=lambda one: one.get_linewidth())
    xs, ys = (np.asarray(data, dtype=float).tolist() for data in (line.get_xdata(), line.get_ydata()))
    return list(zip(xs, ys, strict=True))


# Trends


def test_a_trend_holds_its_figures(drawn: list[Axes]) -> None:
    """The heavy line goes through every month's result, and only one line is heavy."""
    trend(months(FOUR), "Visits in time", "Kent")
    assert line_data(drawn[0]) == list(enumerate(FOUR.values()))
    assert [line.get_linewidth() >= 2 for line in drawn[0].get_lines()].count(True) == 1


def test_the_last_value_is_labelled_where_it_is(drawn: list[Axes]) -> None:
    """The last month's result stands at its point, with its unit."""
    trend(months(FOUR), "Visits in time", "Kent")
    assert tuple(drawn_words(drawn[0])["76.5%"]) == (3, 76.5)


@pytest.mark.parametrize("polarity", ["H", "L"])
def test_a_minimum_that_is_the_target_makes_no_band(drawn: list[Axes], polarity: str) -> None:
    """A council that knows Green and Red alone has one line, called so, and no band with the word Amber in it."""
    block = trend(months(FOUR, target=80, floor=80, polarity=polarity), "Visits in time", "Kent")
    assert [word for word in drawn_words(drawn[0]) if "%" not in word] == []
    assert "Target 80%, no Amber" in drawn_words(drawn[0])
    assert "Minimum" not in block.html
    assert "Highest Amber" not in block.html


def test_a_band_that_opens_later_is_named_where_it_opens(drawn: list[Axes]) -> None:
    """Minimum and target were the same until February, when the minimum was lowered: Amber begins there."""
    past = months(FOUR)
    past.loc[past["period"] < "2016-02", "floor"] = past["target"]
    trend(past, "Visits in time", "Kent")
    assert drawn_words(drawn[0])["Amber"][0] == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(
    ("polarity", "target", "floor", "words"),
    [("H", 85, 76.5, ["Minimum 76.5%", "Target 85%"]), ("L", 9, 12, ["Highest Amber 12%", "Target 9%"])],
)
def test_target_and_floor_are_labelled_at_their_end(
    drawn: list[Axes], polarity: str, target: float, floor: float, words: list[str]
) -> None:
    """Each stands right of the last month, at its own height; the band between them is named."""
    values = {"2016-02": 80 if polarity == "H" else 12.2, "2016-03": 76.5 if polarity == "H" else 12.5}
    trend(months(values, target=target, floor=floor, polarity=polarity), "Visits in time", "Kent")
    found = drawn_words(drawn[0])
    assert [found[word][0] for word in words] == [1.5, 1.5]
    assert [round(found[word][1], 6) for word in words] == [floor, target]
    assert "Amber" in found


def test_labels_of_a_narrow_band_do_not_overlap(drawn: list[Axes]) -> None:
    """Where target and floor are close, their labels are moved apart by a line's height."""
    trend(months(FOUR, target=85, floor=84.9), "Visits in time", "Kent")
    low, high = drawn[0].get_ylim()
    found = drawn_words(drawn[0])
    apart = found["Target 85%"][1] - found["Minimum 84.9%"][1]
    assert apart >= 0.07 * (high - low)


def test_a_chart_without_bounds(drawn: list[Axes]) -> None:
    """Without target and floor neither is drawn nor named."""
    block = trend(months(FOUR, target=None, floor=None), "Visits in time", "Kent")
    assert [word for word in labels(block.html) if re.match(r"Target|Minimum|Amber", word)] == []
    assert line_data(drawn[0])[-1] == (3, 76.5)


@pytest.mark.parametrize(
    ("count", "end", "expected"),
    [
        (4, "2016-03", ["Dec\n2015", "Jan\n2016", "Feb", "Mar"]),
        (13, "2016-03", ["Mar\n2015", "May", "Jul", "Sep", "Nov", "Jan\n2016", "Mar"]),
        (13, "2016-02", ["Feb\n2015", "Apr", "Jun", "Aug", "Oct", "Dec", "Feb\n2016"]),
        (36, "2016-03", ["2014", "2015", "2016"]),
    ],
)
def test_months_are_horizontal_and_years_marked(drawn: list[Axes], count: int, end: str, expected: list[str]) -> None:
    """Short names, the last month always named, the year beneath wherever it begins among the labels; none rotated."""
    block = trend(months(year_of(count, end)), "Visits in time", "Kent")
    ticks = drawn[0].get_xticklabels()
    assert [tick.get_text() for tick in ticks] == expected
    assert {tick.get_rotation() for tick in ticks} == {0.0}
    assert re.findall(r"rotate\((?!-?0 )", str(block.html)) == []


def test_a_gap_in_the_months_is_as_wide_as_it_is(drawn: list[Axes]) -> None:
    """Months that are missing keep their place on the axis."""
    trend(months({"2015-03": 88.4, "2015-12": 77.8, "2016-03": 76.5}), "Visits in time", "Kent")
    assert [x for x, _ in line_data(drawn[0])] == [0, 9, 12]


def test_one_month_alone_makes_no_chart() -> None:
    """A line needs two points; the page says so instead."""
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
    values = {"2016-02": 38, "2016-03": 47}
    block = trend(months(values, target=75, floor=80, polarity="L", unit="count"), "Cases", "Kent")
    assert drawn[0].get_ylim()[0] == 0
    assert "axis runs" not in block.html


def test_the_axis_of_a_percentage_is_said(drawn: list[Axes]) -> None:
    """A percentage has a range of its own, round and holding everything, never over 100%; the subtitle says it."""
    block = trend(months({"2016-02": 99, "2016-03": 98.5}, target=98, floor=90), "Visits in time", "Kent")
    low, high = drawn[0].get_ylim()
    assert (low <= 90, high) == (True, 100)
    assert f"The axis runs from {low:g}% to 100%." in block.html


def test_a_trend_is_named_and_described() -> None:
    """Title and description are the chart's own, by id; the description holds every figure that is drawn."""
    chart = svg(trend(months(FOUR), "Visits in time", "Kent").html)
    title, description = chart.select("title")[0], chart.select("desc")[0]
    assert (chart["role"], chart["aria-labelledby"]) == ("img", f"{title['id']} {description['id']}")
    assert title.get_text() == (
        "The result fell since February 2016 and is 8.5 percentage points under the target, which it misses"
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


# Variances


def impact(**polarities: tuple[str, float, float, float]) -> pd.DataFrame:
    """Give the impact on indicators by polarity, including percentage, excluding percentage and target."""
    items = pd.DataFrame(
        [{"indicator": name, "name": f"Indicator {name}", "polarity": polarity, "data_period": "SS", "unit": "percent"}
         for name, (polarity, *_) in polarities.items()]
    )  # fmt: skip
    results = pd.DataFrame(
        [{"indicator": name, "period": "2016-03", "area": "Kent", "cohort": cohort, "value": value}
         for name, (_, including, excluding, _) in polarities.items()
         for cohort, value in (("", including), ("excluding_uasc", excluding))]
    )  # fmt: skip
    targets = pd.DataFrame([{"indicator": name, "from": "2015-04", "target": target}
                            for name, (*_, target) in polarities.items()])  # fmt: skip
    return impact_of_cohort(results, items, targets, "2016-03", ["Kent"], "excluding_uasc")


MIXED = impact(
    higher=("H", 79.7, 97.4, 98), lower=("L", 12.5, 11.1, 9), closer=("T", 5, 8, 7.5), farther=("T", 7, 5.5, 7.5),
    same=("H", 69, 69, 70), down=("H", 40.9, 40.1, 45), up=("L", 10, 10.5, 9),
)  # fmt: skip


def bars(axes: Axes) -> list[float]:
    """Give the length of every bar with its sign, from the top down."""
    found = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return [round(float(bar.get_width()), 6) for bar in sorted(found, key=lambda bar: bar.get_y())]


def test_bars_run_to_the_better_side_for_every_polarity(drawn: list[Axes]) -> None:
    """Longest first; better is to the right: higher for H, lower for L, closer to its target for T."""
    variances(MIXED, "excluding_uasc", "Kent")
    assert bars(drawn[0]) == [17.7, 3.0, -1.5, 1.4, -0.8, -0.5, 0.0]


def test_bars_start_at_zero_in_the_middle(drawn: list[Axes]) -> None:
    """The axis is as wide to both sides, every bar starts at zero, and its ends say which side is which."""
    variances(MIXED, "excluding_uasc", "Kent")
    low, high = drawn[0].get_xlim()
    starts = {round(float(bar.get_x()), 6) for bar in drawn[0].patches if isinstance(bar, Rectangle)}
    found = drawn_words(drawn[0])
    assert (low + high, starts) == (0, {0.0})
    assert (found["Worse"][0], found["Better"][0]) == (low, high)


def test_a_bar_chart_labels_its_bars() -> None:
    """Each bar has its indicator's name and its variance, signed, except for an exact zero."""
    words = labels(variances(MIXED, "excluding_uasc", "Kent").html)
    assert [word for word in words if re.fullmatch(r"[+-]?[\d.]+", word)] == [
        "+17.7", "+3.0", "-1.5", "-1.4", "-0.8", "+0.5", "0.0",
    ]  # fmt: skip
    assert len([word for word in words if word.startswith("Indicator ")]) == 7


def test_a_bar_chart_is_described() -> None:
    """The title counts better and worse; the description holds every variance and its judgement, largest first."""
    chart = svg(variances(MIXED, "excluding_uasc", "Kent").html)
    assert chart.select("title")[0].get_text() == (
        "Excluding UASC, 3 of 7 percentages for Kent are better and 3 are worse"
    )
    assert chart.select("desc")[0].get_text() == (
        "Bar chart. Indicator higher +17.7, better; Indicator closer +3.0, better; Indicator farther -1.5, worse; "
        "Indicator lower -1.4, better; Indicator down -0.8, worse; Indicator up +0.5, worse; "
        "Indicator same 0.0, the same."
    )


def test_better_and_worse_bars_have_different_colours() -> None:
    """Two colours, which are not those of ratings, beside the words at the ends of the axis."""
    text = str(variances(MIXED, "excluding_uasc", "Kent").html)
    assert {"better", "worse"} <= set(re.findall(r"var\(--([a-z-]+),", text))
    assert re.findall(r"--(?:red|amber|green)\b", text) == []


def test_no_variance_makes_no_chart() -> None:
    """An area without a variance has a sentence in the chart's place."""
    html = variances(MIXED, "excluding_uasc", "North Kent").html
    assert "<svg" not in html
    assert "North Kent: no percentage has a variance to show." in html


# Stocks


def counts(values: Mapping[str, float | None], status: str = "") -> pd.DataFrame:
    """Give activity frames of one measure, month by month."""
    items = pd.DataFrame([{"indicator": "caseloads", "name": "Caseloads", "data_period": "SS", "unit": "count",
                           "polarity": "", "role": "activity"}])  # fmt: skip
    results = pd.DataFrame(
        [{"indicator": "caseloads", "period": period, "area": "Kent", "cohort": "", "numerator": value,
          "status": "" if value else status} for period, value in values.items()]
    )  # fmt: skip
    areas = pd.DataFrame([{"area": "Kent", "kind": "county", "parent": ""}])
    return pd.concat([activity(results, items, areas, period) for period in sorted(values)])


def test_a_stock_starts_at_zero_and_labels_both_ends(drawn: list[Axes]) -> None:
    """First and last value stand at their points; the title says how the last month moved."""
    block = stocks(counts({"2016-01": 9400, "2016-02": 9470, "2016-03": 9377}), "Kent")
    assert drawn[0].get_ylim()[0] == 0
    found = drawn_words(drawn[0])
    assert (tuple(found["9,400"]), tuple(found["9,377"])) == ((0, 9400), (2, 9377))
    assert svg(block.html).select("title")[0].get_text() == "Caseloads: down 93 in the month"
    assert svg(block.html).select("desc")[0].get_text() == (
        "Line chart from zero. January 2016 9,400, February 2016 9,470, March 2016 9,377."
    )


@pytest.mark.parametrize(
    ("before", "now", "words"), [(10, 10, "unchanged"), (10, 12, "up 2"), (1236, 0, "down 1,236"), (0, 7, "up 7")]
)
def test_the_title_of_a_stock(before: int, now: int, words: str) -> None:
    """It says how far the stock moved, in words that judge nothing; a stock of zero is drawn as well."""
    block = stocks(counts({"2016-02": before, "2016-03": now}), "Kent")
    assert svg(block.html).select("title")[0].get_text() == f"Caseloads: {words} in the month"


def test_one_month_of_a_stock_makes_no_chart() -> None:
    """A line needs two months."""
    assert "<svg" not in stocks(counts({"2016-03": 9377}), "Kent").html


def test_a_stock_that_is_withheld_is_nowhere() -> None:
    """A suppressed month is neither drawn nor described; the title does not tell how far it moved."""
    block = stocks(counts({"2016-01": 12, "2016-02": 8, "2016-03": None}, status="suppressed"), "Kent")
    assert "March" not in svg(block.html).get_text()
    assert svg(block.html).select("title")[0].get_text() == "Caseloads: down 4 since January 2016, to February 2016"


def test_a_stock_after_a_gap() -> None:
    """A change over several months is not told as one of the month."""
    block = stocks(counts({"2015-12": 12, "2016-03": 8}), "Kent")
    assert svg(block.html).select("title")[0].get_text() == "Caseloads: down 4 since December 2015"
