"""What the public rule tells of what it withheld: one of them is small, and a sibling went because it is the least."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import Place, above, by_key
from scorecard_kit.safe.system import BASE, LESS, About, Cell, Either, Option, protected

_MANY = 3


def reasons(withheld: Iterable[Cell], known: Mapping[Cell, int], about: About) -> Iterator[Either]:
    """What must hold, since the rule would not have withheld these otherwise; see `judge.disclosure.withhold`.

    Nothing is drawn from figures that are added up from months, which are withheld for one of their months' sake.
    """
    hidden = {cell.place for cell in withheld if not cell.category and not cell.cohort.startswith(LESS)}
    added = {indicator for indicator, _ in about.windows}
    groups = by_key((place[:2], place) for place in sorted(hidden) if place[0] not in added)
    for group, places in groups.items():
        everyone = [place for place in places if not place[3]]
        words = f"a count in {about.items[group[0]].name}, {month_name(group[1])}, is 1 to {about.below - 1}"
        yield Either(tuple(_small(everyone or places, about)), words)
        yield from _in_families(everyone, hidden, known, about)


def _small(places: Iterable[Place], about: About) -> Iterator[Option]:
    """That one of the counts of these places is small, or those whom a cohort leaves out are."""
    for place in places:
        for side in protected(about.items[place[0]]):
            yield Option(Cell(*place, side), 1, about.below - 1)
            if place[3]:
                yield Option(Cell(*place[:3], LESS + place[3], side), 1, about.below - 1)


def _in_families(
    places: Iterable[Place], hidden: AbstractSet[Place], known: Mapping[Cell, int], about: About
) -> Iterator[Either]:
    shown = {cell.place for cell in known if not cell.category}
    families = by_key((whole, place) for place in places if (whole := _whole(place, hidden | shown, about)))
    for whole, parts in families.items():
        if whole in hidden:
            continue
        under = {place: [other for other in places if place[2] in above(other[2], about.parents)] for place in parts}
        item, among = about.items[whole[0]], [*parts, *(other for others in under.values() for other in others)]
        words = f"one of the areas withheld under {whole[2]} ({item.name}, {month_name(whole[1])}) is small"
        yield Either(tuple(_small(among, about)), words)
        if whole in shown:
            beside = _beside(whole, shown - hidden, about)
            for place in (place for place in parts if not under[place]):
                yield from _as_sibling(place, whole, beside, known, about)
                if len(parts) >= _MANY and not any(under.values()):
                    yield _among_many(place, whole, beside, known, about)


def _beside(whole: Place, shown: AbstractSet[Place], about: About) -> list[Place]:
    """The parts of a result that are shown."""
    same = (place for place in shown if (*place[:2], place[3]) == (*whole[:2], whole[3]))
    return sorted(place for place in same if _whole(place, shown, about) == whole)


def _as_sibling(
    place: Place, whole: Place, beside: Iterable[Place], known: Mapping[Cell, int], about: About
) -> Iterator[Either]:
    """What is told of a part that may have gone for another's sake: the smallest goes, and nobody's nought does.

    Of two that are alike the first by name goes, and one with a count of nought may not have been enough.
    """
    item = about.items[whole[0]]
    counted = protected(item)
    size = BASE if len(counted) > 1 else counted[0]
    people = {other: [known.get(Cell(*other, side), 0) for side in counted] for other in beside}
    ends = [sum(counts) - (other[2] < place[2]) for other, counts in people.items() if all(counts)]
    if ends:
        words = f"no area is withheld for another's sake where a smaller one is shown ({whole[2]}, {item.name})"
        yield Either((*_small([place], about), Option(Cell(*place, size), 0, min(ends))), words)
    if most := known.get(Cell(*whole, size)):
        words = f"a nought is withheld for nobody's sake ({whole[2]}, {item.name}, {month_name(whole[1])})"
        yield Either((Option(Cell(*place, size), 1, most),), words)


def _among_many(place: Place, whole: Place, beside: Iterable[Place], known: Mapping[Cell, int], about: About) -> Either:
    """Of three or more that are withheld, one that is not small is there since the others are small together."""
    beside = list(beside)
    options = []
    for side in protected(about.items[whole[0]]):
        rest = known[Cell(*whole, side)] - sum(known.get(Cell(*other, side), 0) for other in beside)
        options.append(Option(Cell(*place, side), max(rest - about.below + 1, 0), max(rest, 0)))
    words = f"no more areas are withheld than are enough ({whole[2]}, {about.items[whole[0]].name})"
    return Either((*_small([place], about), *options), words)


def _whole(place: Place, places: AbstractSet[Place], about: About) -> Place | None:
    ups = ((place[0], place[1], area, place[3]) for area in above(place[2], about.parents))
    return next((up for up in ups if up in places), None)
