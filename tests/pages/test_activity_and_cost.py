"""Activity, cost, volume and price against the printed report of December 2011."""

import csv
import dataclasses
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scorecard_kit import load
from scorecard_kit.blocks import activity_sentences
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge import activity
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.pages import activity_and_cost as cost_page
from scorecard_kit.pages import volume_and_price as volume_page

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "data" / "budget-2011-12-q3"


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the budget of December 2011."""
    return load(FOLDER, {"below": 6, "already_published": True})


def shown(book: Dataset, indicator: str) -> list[activity.Measure]:
    """Give an activity with its companions, December 2011."""
    return cost_page.measures(book, indicator, "Kent", "2011-12")


def rows(html: str, table: int = 0) -> list[list[str]]:
    """Give the cells of a table's rows, without those that only name a group."""
    found = BeautifulSoup(html, "html.parser").select("table")[table].select("tbody tr:not(.group)")
    return [[re.sub(r"\s+", " ", cell.get_text()).strip() for cell in row.select("th, td")] for row in found]


def printed(name: str) -> list[dict[str, str]]:
    """Read a table of printed figures."""
    with (ROOT / "tests" / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Activity and cost


@pytest.mark.parametrize(
    ("indicator", "answer"),
    [
        (
            "lac-kent",
            (
                "Kent's looked-after children, excluding UASC, stood at 1,577 at the end of December 2011, 23 "
                "more than at the end of September 2011; no budgeted level was set."
            ),
        ),
        (
            "foster-inhouse-weeks",
            (
                "Weeks of in-house foster care stood at 14,542 in the quarter to December 2011, 2,323 over its "
                "budgeted level of 12,219. Average weekly cost of in-house foster care: £380, £19 under its "
                "budgeted level of £399."
            ),
        ),
        (
            "asylum-weekly-cost",
            (
                "Average weekly cost of asylum-seeking care leavers aged 18 and over stood at £179.58 for April "
                "to December 2011, £29.58 over its budgeted level of £150."
            ),
        ),
        (
            "asylum-referrals",
            (
                "Asylum referrals in the month stood at 10 in December 2011, 20 under its budgeted level of 30. "
                "Referrals assessed as new clients: 5, 10 under its budgeted level of 15. Share of asylum "
                "referrals assessed as new clients: 50%, exactly its budgeted level of 50%."
            ),
        ),
    ],
)
def test_the_answer_holds_the_newest_result_against_its_level(book: Dataset, indicator: str, answer: str) -> None:
    """Over or under in words; a stock, a flow and a year to date each say what time they cover."""
    assert activity_sentences.answer(shown(book, indicator)) == answer


def test_a_part_of_a_year_is_not_held_against_the_whole(book: Dataset) -> None:
    """42,546 weeks of three quarters stand beside 36,657 for the same, and 48,876 for the year is said apart."""
    said = activity_sentences.comments(shown(book, "foster-inhouse-weeks")[0], "2011-12")
    assert (
        "April to December 2011 comes to 42,546, where 36,657 was budgeted for the same months. The budget for the "
        "whole year is 48,876: a part of a year must not be held against it."
    ) in said
    assert "It was over its budgeted level in all 3 quarters of 2011/12 with a result." in said
    last = rows(str(cost_page.chapters(shown(book, "foster-inhouse-weeks"), "2011-12").html))
    assert last == [
        ["June 2011", "13,926", "12,219", "+1,707"], ["September 2011", "14,078", "12,219", "+1,859"],
        ["December 2011", "14,542", "12,219", "+2,323"], ["March 2012", "Not yet reported", "12,219", "none yet"],
        ["April to December 2011", "42,546", "36,657", "+5,889"],
        ["Whole year 2011/12", "Not yet reported", "48,876", "none yet"],
    ]  # fmt: skip


def test_forecasts_of_a_year_are_neither_added_nor_averaged(book: Dataset) -> None:
    """The costs of the quarters have no total, and the page says why; the printed £387 is the last, not their mean."""
    cost = shown(book, "foster-inhouse-weeks")[1]
    assert activity.total(cost.year("2010/11"), cost.item) is None
    said = activity_sentences.comments(cost, "2011-12")
    assert any("neither added nor averaged" in sentence for sentence in said)
    assert "March 2010: The year's average. No quarter of 2009/10 was printed." in said
    html = str(cost_page.chapters([cost], "2011-12").html)
    assert [row[0] for row in rows(html)] == ["June 2011", "September 2011", "December 2011", "March 2012"]


@pytest.mark.parametrize(
    ("year", "referrals", "clients", "share"),
    [("2010/11", "275", "139", "51%"), ("2009/10", "390", "179", "46%"), ("2008/09", "599", "292", "49%")],
)
def test_a_years_share_is_taken_of_its_sums(book: Dataset, year: str, referrals: str, clients: str, share: str) -> None:
    """Referrals and new clients add up over a year; the share is that of the sums, not a mean of months."""
    found = [
        activity_sentences.figure(one, activity.total(one.year(year), one.item))
        for one in shown(book, "asylum-referrals")
    ]
    assert found == [referrals, clients, share]


def test_the_averages_of_the_comment(book: Dataset) -> None:
    """12.8 referrals a month are 43% of the budget, and 8.4 new clients are 56%: 44% under, as printed."""
    referrals, clients, share = shown(book, "asylum-referrals")
    average = "The average of the year so far is {} a month, {}% of the budgeted {}."
    assert average.format("12.8", 43, 30) in activity_sentences.comments(referrals, "2011-12")
    assert average.format("8.4", 56, 15) in activity_sentences.comments(clients, "2011-12")
    base = (
        "Of the 9 months of 2011/12 with a result it was over its budgeted level in 7, under it in 0 and exactly at it"
    )
    assert f"{base} in 2." in activity_sentences.comments(share, "2011-12")


def test_every_printed_month_is_in_a_table(book: Dataset) -> None:
    """The 33 months of clients, with their ages, are those of the printed table; three more are not yet reported."""
    html = str(cost_page.chapters(shown(book, "uasc-clients"), "2011-12").html)
    lines = [row[1:4] for table in (1, 0) for row in rows(html, table)]
    known = [row for row in printed("uasc_numbers") if row["total_clients"]]
    assert len(known) == 33
    assert lines[:33] == [[row["under_18"], row["over_18"], row["total_clients"]] for row in known]
    assert lines[33:] == [["none yet", "none yet", "Not yet reported"]] * 3


def test_categories_that_do_not_add_are_named(book: Dataset) -> None:
    """One child fewer in a category, and the page names the quarter with what its categories come to."""
    breakdowns = book.breakdowns.copy()
    mask = (breakdowns["period"] == "2011-12") & (breakdowns["category"] == "In Kent")
    breakdowns.loc[mask, "count"] = breakdowns.loc[mask, "count"].map(lambda count: count - 1)
    spoilt = dataclasses.replace(book, breakdowns=breakdowns)
    said = activity_sentences.comments(shown(spoilt, "lac-kent")[0], "2011-12")
    assert "In December 2011 the categories add to 1,576." in said
    assert "The categories add to the result in every quarter shown." in activity_sentences.comments(
        shown(book, "lac-kent")[0], "2011-12"
    )


def test_small_counts_stay_withheld() -> None:
    """Where counts under six are withheld, the page and its CSV show c, and no total or average gives them away."""
    book = load(FOLDER)
    referrals = cost_page.measures(book, "asylum-new-clients", "Kent", "2011-12")
    block = cost_page.chapters(referrals, "2011-12")
    december = next(row for row in rows(str(block.html)) if row[0] == "September 2011")
    assert december[1].startswith("c, withheld")
    assert activity.total(referrals[0].year("2010/11"), referrals[0].item) is None
    machine = {row["period"]: row for row in csv.DictReader(io.StringIO(block.csv))}
    assert (machine["2011-09"]["numerator"], machine["2011-09"]["difference"]) == ("c", "")


def test_the_csv_has_a_row_a_period_and_category(book: Dataset) -> None:
    """A month to come has its budgeted level alone."""
    block = cost_page.chapters(shown(book, "uasc-clients"), "2011-12")
    listed = list(csv.DictReader(io.StringIO(block.csv)))
    assert list(listed[0]) == cost_page.CSV_COLUMNS
    assert len(listed) == 33 * 3 + 3
    assert (listed[-1]["period"], listed[-1]["value"], listed[-1]["budgeted_level"]) == ("2012-03", "", "700")


def test_an_activity_without_results_says_so(book: Dataset) -> None:
    """No chart, no table, one sentence."""
    bare = dataclasses.replace(book, results=book.results.iloc[:0])
    none = cost_page.measures(bare, "uasc-clients", "Kent", "2011-12")
    assert activity_sentences.answer(none).endswith(": no result has been entered.")
    assert "<table" not in cost_page.chapters(none, "2011-12").html


# Volume and price


@pytest.fixture(scope="module")
def split(book: Dataset) -> list[Row]:
    """Give the split of every service."""
    return records(volume_and_price(book.unit_costs))


def test_wholes_and_parts_are_never_added_together(book: Dataset) -> None:
    """The five wholes, or the seven services that have no parts; the whole and its parts never stand side by side."""
    frame = volume_and_price(book.unit_costs)
    wholes, parts = ([row["service"] for row in volume_page.chosen(frame, name)] for name in volume_page.PARTS)
    assert (len(wholes), len(parts)) == (5, 7)
    assert set(wholes) & set(parts) == {row["service"] for row in records(frame) if "residential" in row["service"]}
    with pytest.raises(ValueError, match="write one of wholes, parts"):
        volume_page.chosen(frame, "both")


def test_the_answer_of_volume_and_price(book: Dataset) -> None:
    """More weeks and a lower unit cost, and what they come to."""
    frame = volume_and_price(book.unit_costs)
    assert volume_page.answer(frame, "wholes", "£k", "weeks of care") == (
        "More weeks of care than budgeted add £8,372k, and a lower unit cost takes off £1,316k: in all £7,056k over "
        "the gross budget of 5 services."
    )
    empty = frame.iloc[:0]
    assert volume_page.answer(empty, "wholes", "£k", "weeks") == (
        "No service has both its volume and its price in the data."
    )


def test_the_kits_own_split_adds_exactly(split: list[Row]) -> None:
    """Where units and unit costs are known, volume and price are the forecast less the budget, to the penny."""
    computed = [row for row in split if row["basis"] == "computed"]
    assert len(computed) == 2
    for row in computed:
        whole = row["forecast_units"] * row["forecast_cost"] - row["affordable_units"] * row["budget_cost"]
        assert row["volume_variance"] + row["price_variance"] == whole


def test_the_printed_split_stands_beside_the_computed_one(book: Dataset) -> None:
    """Both wholes with their printed and computed amounts, and why they differ."""
    html = str(volume_page.beside_print(volume_and_price(book.unit_costs), book.unit_costs, "£k").html)
    assert rows(html) == [
        ["In-house foster care, with 16+", "+3,317", "+3,317", "-1,104", "-1,109", "+2,213", "+2,208"],
        ["Independent foster care, with 16+", "+2,978", "+2,978", "-474", "-477", "+2,504", "+2,501"],
    ]
    assert "the two unit costs are £19.40 apart" in html
    assert "volume +2,978 is printed and its parts add to +2,991" in html


def test_the_table_shows_every_service_under_its_whole(book: Dataset) -> None:
    """The whole first, then its parts; what the source does not give is said to be missing."""
    frame = volume_and_price(book.unit_costs)
    html = str(volume_page.split_table(frame, "£k", "2011/12").html)
    assert [row[0] for row in rows(html)][:3] == [
        "In-house foster care, with 16+", "In-house foster care, under 16", "In-house foster care, 16+",
    ]  # fmt: skip
    assert "never add the two" in html
    assert rows(html)[-1][1:6] == ["+623", "-274", "+349", "+53", "+402"]
    units = rows(str(volume_page.units_table(frame, "weeks of care", "2011/12").html))
    assert units[0][1:] == ["48,876", "57,190", "+8,314", "£399", "£379.60", "-£19.40"]
    assert units[-1][1:] == ["not given", "not given", "+201", "not given", "not given", "not given"]


def test_the_waterfall_ends_at_the_sum_of_the_wholes(book: Dataset) -> None:
    """Ten steps and the whole; what the rounded steps add to is said where it is another."""
    block = volume_page.chart(volume_and_price(book.unit_costs), "wholes", "£k", "2011/12")
    found = BeautifulSoup(str(block.html), "html.parser").select(".bar-list b")
    amounts = [tag.get_text().split()[0] for tag in found]
    assert (len(amounts), amounts[-1]) == (11, "+7,056")
    assert sum(int(text.replace(",", "")) for text in amounts[:-1]) == 7056


def test_the_blocks_of_an_activity(invented: Dataset, golden: Callable[..., None]) -> None:
    """Weeks of care and what a week costs, of January to March 2016."""
    measures = cost_page.measures(invented, "weeks", "Shire", "2016-03")
    golden(chapters=cost_page.chapters(measures, "2016-03"), notes=cost_page.notes(measures))


def test_the_head_of_an_activity(invented: Dataset, golden: Callable[..., None]) -> None:
    """Where the newest result stands against its budgeted level, and what a week costs."""
    golden(opening=cost_page.opening(invented, cost_page.measures(invented, "weeks", "Shire", "2016-03"), "2016-03"))
