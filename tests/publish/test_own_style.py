"""The style sheet of a page has the rules that may apply to it, and no other."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

import scorecard_kit
from scorecard_kit.blocks.look import page_style, short_style
from scorecard_kit.publish._own_style import with_own_style

SHEET = (
    "p { a: 1 } .x, .y { a: 2 } .x p:not(.z) { a: 3 } :is(.y, .x) td { a: 4 } .x:has(> .y, + td) { a: 5 } "
    "@media print { @page { margin: 1mm } .y { a: 6 } } @media (min-width: 9rem) { .x::before { a: 7 } }"
)


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<p>a</p>", [1]),
        ('<p class="b x">a</p>', [1, 2, 3, 7]),
        ('<div class="x"><i class="y"></i></div>', [2, 5, 6, 7]),
        ('<table class="y"><td></td></table>', [2, 4, 6]),
        ("<hr>", []),
    ],
)
def test_a_rule_stays_where_the_page_has_all_that_it_names(body: str, kept: list[int]) -> None:
    """Of each list of choices one is enough; what a rule excludes need not be there; sheets of paper keep theirs."""
    style = with_own_style(f"<style>{SHEET}</style>{body}").partition("</style>")[0]
    assert [int(number) for number in re.findall(r"a: (\d)", style)] == kept
    assert "@page" in style


def test_of_a_list_only_the_selectors_that_may_apply_stay() -> None:
    """A page with one of two classes is not told of the other; one without a style sheet is as it was."""
    assert with_own_style(f'<style>{SHEET}</style><b class="y">').count(".x") == 0
    assert with_own_style("<b>") == "<b>"


def test_no_rule_that_applies_is_lost() -> None:
    """Whatever selector another parser finds an element for, in a page of many kinds of block, is kept."""
    root = Path(__file__).parents[1] / "goldens"
    body = "".join(path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.html"))[:6])
    page = f"<style>{short_style()}</style><main>{body}</main>"
    style, tree = with_own_style(page).partition("</style>")[0], LexborHTMLParser(page)
    selectors = {it for it in re.findall(r"(?<=[{}])([.\w][\w. >+-]*)(?=\{)", short_style()) if "@" not in it}
    applying = {it for it in selectors if tree.css_first(it)}
    assert len(applying) > 20
    assert {it for it in applying if f"{it}{{" not in style} == set()


def test_every_class_of_the_style_sheet_is_one_that_something_has() -> None:
    """No rule is kept for a block that there no longer is."""
    sources = Path(scorecard_kit.__file__).parent
    written = " ".join(it.read_text(encoding="utf-8") for kind in ("py", "j2") for it in sources.rglob(f"*.{kind}"))
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/|\d*\.\d+\w*", "", page_style())))
    made = {f"n{place}" for place in range(2, 18)} | {"not-rated"}  # of a column's place, and of a rating's words
    assert {name for name in classes - made if not re.search(rf"(?<![\w.-]){name}(?![\w-])", written)} == set()
