"""What the rows of a scorecard have in common."""

from typing import Any

import pandas as pd
import pytest

from scorecard_kit.judge.standings import (
    changed_ratings,
    day_of_all,
    earlier_months,
    has_results_of,
    month_before,
    rated_twice,
    rating_counts,
    with_results,
)

ROW = {
    "period": "2016-03", "asked": "2016-03", "standing": "", "as_at": "", "rag": "Green", "previous": 80,
    "previous_rag": "Amber", "previous_period": "2016-02", "previous_apart": "", "outturn": "", "outturn_period": "",
}  # fmt: skip


def rows(*changes: dict[str, Any]) -> pd.DataFrame:
    """Give a row an indicator, each with what is different in it."""
    return pd.DataFrame([ROW | change for change in changes], columns=list(ROW), dtype=object)


LACKING = {"standing": "no result"}


def test_a_row_without_any_result_has_nothing_to_tell() -> None:
    """Of two rows one lacks a result of any month; columns and index stay: a rated frame is known by its index."""
    scored = rows({}, LACKING)
    assert len(with_results(scored)) == 1
    assert list(with_results(scored)) == list(ROW)
    assert with_results(scored)["standing"].tolist() == [""]
    assert with_results(rows(LACKING, {})).index.tolist() == [1]


@pytest.mark.parametrize(
    ("changes", "has"), [([{}], True), ([{"period": "2016-02"}], False), ([LACKING], False), ([], False)]
)
def test_a_month_has_results_of_its_own(changes: list[dict[str, Any]], has: bool) -> None:
    """A late row is of another month, and one without a result of none."""
    assert has_results_of(rows(*changes), "2016-03") is has


def test_the_month_before_is_told_where_it_is_one() -> None:
    """Rows that are not compared do not count; two months are not one."""
    apart = {"previous_period": "2015-03", "previous_apart": "of another year"}
    assert month_before(rows({}, apart)) == "2016-02"
    assert month_before(rows({}, {"previous_period": "2016-01"})) == ""
    assert month_before(rows()) == ""


def test_the_day_of_all_results() -> None:
    """A late row and one without a result have no say; two days are not one."""
    day = {"as_at": "2016-04-18"}
    assert day_of_all(rows(day, {"period": "2016-02"}, LACKING)) == "2016-04-18"
    assert day_of_all(rows(day, {})) == ""
    assert day_of_all(rows(day, {"as_at": "2016-04-19"})) == ""
    assert day_of_all(rows()) == ""


def test_the_months_of_earlier_results() -> None:
    """Those with a figure, or where none has one those that are asked for."""
    assert earlier_months(rows({}, {"previous": "", "previous_period": "2016-01"}), "previous") == ["2016-02"]
    assert earlier_months(rows({"outturn_period": "2015-03"}, {}), "outturn") == ["2015-03"]


def test_ratings_change_between_two_that_compare() -> None:
    """Amber to Green rises, Amber to Red falls; unrated then or now, or not compared, is no change."""
    unrated, first, apart = {"rag": "Not rated"}, {"previous_rag": ""}, {"previous_apart": "new bands"}
    scored = rows({}, {"rag": "Red"}, {"rag": "Amber"}, unrated, first, apart)
    assert len(rated_twice(scored)) == 3
    assert [[row["rag"] for row in side] for side in changed_ratings(scored)] == [["Green"], ["Red"]]


def aimed(rag: str, target: object, floor: object, **more: object) -> dict[str, Any]:
    """Give a rated row of a target and its minimum, of polarity H."""
    return {"rag": rag, "polarity": "H", "target": target, "floor": floor, "green_from": "", "green_to": "", **more}


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ([aimed("Green", 85, 80), aimed("Amber", 85, 80), aimed("Red", 85, 80)], {"Green": 1, "Amber": 1, "Red": 1}),
        ([aimed("Green", 85, 85), aimed("Green", 9, 9), aimed("Red", 85, 85)], {"Green": 2, "Red": 1}),
        ([aimed("Green", 85, 85), aimed("Red", 85, 80)], {"Green": 1, "Amber": 0, "Red": 1}),
        ([aimed("Amber", 85, 85), aimed("Red", 85, 85)], {"Green": 0, "Amber": 1, "Red": 1}),
        ([aimed("Not rated", "", "")], {"Green": 0, "Amber": 0, "Red": 0}),
        ([aimed("Green", 85, 85, polarity="T")], {"Green": 1, "Amber": 0, "Red": 0}),
        ([], {"Green": 0, "Amber": 0, "Red": 0}),
    ],
)
def test_amber_is_counted_unless_every_minimum_is_the_target(
    changes: list[dict[str, Any]], counts: dict[str, int]
) -> None:
    """Where no result can be Amber, and none is, Amber has no nought of its own."""
    same = {"direction_from_previous": "same", "direction_from_outturn": "same"}
    columns = [*ROW, *aimed("", "", ""), *same]
    frame = pd.DataFrame(
        [ROW | same | change for change in changes], columns=list(dict.fromkeys(columns)), dtype=object
    )
    assert rating_counts(frame) == counts
