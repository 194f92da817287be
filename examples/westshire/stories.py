"""What is planted in the invented county's figures, so that whoever judges them can be told right from wrong.

Each story is said in words in README.md beside this file. Everything that is not named here is chance alone, or the
slow change that a measure's `chance` says.
"""

from dataclasses import dataclass

__all__ = ["CHANGES", "COHORT", "CORRECTIONS", "MISSED", "Correction", "shift"]

# A real improvement, from the month in which a second assessment team began work: ten percentage points.
IMPROVEMENT = ("assessments-in-time", "2025-01", 10.0)
# A change of definition, which alone takes nine percentage points: the children are no worse off than before.
DEFINITION = ("cic-health", "2025-04", -9.0)
# A cohort that grows, and moves more often: without it the result would be Amber, and with it it is Red.
COHORT = ("cic-3-placements", "uasc", 13.0)
# A month in which the figures of one indicator were never delivered.
MISSED = ("annual-reviews", "2025-11")

CHANGES = (
    ("cic-health", "2025-04", "definition", "no",
     "An assessment counts from the day on which its report was received, and no longer from its appointment."),
)  # fmt: skip


@dataclass(frozen=True)
class Correction:
    """What was reported at first of one month and place, as a difference from the truth, and when that was mended."""

    indicator: str
    period: str
    place: str
    mended: str
    numerator: int


CORRECTIONS = (
    Correction("assessments-in-time", "2024-05", "Harbour", "2024-08", -19),
    Correction("adults-waiting", "2024-09", "Midford", "2024-11", -23),
    Correction("cp-visits", "2025-01", "Castle Gate", "2025-03", -7),
    Correction("cic-reviews", "2025-03", "Eastvale", "2025-06", -14),
    Correction("residential-65", "2025-08", "Westhaven", "2025-12", -9),
)


def shift(indicator: str, month: str) -> float:
    """How many percentage points a story adds to what is expected of an indicator in a month."""
    return sum(points for key, start, points in (IMPROVEMENT, DEFINITION) if key == indicator and month >= start)
