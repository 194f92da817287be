"""The explorer without a widget: choices become a view, and a view the results that it asks for."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from scorecard_kit import load
from scorecard_kit.explore._results import results, teams
from scorecard_kit.explore.choices import after_choice, choices, settled
from scorecard_kit.explore.view import Desk, View, sides
from scorecard_kit.findings import InputError
from scorecard_kit.judge.movement import Side
from scorecard_kit.judge.rows import records

MARCH = View("2016-03")
ROOT = Path(__file__).parents[2]
REVIEWS = View("2016-03", "North Kent", indicator="cic-reviews")


def test_blanks_are_filled_in(desk: Desk) -> None:
    """The county, the first cohort, the widest variance, which is that of the reviews, and both sides of the cohort."""
    assert settled(desk, MARCH) == View(
        "2016-03", "Kent", "", "cic-reviews", "excluding_uasc", "variance", "cohort", ""
    )


@pytest.mark.parametrize(
    ("view", "other"),
    [
        (replace(MARCH, compare="area", area="North Kent"), "Kent"),
        (replace(MARCH, compare="area"), "North Kent"),
        (replace(MARCH, compare="area", other="West Kent"), "West Kent"),
        (replace(MARCH, compare="area", other="Kent"), "North Kent"),
        (replace(MARCH, compare="period"), "2016-02"),
        (replace(MARCH, compare="period", other="2015-03"), "2015-03"),
        (replace(MARCH, compare="period", area="North Kent"), ""),
        (replace(MARCH, compare="cohort", other="West Kent"), ""),
    ],
)
def test_the_other_side_is_the_nearest_there_is(desk: Desk, view: View, other: str) -> None:
    """Another area, the county first; an earlier month with a result, the latest first; none beside a cohort."""
    assert settled(desk, view).other == other


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"area": "Northkent"}, 'area: "Northkent" is no area of the data. Did you mean "North Kent"?'),
        ({"sort_by": "size"}, "There are: variance, rating, direction, name, order."),
        ({"compare": "years"}, "There are: cohort, area, period, any."),
        ({"indicator": "cic-review"}, 'Did you mean "cic-reviews"?'),
        ({"compare": "any", "other_counted": "without_uasc"}, "There are: excluding_uasc."),
    ],
)
def test_what_there_is_not_is_refused(desk: Desk, wrong: dict[str, str], said: str) -> None:
    """A wrong word stops the notebook, and says what there is, as in a pack."""
    with pytest.raises(InputError) as stopped:
        settled(desk, replace(MARCH, **wrong))
    assert said in str(stopped.value)


def test_the_results_of_an_area_are_those_of_the_impact(desk: Desk, march_pack: Path) -> None:
    """North Kent by variance: results, ratings and variances are the cells of the rendered section's file."""
    frame = results(desk, settled(desk, replace(MARCH, area="North Kent")))
    with (march_pack / "data" / "impact-of-uasc.csv").open(encoding="utf-8", newline="") as file:
        mine = [row for row in csv.DictReader(file) if row["area"] == "North Kent"]
    expected = {
        row["indicator"]: (float(row["including_value"]), row["including_rag"], row["variance"]) for row in mine
    }
    assert len(frame) == len(expected) == 9
    for row in records(frame):
        value, rag, variance = expected[row["indicator"]]
        assert (float(row["value"]), str(row["rag"])) == (value, rag)
        assert (row["variance"] == "") if not variance else (float(row["variance"]) == pytest.approx(float(variance)))
    sizes = [abs(row["variance"]) for row in records(frame) if row["variance"] != ""]
    assert (sizes, len(sizes)) == (sorted(sizes, reverse=True), 8)


@pytest.mark.parametrize(
    ("sort_by", "column", "expected"),
    [
        ("rating", "rag", ["Red"] * 7 + ["Amber"] * 20 + ["Green"] * 17),
        ("direction", "direction_from_previous", ["worsened"] * 20 + ["same"] + ["improved"] * 23),
        ("order", "indicator", ["re-referrals", "assessments-in-time", "assessments-overdue"]),
    ],
)
def test_the_results_are_sorted_as_is_wished(desk: Desk, sort_by: str, column: str, expected: list[str]) -> None:
    """The worst first, or as in the scorecard: 17 Green, 20 Amber and 7 Red; 23 improved and 20 worsened."""
    frame = results(desk, settled(desk, replace(MARCH, sort_by=sort_by)))
    assert [str(cell) for cell in frame[column]][: len(expected)] == expected


def test_the_choices_of_a_view(desk: Desk) -> None:
    """Areas without teams, the newest month first, and each indicator with its result, rating and variance."""
    offered = choices(desk, settled(desk, replace(MARCH, area="North Kent")))
    assert [value for _, value in offered["area"]] == ["Kent", "North Kent", "East Kent", "South Kent", "West Kent"]
    assert offered["period"][0] == ("March 2016", "2016-03")
    assert offered["cohort"] == [("excluding UASC", "excluding_uasc")]
    reviews = "98.6% Green: % of CIC cases which were reviewed within required timescales (+1.4)"
    assert (reviews, "cic-reviews") in offered["indicator"]


def test_any_two_results_are_chosen_freely(desk: Desk) -> None:
    """The other has an area, a month and a cohort of its own, and begins with the nearest earlier month."""
    view = settled(desk, replace(REVIEWS, area="Kent", compare="any"))
    assert (view.other_area, view.other_period, view.other_counted) == ("Kent", "2016-02", "")
    chosen = replace(view, counted="excluding_uasc", other_area="South Kent", other_counted="excluding_uasc")
    chosen = settled(desk, chosen)
    assert sides(chosen) == (
        Side("2016-03", "South Kent", "excluding_uasc"),
        Side("2016-03", "Kent", "excluding_uasc"),
    )
    assert settled(desk, replace(chosen, compare="cohort")) == settled(desk, replace(REVIEWS, area="Kent"))


def test_it_goes_down_to_teams() -> None:
    """A team stands beneath its area, which it names; benchmarks are no choice."""
    book = load(ROOT / "data" / "westshire")
    desk = Desk(book, book.rule)
    offered = choices(desk, settled(desk, View("2026-03", "Highfell")))
    assert offered["area"][:4] == [
        ("Westshire", "Westshire"),
        ("Northmoor", "Northmoor"),
        ("Highfell (Northmoor)", "Highfell"),
        ("Drovers Cross (Northmoor)", "Drovers Cross"),
    ]
    assert len(offered["area"]) == 18
    assert teams(desk, View("2026-03", "Highfell")) == ["Northmoor", "Highfell", "Drovers Cross"]
    assert teams(desk, View("2026-03", "Westshire")) == []


def test_an_indicator_is_kept_where_the_area_has_it(desk: Desk) -> None:
    """From the county to North Kent the reviews stay chosen; assessments, which it lacks, are left open."""
    assert after_choice(desk, REVIEWS).indicator == "cic-reviews"
    assert after_choice(desk, replace(REVIEWS, indicator="assessments-in-time")).indicator == ""
