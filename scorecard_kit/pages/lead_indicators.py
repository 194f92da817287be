"""The blocks of the lead indicators: each result against its expected range, in words, and never rated."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences, standing
from scorecard_kit.blocks.cells import earlier, figure
from scorecard_kit.blocks.html import Block, Cell, Column, paragraph, table, to_csv
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.periods import month_name, short_month
from scorecard_kit.judge.ratings import display_result, expected_range
from scorecard_kit.judge.rows import Row, records, takes_rated
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS, score_latest
from scorecard_kit.judge.standings import has_earlier
from scorecard_kit.pages.commentary import text
from scorecard_kit.text.counting import agreeing, capitalised, count, joined, out_of

__all__ = ["answer", "lead_table", "newest", "opening", "text", "title"]


def newest(book: Dataset, period: str, area: str, reporting: str) -> pd.DataFrame:
    """Every lead indicator at its newest result: everyone's, or where only a cohort's is stated the cohort's.

    Rows as of `score_latest`; a blank area is the main one.
    """
    area = area or main_area(book)
    mine = book.results[(book.results["area"] == area) & (book.results["period"] <= period)]
    stated = {key: list(cohorts) for key, cohorts in mine.groupby("indicator")["cohort"]}
    sides = {key: "" if "" in cohorts else cohorts[-1] for key, cohorts in stated.items()}
    scored = {
        side: score_latest(book, period, area, side, reporting=reporting, role="lead") for side in {"", *sides.values()}
    }
    places = enumerate(scored[""]["indicator"])
    rows = [scored[sides.get(key, "")].iloc[[place]] for place, key in places]
    return pd.concat(rows, ignore_index=True) if rows else scored[""]


def title(period: str) -> str:
    """The title of the section."""
    return f"Lead indicators, {month_name(period)}"


@takes_rated
def opening(book: Dataset, latest: pd.DataFrame, period: str) -> Block:
    """The title, and how many lead indicators lie within, above and below their expected range."""
    return html.opening(title(period), answer(latest), glossary=book.glossary, wide=True)


@takes_rated
def answer(latest: pd.DataFrame) -> str:
    """How many lead indicators lie within, above and below their expected range."""
    places = Counter(map(_place, records(latest)))
    placed = [
        f"{places[place]} {agreeing(places[place], 'lie')} {place}" for place in sorted(places, reverse=True) if place
    ]
    if not placed:
        return capitalised(f"{out_of(0, len(latest), 'lead indicator', 'have')} both a figure and a range.")
    rest = f" For {places['']} a figure or the range is not given." if places[""] else ""
    return f"Of {count(len(latest), 'lead indicator')}, {joined(placed)}.{rest}"


@takes_rated
def lead_table(latest: pd.DataFrame, caption: str) -> Block:
    """A row a lead indicator: result with its month, previous result, expected range, and where the result lies."""
    rows = records(latest)
    columns = [
        Column("Lead indicator", _name),
        Column("Result", _result, number=True, named=True),
        *([] if _are_as_asked(rows) else [Column("As at", _month, named=True)]),
        *([earlier("Previous", latest, "previous")] if has_earlier(latest, "previous") else []),
        Column("Expected range", _span, number=True, named=True),
        Column("Where the result lies", lambda row: _place(row) or row["note"] or "No range was set", named=True),
    ]
    if any(row["target"] != "" for row in rows):
        columns.append(Column("Indicative target", lambda row: figure(row, "target"), number=True, named=True))
    note = paragraph("A lead indicator tells of demand. It has an expected range in place of a rating.", "quiet")
    body = table(caption, columns, [("", rows)], css="dense cards")
    return Block(body + note, csv=to_csv(latest, SCORECARD_COLUMNS))


def _place(row: Row) -> str:
    return expected_range(row["value"], row["lower"], row["upper"])


def _name(row: Row) -> str:
    return f"{row['name']}, {sentences.cohort_words(row['cohort'])}" if row["cohort"] else str(row["name"])


def _result(row: Row) -> str:
    is_stated = row["value"] == "" and row["note"]
    return "Not given" if is_stated else sentences.figure(row) + sentences.status_words(row)


def _are_as_asked(rows: Sequence[Row]) -> bool:
    """Whether every result is of the month that is reported, and of no other day than its end."""
    return all(row["period"] == row["asked"] and not row["as_at"] for row in rows)


def _month(row: Row) -> Cell:
    """The day that a result is as at, else its month, and where a newer one is due that it is not in."""
    day = standing.own_day(row) or short_month(row["period"])
    return Markup('<span class="nb">{}</span>{}').format(
        day, standing.joined_hints(standing.awaited(row).removesuffix("."))
    )


def _span(row: Row) -> str:
    """The expected range as a reader is told it; open on one side where only one end is set."""
    low, high = (display_result(row[end], row["unit"], row["decimals"]) for end in ("lower", "upper"))
    if low and high:
        return f"{low} to {high}"
    return f"{low} and over" if low else f"up to {high}" if high else "None set"
