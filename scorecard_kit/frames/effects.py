"""What made a result move, as a frame: a row a part, with its rate and its mix effect on the difference."""

from collections.abc import Sequence

import pandas as pd

from scorecard_kit.blocks import sentences
from scorecard_kit.blocks.html import Block, paragraph
from scorecard_kit.charts.effects import Split, part_labels
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.findings import among
from scorecard_kit.frames.judged import areas_of, refuse_unknown
from scorecard_kit.frames.rated import Rated, rated
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.movement import Part, Side, totals
from scorecard_kit.judge.movement import effects as effects_of
from scorecard_kit.judge.movement import parts as parts_of
from scorecard_kit.judge.periods import is_month, month_name, months_before
from scorecard_kit.judge.rows import FIGURES, Row, definitions, records
from scorecard_kit.judge.scorecard import apart, breaks, history

__all__ = ["EVERYONE", "Effects", "effects", "side_names", "split_between", "split_of"]

EVERYONE = "everyone"
"""In what a result is compared with: nobody is left out of it."""

_FEWEST = 2  # one part alone is no split
_COLUMNS = [
    *("area", "cohort", *(f"{side}_{name}" for side in ("first", "second") for name in FIGURES)),
    *("rate", "mix", "effect"),
]
_HELD = ["name", "unit", "decimals", "compared"]
"""What the exact rows say beside them."""


class Effects(Rated):
    """The frame of `effects`: it holds the split that its rows are of."""

    _metadata = ["made_from", "split"]  # noqa: RUF012 - pandas' own name and kind
    split: Split | None = None

    @property
    def _constructor(self) -> "type[Effects]":
        return Effects

    def _repr_html_(self) -> str | None:
        """The table of the effects, or why there are none."""
        if self.split is None or not self.split.why:
            return super()._repr_html_()
        return Block(paragraph(self.split.why))._repr_mimebundle_()[0]["text/html"]

    def left(self) -> Split:
        """The split with the effects of the rows that are left, in their order."""
        if self.split is None:
            raise ValueError("the frame holds the effects of no one result any more; ask `effects` for them again")
        named = dict(zip(self.split.labels, self.split.effects, strict=True))
        labels = [str(part) for part in self.exact()["part"]]
        return self.split._replace(effects=[named[label] for label in labels], labels=labels)


def effects(
    book: Dataset,
    indicator: str,
    period: str,
    area: str = "",
    cohort: str = "",
    *,
    compare: str | Sequence[str] = "previous",
    reporting: str = "month",
) -> Effects:
    """Split the difference between two results of an indicator into what its parts add to it, a row a part.

    The result is that of the period, area (blank: the main one) and cohort (blank: everyone). `compare` says with what:
    "previous" is the previous result on the `reporting` rhythm; else write a month, an area, a cohort such as
    excluding_uasc or "everyone", or several of them: ["2016-02", "North"]. What it does not name is the same on
    both sides. The difference runs from the earlier month to the later one; in one month from the other area to this
    one, and in one area from everyone to a cohort.

    Returns a frame with the part as its index: its area and cohort, numerator, denominator and value on both sides, and
    `rate`, `mix` and their sum `effect`, in the unit of the result. The rate effect is what the part's own rate has
    changed, the mix effect how many of all it is; they add to the whole difference exactly (E. M. Kitagawa, 1955; see
    docs/explanation/method.md). Parts that are too small to show are in the rest. Where there is nothing to split the
    frame has no rows, and `frame.split.why` says why. Raises ValueError for an indicator or a comparison that there is
    not.
    """
    refuse_unknown(book, indicator)
    refuse_unknown(book, cohort, "cohort")
    [named] = areas_of(book, area)
    other = side = Side(period, named, cohort)
    for name in [compare] if isinstance(compare, str) else compare:
        other = _compared(book, indicator, other, name, reporting)
    split = split_between(book, indicator, other, side)
    whole = pd.DataFrame(_rows(split), columns=["part", *_COLUMNS, *_HELD], dtype=object)
    frame = Effects(rated(whole, ["part"], _COLUMNS))
    frame.made_from, frame.split = whole, split
    return frame


def _rows(split: Split) -> list[Row]:
    """The exact rows of a split, each with what it is of; none where it cannot be split."""
    item, (first, second) = split.item, split.names
    held = {"name": item.name, "unit": item.unit, "decimals": item.decimals}
    held["compared"] = f"{item.name}: from {first} to {second}"
    rows = []
    for name, effect in zip(split.labels, split.effects, strict=True):
        row: Row = {"part": name, "area": effect.part.area, "cohort": effect.part.cohort, **held}
        for side, counts in zip(("first", "second"), effect.part.sides, strict=True):
            row |= {f"{side}_{field}": amount for field, amount in counts._asdict().items()}
            row[f"{side}_value"] = counts.value(item.per)
        rows.append(row | {"rate": effect.rate, "mix": effect.mix, "effect": effect.rate + effect.mix})
    return rows


def _compared(book: Dataset, indicator: str, side: Side, name: str, reporting: str) -> Side:
    """The result with what the name says in place of its own: another month, area or cohort."""
    if name == "previous":
        months = [side.period]
        before = history(book, indicator, side.area, months, side.cohort, reporting=reporting, keep_empty=True)
        known = records(before)[0]["previous_period"] if len(before) else ""
        return side._replace(period=known or months_before(side.period, 1))
    if is_month(name):
        return side._replace(period=name)
    cohorts = [str(cohort) for cohort in book.results["cohort"].unique() if cohort]
    if name in {EVERYONE, *cohorts}:
        return side._replace(cohort="" if name == EVERYONE else name)
    areas = list(dict.fromkeys(map(str, [*book.areas["area"], *book.results["area"]])))
    if name not in areas:
        named = ["previous", *cohorts, EVERYONE, *areas]
        raise ValueError(f"there is nothing called {name!r} to compare with. {among(name, named)}")
    return side._replace(area=name)


def split_between(book: Dataset, indicator: str, one: Side, other: Side) -> Split:
    """The difference of two results of the data, split into the effects of its parts, or why it cannot be.

    It runs from the first to the second, unless that is of an earlier month, or is everyone's of the same area.
    """
    item = definitions(book.indicators)[indicator]
    first, second = (other, one) if _is_later(one, other) else (one, other)
    if first == second:
        return split_of(item, [], first, second)
    made_of = parts_of(book.results, book.indicators, book.areas, indicator, first, second, book.rule)
    row: Row = {"period": second.period, "data_period": item.data_period, "unit": item.unit}
    row["denominator"] = 1 if made_of and made_of[0].second.denominator is not None else ""
    row["breaks"] = breaks(records(book.changes), indicator, second.period)
    return split_of(item, made_of, first, second, apart(first.period, row) if first.period < second.period else "")


def _is_later(one: Side, other: Side) -> bool:
    is_same = one[:2] == other[:2]
    return one.period > other.period or (is_same and bool(one.cohort) and not other.cohort)


def split_of(item: Indicator, parts: Sequence[Part], first: Side, second: Side, why_apart: str = "") -> Split:
    """The effects of the parts that two results share, or why there are none.

    `why_apart` says why the two do not compare: then there is no difference to split.
    """
    names = side_names(first, second)
    if why_apart:
        return Split(item, [], [], names, f"{' and '.join(names)} do not compare: {why_apart}.")
    found = effects_of(parts, item.per)
    if len(found) < _FEWEST:
        return Split(item, [], [], names, _unsplit(item, parts, first, second))
    return Split(item, found, part_labels(parts), names)


def side_names(first: Side, second: Side) -> tuple[str, str]:
    """What tells the two sides apart: areas, months, and including or excluding a cohort."""
    name = sentences.cohort_name(first.cohort or second.cohort)

    def named(side: Side) -> str:
        words = [side.area] if first.area != second.area else []
        words += [month_name(side.period)] if first.period != second.period else []
        words += [sentences.cohort_words(side.cohort) if side.cohort else f"including {name}"] if name else []
        return ", ".join(words or [month_name(side.period)])

    return named(first), named(second)


def _unsplit(item: Indicator, parts: Sequence[Part], first: Side, second: Side) -> str:
    if first == second:
        return "Both sides are the same result, so there is nothing to split. Choose another."
    if not parts:
        named = side_names(first, second)
        if {first.cohort, second.cohort} & set(item.excludes):
            return f"The definition leaves {sentences.cohort_name(second.cohort or first.cohort)} out on both sides."
        return f"Numerator and denominator of {named[0]} and {named[1]} are not both in the data, or are withheld."
    values = [side.value(item.per) for side in totals(parts)]
    if values[0] is None or values[1] is None:
        return "One side has no cases, so there is no difference to split."
    difference = sentences.signed(values[1] - values[0], item.unit, item.decimals)
    return (
        f"The difference is {difference}. No part of it can be shown: the figures of the parts "
        "are not in the data, or are too small."
    )
