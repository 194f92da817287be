"""What made a result move: parts that make up both results exactly, none a small count, and their effects."""

from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.disclosure import SmallCounts, is_small, withhold
from scorecard_kit.judge.impact import impact_of_cohort
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.movement import Counts, Effect, Part, Side, effects, parts, totals
from scorecard_kit.judge.rows import definitions, read_result, records
from tests.strategies import Place, counties

ROOT = Path(__file__).parents[2]
UASC = "excluding_uasc"
RULE = SmallCounts(below=6, already_published=True)
AREAS = ["Kent", "North Kent", "East Kent", "South Kent", "West Kent"]
INDICATORS = pd.DataFrame(
    [{"indicator": "visits", "name": "Visits", "polarity": "H", "data_period": "YTD", "unit": "percent"}]
)


def figures(above: int, base: int) -> Counts:
    """Give a numerator of a denominator."""
    return Counts(Fraction(above), Fraction(base))


def part(name: str, first: tuple[int, int], second: tuple[int, int]) -> Part:
    """Give a part of two wholes."""
    return Part(name, "", figures(*first), figures(*second))


@st.composite
def sides(draw: st.DrawFn) -> tuple[int, int]:
    """Draw a numerator of a denominator, mostly within it, often nobody."""
    base = draw(st.sampled_from([0, 0, 1, 7]) | st.integers(0, 20_000))
    return draw(st.integers(0, base)), base


@st.composite
def made_of(draw: st.DrawFn) -> list[Part]:
    """Draw up to six parts, some of which one side lacks."""
    return [part(str(number), draw(sides()), draw(sides())) for number in range(draw(st.integers(1, 6)))]


def total(found: list[Effect]) -> Fraction:
    """Add every effect."""
    return sum((each.rate + each.mix for each in found), Fraction(0))


def test_the_worked_example() -> None:
    """North 80 of 100 to 45 of 50, South 50 of 100 to 90 of 150: +10 by the rates and -7.5 by the mix, in all +2.5."""
    found = effects([part("North", (80, 100), (45, 50)), part("South", (50, 100), (90, 150))], 100)
    assert [float(each.rate) for each in found] == [3.75, 6.25]
    assert [float(each.mix) for each in found] == [-4.6875, -2.8125]
    assert float(total(found)) == 67.5 - 65


def test_kitagawas_own_sum_is_the_mix_effect() -> None:
    """Changes of shares times mean rates, summed, are the mix effect: a quarter less of 85, a quarter more of 55."""
    found = effects([part("North", (80, 100), (45, 50)), part("South", (50, 100), (90, 150))], 100)
    assert sum(each.mix for each in found) == Fraction(-1, 4) * 85 + Fraction(1, 4) * 55


@given(made_of(), st.sampled_from([1, 100, 10_000]))
def test_the_effects_add_to_the_difference_exactly(parts: list[Part], per: int) -> None:
    """The sum is the difference of the two wholes, without rounding; a whole of nobody has none."""
    first, second = totals(parts)
    found = effects(parts, per)
    if not (first.denominator and second.denominator):
        assert found == []
        return
    expected = second.numerator * per / second.denominator - first.numerator * per / first.denominator
    assert (total(found), len(found)) == (expected, len(parts))


@given(made_of())
def test_the_way_back_has_the_same_effects_with_the_other_sign(parts: list[Part]) -> None:
    """Neither side is the standard of the other."""
    back = effects([each._replace(first=each.second, second=each.first) for each in parts], 100)
    forth = effects(parts, 100)
    assert [(-each.rate, -each.mix) for each in back] == [(each.rate, each.mix) for each in forth]


@pytest.mark.parametrize(
    ("parts", "rates", "mixes"),
    [
        ([part("All", (1, 4), (3, 4))], [50], [0]),
        ([part("A", (1, 2), (2, 4)), part("B", (0, 2), (0, 1))], [0, 0], [Fraction("5.25"), Fraction("9.75")]),
        ([part("A", (10, 20), (10, 20)), part("B", (0, 20), (0, 0))], [0, 0], [Fraction("6.25"), Fraction("18.75")]),
        ([part("A", (1, 2), (1, 1)), part("B", (0, 0), (0, 0))], [50, 0], [0, 0]),
    ],
    ids=["one part", "the same rates", "a part that one side lacks", "a part that both lack"],
)
def test_what_is_rate_and_what_is_mix(parts: list[Part], rates: list[int], mixes: list[Fraction]) -> None:
    """One part has no mix; the same rates have no rate effect, and nor has a part that one side lacks."""
    found = effects(parts, 100)
    assert [float(each.rate) for each in found] == rates
    assert [each.mix for each in found] == mixes


def test_counts_have_no_mix() -> None:
    """Counts without denominators differ by what each part changes."""
    parts = [
        Part("A", "", Counts(Fraction(5)), Counts(Fraction(9))),
        Part("B", "", Counts(Fraction(7)), Counts(Fraction(6))),
    ]
    assert [(float(each.rate), float(each.mix)) for each in effects(parts, 1)] == [(4, 0), (-1, 0)]


def test_no_parts_have_no_effects() -> None:
    """Nothing is split into nothing."""
    assert effects([], 100) == []


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the figures of March 2016."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


def split(book: Dataset, indicator: str, first: Side, second: Side) -> list[Part]:
    """Give the parts of two results of the council."""
    return parts(book.results, book.indicators, book.areas, indicator, first, second, RULE)


def rows(*lines: tuple[str, str, str, int, int]) -> pd.DataFrame:
    """Give results of visits: period, area, cohort, numerator, denominator."""
    names = ["period", "area", "cohort", "numerator", "denominator"]
    return pd.DataFrame([{"indicator": "visits", **dict(zip(names, line, strict=True))} for line in lines])


def within(*inside: str) -> pd.DataFrame:
    """Give a county with its areas."""
    return pd.DataFrame(
        [{"area": "Shire", "kind": "county", "parent": ""}]
        + [{"area": name, "kind": "area", "parent": "Shire"} for name in inside]
    )


def made(results: pd.DataFrame, areas: pd.DataFrame, first: Side, second: Side) -> list[tuple[str, str, int, int]]:
    """Give the parts of visits: area, cohort and both denominators."""
    found = parts(results, INDICATORS, areas, "visits", first, second, SmallCounts())
    return [(each.area, each.cohort, int(each.first[1] or 0), int(each.second[1] or 0)) for each in found]


def compared(results: pd.DataFrame) -> list[tuple[Side, Side]]:
    """Give every pair that the results allow: with and without a cohort, two areas, two months."""
    sides = [Side(str(row["period"]), str(row["area"]), str(row["cohort"])) for row in records(results)]
    return [
        (first, second)
        for first, second in permutations(sides, 2)
        if sum(one != two for one, two in zip(first, second, strict=True)) == 1
        and not (first.cohort and not second.cohort)
    ]


def test_every_difference_of_the_council_is_split_exactly(council: Dataset) -> None:
    """For every indicator, area pair, month and cohort the effects add to the difference that the results have."""
    checked, areas = 0, council.areas
    places = council.results["area"].isin(AREAS) & council.results["numerator"].notna()
    for indicator, item in definitions(council.indicators).items():
        mine = council.results[places & (council.results["indicator"] == indicator)]
        one = council.indicators[council.indicators["indicator"] == indicator]
        values = {
            Side(row["period"], row["area"], row["cohort"]): read_result(row, item).value for row in records(mine)
        }
        for first, second in compared(mine):
            found = parts(mine, one, areas, indicator, first, second, RULE)
            ends = [values[first], values[second]]
            if found and None not in ends:
                done = effects(found, item.per)
                assert sum(each.rate + each.mix for each in done) == ends[1] - ends[0], (indicator, first, second)  # type: ignore[operator]  # not None
                checked += 1
    assert checked > 700


def test_the_effects_of_leaving_a_cohort_out_are_the_variance(council: Dataset) -> None:
    """Of the county and every area, as the table of the section has it; where the definition leaves it out, none."""
    table = impact_of_cohort(
        council.results, council.indicators, council.targets, "2016-03", AREAS, UASC, small_counts=RULE
    )
    assert len(table) == 51
    for row in records(table):
        found = split(council, row["indicator"], Side("2016-03", row["area"]), Side("2016-03", row["area"], UASC))
        done = effects(found, row["per"])
        assert sum(each.rate + each.mix for each in done) == (row["variance"] if row["variance"] != "" else 0)
        assert bool(found) is not row["excluded_by_definition"]


def test_the_county_is_its_areas_and_what_they_leave(council: Dataset) -> None:
    """In-house foster care: four areas, and 237 children of the county who are in none of them, 58 of them no UASC."""
    found = split(council, "cic-foster-in-house", Side("2016-03", "Kent"), Side("2016-03", "Kent", UASC))
    assert [each.area for each in found] == [*AREAS[1:], "Kent less the 4 areas"]
    assert [int(number or 0) for number in (*found[-1].first, *found[-1].second)] == [66, 237, 40, 58]
    county = {row["cohort"]: row for row in records(council.results) if row["indicator"] == "cic-foster-in-house"
              and (row["period"], row["area"]) == ("2016-03", "Kent")}  # fmt: skip
    figures = tuple((county[side]["numerator"], county[side]["denominator"]) for side in ("", UASC))
    assert totals(found) == figures


def test_a_rest_that_is_too_small_takes_the_smallest_areas_with_it(council: Dataset) -> None:
    """Reviews in time: outside the areas one review excluding UASC was late, so two areas stand in the rest."""
    found = split(council, "cic-reviews", Side("2016-03", "Kent"), Side("2016-03", "Kent", UASC))
    assert [each.area for each in found] == ["East Kent", "South Kent", "Kent less East Kent and South Kent"]


def test_two_areas_are_made_up_of_the_cohort_and_the_others(council: Dataset) -> None:
    """North and West Kent, three placements or more: both sides' UASC and others; a small cohort is not told apart."""
    found = split(council, "cic-3-placements", Side("2016-03", "North Kent"), Side("2016-03", "West Kent"))
    assert [(each.area, each.cohort) for each in found] == [("", UASC), ("", "uasc")]
    small = split(council, "cic-same-placement", Side("2016-03", "East Kent"), Side("2016-03", "West Kent"))
    assert [(each.area, each.cohort) for each in small] == [("", "")]


MAY, JUNE = Side("2015-05", "Shire"), Side("2015-06", "Shire")


def test_two_months_are_split_by_area_and_cohort() -> None:
    """An area with both sides of the cohort in both months is two parts, and so is the rest where all areas are."""
    lines = [
        (month, area, cohort, base // 2, base)
        for month in ("2015-05", "2015-06")
        for area, cohort, base in [("Shire", "", 100), ("Shire", UASC, 60), ("North", "", 50), ("North", UASC, 30)]
    ]
    assert made(rows(*lines), within("North"), MAY, JUNE) == [
        ("North", UASC, 30, 30), ("North", "uasc", 20, 20),
        ("Shire less North", UASC, 30, 30), ("Shire less North", "uasc", 20, 20),
    ]  # fmt: skip


def test_what_is_missing_on_one_side_goes_into_the_rest() -> None:
    """An area without a figure in May stays in the rest in June, and a county without one is not split at all."""
    june = [("2015-06", area, "", base // 2, base) for area, base in (("Shire", 100), ("North", 40), ("South", 30))]
    may = [("2015-05", "Shire", "", 40, 80), ("2015-05", "North", "", 20, 40)]
    assert made(rows(*june, *may), within("North", "South"), MAY, JUNE) == [
        ("North", "", 40, 40), ("Shire less North", "", 40, 60),
    ]  # fmt: skip
    assert made(rows(*june), within("North", "South"), MAY, JUNE) == []


def test_a_part_larger_than_its_whole_is_an_error_in_the_data() -> None:
    """An area cannot count more than its county, nor a cohort's others more than everyone."""
    lines = [(month, "Shire", "", 50, 100) for month in ("2015-05", "2015-06")]
    north = [(month, "North", "", 60, 70) for month in ("2015-05", "2015-06")]
    with pytest.raises(ValueError, match="Shire, visits: a part counts more than the whole"):
        made(rows(*lines, *north), within("North"), MAY, JUNE)
    others = [(month, "Shire", UASC, 10, 101) for month in ("2015-05", "2015-06")]
    with pytest.raises(ValueError, match="a part counts more than the whole"):
        made(rows(*lines, *others), within(), MAY, JUNE)


@given(counties(), st.sampled_from(["cohort", "area", "period"]))
def test_no_part_shows_a_small_count(places: list[Place], compare: str) -> None:
    """Of figures with their small counts withheld, neither a part, nor the rest, nor a cohort alone is small."""
    areas = pd.DataFrame([{"area": place.area, "kind": "area", "parent": place.parent} for place in places])
    lines = [
        ("2015-05", place.area, cohort, above, above + below)
        for place in places
        for cohort, (above, below) in (("", place.everyone), (UASC, place.excluding))
    ]
    may = withhold(rows(*lines), INDICATORS, areas, SmallCounts())
    results = pd.concat([may, may.assign(period="2015-06")], ignore_index=True)
    first = Side("2015-05", "County")
    changed = {"cohort": {"cohort": UASC}, "area": {"area": "N"}, "period": {"period": "2015-06"}}[compare]
    found = parts(results, INDICATORS, areas, "visits", first, first._replace(**changed), SmallCounts())
    assert [each for each in found for side in (each.first, each.second) if is_small(*side, Unit.PERCENT, 6)] == []
    values = [side.value(100) for side in totals(found)]
    if found and values[0] is not None and values[1] is not None:
        assert sum(each.rate + each.mix for each in effects(found, 100)) == values[1] - values[0]


def counts_of(unit: str, lines: list[tuple[str, str, str, int, int | None]], first: Side, second: Side,
              inside: tuple[str, ...] = (), **more: str) -> list[tuple[object, ...]]:  # fmt: skip
    """Give the parts of results in that unit: area, cohort, and both numerators with their denominators."""
    names = ["period", "area", "cohort", "numerator", "denominator"]
    results = pd.DataFrame([["visits", *line] for line in lines], columns=["indicator", *names], dtype=object)
    found = parts(results, INDICATORS.assign(unit=unit, **more), within(*inside), "visits", first, second)
    return [(each.area, each.cohort, *each.first, *each.second) for each in found]


def both_months(*lines: tuple[str, int, int | None]) -> list[tuple[str, str, str, int, int | None]]:
    """Give the same results of everyone in May and in June: area, numerator and denominator."""
    return [(month, area, "", above, base) for month in ("2015-05", "2015-06") for area, above, base in lines]


def test_the_smallest_area_goes_into_a_small_rest_first() -> None:
    """2 of 3 lie in no area: with East, 13 of 27, they are 15 of 30, and North and South stay as they are."""
    lines = both_months(("Shire", 50, 100), ("North", 20, 40), ("East", 13, 27), ("South", 15, 30))
    assert counts_of("percent", lines, MAY, JUNE, ("North", "East", "South")) == [
        ("North", "", 20, 40, 20, 40), ("South", "", 15, 30, 15, 30),
        ("Shire less North and South", "", 15, 30, 15, 30),
    ]  # fmt: skip


def test_the_smallest_of_counts_is_told_by_the_count() -> None:
    """3 of 60 starts lie in no area: East's 15 go with them; a rest of 6 or of nobody takes nothing with it."""
    lines = both_months(("Shire", 60, None), ("North", 22, None), ("East", 15, None), ("South", 20, None))
    assert [part[:3] for part in counts_of("count", lines, MAY, JUNE, ("North", "East", "South"))] == [
        ("North", "", 22), ("South", "", 20), ("Shire less North and South", "", 18),
    ]  # fmt: skip
    six = both_months(("Shire", 60, None), ("North", 34, None), ("South", 20, None))
    assert [part[:3] for part in counts_of("count", six, MAY, JUNE, ("North", "South"))][-1] == (
        "Shire less North and South", "", 6,
    )  # fmt: skip
    none = both_months(("Shire", 54, None), ("North", 34, None), ("South", 20, None))
    assert [part[:3] for part in counts_of("count", none, MAY, JUNE, ("North", "South"))] == [
        ("North", "", 34), ("South", "", 20),
    ]  # fmt: skip


def test_three_areas_are_named_and_four_are_counted() -> None:
    """Of 100 starts ten lie outside: North, South and East stand by name, and with West they are four."""
    three = both_months(("Shire", 100, None), ("North", 40, None), ("South", 30, None), ("East", 20, None))
    assert counts_of("count", three, MAY, JUNE, ("North", "South", "East"))[-1][0] == "Shire less North, South and East"
    assert counts_of("count", three, MAY, JUNE, ("North", "South", "East"))[-1][2] == 10
    wide = both_months(*((area, 20, None) for area in ("North", "South", "East", "West")), ("Shire", 100, None))
    assert counts_of("count", wide, MAY, JUNE, ("North", "South", "East", "West"))[-1][0] == "Shire less the 4 areas"


WITHOUT = Side("2015-05", "Shire", UASC)


def test_leaving_a_cohort_out_of_a_county_without_areas() -> None:
    """Of 38 starts 30 are the others', on both sides, and 8 UASC's, of whom the second side has none."""
    lines: list[tuple[str, str, str, int, int | None]] = [
        ("2015-05", "Shire", "", 38, None), ("2015-05", "Shire", UASC, 30, None),
    ]  # fmt: skip
    assert counts_of("count", lines, MAY, WITHOUT) == [
        ("Shire", UASC, 30, None, 30, None), ("Shire", "uasc", 8, None, 0, None),
    ]  # fmt: skip
    rates: list[tuple[str, str, str, int, int | None]] = [
        ("2015-05", "Shire", "", 52, 68), ("2015-05", "Shire", UASC, 40, 50),
    ]  # fmt: skip
    assert counts_of("percent", rates, MAY, WITHOUT) == [
        ("Shire", UASC, 40, 50, 40, 50), ("Shire", "uasc", 12, 18, 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("everyone", [200, 203])
def test_what_the_areas_leave_tells_no_small_cohort(everyone: int) -> None:
    """Excluding UASC in two months: of the 3 in the rest, whom everyone's figures give away, nothing is shown."""
    rows = [
        (month, area, cohort, above, base)
        for month in ("2016-02", "2016-03")
        for area, cohort, above, base in [
            *(("Kent", "", 100, everyone), ("Kent", UASC, 90, 180), ("North", "", 60, 120), ("North", UASC, 50, 100)),
        ]
    ]
    columns = ["period", "area", "cohort", "numerator", "denominator"]
    results = pd.DataFrame(rows, columns=columns, dtype=object).assign(
        indicator="visits", value=None, lower=None, upper=None, status=""
    )
    areas = pd.DataFrame([("Kent", "county", ""), ("North", "area", "Kent")], columns=["area", "kind", "parent"])
    first, second = Side("2016-02", "Kent", UASC), Side("2016-03", "Kent", UASC)
    found = parts(results, INDICATORS, areas, "visits", first, second, RULE)
    assert [each.area for each in found] == (["Kent"] if everyone == 203 else ["North", "Kent less North"])


def test_a_small_cohort_is_not_told_apart_from_its_county() -> None:
    """Three UASC among 38 starts would show: the county is one part, of 38 and of 35."""
    lines: list[tuple[str, str, str, int, int | None]] = [
        ("2015-05", "Shire", "", 38, None), ("2015-05", "Shire", UASC, 35, None),
    ]  # fmt: skip
    assert counts_of("count", lines, MAY, WITHOUT) == [("Shire", "", 38, None, 35, None)]


def test_a_part_may_be_more_where_the_definition_allows_it() -> None:
    """The rest of 110 posts of 100 may have 60 of 50; savings may leave less than nothing; a count cannot."""
    posts = both_months(("Shire", 110, 100), ("North", 50, 50))
    assert counts_of("percent", posts, MAY, JUNE, ("North",), may_exceed_100="yes")[-1][2:4] == (60, 50)
    with pytest.raises(ValueError, match="Shire, visits: a part counts more"):
        counts_of("percent", posts, MAY, JUNE, ("North",))
    pounds = both_months(("Shire", 100, None), ("North", 150, None))
    with pytest.raises(ValueError, match="Shire, visits: a part counts more"):
        counts_of("count", pounds, MAY, JUNE, ("North",))
    costs = both_months(("Shire", 900, 60), ("North", 1000, 30))
    assert counts_of("gbp", costs, MAY, JUNE, ("North",))[-1][2:4] == (-100, 30)


def test_what_is_known_as_a_value_alone_has_no_parts() -> None:
    """Without its denominator a percentage cannot be taken apart, and nor can a withheld one."""
    assert counts_of("percent", both_months(("Shire", 50, None)), MAY, JUNE) == []
    assert counts_of("percent", both_months(("Shire", 50, 100)), MAY, JUNE) == [("Shire", "", 50, 100, 50, 100)]


def test_a_rest_that_cannot_be_is_an_error_in_the_data_too() -> None:
    """North has 5 of 10 without UASC, so that 35 of 70 are elsewhere, where everyone is 20 of 40."""
    lines: list[tuple[str, str, str, int, int | None]] = [
        ("2015-05", "Shire", "", 50, 100), ("2015-05", "Shire", UASC, 40, 80),
        ("2015-05", "North", "", 30, 60), ("2015-05", "North", UASC, 5, 10),
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"^Shire less North, visits: a part counts more than the whole"):
        counts_of("percent", lines, MAY, WITHOUT, ("North",))


def test_a_cohort_of_several_words_keeps_them() -> None:
    """Without children under 5 there are 30 of 38 starts; the other 8 are those under 5."""
    lines: list[tuple[str, str, str, int, int | None]] = [
        ("2015-05", "Shire", "", 38, None), ("2015-05", "Shire", "excluding_under_5", 30, None),
    ]  # fmt: skip
    found = counts_of("count", lines, MAY, Side("2015-05", "Shire", "excluding_under_5"))
    assert [part[1] for part in found] == ["excluding_under_5", "under_5"]


def test_results_without_a_column_of_cohorts_are_of_everyone() -> None:
    """Two months of 50 of 100 are one part each way."""
    results = rows(*both_months(("Shire", 50, 100))).drop(columns="cohort")  # type: ignore[arg-type]  # has a base
    assert made(results, within(), MAY, JUNE) == [("Shire", "", 100, 100)]


def test_a_side_without_a_denominator_leaves_no_mix() -> None:
    """A count of 5 beside 9 of 10, either way round, differs by what is counted."""
    one, other = Counts(Fraction(5)), figures(9, 10)
    found = [effects([Part("A", "", *pair)], 100)[0][1:] for pair in ((one, other), (other, one))]
    assert found == [(Fraction(4), Fraction(0)), (Fraction(-4), Fraction(0))]


def test_others_who_are_few_are_not_told_apart_from_the_cohort() -> None:
    """40 of 100 were in time, 3 of the 50 who are no UASC: the 3 would show, and the county stays one part."""
    lines = [(month, "Shire", cohort, above, base) for month in ("2015-05", "2015-06")
             for cohort, above, base in (("", 40, 100), (UASC, 3, 50))]  # fmt: skip
    assert made(rows(*lines), within(), MAY, JUNE) == [("Shire", "", 100, 100)]


def test_everyone_in_may_and_others_in_june_are_one_part() -> None:
    """100 in May beside 60 without UASC in June: neither months nor cohorts alone make the difference."""
    lines = [(month, "Shire", cohort, base // 2, base) for month in ("2015-05", "2015-06")
             for cohort, base in (("", 100), (UASC, 60))]  # fmt: skip
    assert made(rows(*lines), within(), MAY, JUNE._replace(cohort=UASC)) == [("Shire", "", 100, 60)]


def test_a_cohort_of_several_words_keeps_them_in_both_months() -> None:
    """Of 100 in either month 60 are over five and 40 are under 5."""
    lines = [(month, "Shire", cohort, base // 2, base) for month in ("2015-05", "2015-06")
             for cohort, base in (("", 100), ("excluding_under_5", 60))]  # fmt: skip
    assert made(rows(*lines), within(), MAY, JUNE) == [
        ("Shire", "excluding_under_5", 60, 60), ("Shire", "under_5", 40, 40),
    ]  # fmt: skip


def test_an_error_in_the_later_month_or_among_the_others_names_the_county() -> None:
    """North fits in May alone; or it has 30 without UASC, where the whole county has 20."""
    may, june = both_months(("Shire", 50, 100), ("North", 20, 40))[:2], [("2015-06", "Shire", "", 50, 100)]
    with pytest.raises(ValueError, match=r"^Shire, visits: a part counts more"):
        made(rows(*may, *june, ("2015-06", "North", "", 60, 70)), within("North"), MAY, JUNE)  # type: ignore[arg-type]
    lines = [(month, area, cohort, base // 2, base) for month in ("2015-05", "2015-06")
             for area, cohort, base in (("Shire", "", 100), ("Shire", UASC, 20), ("North", "", 50), ("North", UASC, 30))
             ]  # fmt: skip
    with pytest.raises(ValueError, match=r"^Shire, visits: a part counts more"):
        made(rows(*lines), within("North"), MAY, JUNE)


def test_an_effect_is_of_its_part() -> None:
    """Each effect carries the part it was worked out for, with denominators and without."""
    counted = [Part("A", "", Counts(Fraction(5)), Counts(Fraction(9)))]
    rated = [part("North", (80, 100), (45, 50)), part("South", (50, 100), (90, 150))]
    assert [[each.part for each in effects(parts, 100)] for parts in (counted, rated)] == [counted, rated]


def test_counts_less_a_part_of_which_the_denominator_is_not_known() -> None:
    """9 of 10 less 4 are 5 of an unknown number, and as a count alone 5; either way round."""
    assert figures(9, 10).less(Counts(Fraction(4))) == Counts(Fraction(5))
    assert Counts(Fraction(9)).less(figures(4, 5)) == Counts(Fraction(5))
    assert Counts(Fraction(5)).value(100) == 5
