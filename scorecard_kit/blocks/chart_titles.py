"""What a series did and how it stands, in one sentence: the title of its chart.

It says where the result went, how far it lies from its target and what that makes of it, in the words of its rating
and of its direction of travel; it judges nothing anew.
"""

from collections.abc import Sequence

import pandas as pd

from scorecard_kit.blocks.sentences import figure, points, trimmed
from scorecard_kit.judge.indicators import Direction, Polarity, Rag, Unit
from scorecard_kit.judge.numbers import decimals_that_tell
from scorecard_kit.judge.periods import month_name, months_before
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.text.counting import in_words

__all__ = ["trend_title"]

_JUDGED = (Polarity.HIGHER, Polarity.LOWER)


@takes_rated
def trend_title(months: pd.DataFrame) -> str:
    """The title of the months of a rated frame, of which one at least has a result: that of the newest result.

    The result fell to 76.5%, 8.5 percentage points worse than the target of 85% and just under the minimum of 76.5%.
    What does not compare is not called a rise or a fall, and what is too close to call neither; without a target or a
    rating nothing is better or worse. Where a newer month is withheld the title says which one it is of.
    """
    rows = records(months[months["value"].notna()])
    last, due = (
        rows[-1],
        months.loc[months["standing"] != "no result", "period"],
    )  # a month to come has its target alone
    whose = "The result" if last["period"] == due.max() else f"In {month_name(last['period'])} the result"
    is_new = len(rows) > 1 and rows[-2]["target"] not in ("", last["target"])
    return f"{whose} {_move(last, _steps(rows))}{_verdict(last, is_new=is_new)}"


def _steps(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The newest months of a series, each with the one that its direction is told from, as far back as they compare."""
    by_month, row, steps = {row["period"]: row for row in rows}, rows[-1], list[tuple[Row, Row]]()
    while row["previous"] not in (None, "") and not row["previous_apart"]:
        before = by_month.get(row["previous_period"])
        if before is None and steps:
            break  # only what is shown makes a run
        steps.insert(0, (before or {**row, "period": row["previous_period"], "value": row["previous"]}, row))
        if before is None:
            break
        row = before
    return steps


def _move(last: Row, steps: Sequence[tuple[Row, Row]]) -> str:
    """Rose three months running, to 79.0%; fell to 28.1%; fell since September 2015, to 28.1%; is 28.1%."""
    now = figure(last)
    if not steps:
        return f"is {now}"
    if last["within_rounding"]:
        return f"has hardly moved, at {now}"
    before, moves = steps[-1][0], [later["value"] - earlier["value"] for earlier, later in steps]
    ways = [0 if move == 0 else 1 if move > 0 else -1 for move in moves]
    run = next((back for back, way in enumerate(reversed(ways)) if way != ways[-1]), len(ways))
    verb = {1: "rose", -1: "fell", 0: "stayed"}[ways[-1]]
    monthly = all(months_before(later["period"], 1) == earlier["period"] for earlier, later in steps)
    if run > 1:
        runs = f"{in_words(run)} {'months' if monthly else 'results'} running"
        return f"stayed at {now} {runs}" if not ways[-1] else f"{verb} {runs}, to {now}"
    since = "" if months_before(last["period"], 1) == before["period"] else f" since {month_name(before['period'])}"
    if not ways[-1]:
        return f"stayed at {now}{since}"
    hardly = figure(before) == now and f" by {points(moves[-1], Unit(last['unit']), last['decimals'])}"
    return f"{verb}{since}{hardly or ''}{',' if since or hardly else ''} to {now}"


def _verdict(last: Row, *, is_new: bool) -> str:
    """How far the result lies from its target, and what that is; nothing without a target."""
    unit, polarity, rag = Unit(last["unit"]), Polarity(last["polarity"]), last["rag"]
    is_rated = f", which is {rag}" if rag != Rag.NOT_RATED else ""
    if last["target"] in (None, ""):
        return is_rated
    gap = last["value"] - last["target"]
    month = f" for {month_name(last['period'])}" if is_new else ""
    goal = f"the target of {trimmed(last['target'], unit)}{month}"
    if gap == 0:
        return f", exactly {goal}{is_rated if rag != Rag.GREEN else ''}"
    distance = f", {_still(last)}{points(gap, unit, last['decimals'])}"
    if polarity not in _JUDGED or not is_rated:
        return f"{distance} {'over' if gap > 0 else 'under'} {goal}{is_rated}"
    is_better = (gap > 0) is (polarity is Polarity.HIGHER)
    return (
        f"{distance} {'better' if is_better else 'worse'} than {goal}{'' if is_better else _beside_floor(last, unit)}"
    )


def _still(last: Row) -> str:
    """The word for a result that stayed on its side of the target although it moved the other way."""
    is_green, before = last["rag"] == Rag.GREEN, last["previous_rag"]
    against = Direction.WORSENED if is_green else Direction.IMPROVED
    is_as_before = before in (Rag.GREEN, Rag.AMBER, Rag.RED) and is_green == (before == Rag.GREEN)
    is_judged = Polarity(last["polarity"]) in _JUDGED
    return "still " if is_judged and is_as_before and last["direction_from_previous"] == against else ""


def _beside_floor(last: Row, unit: Unit) -> str:
    """On which side of the minimum a result lies that missed its target; the rating alone where none is drawn."""
    floor, value, rag = last["floor"], last["value"], last["rag"]
    if floor in (None, "", last["target"]) or last["floor_range"] == "any":  # the minimum is the kit's assumption
        return f", which is {rag}"
    inferred = "inferred " if last["floor_basis"] == "inferred" else ""
    is_lower = last["polarity"] == Polarity.LOWER
    side, name = ("over", "highest Amber of") if is_lower else ("under", "minimum of")
    bound = f"{side} the {inferred}{name} {trimmed(floor, unit)}"
    if rag != Rag.RED:
        return f", but not {bound}"
    is_close = decimals_that_tell(value, floor, last["decimals"]) > last["decimals"]
    return f" and {'just ' if is_close else ''}{bound}"
