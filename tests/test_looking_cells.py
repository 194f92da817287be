"""The cells that only look at the data, and the tour: they run with whatever a council has, and tell what there is."""

import re
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from scorecard_kit.pack.models import Section
from scorecard_kit.pack.notebook import parameters
from tests import in_process
from tests.invented import TABLES

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SMALL = {
    "visits,2016-03,Shire,52,68": "visits,2016-03,Shire,4,68",
    "days,2016-03,Shire,10000,68": "days,2016-03,Shire,,",
    "open,2016-03,Shire,100,,": "open,2016-03,Shire,3,,",
}
BARE = {
    "indicators": "indicator,name,polarity,data_period,unit,role\nstock,Open cases,,SS,count,activity\n",
    "results": "indicator,period,area,numerator\nstock,2016-03,Shire,1500\n",
    "areas": "area,kind\nShire,county\n",
}
each_notebook = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def looked(notebook: Path, folder: Path, tables: dict[str, str], **given: Any) -> str:  # noqa: ANN401 - of any kind
    """Write the tables, run every cell of a notebook with them, and give all that it shows."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text.strip() + "\n", encoding="utf-8")
    given = {"data": str(folder), "period": "2016-03", "area": "Shire", "areas": ["Shire"], "report": "march"} | given
    own = parameters(notebook)
    section = Section("any", notebook, {name: value for name, value in given.items() if name in own})
    cells = in_process.executed(section, looks=True).cells
    return "\n".join(str(output.data) for cell in cells for output in cell.outputs)


@each_notebook
def test_another_council_may_look_at_its_own(notebook: Path, tmp_path: Path) -> None:
    """Areas, indicators and months of Kent stand in the parameters alone."""
    indicator = "weeks" if notebook.stem == "activity_and_cost" else "visits"
    shown = looked(notebook, tmp_path, TABLES, areas=["Shire", "North"], indicator=indicator, cohort="")
    assert "Kent" not in shown


@each_notebook
def test_what_is_withheld_or_missing_is_looked_at_without_being_told(
    notebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four of 68 visits and three cases are withheld, days have no figure yet: no cell fails, and none tells them."""
    results = TABLES["results"]
    for line, small in SMALL.items():
        assert line in results
        results = results.replace(line, small)
    indicator = "weeks" if notebook.stem == "activity_and_cost" else "visits"
    tables = {name: text for name, text in TABLES.items() if name not in {"published", "breakdowns"}}
    tables["results"] = results
    shown = looked(notebook, tmp_path, tables, indicator=indicator, small_counts={"below": 6}, cohort="")
    assert re.findall(r"\b4 (?:of|out of) 68\b|5\.88", shown + capsys.readouterr().out) == []


@pytest.mark.parametrize("notebook", NOTEBOOKS[1:], ids=[path.stem for path in NOTEBOOKS[1:]])
def test_a_council_that_has_next_to_nothing_may_look_too(notebook: Path, tmp_path: Path) -> None:
    """One count and no indicator: where there is nothing to judge by hand, nothing is judged."""
    looked(notebook, tmp_path, BARE, indicator="stock", cohort="")


def test_the_tour_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    """With the worked example, as it comes: it ends with tables and a chart that a page may hold."""
    with chdir(ROOT):
        cells = in_process.executed(Section("any", NOTEBOOKS[0], {"data": "data/scs"}), looks=True).cells
    blocks = [str(output.data) for cell in cells for output in cell.outputs]
    assert capsys.readouterr().out == "76.5, or more closely 76.471\nRed\n"
    assert "<svg" in blocks[-1]


def test_the_worked_example_is_judged_by_hand_as_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """52 of 68 visits are 76.47 per cent, and Red under a minimum of 76.5: page 8 of the report of March 2016."""
    told = (
        "PF notifications where initial visit held within 7 days: 52 of 68 is 76.47.\nThe target is 85.00, the minimum"
    )
    with chdir(ROOT):
        in_process.executed(Section("any", ROOT / "notebooks" / "scorecard.ipynb", {"data": "data/scs"}), looks=True)
    assert f"{told} 76.50.\nRed\n" in capsys.readouterr().out
