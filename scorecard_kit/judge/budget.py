"""Finance: gross, income and net; pressures and underspends; the movement of the cash limit; capital.

Pure and exact, over the finance tables of a Dataset (docs/reference/data.md), in pounds. A positive variance is
adverse, income is negative, and gross + income = net. An entered figure is shown as it is; the functions named
`…_differences` say where it is not what the others give.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import wraps
from typing import Any

import pandas as pd

from scorecard_kit.judge.numbers import Amount, exact
from scorecard_kit.judge.rows import Row, records

__all__ = [
    "DIFFERENCE_COLUMNS", "MONEY", "PRINTED_MEASURES", "budget_differences", "capital_by_year", "capital_differences",
    "cash_limit_movement", "differing", "movement_differences", "pressures_and_underspends", "revenue", "revenue_total",
]  # fmt: skip


MONEY = ("gross", "income", "net")
PRINTED_MEASURES = ("cash_limit", "variance")
SAVINGS = "savings_not_achieved"
"""The measure of the savings in a budget that will not be made."""
DIFFERENCE_COLUMNS = ["row", "item", "field", "entered", "computed", "difference"]
"""`row` is the label of the entered row in its frame's index, `difference` is entered minus computed."""


def differing(pairs: Callable[[pd.DataFrame], Iterable[list[Any]]]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Of what a function gives of a table, lists of row, item, field, entered and computed, those that differ.

    That is those whose last two are known and not equal, as a frame in DIFFERENCE_COLUMNS.
    """

    @wraps(pairs)
    def differences(table: pd.DataFrame) -> pd.DataFrame:
        known = [pair for pair in pairs(table) if None not in pair[3:] and pair[3] != pair[4]]
        return pd.DataFrame([[*pair, pair[3] - pair[4]] for pair in known], columns=DIFFERENCE_COLUMNS, dtype=object)

    return differences


def revenue(budget: pd.DataFrame, measures: Sequence[str] = PRINTED_MEASURES) -> pd.DataFrame:
    """The budget by line: one row a line, those of a group together and its subtotal after them, the total last.

    Columns: `line`, `group`, `level`, then gross, income and net of each measure (`cash_limit_gross` and so on), and
    `comment`. A subtotal of two lines or more and the total are computed where they were not entered; they are then
    named by the group, and "Total". A blank net is gross + income. No lines give no rows.
    """
    rows = [row for row in records(budget) if row["measure"] in measures]
    table: list[Row] = []
    for group in dict.fromkeys(row["group"] for row in rows if row["level"] != "total"):
        lines = [row for row in rows if row["group"] == group and row["level"] == "line"]
        names = dict.fromkeys(row["line"] for row in lines)
        table += [_across([row for row in lines if row["line"] == name], [], measures) for name in names]
        entered = [row for row in rows if row["group"] == group and row["level"] == "subtotal"]
        if entered or (group and len(names) > 1):
            table.append({"line": group, "group": group, "level": "subtotal"} | _across(entered, lines, measures))
    if table:
        lines = [row for row in rows if row["level"] == "line"]
        entered = [row for row in rows if row["level"] == "total"]
        table.append({"line": "Total", "group": "", "level": "total"} | _across(entered, lines, measures))
    figures = [f"{measure}_{name}" for measure in measures for name in MONEY]
    return pd.DataFrame(table, columns=["line", "group", "level", *figures, "comment"], dtype=object)


def revenue_total(budget: pd.DataFrame) -> Row:
    """The total row of the revenue table; its amounts are blank where no budget was entered."""
    rows = records(revenue(budget))
    return rows[-1] if rows else {f"{measure}_{side}": "" for measure in PRINTED_MEASURES for side in MONEY}


def _across(entered: list[Row], parts: list[Row], measures: Iterable[str]) -> Row:
    """One row of the revenue table: the entered figures of each measure, else the sum of the parts."""
    across = {name: entered[0][name] for name in ("line", "group", "level")} if entered else {}
    across["comment"] = next((row["comment"] for row in entered if row["comment"]), "")
    for measure in measures:
        of_measure = [row for row in entered if row["measure"] == measure]
        amounts = _sum(of_measure or [row for row in parts if row["measure"] == measure])
        across |= {f"{measure}_{name}": amounts[name] for name in MONEY}
    return across


def _amounts(row: Row) -> dict[str, Amount]:
    gross, income, net = (exact(row[name]) for name in MONEY)
    if net is None and (gross, income) != (None, None):
        net = (gross or Fraction(0)) + (income or Fraction(0))
    return {"gross": gross, "income": income, "net": net}


def _sum(rows: Iterable[Row]) -> dict[str, Amount]:
    """Gross, income and net of several rows; None where none of them has one."""
    each_row = [_amounts(row) for row in rows]
    entered = {name: [amount for one in each_row if (amount := one[name]) is not None] for name in MONEY}
    return {name: sum(amounts, Fraction(0)) if amounts else None for name, amounts in entered.items()}


def _net_pair(label: object, row: Row) -> list[Any]:
    return [label, row["line"], "gross + income", exact(row["net"]), _amounts({**row, "net": None})["net"]]


@differing
def budget_differences(budget: pd.DataFrame) -> Iterator[list[Any]]:
    """Where an entered net is not gross + income, or a subtotal or total not the sum of its lines.

    Returns DIFFERENCE_COLUMNS; `field` is the column, or "gross + income" where the row itself does not add.
    """
    rows = records(budget)
    for label, row in zip(budget.index, rows, strict=True):
        yield _net_pair(label, row)
        if row["level"] != "line":
            wide = row["level"] == "total"
            lines = [part for part in rows if part["level"] == "line" and part["measure"] == row["measure"]]
            added = _sum(part for part in lines if wide or part["group"] == row["group"])
            yield from ([label, row["line"], name, exact(row[name]), added[name]] for name in MONEY)


def pressures_and_underspends(variances: pd.DataFrame, at_least: object = 0) -> pd.DataFrame:
    """The variances of a size of at least so much: pressures, then underspends, each the largest first.

    Columns: `side` (pressure, underspend), `place` (from 1 on each side), `portfolio`, `description`, `amount`, and
    `offset_by`: the descriptions of the other side of an offsetting pair, with "; " between. Equal sizes stand in the
    order of the file; a variance of nought stands on neither side.
    """
    rows, smallest = records(variances), exact(at_least) or Fraction(0)
    pairs = [(row["description"], row["offsets"]) for row in rows if row["offsets"]]
    ranked = []
    for side, sign in (("pressure", 1), ("underspend", -1)):
        sized = [(sign * (exact(row["amount"]) or Fraction(0)), row) for row in rows]
        largest_first = sorted(
            ((size, row) for size, row in sized if size > 0 and size >= smallest), key=lambda it: -it[0]
        )
        for place, (size, row) in enumerate(largest_first, 1):
            name = row["description"]
            others = [other for one, two in pairs for this, other in ((one, two), (two, one)) if this == name]
            ranked.append([side, place, row["portfolio"], name, sign * size, "; ".join(dict.fromkeys(others))])
    columns = ["side", "place", "portfolio", "description", "amount", "offset_by"]
    return pd.DataFrame(ranked, columns=columns, dtype=object)


def cash_limit_movement(movements: pd.DataFrame) -> pd.DataFrame:
    """How the cash limit moved: the first balance, the sum of each kind of movement, and what they come to.

    Columns: `kind` (opening, grant, corporate, technical, closing), `line` (the name of the balance), `gross`, `income`
    and `net`. The closing row is computed; `movement_differences` holds the entered balances against it. No balance to
    start from gives no rows.
    """
    rows = records(movements)
    balances = [row for row in rows if row["kind"] == "balance"]
    if not balances:
        return pd.DataFrame(columns=["kind", "line", *MONEY], dtype=object)
    moved = [row for row in rows if row["kind"] != "balance"]
    parts = [("opening", balances[0]["line"], [balances[0]])]
    parts += [(kind, "", [row for row in moved if row["kind"] == kind]) for kind in ("grant", "corporate", "technical")]
    parts += [("closing", balances[-1]["line"] if len(balances) > 1 else "", [balances[0], *moved])]
    table = [{"kind": kind, "line": line, **_sum(moves)} for kind, line, moves in parts if moves]
    return pd.DataFrame(table, columns=["kind", "line", *MONEY], dtype=object)


@differing
def movement_differences(movements: pd.DataFrame) -> Iterator[list[Any]]:
    """Where a balance is not the first one with the movements above it, or a row's net not its gross + income.

    Returns DIFFERENCE_COLUMNS, as `budget_differences`.
    """
    above: list[Row] = []
    for label, row in zip(movements.index, records(movements), strict=True):
        yield _net_pair(label, row)
        if row["kind"] == "balance" and above:
            added = _sum(above)
            yield from ([label, row["line"], name, exact(row[name]), added[name]] for name in MONEY)
        elif above or row["kind"] == "balance":
            above.append(row)


def capital_by_year(capital: pd.DataFrame) -> pd.DataFrame:
    """Capital: one row a section and line, in the order of the file.

    Columns: `section`, `line`, `level` (line, total), `kind` (real, rephasing, or blank where it is no variance), one a
    year in the order in which the years first stand in the file (None where nothing was entered), and `total`.
    """
    years = [str(year) for year in dict.fromkeys(capital["year"])]
    lines: dict[tuple[str, str], Row] = {}
    for row in records(capital):
        empty = {"level": row["level"] or "line", "kind": row["kind"], "total": Fraction(0)}
        line = lines.setdefault((row["section"], row["line"]), empty)
        line[row["year"]] = exact(row["amount"])
        line["total"] += exact(row["amount"]) or Fraction(0)
    cells_by_line = [{"section": section, "line": line, **cells} for (section, line), cells in lines.items()]
    table = pd.DataFrame(cells_by_line, columns=["section", "line", "level", "kind", *years, "total"], dtype=object)
    return table.where(table.notna(), None)


@differing
def capital_differences(capital: pd.DataFrame) -> Iterator[list[Any]]:
    """Where a section's total is not the sum of its lines in a year, or a re-phasing does not add to nought.

    Returns DIFFERENCE_COLUMNS; `field` is the year, or "all years" for a re-phasing.
    """
    rows = list(zip(capital.index, records(capital), strict=True))
    moved: dict[tuple[str, str], list[Any]] = {}
    for label, row in rows:
        amount = exact(row["amount"]) or Fraction(0)
        if row["level"] == "total":
            alike = [other for _, other in rows if (other["section"], other["year"]) == (row["section"], row["year"])]
            parts = [exact(other["amount"]) or Fraction(0) for other in alike if other["level"] != "total"]
            yield [label, row["line"], row["year"], amount, sum(parts, Fraction(0))]
        elif row["kind"] == "rephasing":
            moved.setdefault((row["section"], row["line"]), [label, row["line"], "all years", Fraction(0), 0])[3] += (
                amount
            )
    yield from moved.values()
