"""The activity section: what is carried, what came and went, and how the counts add up."""

from collections.abc import Callable

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.activity import ACTIVITY_COLUMNS
from scorecard_kit.pages import activity as activity_page


@pytest.fixture(scope="module")
def counts(invented: Dataset) -> pd.DataFrame:
    """Give the activity of March."""
    return activity_page.counts(invented, "2016-03")


def test_the_blocks_of_the_activity(invented: Dataset, counts: pd.DataFrame, golden: Callable[..., None]) -> None:
    """Stocks with their change, flows of the month, and the county beside its groups."""
    golden(
        stocks=activity_page.stocks(counts, "2016-03"),
        flows=activity_page.flows(counts, "2016-03"),
        sums=activity_page.sums(invented, counts),
    )


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (0, "No group of Shire is in the data: there is nothing to add."),
        (1, "Shire is made up of 1 group: G0."),
        (2, "Shire is made up of 2 groups: G0 and G1."),
    ],
)
def test_the_groups_of_the_county_are_counted(groups: int, said: str) -> None:
    """None, one and two groups each have their words."""
    rows = [{"measure": "open", "area": "Shire", "kind": "county"}]
    rows += [{"measure": "open", "area": f"G{place}", "kind": "area", "parent": "Shire"} for place in range(groups)]
    frame = pd.DataFrame(rows, columns=ACTIVITY_COLUMNS).astype(object)
    assert said in activity_page.sums_of(frame.where(frame.notna(), None), "Shire").html


def test_a_team_stands_in_the_tables_of_what_is_counted_for_it() -> None:
    """One that has open cases and no referrals is no row of "not counted" beneath those that came in."""
    stock = {"measure": "open", "name": "Open", "data_period": "SS", "before": "2016-02"}
    flow = {"measure": "in", "name": "Referrals", "data_period": "month"}
    rows = [
        {**stock, "area": "Team A", "kind": "team"},
        *({**measure, "area": "Shire", "kind": "county"} for measure in (stock, flow)),
    ]
    frame = pd.DataFrame(rows, columns=[*dict.fromkeys([*ACTIVITY_COLUMNS, "before"])]).astype(object)
    counts = frame.where(frame.notna(), "")
    assert "Team A" in activity_page.stocks(counts, "2016-03").html
    assert "Shire" in (came := activity_page.flows(counts, "2016-03").html)
    assert "Team A" not in came


COUNTED = """indicator,period,area,numerator
open,2015-03,Shire,80
open,2016-02,Shire,90
open,2016-03,Shire,100
in,2016-03,Shire,7
"""


def whole_of(make_book: Callable[..., Dataset], results: str, **tables: str) -> list[list[str]]:
    """Give the cells of the county's counts."""
    indicators = "indicator,name,polarity,data_period,unit,role\nopen,Open cases,,SS,count,activity\n"
    indicators += "in,Referrals,,month,count,activity\n"
    book = make_book(indicators=indicators, results=results, areas="area,kind\nShire,county", **tables)
    html = str(activity_page.whole(book, activity_page.counts(book, "2016-03"), "2016-03").html)
    rows = BeautifulSoup(html, "html.parser").select("tr")
    return [[cell.get_text() for cell in row.select("th, td")] for row in rows]


def test_the_whole_stands_beside_the_month_and_the_year_before(make_book: Callable[..., Dataset]) -> None:
    """100 open cases are 10 more than in February and 20 more than a year ago; 7 referrals have nothing before them."""
    stocks, flows = whole_of(make_book, COUNTED)[:2], whole_of(make_book, COUNTED)[2:]
    assert [cell[:5] for cell in stocks[0]] == ["What ", "March", "Febru", "Chang", "March", "Chang", "Trend"]
    assert stocks[1] == ["Open cases", "100", "90", "+10", "80", "+20", "rose from 80 to 100 in a year"]
    assert flows == [["What is counted", "March 2016"], ["Referrals", "7"]]


def test_two_months_are_numbers_without_a_line(make_book: Callable[..., Dataset]) -> None:
    """Without a third month there is no column for a line, and no chart."""
    results = COUNTED.replace("open,2015-03,Shire,80\n", "")
    assert whole_of(make_book, results)[1] == ["Open cases", "100", "90", "+10"]
    indicators = "indicator,name,polarity,data_period,unit,role\nopen,Open cases,,SS,count,activity\n"
    results = results.replace("in,2016-03,Shire,7\n", "")
    book = make_book(indicators=indicators, results=results, areas="area,kind\nShire,county")
    assert activity_page.charts(book, "2016-03", 13).html == ""


def test_a_count_from_before_a_change_is_not_set_beside_the_newest(make_book: Callable[..., Dataset]) -> None:
    """Counted in another way since February, March has no change in a year, and the line's words do not claim one."""
    changes = "indicator,from,kind,comparable,note\nopen,2016-02,definition,no,Counted anew.\n"
    assert whole_of(make_book, COUNTED, changes=changes)[1][:4] == ["Open cases", "100", "90", "+10"]
    assert "80" not in whole_of(make_book, COUNTED, changes=changes)[1]


def test_the_head_of_the_activity(invented: Dataset, counts: pd.DataFrame, golden: Callable[..., None]) -> None:
    """How many cases are open in Shire, and how many more or fewer than in February."""
    golden(opening=activity_page.opening(invented, counts, "2016-03"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([-93, 3, -32], "A fell by 93 to 100; b rose by 3 to 100; c fell by 32 to 100."),
        ([-93, 3, -32, 0], "A fell by 93 to 100; of the 3 other counts 1 rose, 1 fell and 1 stayed as they were."),
        ([0, "", "", 5], "A stayed at 100; of the 3 other counts 1 rose and 2 have no earlier figure."),
    ],
)
def test_the_answer_tells_few_counts_one_by_one(changes: list[object], said: str) -> None:
    """Up to three stocks are told; of more, the first, and how the others went."""
    rows = [
        {"measure": name, "name": name, "area": "Shire", "data_period": "SS", "this_month": 100, "change": move}
        for name, move in zip("Abcd", changes, strict=False)
    ]
    assert activity_page.answer(pd.DataFrame(rows).astype(object), "Shire", "2016-03") == said
