"""What keeps people from reading a page: found in its HTML by structure alone, and in the colours that it writes.

It asks what WCAG 2.2 asks of a page and Python can tell: one title, headings in order, names of tables and columns,
words for pictures and links, ids that are one element's, text that can be told from its ground in light and dark.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from PIL import ImageColor
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scorecard_kit.blocks.palette import INK, PAPER

__all__ = ["Barrier", "barriers", "of_whole_page"]

_LEAST_CONTRAST = 4.5  # WCAG 2.2, criterion 1.4.3
_SAYS_NOTHING = frozenset(
    "here this more link page click press read see go to the a an on for details info information".split()
)
_NO_WORDS = re.compile(
    r"(?:[\w .-]+\.(?:png|jpe?g|gif|svg|webp)|image|picture|photo|chart|graph|figure|plot|img)\W*", re.IGNORECASE
)
_BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Barrier(NamedTuple):
    """One of them: the cell that holds it, counted from 1 (0 of none), what it is, and what to do."""

    cell: int
    what: str
    mend: str


@dataclass(slots=True)
class _Seen:
    """What came before on the same page: the level of the last heading, the titles, the ids."""

    level: int = 1
    titles: int = 0
    ids: set[str] = field(default_factory=set)


def barriers(cells: Sequence[str]) -> list[Barrier]:
    """Everything in a section that keeps somebody from reading it; `cells` is the HTML of each cell in order."""
    seen, found = _Seen(), list[Barrier]()
    for number, html in enumerate(cells, start=1):
        body = LexborHTMLParser(f"<!doctype html><body>{html}").body
        told = dict.fromkeys(_in(body, seen)) if body is not None and html.strip() else {}
        found += [Barrier(number, what, mend) for what, mend in told]
    found += [Barrier(cell, what, mend) for cell, what, mend in _led_nowhere(cells)]
    if not seen.titles:
        found.append(Barrier(0, "the page has no <h1>", "Begin it with opening(book, title, answer)."))
    return sorted(found)


def of_whole_page(html: str) -> list[Barrier]:
    """The same of a whole page as it is written, and of its language and its title; no cell is known of them."""
    page = LexborHTMLParser(html)
    found = [Barrier(0, what, mend) for _, what, mend in barriers([node.inner_html or "" for node in page.css("main")])]
    named = [node.text().strip() for node in page.css("head > title")]
    spoken = page.root.attributes.get("lang") if page.root is not None else None
    if not any(named):
        found.append(Barrier(0, "the page has no <title>", "Give the section a title in opening(book, title, answer)."))
    if not _LANGUAGE.fullmatch(spoken or ""):
        found.append(Barrier(0, "the page does not say its language", "Render it with the kit's own template."))
    return found


Told = Iterator[tuple[str, str]]
"""What is in the way, and the mend."""


def _in(body: LexborNode, seen: _Seen) -> Told:
    for node in body.css("*"):
        if anchor := node.attributes.get("id"):
            if anchor in seen.ids:
                yield f'the id "{anchor}" stands on the page twice', "Give each element an id of its own."
            seen.ids.add(anchor)
        if check := _CHECKS.get(str(node.tag)):
            yield from check(node)
        if str(node.tag) in _HEADINGS:
            yield from _heading(node, seen)
        if (spoken := node.attributes.get("lang")) is not None and not _LANGUAGE.fullmatch(spoken or ""):
            yield f'lang="{spoken or ""}" is no language', 'Write one, such as lang="cy" for Welsh, or leave it out.'
    yield from _colours(body)


_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


def _heading(node: LexborNode, seen: _Seen) -> Told:
    level, text = int(str(node.tag)[1]), _text(node)
    if not text:
        yield f"a <h{level}> is blank", "Give it words, or take it out."
    if level == 1 and seen.titles:
        yield f'a second <h1> stands on the page: "{text}"', "The page's title is that of its opening: write <h2>."
    elif level > seen.level + 1:
        yield (
            f'<h{level}> follows <h{seen.level}>: "{text}"',
            f"Write <h{seen.level + 1}>, so that no level is left out.",
        )
    seen.titles += level == 1
    seen.level = level


def _table(node: LexborNode) -> Told:
    caption = node.css_first("caption")
    name = _text(caption) if caption is not None else ""
    if not name:
        yield "a table has no words in its caption", 'Make it with show(frame, caption="What the table shows").'
    heads = node.css("th")
    if not heads:
        yield (
            f'the table "{name}" has no headers (<th>)',
            "Make it with show(frame, caption=...), which names its columns.",
        )
    elif any(head.attributes.get("scope") not in {"col", "row", "colgroup", "rowgroup"} for head in heads):
        yield f'a header of the table "{name}" has no scope', 'Write <th scope="col"> or <th scope="row">.'
    blank = [head for head in heads if head.attributes.get("scope") in {"col", "colgroup"} and not _text(head)]
    if blank and blank != heads[:1]:  # the corner may be
        yield f'a column of the table "{name}" has a blank header', "Name the column."


def _image(node: LexborNode) -> Told:
    words = (node.attributes.get("alt") or "").strip()
    if not words or _NO_WORDS.fullmatch(words):
        said = f'says no more than "{words}"' if words else "has no text alternative"
        yield f"a picture {said}", 'Say what it shows: figure(axes, alt="What it shows", title="What happened").'


def _drawing(node: LexborNode) -> Told:
    if node.attributes.get("aria-hidden") == "true" or _is_within(node, "svg"):
        return
    title = node.css_first("title")
    named = node.attributes.get("aria-label") or (_text(title) if title is not None else "")
    if node.attributes.get("role") != "img" or not named.strip():
        yield (
            "a drawing has no name",
            'Write role="img" and a <title>, or make it with figure(axes, alt=..., title=...).',
        )


def _link(node: LexborNode) -> Told:
    text = _text(node) or (node.attributes.get("aria-label") or "").strip()
    words = set(re.findall(r"\w+", text.casefold()))
    if not text:
        yield "a link has no words", "Write what it leads to."
    elif words <= _SAYS_NOTHING:
        yield f'a link says "{text}"', "Write what it leads to, since links are read out without their sentence."
    elif _BARE_ADDRESS.fullmatch(text):
        yield f'a link says its address alone: "{text[:60]}"', "Write what it leads to: [Ofsted's report](address)."


def _summary(node: LexborNode) -> Told:
    if not _text(node):
        yield "what is folded away has a blank <summary>", "Say what it holds."


_CHECKS: dict[str, Callable[[LexborNode], Told]] = {
    "table": _table, "img": _image, "svg": _drawing, "a": _link, "summary": _summary,
}  # fmt: skip


def _text(node: LexborNode) -> str:
    """What a screen reader says of an element: without what is hidden from it, with the words for pictures."""
    return " ".join(" ".join(_said(node)).split())


def _said(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag == "img":
            yield child.attributes.get("alt") or ""
        elif child.attributes.get("aria-hidden") != "true":
            yield from _said(child)


def _is_within(node: LexborNode, tag: str) -> bool:
    around = node.parent
    while around is not None and around.tag != tag:
        around = around.parent
    return around is not None


def _led_nowhere(cells: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Names that an element takes from another which is not on the page."""
    pages = [LexborHTMLParser(html) for html in cells]
    ids = {node.attributes["id"] for page in pages for node in page.css("[id]")}
    for number, page in enumerate(pages, start=1):
        for kind in ("aria-labelledby", "aria-describedby"):
            for node in page.css(f"[{kind}]"):
                for name in (node.attributes[kind] or "").split():
                    if name not in ids:
                        yield number, f'{kind} names "{name}", which is not on the page', "Give that id to an element."


class _Colours(NamedTuple):
    """Text and ground as an element has them; None is the page's own."""

    text: str | None = None
    ground: str | None = None


def _colours(node: LexborNode, around: _Colours = _Colours()) -> Told:  # noqa: B008 - it is never changed
    """Text of a colour of its own that cannot be told from its ground; drawings are no text."""
    own = _of(node, around)
    has_text = any(
        child.tag == "-text" and (child.text_content or "").strip() for child in node.iter(include_text=True)
    )
    if has_text and own != _Colours():
        for scheme, paper in PAPER.items():
            ratio = _contrast(own.text or INK[scheme], own.ground or paper)
            if ratio is not None and ratio < _LEAST_CONTRAST:
                pair = f"{own.text or 'the text of the page'} on {own.ground or 'the page'}"
                what = f'"{_text(node)[:40]}" is {pair}, which differ by {ratio:.1f} to 1 in {scheme} mode'
                yield what, "Set both color and background-color so that they differ by 4.5 to 1, or leave both out."
                break
    for child in node.iter():
        if child.tag != "svg":
            yield from _colours(child, own)


def _of(node: LexborNode, around: _Colours) -> _Colours:
    declared = {
        name.strip().lower(): value.replace("!important", "").strip()
        for name, _, value in (part.partition(":") for part in (node.attributes.get("style") or "").split(";"))
    }
    text = declared.get("color") or node.attributes.get("color")
    ground = declared.get("background-color") or declared.get("background") or node.attributes.get("bgcolor")
    return _Colours(text or around.text, ground or around.ground)


def _contrast(one: str, other: str) -> float | None:
    """How many times lighter one colour is than the other, as WCAG works it out; None where one is no plain colour."""
    try:
        lights = sorted(_luminance(ImageColor.getrgb(colour)[:3]) for colour in (one, other))
    except ValueError:  # var(--ink), currentcolor, transparent
        return None
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Sequence[int]) -> float:
    shares = [part / 255 for part in colour]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]  # noqa: PLR2004 - WCAG's
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
