"""The blocks of the sections that show many indicators: the scorecard, and the areas side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from scorecard_kit import sentences
from scorecard_kit.bands import banding
from scorecard_kit.contract import Row, definitions, in_force, records, targets_by_indicator
from scorecard_kit.counting import count
from scorecard_kit.indicator import DataPeriod, Polarity, Rag, Unit
from scorecard_kit.markup import (
    Block,
    Cell,
    Column,
    Line,
    bullets,
    direction,
    folded,
    paragraph,
    rating,
    section,
    slug,
    table,
    to_csv,
    unbroken,
)  # fmt: skip
from scorecard_kit.number import exact
from scorecard_kit.palette import RATING
from scorecard_kit.period import month_name, short_month
from scorecard_kit.rating import display, display_result
from scorecard_kit.scorecard import SCORECARD_COLUMNS

BASES = {
    "printed": "the bands are printed by the council.",
    "inferred": "the bands follow from the published ratings, and are not the council's own.",
    "assumed": "the published ratings do not show where Red begins; the minimum is the kit's assumption.",
}
"""Where bands come from, as a reader is told it."""

KEY = (
    "An arrow up says better and an arrow down worse, whichever way the number went. “Within rounding”: the earlier "
    "result is known only as it was printed, and differs by less than half of its last digit."
)


def with_figures(scored: pd.DataFrame) -> pd.DataFrame:
    """The rows of a rated frame that have something to show."""
    return scored[(scored["reason"] != "no result") | (scored["status"] != "")].reset_index(drop=True)


def answer(shown: pd.DataFrame, scored: pd.DataFrame, area: str) -> str:
    """The scorecard's first sentence; where an area has few of the indicators, how many it has."""
    months = [month for month in shown["previous_period"] if month]
    text = sentences.headline(shown, max(months, default=""))
    left = len(scored) - len(shown)
    return f"{text} {count(left, 'other indicator')} have no figures for {area}." if left else text


def tiles(shown: pd.DataFrame) -> Block:
    """The headline counts: word, number and symbol. The index repeats them."""
    counts = shown["rag"].value_counts()
    rags = [rag for rag in RATING if rag is not Rag.NOT_RATED or counts.get(rag)]
    items = [
        Markup('<li class="tile {}"><span class="number">{}</span> {}</li>').format(
            slug(rag), int(counts.get(rag, 0)), rating(rag)
        )
        for rag in rags
    ]
    return Block(Markup('<ul class="tiles">{}</ul>').format(Markup("").join(items)), meta={"index": True})


def changed(shown: pd.DataFrame) -> Block:
    """What changed rating since the previous result, up and down, as links to the rows. The index repeats it."""
    better, worse = sentences.changed_ratings(shown)
    months = [month for month in shown["previous_period"] if month]
    if not months:
        return Block(section("What changed rating", "No earlier figures exist, so no change of rating can be told."))
    since = month_name(max(months))
    if not better and not worse:
        return Block(section("What changed rating", f"No rating has changed since {since}."), meta={"index": True})
    total = count(len(better) + len(worse), "rating")
    lead = f"{total} changed since {since}: {len(better)} for the better, {len(worse)} for the worse."
    items = bullets((_moved(row) for row in (*better, *worse)), "moved")
    return Block(section("What changed rating", lead, items), meta={"index": True})


def _moved(row: Mapping[str, Any]) -> Markup:
    link = Markup('<a href="#row-{}">{}</a>').format(row["indicator"], row["name"])
    return Markup('{} {} <span class="why">from {}</span>').format(rating(row["rag"]), link, row["previous_rag"])


def scorecard(shown: pd.DataFrame, caption: str, *, numbers: bool = True) -> Block:
    """The whole scorecard under its groups, with every printed column, and the same figures as CSV."""
    since = _month_in_heading(shown, "previous_period", "Previous")
    outturn = _month_in_heading(shown, "outturn_period", "Outturn")
    columns = [
        Column("Indicator"), Column("Result", number=True), Column("Rating"), Column("Numerator", number=True),
        Column("Denominator", number=True), Column("Target", number=True), Column(since, number=True),
        Column("Direction since"), Column(outturn, number=True), Column("Direction since outturn"),
    ]  # fmt: skip
    lines: dict[str, list[Line]] = {}
    for number, row in enumerate(records(shown), start=1):
        lines.setdefault(str(row["group"]), []).append(_line(row, number if numbers else 0))
    body = table(caption, columns, lines.items(), css="dense")
    dash = " A dash: a count has no denominator." if any(shown["unit"] == Unit.COUNT) else ""
    return Block(body + paragraph(f"{KEY}{dash}", "quiet"), csv=to_csv(shown, SCORECARD_COLUMNS))


def _month_in_heading(shown: pd.DataFrame, column: str, word: str) -> str:
    months = {month for month in shown[column] if month}
    return f"{word}, {short_month(months.pop())}" if len(months) == 1 else word


def _line(row: Row, number: int) -> Line:
    figures = [_count(row[side]) for side in ("numerator", "denominator")]
    if row["status"] == "suppressed":
        figures = ["c", "c"]
    cells: list[Cell] = [
        name_cell(row, number),
        sentences.shown(row),
        rating(row["rag"], row["reason"]),
        *figures,
        figure(row, "target", "None set"),
        figure(row, "previous"),
        direction(row["direction_from_previous"], within_rounding=row["within_rounding"]),
        figure(row, "outturn"),
        direction(row["direction_from_outturn"], within_rounding=row["outturn_within_rounding"]),
    ]
    return Line(cells, f"row-{row['indicator']}")


def name_cell(row: Row, number: int = 0) -> Markup:
    """An indicator's name, with what is better and the data period beneath it."""
    hints = f"{Polarity(row['polarity']).words} · {DataPeriod(row['data_period']).words.lower()}"
    if row["unit"] == Unit.RATE:
        hints += f" · per {row['per']:,}"
    before = Markup('<span class="no">{}</span> ').format(number) if number else ""
    return Markup('{}{} <span class="hint">{}</span>').format(before, unbroken(row["name"]), hints)


def figure(row: Row, field: str, absent: str = "None") -> str:
    """A target or an earlier result with its unit, or the word for its absence."""
    return display_result(row[field], row["unit"], row["decimals"]) or absent


def _count(number: object) -> str:
    known = exact(number)
    return "-" if known is None else display(known, 0 if known.denominator == 1 else 1)


def performance(shown: pd.DataFrame) -> Block:
    """The performance summary in sentences, each count with its base."""
    return Block(section("Performance summary", bullets(sentences.performance(shown))))


def bands(shown: pd.DataFrame, indicators: pd.DataFrame, targets: pd.DataFrame) -> Block:
    """How each indicator is defined and rated, folded away: its definition, its bands, and whose they are."""
    known, aims, lines, used = definitions(indicators), targets_by_indicator(targets), [], set()
    for row in records(shown):
        item = known[row["indicator"]]
        target = in_force(aims.get(item.indicator, ()), row["period"], row["area"])
        said = banding(target, item.polarity, item.unit) if target and not target.unrated_reason else ""
        whose = bands_from(row["floor_basis"], row["floor_range"]) if said else ""
        used |= {whose} - {""}
        lines.append(Line([item.name, item.definition, said or row["reason"], whose or "None"]))
    columns = [Column("Indicator"), Column("Definition"), Column("Bands"), Column("Basis")]
    notes = bullets((f"{name.capitalize()}: {BASES[name]}" for name in BASES if name in used), "quiet")
    inner = table("Definitions and bands", columns, [("", lines)], css="prose") + notes
    return Block(folded("Definitions and bands", inner))


def bands_from(basis: str, possible: str) -> str:
    """Where bands come from: printed, inferred from ratings, or assumed where no rating told where they lie."""
    return "assumed" if basis == "inferred" and possible == "any" else basis


def in_every_area(scores: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The rated frames of several areas, each with only the indicators that all of them have."""
    shown = [with_figures(scored) for scored in scores]
    shared = set.intersection(*(set(frame["indicator"]) for frame in shown))
    return [frame[frame["indicator"].isin(shared)].reset_index(drop=True) for frame in shown]


def areas_table(scores: Sequence[pd.DataFrame], caption: str) -> Block:
    """One row an indicator, one column an area: result and rating in each cell. The frames have the same rows."""
    lines: dict[str, list[Line]] = {}
    for rows in zip(*(records(scored) for scored in scores), strict=True):
        target = Markup('{} <span class="hint">Target {}</span>').format(name_cell(rows[0]), figure(rows[0], "target"))
        cells = [_result_and_rating(row) for row in rows]
        lines.setdefault(str(rows[0]["group"]), []).append(Line([target, *cells]))
    names = [str(scored["area"].iloc[0]) for scored in scores]
    columns = [Column("Indicator"), *(Column(name) for name in names)]
    together = pd.concat(list(scores), ignore_index=True)
    return Block(table(caption, columns, lines.items(), css="areas"), csv=to_csv(together, SCORECARD_COLUMNS))


def _result_and_rating(row: Row) -> Markup:
    return Markup('<span class="result">{}</span> {}').format(sentences.shown(row), rating(row["rag"], row["reason"]))


def area_counts(scores: Sequence[pd.DataFrame]) -> str:
    """How each area's ratings fall, as the first sentence of the areas section."""
    parts = [f"{scored['area'].iloc[0]} {sentences.ratings(scored)}" for scored in scores]
    return f"Of {count(len(scores[0]), 'indicator')} with figures for every area: {'; '.join(parts)}."
