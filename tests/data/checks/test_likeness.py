"""Names that differ by what nobody means to differ, and totals that pass for one area more."""

from collections.abc import Sequence

import pandas as pd
import pytest

from scorecard_kit.data.checks._likeness import nearly_alike, spelled_twice, totals
from scorecard_kit.data.schema import TABLES
from scorecard_kit.findings import Finding


def table(name: str, **columns: Sequence[object]) -> dict[str, pd.DataFrame]:
    """Give one table with some columns filled, as it is read."""
    rows = len(next(iter(columns.values())))
    frame = pd.DataFrame(
        {it.name: columns.get(it.name, [""] * rows) for it in TABLES[name].columns},
        index=pd.RangeIndex(2, rows + 2),
        dtype=object,
    )
    return {name: frame}


@pytest.mark.parametrize("other", ["north kent", "North-Kent", "NORTH KENT", "N\u043erth Kent"])
def test_one_name_in_two_spellings_is_an_error(other: str) -> None:
    """Areas that differ in capitals, a hyphen or a look-alike letter would be two rows of one area."""
    [finding] = spelled_twice(table("results", area=["North Kent", "North Kent", other]))
    assert (finding.row, finding.column, finding.level) == (4, "area", "error")
    assert finding.problem == 'is "North Kent" in another spelling'


def test_a_target_of_an_area_in_another_spelling_is_found_beside_the_results() -> None:
    """Without areas.csv the areas of all tables are held against one another."""
    tables = {**table("results", area=["Bucks", "Bucks"]), **table("targets", area=["", "bucks"])}
    assert [(one.file, one.row) for one in spelled_twice(tables)] == [("targets.csv", 3)]


@pytest.mark.parametrize(
    ("name", "column", "names"),
    [
        ("results", "area", ["Testshire", "Testshire", "Testshire."]),
        ("results", "area", ["Bromley", "Bromley", "Bromely"]),
        ("indicators", "group", ["Children in care", "Children in care", "Children in Care."]),
        ("breakdowns", "category", ["Neglect", "Neglect", "Neglct"]),
        ("budget", "group", ["Children's services", "Children's services", "Childrens services"]),
        ("unit_costs", "service", ["Health & care", "Health & care", "Health and care"]),
        ("variances", "portfolio", ["Specialist children", "Specialist children", "Specialist childern"]),
    ],
)
def test_names_that_differ_by_a_slip_are_warned_of(name: str, column: str, names: Sequence[object]) -> None:
    """A full stop, an apostrophe, a letter too few or two that changed places make a second name of one thing."""
    [finding] = nearly_alike(table(name, **{column: names}))
    assert (finding.row, finding.column, finding.level) == (4, column, "warning")
    assert finding.problem == f'is nearly "{names[0]}", and counts as another'
    assert finding.mend == "If both are one, write them alike."


@pytest.mark.parametrize(
    "names",
    [
        ["East Kent", "West Kent"], ["Area 1", "Area 2"], ["Team A", "Team B"], ["5 to 10", "5 to 11"],
        ["Kent", "Gent"], ["Fostering (SCP)", "Fostering (SCE)"], ["Boys", "Girls"],
    ],
)  # fmt: skip
def test_names_of_different_things_are_left_alone(names: Sequence[object]) -> None:
    """Points of the compass, numbers, letters of teams and abbreviations tell areas apart."""
    assert [*nearly_alike(table("results", area=names)), *spelled_twice(table("results", area=names))] == []


@pytest.mark.parametrize(
    ("name", "column", "word"),
    [("results", "area", "Grand Total"), ("results", "area", "ALL"), ("breakdowns", "category", "Total"),
     ("unit_costs", "service", "Sub-total")],
)  # fmt: skip
def test_a_total_among_the_names_is_warned_of(name: str, column: str, word: str) -> None:
    """A row of totals would be shown, and counted, as one area, category or service more."""
    [finding] = totals(table(name, **{column: ["North", "South", word]}))
    assert (finding.row, finding.value, finding.problem) == (4, word, f"is read as one more {column}")


def test_an_area_that_is_the_sum_of_the_others_is_warned_of() -> None:
    """A county total under a name of its own is told where areas.csv does not say that it is the county."""
    areas = ["North", "South", "Testshire"] * 2
    months = ["2016-02"] * 3 + ["2016-03"] * 3
    results = table("results", indicator=["a"] * 6, area=areas, period=months, numerator=[3, 4, 7, 5, 6, 11])
    [finding] = totals(results)
    mend = "Give it its name, and say in areas.csv that it is the county."
    assert finding == Finding("results.csv", 4, "area", "Testshire", "is the sum of all other areas", mend, "warning")
    assert list(totals({**results, **table("areas", area=["Testshire", "North", "South"])})) == []
    results["results"].loc[7, "numerator"] = 12
    assert list(totals(results)) == []


@pytest.mark.parametrize(
    ("name", "column", "mend"),
    [
        ("results", "area", "Give it its name, and say in areas.csv that it is the county."),
        ("breakdowns", "category", "Delete its rows, if the others add to it."),
    ],
)
def test_a_total_is_told_what_to_do_with(name: str, column: str, mend: str) -> None:
    """A county is named; the total of a breakdown is left out."""
    [finding] = totals(table(name, **{column: ["North", "South", "Total"]}))
    assert (finding.file, finding.column, finding.mend, finding.level) == (f"{name}.csv", column, mend, "warning")


def test_of_two_areas_that_count_the_same_neither_is_the_sum() -> None:
    """Five and five in two months are two areas."""
    periods = ["2016-02"] * 2 + ["2016-03"] * 2
    assert list(totals(table("results", indicator=["a"] * 4, area=["North", "South"] * 2, period=periods,
                             numerator=[5, 5, 6, 6]))) == []  # fmt: skip


def test_a_total_that_areas_csv_knows_is_an_area() -> None:
    """Where areas.csv names it, Total is what an area is called; a category of that name is told all the same."""
    known = table("areas", area=["Total", "North"])
    assert list(totals({**table("results", area=["North", "Total"]), **known})) == []
    assert len(list(totals({**table("breakdowns", category=["Girls", "Total"]), **known}))) == 1
