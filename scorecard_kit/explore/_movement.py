"""Why the chosen indicator of the explorer moved, what it would take, and the money beside it."""

from markupsafe import Markup

from scorecard_kit.blocks.html import Block, section
from scorecard_kit.explore._indicator import case_of
from scorecard_kit.explore.choices import Desk, View, sides
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.movement import Side, parts
from scorecard_kit.judge.periods import financial_year, year_end
from scorecard_kit.judge.rows import definitions, records, target_in_force
from scorecard_kit.judge.scorecard import apart, breaks
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.pages import required
from scorecard_kit.pages import volume_and_price as volume_page
from scorecard_kit.pages.movement import what_made_it_move


def movement(desk: Desk, view: View) -> Block:
    """What made the indicator move between the two sides of the view: its parts, or why they cannot be told."""
    book, (first, second) = desk.book, sides(view)
    item = definitions(book.indicators)[view.indicator]
    made_of = parts(book.results, book.indicators, book.areas, view.indicator, first, second, desk.rule)
    is_average = bool(made_of) and made_of[0].second.denominator is not None
    why = _why_apart(desk, item, first, second, 1 if is_average else "")
    return what_made_it_move(item, made_of if first != second else [], first, second, why)


def _why_apart(desk: Desk, item: Indicator, first: Side, second: Side, denominator: object) -> str:
    """Why the results of two months do not compare; blank where they do, or are of one month."""
    if first.period >= second.period:
        return ""
    broken = breaks(records(desk.book.changes), item.indicator, second.period)
    row = {"period": second.period, "data_period": item.data_period, "unit": item.unit, "denominator": denominator}
    return apart(first.period, row | {"breaks": broken})


def remaining(desk: Desk, view: View) -> Block:
    """What the rest of the year has to bring for the target of next March."""
    chosen = case_of(desk, view)
    march = year_end(chosen.latest["period"])
    target = target_in_force(desk.book.targets, view.indicator, march, view.area)
    return required.what_it_would_take(chosen.item, chosen.latest, target)


def cases(desk: Desk, view: View) -> Block:
    """The cases that each better rating is away: what the analyst sees, and no page."""
    chosen = case_of(desk, view)
    return required.cases(chosen.item, chosen.latest, chosen.target)


def money(desk: Desk, view: View) -> Block:
    """The volume and price of services; nothing where the data hold no unit costs."""
    if desk.book.unit_costs.empty:
        return Block(Markup(""))
    split, year = volume_and_price(desk.book.unit_costs), financial_year(view.period)
    answer = volume_page.answer(split, "wholes", "£k", "units")
    blocks = [volume_page.chart(split, "wholes", "£k", year), volume_page.split_table(split, "£k", year)]
    return Block(section("Money: volume and price", answer, *(block.html for block in blocks)))
