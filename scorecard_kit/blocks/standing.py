"""Where the indicators of a page stand, in words: which are late, withheld or missing, and what they compare with.

Every page that shows `score_latest` says it in the words of this module.
"""

from collections.abc import Iterable, Mapping

import pandas as pd
from markupsafe import Markup

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Cell, direction
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.restated import WITHHELD_CELL, Published, as_published
from scorecard_kit.judge.numbers import exact, plain
from scorecard_kit.judge.periods import long_date, month_name, short_month
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Place, Row, records
from scorecard_kit.judge.standings import has_results_of, month_before
from scorecard_kit.text.counting import agreeing, count, in_words, joined

__all__ = [
    "RESTATED", "SIGN", "answer", "as_at", "awaited", "direction_cell", "earlier_cell", "joined_hints", "left_out",
    "not_in_yet", "own_day", "own_month", "previous_month", "published_beside", "restated_mark", "result_cell",
    "why_apart", "with_absent",
]  # fmt: skip

_FEW = 2
"""As many withheld months as a cell names; more are counted."""
SIGN = "‡"
RESTATED = (
    f"{SIGN} Restated: the figure was published otherwise, and beside it stands how. Directions and ratings are those "
    "of the figures as they are now."
)
"""Beneath a table in which a figure is marked that was published otherwise."""


def answer(scored: pd.DataFrame, period: str) -> str:
    """The first sentences of a page of many indicators: ratings and directions, and what is not in yet."""
    empty = "No indicator has a result to show."
    return with_absent(sentences.headline(scored, month_before(scored)) if len(scored) else empty, scored, period)


def with_absent(sentence: str, scored: pd.DataFrame, period: str) -> str:
    """The sentence, and what is not in yet: before it where the whole month is not, else after it."""
    absent = not_in_yet(scored, period)
    return " ".join(filter(None, [sentence, absent] if has_results_of(scored, period) else [absent, sentence]))


def left_out(on_page: pd.DataFrame, scored: pd.DataFrame, area: str) -> str:
    """How many indicators are not on the page of an area, since it has never had a result for them."""
    left = len(scored) - len(on_page)
    others = count(left, "other indicator")
    return f"{others} {agreeing(left, 'have')} no figures for {area}." if left else ""


def not_in_yet(scored: pd.DataFrame, period: str) -> str:
    """Which results are older than the month that is reported and should not be; blank where all that is due is in."""
    rows = [row for row in records(scored) if row["standing"] != "no result"]
    month = month_name(period)
    if not len(scored):
        return ""
    if not rows:
        return f"There is no result up to {month} yet."
    newest = max(row["period"] for row in rows)
    late = sum(bool(row["late"]) for row in rows)
    if newest < period and late:
        verb = agreeing(len(rows), "are")
        return f"There is no result for {month} yet; the newest {verb} of {month_name(newest)}."
    if not late:
        return ""
    verb = agreeing(late, "are")
    return f"{count(late, 'result')} {verb} not in yet for {month}; the newest before it {verb} counted."


def result_cell(row: Row, *, dated: bool = True, keyed: bool = False) -> Markup:
    """The result of a row, and where it is not of the month that is reported its own month and what is awaited.

    Where the table is `keyed`, what c means is said beneath it.
    """
    text: Cell = f"{sentences.figure(row)}{sentences.status_words(row)}"
    if row["standing"] == "withheld":  # words in a column of numbers
        text = "c" if keyed else Markup('<span class="when">{}</span>').format(text)
    hints = (sentences.before_rounding(row), own_month(row), as_at(row) if dated else "")
    hint = joined_hints(*hints) if row["standing"] != "no result" else ""
    return Markup("{}{}").format(text, hint)


def own_month(row: Row) -> str:
    """The month of a row that is older than the month that is reported, and what is not in yet; else blank."""
    if row["period"] == row["asked"]:
        return ""
    return f"{month_name(row['period'])}{'; ' if row['late'] else ''}{awaited(row).removesuffix('.')}"


def awaited(row: Row) -> str:
    """That the result of the month that is reported is late; blank where it is in, or not due."""
    return f"{month_name(row['asked'])} is not in yet." if row.get("late") else ""


def as_at(row: Row) -> str:
    """The day that a row's figures are as at, where the data name one."""
    return f"as at {own_day(row)}" if row["as_at"] else ""


def own_day(row: Row) -> str:
    """The day that a result is of in words; blank where it is of the end of its month."""
    return long_date(row["as_at"]) if row["as_at"] else ""


def joined_hints(*hints: str) -> Markup:
    """What stands beneath a figure in a cell; nothing where there is nothing to say."""
    text = ", ".join(filter(None, hints))
    return Markup(' <span class="hint when">{}</span>').format(text) if text else Markup("")


def earlier_cell(row: Row, side: str, *, dated: bool) -> Markup:
    """The previous result or the outturn, with its month where `dated`."""
    figure = display_result(row[side], row["unit"], row["decimals"])
    if not figure:
        return _no_earlier(str(row[f"{side}_withheld"]).split())
    if side == "previous":
        return Markup("{}{}").format(figure, previous_month(row, dated=dated))
    return Markup("{}{}").format(figure, joined_hints(short_month(row[f"{side}_period"]) if dated else ""))


def _no_earlier(withheld: list[str]) -> Markup:
    """What stands for an earlier figure that there is none of, or that is withheld."""
    if not withheld:
        return Markup("None")
    return Markup("c{}").format(joined_hints("earlier results are withheld" if len(withheld) > 1 else "withheld"))


def previous_month(row: Row, *, dated: bool) -> Markup:
    """The month of the previous result where `dated`, or where those since are withheld: March, since April is."""
    if not row["previous_period"]:
        return Markup("")
    hidden = [short_month(month) for month in row["previous_withheld"].split()]
    months = f"since {joined(hidden)}" if len(hidden) <= _FEW else f"{in_words(len(hidden))} since then"
    withheld = f"{months} {agreeing(len(hidden), 'are')} withheld" if hidden else ""
    return joined_hints(short_month(row["previous_period"]) if dated or hidden else "", withheld)


def direction_cell(row: Row, side: str) -> Markup:
    """The direction since the previous result or the outturn, and where the two do not compare why."""
    rounding = "within_rounding" if side == "previous" else "outturn_within_rounding"
    return direction(row[f"direction_from_{side}"], within_rounding=row[rounding], why=why_apart(row, side))


def why_apart(row: Row, side: str) -> str:
    """Why two figures that are both known do not compare."""
    return str(row[f"{side}_apart"]) if "" not in (row["value"], row[side]) else ""


def published_beside(book: Dataset, rows: Iterable[Row], sides: Iterable[str]) -> dict[Place, Published]:
    """How the earlier figures of rated rows were published: of each side, such as previous, in the month it is of.

    A row's own figure is the side "". The months are those before the one that was asked for.
    """
    rows, sides = list(rows), list(sides)
    wanted = {_key_of(row, side) for row in rows for side in sides} if rows else set()
    wanted = {key for key in wanted if key[1]}
    return as_published(book, max(row["asked"] for row in rows), wanted) if wanted else {}


def _key_of(row: Row, side: str) -> Place:
    """Which figure a side of a rated row is."""
    return row["indicator"], row[f"{side}_period" if side else "period"], row["area"], row["cohort"]


def restated_mark(row: Row, side: str, published: Mapping[Place, Published]) -> Markup:
    """The mark beneath a figure of a rated row; nothing where it reads as it was published, or is withheld now."""
    before, now = published.get(_key_of(row, side)), row[side or "value"]
    if before is None or now == "" or before.row["value"] in ("", plain(exact(now))):
        return Markup("")
    if before.row["value"] == WITHHELD_CELL:
        return _marked("withheld when published")
    was, is_now = (display_result(number, row["unit"], row["decimals"]) for number in (before.row["value"], now))
    return _marked(f"published {was}") if was != is_now else Markup("")


def _marked(words: str) -> Markup:
    sign = Markup(' <span class="hint when"><span aria-hidden="true">{}</span> restated, {}</span>')
    return sign.format(SIGN, words)
