"""Small counts of people do not show, and cannot be worked out from what does."""

from collections.abc import Callable, Iterable
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.judge.disclosure import SmallCounts, is_small, withhold, withhold_breakdowns
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.rows import records
from tests.strategies import Place, counties

DEFAULT = SmallCounts()
UASC = "excluding_uasc"
KINDS = {"everyone": "", "excluding": UASC}
Counts = tuple[int | None, int | None] | int | None


def indicators(unit: str = "percent") -> pd.DataFrame:
    """Give one indicator of that unit."""
    return pd.DataFrame(
        [["visits", "Visits in time", "H", "SS", unit]],
        columns=["indicator", "name", "polarity", "data_period", "unit"],
    )


def areas(**parents: str) -> pd.DataFrame:
    """Give areas by their parents."""
    rows = [[area, "area", parent] for area, parent in parents.items()]
    return pd.DataFrame(rows, columns=["area", "kind", "parent"], dtype=object)


COUNTY = areas(County="", N="County", E="County", S="County", N1="N", N2="N", N3="N")


def results(rows: dict[str, Counts], cohorts: dict[str, Counts] | None = None) -> pd.DataFrame:
    """Give results of one month by area: a count, or numerator and denominator; and the same excluding UASC."""
    sides = [("", rows), (UASC, cohorts or {})]
    cells = [
        ["visits", "2016-03", area, cohort, *(counts if isinstance(counts, tuple) else (counts, None)), None, ""]
        for cohort, side in sides
        for area, counts in side.items()
    ]
    columns = ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"]
    return pd.DataFrame(cells, columns=columns, dtype=object)


def shown(frame: pd.DataFrame, cohort: str = "") -> str:
    """Name the areas that are shown."""
    rows = frame[(frame["status"] != "suppressed") & (frame["cohort"] == cohort)]
    return " ".join(rows["area"])


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "below", "small"),
    [
        (0, 100, "percent", 6, False),
        (1, 100, "percent", 6, True),
        (5, 100, "percent", 6, True),
        (6, 100, "percent", 6, False),
        (95, 100, "percent", 6, True),
        (94, 100, "percent", 6, False),
        (100, 100, "percent", 6, False),
        (0, 5, "percent", 6, True),
        (0, 0, "percent", 6, False),
        (3, 100, "percent", 3, False),
        (1, 100, "percent", 1, False),
        (95, 100, "rate", 6, False),
        (5, 10_000, "rate", 6, True),
        (5, None, "count", 6, True),
        (6, None, "count", 6, False),
        (1200, 5, "days", 6, True),
        (3, 6, "days", 6, False),
        (1200, 1, "gbp", 6, True),
        (2, 40, "ratio", 6, False),
        (None, None, "percent", 6, False),
        ("5", "", "percent", 6, True),
        (float("nan"), 3, "percent", 6, False),
    ],
)
def test_what_is_small(
    numerator: float | str | None, denominator: float | str | None, unit: str, below: int, small: bool
) -> None:
    """One to one below the limit, of those counted or of those left out; days, ratios and pounds by their base."""
    assert is_small(numerator, denominator, Unit(unit), below) is small


def worked_examples() -> list[tuple[str, str]]:
    """Read the table that stands at the rule: what is entered, and what is shown of it."""
    lines = [line.strip().strip("|").split("|") for line in (withhold.__doc__ or "").splitlines() if "|" in line]
    return [(entered.strip(), kept.strip()) for entered, kept, _ in lines[2:]]


@pytest.mark.parametrize(("entered", "kept"), worked_examples())
def test_the_examples_at_the_rule_are_what_it_does(entered: str, kept: str) -> None:
    """Each row of the table in the docstring: small, a small rest, a cohort beside everyone, and a sibling."""
    sides: list[dict[str, Counts]] = [{}, {}]
    for figure in entered.split(", "):
        area, numerator, _, denominator = figure.split()
        is_cohorts = area == "excluding"
        sides[is_cohorts]["County" if is_cohorts else area] = (int(numerator), int(denominator))
    within = areas(County="", North="County", South="County", East="County")
    frame = withhold(results(*sides), indicators(), within, DEFAULT)
    cells = [
        f"{'excluding' if row['cohort'] else row['area']} "
        + ("c" if row["status"] == "suppressed" else f"{row['numerator']} of {row['denominator']}")
        for row in records(frame)
    ]
    assert sorted(kept.split(", ")) == sorted(cells)


def test_there_are_four_examples_at_the_rule() -> None:
    """The table is read as it stands, and none of it is lost."""
    assert len(worked_examples()) == 4


def test_a_small_result_is_emptied_and_marked() -> None:
    """Nothing of it is left but the row; the frame that came in is as it was."""
    before = results({"County": (3, 100)})
    after = withhold(before, indicators(), COUNTY, DEFAULT)
    assert after[["numerator", "denominator", "value", "status"]].to_numpy().tolist() == [
        [None, None, None, "suppressed"]
    ]
    assert before["numerator"].tolist() == [3]


@pytest.mark.parametrize("figures", [(3, 100), (97, 100)])
def test_what_is_already_published_stays(figures: tuple[int, int]) -> None:
    """Entered results are then shown as they are."""
    before = results({"County": figures})
    rule = SmallCounts(already_published=True)
    pd.testing.assert_frame_equal(withhold(before, indicators(), COUNTY, rule), before)


@pytest.mark.parametrize(
    ("unit", "counts", "left"),
    [
        pytest.param("count", {"County": 60, "N": 20, "E": 30, "S": 10}, "County N E S", id="none is small"),
        pytest.param("count", {"County": 53, "N": 20, "E": 30, "S": 3}, "County E", id="the next smallest goes too"),
        pytest.param("count", {"County": 33, "N": 0, "E": 30, "S": 3}, "County N", id="a 0 protects nobody"),
        pytest.param("count", {"County": 43, "N": 0, "E": 30, "S": 3}, "County N", id="nor where ten are in no area"),
        pytest.param("count", {"County": 55, "N": 2, "E": 50, "S": 3}, "County", id="two that add to a small count"),
        pytest.param("count", {"County": 58, "N": 5, "E": 50, "S": 3}, "County E", id="two that do not"),
        pytest.param("count", {"N": 20, "E": 30, "S": 3}, "N E", id="no whole to take them from"),
        pytest.param("count", {"County": 63, "N": 20, "E": 30, "S": 10}, "County E", id="three in no area"),
        pytest.param("count", {"County": 4, "N": 4, "E": 0, "S": 0}, "", id="under a hidden county nothing shows"),
        pytest.param(
            "count",
            {"County": 53, "N": 20, "E": 30, "S": 3, "N1": 12, "N2": 8},
            "County E",
            id="teams would add to the area that went too",
        ),
        pytest.param("count", {"County": 40, "N1": 18, "N2": 19, "N3": 3}, "County N2", id="teams without their area"),
        pytest.param("count", {"N": 40, "N1": 18, "N2": 19, "N3": 3}, "N N2", id="one team of an area"),
        pytest.param(
            "percent",
            {"County": (160, 300), "N": (50, 100), "E": (97, 100), "S": (13, 100)},
            "County S",
            id="a small rest of 100",
        ),
        pytest.param(
            "percent",
            {"County": (86, 100), "N": (0, 4), "E": (46, 46), "S": (40, 50)},
            "County E",
            id="nobody of four, and a sibling that leaves some out",
        ),
        pytest.param(
            "percent",
            {"County": (100, 200), "N": (3, 3), "E": (10, 10), "S": (87, 187)},
            "County E",
            id="all of three, and a sibling that is not all as well",
        ),
        pytest.param(
            "days", {"County": (9000, 60), "N": (600, 4), "E": (4000, 30), "S": (4400, 26)}, "County E", id="d"
        ),
    ],
)
def test_what_goes_with_a_small_result(unit: str, counts: dict[str, Counts], left: str) -> None:
    """An area less its shown parts never leaves one part alone, nor a small count."""
    assert shown(withhold(results(counts), indicators(unit), COUNTY, DEFAULT)) == left


@pytest.mark.parametrize(
    ("everyone", "excluding", "left", "left_excluding"),
    [
        pytest.param({"County": 100}, {"County": 97}, "County", "", id="three of the cohort"),
        pytest.param({"County": 100}, {"County": 100}, "County", "County", id="none"),
        pytest.param({"County": 100}, {"County": 94}, "County", "County", id="six"),
        pytest.param({"County": 100}, {"County": 3}, "County", "", id="three others"),
        pytest.param({"County": (90, 100)}, {"County": (54, 60)}, "County", "", id="four of the cohort left out"),
        pytest.param(
            {"County": 150, "N": 50, "E": 50, "S": 50},
            {"County": 111, "N": 47, "E": 34, "S": 30},
            "County N E S",
            "County E",
            id="another area's excluding side goes too",
        ),
        pytest.param(
            {"County": 120, "N": 50, "E": 20, "S": 50},
            {"County": 97, "N": 47, "E": 20, "S": 30},
            "County N E S",
            "County E",
            id="not one without the cohort",
        ),
        pytest.param(
            {"County": 63, "N": 3, "E": 20, "S": 40},
            {"County": 33, "N": 3, "E": 10, "S": 20},
            "County S",
            "County S",
            id="both sides of an area go together",
        ),
        pytest.param(
            {"County": 63, "N": 3, "E": 20, "S": 40},
            {"County": 27, "N": 3, "E": 14, "S": 10},
            "County S",
            "County S",
            id="and not another one",
        ),
        pytest.param(
            {"N": 16, "N1": 7}, {"N": 10, "N1": 1}, "N N1", "", id="an only team that holds all of the cohort"
        ),
    ],
)
def test_what_would_reveal_a_cohort(
    everyone: dict[str, Counts], excluding: dict[str, Counts], left: str, left_excluding: str
) -> None:
    """The excluding side goes where it, or everyone less it, is small, and takes a sibling with it."""
    unit = "percent" if isinstance(next(iter(everyone.values())), tuple) else "count"
    after = withhold(results(everyone, excluding), indicators(unit), COUNTY, DEFAULT)
    assert (shown(after), shown(after, UASC)) == (left, left_excluding)


def test_the_smallest_part_goes_first_and_takes_with_it_the_smallest_that_is_enough() -> None:
    """3 of 6 lie in no area: N, 0 of 10, goes first, and S, 20 of 20, with it leaves 23 of 36; E is shown.

    Alone S would leave 23 and 3 and N 3 and 13, so that only E, 30 of 60, would do alone: but one alone never goes.
    """
    counts: dict[str, Counts] = {"County": (53, 96), "N": (0, 10), "S": (20, 20), "E": (30, 60)}
    assert shown(withhold(results(counts), indicators(), COUNTY, DEFAULT)) == "County E"


def test_where_nobody_was_in_time_nobody_is_left_over() -> None:
    """N's 3, all late, go with E's 40: that the rest of 0 of 103 has nobody in time either tells nothing."""
    counts: dict[str, Counts] = {"County": (0, 103), "N": (0, 3), "E": (0, 40), "S": (0, 60)}
    assert shown(withhold(results(counts), indicators(), COUNTY, DEFAULT)) == "County S"


def test_a_cohort_s_side_may_stand_without_everyone_s() -> None:
    """South has figures excluding UASC alone: they are shown, beside those of the county, and take nothing away."""
    after = withhold(results({"County": 100}, {"County": 60, "S": 30}), indicators("count"), COUNTY, DEFAULT)
    assert (shown(after), shown(after, UASC)) == ("County", "County S")
    ages_alone = breakdowns({("County", UASC): [20, 40]})
    kept = withhold_breakdowns(ages_alone, results({}, {"County": 60}), COUNTY, DEFAULT)
    assert kept["count"].tolist() == [20, 40]


def test_a_result_that_was_entered_as_suppressed_is_protected_too() -> None:
    """Its siblings would give it away as well, though its figure never came in."""
    frame = results({"County": 53, "N": 20, "E": 30, "S": None})
    frame.loc[frame["area"] == "S", "status"] = "suppressed"
    assert shown(withhold(frame, indicators("count"), COUNTY, DEFAULT)) == "County E"


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "value"),
    [
        ("count", None, None, 3),
        ("percent", None, 30, "10.0"),
        ("percent", 97, None, "97.0"),
        ("percent", 3, None, "10.0"),
        ("days", 1200, None, "400.0"),
    ],
)
def test_a_count_that_the_value_gives_away_is_small_too(
    unit: str, numerator: int | None, denominator: int | None, value: int | str
) -> None:
    """A side that is not entered but follows from the value counts as entered."""
    frame = results({"County": (numerator, denominator)})
    frame["value"] = [value]
    assert shown(withhold(frame, indicators(unit), COUNTY, DEFAULT)) == ""


def test_each_month_and_indicator_stands_by_itself() -> None:
    """A small count in one month leaves the other as it is."""
    now, before = results({"County": 53, "N": 20, "E": 30, "S": 3}), results({"County": 60, "N": 20, "E": 30, "S": 10})
    both = pd.concat([now, before.assign(period="2016-02")], ignore_index=True)
    after = withhold(both, indicators("count"), COUNTY, DEFAULT)
    assert shown(after[after["period"] == "2016-02"]) == "County N E S"


def entered(places: Iterable[Place], unit: str) -> pd.DataFrame:
    """Give the results of a drawn county, both sides, as an analyst enters them."""

    def side(kind: str) -> dict[str, Counts]:
        counts = {place.area: getattr(place, kind) for place in places}
        return {area: (one, one + rest) if unit == "percent" else one for area, (one, rest) in counts.items()}

    return results(side("everyone"), side("excluding"))


def determined(unknown: list[tuple[str, str]], equations: list[dict[tuple[str, str], int]]) -> set[tuple[str, str]]:
    """Name the unknowns that a system of linear equations leaves no choice about."""
    if not unknown or not equations:
        return set()
    matrix = np.array([[equation.get(name, 0) for name in unknown] for equation in equations], dtype=float)
    _, sizes, right = np.linalg.svd(matrix)
    free = right[int((sizes > 1e-9).sum()) :]
    return {name for place, name in enumerate(unknown) if np.abs(free[:, place]).sum() < 1e-9}


def worked_out(
    places: list[Place], is_shown: Callable[[str, str], bool], count: Callable[[Place, str], int]
) -> dict[tuple[str, str], int]:
    """Give all that a reader knows who sees the shown counts and knows where the parts add up to their whole."""
    cells = {
        (place.area, kind): count(place, kind) for place, kind in product(places, ["everyone", "excluding", "cohort"])
    }
    unknown = [cell for cell in cells if not is_shown(*cell)]
    equations: list[dict[tuple[str, str], int]] = [
        {(place.area, "everyone"): 1, (place.area, "excluding"): -1, (place.area, "cohort"): -1} for place in places
    ]
    for whole, kind in product(places, ["everyone", "excluding", "cohort"]):
        parts = [place for place in places if place.parent == whole.area]
        if parts and count(whole, kind) == sum(count(part, kind) for part in parts):
            equations.append({(whole.area, kind): 1} | {(part.area, kind): -1 for part in parts})
    known = determined(unknown, equations) | {cell for cell in cells if is_shown(*cell)}
    return {cell: cells[cell] for cell in known}


@given(counties(), st.sampled_from(["count", "percent"]))
def test_no_small_count_can_be_worked_out(places: list[Place], unit: str) -> None:
    """Whoever solves all the sums at once, over areas, teams and the cohort, finds no count of 1 to 5."""
    after = withhold(entered(places, unit), indicators(unit), areas(**{it.area: it.parent for it in places}), DEFAULT)
    visible = {kind: shown(after, cohort).split() for kind, cohort in KINDS.items()}
    for measure in range(2 if unit == "percent" else 1):
        found = worked_out(
            places,
            lambda area, kind: area in visible.get(kind, ()),
            lambda place, kind, measure=measure: int(getattr(place, kind)[measure]),  # type: ignore[misc]  # binds now
        )
        assert {cell: number for cell, number in found.items() if 0 < number < 6} == {}


@given(counties(), st.sampled_from(["count", "percent"]))
def test_a_whole_less_its_shown_parts_is_never_small(places: list[Place], unit: str) -> None:
    """What is left of an area is nobody or at least six, of everyone, excluding UASC, and of the cohort."""
    after = withhold(entered(places, unit), indicators(unit), areas(**{it.area: it.parent for it in places}), DEFAULT)
    visible = {kind: shown(after, cohort).split() for kind, cohort in KINDS.items()}
    visible["cohort"] = [area for area in visible["excluding"] if area in visible["everyone"]]
    left = [
        getattr(whole, kind)[measure]
        - sum(
            getattr(part, kind)[measure] for part in places if part.parent == whole.area and part.area in visible[kind]
        )
        for whole, kind in product(places, visible)
        for measure in range(2 if unit == "percent" else 1)
        if whole.area in visible[kind] and any(part.parent == whole.area for part in places)
    ]
    assert [number for number in left if 0 < number < 6] == []


@given(counties())
def test_a_county_without_small_counts_shows_everything(places: list[Place]) -> None:
    """With every count tenfold and a limit of ten, nothing is withheld."""
    large = [
        Place(it.area, it.parent, (it.everyone[0] * 10, it.everyone[1] * 10), (it.cohort[0] * 10, it.cohort[1] * 10))
        for it in places
    ]
    frame = entered(large, "percent")
    tree = areas(**{it.area: it.parent for it in places})
    assert (withhold(frame, indicators(), tree, SmallCounts(below=10))["status"] == "").all()


def breakdowns(rows: dict[tuple[str, str], list[int]]) -> pd.DataFrame:
    """Give the ages of a count, by area and cohort."""
    cells = [
        ["visits", "2016-03", area, cohort, "Age", f"age {place}", count]
        for (area, cohort), counts in rows.items()
        for place, count in enumerate(counts)
    ]
    columns = ["indicator", "period", "area", "cohort", "dimension", "category", "count"]
    return pd.DataFrame(cells, columns=columns, dtype=object)


@pytest.mark.parametrize(
    ("numerator", "counts", "left"),
    [
        pytest.param(290, [17, 27, 29, 54, 163], [17, 27, 29, 54, 163], id="none is small"),
        pytest.param(286, [3, 37, 29, 54, 163], [None, 37, None, 54, 163], id="the next smallest goes too"),
        pytest.param(253, [3, 0, 33, 54, 163], [None, 0, None, 54, 163], id="a 0 protects nobody"),
        pytest.param(220, [1, 2, 54, 163], [None, None, None, 163], id="two that add to a small count"),
        pytest.param(224, [3, 4, 54, 163], [None, None, 54, 163], id="two that do not"),
        pytest.param(292, [17, 27, 29, 54, 163], [None, 27, 29, 54, 163], id="two of no stated age"),
        pytest.param(4, [4, 0], [None, None], id="of a small result nothing shows"),
    ],
)
def test_small_categories(numerator: int, counts: list[int], left: list[int | None]) -> None:
    """Of a breakdown at least two categories are emptied, until they hold no small count together."""
    entered_results = withhold(results({"County": numerator}), indicators("count"), COUNTY, DEFAULT)
    after = withhold_breakdowns(breakdowns({("County", ""): counts}), entered_results, COUNTY, DEFAULT)
    assert after["count"].tolist() == left


def test_categories_that_reveal_a_cohort_or_the_rest_of_a_county() -> None:
    """Everyone's age less that excluding UASC is a count of UASC, and the county's less its areas' one of the rest."""
    counted = {("County", ""): [30, 40, 50, 60], ("County", UASC): [30, 37, 40, 47]}
    frame = results({"County": 180}, {"County": 154})
    after = withhold_breakdowns(breakdowns(counted), frame, COUNTY, DEFAULT)
    assert after["count"].tolist() == [30, None, None, 60, 30, None, None, 47]
    counted = {("County", ""): [30, 40, 50, 60], ("N", ""): [14, 30, 25, 20], ("E", ""): [13, 10, 25, 20]}
    frame = results({"County": 180, "N": 89, "E": 68})
    after = withhold_breakdowns(breakdowns(counted), frame, COUNTY, DEFAULT)
    assert after["count"].isna().tolist() == [True, False, False, True] * 3


def test_of_equal_categories_the_first_of_the_file_goes() -> None:
    """Beside a small one, of nine alike the first is emptied: whichever process it is, and however it hashes words."""
    entered_results = results({"County": 193})
    after = withhold_breakdowns(breakdowns({("County", ""): [*[21] * 9, 4]}), entered_results, COUNTY, DEFAULT)
    assert after["count"].tolist() == [None, *[21] * 8, None]


def test_a_category_of_six_is_shown_and_five_is_not() -> None:
    """Six are not small; five take the smallest other category with them."""
    six = withhold_breakdowns(breakdowns({("County", ""): [6, 20, 30]}), results({"County": 56}), COUNTY, DEFAULT)
    assert six["count"].tolist() == [6, 20, 30]
    five = withhold_breakdowns(breakdowns({("County", ""): [5, 20, 30]}), results({"County": 55}), COUNTY, DEFAULT)
    assert five["count"].tolist() == [None, None, 30]


def test_a_category_that_an_area_lacks_counts_nobody_there() -> None:
    """Of six in the county none is in North, so that the rest has six too; UASC of an age that is nobody's are none."""
    frame = results({"County": 26, "N": 8})
    counted = breakdowns({("County", ""): [20, 6], ("N", ""): [8]})
    assert withhold_breakdowns(counted, frame, COUNTY, DEFAULT)["count"].tolist() == [20, 6, 8]
    counted = breakdowns({("County", ""): [20], ("County", UASC): [10, 0]})
    kept = withhold_breakdowns(counted, results({"County": 20}, {"County": 10}), COUNTY, DEFAULT)
    assert kept["count"].tolist() == [20, 10, 0]


def test_the_smallest_category_that_counts_anybody_goes_first() -> None:
    """With 2 goes 7, and neither 9, which is more, nor the empty one, which would hide nothing."""
    frame = withhold_breakdowns(breakdowns({("County", ""): [2, 0, 9, 7]}), results({"County": 18}), COUNTY, DEFAULT)
    assert frame["count"].tolist() == [None, 0, 9, None]


def test_those_without_a_category_hide_nobody() -> None:
    """Of 61 eight have no stated age, which is not printed: with 3 goes 20, though 8 would be the smaller."""
    frame = withhold_breakdowns(breakdowns({("County", ""): [3, 20, 30]}), results({"County": 61}), COUNTY, DEFAULT)
    assert frame["count"].tolist() == [None, None, 30]


def test_a_category_that_would_leave_an_area_s_count_alone_is_not_enough() -> None:
    """The 3 of North need company there: 30 of the third category, since of the second, smaller, North has none."""
    counted = {("County", ""): [23, 10, 60], ("N", ""): [3, 0, 30], ("S", ""): [20, 10, 30]}
    frame = results({"County": 93, "N": 33, "S": 60})
    after = withhold_breakdowns(breakdowns(counted), frame, COUNTY, DEFAULT)
    assert after["count"].tolist() == [None, 10, None, None, 0, None, None, 10, None]


def test_where_one_category_is_not_enough_the_smallest_goes_and_then_another() -> None:
    """The first counts 2 in North and 2 in South: the second (39 in all, 48 the third) hides North's, the fourth both.

    The third, which would do as well as the second, stays, and so does the last, which counts nobody.
    """
    counted = {("N", ""): [2, 30, 40, 0, 0], ("S", ""): [2, 0, 0, 50, 0], ("E", ""): [0, 9, 8, 60, 0]}
    frame = results({"N": 72, "S": 52, "E": 77})
    after = withhold_breakdowns(breakdowns(counted), frame, COUNTY, DEFAULT)
    assert after["count"].tolist() == [None, None, 40, None, 0, None, None, 0, None, 0, None, None, 8, None, 0]


def test_a_category_that_an_area_lacks_hides_nobody_there() -> None:
    """North has the first age alone: with the county's 3 goes 20, and North's 10 are shown."""
    counted = breakdowns({("County", ""): [30, 3, 20], ("N", ""): [10]})
    after = withhold_breakdowns(counted, results({"County": 53, "N": 10}), COUNTY, DEFAULT)
    assert after["count"].tolist() == [30, None, None, 10]


def test_the_cohort_in_the_rest_of_a_county_is_no_small_count() -> None:
    """UASC of the first age are 40 in the county and 37 in North: three elsewhere, so two ages go on every side."""
    counted = {
        ("County", ""): [100, 100, 200], ("County", UASC): [60, 60, 120],
        ("N", ""): [50, 50, 100], ("N", UASC): [13, 20, 40],
    }  # fmt: skip
    frame = results({"County": 400, "N": 200}, {"County": 240, "N": 73})
    after = withhold_breakdowns(breakdowns(counted), frame, COUNTY, DEFAULT)
    assert after["count"].tolist() == [None, None, 200, None, None, 120, None, None, 100, None, None, 40]


def test_a_table_without_a_column_of_cohorts_is_of_everyone() -> None:
    """97 of 100 is withheld, and so are its ages where neither of them says for whom they are."""
    kept = withhold(results({"County": (97, 100)}), indicators(), COUNTY, DEFAULT)
    after = withhold_breakdowns(breakdowns({("County", ""): [40, 57]}).drop(columns="cohort"), kept, COUNTY, DEFAULT)
    assert after["count"].tolist() == [None, None]


def test_the_ages_of_a_withheld_result_are_withheld() -> None:
    """97 of 100 is withheld for the three left out, and its ages would add to 97."""
    kept = withhold(results({"County": (97, 100)}), indicators(), COUNTY, DEFAULT)
    after = withhold_breakdowns(breakdowns({("County", ""): [40, 57]}), kept, COUNTY, DEFAULT)
    assert after["count"].tolist() == [None, None]


def test_breakdowns_that_are_already_published_stay() -> None:
    """They are shown as they are."""
    frame = breakdowns({("County", ""): [3, 37]})
    rule = SmallCounts(already_published=True)
    assert withhold_breakdowns(frame, results({"County": 40}), COUNTY, rule) is frame


def ages(place: Place, leaves: int) -> dict[str, list[int]]:
    """Give four ages of everyone and of those but the cohort: two of them as drawn, two of them large."""
    return {
        "everyone": [*place.everyone, 50 * leaves, 80 * leaves],
        "excluding": [*place.excluding, 30 * leaves, 50 * leaves],
        "cohort": [*place.cohort, 20 * leaves, 30 * leaves],
    }


@given(counties())
def test_no_small_category_can_be_worked_out(places: list[Place]) -> None:
    """Nor does solving the sums of a breakdown, over ages, areas and the cohort, give a count of 1 to 5."""
    leaves = {
        it.area: sum(not any(other.parent == part.area for other in places) for part in below(it, places))
        for it in places
    }
    counted = {it.area: ages(it, leaves[it.area]) for it in places}
    everyone, excluding = ({area: sum(sides[kind]) for area, sides in counted.items()} for kind in KINDS)
    frame = results({**everyone}, {**excluding})
    tree = areas(**{it.area: it.parent for it in places})
    kept = withhold(frame, indicators("count"), tree, DEFAULT)
    table = breakdowns({(area, cohort): counted[area][kind] for area in counted for kind, cohort in KINDS.items()})
    after = withhold_breakdowns(table, kept, tree, DEFAULT).dropna(subset="count")
    seen = set(after[["area", "cohort", "category"]].itertuples(index=False, name=None))
    for age in range(4):
        found = worked_out(
            places,
            lambda area, kind, age=age: (area, KINDS.get(kind, "?"), f"age {age}") in seen,  # type: ignore[misc]
            lambda place, kind, age=age: counted[place.area][kind][age],  # type: ignore[misc]  # binds now
        )
        assert {cell: number for cell, number in found.items() if 0 < number < 6} == {}
    for area, cohort in {(area, cohort) for area, cohort, _ in seen}:
        kind = next(kind for kind, name in KINDS.items() if name == cohort)
        rest = [count for age, count in enumerate(counted[area][kind]) if (area, cohort, f"age {age}") not in seen]
        assert len(rest) != 1
        assert not 0 < sum(rest) < 6


def below(place: Place, places: list[Place]) -> list[Place]:
    """Give a place and all under it."""
    return [place, *(lower for part in places if part.parent == place.area for lower in below(part, places))]
