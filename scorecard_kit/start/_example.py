"""The scorecard that `scorecard new` begins with: an invented service with five indicators in plainly round figures."""

from collections.abc import Iterator

from scorecard_kit.judge.periods import outturn_month, window, year_to_date

Rows = list[list[str]]
"""A table as text, header first."""

COUNTY, NORTH, SOUTH = "Exampleshire", "North Exampleshire", "South Exampleshire"
RED = "visits-in-time"
"""The indicator that is Red in every month that the example can be for, and so has a commentary."""

_INDICATORS = """
visits-in-time|Visits made in time|H|YTD|percent|Timeliness|yes|Of the visits due since April, the share made in time.
days-to-decision|Days to a decision|L|YTD|days|Timeliness||Average days from request to decision, since April.
repeat-requests|Requests after an earlier one|L|R12M|percent|Demand||Of the requests of twelve months, the share after \
an earlier one.
people-waiting|People waiting|L|SS|count|Demand||People waiting on the last day of the month.
people-supported|People supported|T|SS|rate|Demand||People supported on the last day of the month, for each \
10,000 who live there.
"""
_SOURCE = "Invented for this example"

# Of each area the numerators of four months (the outturn, two months before, the month before, the month itself) and
# the denominator. What is counted since April is given for one month, and grows with the months.
_FIGURES = {
    "visits-in-time": {NORTH: ("170 165 155 140", "200"), SOUTH: ("170 175 165 160", "200")},
    "days-to-decision": {NORTH: ("3600 3400 3400 3300", "100"), SOUTH: ("3400 3200 3200 3100", "100")},
    "repeat-requests": {NORTH: ("250 250 240 240", "1000"), SOUTH: ("230 220 220 200", "1000")},
    "people-waiting": {NORTH: ("70 60 50 40", ""), SOUTH: ("70 60 60 50", "")},
    "people-supported": {NORTH: ("240 250 260 260", "50000"), SOUTH: ("210 210 220 220", "50000")},
}
_SINCE_APRIL = {"visits-in-time", "days-to-decision"}

# indicator, area (blank: every area without a row of its own), target, floor, and the bands of a target to be close to
_TARGETS = """
visits-in-time||85|80||||
days-to-decision||30|35||||
repeat-requests||20|25||||
people-waiting|Exampleshire|100|120||||
people-waiting|North Exampleshire|50|60||||
people-waiting|South Exampleshire|50|60||||
people-supported||50||45|55|40|60
"""


def tables(period: str) -> dict[str, Rows]:
    """The tables of the example by name, with results up to the period; without rows where only a header is given."""
    places = _places(period)
    return {
        "indicators": [
            "indicator name polarity data_period unit group cases_sentence definition source".split(),
            *([*cells, _SOURCE] for cells in _cells(_INDICATORS)),
        ],
        "results": ["indicator period area numerator denominator value note".split(), *_results(places)],
        "targets": [
            "indicator from area target floor green_from green_to amber_from amber_to basis".split(),
            *([indicator, first_month(period), *limits, "council"] for indicator, *limits in _cells(_TARGETS)),
        ],
        "areas": [
            ["area", "kind", "parent"],
            [COUNTY, "county", ""],
            *([area, "area", COUNTY] for area in (NORTH, SOUTH)),
        ],
        "owners": [["role", "name"], ["Director", "A. N. Example"]],
        "glossary": [["term", "words"]],
        "published": ["report item period area field printed where explanation".split()],
    }


def first_month(period: str) -> str:
    """The earliest month that the example of a period names."""
    return year_to_date(min(_places(period)))[0]


def _places(period: str) -> dict[str, int]:
    """The months with results, earliest first, each with its place in the figures: the last where it has two."""
    months = (outturn_month(period), *window(period, 3))
    return dict(sorted({month: place for place, month in enumerate(months)}.items()))


def _cells(text: str) -> Rows:
    return [line.split("|") for line in text.strip().splitlines()]


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
    return f"""---
area: {COUNTY}
author: A. N. Example
---

## Commentary

This is an example: write here why the result is what it is.
{{{{ numerator }}}} of {{{{ denominator }}}} visits were made in time ({{{{ value }}}}), and {{{{ missed }}}} were late.
The target is {{{{ target }}}}.

## Actions

- An example: who does what, and by when.
"""


def parameters(name: str, period: str) -> str:
    """The text of the parameters file of a scorecard, whose figures stand in data/NAME."""
    title = name.replace("-", " ").capitalize()
    return f"""# One pack: what is in it, and in which order. docs/reference/parameters.md explains every key.
title: "{title}: an example in invented figures"
council: Exampleshire Council
status: draft  # final, when it may be published
period: {period}
data: data/{name}
sections:
  - notebook: scorecard
    parameters: {{area: {COUNTY}}}
  - notebook: areas
    parameters: {{areas: [{COUNTY}, {NORTH}, {SOUTH}]}}
  - notebook: exception_report  # a page for each Red indicator
    for_each: {{indicator: red}}
    parameters: {{months: 13}}
"""
