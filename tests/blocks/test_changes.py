"""What is said of a printed figure, and of commentary, where a pack differs from what was published."""

import pytest

from scorecard_kit.blocks.changes import Shown, as_told, commentary_of, figure_words
from scorecard_kit.judge.indicators import Unit

ROW = {
    "name": "Visits in time", "numerator": "1180", "denominator": "1590", "value": "74.21383647798743", "rag": "Red",
    "target": "85", "previous": "78.5", "direction_from_previous": "worsened", "within_rounding": "false",
}  # fmt: skip
PERCENT = (Unit.PERCENT, 1)


@pytest.mark.parametrize(
    ("row", "columns", "shown", "words"),
    [
        (ROW, ("value",), PERCENT, "74.2%, Red"),
        (ROW, ("value", "numerator"), PERCENT, "74.2%, Red, 1,180 of 1,590"),
        (ROW, ("target",), PERCENT, "74.2%, Red, target 85.0%"),
        (ROW, ("previous", "direction_from_previous", "within_rounding"), PERCENT,
         "74.2%, Red, previous 78.5%, worsened since the previous result"),
        (ROW | {"value": "c", "numerator": "c"}, ("value", "numerator"), PERCENT, "withheld, Red, withheld of 1,590"),
        (ROW | {"value": "", "rag": "Not rated"}, ("value",), PERCENT, "no result, Not rated"),
        ({"name": "Waiting", "numerator": "40", "denominator": "", "value": "40"}, ("value", "numerator"), None, "40"),
        (ROW | {"value": "1234.5"}, ("value",), (Unit.GBP, 0), "£1,235, Red"),
        (ROW | {"value": "about 74"}, ("value",), PERCENT, "about 74, Red"),
        ({"name": "Homes", "gross": "120.50"}, ("gross",), None, "gross 120.5"),
        ({"name": "Homes", "gross": ""}, ("gross",), None, "gross none"),
        ({}, ("value",), PERCENT, "not shown"),
    ],
)  # fmt: skip
def test_a_figure_in_words(row: dict[str, str], columns: tuple[str, ...], shown: Shown | None, words: str) -> None:
    """Result and rating always, counts and whatever else where they differ; withheld stays withheld."""
    assert figure_words(row, columns, shown) == words


@pytest.mark.parametrize(
    ("hidden", "was", "now"),
    [
        ({"value": "c", "numerator": "c", "rag": "Not rated"}, "not repeated, target 80.0%", "withheld, target 85.0%"),
        ({"previous": "c", "direction_from_previous": "not comparable"},
         "74.2%, Red, target 80.0%, previous not repeated", "74.2%, Red, target 85.0%, previous withheld"),
    ],
)  # fmt: skip
def test_what_is_withheld_on_one_side_is_not_told_by_the_other(hidden: dict[str, str], was: str, now: str) -> None:
    """Neither value nor counts, rating or direction of it; the other way round too."""
    pair = (ROW | {"target": "80"}, ROW | hidden)
    told = as_told(*pair)
    columns = tuple(name for name in ROW if told[0][name] != told[1][name])
    assert [figure_words(row, columns, PERCENT) for row in told] == [was, now]
    assert as_told(*reversed(pair)) == tuple(reversed(told))


def test_commentary_is_the_text_under_its_headings() -> None:
    """Neither a definition nor a table is commentary, and a page without any has none; where it stands says nothing."""
    page = """<main><section class=""><h2>Definitions</h2><p>Of the visits</p></section>
<section class="prose"><h2>Commentary</h2>\n<p>In time  were <b>52</b>.</p></section>
<section class="prose"><h2>Actions</h2><ul><li>Plan</li></ul></section></main>"""
    assert commentary_of(page) == "Actions Plan\n\nCommentary In time were 52 ."
    assert commentary_of("<p>none</p>") == ""
