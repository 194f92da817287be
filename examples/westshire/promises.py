"""What was agreed to be done about the indicators: when, by whom, by when, and how it ended."""

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["ACTIONS", "Agreed", "actions"]


class Agreed(NamedTuple):
    """An action: from which month, by whom, by which day; and in which month it was done, or dropped for a reason."""

    indicator: str
    area: str
    action: str
    owner: str
    since: str
    due: str = ""
    closed: str = ""
    reason: str = ""


_ASSESSMENT, _SAFEGUARDING, _PARENTING = "Head of Assessment", "Head of Safeguarding", "Head of Corporate Parenting"
_CONTACT, _SUPPORT = "Head of Adults' First Contact", "Head of Long-term Support"

ACTIONS = (
    Agreed("assessments-in-time", "", "Set up a second assessment team.", _ASSESSMENT, "2024-06", "2024-12-31",
           "2025-01"),
    Agreed("cic-reviews", "Eastvale", "Enter each review in the week in which it is held.", _PARENTING, "2025-03",
           "2025-05-31", "2025-06"),
    Agreed("icpc-in-time", "", "Recruit a third conference chair for Midford and Eastvale.", _SAFEGUARDING, "2025-11",
           "2026-02-28"),
    Agreed("icpc-in-time", "", "Name a conference that has no chair after ten working days the same day.",
           _SAFEGUARDING, "2026-02", "2026-04-01"),
    Agreed("icpc-in-time", "", "Borrow a chair from Northmoor for one day a week.", _SAFEGUARDING, "2025-12",
           "2026-01-31", "2026-03", "Northmoor has had no day to lend since January."),
    Agreed("cp-plans-2-years", "", "Have each plan of eighteen months read by a reviewer who has not known it.",
           _SAFEGUARDING, "2026-03", "2026-06-30"),
    Agreed("cic-3-placements", "", "Approve six households that can take in a child on the day of arrival.", _PARENTING,
           "2026-02", "2026-07-31"),
    Agreed("cic-3-placements", "", "Talk with the carers within five working days where a placement is likely to end.",
           _PARENTING, "2025-11"),
    Agreed("adults-waiting", "", "Write to everyone who has waited longer than eight weeks.", _CONTACT, "2026-01",
           "2026-03-13", "2026-03"),
    Agreed("adults-waiting", "", "Telephone everyone on the list each fortnight; assess first whose need has grown.",
           _CONTACT, "2026-01", "2026-03-20"),
    Agreed("adults-waiting", "", "Keep the four assessors that the review team lends.", _CONTACT, "2026-02",
           "2026-09-30"),
    Agreed("residential-65", "Westhaven", "Enter admissions each week.", _SUPPORT, "2025-12", "2026-01-31", "2026-02"),
    Agreed("residential-65", "Westhaven", "Open twenty more places in extra-care housing.", _SUPPORT, "2025-10",
           "2026-10-31"),
    Agreed("residential-65", "", "Agree each admission from hospital, and ask what would have made a return possible.",
           _SUPPORT, "2026-02"),
)  # fmt: skip


def actions(as_of: str) -> Iterator[tuple[str, ...]]:
    """The rows of actions.csv as they stood when a month was reported: what was closed later was open then."""
    for one in ACTIONS:
        if one.since <= as_of:
            is_closed = bool(one.closed) and one.closed <= as_of
            end = ("dropped" if one.reason else "done", one.reason, one.since, one.closed)
            yield (
                one.indicator, one.area, one.action, one.owner, one.due,
                *(end if is_closed else ("open", "", one.since, "")),
            )  # fmt: skip
