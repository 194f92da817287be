"""What the figures ask, against sentences written by hand."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_kit.blocks.questions import questions
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.scorecard import score_latest

INDICATORS = "indicator,name,polarity,data_period,unit"


def book_of(make_book: Callable[..., Dataset], results: str, polarity: str = "H", target: str = "80,70") -> Dataset:
    """Give two indicators: Visits, with results newest last from `2016-03` back, and Plans, which meets its target."""
    values = results.split()
    months = [f"2015-{month:02}" for month in range(4, 13)] + ["2016-01", "2016-02", "2016-03"]
    lines = [f"visits,{month},Shire,{value}," for month, value in zip(months[-len(values) :], values, strict=True)]
    lines = [line.replace("c,", ",suppressed") for line in lines]
    return make_book(
        indicators=f"{INDICATORS}\nvisits,Visits,{polarity},SS,percent\nplans,Plans,H,SS,percent",
        results="\n".join(["indicator,period,area,value,status", *lines, "plans,2016-03,Shire,90,"]),
        targets=f"indicator,from,target,floor\nvisits,2015-04,{target}\nplans,2015-04,80,70",
    )


def asked(book: Dataset, *, with_book: bool = True) -> list[str]:
    """Give the questions as words."""
    scored = score_latest(book, "2016-03", "Shire")
    html = str(questions(scored, book if with_book else None).html)
    return [item.get_text() for item in BeautifulSoup(html, "html.parser").select("li")]


RED = "What would bring Visits (Red at {} results running) out of Red, and by when?"
WORSE = "Visits worsened most since February 2016, from {} to {}. What lies behind it?"
NEAR = "Visits is {} from {}. What would it take?"
MISSED = "Visits has missed its target at {} results running. What would meet it?"


@pytest.mark.parametrize(
    ("results", "polarity", "target", "expected"),
    [
        ("60 60 60", "H", "80,70", [RED.format(3)]),
        ("71 60 60", "H", "80,70", []),
        ("60 c 60", "H", "80,70", []),
        ("62 61", "H", "80,70", [WORSE.format("62%", "61%")]),
        ("62 61.1", "H", "80,70", []),
        ("61 62", "L", "20,30", [WORSE.format("61%", "62%")]),
        ("21 31", "T", "26,", []),
        ("21 31.1", "T", "26,", []),
        ("21 32", "T", "26,", [WORSE.format("21%", "32%")]),
        ("69 69", "H", "80,70", [NEAR.format("1.0 percentage points", "Amber")]),
        ("68.9 68.9", "H", "80,70", []),
        ("70 70", "H", "80,70", []),
        ("79.99 79.99", "H", "80,70", [NEAR.format("less than 0.1 percentage points", "Green")]),
        ("80 80", "H", "80,70", []),
        ("30.5 30.5", "L", "20,30", [NEAR.format("0.5 percentage points", "Amber")]),
        ("79.5 79.5", "H", "80,80", [NEAR.format("0.5 percentage points", "Green")]),
        ("75 75 75 75 75 75", "H", "80,70", [MISSED.format(6)]),
        ("75 75 75 75 75", "H", "80,70", []),
        ("60 60 60 60 60 69.5", "H", "80,70", [RED.format(6), NEAR.format("0.5 percentage points", "Amber")]),
    ],
)
def test_what_is_asked(
    make_book: Callable[..., Dataset], results: str, polarity: str, target: str, expected: list[str]
) -> None:
    """Three results Red, a point lost, a point from the next rating, six targets missed: on and beside each bound."""
    assert asked(book_of(make_book, results, polarity, target)) == expected


def test_without_the_months_before_no_run_is_told(make_book: Callable[..., Dataset]) -> None:
    """Only what the frame itself knows is asked then."""
    assert asked(book_of(make_book, "60 60 60 69.5"), with_book=False) == [
        NEAR.format("0.5 percentage points", "Amber")
    ]


def test_a_result_that_is_due_is_asked_for(make_book: Callable[..., Dataset]) -> None:
    """A monthly figure that ends in January is due in March; that it fell then is no news."""
    book = make_book(
        indicators=f"{INDICATORS}\nvisits,Visits,H,SS,percent\nplans,Plans,H,SS,percent",
        results="indicator,period,area,value\nvisits,2015-12,Shire,90\nvisits,2016-01,Shire,85\nplans,2016-03,Shire,90",
        targets="indicator,from,target,floor\nvisits,2015-04,80,70",
    )
    assert asked(book) == ["When will there be a result for Visits (newest: January 2016)?"]


def test_a_withheld_result_is_asked_nothing_of(make_book: Callable[..., Dataset]) -> None:
    """Neither it nor what it fell from is told."""
    assert asked(book_of(make_book, "90 90 90 c")) == []


@settings(max_examples=40, deadline=None)
@given(
    results=st.lists(st.sampled_from(["c", "20", "25", "25.5", "29.9", "30", "31"]), min_size=2, max_size=7),
    rule=st.sampled_from([("H", "30,25"), ("L", "25,30"), ("L", "25,25"), ("H", "30,"), ("T", "25,"), ("", "25,")]),
)
def test_no_question_contradicts_a_rating_or_an_arrow(
    make_book: Callable[..., Dataset], results: list[str], rule: tuple[str, str]
) -> None:
    """Red is asked of Reds alone, a missed target of Ambers, what worsened of what did; of what is withheld nothing."""
    book = book_of(make_book, " ".join(results), *rule)
    row = next(row for row in records(score_latest(book, "2016-03", "Shire")) if row["indicator"] == "visits")
    said = " ".join(asked(book))
    assert ("out of Red" in said) <= (row["rag"] == Rag.RED)
    assert ("has missed" in said) <= (row["rag"] == Rag.AMBER)
    assert ("worsened most" in said) <= (row["direction_from_previous"] == Direction.WORSENED)
    assert ("from Green" in said or "from Amber" in said) <= (row["rag"] in (Rag.RED, Rag.AMBER))
    assert "Visits" not in said or row["standing"] == "result"
