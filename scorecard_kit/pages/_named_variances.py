"""The blocks of a budget's variances by name: pressures and underspends in order of size, and savings not achieved."""

from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from operator import itemgetter

from markupsafe import Markup

from scorecard_kit.blocks.cells import amount, bold, with_totals
from scorecard_kit.blocks.html import Block, Column, Line, bullets, paragraph, section, table, unbroken
from scorecard_kit.charts.bars import sized_bar
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import SAVINGS, pressures_and_underspends, revenue, revenue_total
from scorecard_kit.judge.numbers import pounds, pounds_in_sentence, pounds_over_or_under
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.text.counting import agreeing, capitalised, count, joined

__all__ = ["named_sentences", "named_variances", "savings"]

_SIDES = ("pressure", "underspend")


def named_sentences(book: Dataset, unit: str, listed_from: int) -> list[str]:
    """How many pressures and underspends there are and what they come to, and the savings that will not be made."""
    named = pressures_and_underspends(book.variances, listed_from)
    sides = [_counted(records(named[named["side"] == side]), side, listed_from, unit) for side in _SIDES]
    sentences = [capitalised(f"{'; '.join(sides)}.")] if len(named) else []
    return [*sentences, _savings_sentence(book, unit)]


def _counted(rows: list[Row], word: str, listed_from: int, unit: str) -> str:
    """How many pressures or underspends there are, and what they come to."""
    size = f"{pounds_in_sentence(listed_from, unit)} or more"
    if not rows:
        return f"no {word} is of {size}"
    return f"{count(len(rows), word)} of {size} {agreeing(len(rows), 'come')} to {pounds_in_sentence(_sum(rows), unit)}"


def named_variances(book: Dataset, unit: str, listed_from: int) -> Block:
    """Pressures and underspends in order of size, the other side of an offsetting pair in words, and their totals."""
    rows = records(pressures_and_underspends(book.variances, listed_from))
    if not rows:
        return Block(section("Pressures and underspends", f"None of {pounds_in_sentence(listed_from, unit)} or more."))
    places = {row["description"]: f"{row['side']} {row['place']}" for row in rows}
    tables = []
    for side in _SIDES:
        mine, word = [row for row in rows if row["side"] == side], f"{side.capitalize()}s"
        total = Line([bold(f"Total of {len(mine)}"), bold(pounds(_sum(mine), unit, signed=True))])
        columns = [
            Column(word, partial(_numbered, places)),
            Column(f"Amount, {unit}", partial(_with_bar, unit, max(abs(row["amount"]) for row in rows)), number=True),
        ]
        caption = f"{word} of {pounds_in_sentence(listed_from, unit)} or more, in order of size"
        tables.append(table(caption, columns, [("", [*mine, total])], css="named"))
    return Block(section("Pressures and underspends", *tables, bullets(_about_named(book, rows, unit, listed_from))))


def _numbered(places: dict[str, str], row: Row) -> Markup:
    """A variance with its place, and where the other side of an offsetting pair stands: underspend 2."""
    others = row["offset_by"].split("; ") if row["offset_by"] else []
    named = joined([places.get(other, other) for other in others])
    verb = "partly offset by" if row["side"] == "pressure" else "offsets part of"
    pair = Markup(' <span class="why">({} {})</span>').format(verb, named) if named else ""
    return Markup('<span class="no">{}.</span> {}{}').format(row["place"], unbroken(row["description"]), pair)


def _with_bar(unit: str, largest: Fraction, row: Row) -> Markup:
    bar = sized_bar(abs(row["amount"]) / largest, "worse" if row["side"] == "pressure" else "better")
    return bar + pounds(row["amount"], unit, signed=True)


def _about_named(book: Dataset, rows: list[Row], unit: str, listed_from: int) -> list[str]:
    """What the two lists leave out, and which entries are exactly of the threshold."""
    sentences, whole, named = [], revenue_total(book.budget)["variance_net"], _sum(rows)
    exactly = sum(abs(row["amount"]) == listed_from for row in rows)
    if exactly:
        those = f"{exactly} of them {agreeing(exactly, 'are')}" if len(rows) > 1 else "It is"
        sentences.append(f"{those} exactly {pounds_in_sentence(listed_from, unit)}.")
    if whole != "":
        rest = "that is the whole variance" if whole == named else (
            f"variances that are not named make up the rest of the whole, {pounds_over_or_under(whole - named, unit)}"
        )  # fmt: skip
        both = "Together they come to" if len(rows) > 1 else "It comes to"
        sentences.append(f"{both} {pounds_over_or_under(named, unit) if named else 'nought'}; {rest}.")
    return sentences


def _savings_sentence(book: Dataset, unit: str) -> str:
    """How much of the savings in the budget will not be made; blank where no table says so."""
    rows = records(revenue(book.budget, (SAVINGS,)))
    missed = rows[-1][f"{SAVINGS}_net"] if rows else ""
    return f"Savings of {pounds_in_sentence(missed, unit)} in the budget will not be made." if missed else ""


def savings(book: Dataset, unit: str, year: str) -> Block:
    """The savings that will not be made, with their total."""
    rows = [row for row in records(revenue(book.budget, (SAVINGS,))) if row["level"] != "subtotal"]
    if not rows:
        return Block(section("Delivery of savings", "No saving is named as not achieved."))
    columns = [
        Column("Saving", itemgetter("line")),
        amount(f"Not achieved, {unit}", f"{SAVINGS}_net", unit, absent=""),
    ]
    body = table(f"Savings that will not be made, {year}, {unit}", with_totals(columns), [("", rows)])
    note = "The table names what will not be achieved. How much was planned, and what is achieved, is not in the data."
    return Block(section("Delivery of savings", body, paragraph(note, "quiet")))


def _sum(rows: Iterable[Row]) -> Fraction:
    return sum((row["amount"] for row in rows), Fraction(0))
