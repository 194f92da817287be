"""Every pack that has a printed report against it: each difference explained, no explanation without a difference."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml
from bs4 import BeautifulSoup

from scorecard_kit import load
from scorecard_kit.judge.budget import capital_by_year
from scorecard_kit.judge.rows import records
from scorecard_kit.judge.scorecard import score
from scorecard_kit.pack.plan import check, read_pack
from scorecard_kit.reconcile.compare import reconcile
from scorecard_kit.reconcile.page import CHECKS, checks, counts
from tests.conftest import ROOT
from tests.packs import PACKS, REPORTS

FIGURES = ROOT / "tests" / "figures"


@cache
def cells(pack: str) -> pd.DataFrame:
    """Compute every printed cell of a pack's report again."""
    head = yaml.safe_load((ROOT / "parameters" / f"{pack}.yaml").read_text(encoding="utf-8"))
    small_counts = head["small_counts"]
    return reconcile(load(ROOT / head["data"], small_counts), pack, small_counts, reporting=head["reporting"])


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_pack_has_nothing_to_mend(path: Path) -> None:
    """Parameters, data and commentary of every example are without an error."""
    assert [str(finding) for finding in check(path) if finding.level == "error"] == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_difference_is_explained_and_every_explanation_has_one(path: Path) -> None:
    """An unexplained difference is an error of ours; an explanation whose difference has gone is out of date."""
    found = cells(path.stem)
    wrong = found[found["agrees"].astype(bool) == (found["explanation"] != "")]
    assert wrong[["item", "period", "field", "printed", "computed"]].to_numpy().tolist() == []


@pytest.mark.parametrize(
    ("pack", "number", "differing"),
    [
        ("scs-2016-03", 1860, 11),
        ("adult-2013-09", 575, 18),
        ("budget-2011-12-q3", 1065, 39),
        ("scs-2013-09", 178, 9),
        ("scs-2013-11", 191, 20),
        ("qpr-2011-12-q3", 255, 21),
        ("improvement-plan-2012-03", 15, 4),
    ],
)
def test_the_number_of_printed_cells(pack: str, number: int, differing: int) -> None:
    """Nothing printed is lost from published.csv, and the known errors of each source are all there."""
    found = cells(pack)
    assert (len(found), int((~found["agrees"].astype(bool)).sum())) == (number, differing)


@pytest.mark.parametrize(
    ("pack", "printed", "reproduced"),
    [("adult-2013-09", 117, 116), ("scs-2013-09", 26, 26), ("scs-2013-11", 32, 32), ("qpr-2011-12-q3", 32, 32)],
)
def test_monthly_ratings(pack: str, printed: int, reproduced: int) -> None:
    """Ratings of the trend tables that have a target: all but the one that no rule of value and target can give."""
    stem = pack.replace("-", "_")
    rows = pd.read_csv(FIGURES / f"{stem}.csv", dtype=str, keep_default_na=False)
    assert len(rows) > 0
    found = cells(pack)
    trend = found[(found["field"] == "rag") & ~found["where"].str.contains("summary|heading|chart", case=False)]
    rated = trend[~trend["printed"].isin(["-", ""])]
    with_target = [bool(target) for target in _targets(pack, rated)]
    assert (sum(with_target), int(rated[with_target]["agrees"].sum())) == (printed, reproduced)


@pytest.mark.parametrize(
    ("pack", "printed", "reproduced"), [("adult-2013-09", 10, 10), ("qpr-2011-12-q3", 7, 6), ("scs-2013-09", 6, 6)]
)
def test_printed_arrows(pack: str, printed: int, reproduced: int) -> None:
    """The arrows of the pages: all but the one whose earlier result is lost with its table."""
    found = cells(pack)
    place = "summary" if pack.startswith("scs") else "heading"  # where the report prints all of them
    of_pages = found[(found["field"] == "direction_from_previous") & found["where"].str.contains(place)]
    assert (len(of_pages), int(of_pages["agrees"].sum())) == (printed, reproduced)


def test_the_capital_sums_are_counted() -> None:
    """32 sums across the years (one of a row without a name or amounts, explained) and 47 down the lines: 79."""
    found = cells("budget-2011-12-q3")
    book = load(ROOT / "data" / "budget-2011-12-q3", {"below": 6, "already_published": True})
    levels = {(row["section"], row["line"]): row["level"] for row in records(capital_by_year(book.capital))}
    named = [(item, *field.partition(": ")[::2]) for item, field in zip(found["item"], found["field"], strict=True)]
    down = [agrees for (item, line, _), agrees in zip(named, found["agrees"], strict=True)
            if levels.get((item, line)) == "total"]  # fmt: skip
    across = [agrees for (item, line, year), agrees in zip(named, found["agrees"], strict=True)
              if year == "Total" and ((item, line) in levels or line == "(no name)")]  # fmt: skip
    assert (len(across), sum(map(bool, across)), len(down), sum(map(bool, down))) == (32, 31, 47, 47)


def _targets(pack: str, rated: pd.DataFrame) -> list[bool]:
    """Whether each rated cell has a target in force in its own month."""
    head = yaml.safe_load((ROOT / "parameters" / f"{pack}.yaml").read_text(encoding="utf-8"))
    book = load(ROOT / head["data"], head["small_counts"])
    found = []
    for cell in rated.itertuples():
        scored = score(book.results, book.indicators, book.targets, str(cell.period), str(cell.area))
        row = scored[scored["indicator"] == cell.item]
        found.append(bool(row["target"].notna().any()))
    return found


def test_a_rating_without_a_target_is_not_given() -> None:
    """Six ratings of the quarterly report stand where no target is printed: the kit says so instead."""
    found = cells("qpr-2011-12-q3")
    rows = found[(found["field"] == "rag") & (found["computed"] == "-") & (found["printed"] != "-")]
    assert rows["explanation"].str.contains("target").sum() == 6


def test_the_table_of_checks_counts_every_cell() -> None:
    """Each printed cell is in one row of the table by place, and in one row of the table by kind of arithmetic."""
    found = cells("adult-2013-09")
    for block in (counts(found), checks(found)):
        rows = BeautifulSoup(str(block.html), "html.parser").select("tbody tr")
        assert sum(int(row.select("td")[0].text.replace(",", "")) for row in rows) == len(found)
    assert len(CHECKS) > 5


def test_an_indicator_page_for_each_indicator() -> None:
    """All eleven of the adults' indicators have a page, whichever month their newest result is of."""
    pack = read_pack(ROOT / "parameters" / "adult-2013-09.yaml")
    assert sum(section.name.startswith("indicator-") for section in pack.sections) == 11
    assert pack.absent == ()
