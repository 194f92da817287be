"""What keeps people from reading the pages of a rendered pack, by section and cell, so that it can be mended there."""

import importlib.util
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scorecard_kit.files.writer import WORK
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.pack.plan import Pack, Section, read_pack
from scorecard_kit.publish.accessibility import Barrier, barriers, of_whole_page
from scorecard_kit.publish.browser import BrowserError, room_for_browser, run_browser
from scorecard_kit.publish.folder import section_files
from scorecard_kit.publish.section import ExportError, read_notebook, render_cells
from scorecard_kit.text.counting import count

__all__ = ["look_at_pages", "structural"]

_CLOSING = "The pages are rendered as they are. Mend what keeps people from reading them, and render again."
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_SCRIPT = """const rules = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']};
axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => {
  const said = found.violations.flatMap(one => one.nodes.map(node => [
    document.querySelector(node.target[0])?.closest('article')?.id || '', one.help, node.html.slice(0, 120)]));
  const shown = document.createElement('pre');
  shown.id = 'found-by-axe';
  shown.textContent = JSON.stringify(said);
  document.body.replaceChildren(shown);
});"""


def look_at_pages(parameters: Iterable[Path], output: Path) -> str:
    """Look at the pages of rendered packs, and say of each by what means; InputError with all that was found.

    The structure is looked at by Python. Where there are a browser and axe-core, which the library
    axe-playwright-python brings, axe looks at pack.html as well.
    """
    found, said = list[Finding](), list[str]()
    for pack in map(read_pack, parameters):
        folder = output.absolute() / pack.name
        found += structural(pack, folder)
        means = "by structure, colours, and axe-core in the browser"
        try:
            found += _by_axe(pack, folder)
        except BrowserError as error:
            means = f"by structure and colours; not by axe-core, since {error}"
        said.append(f"{pack.name}: {count(len(pack.sections), 'page')} looked at {means}: nothing keeps people out.")
    if found:
        raise InputError(found, _CLOSING)
    return "\n".join(said)


def structural(pack: Pack, folder: Path) -> list[Finding]:
    """What is wrong with the structure and the colours of the sections' pages, each with its cell where it has one."""
    return [finding for section in pack.sections for finding in _of_section(section, pack.root, folder)]


def _of_section(section: Section, root: Path, folder: Path) -> Iterator[Finding]:
    page, _, record = (folder / name for name in section_files(section.name))
    on_page = of_whole_page(page.read_text(encoding="utf-8")) if page.is_file() else []
    if not on_page:
        return
    from scorecard_kit.run.kernel import cell_number  # noqa: PLC0415 - papermill takes longer than all of this

    source, name = read_notebook(section.notebook), section.notebook.relative_to(root).as_posix()
    for barrier in _of_record(record) or on_page:
        number = cell_number(source, section.parameters, barrier.cell - 1) if barrier.cell else 0
        where = f"section {section.name}{f', cell {number}' if number else ''}"
        yield Finding(name, where=where, problem=barrier.what, mend=barrier.mend)


def _of_record(record: Path) -> list[Barrier]:
    """The same by cell, from what the notebook has put out."""
    try:
        node = read_notebook(record)
        render_cells(node.cells)
    except (ExportError, OSError, ValueError):
        return []
    return barriers([str(cell.metadata["scorecard_html"]) for cell in node.cells])


def _by_axe(pack: Pack, folder: Path) -> list[Finding]:
    """What axe finds on the whole pack, by section. BrowserError where it cannot look."""
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        raise BrowserError("the library axe-playwright-python is not installed")
    axe = Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")
    html = _POLICY.sub("", (folder / "pack.html").read_text(encoding="utf-8"))
    with room_for_browser(folder / WORK) as room:
        page = room / "pack.html"
        script = f"<script>{axe}</script><script>{_SCRIPT}</script></body>"
        page.write_text("".join([*html.rpartition("</body>")[:1], script, "</html>"]), encoding="utf-8", newline="\n")
        shown = run_browser(page, "look at the pages", "--dump-dom", "--virtual-time-budget=60000")
    found = re.search(r'<pre id="found-by-axe">(.*?)</pre>', shown, re.DOTALL)
    if not found:
        raise BrowserError("the browser did not tell what it found")
    return _told(pack, json.loads(_unescaped(found[1])))


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _told(pack: Pack, found: list[Any]) -> list[Finding]:
    notebooks: Mapping[str, str] = {
        section.name: section.notebook.relative_to(pack.root).as_posix() for section in pack.sections
    }
    return [
        Finding(
            notebooks.get(name, "pack.html"), where=f"section {name}" if name else "",
            problem=f"axe: {said}", mend=f"It is {html}",
        )
        for name, said, html in found
    ]  # fmt: skip
