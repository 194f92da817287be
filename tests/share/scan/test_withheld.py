"""The counts that a pack withholds are found where their rows stand, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.share.scan.readers import Content, Piece
from scorecard_kit.share.scan.scanner import Report, scan
from scorecard_kit.share.scan.shown import finder
from scorecard_kit.share.scan.withheld import hidden_figures
from tests.share.planted import csv, html, letter, paper, report, workbook


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path]) -> Pack:
    """A small pack in which 3 of 50 visits in North Kent are withheld, and so is what would give them away."""
    kit = make_kit(tmp_path_factory.mktemp("kit"))
    results = kit / "data" / "small" / "results.csv"
    results.write_text(results.read_text(encoding="utf-8").replace("Kent,,40,50", "Kent,,3,50"), encoding="utf-8")
    path = kit / "parameters" / "small.yaml"
    path.write_text("title: A pack\nperiod: 2016-03\ndata: data/small\nsections: [{notebook: plain}]\n", "utf-8")
    return read_pack(path)


HEADER = "<thead><tr><th>Indicator</th><th>Result</th><th>Numerator</th></tr></thead>"
COUNTS = [
    ("scorecard.csv", csv("indicator=visits; area=North Kent; numerator=3; denominator=50; value=6"), 3),
    ("scorecard.csv", csv("indicator=visits; area=North Kent; numerator=c; denominator=c; value=c"), 0),
    ("scorecard.csv", csv("indicator=reviews; area=Kent; numerator=90; denominator=100; value=90"), 0),
    ("activity.csv", csv("measure=visits; area=North Kent; this_month=3"), 1),
    ("impact.csv", csv("area=Kent; indicator=visits; cohort_numerator=2; cohort_denominator=6"), 2),
    ("reconciliation.csv", csv("item=visits; area=North Kent; field=numerator; printed=3; computed=c"), 1),
    ("page.html", html(f"<h1>North Kent</h1><table>{HEADER}<tr><th>Visits in time</th><td>6.0%</td><td>3</td></tr>"
                       "</table>"), 2),
    ("page.html", html(f"<h1>North Kent</h1><table>{HEADER}<tr><th>Reviews in time</th><td>6.0%</td><td>3</td></tr>"
                       "</table>"), 0),
    ("page.html", html(f"<h1>North Kent</h1><table>{HEADER}<tr><th>Visits in time</th><td>c</td><td>c</td></tr>"
                       "</table>"), 0),
    ("page.html", html("<h1>North Kent</h1><table><thead><tr><th>Indicator</th><th>Result %</th><th>Numerator of "
                       "denominator</th></tr></thead><tr><th>Visits in time</th><td>6.0</td><td>3 of 50</td></tr>"
                       "</table>"), 2),
    ("page.html", html("<svg><desc>North Kent: 3 of 50 were in time.</desc></svg>"), 1),
    ("page.html", html("<p>Rank 3 of 5, and 13 of 50, and 3 of 500 were in time.</p>"), 0),
    ("page.html", html("<p>This page is section 3 of 50 of “Small”.</p><p>3 of 50 indicators are rated.</p>"
                       "<p>3 of 50 count the month alone.</p><p>Lower is better: 3 of 50.</p>"
                       "<p>1 of 4 and 3 of 50 ratings differ.</p>"), 0),
    ("page.html", html("<p>Of the visits, 3 of 50 counted.</p>"), 1),
    ("page.html", html("<p>Of the section's 50 questions 3 of 50 are open.</p>"), 0),
    ("page.html", html("<h1>Visits in time</h1><p>Of them 3 of 50.</p>"), 1),
    ("page.html", html('<section class="prose"><h2>What we did</h2><p>We saw 3 out of the 50.</p></section>'), 1),
    ("page.html", html("<h1>Visits in time</h1><p>3 of 50 count a snapshot at the end of the month.</p>"), 0),
    ("page.html", html("<h1>Visits in time</h1><p>North Kent ranked 3 of 50.</p>"), 0),
    ("page.html", html("<p>Visits: 3\u00a0of\u200b\u00a050.</p>"), 1),
    ("page.html", html("<table><tr><th>Visits in time</th><td>3 of 50</td></tr></table>"), 1),
    ("pack.pdf", paper("In North Kent 3 of 50 visits were in time."), 1),
    ("tables.xlsx", workbook("cell", "3 of the 50 visits"), 1),
    ("pack.docx", report("North Kent", ("Indicator", "Result", "Numerator"), ("Visits in time", "6.0%", "3")), 2),
    ("pack.docx", report("North Kent", ("Indicator", "Result", "Numerator"), ("Reviews in time", "6.0%", "3")), 0),
    ("pack.docx", report("Kent", ("Indicator", "Area", "Result"), ("Visits in time", "North Kent", "c")), 0),
    ("pack.docx", letter("runs", "In North Kent 3 of 50 visits were in time."), 1),
]  # fmt: skip


def of_pages(said: str) -> Content:
    """A PDF of 50 pages, each of which says this and has its number beneath."""
    return Content("pack.pdf", "PDF", 0, tuple(Piece(f"page {n}", f"{said}\nSmall {n} of 50") for n in range(1, 51)))


def test_the_number_of_a_page_is_no_count(pack: Pack) -> None:
    """Page 3 of 50 says so in its margin; the same digits once more on it, or on another page, are a count."""
    hidden = hidden_figures(pack)
    assert list(finder(hidden)(of_pages("Visits"))) == []
    found = list(finder(hidden)(of_pages("3 of 50 were in time.")))
    assert len(found) == 51


@pytest.mark.parametrize(("file", "content", "expected"), COUNTS, ids=[f"{n} {c[0]}" for n, c in enumerate(COUNTS, 1)])
def test_a_withheld_count_is_found_where_its_row_stands(pack: Pack, file: str, content: bytes, expected: int) -> None:
    """The figures of a withheld row are found in tables, charts and words; the same digits elsewhere are not."""
    hidden = hidden_figures(pack)
    report: Report = scan({file: content}, {}, finder(hidden))
    places = {leak.place for leak in report.leaks if leak.file == file}  # a workbook's parts say it once more
    assert (len(places), {leak.rule for leak in report.leaks}) == (expected, {"withheld count"} if expected else set())
