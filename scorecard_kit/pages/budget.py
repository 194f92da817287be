"""The blocks of a revenue budget: its lines, pressures and underspends, savings, and how the cash limit moved."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.cells import amount, bold, with_totals
from scorecard_kit.blocks.html import Block, Column, Line, bullets, paragraph, section, table, to_csv, unbroken
from scorecard_kit.blocks.html import opening as head
from scorecard_kit.charts.waterfall import STEPS, Step, waterfall
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    MONEY,
    PRINTED_MEASURES,
    SAVINGS,
    budget_differences,
    capital_by_year,
    cash_limit_movement,
    movement_differences,
    pressures_and_underspends,
    revenue,
)  # fmt: skip
from scorecard_kit.judge.numbers import VARIANCE_SIGNS, last_digit, pounds, pounds_in_sentence, pounds_over_or_under
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.pages._capital import capital, variance_sentences
from scorecard_kit.pages.commentary import text
from scorecard_kit.text.counting import agreeing, capitalised, count, counted, joined

__all__ = [
    "answer", "capital", "cash_limit", "financial_year", "headlines", "named_variances", "opening",
    "revenue_sentences", "revenue_table", "savings", "text", "variance_chart",
]  # fmt: skip

BUDGET_COLUMNS = "part group line level measure year kind amount note".split()
"""The columns of a budget section's CSV: one row an amount, in pounds."""

_FEW = 3
_SIDES = ("pressure", "underspend")
_MOVED = {
    "grant": "Grants and income from others", "corporate": "Corporate adjustments", "technical": "Technical adjustments"
}  # fmt: skip


def _total(book: Dataset) -> Row:
    """The total row of the revenue table; amounts of None where no budget was entered."""
    rows = records(revenue(book.budget))
    return rows[-1] if rows else {f"{measure}_{side}": "" for measure in PRINTED_MEASURES for side in MONEY}


def opening(book: Dataset, period: str, unit: str) -> Block:
    """The title, and the forecast against the cash limit."""
    title = f"Budget {financial_year(period)}: forecast at the end of {month_name(period)}"
    return head(title, answer(book, unit), glossary=book.glossary)


def answer(book: Dataset, unit: str) -> str:
    """The forecast against the cash limit, and the lines that lie behind it."""
    total, varying = _total(book), _varying(book)
    if total["variance_net"] == "" or total["cash_limit_net"] == "":
        return "No budget with its variance has been entered."
    text = f"The forecast is {pounds_over_or_under(total['variance_net'], unit)} the cash limit of "
    text += pounds_in_sentence(total["cash_limit_net"], unit)
    over = [row for row in varying if row["variance_net"] > 0][:_FEW]
    under = sorted((row for row in varying if row["variance_net"] < 0), key=itemgetter("variance_net"))[:1]
    parts = [f"{row['line']} is {pounds_over_or_under(row['variance_net'], unit)}" for row in [*over, *under]]
    return f"{text}: {joined(parts)}." if parts else f"{text}."


def _varying(book: Dataset) -> list[Row]:
    """The lines whose net variance is known, the most adverse first."""
    lines = [row for row in records(revenue(book.budget)) if row["level"] == "line" and row["variance_net"] != ""]
    return sorted(lines, key=lambda row: -row["variance_net"])


def headlines(book: Dataset, unit: str, year: str, listed_from: int, capital_unit: str) -> Block:
    """What the pack's index repeats: gross and income, pressures and underspends, savings, and sentences on capital."""
    capital_sentences = variance_sentences(book, capital_unit, year)
    return Block(bullets([*revenue_sentences(book, unit, listed_from), *capital_sentences]), meta={"index": True})


def revenue_sentences(book: Dataset, unit: str, listed_from: int) -> list[str]:
    """Gross and income, pressures and underspends of `listed_from` pounds or more, and savings not achieved."""
    total, named = _total(book), pressures_and_underspends(book.variances, listed_from)
    sentences = []
    if total["variance_gross"] != "" and total["variance_income"] != "":
        gross, income = total["variance_gross"], total["variance_income"]
        spent = pounds_over_or_under(gross, unit) if gross else "exactly as budgeted"
        less = (
            f"{pounds_in_sentence(income, unit)} {'less' if income > 0 else 'more'} income comes in than was budgeted"
        )
        sentences.append(f"Gross spending is {spent}; {less if income else 'income comes in as it was budgeted'}.")
    if len(named):
        sides = [_counted(records(named[named["side"] == side]), side, listed_from, unit) for side in _SIDES]
        sentences.append(capitalised(f"{'; '.join(sides)}."))
    return [*sentences, savings_sentence(book, unit)]


def _counted(rows: list[Row], word: str, listed_from: int, unit: str) -> str:
    """How many pressures or underspends there are, and what they come to."""
    size = f"{pounds_in_sentence(listed_from, unit)} or more"
    if not rows:
        return f"no {word} is of {size}"
    return f"{count(len(rows), word)} of {size} {agreeing(len(rows), 'come')} to {pounds_in_sentence(_sum(rows), unit)}"


def _sum(rows: Iterable[Row], column: str = "amount") -> Fraction:
    return sum((row[column] for row in rows if row[column] != ""), Fraction(0))


def variance_chart(book: Dataset, unit: str, year: str) -> Block:
    """The net variance of each line, the largest pressure first, to what they come to."""
    steps = [Step(row["line"], row["variance_net"]) for row in _varying(book)]
    over, under = (sum(sign * step.amount > 0 for step in steps) for sign in (1, -1))
    title = capitalised(f"{counted(over, 'budget line', 'are')} over, {under or 'none'} under")
    measured = f"Net variance by budget line, {year}, {unit}, the most adverse first. {STEPS}"
    return waterfall(steps, "All lines", unit, title, measured)


def revenue_table(book: Dataset, unit: str, year: str) -> Block:
    """Cash limit and variance of each line as gross, income and net, with subtotals, total, comment and checks."""
    columns = [
        Column("Budget line", lambda row: f"{'Subtotal: ' if row['level'] == 'subtotal' else ''}{row['line']}"),
        *(amount(f"Cash limit: {side}", f"cash_limit_{side}", unit) for side in MONEY),
        *(amount(f"Variance: {side}", f"variance_{side}", unit, signed=True) for side in MONEY),
    ]
    columns = [*with_totals(columns), Column("Comment", lambda row: row["comment"] or Markup(""))]
    rows = groupby(records(revenue(book.budget)), lambda row: (row["level"] == "total", row["group"]))
    groups = [("" if is_total else group, list(lines)) for (is_total, group), lines in rows]
    body = table(f"Revenue by budget line, {year}, {unit}", columns, groups, css="dense")
    differing = _differing(budget_differences(book.budget), unit, "others")
    check = "Every row adds across, and every subtotal and total is the sum of its lines." if not differing else ""
    return Block(
        body + paragraph(VARIANCE_SIGNS, "quiet") + paragraph(check, "quiet") + bullets(differing, "quiet"),
        csv=to_csv(figures(book), BUDGET_COLUMNS),
    )


def _differing(differences: pd.DataFrame, unit: str, source: str) -> list[str]:
    """What was entered otherwise than it follows from the `source`."""
    return [
        f"{row['item']}: {row['field']} is entered as {pounds(row['entered'], unit)}, and "
        f"{pounds(row['computed'], unit)} follows from the {source}."
        for row in records(differences)
    ]


def named_variances(book: Dataset, unit: str, listed_from: int) -> Block:
    """Pressures and underspends in order of size, the other side of an offsetting pair in words, and their totals."""
    rows = records(pressures_and_underspends(book.variances, listed_from))
    if not rows:
        return Block(section("Pressures and underspends", f"None of {pounds_in_sentence(listed_from, unit)} or more."))
    places = {row["description"]: f"{row['side']} {row['place']}" for row in rows}
    parts: list[Markup | str] = []
    for side in _SIDES:
        mine, word = [row for row in rows if row["side"] == side], f"{side.capitalize()}s"
        total = Line([bold(f"Total of {len(mine)}"), bold(pounds(_sum(mine), unit, signed=True)), ""])
        columns = [
            Column(word, _numbered),
            amount(f"Amount, {unit}", "amount", unit, signed=True),
            Column("The other side of a pair", lambda row: _paired(row, places)),
        ]
        caption = f"{word} of {pounds_in_sentence(listed_from, unit)} or more, in order of size"
        parts.append(table(caption, columns, [("", [*mine, total])]))
    return Block(section("Pressures and underspends", *parts, bullets(_about_named(book, rows, unit, listed_from))))


def _numbered(row: Row) -> Markup:
    return Markup('<span class="no">{}.</span> {}').format(row["place"], unbroken(row["description"]))


def _paired(row: Row, places: dict[str, str]) -> str:
    """Where the other side of an offsetting pair stands: underspend 2."""
    others = row["offset_by"].split("; ") if row["offset_by"] else []
    named = joined([places.get(other, other) for other in others])
    verb = "Partly offset by" if row["side"] == "pressure" else "Offsets part of"
    return f"{verb} {named}" if named else "None"


def _about_named(book: Dataset, rows: list[Row], unit: str, listed_from: int) -> list[str]:
    """What the two lists leave out, and which entries are exactly of the threshold."""
    sentences, whole, named = [], _total(book)["variance_net"], _sum(rows)
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


def savings_sentence(book: Dataset, unit: str) -> str:
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
    return Block(section("Delivery of savings", savings_sentence(book, unit), body, paragraph(note, "quiet")))


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
    body = table(f"Movement of the cash limit, {year}, {unit}", with_totals(columns), groups)
    balances = _differing(movement_differences(book.movements), unit, "movements")
    agreed = "Every balance that was entered is the one before it with the movements between them."
    notes = bullets([*(balances or [agreed]), _against_total(book, sums["closing"], unit)], "quiet")
    return Block(section("How the cash limit moved", body, notes))


def _move(words: str, row: Row, level: str = "line") -> Row:
    """A row of the table: what the movement is called, and its net where gross and income alone were entered."""
    net = row["net"] if row["net"] != "" else _sum({"amount": row[side]} for side in MONEY[:2])
    return row | {"words": words, "net": net, "level": level}


def _against_total(book: Dataset, closing: Row, unit: str) -> str:
    """Whether the budget table's total is the moved cash limit; a difference of one is rounding, and is said."""
    total = _total(book)
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


def figures(book: Dataset) -> pd.DataFrame:
    """Every amount of a budget section in pounds: a row each, in BUDGET_COLUMNS; what was not entered has none."""
    rows = [*_budget_figures(book), *_variance_figures(book), *_movement_figures(book), *_capital_figures(book)]
    frame = pd.DataFrame([row for row in rows if row["amount"] not in ("", None)], columns=BUDGET_COLUMNS, dtype=object)
    return frame.where(frame.notna(), "")


def _budget_figures(book: Dataset) -> Iterator[Row]:
    for part, measures in (("revenue", PRINTED_MEASURES), ("savings", (SAVINGS,))):
        for row in records(revenue(book.budget, measures)):
            for measure in (f"{name}_{side}" for name in measures for side in MONEY):
                keys = {name: row[name] for name in ("group", "line", "level")}
                yield {"part": part, **keys, "measure": measure, "amount": row[measure], "note": row["comment"]}


def _variance_figures(book: Dataset) -> Iterator[Row]:
    for row in records(pressures_and_underspends(book.variances)):
        keys = {"part": row["side"], "group": row["portfolio"], "line": row["description"], "level": "line"}
        yield {**keys, "measure": "variance", "amount": row["amount"], "note": row["offset_by"]}


def _movement_figures(book: Dataset) -> Iterator[Row]:
    moved = [{**row, "level": "line"} for row in records(book.movements) if row["kind"] != "balance"]
    sums = [{**row, "level": "total", "description": ""} for row in records(cash_limit_movement(book.movements))]
    for row in [*moved, *sums]:
        for side in MONEY:
            keys = {"part": "movement", "line": row["line"], "level": row["level"], "kind": row["kind"]}
            yield {**keys, "measure": side, "amount": row[side], "note": row["description"]}


def _capital_figures(book: Dataset) -> Iterator[Row]:
    years = [str(name) for name in dict.fromkeys(book.capital["year"])]
    for row in records(capital_by_year(book.capital)):
        keys = {"part": "capital", "group": row["section"], "line": row["line"], "level": row["level"]}
        for year in years:
            yield {**keys, "measure": "capital", "year": year, "kind": row["kind"], "amount": row[year], "note": ""}
