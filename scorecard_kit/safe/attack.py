"""How near a reader can come to each withheld count: by bounds, and exactly where the library highspy is there."""

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import NamedTuple

from scorecard_kit.safe._parts import Bounds, ContradictionError, Part, bounds, parts
from scorecard_kit.safe.system import Cell, System

__all__ = ["Reached", "is_exact", "reached"]


class Reached(NamedTuple):
    """What a reader can reach of a withheld count: no less than `low`, no more than `high` (None: there is no end).

    `candidates` are the counts of 1 or more that it may be, as far as they were looked for: up to `below` - 1. Nought
    is left out, since who is counted knows that somebody is. `is_proved` says that each of them does fit.
    """

    cell: Cell
    low: int
    high: int | None
    candidates: int
    is_proved: bool

    def falls(self, below: int) -> bool:
        """Whether it may be fewer counts than the rule leaves of a small one; a nought may be shown."""
        return self.candidates < below - 1 and self.high != 0


def is_exact() -> bool:
    """Whether exact answers can be had: the library highspy is installed."""
    return find_spec("highspy") is not None


def reached(known: System, *, exactly: bool) -> list[Reached]:
    """What can be reached of every withheld cell, in the order of the system.

    Without `exactly` by bounds alone: what falls by them does fall, and what does not is not proved. A part in which
    nothing fits (the figures contradict each other) is not proved either, and nothing is said of its cells. One that
    is printed elsewhere is reached as it stands there.
    """
    found = {
        cell: Reached(cell, count, count, min(count, 1), is_proved=True)
        for cell in known.withheld
        if (count := known.known.get(cell)) is not None
    }
    wanted = [cell for cell in known.withheld if cell not in found]
    for part in parts(known.known, known.ties, wanted):
        found |= {each.cell: each for each in _in_part(part, set(wanted), known.below - 1, exactly=exactly)}
    return [found[cell] for cell in known.withheld]


def _in_part(part: Part, wanted: set[Cell], enough: int, *, exactly: bool) -> Iterator[Reached]:
    places = [place for place, cell in enumerate(part.cells) if cell in wanted]
    try:
        within = bounds(part)
    except ContradictionError:
        yield from (Reached(part.cells[place], 0, None, enough, is_proved=False) for place in places)
        return
    proved = _candidates(part, within, places, enough) if exactly and places else {}
    for place in places:
        low, high = within[0][place], within[1][place]
        wide = enough if high is None else min(max(high - max(low, 1) + 1, 0), enough)
        counts = proved.get(place)
        if counts is None:
            yield Reached(part.cells[place], low, high, wide, is_proved=wide < enough)
        elif len(counts - {0}) >= enough:
            yield Reached(part.cells[place], low, high, enough, is_proved=True)
        else:
            yield Reached(part.cells[place], min(counts), max(counts), len(counts - {0}), is_proved=True)


def _candidates(part: Part, within: Bounds, places: Sequence[int], enough: int) -> dict[int, set[int] | None]:
    """Counts that do fit, of each place at least `enough` of 1 or more, or else all; None where it is not known.

    Every answer tells something of all cells, so that few questions are asked.
    """
    from scorecard_kit.safe._exact import Solver, UnprovedError  # noqa: PLC0415 - the library is an extra

    solver = Solver(part, within)
    seen: list[set[int]] = [set() for _ in part.cells]
    found: dict[int, set[int] | None] = {}
    for place in places:
        least = 0
        try:
            while len(seen[place] - {0}) < enough and (counts := solver.counts(place, least)) is not None:
                least = counts[place] + 1
                for cell, count in enumerate(counts):
                    seen[cell].add(count)
            found[place] = seen[place] or None
        except UnprovedError:
            found[place] = None
    return found
