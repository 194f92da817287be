"""The page of one indicator: who owns it, its months, what changed, who is counted, and its notes."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scorecard_kit.blocks import bands
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import exception_report as exception_page
from scorecard_kit.pages.case import case
from tests.invented import TABLES


def test_the_blocks_of_an_indicator(invented: Dataset, golden: Callable[..., None]) -> None:
    """Three months with a companion, two owners, a change of definition, two ages, and the bands in words."""
    made = case(invented, "visits", "2016-03", "Shire", months=13, reporting="month")
    golden(
        changed=exception_page.changed(made),
        owners=exception_page.owners(made),
        months_table=exception_page.months_table(made, "Visits in time"),
        breakdown=exception_page.breakdown(made),
        notes=exception_page.notes(made),
    )


@pytest.mark.parametrize(("area", "about"), [("Shire", "visits"), ("North", "")])
def test_links_lead_to_the_page_of_the_main_area(invented: Dataset, area: str, about: str) -> None:
    """The page of the county's result says which indicator it is about; a district's own page is led to by none."""
    made = case(invented, "visits", "2016-03", area, months=13, reporting="month")
    assert exception_page.opening(made).meta["about"] == about


def test_a_page_of_the_middle_of_a_month(make_book: Callable[..., Dataset]) -> None:
    """Figures as at 18 April are no snapshot at the end of it, 47.3 posts are not 47, and April alone is no span."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nload,Load,T,SS,ratio\nseen,Seen,H,YTD,percent",
        results="indicator,period,area,numerator,denominator,as_at,status\n"
        "load,2016-04,Shire,864,47.3,2016-04-18,provisional\nseen,2016-04,Shire,60,80,,",
    )
    said = {}
    for key in ("load", "seen"):
        made = case(book, key, "2016-04", "Shire", months=["2016-04"], reporting="month")
        blocks = [exception_page.months_table(made), exception_page.notes(made)]
        text = " ".join(re.sub("<[^>]+>", " ", str(block.html)) for block in blocks)
        said[key] = f"{bands.exception(made.latest, made.item, made.target)} {text}"
    assert "47.3" in said["load"]
    assert "Snapshot on 18 April 2016." in said["load"]
    assert said["load"].startswith("In April 2016 the provisional result was 18.3 (864 of 47.3).")
    assert "Year to date: April 2016 alone." in said["seen"]


@pytest.mark.parametrize(
    ("data_period", "said"),
    [
        ("SS", "Snapshot on 18 May 2025."),
        ("YTD", "Year to date: April 2025 to 18 May 2025."),
        ("R12M", "Rolling 12 months: June 2024 to 18 May 2025."),
        ("month", "Month, to 18 May 2025."),
    ],
)
def test_a_report_of_a_day_within_the_month(make_book: Callable[..., Dataset], data_period: str, said: str) -> None:
    """What the result covers ends on that day, and not with the month."""
    book = make_book(
        indicators=f"indicator,name,polarity,data_period,unit\nwaiting,Waiting,L,{data_period},count",
        results="indicator,period,area,numerator,as_at\nwaiting,2025-05,Shire,64,2025-05-18",
        targets="indicator,from,target,floor\nwaiting,2025-04,62,62",
    )
    made = case(book, "waiting", "2025-05", "Shire", months=["2025-05"], reporting="month")
    html = str(exception_page.notes(made).html)
    assert f"<dd>{said}</dd>" in html
    assert "Above 62 Red, 62 and below Green: no Amber, since minimum and target are the same." in html


@pytest.mark.parametrize(
    ("figures", "shares"),
    [("4,8,", ["75.0%", "25.0%"]), (",,50", ["Not given", "Not given"]), ("0,8,", ["No cases", "No cases"])],
)
def test_a_share_is_of_the_numerator(make_book: Callable[..., Dataset], figures: str, shares: list[str]) -> None:
    """3 and 1 of 4 are 75% and 25%; where no numerator is known there is no share, and of nobody neither."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nvisits,Visits in time,H,month,percent",
        results=f"indicator,period,area,numerator,denominator,value\nvisits,2025-05,Shire,{figures}",
        breakdowns="indicator,period,area,dimension,category,count\n"
        "visits,2025-05,Shire,Age,Under 5,3\nvisits,2025-05,Shire,Age,5 and over,1",
    )
    made = case(book, "visits", "2025-05", "Shire", months=["2025-05"], reporting="month")
    assert re.findall(r"<td>([^<]*)</td></tr>", str(exception_page.breakdown(made).html)) == shares


def test_an_indicator_that_comes_once_a_year(make_book: Callable[..., Dataset]) -> None:
    """Its earlier year is not among the thirteen months of the page, which does not say that the data lack it."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\nresults,Good results,H,R12M,percent",
        results="indicator,period,area,numerator,denominator\nresults,2024-03,Shire,62,100\nresults,2025-03,Shire,63,100",
        targets="indicator,from,target,floor\nresults,2023-04,65,60",
    )
    made = case(book, "results", "2025-05", "Shire", months=13, reporting="month")
    said = str(exception_page.trend(made).html)
    assert said == "<p>One month alone makes no chart: no other of the months shown has a figure.</p>"
    five = case(book, "results", "2025-05", "Shire", months=13, newest=5, reporting="month")
    assert str(exception_page.trend(five).html).endswith(". In March 2024 it was 62.0%.</p>")


def test_the_head_and_the_chart_of_an_indicator(make_book: Callable[..., Dataset], golden: Callable[..., None]) -> None:
    """52 of 68 are 76.5%, Amber; a commentary fills in what it is told, and says whose it is."""
    book = make_book(**TABLES)
    folder = Path(book.folder) / "commentary" / "2016-03"
    folder.mkdir(parents=True)
    text = "---\nauthor: Sam Example\n---\n{{ numerator }} were in time.\n\n## Actions\n\nMore visits.\n"
    (folder / "visits.md").write_text(text, encoding="utf-8")
    made = case(book, "visits", "2016-03", "Shire", months=13, reporting="month")
    golden(
        opening=exception_page.opening(made),
        trend=exception_page.trend(made),
        commentary=exception_page.commentary(made),
        actions=exception_page.actions(made),
    )


ACTIONS = "indicator,area,action,owner,due,status,reason,from,to\n"
OVERDUE = "visits,,Lend two workers.,Head of Visits,2016-03-30,open,,,\n"
OPEN = "visits,,Telephone ahead.,Head of Visits,2016-04-30,open,,,\n"
DONE = "visits,,Write letters.,Head of Visits,2016-01-31,done,,,\n"
LISTED = "They are in the minutes:\n\n- Visit **on Saturdays**.\n- Ask North for a car.\n"


@pytest.mark.parametrize(
    ("actions", "text", "doing"),
    [
        ("", "", ""),
        ("", "Nobody answered.", ""),
        ("", "Late.\n\n## Actions\n\nMore visits by {{ month }}. Nothing else.", "More visits by March 2016."),
        ("", f"## Actions\n\n{LISTED}", "Visit on Saturdays, and 1 more."),
        (OPEN + OVERDUE, "", "Lend two workers (overdue, due 30 March 2016), and one more action."),
        (OPEN + DONE, f"## Actions\n\n{LISTED}", "Telephone ahead (due 30 April 2016)."),
        (DONE, "", "No action is open: 1 done."),
    ],
)
def test_what_is_being_done_in_one_sentence(
    make_book: Callable[..., Dataset], actions: str, text: str, doing: str
) -> None:
    """The first open action, overdue ones first, else the first of the commentary; the page says no other one."""
    book = make_book(**TABLES | {"actions": ACTIONS + actions})
    folder = Path(book.folder) / "commentary" / "2016-03"
    folder.mkdir(parents=True)
    (folder / "visits.md").write_text(text, encoding="utf-8")
    made = case(book, "visits", "2016-03", "Shire", months=13, reporting="month")
    assert exception_page.opening(made).meta["doing"] == doing
    shown = BeautifulSoup(str(exception_page.actions(made).html), "html.parser")
    assert ("No action is recorded." in shown.get_text()) == (not doing)
    rest = str(exception_page.commentary(made, actions=False).html)
    assert ("Actions</h2>" in rest) == (bool(actions) and "## Actions" in text)
