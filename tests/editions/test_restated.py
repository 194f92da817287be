"""The silent March: a figure that was published, and corrected in the month after, is told wherever it is compared."""

import csv
import io

from tests.editions.conftest import LATE, Published

APRIL = """title: A small pack
council: Shire County Council
status: final
published: 2016-06-13
period: 2016-04
data: data/small
small_counts: {below: 6}
sections:
  - notebook: scorecard
    parameters: {area: Kent}
  - notebook: exception_report
    parameters: {indicator: visits}
  - notebook: restated
"""
NEW = ("data/small/results.csv", "reviews,2016-03,Kent", "visits,2016-04,Kent,,540,700\nreviews,2016-03,Kent")
SAID = '<span aria-hidden="true">‡</span> restated, published 76.5%'
IN_COLUMN = SAID.replace("%", "</span>")
"""On the scorecard, where the heading of the column says the unit."""


def april(kit: Published) -> None:
    """Copy what April takes: its figures and its pack."""
    (kit.root / "parameters" / "april.yaml").write_text(APRIL, encoding="utf-8", newline="\n")
    kit.change(*NEW)


def page(kit: Published, name: str) -> str:
    """A file of April's pack."""
    return (kit.root / "outputs" / "april" / name).read_text(encoding="utf-8")


def run(kit: Published, command: str, *words: str, code: int = 0) -> str:
    """Run a command on April's pack, and give what it says."""
    own = {"render": ["--jobs", "1"], "check": [], "publish": []}[command]
    return kit.run_any(command, "parameters/april.yaml", *own, *words, code=code)


def test_a_march_corrected_in_april_is_said_openly(published: Published) -> None:
    """A visit of March is entered late: 76.5% and Red as published, 76.6% and Amber now, on every page that compares.

    Published, April stays as it is: no edition of its own or of a later month changes what it says.
    """
    april(published)
    published.change(*LATE)
    told = run(published, "check")
    assert "visits, March 2016, Kent: it was published as 76.5% (Red) and is 76.6% (Amber)." in told
    run(published, "render")
    assert "‡ Restated: the figure was published otherwise" in page(published, "scorecard.html")
    assert IN_COLUMN in page(published, "scorecard.html")
    assert SAID in page(published, "exception-report.html")
    assert "1 figure of earlier months has changed since publication: one with another rating." in page(
        published, "index.html"
    )
    [row] = csv.DictReader(io.StringIO(page(published, "data/restated.csv")))
    assert [row[name] for name in ("published_numerator", "numerator", "published_rag", "rag", "edition")] == [
        "520", "521", "Red", "Amber", "small/2016-05-13-1",
    ]  # fmt: skip
    assert "3 sections unchanged" in run(published, "render")
    run(published, "publish")
    assert "3 sections unchanged" in run(published, "render")
    assert "april/2016-06-13-1: the same, 8 files." in published.run_any("reproduce", "april/2016-06-13-1")


def test_an_edition_that_comes_later_makes_the_pages_anew(published: Published) -> None:
    """April was rendered before March was published: when it is, April's pages are no longer current."""
    edition = published.editions.rename(published.root / "kept")
    april(published)
    published.change(*LATE)
    run(published, "render")
    assert "No earlier month was published as an edition" in page(published, "restated.html")
    assert "‡" not in page(published, "scorecard.html")
    edition.rename(published.editions)
    assert "3 sections rendered" in run(published, "render")
    assert IN_COLUMN in page(published, "scorecard.html")


def test_a_changed_definition_is_proposed_and_not_demanded(published: Published) -> None:
    """The target of March is lowered: `check` offers the line for changes.csv as a note, until one stands there.

    No figure has changed, and none is marked.
    """
    april(published)
    run(published, "render")
    assert "No figure of an earlier month that is worth a line has changed" in page(published, "restated.html")
    assert "‡" not in page(published, "index.html") + page(published, "scorecard.html")
    published.change("data/small/targets.csv", "85,76.5\nreviews", "84,76.5\nreviews")
    line = "visits,2016-03,bands,yes,What has changed."
    said = run(published, "check")
    assert line in said
    assert "its target or band is otherwise than in small/2016-05-13-1" in said
    changes = f"indicator,from,kind,comparable,note\n{line}\n"
    (published.root / "data" / "small" / "changes.csv").write_text(changes, encoding="utf-8")
    assert "otherwise than in small/2016-05-13-1" not in run(published, "check")
