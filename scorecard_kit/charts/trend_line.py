"""A line of a year as small as a word, for the row of a table: drawn by hand, since a page may have many of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from types import MappingProxyType

from markupsafe import Markup

from scorecard_kit.blocks.html import Column, paragraph
from scorecard_kit.blocks.sentences import trimmed
from scorecard_kit.blocks.trend_words import trend_words
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.periods import short_month
from scorecard_kit.judge.rows import Place, place_of
from scorecard_kit.judge.trends import Point, Trend
from scorecard_kit.text.counting import capitalised

__all__ = ["NO_TRENDS", "Trends", "trend_column", "trend_columns", "trend_line", "wide_line"]

Trends = Mapping[Place, Trend]
NO_TRENDS: Trends = MappingProxyType({})

_WIDTH, _HEIGHT, _EDGE = 192, 40, 5  # twice the pixels that it is shown in, so that every place is a whole number
_LEAST_POINTS = Fraction(5)
_FEWEST = 3  # points of a wide line: two are numbers, and no chart


def trend_line(trend: Trend) -> Markup:
    """The line of a trend with its words beside it, which screen readers are told in its place.

    Every line of a page has the same months. The target is a quiet step, the row's own result a larger point. The
    height is a range of its own, of what is drawn and the targets: at least 5 percentage points, or a tenth of the
    largest figure, so that what hardly moved looks so. Withheld months leave no trace in it.
    """
    return _drawn(trend) + Markup('<span class="sr">{}</span>').format(trend_words(trend))


def wide_line(trend: Trend) -> Markup:
    """The same line as wide as the text, under its words, with the months at its ends; of two points the words alone.

    The months beneath it are a table on the page, so that the drawing has no figures of its own but the target's.
    """
    words, row = capitalised(trend_words(trend)), trend.row
    if sum(map(len, trend.pieces)) < _FEWEST:
        return paragraph(f"{words}.")
    target = trimmed(row["target"], row["unit"])
    goal = f" The dashed line is the target, now {target}." if target else ""
    ends = Markup("<span>{}</span> <span>{}</span>").format(*map(short_month, (trend.months[0], trend.months[-1])))
    figure = Markup('<figure class="wide-line"><figcaption>{}.{}</figcaption>{}<p class="quiet">{}</p></figure>')
    return figure.format(words, goal, _drawn(trend), ends)


def _drawn(trend: Trend) -> Markup:
    if not trend.pieces:
        return Markup("")
    box = Markup('<svg class="tl" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>')
    return box.format(_WIDTH, _HEIGHT, Markup("").join(_marks(trend)))


def trend_column(trends: Trends) -> Column:
    """The column of the trend lines of a table's rows; its heading names the months that all lines have."""
    months = next((trend.months for trend in trends.values()), ("",))
    heading = f"Trend, {short_month(months[0])} to {short_month(months[-1])}" if trends else "Trend"
    return Column(heading, lambda row: trend_line(trends[place_of(row)]))


def trend_columns(trends: Trends) -> list[Column]:
    """That column where a table is given trends, and none where it is given none."""
    return [trend_column(trends)] if trends else []


def _marks(trend: Trend) -> list[Markup]:
    drawn, right = [point for piece in trend.pieces for point in piece], _WIDTH - _EDGE
    up = _scale(drawn, Unit(trend.row["unit"]))
    step = (right - _EDGE) / max(len(trend.months) - 1, 1)
    across = {month: round(_EDGE + place * step) for place, month in enumerate(trend.months)}
    at = {point.period: f"M{across[point.period]} {up(point.value)}" for point in drawn}
    line = "".join(
        at[piece[0].period] + "".join(f" {across[point.period]} {up(point.value)}" for point in piece[1:])
        for piece in trend.pieces
        if len(piece) > 1
    )
    alone = "".join(f"{at[piece[0].period]}h0" for piece in trend.pieces if len(piece) == 1)  # of no length: a dot
    newest = at.get(trend.row["period"], "")
    goals = "".join(f"M{left} {up(goal)}H{end}" for left, end, goal in _steps(drawn, across))
    paths = {"t": goals, "": line, "p": alone, "e": f"{newest}h0" if newest else ""}
    return [Markup('<path class="{}" d="{}"/>').format(name, path) for name, path in paths.items() if path]


def _scale(drawn: Sequence[Point], unit: Unit) -> Callable[[Fraction | None], int]:
    """How far down a figure stands."""
    figures = [figure for point in drawn for figure in (point.value, point.target) if figure is not None]
    low, high = min(figures), max(figures)
    least = _LEAST_POINTS if unit is Unit.PERCENT else max(map(abs, figures)) / 10
    span = max(high - low, least) or Fraction(1)
    top = (low + high + span) / 2
    return lambda figure: round(_EDGE + (top - (figure or 0)) / span * (_HEIGHT - 2 * _EDGE))


def _steps(drawn: Sequence[Point], across: Mapping[str, int]) -> Iterator[tuple[int, int, Fraction]]:
    """The targets in force at the points that are drawn: from where to where each holds, and how much it is."""
    for goal, run in groupby(drawn, key=lambda point: point.target):
        places = [across[point.period] for point in run]
        if goal is not None:
            yield places[0] - _EDGE, places[-1] + _EDGE, goal
