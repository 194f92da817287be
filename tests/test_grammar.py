"""What no page says, whatever its figures are: counts that do not agree, nought with a sign, and words of a program."""

import re
from pathlib import Path

import pytest

GOLDENS = Path(__file__).parent / "goldens"

_NOUN = r"(?:indicator|rating|result|section|row|cell|case|line|service|area|page|group)"
_NUMBER = r"(?<![\d.,])"  # a number begins here, and not within another

# Each pattern with a text that it must find, so that a pattern that finds nothing is seen.
FORBIDDEN = {
    rf"{_NUMBER}1 (?:of \d+ )?(?:[a-z-]+ ){{0,3}}(?:are|were|have|differ|agree|come|need)\b": "1 of 2 ratings differ",
    rf"{_NUMBER}(?<!of )(?:[2-9]|\d{{2,}}) (?:of \d+ )?{_NOUN}s (?:is|was|has|differs|comes)\b": "2 cells differs",
    rf"{_NUMBER}1 (?:month|{_NOUN})s\b": "1 cells",
    rf"{_NUMBER}(?:0|[2-9]|\d{{2,}}) {_NOUN}\b": "2 result",
    r"\b[Aa]ll (?:0|1|0 of|1 of)\b": "All 1 indicators",
    r"\b0 of 0\b": "0 of 0",
    r"\b1 of 1\b": "1 of 1 rating",
    r"[-+]?\b0\.0 percentage points (?:over|under|more|less|fewer)\b": "0.0 percentage points under",
    r"£0(?:\.0+)?[km]? (?:over|under|more|less)\b": "£0k under",
    r"\b(?:rose|fell|rises|falls|up|down) (?:by )?0(?:\.0)?\b": "rose by 0.0",
    rf"{_NUMBER}1 percentage points\b|{_NUMBER}(?:0|[2-9]|\d{{2,}}) percentage point\b": "1 percentage points",
    r"  +": "two  spaces",
    r" [,.;:](?:\s|$)": "a word , another",
    r"(?<!\.)\.\.(?!\.)|,,|;;|\.,|: ?\.(?!\d)": "an end..",
    r"\bNoneType\b|\bnan\b|\bNaN\b|\bNaT\b|Fraction\(|Decimal\(|\bTrue\b|\bFalse\b|<NA>": "Fraction(1, 2)",
    r"\b([A-Za-z]\w*) \1\b(?<!had had)(?<!that that)": "the the",
}  # fmt: skip
MINUS_NOUGHT = re.compile(r"[-+]0(?:\.0+)?(?![\d.])")


def sentences_of(html: str) -> list[str]:
    """Give the texts of a page's headings, paragraphs, items, captions, cells, hints and drawings, one each."""
    body = re.sub(r"(?s)<(style|head|nav)\b.*?</\1>", "", html)
    body = body.replace('<span class="hint', '<br><span class="hint')  # a line of its own, beneath a figure
    kept = re.sub(r"</?(?:b|i|span|a|abbr|strong|em|code)\b[^>]*>", "", body)
    parts = re.split(r"<[^>]*>", kept)
    return [text for part in parts if (text := re.sub(r"[\n\t]\s*", " ", part).strip())]


def faults(html: str) -> list[str]:
    """Give every text of a page that says what no page says."""
    found = [text for text in sentences_of(html) for pattern in FORBIDDEN if re.search(pattern, text)]
    return found + [text for text in sentences_of(html) if MINUS_NOUGHT.search(text)]


@pytest.mark.parametrize(("pattern", "text"), FORBIDDEN.items(), ids=FORBIDDEN.values())
def test_a_fault_is_seen(pattern: str, text: str) -> None:
    """Each pattern finds its own fault, within a paragraph of a page."""
    assert re.search(pattern, text)
    assert faults(f"<main><p>Before it {text} after</p></main>")


def test_a_sign_of_nought_is_seen_wherever_it_stands() -> None:
    """A tiny difference has as many decimals as show it, in a sentence and in a cell."""
    assert faults("<p>The largest variance is -0.0 percentage points.</p>")
    assert faults("<table><tr><td>+0</td></tr></table>")
    assert faults("<table><tr><td>-0.04</td></tr></table><p>It is -0.04 points, and none is 0.0.</p>") == []


@pytest.mark.parametrize("path", sorted(GOLDENS.rglob("*.html")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_golden_has_a_fault(path: Path) -> None:
    """The blocks of the invented council, which has one or two of most things."""
    assert faults(path.read_text(encoding="utf-8")) == []


def test_no_page_of_the_pack_has_a_fault(march_pack: Path) -> None:
    """Every page of the March 2016 pack but the one that holds them all."""
    found = {path.name: faults(path.read_text(encoding="utf-8"))
             for path in march_pack.glob("*.html") if path.name != "pack.html"}  # fmt: skip
    assert {name: texts for name, texts in found.items() if texts} == {}
