"""What can be seen of a notebook's cells before they run, and the line to write: never a word about the kit's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scorecard_kit.pack.advice import advice
from scorecard_kit.pack.notebook import read
from scorecard_kit.pack.own_lines import csv_line, figure_line, table_line
from scorecard_kit.pack.plan import check
from tests.conftest import ROOT

IMPORTS = "from scorecard_kit import figure, show\nimport matplotlib.pyplot as plt"


def cells(*sources: str, tags: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Give code cells behind one that takes in the kit's names."""
    return [{"cell_type": "code", "source": text, "metadata": {"tags": list(tags)}} for text in (IMPORTS, *sources)]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('print("left in")', "it prints onto the page. Take the print out, or tag the cell not-on-page."),
        ("plt.plot(x)\nplt.show()", ('plt.show() shows a picture without words. Write figure(plt.gcf(), alt="what it '
         'shows", title="what happened") instead, or tag the cell not-on-page.')),
        ("plt.bar(x, y)", ('it ends with a picture without words. Write figure(plt.gcf(), alt="what it shows", '
         'title="what happened") as its last line, or tag the cell not-on-page.')),
        ("display(HTML(by_age.to_html()))\nx = 1", ("it shows a frame without a caption. Write show(by_age, "
         'caption="what it shows") instead, or tag the cell not-on-page.')),
        ("by_age.to_html()", ('it ends with a frame without a caption. Write show(by_age, caption="what it shows"), '
         "or tag the cell not-on-page.")),
        ("by_age.style.hide(axis='index')", ("it ends with a frame without a caption. Write "
         "show(by_age.style.hide(axis='index'), caption=\"what it shows\"), or tag the cell not-on-page.")),
        ("show(by_age)", 'show has no caption. Write show(by_age, caption="what it shows").'),
        ('figure(axes, alt="Two bars")', ('figure needs alt and title. Give it alt="what it shows" and '
         'title="what happened".')),
    ],
)  # fmt: skip
def test_what_can_be_seen_is_told_with_the_line_to_write(source: str, said: str) -> None:
    """By the cell's number in JupyterLab; a cell for the analyst alone is passed over."""
    [(cell, problem, mend)] = advice(cells(source))
    assert (cell, f"{problem}. {mend}") == (2, said)
    assert list(advice(cells(source, tags=("not-on-page",)))) == []


@pytest.mark.parametrize(
    "source",
    [
        "frame.head()", "page.style(book)", "page.show(book)", 'show(by_age, caption="Ages")', "show(by_age, **words)",
        "figure(axes, alt=told, title=told)", "plt.close()", "axes = frame.plot()", "%matplotlib inline\n!ls",
        "print(x, file=log)", "show(by_age.style.hide(), caption='Ages')", "not python at all", "",
    ],
)  # fmt: skip
def test_what_is_well_or_not_known_is_not_told(source: str) -> None:
    """A name may stand for anything: nobody is warned of what may be right."""
    assert list(advice(cells(source))) == []


@pytest.mark.parametrize("notebook", sorted((ROOT / "notebooks").glob("[a-z]*.ipynb")), ids=lambda path: path.stem)
def test_nothing_is_said_of_the_kits_own_notebooks(notebook: Path) -> None:
    """They are what advice leads to; the tour for newcomers is no section, and may print."""
    assert list(advice(read(notebook)["cells"])) == []


def test_a_name_of_ones_own_is_no_call_of_the_kit() -> None:
    """A function of the notebook that happens to be called show needs no caption."""
    assert list(advice([cells("show(by_age)")[1]])) == []


@pytest.mark.parametrize(
    ("source", "table", "figure"),
    [
        ("by_age", "show(by_age", "figure(by_age"),
        ("x = 1\nby_age.plot.bar()", "show(by_age.plot.bar()", "figure(by_age.plot.bar()"),
        ("%time 1\nby_age;", "show(by_age", "figure(by_age"),
        ("fig, axes = plt.subplots()\naxes.plot([1])", "show(axes.plot([1])", "figure(axes.plot([1])"),
        ("pyplot.hist(x)", "show(pyplot.hist(x)", "figure(pyplot.gcf()"),
        ("for x in y:\n    x", "show(frame", "figure(plt.gcf()"),
        (f"by_age[{'x' * 60}]", "show(frame", "figure(plt.gcf()"),
        ("print(by_age.to_string())", "show(by_age", "figure(by_age"),
    ],
)
def test_the_line_is_in_the_cells_own_names(source: str, table: str, figure: str) -> None:
    """What cannot be quoted on a line is called frame, and a drawing the current one."""
    assert table_line(source) == f'{table}, caption="what it shows")'
    assert figure_line(source) == f'{figure}, alt="what it shows", title="what happened")'


def test_a_second_file_is_left_out_of_the_call_that_makes_it() -> None:
    """Where that call is not the last line of its cell, the form of it is told."""
    assert csv_line("show(by_age, caption='Ages')") == "show(by_age, caption='Ages', csv=False)"
    assert csv_line("x = 1") == "show(frame, caption=..., csv=False)"


def test_check_tells_it_as_a_warning(tmp_path: Path, make_kit: Callable[[Path], Path]) -> None:
    """With the notebook's name and the cell's number: what it prints stops no render."""
    pack = make_kit(tmp_path) / "parameters" / "noisy.yaml"
    pack.write_text(
        "title: Noisy\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: noisy}]\n", encoding="utf-8"
    )
    [said] = [finding for finding in check(pack) if finding.file == "notebooks/noisy.ipynb"]
    assert said.level == "warning"
    assert (
        str(said)
        == "notebooks/noisy.ipynb, cell 3: it prints onto the page. Take the print out, or tag the cell not-on-page."
    )
