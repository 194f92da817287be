"""How a figure is marked that was published otherwise: a sign, the word, and what was published."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.restated import WITHHELD, Key, Published, as_published
from scorecard_kit.judge.numbers import exact, plain
from scorecard_kit.judge.ratings import display_result
from scorecard_kit.judge.rows import Row

__all__ = ["KEY", "SIGN", "mark", "published_beside"]

SIGN = "‡"
KEY = (
    f"{SIGN} Restated: the figure was published otherwise, and beside it stands how. Directions and ratings are those "
    "of the figures as they are now."
)


def published_beside(book: Dataset, rows: Iterable[Row], sides: Iterable[str]) -> dict[Key, Published]:
    """How the earlier figures of rated rows were published: of each side, such as previous, in the month it is of.

    A row's own figure is the side "". The months are those before the one that was asked for.
    """
    rows, sides = list(rows), list(sides)
    wanted = {key_of(row, side) for row in rows for side in sides} if rows else set()
    wanted = {key for key in wanted if key[1]}
    return as_published(book, max(row["asked"] for row in rows), wanted) if wanted else {}


def key_of(row: Row, side: str) -> Key:
    """Which figure a side of a rated row is."""
    return row["indicator"], row[f"{side}_period" if side else "period"], row["area"], row["cohort"]


def mark(row: Row, side: str, published: Mapping[Key, Published]) -> Markup:
    """The mark beneath a figure of a rated row; nothing where it reads as it was published, or is withheld now."""
    before, now = published.get(key_of(row, side)), row[side or "value"]
    if before is None or now == "" or before.row["value"] in ("", plain(exact(now))):
        return Markup("")
    if before.row["value"] == WITHHELD:
        return _marked("withheld when published")
    was, is_now = (display_result(number, row["unit"], row["decimals"]) for number in (before.row["value"], now))
    return _marked(f"published {was}") if was != is_now else Markup("")


def _marked(words: str) -> Markup:
    sign = Markup(' <span class="hint when"><span aria-hidden="true">{}</span> restated, {}</span>')
    return sign.format(SIGN, words)
