"""Sections to pages: one a section, the index, the whole pack in one file; and the same through nbconvert itself."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from scorecard_kit.pack.models import Head
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.html import Body, index_page, notices, section_page, whole_page

ROOT = Path(__file__).parents[2]
HOSTILE = '<script>window.XSS_1 = 1</script>"><img src=x onerror=XSS_2=1>'
EXAMPLE = "Worked example from figures published by {}; not a publication of the council."
KENT = Leaf("scorecard-kent", "Scorecard: Kent", "All are rated.", "", "scorecard-kent.html")
RED = Leaf("exception-visits", "Visits in time", "52 of 68 were.", "Red", "exception-visits.html")
ABSENT = Leaf("areas", "Areas", "", "", "", "This section has not been rendered yet.")
HEAD = Head(
    title="Scorecard", status="final", published="2016-05-13", period="2016-03", data="data/scs", sections=[],
    worked_example="Kent County Council, May 2016", council="Kent County Council",
)  # fmt: skip
COVER = Cover(HEAD, (KENT, RED, ABSENT), ("No exception report: no indicator is Red in March 2016.",))
BODIES = {
    "scorecard-kent": Body(
        title="Scorecard: Kent", answer="All are rated.", rag="", csv="a\n1\n", landscape=True,
        html='<h1>Scorecard: Kent</h1><p class="answer">All are rated.</p><h2>Table</h2><p id="row-visits">CIC</p>'
        '<a href="#row-visits">row</a><svg aria-labelledby="c-title c-desc"><title id="c-title">t</title>'
        '<desc id="c-desc">d</desc><g clip-path="url(#p1)"></g><clipPath id="p1"></clipPath></svg>',
        index='<p>4 changed: <a href="#row-visits">Visits</a></p>', glossary={"CIC": "children in care"},
    ),
    "exception-visits": Body(
        title="Visits in time", answer="52 of 68 were.", rag="Red", csv=None, landscape=False,
        html='<h1>Visits in time</h1><h2>Notes</h2><p id="row-visits">CIC</p><a href="#row-visits">row</a>',
        index="", glossary={"CIC": "children in care"},
    ),
}  # fmt: skip


def page(html: str) -> BeautifulSoup:
    """Read a page."""
    return BeautifulSoup(html, "html.parser")


def text(found: BeautifulSoup, selector: str) -> list[str]:
    """Give the words of the elements that a selector finds."""
    return [re.sub(r"\s+", " ", tag.get_text()).strip() for tag in found.select(selector)]


def links(found: BeautifulSoup, selector: str = "a") -> list[str]:
    """Give where the links lead."""
    return [str(link["href"]) for link in found.select(selector)]


@pytest.fixture
def kent() -> BeautifulSoup:
    """Give the page of the first section."""
    return page(section_page(COVER, KENT, BODIES["scorecard-kent"]))


def test_a_section_is_a_whole_document(kent: BeautifulSoup) -> None:
    """Language, character set, policy, title, landmarks and a skip link that leads to the main part."""
    assert [str(tag["lang"]) for tag in kent.select("html")] == ["en-GB"]
    assert text(kent, "head > title") == ["Scorecard: Kent, March 2016"]
    assert [len(kent.select(tag)) for tag in ("h1", "main", "body > header", "body > footer")] == [1, 1, 1, 1]
    assert links(kent)[0] == f"#{kent.select('main')[0]['id']}"
    [policy] = kent.select("meta[http-equiv]")
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


def test_a_section_leads_to_the_others(kent: BeautifulSoup) -> None:
    """Its navigation names every page there is and marks its own; the next one is linked, a missing one is not."""
    assert text(kent, 'nav [aria-current="page"]') == ["Scorecard: Kent"]
    assert links(kent, "nav a") == ["exception-visits.html", "exception-visits.html"]
    assert links(kent, "header p a") == ["index.html"]
    assert "Areas" not in kent.get_text()


def test_a_lone_section_says_where_the_rest_is(kent: BeautifulSoup) -> None:
    """Sent by e-mail alone, a page says in words which part of what it is."""
    assert (
        "This page is section 1 of 3 of “Scorecard, March 2016”. The others are in the same folder, beginning with "
        "index.html; pack.html is all of it in one file."
    ) in text(kent, "footer p")


def test_a_section_offers_its_figures(kent: BeautifulSoup) -> None:
    """The CSV is linked where there is one, and not mentioned where there is none."""
    assert [link for link in links(kent, "footer a") if "data/" in link] == ["data/scorecard-kent.csv"]
    other = page(section_page(COVER, RED, BODIES["exception-visits"]))
    assert [link for link in links(other, "footer a") if "data/" in link] == []


def test_dates_stand_above_the_title(kent: BeautifulSoup) -> None:
    """Council, position and publication in words."""
    assert text(kent, "header .dates") == ["Kent County Council · Position at 31 March 2016 · Published 13 May 2016"]


@pytest.mark.parametrize(
    ("status", "worked_example", "expected"),
    [
        ("final", "", []),
        ("draft", "", ["Draft, not for publication."]),
        ("final", "Kent County Council, May 2016", [EXAMPLE.format("Kent County Council in May 2016")]),
        ("final", "May 2016", [EXAMPLE.format("May 2016")]),
        ("draft", "A, B", ["Draft, not for publication.", EXAMPLE.format("A in B")]),
    ],
)
def test_notices(status: str, worked_example: str, expected: list[str]) -> None:
    """A draft and a worked example are said on every page, before the figures."""
    cover = replace(COVER, head=replace(HEAD, status=status, worked_example=worked_example))
    assert notices(status, worked_example) == expected
    pages = [section_page(cover, KENT, BODIES["scorecard-kent"]), index_page(cover, BODIES), whole_page(cover, BODIES)]
    assert [text(page(html), ".notice") for html in pages] == [expected] * 3


def test_the_index() -> None:
    """The answer, what changed as links into the section, the Reds with a line each, every section, what is absent."""
    index = page(index_page(COVER, BODIES))
    assert text(index, "h1") == ["Scorecard, March 2016"]
    assert text(index, ".answer") == ["All are rated."]
    assert "scorecard-kent.html#row-visits" in links(index, "main a")
    assert text(index, ".reds li") == ["■ Red Visits in time 52 of 68 were."]
    assert text(index, ".contents li") == [
        "Scorecard: Kent",
        "Visits in time ■ Red",
        "Areas This section has not been rendered yet.",
    ]
    assert "No exception report: no indicator is Red in March 2016." in text(index, "main p")
    assert links(index, "main a")[-1] == "pack.html"


def test_a_pack_without_scorecard_or_reds() -> None:
    """The index still stands, without answer, without an empty list."""
    cover = replace(COVER, leaves=(replace(KENT, rag=""),), absent=())
    index = page(index_page(cover, {"scorecard-kent": replace(BODIES["scorecard-kent"], index="")}))
    assert (text(index, ".answer"), text(index, ".reds"), len(index.select("h2"))) == ([], [], 1)


def test_the_whole_pack_is_one_page() -> None:
    """Sections stand one after another, headings a level lower under one title, ids unique, links within the page."""
    whole = page(whole_page(COVER, BODIES))
    assert (text(whole, "h1"), text(whole, "article > h2")) == (
        ["Scorecard, March 2016"],
        ["Scorecard: Kent", "Visits in time"],
    )
    ids = Counter(str(tag["id"]) for tag in whole.select("[id]"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert [link for link in links(whole) if not link.startswith("#") or link[1:] not in ids] == []
    assert links(whole, ".contents a") == ["#scorecard-kent", "#exception-visits"]
    [svg] = whole.select("svg")
    assert [name in ids for name in str(svg["aria-labelledby"]).split()] == [True, True]
    assert str(svg.select("g")[0]["clip-path"]) == "url(#scorecard-kent--p1)"


def test_abbreviations_are_spelled_out_once_a_page() -> None:
    """At the first use on every page: each section's own, and once in the whole pack."""
    pages = [section_page(COVER, leaf, BODIES[leaf.name]) for leaf in (KENT, RED)] + [whole_page(COVER, BODIES)]
    assert [html.count("CIC (children in care)") for html in pages] == [1, 1, 1]


def test_hostile_names_are_text() -> None:
    """Markup in a pack's title, council, section or sentence is read as text on every kind of page."""
    leaf = replace(RED, title=HOSTILE, answer=HOSTILE, note=HOSTILE)
    head = replace(HEAD, title=HOSTILE, council=HOSTILE, worked_example=f"{HOSTILE}, {HOSTILE}")
    cover = Cover(head, (KENT, leaf), (HOSTILE,))
    bodies = BODIES | {"exception-visits": replace(BODIES["exception-visits"], title=HOSTILE)}
    pages = [section_page(cover, leaf, bodies[leaf.name]), index_page(cover, bodies), whole_page(cover, bodies)]
    found = [tag.name for html in pages for tag in page(html).select("script, img, [onerror]")]
    assert found == []
    assert [html.count("</style>") for html in pages] == [1, 1, 1]


# The rendered pack


def test_every_page_of_the_pack_leads_to_places_that_exist(march_pack: Path) -> None:
    """Every link is to a file of the pack or to a place on a page that has it; only pack.html stands alone."""
    pages = {path.name: page(path.read_text(encoding="utf-8")) for path in march_pack.glob("*.html")}
    ids = {name: {str(tag["id"]) for tag in found.select("[id]")} for name, found in pages.items()}
    broken = []
    for name, found in pages.items():
        for link in links(found):
            file, _, place = link.partition("#")
            target = file or name
            exists = (march_pack / target).is_file() and (not place or place in ids[target])
            broken += [] if exists and (name != "pack.html" or not file) else [(name, link)]
    assert {"index.html", "pack.html", "scorecard-kent.html"} <= set(pages)
    assert broken == []


def test_every_id_is_used_once_on_a_page(march_pack: Path) -> None:
    """Ids of tables, rows and charts are unique, and every name that a label or a chart refers to is there."""
    for path in march_pack.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        ids = Counter(re.findall(r'\bid="([^"]+)"', html))
        used = {
            name for names in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html) for name in names.split()
        }
        used |= set(re.findall(r"url\(#([^)]+)\)", html)) | set(re.findall(r'xlink:href="#([^"]+)"', html))
        assert ([name for name, times in ids.items() if times > 1], used - set(ids)) == ([], set()), path.name


def test_the_first_use_of_an_abbreviation_in_the_pack(march_pack: Path) -> None:
    """On every page that says CIC, PF or UASC in its text, the first use has the words beside it, and only that."""
    words = {"CIC": "children in care", "PF": "private fostering", "UASC": "unaccompanied asylum-seeking children",
             "C&F": "child and family"}  # fmt: skip
    for path in march_pack.glob("*.html"):
        main = page(path.read_text(encoding="utf-8")).select("main")[0]
        for chart in main.select("svg"):
            chart.decompose()
        said = re.sub(r"\s+", " ", main.get_text(" "))
        for term, meaning in words.items():
            uses = re.findall(rf"(?<![\w&]){re.escape(term)}(?:'s|s)?(?![\w&])(?: \({meaning}\)|, {meaning})?", said)
            long = [use.endswith((f"({meaning})", f", {meaning}")) for use in uses]
            spoken = f"{meaning} ({term})" in said.lower()
            assert long[:1] in ([], [not spoken]), (path.name, term)
            assert not any(long[1:]), (path.name, term)


# By nbconvert's and papermill's own commands


def run(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of this environment."""
    command = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the scorecard's notebook with papermill's command and make its page with nbconvert's."""
    folder = tmp_path_factory.mktemp("by_hand")
    run("papermill", Path("notebooks") / "scorecard.ipynb", folder / "x.ipynb", folder=ROOT)
    run("jupyter", "nbconvert", "--to", "html", "--template", "scorecard", "x.ipynb", folder=folder)
    return folder


def test_papermill_and_nbconvert_make_a_page(by_hand: Path) -> None:
    """One title, one main part, no script, no code, the whole table; and it says that it stands outside its pack."""
    html = (by_hand / "x.html").read_text(encoding="utf-8")
    found = page(html)
    assert [len(found.select(tag)) for tag in ("h1", "main", "script", "table")] == [1, 1, 0, 2]
    assert (text(found, "html > head > title"), text(found, ".notice")) == (
        ["Scorecard: Kent, March 2016"],
        ["A section on its own, outside its pack."],
    )
    assert len(found.select('th[scope="row"]')) == 88
    assert re.findall(r"import |papermill|Traceback|Papermill", found.get_text()) == []


def test_the_page_by_hand_says_what_the_packs_page_says(by_hand: Path, march_pack: Path) -> None:
    """Inside its main part it is the pack's own section, word for word."""
    pages = [by_hand / "x.html", march_pack / "scorecard-kent.html"]
    first, second = (text(page(path.read_text(encoding="utf-8")), "main") for path in pages)
    assert first == second


def test_help_describes_every_parameter() -> None:
    """`papermill --help-notebook` gives name, type, default and description of each."""
    done = run("papermill", "--help-notebook", Path("notebooks") / "scorecard.ipynb", folder=Path(__file__).parents[2])
    described = re.findall(r"^  (\w+): (\w+) \(default (.+?)\)\s+(\S.+)$", done.stdout, re.MULTILINE)
    assert [(name, kind) for name, kind, *_ in described] == [
        ("data", "str"), ("period", "str"), ("area", "str"), ("small_counts", "dict"), ("reporting", "str"),
        ("draft", "bool"),
    ], done.stdout  # fmt: skip
