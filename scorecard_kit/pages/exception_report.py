"""The blocks of the page of one indicator: who answers for it, its months, its breakdown and how it is rated."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import bands, sentences, standing
from scorecard_kit.blocks.beside import Series
from scorecard_kit.blocks.html import (
    Block,
    Cell,
    Column,
    Line,
    bullets,
    paragraph,
    rating,
    section,
    table,
    terms,
    to_csv,
)  # fmt: skip
from scorecard_kit.judge.indicators import Direction, Indicator, Polarity, Target, Unit
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import (
    financial_year,
    long_date,
    month_name,
    months_before,
    outturn_month,
    rolling_12_months,
    year_to_date,
)
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row, records, target_in_force
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.pages.scorecard import BASES, bands_from, figure


def owners(table_of_owners: pd.DataFrame, item: Indicator, period: str) -> Block:
    """Who answers for the indicator in that period: its own owners, else its group's, else those of all.

    The holder of a role is the one named from the latest month up to the period; two from the same month share it.
    """
    begun = [row for row in records(table_of_owners) if str(row["from"]) <= period]
    levels = [("indicator", item.indicator), ("group", item.group), ("", "")]
    holders: dict[str, list[str]] = {}
    for role in dict.fromkeys(row["role"] for row in begun):
        mine = [row for row in begun if row["role"] == role]
        named = next(filter(None, ([row for row in mine if _is_named(row, *level)] for level in levels)), [])
        latest = max((row["from"] for row in named), default="")
        holders[role] = [row["name"] for row in named if row["from"] == latest]
    return Block(terms(((role, "; ".join(names)) for role, names in holders.items()), "owners"))


def _is_named(row: Row, column: str, key: str) -> bool:
    if not column:
        return not (row["indicator"] or row["group"])
    return bool(key) and row[column] == key


def months_table(months: pd.DataFrame, caption: str, others: Sequence[Series] = ()) -> Block:
    """The figures behind the trend chart, a row a month, and as CSV; more than one financial year makes row groups.

    `others` are the series beside the indicator's own, a column each. Columns that hold nothing are left out.
    """
    rows = records(months)
    counted = [
        side
        for side in ("numerator", "denominator")
        if any(row[side] != "" and row["unit"] != Unit.COUNT for row in rows)
    ]
    columns = [
        Column("Month"), Column("Result", number=True), Column("Rating"),
        *(Column(side.capitalize(), number=True) for side in counted),
        Column("Target", number=True), *(Column(series.label, number=True) for series in others),
        Column("Direction since the reporting point before"),
    ]  # fmt: skip
    above = ["", *(row["period"] for row in rows)]
    lines = {
        row["period"]: Line([_month(row), *_month_cells(row, others, counted), _direction(row, before)])
        for row, before in zip(rows, above, strict=False)
    }
    notes = [note for row in rows for note in (row["note"], _rank(row)) if note]
    html = table(caption, columns, _by_year(lines), css="dense" if others else "")
    return Block(
        html + Markup("").join(paragraph(note, "quiet") for note in notes), csv=to_csv(months, SCORECARD_COLUMNS)
    )


def _by_year(lines: Mapping[str, Line]) -> list[tuple[str, list[Line]]]:
    """Previous years and the current one as row groups; none where all months lie in one year."""
    years = [financial_year(period) for period in lines]
    current = max(years)
    before = [line for year, line in zip(years, lines.values(), strict=True) if year != current]
    if not before:
        return [("", list(lines.values()))]
    now = [line for year, line in zip(years, lines.values(), strict=True) if year == current]
    return [("Previous years", before), (f"Current year, {current}", now)]


def _rank(row: Row) -> str:
    return f"In {month_name(row['period'])} the result ranked {row['rank']}." if row["rank"] else ""


def _month(row: Row) -> str:
    """The month of a row, with the day that its figures are as at where that is another than the month's last."""
    day = f", as at {long_date(date.fromisoformat(row['as_at']))}" if row["as_at"] else ""
    return f"{month_name(row['period'])}{day}"


def _month_cells(row: Row, others: Sequence[Series], counted: Sequence[str]) -> list[Markup | str]:
    hidden, unknown = row["status"] == "suppressed", row["standing"] == "no result"
    counts = ["c" if hidden else _counted(row[side]) for side in counted]
    return [
        "Not yet reported" if unknown else sentences.figure(row) + sentences.status_words(row),
        "None yet" if unknown else rating(row["rag"], row["reason"]),
        *counts,
        figure(row, "target", "None set"),
        *(series.figures.get(row["period"], "not given") for series in others),
    ]


def _counted(number: object) -> str:
    known = exact(number)
    return "not given" if known is None else sentences.number(known)


def _direction(row: Row, above: str) -> Cell:
    """The direction of a month, and the month that it is since where that is not of the row above."""
    if row["standing"] == "no result":
        return "None yet"
    elsewhere = bool(above) and row["previous"] != "" and row["previous_period"] != above
    return standing.direction_cell(row, "previous") + standing.previous_month(row, dated=elsewhere)


def months_of_change(changes: pd.DataFrame, item: Indicator) -> list[str]:
    """The months from which the indicator is counted or rated in another way."""
    return [str(row["from"]) for row in records(changes) if row["indicator"] == item.indicator]


def changed(changes: pd.DataFrame, item: Indicator, period: str) -> Block:
    """What has changed in how the indicator is counted or rated, and whether figures compare across it."""
    mine = [row for row in records(changes) if row["indicator"] == item.indicator and str(row["from"]) <= period]
    said = [
        f"From {month_name(row['from'])}, {row['kind']}: {row['note']}"
        f"{'' if row['comparable'] != 'no' else ' Figures before and after do not compare.'}"
        for row in mine
    ]
    return Block(bullets(said, "quiet"))


def breakdown(table_of_breakdowns: pd.DataFrame, latest: Row) -> Block:
    """The breakdowns of the latest result: count and share of each category, and whether they add to the numerator."""
    rows = [row for row in records(table_of_breakdowns) if _belongs(row, latest)]
    parts = []
    for dimension in {row["dimension"]: None for row in rows}:
        counted = [(row["category"], exact(row["count"])) for row in rows if row["dimension"] == dimension]
        total = sum(count for _, count in counted if count is not None)
        lines = [Line([name, *_share(count, latest["numerator"])]) for name, count in counted]
        columns = [Column(dimension), Column("Number", number=True), Column("Share", number=True)]
        caption = f"{dimension} of those counted in {month_name(latest['period'])}"
        parts.append(table(caption, columns, [("", lines)], css="narrow"))
        if all(count is not None for _, count in counted) and total != latest["numerator"]:
            parts.append(
                paragraph(f"The categories add to {display(total, 0)}, not to {display(latest['numerator'], 0)}.")
            )
    return Block(section("Who they are", *parts) if parts else Markup(""))


def _belongs(row: Row, latest: Row) -> bool:
    return all(row[key] == latest[key] for key in ("indicator", "period", "area", "cohort"))


def _share(count: object, whole: object) -> list[str]:
    number = exact(count)
    if number is None:
        return ["c", "c"]
    return [display(number, 0), display_result(number * 100 / (exact(whole) or 1), "percent", 1)]


def notes(item: Indicator, latest: Row, targets: pd.DataFrame) -> Block:
    """How the result is counted and rated: definition, data period, polarity, bands with whose they are, and source."""
    target = target_in_force(targets, item.indicator, latest["period"], latest["area"])
    pairs = [
        ("What it counts", item.definition),
        ("Data period", _covers(item, latest)),
        ("Polarity", Polarity(item.polarity).words),
        ("Bands", _bands(item, target)),
        ("Rounding", bands.hidden_band(latest)),
        ("Year-end target", _year_end(item, latest, targets)),
        ("Outturn", _outturn(latest)),
        ("Data source", item.source),
        ("Data note", item.data_notes),
    ]
    return Block(section("Data notes", terms(pairs), css="notes"))


def _year_end(item: Indicator, latest: Row, targets: pd.DataFrame) -> str:
    """The target of the March that ends the year, where it is another than the one in force now."""
    march = months_before(outturn_month(latest["period"]), -12)
    then = target_in_force(targets, item.indicator, march, latest["area"])
    if then is None or then.target is None or then.target == (exact(latest["target"])):
        return ""
    return f"{sentences.trimmed(then.target, item.unit)}, for {month_name(march)}."


def _bands(item: Indicator, target: Target | None) -> str:
    if target is None or target.unrated_reason:
        return f"Not rated: {target.unrated_reason if target else 'no target was set'}."
    said = f"{bands.banding(target, item.polarity, item.unit)}."
    whose = bands_from(target.floor_basis, target.floor_range)
    return f"{said} {whose.capitalize()}: {BASES[whose]}" if whose else said


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
    said = f"{way}, {why}" if why else way if way == Direction.NOT_COMPARABLE else f"{way} since"
    return f"{figure(latest, 'outturn')} in {month_name(latest['outturn_period'])}; {said}."
