"""A finance report against its figures: budget lines, movements, variances, capital, unit costs."""

import dataclasses
import shutil
from pathlib import Path

import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.rows import records
from scorecard_kit.reconcile.compare import reconcile
from tests.conftest import ROOT

REPORT, PUBLISHED = "budget-2011-12-q3", {"below": 6, "already_published": True}


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the budget of December 2011."""
    return load(ROOT / "data" / REPORT, PUBLISHED)


@pytest.fixture(scope="module")
def cells(book: Dataset) -> pd.DataFrame:
    """Give every printed cell with what is computed."""
    return reconcile(book, REPORT, PUBLISHED, reporting="quarter")


@pytest.mark.parametrize(
    ("item", "field", "printed", "computed"),
    [
        ("Safeguarding", "variance_net", "110", "-110"),
        ("Total SCS portfolio", "sum of the printed: covering report, paragraph 3 (2)", "14,704", "14,924"),
        ("In-house foster care, with 16+", "cost_difference", "-£19.30", "-£19.40"),
        ("foster-inhouse-weeks", "year_total_target", "44,997", "44,996"),
        ("foster-independent-cost", "weighted_average", "£1,074", "£1,080"),
        ("asylum-assessed-share", "this_month", "62%", "63%"),
    ],
)
def test_the_known_errors_of_the_report_are_found(
    cells: pd.DataFrame, item: str, field: str, printed: str, computed: str
) -> None:
    """A lost sign, a wrong sum, rounded unit costs, an average that is none, and a half that was rounded down."""
    found = [row for row in records(cells) if (row["item"], row["field"], row["printed"]) == (item, field, printed)]
    assert [row["computed"] for row in found if not row["agrees"]] == [computed]


@pytest.mark.parametrize(
    "change", [{"field": "no such field"}, {"item": "no such line"}, {"item": "lac-kent", "area": "Surrey"}]
)
def test_what_the_data_do_not_give_is_a_dash(book: Dataset, change: dict[str, str]) -> None:
    """A field, a line or an area that is not known does not agree."""
    one = book.published[book.published["field"] == "cash_limit_gross"].head(1).assign(**change)
    cell = records(reconcile(dataclasses.replace(book, published=one), REPORT, PUBLISHED))[0]
    assert (cell["computed"], bool(cell["agrees"])) == ("-", False)


def test_a_wrong_budget_line_is_found(book: Dataset) -> None:
    """A thousand pounds more in one line, and the line, its subtotal and the total differ."""
    budget = book.budget.copy()
    mask = (budget["line"] == "Safeguarding") & (budget["measure"] == "variance")
    budget.loc[mask, "gross"] = budget.loc[mask, "gross"].map(lambda pounds: pounds + 1000)
    spoilt = reconcile(dataclasses.replace(book, budget=budget), REPORT, PUBLISHED, reporting="quarter")
    found = {row["item"] for row in records(spoilt) if row["field"] == "variance_gross" and not row["agrees"]}
    assert found == {"Safeguarding", "Social Services for Children", "Total SCS portfolio"}


@pytest.mark.parametrize(("table", "row"), [("movements", 9), ("budget", 14), ("capital", 30), ("breakdowns", 1)])
def test_a_row_that_is_missing_leaves_its_cells_uncomputed(tmp_path: Path, table: str, row: int) -> None:
    """Where a row of the finance tables is gone, the cells that need it have a dash, and all others their figure."""
    shutil.copytree(ROOT / "data" / "budget-2011-12-q3", tmp_path / "data")
    path = tmp_path / "data" / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:row] + lines[row + 1 :]), encoding="utf-8")
    rule = {"already_published": True}
    cells = reconcile(load(tmp_path / "data", rule), "budget-2011-12-q3", rule)
    assert len(cells) == 1065
    assert 0 < int((cells["computed"] == "-").sum()) < 140
