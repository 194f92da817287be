"""What it would take, in a sentence: for the page what the rest of the year needs, for the analyst the cases."""

from fractions import Fraction

from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, bullets, paragraph, section
from scorecard_kit.judge.indicators import Indicator, Rag, Target, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import month_name, year_end
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.required import Outlook, Required, cases_to, required
from scorecard_kit.judge.rows import Row
from scorecard_kit.text.counting import count

__all__ = ["cases", "sentence", "what_it_would_take"]

HEADING = "What it would take"
_ASSUMED = "It is assumed that each remaining month counts as many as the months so far did on average."


def what_it_would_take(item: Indicator, latest: Row, target: Target | None) -> Block:
    """What the months to March need, for a year to date with a target; nothing for any other indicator.

    `latest` is a row of `score`; `target` the one in force in March, when the year is judged.
    """
    need = required(item, target, exact(latest["numerator"]), exact(latest["denominator"]), latest["period"])
    if need is None or target is None:
        return Block(Markup(""))
    quiet = paragraph(_ASSUMED, "quiet") if need.outlook is not Outlook.OVER else ""
    return Block(section(HEADING, sentence(need, item, latest, target), quiet))


def sentence(need: Required, item: Indicator, latest: Row, target: Target) -> str:
    """What the remaining months need, with the target that the year is judged by."""
    march = month_name(year_end(latest["period"]))
    goal = sentences.trimmed(target.target, item.unit)
    if need.outlook is Outlook.OVER:
        return f"Nothing remains: the year ended in {march}, and what was missed in it cannot be made good."
    left = f"the {count(need.months, 'month')} to {march}" if need.months > 1 else march
    if need.outlook is Outlook.TOO_LATE:
        best = {"H": "Even at 100% in", "L": "Even at 0 in"}.get(item.polarity, "Whatever happens in")
        return f"The target of {goal} can no longer be reached in {march}. {best} {left}, the year would miss it."
    if need.outlook is Outlook.SAFE:
        return f"Whatever happens in {left}, the year ends Green against its target of {goal}."
    together = "together need" if need.months > 1 else "needs"
    return (
        f"To end the year Green against its target of {goal}, {left} {together} {_rate(need, item)}, over "
        f"{_about(need.expected)}."
    )


def _about(expected: Fraction) -> str:
    """About 205 cases; of few, about 1 case or less than one."""
    number = int(display(expected, 0).replace(",", ""))
    return f"about {count(number, 'case')}" if number else "less than one case"


def _rate(need: Required, item: Indicator) -> str:
    """The bounds, rounded to the side that is still enough."""
    low, high = (_towards(need.low, item, up=True), _towards(need.high, item, up=False))
    if low and high:
        return f"between {low} and {high}"
    return f"at least {low}" if low else f"at most {high}"


def _towards(bound: Fraction | None, item: Indicator, *, up: bool) -> str:
    if bound is None:
        return ""
    scale = 10**item.decimals
    whole = -(-bound * scale // 1) if up else bound * scale // 1
    return display_result(Fraction(whole, scale), item.unit, item.decimals)


def cases(item: Indicator, latest: Row, target: Target | None) -> Block:
    """How many cases away each better rating is. For the analyst alone: it is no sentence for a public page."""
    figures = (exact(latest["numerator"]), exact(latest["denominator"]))
    steps = {rag: cases_to(rag, item, target, *figures) for rag in (Rag.AMBER, Rag.GREEN)}
    steps_left = [
        f"{rag}: {_more(step)}." for rag, step in steps.items() if step is not None and _is_better(rag, latest["rag"])
    ]
    if not steps_left:
        return Block(
            section("Cases to the next rating", "There is no better rating that a number of cases would give.")
        )
    base = " of those counted" if item.unit is Unit.COUNT else f", the denominator staying {display(figures[1], 0)}"
    note = paragraph(f"In the numerator{base}. For the analyst only: it is never on a page.", "quiet")
    return Block(section("Cases to the next rating", bullets(steps_left), note))


def _is_better(rag: Rag, now: Rag) -> bool:
    return now is Rag.RED or (now is Rag.AMBER and rag is Rag.GREEN)


def _more(step: int) -> str:
    return f"{count(abs(step), 'case')} {'more' if step > 0 else 'fewer'}"
