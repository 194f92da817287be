"""A system taken apart into cells that have to do with each other, with what is known reckoned in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from scorecard_kit.safe.system import Cell, Either, Sum

Bounds = tuple[list[int], list[int | None]]
"""The least and the greatest that each cell of a part may be; None where nothing holds it down."""


class ContradictionError(ValueError):
    """Nothing fits all that is said of a part: what was printed does not agree with itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """Unknown cells, and what ties them: `sums` with the place of each cell and the bounds that known ones leave."""

    cells: tuple[Cell, ...]
    sums: tuple[tuple[tuple[tuple[int, int], ...], int | None, int | None], ...]
    eithers: tuple[tuple[tuple[int, int, int], ...], ...]


def parts(known: Mapping[Cell, int], ties: Iterable[Sum | Either], wanted: Iterable[Cell] = ()) -> list[Part]:
    """The parts that the ties make of all cells in them that are not known; a wanted one without a tie is alone."""
    leaders: dict[Cell, Cell] = {cell: cell for cell in wanted if cell not in known}

    def leader(cell: Cell) -> Cell:
        while leaders[cell] != cell:
            leaders[cell] = cell = leaders[leaders[cell]]
        return cell

    open_ties = []
    for tie in ties:
        if cells := _unknown(tie, known):
            open_ties.append((cells[0], tie))
            for cell in cells:
                leaders.setdefault(cell, cell)
                leaders[leader(cell)] = leader(cells[0])
    groups: dict[Cell, tuple[list[Cell], list[Sum | Either]]] = {}
    for cell in leaders:
        groups.setdefault(leader(cell), ([], []))[0].append(cell)
    for cell, tie in open_ties:
        groups[leader(cell)][1].append(tie)
    return [_part(cells, said, known) for cells, said in groups.values()]


def _unknown(tie: Sum | Either, known: Mapping[Cell, int]) -> list[Cell]:
    """The cells of a tie that are not known; none of a choice that what is known makes true."""
    if isinstance(tie, Sum):
        return [cell for cell, _ in tie.terms if cell not in known]
    if any(it.cell in known and it.low <= known[it.cell] <= it.high for it in tie.options):
        return []
    return [it.cell for it in tie.options if it.cell not in known]


def _part(cells: list[Cell], said: list[Sum | Either], known: Mapping[Cell, int]) -> Part:
    place = {cell: number for number, cell in enumerate(cells)}
    sums, eithers = [], []
    for tie in said:
        if isinstance(tie, Either):
            eithers.append(tuple((place[it.cell], it.low, it.high) for it in tie.options if it.cell in place))
            continue
        rest = sum(factor * known[cell] for cell, factor in tie.terms if cell in known)
        low, high = (None if end is None else end - rest for end in (tie.low, tie.high))
        sums.append((tuple((place[cell], factor) for cell, factor in tie.terms if cell in place), low, high))
    return Part(tuple(cells), tuple(sums), tuple(eithers))


def bounds(part: Part, most: int = 200) -> Bounds:
    """What each cell may be, each tie taken by itself again and again: never narrower than it is.

    Counts are whole and not negative. After `most` rounds it is left as it is. ContradictionError where nothing fits.
    """
    low: list[int] = [0] * len(part.cells)
    high: list[int | None] = [None] * len(part.cells)
    for _ in range(most):
        before = list(low), list(high)
        for terms, least, greatest in part.sums:
            _narrow(terms, greatest, low, high)
            _narrow(tuple((place, -factor) for place, factor in terms), None if least is None else -least, low, high)
        for options in part.eithers:
            _choose(options, low, high)
        if before == (low, high):
            break
    return low, high


def _narrow(terms: tuple[tuple[int, int], ...], greatest: int | None, low: list[int], high: list[int | None]) -> None:
    """Hold each cell against the least that the others of a sum add up to, which is at most `greatest`."""
    if greatest is None:
        return
    least = [_least(factor, low[place], high[place]) for place, factor in terms]
    endless, added = least.count(None), sum(each for each in least if each is not None)
    for (place, factor), own in zip(terms, least, strict=True):
        room = greatest - added + (own or 0)
        if endless > (own is None):
            continue
        if factor > 0:
            _hold(place, 0, room // factor, low, high)
        else:
            _hold(place, -(room // -factor), None, low, high)


def _least(factor: int, low: int, high: int | None) -> int | None:
    """The least that a cell adds; None where there is no end to it."""
    return factor * low if factor > 0 else None if high is None else factor * high


def _hold(place: int, least: int, greatest: int | None, low: list[int], high: list[int | None]) -> None:
    low[place] = max(low[place], least)
    end = high[place]
    end = high[place] = greatest if end is None else end if greatest is None else min(end, greatest)
    if end is not None and low[place] > end:
        raise ContradictionError


def _choose(options: tuple[tuple[int, int, int], ...], low: list[int], high: list[int | None]) -> None:
    """Hold a cell to the only option that is left; where none is, nothing fits."""
    left = [it for it in options if it[1] <= _end(high[it[0]]) and low[it[0]] <= it[2]]
    if not left:
        raise ContradictionError
    if len(left) == 1:
        _hold(*left[0], low, high)


def _end(high: int | None) -> float:
    return inf if high is None else high
