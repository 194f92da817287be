"""The blocks of the section that shows the areas side by side: one row an indicator, one column an area."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.cells import figure, name_cell
from scorecard_kit.blocks.html import Block, Column, Line, rating, table, to_csv
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.pages._definitions import bands
from scorecard_kit.text.counting import capitalised, count, counted

__all__ = ["answer", "areas_table", "bands", "opening", "title"]


def title(period: str) -> str:
    """The title of the section."""
    return f"Areas side by side, {month_name(period)}"


@takes_rated
def opening(book: Dataset, scores: Sequence[pd.DataFrame], areas: Sequence[str], period: str) -> Block:
    """The title, and how each area's ratings fall. The frames have the same rows, one frame an area."""
    return html.opening(title(period), answer(scores, areas, period), glossary=book.glossary, wide=True)


@takes_rated
def answer(scores: Sequence[pd.DataFrame], areas: Sequence[str], period: str) -> str:
    """How each area's ratings fall, as the first sentences of the section."""
    if not any(len(scored) for scored in scores):
        return "No indicator has a result to show."
    parts = [f"{area} {sentences.ratings(scored)}" for scored, area in zip(scores, areas, strict=True)]
    reported = pd.concat([scored["standing"] != "no result" for scored in scores], axis=1).sum(axis=1)
    text = f"Of {count(len(scores[0]), 'indicator')}: {'; '.join(parts)}."
    if len(areas) > 1:
        shared = capitalised(counted(int((reported > 1).sum()), "indicator", "have"))
        text += f" {shared} results for more than one area."
    return standing.with_absent(text, pd.concat(list(scores), ignore_index=True), period)


@takes_rated
def areas_table(scores: Sequence[pd.DataFrame], areas: Sequence[str], caption: str) -> Block:
    """One row an indicator, one column an area: result and rating in each cell. The frames have the same rows.

    What no two areas have stands last: it keeps its row, with nothing beside it.
    """
    shared: dict[str, list[Line]] = {}
    alone: dict[str, list[Line]] = {"For one area alone": [], "No result in any area yet": []}
    for rows in zip(*(records(scored) for scored in scores), strict=True):
        target = Markup('{} <span class="hint">Target {}</span>').format(name_cell(rows[0]), _target(rows[0]))
        line = Line([target, *(_result_and_rating(row, rows[0]) for row in rows)])
        reported = sum(row["standing"] != "no result" for row in rows)
        if reported > 1 or len(areas) == 1:
            shared.setdefault(str(rows[0]["group"]), []).append(line)
        else:
            alone["For one area alone" if reported else "No result in any area yet"].append(line)
    columns = [Column("Indicator"), *(Column(name) for name in areas)]
    groups = [*shared.items(), *((label, lines) for label, lines in alone.items() if lines)]
    together = pd.concat(list(scores), ignore_index=True)
    return Block(table(caption, columns, groups, css="areas"), csv=to_csv(together, SCORECARD_COLUMNS))


def _target(row: Row) -> str:
    return figure(row, "target", "none set")


def _result_and_rating(row: Row, main: Row) -> Markup:
    """A result and its rating; a target that is another than the first column's is said."""
    if row["standing"] == "no result":
        return Markup('<span class="hint">No result</span>')
    target = f"target {_target(row)}" if row["target"] != main["target"] else ""
    cell = Markup('<span class="result">{}</span>{} {}')
    hints = standing.joined_hints(sentences.before_rounding(row), standing.own_month(row), standing.as_at(row), target)
    return cell.format(sentences.figure(row) + sentences.status_words(row), hints, rating(row["rag"], row["reason"]))
