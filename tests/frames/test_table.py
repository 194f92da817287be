"""Any frame, series or Styler as a table: its header, its cells, its CSV, and what is refused."""

import csv
import io
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from scorecard_kit import Direction, Rag, show
from scorecard_kit.blocks.html import Block
from scorecard_kit.publish.section import checked

AGES = pd.DataFrame({"age": ["Under 5", "5 and over"], "children": [12, 40], "share": [23.08, None]})


def words(block: Block) -> list[list[str]]:
    """Give the words of a table: its header, then its rows."""
    page = BeautifulSoup(checked(str(block.html), 1), "html.parser")
    return [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in page.select("tr")]


def table(shown: Any, **options: Any) -> list[list[str]]:  # noqa: ANN401 - whatever `show` takes
    """Give the words of what is shown."""
    return words(show(shown, caption="Placements by age", **options))


def file(shown: Any, **options: Any) -> list[list[str]]:  # noqa: ANN401 - as above
    """Give the rows of its CSV."""
    return list(csv.reader(io.StringIO(show(shown, caption="Placements by age", **options).csv)))


def test_the_block_of_a_frame(golden: Callable[..., None]) -> None:
    """An index with a name, a whole number, a decimal, a rating, a direction and a gap."""
    rows = {"Age": ["Under 5", "5 and over"], "Children": [12, 40], "Share": [23.08, None],
            "Rating": [Rag.RED, Rag.GREEN], "Direction": [Direction.SAME, Direction.IMPROVED]}  # fmt: skip
    golden(show=show(pd.DataFrame(rows).set_index("Age"), caption="Placements by age"))


def test_a_frame_is_a_captioned_table_with_its_figures() -> None:
    """The index is the rows' header, numbers are rounded for show and not in the CSV, and nothing is left empty."""
    frame = pd.DataFrame(
        {"Children": [12, 40], "Share": [Fraction(12 * 100, 52), None], "Rating": [Rag.RED, Rag.GREEN]},
        index=pd.Index(["Under 5", "5 and over"], name="Age"),
    )
    block = show(frame, caption="Placements by age")
    page = BeautifulSoup(str(block.html), "html.parser")
    assert words(block) == [
        ["Age", "Children", "Share", "Rating"],
        ["Under 5", "12", "23.1", "■ Red"],
        ["5 and over", "40", "not given", "● Green"],
    ]
    assert [cell["scope"] for cell in page.select("th")] == ["col"] * 4 + ["row"] * 2
    assert page.select_one("caption").get_text() == "Placements by age"  # type: ignore[union-attr]
    rows = file(frame)
    assert rows[0] == ["Age", "Children", "Share", "Rating"]
    assert rows[1][2].startswith("23.07692307")


def test_levels_of_names_become_flat_headers() -> None:
    """Two levels of columns are one header each; two levels of an index are two columns; words stay words."""
    frame = pd.DataFrame(
        [[1.25, True, Direction.IMPROVED]],
        columns=pd.MultiIndex.from_tuples([("2016-03", "Result"), ("2016-03", "Known"), ("Since", "")]),
        index=pd.MultiIndex.from_tuples([("Kent", "visits")], names=["Area", "Indicator"]),
    )
    assert table(frame, decimals=2) == [
        ["Area", "Indicator", "2016-03, Result", "2016-03, Known", "Since"],
        ["Kent", "visits", "1.25", "yes", "↑ improved"],
    ]
    assert table(pd.DataFrame({"Team": [], "Cases": []})) == [["Team", "Cases"]]


def test_what_pandas_makes_of_a_frame_keeps_the_names_of_its_rows() -> None:
    """Counts, groups, pivots and descriptions: their labels are the rows' headers; row numbers are not."""
    cases = pd.DataFrame({"area": ["North", "South", "North"], "days": [3, 4, 8]})
    assert table(cases["area"].value_counts()) == [["area", "count"], ["North", "2"], ["South", "1"]]
    assert table(cases.groupby("area").agg({"days": ["sum", "mean"]})) == [
        ["area", "days, sum", "days, mean"], ["North", "11", "5.5"], ["South", "4", "4.0"],
    ]  # fmt: skip
    assert table(cases["days"].describe())[1:3] == [["count", "3.0"], ["mean", "5.0"]]
    assert table(cases[cases["days"] > 3]) == [["area", "days"], ["South", "4"], ["North", "8"]]
    months = pd.Series([1, 2], index=pd.period_range("2016-02", periods=2, freq="M"))
    assert table(months) == [["Item", "Value"], ["February 2016", "1"], ["March 2016", "2"]]
    assert file(months)[1:] == [["2016-02", "1"], ["2016-03", "2"]]
    days = pd.DataFrame({"day": [pd.Timestamp(2016, 3, 31), pd.NaT]})
    assert table(days) == [["day"], ["31 March 2016"], ["not given"]]


def test_units_and_decimals_are_given_for_all_or_by_column() -> None:
    """A percentage has its sign, an amount its pounds; whole numbers have no decimals unless they are asked for."""
    frame = AGES.assign(cost=[1200.0, 3000.0])
    assert table(frame, units={"share": "percent", "cost": "gbp"}, decimals={"share": 2})[1:] == [
        ["Under 5", "12", "23.08%", "£1,200"], ["5 and over", "40", "not given", "£3,000"],
    ]  # fmt: skip
    assert table(frame[["share", "cost"]], units="percent", decimals=0)[1] == ["23%", "1,200%"]
    assert table(frame[["children", "cost"]], decimals=1)[1] == ["12", "1,200.0"]
    assert table(frame[["children"]], decimals={"children": 1})[1] == ["12.0"]


@given(st.decimals(min_value=-1000, max_value=1000, places=3), st.integers(0, 3))
def test_halves_are_rounded_up_away_from_nought(number: Decimal, decimals: int) -> None:
    """As everywhere in the kit: 0.125 to two decimals is 0.13, in a float as in a decimal."""
    [[_], [shown]] = table(pd.DataFrame({"share": [float(number)]}), decimals={"share": decimals})
    assert Decimal(shown.replace(",", "")) == number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def test_what_is_withheld_is_not_called_missing() -> None:
    """A row that says so has c in its figures, on the page and in the file; elsewhere the word is the analyst's."""
    frame = pd.DataFrame({"name": ["a", "b"], "value": [None, None], "standing": ["withheld", "no result"]})
    assert table(frame)[1:] == [["a", "c", "withheld"], ["b", "not given", "no result"]]
    assert file(frame)[1:] == [["a", "c", "withheld"], ["b", "", "no result"]]
    assert table(AGES, missing="c")[2] == ["5 and over", "40", "c"]


def test_a_styler_keeps_its_words_and_loses_its_colours() -> None:
    """Formats and what is hidden are kept; a cell without a format is written as the kit writes it."""
    styled = AGES.style.format("{:.3f}", subset=["share"], na_rep="none").hide(axis="columns", subset=["children"])
    block = show(styled.highlight_max(color="red"), caption="Placements by age")
    assert words(block) == [["age", "share"], ["Under 5", "23.080"], ["5 and over", "none"]]
    assert (block.csv or "").splitlines()[1:] == ["Under 5,23.08", "5 and over,"]
    assert "red" not in block.html
    assert table(AGES.set_index("age").style.hide(["Under 5"])) == [
        ["age", "children", "share"], ["5 and over", "40", "not given"],
    ]  # fmt: skip
    assert table(AGES.set_index("age").style.hide(axis="index"))[0] == ["children", "share"]


@pytest.mark.parametrize(
    ("shown", "options", "sentence"),
    [
        (AGES, {"caption": " "}, "a table needs a caption; write show(frame, caption='What the table shows')"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), {}, "two columns are named 'a'; rename one of them"),
        (AGES.set_index("age", drop=False), {}, "two columns are named 'age'; rename one of them"),
        (pd.DataFrame(), {}, "the frame has no columns to show"),
        (AGES, {"units": {"Share": "percent"}}, "the table has no column 'Share'. Did you mean \"share\"?"),
        (AGES, {"units": "percents"}, "'percents' is no unit. Did you mean \"percent\"?"),
        (AGES.assign(share=np.inf), {},
         "column 'share' holds an infinite number, which comes of a division by nought"),
        (12, {}, ("show takes a frame, a series or a Styler, and this is of the kind int; make a frame of it: "
         "pd.DataFrame(...)")),
        (Figure(), {}, ("show takes a frame, a series or a Styler, and this is of the kind Figure; write figure(...) "
         "for it")),
        (show(AGES, caption="Ages"), {}, ("show takes a frame, a series or a Styler, and this is of the kind Block; a "
         "block is shown as it is: let it stand in a line of its own")),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_in_a_sentence(shown: Any, options: dict[str, Any], sentence: str) -> None:  # noqa: ANN401 - anything
    """Each says what to write instead, or the name that lies nearest."""
    with pytest.raises((TypeError, ValueError)) as caught:
        show(shown, **{"caption": "Placements by age", **options})
    assert str(caught.value) == sentence
