"""Signs, ends and constants of the judging modules, each of which could once be changed with no test the wiser."""

from fractions import Fraction
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from scorecard_kit.data._tables import Reading
from scorecard_kit.data.checks._results import impossible_results, marks_of_another_unit
from scorecard_kit.data.checks.months import gaps_before_the_newest
from scorecard_kit.data.part import has_something, has_values
from scorecard_kit.data.schema import TABLES
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Unit
from scorecard_kit.judge.rows import read_result
from tests.plain_frames import frame
from tests.tables import read_table

BREAKDOWN = "indicator,period,area,dimension,category,count\n"
VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
DEFINED = frame(
    "indicators", {"indicator": "visits", "name": "Visits", "polarity": "H", "data_period": "SS", "unit": "percent"}
)


def found(line: str) -> list[str]:
    """What a line of results says that cannot be."""
    return [finding.problem for finding in impossible_results(results(line), {"visits": VISITS})]


def results(*lines: str) -> pd.DataFrame:
    """Results as read, from their lines."""
    text = "\n".join(["indicator,period,area,numerator,denominator,value,status", *lines, ""])
    return reading("results", text).frame


def reading(name: str, text: str) -> Reading:
    """A table as read, from its text."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.csv"
        path.write_text(f"{text}\n", encoding="utf-8")
        return read_table(path, TABLES[name])


@pytest.mark.parametrize(("value", "agrees"), [("84.6", False), ("84.7", True), ("84.8", True), ("84.9", False)])
def test_a_value_that_is_half_a_digit_off(value: str, agrees: bool) -> None:
    """339 of 400 is 84.75 exactly, which may have been printed as 84.7 or as 84.8."""
    assert (found(f"visits,2025-09,Westshire,339,400,{value},") == []) is agrees


def test_nought_is_not_under_nought() -> None:
    """No child of 40, and nought as a value, are figures like others."""
    assert found("visits,2025-09,Westshire,0,40,,") == []
    assert found("visits,2025-09,Westshire,,,0,") == []
    assert found("visits,2025-09,Westshire,-1,40,,") == ["is negative"]


@pytest.mark.parametrize(
    ("table", "text", "problem"),
    [
        ("breakdowns", f"{BREAKDOWN}visits,2025-09,Westshire,Age,0 to 4,5%", "percent sign"),
        ("unit_costs", "service,affordable_units\nFostering,£5", "currency sign"),
        ("unit_costs", "service,budget_cost\nFostering,5%", "percent sign"),
        ("targets", "indicator,from,target\nvisits,2025-04,£85", "currency sign"),
    ],
)  # fmt: skip
def test_a_mark_that_the_column_has_no_unit_for(table: str, text: str, problem: str) -> None:
    """A count is no percentage even of a percent indicator, units are no pounds, and costs no percentages."""
    read = reading(table, text)
    marked = marks_of_another_unit({"indicators": DEFINED, table: read.frame})
    said = [finding.problem for finding in (*read.findings, *marked)]
    assert any(problem in one or "percentage" in one for one in said)


@pytest.mark.parametrize(("mark", "column"), [("85%", "target"), ("85%", "floor")])
def test_a_mark_that_is_the_unit(mark: str, column: str) -> None:
    """A target of a percent indicator may have its sign."""
    targets = reading("targets", f"indicator,from,{column}\nvisits,2025-04,{mark}").frame
    assert list(marks_of_another_unit({"indicators": DEFINED, "targets": targets})) == []


def test_who_has_a_value_is_one_question() -> None:
    """What is told of a row before it is read is what reading it gives, in every mixture of blanks and noughts."""
    cells = [None, Fraction(0), Fraction(7)]
    rows = [
        {"numerator": above_, "denominator": base, "value": value, "status": status}
        for above_, base, value, status in product(cells, cells, cells, ["", "suppressed", "provisional"])
        if not (base == 0 and above_)
    ]
    counted = Indicator("n", "N", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)
    read = [read_result(row, counted).value is not None for row in rows]
    told = has_values(pd.DataFrame(rows, dtype=object).where(lambda frame: frame.notna(), None))
    entered = [row for row, one, other in zip(rows, read, told, strict=True) if one is not other]
    # A numerator alone is an error of its own (`checks.results`), and so is a denominator alone beside no value.
    assert [row for row in entered if (row["numerator"] is None) is (row["denominator"] is None)] == []


@pytest.mark.parametrize(
    ("row", "tells"),
    [
        (",,,", False), (",,,suppressed", True), ("0,0,,", True), (",0,,", True), ("7,10,,", True), (",,7,", True),
        (",,0,", True), (",,,provisional", False), (",10,,", False),
    ],
)  # fmt: skip
def test_what_has_something_to_tell(row: str, tells: bool) -> None:
    """A figure, nought as well; a withheld one; and no cases: but not a row that was prepared ahead."""
    assert has_something(results(f"visits,2025-09,Westshire,{row}")) == [tells]


def test_a_withheld_month_is_no_gap() -> None:
    """A month in which the figure is withheld was reported; a row without figures was not."""
    months = [f"2025-{month:02}" for month in range(1, 9)]
    lines = [f"visits,{month},Westshire,30,40,," for month in months if month != "2025-07"]
    assert list(gaps_before_the_newest(results(*lines, "visits,2025-07,Westshire,,,,suppressed"))) == []
    assert list(gaps_before_the_newest(results(*lines, "visits,2025-07,Westshire,,,,"))) != []
