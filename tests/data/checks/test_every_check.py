"""Every check of the data is made, of whichever tables there are, and where the rows are read in parts too."""

from typing import Any

import pandas as pd
import pytest

from scorecard_kit.data.checks.findings import errors, errors_in_part, warnings
from tests.plain_frames import frame, months, number

Tables = dict[str, pd.DataFrame]
VISITS = {"indicator": "visits", "name": "Visits in time", "polarity": "H", "data_period": "SS", "unit": "percent"}
INDICATORS = {"indicators": frame("indicators", VISITS)}
PLACE = {"indicator": "visits", "period": "2016-03", "area": "Shire"}


def results(*rows: dict[str, Any]) -> Tables:
    """Give results of visits in March, each with what is different in it; text under a figure is a number."""
    cells = [{key: number(cell) if key in FIGURES else cell for key, cell in row.items()} for row in rows]
    return {"results": frame("results", *({**PLACE, **row} for row in cells))}


FIGURES = {"numerator", "denominator", "value", "target", "floor", "affordable_units", "forecast_units",
           "units_variance", "budget_cost"}  # fmt: skip


def one(name: str, *rows: dict[str, Any]) -> Tables:
    """Give a table of these rows; text under a figure is a number."""
    return {name: frame(name, *({key: number(cell) if key in FIGURES else cell for key, cell in row.items()}
                                for row in rows))}  # fmt: skip


def target(**cells: str) -> Tables:
    """Give one target of visits from April 2015."""
    return one("targets", {"indicator": "visits", "from_": "2015-04", **cells})


AREAS = one("areas", {"area": "Shire", "kind": "county"}, {"area": "North", "kind": "area", "parent": "Shire"})


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        (one("unit_costs", {"service": "Care"}, {"service": "Total"}), "is read as one more service"),
        (results({"area": "Bromley"}, {"area": "Bromley", "cohort": "excluding_uasc"}, {"area": "Bromely"}),
         'is nearly "Bromley", and counts as another'),
        ({"results": months("2016-01", "2016-02", "2016-03", "2016-04", "2016-06")},
         "comes after a gap: 2016-05 is missing in 1 series (first: visits, Shire)"),
        ({"results": months("2010-11", "2011-12")}, "is read as a month, and so are the others"),
        (INDICATORS | results({"numerator": "80.5", "denominator": "100"}), "is no whole number of cases (visits)"),
        (INDICATORS | results({"value": "84.5"}, {"value": "85", "area": "North"}),
         "the values of visits are written with 0 and 1 decimals, and are shown as they are written"),
        (INDICATORS | target(target="80", floor="10"),
         "is the lowest result that is Amber, far under the target 80"),
        (INDICATORS | results({"value": "83"}) | target(target="85"),
         "no minimum is set, and the target is missed in 1 result (first: 2016-03, Shire)"),
        (INDICATORS | results({"value": "83"}) | target(target="0.85", floor="0"),
         "means 0.85%, and the results lie at about 83%"),
        (results({"numerator": "38"}) | {"breakdowns": frame("breakdowns", {**PLACE, "dimension": "Age",
                                                                        "count": number("37")})},
         "the counts by Age add to 37, and the numerator is 38"),
        (INDICATORS | AREAS | results({"numerator": "50", "denominator": "90"},
                                      {"numerator": "51", "denominator": "60", "area": "North"}),
         'is less than its areas have together, 51 ("visits, Shire, 2016-03")'),
        (one("glossary", {"term": "CP"}) | one("areas", {"area": "QSW team"}),
         "is an abbreviation that glossary.csv does not spell out"),
        (results(*({"indicator": f"i-{key}", "period": month, "numerator": f"{key + 7}"}
                   for month in ("2016-02", "2016-03") for key in range(4))),
         "has the figures of 2016-02 in 4 of 4 results"),
        ({"results": months("2016-01", "2016-02")} | target(from_="2115-04"), "lies ten years from every result"),
        (one("unit_costs", {"service": "Care", "affordable_units": "100"}),
         "has no forecast_units, budget_cost and forecast_cost: it is in no total of volume and price"),
        (one("unit_costs", {"service": "Care", "affordable_units": "100", "forecast_units": "110",
                            "units_variance": "11", "budget_cost": "5"}),
         "is entered for Care, units_variance, the others give 10: a difference of 1"),
        (one("actions", {"action": "Find carers", "status": "done"}),
         "the action is closed, and every later month would show it"),
    ],
)  # fmt: skip
def test_every_warning_is_given(tables: Tables, problem: str) -> None:
    """One unlikely thing in the least of tables that can tell it."""
    assert problem in [finding.problem for finding in warnings(tables, {})]


ERRORS: list[tuple[Tables, str]] = [
    (INDICATORS | results({"indicator": "visit"}), "is not in indicators.csv"),
    (results({"cohort": "UASC"}) | INDICATORS, "is not a cohort"),
    (results({"area": "Shire"}, {"area": "shire"}), 'is "Shire" in another spelling'),
    ({"results": months("2016-01", "2016-02", "2116-03")}, "lies 100 years from all other months"),
    (results({"note": "one"}, {"note": "two"}), "stands in row 2 already"),
    (INDICATORS | {"results": frame("results", {**PLACE, "value": number("8", "£")})},
     "has a currency sign, and the unit of visits is percent"),
    (INDICATORS | results({"value": "-8"}), "is negative"),
    (INDICATORS | results({"numerator": "8", "denominator": "10"},
                          {"numerator": "9", "denominator": "10", "cohort": "excluding_uasc"}),
     "is more than everyone's 8"),
    (INDICATORS | target(target="80", floor="81"), "is better than the target 80 (polarity H)"),
    (one("unit_costs", {"service": "Care", "affordable_units": "-1"}), "is a negative number of units (Care)"),
    (one("actions", {"action": "Find carers", "status": "dropped"}), "the action is dropped, and nothing says why"),
    (one("areas", {"area": "North", "parent": "North"}), "leads back to where it began: North, North"),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "problem"), ERRORS)
def test_every_error_is_found(tables: Tables, problem: str) -> None:
    """One wrong thing in the least of tables that can tell it, and nothing else."""
    assert [finding.problem for finding in errors(tables, {})] == [problem]


@pytest.mark.parametrize(("tables", "problem"), ERRORS[:4])
def test_what_the_keys_alone_tell(tables: Tables, problem: str) -> None:
    """Names, cohorts, spellings and months of a large table."""
    assert [finding.problem for finding in errors({}, tables)] == [problem]


@pytest.mark.parametrize(("tables", "problem"), ERRORS[4:9])
def test_what_is_told_when_the_rows_are_read(tables: Tables, problem: str) -> None:
    """Keys say nothing of figures, marks and targets; a part tells what its own rows and the definitions do."""
    assert errors({}, tables) == []
    assert [finding.problem for finding in errors_in_part(tables)] == [problem]


def test_a_part_tells_names_and_leaves_cohorts_to_the_keys() -> None:
    """An unknown indicator is told of in a part too; a cohort beside the whole table only."""
    assert [finding.problem for finding in errors_in_part(ERRORS[0][0])] == [ERRORS[0][1]]
    assert errors_in_part(ERRORS[1][0]) == []


def test_no_table_has_nothing_wrong() -> None:
    """Without tables there is nothing to find."""
    assert [errors({}, {}), errors_in_part({}), warnings({}, {})] == [[], [], []]
