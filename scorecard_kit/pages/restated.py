"""The blocks of the page of restated figures: what was published of earlier months, and how it reads now."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import html, sentences
from scorecard_kit.blocks.html import Block, Cell, Column, direction, paragraph, rating, table, to_csv
from scorecard_kit.blocks.standing import joined_hints
from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.restated import Figure, Restated, restated
from scorecard_kit.judge.indicators import Direction, Rag, Unit
from scorecard_kit.judge.numbers import difference, exact, plain
from scorecard_kit.judge.periods import long_date, month_name
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.text.counting import agreeing, capitalised, count, in_words

__all__ = ["listed", "opening", "restated", "smaller"]

_WITHHELD = "withheld"
_COLUMNS = (
    "indicator name period area cohort numerator denominator value status rag direction_from_previous "
    "published_numerator published_denominator published_value published_rag published_direction_from_previous "
    "difference edition"
).split()
_THEN = ("numerator", "denominator", "value", "rag", "direction_from_previous")


def opening(book: Dataset, found: Restated, period: str) -> Block:
    """The title, and how many published figures are otherwise now. The index repeats the sentence, if there are any."""
    answer = _answer(found)
    heading = f"Restated figures, {month_name(period)}"
    block = html.opening(heading, answer, glossary=book.glossary, wide=True)
    return Block(block.html, meta={**block.meta, "line": answer if found.figures else ""})


def _answer(found: Restated) -> str:
    if not found.editions:
        return "No earlier month was published as an edition, so nothing can have changed since."
    number = len(found.figures)
    if not number:
        return "No figure of an earlier month that is worth a line has changed since it was published."
    figures = f"{count(number, 'figure')} of earlier months {agreeing(number, 'have')} changed since publication"
    rated = sum(_changed(figure, "rag") for figure in found.figures)
    turned = sum(_changed(figure, "direction_from_previous") for figure in found.figures)
    more = [f"{in_words(rated)} with another rating"] if rated else []
    more += [f"{in_words(turned)} with another direction"] if turned else []
    return f"{figures}{': ' if more else ''}{', '.join(more)}."


def _changed(figure: Figure, column: str) -> bool:
    """Whether what was said of a figure, its rating or direction, is another now."""
    was = figure.published.row.get(column, "")
    return not figure.is_withheld and bool(was) and was != str(figure.now.get(column, ""))


def listed(book: Dataset, found: Restated) -> Block:
    """Each figure as published and as now, with the difference, ratings and directions; and the same as CSV.

    Of one that is withheld on either side, nothing else is said.
    """
    csv = to_csv(pd.DataFrame(map(_line, found.figures), columns=_COLUMNS, dtype=object), _COLUMNS)
    if not found.figures:
        return Block(Markup(""), csv=csv)
    home = main_area(book)
    columns = [
        Column("Indicator", lambda figure: _name(figure, home)),
        Column("As published", _published, number=True, named=True),
        Column("As now", _now, number=True, named=True),
        Column("Difference", _difference, number=True, named=True),
        Column("Rating as published", lambda figure: _rag(figure, figure.published.row), named=True),
        Column("Rating now", lambda figure: _rag(figure, figure.now), named=True),
        Column("Direction as published", lambda figure: _direction(figure, figure.published.row), named=True),
        Column("Direction now", lambda figure: _direction(figure, figure.now), named=True),
    ]
    months = sorted({figure.key[1] for figure in found.figures}, reverse=True)
    groups = [(month_name(month), [it for it in found.figures if it.key[1] == month]) for month in months]
    note = "Directions are those since the result before. Differences of percentages are in percentage points."
    body = table("Figures as published, and as they are now", columns, groups, css="dense cards")
    return Block(body + paragraph(note, "quiet"), csv=csv)


def smaller(found: Restated, restated_from: float) -> Block:
    """How many figures differ by less than is worth a line; nothing where none does."""
    if not found.smaller:
        return Block(Markup(""))
    least = f"{plain(exact(restated_from))} percentage points, or {plain(exact(restated_from))}% of another figure"
    text = f"{count(found.smaller, 'figure')} {agreeing(found.smaller, 'differ')} by less than {least}"
    return Block(paragraph(capitalised(f"{text}, and {agreeing(found.smaller, 'are')} not listed."), "quiet"))


def _name(figure: Figure, home: str) -> Cell:
    _, _, area, cohort = figure.key
    hints = joined_hints(area if area != home else "", cohort.replace("_", " "))
    return Markup("{}{}").format(figure.item.name, hints)


def _published(figure: Figure) -> Cell:
    edition = figure.published.edition.record
    day = f"on {long_date(edition['published'])}"
    value = _WITHHELD if figure.is_withheld else _figure(figure, figure.published.row)
    return Markup("{}{}").format(value, _beneath(day))


def _now(figure: Figure) -> Cell:
    return Markup("{}").format(_WITHHELD if figure.is_withheld else _figure(figure, figure.now) or "no longer given")


def _figure(figure: Figure, row: Mapping[str, Any]) -> Cell:
    """A result, and beneath it its counts."""
    if row.get("value", "") == "":
        return ""
    sides = [sentences.number(it) for name in ("numerator", "denominator") if (it := exact(row[name])) is not None]
    counts = " of ".join(sides) if figure.item.unit is not Unit.COUNT else ""
    shown = display_result(exact(row["value"]), figure.item.unit, figure.item.decimals)
    return Markup("{}{}").format(shown, _beneath(counts))


def _beneath(words: str) -> Markup:
    """What stands beneath a figure, on one line."""
    return Markup(' <span class="hint">{}</span>').format(words) if words else Markup("")


def _difference(figure: Figure) -> str:
    if figure.is_withheld:
        return _WITHHELD
    return "none" if figure.difference is None else difference(figure.difference, figure.item.decimals)


def _rag(figure: Figure, row: Mapping[str, Any]) -> Cell:
    if figure.is_withheld:
        return _WITHHELD
    return rating(Rag(row["rag"])) if row.get("rag") else "not given"


def _direction(figure: Figure, row: Mapping[str, Any]) -> Cell:
    if figure.is_withheld:
        return _WITHHELD
    way = row.get("direction_from_previous", "")
    return direction(Direction(way)) if way else "not given"


def _line(figure: Figure) -> dict[str, object]:
    """A row of the CSV file: what is withheld on one side is c on both."""
    indicator, period, area, cohort = figure.key
    place = {"indicator": indicator, "name": figure.item.name, "period": period, "area": area, "cohort": cohort}
    edition = {"edition": figure.published.edition.label}
    if figure.is_withheld:
        return {**dict.fromkeys(_COLUMNS, "c"), **place, "status": "suppressed", **edition}
    now = {name: figure.now.get(name, "") for name in (*_THEN, "status")}
    then = {f"published_{name}": figure.published.row.get(name, "") for name in _THEN}
    return {**place, **now, **then, "difference": plain(figure.difference), **edition}
