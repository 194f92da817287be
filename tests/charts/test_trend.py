"""The chart of an indicator's months, as its title, text alternative and frame tell it."""

from collections.abc import Callable

from scorecard_kit.charts.trend import trend
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages.case import case


def test_the_trend_of_three_months_and_of_one(invented: Dataset, golden: Callable[..., None]) -> None:
    """Three months make a chart; one alone makes none, and says so."""
    months = ["2016-01", "2016-02", "2016-03"]
    made = case(invented, "visits", "2016-03", "Shire", months=months, reporting="month")
    alone = case(invented, "turnover", "2016-03", "Shire", months=months, reporting="month")
    golden(
        three_months=trend(made.past, made.item.name, "Shire", made.others, ["2016-02"]),
        one_month=trend(alone.past, alone.item.name, "Shire"),
    )
