"""The blocks of the page of one indicator: who answers for it, its months, its breakdown and how it is rated."""

from markupsafe import Markup

from scorecard_kit.blocks.bands import exception
from scorecard_kit.blocks.html import Block, Column, Line, bullets, paragraph, section, side_by_side, table
from scorecard_kit.blocks.html import opening as page_opening
from scorecard_kit.charts.trend import trend as trend_chart
from scorecard_kit.judge.numbers import display, exact
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row, place_of, records
from scorecard_kit.pages import commentary as texts
from scorecard_kit.pages._definitions import notes
from scorecard_kit.pages._doing import ACTIONS, doing
from scorecard_kit.pages._months_table import months_table
from scorecard_kit.pages.case import Case, case

__all__ = [
    "actions",
    "breakdown",
    "case",
    "changed",
    "commentary",
    "months_table",
    "notes",
    "opening",
    "owners",
    "side_by_side",
    "trend",
]


def opening(case: Case) -> Block:
    """The indicator's name with its rating, and the answer: its result, and where that lies to its target."""
    answer = exception(case.latest, case.item, case.target)
    rag, glossary, sentence = case.latest["rag"], case.book.glossary, doing(case).sentence
    return page_opening(case.item.name, answer, glossary=glossary, rag=rag, about=case.about, doing=sentence)


def trend(case: Case) -> Block:
    """The chart of the months, with what stands beside them and the months from which it is counted in another way."""
    return trend_chart(case.past, case.item.name, case.area, case.others, months_of_change(case))


def months_of_change(case: Case) -> list[str]:
    """The months from which the indicator is counted or rated in another way."""
    return [str(row["from"]) for row in _changes(case)]


def commentary(case: Case, *, actions: bool = True) -> Block:
    """The commentary of the indicator, a section a heading; where there is none, that it is awaited.

    Without `actions` the section of that name is left out where `actions` shows it.
    """
    without = "" if actions or not doing(case).is_of_commentary else ACTIONS
    asked = (case.book, case.item.indicator, case.period, case.area)
    return texts.commentary(*asked, reporting=case.reporting, without=without)


def actions(case: Case) -> Block:
    """What is being done: the actions agreed, overdue ones first, else those of the commentary, else that none is."""
    done = doing(case)
    if done.is_of_commentary:  # as such it is held against what was published
        return Block(section(ACTIONS, done.inner, css="actions prose"))
    return Block(section("What is being done", done.inner, css="actions"))


def _changes(case: Case) -> list[Row]:
    return [row for row in records(case.book.changes) if row["indicator"] == case.item.indicator]


def changed(case: Case) -> Block:
    """What has changed in how the indicator is counted or rated, and whether figures compare across it."""
    items = [
        f"From {month_name(row['from'])}, {row['kind']}: {row['note']}"
        f"{'' if row['comparable'] != 'no' else ' Figures before and after do not compare.'}"
        for row in _changes(case)
        if str(row["from"]) <= case.period
    ]
    return Block(bullets(items, "quiet"))


def owners(case: Case) -> Block:
    """Who answers for the indicator in that period, in one line: its own owners, else its group's, else those of all.

    The holder of a role is the one named from the latest month up to the period; two from the same month share it.
    """
    begun = [row for row in records(case.book.owners) if str(row["from"]) <= case.period]
    levels = [("indicator", case.item.indicator), ("group", case.item.group), ("", "")]
    holders: dict[str, list[str]] = {}
    for role in dict.fromkeys(row["role"] for row in begun):
        mine = [row for row in begun if row["role"] == role]
        named = next(filter(None, ([row for row in mine if _is_named(row, *level)] for level in levels)), [])
        latest = max((row["from"] for row in named), default="")
        holders[role] = [row["name"] for row in named if row["from"] == latest]
    line = " · ".join(f"{role}: {'; '.join(names)}" for role, names in holders.items() if names)
    return Block(paragraph(line, "quiet") if line else Markup(""))


def _is_named(row: Row, column: str, key: str) -> bool:
    if not column:
        return not (row["indicator"] or row["group"])
    return bool(key) and row[column] == key


def breakdown(case: Case) -> Block:
    """The breakdowns of the latest result: count and share of each category, and whether they add to the numerator."""
    latest = case.latest
    rows = [row for row in records(case.book.breakdowns) if _belongs(row, latest)]
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
    return place_of(row) == place_of(latest)


def _share(count: object, whole: object) -> list[str]:
    number, base = exact(count), exact(whole)
    if number is None:
        return ["c", "c"]
    share = (
        "No cases" if base == 0 else "Not given" if base is None else display_result(number * 100 / base, "percent", 1)
    )
    return [display(number, 0), share]
