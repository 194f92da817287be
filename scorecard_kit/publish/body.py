"""What one executed notebook has to say: its HTML, and what the pack's other pages should know of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from scorecard_kit.publish.folder import section_files
from scorecard_kit.publish.links import led
from scorecard_kit.publish.section import ExportError, read_notebook, spell_out
from scorecard_kit.text.harmless import harmless, harmless_html

__all__ = ["TEMPLATES", "Body", "SectionExporter", "as_on_page", "earlier_body", "read_body"]

TEMPLATES = Path(__file__).parent / "templates"
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


def as_on_page(body: Body) -> str:
    """The inside of a section's page as it stands there, but for its links to what else the pack tells."""
    return harmless_html(spell_out(led(body.html, ()), body.glossary, set()))


def earlier_body(name: str, folder: Path) -> Body | None:
    """The body of a section's earlier page, read again from its record; None where there is no page or no record."""
    page, _, record = (folder / file for file in section_files(name))
    try:
        return read_body(read_notebook(record)) if page.is_file() else None
    except (ExportError, OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
