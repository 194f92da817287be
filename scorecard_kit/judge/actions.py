"""The actions that were agreed: which of them a month shows, and what has become of each by its last day."""

import pandas as pd

from scorecard_kit.judge.periods import last_day
from scorecard_kit.judge.rows import Row, records

__all__ = ["CLOSED", "STATES", "actions_of"]

STATES = ("overdue", "open", "done", "dropped")
"""What can have become of an action, in the order in which pages show them."""
CLOSED = ("done", "dropped")
_NO_DATE = "9999-12-31"


def actions_of(actions: pd.DataFrame, period: str) -> list[Row]:
    """The actions that a month shows, as they stood on its last day; `actions` is the table of actions.csv.

    They are those `from` that month or an earlier one, up to the month `to`; blank ends are open. Each row has what has
    become of it as `status`. Done or dropped it is from the month `to` on, and was open before; without that month it
    always was. What is open and due on a day before the month's last is overdue: on its own day it is not yet. Overdue
    ones come first, then open, done and dropped ones, each by the day that they are due.
    """
    shown = [row for row in records(actions) if str(row["from"]) <= period <= (row["to"] or period)]
    rows = [{**row, "status": _status(row, period)} for row in shown]
    return sorted(rows, key=lambda row: (STATES.index(row["status"]), row["due"] or _NO_DATE))


def _status(row: Row, period: str) -> str:
    is_closed = row["status"] in CLOSED and (row["to"] or period) <= period
    if is_closed or row["status"] == "overdue":
        return str(row["status"])
    return "overdue" if row["due"] and row["due"] < last_day(period).isoformat() else "open"
