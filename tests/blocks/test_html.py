"""The blocks of a page: escaped, with scoped headers, and the same figures as CSV that no spreadsheet runs."""

import csv
import io
from collections.abc import Callable
from fractions import Fraction

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag
from markupsafe import Markup

from scorecard_kit.blocks.html import (
    Block,
    Column,
    Line,
    bullets,
    direction,
    folded,
    markdown_html,
    opening,
    paragraph,
    rating,
    section,
    slug,
    table,
    terms,
    to_csv,
    unbroken,
)
from scorecard_kit.blocks.look import in_notebook
from scorecard_kit.judge.indicators import Direction, Rag

HOSTILE = "<script>XSS_1=1</script><img src=x onerror=XSS_2=1>"
COLUMNS = [Column("Indicator"), Column("Result", number=True), Column("Rating")]
LINES = [Line(["First", "10.0%", rating(Rag.GREEN)], "row-first"), Line(["Second", "9.0%", rating(Rag.RED)])]
GLOSSARY = pd.DataFrame({"term": ["CIC"], "words": ["children in care"]})


def parsed(html: str) -> BeautifulSoup:
    """Read a piece of HTML."""
    return BeautifulSoup(html, "html.parser")


def one(html: str, selector: str) -> Tag:
    """Give the one element that a selector finds."""
    [found] = parsed(html).select(selector)
    return found


def csv_rows(text: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(text)))


def test_the_pieces_of_a_page(golden: Callable[..., None]) -> None:
    """Each piece that pages are made of, once with everything that it may have."""
    reason = rating(Rag.NOT_RATED, "no target was set")
    golden(
        opening=opening("CIC reviews", "Of 68 reviews 52 were in time.", glossary=GLOSSARY, rag="Red", wide=True),
        table=table("Results", COLUMNS, [("Care", LINES), ("", [Line(["Third", "c", reason])])], css="prose"),
        section=section("Notes", "Only text.", bullets(["One.", "", Markup("<em>Two.</em>")], "quiet"), css="notes"),
        terms=terms([("Owner", "Sam Example"), ("Nobody", "")], "owners"),
        folded=folded("Definitions", paragraph("Visits due.", "quiet"), opened=True),
        directions=section(
            "Directions",
            *(direction(way) for way in Direction),
            direction(Direction.SAME, within_rounding=True),
            direction(Direction.NOT_COMPARABLE, why="the definition changed"),
        ),
        markdown=markdown_html("# Commentary\n\nTwo *late* [visits](https://example.org).\n\n|A|B|\n|-|-|\n|1|2|"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("% of CIC: 3 or more", "of-cic-3-or-more"),
        ("North Kent", "north-kent"),
        ("--", ""),
        ("</caption><script>", "caption-script"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """Only letters, digits and hyphens are left, fit for an id."""
    assert slug(text) == expected


def test_a_table_has_caption_scopes_and_row_headers() -> None:
    """The caption is first and names the region; every header has its scope; the first cell of a row is its header."""
    html = table("Results", COLUMNS, [("Group one", LINES)])
    found = one(html, "table")
    assert [child.name for child in found.find_all(recursive=False)] == ["caption", "thead", "tbody"]
    assert [(head["scope"], head.get_text()) for head in found.select("th")] == [
        ("col", "Indicator"), ("col", "Result"), ("col", "Rating"),
        ("rowgroup", "Group one"), ("row", "First"), ("row", "Second"),
    ]  # fmt: skip
    region = one(html, "[role=region]")
    assert (region["tabindex"], region["aria-labelledby"]) == ("0", one(html, "caption")["id"])
    assert one(html, "caption").get_text() == "Results"


def test_numbers_are_told_to_the_style_sheet() -> None:
    """Columns of numbers are named by their place, counted from one."""
    assert one(table("Results", COLUMNS, [("", LINES)]), "table")["class"] == ["n2"]


def test_a_group_without_a_label_has_no_heading_row() -> None:
    """No row group header is made of nothing, and each group is a body of its own."""
    html = table("Results", COLUMNS, [("", LINES), ("Other", LINES[1:])])
    assert [len(body.select("tr")) for body in parsed(html).select("tbody")] == [2, 2]
    assert [head.get_text() for head in parsed(html).select("[scope=rowgroup]")] == ["Other"]


def test_a_row_can_be_linked_to() -> None:
    """An anchor is the row's id; a row without one has none."""
    assert [row.get("id") for row in parsed(table("Results", COLUMNS, [("", LINES)])).select("tbody tr")] == [
        "row-first",
        None,
    ]


@pytest.mark.parametrize(("count", "expected"), [(15, False), (16, True)])
def test_a_long_table_is_marked_for_print(count: int, expected: bool) -> None:
    """Over fifteen rows may run on to another sheet."""
    html = table("Results", COLUMNS, [("", LINES[1:] * count)])
    assert ("long" in (one(html, "[role=region]").get("class") or [])) is expected


def test_a_row_of_another_width_is_an_error() -> None:
    """A cell too few would put every figure under the wrong heading."""
    with pytest.raises(ValueError, match="a row has 2 cells under 3 headings"):
        table("Results", COLUMNS, [("", [Line(["First", "1"])])])


@pytest.mark.parametrize(
    "html",
    [
        table(HOSTILE, [Column(HOSTILE)], [(HOSTILE, [Line([HOSTILE])])]),
        opening(HOSTILE, HOSTILE, glossary=GLOSSARY, rag="Red").html,
        section(HOSTILE, HOSTILE),
        paragraph(HOSTILE),
        bullets([HOSTILE]),
        terms([(HOSTILE, HOSTILE)]),
        folded(HOSTILE, Markup("<p>in</p>")),
        rating(Rag.RED, HOSTILE),
        unbroken(HOSTILE),
        unbroken("a-b<script>c-d"),
        table("x", [Column("y")], [("", [Line(["z"], '"><script>')])]),
    ],
)
def test_everything_from_data_is_escaped(html: str) -> None:
    """Markup in a name, a reason or a note is read as text, wherever it stands."""
    assert parsed(html).select("script, img") == []
    assert "XSS_2=1>" in parsed(html).get_text() or "c-d" in html or "z" in html


def test_a_rating_has_word_symbol_and_reason() -> None:
    """The symbol is hidden from screen readers, since the word says it; four symbols differ."""
    chip = one(rating(Rag.NOT_RATED, "no target was set"), "b")
    assert chip.get_text() == "○ Not rated"
    assert one(str(chip), "i")["aria-hidden"] == "true"
    assert parsed(rating(Rag.NOT_RATED, "no target was set")).get_text() == "○ Not rated no target was set"
    assert len({one(rating(rag), "i").get_text() for rag in Rag}) == 4


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (Direction.IMPROVED, "↑\N{NO-BREAK SPACE}improved"),
        (Direction.WORSENED, "↓\N{NO-BREAK SPACE}worsened"),
        (Direction.SAME, "=\N{NO-BREAK SPACE}same"),
        (Direction.NOT_COMPARABLE, "not comparable"),
    ],
)
def test_a_direction_has_arrow_and_word(way: Direction, expected: str) -> None:
    """The arrow stands before its word and is hidden from screen readers; no arrow where nothing is compared."""
    assert parsed(direction(way)).get_text() == expected
    assert [mark["aria-hidden"] for mark in parsed(direction(way)).select("i")] == ["true"] * (len(expected) != 14)


def test_what_is_too_close_to_call_is_said() -> None:
    """A direction that rounding may have decided says so in words."""
    assert parsed(direction(Direction.IMPROVED, within_rounding=True)).get_text().endswith("improved too close to call")


def test_an_opening_tells_the_page_what_it_is() -> None:
    """Title and answer stand in the page, and in the metadata with rating, paper, glossary, indicator and action."""
    of_one = {"about": "reviews", "doing": "Call every carer."}
    block = opening("Reviews", "79.7% were in time.", glossary=GLOSSARY, rag="Red", wide=True, **of_one)
    assert one(block.html, "h1").get_text() == "Reviews ■ Red"
    assert one(block.html, "p.answer").get_text() == "79.7% were in time."
    data, metadata = block._repr_mimebundle_()
    assert data == {"text/html": in_notebook(block.html), "text/plain": "Block of a page"}
    assert metadata["scorecard"] == {
        "title": "Reviews", "answer": "79.7% were in time.", "rag": "Red", "wide": True,
        "glossary": {"CIC": "children in care"}, "about": "reviews", "doing": "Call every carer.",
    }  # fmt: skip


def test_a_block_carries_its_figures() -> None:
    """CSV goes along where there is any, and no metadata where there is none."""
    data, metadata = Block(Markup("<p>x</p>"), csv="a\n1\n")._repr_mimebundle_()
    assert (data["text/csv"], metadata) == ("a\n1\n", {})


def test_blank_parts_are_left_out() -> None:
    """A blank item, a pair without words, a list of nothing: none leaves a trace."""
    assert [one(bullets(["", "a", ""]), "li").get_text(), bullets(["", ""]), terms([("a", "")])] == ["a", "", ""]
    assert [part.name for part in one(section("Heading", "", "text"), "section").find_all(recursive=False)] == [
        "h2",
        "p",
    ]


def test_hyphenated_words_stay_whole() -> None:
    """Only the words with a hyphen are kept from breaking; the text stays the same."""
    html = unbroken("point of de-registration - in all")
    assert one(html, "span.nb").get_text() == "de-registration"
    assert parsed(html).get_text() == "point of de-registration - in all"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Fostering - Gross - In house", []),
        ("price at -£63.30 a week", ["-£63.30"]),
        ("a re-phasing of -1", ["re-phasing"]),
    ],
)
def test_a_dash_between_words_may_break_and_negative_pounds_may_not(text: str, whole: list[str]) -> None:
    """Text with dashes between its words still wraps; the sign stays with its pounds."""
    assert [span.get_text() for span in parsed(str(unbroken(text))).select("span.nb")] == whole


def test_csv_is_for_machines() -> None:
    """Numbers are unrounded, truths lower-case, what is missing blank, and text with a comma is quoted."""
    frame = pd.DataFrame(
        [[Fraction(1797 * 100, 2256), None, True, "a, b", 3], [Fraction(5, 2), "", False, "c", None]],
        columns=["value", "target", "within_rounding", "name", "count"],
        dtype=object,
    )
    head, first, second = csv_rows(to_csv(frame, list(frame.columns)))
    assert head == ["value", "target", "within_rounding", "name", "count"]
    assert (round(float(first[0]), 9), first[1:]) == (79.654255319, ["", "true", "a, b", "3"])
    assert second == ["2.5", "", "false", "c", ""]


def test_withheld_figures_are_c_in_csv() -> None:
    """A suppressed row hides its figures and nothing else; a withheld side hides its own, but for its rating."""
    columns = ["indicator", "numerator", "denominator", "value", "status", "rag"]
    rated = pd.DataFrame([["x", 3, 9, Fraction(1, 3), "suppressed", "Not rated"]], columns=columns, dtype=object)
    assert csv_rows(to_csv(rated, list(rated.columns)))[1] == ["x", "c", "c", "c", "suppressed", "Not rated"]
    columns = ["including_value", "excluding_value", "excluding_rag", "cohort_value", "variance"]
    pairs = pd.DataFrame([[1, 2, "Red", 3, None, "excluding cohort"]], columns=[*columns, "withheld"], dtype=object)
    assert csv_rows(to_csv(pairs, columns, withheld="withheld"))[1] == ["1", "c", "Red", "c", ""]


@pytest.mark.parametrize("formula", ["=1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "+cmd|' /C calc'!A0"])
def test_a_formula_in_a_name_is_text_in_csv(formula: str) -> None:
    """A spreadsheet that opens the file shows the name and computes nothing."""
    frame = pd.DataFrame([[formula, "plain"]], columns=["name", "area"])
    assert csv_rows(to_csv(frame, ["name", "area"]))[1] == [f"'{formula}", "plain"]


@pytest.mark.parametrize("printed", ["-", "+17.7%", "-0.0%", "+3", "-1,236", "-0.5"])
def test_a_signed_figure_stays_a_figure_in_csv(printed: str) -> None:
    """A dash and a number with its sign are what they are."""
    frame = pd.DataFrame([[printed, Fraction(-1, 2)]], columns=["printed", "variance"], dtype=object)
    assert csv_rows(to_csv(frame, ["printed", "variance"]))[1] == [printed, "-0.5"]


@pytest.mark.parametrize("written", ["\t=1+1", "\r=1+1", " =1+1", "\n=1+1"])
def test_a_formula_behind_white_space_is_text_in_csv(written: str) -> None:
    """White space before a formula, which some spreadsheets pass over, is taken off first."""
    assert csv_rows(to_csv(pd.DataFrame([[written]], columns=["name"]), ["name"]))[1] == ["'=1+1"]


def test_a_note_of_two_lines_is_one_line_in_csv() -> None:
    """A row of the file is one line, whichever line ends a note came with."""
    text = to_csv(pd.DataFrame([["one\r\ntwo\nthree\rfour"]], columns=["note"]), ["note"])
    assert text == "note\none two three four\n"
