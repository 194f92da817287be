"""The page of unusual months: the unusual first, in words, and nothing of what is withheld."""

import csv
import io
import re
from dataclasses import replace

import pandas as pd
import pytest

from scorecard_kit import load
from scorecard_kit.data.dataset import Dataset
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pages import unusual_months as page
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def book() -> Dataset:
    """Give the invented county under the default rule for small counts."""
    return load(ROOT / "data" / "westshire", {"below": 6}, role="indicator", period="2026-03", months=120)


@pytest.fixture(scope="module")
def told(book: Dataset) -> page.Told:
    """Give the county's series."""
    return page.series(book, score_latest(book, "2026-03", "Westshire"))


def test_the_planted_stories_are_told_and_nothing_that_is_chance(told: page.Told) -> None:
    """The improvement is; so are four measures whose chance changes over the years; what is level is nothing unusual.

    examples/westshire says of each measure how its chance goes; the change of definition is no worsening.
    """
    said = {each.row["indicator"]: each.variation for each in told.values()}
    assert said["assessments-in-time"].startswith("improving: 16 months")
    changing = {"assessments-in-time", "contacts-decided", "icpc-in-time", "cic-visits", "reablement-home"}
    assert {name for name, words in said.items() if words not in {"", "nothing unusual"}} == changing
    [health] = [each for each in told.values() if each.row["indicator"] == "cic-health"]
    assert (health.since, health.variation) == ("2025-04", "nothing unusual")


def test_a_level_that_moved_is_told_of_its_target_once_it_begins_anew(book: Dataset, told: page.Told) -> None:
    """The improvement of January 2025 has left the old limits; with a rebase in that month there are new ones."""
    [before] = [each for each in told.values() if each.row["indicator"] == "assessments-in-time"]
    line = ["assessments-in-time", "2025-01", "source", "yes", "A second team began work.", "yes"]
    changes = pd.DataFrame([line], columns=["indicator", "from", "kind", "comparable", "note", "rebase"])
    rows = score_latest(book, "2026-03", "Westshire")
    rows = rows[rows["indicator"] == "assessments-in-time"]
    [after] = page.series(replace(book, changes=changes), rows).values()
    assert (before.assurance, after.assurance) == ("its level is moving", "hit and miss")
    assert (after.variation, after.months[0], len(after.months)) == ("nothing unusual", "2025-01", 15)


def test_the_unusual_come_first_and_of_these_what_is_worse(told: page.Told) -> None:
    """The rows of the table, their words and the sentence at the beginning agree."""
    html = str(page.months_table(told, "Months").html)
    names = re.findall(r'href="#about-([\w-]+)"', html)
    assert names[0] == "icpc-in-time"
    assert names[1:3] == ["contacts-decided", "assessments-in-time"]
    assert "<strong>Getting worse: eight months below the usual level</strong>" in html
    assert "Since April 2025: An assessment counts" in html
    assert html.count("<strong>") == 5
    assert "called unusual in a month" in page.meaning(told).html


def test_of_a_series_with_small_months_the_words_alone_are_shown(told: page.Told) -> None:
    """Reviews that were missed are few in some months: c in the place of the month, and in the CSV file."""
    block = page.months_table(told, "Months")
    rows = {row["indicator"]: row for row in csv.DictReader(io.StringIO(block.csv or ""))}
    figures = ("month_value", "usual_level", "lower_limit", "upper_limit", "largest_step")
    assert [rows["cic-reviews"][name] for name in figures] == ["c"] * 5
    assert rows["cic-reviews"]["variation"] == "nothing unusual"
    [line] = [line for line in str(block.html).split("<tr>") if "#about-cic-reviews" in line]
    assert "svg" not in line
    assert not re.search(r"\d%(?! <span class=\"hint\">hit)", line)
    assert "a month by itself is a small count" in block.html
    assert float(rows["cp-visits"]["lower_limit"]) < 88.3 < float(rows["cp-visits"]["upper_limit"])


def test_what_cannot_be_judged_is_folded_away_with_its_reason(told: page.Told) -> None:
    """Rolling twelve months are named once, together, and have their rows in the CSV file alone."""
    html = str(page.not_judged(told).html)
    assert "<summary>4 indicators cannot be judged month by month: why</summary>" in html
    assert html.count("<li>") == 1
    assert "each result covers twelve months" in html
    assert "#about-re-referrals" not in page.months_table(told, "Months").html
    assert len((page.months_table(told, "Months").csv or "").splitlines()) == 1 + len(told)


def test_without_a_series_the_page_says_so(book: Dataset, told: page.Told) -> None:
    """A pack of rolling figures alone has a sentence and the reasons, and no table."""
    rest = {place: each for place, each in told.items() if each.why_not}
    assert "No indicator can be judged month by month." in page.opening(book, rest, "Unusual months").html
    assert (page.months_table(rest, "Months").html, page.meaning(rest).html) == ("", "")
    assert page.not_judged({}).html == ""
