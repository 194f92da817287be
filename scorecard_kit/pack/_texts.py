"""The commentary of a pack: what is wrong with it, what is awaited, and which words no page shows."""

import ast
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.part import part
from scorecard_kit.data.sources import Where
from scorecard_kit.findings import Finding, InputError, did_you_mean, nearest
from scorecard_kit.judge.periods import is_month
from scorecard_kit.pack._withheld import withheld_figures
from scorecard_kit.pack.held import names_in
from scorecard_kit.pack.models import Pack, Section, Use, beside
from scorecard_kit.pack.notebook import is_parameters, read
from scorecard_kit.pages import commentary
from scorecard_kit.text.counting import joined

_AWAITED = "commentary is awaited"
_PASSED_OVER = (".", "~$")  # hidden files, and those by which Word marks a file as open
Read = tuple[Section, Use]
"""A section, with the entry, the notebook and the data that it comes from."""


class _Month(NamedTuple):
    """What the pages of one month may show: texts by their names, and by area the indicators of its pages.

    Of each indicator it is said whether a page awaits its commentary.

    `named` are the texts that a parameter names, `texts` are also all other words that may name one. `withheld` gives
    the figures of the month that no page shows.
    """

    dataset: Dataset
    period: str
    named: set[str]
    texts: set[str]
    indicators: dict[str, dict[str, bool]]
    withheld: commentary.Withheld

    @property
    def folder(self) -> Path:
        """Where the month's commentary stands."""
        return self.dataset.folder / "commentary" / self.period

    def file(self, name: str) -> Path:
        """Where a text of the name would stand."""
        return self.folder / f"{name}.md"

    def place(self, name: str) -> str:
        """A file of the month as a finding calls it."""
        return f"commentary/{self.period}/{name}"


def commentary_findings(pack: Pack, sections: Sequence[Read]) -> Iterator[Finding]:
    """Errors in the texts that a page shows, and warnings of what is awaited and of what no page shows."""
    for month in _months(pack, sections):
        checked = list(_checked(month, pack.head.reporting))
        pages = {path for path, _ in checked if path}
        texts = {name for name in month.texts if os.path.isfile(month.file(name))}  # noqa: PTH113 - a long name is none
        yield from dict.fromkeys(finding for _, findings in checked for finding in findings)
        yield from _text_findings(month, texts, pages)
        yield from _unshown(month, pages | {month.file(name) for name in texts})
    for folder in dict.fromkeys(use.dataset.folder for _, use in sections):
        yield from _folder_findings(pack, folder / "commentary")


def _months(pack: Pack, sections: Sequence[Read]) -> Iterable[_Month]:
    """The months of the sections, one for each folder of data in which they are looked for."""
    months: dict[tuple[str, Path], _Month] = {}
    words_of = cache(_words_of)
    for section, use in sections:
        values = {name: parameter.default for name, parameter in use.declared.items()} | section.parameters
        period = str(section.parameters.get("period") or pack.head.period)
        new = _Month(use.dataset, period, set(), set(), {}, withheld_figures(use.dataset, _place(pack, use), period))
        month = months.setdefault((period, use.dataset.folder), new)
        month.named.update({str(values["text"])} if values.get("text") else ())
        month.texts.update(month.named, words_of(section.notebook))
        if indicator := section.parameters.get("indicator"):
            area = str(values.get("area") or main_area(use.dataset))
            of_area = month.indicators.setdefault(area, {})
            of_area[str(indicator)] = of_area.get(str(indicator), False) or section.awaits_commentary
    return months.values()


def _place(pack: Pack, use: Use) -> Where:
    """Where the data of an entry are read from."""
    return beside(pack.head.data, str(pack.folder)) if use.dataset.folder == pack.folder else use.dataset.folder


def _words_of(notebook: Path) -> frozenset[str]:
    """The words in quotation marks in a notebook: among them are the texts that it names itself."""
    cells = [cell for cell in read(notebook)["cells"] if cell["cell_type"] == "code" and not is_parameters(cell)]
    try:
        nodes = [node for cell in cells for node in ast.walk(ast.parse(cell["source"]))]
    except SyntaxError:  # a magic
        return frozenset()
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _checked(month: _Month, reporting: str) -> Iterator[tuple[Path | None, list[Finding]]]:
    """The commentary of each indicator's page, area by area: its file, if it can be read, and what is wrong with it."""
    for area, indicators in month.indicators.items():
        figures = month.dataset
        if figures.stored:
            figures = part(figures, area, [*indicators], period=month.period, reporting=reporting)
        for indicator, is_awaited in indicators.items():
            about = (indicator, month.period, area)
            path, findings = commentary.check(figures, *about, reporting=reporting, withheld=month.withheld)
            yield path, findings if path or is_awaited else [it for it in findings if it.level == "error"]


def _text_findings(month: _Month, texts: set[str], pages: set[Path]) -> Iterator[Finding]:
    """What is wrong with the `texts` that are there and no page of an indicator shows, and which are awaited."""
    for name in sorted(texts | month.named):
        if month.file(name) in pages:
            continue
        try:
            yield from commentary.check_text(month.dataset, month.period, name, month.withheld)
        except InputError as error:  # also a name that leads elsewhere, whether or not there is a file
            yield from error.findings
            continue
        if name not in texts:
            others = [other.stem for other in _entries(month.folder) if other.suffix == ".md"]
            mend = did_you_mean(name.removesuffix(".md"), others, "Write the file.")
            yield Finding(month.place(f"{name}.md"), problem=_AWAITED, mend=mend, level="warning")


def _unshown(month: _Month, pages: set[Path]) -> Iterator[Finding]:
    """A warning for each file of the month that no page shows; `pages` are those that one does."""
    names = names_in(month.dataset)
    indicators, areas = names("indicator"), names("area")
    for path in _entries(month.folder):
        place, problem = month.place(path.name), "no page shows it"
        if path.suffix != ".md" or not path.is_file():
            stem = path.stem.removesuffix(".md")  # Notepad puts .txt behind it
            mend = f'Save it as Markdown, "{stem}.md".' if path.is_file() else "Put its files beside it."
            yield Finding(place, problem=f"it is no Markdown file, and {problem}", mend=mend, level="warning")
        elif path not in pages:
            mend = _unshown_mend(path, indicators, sorted({*indicators, *month.texts} - {path.stem}))
            yield Finding(place, problem=problem, mend=mend, level="warning")
        is_of_area = path in pages or path.stem in indicators
        names_by_key = {"also_for": indicators, **({"area": areas} if is_of_area else {})}
        yield from _front_findings(path, place, month.dataset.folder, names_by_key)


def _unshown_mend(path: Path, indicators: Sequence[str], others: Sequence[str]) -> str:
    if path.stem in indicators:
        return "No page of this pack is about the indicator and the file's area in this month."
    return did_you_mean(path.stem, others, "Name it after an indicator, or give its name as `text` of a narrative.")


def _front_findings(path: Path, place: str, folder: Path, names: dict[str, list[str]]) -> Iterator[Finding]:
    """What is noted of the head of a file, and a warning for an area or indicator that the data do not hold."""
    if path.suffix != ".md":
        return
    try:
        text = commentary.read(path, folder)
    except InputError:  # told where a page shows it
        return
    yield from text.notes
    for key, of_data in names.items():
        written = text.front.get(key) or ()
        for item in commentary.named_in(written) if key == "also_for" else [written] if written else []:
            if str(item) not in of_data:
                kind = "area" if key == "area" else "indicator"
                mend = did_you_mean(str(item), of_data, f"Write an {kind} of the data.")
                yield Finding(place, 1, key, str(item), f"is no {kind} of the data", mend, "warning")


def _folder_findings(pack: Pack, folder: Path) -> Iterator[Finding]:
    """A warning for whatever stands in commentary/ and is no month's folder, or that of a month that no pack shows.

    What was written for an earlier month than the pack's may be of a pack that is gone.
    """
    months = [path.name for path in _entries(folder) if is_month(path.name)]
    for path in _entries(folder):
        if not (path.is_dir() and is_month(path.name)):
            near = nearest(path.name, months)
            mend = f"Name it like {near or '2016-03'}." if path.is_dir() else "Move it into the folder of its month."
            problem = "it is no folder of a month, and no page shows what is in it"
            yield Finding(f"commentary/{path.name}", problem=problem, mend=mend, level="warning")
    later = sorted(month for month in months if month > pack.head.period)
    if later and (orphaned := [month for month in later if month not in _months_named(pack.path.parent)]):
        problem = f"no parameters file names {joined(orphaned)}, so that no page shows what is written there"
        yield Finding(f"commentary/{orphaned[0]}", problem=problem, mend="Is another month meant?", level="warning")


def _months_named(parameters: Path) -> set[str]:
    """The months that stand anywhere in the parameters files of a folder."""
    texts = (path.read_text("utf-8", "replace") for path in _entries(parameters) if path.suffix in {".yaml", ".yml"})
    return {month for text in texts for month in re.findall(r"\b[0-9]{4}-[0-9]{2}\b", text)}


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(_PASSED_OVER))
