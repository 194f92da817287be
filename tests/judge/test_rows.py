"""Rows of the contract's tables as the field's types."""

from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from scorecard_kit.judge.indicators import DataPeriod, Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.rows import (
    NO_MINIMUM,
    NO_RESULT,
    WITHHELD,
    above,
    definitions,
    in_force,
    parents_of,
    read_result,
    reason,
    records,
    target_in_force,
)

VISITS = Indicator("visits", "Visits in time", Polarity.HIGHER, DataPeriod.SNAPSHOT, Unit.PERCENT)


def test_areas_in_a_circle_end() -> None:
    """The way up stops where it has been before."""
    assert list(above("A", {"A": "B", "B": "C", "C": "A"})) == ["B", "C"]
    assert list(above("A", {"A": "A"})) == []
    assert list(above("A", {"A": "B", "B": ""})) == ["B"]


def test_every_kind_of_blank_is_blank() -> None:
    """None, NaN, NaT and pandas' own NA; a table that is not there has no rows, and nought is no blank."""
    frame = pd.DataFrame({"a": [None, float("nan"), pd.NaT, pd.NA, 0, "x"]}, dtype=object)
    assert records(frame) == [{"a": cell} for cell in ["", "", "", "", 0, "x"]]
    assert records(None) == []


def test_the_area_that_each_one_lies_in() -> None:
    """Blank where there is none, or where the table has no such column."""
    assert parents_of(pd.DataFrame({"area": ["Shire", "North"], "parent": [None, "Shire"]})) == {
        "Shire": "",
        "North": "Shire",
    }
    assert parents_of(pd.DataFrame({"area": ["Shire"]})) == {"Shire": ""}


def test_a_definition_has_the_defaults_of_the_contract() -> None:
    """Blank columns and absent ones alike; words of a list are parted by spaces, and yes is said in three ways."""
    table = pd.DataFrame(
        [
            {"indicator": "visits", "name": "Visits", "polarity": "H", "data_period": "YTD", "unit": "percent"},
            {"indicator": "staff", "name": "Staff", "polarity": None, "data_period": "SS", "unit": "rate",
             "per": "100000", "role": "companion", "decimals": "0",
             "excludes": "excluding_uasc excluding_short_breaks", "flags": "new",
             "companions": "agency", "may_exceed_100": " Yes ", "may_be_negative": True, "cases_sentence": "1",
             "from": "2015-04", "to": "2016-03", "group": "Staff", "definition": "Posts.", "source": "Payroll",
             "data_notes": "By post.", "replaces": "posts", "short_name": "Posts"},
        ]
    )  # fmt: skip
    visits, staff = definitions(table).values()
    assert visits == Indicator("visits", "Visits", Polarity.HIGHER, DataPeriod.YEAR_TO_DATE, Unit.PERCENT)
    assert (visits.role, visits.per, visits.decimals, visits.cases_sentence) == ("indicator", 100, 1, False)
    assert staff == Indicator(
        "staff", "Staff", Polarity.NONE, DataPeriod.SNAPSHOT, Unit.RATE, role="companion", group="Staff", per=100_000,
        decimals=0, excludes=("excluding_uasc", "excluding_short_breaks"), companions=("agency",), may_exceed_100=True,
        may_be_negative=True, cases_sentence=True, definition="Posts.", source="Payroll", data_notes="By post.",
        flags=("new",), in_use_from="2015-04", in_use_to="2016-03", replaces="posts", short_name="Posts",
    )  # fmt: skip


TARGETS = pd.DataFrame(
    [
        {"indicator": "visits", "from": "2014-04", "area": "", "target": 80, "floor": 70},
        {"indicator": "visits", "from": "2015-04", "area": None, "target": 85, "floor": 75},
        {"indicator": "visits", "from": "2014-10", "area": "North", "target": 60, "floor": None},
        {"indicator": "days", "from": "2014-04", "area": "", "target": 140, "floor": 150},
    ]
)


@pytest.mark.parametrize(
    ("indicator", "period", "area", "target"),
    [
        ("visits", "2014-03", "Shire", None),
        ("visits", "2014-04", "Shire", Target(80, 70)),
        ("visits", "2015-03", "Shire", Target(80, 70)),
        ("visits", "2015-04", "Shire", Target(85, 75)),
        ("visits", "2014-09", "North", Target(80, 70)),
        ("visits", "2015-04", "North", Target(60)),
        ("days", "2016-03", "North", Target(140, 150)),
        ("calls", "2016-03", "Shire", None),
    ],
)
def test_the_target_in_force(indicator: str, period: str, area: str, target: Target | None) -> None:
    """The newest row that has begun; an area's own outranks every other from its first month on, however old."""
    assert target_in_force(TARGETS, indicator, period, area) == target


def test_no_rows_no_target() -> None:
    """An indicator without targets has none."""
    assert in_force([], "2016-03", "Shire") is None


@pytest.mark.parametrize(
    ("cells", "figures"),
    [
        ({"numerator": 52, "denominator": 68}, {"numerator": 52, "denominator": 68, "value": Fraction(1300, 17)}),
        ({"numerator": 0, "denominator": 0}, {"numerator": 0, "denominator": 0}),
        ({"numerator": 38}, {"numerator": 38, "value": 38}),
        ({"denominator": 40, "value": Decimal("7.5")}, {"denominator": 40, "value": Fraction("7.5"), "printed": True}),
        ({"numerator": 1, "denominator": 4, "value": 24}, {"numerator": 1, "denominator": 4, "value": Fraction(25)}),
        ({"denominator": 40}, {"denominator": 40}),
        ({}, {}),
        (
            {"value": 83.4, "status": "provisional", "as_at": "2016-04-18", "note": "Late.", "rank": 13, "of": 152},
            {"value": Fraction("83.4"), "printed": True, "status": "provisional", "as_at": "2016-04-18",
             "note": "Late.", "rank": "13 of 152"},
        ),
        ({"value": 83.4, "rank": 13}, {"value": Fraction("83.4"), "printed": True}),
        (
            {"numerator": 3, "denominator": 40, "status": "suppressed", "note": "Few.", "as_at": "2016-04-18"},
            {"status": "suppressed", "as_at": "2016-04-18", "note": "Few."},
        ),
    ],
)  # fmt: skip
def test_a_row_of_results(cells: dict[str, object], figures: dict[str, object]) -> None:
    """Counts give the result before a stated value; a numerator alone is a count; a withheld row has no figures."""
    assert read_result(cells, VISITS)._asdict() == NO_RESULT._asdict() | figures


@pytest.mark.parametrize(
    ("rag", "cells", "target", "polarity", "why"),
    [
        (Rag.AMBER, {"value": 80}, Target(85), "H", NO_MINIMUM),
        (Rag.AMBER, {"value": 80}, Target(85, 75), "H", ""),
        (Rag.AMBER, {"value": 80}, Target(85, amber_to=90), "T", ""),
        (Rag.GREEN, {"value": 90}, Target(85), "H", ""),
        (Rag.NOT_RATED, {"status": "suppressed"}, Target(85), "H", WITHHELD),
        (Rag.NOT_RATED, {"numerator": 0, "denominator": 0}, Target(85), "H", "no cases"),
        (Rag.NOT_RATED, {}, Target(85), "H", "no result"),
        (Rag.NOT_RATED, {"value": 80}, None, "H", "no target was set"),
        (Rag.NOT_RATED, {"value": 80}, Target(85, not_rated="under review"), "H", "under review"),
        (Rag.NOT_RATED, {"value": 80}, Target(85), "", "no polarity is set"),
        (Rag.NOT_RATED, {"value": 80}, Target(85), "H", ""),
    ],
)
def test_why_a_result_is_not_rated(
    rag: Rag, cells: dict[str, object], target: Target | None, polarity: str, why: str
) -> None:
    """The first reason there is, in this order; Amber without a minimum says that it cannot be Red."""
    item = Indicator("visits", "Visits", Polarity(polarity), DataPeriod.SNAPSHOT, Unit.PERCENT)
    assert reason(rag, read_result(cells, item), target, item) == why
