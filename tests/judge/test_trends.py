"""The months behind a result: which are points, and which of them belong to one line."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.periods import window
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.judge.trends import Trend, trends
from tests.judge.test_scorecard import INDICATORS, TARGETS, months


def trend(indicator: str, values: dict[str, Any], period: str = "2016-03", **more: Any) -> Trend:  # noqa: ANN401  # as months has them
    """Give the trend of one indicator's results."""
    changes = more.pop("changes", None)
    definitions = INDICATORS.assign(**more)
    book = Book(months(indicator, values), definitions[definitions["indicator"] == indicator], TARGETS, changes)
    return next(iter(trends(book, score_latest(book, period, "Shire")).values()))


def lines(of: Trend) -> list[list[str]]:
    """Give the months of each line."""
    return [[point.period for point in piece] for piece in of.pieces]


def test_a_year_of_months_is_one_line_that_begins_with_the_same_month_of_the_year_before() -> None:
    """Thirteen months to March 2016 begin in March 2015, and what lies before is no point."""
    year = window("2016-03", 13)
    assert lines(trend("visits", dict.fromkeys(window("2016-03", 15), 80))) == [year]


def test_the_target_of_each_point_is_the_one_in_force_in_its_month() -> None:
    """The target rose from 80 to 85 in March 2016."""
    assert [point.target for point in trend("visits", {"2016-02": 80, "2016-03": 81}).points] == [80, 85]


@pytest.mark.parametrize("missing", ["suppressed", None])
def test_a_month_that_is_withheld_or_missing_ends_a_line(missing: str | None) -> None:
    """Nothing is drawn across it, and a withheld one has no value anywhere."""
    found = trend("visits", {"2015-12": 70, "2016-01": missing, "2016-02": 71, "2016-03": 72})
    assert lines(found) == [["2015-12"], ["2016-02", "2016-03"]]
    assert all(point.value is None for point in found.points if point.withheld)


def test_a_series_of_quarters_is_one_line_and_a_withheld_quarter_ends_it() -> None:
    """Three months between two quarters are no gap."""
    quarters = ["2015-03", "2015-06", "2015-09", "2015-12", "2016-03"]
    assert lines(trend("visits", dict.fromkeys(quarters, 70))) == [quarters]
    hidden = dict.fromkeys(quarters, 70) | {"2015-09": "suppressed"}
    assert lines(trend("visits", hidden)) == [quarters[:2], quarters[3:]]


def test_every_second_month_withheld_does_not_make_a_rhythm_of_two() -> None:
    """A line would else run across what is withheld."""
    found = trend(
        "visits", {"2015-11": 70, "2015-12": "suppressed", "2016-01": 71, "2016-02": "suppressed", "2016-03": 72}
    )
    assert lines(found) == [["2015-11"], ["2016-01"], ["2016-03"]]


def test_a_figure_to_date_begins_again_in_april() -> None:
    """March and April are of two years; what compares with March is the year's own months and the March before."""
    values = dict.fromkeys(window("2016-03", 13), 70)
    found = trend("visits", values, data_period="YTD")
    assert lines(found) == [["2015-03"], window("2016-03", 12)]
    assert len(found.compared) == 12
    assert [point.period for point in trend("visits", values, "2015-06", data_period="YTD").compared] == [
        "2015-04",
        "2015-05",
    ]


def test_of_a_count_to_date_the_same_month_alone_is_a_point() -> None:
    """It rises all year, which is no trend."""
    assert lines(trend("starts", dict.fromkeys(window("2016-03", 13), 7))) == [["2015-03", "2016-03"]]


def test_a_change_that_is_not_comparable_ends_a_line() -> None:
    """Figures before and after it are counted in two ways."""
    changes = pd.DataFrame([["visits", "2016-02", "no"]], columns=["indicator", "from", "comparable"])
    found = trend("visits", dict.fromkeys(window("2016-03", 4), 70), changes=changes)
    assert lines(found) == [["2015-12", "2016-01"], ["2016-02", "2016-03"]]
    assert [point.period for point in found.compared] == ["2016-02"]


@settings(max_examples=30)
@given(st.lists(st.sampled_from([None, "suppressed", "64", "81.5"]), min_size=13, max_size=13), st.sampled_from("HLT"))
def test_each_month_with_a_value_stands_in_one_line_whatever_the_polarity(
    values: list[str | None], polarity: str
) -> None:
    """No value is lost or twice there, and neighbours in a line are neighbours in the series."""
    found = trend("visits", dict(zip(window("2016-03", 13), values, strict=True)), polarity=polarity)
    drawn = [point.period for piece in found.pieces for point in piece]
    assert drawn == [
        month for month, value in zip(window("2016-03", 13), values, strict=True) if value not in (None, "suppressed")
    ]
