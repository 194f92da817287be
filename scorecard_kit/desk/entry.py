"""The wide entry sheet: one row an indicator, one pair of columns an area, for one period.

Cell A1 says period and B1 the month. Row 2 is the header: indicator, name, then "Kent: numerator", "Kent: denominator"
and so on, in pairs; the rows beneath hold the figures.
"""

SHEET = "entry"
PERIOD_ROW, HEADER_ROW = 1, 2
KEYS = ("indicator", "name")
FIGURES = ("numerator", "denominator")
BETWEEN = ": "


def heading(area: str, figure: str) -> str:
    """The heading of one column of figures."""
    return f"{area}{BETWEEN}{figure}"
