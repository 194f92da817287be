"""Executed cells to HTML: every kind of output is rendered, or refused with its cell; abbreviations at first use."""

import re
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from nbformat import NotebookNode

from scorecard_kit.blocks.look import in_notebook
from scorecard_kit.publish.section import ExportError, ReadSection, checked, spell_out

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
GLOSSARY = {"CIC": "children in care", "UASC": "unaccompanied asylum-seeking children", "C&F": "child and family",
            "Ave": "average", "mths": "months", "S47": "Section 47", "CP": "child protection"}  # fmt: skip


def node(kind: str, **fields: Any) -> NotebookNode:  # noqa: ANN401 - fields of any plain kind
    """Give an output."""
    return nbformat.from_dict({"output_type": kind, **fields})  # type: ignore[no-untyped-call, no-any-return]


def data(metadata: dict[str, Any] | None = None, **kinds: Any) -> NotebookNode:  # noqa: ANN401 - as above
    """Give a display; underscores in the kind stand for the slash."""
    named = {kind.replace("__", "+").replace("_", "/", 1): content for kind, content in kinds.items()}
    return node("display_data", data=named, metadata=metadata or {})


OPENING = data(
    {"scorecard": {"title": "Title", "answer": "Answer.", "rag": "", "wide": False, "glossary": GLOSSARY}},
    text_html="<h1>Title</h1>",
)


def notebook(*outputs: NotebookNode, tags: tuple[str, ...] = (), opening: bool = True) -> NotebookNode:
    """Give an executed notebook: an opening, then a cell with the outputs."""
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": [OPENING] if opening else []},
             {"cell_type": "code", "source": "secret = 1", "metadata": {"tags": list(tags)},
              "outputs": list(outputs)}]  # fmt: skip
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})  # type: ignore[no-untyped-call, no-any-return]


def read(source: NotebookNode) -> tuple[NotebookNode, dict[str, Any]]:
    """Read an executed notebook: each cell's HTML, and what the page should know."""
    return ReadSection().preprocess(source, {})  # type: ignore[no-untyped-call]


def rendered(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> str:
    """Give the HTML of the cell with the outputs."""
    done, _ = read(notebook(*outputs, tags=tags))
    return str(done.cells[1].metadata["scorecard_html"])


@pytest.mark.parametrize("kind", ["display_data", "execute_result"])
def test_html_is_rendered(kind: str) -> None:
    """What a cell displays and what its last line gives are rendered alike."""
    assert rendered(node(kind, data={"text/html": "<p>shown</p>"}, metadata={})) == "<p>shown</p>"


def test_the_style_that_a_notebook_brings_along_stays_behind() -> None:
    """Run in JupyterLab, a section has the page that it has in a batch: with its index part, and held to the same."""
    wrapped = str(in_notebook(Markup("<p>shown</p>")))
    done, resources = read(notebook(data({"scorecard": {"index": True}}, text_html=wrapped)))
    assert (done.cells[1].metadata["scorecard_html"], resources["section"]["index"]) == ("<p>shown</p>",) * 2
    with pytest.raises(ExportError, match="cell 2: the output holds"):
        rendered(data(text_html=wrapped.replace("shown", "<script>1</script>")))


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (data(text_plain="1 < 2"), '<pre class="output">1 &lt; 2</pre>'),
        (node("stream", name="stdout", text="<b>1</b>\n"), '<pre class="output">&lt;b&gt;1&lt;/b&gt;\n</pre>'),
        (node("stream", name="stderr", text="a warning"), ""),
        (data(text_markdown="*one*"), "<p><em>one</em></p>\n"),
        (data(text_html="<p>a</p>", text_plain="b", image_png=PIXEL), "<p>a</p>"),
        (data(text_csv="a\n1\n", text_html="<p>a</p>"), "<p>a</p>"),
    ],
)
def test_what_is_rendered(output: NotebookNode, expected: str) -> None:
    """Text is escaped, Markdown made harmless, the richest kind chosen; what goes to stderr stays in the record."""
    assert rendered(output) == expected


def printed(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> tuple[tuple[int, str], ...]:
    """Give the plain text that would stand on the page, by cell."""
    _, resources = read(notebook(*outputs, tags=tags))
    found: tuple[tuple[int, str], ...] = resources["section"]["printed"]
    return found


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (node("stream", name="stdout", text="note  to\nself"), ["note to self"]),
        (node("execute_result", data={"text/plain": "{'draft': True}"}, metadata={}), ["{'draft': True}"]),
        (data(text_plain="<Figure 1>", text_csv="a\n1\n"), ["<Figure 1>"]),
        (node("stream", name="stdout", text=" \n"), []),
        (node("stream", name="stderr", text="a warning"), []),
        (data(text_html="<p>a</p>", text_plain="a"), []),
    ],
)
def test_plain_text_on_a_page_is_noticed(output: NotebookNode, words: list[str]) -> None:
    """A print, or what a cell ends with, is told with its first words; what the record alone has is not."""
    assert printed(output) == tuple((2, word) for word in words)
    assert printed(output, tags=("not-on-page",)) == ()


def test_a_page_is_not_made_of_print() -> None:
    """Twenty thousand characters of plain text are the most, whichever outputs of a section they come from."""
    half = node("stream", name="stdout", text="x" * 10_000)
    assert len(printed(half, half)) == 1
    reason = "cell 2: it puts more plain text than the 20,000 characters that a page may hold; take the print out"
    with pytest.raises(ExportError, match=f"^{reason}"):
        printed(half, half, data(text_plain="1"))
    assert printed(half, half, half, tags=("not-on-page",)) == ()


def test_a_page_that_nobody_would_open_is_refused() -> None:
    """Five megabytes of HTML are the most that a section may have."""
    with pytest.raises(ExportError, match=r"^cell 2: with it the page is larger than 5 MB; show less on it$"):
        rendered(*[data(text_html=f"<p>{'x' * 900_000}</p>")] * 6)


def test_what_steers_a_reader_does_not_reach_the_page() -> None:
    """Controls and what turns the writing are neutralised in text, in HTML and in references of HTML alike."""
    outputs = node("stream", name="stdout", text="a\x1b[2J"), data(text_html="<p>b\u202ec&#x202e;d</p>")
    assert rendered(*outputs) == '<pre class="output">a\ufffd[2J</pre>\n<p>bcd</p>'


@pytest.mark.parametrize("kind", ["png", "jpeg"])
@pytest.mark.parametrize("at", ["output", "kind"])
def test_a_picture_with_a_text_alternative(kind: str, at: str) -> None:
    """A picture stands in the page itself, with the alternative given for it or for its kind."""
    metadata = {"alt": '"A" & b'} if at == "output" else {f"image/{kind}": {"alt": '"A" & b'}}
    image = BeautifulSoup(rendered(data(metadata, **{f"image_{kind}": f"{PIXEL}\n"})), "html.parser").select("img")[0]
    assert (image["src"], image["alt"]) == (f"data:image/{kind};base64,{PIXEL}", '"A" & b')


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (data(image_png=PIXEL), "an image has no text alternative"),
        (data({"alt": ""}, image_png=PIXEL), "an image has no text alternative"),
        (node("error", ename="ValueError", evalue="not in yet", traceback=[]), "ValueError: not in yet"),
        (node("display_data", data={"application/vnd.jupyter.widget-view+json": {}, "text/plain": "w"}, metadata={}),
         "the output is interactive"),
        (data(application_javascript="alert(1)"), "the output is interactive"),
        (data(text_latex="$x$", text_plain="x"), "an output of the kind text/latex cannot be shown"),
        (data(application_json={"a": 1}, text_plain="x"), "an output of the kind application/json cannot be shown"),
        (data(application_pdf="x"), "an output of the kind application/pdf cannot be shown"),
        (data(image_svg__xml="<svg></svg>"), "an output of the kind image/svg.xml cannot be shown"),
        (data(text_html="<table><tr><td>1</td></tr></table>"), "the output holds a table without a caption"),
        (data(text_html="<table><caption>a</caption></table><table></table>"),
         "the output holds a table without a caption"),
    ],
)  # fmt: skip
def test_what_is_refused(output: NotebookNode, reason: str) -> None:
    """An output that no page can hold fails with its cell's number, and is never silently dropped."""
    with pytest.raises(ExportError, match=f"^cell 2: {reason}") as caught:
        rendered(output)
    assert [refusal.cell for refusal in caught.value.refusals] == [2]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<script>window.XSS_1 = 1</script>", "a <script> element"),
        ("<SCRIPT src=x></SCRIPT>", "a <script> element"),
        ("<p onclick='x'>a</p>", r"an event handler \(onclick\)"),
        ("<svg ONLOAD=x></svg>", r"an event handler \(onload\)"),
        ("<iframe srcdoc='x'></iframe>", "a <iframe> element"),
        ("<object data='x'></object>", "a <object> element"),
        ("<embed src='x'>", "a <embed> element"),
        ("<form action='x'></form>", "a <form> element"),
        ("<base href='x'>", "a <base> element"),
        ("<meta http-equiv='refresh'>", "a <meta> element"),
        ("<link rel='stylesheet' href='x'>", "a <link> element"),
        ("<style>a { background: url(x) }</style>", "a <style> element"),
        ("<img src='https://example.com/x.png' alt='a'>", r"an address that leaves the page \(src\)"),
        ("<img src='//example.com/x.png' alt='a'>", r"an address that leaves the page \(src\)"),
        ("<img src='x.png' srcset='https://example.com/x 2x' alt='a'>", "an address that leaves the page"),
        ("<svg><image href='https://example.com/x'/></svg>", "an address that leaves the page"),
        ("<svg><use xlink:href='https://example.com/x#y'/></svg>", "an address that leaves the page"),
        ("<a href='javascript:x'>a</a>", "an address that leaves the page"),
        ("<a href=' JaVaScRiPt:x'>a</a>", "an address that leaves the page"),
        ("<a href='java\nscript:x'>a</a>", "an address that leaves the page"),
        ("<a href='java&#9;script:x'>a</a>", "an address that leaves the page"),
        ("<a href='data:text/html,x'>a</a>", "an address that leaves the page"),
        ("<a xlink:href='javascript:x'>a</a>", "an address that leaves the page"),
        ("<button formaction='javascript:x'>a</button>", "a <button> element"),
        ("<video poster='https://example.com/x'></video>", "a <video> element"),
        ("<audio src='https://example.com/x'></audio>", "a <audio> element"),
        ("<table background='https://example.com/x'><caption>a</caption></table>", "an address that leaves the page"),
        ("<p style='background: url(https://example.com/x)'>a</p>", "a style that fetches something"),
        ("<p style='background: URL(https://example.com/x)'>a</p>", "a style that fetches something"),
        (r"<p style='background: \75rl(https://example.com/x)'>a</p>", "a style that fetches something"),
        ("<p style='background: image-set(\"https://example.com/x\" 1x)'>a</p>", "a style that fetches something"),
        ("<rect fill='url(https://example.com/x)'/>", "a style that fetches something"),
        ("<svg><set attributeName='href' to='javascript:x'/></svg>", "a <set> element"),
        ("<svg><animate attributeName='href' values='javascript:x'/></svg>", "a <animate> element"),
        ("<!-- a comment -->", "a comment"),
        ("<svg><title><b title='</title><img src=x onerror=x>'></title></svg>", "a comment, or markup in a title"),
        ("<!--><script>x</script>-->", "a <script> element"),
        ("<noscript><p title='</noscript><img src=x onerror=x>'>", "a <noscript> element"),
        ("<template><script>x</script></template>", "a <template> element"),
    ],
)  # fmt: skip
def test_what_no_page_may_hold(html: str, reason: str) -> None:
    """A script, a handler, a frame, anything remote or a style that fetches is refused with what it is."""
    with pytest.raises(ExportError, match=f"^cell 7: the output holds {reason}"):
        checked(html, 7)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.com/report">a</a>',
        '<a href="mailto:a@b.example">a</a>',
        '<a href="#row-visits">a</a>',
        f'<img src="data:image/png;base64,{PIXEL}" alt="a">',
        '<svg><use xlink:href="#m1" style="fill: var(--ink, #000)"/><g clip-path="url(#p1)"></g></svg>',
        "<table><caption>a</caption></table><table>\n<caption>b</caption></table>",
        "<p>An onclick=x and javascript: in words &lt;script&gt;.</p>",
    ],
)
def test_what_a_page_may_hold(html: str) -> None:
    """Links that a reader follows, pictures within the page, a chart's own references, words about scripts."""
    assert checked(html, 1) == html


def test_a_cell_for_the_analyst_alone() -> None:
    """A cell that is marked so leaves nothing on the page, not even what would be refused."""
    assert rendered(data(text_html="<script>1</script>"), data(text_plain="x"), tags=("not-on-page",)) == ""


def test_code_is_never_on_a_page() -> None:
    """A cell's own text is the notebook's."""
    assert "secret" not in rendered(data(text_html="<p>x</p>"))


def test_markdown_cells_are_rendered() -> None:
    """A text cell stands on the page, harmless."""
    source = notebook()
    source.cells[1] = nbformat.from_dict(  # type: ignore[no-untyped-call]
        {"cell_type": "markdown", "metadata": {}, "source": "Some *text*<script>window.XSS_1 = 1</script>"}
    )
    done, _ = read(source)
    assert done.cells[1].metadata["scorecard_html"] == "<p>Some <em>text</em></p>\n"


def test_what_the_page_should_know() -> None:
    """Title, answer and glossary come from the opening, the figures from the one output that has CSV."""
    _, resources = read(notebook(data(text_csv="a\n1\n", text_html="<p>a</p>")))
    section = resources["section"]
    assert (section["title"], section["answer"], section["csv"]) == ("Title", "Answer.", "a\n1\n")


def test_what_the_index_repeats() -> None:
    """Blocks that are marked so are kept for the index, in their order."""
    marked = [data({"scorecard": {"index": True}}, text_html=f"<p>{word}</p>") for word in ("one", "two")]
    _, resources = read(notebook(*marked))
    assert resources["section"]["index"] == "<p>one</p>\n<p>two</p>"


def test_a_notebook_without_an_opening() -> None:
    """A page needs its title and answer, and the message names what displays them."""
    with pytest.raises(ExportError, match="no cell displays an opening"):
        read(notebook(opening=False))


def test_two_data_files_in_one_section() -> None:
    """A section has one data file; a second is refused instead of being lost."""
    csv = data(text_csv="a\n1\n", text_html="<p>a</p>")
    with pytest.raises(ExportError, match="it holds another data file, and a section has one"):
        read(notebook(csv, csv))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>CIC and CIC</p>", "<p>CIC (children in care) and CIC</p>"),
        ("<p>UASCs</p>", "<p>UASCs (unaccompanied asylum-seeking children)</p>"),
        ("<p>CIC's and CIC’s</p>", "<p>CIC's (children in care) and CIC’s</p>"),  # noqa: RUF001 - typographic
        ("<p>children in care (CIC), CIC</p>", "<p>children in care (CIC), CIC</p>"),
        ("<p>Children in care (CIC)</p>", "<p>Children in care (CIC)</p>"),
        ("<p>Ave. no of days</p>", "<p>Ave. (average) no of days</p>"),
        ("<p>18 mths.</p>", "<p>18 mths. (months)</p>"),
        ("<p>about CIC.</p>", "<p>about CIC (children in care).</p>"),
        ("<p>CICX XCIC CIC2</p>", "<p>CICX XCIC CIC2</p>"),
        ("<p>C&amp;F</p>", "<p>C&amp;F (child and family)</p>"),
        ("<p>S47 CP</p>", "<p>S47 (Section 47) CP (child protection)</p>"),
        ("<svg><text>CIC</text></svg><p>CIC</p>", "<svg><text>CIC</text></svg><p>CIC (children in care)</p>"),
        ("<code>CIC</code><pre>CIC</pre> CIC", "<code>CIC</code><pre>CIC</pre> CIC (children in care)"),
        ('<p title="CIC">CIC</p>', '<p title="CIC">CIC (children in care)</p>'),
        ("<p>cic</p>", "<p>cic</p>"),
    ],
)
def test_an_abbreviation_is_spelled_out_at_its_first_use(html: str, expected: str) -> None:
    """Once, in running text only, unless the text has just spelled it out; a truncated word keeps its full stop."""
    spelled = re.sub(r'<span class="nb">(.*?)</span>', r"\1", spell_out(html, GLOSSARY, set()))  # kept from breaking
    assert spelled == expected


def test_first_use_is_counted_over_the_page() -> None:
    """What an earlier cell spelled out is not spelled out again."""
    source = notebook(data(text_html="<p>CIC</p>"), data(text_html="<p>CIC and CP</p>"))
    done, _ = read(source)
    assert done.cells[1].metadata["scorecard_html"] == (
        "<p>CIC (children in care)</p>\n<p>CIC and CP (child protection)</p>"
    )


def test_a_hostile_glossary() -> None:
    """Markup in a term or its words is text."""
    assert spell_out("<p>CIC</p>", {"CIC": "<script>x</script>"}, set()) == (
        "<p>CIC (&lt;script&gt;x&lt;/script&gt;)</p>"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        "<\u200bscript>window.x = 1<\u200b/script>",
        "<&#8203;p><a href='java&shy;script:x'>a</a>",
        "<p><a href='java\u200bscript:x'>a</a></p>",
        "<p style='background: url\u2060(https://example.com/a.png)'>a</p>",
        "<p style='background: url&#x200B;(https://example.com/a.png)'>a</p>",
    ],
)
def test_what_nobody_sees_hides_nothing_from_the_check(hidden: str) -> None:
    """A tag or an address that comes of it when it is taken out is refused, or stands as text."""
    source = notebook(data({"scorecard": {"index": True}}, text_html=hidden))
    try:
        done, resources = read(source)
    except ExportError:
        return
    shown = BeautifulSoup(done.cells[1].metadata["scorecard_html"] + resources["section"]["index"], "html.parser")
    assert shown.find_all(["script", "a"]) == []


def test_drawings_of_several_cells_do_not_draw_one_another() -> None:
    """They share the page, and so their ids: what each may hold alone is refused where together it draws for ever."""
    parts = [
        f"<svg><g id='part-{at}'><use href='#part-{at - 1}'/><use href='#part-{at - 1}'/></g></svg>" for at in (1, 2)
    ]
    assert [rendered(data(text_html=part)).count("<use") for part in parts] == [2, 2]
    source = notebook(data(text_html=parts[0]))
    source.cells.append(notebook(data(text_html=parts[1])).cells[1])
    with pytest.raises(ExportError, match=r"^cell 3: the outputs hold a drawing that repeats itself, which no page"):
        read(source)


def test_no_abbreviation_is_spelled_out_within_a_tag() -> None:
    """A sign in a value, whose quotes the words would end, is no end of its tag."""
    html = "<p title=\"1 > 0: CP <img src=x onerror='x'>\">a < b</p>"
    assert spell_out(html, {"CP": "child-protection"}, set()) == html


def test_a_text_that_nobody_would_read_is_refused() -> None:
    """The text of a cell is bounded as its print is, since its markup takes time."""
    with pytest.raises(ExportError, match=r"^cell 2: it holds more text than the 20,000 characters that a page"):
        read(notebook(data(text_markdown="[" * 20_001)))
