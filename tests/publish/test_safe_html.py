"""HTML that a notebook's author, or a name in the data, has put into an output: what runs, loads or covers is refused.

The payloads are opened in a browser as well, see tests/browser/test_payloads.py.
"""

from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.blocks.html import markdown_html
from scorecard_kit.publish.safe_html import UnsafeError, check
from scorecard_kit.text.harmless import error_words
from tests.payloads import HARMLESS, PAYLOADS


def refusal(html: str) -> str:
    """Why the HTML is refused; blank where it is not."""
    try:
        check(html)
    except UnsafeError as found:
        return str(found)
    return ""


@pytest.mark.parametrize("html", PAYLOADS)
def test_a_payload_is_refused(html: str) -> None:
    """Whatever runs, loads, covers, takes the page's own place or ends it is refused, however it is written."""
    assert refusal(html) != ""


@pytest.mark.parametrize("html", HARMLESS)
def test_what_harms_nobody_is_not_refused(html: str) -> None:
    """Tables as pandas writes them with a caption, charts as matplotlib draws them, links, quotes and signs in text."""
    assert refusal(html) == ""


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<img src=x onerror='a' ", "a tag that is never closed with >"),
        ("<p>a</main><p>b</p>", "an end of <main> where no such element was opened last"),
        ("<ul><li>one<li>two</ul>", "an end of <ul> where no such element was opened last"),
        ("<p>one", "a <p> element that is not closed where it was opened"),
        ("<p>a<div>b</div></p>", "an element that a browser would move elsewhere"),
        ("<p id='main'>a</p>", r"an id that is the page's own \(main\)"),
        ("<p contenteditable>a</p>", r"an attribute that is not among those allowed \(contenteditable\)"),
        ("<p style='Position : fixed'>a</p>", r"a style that is not among those allowed \(position\)"),
        ("<a href='//host/share'>a</a>", r"an address that leaves the page \(href\)"),
        ("<p class='a' class='b'>a</p>", r"an attribute that stands twice in one element \(class\)"),
        ("<b>" * 101 + "</b>" * 101, "elements that are nested over 100 deep"),
    ],
)
def test_the_reason_is_told(html: str, reason: str) -> None:
    """An author reads what of the output is refused."""
    with pytest.raises(UnsafeError, match=f"^{reason}"):
        check(html)


TAGS = st.sampled_from("p b i div table caption tr td th tbody ul li svg g title a h2 details summary".split())
PARTS = st.one_of(
    st.builds("<{}>".format, TAGS),
    st.builds("</{}>".format, TAGS),
    st.builds("<{}/>".format, TAGS),
    st.sampled_from(["a", "<", ">", "&lt;", "<!--", '"', "'", "=", " ", "<p x='", '<p x="', "<img src=x", "<script"]),
)


@given(st.lists(PARTS, max_size=12).map("".join))
def test_what_is_accepted_stays_where_it_is(html: str) -> None:
    """Whatever tags are put together: what is accepted ends nothing of what stands around it."""
    if not refusal(html):
        assert refusal(f"<div>{html}</div>") in {
            "",
            "an element that a browser would move elsewhere than where it was opened",
        }
        assert refusal(f"{html}<p>after</p>") == ""


@pytest.mark.parametrize(
    "address", ["//host/share", r"\\host\share", "/etc/passwd", r"/\host", "file:///C:/x", "\t//host"]
)
def test_a_link_in_a_text_leads_to_no_other_machines_folder(address: str) -> None:
    """Such an address in a commentary is left out; the words stay."""
    html = str(markdown_html(f"[words]({address})"))
    assert "href" not in html or "%5C" in html
    assert "words" in html


def test_links_of_a_text_to_the_web_and_within_the_pack_stay() -> None:
    """A link that a reader may follow is kept."""
    assert 'href="https://example.com/a"' in markdown_html("[a](https://example.com/a)")
    assert 'href="scorecard-kent.html"' in markdown_html("[a](scorecard-kent.html)")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p title='a > b'>c</p>", '<p title="a &gt; b">c</p>'),
        ("<p CLASS=a>c</p>", '<p class="a">c</p>'),
        ("<svg ><path id = 'a' d=M0 /></svg>", '<svg ><path id="a" d="M0" /></svg>'),
        ("<p title=\"<img src=x onerror='a'>\">c</p>", '<p title="&lt;img src=x onerror=&#39;a&#39;&gt;">c</p>'),
        ('<p\n  class="a" title="b &amp; c">it\'s</p>', '<p\n  class="a" title="b &amp; c">it\'s</p>'),
    ],
)
def test_a_tag_is_written_as_it_was_understood(written: str, expected: str) -> None:
    """What stands on the page has its values in double quotes, with no sign in them that looks like a tag."""
    assert check(written) == expected


LONG = 200_000


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (check, "<title a"),
        (check, "<p style='url("),
        (check, "<svg><path id='a' d='M0 0'/><use href='#a'/></svg>"),
        (error_words, "://a:"),
        (error_words, "x-"),
        (error_words, "password='"),
    ],
)
def test_a_long_output_is_looked_through_at_once(asked: Callable[[str], str], text: str) -> None:
    """What is said again and again is looked at once, whatever it is: a page or a message is not waited for."""
    begun = process_time()
    with suppress(UnsafeError):
        asked(text * (LONG // len(text)))
    assert process_time() - begun < 2  # seconds; each start that looks to the end takes minutes
