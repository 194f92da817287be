"""Sections to pages: one a section, the index, the whole pack in one file; and the same through nbconvert itself."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from papermill.cli import papermill

from scorecard_kit.pack.models import Head
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.html import index_page, section_page, whole_page
from scorecard_kit.publish.notices import notices

ROOT = Path(__file__).parents[2]
HOSTILE = '<script>window.XSS_1 = 1</script>"><img src=x onerror=XSS_2=1>'
EXAMPLE = "Worked example from figures published by {}; not a publication of the council."
KENT = Leaf("scorecard-kent", "Scorecard: Kent", "All are rated.", "", "scorecard-kent.html", notebook="scorecard")
RED = Leaf(
    "exception-visits", "Visits in time", "52 of 68 were.", "Red", "exception-visits.html",
    notebook="exception_report", about="visits",
)  # fmt: skip
ABSENT = Leaf("areas", "Areas", "", "", "", "This section has not been rendered yet.", notebook="areas")
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


def of_kind(number: int, notebook: str = "scorecard") -> tuple[Leaf, ...]:
    """Give so many sections of one notebook, of names of one length."""
    return tuple(Leaf(f"s{n:03}", f"Section {n:03}", "", "", f"s{n:03}.html", notebook=notebook) for n in range(number))


def test_a_section_leads_to_its_neighbours_and_the_contents(kent: BeautifulSoup) -> None:
    """Head and foot link what stands beside it and the contents; what has no page is not named."""
    assert links(kent, "header nav a") == ["exception-visits.html"]
    assert [link.get("aria-label") for link in kent.select("header nav a")] == ["Next: Visits in time"]
    assert links(kent, "footer nav a") == ["index.html#contents-all", "exception-visits.html"]
    assert links(kent, "header p a") == ["index.html"]
    assert "Areas" not in kent.get_text()


def test_a_section_names_its_family(kent: BeautifulSoup) -> None:
    """Five scorecards name each other and mark the page's own; a page that is alone of its kind has no family."""
    assert kent.select("details") == []
    leaves = (*of_kind(5), RED)
    found = page(section_page(replace(COVER, leaves=leaves), leaves[1], BODIES["scorecard-kent"]))
    assert text(found, "header summary") == ["Scorecards (5)"]
    assert text(found, "header li") == [f"Section {n:03}" for n in range(5)]
    assert text(found, 'nav [aria-current="page"]') == ["Section 001"]


@pytest.mark.parametrize(("number", "is_named"), [(12, True), (13, False)])
def test_a_large_family_is_left_to_the_contents(number: int, is_named: bool) -> None:
    """Twelve are named; of thirteen a page says only how many there are, and where they are listed."""
    leaves = of_kind(number)
    cover = replace(COVER, leaves=leaves)
    found = page(section_page(cover, leaves[5], BODIES["scorecard-kent"]))
    assert len(found.select("header li")) == (number if is_named else 0)
    to_group = [link for link in links(found, "header nav a") if link.startswith("index.html#")]
    assert to_group == ([] if is_named else ["index.html#contents-scorecards"])
    index = page(index_page(cover, {leaves[5].name: BODIES["scorecard-kent"]}))
    assert len(index.select("#contents-scorecards li")) == number


def test_a_page_does_not_grow_with_its_pack() -> None:
    """A page of 200 sections is as long as one of 20, but for the digits of their number."""
    sizes = []
    for number in (20, 200):
        leaves = of_kind(number)
        sizes.append(len(section_page(replace(COVER, leaves=leaves), leaves[10], BODIES["scorecard-kent"])))
    assert abs(sizes[1] - sizes[0]) <= len("200") * 2


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


def test_dates_stand_beneath_the_title(kent: BeautifulSoup) -> None:
    """Council, position and publication in words."""
    assert text(kent, "h1 + .dates") == ["Kent County Council · Position at 31 March 2016 · Published 13 May 2016"]


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
    assert (text(index, "#red h2"), text(index, "#red li")) == (
        ["■ Red in March 2016"],
        ["Visits in time 52 of 68 were."],
    )
    assert text(index, ".contents li") == ["Scorecard: Kent", "Areas This section has not been rendered yet."]
    assert "No exception report: no indicator is Red in March 2016." in text(index, "main p")
    assert links(index, "main a")[-1] == "pack.html"


def test_every_red_is_named_once_with_what_is_being_done() -> None:
    """In the order of the leading section: one by its page, one without a page by its row; then a Red of elsewhere."""
    lead = replace(
        BODIES["scorecard-kent"],
        reds=(("plans", "Plans in time", "50%, under the minimum of 70%."), ("visits", "Visits", "76.5%, just under.")),
    )
    other = Leaf("own", "Own", "Is Red.", "Red", "own.html", notebook="own")
    cover = replace(COVER, leaves=(other, replace(KENT, rows=frozenset({"plans", "visits"})), RED))
    doing = replace(BODIES["exception-visits"], doing="More visits at weekends.")
    index = page(index_page(cover, {"scorecard-kent": lead, "exception-visits": doing}))
    assert text(index, "#red li") == [
        "Plans in time 50%, under the minimum of 70%. No action is recorded.",
        "Visits in time 76.5%, just under. Being done: More visits at weekends.",
        "Own Is Red. No action is recorded.",
    ]
    assert links(index, "#red a") == ["scorecard-kent.html#row-plans", "exception-visits.html", "own.html"]


def test_the_contents_are_in_groups() -> None:
    """By notebook, in one order whatever that of the pack; a council's own sections come last."""
    notebooks = ["own", "cover_report", "exception_report", "budget", "at_a_glance", "impact_of_uasc", "scorecard"]
    leaves = tuple(Leaf(name, name.title(), "", "", f"{name}.html", notebook=name) for name in notebooks)
    index = page(index_page(replace(COVER, leaves=(*leaves, RED)), {}))
    assert text(index, ".contents h3") == [
        "At a glance", "Scorecards", "Indicators one by one", "Cohorts", "Money and activity", "Texts and checks",
        "Sections of its own",
    ]  # fmt: skip
    whole = page(whole_page(replace(COVER, leaves=(*leaves, RED)), {}))
    assert text(whole, ".contents h3")[2] == "Red indicators"


def test_the_whole_pack_begins_with_the_sheet_that_shows_it_at_a_glance() -> None:
    """Then come the contents, and the other sections; elsewhere the contents come first."""
    bodies = dict.fromkeys(("wall", "visits"), BODIES["exception-visits"])
    of_wall, of_others = ["wall", "contents-all", "visits"], ["contents-all", "wall", "visits"]
    for notebook, expected in (("at_a_glance", of_wall), ("summary", of_others)):
        leaves = (Leaf("wall", "Wall", "", "", "wall.html", notebook=notebook), replace(RED, name="visits"))
        whole = page(whole_page(replace(COVER, leaves=leaves), bodies))
        assert [part["id"] for part in whole.select("main > article, main > section")] == expected


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
    """Inside its main part it is the pack's own section, word for word but for the pack's dates."""
    pages = [
        page(path.read_text(encoding="utf-8")) for path in (by_hand / "x.html", march_pack / "scorecard-kent.html")
    ]
    for dates in pages[1].select("h1 ~ .dates, h1 ~ .notice, h1 ~ .paper"):
        dates.decompose()
    first, second = (re.sub(r"\s", "", " ".join(text(each, "main"))) for each in pages)
    assert first == second


def test_help_describes_every_parameter() -> None:
    """`papermill --help-notebook` gives name, type, default and description of each."""
    done = CliRunner().invoke(papermill, ["--help-notebook", str(ROOT / "notebooks" / "scorecard.ipynb")])
    described = re.findall(r"^  (\w+): (\w+) \(default (.+?)\)\s+(\S.+)$", done.stdout, re.MULTILINE)
    assert [(name, kind) for name, kind, *_ in described] == [
        ("data", "str"), ("period", "str"), ("area", "str"), ("small_counts", "dict"), ("reporting", "str"),
        ("draft", "bool"),
    ], done.stdout  # fmt: skip
