"""What HTML a page may hold: an allow-list, checked on the tree that a browser would build from it.

A page is read by people who cannot tell what a notebook's author, or a name in the data, has put there. So nothing on
it may run, fetch, cover what stands beside it, or be closed elsewhere than where it was opened.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_TEXT_TAGS = (
    "a abbr address article aside b bdi bdo blockquote br cite code data dd del details dfn div dl dt em figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span "
    "strong sub summary sup time u ul var wbr table caption colgroup col thead tbody tfoot tr th td"
)
_DRAWING_TAGS = (
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs use clippath marker mask pattern "
    "symbol lineargradient radialgradient stop image"
)
_TAGS = frozenset(f"{_TEXT_TAGS} {_DRAWING_TAGS}".split())
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_IMPLIED = frozenset({"tbody", "colgroup"})  # a browser adds them to a table, and nothing comes of it

_ADDRESSES = frozenset("src srcset href xlink:href action formaction poster background data cite longdesc ping".split())
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
_WORDS = frozenset("alt title aria-label aria-description".split())
_TAKEN_IDS = frozenset({"main"})  # of the page itself
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)")

_DEEPEST = 100

_NAME = re.compile(r"<([a-z][^\s/>]*)")
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>"'<=]*)(?P<attributes>(?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*(?P<empty>/?)>"""
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


class UnsafeError(ValueError):
    """HTML that no page may hold; the text names what of it."""


class _Element(NamedTuple):
    """An element as it is written: how deep it stands, and its attributes with their values."""

    depth: int
    tag: str
    attributes: tuple[tuple[str, str], ...]
    parents: tuple[int, ...]


def check(html: str) -> None:
    """Raise UnsafeError where the HTML may not stand on a page.

    Allowed are the elements, attributes and properties of style that are named above; links to the web, to mail and
    within the pack; pictures that are in the page itself. Each element is closed where it was opened, which is asked of
    the text and of the tree that a browser builds from it: the two must be the same.
    """
    # Tags are looked for in the text itself, since parsers disagree on what lies in a comment or a title.
    for name in _NAME.findall(html.lower()):
        if name not in _TAGS:
            raise UnsafeError(f"a <{name}> element")
    if re.search(r"<[!?]|<title\b[^>]*>[^<]*<(?!/title>)", html, re.IGNORECASE):
        raise UnsafeError("a comment, or markup in a title")
    written = []
    for element in _written(html):
        _check_attributes(element)
        written.append(element)
    _check_drawings(written)
    _check_tables(written)
    if _shape(written) != list(_built(html)):
        raise UnsafeError("an element that a browser would move elsewhere than where it was opened")


def leaves(tag: str, name: str, address: str) -> bool:
    """Whether an address is fetched or run: a link may lead to the web, to mail or into the pack, all else is here.

    A link to another machine's folder, written //host or with backslashes, is none of these.
    """
    plain = re.sub(r"[\x00-\x20]+", "", address)  # as a browser reads it
    if tag == "a" and name == "href":
        scheme = re.match(r"([a-z][a-z0-9+.-]*):", plain, re.IGNORECASE)
        if scheme is not None:
            return scheme[1].lower() not in {"http", "https", "mailto"}
        return plain.startswith(("/", "\\"))
    return not re.match(r"#|data:image/(?:png|jpeg);", plain)


def _written(html: str) -> Iterator[_Element]:
    """The elements in the order in which they are opened, as the text has them."""
    opened: list[tuple[str, int]] = []
    place, number = 0, 0
    while (place := html.find("<", place)) >= 0:
        if not re.match(r"[a-zA-Z/]", html[place + 1 : place + 2]):
            place += 1  # a sign in running text
            continue
        if not (match := _TAG.match(html, place)):
            raise UnsafeError("a tag that is never closed with >, or holds something that is no attribute")
        place, tag = match.end(), match["name"].lower()
        if match["close"]:
            if match["attributes"] or not opened or opened.pop()[0] != tag:
                raise UnsafeError(f"an end of <{tag}> where no such element was opened last")
            continue
        yield _Element(len(opened), tag, tuple(_attributes(match["attributes"])), tuple(at for _, at in opened))
        in_drawing = tag == "svg" or any(name == "svg" for name, _ in opened)
        if not (tag in _VOID or (match["empty"] and in_drawing)):
            opened.append((tag, number))
        if len(opened) > _DEEPEST:
            raise UnsafeError(f"elements that are nested over {_DEEPEST} deep")
        number += 1
    if opened:
        raise UnsafeError(f"a <{opened[-1][0]}> element that is not closed where it was opened")


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    found = set()
    for name, *values in _ATTRIBUTE.findall(text):
        if name.lower() in found:
            raise UnsafeError(f"an attribute that stands twice in one element ({name.lower()})")
        found.add(name.lower())
        yield name.lower(), unescape("".join(values))


def _check_attributes(element: _Element) -> None:
    for name, value in element.attributes:
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
            _check_style(value)


def _check_style(text: str) -> None:
    for declaration in filter(str.strip, re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL).split(";")):
        name, _, value = declaration.partition(":")
        name = name.strip().lower()
        is_outward = name.startswith("margin") and "-" not in value  # a negative one lies over what is beside it
        if name not in _STYLES and not is_outward:
            raise UnsafeError(f"a style that is not among those allowed ({name[:40]})")


def _check_drawings(elements: list[_Element]) -> None:
    """No part of a drawing may repeat itself: ten lines that each repeat the last ten times draw for ever."""
    ids = {dict(element.attributes).get("id"): place for place, element in enumerate(elements)}
    repeated = {ids[target] for element in elements for target in _referred_to(element) if target in ids}
    for place, element in enumerate(elements):
        if any(_referred_to(element)) and not repeated.isdisjoint((*element.parents, place)):
            raise UnsafeError("a drawing that repeats itself")


def _referred_to(element: _Element) -> Iterator[str]:
    """The ids of what an element of a drawing draws again, or fills, clips or marks itself with."""
    for name, value in element.attributes:
        if element.tag == "use" and name in _ADDRESSES:
            yield value.lstrip("#")
        yield from _REFERENCE.findall(value)


def _check_tables(elements: list[_Element]) -> None:
    captioned = {element.parents[-1] for element in elements if element.tag == "caption" and element.parents}
    for place, element in enumerate(elements):
        if element.tag == "table" and place not in captioned:
            raise UnsafeError("a table without a caption (build it with scorecard_kit.markup.table)")


def _shape(elements: list[_Element]) -> list[tuple[int, str, frozenset[str]]]:
    """Depth, name and attributes of each element, without those that a browser adds to a table."""
    implied = {place for place, element in enumerate(elements) if element.tag in _IMPLIED}
    return [
        (element.depth - len(implied.intersection(element.parents)), element.tag, frozenset(dict(element.attributes)))
        for place, element in enumerate(elements)
        if place not in implied
    ]


def _built(html: str) -> Iterator[tuple[int, str, frozenset[str]]]:
    """The same of the tree that a browser builds where the HTML stands in the page's <main>."""
    body = LexborHTMLParser(f"<!doctype html><body><main>{html}</main>").body
    main = body.child if body is not None else None
    if main is None or main.tag != "main" or main.next is not None:
        raise UnsafeError("something that ends the page's own <main>")
    yield from _within(main, 0)


def _within(node: LexborNode, depth: int) -> Iterator[tuple[int, str, frozenset[str]]]:
    child = node.child
    while child is not None:
        tag = str(child.tag).lower()
        if not tag.startswith("-"):  # a text
            is_implied = tag in _IMPLIED
            if not is_implied:
                yield depth, tag, frozenset(name.lower() for name in child.attributes)
            yield from _within(child, depth + (not is_implied))
        child = child.next
