"""What excluding a cohort does: both sides, the variance, the cohort by itself, and what lies in no area."""

import csv
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.impact import (
    IMPACT_COLUMNS,
    NOT_SUM,
    PAGE_COLUMNS,
    absent,
    county_and_areas,
    county_less_areas,
    impact_of_cohort,
    without_side,
    worth,
)
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
    assert list(county_less_areas(impact, "Shire", [])) == list(impact)
    assert len(county_less_areas(impact, "Shire", ["North"])) == 1


def rest(indicator: str, *sides: tuple[str, str, object, object]) -> dict[str, object]:
    """Give what the county leaves of itself: area, cohort, numerator and denominator of each side."""
    impact = compared(*((indicator, *side) for side in sides))
    inside = [area for area in dict.fromkeys(side[0] for side in sides) if area != "Shire"]
    return records(county_less_areas(impact, "Shire", inside, small_counts=SmallCounts()))[0]


def test_what_the_county_leaves_has_all_that_a_result_has() -> None:
    """Of 152 of 200 North and South have 80 of 80: 72 of 120 is 60%, without UASC 40 of 70, UASC alone 32 of 50."""
    areas = [(area, cohort, 40, 40) for area in ("North", "South") for cohort in ("", UASC)]
    row = rest("visits", ("Shire", "", 152, 200), ("Shire", UASC, 120, 150), *areas)
    assert {key: row[key] for key in ("area", "indicator", "name", "unit", "decimals", "per", "polarity")} == {
        "area": "Shire less the 2 areas", "indicator": "visits", "name": "Visits",
        "unit": "percent", "decimals": 1, "per": 100, "polarity": "H",
    }  # fmt: skip
    figures = [[row[f"{side}_{name}"] for name in ("numerator", "denominator", "value")]
               for side in ("including", "excluding", "cohort")]  # fmt: skip
    assert figures == [[72, 120, 60], [40, 70, Fraction(400, 7)], [32, 50, 64]]
    assert (row["variance"], row["withheld"], row["problem"]) == (Fraction(400, 7) - 60, "", "")


def test_what_the_county_leaves_of_a_count() -> None:
    """38 starts less North's 20 are 18; without UASC 30 less 20 are 10, and UASC themselves are 8."""
    row = rest("starts", ("Shire", "", 38, None), ("Shire", UASC, 30, None), ("North", "", 20, None),
               ("North", UASC, 20, None))  # fmt: skip
    assert row["area"] == "Shire less North"
    assert [row[f"{side}_value"] for side in ("including", "excluding", "cohort")] == [18, 10, 8]
    assert [row[f"{side}_denominator"] for side in ("including", "excluding", "cohort")] == [""] * 3
    assert row["variance"] == -8


def test_areas_that_count_more_than_their_county_leave_no_figure() -> None:
    """160 cases of North do not fit into the 152 of the county: the row says so, and has no figure on any side."""
    row = rest("visits", ("Shire", "", 152, 200), ("Shire", UASC, 120, 150), ("North", "", 160, 170),
               ("North", UASC, 140, 150))  # fmt: skip
    assert row["problem"] == NOT_SUM
    assert {row[f"{side}_{name}"] for side in ("including", "excluding", "cohort")
            for name in ("numerator", "denominator", "value")} == {""}  # fmt: skip
    assert row["variance"] == ""


PLACES = pd.DataFrame(
    [["Shire", ""], ["North", "Shire"], ["South", "Shire"], ["Team", "North"], ["England", ""]],
    columns=["area", "parent"],
)


@pytest.mark.parametrize(
    ("named", "county", "inside"),
    [
        (["North", "Shire", "South"], "Shire", ["North", "South"]),
        (["Team", "North", "Shire", "North"], "Shire", ["North"]),
        (["Shire", "Team"], "Shire", ["Team"]),
        (["England", "South", "Shire"], "Shire", ["South"]),
        (["England", "Shire"], "England", ["Shire"]),
        (["North", "Team", "South"], "North", ["Team"]),
    ],
)
def test_the_county_is_the_area_that_holds_the_others(named: list[str], county: str, inside: list[str]) -> None:
    """Its areas are those in it and in none of the others; where none has a parent, the first is the county."""
    assert county_and_areas(PLACES, named) == (county, inside)


def book(*rows: tuple[str, str, str, str, object, str]) -> Book:
    """Give hand-written results: indicator, period, area, cohort, numerator (of 100, but for a count) and status."""
    columns = ["indicator", "period", "area", "cohort", "numerator", "status"]
    results = pd.DataFrame(rows, columns=columns, dtype=object)
    results["denominator"] = [None if row[0] == "starts" or row[4] is None else 100 for row in rows]
    kit = KIT.assign(data_period=["SS", "SS", "SS", "quarter"], excludes="", **{"from": "", "to": ""})
    return Book(results, kit, NO_TARGETS)


COMPARED = book(
    ("visits", "2016-02", "Shire", "", 50, ""), ("visits", "2016-02", "Shire", UASC, 40, ""),
    ("visits", "2016-02", "North", "", 20, ""), ("visits", "2016-01", "North", UASC, 10, ""),
    ("homes", "2016-02", "Shire", UASC, 40, ""), ("homes", "2016-02", "Shire", "", None, ""),
    ("starts", "2015-11", "Shire", "", 38, ""), ("starts", "2016-01", "Shire", UASC, 30, ""),
    ("wait", "2015-12", "Shire", "", 900, ""), ("wait", "2015-12", "Shire", UASC, 800, "suppressed"),
)  # fmt: skip


def test_what_is_not_compared_is_named_with_the_side_that_lacks_the_month() -> None:
    """North's excluding side is of January; one side is missing; of starts neither is there; a quarter is not due."""
    assert absent(COMPARED, "2016-02", ["Shire", "North"], UASC) == [
        ("North", "Visits", "excluding", "2016-01", True),
        ("Shire", "Homes", "including", "", False),
        ("Shire", "Starts", "", "2016-01", True),
        ("Shire", "Days waited", "", "2015-12", False),
    ]
    quarterly = absent(COMPARED, "2016-02", ["North"], UASC, reporting="quarter")
    assert quarterly == [("North", "Visits", "excluding", "2016-01", False)]


def test_an_indicator_that_is_never_split_or_no_longer_used_is_not_missed() -> None:
    """Without any figure excluding the cohort nothing is absent; nor is what was retired in January."""
    everyone = book(("visits", "2016-01", "Shire", "", 50, ""), ("starts", "2016-02", "Shire", "", 5, ""))
    assert absent(everyone, "2016-02", ["Shire"], UASC) == []
    retired = COMPARED.indicators.assign(to=["2016-01", "2016-01", "", "2016-01"], role=["", "", "activity", ""])
    assert absent(Book(COMPARED.results, retired, NO_TARGETS), "2016-02", ["Shire", "North"], UASC) == []


def test_how_many_indicators_are_never_split() -> None:
    """Withheld visits and homes, whose excluding side begins next month; not starts, once split, nor January's wait.

    What is reported for another area, or stands ready without a figure, does not count.
    """
    figures = book(
        ("visits", "2016-02", "Shire", "", None, "suppressed"), ("visits", "2016-02", "England", UASC, 40, ""),
        ("homes", "2016-02", "Shire", "", 50, ""), ("homes", "2016-03", "Shire", UASC, 40, ""),
        ("starts", "2016-02", "Shire", "", 38, ""), ("starts", "2015-11", "Shire", UASC, 30, ""),
        ("wait", "2016-01", "Shire", "", 900, ""), ("wait", "2016-02", "Shire", "", None, ""),
    )  # fmt: skip
    assert without_side(figures, "2016-02", ["Shire"], UASC) == 2
    assert without_side(figures, "2016-03", ["Shire"], UASC) == 0
    assert without_side(figures, "2016-02", ["Shire", "England"], UASC) == 1
    begun = figures.indicators.assign(**{"from": ["2016-03", "", "", ""]})
    assert without_side(Book(figures.results, begun, NO_TARGETS), "2016-02", ["Shire"], UASC) == 1


def sides_of(*sides: tuple[str, object, object, object, str]) -> dict[str, object]:
    """Compare visits against 85 with a minimum of 76.5: cohort, numerator, denominator, value and status."""
    results = pd.DataFrame(
        [["visits", "2016-03", "Shire", *side] for side in sides],
        columns=["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"],
        dtype=object,
    )
    targets = pd.DataFrame([["visits", "2015-04", "85", "76.5"]], columns=["indicator", "from", "target", "floor"])
    kit = KIT.assign(excludes="", group="Early help")
    return records(impact_of_cohort(results, kit, targets, "2016-03", ["Shire"], UASC))[0]


def test_a_comparison_has_all_that_a_page_needs() -> None:
    """52 of 65 is 80%, Amber; without UASC 40 of 45 is 88.9%, Green; UASC are 12 of 20."""
    assert sides_of(("", 52, 65, None, ""), (UASC, 40, 45, None, "")) == {
        "area": "Shire", "indicator": "visits", "name": "Visits", "short_name": "Visits", "group": "Early help",
        "polarity": "H", "data_period": "SS", "unit": "percent", "decimals": 1, "per": 100, "may_exceed_100": False,
        "below_nought": False, "target": 85, "could_be_amber": True, "excluded_by_definition": False,
        "including_numerator": 52, "including_denominator": 65, "including_value": 80, "including_rag": "Amber",
        "excluding_numerator": 40, "excluding_denominator": 45, "excluding_value": Fraction(800, 9),
        "excluding_rag": "Green", "cohort_numerator": 12, "cohort_denominator": 20, "cohort_value": 60,
        "variance": Fraction(80, 9), "withheld": "", "problem": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("statuses", "withheld"),
    [
        (("suppressed", "suppressed"), "including excluding cohort"),
        (("", "suppressed"), "excluding cohort"),
    ],
)
def test_a_withheld_side_takes_the_cohort_with_it(statuses: tuple[str, str], withheld: str) -> None:
    """Which sides are withheld is said by name, in the order of the columns."""
    row = sides_of(("", 52, 65, None, statuses[0]), (UASC, 40, 45, None, statuses[1]))
    assert (row["withheld"], row["variance"], row["cohort_value"]) == (withheld, "", "")


def test_a_side_without_its_denominator_is_compared_by_its_value() -> None:
    """Of a printed 88 with 40 cases the variance from 80 is 8; what UASC have cannot be told."""
    row = sides_of(("", 52, 65, None, ""), (UASC, 40, None, "88", ""))
    assert (row["variance"], row["cohort_numerator"], row["cohort_value"], row["problem"]) == (8, "", "", "")


def test_what_is_not_there_is_none_in_the_frame() -> None:
    """A count has no denominator: None, as every blank figure of the frame."""
    frame = compared(("starts", "Shire", "", 38, None), ("starts", "Shire", UASC, 30, None))
    assert frame[["including_denominator", "excluding_denominator"]].to_numpy().tolist() == [[None, None]]


@pytest.mark.parametrize(
    ("polarity", "including", "excluding", "target", "gain"),
    [
        ("H", "80", "80.1", "90", Fraction(1, 10)),
        ("H", "80.1", "80", "", Fraction(-1, 10)),
        ("L", "80", "80.1", "0", Fraction(-1, 10)),
        ("L", "80.1", "80", "", Fraction(1, 10)),
        ("H", "80", "80", "90", 0),
        ("T", "8", "9", "10", 1),
        ("T", "9", "8", "10", -1),
        ("T", "8", "12", "10", 0),
        ("T", "8", "11.9", "10", Fraction(39, 10)),
        ("T", "8", "12.1", "10", Fraction(-41, 10)),
        ("T", "-1", "0", "0", 1),
        ("T", "8", "9", "", None),
        ("", "8", "9", "10", None),
    ],
)
def test_the_worth_of_a_variance(
    polarity: str, including: str, excluding: str, target: str, gain: Fraction | None
) -> None:
    """Better is positive for every polarity, equal distance from a target is nought, and no polarity says neither."""
    sides = {"including_value": Fraction(including), "excluding_value": Fraction(excluding)}
    row = {**sides, "polarity": polarity, "target": Fraction(target) if target else ""}
    assert worth(row | {"variance": Fraction(excluding) - Fraction(including)}) == gain
    assert worth(row | {"variance": ""}) is None
