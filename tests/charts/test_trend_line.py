"""The line of a year as small as a word: what it draws, what it weighs, and its words."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard_kit import load, score_latest
from scorecard_kit.blocks.trend_words import trend_words
from scorecard_kit.charts.trend_line import trend_columns, trend_line, wide_line
from scorecard_kit.judge.indicators import Direction
from scorecard_kit.judge.periods import window
from scorecard_kit.judge.trends import trends
from tests.judge.test_trends import trend

YEAR = window("2016-03", 13)
HIDDEN = "three months; one month withheld"


def heights(svg: str) -> list[int]:
    """Give how far down each point of the result stands: those of its lines, else those that are alone."""
    paths = dict(re.findall(r'<path class="(\w?)" d="([^"]*)"', svg))
    return [int(down) for down in re.findall(r"\d+ (\d+)", paths.get("") or paths["p"])]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"2015-03": "71", "2016-03": "76"}, "rose from 71.0% to 76.0% in a year"),
        ({"2016-02": "76.04", "2016-03": "71"}, "fell from 76.0% to 71.0% in one month"),
        ({"2015-12": (2, 3), "2016-03": (4, 6)}, "the same as three months before, 66.7%"),
        ({"2015-12": (2000, 3000), "2016-03": (2001, 3000)}, "almost the same as three months before, 66.7%"),
        ({"2016-03": "71"}, "one result only"),
        ({"2014-03": "70", "2016-03": "71"}, "no earlier figures in a year"),
        ({"2016-02": "46", "2016-03": (4604, 10000)}, "almost the same as one month before, 46.0%"),
        ({"2016-02": "46.0", "2016-03": (4605, 10000)}, "rose from 46.0% to 46.1% in one month"),
        ({"2015-03": "45.96", "2016-03": (460, 1000)}, "almost the same as a year before, 46.0%"),
        ({"2016-02": "suppressed", "2016-03": "71"}, "earlier figures are withheld to protect individuals"),
        ({"2015-12": "70", "2016-02": "suppressed", "2016-03": "71"}, f"rose from 70.0% to 71.0% in {HIDDEN}"),
        ({"2016-02": "70", "2016-03": "suppressed"}, "withheld to protect individuals"),
        ({"2016-02": (0, 0), "2016-03": (0, 0)}, "no cases"),
        ({"2014-03": "70"}, "no result in a year"),
    ],
)  # fmt: skip
def test_the_words_say_where_the_figure_went(values: dict[str, object], words: str) -> None:
    """From the earliest month that compares, rounded as it is displayed; else why nothing can be said."""
    assert trend_words(trend("visits", values)) == words


def test_a_figure_to_date_is_not_told_from_before_april() -> None:
    """The months before are of another year."""
    assert (
        trend_words(trend("visits", {"2016-03": "70", "2016-04": "50"}, "2016-04", data_period="YTD"))
        == "no earlier figure compares"
    )


@pytest.mark.parametrize("polarity", ["H", "L", "T", ""])
def test_a_figure_that_rose_is_drawn_rising_whichever_way_is_better(polarity: str) -> None:
    """The line says where the figure went, and never that it is better."""
    svg = trend_line(trend("visits", {"2016-02": "60", "2016-03": "70"}, polarity=polarity))
    before, now = heights(svg)
    assert before > now
    assert "rose from 60.0% to 70.0%" in svg
    assert "better" not in svg


def test_what_hardly_moved_does_not_fill_the_height() -> None:
    """A percentage has a height of five points at least: half a point is a tenth of it, to a pixel."""
    before, now = heights(trend_line(trend("referrals", {"2016-02": "60", "2016-03": "60.5"}, unit="percent")))
    assert before - now == 4
    assert heights(trend_line(trend("referrals", {"2016-02": "0", "2016-03": "0"})))[0] == 20


PRINTED = st.sampled_from([None, "suppressed", "46", "46.0", "46.4", "47", (92, 200), (464, 1000), (1, 3)])


@settings(max_examples=60)
@given(values=st.lists(PRINTED, min_size=2, max_size=4), newest=PRINTED, polarity=st.sampled_from(["H", "L", "T", ""]))
def test_the_words_agree_with_the_direction(values: list[object], newest: object, polarity: str) -> None:
    """Told from the month that the arrow is told from, rose is better where higher is, and never too close to call."""
    months = dict(zip(YEAR[-len(values) - 1 :], [*values, newest], strict=True))
    found = trend("visits", months, polarity=polarity)
    row, words = found.row, trend_words(found)
    if not found.compared or found.compared[0].period != row["previous_period"] or row["value"] == "":
        return
    told, way = words.split()[0], row["direction_from_previous"]
    assert (told in ("rose", "fell")) <= (not row["within_rounding"])
    if polarity in ("H", "L") and told in ("rose", "fell"):
        assert way == (Direction.IMPROVED if (told == "rose") is (polarity == "H") else Direction.WORSENED)
    if words.startswith("the same"):
        assert way in (Direction.SAME, Direction.NOT_COMPARABLE)


def test_a_withheld_month_leaves_no_trace_in_the_drawing() -> None:
    """The drawing is the same as if that month had never been entered."""
    known = {"2015-12": "60", "2016-01": "64", "2016-03": "70"}
    drawings = [
        trend_line(trend("visits", values)).partition("</svg>")[0]
        for values in (known, known | {"2016-02": "suppressed"})
    ]
    assert drawings[0] == drawings[1]


def test_a_line_is_hidden_from_screen_readers_and_weighs_at_most_400_bytes() -> None:
    """Thirteen months under a target that changes, each in need of three digits."""
    values = {month: Fraction(60 + place * 7 % 11) for place, month in enumerate(YEAR)}
    svg, _, words = trend_line(trend("visits", values)).partition("</svg>")
    assert len(svg) <= 400
    assert 'aria-hidden="true"' in svg
    assert words.startswith('<span class="sr">')


def test_44_lines_of_a_scorecard_weigh_at_most_60_kilobytes() -> None:
    """The March 2016 scorecard has a line or its words in every row, and the heading names the months."""
    book = load("data/scs", {"already_published": True}, areas="Kent", period="2016-03", months=13, role="indicator")
    scored = score_latest(book, "2016-03", "Kent")
    [column] = trend_columns(found := trends(book, scored))
    assert column.label == "Trend, Mar 2015 to Mar 2016"
    lines = [trend_line(each) for each in found.values()]
    assert len(lines) == 44
    assert sum(map(len, lines)) < 60_000


def test_a_wide_line_stands_under_its_words_and_two_points_are_words_alone() -> None:
    """The target is named, and the months at its ends."""
    wide = wide_line(trend("visits", {"2016-01": "71", "2016-02": "74", "2016-03": "76"}))
    assert "Rose from 71.0% to 76.0% in two months. The dashed line is the target, now 85%." in wide
    assert "<span>Mar 2015</span> <span>Mar 2016</span>" in wide
    alone = wide_line(trend("visits", {"2016-02": "74", "2016-03": "76"}))
    assert alone == "<p>Rose from 74.0% to 76.0% in one month.</p>"
