"""Actions that are closed without a reason, or forgotten while they are open."""

from typing import Any

import pytest

from scorecard_kit.data.checks._actions import contradicting_actions, forgotten_actions
from tests.plain_frames import frame

ACTION = {"indicator": "visits", "action": "Telephone ahead", "owner": "Head of Visits"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "dropped"}, [("reason", "the action is dropped, and nothing says why")]),
        ({"status": "dropped", "reason": "Nobody answered."}, []),
        ({"status": "done"}, []),
        ({"from_": "2016-03", "to": "2016-02"}, [("to", "is before 2016-03, its first month")]),
        ({"from_": "2016-03", "to": "2016-03"}, []),
        ({"to": "2016-02"}, []),
    ],
)
def test_what_contradicts_itself_is_refused(cells: dict[str, Any], said: list[tuple[str, str]]) -> None:
    """A dropped action says why, and no action ends before it begins."""
    found = list(contradicting_actions(frame("actions", ACTION | cells)))
    assert [(it.column, it.problem) for it in found] == said
    assert {it.level for it in found} <= {"error"}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"status": "open", "to": "2016-03"}, ["is the last month that shows an action which is still open"]),
        ({"to": "2016-03"}, ["is the last month that shows an action which is still open"]),
        ({"status": "overdue", "to": "2016-03"}, ["is the last month that shows an action which is still open"]),
        ({"status": "done"}, ["the action is closed, and every later month would show it"]),
        ({"status": "done", "to": "2016-03"}, []),
        ({"status": "open"}, []),
    ],
)
def test_nothing_open_is_forgotten(cells: dict[str, Any], said: list[str]) -> None:
    """An open action has no last month, and a closed one has: `check` warns of both."""
    found = list(forgotten_actions(frame("actions", ACTION | cells)))
    assert [it.problem for it in found] == said
    assert {it.level for it in found} <= {"warning"}
