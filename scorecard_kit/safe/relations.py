"""The system of all that is known of the figures which a pack and its editions print."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from scorecard_kit.judge.indicators import Unit
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Place
from scorecard_kit.safe._rule import reasons
from scorecard_kit.safe._sums import Addition, additions, rises
from scorecard_kit.safe.system import (
    BASE,
    COUNTED,
    LEFT_OUT,
    LESS,
    About,
    Cell,
    Either,
    Shown,
    Sum,
    System,
    protected,
    sides,
)  # fmt: skip

__all__ = ["counts", "system"]

_LONGEST = 10_000
"""A rate printed in full tells the counts behind it, in lowest terms, up to this denominator."""
_FULL = 6
"""Decimals that no page rounds to: a figure with so many was printed in full."""
_RESIDUE = Fraction(1, 10**12)


def system(shown: Iterable[Shown], about: About) -> System:
    """Everything that the figures tell, the newest last; of a figure that was printed twice the last one counts.

    A figure that is withheld in one place and printed in another is known. Figures of indicators without a definition,
    and counts that are no whole numbers, tell nothing. Not drawn upon is a printed count that the truth gives
    otherwise: it was restated, and tells nothing of what is withheld now.
    """
    known: dict[Cell, int] = {}
    sources: dict[Cell, str] = {}
    hidden: dict[Cell, None] = {}
    rates: dict[Place, Fraction] = {}
    for figure in (figure for figure in shown if figure.place[0] in about.items):
        cells = counts(figure, about)
        if figure.is_withheld:
            hidden |= dict.fromkeys(cells)
        elif None in cells.values() and figure.value is not None:
            rates[figure.place] = figure.value / about.items[figure.place[0]].per
        for cell, count in cells.items():
            if count is not None and about.truth.get(cell, count) == count:
                known[cell], sources[cell] = count, figure.source
    places = dict.fromkeys([cell.place for cell in [*known, *hidden] if not cell.category] + list(rates))
    within = [Cell(*place, side) for place in places for side in sides(about.items[place[0]])]
    tied = dict.fromkeys([*within, *known, *hidden])
    _beside_cohorts(tied, known, hidden)
    sums = [it for it in [*_ties(tied, about), *_rated(rates, about)] if _holds(it, known, about)]
    unknown = [cell for cell in hidden if cell not in known]
    eithers = [either for either in reasons(unknown, known, about) if _may_hold(either, about)]
    judged = [cell for cell in hidden if cell.category or cell.side in protected(about.items[cell.indicator])]
    return System(known, sources, tuple(judged), tuple(sums), tuple(eithers), about.below)


def counts(figure: Shown, about: About) -> dict[Cell, int | None]:
    """The cells of a figure with their counts: None where it is withheld, or does not say."""
    if figure.category:
        return {Cell(*figure.place, COUNTED, figure.category): _whole(figure.numerator)}
    item = about.items[figure.place[0]]
    has_count = figure.numerator is not None or item.unit is not Unit.COUNT
    counted, base = _whole(figure.numerator if has_count else figure.value), _whole(figure.denominator)
    rest = base - counted if base is not None and counted is not None else None
    found = {COUNTED: counted, BASE: base, LEFT_OUT: rest}
    return {Cell(*figure.place, side): found[side] for side in sides(item)}


def _whole(number: Fraction | None) -> int | None:
    return number.numerator if number is not None and number.denominator == 1 and number >= 0 else None


def _beside_cohorts(cells: dict[Cell, None], known: dict[Cell, int], hidden: dict[Cell, None]) -> None:
    """Add those whom a cohort leaves out: known where both results are, and to be protected where one is withheld."""
    for cell in list(cells):
        everyone, alone = cell._replace(cohort=""), cell._replace(cohort=LESS + cell.cohort)
        if not cell.cohort or everyone not in cells:
            continue
        cells[alone] = None
        if cell in known and everyone in known:
            known[alone] = known[everyone] - known[cell]
        elif cell in hidden or everyone in hidden:
            hidden[alone] = None


def _ties(cells: Mapping[Cell, None], about: About) -> list[Sum]:
    """Sums of parts, and figures that never fall."""
    tied = [it for addition in additions(cells, about) if (it := _as_sum(addition, about.truth))]
    return [*tied, *rises(cells, about)]


def _as_sum(addition: Addition, truth: Mapping[Cell, int]) -> Sum | None:
    """That the parts add up to the whole; or to no more, where they are not all of it or the truth says so."""
    whole, parts, words, is_all = addition
    terms = (*((part, 1) for part in parts), (whole, -1))
    if whole in truth and all(part in truth for part in parts):
        rest = truth[whole] - sum(truth[part] for part in parts)
        if rest < 0:
            return None
        is_all = not rest
    return Sum(terms, 0, 0, f"{words} add up to it") if is_all else Sum(terms, None, 0, f"{words} are not more than it")


def _rated(rates: Mapping[Place, Fraction], about: About) -> Iterator[Sum]:
    """What a percentage without its counts tells of them: as printed in full, or else to its last digit."""
    for place, rate in rates.items():
        item, words = about.items[place[0]], f"the percentage printed of {place[2]}, {month_name(place[1])}"
        if item.unit is not Unit.PERCENT:
            continue
        written, short = rate * item.per, rate.limit_denominator(_LONGEST)
        half = Fraction(1, 2 * item.per * 10 ** max(item.decimals, _decimals(written)))
        ends = (rate - half, rate + half) if _decimals(written) < _FULL else (short, short)
        if abs(short - rate) < _RESIDUE or ends[0] < ends[1]:
            for end, (low, high) in zip(ends, ((0, None), (None, 0)), strict=True):
                yield Sum(
                    ((Cell(*place, COUNTED), end.denominator), (Cell(*place, BASE), -end.numerator)), low, high, words
                )


def _decimals(number: Fraction) -> int:
    return next((places for places in range(_FULL) if (number * 10**places).denominator == 1), _FULL)


def _holds(tie: Sum, known: Mapping[Cell, int], about: About) -> bool:
    """Whether the truth does not break it."""
    found = [about.truth.get(cell, known.get(cell)) for cell, _ in tie.terms]
    if None in found:
        return True
    added = sum(factor * count for (_, factor), count in zip(tie.terms, found, strict=True) if count is not None)
    return (tie.low is None or tie.low <= added) and (tie.high is None or added <= tie.high)


def _may_hold(either: Either, about: About) -> bool:
    found = [(option, about.truth.get(option.cell)) for option in either.options]
    return any(count is None or option.low <= count <= option.high for option, count in found)
