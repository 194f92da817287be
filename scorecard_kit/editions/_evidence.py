"""What a reader has of a pack: the figures of its pages, and those of the editions over its data."""

from collections.abc import Iterator, Mapping
from typing import Any

from scorecard_kit.data.editions import FIGURES, Edition, table_of
from scorecard_kit.data.printed import Row, rows_of
from scorecard_kit.editions._behind import in_reach
from scorecard_kit.judge.numbers import exact
from scorecard_kit.judge.periods import outturn_month
from scorecard_kit.judge.rows import FIGURES as COUNTED
from scorecard_kit.judge.rows import PLACE, place_of, records
from scorecard_kit.pack.plan import Pack
from scorecard_kit.publish.corrections import tables_of
from scorecard_kit.run.rendered import Rendered
from scorecard_kit.safe.system import Shown

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
    for row in records(in_reach(pack.dataset, pack).breakdowns):
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
