"""The blocks of the page that every indicator may have: its year as a line, its months, and how it is rated.

It has the same rows as an exception report, is drawn without matplotlib, and awaits no commentary.
"""

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks.html import Block
from scorecard_kit.charts.trend_line import wide_line
from scorecard_kit.judge.trends import MONTHS, trends
from scorecard_kit.pages import commentary as texts
from scorecard_kit.pages.case import Case, case
from scorecard_kit.pages.exception_report import actions, breakdown, changed, months_table, notes, opening
from scorecard_kit.pages.exception_report import commentary as of_exception

__all__ = ["actions", "breakdown", "case", "changed", "commentary", "months_table", "notes", "opening", "trend"]


def trend(case: Case, months: int = MONTHS) -> Block:
    """The months as a line with the target, and in words where the figure went."""
    [line] = trends(case.book, pd.DataFrame([case.latest]), months).values()
    return Block(wide_line(line))


def commentary(case: Case) -> Block:
    """The commentary of the indicator where there is one; nothing is awaited."""
    found = texts.find(case.book.folder, case.period, case.item.indicator, case.area)
    return of_exception(case) if found else Block(Markup(""))
