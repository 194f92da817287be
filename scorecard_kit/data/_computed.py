"""Results that are worked out from a monthly series: the year to date, twelve months, a quarter or a year of it.

Sums of numerators and of denominators, exact. A figure of which a month is missing is none, and not a smaller one.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

import pandas as pd

from scorecard_kit.data._tables import rows
from scorecard_kit.judge.periods import COVERED
from scorecard_kit.judge.rows import COUNTS, PLACE, Place, Row, place_of

__all__ = ["computed_figures", "from_series", "with_computed"]

Figures = tuple[Fraction | None, Fraction | None]
"""Numerator and denominator; both None where a month of them is withheld."""


def from_series(indicators: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """By the key of each indicator that is computed, how, and from which monthly series."""
    kept = indicators[indicators["computed"].isin(COVERED)]
    return dict(zip(kept["indicator"], zip(kept["computed"], kept["from_series"], strict=True), strict=True))


def computed_figures(results: pd.DataFrame, indicators: pd.DataFrame) -> dict[Place, tuple[Figures, Row]]:
    """Every figure that the months of its series give, with what else its row says: its status and as-at date.

    Each month that it covers must have its numerator, and its denominator too unless none of them has one. It is
    provisional where a month is, or is carried forward, and of the day that its newest month is of.
    """
    wanted = from_series(indicators)
    series: dict[Place, Row] = {place_of(row): row for _, row in rows(results)}
    found: dict[Place, tuple[Figures, Row]] = {}
    for key, (how, source) in wanted.items():
        for (indicator, period, area, cohort), newest in series.items():
            if indicator == source and (months := COVERED[how](period)):
                parts = [part for month in months if (part := series.get((source, month, area, cohort)))]
                if len(parts) == len(months) and (figures := _added(parts)):
                    status = "provisional" if any(part["status"] for part in parts) else ""
                    found[key, period, area, cohort] = figures, {"status": status, "as_at": newest["as_at"]}
    return found


def _added(parts: Sequence[Row]) -> Figures | None:
    """The sums of some months; None where one of them has no figure."""
    if any(part["status"] == "suppressed" for part in parts):
        return None, None
    numerators, denominators = ([part[name] for part in parts if part[name] is not None] for name in COUNTS)
    has_all = len(numerators) == len(parts) and len(denominators) in (0, len(parts))
    if not has_all or not all(isinstance(figure, Fraction) for figure in [*numerators, *denominators]):
        return None
    return sum(numerators, Fraction(0)), sum(denominators, Fraction(0)) if denominators else None


def with_computed(
    results: pd.DataFrame, indicators: pd.DataFrame, safe: Callable[[pd.DataFrame], pd.DataFrame]
) -> pd.DataFrame:
    """The results, small counts withheld, with those that are computed beside those that are entered.

    `safe` withholds in a frame of results what may not be shown. A result that is entered stays as it is. A computed
    one of which a month is withheld is withheld with it: what is shown is a sum of months that may be shown, so that no
    month can be worked out from two of them. Computed rows have numbers under nought, since they stand in no file.
    """
    if not (wanted := from_series(indicators)):
        return safe(results)
    is_computed = results["indicator"].isin(wanted)
    shown = safe(results[~is_computed])
    entered = set(zip(*(results[name] for name in PLACE), strict=True))
    made = [
        _row(place, figures, further, results.columns)
        for place, (figures, further) in computed_figures(shown, indicators).items()
        if place not in entered
    ]
    numbers = pd.Index(range(-len(made), 0), name=results.index.name, dtype="int64")
    computed = pd.DataFrame(made, columns=results.columns, index=numbers, dtype=object)
    return pd.concat([shown, safe(pd.concat([results[is_computed], computed]))])


def _row(place: Place, figures: Figures, further: Row, columns: pd.Index) -> list[object]:
    cells: Row = dict.fromkeys(columns, "") | dict(zip(PLACE, place, strict=True))
    numerator, denominator = figures
    further = further if numerator is not None else {**further, "status": "suppressed"}
    cells |= {"numerator": numerator, "denominator": denominator, "value": None, "rank": None, "of": None}
    return list((cells | further).values())
