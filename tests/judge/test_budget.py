"""Finance: sums, order and movement are those of the printed report, and what does not add is named."""

import csv
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import check
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.budget import (
    budget_differences,
    capital_by_year,
    capital_differences,
    cash_limit_movement,
    movement_differences,
    pressures_and_underspends,
    revenue,
)
from scorecard_kit.judge.rows import Row, records
from tests.tables import read_table

ROOT = Path(__file__).parents[2]
MONEY = ("gross", "income", "net")
SMALL = ROOT / "tests" / "data_cases" / "small"


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the finance tables of December 2011."""
    return load(ROOT / "data" / "budget-2011-12-q3", {"below": 6, "already_published": True})


def printed(name: str) -> list[dict[str, str]]:
    """Read a table of printed figures."""
    with (ROOT / "tests" / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pounds(text: str, unit: int = 1000) -> Fraction:
    """Read a printed amount; a blank is nought."""
    return Fraction(text.replace(",", "").replace("+", "") or 0) * unit


def table(folder: Path, name: str, text: str) -> pd.DataFrame:
    """Read one finance table as a data folder's."""
    path = folder / TABLES[name].file
    path.write_text(text, encoding="utf-8")
    reading = read_table(path, TABLES[name])
    assert reading.findings == []
    return reading.frame


def told(differences: pd.DataFrame) -> list[list[object]]:
    """List the differences without the row they stand in."""
    return [
        [row["item"], row["field"], row["entered"], row["computed"], row["difference"]] for row in records(differences)
    ]


def figures(row: Row, measures: tuple[str, ...] = ("cash_limit", "variance")) -> list[Fraction]:
    """List gross, income and net of each measure of a row of the revenue table; a blank is nought."""
    return [row[f"{measure}_{name}"] or Fraction(0) for measure in measures for name in MONEY]


def test_the_revenue_table_is_the_printed_one(book: Dataset) -> None:
    """Sixteen rows in the printed order, with the printed figures and levels."""
    rows = records(revenue(book.budget))
    expected = printed("revenue_2011_12_table1")
    levels = {"group subtotal (label blank in source)": "subtotal", "portfolio total": "total"}
    assert [row["level"] for row in rows] == [levels.get(row["level"], "line") for row in expected]
    assert [figures(row) for row in rows] == [
        [pounds(row[f"{measure}_{name}_k"]) for measure in ("cash_limit", "variance") for name in MONEY]
        for row in expected
    ]


def test_subtotals_and_the_total_are_added_up_where_none_were_entered(book: Dataset) -> None:
    """From the lines alone come the printed subtotals and total, in their printed places."""
    lines = book.budget[book.budget["level"] == "line"]
    rows, expected = records(revenue(lines)), printed("revenue_2011_12_table1")
    sums = [(place, row) for place, row in enumerate(expected) if row["level"] != "line"]
    assert [(rows[place]["line"], rows[place]["level"]) for place, _ in sums] == [
        ("Social Services for Children", "subtotal"),
        ("Support for Individual Children", "subtotal"),
        ("Total", "total"),
    ]
    assert [figures(rows[place]) for place, _ in sums] == [
        [pounds(row[f"{measure}_{name}_k"]) for measure in ("cash_limit", "variance") for name in MONEY]
        for _, row in sums
    ]


def test_every_printed_net_is_gross_and_income(book: Dataset) -> None:
    """With the printed nets taken out, gross and income give all 32 of them again."""
    without = book.budget[book.budget["measure"] != "savings_not_achieved"].assign(net=None)
    nets = [(row["cash_limit_net"], row["variance_net"]) for row in records(revenue(without))]
    expected = [
        (pounds(row["cash_limit_net_k"]), pounds(row["variance_net_k"])) for row in printed("revenue_2011_12_table1")
    ]
    assert nets == expected


def test_savings_not_achieved_have_a_total_of_their_own(book: Dataset) -> None:
    """The two savings add to the printed 1.150 million, and stand in no other total."""
    rows = records(revenue(book.budget, ("savings_not_achieved",)))
    assert [row["savings_not_achieved_net"] for row in rows if row["level"] == "total"] == [1_150_000]
    assert [row["savings_not_achieved_gross"] for row in rows] == ["", "", "", ""]


def test_an_empty_budget_gives_an_empty_table(tmp_path: Path) -> None:
    """Without a line there is no total of nothing."""
    assert records(revenue(table(tmp_path, "budget", "line,level,measure,net\n"))) == []


def test_the_printed_report_adds_up(book: Dataset) -> None:
    """Nets, subtotals, totals, balances and capital sums of the report leave no difference."""
    assert told(budget_differences(book.budget)) == []
    assert told(movement_differences(book.movements)) == []
    assert told(capital_differences(book.capital)) == []


def test_what_does_not_add_is_named_with_its_difference(tmp_path: Path) -> None:
    """A total one thousand out and a net that is not gross and income are both told, each once."""
    text = (
        "line,group,level,measure,gross,income,net\n"
        "Fostering,Care,line,variance,300,-100,200\n"
        "Adoption,Care,line,variance,50,,60\n"
        "Care,Care,subtotal,variance,350,-100,260\n"
        "Total,,total,variance,1350,-100,1250\n"
    )
    assert told(budget_differences(table(tmp_path, "budget", text))) == [
        ["Adoption", "gross + income", 60, 50, 10],
        ["Care", "gross + income", 260, 250, 10],
        ["Total", "gross", 1350, 350, 1000],
        ["Total", "net", 1250, 260, 990],
    ]


def test_pressures_and_underspends_stand_in_the_printed_order(book: Dataset) -> None:
    """The 24 pressures and 11 underspends come in order of size with their printed amounts, and add to the totals."""
    listed = pressures_and_underspends(book.variances, 100_000)
    expected = [row for row in printed("revenue_2011_12_table2") if row["rank"] != "total"]
    totals = {
        row["side"]: pounds(row["amount_k"]) for row in printed("revenue_2011_12_table2") if row["rank"] == "total"
    }
    assert [(row["side"], str(row["place"]), row["description"], row["amount"]) for row in records(listed)] == [
        (row["side"], row["rank"], row["description"], pounds(row["amount_k"])) for row in expected
    ]
    assert listed.groupby("side")["amount"].sum().to_dict() == totals


def test_a_threshold_belongs_to_the_list(book: Dataset) -> None:
    """Two pressures are exactly 100 thousand: a pound more leaves them out."""
    assert len(pressures_and_underspends(book.variances, 100_001)) == 33


def test_both_sides_of_an_offsetting_pair_show_each_other(tmp_path: Path) -> None:
    """The pair is entered on one side, and one of nought is on no side."""
    text = "portfolio,description,amount,offsets\nA,Fewer weeks,-50,\nA,Dearer weeks,80,Fewer weeks\nA,Nothing,0,\n"
    listed = records(pressures_and_underspends(table(tmp_path, "variances", text)))
    assert [(row["side"], row["description"], row["offset_by"]) for row in listed] == [
        ("pressure", "Dearer weeks", "Fewer weeks"),
        ("underspend", "Fewer weeks", "Dearer weeks"),
    ]


def test_the_cash_limit_moves_from_balance_to_balance(book: Dataset) -> None:
    """The movements of each kind come to what is printed, and lead to the printed revised budget."""
    expected: dict[str, list[Fraction]] = {}
    kinds = {"Changes to grant/income allocations": "grant", "Corporate Adjustments": "corporate"}
    for row in printed("budget_adjustments"):
        kind = {"Per December report": "opening", "Revised Budget": "closing"}.get(row["portfolio_or_line"])
        if row["section"] == "balance" and not kind:
            continue
        amounts = [pounds(row[f"{name}_k"]) for name in ("gross", "income")]
        before = expected.setdefault(kind or kinds.get(row["section"], "technical"), [Fraction(0), Fraction(0)])
        before[:] = [one + other for one, other in zip(before, amounts, strict=True)]
    moved = records(cash_limit_movement(book.movements))
    assert {row["kind"]: [row["gross"] or 0, row["income"] or 0] for row in moved} == expected
    assert [row["net"] for row in moved] == [110_833_000, 0, -58_000, 80_000, 110_855_000]
    assert moved[-1]["line"] == "Revised Budget"


def test_a_balance_that_its_movements_do_not_lead_to_is_named(tmp_path: Path) -> None:
    """The balance is 5 more than the one before and its movement; the net that was left blank is not compared."""
    text = (
        "line,kind,gross,income,net,description\n"
        "Start,balance,100,-40,60,\n"
        "Care,grant,20,-20,,For a project\n"
        "End,balance,125,-60,65,\n"
    )
    assert told(movement_differences(table(tmp_path, "movements", text))) == [
        ["End", "gross", 125, 120, 5],
        ["End", "net", 65, 60, 5],
    ]


def test_the_movement_table_begins_and_ends_with_a_named_balance(tmp_path: Path) -> None:
    """1,000 and -100 of the budget, a grant of 50 and 20 of technical changes: 1,070 and -100, whatever was entered."""
    text = """line,kind,gross,income,net,description
Budget,balance,1000,-100,900,
Fostering,grant,50,0,50,A grant for carers
Fostering,technical,20,0,20,Between lines
Revised,balance,2000,-100,1900,
"""
    moved = cash_limit_movement(table(tmp_path, "movements", text))
    assert list(moved.columns) == ["kind", "line", "gross", "income", "net"]
    assert moved.to_numpy().tolist() == [
        ["opening", "Budget", 1000, -100, 900],
        ["grant", "", 50, 0, 50],
        ["technical", "", 20, 0, 20],
        ["closing", "Revised", 1070, -100, 970],
    ]


def test_a_balance_alone_opens_and_closes(tmp_path: Path) -> None:
    """What it comes to has no name of its own; without a balance the table has its columns and no rows."""
    text = "line,kind,gross,income,net,description\nBudget,balance,1000,-100,900,\n"
    one = cash_limit_movement(table(tmp_path, "movements", text))
    assert one.to_numpy().tolist() == [["opening", "Budget", 1000, -100, 900], ["closing", "", 1000, -100, 900]]
    none = cash_limit_movement(table(tmp_path, "movements", text.splitlines()[0] + "\n"))
    assert (list(none.columns), len(none)) == (["kind", "line", "gross", "income", "net"], 0)


def test_capital_is_a_row_a_line_with_a_column_a_year(tmp_path: Path) -> None:
    """Years stand as they come; one without an amount is None, and a line that is no total is a line."""
    text = """section,line,year,amount,kind,level
Homes,New home,2016/17,300,rephasing,
Homes,New home,2015/16,-300,rephasing,
Homes,Repairs,2015/16,40,real,
Homes,All,2015/16,-260,,total
"""
    years = capital_by_year(table(tmp_path, "capital", text))
    assert list(years.columns) == ["section", "line", "level", "kind", "2016/17", "2015/16", "total"]
    assert years.to_numpy().tolist() == [
        ["Homes", "New home", "line", "rephasing", 300, -300, 0],
        ["Homes", "Repairs", "line", "real", None, 40, 40],
        ["Homes", "All", "total", "", None, -260, -260],
    ]


def test_a_line_keeps_its_comment(tmp_path: Path) -> None:
    """The first that was entered for any of its measures; none is blank, and so is that of a total that is computed."""
    text = """line,group,level,measure,gross,income,net,comment
Fostering,Care,line,cash_limit,900,-100,800,
Fostering,Care,line,variance,60,-10,50,More weeks.
Adoption,Care,line,cash_limit,200,0,200,
"""
    lines = revenue(table(tmp_path, "budget", text))
    assert lines[["line", "comment"]].to_numpy().tolist() == [
        ["Fostering", "More weeks."], ["Adoption", ""], ["Care", ""], ["Total", ""]
    ]  # fmt: skip


def test_the_columns_of_pressures_and_underspends(tmp_path: Path) -> None:
    """Both of a pair name each other, and a variance of two pairs names both with a semicolon between them."""
    text = "portfolio,description,amount,offsets\nCare,Weeks,60,\nCare,Adoptions,-20,Weeks\nCare,Grant,-30,Weeks\n"
    sides = pressures_and_underspends(table(tmp_path, "variances", text))
    assert list(sides.columns) == ["side", "place", "portfolio", "description", "amount", "offset_by"]
    assert sides.to_numpy().tolist() == [
        ["pressure", 1, "Care", "Weeks", 60, "Adoptions; Grant"],
        ["underspend", 1, "Care", "Grant", -30, "Weeks"],
        ["underspend", 2, "Care", "Adoptions", -20, "Weeks"],
    ]


def test_a_variance_of_pence_is_in_the_list(tmp_path: Path) -> None:
    """Without a threshold only nought is on neither side."""
    text = "portfolio,description,amount,offsets\nCare,Pence,0.4,\nCare,Nothing,0,\n"
    sides = pressures_and_underspends(table(tmp_path, "variances", text))
    assert sides["description"].tolist() == ["Pence"]


def test_no_balance_gives_no_movement(book: Dataset) -> None:
    """Movements without a balance to start from lead nowhere."""
    assert records(cash_limit_movement(book.movements[book.movements["kind"] != "balance"])) == []


def test_capital_adds_across_the_years_and_down_the_lines(book: Dataset) -> None:
    """Each line's years add to its printed total, and a section's lines to its printed revised figures."""
    lines = records(capital_by_year(book.capital))
    expected = [row for row in printed("capital_2011_12") if row["line"] != "[blank label]"]
    years = {"prev_yrs_exp_m": "Previous years", "y2011_12_m": "2011/12", "y2012_13_m": "2012/13"}
    years |= {"y2013_14_m": "2013/14", "future_yrs_m": "Future years", "total_m": "total"}

    def key(amounts: list[Fraction], line: str) -> tuple[str, list[Fraction]]:
        return line.lstrip("- ").lower(), amounts

    assert sorted(key([row[year] or Fraction(0) for year in years.values()], row["line"]) for row in lines) == sorted(
        key([pounds(row[name] or "0", 1_000_000) for name in years], row["line"]) for row in expected
    )
    assert len(lines) == 31


def test_the_capital_variance_is_split_into_real_and_rephasing(book: Dataset) -> None:
    """Of the 93 thousand under budget in 2011/12, 8 are real and 85 go into the next year."""
    rows = {row["kind"]: row for row in records(capital_by_year(book.capital)) if row["section"].endswith(": variance")}
    assert [rows[kind]["2011/12"] for kind in ("real", "rephasing", "")] == [-8000, -85_000, -93_000]
    assert [rows[kind]["2012/13"] for kind in ("real", "rephasing", "")] == ["", 85_000, 85_000]
    assert rows["rephasing"]["total"] == 0


def test_capital_that_does_not_add_is_named(tmp_path: Path) -> None:
    """A total that is not its lines', and a re-phasing that loses money between the years."""
    text = (
        "section,line,year,amount,kind,level\n"
        "Hub,Budget,2011/12,100,,\n"
        "Hub,Re-phasing,2011/12,-30,rephasing,\n"
        "Hub,Re-phasing,2012/13,25,rephasing,\n"
        "Hub,Revised,2011/12,75,,total\n"
    )
    assert told(capital_differences(table(tmp_path, "capital", text))) == [
        ["Revised", "2011/12", 75, 70, 5],
        ["Re-phasing", "all years", -5, 0, -5],
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a copy of the small sound folder."""
    for path in SMALL.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def test_check_warns_of_a_total_that_does_not_add(folder: Path) -> None:
    """The warning names the row, both figures and the difference; a row that cannot be read is left out of the sum."""
    (folder / "budget.csv").write_text(
        "line,level,measure,gross\nFostering,line,variance,100\nAdoption,line,variance,n/a\nTotal,total,variance,101\n",
        encoding="utf-8",
    )
    assert [str(finding) for finding in check(folder)] == [
        'budget.csv, row 3, column gross: "n/a" is not a number. Write the number, or leave the cell blank.',
        (
            'budget.csv, row 4: "101" is entered for Total, gross, the others give 100: a difference of 1. '
            "Correct a figure, or keep it where the source prints it so."
        ),
    ]


def test_a_printed_cell_may_be_about_a_line_of_a_finance_table(folder: Path) -> None:
    """A budget line is known as an item; one that no table holds is told with the tables that were looked in."""
    (folder / "budget.csv").write_text("line,level,measure,net\nFostering,line,variance,100\n", encoding="utf-8")
    (folder / "published.csv").write_text(
        "report,item,field,printed,where\n"
        "shire,Fostering,variance_net,100,page 1\n"
        "shire,Fosterin,variance_net,1,page 1\n",
        encoding="utf-8",
    )
    assert [str(finding) for finding in check(folder)] == [
        (
            'published.csv, row 3, column item: "Fosterin" is not in indicators.csv or budget.csv. '
            'Did you mean "Fostering"? If not, add it to indicators.csv or budget.csv.'
        ),
    ]


def test_movements_may_repeat(folder: Path) -> None:
    """Two movements alike in everything are two movements."""
    (folder / "movements.csv").write_text(
        "line,kind,gross\nStart,balance,10\nCare,grant,5\nCare,grant,5\nEnd,balance,20\n", encoding="utf-8"
    )
    assert check(folder) == []
