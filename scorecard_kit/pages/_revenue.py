"""The blocks of a revenue budget by line: the forecast in a sentence, its variances as bars, and the table."""

from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.cells import amount, with_totals
from scorecard_kit.blocks.html import Block, Column, bullets, paragraph, table, to_csv
from scorecard_kit.charts.waterfall import Step, variance_bars
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.budget import MONEY, budget_differences, revenue, revenue_total
from scorecard_kit.judge.numbers import (
    VARIANCE_SIGNS,
    decimals_that_show,
    difference,
    display,
    pounds,
    pounds_briefly,
)
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.pages._budget_figures import BUDGET_COLUMNS, figures
from scorecard_kit.text.counting import capitalised, counted, joined

__all__ = ["answer", "differing_sentences", "revenue_table", "variance_chart"]

_FEW = 3


def answer(book: Dataset, unit: str) -> str:
    """The forecast against the cash limit, and the lines that lie behind it; amounts as they are said aloud."""
    total, varying = revenue_total(book.budget), _varying(book)
    if total["variance_net"] == "" or total["cash_limit_net"] == "":
        return "No budget with its variance has been entered."
    text = f"The forecast is {_briefly(total['variance_net'], unit)} the cash limit of "
    text += pounds_briefly(total["cash_limit_net"], unit)
    share = _share(total)
    if share:
        text += f" ({display(abs(share), decimals_that_show(share, 0))}%)"
    over = [row for row in varying if row["variance_net"] > 0][:_FEW]
    under = sorted((row for row in varying if row["variance_net"] < 0), key=itemgetter("variance_net"))[:1]
    behind = [f"{row['line']} is {_briefly(row['variance_net'], unit)}" for row in [*over, *under]]
    return f"{text}: {joined(behind)}." if behind else f"{text}."


def _briefly(variance: Fraction, unit: str) -> str:
    if not variance:
        return "exactly at"
    return f"{pounds_briefly(variance, unit)} {'over' if variance > 0 else 'under'}"


def _share(row: Row) -> Fraction | None:
    """A net variance in percent of its net cash limit; None where that is nought, or more comes in than is spent."""
    variance, limit = row["variance_net"], row["cash_limit_net"]
    return None if "" in (variance, limit) or limit <= 0 else variance * 100 / limit


def _varying(book: Dataset) -> list[Row]:
    """The lines whose net variance is known, the most adverse first."""
    lines = [row for row in records(revenue(book.budget)) if row["level"] == "line" and row["variance_net"] != ""]
    return sorted(lines, key=lambda row: -row["variance_net"])


def variance_chart(book: Dataset, unit: str, year: str) -> Block:
    """The net variance of each line as a bar from nought, the largest pressure first."""
    steps = [Step(row["line"], row["variance_net"]) for row in _varying(book)]
    over, under = (sum(sign * step.amount > 0 for step in steps) for sign in (1, -1))
    title = capitalised(f"{counted(over, 'budget line', 'are')} over, {under or 'none'} under")
    measured = f"Net variance by budget line, {year}, {unit}, the most adverse first; + is adverse."
    return variance_bars(steps, "All lines", unit, title, measured)


def revenue_table(book: Dataset, unit: str, year: str) -> Block:
    """Cash limit and variance of each line as gross, income and net, with subtotals, total, comment and checks.

    The CSV file has the amounts of all parts of the budget.
    """
    columns = [
        Column("Budget line", lambda row: f"{'Subtotal: ' if row['level'] == 'subtotal' else ''}{row['line']}"),
        *(amount(f"Cash limit: {side}", f"cash_limit_{side}", unit) for side in MONEY),
        *(amount(f"Variance: {side}", f"variance_{side}", unit, signed=True) for side in MONEY),
        Column("Net, % of cash limit", lambda row: difference(_share(row), 1) or "none", number=True),
    ]
    columns = [*with_totals(columns), Column("Comment", lambda row: row["comment"] or Markup(""))]
    rows = groupby(records(revenue(book.budget)), lambda row: (row["level"] == "total", row["group"]))
    groups = [("" if is_total else group, list(lines)) for (is_total, group), lines in rows]
    body = table(f"Revenue by budget line, {year}, {unit}", columns, groups, css="dense broad named said")
    differing = differing_sentences(budget_differences(book.budget), unit, "others")
    check = "Every row adds across, and every subtotal and total is the sum of its lines." if not differing else ""
    signs = f"{VARIANCE_SIGNS} {check}".rstrip()
    return Block(
        body + paragraph(signs, "quiet") + bullets(differing, "quiet"), csv=to_csv(figures(book), BUDGET_COLUMNS)
    )


def differing_sentences(differences: pd.DataFrame, unit: str, source: str) -> list[str]:
    """What was entered otherwise than it follows from the `source`."""
    return [
        f"{row['item']}: {row['field']} is entered as {pounds(row['entered'], unit)}, and "
        f"{pounds(row['computed'], unit)} follows from the {source}."
        for row in records(differences)
    ]
