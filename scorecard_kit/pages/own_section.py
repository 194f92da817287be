"""What a section of one's own has in one call: its opening, the charts of the kit, and the areas side by side."""

from collections.abc import Iterable

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.html import Block, folded, paragraph
from scorecard_kit.charts import trend as trend_chart
from scorecard_kit.charts import variances as variance_chart
from scorecard_kit.charts.effects import effects_chart
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.frames.effects import Effects
from scorecard_kit.frames.judged import areas_of, refuse_unknown
from scorecard_kit.frames.table import show
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.pages import areas as areas_page
from scorecard_kit.pages import exception_report
from scorecard_kit.pages.case import case

__all__ = ["areas", "opening", "trend", "variances", "waterfall"]


def opening(book: Dataset, title: str, answer: str) -> Block:
    """The head that every section begins with: its title, and the answer to its question in one sentence.

    Both stand in the index of the pack too. Abbreviations of the data's glossary are spelled out on the page.
    """
    return html.opening(title, answer, glossary=book.glossary)


def trend(
    book: Dataset | pd.DataFrame,
    indicator: str = "",
    *,
    period: str = "",
    area: str = "",
    months: int = 13,
    reporting: str = "month",
) -> Block:
    """The chart of an indicator's months with its target and floor, and the months as a table beneath, folded away.

    `book` is the loaded data: so many `months` up to the `period` (blank: the newest with a row) of the `area` (blank:
    the main one) are shown. A frame of `history` in its place shows its own months. Raises ValueError for an indicator
    or an area that there is not, with the nearest that there is; where there is no result up to the period; and for a
    frame of more than one indicator or area.
    """
    if isinstance(book, pd.DataFrame):
        return _trend_of(book)
    refuse_unknown(book, indicator)
    [area] = areas_of(book, area)
    mine = book.results[(book.results["indicator"] == indicator) & (book.results["cohort"] == "")]
    known = sorted({str(month) for month in mine.loc[mine["area"] == area, "period"]})
    if not known or (period and period < known[0]):
        since = f" before {known[0]}" if known else ""
        raise ValueError(f"there is no result of {indicator!r} in {area}{since}")
    chosen = case(book, indicator, period or known[-1], area, months=months, reporting=reporting)
    return _with_figures(exception_report.trend(chosen), exception_report.months_table(chosen))


def _trend_of(history: pd.DataFrame) -> Block:
    row = _only_one(history, ("indicator", "area"))
    chart = trend_chart.trend(history, row["name"], row["area"])
    caption = f"{row['name']}, {row['area']}: the months"
    return _with_figures(chart, show(history, caption=caption))


def _refuse_other_frames(frame: pd.DataFrame, columns: Iterable[str], maker: str) -> None:
    if missing := [column for column in columns if column not in frame]:
        raise ValueError(f"this takes a frame of `{maker}`, and the given one has no column {missing[0]!r}")


@takes_rated
def _only_one(frame: pd.DataFrame, columns: tuple[str, ...]) -> Row:
    """The first row of a frame whose columns hold one value each; ValueError where there are more, or none."""
    _refuse_other_frames(frame, columns, "history")
    for column in columns:
        if (many := frame[column].nunique()) != 1:
            raise ValueError(f"a trend is of one {column}, and the frame holds {many}; write history(book, ...)")
    return records(frame)[0]


def _with_figures(chart: Block, table: Block) -> Block:
    return Block(chart.html + folded("The figures", table.html))


@takes_rated
def variances(impact: pd.DataFrame, *, cohort: str = "") -> Block:
    """The bars of `impact_of_cohort`: how far each percentage moves where the cohort is left out, a chart an area.

    `cohort`, such as excluding_uasc, is what the frame was made for, which it tells itself unless several were put
    together. Raises ValueError where neither says it.
    """
    _refuse_other_frames(impact, ("area", "variance"), "impact_of_cohort")
    cohort = cohort or str(impact.attrs.get("cohort", ""))
    if not cohort:
        raise ValueError(
            "the frame does not say which cohort it is of; write variances(impact, cohort='excluding_...')"
        )
    charts = [variance_chart.variances(impact, cohort, area) for area in dict.fromkeys(map(str, impact["area"]))]
    return Block(Markup("\n").join(chart.html for chart in charts))


def waterfall(effects: Effects) -> Block:
    """The waterfall of a frame of `effects`: what each part that is left in it adds to the difference.

    Where the two results cannot be split the block says why. Raises ValueError for a frame that is none of `effects`.
    """
    if not isinstance(effects, Effects) or effects.split is None:
        raise ValueError("a waterfall is of the frame of `effects`; write waterfall(effects(book, indicator, period))")
    return Block(paragraph(effects.split.why)) if effects.split.why else effects_chart(effects.left())


def areas(rated: pd.DataFrame, *, caption: str = "", csv: bool = True) -> Block:
    """The areas side by side: of a rated frame of several areas a row an indicator, with result and rating of each.

    An indicator that is left in one area has its results of every area that is left. The caption is the newest month's
    unless it is given. A section has one CSV file: of several tables all but one have `csv=False`.
    """
    left, whole = _exact_rows(rated), getattr(rated, "made_from", None)
    whole = left if whole is None else whole
    names = list(dict.fromkeys(map(str, left["area"])))
    scores = [_rows_of(whole[whole["area"] == area], list(dict.fromkeys(left["indicator"])), area) for area in names]
    block = areas_page.areas_table(scores, names, caption or areas_page.title(max(map(str, left["period"]))))
    return block if csv else Block(block.html)


@takes_rated
def _exact_rows(frame: pd.DataFrame) -> pd.DataFrame:
    _refuse_other_frames(frame, ("area", "indicator", "standing"), "score")
    if frame.empty:
        raise ValueError("the frame has no rows to show")
    return frame


def _rows_of(area: pd.DataFrame, indicators: list[str], name: str) -> pd.DataFrame:
    """The rows of an area, one an indicator in this order; ValueError where it has none of one, or several."""
    rows = area[area["indicator"].isin(indicators)].set_index("indicator", drop=False)
    for indicator in indicators:
        if (found := int((rows.index == indicator).sum())) != 1:
            mend = "write score(book, period, areas)" if not found else "show one month at a time"
            raise ValueError(f"{name} has {found or 'no'} rows of {indicator!r}, where one is needed; {mend}")
    return rows.loc[indicators].reset_index(drop=True)
