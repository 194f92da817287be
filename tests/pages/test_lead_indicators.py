"""Lead indicators: each beside its expected range, and never rated."""

from collections.abc import Callable

import pandas as pd
import pytest

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import lead_indicators as lead_page


def test_the_blocks_of_the_lead_indicators(invented: Dataset, golden: Callable[..., None]) -> None:
    """310 contacts lie above a range of 200 to 300; requests have no range."""
    golden(lead_table=lead_page.lead_table(lead_page.newest(invented, "2016-03", "Shire", "month"), "Lead indicators"))


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("", "No lead indicator has both a figure and a range."),
        ("?", "No lead indicator has both a figure and a range."),
        ("??", "Neither lead indicator has both a figure and a range."),
        ("???", "None of 3 lead indicators has both a figure and a range."),
        ("w", "Of 1 lead indicator, 1 lies within the expected range."),
        (
            "wa?",
            (
                "Of 3 lead indicators, 1 lies within the expected range and 1 lies above the expected range. "
                "For 1 a figure or the range is not given."
            ),
        ),
    ],
)
def test_where_lead_indicators_lie_is_counted(places: str, said: str) -> None:
    """None, one and more, with those that cannot be placed."""
    ranges = {"w": (5, 1, 9), "a": (10, 1, 9), "?": ("", "", "")}
    rows = [dict(zip(("value", "lower", "upper"), ranges[place], strict=True)) for place in places]
    assert lead_page.answer(pd.DataFrame(rows, columns=["value", "lower", "upper"], dtype=object)) == said


def test_without_lead_indicators_there_is_a_page_that_says_so(make_book: Callable[..., Dataset]) -> None:
    """A pack that holds none of that role is told so, and has a table without a row."""
    latest = lead_page.newest(make_book(), "2016-03", "Shire", "month")
    assert lead_page.answer(latest) == "No lead indicator has both a figure and a range."
    assert "<td>" not in lead_page.lead_table(latest, "Lead indicators").html


def test_a_late_lead_indicator_says_so(make_book: Callable[..., Dataset]) -> None:
    """February's figure stands with its month and what is awaited, as on every page."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit,role\ncontacts,Contacts,,month,count,lead",
        results="indicator,period,area,numerator,as_at\ncontacts,2016-02,Shire,310,2016-02-18",
    )
    html = str(lead_page.lead_table(lead_page.newest(book, "2016-03", "Shire", "month"), "Lead").html)
    assert '18 February 2016</span> <span class="hint when">March 2016 is not in yet</span>' in html


def test_a_pack_of_lead_indicators_alone(make_book: Callable[..., Dataset]) -> None:
    """Where no indicator is there to be rated, no month of theirs is awaited and no direction is missing."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit,role\ncontacts,Contacts,,month,count,lead",
        results="indicator,period,area,numerator\ncontacts,2016-03,Shire,310",
    )
    scored = score_latest(book, "2016-03", "Shire")
    assert standing.answer(scored, "2016-03") == "No indicator has a result to show."
    assert sentences.performance(scored) == ["Ratings: no indicator is rated."]


def test_the_head_of_the_lead_indicators(invented: Dataset, golden: Callable[..., None]) -> None:
    """How many lie outside their expected range."""
    golden(opening=lead_page.opening(invented, lead_page.newest(invented, "2016-03", "Shire", "month"), "2016-03"))
