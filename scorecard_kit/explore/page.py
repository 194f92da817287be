"""The blocks of the explorer: those of the published pages, put together for one view."""

from functools import lru_cache

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import bands, sentences, standing
from scorecard_kit.blocks.html import (
    Block,
    Column,
    Line,
    bullets,
    folded,
    opening,
    paragraph,
    rating,
    section,
    table,
    to_csv,
)  # fmt: skip
from scorecard_kit.charts.trend import trend
from scorecard_kit.explore.choices import SORTED_BY, Desk, View, by_area, impact, results, sides
from scorecard_kit.judge.impact import county_less_areas
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.movement import Side, parts
from scorecard_kit.judge.periods import financial_year, month_name, months_before, outturn_month, window
from scorecard_kit.judge.rows import WITHHELD, Row, definitions, records, target_in_force
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS, apart, breaks
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.pages import impact_of_uasc as impact_page
from scorecard_kit.pages import movement as effects_page
from scorecard_kit.pages import scorecard as scorecard_page
from scorecard_kit.pages import volume_and_price as volume_page
from scorecard_kit.pages.case import Case, case
from scorecard_kit.pages.exception_report import months_of_change, months_table
from scorecard_kit.pages.required import cases, what_it_would_take

CSV_COLUMNS = [*SCORECARD_COLUMNS, "excluding_value", "excluding_rag", "variance"]
_MONTHS = 13  # in the chart and its table, as on the page of an indicator


def head(desk: Desk, view: View) -> Block:
    """The title and the answer: the chosen indicator's result and where it lies to its target."""
    place = f"{view.area}, {month_name(view.period)}"
    if not view.indicator:
        return opening(f"Results, {place}", "No indicator is rated here.", glossary=desk.book.glossary)
    known = _case(desk, view)
    answer = bands.exception(known.latest, known.item, known.target)
    return opening(f"{known.item.name}, {place}", answer, glossary=desk.book.glossary, rag=known.latest["rag"])


def detail(desk: Desk, view: View) -> Block:
    """The chosen indicator: its months, its areas, both sides of the cohort, what made it move, what it would take."""
    if not view.indicator:
        return _money(desk, view)
    shown = [_months, _areas, _cohort, _movement, _remaining, _money]
    return _joined([part(desk, view) for part in shown])


def indicator(desk: Desk, view: View) -> Block:
    """Live, the chosen indicator by itself: its result, its months, its areas and both sides of the cohort."""
    shown = [head, _months, _areas, _cohort] if view.indicator else [head]
    return _joined([part(desk, view) for part in shown])


def movement(desk: Desk, view: View) -> Block:
    """Live, what made the indicator move, and volume and price where there is money."""
    return _joined([part(desk, view) for part in ([_movement, _money] if view.indicator else [_money])])


def outlook(desk: Desk, view: View) -> Block:
    """Live, what it would take, with what only the analyst sees and no page: the cases that a rating is away."""
    if not view.indicator:
        return Block(paragraph("No indicator is chosen."))
    known = _case(desk, view)
    return _joined([_remaining(desk, view), cases(known.item, known.latest, known.target)])


def overview(desk: Desk, view: View) -> Block:
    """The results of the view's area and group in its order, with the variance of each, and as CSV."""
    frame = results(desk, view)
    name = sentences.cohort_name(view.cohort)
    beside = [Column(f"Excluding {name}", number=True), Column("Variance", number=True)] if view.cohort else []
    columns = [
        Column("Indicator"), Column("Result", number=True), Column("Rating"), Column("Target", number=True),
        Column("Direction since previous"), *beside,
    ]  # fmt: skip
    lines = [Line(_cells(row, view)) for row in records(frame)]
    caption = f"{view.group or 'Results'}, {view.area}, {month_name(view.period)}, by {SORTED_BY[view.sort_by][0]}"
    if not lines:
        return Block(paragraph(f"No rated indicator has a figure for {view.area} in {month_name(view.period)}."))
    said = (
        f"Variance: excluding {name} less including, in percentage points, or in cases for a count." if beside else ""
    )
    few = f"c: {WITHHELD}." if any(_hidden(row) for row in records(frame)) else ""
    html = table(caption, columns, [("", lines)], css="dense") + bullets([said, few], "quiet")
    marked = [row | dict.fromkeys(_hidden(row), "c") for row in records(frame)]
    return Block(html, csv=to_csv(pd.DataFrame(marked, columns=frame.columns, dtype=object), CSV_COLUMNS))


@lru_cache(maxsize=1)
def _case(desk: Desk, view: View) -> Case:
    months = window(view.period, _MONTHS)
    return case(desk.book, view.indicator, view.period, view.area, months=months, reporting=desk.reporting)


def _joined(shown: list[Block]) -> Block:
    """The blocks as one, without the CSV of any: the file of the section holds the results."""
    return Block(Markup("\n").join(block.html for block in shown if block.html))


def _months(desk: Desk, view: View) -> Block:
    known = _case(desk, view)
    changes = months_of_change(desk.book.changes, known.item)
    chart = trend(known.past, known.item.name, view.area, known.others, changes)
    caption = f"{known.item.name}, {view.area}, to {month_name(view.period)}"
    figures = months_table(known.past, caption, known.others)
    return Block(section("How it got here", chart.html, folded("The figures by month", figures.html)))


def _areas(desk: Desk, view: View) -> Block:
    scores = by_area(desk, view)
    if len(scores) <= 1:
        return Block(section("The areas side by side", "Only one area has figures for this indicator."))
    caption, names = f"The areas, {month_name(view.period)}", [str(scored["area"].iloc[0]) for scored in scores]
    return Block(section("The areas side by side", scorecard_page.areas_table(scores, names, caption).html))


def _cohort(desk: Desk, view: View) -> Block:
    """Including and excluding the cohort, in every area and in what the areas leave."""
    names = [str(scored["area"].iloc[0]) for scored in by_area(desk, view)]
    chosen = desk.book.indicators[desk.book.indicators["indicator"] == view.indicator]
    both = impact(desk, view, chosen, names)
    if both.empty:
        return Block(Markup(""))
    county, *inside = names
    left = county_less_areas(both, county, inside, small_counts=desk.rule) if county in set(both["area"]) else both[:0]
    heading = f"Including and {sentences.cohort_words(view.cohort)}"
    shown = impact_page.comparison_table(both, left, f"{heading}, {month_name(view.period)}", view.cohort)
    together = pd.concat([both, left], ignore_index=True)
    return Block(section(heading, shown.html, impact_page.withheld_note(together, desk.rule).html))


def _movement(desk: Desk, view: View) -> Block:
    book, (first, second) = desk.book, sides(view)
    item = definitions(book.indicators)[view.indicator]
    made_of = parts(book.results, book.indicators, book.areas, view.indicator, first, second, desk.rule)
    is_average = bool(made_of) and made_of[0].second.denominator is not None
    why = _why_apart(desk, item, first, second, 1 if is_average else "")
    return effects_page.what_made_it_move(item, made_of if first != second else [], first, second, why)


def _why_apart(desk: Desk, item: Indicator, first: Side, second: Side, denominator: object) -> str:
    """Why the results of two months do not compare; blank where they do, or are of one month."""
    broken = breaks(records(desk.book.changes), item.indicator, second.period)
    latest = {"period": second.period, "data_period": item.data_period, "unit": item.unit, "breaks": broken}
    return apart(first.period, {**latest, "denominator": denominator}) if first.period < second.period else ""


def _remaining(desk: Desk, view: View) -> Block:
    known = _case(desk, view)
    march = months_before(outturn_month(known.latest["period"]), -12)
    target = target_in_force(desk.book.targets, view.indicator, march, view.area)
    return what_it_would_take(known.item, known.latest, target)


def _money(desk: Desk, view: View) -> Block:
    """The volume and price of services, where the data hold unit costs."""
    if desk.book.unit_costs.empty:
        return Block(Markup(""))
    split, year = volume_and_price(desk.book.unit_costs), financial_year(view.period)
    lead = volume_page.answer(split, "wholes", "£k", "units")
    shown = [volume_page.chart(split, "wholes", "£k", year).html, volume_page.split_table(split, "£k", year).html]
    return Block(section("Money: volume and price", lead, *shown))


def _cells(row: Row, view: View) -> list[Markup | str]:
    cells = [
        scorecard_page.name_cell(row),
        standing.result_cell(row),
        rating(row["rag"], row["reason"]),
        scorecard_page.figure(row, "target", "None set"),
        standing.direction_cell(row, "previous"),
    ]
    return [*cells, *_beside(row)] if view.cohort else cells


def _beside(row: Row) -> list[Markup | str]:
    if _hidden(row):
        return ["c", "c"]
    if row["excluding_value"] == "":
        return ["not given", "None"]
    excluding = sentences.shown(row, "excluding_value")
    return [
        Markup("{} {}").format(excluding, rating(row["excluding_rag"])),
        sentences.variance(row["variance"], row["unit"], row["decimals"]) or "None",
    ]


def _hidden(row: Row) -> list[str]:
    sides_of = str(row["withheld"]).split()
    return ["excluding_value", "variance"] if "excluding" in sides_of or "including" in sides_of else []
