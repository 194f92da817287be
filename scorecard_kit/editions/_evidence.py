"""What a reader has of a pack: the figures of its pages and of the editions over its data, and what is public of them.

Beside it stands what the pack's data say is behind all of it, which the audit needs so as not to be led astray.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.data.editions import FIGURES, Edition, table_of
from scorecard_kit.data.load import opened
from scorecard_kit.data.part import part
from scorecard_kit.data.printed import Row, rows_of
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import COVERED, outturn_month
from scorecard_kit.judge.rows import FIGURES as COUNTED
from scorecard_kit.judge.rows import PLACE, definitions, parents_of, place_of, records
from scorecard_kit.pack.models import beside
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.corrections import tables_of
from scorecard_kit.run.rendered import Rendered
from scorecard_kit.safe.relations import counts
from scorecard_kit.safe.system import LESS, About, Cell, Shown

_YEARS = 6  # more than a chart shows
_NO_FIGURE = ("", "c")


def of_edition(edition: Edition) -> Iterator[Shown]:
    """The figures that an edition printed. InputError where its table is not as it was published."""
    for row in rows_of(table_of(edition, FIGURES)):
        if not row["category"]:
            yield from _shown(row, edition.label)


def of_pages(pack: Pack, rendered: Rendered) -> Iterator[Shown]:
    """The figures that the pages of a rendered pack print, and the breakdowns of its data that stand beside them."""
    tables = {name.removesuffix(".csv"): content.decode() for name, content in rendered.tables.items()}
    parameters: dict[str, Mapping[str, Any]] = {section.name: section.parameters for section in pack.sections}
    places = set()
    for figures in tables_of(tables, parameters).values():
        for place, row in figures.items():
            if place.indicator and not place.category:
                places.add(place[:4])
                yield from _shown({**row, **dict(zip(PLACE, place[:4], strict=True))}, pack.name)
    for row in records(_in_reach(pack.dataset, pack).breakdowns):
        if place_of(row) in places:
            count, category = exact(row["count"]), f"{row['dimension']}: {row['category']}"
            yield Shown(place_of(row), count, None, None, count is None, pack.name, category)


def _shown(row: Row, source: str) -> Iterator[Shown]:
    """A row's own figure, and those of earlier months that stand beside it."""
    place = row["indicator"], row["period"], row["area"], row["cohort"]
    earlier = {"previous": row.get("previous_period", ""), "outturn": outturn_month(row["period"])}
    for column, period in earlier.items():
        if period and row.get(column, "") not in _NO_FIGURE:
            yield Shown(
                (place[0], period, *place[2:]), None, None, exact(row[column]), is_withheld=False, source=source
            )
    cells = [row.get(name, "") for name in COUNTED]
    is_withheld = "c" in cells or row.get("status") == "suppressed"
    numbers = [None if cell in _NO_FIGURE else exact(cell) for cell in cells]
    if is_withheld or any(number is not None for number in numbers):
        yield Shown(place, numbers[0], numbers[1], numbers[2], is_withheld, source)


def about(pack: Pack) -> About:
    """What is public of a pack: definitions, areas, the rule, how figures are added up; and the counts behind it."""
    rule = pack.head.small_counts
    entered = _in_reach(
        opened(beside(pack.head.data, str(pack.folder)), {"below": rule.below, "already_published": True}), pack
    )
    indicators, periods = entered.indicators, set(entered.results["period"])
    added = zip(*(indicators[name] for name in ("indicator", "computed", "from_series")), strict=True)
    windows = {
        (key, period): (series, months)
        for key, how, series in added
        if how in COVERED
        for period in periods
        if (months := COVERED[how](period))
    }
    public = About(definitions(indicators), parents_of(entered.areas), rule.below, windows)
    truth = _truth(entered, public)
    return About(public.items, public.parents, public.below, windows, truth)


def _in_reach(dataset: Dataset, pack: Pack) -> Dataset:
    """Of a database the months that a page may show, of a folder all."""
    return part(dataset, period=pack.head.period, months=_YEARS * 12) if dataset.stored else part(dataset)


def _truth(entered: Dataset, public: About) -> dict[Cell, int]:
    figures = [_entered(row) for row in records(entered.results) if row["indicator"] in public.items]
    found = {cell: count for it in figures for cell, count in counts(it, public).items() if count is not None}
    for cell, count in list(found.items()):
        everyone = found.get(cell._replace(cohort=""))
        if cell.cohort and everyone is not None:
            found[cell._replace(cohort=LESS + cell.cohort)] = everyone - count
    for row in records(entered.breakdowns):
        counted, category = exact(row["count"]), f"{row['dimension']}: {row['category']}"
        if counted is not None and counted.denominator == 1:
            found[Cell(*place_of(row), category=category)] = counted.numerator
    return found


def _entered(row: Mapping[str, Any]) -> Shown:
    numerator, denominator, value = (exact(row[name]) for name in COUNTED)
    return Shown(place_of(row), numerator, denominator, value, is_withheld=False, source="")
