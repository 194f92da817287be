"""The section that says what has changed since an edition, in a pack of the month after."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup
from typer.testing import CliRunner

from scorecard_kit import load, score_latest
from scorecard_kit.blocks.changes import Change
from scorecard_kit.cli import app
from scorecard_kit.findings import InputError
from scorecard_kit.pages import compared
from scorecard_kit.run.record import unchanged
from tests.conftest import ROOT
from tests.editions.conftest import MARCH, PACK, Published

HEAD = PACK[: PACK.index("sections:")].replace("2016-05-13", "2016-06-10").replace("2016-03", "2016-04")
RESULTS = "visits,2016-04,Kent,,621,680\nreviews,2016-04,Kent,,43,100\n"


@pytest.fixture
def april(published: Published) -> Published:
    """The kit with figures of April and targets of the new year."""
    for name, rows in (("results", RESULTS), ("targets", "visits,2016-04,80,76.5\nreviews,2016-04,85,76.5\n")):
        table = published.root / "data" / "small" / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8") + rows, encoding="utf-8", newline="\n")
    return published


def found(area: str = "", edition: str = "", below: int = 6, period: str = "2016-04") -> compared.Compared:
    """What has changed, as the notebook asks for it."""
    book = load("data/small", {"below": below, "already_published": False})
    before = compared.published("data/small", period, "small", edition)
    return compared.changed(before, book, score_latest(book, period, area), period, area)


def test_what_has_changed_since_march(april: Published) -> None:
    """The county is Green under its new target, and April's commentary is not there yet."""
    of_april = found()
    assert [change for change in of_april.changes if change.what == "Visits in time, Kent"] == [
        Change("rating", "Visits in time, Kent", "Red", "Green"),
        Change("result", "Visits in time, Kent", "76.5%, 520 of 680", "91.3%, 621 of 680"),
        Change("target", "Visits in time, Kent", "target 85.0%", "target 80.0%"),
    ]
    assert compared.answer(of_april) == (
        "In Kent, 2 ratings, 2 results, 1 target and 1 commentary have changed since the edition for March 2016 that "
        f"was published on 13 May 2016 (small/{MARCH})."
    )
    april.change("data/small/indicators.csv", "Visits in time,H", "Visits on time,H")
    assert Change("definition", "Visits in time: name", "Visits in time", "Visits on time") in found().changes


def test_the_data_are_known_by_their_place(april: Published) -> None:
    """However the folder is written in the parameters, what was published over it is found."""
    named = [compared.published(str(data), "2016-04") for data in ("./data/small", april.root / "data" / "small")]
    assert [edition.label for edition in named if edition] == [f"small/{MARCH}"] * 2


def test_nothing_has_changed_since_the_same_figures(published: Published) -> None:
    """March's own edition, named: the figures, definitions and commentary are those that were published."""
    same = found(edition=f"small/{MARCH}", period="2016-03")
    assert (same.changes, same.withheld) == ([], [])
    assert ", nothing has changed since " in compared.answer(same)
    assert (compared.figures(same), compared.words(same)) == (None, None)
    assert published.outputs.is_dir()


def test_what_is_withheld_now_is_not_told_by_what_was_published(april: Published) -> None:
    """520 of 680 were published; where a small count is one under 800, no word of the page repeats them."""
    withheld = found(below=800)
    assert withheld.withheld == ["Visits in time"]
    said = str([compared.answer(withheld), withheld.changes, compared.figures(withheld), compared.words(withheld)])
    assert "not repeated here, since figures of the indicator are withheld now" in said
    html = str(compared.figures(withheld)) + str(compared.words(withheld))
    assert [number for number in ("520", "680", "76.5", "621", "91.3") if number in said + html] == []
    assert april.outputs.is_dir()


def test_what_was_withheld_then_stays_so(april: Published) -> None:
    """3 of 40 were withheld in March. Entered anew as 20 they are not told beside it; 30 of 40 in April are."""
    april.change("data/small/results.csv", "reviews,2016-03,North Kent,,3,40", "reviews,2016-03,North Kent,,20,40")
    [same] = [found(area="North Kent", edition=f"small/{MARCH}", period="2016-03")]
    assert same.withheld == ["Reviews in time"]
    assert [change for change in same.changes if change.what.startswith("Reviews")] == []
    april.change("data/small/results.csv", RESULTS, f"{RESULTS}reviews,2016-04,North Kent,,30,40\n")
    [result] = [change for change in found(area="North Kent").changes if change.kind == "result"]
    assert (result.was, result.now) == ("withheld", "75.0%, 30 of 40")


def test_without_an_edition_there_is_a_sentence(april: Published) -> None:
    """Nothing was published of an earlier month, or of these data; a name that no edition has is refused."""
    assert compared.published("data/other", "2016-04") is None
    assert compared.published("data/small", "2016-03") is None
    with pytest.raises(InputError) as refused:
        compared.published("data/small", "2016-04", edition="small/2016-05-13-2")
    assert f'Did you mean "small/{MARCH}"?' in str(refused.value)
    shutil.rmtree(april.editions)
    assert compared.answer(found()).startswith("No edition of an earlier month was published from these data")


def test_a_page_is_outdated_when_an_edition_comes_before(april: Published) -> None:
    """March is corrected, and April's page compares with that; April's own edition leaves it as it is.

    And it can be made again from what the edition has kept.
    """
    shutil.copy(ROOT / "notebooks" / "compared.ipynb", april.root / "notebooks")
    (april.root / "parameters" / "april.yaml").write_text(
        f"{HEAD}sections:\n  - notebook: compared\n  - notebook: scorecard\n    parameters: {{area: Kent}}\n", "utf-8"
    )
    file, outputs = april.root / "parameters" / "april.yaml", april.root / "outputs"

    def run(command: str, *words: str) -> str:
        done = CliRunner().invoke(app, [command, *words])
        assert done.exit_code == 0, done.output
        return done.output

    run("render", "parameters/april.yaml")
    page = BeautifulSoup((outputs / "april" / "compared.html").read_text("utf-8"), "html.parser")
    groups = [row.get_text() for row in page.select("tr.group")]
    assert groups == ["Ratings", "Results", "Targets", "Commentary"]
    run("publish", "parameters/april.yaml")
    assert unchanged(file, outputs) == ["compared", "scorecard"]
    terminal = run("compare", f"small/{MARCH}", "parameters/april.yaml")
    assert re.search(r"Rating +Visits in time, Kent +Red +Green", terminal)
    assert run("reproduce", "april/2016-06-10-1").endswith("april/2016-06-10-1: the same, 5 files.\n")
    april.change("data/small/commentary/2016-03/visits.md", "a month ahead", "a week ahead")
    april.run("render", "--correct", "it is a week")
    april.run("publish")
    assert unchanged(file, outputs) == []
    done = CliRunner().invoke(app, ["share", "parameters/april.yaml", "--no-pdf"])
    assert "before small/2016-05-13-2 was published" in done.output
