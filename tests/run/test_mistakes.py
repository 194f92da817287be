"""The ordinary mistakes of a section of one's own: each is told with the line to write, all in one render."""

import json
from typing import NamedTuple

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from scorecard_kit.publish.section import ExportError, ReadSection
from tests.conftest import ROOT
from tests.run.conftest import Runner, Small, read_record

SETUP = f"""
import pandas as pd, matplotlib.pyplot as plt
from IPython.display import HTML, Image, display
from ipywidgets import IntSlider
from scorecard_kit import areas, figure, load, opening, rate, score, show, trend
book = load({str(ROOT / "data" / "scs")!r}, {{"below": 6, "already_published": True}}, period="2016-03")
rated = score(book, "2016-03", "Kent")
by_age = pd.DataFrame({{"age": ["Under 5", "5 and over"], "children": [12, 40]}})
pixel = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f8"
                      "cf500f0003860180689a7d1f0000000049454e44ae426082")
"""
OPENING = 'opening(book, "Placements by age", "Forty of 52 are of 5 and over.")'
OR_TAG = "or tag the cell not-on-page where it is for you alone"
WORDS = 'alt="what it shows", title="what happened")'


class Mistake(NamedTuple):
    """A cell, and what is said of it."""

    source: str
    said: str


MISTAKES = {
    "bare frame": Mistake(
        "by_age", f'it shows a bare DataFrame; write show(by_age, caption="what it shows"), {OR_TAG}'
    ),
    "head": Mistake(
        "by_age.head()", f'it shows a bare DataFrame; write show(by_age.head(), caption="what it shows"), {OR_TAG}'
    ),
    "bare rated frame": Mistake(
        "rated", f'it shows a bare rated frame; write show(rated, caption="what it shows"), {OR_TAG}'
    ),
    "series": Mistake(
        'by_age["children"]',
        f'it shows a bare series; write show(by_age["children"], caption="what it shows"), {OR_TAG}',
    ),
    "to_html": Mistake(
        "by_age.to_html()", f'it ends with HTML as a text; write show(by_age, caption="what it shows"), {OR_TAG}'
    ),
    "displayed HTML": Mistake(
        "display(HTML(by_age.to_html()))",
        f'it shows a bare DataFrame; write show(by_age, caption="what it shows"), {OR_TAG}',
    ),
    "frame before a text": Mistake(
        'display(rated)\nHTML("<p>above</p>")',
        f'it shows a bare rated frame; write show(frame, caption="what it shows"), {OR_TAG}',
    ),
    "Styler": Mistake(
        "by_age.style.hide(axis='index')",
        f"it shows a bare Styler; write show(by_age.style.hide(axis='index'), caption=\"what it shows\"), {OR_TAG}",
    ),
    "plt.plot": Mistake(
        "plt.plot([1, 2])", f"an image has no text alternative; write figure(plt.gcf(), {WORDS}, {OR_TAG}"
    ),
    "plt.show": Mistake(
        "plt.plot([1, 2])\nplt.show()",
        f"an image has no text alternative; write figure(plt.gcf(), {WORDS} in place of plt.show(), {OR_TAG}",
    ),
    "frame.plot": Mistake(
        'by_age.plot.bar(x="age")',
        f'an image has no text alternative; write figure(by_age.plot.bar(x="age"), {WORDS}, {OR_TAG}',
    ),
    "named axes": Mistake(
        'axes = by_age.plot(x="age")', f"an image has no text alternative; write figure(axes, {WORDS}, {OR_TAG}"
    ),
    "image without alt": Mistake(
        "Image(pixel)", f'an image has no text alternative; write Image(pixel, alt="what it shows"), {OR_TAG}'
    ),
    "widget": Mistake(
        "IntSlider()", f"the output is interactive, and a page holds no script; show what it led to, {OR_TAG}"
    ),
    "object": Mistake(
        'by_age.groupby("age")',
        f"it ends with an object (DataFrameGroupBy), which tells nobody anything; take it out, {OR_TAG}",
    ),
    "two data files": Mistake(
        'display(show(by_age, caption="Ages"))\nshow(by_age, caption="Again")',
        "it holds another data file, and a section has one data file (csv=False); write "
        'show(by_age, caption="Again", csv=False)',
    ),
    "areas beside a table": Mistake(
        'display(show(by_age, caption="Ages"))\nareas(rated)',
        "it holds another data file, and a section has one data file (csv=False); write areas(rated, csv=False)",
    ),
    "table without caption": Mistake(
        "show(by_age)", "ValueError: a table needs a caption; write show(frame, caption='What the table shows')"
    ),
    "figure without title": Mistake(
        'figure(by_age.plot.bar(x="age"), alt="Two bars: 12 and 40.")',
        "ValueError: a figure needs title; write figure(axes, alt='What it shows', title='What happened')",
    ),
    "figure after plt.show": Mistake(
        'plt.plot([1, 2])\nplt.close()\nfigure(plt.gcf(), alt="A line from 1 to 2.", title="It rises")',
        "ValueError: the figure is empty: plt.show() has shown and closed it, so leave plt.show() out",
    ),
    "unknown column": Mistake('rated["ragg"]', "NoColumnError: there is no column 'ragg'. Did you mean \"rag\"?"),
    "unknown indicator": Mistake(
        'trend(book, "cic-review")',
        "ValueError: there is no indicator 'cic-review' in the data. Did you mean \"cic-reviews\"?",
    ),
}


@pytest.fixture(scope="module")
def executed(run_cells: Runner, tmp_path_factory: pytest.TempPathFactory) -> list[NotebookNode]:
    """Give the executed cells of a notebook that make one mistake each, behind the one with the opening."""
    output, tag = tmp_path_factory.mktemp("mistakes") / "record.ipynb", {"tags": ["raises-exception"]}
    cells = [new_code_cell(mistake.source, metadata=tag) for mistake in MISTAKES.values()]  # type: ignore[no-untyped-call]
    with pytest.raises(PapermillExecutionError):
        run_cells(SETUP, OPENING, *cells, output=output)
    return [cell for cell in read_record(output).cells if cell.cell_type == "code"][1:]


def refused(*cells: NotebookNode) -> list[str]:
    """Give what is said of executed cells that are read as one section."""
    with pytest.raises(ExportError) as caught:
        ReadSection().preprocess(new_notebook(cells=list(cells)), {})  # type: ignore[no-untyped-call]
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_the_line_to_write(name: str, executed: list[NotebookNode]) -> None:
    """In the names of the cell itself, and once, however many outputs of it are none for a page."""
    opening, *cells = executed
    assert refused(opening, cells[list(MISTAKES).index(name)]) == [f"cell 2: {MISTAKES[name].said}"]


def test_all_of_them_are_told_at_once(executed: list[NotebookNode]) -> None:
    """As many findings as mistakes, in the order of the cells; without an opening, that is told too."""
    opening, *cells = executed
    assert refused(opening, *cells) == [f"cell {at}: {each.said}" for at, each in enumerate(MISTAKES.values(), start=2)]
    assert refused(cells[0]) == [
        'cell 1: it shows a bare DataFrame; write show(by_age, caption="what it shows"), ' + OR_TAG,
        'cell 1: no cell displays an opening: opening(book, "Title", "First sentence.")',
    ]


def test_one_render_tells_everything(small: Small) -> None:
    """Also where a cell fails: what was shown before it, the failure, and what can be seen of the cells after."""
    cells = [
        SETUP,
        OPENING,
        "by_age",
        'print("left in")',
        "plt.plot([1, 2])",
        'by_age["child"]',
        "plt.show()",
        "show(by_age)",
    ]
    own = small.root / "notebooks" / "plain.ipynb"
    notebook = json.loads(own.read_text(encoding="utf-8"))
    parameters = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    empty: dict[str, object] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    code = [{**empty, "source": cell} for cell in cells]
    own.write_text(json.dumps(notebook | {"cells": [*parameters, *code]}), encoding="utf-8")
    [failed] = small.run(("plain",)).failed
    assert failed.splitlines() == [
        f"plain failed: notebooks/plain.ipynb, cell 4: {MISTAKES['bare frame'].said}",
        "  cell 5: it prints onto the page; take the print out, or tag the cell not-on-page",
        f"  cell 6: {MISTAKES['plt.plot'].said}",
        "  cell 7: there is no column, row or key 'child' (KeyError)",
        f"  cell 8: plt.show() shows a picture without words; write figure(plt.gcf(), {WORDS} instead, {OR_TAG[:27]}",
        '  cell 9: show has no caption; write show(by_age, caption="what it shows")',
    ]
