"""Executed notebooks to pages: one a section, an index, and the whole pack in one file, all through one template."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from scorecard_kit.blocks.html import Column, Line, rating, table
from scorecard_kit.blocks.look import page_style
from scorecard_kit.data.editions import Correction
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import long_date, month_name
from scorecard_kit.publish.cover import Cover, Leaf
from scorecard_kit.publish.links import led, within_one_page
from scorecard_kit.publish.section import spell_out
from scorecard_kit.text.harmless import harmless, harmless_html

__all__ = [
    "TEMPLATES",
    "Body",
    "SectionExporter",
    "as_on_page",
    "correction_words",
    "index_page",
    "notices",
    "read_body",
    "section_page",
    "whole_page",
]  # fmt: skip

TEMPLATES = Path(__file__).parent / "templates"
_OTHERS = "The others are in the same folder, beginning with index.html; pack.html is all of it in one file."
_one_at_a_time = Lock()  # an exporter is slow to make and is used again, by one thread at a time


@dataclass(frozen=True, slots=True)
class Body:
    """What one executed notebook has to say. `html` is the inside of <main>, `index` what the index repeats."""

    title: str
    answer: str
    rag: str
    html: str
    csv: str | None
    index: str
    landscape: bool
    glossary: Mapping[str, str] = field(default_factory=dict)
    line: str = ""
    """A sentence of the section that stands on the index too, beside a link to it."""
    about: str = ""
    """The indicator whose page the section is; blank where it is the page of none."""
    doing: str = ""
    """A sentence of plain text on what is being done about that indicator; blank where nothing is recorded."""
    reds: tuple[tuple[str, str, str], ...] = ()
    """Of a section that the index repeats, the indicators that are Red: each with its name, and where it lies."""
    printed: tuple[tuple[int, str], ...] = ()
    """Cells of the record, counted from 1, whose plain text stands on the page, each with its first words."""


class SectionExporter(HTMLExporter):
    """nbconvert's HTML exporter with the kit's template, without a second parse of a page that needs no mending."""

    def __init__(self, **kw: Any) -> None:  # noqa: ANN401  # nbconvert's own options
        once: dict[str, Any] = {"optimistic_validation": True}  # the record is validated once, not after every step
        super().__init__(template_name="scorecard", extra_template_basedirs=[str(TEMPLATES)], **once, **kw)  # type: ignore[no-untyped-call]

    def from_notebook_node(  # type: ignore[override]  # as HTMLExporter has it
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **kw: Any,  # noqa: ANN401  # as above
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook; the page brings its own text alternatives, so nothing is left to be added."""
        return TemplateExporter.from_notebook_node(self, nb, self._init_resources(resources), **kw)  # type: ignore[no-untyped-call]


def read_body(notebook: NotebookNode) -> Body:
    """Render an executed notebook's cells; ExportError names the cell whose output cannot stand on a page."""
    with _one_at_a_time:
        html, resources = _exporter().from_notebook_node(notebook, {"scorecard_bare": True})
    said = resources["section"]
    return Body(
        title=harmless(said["title"]), answer=harmless(said["answer"]), rag=said["rag"], html=html.strip(),
        csv=None if said["csv"] is None else harmless(said["csv"]),
        index=said["index"], landscape=said["wide"], glossary=said["glossary"],
        line=harmless(said.get("line", "")), about=harmless(said.get("about", "")),
        doing=harmless(said.get("doing", "")), printed=said["printed"],
        reds=tuple((red, harmless(name), harmless(line)) for red, name, line in said.get("reds", ())),
    )  # fmt: skip


@cache
def _exporter() -> SectionExporter:
    return SectionExporter()


def section_page(cover: Cover, leaf: Leaf, body: Body) -> str:
    """The page of one section, with the way to the others."""
    number = [other.name for other in cover.leaves].index(leaf.name)
    shown = [None, *(other for other in cover.leaves if other.page), None]
    place = next((at for at, other in enumerate(shown) if other and other.name == leaf.name), None)
    before, after = (None, None) if place is None else (shown[place - 1], shown[place + 1])
    lone = f"This page is the one section of “{cover.title}”."
    if len(cover.leaves) > 1:
        lone = f"This page is section {number + 1} of {len(cover.leaves)} of “{cover.title}”. {_OTHERS}"
    csv = f"data/{leaf.name}.csv" if body.csv is not None else ""
    foot = {"csv": csv, "lone": lone, "as_at": cover.position_of(leaf), "before": before, "after": after}
    main = spell_out(led(body.html, cover.leaves, leaf), body.glossary, set())
    return _page(cover, body.title, main, current=leaf.name, wide=body.landscape, **foot)


def as_on_page(body: Body) -> str:
    """The inside of a section's page as it stands there, but for its links to what else the pack tells."""
    return harmless_html(spell_out(led(body.html, ()), body.glossary, set()))


def index_page(cover: Cover, bodies: Mapping[str, Body]) -> str:
    """The pack's first page: the answer, what changed, the Reds with one line each, then the contents."""
    lead = _lead(bodies)
    repeated = led(bodies[lead].index, cover.leaves) if lead else ""
    repeated = re.sub(r'href="#', f'href="{lead}.html#', repeated)
    reds = [leaf for leaf in cover.leaves if leaf.rag == Rag.RED and leaf.page]
    inner = _contents(cover, bodies, Markup(repeated), reds)  # noqa: S704  # our own blocks, escaped where they were made
    return _page(cover, cover.title, _spelled(inner, bodies), current="index")


def _lead(bodies: Mapping[str, Body]) -> str:
    """The section whose answer the pack's first page repeats; blank where none has one."""
    return next((name for name, body in bodies.items() if body.index), "")


def _contents(cover: Cover, bodies: Mapping[str, Body], repeated: str, reds: Sequence[Leaf]) -> str:
    """The answer, what is repeated of it, the Reds, and the sections by name."""
    answer = bodies[lead].answer if (lead := _lead(bodies)) else ""
    of_reds = _of_reds(reds, month_name(cover.head.period))
    values = {"cover": cover, "answer": answer, "repeated": repeated, "reds": reds, "of_reds": of_reds}
    on_disk = [leaf for leaf in cover.leaves if leaf.page and leaf.name in bodies]
    values["lines"] = [(leaf, line) for leaf in on_disk if (line := bodies[leaf.name].line)]
    values["corrections"] = [_correction(each, number) for number, each in enumerate(cover.corrections, 1)]
    return str(_template("contents.html.j2").render(**values, rating=_chip))


_CHANGES = tuple(map(Column, ("What", "As published", "As corrected")))


def _correction(correction: Correction, number: int) -> Markup:
    """What was corrected, as the index lists it: each change as it was published and as it is."""
    caption = f"Correction {number}, {_day(correction.date)}: {_sentence(correction.reason)}"
    return table(caption, _CHANGES, [("", [Line(list(change)) for change in correction.changes])])


def _corrected(cover: Cover, current: str) -> list[str]:
    """What stands over a page on which something was corrected; over the pack's own pages, for each correction."""
    is_own = current in ("index", "pack")
    there = "This pack differs" if is_own else "This page differs"
    where = "Each change is listed below" if is_own else "index.html lists each change"
    return [
        f"{correction_words(it)} {there} from what was published on {_day(it.published)}. {where}."
        for it in cover.corrections
        if is_own or current in it.pages
    ]


def correction_words(correction: Correction) -> str:
    """When and why something was corrected, as a sentence."""
    return f"Corrected on {_day(correction.date)}: {_sentence(correction.reason)}"


def _day(day: str) -> str:
    return long_date(day)


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."


def _of_reds(reds: Sequence[Leaf], month: str) -> str:
    """The heading over the Reds: that of the month, unless one is Red at a newest result that is older."""
    is_of_month = all(re.search(rf"\bIn {month}\b", leaf.answer) or "In " not in leaf.answer for leaf in reds)
    return f"Red in {month}" if is_of_month else "Red at the newest result"


def whole_page(cover: Cover, bodies: Mapping[str, Body]) -> str:
    """The whole pack as one file, its contents as links within the page; every heading one level lower."""
    leaves = {leaf.name: leaf for leaf in cover.leaves}
    parts = [
        Markup('<article id="{}" class="{}">\n{}\n</article>').format(
            name, "landscape" if body.landscape else "portrait", _dated(cover, name) + Markup(_inside(name, html))  # noqa: S704  # as above
        )
        for name, body in bodies.items()
        if (html := led(body.html, cover.leaves, leaves.get(name)))
    ]  # fmt: skip
    inner = within_one_page("\n".join([_contents(cover, bodies, "", []), *parts]), set(bodies))
    return _page(cover, cover.title, _spelled(inner, bodies), current="pack", wide=True)


def _dated(cover: Cover, name: str) -> Markup:
    """The day of a section's figures within the whole pack, where it is another than the pack's."""
    day = next((cover.position_of(leaf) for leaf in cover.leaves if leaf.name == name), cover.position_of())
    return Markup('<p class="dates">Position at {}</p>\n').format(day) if day != cover.position_of() else Markup("")


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


def _chip(rag: str) -> Markup:
    return rating(Rag(rag)) if rag else Markup("")


@cache
def _template(name: str) -> Any:  # noqa: ANN401  # a Jinja template
    loader = ChoiceLoader([FileSystemLoader([TEMPLATES]), DictLoader({"scorecard/style.css": page_style()})])
    environment = Environment(
        loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(f"scorecard/{name}")


def _page(cover: Cover, title: str, main: str, **own: Any) -> str:  # noqa: ANN401  # what a page has of its own
    """A page by the template; `own` is `current` and what only some pages have, blank where it is not given."""
    head, as_at = cover.head, own.get("as_at") or cover.position_of()
    view = {
        "wide": False, "csv": "", "lone": "", "before": None, "after": None, **own,
        "title": title, "pack": head.title, "council": head.council, "period": month_name(head.period),
        "as_at": as_at, "margin": _margin(cover, as_at), "leaves": cover.leaves,
        "notices": [*notices(head.status, head.worked_example), *_corrected(cover, own["current"])],
        "published": long_date(head.published) if head.published else "",
    }  # fmt: skip
    page = _template("page.html.j2").render(view=view, main=Markup(main), rating=_chip)  # noqa: S704  # as above
    return harmless_html(str(page))


def _margin(cover: Cover, as_at: str) -> str:
    """What print repeats in the margin, as the inside of a CSS string."""
    text = f"{cover.head.title}, position at {as_at}"
    return re.sub(r'[\\"<>\n]', "", text)


def notices(status: str, worked_example: str) -> list[str]:
    """What a reader must know before the figures: a draft, a worked example."""
    sentences = ["Draft, not for publication."] if status == "draft" else []
    if worked_example:
        who, _, when = worked_example.rpartition(", ")
        sentences.append(
            f"Worked example from figures published by {who or when}{f' in {when}' if who else ''}; "
            "not a publication of the council."
        )
    return sentences
