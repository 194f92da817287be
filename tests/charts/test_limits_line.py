"""The line of a series with its usual level and limits."""

import re
from fractions import Fraction

from scorecard_kit.chance.series import Series
from scorecard_kit.charts.limits_line import limits_line

VALUES = tuple(map(Fraction, (80, 82, 78, 80, 90, 80)))


def paths(told: Series) -> dict[str, str]:
    """Give the paths of the drawing by their class."""
    return dict(re.findall(r'<path class="(\w*)" d="([^"]*)"', limits_line(told)))


def test_the_line_stands_between_its_limits_and_the_unusual_month_outside() -> None:
    """From the top: 90 and its large point, the upper limit, the mean, the lower limit; all within the box."""
    told = Series({}, results=VALUES, unusual=(False,) * 4 + (True, False), mean=80, lower=75, upper=85)
    drawn = paths(told)
    lower, upper = (int(found) for found in re.findall(r"M0 (\d+)H", drawn["t"]))
    [mean] = map(int, re.findall(r"M0 (\d+)H", drawn["m"]))
    [peak] = map(int, re.findall(r"M\d+ (\d+)h0", drawn["u"]))
    assert 0 < peak < upper < mean < lower < 64
    assert drawn[""].count(" ") == 2 * len(VALUES) - 1


def test_a_missing_month_is_a_gap_and_a_month_alone_a_dot() -> None:
    """No line crosses what is not known; without limits there are none, and no usual level."""
    drawn = paths(Series({}, results=(Fraction(1), None, Fraction(3), Fraction(2)), unusual=(False,) * 4))
    assert drawn[""].count("M") == 2
    assert drawn["p"].count("h0") == 1
    assert not drawn.keys() & {"t", "m", "u"}


def test_nothing_is_drawn_of_one_month_or_of_what_is_withheld() -> None:
    """A single month is no line, and a series without figures leaves no trace."""
    assert limits_line(Series({}, results=(Fraction(1), None), unusual=(False, False))) == ""
    assert limits_line(Series({}, variation="nothing unusual", withheld=True)) == ""


def test_a_long_series_shows_three_years_and_a_level_one_is_a_line() -> None:
    """Of 60 equal months 36 are drawn, in one height."""
    drawn = paths(Series({}, results=(Fraction(5),) * 60, unusual=(False,) * 60))
    assert len(set(re.findall(r" (\d+)(?= |$)", drawn[""]))) >= 1
    assert drawn[""].count(" ") == 2 * 36 - 1
