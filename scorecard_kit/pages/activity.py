"""The blocks of the activity section: what each team carries, and what came in and went out in the month."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences
from scorecard_kit.blocks.html import Block, Column, bullets, section, table, to_csv
from scorecard_kit.charts.levels import stocks as stock_charts
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.activity import ACTIVITY_COLUMNS, activity, sum_differences
from scorecard_kit.judge.indicators import DataPeriod, Unit
from scorecard_kit.judge.numbers import display
from scorecard_kit.judge.periods import month_name, months_before, window
from scorecard_kit.judge.rows import Row, records, records_by
from scorecard_kit.pages._whole_counts import shown_count, whole
from scorecard_kit.text.counting import count, joined

__all__ = ["answer", "charts", "counts", "flows", "opening", "stocks", "sums", "whole"]

_GROUPS = {"county": "County", "area": "Areas", "service": "Services", "team": "Teams"}
_TEAM = Column("Team", lambda rows: rows[0]["area"])
_TOLD = 3  # counts that the answer tells one by one


def counts(book: Dataset, period: str, reporting: str = "month") -> pd.DataFrame:
    """What every area, service and team carries and what came in and went out: a row a measure, see `activity`."""
    return activity(book.results, book.indicators, book.areas, period, reporting=reporting)


def opening(book: Dataset, counts: pd.DataFrame, period: str) -> Block:
    """The title, and how the county's stocks stand and moved; or that the month has no counts."""
    words = answer(counts, main_area(book), period)
    return html.opening(f"Activity, {month_name(period)}", words, glossary=book.glossary, wide=True)


def charts(book: Dataset, period: str, months: int, reporting: str = "month") -> Block:
    """The county's counts over so many months up to the period, a chart a measure that has three of them or more."""
    together = pd.concat([counts(book, month, reporting) for month in window(period, months)])
    return stock_charts(together, main_area(book))


def answer(counts: pd.DataFrame, county: str, period: str) -> str:
    """How the county's stocks stand and moved; or that the month has no counts."""
    if counts.empty:
        return f"There is no count for {month_name(period)} yet."
    rows = [row for row in records(counts[counts["area"] == county]) if row["data_period"] == DataPeriod.SNAPSHOT]
    told = rows if len(rows) <= _TOLD else rows[:1]
    first, *others = [f"{row['name']} {_moved(row)}" for row in told] or ["No stock was counted"]
    others = [f"{other[:1].lower()}{other[1:]}" for other in others]
    if rest := rows[len(told) :]:
        others.append(_ways(rest))
    return "; ".join([first, *others]) + "."


def _ways(rows: Sequence[Row]) -> str:
    """Of the 4 other counts 1 rose and 3 fell."""
    moves = [row["change"] for row in rows]
    ways = {
        "rose": sum(move != "" and move > 0 for move in moves),
        "fell": sum(move != "" and move < 0 for move in moves),
        "stayed as they were": sum(move == 0 for move in moves),
        "have no earlier figure": moves.count(""),
    }
    return f"of the {len(rows)} other counts {joined([f'{number} {way}' for way, number in ways.items() if number])}"


def _moved(row: Row) -> str:
    now, move = display(row["this_month"], 0) or "c", row["change"]
    if move == "":
        return f"stood at {now}"
    if move == 0:
        return f"stayed at {now}"
    return f"{'rose' if move > 0 else 'fell'} by {sentences.points(move, Unit.COUNT, 0)} to {now}"


def stocks(counts: pd.DataFrame, period: str) -> Block:
    """The stock measures: this month, last month and the signed change, for every area, service and team."""
    measures = _measures(counts, stock=True)
    if not measures:
        return Block(Markup(""), csv=to_csv(counts, ACTIVITY_COLUMNS))
    month_before = months_before(period, 1)
    before = str(counts["before"].iloc[0]) or month_before
    is_next = before == month_before  # its year need not be said
    months = [month_name(period).split()[0], month_name(before).split()[0] if is_next else month_name(before)]
    then = "a month before" if is_next else f"of {month_name(before)}"
    fields = dict(zip(("this_month", "last_month", "change"), (*months, "change"), strict=True))
    columns = [
        Column(f"{name}, {words}", partial(_count, key, field), number=True)
        for key, name in measures.items()
        for field, words in fields.items()
    ]
    caption = f"Open at the end of {month_name(period)} and {then}"
    body = table(caption, [_TEAM, *columns], _groups(counts, measures), css="dense stocks")
    return Block(body, csv=to_csv(counts, ACTIVITY_COLUMNS))


def flows(counts: pd.DataFrame, period: str) -> Block:
    """The flow measures: what the month brought, for every area, service and team."""
    measures = _measures(counts, stock=False)
    if not measures:
        return Block(Markup(""))
    columns = [Column(name, partial(_count, key, "this_month"), number=True) for key, name in measures.items()]
    caption = f"Started, ended and received in {month_name(period)}"
    return Block(table(caption, [_TEAM, *columns], _groups(counts, measures), css="dense"))


def _measures(counts: pd.DataFrame, *, stock: bool) -> dict[str, str]:
    """The measures of one kind by their key, with their names."""
    chosen = counts[(counts["data_period"] == DataPeriod.SNAPSHOT) == stock]
    return dict(zip(chosen["measure"], chosen["name"], strict=True))


def _groups(counts: pd.DataFrame, measures: Collection[str]) -> Iterator[tuple[str, list[list[Row]]]]:
    """The rows of each area, service and team for which one of the measures is counted, by its kind."""
    counted = counts[counts["measure"].isin(measures)]
    for kind, label in _GROUPS.items():
        if areas := records_by(counted[counted["kind"] == kind], "area"):
            yield label, list(areas.values())


def _count(measure: str, field: str, rows: Sequence[Row]) -> str:
    row = next((row for row in rows if row["measure"] == measure), None)
    if row is None:
        return "not counted"
    if field == "change":
        return display(row[field], 0, signed=True) or "not known"
    return shown_count(row, field)


def sums(book: Dataset, counts: pd.DataFrame) -> Block:
    """Whether the county is the sum of the groups under it, and where it is not."""
    return sums_of(counts, main_area(book))


def sums_of(counts: pd.DataFrame, county: str) -> Block:
    """Whether an area is the sum of the groups under it, and where it is not."""
    differences = records(sum_differences(counts, county))
    parts = counts[counts["parent"] == county]["area"].unique()
    if not len(parts):
        return Block(section("How the counts add up", f"No group of {county} is in the data: there is nothing to add."))
    lead = f"{county} is made up of {count(len(parts), 'group')}: {joined([str(part) for part in parts])}."
    notes = [_difference(row, county) for row in differences] or ["Every count of the county is the sum of its groups."]
    teams = "A group can count more than its teams together, since some cases sit in no team that is listed."
    return Block(section("How the counts add up", lead, bullets([*notes, teams])))


def _difference(row: Row, county: str) -> str:
    month = "" if row["field"] == "this_month" else ", last month"
    whole, parts, apart = (display(abs(row[column]), 0) for column in ("county", "groups", "difference"))
    return (
        f"{row['name']}{month}: {county} is given as {whole}, and its groups add to {parts}, a difference of {apart}. "
        "Both are shown as they were given."
    )
