"""What a reader must know of a page before its figures: that it is a draft, an example, or was corrected."""

from scorecard_kit.data.editions import Correction
from scorecard_kit.judge.periods import long_date
from scorecard_kit.publish.cover import Cover

__all__ = ["corrected", "correction_words", "notices"]


def notices(status: str, worked_example: str) -> list[str]:
    """A draft, a worked example."""
    sentences = ["Draft, not for publication."] if status == "draft" else []
    if worked_example:
        who, _, when = worked_example.rpartition(", ")
        sentences.append(
            f"Worked example from figures published by {who or when}{f' in {when}' if who else ''}; "
            "not a publication of the council."
        )
    return sentences


def corrected(cover: Cover, current: str) -> list[str]:
    """What stands on a page on which something was corrected; on the pack's own pages, for each correction."""
    is_own = current in ("index", "pack")
    there = "This pack differs" if is_own else "This page differs"
    where = "Each change is listed below" if is_own else "index.html lists each change"
    return [
        f"{correction_words(it)} {there} from what was published on {long_date(it.published)}. {where}."
        for it in cover.corrections
        if is_own or current in it.pages
    ]


def correction_words(correction: Correction) -> str:
    """When and why something was corrected, as a sentence."""
    reason = correction.reason
    return f"Corrected on {long_date(correction.date)}: {reason}{'' if reason.endswith(('.', '!', '?')) else '.'}"
