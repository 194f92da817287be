"""What HTML a page may hold: an allow-list, checked on the tree that a browser would build from it.

A page is read by people who cannot tell what a notebook's author, or a name in the data, has put there. So nothing on
it may run, fetch, cover what stands beside it, or be closed elsewhere than where it was opened.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from markupsafe import escape
from selectolax.lexbor import LexborHTMLParser, LexborNode

from scorecard_kit.blocks.html import leaves
from scorecard_kit.judge.rows import by_key
from scorecard_kit.publish.limits import PAGE, stated

__all__ = ["UnsafeError", "check", "check_together"]

_TEXT_TAGS = (
    "a abbr address article aside b bdi bdo blockquote br cite code data dd del details dfn div dl dt em figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li mark nav ol p pre q s samp section small span "
    "strong sub summary sup time u ul var wbr table caption colgroup col thead tbody tfoot tr th td"
)
_DRAWING_TAGS = (
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs use clippath marker mask pattern "
    "symbol lineargradient radialgradient stop image"
)
_TAGS = frozenset(f"{_TEXT_TAGS} {_DRAWING_TAGS}".split())
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_IMPLIED = frozenset({"tbody", "colgroup"})  # a browser adds them to a table, and nothing comes of it

_ADDRESSES = frozenset("src href xlink:href background cite longdesc".split())
"""Each holds one address: those that hold a list of them, such as srcset, are not among the attributes at all."""
_ATTRIBUTES = frozenset(
    """abbr align alt bgcolor border cellpadding cellspacing class colspan datetime dir headers height id lang open rel
    reversed role rowspan scope span start style tabindex target title type valign value width xml:lang xml:space xmlns
    xmlns:xlink
    clip-path clip-rule clippathunits color cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family
    font-size font-style font-weight fx fy gradienttransform gradientunits id marker-end marker-mid marker-start
    markerheight markerunits markerwidth mask maskcontentunits maskunits offset opacity orient patterncontentunits
    patterntransform patternunits points preserveaspectratio r refx refy rotate rx ry shape-rendering spreadmethod
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-anchor text-decoration textlength transform vector-effect version viewbox x x1 x2
    y y1 y2""".split()
)
_FAMILIES = ("aria-", "data-")  # attributes that only tell, without a script to act on them
_STYLES = frozenset(
    """background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width
    border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius
    border-right border-right-color border-right-style border-right-width border-spacing border-style border-top
    border-top-color border-top-style border-top-width border-width caption-side clip-path clip-rule color
    dominant-baseline fill fill-opacity fill-rule font font-family font-size font-stretch font-style font-variant
    font-variant-numeric font-weight list-style list-style-type marker-end marker-mid marker-start max-width min-width
    opacity padding padding-bottom padding-left padding-right padding-top stop-color stop-opacity stroke
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
    text-align text-anchor text-decoration text-transform vertical-align white-space width word-break
    overflow-wrap""".split()
)
"""None of them takes a thing out of its place, so that it could lie over something else."""
_FETCHING = re.compile(r"url\((?!\s*['\"]?#)|\b(?:image|image-set|src|expression)\(|@import|\\", re.IGNORECASE)
_LENGTH = re.compile(r"\d{0,6}(?:\.\d{1,6})?(?:[a-z]{1,4}|%)?|auto")
"""Of a margin: one that is worked out, calc(9px * cos(180deg)), may come out under nought without a sign."""
_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var".split()
)
_NARROW = re.compile(r"[a-z-]+|#\w+|(?:\d|1[0-6])?(?:\.\d+)?px|(?:1|0?\.\d+)r?em|0")
_COLOUR = re.compile(r"\b(?:rgb|hsl|var)a?\([^()]*\)")
"""Of the padding and the border of what stands within a line: they take no room there, and lie over other lines."""
_CELLS = frozenset("td th tr thead tbody tfoot col colgroup".split())
_WORDS = frozenset("alt title aria-label aria-description".split())
_TAKEN_IDS = frozenset({"main"})  # of the page itself
_REFERENCE = re.compile(r"url\((?:#([\w.:-]+)\))?", re.IGNORECASE)
_ID = re.compile(r"[\w.:-]+", re.ASCII)

_DEEPEST, _MOST_ATTRIBUTES = 100, 100
_LONGEST = PAGE
_MOST_DRAWN = PAGE
"""Characters of a drawing, each counted as often as it is drawn again."""

_SPACE = " \t\n\f\r"  # what parts attributes to a browser; to Python's \\s a no-break space does too
_NAME = re.compile(rf"<([a-z][^{_SPACE}/>]*)")
_TAG = re.compile(
    rf"""<(?P<close>/?)(?P<name>[a-zA-Z][^{_SPACE}/>"'<=]*)(?P<attributes>(?:[{_SPACE}]+[^{_SPACE}"'<>/=]+(?:[{_SPACE}]*=[{_SPACE}]*(?:"[^"]*"|'[^']*'|[^{_SPACE}"'=<>`]+))?)*)[{_SPACE}]*(?P<empty>/?)>"""
)
_ATTRIBUTE = re.compile(
    rf"""([^{_SPACE}"'<>/=]+)(?:[{_SPACE}]*=[{_SPACE}]*(?:"([^"]*)"|'([^']*)'|([^{_SPACE}"'=<>`]+)))?"""
)
_END_OF_TITLE = re.compile("</title>", re.IGNORECASE)
_UNSEEN = "a comment, or markup in a title"
_PLAIN = re.compile(
    rf"""(?:[{_SPACE}]+(?:id|href|xlink:href|aria-labelledby|(?!(?i:id|href|xlink:href|aria-labelledby)=)[a-zA-Z][\w:.-]*)="(?:[^"<>&]|&(?:amp|lt|gt|quot|\#39|\#34);)*")*"""
)
"""Attributes as the kit itself writes them: what is written otherwise is written anew, as it was understood."""


class UnsafeError(ValueError):
    """HTML that no page may hold; the text names what of it."""


class _Element(NamedTuple):
    """An element as it is written: how deep it stands, and its attributes with their values.

    The depth does not count what a browser adds to a table. `parents` are the places of those around it in the list of
    all, `start` and `end` those of its tag in the text.
    """

    depth: int
    tag: str
    attributes: dict[str, str]
    parents: tuple[int, ...]
    start: int
    end: int


class _Opened(NamedTuple):
    """What an element that is not closed yet means to those within it."""

    tag: str
    path: tuple[int, ...] = ()
    depth: int = 0
    is_drawing: bool = False


def check(html: str) -> str:
    """Return the HTML as it may stand on a page; raise UnsafeError where it may not.

    Allowed are the elements, attributes and properties of style that are named above; links to the web, to mail and
    within the pack; pictures that are in the page itself. Each element is closed where it was opened, which is asked of
    the text and of the tree that a browser builds from it: the two must be the same, to the value of each attribute.
    """
    if len(html) > _LONGEST:
        raise UnsafeError(f"more than {stated(_LONGEST)} of HTML")
    # Tags are looked for in the text itself, since parsers disagree on what lies in a comment or a title.
    for name in _NAME.findall(html.lower()):
        if name not in _TAGS:
            raise UnsafeError(f"a <{name}> element")
    if re.search(r"<[!?]", html):
        raise UnsafeError(_UNSEEN)
    written = []
    for element in _written(html):
        _check_attributes(element)
        written.append(element)
    _check_drawings(written)
    _check_tables(written)
    plain = _written_anew(html, written)
    shape = [(element.depth, element.tag, element.attributes) for element in written if element.tag not in _IMPLIED]
    if shape != list(_built(plain)):
        raise UnsafeError("an element that a browser would move elsewhere than where it was opened")
    return plain


def check_together(html: str) -> None:
    """Raise UnsafeError where outputs that were checked one by one draw one another for ever on the one page."""
    _check_drawings(list(_written(html)))


def _written(html: str) -> Iterator[_Element]:
    """The elements in the order in which they are opened, as the text has them."""
    opened = [_Opened("")]
    place, number = 0, 0
    while (place := html.find("<", place)) >= 0:
        if not re.match(r"[a-zA-Z/]", html[place + 1 : place + 2]):
            place += 1  # a sign in running text
            continue
        if not (match := _TAG.match(html, place)):
            raise UnsafeError("a tag that is never closed with >, or holds something that is no attribute")
        place, tag, around = match.end(), match["name"].lower(), opened[-1]
        if match["close"]:
            if match["attributes"] or opened.pop().tag != tag:
                raise UnsafeError(f"an end of <{tag}> where no such element was opened last")
            continue
        yield _Element(around.depth, tag, dict(_attributes(match["attributes"])), around.path, *match.span())
        in_drawing = around.is_drawing or tag == "svg"
        if not (tag in _VOID or (match["empty"] and in_drawing)):
            if tag == "title" and not _END_OF_TITLE.match(html, html.find("<", place)):
                raise UnsafeError(_UNSEEN)
            opened.append(_Opened(tag, (*around.path, number), around.depth + (tag not in _IMPLIED), in_drawing))
        if len(opened) > _DEEPEST + 1:
            raise UnsafeError(f"elements that are nested over {_DEEPEST} deep")
        number += 1
    if len(opened) > 1:
        raise UnsafeError(f"a <{opened[-1].tag}> element that is not closed where it was opened")


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    found = set()
    for name, *values in _ATTRIBUTE.findall(text):
        if name.lower() in found:
            raise UnsafeError(f"an attribute that stands twice in one element ({name.lower()})")
        found.add(name.lower())
        if len(found) > _MOST_ATTRIBUTES:
            raise UnsafeError(f"an element with over {_MOST_ATTRIBUTES} attributes")
        yield name.lower(), unescape("".join(values))


def _written_anew(html: str, elements: list[_Element]) -> str:
    """The HTML, with every value in double quotes and without signs in it that could be taken for a tag."""
    parts, done = [], 0
    for element in elements:
        match = _TAG.match(html, element.start)
        if match and not _PLAIN.fullmatch(match["attributes"]):
            said = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
            parts += [html[done : match.start("attributes")], said, f"{' ' * bool(match['empty'])}{match['empty']}>"]
            done = element.end
    return "".join([*parts, html[done:]])


def _check_attributes(element: _Element) -> None:
    for name, value in element.attributes.items():
        if name.startswith("on"):
            raise UnsafeError(f"an event handler ({name})")
        if name in _ADDRESSES:
            if leaves(element.tag, name, value):
                raise UnsafeError(f"an address that leaves the page ({name})")
        elif name not in _ATTRIBUTES and not name.startswith(_FAMILIES):
            raise UnsafeError(f"an attribute that is not among those allowed ({name})")
        elif name not in _WORDS and _FETCHING.search(value):
            raise UnsafeError("a style that fetches something")
        elif name == "id" and value in _TAKEN_IDS:
            raise UnsafeError(f"an id that is the page's own ({value})")
        elif name == "tabindex" and value not in {"0", "-1"}:
            raise UnsafeError("an order of its own for the keyboard (tabindex)")
        elif name == "style":
            _check_style(element.tag, value)
        else:
            _check_place(element.tag, name)


def _check_place(tag: str, name: str) -> None:
    if (name, tag) == ("transform", "svg") or (name == "align" and tag not in _CELLS):
        raise UnsafeError(f"an attribute that takes a <{tag}> out of its place ({name})")


def _check_style(tag: str, text: str) -> None:
    if "/*" in text:  # which within quotes is none, and hides nothing from a browser
        raise UnsafeError("a comment in a style")
    for declaration in filter(str.strip, text.split(";")):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        if name.startswith("margin"):  # one under nought lies over what is beside it
            is_allowed = _is_made_of(_LENGTH, value)
        elif name == "font":  # lines that are lower than their letters lie over one another
            is_allowed = "/" not in value
        elif name == "text-decoration":  # a thick line lies over the text
            is_allowed = not re.search(r"[\d(]", value)
        else:
            is_allowed = name in _STYLES and not (tag in _INLINE and _is_wide(name, value))
        if not is_allowed:
            raise UnsafeError(f"a style that is not among those allowed ({name[:40]})")


def _is_wide(name: str, value: str) -> bool:
    return name.startswith(("padding", "border")) and not _is_made_of(_NARROW, _COLOUR.sub("color", value))


def _is_made_of(word: re.Pattern[str], value: str) -> bool:
    """Whether a value of a style holds such words alone."""
    return all(map(word.fullmatch, re.sub(r"!\s*important\s*$", "", value.lower()).split()))


def _check_drawings(elements: list[_Element]) -> None:
    """No part of a drawing may repeat itself: ten lines that each repeat the last ten times draw for ever.

    Nor may it draw something large so often that this takes for ever.
    """
    attributes = enumerate(element.attributes for element in elements)
    ids = by_key((named["id"], place) for place, named in attributes if "id" in named)
    references = [(place, target) for place, element in enumerate(elements) for target in _referred_to(element)]
    drawn = Counter(target for _, target in references if target in ids)
    repeated = {place for target in drawn for place in ids[target]}
    for place, _ in references:
        if not repeated.isdisjoint((*elements[place].parents, place)):
            raise UnsafeError("a drawing that repeats itself")
    sizes = _sizes(elements, repeated)
    if sum(times * sizes[place] for target, times in drawn.items() for place in ids[target]) > _MOST_DRAWN:
        raise UnsafeError("a drawing that repeats something large too often")


def _sizes(elements: list[_Element], places: set[int]) -> Counter[int]:
    """The characters of the tags of some elements, with those within them."""
    sizes = Counter[int]()
    for place, element in enumerate(elements) if places else ():
        for around in places.intersection((*element.parents, place)):
            sizes[around] += element.end - element.start
    return sizes


def _referred_to(element: _Element) -> Iterator[str]:
    """The ids of what an element of a drawing draws again, or fills, clips or marks itself with."""
    for name, value in element.attributes.items():
        if element.tag != "a" and name in {"href", "xlink:href"} and not value.startswith("data:"):
            if not _ID.fullmatch(value[1:]):  # a browser would read %61 as a
                raise UnsafeError("a reference that is not written #name")
            yield value[1:]
        elif name not in _WORDS:
            for target in _REFERENCE.findall(value):
                if not _ID.fullmatch(target):
                    raise UnsafeError("a reference that is not written url(#name)")
                yield target


def _check_tables(elements: list[_Element]) -> None:
    captioned = {element.parents[-1] for element in elements if element.tag == "caption" and element.parents}
    for place, element in enumerate(elements):
        if element.tag == "table" and place not in captioned:
            raise UnsafeError("a table without a caption (make it with scorecard_kit.show)")


def _built(html: str) -> Iterator[tuple[int, str, dict[str, str]]]:
    """The same of the tree that a browser builds where the HTML stands in the page's <main>."""
    body = LexborHTMLParser(f"<!doctype html><body><main>{html}</main>").body
    main = body.child if body is not None else None
    if main is None or main.tag != "main" or main.next is not None:
        raise UnsafeError("something that ends the page's own <main>")
    yield from _within(main, 0)


def _within(node: LexborNode, depth: int) -> Iterator[tuple[int, str, dict[str, str]]]:
    child = node.child
    while child is not None:
        tag = str(child.tag).lower()
        if not tag.startswith("-"):  # a text
            is_implied = tag in _IMPLIED
            if not is_implied:
                yield depth, tag, {name.lower(): value or "" for name, value in child.attributes.items()}
            yield from _within(child, depth + (not is_implied))
        child = child.next
