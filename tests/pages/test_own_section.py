"""The blocks of a section of one's own: any frame, and any matplotlib figure."""

import csv
import io
from collections.abc import Callable
from fractions import Fraction

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from scorecard_kit import Direction, Rag, figure, opening, show
from scorecard_kit.blocks.html import Block
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.publish.html import Body, read_body
from scorecard_kit.publish.section import ExportError, checked


def table(frame: pd.DataFrame, decimals: int = 1) -> list[list[str]]:
    """Give the words of a shown frame: its header, then its rows."""
    page = BeautifulSoup(str(show(frame, caption="Placements by age", decimals=decimals).html), "html.parser")
    return [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in page.select("tr")]


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
    assert table(frame) == [
        ["Age", "Children", "Share", "Rating"],
        ["Under 5", "12", "23.1", "■ Red"],
        ["5 and over", "40", "not given", "● Green"],
    ]
    assert [cell["scope"] for cell in page.select("th")] == ["col"] * 4 + ["row"] * 2
    assert page.select_one("caption").get_text() == "Placements by age"  # type: ignore[union-attr]
    rows = list(csv.reader(io.StringIO(block.csv or "")))
    assert rows[0] == ["Age", "Children", "Share", "Rating"]
    assert rows[1][2].startswith("23.07692307")
    assert checked(str(block.html), 1)


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


def test_a_table_that_cannot_be_read_is_refused_with_the_line_to_write() -> None:
    """Without a caption nobody knows what it is, and two columns of one name are one for a machine."""
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    with pytest.raises(ValueError, match="write show\\(frame, caption="):
        show(frame, caption=" ")
    with pytest.raises(ValueError, match="two columns are named 'a'"):
        show(frame, caption="Twice")


def test_a_figure_is_an_inline_chart_with_its_names() -> None:
    """Its text is text, its description says what it shows, and pyplot shows it no second time."""
    drawn, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    axes.set_title("Cases")
    block = figure(axes, alt="Line chart. 3 cases, then 4.", title="Cases rise", subtitle="Open cases")
    page = BeautifulSoup(str(block.html), "html.parser")
    assert [page.select_one(name).get_text() for name in ("desc", ".chart-title", ".chart-sub")] == [  # type: ignore[union-attr]
        "Line chart. 3 cases, then 4.", "Cases rise", "Open cases",
    ]  # fmt: skip
    assert "Cases" in [text.get_text().strip() for text in page.select("svg text")]
    assert "#000000" not in str(block.html)
    assert page.select_one("svg > g")["style"].startswith("fill: var(--ink, ")  # type: ignore[index,union-attr]
    assert not plt.fignum_exists(drawn.number)
    assert checked(str(block.html), 1)


def test_the_same_figure_gives_the_same_bytes() -> None:
    """A page that is made again is not another page."""
    made = []
    for _ in range(2):
        drawn = Figure()
        drawn.subplots().bar(["a", "b"], [1, 2])
        made.append(figure(drawn, alt="Two bars.", title="Bars").html)
    assert made[0] == made[1]


@pytest.mark.parametrize(("alt", "title"), [("", "Bars"), ("Two bars.", " ")])
def test_a_figure_without_words_is_refused_with_the_line_to_write(alt: str, title: str) -> None:
    """Who cannot see it would have nothing."""
    with pytest.raises(ValueError, match="write figure\\(axes, alt="):
        figure(Figure(), alt=alt, title=title)


def test_a_section_of_ones_own_needs_the_public_names_alone(invented: Dataset) -> None:
    """An opening, two tables and a chart make a section; of the tables one has the CSV file, and one must."""
    frame = pd.DataFrame({"Age": ["Under 5", "5 and over"], "Children": [12, 40]})
    axes = frame.plot.bar(x="Age")
    blocks = [
        opening(invented, "Placements by age", "Forty of 52 placements are of children of 5 and over."),
        show(frame, caption="Placements by age"),
        show(frame, caption="The same again", csv=False),
        figure(axes, alt="Twelve placements under 5, 40 of 5 and over", title="Most are of 5 and over"),
    ]
    assert section_of(blocks).title == "Placements by age"
    with pytest.raises(ExportError, match=r"one data file \(csv=False\)"):
        section_of([*blocks, show(frame, caption="A third")])
    with pytest.raises(ExportError, match="no cell displays an opening: opening"):
        section_of(blocks[1:])


def section_of(blocks: list[Block]) -> Body:
    """Read cells that each display one of the blocks, as the page is made from them."""
    cells = [new_code_cell(outputs=[_displayed(block)]) for block in blocks]  # type: ignore[no-untyped-call]
    return read_body(new_notebook(cells=cells))  # type: ignore[no-untyped-call]


def _displayed(block: Block) -> NotebookNode:
    data, metadata = block._repr_mimebundle_()
    output: NotebookNode = new_output("display_data", data, metadata=metadata)  # type: ignore[no-untyped-call]
    return output
