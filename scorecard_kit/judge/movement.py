"""What made a result move: the parts that two results share, and the rate and mix effect of each on their difference.

Parts that are too small to show go into the rest, by the rule of disclosure.py.

E. M. Kitagawa, "Components of a difference between two rates", Journal of the American Statistical Association 50
(1955), pages 1168 to 1194. The rule and a worked example stand in docs/explanation/method.md.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.disclosure import SmallCounts, is_small
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.numbers import added
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import definitions, read_result, records
from scorecard_kit.text.counting import joined

__all__ = ["Counts", "Effect", "Part", "Side", "effects", "parts", "totals"]

_NAMED = 3  # areas; of more the number is told


class Counts(NamedTuple):
    """What is counted on one side: a count alone has no denominator."""

    numerator: Fraction
    denominator: Fraction | None = None

    def less(self, other: "Counts") -> "Counts":
        """These counts without those of a part."""
        base = None if self.denominator is None or other.denominator is None else self.denominator - other.denominator
        return Counts(self.numerator - other.numerator, base)

    def value(self, per: int) -> Fraction | None:
        """The unrounded result; None for 0 of 0."""
        return self.numerator if self.denominator is None else rate(self.numerator, self.denominator, per)


class Side(NamedTuple):
    """One of the two results that are compared. `cohort`: blank for everyone, else such as `excluding_uasc`."""

    period: str
    area: str
    cohort: str = ""


class Part(NamedTuple):
    """One part of a whole on both sides. `cohort`: blank for everyone in it, else the side or the cohort alone."""

    area: str
    cohort: str
    first: Counts
    second: Counts

    @property
    def sides(self) -> tuple[Counts, Counts]:
        """What is counted on the first side and on the second."""
        return self.first, self.second


class Effect(NamedTuple):
    """What one part adds to the difference, in the unit of the result: second less first."""

    part: Part
    rate: Fraction
    mix: Fraction


def totals(parts: Sequence[Part]) -> tuple[Counts, Counts]:
    """All parts together, on the first side and on the second; a denominator is None where a part's is."""
    return _sum([part.first for part in parts]), _sum([part.second for part in parts])


def _sum(counts: Sequence[Counts]) -> Counts:
    return Counts(sum((each.numerator for each in counts), Fraction(0)), added(each.denominator for each in counts))


def effects(parts: Sequence[Part], per: int) -> list[Effect]:
    """Split the difference between the two wholes that the parts make up, one Effect a part, adding to it exactly.

    Rate effect: the difference of the part's two rates x its mean share. Mix effect: the difference of its two shares x
    how far its mean rate lies from the mean of the two wholes; over all parts that is Kitagawa's own sum, since the
    differences of the shares add to nought. A part that one side lacks (0 of 0) has no rate there and takes that of the
    other side, so that all of its effect is mix. Counts without denominators have no mix: their effect is the change.
    No parts, or a whole that is 0 of 0: nothing to split, and the list is empty.
    """
    if not parts:
        return []
    wholes = totals(parts)
    bases = [whole.denominator for whole in wholes]
    if bases[0] is None or bases[1] is None:
        return [Effect(part, part.second.numerator - part.first.numerator, Fraction(0)) for part in parts]
    if not (bases[0] and bases[1]):
        return []
    values = [whole.value(per) or Fraction(0) for whole in wholes]
    return [_effect(part, (bases[0], bases[1]), (values[0] + values[1]) / 2, per) for part in parts]


def _effect(part: Part, bases: tuple[Fraction, Fraction], centre: Fraction, per: int) -> Effect:
    first, second = part.first.value(per), part.second.value(per)
    before = first if first is not None else second if second is not None else centre
    after = second if second is not None else before
    shares = [(side.denominator or Fraction(0)) / base for side, base in zip(part.sides, bases, strict=True)]
    return Effect(
        part,
        (after - before) * (shares[0] + shares[1]) / 2,
        (shares[1] - shares[0]) * ((before + after) / 2 - centre),
    )


def parts(
    results: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    indicator: str,
    first: Side,
    second: Side,
    small_counts: SmallCounts | None = None,
) -> list[Part]:
    """The parts that make up both results exactly; none where numerator or denominator of either is not known.

    Of one area: the areas that belong to it, and what they leave; each split further into a cohort and the others where
    everyone is compared with everyone. Between two areas, and where an area has no parts, the cohort alone makes them.
    Where nothing is known of parts there is one, the whole. A part that is missing or withheld on either side goes into
    the rest, and so does the smallest part until the rest is no small count. A part larger than its whole is an error
    in the data and raises ValueError.
    """
    item = definitions(indicators[indicators["indicator"] == indicator])[indicator]
    counts = _counts(results, item)
    if first not in counts or second not in counts or {first.cohort, second.cohort} & set(item.excludes):
        return []
    split = _Split(item, (small_counts or SmallCounts()).below, counts, first, second)
    by_area = split.by_area(areas) if first.area == second.area else []
    if first[:2] == second[:2] and second.cohort and not first.cohort:
        return by_area or split.leaving_out()
    cohorts = [side.cohort for side in counts if side.cohort and side.cohort not in item.excludes]
    if first.cohort or second.cohort or not cohorts:
        return by_area or [split.together]
    return split.by_cohort(by_area or [split.together], cohorts[0])


def _counts(results: pd.DataFrame, item: Indicator) -> dict[Side, Counts]:
    """The counts that can be added up; a result that is withheld, or known as a value alone, has none."""
    counts = {}
    for row in records(results[results["indicator"] == item.indicator]):
        result = read_result(row, item)
        is_count = item.unit is Unit.COUNT and result.denominator is None
        if result.numerator is not None and (is_count or result.denominator is not None):
            side = Side(str(row["period"]), str(row["area"]), str(row.get("cohort", "")))
            counts[side] = Counts(result.numerator, result.denominator)
    return counts


class _Split(NamedTuple):
    """Two results that are compared, every count of their indicator, and below what number of people one is small."""

    item: Indicator
    below: int
    counts: Mapping[Side, Counts]
    first: Side
    second: Side

    @property
    def together(self) -> Part:
        """The whole as one part."""
        area = self.first.area if self.first.area == self.second.area else ""
        return Part(area, "", self.counts[self.first], self.counts[self.second])

    def by_area(self, areas: pd.DataFrame) -> list[Part]:
        """The areas within the one that is compared, and what they leave; nothing where there is none to show."""
        inside = [str(row["area"]) for row in records(areas) if row.get("parent", "") == self.first.area]
        parts = [Part(area, "", *pair) for area in inside if (pair := self._pair(area))]
        rest = self._rest(self.together, parts)
        while parts and self._is_small_rest(rest, parts):
            parts.remove(min(parts, key=lambda part: part.first.denominator or part.first.numerator))
            rest = self._rest(self.together, parts)
        return [*parts, rest] if parts and any(map(any, rest.sides)) else parts

    def by_cohort(self, groups: Sequence[Part], cohort: str) -> list[Part]:
        """Each group as a cohort alone and the others, where both are known and neither is small."""
        others = {group.area: pair for group in groups if (pair := self._pair(group.area, cohort))}
        whole = self._pair("", cohort)
        if whole and len(others) == len(groups) - 1:  # what the areas leave follows from the whole
            rest = self._rest(
                Part(self.first.area, "", *whole), [Part(area, "", *pair) for area, pair in others.items()]
            )
            others |= {group.area: rest.sides for group in groups if group.area not in others}
        return [
            part
            for group in groups
            for part in (self._parted(group, others[group.area], cohort) if group.area in others else [group])
        ]

    def leaving_out(self) -> list[Part]:
        """Everyone as the others and the cohort, of whom the second side has nobody."""
        everyone, cohort = self.together, self.second.cohort
        alone = self._less(everyone.first, everyone.second, everyone.area)
        if self._is_small(everyone.second, alone):
            return [everyone]
        nobody = Counts(Fraction(0), None if alone.denominator is None else Fraction(0))
        return [
            Part(everyone.area, cohort, everyone.second, everyone.second),
            Part(everyone.area, cohort.partition("_")[2], alone, nobody),
        ]

    def _pair(self, area: str, cohort: str = "") -> tuple[Counts, Counts] | None:
        """The counts of both sides in an area (blank: their own), and of a cohort; None where either is not known."""
        first, second = (
            self.counts.get(side._replace(area=area or side.area, cohort=cohort or side.cohort))
            for side in (self.first, self.second)
        )
        return None if first is None or second is None else (first, second)

    def _rest(self, whole: Part, parts: Sequence[Part]) -> Part:
        first, second = whole.sides
        for part in parts:
            first, second = self._less(first, part.first, whole.area), self._less(second, part.second, whole.area)
        return Part(f"{whole.area} less {_named([part.area for part in parts])}", "", first, second)

    def _parted(self, group: Part, others: tuple[Counts, Counts], cohort: str) -> list[Part]:
        first, second = (self._less(side, other, group.area) for side, other in zip(group.sides, others, strict=True))
        if self._is_small(*others, first, second):
            return [group]
        return [Part(group.area, cohort, *others), Part(group.area, cohort.partition("_")[2], first, second)]

    def _is_small_rest(self, rest: Part, parts: Sequence[Part]) -> bool:
        """Whether what the areas leave is small, or the cohort in it: everyone's is seen where months are compared."""
        alone = [
            self._less(everyone, others, rest.area)
            for side, others in zip((self.first, self.second), rest.sides, strict=True)
            if side.cohort and (everyone := self._rest_of_everyone(side, parts))
        ]
        return self._is_small(*rest.sides, *alone)

    def _rest_of_everyone(self, side: Side, parts: Sequence[Part]) -> Counts | None:
        """What the areas leave of everyone on a side that leaves a cohort out; None where that is not known."""
        named = [side.area, *(part.area for part in parts)]
        counts = [self.counts.get(side._replace(area=area, cohort="")) for area in named]
        known = [each for each in counts if each is not None]
        return reduce(Counts.less, known) if len(known) == len(counts) else None

    def _is_small(self, *counts: Counts) -> bool:
        return any(is_small(each.numerator, each.denominator, self.item.unit, self.below) for each in counts)

    def _less(self, whole: Counts, part: Counts, where: str) -> Counts:
        """A whole less its part; ValueError where the part counts more than the whole could hold."""
        rest = whole.less(part)
        base = rest.denominator
        is_possible = (rest.numerator >= 0 or self.item.below_nought) and (base is None or base >= 0)
        if base is not None and self.item.unit is Unit.PERCENT and not self.item.may_exceed_100:
            is_possible = is_possible and rest.numerator <= base
        if not is_possible:
            raise ValueError(f"{where}, {self.item.indicator}: a part counts more than the whole that it belongs to")
        return rest


def _named(areas: Sequence[str]) -> str:
    """A few areas by name, more by their number, as in the impact of a cohort."""
    return f"the {len(areas)} areas" if len(areas) > _NAMED else joined(list(areas))
