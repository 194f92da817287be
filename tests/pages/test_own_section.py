"""What a section of one's own has in one call is what a page shows; and it is made of public names alone."""

from collections.abc import Callable

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

from scorecard_kit import (
    areas,
    effects,
    figure,
    history,
    impact_of_cohort,
    load,
    opening,
    score,
    show,
    trend,
    variances,
    waterfall,
)
from scorecard_kit.blocks.html import Block
from scorecard_kit.charts import variances as variance_chart
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.pages import areas as areas_page
from scorecard_kit.pages import exception_report
from scorecard_kit.pages.case import case
from scorecard_kit.publish.body import Body, read_body
from scorecard_kit.publish.section import ExportError, checked
from tests.conftest import ROOT

AREAS = ["Kent", "North Kent", "East Kent"]


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the figures of March 2016."""
    return load(ROOT / "data" / "scs", {"below": 6, "already_published": True})


def rows(block: Block) -> list[list[str]]:
    """Give the words of a block's table, row by row, once a page may hold it."""
    page = BeautifulSoup(checked(str(block.html), 1), "html.parser")
    return [[" ".join(cell.get_text().split()) for cell in row.select("th, td")] for row in page.select("tbody tr")]


def test_a_trend_is_the_chart_of_the_indicators_page(book: Dataset) -> None:
    """The same drawing, thirteen months to the newest in the county unless another is asked for, with its months."""
    page = case(book, "cic-reviews", "2016-03", "Kent", months=13, reporting="month")
    block = trend(book, "cic-reviews")
    assert str(block.html).startswith(str(exception_report.trend(page).html))
    assert rows(block)[-1][:2] == ["March 2016", "79.7%"]
    assert trend(book, "cic-reviews", period="2016-03", area="Kent").html == block.html
    assert "One month alone makes no chart" in trend(book, "cic-reviews", area="North Kent").html


def test_a_trend_of_a_history_has_its_months_alone(book: Dataset) -> None:
    """What `history` gives is drawn as it is, rated as it was rated."""
    past = history(book, "cic-reviews", "Kent", ["2016-01", "2016-02", "2016-03"])
    assert [row[0] for row in rows(trend(past))] == ["January 2016", "February 2016", "March 2016"]
    assert trend(past.exact()).html.startswith("<figure")  # type: ignore[operator]  # a rated frame has it


def test_the_bars_of_a_cohort_know_whose_they_are(book: Dataset) -> None:
    """A chart an area, as on the page of the impact; several frames put together have to be told."""
    impact = impact_of_cohort(book, "2016-03", AREAS[:2], "excluding_uasc")
    exact = impact_of_cohort(book, "2016-03", AREAS[:2], "excluding_uasc", exact=True)
    charts = [str(variance_chart.variances(exact, "excluding_uasc", area).html) for area in AREAS[:2]]
    assert str(variances(impact).html).split("\n<figure") == [charts[0], charts[1].removeprefix("<figure")]
    assert variances(exact, cohort="excluding_uasc").html == variances(impact).html
    exact.attrs.clear()
    with pytest.raises(ValueError, match="does not say which cohort it is of; write variances\\(impact, cohort="):
        variances(exact)


def test_a_waterfall_is_of_the_effects_that_are_left(book: Dataset) -> None:
    """All parts come to the whole difference; where nothing can be split the block says why."""
    split = effects(book, "cic-reviews", "2016-03", compare="excluding_uasc")
    assert "<span>Difference</span>" in waterfall(split).html
    assert "<b>+17.7</b>" in waterfall(split).html
    assert "<b>+17.7</b>" not in waterfall(split.iloc[:1]).html
    unsplit = effects(book, "cic-reviews", "2016-03", compare="2016-02")
    assert rows(waterfall(unsplit)) == []
    assert "are not both in the data, or are withheld." in waterfall(unsplit).html


def test_areas_side_by_side_keep_every_area_that_is_left(book: Dataset) -> None:
    """As on their page; of a filtered frame the indicators that are left, with the results of all areas in it."""
    rated = score(book, "2016-03", AREAS)
    scores = [score(book, "2016-03", area, exact=True) for area in AREAS]
    assert areas(rated).html == areas_page.areas_table(scores, AREAS, "Areas side by side, March 2016").html
    red = areas(rated[rated["rag"] == "Red"], caption="Red somewhere", csv=False)
    reviews = next(row for row in rows(red) if "CIC cases which were reviewed" in row[0])
    assert reviews[1:] == ["79.7% to 98.6%", "98.0%", "79.7% ■ Red", "98.6% ● Green", "94.8% ◆ Amber"]
    assert red.csv is None


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda book: trend(book, "cic-review"),
         "there is no indicator 'cic-review' in the data. Did you mean \"cic-reviews\"?"),
        (lambda book: trend(book, "cic-reviews", area="Kentt"),
         "there is no area 'Kentt' in the data. Did you mean \"Kent\"?"),
        (lambda book: trend(book, "cic-reviews", period="2015-01"),
         "there is no result of 'cic-reviews' in Kent before 2015-03"),
        (lambda book: trend(score(book, "2016-03", "Kent")),
         "a trend is of one indicator, and the frame holds 44; write history(book, ...)"),
        (lambda _: trend(pd.DataFrame({"value": [1]})),
         "this takes a frame of `history`, and the given one has no column 'indicator'"),
        (lambda book: variances(score(book, "2016-03", "Kent")),
         "this takes a frame of `impact_of_cohort`, and the given one has no column 'variance'"),
        (lambda book: waterfall(score(book, "2016-03", "Kent")),  # type: ignore[arg-type]  # as a notebook may
         "a waterfall is of the frame of `effects`; write waterfall(effects(book, indicator, period))"),
        (lambda book: areas(score(book, "2016-03", AREAS).iloc[:0]), "the frame has no rows to show"),
        (lambda book: areas(pd.concat([score(book, month, ["Kent"]) for month in ("2016-02", "2016-03")])),
         "Kent has 2 rows of 're-referrals', where one is needed; show one month at a time"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_answered_in_a_sentence(call: Callable[[Dataset], Block], sentence: str, book: Dataset) -> None:
    """With the nearest name that there is, or the call that makes the frame."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its whole text is compared
        call(book)
    assert str(caught.value) == sentence


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
