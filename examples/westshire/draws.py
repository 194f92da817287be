"""Counts drawn from a seed: the same on every machine, since nothing is used but plain arithmetic and `random()`.

Every stream and every indicator has a generator of its own, named after it, so that one more changes no other.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

from examples.westshire.adults import ADULTS, BESIDE
from examples.westshire.adults import STREAMS as ADULT_STREAMS
from examples.westshire.children import CHILDREN
from examples.westshire.children import STREAMS as CHILD_STREAMS
from examples.westshire.measures import Measure, Stream
from examples.westshire.places import TEAMS, Place, leaves
from examples.westshire.stories import COHORT, shift

__all__ = ["MEASURES", "MONTHS", "Pair", "counts", "months_from"]

MEASURES = (*CHILDREN, *ADULTS, *BESIDE)
STAYING = 0.85  # the share of the people in a snapshot for whom nothing has changed since the month before

Pair = tuple[int, int]
Monthly = dict[tuple[str, str], Sequence[int]]
"""A stream's number in each of MONTHS, by side and place."""


def months_from(first: str, last: str) -> list[str]:
    """The months from one to another, both written as 2026-03 and both among them."""
    years = range(int(first[:4]), int(last[:4]) + 1)
    return [month for year in years for number in range(1, 13) if first <= (month := f"{year}-{number:02}") <= last]


MONTHS = months_from("2022-04", "2026-03")  # a year before the first result, so that twelve months can be added up


@cache
def counts(seed: int, *, planted: bool = True) -> Mapping[tuple[str, str, str], Sequence[Pair]]:
    """Draw the numerator and denominator in each of MONTHS, by indicator, place (as small as it is counted) and side.

    A denominator of 0 stands where there is none. With `planted` false there is no story: every indicator goes its own
    slow way, and the rest is chance.
    """
    streams: dict[str, Monthly] = {}
    for stream in (*CHILD_STREAMS, *ADULT_STREAMS):
        for place in leaves(stream.by):
            for name, numbers in _counted(stream, place, Random(f"{seed} {stream.name} {stream.side} {place.name}")):
                streams.setdefault(name, {})[stream.side, place.name] = numbers
    return {
        (measure.key, place.name, side): _drawn(measure, place, side, streams, seed, planted=planted)
        for measure in MEASURES
        for place in leaves(measure.by)
        for side in dict.fromkeys(side for side, _ in streams[measure.base])
    }


def _counted(stream: Stream, place: Place, random: Random) -> list[tuple[str, list[int]]]:
    """A stream's number in each month at a place; of a stock also those who came in and those who left."""
    expected = [_between(stream.monthly, number) * place.share / 1000 for number in range(len(MONTHS))]
    if stream.planned:
        return [(stream.name, [max(1, round(mean)) for mean in expected])]
    if not stream.leaving:
        seasons = [stream.season.get(int(month[5:]), 1) for month in MONTHS]
        return [
            (stream.name, [_arrivals(random, mean * season) for mean, season in zip(expected, seasons, strict=True)])
        ]
    stock, starts, ends = [round(expected[0])], [0], [0]
    for mean in expected[1:]:
        starts.append(_arrivals(random, mean * stream.leaving))
        ends.append(_happening(random, stock[-1], stream.leaving))
        stock.append(stock[-1] + starts[-1] - ends[-1])
    return [(stream.name, stock), (f"{stream.name}-starts", starts), (f"{stream.name}-ends", ends)]


def _drawn(
    measure: Measure, place: Place, side: str, streams: Mapping[str, Monthly], seed: int, *, planted: bool
) -> list[Pair]:
    """The numerators and denominators of an indicator at a place."""
    random = Random(f"{seed} {measure.key} {side} {place.name}")
    base = _at(streams[measure.base], side, place)
    if measure.drawn == "count":
        return [(number, 0) for number in base]
    if measure.drawn == "load":
        return list(zip(base, _at(streams[measure.workers], side, place), strict=True))
    apart = (random.random() - 0.5) * measure.spread
    if planted and (measure.key, side) == COHORT[:2]:
        apart += COHORT[2]
    expected = [_between(measure.chance, number) + apart for number in range(len(MONTHS))]
    if measure.drawn == "days":
        return [(sum(int(days * (0.6 + 0.8 * random.random())) for _ in range(number)), number)
                for days, number in zip(expected, base, strict=True)]  # fmt: skip
    shifts = [shift(measure.key, month) if planted else 0.0 for month in MONTHS]
    chances = [(chance + more) / 100 for chance, more in zip(expected, shifts, strict=True)]
    if measure.drawn == "cases":
        return [(_happening(random, number, chance), number) for number, chance in zip(base, chances, strict=True)]
    return _snapshots(random, base, chances, shifts)


def _snapshots(random: Random, base: Sequence[int], chances: Sequence[float], shifts: Sequence[float]) -> list[Pair]:
    """How many of the people at the end of each month, most of whom were there the month before and have not changed.

    Where a definition changes all are looked at anew.
    """
    found = [(_happening(random, base[0], chances[0]), base[0])]
    for number in range(1, len(base)):
        (above, below), now = found[-1], base[number]
        staying = STAYING if shifts[number] == shifts[number - 1] else 0
        still = _happening(random, min(above, now), staying)
        still_not = _happening(random, min(below - above, now - min(above, now)), staying)
        found.append((still + _happening(random, now - still - still_not, chances[number]), now))
    return found


def _at(stream: Monthly, side: str, place: Place) -> Sequence[int]:
    """A stream's numbers at a place, or the sum of its teams where only those are counted."""
    if (side, place.name) in stream:
        return stream[side, place.name]
    teams = [stream[side, team.name] for team in TEAMS if team.parent == place.name]
    return [sum(numbers) for numbers in zip(*teams, strict=True)]


def _between(ends: tuple[float, float], number: int) -> float:
    """What is expected in a month, on the straight line from the first month to the last."""
    return ends[0] + (ends[1] - ends[0]) * number / (len(MONTHS) - 1)


def _happening(random: Random, cases: int, chance: float) -> int:
    """In how many of so many cases something that has a chance happens."""
    return sum(random.random() < chance for _ in range(cases))


def _arrivals(random: Random, mean: float) -> int:
    """How many come in a month in which so many are expected: about as uneven as chance makes it."""
    chances = int(mean * 8) + 1
    return _happening(random, chances, mean / chances)
