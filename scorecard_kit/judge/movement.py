"""What made a result move: the parts that two results share, and the rate and mix effect of each on their difference.

Parts that are too small to show go into the rest, by the rule of disclosure.py.

E. M. Kitagawa, "Components of a difference between two rates", Journal of the American Statistical Association 50
(1955), pages 1168 to 1194. The rule and a worked example stand in docs/explanation/method.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from scorecard_kit.judge.disclosure import SmallCounts, is_small
from scorecard_kit.judge.indicators import Indicator, Unit
from scorecard_kit.judge.ratings import rate
from scorecard_kit.judge.rows import definitions, read_result, records


class Figures(NamedTuple):
    """What is counted on one side: a count alone has no denominator."""

    numerator: Fraction
    denominator: Fraction | None = None

    def less(self, other: "Figures") -> "Figures":
        """These figures without those of a part."""
        base = None if self.denominator is None or other.denominator is None else self.denominator - other.denominator
        return Figures(self.numerator - other.numerator, base)

    def value(self, per: int) -> Fraction | None:
        """The unrounded result; None for 0 of 0."""
        return self.numerator if self.denominator is None else rate(self.numerator, self.denominator, per)


class Part(NamedTuple):
    """One part of a whole on both sides. `cohort`: blank for everyone in it, else the side or the cohort alone."""

    area: str
    cohort: str
    first: Figures
    second: Figures


class Effect(NamedTuple):
    """What one part adds to the difference, in the unit of the result: second less first."""

    part: Part
    rate: Fraction
    mix: Fraction


def whole(parts: Sequence[Part]) -> tuple[Figures, Figures]:
    """All parts together, on the first side and on the second."""
    sides = ([part.first for part in parts], [part.second for part in parts])
    return (_added(sides[0]), _added(sides[1]))


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
    totals = whole(parts)
    bases = [total.denominator for total in totals]
    if bases[0] is None or bases[1] is None:
        return [Effect(part, part.second.numerator - part.first.numerator, Fraction(0)) for part in parts]
    if not (bases[0] and bases[1]):
        return []
    values = [total.value(per) or Fraction(0) for total in totals]
    return [_effect(part, (bases[0], bases[1]), (values[0] + values[1]) / 2, per) for part in parts]


def _effect(part: Part, bases: tuple[Fraction, Fraction], centre: Fraction, per: int) -> Effect:
    first, second = part.first.value(per), part.second.value(per)
    before = first if first is not None else second if second is not None else centre
    after = second if second is not None else before
    shares = [
        (side.denominator or Fraction(0)) / base for side, base in zip((part.first, part.second), bases, strict=True)
    ]
    return Effect(
        part,
        (after - before) * (shares[0] + shares[1]) / 2,
        (shares[1] - shares[0]) * ((before + after) / 2 - centre),
    )


def _added(figures: Sequence[Figures]) -> Figures:
    bases = [each.denominator for each in figures]
    known = [base for base in bases if base is not None]
    numerator = sum((each.numerator for each in figures), Fraction(0))
    return Figures(numerator, sum(known, Fraction(0)) if len(known) == len(bases) else None)


class Side(NamedTuple):
    """One of the two results that are compared. `cohort`: blank for everyone, else such as `excluding_uasc`."""

    period: str
    area: str
    cohort: str = ""


_NAMED = 3  # areas; of more the number is told
Known = Mapping[Side, Figures]


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
    known = _known(results, item)
    if first not in known or second not in known or {first.cohort, second.cohort} & set(item.excludes):
        return []
    cohorts = list(dict.fromkeys(side.cohort for side in known if side.cohort and side.cohort not in item.excludes))
    rule = _Rule(item, (small_counts or SmallCounts()).below)
    together = Part(first.area if first.area == second.area else "", "", known[first], known[second])
    if first[:2] == second[:2] and second.cohort and not first.cohort:
        return _by_area(together, known, first, second, areas, rule) or _leaving_out(together, second.cohort, rule)
    split = _by_area(together, known, first, second, areas, rule) if first.area == second.area else []
    if first.cohort or second.cohort or not cohorts:
        return split or [together]
    return _by_cohort(split or [together], known, first, second, cohorts[0], rule)


class _Rule(NamedTuple):
    """What makes a part too small, or impossible."""

    item: Indicator
    below: int

    def is_small(self, figures: Iterable[Figures]) -> bool:
        return any(is_small(each.numerator, each.denominator, self.item.unit, self.below) for each in figures)

    def rest(self, figures: Figures, part: Figures, where: str) -> Figures:
        left = figures.less(part)
        base = left.denominator
        outside = base is not None and (base < 0 or (self.item.unit is Unit.PERCENT and base < left.numerator))
        below_nought = left.numerator < 0 and not self.item.below_nought
        if below_nought or outside:
            if self.item.may_exceed_100 and not below_nought and base is not None and base >= 0:
                return left
            raise ValueError(f"{where}, {self.item.indicator}: a part counts more than the whole that it belongs to")
        return left


def _known(results: pd.DataFrame, item: Indicator) -> dict[Side, Figures]:
    """The figures that can be added up; a result that is withheld, or known as a value alone, has none."""
    known = {}
    for row in records(results[results["indicator"] == item.indicator]):
        result = read_result(row, item)
        counted = item.unit is Unit.COUNT and result.denominator is None
        if result.numerator is not None and (counted or result.denominator is not None):
            side = Side(str(row["period"]), str(row["area"]), str(row.get("cohort", "")))
            known[side] = Figures(result.numerator, result.denominator)
    return known


def _by_area(together: Part, known: Known, first: Side, second: Side, areas: pd.DataFrame, rule: _Rule) -> list[Part]:
    """The areas within the one that is compared, and what they leave; nothing where there is none to show."""
    inside = [str(row["area"]) for row in records(areas) if row.get("parent", "") == first.area]
    pairs = {area: (first._replace(area=area), second._replace(area=area)) for area in inside}
    shown = [
        Part(area, "", known[sides[0]], known[sides[1]])
        for area, sides in pairs.items()
        if sides[0] in known and sides[1] in known
    ]
    rest = _rest(together, shown, rule)
    while shown and _is_small_rest(rest, rule, is_cohort=first.cohort != second.cohort):
        shown.remove(min(shown, key=lambda part: part.first.denominator or part.first.numerator))
        rest = _rest(together, shown, rule)
    if not shown:
        return []
    outside = [rest] if any(any(side) for side in (rest.first, rest.second)) else []
    return [*shown, *outside]


def _rest(together: Part, shown: list[Part], rule: _Rule) -> Part:
    sides = [together.first, together.second]
    for part in shown:
        sides = [
            rule.rest(left, side, together.area) for left, side in zip(sides, (part.first, part.second), strict=True)
        ]
    return Part(f"{together.area} less {_named([part.area for part in shown])}", "", sides[0], sides[1])


def _named(areas: list[str]) -> str:
    """A few areas by name, more by their number, as in the impact of a cohort."""
    if len(areas) > _NAMED:
        return f"the {len(areas)} areas"
    return " and ".join(filter(None, [", ".join(areas[:-1]), *areas[-1:]]))


def _is_small_rest(rest: Part, rule: _Rule, *, is_cohort: bool) -> bool:
    between = [rule.rest(rest.first, rest.second, rest.area)] if is_cohort else []
    return rule.is_small([rest.first, rest.second, *between])


def _by_cohort(groups: list[Part], known: Known, first: Side, second: Side, cohort: str, rule: _Rule) -> list[Part]:
    """Each group as a cohort alone and the others, where both are known and neither is small."""
    sides = [side._replace(cohort=cohort) for side in (first, second)]
    wholes = [known.get(side) for side in sides]
    listed = [group for group in groups if all(side._replace(area=group.area or side.area) in known for side in sides)]
    found: list[Part] = []
    for group in groups:
        if group in listed:
            others = [known[side._replace(area=group.area or side.area)] for side in sides]
        elif wholes[0] and wholes[1] and len(listed) == len(groups) - 1:
            left = Part(first.area, "", wholes[0], wholes[1])
            inside = [Part(part.area, "", *(known[side._replace(area=part.area)] for side in sides)) for part in listed]
            rest = _rest(left, inside, rule)
            others = [rest.first, rest.second]
        else:
            others = []
        found += _parted(group, others, cohort, rule)
    return found


def _parted(group: Part, others: list[Figures], cohort: str, rule: _Rule) -> list[Part]:
    if not others:
        return [group]
    alone = [
        rule.rest(side, other, group.area) for side, other in zip((group.first, group.second), others, strict=True)
    ]
    if rule.is_small([*others, *alone]):
        return [group]
    return [
        Part(group.area, cohort, others[0], others[1]),
        Part(group.area, cohort.partition("_")[2], alone[0], alone[1]),
    ]


def _leaving_out(together: Part, cohort: str, rule: _Rule) -> list[Part]:
    """Everyone as the others and the cohort, of whom the second side has nobody."""
    alone = rule.rest(together.first, together.second, together.area)
    if rule.is_small([together.second, alone]):
        return [together]
    nobody = Figures(Fraction(0), None if alone.denominator is None else Fraction(0))
    return [
        Part(together.area, cohort, together.second, together.second),
        Part(together.area, cohort.partition("_")[2], alone, nobody),
    ]
