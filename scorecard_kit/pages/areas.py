"""The blocks of the section that shows the areas side by side: one row an indicator, one column an area."""

from collections.abc import Sequence

import pandas as pd

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.html import Block, Line, numbers, table
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.judge.standings import with_results
from scorecard_kit.pages._areas_table import areas_table, trends
from scorecard_kit.pages._definitions import bands
from scorecard_kit.text.counting import agreeing, capitalised, count, joined, out_of

__all__ = ["answer", "areas_table", "bands", "opening", "ratings", "title", "trends"]


def title(period: str) -> str:
    """The title of the section."""
    return f"Areas side by side, {month_name(period)}"


@takes_rated
def opening(book: Dataset, scores: Sequence[pd.DataFrame], areas: Sequence[str], period: str) -> Block:
    """The title, and what differs most from area to area. The frames have the same rows, one frame an area."""
    return html.opening(title(period), answer(scores, areas, period), glossary=book.glossary, wide=True)


@takes_rated
def answer(scores: Sequence[pd.DataFrame], areas: Sequence[str], period: str) -> str:
    """What differs most: how many indicators are rated otherwise in another area, and which area has most Reds.

    The first of the areas is the whole, and is not counted among its parts.
    """
    if not any(len(scored) for scored in scores):
        return "No indicator has a result to show."
    if len(areas) == 1:
        text = f"Of {count(len(scores[0]), 'indicator')}: {areas[0]} {sentences.ratings(scores[0])}."
    else:
        text = _differing(scores, areas)
    return standing.with_absent(text, pd.concat(list(scores), ignore_index=True), period)


def _differing(scores: Sequence[pd.DataFrame], areas: Sequence[str]) -> str:
    rows = zip(*(records(scored) for scored in scores), strict=True)
    shared = [row for row in rows if sum(each["standing"] != "no result" for each in row) > 1]
    if not shared:
        return "No indicator has results for more than one area."
    unlike = sum(len({each["rag"] for each in row} - {Rag.NOT_RATED}) > 1 for row in shared)
    text = f"{out_of(unlike, len(shared), 'shared indicator', 'are')} rated differently from area to area."
    return " ".join(filter(None, [capitalised(text), _reds(shared, areas)]))


def _reds(shared: Sequence[Sequence[Row]], areas: Sequence[str]) -> str:
    """Which of the areas behind the first has most Reds, and which has fewest; blank where there is only one."""
    reds = {area: sum(row[place].get("rag") == Rag.RED for row in shared) for place, area in enumerate(areas) if place}
    if len(reds) == 1:
        return ""
    most, fewest = max(reds.values()), min(reds.values())
    if not most:
        return "None of the areas has a Red."
    if most == fewest:
        return f"Each of the {len(reds)} areas has {count(most, 'Red')}."
    top, least = ([area for area, number in reds.items() if number == this] for this in (most, fewest))
    rest = f"{joined(least)} {agreeing(len(least), 'have')} {f'fewest ({fewest})' if fewest else 'none'}"
    return f"{joined(top)} {agreeing(len(top), 'have')} most Reds ({most}); {rest}."


@takes_rated
def ratings(scores: Sequence[pd.DataFrame], areas: Sequence[str]) -> Block:
    """How many of each area's results are Green, Amber, Red and not rated: a small table, one row an area."""
    found = [with_results(scored) for scored in scores]
    rags = [rag for rag in Rag if rag != Rag.NOT_RATED or any(rag in set(rows["rag"]) for rows in found)]
    lines = [
        Line([area, str(len(rows)), *(str(int((rows["rag"] == rag).sum())) for rag in rags)])
        for area, rows in zip(areas, found, strict=True)
    ]
    columns = [html.Column("Area"), *numbers("Results", *rags)]
    return Block(table("Ratings by area", columns, [("", lines)], css="narrow tight"))
