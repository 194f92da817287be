"""Rated frames to charts, each with its title, its text alternative and the figures it shows."""

from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
from markupsafe import Markup
from matplotlib.axes import Axes

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, slug
from scorecard_kit.charts.drawing import colour, draw, framed, inline
from scorecard_kit.judge.impact import worth
from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.numbers import difference
from scorecard_kit.judge.rows import Row, records, takes_rated

__all__ = ["variances"]

_NAME_WIDTH = 58  # letters of an indicator's name on one line of a bar chart


@takes_rated
def variances(impact: pd.DataFrame, cohort: str, area: str) -> Block:
    """The variances of one area by indicator: bars from zero, largest first, better to the right for every polarity."""
    mine = records(impact[impact["area"] == area])
    rows = [row for row in mine if row["unit"] == Unit.PERCENT and worth(row) is not None]
    if not rows:
        return Block(Markup("<p>{}: no percentage has a variance to show.</p>").format(area))
    rows.sort(key=lambda row: abs(row["variance"]), reverse=True)
    gains, words = [float(worth(row) or 0) for row in rows], sentences.cohort_words(cohort)
    title = sentences.better_and_worse(gains, cohort, area)
    each_bar = "; ".join(
        f"{row['name']} {_signed(row)}, {_better(each)}" for row, each in zip(rows, gains, strict=True)
    )
    drawn = draw(340, 46 * len(rows) + 34, lambda axes: _bars(axes, rows, gains))
    svg = inline(drawn, f"variances-{slug(area)}", title, f"Bar chart. {each_bar}.")
    measured = f"Variance in percentage points, {words} less including, {area}, largest first."
    return Block(framed(svg, title, f"{measured} Better is to the right, for every polarity.", css="bars"))


def _bars(axes: Axes, rows: Sequence[Row], gains: Sequence[float]) -> None:
    axes.set_position((0, 0, 1, 1))
    reach = max(abs(each) for each in gains) * 1.4 or 1.0
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(rows) - 0.5, -1.1)
    axes.axis("off")
    for place, (row, value) in enumerate(zip(rows, gains, strict=True)):
        side = 1 if value >= 0 else -1
        axes.barh(place, value, height=0.28, color=colour("better" if value >= 0 else "worse"))
        axes.plot([0, 0], [place - 0.22, place + 0.22], color=colour("quiet"), linewidth=1)
        axes.annotate(
            _signed(row), (value, place), xytext=(5 * side, 0), textcoords="offset points",
            ha="left" if side > 0 else "right", va="center", fontweight="bold",
        )  # fmt: skip
        name = "\n".join(wrap(row["name"], _NAME_WIDTH))
        axes.text(-reach, place - 0.24, name, va="bottom", ha="left", fontsize=10, linespacing=1.1)
    for end, side_name, word in ((-reach, "left", "Worse"), (reach, "right", "Better")):
        axes.text(end, -1.02, word, ha=side_name, va="top", color=colour("quiet"))


def _signed(row: Row) -> str:
    return difference(row["variance"], row["decimals"])


def _better(gain: float) -> str:
    return "better" if gain > 0 else "worse" if gain < 0 else "the same"
