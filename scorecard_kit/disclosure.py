"""Which figures a page may show: small counts of people are withheld, and with them what would reveal them.

The rule works on results before anything is computed from them, so page, chart, text alternative, commentary and CSV
agree. What it does not do stands in docs/security.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from scorecard_kit.contract import Row, definitions, records
from scorecard_kit.indicator import Unit
from scorecard_kit.number import exact

WITHHELD = "withheld to protect individuals"
"""What a reader is told; the sign of it in tables and CSV is `c`."""

_PEOPLE_COUNTED_BELOW = frozenset({Unit.DAYS, Unit.RATIO, Unit.GBP})
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class SmallCounts:
    """A pack's rule: counts of 1 to `below` - 1 are withheld.

    `already_published` shows the entered results as they are, and still withholds small figures derived from them.
    """

    below: int = 6
    already_published: bool = False


def is_small(numerator: object, denominator: object, unit: Unit, below: int) -> bool:
    """Whether a figure counts 1 to `below` - 1 people, or leaves so few out; 0 and `below` itself are not small.

    For days, ratios and pounds the people are in the denominator; for a percentage numerator and complement both count.
    """
    above, base = exact(numerator), exact(denominator)
    counted = [base] if unit in _PEOPLE_COUNTED_BELOW else [above]
    if unit is Unit.PERCENT and above is not None and base is not None:
        counted.append(base - above)
    return any(count is not None and 0 < count < below for count in counted)


def withhold(
    results: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame, small_counts: SmallCounts
) -> pd.DataFrame:
    """Return the results with small ones marked suppressed and emptied.

    Suppressed too: an excluding cohort's result where everyone less it is small; and, where one area alone would stand
    suppressed beside its siblings and their parent, the next smallest sibling.
    """
    if small_counts.already_published:
        return results
    units = {key: item.unit for key, item in definitions(indicators).items()}
    rows: dict[Key, Row] = {_key(row): row for row in records(results) if row["indicator"] in units}
    hidden = {key for key, row in rows.items() if _is_small_row(row, units[key[0]], small_counts.below)}
    hidden |= {key for key in rows if key[3] and _reveals_cohort(rows, key, units[key[0]], small_counts.below)}
    hidden |= set(_siblings_too(rows, hidden, areas))
    marked = results.copy()
    mask = [_key(row) in hidden for row in records(results)]
    marked.loc[mask, ["numerator", "denominator", "value"]] = None
    marked.loc[mask, "status"] = "suppressed"
    return marked


def withhold_breakdowns(breakdowns: pd.DataFrame, small_counts: SmallCounts) -> pd.DataFrame:
    """Return the breakdowns with small counts emptied; never one alone in its group, which the total would reveal."""
    if small_counts.already_published or breakdowns.empty:
        return breakdowns
    marked = breakdowns.copy()
    for _, group in breakdowns.groupby(["indicator", "period", "area", "cohort", "dimension"], sort=False):
        counts = group["count"].map(exact)
        small = counts[counts.map(lambda count: is_small(count, None, Unit.COUNT, small_counts.below))].index.tolist()
        if len(small) == 1 and len(group) > 1:
            small.append(counts.drop(small).map(lambda count: count or Fraction(0)).idxmin())
        marked.loc[small, "count"] = None
    return marked


def _key(row: Mapping[str, Any]) -> Key:
    return row["indicator"], row["period"], row["area"], row.get("cohort", "")


def _is_small_row(row: Mapping[str, Any], unit: Unit, below: int) -> bool:
    return is_small(row.get("numerator"), row.get("denominator"), unit, below)


def _reveals_cohort(rows: Mapping[Key, Row], key: Key, unit: Unit, below: int) -> bool:
    everyone = rows.get((*key[:3], ""))
    if everyone is None:
        return False
    (above, base), (part, part_base) = (
        [exact(row.get(name)) for name in ("numerator", "denominator")] for row in (everyone, rows[key])
    )
    rest = None if above is None or part is None else above - part
    rest_base = None if base is None or part_base is None else base - part_base
    return is_small(rest, rest_base, unit, below)


def _siblings_too(rows: Mapping[Key, Row], hidden: set[Key], areas: pd.DataFrame) -> Iterable[Key]:
    parents = {row["area"]: row.get("parent", "") for row in records(areas)}
    families: dict[Key, list[Key]] = {}
    for key in rows:
        if parent := parents.get(key[2], ""):
            families.setdefault((key[0], key[1], parent, key[3]), []).append(key)
    for parent_key, children in families.items():
        open_children = [child for child in children if child not in hidden]
        if (
            parent_key in rows
            and parent_key not in hidden
            and len(children) - len(open_children) == 1
            and open_children
        ):
            yield min(open_children, key=lambda child: exact(rows[child].get("numerator")) or Fraction(0))
