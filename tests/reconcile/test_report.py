"""`scorecard reconcile`: what it prints, in how many columns, and with which exit code."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from scorecard_kit.cli import app
from tests.conftest import ROOT

PUBLISHED = """report,item,period,area,field,printed,where,explanation
small,visits,2016-03,Kent,value,76.5%,row 1,
small,visits,2016-03,Kent,rag,Amber,row 1,
small,reviews,2016-03,Kent,value,91%,row 2,The old sheet rounded each area first.
small,reviews,2016-03,Kent,rag,G,row 2,
"""
TABLE = """item     month    area  field  printed  computed

reviews  2016-03  Kent  value  91%      90%
    row 2: The old sheet rounded each area first.

visits   2016-03  Kent  rag    Amber    Red
    row 1: Not explained. Say why in the table published, row 3, column
    explanation.

4 printed cells: 2 agree with the figures, 1 explained, 1 unexplained
"""
NOT_ENTERED = (
    "Error: table published: no printed figure of the report small is entered{}. Begin it in small with the header "
    "report,item,period,area,field,printed,where and a row for each figure of the old report, such as "
    "small,visits,2016-03,Kent,value,85.0%,scorecard row 1 (docs/reference/data.md tells more)."
)


@pytest.fixture
def kit(tmp_path: Path, make_kit: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small kit with one pack, whose old report is not entered yet, as the working directory."""
    make_kit(tmp_path)
    pack = "title: A pack\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n"
    (tmp_path / "parameters" / "small.yaml").write_text(pack, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reconcile(parameters: str | Path) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(app, ["reconcile", str(parameters)])


def enter(kit: Path, text: str) -> None:
    """Enter what the old report prints."""
    (kit / "data" / "small" / "published.csv").write_text(text, encoding="utf-8")


def test_a_difference_without_an_explanation_fails(kit: Path) -> None:
    """Explained ones come first, the unexplained with the row to explain it in, then the counts; exit 1."""
    enter(kit, PUBLISHED)
    done = reconcile("parameters/small.yaml")
    assert (done.exit_code, done.stdout, done.stderr) == (1, TABLE, "")


def test_explained_differences_pass(kit: Path) -> None:
    """Once each difference has its words, the exit code is 0."""
    enter(kit, PUBLISHED.replace("Amber,row 1,", "Amber,row 1,The old sheet rounds before it rates."))
    done = reconcile("parameters/small.yaml")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (
        0,
        "4 printed cells: 2 agree with the figures, 2 explained, 0 unexplained",
    )


def test_a_report_that_agrees_is_one_line(kit: Path) -> None:
    """Where nothing differs there is no table."""
    enter(kit, "\n".join(PUBLISHED.splitlines()[:2]) + "\n")
    done = reconcile("parameters/small.yaml")
    assert (done.exit_code, done.stdout) == (
        0,
        "1 printed cell: 1 agrees with the figures, 0 explained, 0 unexplained\n",
    )


@pytest.mark.parametrize("text", ["", PUBLISHED.replace("small,", "other,")], ids=["no file", "another report's"])
def test_a_report_that_is_not_entered(kit: Path, text: str) -> None:
    """One message says how to begin, with a row of the pack's own; exit 2 and nothing on stdout."""
    if text:
        enter(kit, text)
    done = reconcile("parameters/small.yaml")
    held = " (it has: other)" if text else ""
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [NOT_ENTERED.format(held), "Nothing was reconciled."]


def test_a_pack_that_is_not_there(kit: Path) -> None:
    """A wrong name is one message with the nearest one; exit 2."""
    done = reconcile(kit / "parameters" / "smal.yaml")
    assert (done.exit_code, done.stderr.count("Error: smal.yaml: there is no such file")) == (2, 1)
    assert 'Did you mean "small.yaml"?' in done.stderr


def test_the_example_with_the_longest_names_fits() -> None:
    """Every difference of the budget report stands in 80 columns, in letters that any console shows but for £."""
    done = reconcile(ROOT / "parameters" / "budget-2011-12-q3.yaml")
    assert done.stdout.endswith(" explained, 0 unexplained\n")
    assert [line for line in done.stdout.splitlines() if len(line) > 80 or line != line.rstrip()] == []
    assert {letter for letter in done.stdout if not letter.isascii()} <= {"£"}


def test_the_march_differences_are_all_printed() -> None:
    """The eleven known differences of March 2016 are there, arrows in words."""
    done = reconcile(ROOT / "parameters" / "scs-2016-03.yaml")
    assert done.exit_code == 0
    assert "cic-same-placement      2016-03  Kent  direction from          up       down\n" in done.stdout
    assert done.stdout.endswith("1,860 printed cells: 1,849 agree with the figures, 11 explained, 0 unexplained\n")
