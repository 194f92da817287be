"""The blocks of the reconciliation: how many printed cells agree, and every one that does not, with its explanation."""

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.html import Block, Column, Line, numbers, section, table, to_csv
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Row, records
from scorecard_kit.reconcile.compare import COLUMNS, reconcile
from scorecard_kit.text.counting import capitalised, counted, out_of

__all__ = ["CHECKS", "answer", "checks", "counts", "differences", "opening", "reconcile"]

_FIELDS = {
    "rag": "rating", "direction_from_previous": "direction since the previous result",
    "direction_from_outturn": "direction since the outturn", "sum_of_groups": "sum of the groups",
    "data_period_on_page": "data period, as the page's note has it",
    "example_month": "example month in the page's note",
    "example_to": "last month of data in the page's example",
}  # fmt: skip

_AS_ENTERED = "Targets, counts and descriptions as entered"
CHECKS = {
    "Figures quoted in the text": r"^commentary|heading$|reference$",
    "Totals and sums of their parts": r"sum|total|of its parts|^implied|average|^(rate|denominator)_|^place$",
    "Ratings against target and minimum": r"rag",
    "Directions of travel": r"^direction_|movement|expected_range",
    "Counts of ratings and directions": r"^(green|amber|red|improved|same|worsened)|_(over|at_least)_",
    "Changes: this month less last month": r"^change$",
    "Variances and differences": r"variance|difference",
    "Shares of a whole": r"^breakdown share",
    _AS_ENTERED: r"^breakdown|^flag|_own$|^name|^unit_on|^polarity|^data_period|^example|^target|numerator|denominator",
    "Money: gross, income, net, and units times unit cost": r"gross|income|net$|cost|units|amount|: ",
    "Results and counts": "",
}
"""The kinds of arithmetic, each with the pattern of the fields that test it: a field is of the first that fits."""


def opening(book: Dataset, cells: pd.DataFrame) -> Block:
    """The title, and how many printed cells agree."""
    return html.opening("Reconciliation with the printed report", answer(cells), glossary=book.glossary)


def answer(cells: pd.DataFrame) -> str:
    """How many cells agree, and whether each difference is explained."""
    if cells.empty:
        return "No printed cell of this report is entered, so nothing is compared."
    different = cells[~cells["agrees"].astype(bool)]
    unexplained = int((different["explanation"] == "").sum())
    agreed = out_of(len(cells) - len(different), len(cells), "printed cell", "agree")
    text = f"{capitalised(agreed)} with what the figures give"
    if different.empty:
        return f"{text}."
    alone = len(different) == 1
    rest = "with its explanation" if alone else "each with its explanation"
    if unexplained:
        rest = "without an explanation" if alone else f"{unexplained:,} of them without an explanation"
    return f"{text}. {capitalised(counted(len(different), 'cell', 'differ'))}, {rest}."


def counts(cells: pd.DataFrame) -> Block:
    """Agreed and differing cells by printed table, and every cell as CSV; where there is no cell, nothing is shown."""
    agreed = cells.groupby(cells["where"].map(_printed_table), sort=False)["agrees"]
    return Block(_counted("Printed cells by table", "Printed table", agreed), csv=to_csv(cells, COLUMNS))


def checks(cells: pd.DataFrame) -> Block:
    """The arithmetic that the cells test, one row a kind, the same kinds for every pack."""
    agreed = dict(iter(cells.groupby(cells["field"].map(_kind))["agrees"]))
    kinds = sorted(CHECKS, key=_AS_ENTERED.__eq__)  # what is copied rather than worked out stands last
    in_order = [(kind, agreed[kind]) for kind in kinds if kind in agreed]
    return Block(_counted("Arithmetic, by what was checked", "What was checked", in_order))


def _counted(caption: str, heading: str, agreed: Iterable[tuple[object, "pd.Series[bool]"]]) -> Markup:
    """How many cells agree and differ, a row a kind; nothing where there is no cell."""
    counts = [(str(kind), len(cells), int(cells.sum())) for kind, cells in agreed]
    lines = [Line([kind, f"{cells:,}", f"{agree:,}", f"{cells - agree:,}"]) for kind, cells, agree in counts]
    columns = [Column(heading), *numbers("Cells", "Agree", "Differ")]
    return table(caption, columns, [("", lines)], css="half") if lines else Markup()


def _kind(field: str) -> str:
    """The kind of arithmetic that a field tests: the first whose pattern fits its name."""
    return next(kind for kind, pattern in CHECKS.items() if re.search(pattern, field))


def _printed_table(where: str) -> str:
    """The table that a place such as `scorecard row 13` or `Impact of UASC, North Shire` lies in."""
    name = where.split(",", maxsplit=1)[0].split(" row ", maxsplit=1)[0].strip()
    return name[:1].upper() + name[1:]


def differences(cells: pd.DataFrame, indicators: pd.DataFrame) -> Block:
    """Every cell that differs: where it stands, what is printed, what the figures give, and why."""
    if cells.empty:
        return Block(Markup())
    rows = [row for row in records(cells) if not row["agrees"]]
    if not rows:
        return Block(section("Differences", "There are none."))
    names = dict(zip(indicators["indicator"], indicators["name"], strict=True))
    columns = [
        Column("Where", itemgetter("where")),
        Column("What", lambda row: _what(row, names)),
        Column("Printed", itemgetter("printed")),
        Column("Computed", lambda row: row["computed"] if row["computed"] != "-" else "not in the data"),
        Column("Explanation", lambda row: row["explanation"] or "Not explained."),
    ]
    return Block(section("Differences", table("Cells that differ", columns, [("", rows)], css="prose")))


def _what(row: Row, names: Mapping[str, str]) -> str:
    field = _FIELDS.get(row["field"], row["field"].replace("_", " "))
    month = f", {month_name(row['period'])}" if row["period"] else ""
    return f"{names.get(row['item'], row['item'])}: {field}{month}"
