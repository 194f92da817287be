"""Which withheld figures a reader can work out, in which way, and what would have to go with them."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from scorecard_kit.judge.indicators import Indicator
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Place, above
from scorecard_kit.safe.attack import Reached, is_exact, reached
from scorecard_kit.safe.system import BASE, LEFT_OUT, LESS, Cell, Either, Sum, System

__all__ = ["Audit", "Fall", "audit", "mend_words", "named", "small_flows", "way_words"]

_TOLD, _BOTH = 20, 2
_TRIED = 40
"""Results, and then pairs of them, that are tried as what must go as well."""


class Fall(NamedTuple):
    """A withheld count that falls: what a reader reaches, from what, and the results that must be withheld as well.

    `way` are the fewest ties and sources that it follows from. `mend` is empty where no one or two results that the
    pack itself prints are enough.
    """

    reached: Reached
    way: tuple[str, ...]
    mend: tuple[Place, ...]


class Audit(NamedTuple):
    """What an audit found.

    `judged` is how many counts are withheld, `fallen` are those of them that fall, `falls` as many as are told in full,
    `unproved` those that are proved neither way; `exact` says whether integer programming was used.
    """

    judged: int
    fallen: tuple[Reached, ...]
    falls: tuple[Fall, ...]
    unproved: tuple[Cell, ...]
    exact: bool


def audit(known: System, parents: Mapping[str, str], own: str, *, exactly: bool | None = None) -> Audit:
    """Hold every withheld count of a system against all that is known: what falls, and what is not proved.

    `own` is the source that may still be changed, the pack itself. Exact where highspy is installed, unless `exactly`
    says otherwise.
    """
    exactly = is_exact() if exactly is None else exactly
    every = reached(known, exactly=exactly)
    fallen = tuple(each for each in every if each.falls(known.below))
    falls = tuple(_fall(each, known, parents, own, exactly=exactly) for each in fallen[:_TOLD])
    unproved = tuple(each.cell for each in every if not each.is_proved)
    return Audit(len(every), fallen, falls, unproved, exactly)


def _fall(fallen: Reached, known: System, parents: Mapping[str, str], own: str, *, exactly: bool) -> Fall:
    cell = fallen.cell
    if cell in known.known:
        return Fall(fallen, (f"it is printed in {known.sources.get(cell, own)}",), ())
    way = _way(fallen, known, exactly=exactly)
    printed = {it for tie in way if isinstance(tie, Sum) for it, _ in tie.terms if known.sources.get(it) == own}
    depth = {it.place: (-len(list(above(it.area, parents))), known.known[it]) for it in sorted(printed)}
    places = sorted(depth, key=lambda place: (not place[3], *depth[place], place))
    tried = [*((place,) for place in places), *combinations(places, 2)][:_TRIED]
    enough = (more for more in tried if _is_mended(cell, more, known, exactly=exactly))
    sources = {known.sources[it] for tie in way if isinstance(tie, Sum) for it, _ in tie.terms if it in known.sources}
    words = (*dict.fromkeys(tie.words for tie in way), *(f"printed in {source}" for source in sorted(sources - {own})))
    return Fall(fallen, words, next(enough, ()))


def _way(fallen: Reached, known: System, *, exactly: bool) -> list[Sum | Either]:
    """As few ties as the fall follows from: those around the cell, then each that is not needed taken away."""

    def falls(ties: Iterable[Sum | Either]) -> bool:
        return _reach(fallen.cell, ties, known, exactly=exactly).falls(known.below)

    ties = next((near for near in _around(fallen.cell, known) if falls(near)), known.ties)
    for tie in sorted(ties, key=lambda tie: isinstance(tie, Sum)):
        fewer = [other for other in ties if other is not tie]
        if falls(fewer):
            ties = fewer
    return ties


def _reach(cell: Cell, ties: Iterable[Sum | Either], known: System, *, exactly: bool) -> Reached:
    both = list(ties)
    sums = tuple(tie for tie in both if isinstance(tie, Sum))
    eithers = tuple(tie for tie in both if isinstance(tie, Either))
    return reached(replace(known, withheld=(cell,), sums=sums, eithers=eithers), exactly=exactly)[0]


def _around(cell: Cell, known: System) -> Iterator[list[Sum | Either]]:
    """The ties within one step of a cell, then two, until there are no more."""
    cells, found = {cell}, list[Sum | Either]()
    ties = [(tie, {it for it in _cells(tie) if it not in known.known}) for tie in known.ties]
    while True:
        more = [tie for tie, own in ties if own & cells]
        if len(more) == len(found):
            return
        yield (found := more)
        cells = cells.union(*(own for tie, own in ties if own & cells))


def _cells(tie: Sum | Either) -> Sequence[Cell]:
    return [cell for cell, _ in tie.terms] if isinstance(tie, Sum) else [option.cell for option in tie.options]


def _is_mended(cell: Cell, more: Sequence[Place], known: System, *, exactly: bool) -> bool:
    """Whether nothing of it falls, the further results neither, once these are withheld as well."""
    hidden = {it for it in known.known for place in more if it.place[:3] == place[:3] and _goes(it.cohort, place[3])}
    left = {it: count for it, count in known.known.items() if it not in hidden}
    withheld = (cell, *(it for it in sorted(hidden) if it.side != BASE))
    after = replace(known, known=left, withheld=withheld)
    return not any(each.falls(known.below) for each in reached(after, exactly=exactly))


def _goes(cohort: str, hidden: str) -> bool:
    return cohort in {hidden, LESS + hidden} if hidden else not cohort or cohort.startswith(LESS)


def small_flows(known: System, protected: Container[Cell]) -> list[Sum]:
    """What was counted between two printed figures that do not fall, where that is a small count: nobody withheld it.

    `protected` are the cells that count people whom the rule protects.
    """
    found = []
    for tie in known.sums:
        (later, _), (earlier, factor) = tie.terms[0], tie.terms[-1]
        is_rise = len(tie.terms) == _BOTH and factor < 0 and tie.high is None and later.period > earlier.period
        if is_rise and later in protected:
            ends = known.known.get(later, 0) - known.known.get(earlier, 0)
            if 0 < ends < known.below and earlier in known.known:
                found.append(tie)
    return found


def named(cell: Cell, items: Mapping[str, Indicator]) -> str:
    """Which count it is, in words: Adoptions, North, March 2016, those left out."""
    words = [items[cell.indicator].name, cell.area, month_name(cell.period)]
    words += [cell.cohort.replace("_", " ")] * bool(cell.cohort) + [cell.category] * bool(cell.category)
    return ", ".join([*words, "those left out"] if cell.side == LEFT_OUT else words)


def way_words(fall: Fall) -> str:
    """What a reader reaches, and from what, as the rest of a sentence without its stop."""
    low, high = fall.reached.low, fall.reached.high
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"is withheld, but can only be {span}: {'; '.join(fall.way)}"


def mend_words(fall: Fall, items: Mapping[str, Indicator]) -> str:
    """What must be withheld as well, as a sentence."""
    if not fall.mend:
        return (
            "No one or two further results of this pack are enough: look at what was published, or leave the row out."
        )
    names = " and ".join(f"{named(Cell(*place), items)}" for place in fall.mend)
    return f"Withhold as well: {names}."
