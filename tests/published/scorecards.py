"""Fields that one scorecard or quarterly report alone prints, worked out from its figures."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from scorecard_kit.judge.periods import short_month, year_end, year_to_date
from scorecard_kit.judge.ratings import change
from scorecard_kit.judge.rows import Row, definitions, target_in_force
from tests.published.book import Book


def flag(book: Book, cell: Row) -> str:
    """Y where the indicator has the flag that stands after the colon."""
    flags = {name.replace("-", " ") for name in definitions(book.dataset.indicators)[cell["item"]].flags}
    return "Y" if cell["field"].partition(": ")[2] in flags else ""


def month_in_note(book: Book, cell: Row) -> str:
    """The month of the result, as the data notes write it: Mar 16."""
    month, year = short_month(book.rated(cell)["period"]).split()
    return f"{month} {year[2:]}"


def side_of_target(book: Book, cell: Row) -> str:
    """Whether the result is above or below its target, or at it."""
    row = book.rated(cell)
    gap = change(row["target"], row["value"])
    return "" if gap is None else "at" if gap == 0 else "above" if gap > 0 else "below"


def movement(book: Book, cell: Row) -> str:
    """Whether the result rose or fell since the previous one; blank where there is none."""
    row = book.rated(cell)
    moved = change(row["previous"], row["value"])
    return "" if moved is None else "same" if moved == 0 else "rose" if moved > 0 else "fell"


def year_end_target(book: Book, cell: Row) -> object:
    """The target in force in the March that ends the financial year."""
    march = year_end(cell["period"])
    target = target_in_force(book.dataset.targets, cell["item"], march, cell["area"])
    return target.target if target else None


def with_companion(book: Book, cell: Row) -> Fraction:
    """The result and that of its companion together, such as permanent and agency staff."""
    companion = definitions(book.dataset.indicators)[cell["item"]].companions[0]
    return Fraction(book.rated(cell)["value"] + book.rated(cell, companion)["value"])


def denominator_at_earlier_pace(book: Book, cell: Row) -> Fraction:
    """The denominator of the year so far, had it grown each month as it had until the previous result."""
    before = book.rated(cell)["previous_period"]
    months = [len(year_to_date(month)) for month in (cell["period"], before)]
    return Fraction(book.rated(cell, period=before)["denominator"]) * months[0] / months[1]


def rate_on_earlier_population(book: Book, cell: Row) -> Fraction:
    """The rate of this month's plans on the population behind the previous month's."""
    row = book.rated(cell)
    before, now = (_plans(book, cell, period) for period in (row["previous_period"], cell["period"]))
    return Fraction(row["previous"]) * now / before


def _plans(book: Book, cell: Row, period: str) -> Fraction:
    """The plans counted beside a rate, or by an indicator of their own."""
    counted = book.rated(cell, period=period)["numerator"]
    return Fraction(counted if counted != "" else book.rated(cell, "cp-plans", period)["value"])


def rate_on_population_of_plans(book: Book, cell: Row) -> Fraction:
    """Children in care per 10,000, on the population behind the plans of the month and their rate."""
    in_care, plans = book.rated(cell, "lac-number"), book.rated(cell, "cp-plan-rate")
    return Fraction(in_care["value"]) * Fraction(plans["value"]) / Fraction(plans["numerator"])


def rate_of_everyone_in_care(book: Book, cell: Row) -> Fraction:
    """Children in care per 10,000 from those with three placements, their share and the population behind the plans."""
    moves, plans, rate = (book.rated(cell, key, cohort="") for key in ("cic-3-placements", "cp-plans", "cp-plans-rate"))
    children = Fraction(moves["numerator"]) * 100 / Fraction(moves["value"])
    return children * Fraction(rate["value"]) / Fraction(plans["value"])


FIELDS: Mapping[str, Callable[[Book, Row], object]] = {
    "flag": flag,
    "flag_on_page": flag,
    "example_month": month_in_note,
    "example_to": month_in_note,
    "target_side": side_of_target,
    "movement": movement,
    "year_end_target": year_end_target,
    "with_companion": with_companion,
    "denominator_at_earlier_pace": denominator_at_earlier_pace,
    "rate_on_earlier_population": rate_on_earlier_population,
    "rate_on_population_of_plans": rate_on_population_of_plans,
}
"""Each field by its name, without what stands after a colon."""
