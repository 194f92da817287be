"""The blocks of the page of actions: who agreed to do what by when, and what became of it. Overdue ones come first.

The page of an indicator shows its own in the same way, and the cover report names those that are overdue.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.cells import bold
from scorecard_kit.blocks.html import Block, Cell, Column, bullets, section, table, to_csv
from scorecard_kit.blocks.standing import joined_hints
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.actions import STATES, actions_of
from scorecard_kit.judge.periods import last_day, long_date, month_name, short_month
from scorecard_kit.judge.rows import Row, definitions
from scorecard_kit.text.counting import count

__all__ = ["agreed", "listed", "of_indicator", "opening", "overdue"]

_COLUMNS = "indicator name area action owner due status reason from to".split()
_HEADING = "Actions agreed"


def agreed(book: Dataset, period: str, area: str = "") -> pd.DataFrame:
    """The actions of an area that the month shows, as `actions_of` has them; a blank area, or the main one, has all.

    An action without an area is one of the main area. `name` is its indicator's.
    """
    names = {key: item.name for key, item in definitions(book.indicators).items()}
    main, rows = main_area(book), actions_of(book.actions, period)
    named = [{**row, "area": row["area"] or main, "name": names[row["indicator"]]} for row in rows]
    mine = [row for row in named if area in ("", main, row["area"])]
    return pd.DataFrame(mine, columns=_COLUMNS, dtype=object)


def opening(book: Dataset, agreed: pd.DataFrame, period: str) -> Block:
    """The title, and how many actions there are, and what has become of them."""
    answer = _counted(_rows(agreed), period) or "No action is recorded."
    return html.opening(f"Actions, {month_name(period)}", answer, glossary=book.glossary)


def listed(book: Dataset, agreed: pd.DataFrame) -> Block:
    """Every action under what has become of it, with its indicator and area, and the same as CSV."""
    rows = _rows(agreed)
    if not rows:
        return Block(Markup(""), csv=to_csv(agreed, _COLUMNS))
    groups = [(state.capitalize(), [row for row in rows if row["status"] == state]) for state in STATES]
    body = _table([group for group in groups if group[1]], main_area(book), named=True)
    return Block(body, csv=to_csv(agreed, _COLUMNS))


def of_indicator(book: Dataset, indicator: str, period: str, area: str) -> Block:
    """The actions of one indicator in an area under a heading; nothing where there are none."""
    rows = [row for row in _rows(agreed(book, period, area)) if row["indicator"] == indicator]
    if not rows:
        return Block(Markup(""))
    return Block(section(_HEADING, _counted(rows, period), _table([("", rows)], area, named=False)))


def overdue(book: Dataset, period: str, area: str) -> Block:
    """How many actions there are, and each that is overdue by name; nothing where there are none."""
    rows = _rows(agreed(book, period, area))
    late = [_sentence(row, area or main_area(book)) for row in rows if row["status"] == "overdue"]
    return Block(section(_HEADING, _counted(rows, period), bullets(late)) if rows else Markup(""))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def _counted(rows: Sequence[Row], period: str) -> str:
    """7 actions as at 31 March 2026: 2 overdue, 4 open, 1 done."""
    states = Counter(row["status"] for row in rows)
    parts = ", ".join(f"{states[state]} {state}" for state in STATES if states[state])
    return f"{count(len(rows), 'action')} as at {_day(period)}: {parts}." if rows else ""


def _table(groups: Iterable[tuple[str, Sequence[Row]]], home: str, *, named: bool) -> Markup:
    """The actions; beneath each stand its indicator, where it is `named`, and its area, where it is not `home`."""
    columns = [
        Column("Action", lambda row: _with_hints(row, row["name"] if named else "", home)),
        Column("Owner", lambda row: row["owner"], named=True),
        Column("Due", lambda row: _on_one_line(_long(row["due"])) if row["due"] else "No date", named=True),
        Column("Status", _status, named=True),
        Column(
            "Agreed", lambda row: _on_one_line(short_month(row["from"])) if row["from"] else "Not stated", named=True
        ),
    ]
    return table("Actions, overdue ones first", columns, groups, css="dense cards")


def _on_one_line(text: str) -> Markup:
    return Markup('<span class="nb">{}</span>').format(text)


def _with_hints(row: Row, name: str, home: str, *more: str) -> Cell:
    area = row["area"] if row["area"] != home else ""
    return Markup("{}{}").format(row["action"], joined_hints(name, area, *more))


def _status(row: Row) -> Cell:
    """What has become of an action, in bold where it is overdue; of a dropped one why."""
    word = str(row["status"]).capitalize()
    if row["status"] == "overdue":
        return bold(word)
    return f"{word}: {row['reason']}" if row["status"] == "dropped" and row["reason"] else word


def _sentence(row: Row, home: str) -> Markup:
    """Overdue, due 28 February 2026: Call every carer. Beneath it are the indicator, the area and the owner."""
    since = f"Overdue, due {_long(row['due'])}" if row["due"] else "Overdue"
    return Markup("{}: {}").format(bold(since), _with_hints(row, row["name"], home, row["owner"]))


def _long(day: str) -> str:
    return long_date(day) if day else ""


def _day(period: str) -> str:
    return long_date(last_day(period))
