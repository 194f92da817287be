"""Actions: which of them a month shows, and when an open one is overdue."""

import pandas as pd
import pytest

from scorecard_kit.judge.actions import actions_of
from tests.plain_frames import frame


def action(**cells: str) -> dict[str, str]:
    """Give a row of actions.csv; what is not named is blank."""
    return {"indicator": "visits", "action": "Telephone ahead", "owner": "Head of Visits", **cells}


@pytest.mark.parametrize(
    ("due", "status", "said"),
    [
        ("2016-03-30", "open", "overdue"),
        ("2016-03-31", "open", "open"),
        ("2016-04-01", "open", "open"),
        ("2016-03-30", "", "overdue"),
        ("", "open", "open"),
        ("2016-04-30", "overdue", "overdue"),
        ("2016-03-30", "done", "done"),
        ("2016-03-30", "dropped", "dropped"),
    ],
)
def test_an_open_action_is_overdue_after_its_day(due: str, status: str, said: str) -> None:
    """The month's last day is 31 March: due the day before is overdue, due on it or after it is not."""
    [row] = actions_of(frame("actions", action(due=due, status=status)), "2016-03")
    assert row["status"] == said


@pytest.mark.parametrize(
    ("month", "said"),
    [("2016-01", []), ("2016-02", ["open"]), ("2016-03", ["overdue"]), ("2016-04", ["done"]), ("2016-05", [])],
)
def test_an_action_is_shown_from_its_first_month_to_its_last(month: str, said: list[str]) -> None:
    """Agreed in February, due on 15 March, done in April: an earlier month says what was so then."""
    table = frame("actions", action(due="2016-03-15", status="done", from_="2016-02", to="2016-04"))
    assert [row["status"] for row in actions_of(table, month)] == said


def test_overdue_ones_come_first_and_the_earliest_of_them() -> None:
    """Then open, done and dropped ones, each by the day that they are due; one without a day is last."""
    rows = [
        ("a", "", "open"), ("b", "2016-05-01", "open"), ("c", "2016-02-01", "dropped"), ("d", "2016-03-01", "open"),
        ("e", "2016-01-01", "done"), ("f", "2016-02-01", "open"), ("g", "", "overdue"), ("h", "2016-04-01", ""),
    ]  # fmt: skip
    table = frame("actions", *(action(action=name, due=due, status=status) for name, due, status in rows))
    assert "".join(row["action"] for row in actions_of(table, "2016-03")) == "fdghbaec"


def test_no_actions_are_none() -> None:
    """A folder without the table has a frame without rows."""
    assert actions_of(pd.DataFrame(columns=["from", "to", "status", "due"]), "2016-03") == []
