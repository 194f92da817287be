"""pack.docx from pages made by hand: what every element becomes in Word, and that nothing of it keeps anybody out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from markupsafe import Markup

from scorecard_kit.blocks.html import (
    Column,
    Line,
    bullets,
    folded,
    numbers,
    paragraph,
    rating,
    table,
    terms,
)
from scorecard_kit.blocks.palette import RATING
from scorecard_kit.charts.drawing import framed
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.pack.plan import Pack, read_pack
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.html import whole_page
from scorecard_kit.share.word.document import pack_docx
from tests.payloads import HARMLESS
from tests.share.word_faults import faults, headings, opened, words

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CHART = Markup(
    '<svg role="img" aria-labelledby="a b" width="40" height="20" viewBox="0 0 40 20"><title id="a">Rose to 80</title>'
    '<desc id="b">Line chart. January 76.5, March 80.</desc><path d="M0 0 40 20"></path></svg>'
)
WORSE = Markup('<i aria-hidden="true">↓</i><span class="sr">worsened</span>')
SCORES = table(
    "Scorecard: Kent",
    [Column("Indicator"), *numbers("Result %"), Column("Rating"), Column("Direction")],
    [
        ("Referrals", [Line([Markup('<a href="#row-visits">Visits</a>'), "76.5", rating(Rag.RED), WORSE])]),
        ("Care", [Line(["Reviews", "90.0", rating(Rag.GREEN), "same"], "row-visits")]),
    ],
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, make_kit: Callable[[Path], Path]) -> Pack:
    """Give a pack of three sections, the second of which is a cover report."""
    kit = make_kit(tmp_path_factory.mktemp("kit"))
    (kit / "notebooks" / "cover_report.ipynb").write_bytes((kit / "notebooks" / "plain.ipynb").read_bytes())
    path = kit / "parameters" / "small.yaml"
    path.write_text(
        """title: A small pack
council: Kent County Council
status: final
published: 2016-05-13
period: 2016-03
data: data/small
small_counts: {below: 6, already_published: true}
sections:
  - {notebook: plain, name: first, parameters: {area: Kent}}
  - {notebook: cover_report, name: report, parameters: {area: Kent}}
  - {notebook: plain, name: last, parameters: {area: Kent}}
""",
        encoding="utf-8",
    )
    return read_pack(path)


@pytest.fixture
def made(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bytes]:
    """Give a function that makes pack.docx of sections' HTML by name, without a browser; the last one lies flat."""
    monkeypatch.setenv("SCORECARD_CHROMIUM", "no-such-browser")

    def make(**sections: Markup) -> bytes:
        leaves = tuple(Leaf(name, f"Section {name}", "", "", f"{name}.html") for name in sections)
        bodies = {
            name: Body(f"Section {name}", "", "", f"<h1>Section {name}</h1>{html}", None, "", landscape=name == "last")
            for name, html in sections.items()
        }
        content = pack_docx(pack, whole_page(Cover(pack.head, leaves), bodies), tmp_path)
        assert list(tmp_path.iterdir()) == []
        return content

    return make


def lines(content: bytes) -> list[str]:
    """The words of each paragraph and table, in their order."""
    blocks = [block for block in opened(content).element.body if block.tag != qn("w:sectPr")]
    return [words(block) for block in blocks]


def test_the_cover_comes_first_then_the_contents(made: Callable[..., bytes]) -> None:
    """Title, dates and the cover report stand before the contents, whose links lead to the sections."""
    content = made(first=paragraph("One"), report=paragraph("To the committee"), last=paragraph("Three"))
    assert faults(content) == []
    said = lines(content)
    assert said[:4] == [
        "A small pack, March 2016", "Kent County Council · Position at 31 March 2016 · Published 13 May 2016",
        "Section report", "To the committee",
    ]  # fmt: skip
    assert said[4] == "Contents"
    assert said[-4:] == ["Section first", "One", "Section last", "Three"]
    links = [(words(link), link.get(qn("w:anchor"))) for link in opened(content).element.body.iter(qn("w:hyperlink"))]
    assert {text for text, anchor in links if anchor} >= {"Section first", "Section report", "Section last"}
    assert made(first=paragraph("One"), report=paragraph("To the committee"), last=paragraph("Three")) == content


def test_what_it_says_of_itself(made: Callable[..., bytes]) -> None:
    """Its properties hold title, council and day of publication, and nothing of the machine or the template."""
    document = opened(made(first=paragraph("One"), last=paragraph("Two")))
    said: Any = document.core_properties
    assert (said.title, said.author, said.last_modified_by) == (
        "A small pack, March 2016", "Kent County Council", "Kent County Council",
    )  # fmt: skip
    assert (said.created.isoformat()[:10], said.modified.isoformat()[:10], said.comments) == ("2016-05-13",) * 2 + ("",)
    names = {str(part.partname) for part in document.part.package.iter_parts()}
    assert not {name for name in names if "thumbnail" in name or "customXml" in name or name == "/docProps/app.xml"}
    first = document.sections[0]
    assert first.header.paragraphs[0].text == "A small pack, March 2016"
    fields = [field.get(qn("w:instr")) for field in first.footer._element.iter(qn("w:fldSimple"))]  # noqa: SLF001
    assert fields == ["PAGE", "NUMPAGES"]


def test_paper_lies_flat_where_the_page_does(made: Callable[..., bytes]) -> None:
    """A4 upright, and flat for a landscape section, even where it follows a table, without an empty paragraph."""
    content = made(first=SCORES, last=paragraph("Wide"))
    document = opened(content)
    assert faults(content) == []
    assert [(it.orientation, round(it.page_width.mm)) for it in document.sections if it.page_width] == [
        (WD_ORIENT.PORTRAIT, 210), (WD_ORIENT.LANDSCAPE, 297),
    ]  # fmt: skip
    assert "Go to the contents" in lines(content)


def test_a_table_of_groups(made: Callable[..., bytes]) -> None:
    """Each group is a table under its name as a heading, with the header again; numbers stand right, links lead on."""
    content = made(first=SCORES)
    document = opened(content)
    assert faults(content) == []
    assert [text for level, text in headings(document) if level == 2][-2:] == ["Referrals", "Care"]
    tables: list[Any] = list(document.element.body.iter(qn("w:tbl")))
    assert [table.find(f".//{qn('w:tblCaption')}").get(qn("w:val")) for table in tables] == [
        "Scorecard: Kent: Referrals", "Scorecard: Kent: Care",
    ]  # fmt: skip
    cells = [[[words(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))] for table in tables]
    assert cells[0] == [["Indicator", "Result %", "Rating", "Direction"], ["Visits", "76.5", "■\xa0Red", "↓ worsened"]]
    assert cells[1][1] == ["Reviews", "90.0", "●\xa0Green", "same"]
    right = [
        [bool(cell.findall(f".//{qn('w:jc')}")) for cell in row.iter(qn("w:tc"))] for row in tables[0].iter(qn("w:tr"))
    ]
    assert right == [[False, True, False, False]] * 2
    looks = [table.find(f".//{qn('w:tblLook')}").get(qn("w:firstColumn")) for table in tables]
    assert looks == ["1", "1"]
    [anchor] = {link.get(qn("w:anchor")) for link in tables[0].iter(qn("w:hyperlink"))}
    assert anchor in [mark.get(qn("w:name")) for mark in tables[1].iter(qn("w:bookmarkStart"))]


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminance, as WCAG works it out."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_chip_is_symbol_word_and_a_ground_that_it_can_be_read_on(made: Callable[..., bytes]) -> None:
    """Every rating has its symbol and word in a style of its own, whose colours differ by 4.5 to 1."""
    content = made(first=bullets(rating(rag) for rag in RATING))
    document = opened(content)
    runs = [
        (run.text, run.style) for it in document.paragraphs for run in it.runs if run.style.name.startswith("Rated")
    ]
    assert [text for text, _ in runs] == [
        f"{chip.symbol}\xa0{rag.replace(' ', chr(160))}" for rag, chip in RATING.items()
    ]
    for _, style in runs:
        ground = style.element.find(f".//{qn('w:shd')}").get(qn("w:fill"))
        assert contrast(ground, str(style.font.color.rgb)) >= 4.5


def test_text_lists_terms_and_folds(made: Callable[..., bytes]) -> None:
    """Lists are Word's own and begin at 1 each, a term stands with its words, what is folded stands open."""
    text = Markup(
        "<p>One <strong>two</strong> <em>three</em>\n four</p><ol><li>a<ul><li>b</li></ul></li></ol><ol><li>c</li></ol>"
        "<blockquote><p>said</p></blockquote><pre>1 2</pre>"
    )
    content = made(first=text + terms([("Owner", "Jo")]) + folded("Definitions", paragraph("In time: 7 days.")))
    document = opened(content)
    assert faults(content) == []
    by_words = {it.text: it for it in document.paragraphs}
    assert [(run.text, run.bold, run.italic) for run in by_words["One two three four"].runs] == [
        ("One ", None, None), ("two", True, None), (" ", None, None), ("three", None, True), (" four", None, None),
    ]  # fmt: skip
    styles = {text: it.style.name for text, it in by_words.items() if it.style}
    assert (styles["a"], styles["b"], styles["c"], styles["said"]) == (
        "List Number",
        "List Bullet 2",
        "List Number",
        "Quote",
    )
    lists = [by_words[text]._p.find(f".//{qn('w:numId')}") for text in "ac"]  # noqa: SLF001 - what Word numbers by
    assert len({one.get(qn("w:val")) for one in lists if one is not None}) == 2
    assert "Owner: Jo" in by_words
    assert (2, "Definitions") in headings(document)


def test_cells_that_span_are_told_in_each_column(made: Callable[..., bytes]) -> None:
    """Nothing is merged: a heading over two columns stands over each, and a cell of two rows in both."""
    content = made(
        first=Markup(
            "<table><caption>Own</caption><tr><th>Area</th><th colspan=2>2016</th></tr><tr><td rowspan=2>Kent</td>"
            "<td>1</td><td>2</td></tr><tr><td>3</td><td></td></tr></table>"
        )
    )
    assert faults(content) == []
    [found] = opened(content).tables
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["Area", "2016", "2016"], ["Kent", "1", "2"], ["Kent", "3", ""],
    ]  # fmt: skip


def test_a_table_that_word_cannot_hold_is_said(made: Callable[..., bytes]) -> None:
    """64 columns are more than a table of Word has: a sentence says where it is."""
    cells = Markup("<th>x</th>") * 64
    content = made(first=Markup("<table><caption>Wide</caption><tr>{}</tr></table>").format(cells))
    assert faults(content) == []
    assert "Wide: 64 columns, more than a table of Word holds; pack.html has it." in lines(content)


def test_pictures_and_charts_have_their_words(made: Callable[..., bytes]) -> None:
    """An image keeps its words; a chart that no browser draws is told in its own, and the first sheet says so."""
    picture = Markup('<p>x</p><img src="data:image/png;base64,{}" alt="A map of Kent">').format(PIXEL)
    trend = Markup('<p>Visits <svg class="tl" aria-hidden="true"></svg><span class="sr">rose from 71 to 76</span></p>')
    content = made(first=framed(CHART, "Rose to 80", "Visits, Kent") + picture + trend)
    assert faults(content) == []
    shapes: Any = opened(content).element.body.iter(qn("wp:docPr"))
    assert [shape.get("descr") for shape in shapes] == ["A map of Kent"]
    said = lines(content)
    assert "Rose to 80. Line chart. January 76.5, March 80." in said
    assert "The charts of this copy could not be drawn: each is told in words where it would stand." in said
    assert "Visits rose from 71 to 76" in said


@pytest.mark.browser
def test_a_chart_is_a_picture_where_there_is_a_browser(pack: Pack, chromium: str, tmp_path: Path) -> None:
    """The browser draws it at twice its size, with its words as alternative text; nothing is left in the folder."""
    assert chromium
    body = Body("First", "", "", f"<h1>First</h1>{framed(CHART, 'Rose to 80', 'Visits')}", None, "", landscape=False)
    html = whole_page(Cover(pack.head, (Leaf("first", "First", "", "", "first.html"),)), {"first": body})
    content = pack_docx(pack, html, tmp_path)
    assert faults(content) == []
    document = opened(content)
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Rose to 80. Line chart. January 76.5, March 80."  # noqa: SLF001
    [image] = [part for part in document.part.package.iter_parts() if str(part.partname).endswith(".png")]
    assert (image.image.px_width, image.image.px_height) == (80, 40)
    assert "could not be drawn" not in " ".join(lines(content))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("payload", HARMLESS)
def test_whatever_a_page_may_hold_can_be_said(made: Callable[..., bytes], payload: str) -> None:
    """What a section may show, however odd, makes a document; it may lack the headings that its page lacks."""
    content = made(first=Markup(payload))  # noqa: S704 - as it has passed what a page may hold
    assert [it for it in faults(content) if "head" not in it] == []
