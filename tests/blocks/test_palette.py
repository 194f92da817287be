"""Every rating and every line stands out from its ground, and the pages use these very colours."""

import re
from itertools import product
from pathlib import Path

import pytest

from scorecard_kit.blocks import palette
from scorecard_kit.judge.indicators import Direction, Rag

CSS = Path(palette.__file__).with_name("style.css")
SCHEMES = ("light", "dark")
TEXTS = {"ink": palette.INK, "quiet": palette.QUIET, "link": palette.LINK}
LINES = {
    "ink": palette.INK, "quiet": palette.QUIET, "result": palette.RESULT,
    "better": palette.BETTER, "worse": palette.WORSE,
}  # fmt: skip
CLASSES = {Rag.GREEN: "green", Rag.AMBER: "amber", Rag.RED: "red", Rag.NOT_RATED: "none"}


def luminance(colour: str) -> float:
    """Give the relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio as WCAG 2.2 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def properties(css: str) -> dict[str, str]:
    """Give the colours among the custom properties of one rule."""
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\b", css))


def rules() -> dict[str, dict[str, str]]:
    """Give the colours that the page defines in its light and in its dark scheme, and in print."""
    css = CSS.read_text(encoding="utf-8")
    light, dark, *print_ = re.findall(r":root\s*\{([^}]*)\}", css)
    schemes = {"light": properties(light)}
    return schemes | {"dark": schemes["light"] | properties(dark), "print": schemes["light"] | properties(print_[-1])}


def test_the_formula_is_that_of_wcag() -> None:
    """Black on white is 21, a colour on itself is 1, and #767676 on white is the grey that just passes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#50585c", "#50585c") == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("rag", list(Rag))
def test_a_chip_can_be_read(rag: Rag) -> None:
    """Its word stands out from its ground by 4.5, and its edge from either page by 3."""
    chip = palette.RATING[rag]
    assert contrast(chip.text, chip.ground) >= 4.5
    assert contrast(chip.edge, palette.PAPER["light"]) >= 3
    assert contrast(chip.dark_edge, palette.PAPER["dark"]) >= 3


@pytest.mark.parametrize(("name", "scheme"), list(product(TEXTS, SCHEMES)))
def test_text_can_be_read(name: str, scheme: str) -> None:
    """Ink, quiet text and links stand out from the page by 4.5."""
    assert contrast(TEXTS[name][scheme], palette.PAPER[scheme]) >= 4.5


@pytest.mark.parametrize(("name", "scheme"), list(product(LINES, SCHEMES)))
def test_a_line_can_be_seen(name: str, scheme: str) -> None:
    """Lines and bars stand out from the page, and from the band that they may cross, by 3."""
    assert contrast(LINES[name][scheme], palette.PAPER[scheme]) >= 3
    assert contrast(LINES[name][scheme], palette.AMBER_BAND[scheme]) >= 3


def test_symbols_differ_from_one_another_and_from_arrows() -> None:
    """A shape means one thing."""
    symbols = [palette.RATING[rag].symbol for rag in Rag]
    arrows = [palette.ARROW[way] for way in Direction if palette.ARROW[way]]
    assert len({*symbols, *arrows}) == len(symbols) + len(arrows) == 7


def test_a_chart_colour_has_one_name() -> None:
    """No two share a light colour, since the page finds out by it which custom property to put in its place."""
    light = [colour["light"] for colour in palette.CHART_COLOURS.values()]
    assert len(set(light)) == len(light) == 8


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_uses_the_colours_of_the_palette(scheme: str) -> None:
    """Each custom property of the style sheet has the value that the palette gives its name."""
    expected = {name: colour[scheme] for name, colour in {**palette.CHART_COLOURS, "link": palette.LINK}.items()}
    for rag, name in CLASSES.items():
        chip = palette.RATING[rag]
        expected |= {name: chip.ground, f"{name}-edge": chip.edge if scheme == "light" else chip.dark_edge}
    defined = rules()[scheme]
    assert {name: defined.get(name) for name in expected} == expected


def test_a_chip_on_the_page_has_the_text_colour_of_the_palette() -> None:
    """The four rules for chips set the palette's text on its ground."""
    css = CSS.read_text(encoding="utf-8")
    for rag, name in CLASSES.items():
        rule = re.search(rf"\.rag\.{str(rag).lower().replace(' ', '-')} \{{([^}}]*)\}}", css)
        assert rule is not None
        colour = re.search(r"(?<!-)color: (#\w+)", rule[1])
        assert colour is not None
        shorthand = colour[1]
        whole = "#" + "".join(digit * 2 for digit in shorthand[1:]) if len(shorthand) == 4 else shorthand
        assert (whole, f"var(--{name})" in rule[1]) == (palette.RATING[rag].text, True)


def test_print_can_be_read() -> None:
    """On white paper text stands out by 4.5 and edges and lines by 3, also when a dark screen prints."""
    printed = rules()["print"]
    white = "#ffffff"
    assert [name for name in ("quiet", "result", "worse") if contrast(printed[name], white) < 4.5] == []
    charted = {name: colour["light"] for name, colour in {"better": palette.BETTER, "worse": palette.WORSE}.items()}
    assert {name: printed[name] for name in charted} == charted
    edges = [f"{name}-edge" for name in CLASSES.values()]
    assert [name for name in edges if contrast(printed[name], white) < 3] == []
