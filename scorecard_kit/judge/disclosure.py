"""Which figures a page may show: small counts of people are withheld, and with them what would reveal them.

The rule works on results before anything is computed from them, so page, chart, text alternative, commentary and CSV
agree. What it does not do stands in docs/explanation/security.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.rows import FIGURES, Row, above, by_key, definitions, parents_of, records

__all__ = ["SmallCounts", "is_small", "withhold", "withhold_breakdowns"]

_PEOPLE_COUNTED_BELOW = frozenset({Unit.DAYS, Unit.RATIO, Unit.GBP})
_Key = tuple[str, str, str, str]
_People = Sequence[Fraction | int]
_Families = Mapping[_Key, Sequence[_Key]]


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

    First what it needs: rows of results.csv whose numerators and denominators are counts (a missing one is worked back
    from the value, as any reader could), one row an indicator, period, area and cohort; and in areas.csv the area that
    each one lies in. Rows of an indicator without a definition stay as they are. Where the counts were published
    already nothing is withheld, and the frame comes back itself.

    Then the rule. Suppressed are: a small result; an excluding cohort's result where everyone less it is small, or
    where everyone's is suppressed; whatever lies under a suppressed area; and as many siblings (the smallest that are
    enough) as it takes until an area less the parts that are shown leaves at least two of them and no small count; an
    only part takes the area with it.

    Four examples, of a percentage of visits with `below` 6; c is suppressed, and North, South and East lie in County:

    | Entered | Shown | Why |
    |---|---|---|
    | County 3 of 40 | County c | 3 children are 1 to 5 |
    | County 38 of 40 | County c | the 2 who were left out are 1 to 5 |
    | County 60 of 100, excluding 57 of 90 | County 60 of 100, excluding c | County less excluding is 3 children |
    | County 53 of 100, North 3 of 30, South 20 of 30, East 30 of 40 | \
County 53 of 100, North c, South c, East 30 of 40 | County less South and East is North's 3, so South goes with it |
    """
    if small_counts.already_published:
        return results
    items, rows = definitions(indicators), [(_key(row), row) for row in records(results)]
    groups: dict[tuple[str, str], dict[_Key, Row]] = {}
    for key, row in rows:
        if key[0] in items:
            groups.setdefault(key[:2], {})[key] = row
    parents, below = parents_of(areas), small_counts.below
    hidden = set[_Key]().union(*(_hidden(rows, items[group[0]], parents, below) for group, rows in groups.items()))
    withheld = results.copy()
    mask = [key in hidden for key, _ in rows]
    withheld.loc[mask, [*FIGURES]] = None
    withheld.loc[mask, "status"] = "suppressed"
    return withheld


def _hidden(rows: Mapping[_Key, Row], item: Indicator, parents: Mapping[str, str], below: int) -> set[_Key]:
    """What is withheld of the results of one indicator and month, which say nothing of those of another."""
    people = {key: _people_in(row, item) for key, row in rows.items()}
    cohorts = {key: _less(people[_everyone(key)], people[key]) for key in rows if key[3] and _everyone(key) in rows}
    hidden = {key for key, row in rows.items() if row.get("status", "") == "suppressed"}
    hidden |= {key for side in (people, cohorts) for key, counts in side.items() if _any_small(counts, below)}
    families = _families({key for key, counts in people.items() if counts} | hidden, parents)
    for is_cohort in (False, True):  # everyone's first, since a cohort's side follows them
        of_side = {whole: parts for whole, parts in families.items() if bool(whole[3]) is is_cohort}
        while more := (
            {*_given_away(rows, hidden, parents)} - hidden
            or {*_siblings(of_side, (people, cohorts), hidden, below)} - hidden
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
    withheld, parents = breakdowns.copy(), parents_of(areas)
    for _, same in breakdowns.groupby(["indicator", "period", "dimension"], sort=False):
        counted: dict[_Key, dict[str, Fraction]] = {}
        for row in records(same):
            if rows.get(_key(row), {}).get("status") != "suppressed":
                counted.setdefault(_key(row), {})[row["category"]] = exact(row["count"]) or Fraction(0)
        for key, counts in counted.items():
            added = sum(counts.values(), Fraction(0))
            counts[""] = (exact(rows.get(key, {}).get("numerator")) or added) - added
        empty = _categories(list(_to_be_had(counted, parents)), small_counts.below)
        mask = [_key(row) not in counted or row["category"] in empty for row in records(same)]
        withheld.loc[same.index[mask], "count"] = None
    return withheld


def _key(row: Row) -> _Key:
    return row["indicator"], row["period"], row["area"], row.get("cohort", "")


def _everyone(key: _Key) -> _Key:
    return (*key[:3], "")


def _any_small(people: Iterable[Fraction | int], below: int) -> bool:
    return any(0 < count < below for count in people)


def _people(above: Fraction | None, base: Fraction | None, unit: Unit) -> _People:
    """The counts of people in a figure: none where they are not known."""
    counted = base if unit in _PEOPLE_COUNTED_BELOW else above
    if counted is None:
        return ()
    counts = (counted, base - counted) if unit is Unit.PERCENT and base is not None else (counted,)
    return [count.numerator if count.denominator == 1 else count for count in counts]  # int adds up many times faster


def _people_in(row: Row, item: Indicator) -> _People:
    """The same of a row of results, with a missing side worked back from the value, as any reader could."""
    above, base, value = (exact(row.get(name)) for name in FIGURES)
    if value is not None and above is None:
        above = value if item.unit is Unit.COUNT else None if base is None else Fraction(round(value * base / item.per))
    elif value and base is None and above is not None:
        base = Fraction(round(above * item.per / value))
    return _people(above, base, item.unit)


def _less(whole: _People, *parts: _People) -> _People:
    """The whole less its parts, count by count; a part that is not known takes nothing away."""
    return [count - sum(part[place] for part in parts if place < len(part)) for place, count in enumerate(whole)]


def _above(key: _Key, parents: Mapping[str, str]) -> Iterator[_Key]:
    return ((key[0], key[1], area, key[3]) for area in above(key[2], parents))


def _families(keys: Iterable[_Key], parents: Mapping[str, str]) -> _Families:
    """Each result with those of its parts: an area without a result stands aside for the one above it."""
    results = set(keys)
    wholes = (
        (next((above for above in _above(key, parents) if above in results), None), key) for key in sorted(results)
    )
    return by_key([(whole, key) for whole, key in wholes if whole])


def _given_away(keys: Iterable[_Key], hidden: AbstractSet[_Key], parents: Mapping[str, str]) -> Iterator[_Key]:
    """What lies under a hidden area, and the side of a cohort beside a hidden result for everyone."""
    for key in keys:
        if _everyone(key) in hidden or any(above in hidden for above in _above(key, parents)):
            yield key


def _siblings(
    families: _Families, sides: Sequence[Mapping[_Key, _People]], hidden: AbstractSet[_Key], below: int
) -> Iterator[_Key]:
    """For every family that still gives something away, the part to hide next; the whole where no part is left.

    `sides`: the people of each result, and of everyone's less a cohort's.
    """
    people = sides[0]
    for whole, parts in families.items():
        if whole in hidden:
            continue
        visible = [part for part in parts if part not in hidden and people[part]]
        left_out, counts = len(parts) - len(visible), [side.get(whole, ()) for side in sides]
        rests = [
            _less(all_, *(side.get(part, ()) for part in visible)) for all_, side in zip(counts, sides, strict=True)
        ]
        if not _is_safe(counts, rests, left_out, below):
            visible.sort(key=lambda part: (not any(people[part]), sum(people[part])))
            enough = (part for part in visible if _is_safe(counts, _without(part, rests, sides), left_out + 1, below))
            yield next(enough, visible[0] if visible else whole)


def _without(part: _Key, rests: Iterable[_People], sides: Iterable[Mapping[_Key, _People]]) -> list[_People]:
    """What is left where that part is not taken away."""
    return [_less(rest, [-count for count in side.get(part, ())]) for rest, side in zip(rests, sides, strict=True)]


def _is_safe(counts: Iterable[_People], rests: Iterable[_People], left_out: int, below: int) -> bool:
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


def _to_be_had(
    counted: Mapping[_Key, dict[str, Fraction]], parents: Mapping[str, str]
) -> Iterator[dict[str, Fraction]]:
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
    shown = [name for name in total if name and name not in empty]  # equal ones in the order of the file
    rest = sorted(shown, key=lambda name: (not total[name], total[name]))
    while rest and empty and not _is_hidden_well(figures, empty, below):
        enough = (name for name in rest if _is_hidden_well(figures, {*empty, name}, below))
        more = next(enough, rest[0])
        empty.add(more)
        rest.remove(more)
    return empty


def _is_hidden_well(figures: Iterable[Mapping[str, Fraction]], empty: AbstractSet[str], below: int) -> bool:
    merged = [sum((counts.get(name, Fraction(0)) for name in empty), Fraction(0)) for counts in figures]
    return not _any_small(merged, below)
