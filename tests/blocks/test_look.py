"""The pages' style, kept to one block for where notebooks are worked in; how it looks is tested in a browser."""

import re

import pytest
from markupsafe import Markup

from scorecard_kit.blocks.html import Block
from scorecard_kit.blocks.look import notebook_style, out_of_notebook, page_style

HTML = Markup('<section><h2>Reviews</h2>\n<p>39 of 52 &lt;in time&gt;.</p></section>\n<div class="scroll">…</div>')


def test_a_block_brings_its_style_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """In JupyterLab a block stands in its style; in a section that is rendered it is the page's, and stays bare."""
    shown, _ = Block(HTML)._repr_mimebundle_()
    assert shown["text/html"] == f'<div class="scorecard-kit"><style>{notebook_style()}</style>{HTML}</div>'
    monkeypatch.setattr("scorecard_kit.blocks.html.is_noting", lambda: True)
    shown, _ = Block(HTML)._repr_mimebundle_()
    assert shown["text/html"] == HTML


@pytest.mark.parametrize("style", ["", "p { color: red; }", notebook_style()], ids=["none", "older", "this"])
def test_the_wrapping_comes_off(style: str) -> None:
    """Whichever version has put it on, what is left is the block, with every <div> of its own."""
    assert out_of_notebook(f'<div class="scorecard-kit"><style>{style}</style>{HTML}</div>') == HTML


@pytest.mark.parametrize(
    "html",
    [
        str(HTML),
        "",
        '<div class="scorecard-kit"><p>a</p></div>',
        '<div class="scorecard-kit"><style>p {}</style><p>a</p></div><p>b</p>',
        '<p>b</p><div class="scorecard-kit"><style>p {}</style><p>a</p></div>',
        "<style>p {}</style><p>a</p>",
    ],
)
def test_what_is_no_wrapping_stays(html: str) -> None:
    """Other HTML of a notebook is held against what a page may hold as it is."""
    assert out_of_notebook(html) == html


def test_the_style_reaches_nothing_outside() -> None:
    """All of it stands within one rule for the kit's own blocks; it fetches nothing, and nothing is left for paper."""
    style, inner = notebook_style(), notebook_style()[:-1]
    assert style.startswith(".scorecard-kit:not(#_) {")
    assert min(inner[:place].count("{") - inner[:place].count("}") for place in range(30, len(style))) == 1
    assert not re.search(r"url\(|@import|@page|print|<|:root|\bhtml\b|\bvw\b", style)
    assert len(style) < 19_000


def test_the_style_is_that_of_the_page() -> None:
    """Every rule of the page for chips, tables and charts stands in it, word for word but for spaces."""
    squeezed = re.sub(r"[\s;]|!important", "", notebook_style())
    rules = re.findall(r"^(?:\.|th|td|table|caption|h\d).*\}$", page_style(), re.MULTILINE)
    rules = [rule for rule in rules if "vw" not in rule and not rule.startswith((".turn", ".skip"))]
    assert len(rules) > 50
    assert [rule for rule in rules if re.sub(r"[\s;]", "", rule) not in squeezed] == []
