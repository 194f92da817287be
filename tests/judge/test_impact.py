"""What excluding a cohort does: both sides, the variance, the cohort by itself, and what lies in no area."""

import csv
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.load import load
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import IMPACT_COLUMNS, PAGE_COLUMNS, county_less_areas, impact_of_cohort
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.rows import records

ROOT = Path(__file__).parents[2]
UASC = "excluding_uasc"
AREAS = ["Kent", "North Kent", "East Kent", "South Kent", "West Kent"]
PUBLISHED = {"below": 6, "already_published": True}
LETTERS = {"G": Rag.GREEN, "A": Rag.AMBER, "R": Rag.RED}


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the March 2016 figures as they were entered."""
    return load(ROOT / "data" / "scs", PUBLISHED)


@pytest.fixture(scope="module")
def impact(council: Dataset) -> pd.DataFrame:
    """Give the county and its areas with and without UASC."""
    rule = SmallCounts(below=6, already_published=True)
    return impact_of_cohort(
        council.results, council.indicators, council.targets, "2016-03", AREAS, UASC, small_counts=rule
    )


def the(frame: pd.DataFrame, area: str, indicator: str) -> dict[str, object]:
    """Give one row."""
    return next(row for row in records(frame) if (row["area"], row["indicator"]) == (area, indicator))


def test_every_printed_rating_and_variance_is_reproduced(impact: pd.DataFrame) -> None:
    """102 ratings and 51 variances over the county and four areas, with both sides' results and figures."""
    with (ROOT / "tests" / "figures" / "scs_2016_03_uasc.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    computed = {(row["area"].upper(), row["name"]): row for row in records(impact)}
    assert len(lines) == 51
    for line in lines:
        block = line["block"].removeprefix("CHILDREN IN CARE - ").replace("OTHER INDICATORS - COUNTY LEVEL", "KENT")
        row = computed[block, line["indicator"]]
        places = 1 if "." in line["inc_latest"] else 0
        for side, short in (("including", "inc"), ("excluding", "exc")):
            assert display(row[f"{side}_value"], places) == line[f"{short}_latest"].rstrip("%"), line
            assert row[f"{side}_rag"] is LETTERS[line[f"{short}_rag"]], line
            if line[f"{short}_num"] != "-":
                figures = (row[f"{side}_numerator"], row[f"{side}_denominator"])
                assert figures == (int(line[f"{short}_num"]), int(line[f"{short}_denom"])), line
        variance = display(row["variance"], places, signed=True) if row["variance"] != "" else "-"
        assert variance == line["variance"].rstrip("%"), line


def test_the_columns_of_the_impact_table(impact: pd.DataFrame) -> None:
    """Those of the contract in their order, then those a page needs; areas and indicators keep their order."""
    contract = (
        "area,indicator,name,including_numerator,including_denominator,including_value,including_rag,"
        "excluding_numerator,excluding_denominator,excluding_value,excluding_rag,cohort_numerator,cohort_denominator,"
        "cohort_value,variance"
    )
    assert contract.split(",") == IMPACT_COLUMNS
    assert list(impact.columns) == [*IMPACT_COLUMNS, *PAGE_COLUMNS]
    assert list(dict.fromkeys(impact["area"])) == AREAS


def test_the_cohort_by_itself(impact: pd.DataFrame) -> None:
    """290 of 2,320 less 162 of 1,454 leaves 128 of 866 with three placements or more."""
    row = the(impact, "Kent", "cic-3-placements")
    figures = (row["cohort_numerator"], row["cohort_denominator"], row["cohort_value"])
    assert figures == (128, 866, Fraction(12800, 866))
    assert row["variance"] == Fraction(16200, 1454) - Fraction(29000, 2320)


def test_a_small_cohort_is_withheld_though_both_sides_are_published(impact: pd.DataFrame) -> None:
    """East Kent had 1 of 3 in the same placement: no figure of the cohort shows, and both sides stay."""
    row = the(impact, "East Kent", "cic-same-placement")
    assert [row[f"cohort_{name}"] for name in ("numerator", "denominator", "value")] == [""] * 3
    assert (row["withheld"], row["including_numerator"], row["excluding_numerator"]) == ("cohort", 158, 157)


def test_a_definition_that_leaves_the_cohort_out_has_no_variance(impact: pd.DataFrame) -> None:
    """Placed within 20 miles already excludes UASC: both sides show, and neither variance nor cohort."""
    row = the(impact, "Kent", "cic-within-20-miles")
    assert (row["including_value"], row["variance"], row["cohort_value"]) == (row["excluding_value"], "", "")


def test_the_county_less_its_areas(impact: pd.DataFrame) -> None:
    """Of 1,797 of 2,256 reviews 1,562 of 1,641 are the areas'; excluding UASC one alone is late, and is withheld."""
    row = the(county_less_areas(impact, "Kent", AREAS[1:]), "Kent less the 4 areas", "cic-reviews")
    assert (row["including_numerator"], row["including_denominator"]) == (1797 - 1562, 2256 - 1641)
    assert (row["excluding_numerator"], row["withheld"]) == ("", "excluding cohort")
    assert (row["including_rag"], row["excluding_rag"]) == (Rag.NOT_RATED, Rag.NOT_RATED)


KIT = pd.DataFrame(
    [
        ["visits", "Visits", "H", "SS", "percent", ""],
        ["homes", "Homes", "H", "SS", "percent", "uasc"],
        ["starts", "Starts", "L", "SS", "count", ""],
        ["wait", "Days waited", "L", "SS", "days", ""],
    ],
    columns=["indicator", "name", "polarity", "data_period", "unit", "excludes"],
)
NO_TARGETS = pd.DataFrame(columns=["indicator", "from", "target"])


def compared(*sides: tuple[str, str, str, object, object], below: int = 6) -> pd.DataFrame:
    """Compare hand-written results of March: indicator, area, cohort, numerator and denominator."""
    columns = ["indicator", "area", "cohort", "numerator", "denominator"]
    results = pd.DataFrame(sides, columns=columns, dtype=object).assign(period="2016-03")
    areas = list(dict.fromkeys(results["area"]))
    rule = SmallCounts(below=below, already_published=True)
    kit = KIT.assign(excludes=["", UASC, "", ""])
    return impact_of_cohort(results, kit, NO_TARGETS, "2016-03", areas, UASC, small_counts=rule)


@pytest.mark.parametrize(
    ("indicator", "everyone", "excluding", "withheld", "cohort"),
    [
        ("visits", (52, 68), (40, 50), "", (12, 18)),
        ("visits", (52, 68), (52, 68), "", (0, 0)),
        ("visits", (52, 68), (47, 50), "cohort", ("", "")),
        ("visits", (52, 68), (40, 51), "cohort", ("", "")),
        ("visits", (52, 68), (46, 56), "", (6, 12)),
        ("starts", (38, None), (35, None), "cohort", ("", "")),
        ("starts", (38, None), (30, None), "", (8, "")),
        ("wait", (9000, 60), (8000, 57), "cohort", ("", "")),
        ("wait", (9000, 60), (8998, 50), "", (2, 10)),
        ("homes", (52, 68), (52, 68), "", ("", "")),
    ],
)
def test_the_cohort_is_what_is_left(
    indicator: str, everyone: tuple[object, object], excluding: tuple[object, object], withheld: str,
    cohort: tuple[object, object],
) -> None:  # fmt: skip
    """Everyone less the excluding side, withheld where it counts 1 to 5 people or leaves so few out."""
    row = records(compared((indicator, "Shire", "", *everyone), (indicator, "Shire", UASC, *excluding)))[0]
    assert (row["withheld"], row["cohort_numerator"], row["cohort_denominator"]) == (withheld, *cohort)


@pytest.mark.parametrize(("everyone", "excluding"), [((52, 68), (53, 68)), ((52, 68), (40, 70)), ((52, 68), (40, 60))])
def test_a_cohort_cannot_be_negative(everyone: tuple[int, int], excluding: tuple[int, int]) -> None:
    """More of them, or a cohort with more cases than children, is an error that names area and indicator."""
    with pytest.raises(ValueError, match="Shire, visits: the excluding figures do not lie within everyone's"):
        compared(("visits", "Shire", "", *everyone), ("visits", "Shire", UASC, *excluding))


def test_only_indicators_with_both_sides_are_compared() -> None:
    """An indicator or an area without the excluding side has no row."""
    both = [("visits", "Shire", "", 52, 68), ("visits", "Shire", UASC, 40, 50)]
    frame = compared(*both, ("starts", "Shire", "", 38, None), ("visits", "North", "", 20, 30))
    assert frame[["area", "indicator"]].to_numpy().tolist() == [["Shire", "visits"]]


@pytest.mark.parametrize(
    ("county", "withheld"),
    [
        pytest.param([(152, 200), (120, 150)], "", id="nothing small"),
        pytest.param([(152, 200), (83, 110)], "excluding cohort", id="three of the excluding side"),
        pytest.param([(83, 101), (83, 91)], "including excluding cohort", id="three of everyone"),
        pytest.param([(152, 200), (137, 180)], "excluding cohort", id="three of the cohort"),
    ],
)
def test_a_small_rest_of_the_county_is_withheld(county: list[tuple[int, int]], withheld: str) -> None:
    """Where one side of it or its cohort is small, whatever would give that away goes with it."""
    areas = [("visits", area, cohort, 40, 40) for area in ("North", "South") for cohort in ("", UASC)]
    whole = [("visits", "Shire", cohort, *figures) for cohort, figures in zip(("", UASC), county, strict=True)]
    impact = compared(*whole, *areas)
    row = records(county_less_areas(impact, "Shire", ["North", "South"], small_counts=SmallCounts()))[0]
    assert row["withheld"] == withheld
    for side in ("including", "excluding", "cohort"):
        assert (row[f"{side}_value"] == "") is (side in withheld.split())


def test_no_rest_where_an_area_has_no_figures() -> None:
    """County less its areas is told only where every area has both sides."""
    whole = [("visits", "Shire", "", 152, 200), ("visits", "Shire", UASC, 120, 150)]
    impact = compared(*whole, ("visits", "North", "", 40, 40), ("visits", "North", UASC, 40, 40))
    assert county_less_areas(impact, "Shire", ["North", "South"]).empty
    assert county_less_areas(impact, "Shire", []).empty
    assert len(county_less_areas(impact, "Shire", ["North"])) == 1
