"""The cover report: who reports to whom, and what is reported, each count with its base."""

from collections.abc import Callable

import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import cover_report as cover_page


def test_the_blocks_of_a_cover(invented: Dataset, golden: Callable[..., None]) -> None:
    """Head, summary, key, and what is listed beneath."""
    scored = score_latest(invented, "2016-03", "Shire")
    golden(
        head=cover_page.head([("To", "Committee"), ("From", "")], "2016-05-13", "unrestricted"),
        summary=cover_page.summary(scored, "2016-03", invented, "£k", 100_000),
        how_to_read=cover_page.how_to_read(scored, invented),
        listed=cover_page.listed("Recommendations", ["To note the report."]),
        contact=cover_page.contact("Ann Other"),
    )


def test_the_blocks_of_a_cover_of_a_budget(invented: Dataset, golden: Callable[..., None]) -> None:
    """Without an indicator the forecast is summed up."""
    scored = score_latest(invented, "2016-03", "Shire").iloc[:0]
    golden(
        budget_summary=cover_page.summary(scored, "2016-03", invented, "£k", 10_000),
        budget_how_to_read=cover_page.how_to_read(scored, invented),
    )


@pytest.mark.parametrize(
    ("rated", "other", "said"),
    [
        (0, 1, "In March 2016 there is no indicator with a rating. 1 indicator cannot be rated."),
        (1, 0, "In March 2016 there is 1 indicator with a rating: 1 Green, 0 Amber, 0 Red."),
        (1, 1, "In March 2016 there is 1 indicator with a rating: 1 Green, 0 Amber, 0 Red. 1 other cannot be rated."),
        (
            2,
            2,
            "In March 2016 there are 2 indicators with a rating: 2 Green, 0 Amber, 0 Red. 2 others cannot be rated.",
        ),
    ],
)
def test_rated_indicators_are_counted(make_book: Callable[..., Dataset], rated: int, other: int, said: str) -> None:
    """None, one and two, with those that cannot be rated."""
    keys = [f"i{place}" for place in range(rated + other)]
    tables = {
        "indicators": ["indicator,name,polarity,data_period,unit", *(f"{key},{key},H,SS,percent" for key in keys)],
        "results": ["indicator,period,area,numerator,denominator", *(f"{key},2016-03,Shire,90,100" for key in keys)],
        "targets": ["indicator,from,target,floor", *(f"{key},2015-04,85,75" for key in keys[:rated])],
    }
    book = make_book(**{name: "\n".join(rows) for name, rows in tables.items()})
    assert cover_page.answer(score_latest(book, "2016-03", "Shire"), "2016-03", book, "£k") == said


@pytest.mark.parametrize(
    ("number", "days", "floor", "said"),
    [
        (
            1,
            ["2016-03-18"],
            85,
            ["It counts a snapshot of one day.", "the target is missed."],
        ),
        (
            1,
            [""],
            75,
            ["It counts a snapshot at the end of the month.", "Higher is better.", "worse than the minimum."],
        ),
        (2, ["", "2016-03-18"], 75, ["2 of 2 count a snapshot of one day."]),
    ],
)
def test_the_key_of_few_indicators(
    make_book: Callable[..., Dataset], number: int, days: list[str], floor: int, said: list[str]
) -> None:
    """One indicator is not 1 of 1; a day within the month is said; where nothing can be Amber there is no minimum."""
    keys = [f"i{place}" for place in range(number)]
    rows = [f"{key},2016-03,Shire,90,100,{day}" for key, day in zip(keys, days, strict=True)]
    book = make_book(
        indicators="\n".join(
            ["indicator,name,polarity,data_period,unit", *(f"{key},{key},H,SS,percent" for key in keys)]
        ),
        results="\n".join(["indicator,period,area,numerator,denominator,as_at", *rows]),
        targets="\n".join(["indicator,from,target,floor", *(f"{key},2015-04,85,{floor}" for key in keys)]),
    )
    html = str(cover_page.how_to_read(score_latest(book, "2016-03", "Shire"), book).html)
    assert [words for words in said if words not in html] == []
    assert "1 of 1" not in html


def test_a_strict_council_that_reports_within_the_month(make_book: Callable[..., Dataset]) -> None:
    """Where minimum and target are the same Red is a target missed, and a snapshot is of the day that the row says."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nwaiting,Waiting,L,SS,count",
        results="indicator,period,area,numerator,as_at\nwaiting,2025-05,Shire,64,2025-05-18",
        targets="indicator,from,target,floor\nwaiting,2025-04,62,62",
    )
    html = str(cover_page.how_to_read(score_latest(book, "2025-05", "Shire"), book).html)
    assert "the target is missed." in html
    assert "Amber" not in html
    assert "minimum" not in html
    assert "It counts a snapshot of one day." in html


def test_the_head_of_the_cover_report(invented: Dataset, golden: Callable[..., None]) -> None:
    """Ratings first, then the budget."""
    rated = cover_page.scored(invented, "2016-03", "Shire", "month")
    golden(opening=cover_page.opening(invented, rated, "2016-03", "Performance", "£k"))
