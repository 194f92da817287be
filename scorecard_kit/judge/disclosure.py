"""Which figures a page may show: small counts of people are withheld, and with them what would reveal them.

The rule works on results before anything is computed from them, so page, chart, text alternative, commentary and CSV
agree. What it does not do stands in docs/explanation/security.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd

from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.rows import above, definitions, parents_of, records

_PEOPLE_COUNTED_BELOW = frozenset({Unit.DAYS, Unit.RATIO, Unit.GBP})
Key = tuple[str, str, str, str]
People = Sequence[Fraction | int]
Families = Mapping[Key, Sequence[Key]]


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
    return _any_small(_people(exact(numerator), exact(denominator), unit), below)


def withhold(
    results: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame, small_counts: SmallCounts
) -> pd.DataFrame:
    """Return the results with small ones marked suppressed and emptied, and with them every one that gives them away.

    Suppressed are: a small result; an excluding cohort's result where everyone less it is small, or where everyone's is
    suppressed; whatever lies under a suppressed area; and as many siblings (the smallest that are enough) as it takes
    until an area less the parts that are shown leaves at least two of them and no small count; an only part takes the
    area with it.
    """
    if small_counts.already_published:
        return results
    known, everything = definitions(indicators), [(_key(row), row) for row in records(results)]
    groups: dict[tuple[str, str], dict[Key, dict[str, Any]]] = {}
    for key, row in everything:
        if key[0] in known:
            groups.setdefault(key[:2], {})[key] = row
    parents, below = parents_of(areas), small_counts.below
    hidden = set[Key]().union(*(_hidden(rows, known[group[0]], parents, below) for group, rows in groups.items()))
    marked = results.copy()
    mask = [key in hidden for key, _ in everything]
    marked.loc[mask, ["numerator", "denominator", "value"]] = None
    marked.loc[mask, "status"] = "suppressed"
    return marked


def _hidden(rows: Mapping[Key, Mapping[str, Any]], item: Indicator, parents: Mapping[str, str], below: int) -> set[Key]:
    """What is withheld of the results of one indicator and month, which say nothing of those of another."""
    people = {key: _people_in(row, item) for key, row in rows.items()}
    cohorts = {key: _less(people[_everyone(key)], people[key]) for key in rows if key[3] and _everyone(key) in rows}
    hidden = {key for key, row in rows.items() if row.get("status", "") == "suppressed"}
    hidden |= {key for side in (people, cohorts) for key, counts in side.items() if _any_small(counts, below)}
    families = _families({key for key, counts in people.items() if counts} | hidden, parents)
    for is_cohort in (False, True):  # everyone's first, since a cohort's side follows them
        mine = {whole: parts for whole, parts in families.items() if bool(whole[3]) is is_cohort}
        while more := (
            {*_given_away(rows, hidden, parents)} - hidden
            or {*_siblings(mine, (people, cohorts), hidden, below)} - hidden
        ):
            hidden |= more
    return hidden


def withhold_breakdowns(
    breakdowns: pd.DataFrame, results: pd.DataFrame, areas: pd.DataFrame, small_counts: SmallCounts
) -> pd.DataFrame:
    """Return the breakdowns with small counts emptied, and all of one whose result is suppressed in `results`.

    The same categories are emptied wherever a dimension is shown: at least two of them, and as many (the smallest that
    are enough) as it takes until what they hold together is small in no result, no cohort and no rest of an area.
    """
    if small_counts.already_published or breakdowns.empty:
        return breakdowns
    rows = {_key(row): row for row in records(results)}
    marked, parents = breakdowns.copy(), parents_of(areas)
    for _, same in breakdowns.groupby(["indicator", "period", "dimension"], sort=False):
        counted: dict[Key, dict[str, Fraction]] = {}
        for row in records(same):
            if rows.get(_key(row), {}).get("status") != "suppressed":
                counted.setdefault(_key(row), {})[row["category"]] = exact(row["count"]) or Fraction(0)
        for key, counts in counted.items():
            added = sum(counts.values(), Fraction(0))
            counts[""] = (exact(rows.get(key, {}).get("numerator")) or added) - added
        empty = _categories(list(_to_be_had(counted, parents)), small_counts.below)
        mask = [_key(row) not in counted or row["category"] in empty for row in records(same)]
        marked.loc[same.index[mask], "count"] = None
    return marked


def _key(row: Mapping[str, Any]) -> Key:
    return row["indicator"], row["period"], row["area"], row.get("cohort", "")


def _everyone(key: Key) -> Key:
    return (*key[:3], "")


def _any_small(people: Iterable[Fraction | int], below: int) -> bool:
    return any(0 < count < below for count in people)


def _people(above: Fraction | None, base: Fraction | None, unit: Unit) -> People:
    """The counts of people in a figure: none where they are not known."""
    counted = base if unit in _PEOPLE_COUNTED_BELOW else above
    if counted is None:
        return ()
    counts = (counted, base - counted) if unit is Unit.PERCENT and base is not None else (counted,)
    return [count.numerator if count.denominator == 1 else count for count in counts]  # int adds up many times faster


def _people_in(row: Mapping[str, Any], item: Indicator) -> People:
    """The same of a row of results, with a missing side worked back from the value, as any reader could."""
    above, base, value = (exact(row.get(name)) for name in ("numerator", "denominator", "value"))
    if value is not None and above is None:
        above = value if item.unit is Unit.COUNT else None if base is None else Fraction(round(value * base / item.per))
    elif value and base is None and above is not None:
        base = Fraction(round(above * item.per / value))
    return _people(above, base, item.unit)


def _less(whole: People, *parts: People) -> People:
    """The whole less its parts, count by count; a part that is not known takes nothing away."""
    return [count - sum(part[place] for part in parts if place < len(part)) for place, count in enumerate(whole)]


def _above(key: Key, parents: Mapping[str, str]) -> Iterator[Key]:
    return ((key[0], key[1], area, key[3]) for area in above(key[2], parents))


def _families(keys: Iterable[Key], parents: Mapping[str, str]) -> Families:
    """Each result with those of its parts: an area without a result stands aside for the one above it."""
    families: dict[Key, list[Key]] = {}
    known = dict.fromkeys(keys)
    for key in sorted(known):
        if whole := next((above for above in _above(key, parents) if above in known), None):
            families.setdefault(whole, []).append(key)
    return families


def _given_away(keys: Iterable[Key], hidden: AbstractSet[Key], parents: Mapping[str, str]) -> Iterator[Key]:
    """What lies under a hidden area, and the side of a cohort beside a hidden result for everyone."""
    for key in keys:
        if _everyone(key) in hidden or any(above in hidden for above in _above(key, parents)):
            yield key


def _siblings(
    families: Families, sides: Sequence[Mapping[Key, People]], hidden: AbstractSet[Key], below: int
) -> Iterator[Key]:
    """For every family that still gives something away, the part to hide next; the whole where no part is left.

    `sides`: the people of each result, and of everyone's less a cohort's.
    """
    people = sides[0]
    for whole, parts in families.items():
        if whole in hidden:
            continue
        shown = [part for part in parts if part not in hidden and people[part]]
        left_out, counts = len(parts) - len(shown), [side.get(whole, ()) for side in sides]
        rests = [_less(all_, *(side.get(part, ()) for part in shown)) for all_, side in zip(counts, sides, strict=True)]
        if not _is_safe(counts, rests, left_out, below):
            shown.sort(key=lambda part: (not any(people[part]), sum(people[part])))
            enough = (part for part in shown if _is_safe(counts, _without(part, rests, sides), left_out + 1, below))
            yield next(enough, shown[0] if shown else whole)


def _without(part: Key, rests: Iterable[People], sides: Iterable[Mapping[Key, People]]) -> list[People]:
    """What is left where that part is not taken away."""
    return [_less(rest, [-count for count in side.get(part, ())]) for rest, side in zip(rests, sides, strict=True)]


def _is_safe(counts: Iterable[People], rests: Iterable[People], left_out: int, below: int) -> bool:
    """Whether a result less its shown parts leaves no small count, and never one part alone.

    `counts` are the result's own, `rests` what its shown parts leave of them: each of everyone and of the cohort alone.
    """
    if left_out == 1:
        return False
    for whole, rest in zip(counts, rests, strict=True):
        if _any_small(rest, below):
            return False
        if left_out and any(left <= 0 < count for left, count in zip(rest, whole, strict=True)):
            return False
    return True


def _to_be_had(counted: Mapping[Key, dict[str, Fraction]], parents: Mapping[str, str]) -> Iterator[dict[str, Fraction]]:
    """Every breakdown that a reader has or can work out: as shown, of a cohort, of an area less its parts."""
    sides = dict(counted)
    for key, counts in counted.items():
        if key[3] and _everyone(key) in counted:
            everyone = counted[_everyone(key)]
            sides[*key[:3], f"less {key[3]}"] = {name: everyone.get(name, 0) - count for name, count in counts.items()}
    yield from sides.values()
    for whole, parts in _families(sides, parents).items():
        yield {name: count - sum(sides[part].get(name, 0) for part in parts) for name, count in sides[whole].items()}


def _categories(figures: Sequence[Mapping[str, Fraction]], below: int) -> set[str]:
    """The categories to empty; that of the uncategorised, "", is never printed, but can be worked out."""
    total: dict[str, Fraction] = {}
    for counts in figures:
        for name, count in counts.items():
            total[name] = total.get(name, Fraction(0)) + count
    empty = {name for counts in figures for name, count in counts.items() if 0 < count < below}
    rest = sorted(total.keys() - empty - {""}, key=lambda name: (not total[name], total[name]))
    while rest and empty and not _is_hidden_well(figures, empty, below):
        enough = (name for name in rest if _is_hidden_well(figures, {*empty, name}, below))
        more = next(enough, rest[0])
        empty.add(more)
        rest.remove(more)
    return empty


def _is_hidden_well(figures: Iterable[Mapping[str, Fraction]], empty: AbstractSet[str], below: int) -> bool:
    merged = [sum((counts.get(name, Fraction(0)) for name in empty), Fraction(0)) for counts in figures]
    return not _any_small(merged, below)
