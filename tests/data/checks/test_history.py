"""The reported month beside those before it: what was left out, repeated or never seen before is asked about, no more.

The figures are written down here by hand; whether one is told follows from the sentence in each test.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.data.checks.history import findings_of_month, history_of
from scorecard_kit.judge.periods import months_before, window
from tests.plain_frames import frame, number

AREAS = frame(
    "areas",
    {"area": "Shire", "kind": "county"},
    {"area": "North", "kind": "area", "parent": "Shire"},
    {"area": "South", "kind": "area", "parent": "Shire"},
    {"area": "England", "kind": "benchmark"},
)
PERIOD = "2016-03"
SHARE = {"unit": "percent", "data_period": "month"}
COUNT = {"unit": "count", "data_period": "month"}
TO_DATE = {"unit": "count", "data_period": "YTD"}
Row = dict[str, Any]


def series(figures: Sequence[int | None], base: int | None = None, area: str = "Shire", **more: str) -> list[Row]:
    """Give results up to March 2016, one a month, of which None is left out."""
    last = more.pop("last", PERIOD)
    months = window(last, len(figures))
    whole = {} if base is None else {"denominator": Fraction(base)}
    return [
        {"indicator": "visits", "area": area, "period": month, "numerator": Fraction(figure), **whole, **more}
        for month, figure in zip(months, figures, strict=True)
        if figure is not None
    ]


def told(rows: Sequence[Row], definition: Row = COUNT, period: str = PERIOD, **tables: pd.DataFrame) -> list[str]:
    """Give every finding of the month as its text from the value on."""
    item = {"indicator": "visits", "name": "Visits", "polarity": "H", **definition}
    keys = dict.fromkeys(row["indicator"] for row in rows)
    given = {
        "results": frame("results", *rows),
        "indicators": frame("indicators", *({**item, "indicator": key} for key in keys)),
        "areas": AREAS,
        "targets": frame("targets"),
        "changes": frame("changes"),
    }
    found = list(findings_of_month(history_of(given | tables, period)))
    assert {finding.level for finding in found} <= {"warning"}
    return [f"{finding.value or ''} {finding.problem}".strip() for finding in found]


MISSING = 'is missing in 1 series (first: "visits, Shire"), which is regular otherwise'


@pytest.mark.parametrize(
    ("figures", "absent"),
    [
        ([40, 52, 47, 61, None], ["2016-03"]),
        ([40, 52, 47, 61, None, None], ["2016-02", "2016-03"]),
        ([40, 52, 47, 61, None, 55, 49], ["2016-01"]),
        ([40, 52, 47, 61, None, None, 55], ["2016-01", "2016-02"]),
        ([40, None, None, 52, None, None, 47, None, None, 61, None, None, None, None, None, 48], ["2015-12"]),
        ([40, 52, 47, None], []),
        ([40, 52, None, 47, None, 61, 55], []),
        ([40, 52, 47, 61, 38, *[None] * 13], []),
    ],
)
def test_a_month_that_a_regular_series_leaves_out_is_told(figures: list[int | None], absent: list[str]) -> None:
    """After three equal steps a month without a figure is named, the reported one too; a series that ended is not."""
    rows = [*series(figures), *series([70] * len(figures), area="England")]
    rows += [] if figures[-1] is not None else series([9], area="North")
    rows += series([33], last="2016-05")  # so that no month is the newest of all
    assert told(rows) == [f"{month} {MISSING}" for month in absent]


def test_a_gap_that_the_data_tell_of_is_not_told_twice() -> None:
    """February, left out before the newest month of all, is named when the data are checked."""
    assert told(series([40, 52, 47, 61, None, 55])) == []


def test_a_month_that_was_lost_is_told_once_for_all_its_series() -> None:
    """November came with four of the five figures of October: the fifth is named. December is one line for all."""
    figures = {f"i-{place}": [40 + place, 57 - place, 45 + 2 * place, 52, 49 - place] for place in range(5)}
    rows = [{**row, "indicator": key} for key, of in figures.items() for row in series(of, last="2015-11")]
    without = [row for row in rows if (row["indicator"], row["period"]) != ("i-3", "2015-11")]
    [said] = told(without, period="2015-11")
    assert said == '2015-11 is missing in 1 series (first: "i-3, Shire"), which is regular otherwise'
    later = [{**row, "period": months_before(row["period"], -3)} for row in rows if row["period"] > "2015-09"]
    [said] = told([*rows, *later], period="2016-02")
    assert said == '2015-12 is missing in 5 series (first: "i-0, Shire"), which are regular otherwise'


def test_what_is_withheld_retired_or_not_yet_in_use_is_not_missing() -> None:
    """A suppressed month is there, and a retired indicator has no month to be missing in."""
    withheld = {"indicator": "visits", "area": "Shire", "period": PERIOD, "status": "suppressed"}
    assert told([*series([40, 52, 47, 61, None]), withheld]) == []
    retired = frame("changes", {"indicator": "visits", "from_": "2016-03", "kind": "retired"})
    assert told(series([40, 52, 47, 61, None]), changes=retired) == []
    assert told(series([40, 52, 47, 61, None]), {**COUNT, "to": "2016-02"}) == []


REPEATED = 'is the figure of the month before in 1 series (first: "visits, Shire"), where that is unlikely'


@pytest.mark.parametrize(
    ("figures", "base", "status", "is_told"),
    [
        ([400, 520, 470, 610, 550, 490, 630, 630], None, "", True),
        ([400, 410, 420, 410, 400, 410, 420, 420], None, "", False),  # steps of ten repeat now and then
        ([400, 450, 400, 450, 400, 450, 400, 400], None, "", True),  # steps of fifty, on the boundary
        ([400, 449, 400, 449, 400, 449, 400, 400], None, "", False),
        ([400, 520, 470, 610, 550, 490, 630, 630], None, "carried_forward", False),
        ([400, 520, 470, 610, 550, 490, 0, 0], None, "", False),
        ([30, 30], 30, "", True),  # without a history: both counts equal, and large enough
        ([31, 30, 30], 30, "", False),  # which is always of 30
        ([29, 29], 30, "", False),
        ([300, 300], None, "", False),
    ],
)
def test_a_figure_that_repeats_is_told_where_that_is_unlikely(
    figures: list[int], base: int | None, status: str, is_told: bool
) -> None:
    """The usual steps of a series say how often it would repeat by chance."""
    rows = series(figures, base)
    rows[-1]["status"] = status
    assert told(rows, SHARE if base else COUNT) == ([f"{figures[-1]} {REPEATED}"] if is_told else [])


def test_a_printed_figure_repeats_in_its_last_digit() -> None:
    """Steps of 5.0 points are 50 tenths, and the same steps of a whole 5 are five."""
    for decimals, is_told in ((1, True), (0, False)):
        texts = [f"{figure}.0"[: 2 + 2 * decimals] for figure in (80, 85, 80, 85, 80, 85, 80, 80)]
        rows = [
            {"indicator": "visits", "area": "Shire", "period": month, "value": number(text)}
            for month, text in zip(window(PERIOD, 8), texts, strict=True)
        ]
        assert bool(told(rows, SHARE)) is is_told


def test_a_jump_that_the_history_never_showed_is_asked_about() -> None:
    """Steps of at most 20 in six earlier months: 41 more is asked about, 40 is not, and neither after five steps."""
    figures = [400, 410, 390, 400, 405, 395, 415]
    question = '"visits" in "Shire" is 456, +41 on the month before; no earlier step was over 20'
    assert told(series([*figures, 456])) == [question]
    assert told(series([*figures, 455])) == []
    assert told(series([*figures[1:], 456])) == []
    assert told(series([*figures, 374])) == [
        '"visits" in "Shire" is 374, -41 on the month before; no earlier step was over 20'
    ]


def test_a_jump_of_a_percentage_is_told_in_percentage_points() -> None:
    """From 59.2% to 63.3% is 4.1 percentage points, and not 4.1%."""
    figures = [580, 590, 570, 580, 585, 575, 592, 633]
    [question] = told(series(figures, 1000), SHARE)
    assert question.startswith('"visits" in "Shire" is 63.3%, +4.1 percentage points on the month before')
    assert question.endswith("no earlier step was over 2.0 percentage points")


def test_a_jump_of_few_cases_or_across_a_change_is_none() -> None:
    """Nine cases are chance, whatever the history; a step across a new definition, or across 1 April, says nothing."""
    assert told(series([40, 41, 40, 41, 40, 41, 40, 49])) == []
    assert told(series([40, 41, 40, 41, 40, 41, 40, 50])) != []
    changed = frame("changes", {"indicator": "visits", "from_": PERIOD, "kind": "definition", "comparable": "no"})
    assert told(series([400, 410, 390, 400, 405, 395, 415, 900]), changes=changed) == []
    to_date = {**SHARE, "data_period": "YTD"}
    rows = series([40, 41, 42, 43, 44, 45, 46, 90], 100, last="2015-04")
    assert told(rows, to_date, period="2015-04") == []


def family(shire: Sequence[int], north: Sequence[int], south: Sequence[int]) -> list[Row]:
    """Give counts of the county and its two areas."""
    return [*series(shire), *series(north, area="North"), *series(south, area="South")]


def test_a_county_that_no_longer_adds_up_is_told() -> None:
    """Three months in which the areas added up, and one in which the county counts four more than they do."""
    rows = family([40, 52, 47, 61], [20, 30, 22, 31], [20, 22, 25, 26])
    assert told(rows) == ['61 is 4 more than its areas have together ("visits, Shire"), which added up']
    always = family([44, 56, 51, 61], [20, 30, 22, 31], [20, 22, 25, 26])
    assert told(always) == []  # some cases lie in no area, month by month
    assert told(family([52, 47, 61], [30, 22, 31], [22, 25, 26])) == []  # too few months to tell
    withheld = [row if row["area"] != "South" or row["period"] != PERIOD else
                {**row, "numerator": None, "status": "suppressed"} for row in rows]  # fmt: skip
    assert told(withheld) == []


def test_a_year_to_date_count_that_falls_is_told_within_its_year() -> None:
    """It may fall in April, when it starts again, and not in June; a count of the month may fall at any time."""
    rows = series([300, 310, 25, 60, 55], last="2015-06")
    said = '55 is less than 60 in 2015-05 ("visits, Shire"), and counts the year to date'
    assert told(rows, TO_DATE, period="2015-06") == [said]
    assert told(rows, COUNT, period="2015-06") == []
    assert told(rows[:-1], TO_DATE, period="2015-05") == []


@pytest.mark.parametrize(
    ("months", "is_told"),
    [
        (["2013-04", "2014-04"], True),
        (["2013-04", "2014-04", "2015-04"], False),
        (["2013-04", "2014-04", "2016-03"], False),
        (["2013-04", "2014-04", "2016-04"], True),
        (["2014-04"], False),
        (["2014-04", "2014-10"], False),
    ],
)
def test_a_target_of_a_year_that_is_past_is_told(months: list[str], is_told: bool) -> None:
    """Where targets came with the years, that of 2014/15 is asked about in 2015/16; one that always stood is not."""
    targets = frame("targets", *({"indicator": "visits", "from_": month, "target": Fraction(80)} for month in months))
    said = "is still in force in 2015/16 for 1 indicator whose targets were set by the year before (first: visits)"
    assert told(series([40]), targets=targets) == ([f"2014-04 {said}"] if is_told else [])


@given(st.lists(st.integers(0, 400), min_size=1, max_size=20), st.integers(1, 12))
def test_a_figure_of_later_months_changes_nothing(figures: list[int], later: int) -> None:
    """What a month tells is told of the months up to it: what follows is not looked at."""
    rows = series(figures)
    after = series([7] * later, last=months_before(PERIOD, -later))
    assert [one for one in told([*rows, *after]) if "missing" not in one] == [
        one for one in told(rows) if "missing" not in one
    ]
