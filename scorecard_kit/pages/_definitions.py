"""How indicators are defined and rated: their bands, and whose they are."""

import pandas as pd

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.bands import banding, hidden_band
from scorecard_kit.blocks.cells import figure
from scorecard_kit.blocks.html import Block, Column, Line, bullets, folded, section, table, terms
from scorecard_kit.judge.figures import Book
from scorecard_kit.judge.indicators import NO_TARGET, Direction, Indicator, Polarity, Target
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import month_name, rolling_12_months, year_end, year_to_date
from scorecard_kit.judge.rows import Row, definitions, in_force, records, records_by, takes_rated, target_in_force
from scorecard_kit.pages.case import Case

_BASES = {
    "printed": "the bands are printed by the council.",
    "inferred": "the bands follow from the published ratings, and are not the council's own.",
    "assumed": "the published ratings do not show where Red begins; the minimum is the kit's assumption.",
}
"""Where bands come from, as a reader is told it."""


@takes_rated
def bands(book: Book, rated: pd.DataFrame) -> Block:
    """How each indicator of a rated frame is defined and rated, folded away: its definition, bands, and their basis."""
    indicators, targets = definitions(book.indicators), records_by(book.targets, "indicator")
    lines, bases = [], set[str]()
    for row in records(rated):
        item = indicators[row["indicator"]]
        target = in_force(targets.get(item.indicator, ()), row["period"], row["area"])
        words, basis = _banding(item, target)
        bases.add(basis)
        lines.append(
            Line([item.name, item.definition, words or row["reason"], basis or ("not stated" if words else "none")])
        )
    columns = [Column("Indicator"), Column("Definition"), Column("Bands"), Column("Basis")]
    notes = bullets((f"{name.capitalize()}: {_BASES[name]}" for name in _BASES if name in bases), "quiet")
    inner = table("Definitions and bands", columns, [("", lines)], css="prose") + notes
    return Block(folded("Definitions and bands", inner))


def notes(case: Case) -> Block:
    """How the result is counted and rated: definition, data period, polarity, bands with whose they are, and source."""
    item, latest = case.item, case.latest
    pairs = [
        ("What it counts", item.definition),
        ("Data period", _covers(item, latest)),
        ("Polarity", Polarity(item.polarity).words),
        ("Bands", _bands(item, case.target)),
        ("Rounding", hidden_band(latest)),
        ("Year-end target", _year_end(case)),
        ("Outturn", _outturn(latest)),
        ("Data source", item.source),
        ("Data note", item.data_notes),
    ]
    return Block(section("Data notes", terms(pairs), css="notes"))


def _year_end(case: Case) -> str:
    """The target of the March that ends the year, where it is another than the one in force now."""
    march = year_end(case.latest["period"])
    then = target_in_force(case.book.targets, case.item.indicator, march, case.latest["area"])
    if then is None or then.target is None or then.target == exact(case.latest["target"]):
        return ""
    return f"{sentences.trimmed(then.target, case.item.unit)}, for {month_name(march)}."


def _covers(item: Indicator, latest: Row) -> str:
    """What the result covers, to the end of its month or to the day within it."""
    words, spans, month = item.data_period.words, {"YTD": year_to_date, "R12M": rolling_12_months}, latest["period"]
    day = standing.own_day(latest)
    end = day or month_name(month)
    if item.data_period in spans:
        first = spans[item.data_period](month)[0]
        span = f"{month_name(first)} to {end}" if day or first != month else f"{end} alone"
        return f"{words}: {span}."
    if item.data_period == "SS":
        return f"{words} on {day}." if day else f"{words} at the end of {end}."
    return f"{words}, to {end}."


def _outturn(latest: Row) -> str:
    if latest["outturn"] == "":
        return ""
    way, why = latest["direction_from_outturn"], standing.why_apart(latest, "outturn")
    direction = f"{way}, {why}" if why else way if way == Direction.NOT_COMPARABLE else f"{way} since"
    return f"{figure(latest, 'outturn')} in {month_name(latest['outturn_period'])}; {direction}."


def _bands(item: Indicator, target: Target | None) -> str:
    """The bands of one indicator in a sentence, with whose they are; or why it is not rated."""
    words, basis = _banding(item, target)
    if not words:
        return f"Not rated: {target.unrated_reason if target else NO_TARGET}."
    return f"{words}. {basis.capitalize()}: {_BASES[basis]}" if basis else f"{words}."


def _banding(item: Indicator, target: Target | None) -> tuple[str, str]:
    """The bands in words, and their basis: printed, inferred from ratings, or assumed where no rating tells them."""
    if target is None or target.unrated_reason:
        return "", ""
    inferred_freely = target.floor_basis == "inferred" and target.floor_range == "any"
    return banding(target, item.polarity, item.unit), "assumed" if inferred_freely else target.floor_basis
