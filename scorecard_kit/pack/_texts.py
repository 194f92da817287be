"""The commentary of a pack: what is wrong with it, what is awaited, and which words no page shows."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from scorecard_kit.data.dataset import Dataset, main_area
from scorecard_kit.data.part import part
from scorecard_kit.findings import Finding, InputError, did_you_mean, nearest
from scorecard_kit.judge.disclosure import SmallCounts
from scorecard_kit.judge.periods import is_month
from scorecard_kit.pack._held import names_in
from scorecard_kit.pack.check import Pack, Section
from scorecard_kit.pack.notebook import declared, is_parameters, read
from scorecard_kit.pages import commentary

_AWAITED = "commentary is awaited"
_PASSED_OVER = (".", "~$")  # hidden files, and those by which Word marks a file as open
Read = tuple[Section, Dataset]
"""A section, and the data that it reads."""


class _Asked(NamedTuple):
    """What the pages of one month may show: texts by their names, and indicators with the area of their page.

    `named` are the texts that a parameter names, `texts` are also all other words that may name one.
    """

    dataset: Dataset
    period: str
    named: frozenset[str]
    texts: frozenset[str]
    indicators: tuple[tuple[str, str], ...]


def of_commentary(pack: Pack, sections: Sequence[Read]) -> list[Finding]:
    """Errors in the texts that a page shows, and warnings of what is awaited and of what no page shows."""
    found: list[Finding] = []
    for asked in _asked(pack, sections):
        shown = set[Path]()
        found += _of_indicators(pack, asked, shown)
        found += _of_texts(asked, shown)
        found += _unshown(asked, shown)
    folders = dict.fromkeys(dataset.folder for _, dataset in sections)
    return [*found, *(finding for folder in folders for finding in _of_folders(folder))]


def _asked(pack: Pack, sections: Sequence[Read]) -> Iterator[_Asked]:
    groups: dict[tuple[str, Path], list[Read]] = {}
    for section, dataset in sections:
        period = str(section.parameters.get("period") or pack.head.period)
        groups.setdefault((period, dataset.folder), []).append((section, dataset))
    notebooks = {section.notebook: (declared(section.notebook), _words_of(section.notebook)) for section, _ in sections}
    for (period, _), members in groups.items():
        dataset = members[0][1]
        named, texts, pages = set[str](), set[str](), dict[tuple[str, str], None]()
        for section, _ in members:
            defaults, words = notebooks[section.notebook]
            own = {**defaults, **section.parameters}
            named |= {str(own["text"])} if own.get("text") else set()
            texts |= words
            if indicator := section.parameters.get("indicator"):
                pages[str(indicator), str(own.get("area") or main_area(dataset))] = None
        yield _Asked(dataset, period, frozenset(named), frozenset(texts | named), tuple(pages))


def _words_of(notebook: Path) -> frozenset[str]:
    """The words in quotation marks in a notebook: among them are the texts that it names itself."""
    cells = [cell for cell in read(notebook)["cells"] if cell["cell_type"] == "code" and not is_parameters(cell)]
    try:
        nodes = [node for cell in cells for node in ast.walk(ast.parse(cell["source"]))]
    except SyntaxError:  # a magic
        return frozenset()
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _of_indicators(pack: Pack, asked: _Asked, shown: set[Path]) -> list[Finding]:
    rule, reporting = SmallCounts(**pack.head.small_counts.model_dump()), pack.head.reporting
    by_area: dict[str, list[str]] = {}
    for indicator, area in asked.indicators:
        by_area.setdefault(area, []).append(indicator)
    found: list[Finding] = []
    for area, indicators in by_area.items():
        figures = asked.dataset
        if figures.stored:
            figures = part(figures, area, indicators, period=asked.period, reporting=reporting)
        found += commentary.check(figures, asked.period, indicators, area, rule, reporting=reporting)
        for indicator in indicators:
            try:
                own = commentary.find(figures.folder, asked.period, indicator, area)
            except InputError:  # told by the check
                continue
            shown |= {own.path} if own else set()
    return list(dict.fromkeys(found))


def _of_texts(asked: _Asked, shown: set[Path]) -> Iterator[Finding]:
    """What is wrong with the texts that are about no one indicator."""
    for name in sorted(asked.texts):
        path = asked.dataset.folder / "commentary" / asked.period / f"{name}.md"
        is_named, is_there = name in asked.named, path.is_file()
        if path in shown or not (is_named or is_there):
            continue
        try:
            commentary.text(asked.dataset, asked.period, name)
        except InputError as error:  # also a name that leads elsewhere, whether or not there is a file
            yield from error.findings
            is_named = False
        if is_there:
            shown.add(path)
        elif is_named:
            others = [other.stem for other in _entries(path.parent) if other.suffix == ".md"]
            mend = did_you_mean(name.removesuffix(".md"), others, "Write the file.")
            yield Finding(f"commentary/{asked.period}/{name}.md", problem=_AWAITED, mend=mend, level="warning")


def _unshown(asked: _Asked, shown: set[Path]) -> Iterator[Finding]:
    """A warning for each file of the month that no page shows."""
    folder = asked.dataset.folder / "commentary" / asked.period
    names, areas = names_in(asked.dataset)("indicator"), names_in(asked.dataset)("area")
    for path in _entries(folder):
        place = f"commentary/{asked.period}/{path.name}"
        if path.suffix != ".md" or not path.is_file():
            stem = path.stem.removesuffix(".md")  # Notepad puts .txt behind it
            mend = f'Save it as Markdown, "{stem}.md".' if path.is_file() else "Put its files beside it."
            yield Finding(place, problem="it is no Markdown file, and no page shows it", mend=mend, level="warning")
        elif path not in shown:
            awaited = [name for name in {*names, *asked.texts} if name != path.stem]
            yield Finding(place, problem="no page shows it", mend=_unshown_mend(path, names, awaited), level="warning")
        known = (
            {"also_for": names} if path not in shown and path.stem not in names else {"also_for": names, "area": areas}
        )
        yield from _of_front(path, place, asked.dataset.folder, known)


def _unshown_mend(path: Path, indicators: Sequence[str], others: Sequence[str]) -> str:
    if path.stem in indicators:
        return "No page of this pack is about the indicator and the file's area in this month."
    return did_you_mean(path.stem, others, "Name it after an indicator, or give its name as `text` of a narrative.")


def _of_front(path: Path, place: str, folder: Path, known: dict[str, list[str]]) -> Iterator[Finding]:
    """What is noted of the head of a file, and a warning for an area or indicator that the data do not hold."""
    if path.suffix != ".md":
        return
    try:
        found = commentary.read(path, folder)
    except InputError:  # told where a page shows it
        return
    yield from found.notes
    for key, names in known.items():
        given = found.front.get(key) or ()
        for item in commentary.named_in(given) if key == "also_for" else [given] if given else []:
            if str(item) not in names:
                kind = "area" if key == "area" else "indicator"
                mend = did_you_mean(str(item), names, f"Write an {kind} of the data.")
                yield Finding(place, 1, key, str(item), f"is no {kind} of the data", mend, "warning")


def _of_folders(folder: Path) -> Iterator[Finding]:
    """A warning for whatever stands in commentary/ and is no month's folder."""
    months = [path.name for path in _entries(folder / "commentary") if is_month(path.name)]
    for path in _entries(folder / "commentary"):
        if not (path.is_dir() and is_month(path.name)):
            near = nearest(path.name, months)
            mend = f"Name it like {near or '2016-03'}." if path.is_dir() else "Move it into the folder of its month."
            problem = "it is no folder of a month, and no page shows what is in it"
            yield Finding(f"commentary/{path.name}", problem=problem, mend=mend, level="warning")


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith(_PASSED_OVER))
