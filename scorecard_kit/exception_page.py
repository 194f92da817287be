"""The blocks of the page of one indicator: who answers for it, its months, its breakdown and how it is rated."""

import pandas as pd
from markupsafe import Markup

from scorecard_kit import sentences
from scorecard_kit.contract import Row, records, target_in_force
from scorecard_kit.indicator import Indicator, Polarity, Target
from scorecard_kit.markup import Block, Column, Line, direction, paragraph, rating, section, table, terms, to_csv
from scorecard_kit.number import exact
from scorecard_kit.period import month_name, outturn_month, year_to_date
from scorecard_kit.rating import display, display_result
from scorecard_kit.scorecard import SCORECARD_COLUMNS
from scorecard_kit.scorecard_page import figure


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
    return Block(terms(((role, sentences.joined(names)) for role, names in holders.items()), "owners"))


def _is_named(row: Row, column: str, key: str) -> bool:
    return row[column] == key if column else not (row["indicator"] or row["group"])


def months_table(months: pd.DataFrame, caption: str) -> Block:
    """The figures behind the trend chart: a row a month with result, target, rating and direction, and as CSV."""
    columns = [
        Column("Month"), Column("Result", number=True), Column("Rating"), Column("Numerator", number=True),
        Column("Denominator", number=True), Column("Target", number=True), Column("Direction since the result before"),
    ]  # fmt: skip
    lines = [Line([month_name(row["period"]), *_month_cells(row)]) for row in records(months)]
    notes = [row["note"] for row in records(months) if row["note"]]
    html = table(caption, columns, [("", lines)]) + Markup("").join(paragraph(note, "quiet") for note in notes)
    return Block(html, csv=to_csv(months, SCORECARD_COLUMNS))


def _month_cells(row: Row) -> list[Markup | str]:
    counts = [display(row[side], 0) or "not given" for side in ("numerator", "denominator")]
    if row["status"] == "suppressed":
        counts = ["c", "c"]
    said = f" {row['status'].replace('_', ' ')}" if row["status"] in {"provisional", "carried_forward"} else ""
    way = direction(row["direction_from_previous"], within_rounding=row["within_rounding"])
    return [
        sentences.shown(row) + said,
        rating(row["rag"], row["reason"]),
        *counts,
        figure(row, "target", "None set"),
        way,
    ]


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
        ("Data period", _covers(item, latest["period"])),
        ("Polarity", Polarity(item.polarity).words),
        ("Bands", _bands(item, target)),
        ("Rounding", sentences.hidden_band(latest)),
        ("Outturn", _outturn(latest)),
        ("Data source", item.source),
        ("Data note", item.data_notes),
    ]
    return Block(section("Data notes", terms(pairs), css="notes"))


def _bands(item: Indicator, target: Target | None) -> str:
    if target is None or target.unrated_reason:
        return f"Not rated: {target.unrated_reason if target else 'no target was set'}."
    said = f"{sentences.banding(target, item.polarity, item.unit)}."
    if target.floor_basis == "inferred":
        said += " The bands are inferred from the published ratings, and are not the council's own."
    return said


def _covers(item: Indicator, period: str) -> str:
    words = item.data_period.words
    if item.data_period == "YTD":
        start = month_name(year_to_date(period)[0])
        return f"{words}: April to March each year; this result covers {start} to {month_name(period)}."
    return (
        f"{words} at the end of {month_name(period)}."
        if item.data_period == "SS"
        else f"{words}, to {month_name(period)}."
    )


def _outturn(latest: Row) -> str:
    if latest["outturn"] == "":
        return ""
    way = latest["direction_from_outturn"]
    return f"{figure(latest, 'outturn')} in {month_name(outturn_month(latest['period']))}; {way} since."
