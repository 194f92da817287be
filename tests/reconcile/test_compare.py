"""The printed report, cell by cell, against what the figures give."""

import dataclasses
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import DataPeriod, Direction, Polarity, Rag, Unit
from scorecard_kit.judge.rows import records
from scorecard_kit.reconcile.compare import COLUMNS, in_printed_form, reconcile
from scorecard_kit.reconcile.fields import Pounds

ROOT = Path(__file__).parents[2]
REPORT = "scs-2016-03"
PUBLISHED = {"below": 6, "already_published": True}


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the March 2016 figures as they were entered."""
    return load(ROOT / "data" / "scs", PUBLISHED)


@pytest.fixture(scope="module")
def cells(council: Dataset) -> pd.DataFrame:
    """Give every printed cell with what is computed."""
    return reconcile(council, REPORT, PUBLISHED)


def test_every_printed_cell_has_a_row(council: Dataset, cells: pd.DataFrame) -> None:
    """In the order of published.csv and the columns of the contract."""
    contract = "report,item,period,area,cohort,field,printed,computed,agrees,explanation,where"
    assert contract.split(",") == COLUMNS == list(cells.columns)
    kept = ["item", "period", "area", "cohort", "field", "printed"]
    assert cells[kept].to_numpy().tolist() == council.published[kept].to_numpy().tolist()


def test_the_differences_are_those_that_are_known(cells: pd.DataFrame) -> None:
    """Two arrows, one sum, one rating, and seven notes that contradict the tables of the same report."""
    differing = [
        (row["item"], row["period"], row["field"], row["printed"], row["computed"])
        for row in records(cells)
        if not row["agrees"]
    ]
    stale = [
        (item, "2016-03", field, printed, "Mar 16")
        for item, field, printed in (
            ("cic-reviews", "example_month", "Jan 16"),
            ("cic-reviews", "example_to", "Oct16"),
            ("adoption-plan-second-review", "example_month", "Jan 16"),
            ("adoption-plan-second-review", "example_to", "Jan 16"),
            ("adopted-leaving-care", "example_month", "Jan 16"),
            ("adopted-leaving-care", "example_to", "Jan 16"),
        )
    ]
    assert sorted(differing) == sorted([
        ("cp-reviews", "2016-03", "direction_from_previous", "↑", "same"),
        ("cic-same-placement", "2016-03", "direction_from_previous", "↑", "↓"),
        ("referrals", "2016-03", "sum_of_groups", "1236", "1232"),
        ("cic-reviews", "2016-03", "data_period_on_page", "YTD", "SS"),
        ("adopted-leaving-care", "2015-12", "rag", "Red", "Amber"),
        *stale,
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "area", "cohort", "fields"),
    [
        ("cic-reviews", "Kent", "", {"numerator", "value", "including_value", "variance"}),
        ("cic-reviews", "Kent", "excluding_uasc", {"excluding_numerator", "excluding_value", "variance"}),
        ("caseloads", "Kent", "", {"this_month", "change"}),
    ],
)
def test_a_wrong_figure_is_found(council: Dataset, indicator: str, area: str, cohort: str, fields: set[str]) -> None:
    """Forty cases fewer in one result, and every printed cell that rests on it differs."""
    results = council.results.copy()
    keys = {"indicator": indicator, "area": area, "cohort": cohort, "period": "2016-03"}
    mask = pd.concat([results[key] == wanted for key, wanted in keys.items()], axis=1).all(axis=1)
    assert mask.sum() == 1
    results.loc[mask, "numerator"] = results.loc[mask, "numerator"].map(lambda count: count - 40)
    spoilt = reconcile(dataclasses.replace(council, results=results), REPORT, PUBLISHED)
    differing = {row["field"] for row in records(spoilt) if row["item"] == indicator and not row["agrees"]}
    assert fields <= differing


@pytest.mark.parametrize(
    ("change", "computed"),
    [
        pytest.param({"item": "cic-revews"}, "-", id="an unknown item"),
        pytest.param({"field": "valeu"}, "-", id="an unknown field"),
        pytest.param({"area": "Surrey"}, "-", id="an unknown area"),
        pytest.param({"period": "2014-01"}, "-", id="a month without figures"),
        pytest.param({}, "79.7%", id="as it is"),
    ],
)
def test_what_cannot_be_computed_does_not_agree(council: Dataset, change: dict[str, str], computed: str) -> None:
    """A printed figure that the data do not give stands against a dash."""
    rows = council.published
    mask = (rows["item"] == "cic-reviews") & (rows["field"] == "value") & (rows["period"] == "2016-03")
    one = rows[mask & (rows["area"] == "Kent")].head(1).assign(**change)
    cell = records(reconcile(dataclasses.replace(council, published=one), REPORT, PUBLISHED))[0]
    assert (cell["computed"], bool(cell["agrees"])) == (computed, computed == "79.7%")


@pytest.mark.parametrize(
    ("value", "printed", "field", "text"),
    [
        (Fraction(1300, 17), "76.5%", "value", "76.5%"),
        (Fraction(1300, 17), "76%", "value", "76%"),
        (Fraction(125, 2), "62%", "value", "63%"),
        (Fraction(1236), "1232", "this_month", "1236"),
        (Fraction(1236), "1,232", "this_month", "1,236"),
        (Fraction(1300, 17), "76.4*", "value", "76.5*"),
        (Fraction(1300, 17), "76.4*", "target", "76.5"),
        (Rag.AMBER, "RED", "rag", "AMBER"),
        (Fraction(11, 5), "+2.2%", "variance", "+2.2%"),
        (Fraction(-1, 100), "-0.0%", "variance", "-0.0%"),
        (Fraction(0), "0.0%", "variance", "0.0%"),
        (Fraction(-93), "-93", "change", "-93"),
        (Fraction(3), "+3", "change", "+3"),
        (Rag.AMBER, "R", "rag", "A"),
        (Rag.AMBER, "Red", "rag", "Amber"),
        (Direction.WORSENED, "↑", "direction_from_previous", "↓"),
        (Direction.SAME, "↑", "direction_from_previous", "same"),
        (Polarity.TARGET, "T", "polarity", "T"),
        (None, "76.5%", "value", "-"),
        ("", "-", "variance", "-"),
        (17, "17", "green", "17"),
        (Pounds(Fraction(14_703_000)), "+14,704", "amount", "+14,703"),
        (Pounds(Fraction(-93_000)), "-0.093", "Re-phasing: Total", "-0.093"),
        (Pounds(Fraction(0)), "0.000", "Re-phasing: Total", "0.000"),
        (Pounds(None), "0.000", "Re-phasing: Total", "-"),
        (Fraction(-193, 10), "-£19.40", "cost_difference", "-£19.30"),
        (Fraction(5343, 5), "£1,069", "budget_cost", "£1,069"),
        (Fraction(150), "150.00", "forecast_units", "150.00"),
        (DataPeriod.ROLLING_12_MONTHS, "12M", "data_period", "12M"),
        (DataPeriod.SNAPSHOT, "YTD", "data_period", "SS"),
        (Unit.PERCENT, "Proportion", "unit_on_page", "Proportion"),
        (Unit.RATE, "People", "unit_on_page", "rate"),
    ],
)
def test_the_printed_form(value: object, printed: str, field: str, text: str) -> None:
    """A figure takes the form of its cell: thousands, decimals, sign, comma, pound, letter, word, arrow, star."""
    status = "provisional" if field == "value" else ""
    assert in_printed_form(value, {"printed": printed, "field": field}, status) == text
