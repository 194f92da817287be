"""The blocks of the page of actions: who agreed to do what by when, and what became of it. Overdue ones come first.

The page of an indicator shows its own in the same way, and the cover report names those that are overdue.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.cells import bold
from scorecard_kit.blocks.html import Block, Cell, Column, bullets, paragraph, section, table, to_csv
from scorecard_kit.blocks.standing import joined_hints
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.judge.actions import CLOSED, STATES, actions_of
from scorecard_kit.judge.periods import last_day, long_date, month_name, short_month
from scorecard_kit.judge.rows import Row, definitions
from scorecard_kit.text.counting import capitalised, count, in_words

__all__ = ["agreed", "in_one_sentence", "listed", "of_indicator", "one_by_one", "opening", "overdue"]

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
    body = _table([group for group in groups if group[1]], main_area(book))
    return Block(body, csv=to_csv(agreed, _COLUMNS))


def of_indicator(book: Dataset, indicator: str, period: str, area: str) -> list[Row]:
    """The actions of one indicator in an area, overdue ones first; none where nothing is recorded."""
    return [row for row in _rows(agreed(book, period, area)) if row["indicator"] == indicator]


def one_by_one(rows: Sequence[Row], period: str, home: str) -> Markup:
    """How many actions there are, and each in words: what has become of it, the action itself, and beneath it by whom.

    An area is said where it is not `home`.
    """
    return paragraph(_counted(rows, period), "quiet") + bullets(_sentence(row, home) for row in rows)


def in_one_sentence(rows: Sequence[Row]) -> str:
    """The first action that is open, overdue ones first, and how many more there are; blank where there is none.

    Where every action is done or dropped, how many of them are.
    """
    still_open = [row for row in rows if row["status"] not in CLOSED]
    if not still_open:
        return f"No action is open: {_by_state(rows)}." if rows else ""
    first, others = still_open[0], len(still_open) - 1
    when = f" ({_when(first)})" if _when(first) else ""
    more = f", and {in_words(others)} more action{'s' if others > 1 else ''}" if others else ""
    return f"{first['action'].rstrip('.')}{when}{more}."


def overdue(book: Dataset, period: str, area: str) -> Block:
    """How many actions there are, and each that is overdue by name; nothing where there are none."""
    rows = _rows(agreed(book, period, area))
    home = area or main_area(book)
    late = [_sentence(row, home, row["name"]) for row in rows if row["status"] == "overdue"]
    return Block(section(_HEADING, _counted(rows, period), bullets(late)) if rows else Markup(""))


def _rows(frame: pd.DataFrame) -> list[Row]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def _counted(rows: Sequence[Row], period: str) -> str:
    """7 actions as at 31 March 2026: 2 overdue, 4 open, 1 done."""
    return f"{count(len(rows), 'action')} as at {_day(period)}: {_by_state(rows)}." if rows else ""


def _by_state(rows: Sequence[Row]) -> str:
    states = Counter(row["status"] for row in rows)
    return ", ".join(f"{states[state]} {state}" for state in STATES if states[state])


def _table(groups: Iterable[tuple[str, Sequence[Row]]], home: str) -> Markup:
    """The actions; beneath each stand its indicator, and its area where it is not `home`."""
    columns = [
        Column("Action", lambda row: _with_hints(row, row["name"], home)),
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


def _with_hints(row: Row, name: str, home: str) -> Cell:
    return Markup("{}{}").format(row["action"], _hints(row, name, home))


def _hints(row: Row, name: str, home: str, *more: str) -> Markup:
    return joined_hints(name, row["area"] if row["area"] != home else "", *more)


def _status(row: Row) -> Cell:
    """What has become of an action, in bold where it is overdue; of a dropped one why."""
    word = str(row["status"]).capitalize()
    if row["status"] == "overdue":
        return bold(word)
    return f"{word}: {row['reason']}" if row["status"] == "dropped" and row["reason"] else word


def _sentence(row: Row, home: str, name: str = "") -> Markup:
    """Overdue, due 28 February 2026: Call every carer. Beneath it are the indicator, the area and the owner."""
    said = capitalised(_when(row))
    when = Markup("{}: ").format(bold(said) if row["status"] == "overdue" else said) if said else ""
    why = f" {row['reason']}" if row["status"] == "dropped" and row["reason"] else ""
    return Markup("{}{}{}").format(when, row["action"], why) + _hints(row, name, home, row["owner"])


def _when(row: Row) -> str:
    """Overdue, due 28 February 2026; of a closed action what has become of it; blank of an open one without a day."""
    state = "" if row["status"] == "open" else str(row["status"])
    due = f"due {_long(row['due'])}" if row["due"] and row["status"] not in CLOSED else ""
    return ", ".join(filter(None, [state, due]))


def _long(day: str) -> str:
    return long_date(day) if day else ""


def _day(period: str) -> str:
    return long_date(last_day(period))
