"""Rated frames into plain English: every sentence is computed, names its base, and says points for a difference."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from scorecard_kit.judge.indicators import Direction, Indicator, Rag, Unit
from scorecard_kit.judge.numbers import decimals_that_tell, difference, display, exact
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import WITHHELD, Result, Row, records, takes_rated
from scorecard_kit.judge.scorecard import summarise
from scorecard_kit.judge.standings import rating_counts
from scorecard_kit.text.counting import agreeing, capitalised, count, in_words, out_of, shares

__all__ = [
    "before_rounding", "better_and_worse", "cohort_name", "cohort_words", "figure", "headline", "moved", "no_figure",
    "number", "performance", "points", "ratings", "result", "result_figure", "signed", "status_words", "trimmed",
    "variance",
]  # fmt: skip


def cohort_words(cohort: str) -> str:
    """`excluding_uasc` as excluding UASC: a cohort of one word is an abbreviation."""
    side, _, who = cohort.partition("_")
    return f"{side} {who.upper() if '_' not in who else who.replace('_', ' ')}" if cohort else "everyone"


def cohort_name(cohort: str) -> str:
    """`excluding_uasc` as UASC."""
    return cohort_words(cohort).partition(" ")[2]


def better_and_worse(gains: Sequence[Fraction | float], cohort: str, area: str) -> str:
    """Excluding UASC, 17 of 25 percentages for Shire are better and 5 are worse.

    `gains` are variances with better as positive; where none is better, how many are worse is said alone.
    """
    better, worse, whole = sum(each > 0 for each in gains), sum(each < 0 for each in gains), len(gains)
    first = worse if worse and not better else better
    those = out_of(first, whole, f"percentage for {area}", "are", f"percentages for {area}")
    if first and not better:
        story = f"{those} worse" + (" and none is better" if worse < whole else "")
    else:
        story = f"{those} better and {worse or 'none'} {agreeing(worse, 'are')} worse"
    return capitalised(f"{cohort_words(cohort)}, {story}")


def figure(row: Row, field: str = "value", *, signed: bool = False) -> str:
    """A figure of a rated row for a reader: with its unit, or in words why there is none."""
    if row.get(field) in (None, "") and field == "value":
        return no_figure(row)
    return display_result(row[field], row["unit"], row["decimals"], signed=signed)


def result_figure(result: Result, item: Indicator) -> str:
    """A result for a reader, as `figure` has it."""
    return figure(result._asdict() | {"unit": item.unit, "decimals": item.decimals})


def no_figure(row: Row) -> str:
    """Why a row has no value."""
    if row.get("status") == "suppressed":
        return f"c, {WITHHELD}"
    return "No cases" if row.get("denominator") == 0 else "No result"


def before_rounding(row: Row) -> str:
    """A result that missed its target and reads the same when rounded, with the decimals that tell; else blank."""
    value, target, decimals = exact(row["value"]), exact(row["target"]), row["decimals"]
    if value is None or target is None or row["rag"] not in (Rag.AMBER, Rag.RED) or value == target:
        return ""
    places = decimals_that_tell(value, target, decimals)
    return "" if places == decimals else f"{display_result(value, row['unit'], places)} before rounding"


def status_words(row: Row) -> str:
    """What the reader must know of a figure, in words and not by a star alone: provisional, carried forward."""
    return {"provisional": " * provisional", "carried_forward": " carried forward"}.get(str(row.get("status")), "")


def points(value: Fraction, unit: Unit, decimals: int) -> str:
    """A difference without its sign: percentage points for percentages, else the unit itself.

    One that would show as 0.0, and is not nought, is said as less than the smallest that shows.
    """
    size, least = abs(value), Fraction(1, 10**decimals)
    if 0 < size < least / 2:
        return f"less than {points(least, unit, decimals)}"
    if unit is not Unit.PERCENT:
        return display_result(size, unit, decimals)
    text = display(size, decimals)
    return f"{text} percentage point{'' if text == '1' else 's'}"


def signed(value: Fraction, unit: Unit, decimals: int) -> str:
    """A difference with its sign for a sentence: +1.7 percentage points; what is not nought never reads -0.0."""
    text = difference(value, decimals)
    words = f" percentage point{'' if text.strip('+-') == '1' else 's'}"
    return text + (words if unit is Unit.PERCENT else "")


def variance(value: Fraction | str, unit: str, decimals: int) -> str:
    """A difference with its sign for a table: +1.7 of a percentage, -£5.00 of pounds, a tiny one as -0.04."""
    text = difference(None if isinstance(value, str) else value, decimals)
    if unit != Unit.GBP or not text:
        return text
    return f"{text[0]}£{text[1:]}" if text[0] in "+-" else f"£{text}"


def trimmed(value: object, unit: Unit) -> str:
    """A target or floor as short as it can be said: 85%, 76.5%."""
    number = exact(value)
    if number is None:
        return ""
    places = next((places for places in range(4) if (number * 10**places).denominator == 1), 4)
    return display_result(number, unit, places)


@takes_rated
def ratings(scored: pd.DataFrame) -> str:
    """17 Green, 20 Amber, 7 Red; where nothing could be Amber 17 Green, 7 Red; and none rated where nothing is."""
    total = summarise(scored)
    if not total.rated:
        return "none rated"
    return ", ".join(f"{number} {rag}" for rag, number in rating_counts(scored).items())


@takes_rated
def headline(scored: pd.DataFrame, period_before: str = "") -> str:
    """The scorecard's answer: how many are rated and how, and how many moved since the previous report."""
    total = summarise(scored)
    each = "each" if total.not_rated > 1 else "it"
    text = capitalised(out_of(total.rated, total.indicators, "indicator", "are")) + " rated"
    text += f": {ratings(scored)}" if total.rated else ""
    if total.rated and total.not_rated:
        text += f"; {total.not_rated:,} {agreeing(total.not_rated, 'are')} not, with the reason beside {each}"
    elif total.not_rated:
        text += f"; the reason stands beside {each}"
    text += "."
    if total.compared_with_previous:
        since = f"Since {month_name(period_before).split()[0]}" if period_before else "Compared with the result before"
        text += f" {since}, {total.improved_from_previous} improved and {total.worsened_from_previous} worsened."
    return text


@takes_rated
def performance(scored: pd.DataFrame) -> list[str]:
    """The performance summary: ratings, and directions since the previous report and the outturn, with their bases."""
    total = summarise(scored)
    lines = [f"Ratings: {_rated(scored)}."]
    if scored.empty:
        return lines
    for side, since in (
        ("previous", _since(scored, "previous")),
        ("outturn", f"the outturn of {_since(scored, 'outturn')}"),
    ):
        base = getattr(total, f"compared_with_{side}")
        if not base:
            lines.append(f"Since {since}: {_why_none(records(scored), side)}, so no direction can be told.")
            continue
        better, same, worse = (getattr(total, f"{way}_from_{side}") for way in ("improved", "same", "worsened"))
        those = f"{base:,}" if base > 1 else in_words(base)
        lines.append(
            f"Since {since}: of the {those} that can be compared, {better} improved, {same} stayed the same and "
            f"{worse} worsened."
        )
    return lines


def _rated(scored: pd.DataFrame) -> str:
    total = summarise(scored)
    if not total.rated:
        return f"{out_of(0, total.indicators, 'indicator', 'are')} rated"
    rags = shares(rating_counts(scored), "are")
    rest = f"; {total.not_rated:,} not rated" if total.not_rated else ""
    return f"of {count(total.indicators, 'indicator')}, {rags}{rest}"


def _why_none(rows: Sequence[Row], side: str) -> str:
    """Why no row has a direction since its previous result, or since its outturn."""
    pairs = [row for row in rows if "" not in (row["value"], row[side])]
    if any(row[f"{side}_apart"] for row in rows):
        return "the figures do not compare"
    if pairs:
        return "it is not set which way is better"
    if any(row[side] != "" for row in rows):
        return "there is no figure of now to compare"
    is_withheld = any(row[f"{side}_withheld"] for row in rows)
    return "earlier figures are withheld" if is_withheld else "no earlier figures exist"


def _since(scored: pd.DataFrame, side: str) -> str:
    compared = [row for row in records(scored) if row[f"direction_from_{side}"] != Direction.NOT_COMPARABLE]
    months = sorted({str(row[f"{side}_period"]) for row in compared or records(scored)} - {""})
    if len(months) > 1:
        return (
            "the result before, which is not of the same month for all"
            if side == "previous"
            else "the year before each"
        )
    return month_name(months[0]) if months else "the previous report"


def moved(row: Row) -> str:
    """From Amber to Red."""
    return f"from {row['previous_rag']} to {row['rag']}"


def result(row: Row) -> str:
    """The result with what it is made of: 76.5% (52 of 68)."""
    text = figure(row)
    if row["numerator"] in (None, "") or row["denominator"] in (None, ""):
        return text
    return f"{text} ({number(row['numerator'])} of {number(row['denominator'])})"


def number(counted: Fraction) -> str:
    """A numerator or denominator: whole, or with one decimal where it is counted in parts, as posts are."""
    return display(counted, 0 if counted.denominator == 1 else 1)
