"""What is said once beneath a table of indicators, in place of a word in each row: arrows, signs, dashes, reasons.

A table that has this key shows its ratings by `rated_cell`, and says of a result that it is withheld by a c alone.
"""

from collections.abc import Mapping, Sequence
from itertools import chain

from markupsafe import Markup

from scorecard_kit.blocks import standing
from scorecard_kit.blocks.html import TOO_CLOSE, Cell, Column, bullets, folded, paragraph, rating
from scorecard_kit.judge.indicators import NO_TARGET, Direction
from scorecard_kit.judge.rows import NO_MINIMUM, WITHHELD, Row
from scorecard_kit.text.counting import agreeing, capitalised, count, joined

__all__ = ["RATING", "arrows", "key", "named_beneath", "rated_cell", "told_apart"]

_TOLD = {NO_TARGET, WITHHELD, "no result", "no cases"}
"""Reasons that the target's or the result's own cell says already."""
_SHORT = "no minimum set"
_FEW = 6
"""As many names as a sentence bears; more are folded."""
_ARROWS = "An arrow up says better and an arrow down worse, whichever way the number went."
_ABSENT = {
    (): "",
    ("previous",): "There are no earlier results.",
    ("outturn",): "There is no outturn.",
    ("previous", "outturn"): "There are no earlier results and no outturn.",
}


def rated_cell(row: Row) -> Markup:
    """The rating of a row as a chip, with its reason where no other cell, nor the key, tells it."""
    why = _SHORT if row["reason"] == NO_MINIMUM else row["reason"]
    return rating(row["rag"], "" if why in _TOLD else why)


RATING = Column("Rating", rated_cell)


def key(rows: Sequence[Row], body: Cell) -> str:
    """The sentences beneath a table of rated rows: of each sign that its `body` holds, what it means."""
    said = {
        f"{capitalised(TOO_CLOSE)}: the earlier result is known only as it was printed, and differs by less than half "
        "of its last digit.": TOO_CLOSE in body,
        f"c: {WITHHELD}.": any(row["standing"] == "withheld" for row in rows),
        f"{capitalised(_SHORT)}: under its target such an indicator is Amber, and cannot be Red.": _SHORT in body,
        "A dash: no counts are stated.": "<td>-</td>" in body,
        standing.RESTATED: standing.SIGN in body,
    }
    return " ".join(sentence for sentence, is_due in said.items() if is_due)


def arrows(rows: Sequence[Row], sides: Sequence[str]) -> str:
    """What the arrows of a table mean, and which earlier figures there are none of.

    `sides` are those, previous and outturn, that the table has a direction from.
    """
    absent = _ABSENT[tuple(side for side in ("previous", "outturn") if side not in sides)]
    ways = {row[f"direction_from_{side}"] for side in sides for row in rows}
    is_told = bool(ways & {Direction.IMPROVED, Direction.WORSENED})
    return " ".join(filter(None, [_ARROWS if is_told else "", absent]))


def told_apart(groups: Mapping[str, Sequence[Row]]) -> tuple[dict[str, list[Row]], Markup]:
    """The groups without those rows that have neither result nor target, and what is said of these beneath the table.

    Where no row has either, all of them stay.
    """
    silent = [row for row in chain(*groups.values()) if row["standing"] == "no result" and row["target"] == ""]
    told = {label: [row for row in rows if row not in silent] for label, rows in groups.items()}
    if not any(told.values()):
        return {label: list(rows) for label, rows in groups.items()}, Markup("")
    names = [str(row["name"]) for row in silent]
    return {label: rows for label, rows in told.items() if rows}, named_beneath(names, "neither a result nor a target")


def named_beneath(names: list[str], what: str) -> Markup:
    """That these indicators have `what`, in a sentence, or folded where they are many; nothing where there are none."""
    text = f"{count(len(names), 'indicator')} {agreeing(len(names), 'have')} {what}"
    if len(names) > _FEW:
        return folded(text, bullets(names))
    return paragraph(f"{text}: {joined(names)}.", "quiet") if names else Markup("")
