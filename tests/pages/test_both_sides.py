"""The tables of both sides: ratings that differ first, and what is the same in a sentence."""

import re
from fractions import Fraction

from bs4 import BeautifulSoup, Tag

from scorecard_kit.judge.rows import Row
from scorecard_kit.pages._both_sides import area_table, widest

UASC = "excluding_uasc"
RATINGS = {"G": "Green", "A": "Amber", "R": "Red"}


def words(tag: Tag) -> str:
    """Give the words of an element as a reader sees them."""
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def row(name: str, including: int, excluding: int, rags: str, **cells: object) -> Row:
    """Give a row of sides of a hundred each."""
    figures = {
        f"{side}_{key}": value
        for side, number in (("including", including), ("excluding", excluding))
        for key, value in (("numerator", Fraction(number)), ("denominator", Fraction(100)), ("value", Fraction(number)))
    }
    return {
        "indicator": name, "name": name, "short_name": name, "unit": "percent", "decimals": 1,
        "per": 100, "polarity": "H", "data_period": "SS", "target": Fraction(85),
        "withheld": "", "problem": "", "excluded_by_definition": False,
        "including_rag": RATINGS[rags[0]], "excluding_rag": RATINGS[rags[1]], **figures,
        "cohort_numerator": "", "cohort_denominator": "", "cohort_value": "",
        "variance": Fraction(excluding - including), **cells,
    }  # fmt: skip


def test_ratings_that_differ_come_first_and_the_largest_variance_before_the_others() -> None:
    """What differs in its rating by one point stands before what differs by nine in one rating; a count comes last."""
    rows = [
        row("same", 90, 90, "GG"), row("far", 81, 90, "AA"), row("near", 84, 85, "AG"), row("down", 88, 80, "GA"),
        row("hidden", 70, 70, "RR", withheld="excluding cohort", variance=""), row("count", 40, 20, "AA", unit="count"),
    ]  # fmt: skip
    html = BeautifulSoup(area_table(rows, UASC, "Shire", widest(rows)), "html.parser")
    names = [words(cell).split(" ")[0] for cell in html.select("tbody tr:not(.group) th")]
    assert names == ["down", "near", "far", "count", "hidden"]
    assert [words(cell) for cell in html.select(".group")] == ["2 of 5 ratings differ", "The others"]
    assert [words(cell) for cell in html.select("p")] == ["The same on both sides: same, 90.0% (90 of 100), ● Green ."]
    assert words(html.select("caption")[0]) == "Excluding UASC, 2 of 4 percentages for Shire are better and 1 is worse"
