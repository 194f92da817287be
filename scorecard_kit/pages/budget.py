"""The blocks of a revenue budget: its lines, pressures and underspends, savings, and how the cash limit moved.

A page shows one part of the budget, or all of them.
"""

from fractions import Fraction
from operator import itemgetter

from markupsafe import Markup

from scorecard_kit.blocks.cells import amount, with_totals
from scorecard_kit.blocks.html import Block, Column, bullets, paragraph, section, table
from scorecard_kit.blocks.html import opening as head
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    MONEY,
    cash_limit_movement,
    movement_differences,
    revenue_total,
)  # fmt: skip
from scorecard_kit.judge.numbers import (
    last_digit,
    pounds,
    pounds_in_sentence,
    pounds_over_or_under,
)
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.pages._capital import capital, variance_sentences
from scorecard_kit.pages._named_variances import named_sentences, named_variances, savings
from scorecard_kit.pages._revenue import answer, differing_sentences, revenue_table, variance_chart
from scorecard_kit.pages.commentary import text
from scorecard_kit.text.counting import joined

__all__ = [
    "PARTS", "answer", "capital", "cash_limit", "financial_year", "headlines", "named_variances", "opening", "parts",
    "revenue_sentences", "revenue_table", "savings", "text", "variance_chart",
]  # fmt: skip

PARTS = ("revenue", "variances", "cash-limit", "capital")
"""The parts of a budget, each of which can be a page: variances are pressures, underspends and savings by name."""

_MOVED = {
    "grant": "Grants and income from others", "corporate": "Corporate adjustments", "technical": "Technical adjustments"
}  # fmt: skip


def parts(part: str) -> tuple[str, ...]:
    """The parts that a page shows: one of PARTS, or for "all" all of them. Anything else raises ValueError."""
    if part not in {"all", *PARTS}:
        raise ValueError(f"part is {part!r}; write one of all, {', '.join(PARTS)}")
    return PARTS if part == "all" else (part,)


def opening(
    book: Dataset,
    period: str,
    unit: str,
    part: str = "all",
    listed_from: int = 100_000,
    capital_unit: str = "£m",
) -> Block:
    """The title and the answer of a page: of all parts, and of revenue, the forecast against the cash limit."""
    year = financial_year(period)
    first = parts(part)[0]
    about, words = {
        "revenue": (f"forecast at the end of {month_name(period)}", answer(book, unit)),
        "variances": ("pressures, underspends and savings", " ".join(named_sentences(book, unit, listed_from))),
        "cash-limit": ("how the cash limit moved", _moved_answer(book, unit)),
        "capital": ("capital", " ".join(variance_sentences(book, capital_unit, year))),
    }[first]
    return head(f"Budget {year}: {about}", words, glossary=book.glossary)


def headlines(book: Dataset, unit: str, year: str, listed_from: int, capital_unit: str, part: str = "all") -> Block:
    """What the pack's index repeats: gross and income, and of all parts what they say first as well."""
    sentences = _gross_and_income(book, unit)
    if part == "all":
        named = named_sentences(book, unit, listed_from)
        sentences = [*sentences, *named, *variance_sentences(book, capital_unit, year)]
    said = bullets(sentences) if len(sentences) > 1 else Markup("").join(map(paragraph, sentences))
    return Block(said, meta={"index": True})


def revenue_sentences(book: Dataset, unit: str, listed_from: int) -> list[str]:
    """Gross and income, pressures and underspends of `listed_from` pounds or more, and savings not achieved."""
    return [*_gross_and_income(book, unit), *named_sentences(book, unit, listed_from)]


def _gross_and_income(book: Dataset, unit: str) -> list[str]:
    total = revenue_total(book.budget)
    gross, income = total["variance_gross"], total["variance_income"]
    if "" in (gross, income):
        return []
    spent = pounds_over_or_under(gross, unit) if gross else "exactly as budgeted"
    less = f"{pounds_in_sentence(income, unit)} {'less' if income > 0 else 'more'} income comes in than was budgeted"
    return [f"Gross spending is {spent}; {less if income else 'income comes in as it was budgeted'}."]


def cash_limit(book: Dataset, unit: str, year: str) -> Block:
    """How the cash limit moved since the report before: each movement with its kind, and what they come to."""
    sums = {row["kind"]: row for row in records(cash_limit_movement(book.movements))}
    if not sums:
        return Block(section("How the cash limit moved", "No movement has been entered."))
    columns = [Column("Movement", itemgetter("words")), *(amount(side.capitalize(), side, unit) for side in MONEY)]
    groups = [("", [_move(f"From: {sums['opening']['line']}", sums["opening"], "total")])]
    for kind, words in _MOVED.items():
        entered = [row for row in records(book.movements) if row["kind"] == kind]
        moved = [_move(row["description"] or "Not described", row) for row in entered]
        subtotal = [_move("Subtotal", sums[kind], "total")] if len(moved) > 1 else []
        groups += [(words, [*moved, *subtotal])] if moved else []
    groups.append(("", [_move(f"To: {sums['closing']['line']}", sums["closing"], "total")]))
    body = table(f"Movement of the cash limit, {year}, {unit}", with_totals(columns), groups, css="named")
    balances = differing_sentences(movement_differences(book.movements), unit, "movements")
    agreed = "Every balance that was entered is the one before it with the movements between them."
    notes = bullets([*(balances or [agreed]), _against_total(book, sums["closing"], unit)], "quiet")
    return Block(section("How the cash limit moved", body, notes))


def _moved_answer(book: Dataset, unit: str) -> str:
    """How far the net cash limit has moved to what, and which kinds of movement did it."""
    sums = {row["kind"]: row for row in records(cash_limit_movement(book.movements))}
    if not sums or "" in (sums["opening"]["net"], sums["closing"]["net"]):
        return "No movement of the cash limit has been entered."
    now = sums["closing"]["net"]
    move = now - sums["opening"]["net"]
    way = f"{'rose' if move > 0 else 'fell'} by {pounds_in_sentence(move, unit)} to" if move else "stayed at"
    kinds = [
        f"{words.lower()} {'added' if net > 0 else 'took off'} {pounds_in_sentence(net, unit)}"
        for kind, words in _MOVED.items()
        if (net := _net(sums[kind]) if kind in sums else 0)
    ]
    text = f"Since the report before the cash limit {way} {pounds_in_sentence(now, unit)}"
    return f"{text}: {joined(kinds)}." if kinds else f"{text}."


def _net(row: Row) -> Fraction:
    """The net of a movement, or what gross and income come to where these alone were entered."""
    sides = ("net",) if row["net"] != "" else MONEY[:2]
    return sum((row[side] for side in sides if row[side] != ""), Fraction(0))


def _move(words: str, row: Row, level: str = "line") -> Row:
    """A row of the table: what the movement is called, and its net."""
    return row | {"words": words, "net": _net(row), "level": level}


def _against_total(book: Dataset, closing: Row, unit: str) -> str:
    """Whether the budget table's total is the moved cash limit; a difference of one is rounding, and is said."""
    total = revenue_total(book.budget)
    sides = [(side, total[f"cash_limit_{side}"], closing[side]) for side in MONEY]
    apart = [pair for pair in sides if "" not in pair and pair[1] != pair[2]]
    if not apart:
        return "The total of the budget table is the same."
    differing = joined(
        [f"{pounds(one, unit)} {side} where this table has {pounds(other, unit)}" for side, one, other in apart]
    )
    small = max(abs(one - other) for _, one, other in apart) <= last_digit(unit)
    why = "Each table adds up by itself: a difference of one is from rounding." if small else (
        "That is more than rounding explains."
    )  # fmt: skip
    return f"The total of the budget table is {differing}. {why}"
