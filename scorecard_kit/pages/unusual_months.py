"""The blocks of the page of unusual months: what each indicator's newest month says beside its usual level."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences
from scorecard_kit.blocks.cells import short_name
from scorecard_kit.blocks.html import Block, Column, about, bullets, folded, paragraph, table, to_csv
from scorecard_kit.chance.series import Series
from scorecard_kit.chance.series import series as all_series
from scorecard_kit.chance.words import NOTHING_UNUSUAL
from scorecard_kit.charts.limits_line import MONTHS, limits_line
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.periods import month_name, short_month
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Place, takes_rated
from scorecard_kit.text.counting import capitalised, count, counted, joined, out_of

__all__ = ["meaning", "months_table", "not_judged", "opening", "series", "title"]

Told = Mapping[Place, Series]
_FALSE = 6  # of 100 series in which nothing happens: docs/explanation/chance.md
_CANNOT = "This cannot be judged month by month: "
_COLUMNS = (
    "indicator name period area cohort data_period since month_value usual_level lower_limit upper_limit largest_step "
    "variation assurance note not_judged"
).split()


@takes_rated
def series(book: Dataset, scored: pd.DataFrame) -> Told:
    """What the months up to each row say, see `chance.series`; `book` must hold all areas, not one."""
    return all_series(book, book.areas, scored)


@takes_rated
def title(scored: pd.DataFrame, period: str) -> str:
    """The title of the section, with the area that the rows are of."""
    areas = "".join(f": {area}" for area in scored["area"].unique())
    return f"Unusual months{areas}, {month_name(period)}"


def opening(book: Dataset, told: Told, title: str) -> Block:
    """The title, and how many indicators are unusual, are not, and cannot be judged."""
    return html.opening(title, _answer(told), glossary=book.glossary, wide=True)


def _answer(told: Told) -> str:
    groups = Counter(map(_group, told.values()))
    judged = groups[0] + groups[1]
    if not judged:
        return "No indicator can be judged month by month."
    rest = len(told) - judged
    left = f" {capitalised(counted(rest, 'other', 'have'))} too little to tell by, or cannot be judged." if rest else ""
    how = capitalised(out_of(groups[0], judged, "indicator", "are"))
    return f"{how} unusual in the newest month: chance alone would seldom give it.{left}"


def _group(each: Series) -> int:
    """What is unusual first, then what is not, what nothing can be said of yet, and what cannot be judged."""
    if each.why_not:
        return 3
    return 2 if not each.variation else int(each.variation == NOTHING_UNUSUAL)


def meaning(told: Told) -> Block:
    """What unusual means and how often it is said for nothing, once a page; nothing where nothing is judged."""
    judged = [each for each in told.values() if _group(each) <= 1]
    if not judged:
        return Block(Markup(""))
    words = (
        "A month is unusual where it lies outside the limits (dashed), or is one of seven above or below the usual "
        "level, one of seven rising or falling, or one of two in three near a limit. A year to date is judged by what "
        "each month counted by itself. In a snapshot most cases carry over from the month before, so only its newest "
        f"step is judged. Even where nothing happens, about {_FALSE} of 100 indicators are called unusual in a month."
    )
    return Block(paragraph(words, "quiet"))


def months_table(told: Told, caption: str) -> Block:
    """A row an indicator: the month by itself, the usual level, the line, and what it says; unusual and worse first.

    The CSV file has a row for every indicator, also of those that cannot be judged.
    """
    kept = sorted((each for each in told.values() if not each.why_not), key=_first)
    csv = to_csv(pd.DataFrame(map(_line, told.values()), columns=_COLUMNS, dtype=object), _COLUMNS)
    if not kept:
        return Block(Markup(""), csv=csv)
    columns = [
        Column("Indicator", lambda each: about(each.row["indicator"], short_name(each.row))),
        Column("Month by itself", _month, number=True, named=True),
        Column("Usual level, limits", _usual, number=True, named=True),
        Column(f"Up to {MONTHS} months", limits_line),
        Column("What it says", _said, named=True),
        Column("Target", _target, named=True),
    ]
    body = table(caption, columns, [("", kept)], css="dense cards months")
    hidden = any(each.withheld for each in kept)
    note = paragraph("c: withheld, since a month by itself is a small count.", "quiet") if hidden else Markup("")
    return Block(body + note, csv=csv)


def _first(each: Series) -> tuple[int, bool]:
    return _group(each), "worse" not in each.variation


def _shown(each: Series, value: Fraction | float | None) -> str:
    row = each.row
    return display_result(None if value is None else Fraction(value), row["unit"], row["decimals"])


def _month(each: Series) -> Markup:
    if each.withheld:
        return Markup('c<span class="sr">, withheld</span>')
    figure = _shown(each, each.results[-1]) or "None"
    is_late = each.row["period"] != each.row["asked"]
    month = Markup(' <span class="hint">{}</span>').format(short_month(each.row["period"])) if is_late else ""
    return Markup("{}{}").format(figure, month)


def _usual(each: Series) -> Markup:
    if each.largest_step is not None:
        step = sentences.points(each.largest_step, each.row["unit"], each.row["decimals"])
        return Markup('<span class="hint">steps up to {}</span>').format(step)
    if each.upper is None:
        return Markup("-")
    ends = f"{_shown(each, each.lower)} to {_shown(each, each.upper)}"
    return Markup('{} <span class="hint">{}</span>').format(_shown(each, each.mean), ends)


def _said(each: Series) -> Markup:
    said = capitalised(each.variation or each.note or "no figure of the month by itself")
    words = Markup("<strong>{}</strong>").format(said) if _group(each) == 0 else Markup("{}").format(said)
    hints = [f"{each.note} months" if each.note and each.variation else ""]
    hints += [f"since {month_name(each.since)}: {each.changed.rstrip('.')}" if each.since else ""]
    hint = ". ".join(capitalised(each) for each in hints if each)
    return words + (Markup(' <span class="hint">{}</span>').format(hint) if hint else Markup(""))


def _target(each: Series) -> Markup:
    if not each.assurance:
        return Markup("-")
    goal = sentences.trimmed(each.row["target"], each.row["unit"])
    return Markup('{} <span class="hint">{}</span>').format(goal, each.assurance)


def not_judged(told: Told) -> Block:
    """The indicators that cannot be judged month by month, under each reason; folded away."""
    reasons: dict[str, list[str]] = {}
    for each in told.values():
        if each.why_not:
            reasons.setdefault(each.why_not, []).append(short_name(each.row))
    if not reasons:
        return Block(Markup(""))
    number = sum(map(len, reasons.values()))
    names = bullets(f"{joined(names)}: {why.removeprefix(_CANNOT)}" for why, names in reasons.items())
    return Block(folded(f"{count(number, 'indicator')} cannot be judged month by month: why", names))


def _line(each: Series) -> dict[str, object]:
    row, blank = each.row, "c" if each.withheld else ""
    newest = each.results[-1] if each.results else None
    figures = {
        "month_value": newest, "usual_level": each.mean, "lower_limit": each.lower, "upper_limit": each.upper,
        "largest_step": each.largest_step,
    }  # fmt: skip
    return {
        **{name: row[name] for name in ("indicator", "name", "period", "area", "cohort", "data_period")},
        **{name: blank if value is None else value for name, value in figures.items()},
        "since": each.since, "variation": each.variation, "assurance": each.assurance, "note": each.note,
        "not_judged": each.why_not,
    }  # fmt: skip
