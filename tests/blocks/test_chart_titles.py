"""The title of a chart: where the result went, how far it lies from its target, and what its rating makes of that."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.blocks.chart_titles import trend_title
from scorecard_kit.judge.indicators import Direction, Rag
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.judge.scorecard import history

NO_TARGET = pd.DataFrame(columns=["indicator", "from", "target", "floor"])


def series(
    values: Sequence[object], polarity: str = "H", first: int = 1, reporting: str = "month",
    changes: pd.DataFrame | None = None, covers: str = "SS", unit: str = "percent", **target: Any,  # noqa: ANN401 - a row of targets
) -> pd.DataFrame:  # fmt: skip
    """Give the rated months of 2016 from the first on; a value of None is withheld. Without a target there is none."""
    months = [f"2016-{month:02}" for month in range(first, first + len(values))]
    kit = pd.DataFrame([{"indicator": "visits", "name": "Visits", "polarity": polarity, "data_period": covers,
                         "unit": unit}])  # fmt: skip
    results = pd.DataFrame(
        [{"indicator": "visits", "period": month, "area": "Shire", "value": value,
          "status": "" if value is not None else "suppressed"} for month, value in zip(months, values, strict=True)]
    )  # fmt: skip
    goal = pd.DataFrame([{"indicator": "visits", "from": "2015-04", **target}]) if target else NO_TARGET
    return history(results, kit, goal, "visits", "Shire", months, changes=changes, reporting=reporting)


H: dict[str, Any] = {"target": 85, "floor": 76.5}
L: dict[str, Any] = {"target": 5, "floor": 8}
T: dict[str, Any] = {"target": 15, "green_from": 14, "green_to": 16, "amber_from": 12, "amber_to": 18}


@pytest.mark.parametrize(
    ("values", "polarity", "target", "said"),
    [
        ([82, 77.8, Fraction(1300, 17)], "H", H, ("fell two months running, to 76.5%, 8.5 percentage points worse than "
         "the target of 85% and just under the minimum of 76.5%")),
        ([70, 76.5], "H", H, ("rose to 76.5%, still 8.5 percentage points worse than the target of 85%, but not under "
         "the minimum of 76.5%")),
        ([70, 75], "H", H, ("rose to 75.0%, still 10.0 percentage points worse than the target of 85% and under the "
         "minimum of 76.5%")),
        ([90, 86], "H", H, "fell to 86.0%, still 1.0 percentage points better than the target of 85%"),
        ([80, 86], "H", H, "rose to 86.0%, 1.0 percentage points better than the target of 85%"),
        ([80, 84.99], "H", H, ("rose to 85.0%, still less than 0.1 percentage points worse than the target of 85%, but "
         "not under the minimum of 76.5%")),
        ([80, 85, 85], "H", H, "stayed at 85.0%, exactly the target of 85%"),
        ([80, 85, 85, 85], "H", H, "stayed at 85.0% two months running, exactly the target of 85%"),
        ([90], "H", H, "is 90.0%, 5.0 percentage points better than the target of 85%"),
        ([82.14, 82.08], "H", H, ("fell by 0.1 percentage points, to 82.1%, 2.9 percentage points worse than "
         "the target of 85%, but not under the minimum of 76.5%")),
        ([80, 84], "H", {"target": 85, "floor": 85}, ("rose to 84.0%, still 1.0 percentage points worse than the "
         "target of 85%, which is Red")),
        ([9, 8], "L", L, ("fell to 8.0%, still 3.0 percentage points worse than the target of 5%, but not over the "
         "highest Amber of 8%")),
        ([9, 8.5], "L", L, ("fell to 8.5%, still 3.5 percentage points worse than the target of 5% and over the "
         "highest Amber of 8%")),
        ([3, 4], "L", L, "rose to 4.0%, still 1.0 percentage points better than the target of 5%"),
        ([13, 15], "T", T, "rose to 15.0%, exactly the target of 15%"),
        ([13, 15.5], "T", T, "rose to 15.5%, 0.5 percentage points over the target of 15%, which is Green"),
        ([13, 19], "T", T, "rose to 19.0%, 4.0 percentage points over the target of 15%, which is Red"),
        ([13, 19], "", H, "rose to 19.0%, 66.0 percentage points under the target of 85%"),
        ([70, 71, 72], "H", {}, "rose two months running, to 72.0%"),
    ],
)  # fmt: skip
def test_the_title_of_a_trend(values: Sequence[object], polarity: str, target: Mapping[str, Any], said: str) -> None:
    """Direction, distance and verdict on, above and below every bound; rounded only where it is shown."""
    assert trend_title(series(values, polarity, **target)) == f"The result {said}"


def test_a_newest_month_that_is_withheld_is_not_the_one_that_is_told() -> None:
    """The title says which month its result is of, and nothing of the one that no page shows."""
    title = trend_title(series([86, 87, None], **H))
    assert title == "In February 2016 the result rose to 87.0%, 2.0 percentage points better than the target of 85%"


def test_a_target_of_a_new_year_is_told_with_its_month() -> None:
    """What was better than 85% in March is worse than April's 90%, though it did not move."""
    past = series([87, 87], first=3, covers="R12M", **H)
    past = past.assign(target=[85, 90], floor=[76.5, 80], rag=[Rag.GREEN, Rag.AMBER])
    assert trend_title(past).endswith("worse than the target of 90% for April 2016, but not under the minimum of 80%")


@pytest.mark.parametrize(
    ("values", "covers", "unit", "said"),
    [
        ([40, 50, 60, 8], "YTD", "percent", "is 8.0%"),
        ([40, 50, 60, 8, 9, 10], "YTD", "percent", "rose two months running, to 10.0%"),
        ([40, 50, 60, 8, 9, 10], "YTD", "count", "is 10"),
        ([40, 50, 60, 61], "SS", "count", "rose three months running, to 61"),
        ([40, 50, 60, 61], "cumulative", "count", "rose three months running, to 61"),
    ],
)
def test_the_title_of_a_trend_that_starts_again(values: list[float], covers: str, unit: str, said: str) -> None:
    """From March to April a year-to-date figure neither rises nor falls, and a count to date says nothing by rising."""
    assert trend_title(series(values, covers=covers, unit=unit)) == f"The result {said}"


def test_the_title_of_a_trend_stops_at_a_change() -> None:
    """What was counted in another way before March is not told as a rise."""
    changed = pd.DataFrame([["visits", "2016-03", "definition", "no", ""]])
    changed.columns = pd.Index(["indicator", "from", "kind", "comparable", "note"])
    assert trend_title(series([70, 71, 80, 81], changes=changed)) == "The result rose to 81.0%"
    assert trend_title(series([70, 71, 80], changes=changed)) == "The result is 80.0%"


def test_a_trend_follows_the_comparison_that_its_rows_tell() -> None:
    """In a quarterly pack 78 after September's 80 fell, though October's 90 and November's 70 are drawn between."""
    past = series([80, 90, 70, 78], first=9, reporting="quarter")
    assert trend_title(past) == "The result fell since September 2016, to 78.0%"
    assert trend_title(past.iloc[1:]) == "The result fell since September 2016, to 78.0%"


def test_a_movement_that_rounding_decides_is_none() -> None:
    """A result before that is known as 46 alone, beside one of 46.2, is too close to call: it neither rose nor fell."""
    past = series([46, Fraction(231, 5)], unit="count", **L).assign(within_rounding=[False, True])
    assert trend_title(past).startswith("The result has hardly moved, at 46")


TENTHS = st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10))
NEAR = st.sampled_from([Fraction(0), Fraction(1, 1000), Fraction(-1, 1000), Fraction(1, 10), Fraction(-1, 10)])


@given(
    polarity=st.sampled_from(["H", "L", "T", ""]), target=TENTHS,
    room=st.sampled_from([None, Fraction(0), Fraction(7)]),
    before=TENTHS, off=st.one_of(NEAR, TENTHS.map(lambda tenths: tenths - 50)), at_floor=st.booleans(),
)  # fmt: skip
def test_the_words_agree_with_rating_and_direction(
    polarity: str, target: Fraction, room: Fraction | None, before: Fraction, off: Fraction, *, at_floor: bool
) -> None:
    """For every polarity, on and beside target and floor: better is Green alone, under the minimum Red alone."""
    floor = None if room is None else target + (room if polarity == "L" else -room)
    value = abs((floor if at_floor and floor is not None else target) + off)
    goal: dict[str, Any] = {"target": target, "floor": floor}
    if polarity == "T":
        goal = {"target": target, "green_from": target - 1, "green_to": target + 1, "amber_from": target - 7,
                "amber_to": target + 7}  # fmt: skip
    past = series([before, value], polarity, **goal)
    row, title = records(past)[-1], trend_title(past)
    assert _rating_told(title, row) in (row["rag"], "")
    assert ("percentage point" in title or "exactly" in title) == (row["target"] != "")
    assert (row["rag"] == Rag.NOT_RATED) == (_rating_told(title, row) == "")
    way = row["direction_from_previous"]
    told = re.match(r"The result (rose|fell|stayed|has hardly|is)\b", title)
    assert told
    better = {"H": "rose", "L": "fell"}.get(polarity)
    if better and told[1] in ("rose", "fell", "stayed"):
        expected = Direction.SAME if told[1] == "stayed" else Direction.IMPROVED if told[1] == better else None
        assert way == (expected or Direction.WORSENED)
    against = Direction.WORSENED if row["rag"] == Rag.GREEN else Direction.IMPROVED
    assert (" still " in title) == (way == against and bool(re.search(" (better|worse) than ", title)))


def _rating_told(title: str, row: Row) -> str:
    """Read a rating back from a title: the word itself, or what the words allow."""
    if named := re.search(r", which is (Green|Amber|Red)$", title):
        return named[1]
    if row["polarity"] in ("H", "L"):
        for words, rag in ((" better than ", "Green"), (", exactly ", "Green"), (", but not ", "Amber"),
                           (r" and (?:just )?(?:under|over) the ", "Red")):  # fmt: skip
            if re.search(words, title):
                return rag
    return "Green" if row["polarity"] == "T" and ", exactly " in title else ""
