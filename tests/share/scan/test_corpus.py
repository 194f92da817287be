"""How much the scanner finds, and how often it is wrong: a hundred planted texts, and innocent ones like them."""

from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard_kit.pack.models import Allowed
from scorecard_kit.share.scan._normal import normal, original
from scorecard_kit.share.scan.rules import rules
from scorecard_kit.share.scan.scanner import looked_at, scan
from tests.share.planted import html
from tests.share.scan.corpus import FILES, INNOCENT, SPLIT, TEXTS, UNTOUCHED

RULES = rules(["jbloggs"])


def found(file: str, content: bytes) -> set[str]:
    """The rules that find something in a file."""
    return {leak.rule for leak in scan({file: content}, RULES).leaks}


def test_a_hundred_planted_texts_are_found(soak: bool) -> None:
    """Of 25 kinds, each by its own rule and no other, in turn in every kind of file; where there is time, in each."""
    planted = [(rule, text) for (rule, _), texts in TEXTS.items() for text in texts]
    assert (len(TEXTS), len(planted) + len(SPLIT), len(FILES)) == (25, 100, 13)
    assert {rule for rule, _ in planted} == set(RULES)
    turns = cycle(FILES.items())
    files = [(rule, text, *file) for rule, text in planted for file in (FILES.items() if soak else [next(turns)])]
    missed = [(rule, name, text, by) for rule, text, name, make in files if (by := found(name, make(text))) != {rule}]
    assert missed == []


def test_what_is_split_is_put_together() -> None:
    """Cells of a row, texts of a drawing and paragraphs that follow each other are read together."""
    assert [(rule, content) for rule, name, content in SPLIT if found(name, content) != {rule}] == []


def test_innocent_texts_raise_no_alarm() -> None:
    """Figures, dates, versions, codes, colours and axes that look like what must not leave are left alone."""
    assert len(INNOCENT) >= 30
    assert [text for text in INNOCENT if found("notes.txt", text.encode())] == []
    assert [content for content in UNTOUCHED if found("page.html", content)] == []


@given(st.text(alphabet="943 -\u00a0\u2009\u200b\u00ad\u2011\uff19\u00bd&#x39;ab%40", max_size=25), st.data())
def test_what_is_found_in_the_normal_text_is_shown_as_it_stands(text: str, data: st.DataObject) -> None:
    """The part of the text that is shown has the normal form of what was found, or a sign that stands for both."""
    plain = normal(text)
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, len(plain)))
    part = original(text, (start, end))
    assert part in text
    assert plain[start:end] in normal(part)


LINE = Allowed("Ring 03000 41 41 41 or write to csc@kent.example, ME14 1XQ", "The council's own line.")


def test_what_a_council_publishes_of_itself_is_allowed_by_name() -> None:
    """However it is spaced; it is counted and printed with its reason, and another number is found as before."""
    content = html("<p>Telephone 03000 414141, csc@kent.example, ME14 1XQ. Not 01622 671411.</p>")
    report = scan({"pack.html": content}, RULES, None, [LINE])
    assert [(leak.rule, leak.excerpt) for leak in report.leaks] == [("telephone number", "01…, 12 characters")]
    told = [line for line in looked_at(report) if "allowed" in line]
    assert told == [f"  allowed: “{LINE.text}”, found 3 times. The council's own line."]


@pytest.mark.parametrize("text", ["943 476 5919", "ghp_" + "a1B2" * 9, "born on 3 May 2009"])
def test_nothing_of_a_person_and_no_secret_can_be_allowed(text: str) -> None:
    """A number of a child, a date of birth or a token is found although somebody has allowed it."""
    assert scan({"notes.txt": text.encode()}, RULES, None, [Allowed(text, "It was asked for.")]).leaks != ()
