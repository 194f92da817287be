"""The scorecard that `scorecard new` begins with: an invented service with five indicators in plainly round figures.

Its texts and tables stand in example/ as they are written, but for the results, which grow with the months, and for
what begins with $.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from string import Template

from scorecard_kit.judge.periods import outturn_month, window, year_to_date

Rows = list[list[str]]
"""A table as text, header first."""

COUNTY, NORTH, SOUTH = "Exampleshire", "North Exampleshire", "South Exampleshire"
RED = "visits-in-time"
"""The indicator that is Red in every month that the example can be for, and so has a commentary."""
_FOLDER = Path(__file__).with_name("example")

# Of each area the numerators of four months (the outturn, two months before, the month before, the month itself) and
# the denominator. What is counted since April is given for one month, and grows with the months.
_FIGURES = {
    "visits-in-time": {NORTH: ("170 165 152 140", "200"), SOUTH: ("170 175 165 160", "200")},
    "days-to-decision": {NORTH: ("3600 3400 3400 3300", "100"), SOUTH: ("3400 3200 3200 3100", "100")},
    "repeat-requests": {NORTH: ("250 250 240 240", "1000"), SOUTH: ("230 220 220 200", "1000")},
    "people-waiting": {NORTH: ("70 60 50 40", ""), SOUTH: ("70 60 60 50", "")},
    "people-supported": {NORTH: ("240 250 260 260", "50000"), SOUTH: ("210 210 220 220", "50000")},
}
_SINCE_APRIL = {"visits-in-time", "days-to-decision"}


def tables(period: str) -> dict[str, Rows]:
    """The tables of the example by name, with results up to the period; without rows where only a header is given."""
    texts = {path.stem: _written(path.name, first_month=first_month(period)) for path in _FOLDER.glob("*.csv")}
    rows = {name: list(csv.reader(text.splitlines())) for name, text in texts.items()}
    return rows | {"results": [*rows["results"], *_results(_places(period))]}


def first_month(period: str) -> str:
    """The earliest month that the example of a period names."""
    return year_to_date(min(_places(period)))[0]


def _places(period: str) -> dict[str, int]:
    """The months with results, earliest first, each with its place in the figures: the last where it has two."""
    months = (outturn_month(period), *window(period, 3))
    return dict(sorted({month: place for place, month in enumerate(months)}.items()))


def _results(places: dict[str, int]) -> Iterator[list[str]]:
    for indicator, areas in _FIGURES.items():
        for month, place in places.items():
            months = len(year_to_date(month)) if indicator in _SINCE_APRIL else 1
            counted = {area: months * int(above.split()[place]) for area, (above, _) in areas.items()}
            base = {area: months * int(below or 0) for area, (_, below) in areas.items()}
            for area in (COUNTY, NORTH, SOUTH):
                numerator, denominator = (each.get(area, sum(each.values())) for each in (counted, base))
                yield [indicator, month, area, str(numerator), str(denominator or ""), "", ""]


def commentary() -> str:
    """The commentary of the Red indicator, with names where its figures fill in."""
    return _written("commentary.md")


def parameters(name: str, period: str) -> str:
    """The text of the parameters file of a scorecard, whose figures stand in data/NAME."""
    return _written("parameters.yaml", name=name, period=period, title=name.replace("-", " ").capitalize())


def _written(file: str, **values: str) -> str:
    """The text of a file of the example, with the values where their names stand."""
    return Template((_FOLDER / file).read_text(encoding="utf-8")).substitute(values)
