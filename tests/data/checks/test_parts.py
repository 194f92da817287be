"""Areas that together count more than the area they lie in: `check` names row, area and indicator."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.data.checks._parts import cohorts_beyond_everyone
from scorecard_kit.data.load import check
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Unit
from tests.plain_frames import INDICATORS, frame, number

AREAS = "area,kind,parent\nShire,county,\nNorth,area,Shire\nSouth,area,Shire\nNorth team,team,North\n"
HEAD = "indicator,period,area,cohort,numerator,denominator"


@pytest.fixture
def findings(tmp_path: Path) -> Callable[..., list[Finding]]:
    """Give a function that checks results of a county with two areas."""

    def found(*rows: str, unit: str = "percent", exceed: str = "") -> list[Finding]:
        kit = f"indicator,name,polarity,data_period,unit,may_exceed_100\nvisits,Visits,H,SS,{unit},{exceed}\n"
        for name, text in {"indicators": kit, "areas": AREAS, "results": "\n".join([HEAD, *rows]) + "\n"}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        return check(tmp_path)

    return found


@pytest.mark.parametrize(
    ("rows", "row", "column", "value", "problem"),
    [
        pytest.param(
            ["Shire,,50,90", "North,,30,40", "South,,28,40"], 2, "numerator", "50",
            'is less than its areas have together, 58 ("visits, Shire, 2016-03")', id="two areas",
        ),
        pytest.param(
            ["North team,,30,41", "North,,30,40"], 3, "denominator", "40",
            'is less than its areas have together, 41 ("visits, North, 2016-03")', id="a team of an area, alone",
        ),
        pytest.param(
            ["Shire,,50,100", "North,,40,95"], 2, "numerator", "50",
            'leaves 10 of 5 outside its areas ("visits, Shire, 2016-03")', id="more cases than children",
        ),
        pytest.param(
            ["Shire,,80,100", "Shire,excluding_uasc,70,90", "North,,60,70", "North,excluding_uasc,45,50"],
            3, "numerator", "70",
            'leaves fewer for the cohort itself than its areas leave together, 15 ("visits, Shire, 2016-03")',
            id="the cohort alone",
        ),
    ],
)  # fmt: skip
def test_an_area_that_is_less_than_its_parts_is_named(
    findings: Callable[..., list[Finding]], rows: list[str], row: int, column: str, value: str, problem: str
) -> None:
    """A warning at the row of the whole, with the sum of its parts."""
    found = findings(*(f"visits,2016-03,{each}" for each in rows))
    assert [(one.level, one.file, one.row) for one in found] == [("warning", "results.csv", row)] * len(found)
    assert (column, value, problem) in [(one.column, one.value, one.problem) for one in found]


@pytest.mark.parametrize(
    ("rows", "unit", "exceed"),
    [
        pytest.param(["Shire,,60,90", "North,,30,40", "South,,28,40"], "percent", "", id="less than the whole"),
        pytest.param(["Shire,,58,80", "North,,30,40", "South,,28,40"], "percent", "", id="exactly the whole"),
        pytest.param(["Shire,,20,90", "North,,30,40"], "gbp", "", id="pounds may be negative"),
        pytest.param(["Shire,,50,60", "North,,30,50"], "percent", "yes", id="posts may exceed their establishment"),
        pytest.param(["North,,30,40", "South,,28,40"], "percent", "", id="no whole"),
        pytest.param(["Shire,,30,1000", "North,,20,1000"], "rate", "", id="one population"),
    ],
)
def test_parts_that_fit_are_not_warned_of(
    findings: Callable[..., list[Finding]], rows: list[str], unit: str, exceed: str
) -> None:
    """Nothing is said where the areas leave what could be a result."""
    assert findings(*(f"visits,2016-03,{each}" for each in rows), unit=unit, exceed=exceed) == []


def test_the_warning_says_what_to_do(findings: Callable[..., list[Finding]]) -> None:
    """Until the rows fit, what lies outside the areas is not shown."""
    [finding] = findings("visits,2016-03,Shire,,50,90", "visits,2016-03,North,,51,55")
    assert finding.mend == "Correct a row: what lies outside the areas is not shown until they fit."


def test_an_area_of_which_everyone_is_not_known_leaves_nothing_to_compare(
    findings: Callable[..., list[Finding]],
) -> None:
    """North has figures without UASC alone: 45 of 50 are less than 70 of 90, and of the cohort nothing is known."""
    rows = ["Shire,,80,100", "Shire,excluding_uasc,70,90", "North,excluding_uasc,45,50"]
    assert findings(*(f"visits,2016-03,{row}" for row in rows)) == []


def test_a_cohort_may_have_waited_more_days_than_it_has_children() -> None:
    """9,000 days of 60 less 8,000 of 50 leave 1,000 of 10, which is no contradiction; of a percentage it would be."""
    wait = Indicator("wait", "Days waited", Polarity.LOWER, DataPeriod.SNAPSHOT, Unit.DAYS)
    for key, problems in (("wait", []), ("visits", ["leaves 1000 of 10 for the cohort itself"])):
        everyone = {"indicator": key, "numerator": number("9000"), "denominator": number("60")}
        others = {"indicator": key, "numerator": number("8000"), "denominator": number("50")}
        results = frame("results", everyone, {**others, "cohort": "excluding_uasc"})
        found = cohorts_beyond_everyone(results, {**INDICATORS, "wait": wait})
        assert [one.problem for one in found] == problems
