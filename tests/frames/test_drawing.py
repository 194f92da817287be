"""Any drawing of matplotlib as a chart: its names, its colours, the figures beneath it, and what is refused."""

import re
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure

from scorecard_kit import figure
from scorecard_kit.blocks.html import Block
from scorecard_kit.blocks.palette import CHART_COLOURS
from scorecard_kit.publish.section import checked

AREAS = pd.Index(["North", "South", "West"], name="Area")
CASES = pd.DataFrame({"open": [3, 4, 5], "closed": [1.5, 2.5, 3.5]}, index=AREAS)
NAMES: dict[str, Any] = {"alt": "Open cases: 3 in the North, 4 in the South.", "title": "More cases in the South"}


def page_of(block: Block) -> BeautifulSoup:
    """Read a block that a page may hold."""
    return BeautifulSoup(checked(str(block.html), 1), "html.parser")


def beneath(drawn: Any, **options: Any) -> list[list[str]]:  # noqa: ANN401 - whatever `figure` takes
    """Give the words of the table beneath a chart; nothing where there is none."""
    page = page_of(figure(drawn, **NAMES, **options))
    return [[cell.get_text() for cell in row.select("th, td")] for row in page.select("details tr")]


def test_a_figure_is_an_inline_chart_with_its_names() -> None:
    """Its text is text, its description says what it shows, and pyplot shows it no second time."""
    drawn, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    axes.set_title("Cases")
    page = page_of(figure(axes, alt="Line chart. 3 cases, then 4.", title="Cases rise", subtitle="Open cases"))
    assert [page.select_one(name).get_text() for name in ("desc", ".chart-title", ".chart-sub")] == [  # type: ignore[union-attr]
        "Line chart. 3 cases, then 4.", "Cases rise", "Open cases",
    ]  # fmt: skip
    assert "Cases" in [text.get_text().strip() for text in page.select("svg text")]
    assert "#000000" not in str(page)
    assert page.select_one("svg > g")["style"].startswith("fill: var(--ink, ")  # type: ignore[index,union-attr]
    assert not plt.fignum_exists(drawn.number)


def test_the_same_figure_gives_the_same_bytes() -> None:
    """A page that is made again is not another page."""
    made = []
    for _ in range(2):
        drawn = Figure()
        drawn.subplots().bar(["a", "b"], [1, 2])
        made.append(figure(drawn, alt="Two bars.", title="Bars").html)
    assert made[0] == made[1]


@pytest.mark.parametrize("kind", ["bar", "barh", "line"])
def test_what_pandas_draws_has_its_figures_beneath(kind: Any) -> None:  # noqa: ANN401 - one of pandas' kinds
    """A column for each kind of bars, a row a label; bars of a group and stacked ones count for themselves."""
    expected = [["Area", "open", "closed"], ["North", "3", "1.5"], ["South", "4", "2.5"], ["West", "5", "3.5"]]
    head = "Item" if kind == "barh" else "Area"  # pandas names the axis of values
    assert beneath(CASES.plot(kind=kind)) == [[head, *expected[0][1:]], *expected[1:]]
    if kind == "bar":
        assert beneath(CASES.plot.bar(stacked=True)) == expected
        assert beneath(CASES.plot.bar(subplots=True))[0] == ["Area", "open, open", "closed, closed"]


def test_months_and_days_are_told_by_their_names() -> None:
    """A line of months has months beneath it, whichever way they were drawn; a target across the axes is no figure."""
    months = pd.Series([1, 2], index=pd.period_range("2016-02", periods=2, freq="M"), name="cases")
    assert beneath(months.plot(legend=True)) == [["Item", "cases"], ["February 2016", "1"], ["March 2016", "2"]]
    _, axes = plt.subplots()
    axes.plot(pd.to_datetime(["2016-02-29", "2016-03-31"]), [1, 2])
    axes.axhline(2)
    axes.set_ylabel("Cases")
    assert beneath(axes) == [["Item", "Cases"], ["29 February 2016", "1"], ["31 March 2016", "2"]]


def test_figures_that_cannot_be_told_are_given_or_left_out() -> None:
    """Points and slices are read back by nobody: a frame says what they show, and None that nothing stands beneath."""
    assert beneath(CASES.plot.scatter(x="open", y="closed")) == []
    assert beneath(CASES.plot.pie(y="open")) == []
    assert beneath(CASES.plot.pie(y="open"), data=CASES[["open"]])[1:] == [
        ["North", "3"],
        ["South", "4"],
        ["West", "5"],
    ]
    assert beneath(CASES.plot.bar(), data=None) == []


@pytest.mark.parametrize("draw", ["bar", "barh"])
def test_a_missing_figure_is_never_nought(draw: str) -> None:
    """Pandas draws a bar of nought for it: which of the bars are noughts is then said by the frame, or by no table."""
    cases = pd.Series({"North": 12.0, "South": None, "West": 0.0}, name="open").rename_axis("Area")
    for data, rows in ((cases.to_frame(), [["North", "12"], ["South", "not given"], ["West", "0"]]), (None, [])):
        assert beneath(getattr(cases.plot, draw)(), data=data)[1:] == rows
    for drawn in (cases, cases.dropna()):
        with pytest.raises(ValueError, match=r"a missing figure so too; write figure\(\.\.\., data=frame\)"):
            figure(getattr(drawn.plot, draw)(), **NAMES)


def test_matplotlibs_own_colours_become_the_kits() -> None:
    """In the page's colours, which change with the theme, and lines by dashes too; a colour of the analyst's stays."""
    _, axes = plt.subplots()
    for place in range(2):
        axes.plot([1, 2], [place, 4])
    axes.plot([1, 2], [5, 5], color="#123456")
    html = str(figure(axes, **NAMES).html)
    assert "#1f77b4" not in html
    assert "#123456" in html
    for role in ("result", "worse"):
        assert f"var(--{role}, {CHART_COLOURS[role]['light']})" in html
    assert html.count("stroke-dasharray") == 1


def test_long_names_are_not_cut() -> None:
    """The names of indicators take several lines; of many bars, which have no room for them, the picture grows."""
    name, widths = "nnnnnnnnn " * 6, {}
    for bars in (2, 30):
        for beside in ("n", name):
            frame = pd.DataFrame({"name": [beside] * bars, "value": range(1, bars + 1)})
            page = page_of(figure(frame.plot.barh(x="name", y="value", ylabel=""), **NAMES, data=None))
            widths[bars, beside] = float(str(page.select("svg")[0]["viewbox"]).split()[2])
    assert 20 * 5 < widths[2, name] - widths[2, "n"] < 30 * 9  # units, of letters that are twelve high
    assert widths[30, name] - widths[30, "n"] > 60 * 5


def test_letters_can_be_read_and_keep_their_size() -> None:
    """None is smaller than twelve units, and the page's rule for phones, where its own have room, leaves them."""
    _, axes = plt.subplots()
    axes.bar(["a", "b"], [1, 2])
    axes.set_title("Large", fontsize=20)
    sizes = re.findall(r"font-size: ([^;\"]+)", str(figure(axes, **NAMES, data=None).html))
    assert set(sizes) == {"12px !important", "20px !important"}


@pytest.mark.parametrize(
    ("drawn", "words", "sentence"),
    [
        (Figure(), {"alt": ""}, "a figure needs alt; write figure(axes, alt='What it shows', title='What happened')"),
        (Figure(), {"title": " "},
         "a figure needs title; write figure(axes, alt='What it shows', title='What happened')"),
        (Figure(), {"alt": "Chart"},
         "the alt 'Chart' tells nothing to who cannot see the chart: say what it shows, in figures"),
        (Figure(), {"alt": "A bar chart: more cases, in the South."},
         ("the alt 'A bar chart: more cases, in the South.' tells nothing to who cannot see the chart: say what it "
         "shows, in figures")),
        (CASES, {}, ("figure takes what matplotlib has drawn, and this is of the kind DataFrame; write show(frame, "
         "caption='What the table shows')")),
        ("a.png", {}, ("figure takes what matplotlib has drawn, and this is of the kind str; write figure(axes, "
         "alt='What it shows', title='What happened')")),
    ],
)  # fmt: skip
def test_a_figure_without_words_is_refused_with_the_line_to_write(
    drawn: Any,  # noqa: ANN401 - anything
    words: dict[str, str],
    sentence: str,
) -> None:
    """Who cannot see it would have nothing; nor would anybody of what is no drawing."""
    with pytest.raises((TypeError, ValueError)) as caught:
        figure(drawn, **{**NAMES, **words})
    assert str(caught.value) == sentence
