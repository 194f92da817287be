"""The scanner: every planted leak is found wherever it is, nothing is found where nothing is, and nothing is told."""

import pytest

from scorecard_kit.share.scan.rules import rules
from scorecard_kit.share.scan.scanner import UNREADABLE, looked_at, masked, scan
from tests.share import planted
from tests.share.planted import archive, csv, edited_paper, embedded, html, jpeg, letter, paper, png, within, workbook

WINDOWS, SHARE = r"S:\Children\Working copies\pack.xlsx", r"\\fileserver\children$\pack.xlsx"
HOME = "//home/jo/pack.csv"[1:]  # no file of the repository holds such a path
DATABASE = "postgresql://reader:hunter2@db.example/scs"
TOKEN = "ghp_" + "a1B2" * 9
NHS, PUPIL, INSURANCE = "943 476 5919", "H801200001001", "AB 12 34 56 C"  # from the guidance on each; nobody's own
RULES = rules(["jbloggs"])

LEAKS: list[tuple[str, str, bytes]] = [
    ("file path", "page.html", html(f"<p>Read from {WINDOWS}.</p>")),
    ("file path", "page.html", html(f"<!-- {HOME} -->")),
    ("file path", "page.html", html('<img alt="" src="file:///S:/CSC/chart.png">')),
    ("file path", "page.html", html(f"<style>p {{ background: url('{HOME}') }}</style>")),
    ("file path", "table.csv", csv(f"area=Kent; note={SHARE}")),
    ("file path", "tables.xlsx", workbook("link", SHARE)),
    ("file path", "tables.xlsx", workbook("defined name", WINDOWS)),
    ("file path", "chart.png", png(HOME, "zTXt")),
    ("file path", "pack.pdf", paper(WINDOWS)),
    ("user name", "page.html", html('<meta name="author" content="JBloggs">')),
    ("user name", "tables.xlsx", workbook("author", "jbloggs")),
    ("user name", "photo.jpg", jpeg("jbloggs")),
    ("user name", "pack.pdf", edited_paper("information", "jbloggs")),
    ("traceback", "page.html", html("<pre>Traceback (most recent call last):</pre>")),
    ("traceback", "README.txt", b"KeyError: 'value'"),
    ("credential", "page.html", html(f"<svg><desc>From {DATABASE}</desc></svg>")),
    ("credential", "page.html", planted.data_address(f"token {TOKEN}")),
    ("credential", "table.csv", csv("area=Kent; note=Server=db;Password=hunter22")),
    ("credential", "tables.xlsx", workbook("own property", DATABASE)),
    ("credential", "csv.zip", archive("key.txt", b"-----BEGIN RSA PRIVATE KEY-----")),
    ("credential", "pack.pdf", edited_paper("attachment", DATABASE)),
    ("unrendered parameter", "page.html", html("<p>In time: {{ value }}.</p>")),
    ("unrendered parameter", "page.html", html('<p aria-label="{% if red %}Red{% endif %}">x</p>')),
    ("unrendered parameter", "table.csv", csv("area=Kent; note=${SCORECARD_DATABASE}")),
    ("NHS number", "page.html", html("<p>The case of 943<b>476</b>5919.</p>")),
    ("NHS number", "table.csv", csv("area=Kent; reference=9434765919")),
    ("NHS number", "tables.xlsx", workbook("hidden sheet", NHS)),
    ("NHS number", "pack.pdf", edited_paper("note", NHS)),
    ("unique pupil number", "csv.zip", within(csv(f"area=Kent; pupil={PUPIL}"))),
    ("unique pupil number", "chart.png", png(PUPIL, "iTXt")),
    ("National Insurance number", "tables.xlsx", workbook("comment", INSURANCE)),
    ("National Insurance number", "page.html", embedded(INSURANCE)),
    ("date of birth", "page.html", html("<p>The child, born on 3 May 2009, was visited.</p>")),
    ("date of birth", "page.html", html("<table><tr><th>DOB</th><td>03/05/2009</td></tr></table>")),
    ("date of birth", "table.csv", csv("area=Kent; date_of_birth=39936")),
    ("date of birth", "tables.xlsx", workbook("column", "Date of birth=2009-05-03")),
    ("date of birth", "pack.pdf", edited_paper("bookmark", "d.o.b. 3.5.2009")),
    ("postcode", "tables.xlsx", workbook("hidden row", "ME14 1XQ")),
    ("postcode", "tables.xlsx", workbook("footer", "ME14 1XQ")),
    ("postcode", "photo.jpg", jpeg("ME14 1XQ", is_comment=True)),
    ("postcode", "page.html", html('<svg><text x="1">me14 1xq</text></svg>')),
    ("postcode", "csv.zip", archive("table.csv", b"area\nKent\n", "ME14 1XQ")),
    ("NHS number", "pack.docx", letter("runs", NHS)),
    ("postcode", "pack.docx", letter("cell", "ME14 1XQ")),
    ("user name", "pack.docx", letter("property", "jbloggs")),
    ("file path", "pack.docx", letter("header", WINDOWS)),
    ("credential", "pack.docx", letter("comment", DATABASE)),
    ("date of birth", "pack.docx", letter("alternative text", "The child, born on 3 May 2009, was visited.")),
    ("National Insurance number", "pack.docx", letter("deleted", INSURANCE)),
    ("e-mail address", "pack.pdf", edited_paper("note", "jo.bloggs@kent.example")),
    ("telephone number", "tables.xlsx", workbook("footer", "01622 671411")),
    ("internal address", "page.html", html("<!-- http://intranet/csc -->")),
    (UNREADABLE, "csv.zip", archive("records.db", b"SQLite format 3\0")),
    (UNREADABLE, "pack.pdf", b"%PDF-1.4 of which no more is here"),
]

CLEAN: list[tuple[str, bytes]] = [
    ("money.csv", csv("line=Fostering; amount=9434765919; gross=1000000001")),
    ("rates.csv", csv("numerator=14760; denominator=16499; value=89.45996727074368")),
    ("page.html", html("<p>1,234 567 8901 943 476 5919 12</p>")),
    ("page.html", html("<p>A child born in 2009; published on 3 May 2016.</p>")),
    ("page.html", html("<p>Newborn babies: 3 May 2016 to 5 June 2016.</p>")),
    ("page.html", html('<a href="https://www.example.org/home/data/pack.csv">x</a><a href="data/activity.csv">y</a>')),
    ("page.html", html("<p>Group A1 5 in time, section 47, Q3 2nd, B12 3rd, C&amp;F 1:2, and/or 3/5.</p>")),
    ("page.html", html('<svg viewBox="0 0 10 10"><path d="M1 1L943 476 5919 S1 6AZ"/></svg>')),
    ("page.html", html("<style>@media print { p { color: #e16a1b } }</style><p>Errors: none. Value error.</p>")),
    ("tables.xlsx", workbook("property", "Kent County Council")),
    ("chart.png", png("Matplotlib")),
    ("photo.jpg", jpeg("Kent")),
    ("pack.pdf", paper("In March 2016 the result was 76.5% (52 of 68).")),
]


def names(leaks: list[tuple[str, str, bytes]]) -> list[str]:
    """A name for each case."""
    return [f"{number} {rule} {file}" for number, (rule, file, _) in enumerate(leaks, start=1)]


@pytest.mark.parametrize(("rule", "file", "content"), LEAKS, ids=names(LEAKS))
def test_a_planted_leak_is_found(rule: str, file: str, content: bytes) -> None:
    """Wherever in a file it lies, the leak is found by its rule, and by no other."""
    report = scan({file: content}, RULES)
    assert {leak.rule for leak in report.leaks} == {rule}
    assert {leak.file.split(" > ")[0] for leak in report.leaks} == {file}


def test_forty_are_planted_in_every_kind_of_file() -> None:
    """The list above is as long as was promised, and leaves out no kind of file and no rule."""
    assert len(LEAKS) >= 40
    kinds = {
        "page.html",
        "table.csv",
        "tables.xlsx",
        "pack.docx",
        "pack.pdf",
        "csv.zip",
        "chart.png",
        "photo.jpg",
        "README.txt",
    }
    assert {file for _, file, _ in LEAKS} == kinds
    assert {rule for rule, _, _ in LEAKS} == {*RULES, UNREADABLE}


@pytest.mark.parametrize(("file", "content"), CLEAN, ids=[f"{n} {file}" for n, (file, _) in enumerate(CLEAN, start=1)])
def test_what_only_looks_like_a_leak_is_not_one(file: str, content: bytes) -> None:
    """Money, rates, drawings, links, dates of publication and codes of teams raise no alarm."""
    assert scan({file: content}, RULES).leaks == ()


def test_what_is_found_is_not_told() -> None:
    """A report names file, place and rule; of the find itself no more than two characters."""
    said = "\n".join(str(leak) for _, file, content in LEAKS for leak in scan({file: content}, RULES).leaks)
    secrets = [
        WINDOWS,
        SHARE,
        HOME,
        DATABASE,
        "hunter2",
        TOKEN,
        NHS,
        "9434765919",
        PUPIL,
        INSURANCE,
        "ME14 1XQ",
        "2009",
    ]
    assert [secret for secret in secrets if secret in said] == []
    assert masked("943 476 5919") == "94…, 12 characters"


def test_a_zip_in_zips_without_end_does_not_leave() -> None:
    """What lies deeper than anybody packs is refused rather than passed over."""
    content = b"nothing"
    for _ in range(8):
        content = archive("deeper.zip", content)
    assert [leak.rule for leak in scan({"csv.zip": content}, RULES).leaks] == [UNREADABLE]


def test_the_report_says_what_was_looked_at() -> None:
    """Every file with its kind and size, the parts within, and the rules."""
    content = archive("table.csv", b"area\nKent\n")
    report = scan({"csv.zip": content}, {"postcode": RULES["postcode"]})
    assert looked_at(report) == [
        f"  csv.zip: zip, {len(content)} bytes",
        "  parts within them: 1 CSV",
        "  rules: postcode, cannot be read",
    ]
