"""A reader who wants to know what is withheld: he has what was printed and the public rule, and none of the audit.

Of a county and its areas he writes down, month by month, every way in which the withheld counts may be filled in so
that the areas add up and the rule would withhold exactly these. Then he crosses out what does not go with the month
before or after, since a year to date never falls. What is left is all that there may be: the months stand in a row.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pandas as pd

from scorecard_kit.judge.disclosure import SmallCounts, withhold

Month = Mapping[str, int | None]
"""By area its count as printed, None where it is withheld; County is what the others add up to."""
AREAS = pd.DataFrame(
    [["County", "county", ""], *([name, "area", "County"] for name in "NESW")],
    columns=["area", "kind", "parent"], dtype=object,
)  # fmt: skip


def indicators(data_period: str) -> pd.DataFrame:
    """Adoptions, as a count of the year to date or of a day."""
    columns = ["indicator", "name", "polarity", "data_period", "unit"]
    return pd.DataFrame([["adoptions", "Adoptions", "H", data_period, "count"]], columns=columns)


def results(counts: Mapping[str, Mapping[str, int]]) -> pd.DataFrame:
    """The counts of each month by area, as rows of results.csv."""
    rows = [
        ["adoptions", period, area, "", count, None, None, ""]
        for period, month in counts.items()
        for area, count in month.items()
    ]
    columns = ["indicator", "period", "area", "cohort", "numerator", "denominator", "value", "status"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def printed(counts: Mapping[str, Mapping[str, int]], data_period: str, below: int = 6) -> dict[str, Month]:
    """What a pack prints of them under the rule."""
    frame = withhold(results(counts), indicators(data_period), AREAS, SmallCounts(below=below))
    months: dict[str, dict[str, int | None]] = {}
    for period, area, count, status in frame[["period", "area", "numerator", "status"]].itertuples(index=False):
        months.setdefault(period, {})[area] = None if status == "suppressed" else count
    return dict(months)


def candidates(months: Mapping[str, Month], data_period: str, below: int = 6) -> dict[tuple[str, str], set[int]]:
    """Every count that each withheld one, by month and area, may be."""
    ways = [list(_ways(month, below)) for month in months.values()]
    if data_period == "YTD":
        for order in (1, -1):
            for then, now in zip(ways[::order], ways[::order][1:], strict=False):
                now[:] = [way for way in now if any(_goes(before, way, order) for before in then)]
    return {
        (period, area): {way[area] for way in found}
        for (period, month), found in zip(months.items(), ways, strict=True)
        for area, count in month.items()
        if count is None
    }


def _goes(one: Mapping[str, int], other: Mapping[str, int], order: int) -> bool:
    return all(order * (other[area] - count) >= 0 for area, count in one.items())


def _ways(month: Month, below: int) -> Iterator[dict[str, int]]:
    """The ways to fill in one month."""
    hidden = [area for area, count in month.items() if count is None]
    shown = {area: count for area, count in month.items() if count is not None}
    if not hidden:
        yield shown
        return
    county = shown.get("County")
    rest = None if county is None else county - sum(count for area, count in shown.items() if area != "County")
    for filled in _fillings(len(hidden), rest, below):
        way = {**shown, **dict(zip(hidden, filled, strict=True))}
        if way["County"] == sum(count for area, count in way.items() if area != "County") and _gives(way, month, below):
            yield way


def _fillings(number: int, rest: int | None, below: int) -> Iterator[Sequence[int]]:
    if rest is None:  # the county is withheld with all beneath it: it is small itself
        yield from product(range(below), repeat=number)
    else:
        for first in product(range(rest + 1), repeat=number - 1):
            if sum(first) <= rest:
                yield (*first, rest - sum(first))


def _gives(way: Mapping[str, int], month: Month, below: int) -> bool:
    small = [area for area, count in way.items() if 0 < count < below]
    return all(month[area] is None for area in small) and printed({"2016-03": way}, "SS", below)["2016-03"] == month
