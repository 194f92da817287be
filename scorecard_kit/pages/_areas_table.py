"""The table of the areas side by side: of each indicator every area's result and rating, and how far apart they are."""

from collections.abc import Sequence
from functools import partial
from itertools import chain

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.cells import TARGET, figure, measured
from scorecard_kit.blocks.html import Block, Column, Line, folded, paragraph, table, to_csv, unbroken
from scorecard_kit.blocks.key import key, named_beneath, rated_cell
from scorecard_kit.charts.dot_strip import dot_strip
from scorecard_kit.charts.trend_line import NO_TRENDS, Trends, trend_columns
from scorecard_kit.judge.indicators import Polarity
from scorecard_kit.judge.rows import Row, by_key, records, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.trends import trends
from scorecard_kit.text.counting import agreeing, count

__all__ = ["areas_table", "trends"]

_Row = tuple[Row, ...]
"""The rows of one indicator, one an area."""


@takes_rated
def areas_table(
    scores: Sequence[pd.DataFrame], areas: Sequence[str], caption: str, trends: Trends = NO_TRENDS
) -> Block:
    """One row an indicator, one column an area: result and rating in each cell. The frames have the same rows.

    With the `trends` of the first frame each row has the line of its months. A strip shows how far apart the areas are.
    What one area alone has is folded beneath, and what none has is a sentence. The CSV has every row of every area.
    """
    shared, alone, silent, least = list[_Row](), list[_Row](), list[str](), min(len(areas), 2)
    for each in zip(*(records(scored) for scored in scores), strict=True):
        number = sum(row["standing"] != "no result" for row in each)
        if number:
            (shared if number >= least else alone).append(each)
        else:
            silent.append(str(each[0]["name"]))
    parts = [
        _side_by_side(shared, areas, caption, trends) if shared or not alone else Markup(""),
        _alone(alone, areas, is_folded=bool(shared)) if alone else Markup(""),
        named_beneath(silent, "no result in any area yet"),
    ]
    together = pd.concat(list(scores), ignore_index=True)
    return Block(Markup("").join(parts), csv=to_csv(together, SCORECARD_COLUMNS))


def _side_by_side(rows: Sequence[_Row], areas: Sequence[str], caption: str, trends: Trends) -> Markup:
    """The table of what more than one area has, under its groups; the first area is the one that has a trend."""
    lines = _lines(trend_columns(trends), has_spread=len(areas) > 1)
    columns = [
        Column("Indicator", _name),
        *([lines] if lines else []),
        _of_first(TARGET),
        *(Column(area, partial(_result_and_rating, place=place), named=True) for place, area in enumerate(areas)),
    ]
    groups = by_key((str(each[0]["group"]), each) for each in rows)
    body = table(caption, columns, groups.items(), css="dense rows cards areas")
    marks = (
        f"Spread: a dot an area, a ring for {areas[0]}, a line for its target; where one way is better, that is to "
        "the right."
    )
    notes = [marks if len(areas) > 1 else "", key(list(chain(*rows)), body)]
    return body + paragraph(" ".join(filter(None, notes)), "quiet")


def _lines(trend: Sequence[Column], *, has_spread: bool) -> Column | None:
    """The column of what is drawn: the first area's trend, and beneath it how far apart the areas are."""
    drawn = [*map(_of_first, trend), *([Column("Spread", _spread)] if has_spread else [])]
    label = "; ".join(column.label for column in drawn).replace("; Spread", "; spread")
    return Column(label, lambda each: Markup(" ").join(column.cell(each) for column in drawn)) if drawn else None


def _of_first(column: Column) -> Column:
    return column._replace(cell=lambda each: column.cell(each[0]))


def _name(each: _Row) -> Markup:
    return Markup("{} {}").format(unbroken(each[0]["name"]), measured(each[0]))


def _spread(each: _Row) -> Markup:
    """How far apart the areas are: as a strip, and in words the lowest and the highest result."""
    known = [row["value"] for row in each if row["value"] != ""]
    home, target = (None if figure == "" else figure for figure in (each[0]["value"], each[0]["target"]))
    others = known if home is None else known[1:]
    strip = dot_strip(home, others, target, is_lower=each[0]["polarity"] == Polarity.LOWER)
    ends = " to ".join(figure({**each[0], "value": end}, "value") for end in (min(known), max(known))) if known else ""
    return strip + Markup('<span class="sr">{}</span>').format(ends or "withheld")


def _result_and_rating(each: _Row, place: int) -> Markup:
    """A result and its rating; a target that is another than the first area's is said."""
    row, first = each[place], each[0]
    if row["standing"] == "no result":
        return Markup('<span class="hint">No result</span>')
    text = "c" if row["standing"] == "withheld" else sentences.figure(row) + sentences.status_words(row)
    target = f"target {figure(row, 'target', 'none')}" if row["target"] != first["target"] else ""
    hints = standing.joined_hints(sentences.before_rounding(row), standing.own_month(row), standing.as_at(row), target)
    return Markup('<span class="result">{}</span> {}{}').format(text, rated_cell(row), hints)


def _alone(rows: Sequence[_Row], areas: Sequence[str], *, is_folded: bool) -> Markup:
    """What one area alone has: its result and rating, folded away where there is more to show."""
    lines = [
        Line([_name(each), area, _result_and_rating((row,), 0), figure(row, "target", "None set")])
        for each in rows
        for row, area in zip(each, areas, strict=True)
        if row["standing"] != "no result"
    ]
    columns = [Column("Indicator"), Column("Area"), Column("Result and rating"), TARGET]
    body = table("For one area alone", columns, [("", lines)], css="dense rows cards")
    marks = key([row for each in rows for row in each], body)
    body += paragraph(marks, "quiet") if marks else Markup("")
    text = f"{count(len(rows), 'indicator')} {agreeing(len(rows), 'have')} results for one area alone"
    return folded(text, body) if is_folded else body
