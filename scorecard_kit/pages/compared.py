"""The blocks of the section that says what has changed since an edition: figures, their definitions, and the words."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html
from scorecard_kit.blocks.changes import Change, changes
from scorecard_kit.blocks.html import Block, Cell, Column, Line, paragraph, rating, table
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.editions import Edition, edition_asked_for
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import long_date, month_name
from scorecard_kit.judge.rows import takes_rated
from scorecard_kit.pages._sides import sides
from scorecard_kit.text.counting import agreeing, count, joined

__all__ = ["Compared", "answer", "changed", "figures", "opening", "published", "title", "words"]

_FIGURES = {"rating": "Ratings", "result": "Results", "target": "Targets"}
_WORDS = {"definition": "Definitions", "commentary": "Commentary"}
_RATINGS = {str(rag) for rag in Rag}


class Compared(NamedTuple):
    """What is compared with which edition, if there is one: what has changed, and what is withheld on one side."""

    edition: Edition | None
    area: str
    changes: list[Change]
    withheld: list[str]


def published(data: str | Mapping[str, Any], period: str, report: str = "", edition: str = "") -> Edition | None:
    """The edition of that name, such as scs-2016-02/2016-03-15-1; else the newest of an earlier month and these data.

    Packs that are called as `report` up to the first digit come first. None where nothing was published. InputError
    where no edition is called so.
    """
    return edition_asked_for(data, period, report, edition)


@takes_rated
def changed(
    edition: Edition | None, book: Dataset, scored: pd.DataFrame, period: str, area: str = "", reporting: str = "month"
) -> Compared:
    """What has changed since an edition, in figures and in words. A blank area is the main one.

    Rating, result and target of each indicator are those of its newest result on either side; with them come its
    definition, and the commentary of exception pages. `book` holds every month, so that what is withheld now is
    not told by what was published. InputError where the edition was altered.
    """
    area = area or main_area(book)
    if edition is None:
        return Compared(None, area, [], [])
    then, now, withheld = sides(edition, book, scored, period, area, reporting)
    return Compared(edition, area, changes(then, now, by_month=False), withheld)


def title(period: str) -> str:
    """The title of the section."""
    return f"What has changed, {month_name(period)}"


def opening(book: Dataset, found: Compared, period: str) -> Block:
    """The title, and how much has changed of each kind, since when."""
    return html.opening(title(period), answer(found), glossary=book.glossary, wide=True)


def answer(found: Compared) -> str:
    """How much has changed of each kind, as the first sentence of the section."""
    if found.edition is None:
        return "No edition of an earlier month was published from these data, so that there is nothing to compare with."
    numbers = Counter(change.kind for change in found.changes)
    kinds = [
        count(numbers[kind], kind, "commentaries" if kind == "commentary" else "")
        for kind in (*_FIGURES, *_WORDS)
        if numbers[kind]
    ]
    said = f"{joined(kinds)} {agreeing(numbers.total(), 'have')} changed" if kinds else "nothing has changed"
    edition = found.edition
    return (
        f"In {found.area}, {said} since the edition for {month_name(edition.record['period'])} that was published on "
        f"{_day(edition)} ({edition.label})."
    )


def _day(edition: Edition) -> str:
    return long_date(edition.record["published"])


def figures(found: Compared) -> Block | None:
    """The ratings, results and targets that have changed, as published and now, and what is withheld on one side."""
    withheld = paragraph(f"Not compared, since figures are withheld: {joined(found.withheld)}.", "quiet")
    made = _table(found, "Figures that have changed", _FIGURES)
    parts = [*([made] if made else []), *([withheld] if found.withheld else [])]
    return Block(Markup("\n").join(parts)) if parts else None


def words(found: Compared) -> Block | None:
    """The definitions and commentary that have changed; a text from its first new word."""
    made = _table(found, "Words that have changed", _WORDS)
    return Block(made) if made else None


def _table(found: Compared, caption: str, kinds: Mapping[str, str]) -> Markup | None:
    groups = [(label, [_line(change) for change in found.changes if change.kind == kind])
              for kind, label in kinds.items()]  # fmt: skip
    if not (found.edition and any(lines for _, lines in groups)):
        return None
    columns = [Column(label, named=True) for label in ("Of what", f"Published {_day(found.edition)}", "Now")]
    return table(caption, columns, [(label, lines) for label, lines in groups if lines], css="cards")


def _line(change: Change) -> Line:
    return Line([change.what, *(_cell(words) for words in (change.was, change.now))])


def _cell(words: str) -> Cell:
    return rating(Rag(words)) if words in _RATINGS else words
