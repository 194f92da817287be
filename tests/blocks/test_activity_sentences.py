"""An activity and its costs in sentences, and as charts and tables against the budgeted level."""

from collections.abc import Callable

import pytest

from scorecard_kit.blocks import activity_sentences
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import activity_and_cost as cost_page


def test_the_sentences_of_an_activity(invented: Dataset) -> None:
    """95, 100 and 105 weeks against 100, and what a week costs."""
    shown = cost_page.measures(invented, "weeks", "Shire", "2016-03")
    assert activity_sentences.chart_title(shown[0]) == (
        "Up 5 since February 2016, and 5 over its budgeted level of 100"
    )
    assert activity_sentences.answer(shown) == (
        "Weeks of care stood at 105 in March 2016, 5 over its budgeted level of 100. "
        "Cost of a week: £400, £1 over its budgeted level of £399."
    )


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ([105], "It was over its budgeted level in the one month of 2015/16 with a result."),
        ([95, 90], "It was under its budgeted level in both months of 2015/16 with a result."),
        ([100], "It was exactly at its budgeted level in the one month of 2015/16 with a result."),
        ([105, 106, 107], "It was over its budgeted level in all 3 months of 2015/16 with a result."),
        ([95, 105], "Of the 2 months of 2015/16 with a result it was over its budgeted level in 1, under it in 1."),
        (
            [100, 105, 106],
            (
                "Of the 3 months of 2015/16 with a result it was over its budgeted level in 2, under it in 0 and "
                "exactly at it in 1."
            ),
        ),
    ],
)
def test_months_over_the_level_are_counted(make_book: Callable[..., Dataset], weeks: list[int], said: str) -> None:
    """One month, both months, all three: never all 1."""
    rows = [f"weeks,2015-{month:02},Shire,{number}" for month, number in enumerate(weeks, start=5)]
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit,role\nweeks,Weeks,,month,count,activity",
        results="\n".join(["indicator,period,area,numerator", *rows]),
        targets="indicator,from,target,basis\nweeks,2015-04,100,budget",
    )
    [measure] = cost_page.measures(book, "weeks", "Shire", rows[-1].split(",")[1])
    assert said in activity_sentences.comments(measure, "2016-03")
