"""`scorecard new`: what it begins, a scorecard or a section of one's own, and what it says of it."""

from pathlib import Path

from scorecard_kit.findings import refusal
from scorecard_kit.start.new import next_steps, start
from scorecard_kit.start.section import section_steps, start_section

__all__ = ["begun"]


def begun(folder: Path, name: str, period: str, pack: str, *, as_csv: bool) -> str:
    """Write what is asked for and say what comes next: a section where the folder is the word `section`.

    InputError, and nothing written, where it cannot be done.
    """
    if str(folder) == "section":
        return section_steps(start_section(name, pack))
    if name or pack:
        mend = "Write scorecard new section and its name for a section, or one folder for a scorecard."
        raise refusal("scorecard new", "a scorecard has no second name and no pack", mend, value=name or pack)
    return next_steps(start(folder, period, as_csv=as_csv))
