"""The blocks of the section that shows each indicator with and without a cohort, on invented figures."""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from html import unescape

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.impact import county_and_areas
from scorecard_kit.pages import impact_of_uasc as impact_page
from scorecard_kit.pages.impact_of_uasc import Impact
from tests.conftest import SOAK

MARCH, UASC = "2016-03", "excluding_uasc"
RULE = SmallCounts(below=6, already_published=True)
INDICATORS = """
indicator,name,polarity,data_period,unit,excludes
visits,Visits in time,H,SS,percent,
reviews,Reviews in time,H,SS,percent,
starts,Starts in care,L,month,count,
near,Placed nearby,H,SS,percent,excluding_uasc
"""
TARGETS = """
indicator,from,target,floor
visits,2015-04,85,75
reviews,2015-04,85,75
near,2015-04,80,70
"""
AREAS = "area,kind,parent\nShire,county,\nNorth,area,Shire\nSouth,area,Shire"
HEAD = "indicator,period,area,cohort,numerator,denominator"


def both(indicator: str, area: str, everyone: str, excluding: str, period: str = MARCH) -> str:
    """Write the two rows of an indicator: each side as `numerator,denominator`."""
    return f"{indicator},{period},{area},,{everyone}\n{indicator},{period},{area},{UASC},{excluding}"


def blocks(impact: Impact) -> list[Block]:
    """Every block of the comparison, in the order of the notebook, the explorer's table, and those of one side."""
    return [
        impact_page.results(impact),
        impact_page.withheld_note(impact),
        impact_page.per_area(impact),
        impact_page.outside(impact),
        impact_page.not_compared(impact),
        impact_page.sides_table(impact, "Impact"),
        *(block(impact._replace(side=side)) for side in ("excluding", "including")
          for block in (impact_page.results, impact_page.per_area)),
    ]  # fmt: skip


def left_out(impact: Impact) -> str:
    """What the page says that it does not compare, as text."""
    html = impact_page.not_compared(impact).html
    return re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", " ", str(html)))).strip()


def page(book: Dataset, *named: str) -> Impact:
    """Compare the named areas, as the notebook does."""
    return impact_page.compared(replace(book, rule=RULE), MARCH, named, UASC)


@pytest.fixture(scope="module")
def book(make_book: Callable[..., Dataset]) -> Dataset:
    """Give a county with two areas: two ratings of the county differ, one indicator is late, one has no other side."""
    results = [
        HEAD,
        both("visits", "Shire", "160,200", "130,150"),
        both("visits", "North", "80,90", "70,75"),
        both("visits", "South", "60,80", "50,64"),
        both("starts", "Shire", "40,", "28,"),
        both("near", "Shire", "85,100", "85,100"),
        both("reviews", "Shire", "70,100", "60,70", "2016-02"),
        f"reviews,{MARCH},North,,30,40",
    ]
    kit = INDICATORS + "extra,Only for everyone,H,SS,percent,\n"
    text = "\n".join([*results, f"extra,{MARCH},Shire,,7,100"])
    return make_book(indicators=kit, targets=TARGETS, areas=AREAS, results=text)


def test_the_blocks_of_a_comparison(book: Dataset, golden: Callable[..., None]) -> None:
    """Ratings that differ, the table with the rest of the county, what lies outside, and what is not compared."""
    shown = page(book, "Shire", "North", "South")
    names = ["results", "withheld_note", "per_area", "outside", "not_compared"]
    names += ["sides_table", "one_side", "one_side_per_area"]
    golden(**dict(zip(names, blocks(shown), strict=False)))


def test_the_answer_is_two_sentences(book: Dataset) -> None:
    """80.0% and 86.7% lie on both sides of the target of 85; the variance is 6.7 points."""
    assert impact_page.answer(page(book, "Shire", "North")) == (
        "Excluding UASC, 1 rating for Shire differs. The largest variance is +6.7 percentage points: Visits in time."
    )


@pytest.mark.parametrize(
    ("moved", "still", "said"),
    [
        (0, 0, "no rating for Shire differs"),
        (0, 1, "no rating for Shire differs"),
        (1, 0, "1 rating for Shire differs"),
        (0, 2, "neither rating for Shire differs"),
        (1, 1, "1 of 2 ratings for Shire differs"),
        (2, 0, "both ratings for Shire differ"),
        (1, 2, "1 of 3 ratings for Shire differs"),
        (0, 3, "none of 3 ratings for Shire differs"),
        (3, 0, "all 3 ratings for Shire differ"),
    ],
)
def test_the_ratings_that_differ_are_counted_in_words(
    make_book: Callable[..., Dataset], moved: int, still: int, said: str
) -> None:
    """None, one, two and all, each in its own words."""
    keys = [f"i{place}" for place in range(moved + still)]
    kit = ["indicator,name,polarity,data_period,unit", *(f"{key},Name {key},H,SS,percent" for key in keys)]
    rows = [both(key, "Shire", "160,200", "130,150" if key in keys[:moved] else "120,150") for key in keys]
    rows += [both("count", "Shire", "40,", "30,")]
    made = make_book(
        indicators="\n".join([*kit, "count,A count,H,SS,count"]), results="\n".join([HEAD, *rows]),
        targets="\n".join(["indicator,from,target,floor", *(f"{key},2015-04,85,75" for key in keys)]),
    )  # fmt: skip
    assert impact_page.answer(page(made, "Shire")).startswith(f"Excluding UASC, {said}.")


def test_a_tiny_variance_is_told_with_the_decimals_that_it_needs(make_book: Callable[..., Dataset]) -> None:
    """89.494% and 89.468% are -0.03 points apart in the sentence, never -0.0."""
    made = make_book(indicators=INDICATORS, results=f"{HEAD}\n{both('visits', 'Shire', '1780,1989', '1350,1509')}")
    assert impact_page.answer(page(made, "Shire")) == (
        "Excluding UASC, no rating for Shire differs. The largest variance is -0.03 percentage points: Visits in time."
    )


def test_what_is_not_compared_is_said_with_its_reason(book: Dataset) -> None:
    """A late indicator has its newest month, one without its other side is named, one that never had it is counted."""
    assert left_out(page(book, "Shire", "North")) == (
        "What is not compared "
        "Shire, no result for March 2016, the newest is of February 2016: Reviews in time. "
        "North, no result excluding UASC for March 2016: Reviews in time. "
        "1 other indicator has no result excluding UASC."
    )


def test_a_late_side_names_its_own_newest_month(make_book: Callable[..., Dataset]) -> None:
    """Everyone's March stands beside a side that ends in January: it is left out, and the page says so."""
    rows = [HEAD, both("visits", "Shire", "70,100", "60,70", "2016-01"), f"visits,{MARCH},Shire,,75,100"]
    made = make_book(indicators=INDICATORS, results="\n".join(rows))
    shown = page(made, "Shire")
    assert "Shire, no result excluding UASC for March 2016, the newest is of January 2016: Visits in time." in (
        left_out(shown)
    )
    assert (
        impact_page.answer(shown)
        == "No result excluding UASC is in the data for March 2016. There is nothing to compare."
    )


def test_without_any_excluding_row_the_page_says_so(make_book: Callable[..., Dataset]) -> None:
    """No block fails, no cohort is named, and the including side alone has nothing to tell apart."""
    made = make_book(indicators=INDICATORS, targets=TARGETS, results=f"{HEAD}\nvisits,{MARCH},Shire,,52,68")
    shown = impact_page.compared(made, MARCH, ["Shire"], "")
    assert (shown.cohort, len(shown.frame)) == ("", 0)
    assert impact_page.title(shown) == "Impact of a cohort, March 2016"
    assert impact_page.answer(shown) == (
        "No result excluding a cohort is in the data for March 2016. There is nothing to compare."
    )
    assert impact_page.answer(shown._replace(side="including")) == (
        "No result that leaves a cohort out is in the data for March 2016. There is nothing to compare."
    )
    assert [len(block.csv.splitlines()) for block in blocks(shown) if block.csv] == [1, 1, 1, 1]


def test_what_is_not_due_is_not_called_late(make_book: Callable[..., Dataset]) -> None:
    """A yearly result stands by, as on every page; a page of one side has no sums; who has no row is said once."""
    rows = [HEAD, *(both("reviews", "Shire", "70,100", "60,70", month) for month in ("2014-08", "2015-08"))]
    rows += [both("visits", "Shire", "70,100", "60,70"), f"visits,{MARCH},North,,40,50"]
    made = page(make_book(indicators=INDICATORS, areas=AREAS, results="\n".join(rows)), "Shire", "North")
    one = impact_page.not_compared(made._replace(side="excluding", reporting="quarter"))
    said = re.findall("<li>(.*?)</li>", str(one.html))
    assert said == [
        "Shire, no result for March 2016, the newest is of August 2015 and none is due: Reviews in time.",
        "North, no result excluding UASC for March 2016: Visits in time.",
    ]


def test_a_side_that_is_withheld_is_not_a_side_that_is_missing(make_book: Callable[..., Dataset]) -> None:
    """The row stands in the table with c: the answer and the counts say so, and only where c is shown it is told."""
    rows = [f"{HEAD},status", f"visits,{MARCH},Shire,,70,100,", f"visits,{MARCH},Shire,{UASC},,,suppressed"]
    made = page(make_book(indicators=INDICATORS, targets=TARGETS, results="\n".join(rows)), "Shire")
    assert impact_page.answer(made) == (
        "For Shire a side of every result is withheld, so no rating excluding UASC can be compared."
    )
    area = made._replace(areas=["Nowhere", "Shire"])
    assert "Shire: no indicator is rated on both sides" in str(impact_page.per_area(area).html)
    assert "; 1 is withheld. Including UASC: " in impact_page.answer(made._replace(side="excluding"))
    shown = [bool(impact_page.withheld_note(made._replace(side=side)).html) for side in ("including", "excluding", "")]
    assert shown == [False, True, True]


def test_a_county_that_is_less_than_its_areas_has_no_rest(make_book: Callable[..., Dataset]) -> None:
    """60 of 90 of one area beside 50 of 80 in the county: the row is left out, and the page says why."""
    rows = [HEAD, both("visits", "Shire", "50,80", "40,60"), both("visits", "North", "60,90", "40,60")]
    shown = page(make_book(indicators=INDICATORS, areas=AREAS, results="\n".join(rows)), "Shire", "North")
    assert impact_page.outside(shown).html == ""
    assert "Shire less North, Visits in time: not compared, as the areas together count more than the county." in (
        left_out(shown)
    )


@pytest.mark.parametrize(
    ("unit", "everyone", "excluding", "alone"),
    [
        ("rate", "60,1000", "50,1000", "No rate 10 of 0"),
        ("rate", "60,1000", "60,1000", "No cases"),
        ("percent", "60,100", "60,100", "No cases"),
        ("percent", "60,100", "50,80", "50.0 10 of 20"),
        ("count", "60,", "50,", "10"),
        ("days", "6000,60", "5000,50", "100.0 1,000 of 10"),
        ("ratio", "80.5,40", "60,30", "2.1 20.5 of 10"),
    ],
)
def test_the_cohort_alone_by_unit(
    make_book: Callable[..., Dataset], unit: str, everyone: str, excluding: str, alone: str
) -> None:
    """Where both sides share a population the cohort has cases and no rate; nobody is no rate of nought."""
    kit = f"indicator,name,polarity,data_period,unit\nvisits,Visits,H,SS,{unit}"
    shown = page(make_book(indicators=kit, results=f"{HEAD}\n{both('visits', 'Shire', everyone, excluding)}"), "Shire")
    cell = re.findall(r"<td[^>]*>(.*?)</td>", str(impact_page.sides_table(shown, "Impact").html))[-1]
    assert re.sub(r"\s+", " ", re.sub("<[^>]+>", "", cell)).strip() == alone


def test_a_figure_that_may_be_negative_is_compared(make_book: Callable[..., Dataset]) -> None:
    """A score of -4 for everyone and 6 without the cohort leaves -10 of it; more people on one side are told."""
    kit = "indicator,name,polarity,data_period,unit,may_be_negative\nvisits,Score,H,SS,ratio,yes"
    kit += "\nreviews,Gap,H,SS,ratio,yes"
    rows = [HEAD, both("visits", "Shire", "-4,20", "6,10"), both("reviews", "Shire", "4,20", "2,30")]
    shown = page(make_book(indicators=kit, results="\n".join(rows)), "Shire")
    assert shown.frame["cohort_value"].tolist() == [Fraction(-1), None]
    assert "Shire, Gap: not compared, as the result excluding them is more than everyone's." in left_out(shown)


def test_results_that_were_only_printed_have_a_variance_and_no_rest(make_book: Callable[..., Dataset]) -> None:
    """A percentage without its counts can be compared, and taken from nothing."""
    rows = ["indicator,period,area,cohort,value"]
    rows += [f"visits,{MARCH},{area},{side},{value}"
             for area in ("Shire", "North") for side, value in (("", "80.1"), (UASC, "85"))]  # fmt: skip
    shown = page(make_book(indicators=INDICATORS, areas=AREAS, results="\n".join(rows)), "Shire", "North")
    assert shown.frame["variance"].tolist() == [Fraction(49, 10)] * 2
    assert shown.remainder.empty
    assert "Not given" in str(impact_page.results(shown).html)
    assert "Shire less its areas: no indicator is counted on both sides in every one of them." in left_out(shown)


@pytest.mark.parametrize(
    ("named", "county", "inside"),
    [
        (["Shire", "North", "South"], "Shire", ["North", "South"]),
        (["North", "South", "Shire"], "Shire", ["North", "South"]),
        (["North", "Shire", "North", "Shire"], "Shire", ["North"]),
        (["Shire", "North", "North team"], "Shire", ["North"]),
        (["Shire", "North team"], "Shire", ["North team"]),
        (["North", "South"], "North", []),
        (["South"], "South", []),
        (["", "North"], "Shire", ["North"]),
        ([], "Shire", []),
    ],
)
def test_the_county_and_its_areas_in_any_order(
    make_book: Callable[..., Dataset], named: list[str], county: str, inside: list[str]
) -> None:
    """The area that holds the others is the county, each is taken once, and none that lies in another of them."""
    made = make_book(areas=f"{AREAS}\nNorth team,team,North")
    compared = impact_page.compared(made, MARCH, named, UASC)
    assert (compared.county, compared.inside) == (county, inside)


def test_without_areas_csv_the_first_is_the_county() -> None:
    """Where nothing tells an area from another the order that was given does."""
    assert county_and_areas(pd.DataFrame(columns=["area", "kind", "parent"]), ["B", "A"]) == ("B", ["A"])


@pytest.mark.parametrize(
    ("rags", "withheld", "said"),
    [
        ("", 0, "No result excluding UASC alone is in the data for March 2016."),
        ("G", 0, "Excluding UASC, 1 result is rated: 1 Green, 0 Amber, 0 Red."),
        ("GR", 0, "Excluding UASC, 2 results are rated: 1 Green, 0 Amber, 1 Red."),
        ("GAN", 1, "Excluding UASC, 2 results are rated: 1 Green, 1 Amber, 0 Red; 1 is withheld."),
        ("GNN", 2, "Excluding UASC, 1 result is rated: 1 Green, 0 Amber, 0 Red; 2 are withheld."),
        ("NNN", 1, "Excluding UASC, no result is rated; 1 is withheld; 2 are not rated."),
        ("GNNN", 2, "Excluding UASC, 1 result is rated: 1 Green, 0 Amber, 0 Red; 2 are withheld; 1 is not rated."),
    ],
)
def test_one_side_counts_what_is_rated_and_what_is_withheld(book: Dataset, rags: str, withheld: int, said: str) -> None:
    """A withheld result is not among the rated ones."""
    words = {"G": "Green", "A": "Amber", "R": "Red", "N": "Not rated"}
    hidden = ["excluding cohort" if place >= len(rags) - withheld else "cohort" for place in range(len(rags))]
    frame = pd.DataFrame({"excluding_rag": [words[letter] for letter in rags], "withheld": hidden}, dtype=object)
    frame["including_rag"] = "Green"
    everyone = f" Including UASC: {len(rags)} Green, 0 Amber, 0 Red." if rags else ""
    impact = impact_page.compared(book, MARCH, [], UASC)._replace(frame=frame)
    assert impact_page.answer(impact._replace(side="excluding")) == said + everyone
    of_everyone = impact_page.answer(impact._replace(side="including"))
    assert of_everyone.startswith(f"Including UASC, {len(rags)} result") is bool(rags)


UNITS = st.sampled_from(["percent", "rate", "count", "days", "ratio", "gbp"])
NUMBERS = st.integers(0, 30)


@st.composite
def results(draw: st.DrawFn, keys: Sequence[str], units: Sequence[str]) -> pd.DataFrame:
    """Draw results that `check` accepts one by one: a side may be late, withheld, printed only, or not there at all."""
    rows = []
    for key, unit in zip(keys, units, strict=True):
        for area in draw(st.lists(st.sampled_from(["Shire", "North", "South"]), max_size=3, unique=True)):
            most = draw(st.tuples(NUMBERS, NUMBERS))
            for cohort, (above, more) in (("", most), (UASC, tuple(draw(st.integers(0, each)) for each in most))):
                form = draw(st.sampled_from(["counted", "counted", "counted", "late", "printed", "hidden", "absent"]))
                base = None if unit == "count" else above + more if above or unit == "percent" else more
                own = {"numerator": Fraction(above), "denominator": None if base is None else Fraction(base or above)}
                own = own if form in {"counted", "late"} else {"value": Fraction(above)} if form == "printed" else {}
                place = {"indicator": key, "area": area, "cohort": cohort, "status": "suppressed" * (form == "hidden")}
                rows += [] if form == "absent" else [place | {"period": "2016-02" if form == "late" else MARCH} | own]
    names = ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"]
    return pd.DataFrame(rows, columns=names, dtype=object)


@settings(max_examples=1_000 if SOAK else 40)
@given(data=st.data(), units=st.lists(UNITS, min_size=1, max_size=3))
def test_no_figures_make_the_page_fail(book: Dataset, data: st.DataObject, units: list[str]) -> None:
    """Whatever sides, units and areas there are, every block is made, and no count reads wrongly."""
    keys = [f"i{place}" for place in range(len(units))]
    kit = pd.DataFrame(
        [[key, f"Name {key}", "H", "SS", unit, ""] for key, unit in zip(keys, units, strict=True)],
        columns=["indicator", "name", "polarity", "data_period", "unit", "excludes"],
    )  # fmt: skip
    areas = pd.DataFrame([["Shire", "county", ""], ["North", "area", "Shire"], ["South", "area", "Shire"]])
    areas.columns = pd.Index(["area", "kind", "parent"])
    targets = pd.DataFrame([[key, "2015-04", 50] for key in keys], columns=["indicator", "from", "target"])
    frame = data.draw(results(keys, units))
    named = data.draw(st.lists(st.sampled_from(["Shire", "North", "South", "Nowhere"]), min_size=1, max_size=4))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = page(replace(book, areas=areas, results=frame, indicators=kit, targets=targets), *named)
        text = " ".join([impact_page.answer(shown), *(str(block.html) for block in blocks(shown))])
    assert re.search(r"\b1 \w+s are\b|All [01] |None\b of|nan|Fraction", text) is None


def test_the_head_of_a_comparison(book: Dataset, golden: Callable[..., None]) -> None:
    """The title says what is compared, and the answer what it does."""
    golden(opening=impact_page.opening(page(book, "Shire", "North", "South")))
