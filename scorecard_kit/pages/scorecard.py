"""The blocks of the sections that show many indicators: the scorecard, and the areas side by side."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences, standing
from scorecard_kit.blocks.bands import banding
from scorecard_kit.blocks.html import (
    Block,
    Cell,
    Column,
    Line,
    bullets,
    folded,
    paragraph,
    rating,
    section,
    slug,
    table,
    to_csv,
    unbroken,
)  # fmt: skip
from scorecard_kit.blocks.palette import RATING
from scorecard_kit.judge.indicators import DataPeriod, Polarity, Rag, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import long_date, month_name, short_month
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row, definitions, in_force, records, targets_by_indicator
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.judge.standings import changed_ratings, day_of_all, earlier_months, rated_twice, rating_counts
from scorecard_kit.text.counting import capitalised, count, counted

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


def answer(shown: pd.DataFrame, scored: pd.DataFrame, period: str, area: str) -> str:
    """The scorecard's first sentences; where an area has few of the indicators, how many it has."""
    return " ".join(filter(None, [standing.answer(shown, period), standing.left_out(shown, scored, area)]))


def tiles(shown: pd.DataFrame) -> Block:
    """The headline counts: word, number and symbol. The index repeats them."""
    counts, judged = shown["rag"].value_counts(), rating_counts(shown)
    rags = [rag for rag in RATING if rag in judged or counts.get(rag)]
    items = [
        Markup('<li class="tile {}"><span class="number">{}</span> {}</li>').format(
            slug(rag), int(counts.get(rag, 0)), rating(rag)
        )
        for rag in rags
    ]
    return Block(Markup('<ul class="tiles">{}</ul>').format(Markup("").join(items)), meta={"index": True})


def changed(shown: pd.DataFrame) -> Block:
    """What changed rating since the previous result, up and down, as links to the rows. The index repeats it."""
    heading, rows = "What changed rating", rated_twice(shown)
    if not rows:
        said = f"{_why_none_changed(records(shown))}, so no change of rating can be told."
        return Block(section(heading, said), meta={"index": True})
    better, worse = changed_ratings(shown)
    months = {row["previous_period"] for row in rows}
    since = month_name(months.pop()) if len(months) == 1 else "the result before"
    if not better and not worse:
        return Block(section(heading, f"No rating has changed since {since}."), meta={"index": True})
    total = count(len(better) + len(worse), "rating")
    lead = f"{total} changed since {since}: {len(better)} for the better, {len(worse)} for the worse."
    items = bullets((_moved(row) for row in (*better, *worse)), "moved")
    return Block(section(heading, lead, items), meta={"index": True})


def _why_none_changed(rows: Sequence[Row]) -> str:
    """Why of no row it can be told whether its rating changed."""
    rated = [row for row in rows if row["rag"] != Rag.NOT_RATED]
    if rows and not rated:
        return "No indicator is rated now"
    if any(row["previous_rag"] not in ("", Rag.NOT_RATED) for row in rated):
        return "The figures do not compare with those before"
    if any(row["previous_rag"] not in ("", Rag.NOT_RATED) for row in rows):
        return "Nothing that is rated now was rated before"
    if any(row["previous_period"] for row in rows):
        return "Nothing was rated before"
    is_withheld = any(row["previous_withheld"] for row in rated)
    return "Earlier figures are withheld" if is_withheld else "No earlier figures exist"


def _moved(row: Mapping[str, Any]) -> Markup:
    link = Markup('<a href="#row-{}">{}</a>').format(row["indicator"], row["name"])
    return Markup('{} {} <span class="why">from {}</span>').format(rating(row["rag"]), link, row["previous_rag"])


def scorecard(shown: pd.DataFrame, caption: str, *, numbers: bool = True) -> Block:
    """The whole scorecard under its groups, with every printed column, and the same figures as CSV."""
    months = {side: earlier_months(shown, side) for side in ("previous", "outturn")}
    columns = [
        Column("Indicator"), Column("Result", number=True), Column("Rating"), Column("Numerator", number=True),
        Column("Denominator", number=True), Column("Target", number=True),
        Column(_heading("Previous", months["previous"]), number=True), Column("Direction since"),
        Column(_heading("Outturn", months["outturn"]), number=True), Column("Direction since outturn"),
    ]  # fmt: skip
    mixed = {side: len(found) > 1 for side, found in months.items()}
    day, lines = day_of_all(shown), dict[str, list[Line]]()
    for number, row in enumerate(_by_group(records(shown)), start=1):
        lines.setdefault(str(row["group"]), []).append(_line(row, number if numbers else 0, mixed, dated=not day))
    body = table(caption, columns, lines.items(), css="dense")
    notes = " ".join([KEY, *_dashes(shown)])
    return Block(
        body + _as_at(day) + paragraph(notes, "quiet"),
        csv=to_csv(shown, SCORECARD_COLUMNS),
    )


def _by_group(rows: Sequence[Row]) -> list[Row]:
    """The rows as the page has them: a group's together, where its first one stands."""
    places = list(dict.fromkeys(row["group"] for row in rows))
    return sorted(rows, key=lambda row: places.index(row["group"]))


def _heading(word: str, months: Sequence[str]) -> str:
    """The word with its month, where it is the same for every row."""
    return f"{word}, {short_month(months[0])}" if len(months) == 1 else word


def _as_at(day: str) -> Markup:
    return paragraph(f"The figures are as at {long_date(date.fromisoformat(day))}.", "quiet") if day else Markup("")


def _dashes(shown: pd.DataFrame) -> list[str]:
    """What a dash under Numerator or Denominator means, for those kinds of dash that the table has."""
    rows = [row for row in records(shown) if row["standing"] == "result" and row["denominator"] == ""]
    counts = ["A dash: a count has no denominator."] if any(row["unit"] == Unit.COUNT for row in rows) else []
    others = any(row["unit"] != Unit.COUNT for row in rows)
    return counts + (["A dash beside another unit: the source states the result alone."] if others else [])


def _line(row: Row, number: int, mixed: Mapping[str, bool], *, dated: bool) -> Line:
    figures = [_count(row[side]) for side in ("numerator", "denominator")]
    if row["status"] == "suppressed":
        figures = ["c", "c"]
    cells: list[Cell] = [
        name_cell(row, number),
        standing.result_cell(row, dated=dated),
        rating(row["rag"], row["reason"]),
        *figures,
        figure(row, "target", "None set"),
        standing.earlier_cell(row, "previous", dated=mixed["previous"]),
        standing.direction_cell(row, "previous"),
        standing.earlier_cell(row, "outturn", dated=mixed["outturn"]),
        standing.direction_cell(row, "outturn"),
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
    """A target or an earlier result with its unit, or the word for its absence.

    A target is never rounded: 79.98% is what a result was held to.
    """
    exact_target = exact(row[field]) if field == "target" else None
    if exact_target is not None and (exact_target * 10 ** row["decimals"]).denominator > 1:
        return sentences.trimmed(exact_target, row["unit"])
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
        lines.append(
            Line([item.name, item.definition, said or row["reason"], whose or ("not stated" if said else "none")])
        )
    columns = [Column("Indicator"), Column("Definition"), Column("Bands"), Column("Basis")]
    notes = bullets((f"{name.capitalize()}: {BASES[name]}" for name in BASES if name in used), "quiet")
    inner = table("Definitions and bands", columns, [("", lines)], css="prose") + notes
    return Block(folded("Definitions and bands", inner))


def bands_from(basis: str, possible: str) -> str:
    """Where bands come from: printed, inferred from ratings, or assumed where no rating told where they lie."""
    return "assumed" if basis == "inferred" and possible == "any" else basis


def areas_table(scores: Sequence[pd.DataFrame], areas: Sequence[str], caption: str) -> Block:
    """One row an indicator, one column an area: result and rating in each cell. The frames have the same rows.

    What no two areas have stands last: it keeps its row, with nothing beside it.
    """
    shared: dict[str, list[Line]] = {}
    alone: dict[str, list[Line]] = {"For one area alone": [], "No result in any area yet": []}
    for rows in zip(*(records(scored) for scored in scores), strict=True):
        target = Markup('{} <span class="hint">Target {}</span>').format(name_cell(rows[0]), _target(rows[0]))
        line = Line([target, *(_result_and_rating(row, rows[0]) for row in rows)])
        told = sum(row["standing"] != "no result" for row in rows)
        if told > 1 or len(areas) == 1:
            shared.setdefault(str(rows[0]["group"]), []).append(line)
        else:
            alone["For one area alone" if told else "No result in any area yet"].append(line)
    columns = [Column("Indicator"), *(Column(name) for name in areas)]
    groups = [*shared.items(), *((label, lines) for label, lines in alone.items() if lines)]
    together = pd.concat(list(scores), ignore_index=True)
    return Block(table(caption, columns, groups, css="areas"), csv=to_csv(together, SCORECARD_COLUMNS))


def _target(row: Row) -> str:
    return figure(row, "target", "none set")


def _result_and_rating(row: Row, main: Row) -> Markup:
    """A result and its rating; a target that is another than the first column's is said."""
    if row["standing"] == "no result":
        return Markup('<span class="hint">No result</span>')
    own = f"target {_target(row)}" if row["target"] != main["target"] else ""
    cell = Markup('<span class="result">{}</span>{} {}')
    hints = standing.joined_hints(sentences.before_rounding(row), standing.own_month(row), standing.as_at(row), own)
    return cell.format(sentences.figure(row) + sentences.status_words(row), hints, rating(row["rag"], row["reason"]))


def area_counts(scores: Sequence[pd.DataFrame], areas: Sequence[str], period: str) -> str:
    """How each area's ratings fall, as the first sentences of the areas section."""
    if not any(len(scored) for scored in scores):
        return "No indicator has a result to show."
    parts = [f"{area} {sentences.ratings(scored)}" for scored, area in zip(scores, areas, strict=True)]
    told = pd.concat([scored["standing"] != "no result" for scored in scores], axis=1).sum(axis=1)
    both = f"{capitalised(counted(int((told > 1).sum()), 'indicator', 'have'))} results for more than one area."
    said = f"Of {count(len(scores[0]), 'indicator')}: {'; '.join(parts)}."
    said = f"{said} {both}" if len(areas) > 1 else said
    return standing.with_absent(said, pd.concat(list(scores), ignore_index=True), period)
