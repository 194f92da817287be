"""The blocks of an activity and its costs: each against its budgeted level, as a chart, a table and in sentences."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import pandas as pd
from markupsafe import Markup

from scorecard_kit import sentences
from scorecard_kit.contract import Row, definitions
from scorecard_kit.data import Dataset
from scorecard_kit.indicator import DataPeriod, Unit
from scorecard_kit.level_chart import level_chart
from scorecard_kit.levels import Measure, Point, is_flow, measure, sums_that_differ, total, total_level
from scorecard_kit.markup import Block, Cell, Column, Line, bullets, folded, section, table, terms, to_csv
from scorecard_kit.period import financial_year, month_name, months_before, outturn_month, previous_point, year_to_date
from scorecard_kit.rating import display, display_result

CSV_COLUMNS = [
    *("indicator", "name", "data_period", "period", "area", "category"),
    *("numerator", "denominator", "value", "status", "budgeted_level", "difference"),
]
"""The columns of an activity and cost section's CSV: a row a period, and one for each category of it."""


def measures(book: Dataset, indicator: str, area: str, period: str) -> list[Measure]:
    """Gather an activity and its companions, each with its results up to the period and its budgeted levels."""
    tables = (book.results, book.indicators, book.targets, book.breakdowns)
    keys = [indicator, *definitions(book.indicators)[indicator].companions]
    return [measure(*tables, key, area, period) for key in keys]


def answer(shown: Sequence[Measure]) -> str:
    """Where the newest result stands against its budgeted level, and each companion that has one against its own."""
    first = shown[0]
    if not first.known:
        return f"{first.item.name}: no result has been entered."
    last = first.known[-1]
    said = f"{first.item.name} stood at {_value(first, last.result.value)} {_when(first, last.period)}"
    beside = [f"{other.item.name}: {_value(other, other.known[-1].result.value)}, {_gap(other, other.known[-1])}"
              for other in shown[1:] if other.known and other.known[-1].level is not None]  # fmt: skip
    return ". ".join([f"{said}, {_gap(first, last) or _since(first)}", *beside]) + "."


def _value(of: Measure, value: Fraction | None) -> str:
    return display_result(value, of.item.unit, of.item.decimals)


def _size(of: Measure, value: Fraction) -> str:
    return sentences.points(value, of.item.unit, of.item.decimals)


def _when(of: Measure, period: str) -> str:
    month = month_name(period)
    match of.item.data_period:
        case DataPeriod.QUARTER:
            return f"in the quarter to {month}"
        case DataPeriod.MONTH:
            return f"in {month}"
        case DataPeriod.YEAR_TO_DATE:
            return f"for the year so far, {month_name(year_to_date(period)[0])} to {month}"
        case _:
            return f"at the end of {month}"


def _gap(of: Measure, point: Point) -> str:
    """How far a result lies over or under its budgeted level; blank without a level."""
    if point.difference is None:
        return ""
    level = sentences.trimmed(point.level, of.item.unit)
    if not point.difference:
        return f"exactly its budgeted level of {level}"
    return f"{_size(of, point.difference)} {_side(point.difference)} its budgeted level of {level}"


def _side(difference: Fraction) -> str:
    return "over" if difference > 0 else "under"


def _since(of: Measure) -> str:
    """The change from the reporting point before, for a series without a budgeted level."""
    if len(of.known) == 1:
        return "with no earlier result and no budgeted level in the data"
    return f"{_moved(of, of.known[-2])}; no budgeted level was set"


def _moved(of: Measure, before: Point) -> str:
    move = (of.known[-1].result.value or Fraction(0)) - (before.result.value or Fraction(0))
    way = f"{_size(of, move)} {'more' if move > 0 else 'less'} than" if move else "the same as"
    return f"{way} {_when(of, before.period)}"


def chapters(shown: Sequence[Measure], period: str) -> Block:
    """A chapter a measure: its chart, its comments, the current year's table, and the earlier years folded away."""
    parts = [_chapter(each, period) for each in shown]
    return Block(Markup("\n").join(parts), csv=to_csv(figures(shown), CSV_COLUMNS))


def _chapter(of: Measure, period: str) -> Markup:
    if not of.known:
        return section(of.item.name, "No result has been entered.")
    current = financial_year(period)
    earlier = [year for year in dict.fromkeys(financial_year(point.period) for point in of.points) if year != current]
    tables = [_table(of, [current], f"{of.item.name}, {current}")] if of.year(current) else []
    if earlier:
        span = earlier[0] if len(earlier) == 1 else f"{earlier[0]} to {earlier[-1]}"
        tables.append(folded(f"Earlier years, {span}", _table(of, earlier, f"{of.item.name}, {span}")))
    chart = level_chart(of, _chart_title(of)).html
    return section(of.item.name, chart, bullets(comments(of, period)), *tables)


def _chart_title(of: Measure) -> str:
    if len(of.known) == 1:
        return _value(of, of.known[0].result.value)
    before, last = of.known[-2:]
    move = (last.result.value or Fraction(0)) - (before.result.value or Fraction(0))
    way = f"{'Up' if move > 0 else 'Down'} {_size(of, move)}" if move else "Unchanged"
    gap = _gap(of, last)
    return f"{way} since {month_name(before.period)}{', and ' + gap if gap else ''}"


def _table(of: Measure, years: Sequence[str], caption: str) -> Markup:
    ratio = any(point.result.denominator is not None for point in of.known)
    levelled = any(point.level is not None for year in years for point in of.year(year))
    columns = [
        Column(of.word.capitalize() if not is_flow(of.item) or of.step == 1 else "Quarter to"),
        *(Column(name, number=True) for name in of.parts),
        *([Column("Numerator", number=True), Column("Denominator", number=True)] if ratio else []),
        Column("Result", number=True),
        *([Column("Budgeted level", number=True), Column("Over (+) or under (-)", number=True)] if levelled else []),
    ]
    groups = []
    for year in years:
        lines = [_line(of, point, ratio=ratio, levelled=levelled) for point in of.year(year)]
        groups.append((year if len(years) > 1 else "", [*lines, *_totals(of, year, len(columns), levelled=levelled)]))
    return table(caption, columns, groups, css="dense" if len(columns) > 5 else "")  # noqa: PLR2004  # wider than text


def _line(of: Measure, point: Point, *, ratio: bool, levelled: bool) -> Line:
    row: Row = {**point.result._asdict(), "unit": of.item.unit, "decimals": of.item.decimals}
    reported = point.period <= of.known[-1].period
    sides = [display(point.result.numerator, 0) or "not given", display(point.result.denominator, 0) or "not given"]
    counts = [display(by.get(point.period), 0) or "c" for by in of.parts.values()]
    shown = sentences.shown({name: "" if cell is None else cell for name, cell in row.items()})
    if not reported:
        shown, sides, counts = "Not yet reported", ["none yet"] * 2, ["none yet"] * len(counts)
    cells: list[Cell] = [month_name(point.period), *counts, *(sides if ratio else []), shown]
    return Line([*cells, *(_level_cells(of, point.level, point.difference) if levelled else [])])


def _level_cells(of: Measure, level: Fraction | None, difference: Fraction | None) -> list[str]:
    over = display_result(difference, of.item.unit, of.item.decimals, signed=True).replace("%", "")
    return [sentences.trimmed(level, of.item.unit) or "None set", over or "none yet"]


def _totals(of: Measure, year: str, width: int, *, levelled: bool) -> list[Line]:
    """The year so far, and beside it the whole year, whose result is not yet known; one row where it is."""
    points = of.year(year)
    known = [point for point in points if point.period <= of.known[-1].period]
    if not is_flow(of.item) or len(known) < 2:  # noqa: PLR2004  # one is its own total
        return []
    lines = []
    for words, some in ((_span(known), known), (f"Whole year {year}", points)):
        result, level = total(some, of.item), total_level(some, of.item)
        if some is points and points != known and not levelled:
            continue
        over = None if result is None or level is None else result - level
        shown = _value(of, result) or ("Not yet reported" if points != known else "not given")
        cells = [*[""] * (width - 2 - 2 * levelled), shown, *(_level_cells(of, level, over) if levelled else [])]
        lines.append(Line([Markup("<strong>{}</strong>").format(cell) for cell in (words, *cells)]))
    return lines if points != known else lines[1:]


def _span(points: Sequence[Point]) -> str:
    start = months_before(points[0].period, 2) if points[0].result and _quarterly(points) else points[0].period
    return f"{month_name(start).split()[0]} to {month_name(points[-1].period)}"


def _quarterly(points: Sequence[Point]) -> bool:
    return all(months_before(later.period, 3) == earlier.period for earlier, later in pairwise(points))


def comments(of: Measure, period: str) -> list[str]:
    """What the figures show, in sentences; none rests on a figure that is withheld."""
    year = [point for point in of.year(financial_year(period)) if point.period <= of.known[-1].period]
    return [sentence for sentence in (
        _movement(of), _months_over(of, year), _part_of_year(of, year), _average(of, year), _kind_of_cost(of),
        _parts_said(of), *_notes(of),
    ) if sentence]  # fmt: skip


def _movement(of: Measure) -> str:
    last = of.known[-1]
    wanted = (previous_point(last.period, [point.period for point in of.known]), outturn_month(last.period))
    before = [point for point in of.known if point.period in wanted and point is not last]
    said = sentences.joined([_moved(of, point) for point in reversed(before)])
    return f"{_value(of, last.result.value)} {_when(of, last.period)} is {said}." if said else ""


def _months_over(of: Measure, year: Sequence[Point]) -> str:
    gaps = [point.difference for point in year if point.difference is not None]
    if not gaps:
        return "" if any(point.level is not None for point in of.points) else "No budgeted level was set."
    over, under = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    base = f"{sentences.count(len(gaps), of.word)} of {financial_year(year[-1].period)} with a result"
    if len(gaps) in (over, under):
        return f"It was {'over' if over else 'under'} its budgeted level in all {base}."
    return f"Of the {base} it was over its budgeted level in {over}, under it in {under}."


def _part_of_year(of: Measure, year: Sequence[Point]) -> str:
    """A part-year total beside a full-year budget is said to be one."""
    result, level = total(year, of.item), total_level(year, of.item)
    whole = of.year(financial_year(year[-1].period)) if year else []
    full = total_level(whole, of.item)
    if result is None or of.item.unit is not Unit.COUNT or len(whole) == len(year):
        return f"{_span(year)}: {_value(of, result)}." if result is not None and len(year) > 1 else ""
    said = f"{_span(year)} comes to {_value(of, result)}"
    said += f", where {_value(of, level)} was budgeted for the same months" if level is not None else ""
    rest = f" The budget for the whole year is {_value(of, full)}: a part of a year must not be held against it." if full else ""
    return f"{said}.{rest}"


def _average(of: Measure, year: Sequence[Point]) -> str:
    result, levels = total(year, of.item), {point.level for point in year}
    if result is None or of.item.unit is not Unit.COUNT or of.step != 1 or len(year) < 2:  # noqa: PLR2004
        return ""
    average, level = result / len(year), next(iter(levels)) if len(levels) == 1 else None
    share = f", {display(average * 100 / level, 0)}% of the budgeted {display(level, 0)}" if level else ""
    return f"The average of the year so far is {display(average, 1)} a month{share}."


def _kind_of_cost(of: Measure) -> str:
    if of.item.unit is not Unit.GBP:
        return ""
    if of.item.data_period is DataPeriod.YEAR_TO_DATE:
        return "Each figure is the average of the year so far, and begins again in April; they are not averaged again."
    return "Each figure is the average of a whole year, as it was forecast then. A new one replaces the last: they are neither added nor averaged."


def _parts_said(of: Measure) -> str:
    if not of.parts:
        return ""
    differing = sums_that_differ(of)
    if not differing:
        return f"The categories add to the result in every {of.word} shown."
    return " ".join(f"In {month_name(point.period)} the categories add to {display(added, 0)}." for point, added in differing)


def _notes(of: Measure) -> list[str]:
    return [f"{month_name(point.period)}: {point.result.note}" for point in of.points if point.result.note]


def notes(shown: Sequence[Measure]) -> Block:
    """How each measure is counted, and where its figures come from."""
    pairs: list[tuple[str, Cell]] = [
        (of.item.name, " ".join(filter(None, (of.item.definition, of.item.data_notes, of.item.source)))) for of in shown
    ]
    return Block(section("Data notes", terms(pairs), css="notes"))


def figures(shown: Sequence[Measure]) -> pd.DataFrame:
    """Every figure of the section in CSV_COLUMNS; a period to come has its budgeted level alone."""
    rows = []
    for of in shown:
        head = [of.item.indicator, of.item.name, str(of.item.data_period)]
        for point in of.points:
            sides, place = (point.result.numerator, point.result.denominator), [point.period, of.area]
            rest = (point.result.value, point.result.status, point.level, point.difference)
            rows.append([*head, *place, "", *sides, *rest])
            rows += [[*head, *place, name, by[point.period], None, None, "" if by[point.period] is not None else "suppressed", None, None]
                     for name, by in of.parts.items() if point.period in by]  # fmt: skip
    return pd.DataFrame(rows, columns=CSV_COLUMNS, dtype=object)
