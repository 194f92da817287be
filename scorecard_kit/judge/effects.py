"""What made a result move: the difference of two rates split by parts into a rate effect and a mix effect.

E. M. Kitagawa, "Components of a difference between two rates", Journal of the American Statistical Association 50
(1955), pages 1168 to 1194. The rule and a worked example stand in docs/method.md.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from scorecard_kit.judge.ratings import rate


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
