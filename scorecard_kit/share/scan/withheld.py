"""The counts that a pack withholds, worked out again from its data."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pkgutil import iter_modules
from typing import Any, NamedTuple

from scorecard_kit import pages
from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import part
from scorecard_kit.judge.disclosure import is_small
from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import previous_point
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import FIGURES, definitions, records
from scorecard_kit.pack.models import beside
from scorecard_kit.pack.plan import Pack

__all__ = ["ALONE", "Figures", "Hidden", "Key", "hidden_figures"]

Key = tuple[str, str, str, str, str]
"""Indicator, period, area, cohort, and the category of a breakdown."""
Figures = tuple[Fraction | None, Fraction | None, Fraction | None]
"""Numerator, denominator, value."""

ALONE = "less "
"""Before the name of a cohort that is worked out: everyone less the results that exclude it."""
_YEARS = 6  # more than a chart shows


class Hidden(NamedTuple):
    """What a pack withholds, and the words by which its row is known."""

    figures: Mapping[Key, Figures]
    items: Mapping[str, Indicator]
    areas: tuple[str, ...]
    main_area: str
    period: str
    below: int
    previous: Callable[[str], str]
    own_sections: frozenset[str] = frozenset()
    """The sections whose notebooks are the council's own."""


def hidden_figures(pack: Pack) -> Hidden:
    """Everything that the pack's `small_counts` takes out: results, cohorts by subtraction, and breakdowns."""
    below = pack.head.small_counts.below  # of a database the months that a page may show, of a folder all:
    reach: dict[str, Any] = {"period": pack.head.period, "months": _YEARS * 12} if pack.dataset.stored else {}
    as_published = part(pack.dataset, **reach)
    place = beside(pack.head.data, str(pack.folder))  # wherever this runs
    as_entered = part(opened(place, {"below": below, "already_published": True}), **reach)
    items = definitions(as_entered.indicators)
    entered = {_key(row): _figures(row, items) for row in records(as_entered.results) if row["indicator"] in items}
    published = {_key(row) for row in records(as_published.results) if row.get("status") != "suppressed"}
    hidden = {key: figures for key, figures in entered.items() if key not in published and any(figures)}
    hidden |= dict(_cohorts(entered, items, below))
    emptied = {_key(row) for row in records(as_published.breakdowns) if exact(row["count"]) is None}
    counts = {_key(row): exact(row["count"]) for row in records(as_entered.breakdowns)}
    hidden |= {key: (count, None, None) for key, count in counts.items() if count is not None and key in emptied}
    months = {key[1] for key in entered}
    areas = tuple(sorted({key[2] for key in entered}, key=len, reverse=True))
    return Hidden(hidden, items, areas, main_area(as_entered), pack.head.period, below,
                  lambda period: previous_point(period, months, pack.head.reporting), _own_sections(pack))  # fmt: skip


def _own_sections(pack: Pack) -> frozenset[str]:
    kits = {module.name for module in iter_modules(pages.__path__)}
    return frozenset(section.name for section in pack.sections if section.notebook.stem not in kits)


def _key(row: Mapping[str, Any]) -> Key:
    return row["indicator"], row["period"], row["area"], row.get("cohort", ""), row.get("category", "")


def _figures(row: Mapping[str, Any], items: Mapping[str, Indicator]) -> Figures:
    above, base, value = (exact(row.get(name)) for name in FIGURES)
    if value is None and above is not None and base:
        value = rate(above, base, items[row["indicator"]].per)
    return above, base, value


def _cohorts(
    entered: Mapping[Key, Figures], items: Mapping[str, Indicator], below: int
) -> Iterator[tuple[Key, Figures]]:
    for key, (above, base, _) in entered.items():
        everyone = entered.get((*key[:3], "", ""))
        if not key[3] or everyone is None or above is None or everyone[0] is None or key[3] in items[key[0]].excludes:
            continue
        count = everyone[0] - above
        total = None if base is None or everyone[1] is None else everyone[1] - base
        if is_small(count, total, items[key[0]].unit, below):
            yield (*key[:3], ALONE + key[3], ""), (count, total, None)
