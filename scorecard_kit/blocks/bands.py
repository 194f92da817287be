"""How a result lies to its target and bands, in words."""

from scorecard_kit.blocks import standing
from scorecard_kit.blocks.sentences import no_figure, number, result, trimmed
from scorecard_kit.judge.indicators import Indicator, Polarity, Rag, Target, Unit
from scorecard_kit.judge.numbers import decimals_that_tell
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result, rag_rating, rate
from scorecard_kit.judge.rows import Row

__all__ = ["against_bands", "banding", "exception", "hidden_band", "one_more_case"]


def banding(target: Target, polarity: Polarity, unit: Unit) -> str:
    """The bands as a reader is told them: Below 76.5% Red, 76.5% to 85% Amber, 85% and above Green."""
    goal, floor = trimmed(target.target, unit), trimmed(target.floor, unit)
    worse, better = ("Above", "and below") if polarity is Polarity.LOWER else ("Below", "and above")
    if polarity is Polarity.TARGET:
        return _t_banding(target, goal, unit)
    if not floor:
        return f"{goal} {better} Green, otherwise Amber: no minimum is set, so this cannot be Red"
    if target.floor == target.target:
        return f"{worse} {floor} Red, {goal} {better} Green: no Amber, since minimum and target are the same"
    return f"{worse} {floor} Red, {floor} to {goal} Amber, {goal} {better} Green"


def _t_banding(target: Target, goal: str, unit: Unit) -> str:
    green = _band(target.green_from, target.green_to, unit) or f"exactly {goal}"
    amber = _band(target.amber_from, target.amber_to, unit)
    return f"Green {green}, Amber {amber}, Red outside" if amber else f"Green {green}, otherwise Amber"


def _band(lower: object, upper: object, unit: Unit) -> str:
    low, high = trimmed(lower, unit), trimmed(upper, unit)
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else f"up to {high}" if high else ""


def against_bands(row: Row) -> str:
    """Where a result lies: under the minimum of 76.5%, before rounding. A bound that is inferred is called so."""
    unit, value = Unit(row["unit"]), row["value"]
    by_floor = row["rag"] == Rag.RED and row["floor"] not in (None, "", row["target"])
    bound = row["floor"] if by_floor else row["target"]
    if value in (None, "") or bound in (None, ""):
        return ""
    side, limit = "over" if value > bound else "under", trimmed(bound, unit)
    inferred = by_floor and row["floor_basis"] == "inferred"
    name = f"{'inferred ' if inferred else ''}minimum" if by_floor else "target"
    if value == bound:
        return f"exactly the {name} of {limit}"
    text = f"{side} the {name} of {limit}"
    if by_floor and row["polarity"] == Polarity.LOWER:
        text = f"{side} {limit}, {'as the ratings show ' if inferred else ''}the highest result that is still Amber"
    places = decimals_that_tell(value, bound, row["decimals"])
    return text if places == row["decimals"] else f"just {text} ({display_result(value, unit, places)} before rounding)"


def one_more_case(row: Row, item: Indicator, target: Target | None) -> str:
    """Had one more of the 68 been in time, the rating would have been Amber: only where the indicator allows it."""
    above, base = row["numerator"], row["denominator"]
    if not item.cases_sentence or target is None or above in (None, "") or not base or above + 1 > base:
        return ""
    rating = rag_rating(rate(above + 1, base, item.per), target, item.polarity)
    if rating == row["rag"]:
        return ""
    return f"Had one more of the {number(base)} been in time, the rating would have been {rating}."


def exception(row: Row, item: Indicator, target: Target | None) -> str:
    """The answer of an indicator's page: its result, where it lies, and what one more case would have made of it."""
    awaited = standing.awaited(row)
    if row["value"] in (None, ""):
        why = "" if row.get("standing") == "no result" else f": {no_figure(row).lower()}"
        absent = f"For {month_name(row['period'])} there is no {'figure' if why else 'result'}{why}."
        return " ".join(filter(None, [awaited, absent]))
    place = against_bands(row)
    states = {"provisional": "provisional result", "carried_forward": "result carried forward"}
    state = states.get(row["status"], "result")
    sentence = f"In {month_name(row['period'])} the {state} was {result(row)}{f', {place}' if place else ''}."
    unrated = f"It is not rated: {row['reason']}." if row["rag"] == Rag.NOT_RATED and row["reason"] else ""
    return " ".join(part for part in (awaited, sentence, unrated, one_more_case(row, item, target)) if part)


def hidden_band(row: Row) -> str:
    """Where rounding hides the band: the figures to as many decimals as tell them apart; blank elsewhere."""
    unit, value, decimals = Unit(row["unit"]), row["value"], row["decimals"]
    for bound in (row["floor"], row["target"]):
        if bound in (None, "", value) or value in (None, ""):
            continue
        places = decimals_that_tell(value, bound, decimals)
        if places > decimals:
            return (
                f"Rounding hides the band here: the result is {display_result(value, unit, places)}, which is "
                f"{'over' if value > bound else 'under'} {trimmed(bound, unit)}, though both read "
                f"{display_result(value, unit, decimals)} when rounded."
            )
    return ""
