"""The budget's pages against the printed report of December 2011."""

import csv
import dataclasses
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import budget as budget_page
from scorecard_kit.pages import cover_report as cover_page

ROOT = Path(__file__).parents[2]
MEASURES = ("cash_limit", "variance")
REPORT, PUBLISHED = "budget-2011-12-q3", {"below": 6, "already_published": True}


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the budget of December 2011."""
    return load(ROOT / "data" / REPORT, PUBLISHED)


def rows(html: str, table: int = 0) -> list[list[str]]:
    """Give the cells of a table's rows, without those that only name a group."""
    found = BeautifulSoup(html, "html.parser").select("table")[table].select("tbody tr:not(.group)")
    return [[re.sub(r"\s+", " ", cell.get_text()).strip() for cell in row.select("th, td")] for row in found]


def words(html: str, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [re.sub(r"\s+", " ", tag.get_text()).strip() for tag in BeautifulSoup(html, "html.parser").select(selector)]


# Revenue


def test_the_answer_is_the_printed_variance(book: Dataset) -> None:
    """The first line says how far over which cash limit, in percent of it too, and which lines lie behind it."""
    assert budget_page.answer(book, "£k") == (
        "The forecast is £14.7m over the cash limit of £110.9m (13%): Fostering Service is £7.9m over, Assessment of "
        "Vulnerable Children is £3.0m over, Residential Children's Services is £2.4m over and Children's Centres is "
        "£939k under."
    )
    assert budget_page.answer(book, "£m").endswith("Children's Centres is £0.9m under.")


@pytest.mark.parametrize(
    ("part", "title", "said"),
    [
        ("revenue", "forecast at the end of December 2011", "The forecast is £14.7m over"),
        (
            "variances",
            "pressures, underspends and savings",
            "24 pressures of £100k or more come to £19,948k; 11 underspends of £100k or more come to £4,913k. ",
        ),
        (
            "cash-limit",
            "how the cash limit moved",
            "Since the report before the cash limit rose by £22k to £110,855k: corporate adjustments took off £58k",
        ),
        ("capital", "capital", "Specialist Children's Services portfolio, 2011/12: capital spending is forecast "),
    ],
)
def test_each_part_of_a_budget_opens_with_its_own_answer(book: Dataset, part: str, title: str, said: str) -> None:
    """A part on a page of its own says what it is, and what the printed report says of it."""
    block = budget_page.opening(book, "2011-12", "£k", part)
    assert block.meta["title"] == f"Budget 2011/12: {title}"
    assert str(block.meta["answer"]).startswith(said)


def test_a_page_shows_one_part_or_all(book: Dataset) -> None:
    """All parts together, or the one that is named; any other word is refused. Headlines are not said twice."""
    assert budget_page.parts("all") == ("revenue", "variances", "cash-limit", "capital")
    assert budget_page.parts("capital") == ("capital",)
    with pytest.raises(ValueError, match="write one of all, revenue, variances, cash-limit, capital"):
        budget_page.parts("savings")
    alone = str(budget_page.headlines(book, "£k", "2011/12", 100_000, "£m", "revenue").html)
    together = str(budget_page.headlines(book, "£k", "2011/12", 100_000, "£m").html)
    assert words(alone, "p, li") == ["Gross spending is £13,834k over; £869k less income comes in than was budgeted."]
    assert len(words(together, "li")) == 4


def test_a_folder_without_a_budget_says_so(book: Dataset) -> None:
    """Nothing is computed from nothing, and nothing fails."""
    bare = dataclasses.replace(
        book, **{name: getattr(book, name).iloc[:0] for name in ("budget", "movements", "variances", "capital")}
    )
    assert budget_page.answer(bare, "£k") == "No budget with its variance has been entered."
    assert "No movement has been entered." in budget_page.cash_limit(bare, "£k", "2011/12").html
    assert "None of £100k or more." in budget_page.named_variances(bare, "£k", 100_000).html
    assert "No saving is named" in budget_page.savings(bare, "£k", "2011/12").html
    assert "No capital has been entered." in budget_page.capital(bare, "£m", "2011/12", 250_000).html
    assert "no variance" in budget_page.variance_chart(bare, "£k", "2011/12").html
    assert "£" not in budget_page.headlines(bare, "£k", "2011/12", 100_000, "£m").html


def test_every_line_of_table_1_is_in_the_table(book: Dataset) -> None:
    """All 16 printed rows stand in their order with their six amounts, the adverse variances with a plus."""
    with (ROOT / "tests" / "figures" / "revenue_2011_12_table1.csv").open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    limits, variances = ([f"{measure}_{side}_k" for side in ("gross", "income", "net")] for measure in MEASURES)
    assert len(printed) == 16
    assert [[cell.lstrip("+") for cell in row[1:7]] for row in rows(_revenue(book))] == [
        [row[name] or "none" for name in (*limits, *variances)] for row in printed
    ]
    shown = {row[0]: row[1:7] for row in rows(_revenue(book))}
    assert shown["Safeguarding"][3:] == ["+25", "-135", "-110"]
    assert shown["Total SCS portfolio"][3:] == ["+13,834", "+869", "+14,703"]
    shares = {row[0]: row[7] for row in rows(_revenue(book))}
    assert (shares["Fostering Service"], shares["Total SCS portfolio"]) == ("+25.6", "+13.3")  # 7,923 of 30,916
    assert shares["Early Years & Childcare Advisory Service"] == "none"  # whose net cash limit is nought


def _revenue(book: Dataset) -> str:
    return str(budget_page.revenue_table(book, "£k", "2011/12").html)


def test_signs_are_said_in_words_and_the_sums_checked(book: Dataset) -> None:
    """Beneath the table stands what a plus is, and that the table adds; where it does not, which row."""
    assert "In a variance + is adverse" in _revenue(book)
    assert "every subtotal and total is the sum of its lines" in _revenue(book)
    budget = book.budget.copy()
    total = (budget["level"] == "total") & (budget["measure"] == "variance")
    budget.loc[total, "net"] = budget.loc[total, "net"].map(lambda pounds: pounds + 1000)
    said = words(_revenue(dataclasses.replace(book, budget=budget)), "li")
    assert said == [
        "Total SCS portfolio: gross + income is entered as 14,704, and 14,703 follows from the others.",
        "Total SCS portfolio: net is entered as 14,704, and 14,703 follows from the others.",
    ]


def test_pressures_and_underspends_are_in_order_with_pairs_in_words(book: Dataset) -> None:
    """24 pressures come to 19,948 and 11 underspends to 4,913; the sides of a pair name each other's place."""
    html = str(budget_page.named_variances(book, "£k", 100_000).html)
    over, under = rows(html), rows(html, 1)
    assert [row[1] for row in (over[0], over[-2], over[-1], under[0], under[-1])] == [
        "+3,179", "+100", "+19,948", "-1,206", "-4,913",
    ]  # fmt: skip
    assert (len(over), len(under)) == (25, 12)
    assert over[0][0].endswith(" Activity higher than affordable level (partly offset by underspend 2)")
    assert under[1][0].endswith(" (offsets part of pressure 1)")
    assert "offset" not in over[1][0]
    assert words(html, "li") == [
        "2 of them are exactly £100k.",
        "Together they come to £15,035k over; variances that are not named make up the rest of the whole, £332k under.",
    ]


def test_savings_that_will_not_be_made(book: Dataset) -> None:
    """Two savings and their total, as the covering report prints them."""
    html = str(budget_page.savings(book, "£k", "2011/12").html)
    assert [row[1] for row in rows(html)] == ["750", "400", "1,150"]


def test_the_cash_limit_moves_by_grant_corporate_and_technical(book: Dataset) -> None:
    """From 110,833 to 110,855; the one that the budget table has more is said to be rounding."""
    html = str(budget_page.cash_limit(book, "£k", "2011/12").html)
    shown = rows(html)
    assert (shown[0][1:], shown[-1][1:]) == (["167,251", "-56,418", "110,833"], ["167,498", "-56,643", "110,855"])
    assert [row[1:] for row in shown if row[0] == "Subtotal"] == [
        ["421", "-421", "0"], ["-58", "none", "-58"], ["-116", "196", "80"],
    ]  # fmt: skip
    assert words(html, ".group") == [
        "Grants and income from others", "Corporate adjustments", "Technical adjustments",
    ]  # fmt: skip
    assert words(html, "li")[1] == (
        "The total of the budget table is 167,499 gross where this table has 167,498 and 110,856 net where this table "
        "has 110,855. Each table adds up by itself: a difference of one is from rounding."
    )


# Capital


def test_capital_says_what_is_real_and_what_is_moved(book: Dataset) -> None:
    """£0.093m under, of which £0.085m is moved and £0.008m is real; no project is over £250k."""
    html = str(budget_page.capital(book, "£m", "2011/12", 250_000).html)
    assert budget_page.opening(book, "2011-12", "£k", "capital").meta["answer"] == (
        "Specialist Children's Services portfolio, 2011/12: capital spending is forecast £0.093m under its budget: "
        "£0.085m is re-phasing (moved into other years) and £0.008m is a real underspend."
    )
    assert "<p>Projects over or under their budget, 2011/12: None over £250k.</p>" in html
    assert "7 schedules of projects come to a re-phasing of -1.827 in 2011/12; the variance above holds -0.085" in html
    shown = {row[0]: row[1:] for row in rows(html)}
    assert shown["Variance"] == ["none", "-0.093", "+0.085", "0.000", "0.000", "-0.008"]


def test_a_capital_variance_over_the_threshold_is_named(book: Dataset) -> None:
    """A re-phasing of £85k is over a threshold of £80k."""
    html = str(budget_page.capital(book, "£m", "2011/12", 80_000).html)
    assert "Projects over or under their budget, 2011/12: Re-phasing -85 over £80k." in html


def test_the_csv_holds_every_amount_in_pounds(book: Dataset) -> None:
    """One row an amount, a part of the page each, and nothing blank."""
    block = budget_page.revenue_table(book, "£k", "2011/12")
    listed = list(csv.DictReader(io.StringIO(block.csv)))
    assert {row["part"] for row in listed} == {"revenue", "pressure", "underspend", "savings", "movement", "capital"}
    total = [row for row in listed if (row["level"], row["measure"]) == ("total", "variance_net")]
    assert [(row["line"], row["amount"]) for row in total] == [("Total SCS portfolio", "14703000")]
    assert all(row["amount"] for row in listed)


# Cover report


def test_the_cover_of_a_budget_sums_up_the_forecast(book: Dataset) -> None:
    """A pack of finance has no ratings to count: its cover says the printed overspend, savings and capital."""
    scored = score_latest(book.results, book.indicators, book.targets, "2011-12", "Kent")
    assert cover_page.answer(scored, "2011-12", book, "£k").startswith(
        "The forecast is £14.7m over the cash limit of £110.9m (13%): "
    )
    said = words(str(cover_page.summary(scored, "2011-12", book, "£k", 100_000).html), "li")
    assert "24 pressures of £100k or more come to £19,948k; 11 underspends of £100k or more come to £4,913k." in said
    assert "Savings of £1,150k in the budget will not be made." in said
    assert words(str(cover_page.how_to_read(scored, book).html), "h2") == ["How to read the figures"]


def test_the_blocks_of_the_budget(invented: Dataset, golden: Callable[..., None]) -> None:
    """£30k over the cash limit of £1,000k: Fostering £50k over, Adoption £20k under; a grant of £100k."""
    golden(
        opening=budget_page.opening(invented, "2016-03", "£k"),
        headlines=budget_page.headlines(invented, "£k", "2015/16", 0, "£k"),
        revenue_table=budget_page.revenue_table(invented, "£k", "2015/16"),
        variance_chart=budget_page.variance_chart(invented, "£k", "2015/16"),
        named_variances=budget_page.named_variances(invented, "£k", 0),
        savings=budget_page.savings(invented, "£k", "2015/16"),
        cash_limit=budget_page.cash_limit(invented, "£k", "2015/16"),
    )
