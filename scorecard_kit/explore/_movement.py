"""Why the chosen indicator of the explorer moved, what it would take, and the money beside it."""

from markupsafe import Markup

from scorecard_kit.blocks.html import Block, section
from scorecard_kit.explore._indicator import case_of
from scorecard_kit.explore.view import Desk, View, sides
from scorecard_kit.frames.effects import split_between
from scorecard_kit.judge.periods import financial_year, year_end
from scorecard_kit.judge.rows import target_in_force
from scorecard_kit.judge.unit_costs import volume_and_price
from scorecard_kit.pages import required
from scorecard_kit.pages import volume_and_price as volume_page
from scorecard_kit.pages.movement import what_made_it_move


def movement(desk: Desk, view: View) -> Block:
    """What made the indicator move between the two sides of the view: its parts, or why they cannot be told."""
    return what_made_it_move(split_between(desk.book, view.indicator, *sides(view)))


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
