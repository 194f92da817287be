"""Stocks, and an activity against its budgeted level, asked for what their charts show."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.axes import Axes

from scorecard_kit import load
from scorecard_kit.charts import levels as level_chart
from scorecard_kit.charts.levels import stocks
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.activity import Measure, activity, measure
from tests.drawings import drawn_words, svg

ROOT = Path(__file__).parents[2]


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [tag.get_text() for tag in BeautifulSoup(html, "html.parser").select(selector)]


def test_the_charts_of_an_activity(invented: Dataset, golden: Callable[..., None]) -> None:
    """Caseloads rose from 90 to 100 in Kent; weeks of care stood at 95, 100 and 105 against a level of 100."""
    figures = (invented.results, invented.indicators, invented.targets, invented.breakdowns)
    weeks = measure(*figures, "weeks", "Shire", "2016-03")
    counted = counts({"2016-01": 95, "2016-02": 90, "2016-03": 100})
    golden(stocks=stocks(counted, "Kent"), level_chart=level_chart.level_chart(weeks, "Up 5"))


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
    assert {"2,011 in December", "Budgeted 1,178"} <= set(words(html, "svg text"))
    assert drawn[0].get_xlim() == pytest.approx((-1.5, 33 + 0.02 * 34.5))


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


@pytest.mark.parametrize(("count", "said"), [(1, "One result alone makes no chart"), (2, "Two results make no chart")])
def test_few_results_make_no_chart(count: int, said: str) -> None:
    """A line needs three points."""
    few = level("lac-kent")
    html = level_chart.level_chart(few._replace(points=few.points[:count]), "Title").html
    assert html == f"<p>{said}: others are not in the data.</p>"


def counts(values: Mapping[str, float | None], status: str = "", data_period: str = "SS") -> pd.DataFrame:
    """Give activity frames of one measure, month by month."""
    items = pd.DataFrame([{"indicator": "caseloads", "name": "Caseloads", "data_period": data_period, "unit": "count",
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
    block = stocks(counts({"2016-01": 5, "2016-02": before, "2016-03": now}), "Kent")
    assert svg(block.html).select("title")[0].get_text() == f"Caseloads: {words} in the month"


@pytest.mark.parametrize(("data_period", "words"), [("SS", "at the end of each month"), ("month", "month by month")])
def test_the_subtitle_says_when_it_was_counted(data_period: str, words: str) -> None:
    """What is open is counted at the end of a month, what came in during it."""
    block = stocks(counts({"2016-01": 9, "2016-02": 12, "2016-03": 10}, data_period=data_period), "Kent")
    assert f">Kent, {words}, from zero.<" in block.html


def test_two_months_of_a_stock_make_no_chart() -> None:
    """Two months are numbers, three a line."""
    assert stocks(counts({"2016-02": 9470, "2016-03": 9377}), "Kent").html == ""


def test_a_stock_that_is_withheld_is_nowhere() -> None:
    """A suppressed month is neither drawn nor described; the title does not tell how far it moved."""
    block = stocks(counts({"2015-12": 9, "2016-01": 12, "2016-02": 8, "2016-03": None}, status="suppressed"), "Kent")
    assert "March" not in svg(block.html).get_text()
    assert svg(block.html).select("title")[0].get_text() == "Caseloads: down 4 since January 2016, to February 2016"


def test_a_stock_after_a_gap() -> None:
    """A change over several months is not told as one of the month."""
    block = stocks(counts({"2015-11": 9, "2015-12": 12, "2016-03": 8}), "Kent")
    assert svg(block.html).select("title")[0].get_text() == "Caseloads: down 4 since December 2015"
