"""What the explorer looks at: the figures on the desk, a view of them, and the two results that it compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.movement import Side

__all__ = ["ANY", "COMPARISONS", "Desk", "View", "sides"]

ANY = "any"
COMPARISONS = {
    "cohort": "including and excluding the cohort",
    "area": "two areas",
    "period": "two months",
    ANY: "any two results",
}
"""What `compare` may be, and what is compared then."""


@dataclass(frozen=True, slots=True)
class View:
    """What is looked at. A blank is filled in by `settled`.

    `other` is the area or month that is compared with. Where any two results are compared the other one has its own
    area, month and cohort; `counted` is the cohort of the view's own result, blank for everyone.
    """

    period: str
    area: str = ""
    group: str = ""
    indicator: str = ""
    cohort: str = ""
    sort_by: str = "variance"
    compare: str = ""
    other: str = ""
    counted: str = ""
    other_area: str = ""
    other_period: str = ""
    other_counted: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The figures on the desk, with the pack's rules for them, and the place that they were loaded from."""

    book: Dataset
    rule: SmallCounts
    reporting: str = "month"
    data: str | Mapping[str, Any] = ""


def sides(view: View) -> tuple[Side, Side]:
    """The two results that the view compares, its own one second; twice the same where there is no other."""
    side = Side(view.period, view.area)
    if view.compare == "cohort":
        return side, side._replace(cohort=view.cohort)
    if view.compare == ANY:
        other = Side(view.other_period or view.period, view.other_area or view.area, view.other_counted)
        return other, side._replace(cohort=view.counted)
    return side._replace(**{view.compare: view.other or getattr(view, view.compare)}), side
