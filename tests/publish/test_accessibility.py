"""What keeps people from reading a page is found where it stands, and nothing is found in what keeps nobody out."""

import pytest

from scorecard_kit.blocks.html import Column, Line, numbers, rating, section, table
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.publish.accessibility import barriers, of_whole_page

TITLE = "<h1>Visits</h1>"
FAULTS = [
    ("<h1>Reviews</h1>", 'a second <h1> stands on the page: "Reviews"'),
    ("<h3>Areas</h3>", '<h3> follows <h1>: "Areas"'),
    ("<h2> <i aria-hidden='true'>●</i></h2>", "a <h2> is blank"),
    ("<table><caption> </caption><tr><th scope='col'>a</th></tr></table>", "a table has no words in its caption"),
    ("<table><caption>Own</caption><tr><td>1</td></tr></table>", 'the table "Own" has no headers (<th>)'),
    ("<table><caption>Own</caption><tr><th>a</th></tr></table>", 'a header of the table "Own" has no scope'),
    ("<table><caption>Own</caption><tr><th scope='col'>a</th><th scope='col'></th></tr></table>",
     'a column of the table "Own" has a blank header'),
    ("<img src='data:image/png;base64,x' alt=' '>", "a picture has no text alternative"),
    ("<img src='data:image/png;base64,x' alt='chart 1.png'>", 'a picture says no more than "chart 1.png"'),
    ("<svg viewBox='0 0 1 1'><title>Up</title></svg>", "a drawing has no name"),
    ("<svg role='img' viewBox='0 0 1 1'><path d='M0 0'/></svg>", "a drawing has no name"),
    ("<p>See <a href='#main'>here</a>.</p>", 'a link says "here"'),
    ("<p><a href='#main'><i aria-hidden='true'>→</i></a></p>", "a link has no words"),
    ("<p><a href='https://example.org'>https://example.org</a></p>",
     'a link says its address alone: "https://example.org"'),
    ("<details><summary></summary>a</details>", "what is folded away has a blank <summary>"),
    ("<p id='a'>1</p><p id='a'>2</p>", 'the id "a" stands on the page twice'),
    ("<p aria-labelledby='gone'>1</p>", 'aria-labelledby names "gone", which is not on the page'),
    ("<p lang='english!'>1</p>", 'lang="english!" is no language'),
    ("<p style='color: #777; background-color: #fff'>pale</p>",
     '"pale" is #777 on #fff, which differ by 4.5 to 1 in light mode'),
    ("<p style='color: navy'>blue</p>", '"blue" is navy on the page, which differ by 1.1 to 1 in dark mode'),
    ("<div style='background: yellow'><p>bright</p></div>",
     '"bright" is the text of the page on yellow, which differ by 1.0 to 1 in dark mode'),
]  # fmt: skip


@pytest.mark.parametrize(("html", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_a_planted_fault_is_found_in_its_cell(html: str, said: str) -> None:
    """Each is told alone, with its cell and a mend; on the whole page without the cell."""
    [found] = barriers([TITLE, "<p>Sound.</p>", html])
    assert (found.cell, found.what) == (3, said)
    assert found.mend.endswith((".", "address)."))
    page = f'<html lang="en-GB"><title>x</title><main id="main">{TITLE}{html}</main></html>'
    assert [each.what for each in of_whole_page(page)] == [said]


@pytest.mark.parametrize(
    "html",
    [
        table("Own", [Column("Area"), *numbers("Result")], [("", [Line(["Kent", rating(Rag.RED)])])]),
        section("Areas", "Text") + section("Services", "Text"),
        "<svg aria-hidden='true'><path d='M0 0'/></svg><svg role='img'><title>Rose</title></svg>",
        "<p style='color: #595959; background: #fff'>dark enough</p><p style='color: var(--quiet)'>the page's own</p>",
        "<p><a href='#main' aria-label='The page of visits'>more</a> <a href='#main'>Read the visits' page</a></p>",
        "<table><caption>a</caption><tr><th scope='col'></th><th scope='col'>b</th></tr></table>",
        "<p lang='cy'>Croeso</p>",
    ],
)
def test_what_keeps_nobody_out_is_not_named(html: str) -> None:
    """The kit's own blocks, words for what is linked, a blank corner of a table, colours that can be told apart."""
    assert (
        barriers([TITLE, html.replace("href='#main' aria-label='The page of visits'>more", "href='#main'>Visits")])
        == []
    )


def test_a_page_has_a_title_and_a_language() -> None:
    """A page without either, or without a heading of its own, is named for it."""
    assert [each.what for each in of_whole_page("<main><p>1</p></main>")] == [
        "the page has no <h1>", "the page has no <title>", "the page does not say its language",
    ]  # fmt: skip


def test_the_least_contrast_is_four_and_a_half() -> None:
    """#767676 on white differs by 4.54 to 1 and passes, #777777 by 4.48 and does not (both from WCAG's own formula)."""
    passes, fails = (f"<p style='color: {ink}; background: #ffffff'>x</p>" for ink in ("#767676", "#777777"))
    assert barriers([TITLE, passes]) == []
    assert len(barriers([TITLE, fails])) == 1
