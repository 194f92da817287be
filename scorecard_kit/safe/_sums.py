"""Which figures add up to which, and which never fall."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from scorecard_kit.judge.indicators import DataPeriod
from scorecard_kit.judge.periods import financial_year, month_name
from scorecard_kit.judge.rows import above, by_key
from scorecard_kit.safe.system import BASE, COUNTED, LEFT_OUT, LESS, About, Cell, Sum


class Addition(NamedTuple):
    """Parts of a whole; `words` name them for a sentence, and `is_all` says whether nothing else lies in the whole."""

    whole: Cell
    parts: tuple[Cell, ...]
    words: str
    is_all: bool


def additions(cells: Mapping[Cell, None], about: About) -> Iterator[Addition]:
    """Remainder and numerator, a cohort and the rest, categories, areas, months."""
    yield from _within_results(cells, about)
    yield from _categories(cells, about)
    yield from _areas(cells, about)
    yield from _windows(cells, about)


def _named(cell: Cell, about: About) -> str:
    return f"{about.items[cell.indicator].name}, {cell.area}, {month_name(cell.period)}"


def _within_results(cells: Mapping[Cell, None], about: About) -> Iterator[Addition]:
    for cell in cells:
        counted, rest = cell._replace(side=COUNTED), cell._replace(side=LEFT_OUT)
        if cell.side == BASE and counted in cells and rest in cells:
            words = f"{_named(cell, about)}: those counted and those left out of the result"
            yield Addition(cell, (counted, rest), words, is_all=True)
        elif cell.side == BASE and counted in cells and not about.items[cell.indicator].may_exceed_100:
            yield Addition(cell, (counted,), f"{_named(cell, about)}: those counted", is_all=False)
        if cell.cohort.startswith(LESS):
            other, everyone = cell._replace(cohort=cell.cohort.removeprefix(LESS)), cell._replace(cohort="")
            words = f"{_named(cell, about)}: the result excluding the cohort and the cohort alone"
            yield Addition(everyone, (other, cell), words, is_all=True)


def _categories(cells: Mapping[Cell, None], about: About) -> Iterator[Addition]:
    whole_of = ((cell._replace(category=""), cell) for cell in cells if cell.category)
    kinds = by_key(((whole, cell.category.partition(":")[0]), cell) for whole, cell in whole_of if whole in cells)
    for (whole, kind), parts in kinds.items():
        yield Addition(whole, tuple(parts), f"{_named(whole, about)}: the categories of {kind}", is_all=True)


def _areas(cells: Mapping[Cell, None], about: About) -> Iterator[Addition]:
    """The parts of each whole: an area without a result stands aside for those within it."""
    children = by_key((parent, area) for area, parent in about.parents.items() if parent)
    wholes = ((_next_above(cell, cells, about), cell) for cell in cells)
    for whole, parts in by_key((whole, cell) for whole, cell in wholes if whole).items():
        is_all = {part.area for part in parts} >= set(children.get(whole.area, ()))
        yield Addition(whole, tuple(parts), f"{_named(whole, about)}: its areas", is_all)


def _next_above(cell: Cell, cells: Mapping[Cell, None], about: About) -> Cell | None:
    ups = (cell._replace(area=area) for area in above(cell.area, about.parents))
    return next((up for up in ups if up in cells), None)


def _windows(cells: Mapping[Cell, None], about: About) -> Iterator[Addition]:
    """The months of a figure that is added up from them."""
    for cell in cells:
        series, months = about.windows.get((cell.indicator, cell.period), ("", ()))
        parts = [part for month in months if (part := cell._replace(indicator=series, period=month)) in cells]
        if parts and not cell.category:
            yield Addition(cell, tuple(parts), f"{_named(cell, about)}: its months", len(parts) == len(months))


def rises(cells: Iterable[Cell], about: About) -> Iterator[Sum]:
    """Year-to-date counts do not fall within a financial year, and cumulative ones never."""
    runs = by_key((cell._replace(period=_run(cell, about)), cell) for cell in cells)
    for run, members in runs.items():
        ordered = sorted(members, key=lambda cell: cell.period) if run.period else []
        for earlier, later in pairwise(ordered):
            months = f"{month_name(earlier.period)} to {month_name(later.period)}"
            words = f"{about.items[run.indicator].name}, {run.area}: from {months} it cannot fall"
            yield Sum(((later, 1), (earlier, -1)), 0, None, words)


def _run(cell: Cell, about: About) -> str:
    """What a cell's count goes on rising in; blank where it may fall."""
    kind = about.items[cell.indicator].data_period
    if kind is DataPeriod.YEAR_TO_DATE:
        return financial_year(cell.period)
    return "all" if kind is DataPeriod.CUMULATIVE else ""
