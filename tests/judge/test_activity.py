"""Activity: this month, last month and the change between them, and where the county is not its groups' sum."""

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.activity import (
    ACTIVITY_COLUMNS,
    PAGE_COLUMNS,
    Measure,
    Point,
    activity,
    is_flow,
    measure,
    sum_differences,
    sums_that_differ,
    total,
    total_level,
)
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.rows import records
from scorecard_kit.pages import activity as activity_page

ROOT = Path(__file__).parents[2]
STOCKS = {
    "Caseloads": "caseloads",
    "CP Plans": "cp-plans",
    "Total LAC": "lac",
    "UASC LAC": "uasc-lac",
    "PF Cases": "pf-cases",
}
FLOWS = {
    "Referrals in last month": "referrals",
    "CF Assessments in last month": "assessments",
    "CP Starts in last month": "cp-starts",
    "CP Ends in last month": "cp-ends",
    "LAC Starts in last month": "lac-starts",
    "LAC Ends in last month": "lac-ends",
}


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    """Give the activity of March 2016."""
    council = load(ROOT / "data" / "scs", {"below": 6, "already_published": True})
    return activity(council.results, council.indicators, council.areas, "2016-03")


@pytest.fixture(scope="module")
def lines() -> list[dict[str, str]]:
    """Give the county, areas, services and teams as the report prints them."""
    with (ROOT / "tests" / "figures" / "scs_2016_03_activity.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_printed_count_and_change_is_reproduced(counts: pd.DataFrame, lines: list[dict[str, str]]) -> None:
    """28 rows: five stocks with last month and 140 signed changes, six flows with this month alone."""
    rows = {(row["measure"], row["area"]): row for row in records(counts)}
    changes = 0
    assert len(lines) == 28
    for line in lines:
        for title, key in STOCKS.items():
            row = rows[key, line["team"]]
            assert (row["this_month"], row["last_month"]) == tuple(
                int(line[f"{title} - {side} month"]) for side in ("This", "Last")
            )
            assert display(row["change"], 0, signed=True) == line[f"{title} - Change"]
            changes += 1
        for title, key in FLOWS.items():
            row = rows[key, line["team"]]
            assert (row["this_month"], row["last_month"], row["change"]) == (int(line[title]), "", "")
    assert changes == 140
    assert len(rows) == 28 * 11


def test_only_referrals_do_not_add_up(counts: pd.DataFrame) -> None:
    """The county prints 1,236 referrals, and its areas and services add to 1,232."""
    differences = sum_differences(counts, "Kent").drop(columns="name")
    assert differences.to_numpy().tolist() == [["referrals", "this_month", 1236, 1232, 4]]


KIT = pd.DataFrame(
    [
        ["starts", "Starts", "", "month", "count", "activity"],
        ["caseload", "Caseload", "", "SS", "count", "activity"],
        ["visits", "Visits", "H", "SS", "count", ""],
    ],
    columns=["indicator", "name", "polarity", "data_period", "unit", "role"],
)
AREAS = pd.DataFrame(
    [["Shire", "county", ""], ["North", "area", "Shire"], ["South", "area", "Shire"]],
    columns=["area", "kind", "parent"],
)


def counted(*rows: tuple[Any, ...], reporting: str = "month") -> pd.DataFrame:
    """Give the activity of March of hand-written counts: measure, period, area, count and status."""
    columns = ["indicator", "period", "area", "numerator", "status"]
    results = pd.DataFrame(rows, columns=columns, dtype=object)
    return activity(results, KIT, AREAS, "2016-03", reporting=reporting)


@pytest.mark.parametrize(
    ("month", "heading", "caption"),
    [
        ("2016-02", "Caseload, February", "Open at the end of March 2016 and a month before"),
        ("2015-11", "Caseload, November 2015", "Open at the end of March 2016 and of November 2015"),
        ("", "Caseload, February", "Open at the end of March 2016 and a month before"),
    ],
)
def test_the_month_before_is_named_for_what_it_is(month: str, heading: str, caption: str) -> None:
    """Where no month since November was counted, the column of earlier counts says November, not February."""
    earlier = [("caseload", month, "Shire", 18, "")] if month else []
    html = str(activity_page.stocks(counted(("caseload", "2016-03", "Shire", 20, ""), *earlier), "2016-03").html)
    assert f">{heading}<" in html
    assert f">{caption}<" in html


def test_measures_and_areas_keep_their_order() -> None:
    """In the order of the files, whatever that of the results; indicators and other months are left out."""
    frame = counted(
        ("caseload", "2016-03", "South", 7, ""), ("caseload", "2016-03", "Shire", 20, ""),
        ("starts", "2016-03", "South", 3, ""), ("visits", "2016-03", "Shire", 9, ""),
        ("starts", "2016-04", "Shire", 8, ""),
    )  # fmt: skip
    assert list(frame.columns) == [*ACTIVITY_COLUMNS, *PAGE_COLUMNS]
    expected = [["starts", "South"], ["caseload", "Shire"], ["caseload", "South"]]
    assert frame[["measure", "area"]].to_numpy().tolist() == expected


@pytest.mark.parametrize(
    ("before", "status", "reporting", "last", "change"),
    [
        ("2016-02", "", "month", 12, 3),
        ("2015-12", "", "month", 12, 3),
        ("2016-02", "", "quarter", "", ""),
        ("2015-12", "", "quarter", 12, 3),
        ("2016-02", "suppressed", "month", "", ""),
    ],
)
def test_the_month_before(before: str, status: str, reporting: str, last: object, change: object) -> None:
    """A stock is compared with the previous reporting point; a withheld one gives no change, and never 0."""
    rows = [("caseload", "2016-03", "Shire", 15, ""), ("caseload", before, "Shire", 12, status)]
    row = records(counted(*rows, reporting=reporting))[0]
    assert (row["this_month"], row["last_month"], row["change"]) == (15, last, change)


def test_a_flow_has_this_month_alone() -> None:
    """Starts of February are no stock to compare those of March with."""
    row = records(counted(("starts", "2016-03", "Shire", 15, ""), ("starts", "2016-02", "Shire", 12, "")))[0]
    assert (row["this_month"], row["last_month"], row["change"]) == (15, "", "")


@pytest.mark.parametrize(
    ("north", "south", "status", "differences"),
    [
        (12, 8, "", []),
        (12, 7, "", [["this_month", 20, 19, 1]]),
        (12, 9, "", [["this_month", 20, 21, -1]]),
        (12, 7, "suppressed", []),
    ],
)
def test_a_sum_that_differs_is_told(north: int, south: int, status: str, differences: list[list[object]]) -> None:
    """More or less than the county, but not where a figure is withheld."""
    rows = [("Shire", 20, ""), ("North", north, ""), ("South", south, status)]
    frame = counted(*(("starts", "2016-03", area, number, mark) for area, number, mark in rows))
    assert list(sum_differences(frame, "Shire")) == ["measure", "name", "field", "county", "groups", "difference"]
    found = sum_differences(frame, "Shire")[["field", "county", "groups", "difference"]]
    assert found.to_numpy().tolist() == [one for one in differences if one[0] == "this_month"]


def test_no_groups_no_difference() -> None:
    """A county alone is not held against nothing."""
    assert sum_differences(counted(("starts", "2016-03", "Shire", 20, "")), "Shire").empty


LEVELS = {
    "indicators": """indicator,name,polarity,data_period,unit,role,per
weeks,Weeks of care,,month,count,activity,
share,Share in foster care,,month,percent,activity,
open,Open cases,,SS,count,activity,
cost,Cost of a week,,quarter,gbp,activity,
per-head,Starts for 10 000 children,,month,rate,activity,
started,Cases started,,quarter,count,activity,""",
    "results": """indicator,period,area,cohort,numerator,denominator,value
weeks,2015-03,Shire,,80,,
weeks,2015-11,Shire,,95,,
weeks,2015-12,Shire,,105,,
weeks,2016-01,Shire,,110,,
weeks,2016-01,Shire,excluding_uasc,90,,
weeks,2015-12,North,,40,,
share,2015-11,Shire,,30,60,
share,2015-12,Shire,,20,20,
per-head,2015-11,Shire,,30,60000,
per-head,2015-12,Shire,,20,40000,
open,2015-12,Shire,,500,,
cost,2015-12,Shire,,,,399.5
started,2015-09,Shire,,12,,
started,2015-12,Shire,,15,,""",
    "targets": """indicator,from,target,basis
weeks,2015-11,100,budget
share,2015-11,70,budget
cost,2015-04,399,budget""",
    "breakdowns": """indicator,period,area,dimension,category,count
weeks,2015-11,Shire,Age,Under 5,45
weeks,2015-11,Shire,Age,5 and over,50
weeks,2015-12,Shire,Age,Under 5,50
weeks,2015-12,Shire,Age,5 and over,54
weeks,2016-01,Shire,Age,Under 5,60""",
}


@pytest.fixture(scope="module")
def levels(make_book: Callable[..., Dataset]) -> Callable[[str], Measure]:
    """Give a function that gathers a measure of Shire up to December 2015 against its budgeted levels."""
    book = make_book(**LEVELS)
    figures = (book.results, book.indicators, book.targets, book.breakdowns)
    return lambda indicator: measure(*figures, indicator, "Shire", "2015-12")


def test_a_measure_goes_to_the_end_of_its_year_where_a_level_was_budgeted(levels: Callable[[str], Measure]) -> None:
    """March, November and December have results, January to March a level; January's result is not up to December."""
    weeks = levels("weeks")
    assert [(point.period, point.result.value, point.level, point.difference) for point in weeks.points] == [
        ("2015-03", 80, None, None),
        ("2015-11", 95, 100, -5),
        ("2015-12", 105, 100, 5),
        ("2016-01", None, 100, None),
        ("2016-02", None, 100, None),
        ("2016-03", None, 100, None),
    ]
    assert [point.period for point in weeks.reported] == ["2015-03", "2015-11", "2015-12"]
    assert [point.period for point in weeks.year("2014/15")] == ["2015-03"]
    assert (weeks.step, weeks.period_word) == (1, "month")


def test_a_quarter_is_three_months(levels: Callable[[str], Measure]) -> None:
    """September and December are a step of three apart; so is one quarter alone, as its definition says."""
    assert [(levels(key).step, levels(key).period_word) for key in ("started", "cost")] == [
        (3, "quarter"),
        (3, "quarter"),
    ]
    assert [point.period for point in levels("cost").points] == ["2015-12", "2016-03"]


def test_categories_that_do_not_add_to_the_result_are_named(levels: Callable[[str], Measure]) -> None:
    """In November 45 and 50 make 95; in December 50 and 54 make 104, and the result is 105."""
    weeks = levels("weeks")
    assert weeks.categories == {
        "Age: Under 5": {"2015-11": 45, "2015-12": 50},
        "Age: 5 and over": {"2015-11": 50, "2015-12": 54},
    }
    assert [(point.period, added) for point, added in sums_that_differ(weeks)] == [("2015-12", Fraction(104))]
    assert sums_that_differ(levels("share")) == []


def test_what_several_periods_come_to(levels: Callable[[str], Measure]) -> None:
    """Counts add to 200 of 200; 50 of 80 is 62.5%, and its level stays 70; cases open and pounds are not added."""
    weeks, share = levels("weeks"), levels("share")
    year = weeks.reported[1:]
    assert (total(year, weeks.item), total_level(year, weeks.item)) == (Fraction(200), Fraction(200))
    assert (total(share.reported, share.item), total_level(share.reported, share.item)) == (
        Fraction("62.5"),
        Fraction(70),
    )
    assert [is_flow(levels(key).item) for key in ("weeks", "open", "cost", "started")] == [True, False, False, True]
    assert [total(levels(key).reported, levels(key).item) for key in ("open", "cost")] == [None, None]


def test_a_gap_leaves_no_total(levels: Callable[[str], Measure]) -> None:
    """A month without a result, a month without a level, and two different levels of a share."""
    weeks, share = levels("weeks"), levels("share")
    assert (total(weeks.points, weeks.item), total_level(weeks.points, weeks.item)) == (None, None)
    assert (total([], weeks.item), total_level([], weeks.item)) == (None, None)
    first, second = share.reported
    assert total_level([first, second._replace(level=Fraction(71))], share.item) is None
    unknown = Point("2016-01", second.result._replace(numerator=None, denominator=None), second.level)
    assert total([first, unknown], share.item) is None


def test_a_rate_of_several_periods_is_out_of_its_own_number(levels: Callable[[str], Measure]) -> None:
    """30 of 60,000 and 20 of 40,000 are 50 of 100,000: five for 10,000."""
    measured = levels("per-head")
    assert total(measured.reported, measured.item) == 5


def test_a_single_month_is_a_step_of_one(levels: Callable[[str], Measure]) -> None:
    """Cases open in December alone are counted by the month."""
    assert (levels("open").step, levels("open").period_word) == (1, "month")


def test_activity_is_of_everyone() -> None:
    """Twenty cases, of whom fifteen without UASC: the twenty are the activity."""
    cases = pd.DataFrame(
        [["caseload", "2016-03", "Shire", "", 20], ["caseload", "2016-03", "Shire", "excluding_uasc", 15]],
        columns=["indicator", "period", "area", "cohort", "numerator"],
        dtype=object,
    )
    assert activity(cases, KIT, AREAS, "2016-03")["this_month"].tolist() == [20]


def test_each_measure_is_held_against_its_own_groups() -> None:
    """Starts have no groups, and the caseload of 20 still differs from 12 and 7."""
    frame = counted(
        ("starts", "2016-03", "Shire", 5, ""), ("caseload", "2016-03", "Shire", 20, ""),
        ("caseload", "2016-03", "North", 12, ""), ("caseload", "2016-03", "South", 7, ""),
    )  # fmt: skip
    assert sum_differences(frame, "Shire")[["measure", "name", "difference"]].to_numpy().tolist() == [
        ["caseload", "Caseload", 1]
    ]


def test_differences_stand_in_the_order_of_the_measures() -> None:
    """Starts, which are two too many, before the caseload, which is one too many."""
    frame = counted(
        ("starts", "2016-03", "Shire", 5, ""), ("starts", "2016-03", "North", 3, ""),
        ("caseload", "2016-03", "Shire", 20, ""), ("caseload", "2016-03", "North", 19, ""),
    )  # fmt: skip
    assert sum_differences(frame, "Shire")[["measure", "difference"]].to_numpy().tolist() == [
        ["starts", 2], ["caseload", 1],
    ]  # fmt: skip
