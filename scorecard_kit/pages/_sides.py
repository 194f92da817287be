"""An edition and the figures of today, as the two sides that are compared: for one area, and everyone's results."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

import pandas as pd

from scorecard_kit.blocks.changes import BANDS, RESULTS, Side, commentary_of, definition_row
from scorecard_kit.blocks.html import to_csv, unguarded
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.editions import COMMENTARY, DEFINITIONS, FIGURES, Edition, table_of
from scorecard_kit.data.printed import Row, printed, rows_of
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.rows import definitions
from scorecard_kit.judge.scorecard import SCORECARD_COLUMNS
from scorecard_kit.pages.commentary import commentary

_NOT_REPEATED = "not repeated here, since figures of the indicator are withheld now"


class Sides(NamedTuple):
    """As published, and now; and the names of the indicators whose figure is withheld on one side, which have none."""

    then: Side
    now: Side
    withheld: list[str]


def sides(edition: Edition, book: Dataset, scored: pd.DataFrame, period: str, area: str, reporting: str) -> Sides:
    """The newest figure of each indicator as published, and as in `scored`; definitions; commentary of exceptions.

    What is withheld on either side, or of the published month now, is on neither: the other side would tell it.
    InputError where the edition was altered.
    """
    then, now = _published(edition, book, scored, period, area), _today(book, scored, period)
    now = now if then else {}  # an edition that shows nothing of an area says nothing of what is new there
    apart = [key for key in then if _is_withheld(then[key], now.get(key, {}), book, area)]
    names = [then[key]["name"] for key in apart]
    for key, row in then.items():
        if not row["rag"] and key in now:  # no page of then rated it, or showed a target
            row.update({name: now[key][name] for name in ("rag", *BANDS)})
    figures = ([row for key, row in side.items() if key not in apart] for side in (then, now))
    known = definitions(book.indicators)
    defined = [_plain(row) for row in rows_of(table_of(edition, DEFINITIONS)) if row["indicator"] in then]
    today = [definition_row(item) for item in known.values()]
    texts = list(_texts(edition, book, period, area, reporting))
    label = edition.label
    return Sides(
        Side(label, edition.record["period"], next(figures), defined, [text for text, _ in texts]),
        Side("", period, next(figures), today, [text for _, text in texts]),
        names,
    )


def _published(edition: Edition, book: Dataset, scored: pd.DataFrame, period: str, area: str) -> dict[str, Row]:
    """By indicator its newest row; without months that were to come, and indicators of another role."""
    known, shown = definitions(book.indicators), set(scored["indicator"])
    rows = [
        row
        for row in rows_of(table_of(edition, FIGURES))
        if (row["area"], row["cohort"], row["category"]) == (area, "", "")
        and row["period"] <= edition.record["period"]
        and (row["indicator"] in shown or not _in_use(known, row["indicator"], period))
    ]
    return {row["indicator"]: row for row in sorted(rows, key=lambda row: row["period"])}


def _in_use(known: Mapping[str, Indicator], indicator: str, period: str) -> bool:
    return indicator in known and known[indicator].in_use(period)


def _today(book: Dataset, scored: pd.DataFrame, period: str) -> dict[str, Row]:
    known = definitions(book.indicators)
    rows = {
        place.indicator: {**place._asdict(), **row}
        for place, row in printed(to_csv(scored, SCORECARD_COLUMNS), period).items()
    }
    for key, row in rows.items():
        row |= {"unit": str(known[key].unit), "decimals": str(known[key].decimals)}
    return rows


def _is_withheld(then: Row, now: Row, book: Dataset, area: str) -> bool:
    """Whether the one side would tell what is withheld on the other."""
    hidden = [any(row.get(name) == "c" for name in RESULTS) for row in (then, now)]
    is_same = then["period"] == now.get("period")
    return (is_same and any(hidden) and not all(hidden)) or (
        not hidden[0] and then["period"] in _withheld_months(book, then["indicator"], area)
    )


def _withheld_months(book: Dataset, indicator: str, area: str = "") -> set[str]:
    """The months of which a result of an indicator is withheld now, of everyone in an area or of any."""
    rows = book.results[(book.results["indicator"] == indicator) & (book.results["status"] == "suppressed")]
    return set((rows[(rows["area"] == area) & (rows["cohort"] == "")] if area else rows)["period"])


def _plain(row: Row) -> Row:
    return {name: unguarded(cell) for name, cell in row.items()}


def _texts(edition: Edition, book: Dataset, period: str, area: str, reporting: str) -> Iterator[tuple[Row, Row]]:
    """The commentary of each exception page, as published and as it is now."""
    published = {row["page"]: unguarded(row["text"]) for row in rows_of(table_of(edition, COMMENTARY))}
    known = definitions(book.indicators)
    for section in edition.record["sections"]:
        indicator, place = (section["parameters"].get(name, "") for name in ("indicator", "area"))
        is_exception = PurePosixPath(section["notebook"]).stem == "exception_report"
        if not is_exception or indicator not in known or (place or main_area(book)) != area:
            continue
        then = published.get(section["name"], "")
        now = commentary_of(str(commentary(book, indicator, period, area, reporting=reporting).html))
        if then != now and then and _withheld_months(book, indicator):
            then = _NOT_REPEATED
        named = {"page": indicator, "title": known[indicator].name}
        yield {**named, "text": then}, {**named, "text": now}
