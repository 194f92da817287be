"""The areas side by side."""

from collections.abc import Callable

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import areas as areas_page


def test_the_areas_side_by_side(invented: Dataset, golden: Callable[..., None]) -> None:
    """What an area lacks keeps its row and says so."""
    areas = ["Shire", "North"]
    scores = [score_latest(invented, "2016-03", area) for area in areas]
    golden(areas_table=areas_page.areas_table(scores, areas, "Areas"))


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        (["Shire"], "Of 4 indicators: Shire 1 Green, 2 Amber, 0 Red."),
        (["Shire", "North"], "No shared indicator is rated differently"),
    ],
)
def test_the_ratings_of_each_area_are_counted(invented: Dataset, areas: list[str], said: str) -> None:
    """An area by itself has its counts; beside another it is said how many indicators both have."""
    scores = [score_latest(invented, "2016-03", area) for area in areas]
    assert said in areas_page.answer(scores, areas, "2016-03")


def test_the_head_of_the_areas(invented: Dataset, golden: Callable[..., None]) -> None:
    """How each area is rated."""
    scores = [score_latest(invented, "2016-03", area) for area in ("Shire", "North")]
    golden(opening=areas_page.opening(invented, scores, ["Shire", "North"], "2016-03"))


@pytest.mark.parametrize(
    ("rags", "said"),
    [
        (
            ("GRA", "GRA", "GRA"),
            "None of 3 shared indicators is rated differently from area to area. Each of the 2 areas ha",
        ),
        (
            ("GRA", "RRR", "GGG"),
            "All 3 shared indicators are rated differently from area to area. North has most Reds (3",
        ),
        (
            ("GGG", "GGG", "AGG"),
            "1 of 3 shared indicators is rated differently from area to area. None of the areas has",
        ),
        (
            ("RRR", "RRG", "RGG"),
            "2 of 3 shared indicators are rated differently from area to area. North has most Reds",
        ),
        (
            ("GGN", "GG-", "NGA"),
            "None of 3 shared indicators is rated differently from area to area. None of the areas ha",
        ),
        (("R--", "-G-", "--A"), "No indicator has results for more than one area."),
    ],
)
def test_what_differs_most_is_said(rags: tuple[str, ...], said: str) -> None:
    """The first area is the whole: it may be rated otherwise, and is never the area with most Reds. N is not rated."""
    names = {"G": "Green", "A": "Amber", "R": "Red", "N": "Not rated", "-": "Not rated"}
    scores = [
        pd.DataFrame(
            [
                {"rag": Rag(names[rag]), "standing": "no result" if rag == "-" else "result", "period": "2016-03"}
                | {"late": 0, "asked": "2016-03"}
                for rag in area
            ],
            dtype=object,
        )
        for area in rags
    ]
    assert areas_page.answer(scores, ["Shire", "North", "South"], "2016-03").startswith(said)


def test_what_no_area_has_is_a_sentence(make_book: Callable[..., Dataset]) -> None:
    """Without a result in any area an indicator is named beneath the table; one area's own is folded away."""
    book = make_book(
        indicators="indicator,name,polarity,data_period,unit\na,First,H,SS,percent\nb,Second,H,SS,percent\n"
        "c,Third,H,SS,percent",
        results="indicator,period,area,numerator,denominator\na,2016-03,Shire,1,2\na,2016-03,North,1,4\n"
        "b,2016-03,North,3,4",
        areas="area,kind,parent\nShire,county,\nNorth,area,Shire",
    )
    areas = ["Shire", "North"]
    block = areas_page.areas_table([score_latest(book, "2016-03", area) for area in areas], areas, "Areas")
    soup = BeautifulSoup(block.html, "html.parser")
    assert [row.get_text(" ").split()[0] for row in soup.select(".areas th[scope=row]")] == ["First"]
    assert "Second" in soup.select("details")[0].get_text()
    assert "1 indicator has no result in any area yet: Third." in soup.get_text()
