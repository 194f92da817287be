"""Actions that are closed without what a reader must be told, or open on no page."""

from collections.abc import Iterator

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.findings import Finding
from scorecard_kit.judge.actions import CLOSED
from scorecard_kit.judge.rows import Row

_FILE = "actions.csv"


def contradicting_actions(actions: pd.DataFrame) -> Iterator[Finding]:
    """Actions dropped without a reason, and those that end before they begin."""
    for row, cells in rows(actions):
        if cells["status"] == "dropped" and not cells["reason"]:
            yield Finding(_FILE, row, "reason", problem="the action is dropped, and nothing says why", mend="Say it.")
        if cells["to"] and cells["to"] < cells["from"]:
            yield Finding(_FILE, row, "to", cells["to"], f"is before {cells['from']}, its first month", "Correct one.")


def forgotten_actions(actions: pd.DataFrame) -> Iterator[Finding]:
    """Open actions that no page shows after a month, and closed ones that every later page would go on showing."""
    for row, cells in rows(actions):
        if wrong := _forgotten(cells):
            yield Finding(_FILE, row, "to", cells["to"], *wrong, level="warning")


def _forgotten(cells: Row) -> tuple[str, str] | None:
    is_closed = cells["status"] in CLOSED
    if cells["to"] and not is_closed:
        mend = "Leave `to` blank, or write done or dropped as its status."
        return "is the last month that shows an action which is still open", mend
    if is_closed and not cells["to"]:
        mend = f"Write the month in which it was {cells['status']}."
        return "the action is closed, and every later month would show it", mend
    return None
