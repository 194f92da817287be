"""The blocks of an activity and its costs: each against its budgeted level, as a chart, a table and in sentences."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import activity_sentences, html, sentences
from scorecard_kit.blocks.cells import bold
from scorecard_kit.blocks.html import Block, Cell, Column, Line, bullets, folded, numbers, section, table, terms, to_csv
from scorecard_kit.charts.levels import level_chart
from scorecard_kit.charts.line_chart import FEWEST
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.activity import Measure, Point, is_flow, measure, total, total_level
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.rows import definitions
from scorecard_kit.pages.commentary import commentary

__all__ = ["CSV_COLUMNS", "chapters", "commentary", "figures", "measures", "notes", "opening"]

CSV_COLUMNS = [
    *("indicator", "name", "data_period", "period", "area", "category"),
    *("numerator", "denominator", "value", "status", "budgeted_level", "difference"),
]
"""The columns of an activity and cost section's CSV: a row a period, and one for each category of it."""

_WIDE = 5  # columns: more are wider than text, fewer stand side by side on a phone


def measures(book: Dataset, indicator: str, area: str, period: str) -> list[Measure]:
    """Gather an activity and its companions, each with its results up to the period and its budgeted levels.

    A blank area is the main one.
    """
    area = area or main_area(book)
    tables = (book.results, book.indicators, book.targets, book.breakdowns)
    keys = [indicator, *definitions(book.indicators)[indicator].companions]
    return [measure(*tables, key, area, period) for key in keys]


def opening(book: Dataset, measures: Sequence[Measure], period: str) -> Block:
    """The activity's name and month, and how it and its companions stand against what was budgeted."""
    title = f"{measures[0].item.name}, {month_name(period)}"
    return html.opening(title, activity_sentences.answer(measures), glossary=book.glossary)


def chapters(measures: Sequence[Measure], period: str) -> Block:
    """A chapter a measure: its chart, its comments, the current year's table, and the earlier years folded away."""
    parts = [_chapter(each, period) for each in measures]
    return Block(Markup("\n").join(parts), csv=to_csv(figures(measures), CSV_COLUMNS))


def _chapter(of: Measure, period: str) -> Markup:
    if not of.reported:
        return section(of.item.name, "No result has been entered.")
    current = financial_year(period)
    earlier = [year for year in dict.fromkeys(financial_year(point.period) for point in of.points) if year != current]
    tables = [_table(of, [current], f"{of.item.name}, {current}")] if of.year(current) else []
    if earlier:
        span = earlier[0] if len(earlier) == 1 else f"{earlier[0]} to {earlier[-1]}"
        tables.append(folded(f"Earlier years, {span}", _table(of, earlier, f"{of.item.name}, {span}")))
    chart = level_chart(of, activity_sentences.chart_title(of)).html
    chart += bullets(activity_sentences.comments(of, period))
    if len(of.reported) >= FEWEST:
        chart = Markup('<div class="abreast">{}</div>').format(chart)
    return section(of.item.name, chart, *tables)


def _table(of: Measure, years: Sequence[str], caption: str) -> Markup:
    ratio = any(point.result.denominator is not None for point in of.reported)
    levelled = any(point.level is not None for year in years for point in of.year(year))
    columns = [
        Column(of.period_word.capitalize() if not is_flow(of.item) or of.step == 1 else "Quarter to"),
        *numbers(*of.categories, *(["Cases"] if ratio else []), "Result"),
        *numbers(*(["Budgeted level", "Over (+) or under (-)"] if levelled else [])),
    ]
    groups = []
    for year in years:
        lines = [_line(of, point, ratio=ratio, levelled=levelled) for point in of.year(year)]
        groups.append((year if len(years) > 1 else "", [*lines, *_totals(of, year, len(columns), levelled=levelled)]))
    return table(caption, columns, groups, css=_look(len(columns)))


def _look(columns: int) -> str:
    """The class of a table by its columns: wider than text, too wide for a phone, or neither."""
    return "dense named" if columns > _WIDE else "named four" if columns == _WIDE else "fit"


def _line(of: Measure, point: Point, *, ratio: bool, levelled: bool) -> Line:
    reported = point.period <= of.reported[-1].period
    sides = " of ".join(display(side, 0) or "not given" for side in (point.result.numerator, point.result.denominator))
    counts = [display(by.get(point.period), 0) or "c" for by in of.categories.values()]
    result = sentences.result_figure(point.result, of.item)
    if not reported:
        result, sides, counts = "Not yet reported", "none yet", ["none yet"] * len(counts)
    cells: list[Cell] = [month_name(point.period), *counts, *([sides] if ratio else []), result]
    return Line([*cells, *(_level_cells(of, point.level, point.difference) if levelled else [])])


def _level_cells(of: Measure, level: Fraction | None, difference: Fraction | None) -> list[str]:
    over = "" if difference is None else sentences.variance(difference, of.item.unit, of.item.decimals)
    return [sentences.trimmed(level, of.item.unit) or "None set", over or "none yet"]


def _totals(of: Measure, year: str, width: int, *, levelled: bool) -> list[Line]:
    """The year so far, and beside it the whole year, whose result is not yet known; one row where it is."""
    points = of.year(year)
    reported = [point for point in points if point.period <= of.reported[-1].period]
    if not is_flow(of.item) or len(reported) < 2:  # noqa: PLR2004  # one is its own total
        return []
    lines = []
    for words, some in ((activity_sentences.span(reported), reported), (f"Whole year {year}", points)):
        result, level = total(some, of.item), total_level(some, of.item)
        if some is points and points != reported and not levelled:
            continue
        over = None if result is None or level is None else result - level
        written = activity_sentences.figure(of, result) or ("Not yet reported" if points != reported else "not given")
        cells = [*[""] * (width - 2 - 2 * levelled), written, *(_level_cells(of, level, over) if levelled else [])]
        lines.append(Line([bold(cell) for cell in (words, *cells)]))
    return lines if points != reported else lines[1:]


def notes(measures: Sequence[Measure]) -> Block:
    """How each measure is counted, and where its figures come from."""
    pairs: list[tuple[str, Cell]] = [
        (
            activity_sentences.named(of).rstrip(","),
            " ".join(filter(None, (of.item.definition, of.item.data_notes, of.item.source))),
        )
        for of in measures
    ]
    return Block(section("Data notes", terms(pairs), css="notes"))


def figures(measures: Sequence[Measure]) -> pd.DataFrame:
    """Every figure of the section in CSV_COLUMNS; a period to come has its budgeted level alone."""
    rows = []
    for of in measures:
        head = [of.item.indicator, of.item.name, str(of.item.data_period)]
        for point in of.points:
            sides, place = (point.result.numerator, point.result.denominator), [point.period, of.area]
            rest = (point.result.value, point.result.status, point.level, point.difference)
            rows.append([*head, *place, "", *sides, *rest])
            for name, count in ((name, by[point.period]) for name, by in of.categories.items() if point.period in by):
                withheld = "suppressed" if count is None else ""
                rows.append([*head, *place, name, count, None, None, withheld, None, None])
    return pd.DataFrame(rows, columns=CSV_COLUMNS, dtype=object)
