"""The blocks of a revenue budget: its lines, pressures and underspends, savings, and how the cash limit moved."""

from collections.abc import Iterable
from fractions import Fraction

from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.html import Block, Cell, Column, Line, bullets, paragraph, section, table, to_csv, unbroken
from scorecard_kit.charts.waterfall import Step, waterfall
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import (
    MONEY,
    PRINTED_MEASURES,
    SAVINGS,
    budget_differences,
    cash_limit_movement,
    movement_differences,
    pressures_and_underspends,
    revenue,
)  # fmt: skip
from scorecard_kit.judge.numbers import VARIANCE_SIGNS, last_digit, pounds, pounds_in_sentence, pounds_over_or_under
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.pages import _capital
from scorecard_kit.pages._budget_figures import BUDGET_COLUMNS, figures
from scorecard_kit.pages._capital import capital
from scorecard_kit.pages.cells import bold
from scorecard_kit.pages.commentary import text
from scorecard_kit.text.counting import agreeing, capitalised, count, counted, joined

__all__ = [
    "answer", "capital", "cash_limit", "financial_year", "headlines", "named_variances", "opening",
    "revenue_sentences", "revenue_table", "savings", "text", "variance_chart",
]  # fmt: skip

_FEW = 3
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
    return html.opening(title, answer(book, unit), glossary=book.glossary)


def answer(book: Dataset, unit: str) -> str:
    """The forecast against the cash limit, and the lines that lie behind it."""
    total, lines = _total(book), [row for row in records(revenue(book.budget)) if row["level"] == "line"]
    if total["variance_net"] == "" or total["cash_limit_net"] == "":
        return "No budget with its variance has been entered."
    text = f"The forecast is {pounds_over_or_under(total['variance_net'], unit)} the cash limit of "
    text += pounds_in_sentence(total["cash_limit_net"], unit)
    varying = [row for row in lines if row["variance_net"] not in ("", 0)]
    over = sorted((row for row in varying if row["variance_net"] > 0), key=_size, reverse=True)[:_FEW]
    under = sorted((row for row in varying if row["variance_net"] < 0), key=_size, reverse=True)[:1]
    parts = [f"{row['line']} is {pounds_over_or_under(row['variance_net'], unit)}" for row in [*over, *under]]
    return f"{text}: {joined(parts)}." if parts else f"{text}."


def _size(row: Row) -> Fraction:
    return Fraction(abs(row["variance_net"]))


def headlines(book: Dataset, unit: str, year: str, listed_from: int, capital_unit: str) -> Block:
    """What the pack's index repeats: gross and income, pressures and underspends, savings, and sentences on capital."""
    capital_sentences = _capital.variance_sentences(book, capital_unit, year)
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
        sides = [records(named[named["side"] == side]) for side in ("pressure", "underspend")]
        words = ("pressure", "underspend")
        named_sides = [_counted(rows, word, listed_from, unit) for rows, word in zip(sides, words, strict=True)]
        sentences.append(capitalised(f"{named_sides[0]}; {named_sides[1]}."))
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
    lines = [row for row in records(revenue(book.budget)) if row["level"] == "line" and row["variance_net"] != ""]
    steps = [Step(row["line"], row["variance_net"]) for row in sorted(lines, key=lambda row: -row["variance_net"])]
    over, under = (sum(sign * step.amount > 0 for step in steps) for sign in (1, -1))
    title = capitalised(f"{counted(over, 'budget line', 'are')} over, {under or 'none'} under")
    measured = f"Net variance by budget line, {year}, {unit}, the most adverse first. {_signs_of_steps()}"
    return waterfall(steps, "All lines", unit, title, measured)


def _signs_of_steps() -> str:
    return "Each bar begins where the one above it ends; + is adverse."


def revenue_table(book: Dataset, unit: str, year: str) -> Block:
    """Cash limit and variance of each line as gross, income and net, with subtotals, total, comment and checks."""
    columns = [
        Column("Budget line"),
        *(Column(f"{words} {side}", number=True) for words in ("Cash limit:", "Variance:") for side in MONEY),
        Column("Comment"),
    ]
    groups: list[tuple[str, list[Line]]] = []
    for row in records(revenue(book.budget)):
        label = row["group"] if row["level"] != "total" else ""
        if not groups or groups[-1][0] != label or row["level"] == "total":
            groups.append((label, []))
        groups[-1][1].append(_budget_line(row, unit))
    body = table(f"Revenue by budget line, {year}, {unit}", columns, groups, css="dense")
    differing = [
        f"{row['item']}: {row['field']} is entered as {pounds(row['entered'], unit)}, and "
        f"{pounds(row['computed'], unit)} follows from the others."
        for row in records(budget_differences(book.budget))
    ]
    check = "Every row adds across, and every subtotal and total is the sum of its lines." if not differing else ""
    return Block(
        body + paragraph(VARIANCE_SIGNS, "quiet") + paragraph(check, "quiet") + bullets(differing, "quiet"),
        csv=to_csv(figures(book), BUDGET_COLUMNS),
    )


def _budget_line(row: Row, unit: str) -> Line:
    cells: list[Cell] = [f"Subtotal: {row['line']}" if row["level"] == "subtotal" else row["line"]]
    cells += [_money_cell(row[f"cash_limit_{side}"], unit) for side in MONEY]
    cells += [_money_cell(row[f"variance_{side}"], unit, signed=True) for side in MONEY]
    if row["level"] != "line":
        cells = [bold(cell) for cell in cells]
    return Line([*cells, row["comment"] or Markup("")])


def _money_cell(amount: object, unit: str, *, signed: bool = False) -> str:
    return pounds(amount, unit, signed=signed) or "none"  # type: ignore[arg-type]  # a Fraction or ""


def named_variances(book: Dataset, unit: str, listed_from: int) -> Block:
    """Pressures and underspends in order of size, the other side of an offsetting pair in words, and their totals."""
    rows = records(pressures_and_underspends(book.variances, listed_from))
    if not rows:
        return Block(section("Pressures and underspends", f"None of {pounds_in_sentence(listed_from, unit)} or more."))
    places = {row["description"]: f"{row['side']} {row['place']}" for row in rows}
    parts: list[Markup | str] = []
    for side, word in (("pressure", "Pressures"), ("underspend", "Underspends")):
        mine = [row for row in rows if row["side"] == side]
        lines = [Line([_numbered(row), pounds(row["amount"], unit, signed=True), _paired(row, places)]) for row in mine]
        total = pounds(_sum(mine), unit, signed=True)
        lines.append(Line([bold(f"Total of {len(mine)}"), bold(total), ""]))
        columns = [Column(word), Column(f"Amount, {unit}", number=True), Column("The other side of a pair")]
        caption = f"{word} of {pounds_in_sentence(listed_from, unit)} or more, in order of size"
        parts.append(table(caption, columns, [("", lines)]))
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
    lines = [[row["line"], pounds(row[f"{SAVINGS}_net"], unit)] for row in rows]
    lines[-1] = [bold(cell) for cell in lines[-1]]
    columns = [Column("Saving"), Column(f"Not achieved, {unit}", number=True)]
    body = table(f"Savings that will not be made, {year}, {unit}", columns, [("", [Line(line) for line in lines])])
    note = "The table names what will not be achieved. How much was planned, and what is achieved, is not in the data."
    return Block(section("Delivery of savings", savings_sentence(book, unit), body, paragraph(note, "quiet")))


def cash_limit(book: Dataset, unit: str, year: str) -> Block:
    """How the cash limit moved since the report before: each movement with its kind, and what they come to."""
    sums = {row["kind"]: row for row in records(cash_limit_movement(book.movements))}
    if not sums:
        return Block(section("How the cash limit moved", "No movement has been entered."))
    columns = [Column("Movement"), *(Column(side.capitalize(), number=True) for side in MONEY)]
    groups = [("", [_moved(f"From: {sums['opening']['line']}", sums["opening"], unit, is_sum=True)])]
    for kind, words in _MOVED.items():
        moved = [row for row in records(book.movements) if row["kind"] == kind]
        lines = [_moved(row["description"] or "Not described", row, unit) for row in moved]
        if len(moved) > 1:
            lines.append(_moved("Subtotal", sums[kind], unit, is_sum=True))
        groups += [(words, lines)] if moved else []
    groups.append(("", [_moved(f"To: {sums['closing']['line']}", sums["closing"], unit, is_sum=True)]))
    body = table(f"Movement of the cash limit, {year}, {unit}", columns, groups)
    notes = bullets([*_against_balances(book, unit), _against_total(book, sums["closing"], unit)], "quiet")
    return Block(section("How the cash limit moved", body, notes))


def _moved(words: str, row: Row, unit: str, *, is_sum: bool = False) -> Line:
    net = row["net"] if row["net"] != "" else sum(row[side] for side in MONEY[:2] if row[side] != "")
    cells: list[Cell] = [words, *(_money_cell(row[side], unit) for side in MONEY[:2]), _money_cell(net, unit)]
    return Line([bold(cell) for cell in cells] if is_sum else cells)


def _against_balances(book: Dataset, unit: str) -> list[str]:
    rows = records(movement_differences(book.movements))
    differences = [
        f"{row['item']}: {row['field']} is entered as {pounds(row['entered'], unit)}, and "
        f"{pounds(row['computed'], unit)} follows from the movements."
        for row in rows
    ]
    return differences or ["Every balance that was entered is the one before it with the movements between them."]


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
