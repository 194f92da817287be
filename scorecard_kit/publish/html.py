"""Sections to pages: one a section, an index, and the whole pack in one file, all through one template."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from scorecard_kit.judge.periods import long_date, month_name
from scorecard_kit.publish.body import Body
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.front import answer_of, contents, filled, front
from scorecard_kit.publish.groups import grouped
from scorecard_kit.publish.links import led, within_one_page
from scorecard_kit.publish.notices import corrected, notices
from scorecard_kit.publish.repeats import told_once
from scorecard_kit.publish.section import spell_out
from scorecard_kit.text.harmless import harmless_html

__all__ = ["index_page", "section_page", "whole_page"]

_OTHERS = "The others are in the same folder, beginning with index.html; pack.html is all of it in one file."
_SHORT_ROWS, _SHORT_HTML = 14, 12_000  # of a section that takes less than a sheet of paper
_FAMILY = 12  # pages that a page names beside its neighbours: a pack must not grow with the square of its sections


def section_page(cover: Cover, leaf: Leaf, body: Body) -> str:
    """The page of one section, with the way to its neighbours, to those of its kind, and to the contents."""
    number = [other.name for other in cover.leaves].index(leaf.name)
    lone = f"This page is the one section of “{cover.title}”."
    if len(cover.leaves) > 1:
        lone = f"This page is section {number + 1} of {len(cover.leaves)} of “{cover.title}”. {_OTHERS}"
    csv = f"data/{leaf.name}.csv" if body.csv is not None else ""
    own = {"csv": csv, "lone": lone, "as_at": cover.position_of(leaf), **_way(cover, leaf)}
    main = spell_out(led(body.html, cover.leaves, leaf), body.glossary, set())
    return _page(cover, body.title, main, current=leaf.name, wide=body.landscape, **own)


def _way(cover: Cover, leaf: Leaf) -> dict[str, Any]:
    """The neighbours of a page, and its family: of a large one only how many there are, and where they are listed."""
    shown = [None, *(other for other in cover.leaves if other.page), None]
    place = next((at for at, other in enumerate(shown) if other and other.name == leaf.name), None)
    before, after = (None, None) if place is None else (shown[place - 1], shown[place + 1])
    group = next(each for each in grouped(cover.leaves) if leaf in each.leaves)
    family = [other for other in group.leaves if other.page]
    return {
        "before": before, "after": after, "family": family if 1 < len(family) <= _FAMILY else [],
        "of_family": f"{group.title} ({len(family)})" if len(family) > 1 else "", "anchor": group.anchor,
    }  # fmt: skip


def index_page(cover: Cover, bodies: Mapping[str, Body]) -> str:
    """The pack's first page: its state, each Red with what is being done, what changed, and the contents."""
    return _page(cover, cover.title, _spelled(front(cover, bodies), bodies), current="index")


def whole_page(cover: Cover, bodies: Mapping[str, Body]) -> str:
    """The whole pack as one file, its contents as links within the page; every heading one level lower.

    The contents stand first, or second where the pack begins with a section that shows it at a glance.
    """
    leaves = {leaf.name: leaf for leaf in cover.leaves}
    parts = [_article(cover, name, bodies[name], html, leaves.get(name)) for name, html in told_once(bodies)]
    leads = next((leaves[name].notebook == "at_a_glance" for name in bodies if name in leaves), False)
    answer = "" if leads else answer_of(bodies)
    heading = Markup("<h1>{}</h1>\n").format(cover.title)
    if answer:
        heading += Markup('<p class="answer">{}</p>\n').format(answer)
    parts.insert(1 if leads else 0, contents(cover))
    inner = within_one_page("\n".join([heading, *parts]), set(bodies))
    return _page(cover, cover.title, _spelled(inner, bodies), current="pack", wide=leads)


def _article(cover: Cover, name: str, body: Body, html: str, leaf: Leaf | None) -> str:
    """A section within the whole pack, with the day of its figures where it is another than the pack's.

    A short one may share a printed sheet with its neighbours.
    """
    day = cover.position_of(leaf)
    dated = f'<p class="dates">Position at {Markup.escape(day)}</p>\n' if day != cover.position_of() else ""
    inside = _inside(name, led(html, cover.leaves, leaf))
    css = "landscape" if body.landscape else "portrait"
    if html.count("<tr") <= _SHORT_ROWS and len(html) <= _SHORT_HTML and "<figure" not in html:
        css += " short"
    return f'<article id="{name}" class="{css}">\n{dated}{inside}\n</article>'


def _inside(name: str, html: str) -> str:
    """A section's HTML as a part of a longer page: headings one lower, ids and the links to them made its own."""
    html = re.sub(r"<(/?)h([1-5])\b", lambda match: f"<{match[1]}h{int(match[2]) + 1}", html)
    return re.sub(r"<[a-zA-Z][^<>]*>", lambda tag: _inside_tag(name, tag[0]), html)


def _inside_tag(name: str, tag: str) -> str:
    tag = re.sub(r'\b(id="|aria-labelledby="|href="#)', rf"\1{name}--", tag)
    tag = re.sub(r'(aria-labelledby="[^" ]+ )', rf"\1{name}--", tag)
    return re.sub(r"(?i)url\(#", f"url(#{name}--", tag)


def _spelled(html: str, bodies: Mapping[str, Body]) -> str:
    glossary = {term: words for body in bodies.values() for term, words in body.glossary.items()}
    return spell_out(html, glossary, set())


def _page(cover: Cover, title: str, main: str, **own: Any) -> str:  # noqa: ANN401  # what a page has of its own
    """A page by the template; `own` is `current` and what only some pages have, blank where it is not given."""
    head, as_at = cover.head, own.get("as_at") or cover.position_of()
    view = {
        "wide": False, "csv": "", "lone": "", "before": None, "after": None, "family": [], "of_family": "", **own,
        "title": title, "pack": head.title, "council": head.council, "period": month_name(head.period),
        "as_at": as_at, "margin": _margin(cover, as_at), "in_pack": bool(cover.leaves),
        "notices": notices(head.status, ""),
        "beneath": [*notices("", head.worked_example), *corrected(cover, own["current"])],
        "published": long_date(head.published) if head.published else "",
    }  # fmt: skip
    heading, end, rest = main.partition("</h1>")
    parts = {"heading": Markup(heading + end), "rest": Markup(rest)} if end else {"heading": "", "rest": Markup(main)}  # noqa: S704  # as above
    return harmless_html(filled("page.html.j2", view=view, **parts))


def _margin(cover: Cover, as_at: str) -> str:
    """What print repeats in the margin, as the inside of a CSS string."""
    text = f"{cover.head.title}, position at {as_at}"
    return re.sub(r'[\\"<>\n]', "", text)
