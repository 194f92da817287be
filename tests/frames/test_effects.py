"""What made a result move, as a notebook holds it."""

from fractions import Fraction

import pytest

from scorecard_kit import effects, exact, load
from scorecard_kit.charts.effects import effects_chart
from scorecard_kit.data.dataset import Dataset
from tests.conftest import ROOT

UASC = "excluding_uasc"
TABLES = {
    "indicators": "indicator,name,polarity,data_period,unit\nvisits,Visits in time,H,R12M,percent",
    "results": """indicator,period,area,cohort,numerator,denominator
visits,2016-02,Shire,,130,200
visits,2016-02,North,,80,100
visits,2016-02,South,,50,100
visits,2016-03,Shire,,135,200
visits,2016-03,North,,45,50
visits,2016-03,South,,90,150""",
    "areas": "area,kind,parent\nShire,county,\nNorth,area,Shire\nSouth,area,Shire",
}


@pytest.fixture(scope="module")
def council() -> Dataset:
    """Give the figures of March 2016."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


@pytest.fixture(scope="module")
def shire(make_book) -> Dataset:  # type: ignore[no-untyped-def]  # noqa: ANN001 - see tests/conftest.py
    """Give the worked example of docs/explanation/method.md: 65% becomes 67.5%."""
    book: Dataset = make_book(**TABLES)
    return book


def test_the_worked_example(shire: Dataset) -> None:
    """+2.5 points: by the rates +3.75 and +6.25, by the mix -4.6875 and -2.8125, as floats and exactly."""
    moved = effects(shire, "visits", "2016-03")
    assert moved.index.tolist() == ["North", "South"]
    assert moved["first_value"].tolist() == [80.0, 50.0]
    assert moved["effect"].sum() == 2.5
    assert exact(moved)["rate"].tolist() == [Fraction(15, 4), Fraction(25, 4)]
    assert (moved["rate"] + moved["mix"]).tolist() == moved["effect"].tolist()


def test_the_split_of_the_rows_that_are_left(shire: Dataset) -> None:
    """In the order in which they now stand, for a chart of them."""
    moved = effects(shire, "visits", "2016-03", "Shire")
    assert [part.area for part in moved.left().parts] == ["North", "South"]
    assert [part.area for part in moved.sort_values("effect", ascending=False).left().parts] == ["South", "North"]
    drawn = str(effects_chart(moved.query("effect > 0").left()).html)
    assert "South: rate" in drawn
    assert "+6.3" in drawn
    assert "North" not in drawn


@pytest.mark.parametrize(
    ("compare", "names", "rows"),
    [
        ("previous", ("February 2016", "March 2016"), 0),
        ("2016-01", ("January 2016", "March 2016"), 0),
        ("North Kent", ("North Kent", "Kent"), 0),
        (UASC, ("including UASC", "excluding UASC"), 3),
    ],
)
def test_what_a_result_is_compared_with(council: Dataset, compare: str, names: tuple[str, str], rows: int) -> None:
    """The result before, a month, an area, a cohort; where the counts are not known the frame is empty and says why."""
    moved = effects(council, "cic-reviews", "2016-03", "Kent", compare=compare)
    assert moved.split is not None
    assert (moved.split.names, len(moved)) == (names, rows)
    shown = str(moved._repr_html_())
    assert (moved.split.why in shown) if moved.split.why else ("from including UASC to excluding UASC" in shown)


@pytest.mark.parametrize(
    ("area", "cohort", "compare", "names"),
    [
        ("North", "", ["2016-02", "South"], ("South, February 2016", "North, March 2016")),
        ("North", UASC, "2016-02", ("February 2016, excluding UASC", "March 2016, excluding UASC")),
        ("North", UASC, "everyone", ("including UASC", "excluding UASC")),
        ("South", "", [UASC, "North"], ("North, excluding UASC", "South, including UASC")),
        ("North", "", ["2016-04", "South"], ("North, March 2016", "South, April 2016")),
    ],
)
def test_any_two_results(make_book, area: str, cohort: str, compare: str | list[str], names: tuple[str, str]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - see tests/conftest.py
    """Month, area and cohort of the other are chosen freely; it runs from the earlier month, or from everyone.

    North has 64 of 100 in March and South 80 of 100 in April: +16.
    """
    rows = "\n".join(
        f"visits,2016-0{month},{place},{who},{above - len(who)},{100 - len(who)}"
        for month, place, above in [
            (2, "North", 60),
            (2, "South", 70),
            (3, "North", 64),
            (3, "South", 75),
            (4, "South", 80),
        ]
        for who in ("", UASC)
    )
    book = make_book(**{**TABLES, "results": f"indicator,period,area,cohort,numerator,denominator\n{rows}"})
    moved = effects(book, "visits", "2016-03", area, cohort, compare=compare)
    assert moved.split is not None
    assert moved.split.names == names
    later = effects(book, "visits", "2016-04", "South", compare=["2016-03", "North"])
    assert later.split is not None
    assert later.split.moved == 16


def test_what_there_is_not_is_told_with_the_nearest(council: Dataset) -> None:
    """An indicator, an area, or something to compare with; and a frame that is no split any more."""
    with pytest.raises(ValueError, match=r"no indicator 'cic-review' .*\"cic-reviews\""):
        effects(council, "cic-review", "2016-03")
    with pytest.raises(ValueError, match=r"no area 'Kentt'"):
        effects(council, "cic-reviews", "2016-03", "Kentt")
    with pytest.raises(ValueError, match=r"nothing called 'Nort Kent' to compare with\. Did you mean \"North Kent\"\?"):
        effects(council, "cic-reviews", "2016-03", compare="Nort Kent")
    moved = effects(council, "cic-reviews", "2016-03", compare=UASC)
    with pytest.raises(ValueError, match="effects of no one result any more"):
        type(moved)(moved).left()
