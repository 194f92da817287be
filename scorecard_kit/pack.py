"""A parameters file to a plan: a list of frozen sections. Whatever is wrong is said before anything is run."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorecard_kit import commentary, data
from scorecard_kit.contract import definitions
from scorecard_kit.disclosure import SmallCounts
from scorecard_kit.findings import Finding, InputError
from scorecard_kit.indicator import Rag
from scorecard_kit.notebook import declared
from scorecard_kit.packfile import Pack, examine
from scorecard_kit.period import month_name
from scorecard_kit.places import LONGEST, TAKEN
from scorecard_kit.scorecard import score_latest
from scorecard_kit.shape import Entry

__all__ = ["Pack", "Section", "check", "plan", "read_pack"]


@dataclass(frozen=True)
class Section:
    """One notebook with one set of parameters (plain JSON values), rendered to the page `name`.html."""

    name: str
    notebook: Path
    parameters: dict[str, Any]


def read_pack(path: str | Path) -> Pack:
    """Read and validate a parameters file and the data that it names. InputError holds everything that is wrong."""
    examined = examine(path)
    if examined.pack is None:
        raise InputError(examined.findings + examined.data_findings)
    return examined.pack


def plan(pack: Pack) -> tuple[list[Section], list[str]]:
    """The sections of a pack in order, and a sentence for every `for_each` that comes to nothing.

    Raises InputError where a section has no usable name of its own, or a commentary holds an error.
    """
    sections, absent, findings = _planned(pack)
    findings += [finding for finding in _commentary(pack, sections) if finding.level == "error"]
    if findings:
        raise InputError(findings)
    return sections, absent


def check(path: str | Path) -> list[Finding]:
    """Every finding of a parameters file, its data and its commentary: errors, warnings and notes. Raises nothing."""
    try:
        pack, place, findings, _ = examine(path)
    except InputError as error:
        return error.findings
    findings += data.check(place) if place else []
    if pack is None:
        return findings
    sections, _, unnamed = _planned(pack)
    return [*findings, *unnamed, *_period(pack), *_commentary(pack, sections)]


def _planned(pack: Pack) -> tuple[list[Section], list[str], list[Finding]]:
    sections: dict[str, Section] = {}
    absent, findings = [], []
    for place, entry in enumerate(pack.entries):
        shared = {key: value for key, value in pack.shared.items() if key in declared(pack.notebook(entry))}
        values = _values(pack, entry)
        if not values:
            absent.append(_absent(entry, pack.head.period))
        for each in values:
            name = _name(entry, pack.entries, "".join(each.values()))
            if problem := _name_problem(name, sections):
                mend = "Give the section a `name` of its own."
                findings.append(pack.document.finding(("sections", place), problem, mend, value=name))
            sections[name] = Section(name, pack.notebook(entry), {**shared, **entry.parameters, **each})
    return list(sections.values()), absent, findings


def _commentary(pack: Pack, sections: list[Section]) -> list[Finding]:
    """What is to be said of the commentary of every section that is about one indicator."""
    rule, main_area = SmallCounts(**pack.head.small_counts.model_dump()), data.main_area(pack.dataset)
    pages: dict[tuple[str, str], list[str]] = {}
    for own in (section.parameters for section in sections):
        if indicator := own.get("indicator"):
            place = str(own.get("period") or pack.head.period), str(own.get("area") or main_area)
            pages.setdefault(place, []).append(str(indicator))
    found, reporting = [], pack.head.reporting
    for (period, area), indicators in pages.items():
        figures = pack.dataset
        if figures.stored:
            figures = data.part(figures, area, indicators, period=period, reporting=reporting)
        found += commentary.check(figures, period, indicators, area, rule, reporting=reporting)
    return list(dict.fromkeys(found))


def _period(pack: Pack) -> list[Finding]:
    periods = data.values(pack.dataset, "results", "period")
    if pack.head.period in periods:
        return []
    problem, mend = "is a month without any result in the data", f"The latest month is {max(periods, default='none')}."
    return [pack.document.finding(("period",), problem, mend, level="warning")]


def _values(pack: Pack, entry: Entry) -> list[dict[str, str]]:
    """What `for_each` spreads an entry over: one set of parameters a section."""
    if entry.for_each is None:
        return [{}]
    [(key, wanted)] = entry.for_each.items()
    if isinstance(wanted, list):
        return [{key: value} for value in dict.fromkeys(wanted)]
    if key == "area":
        areas = pack.dataset.areas  # services and teams have activity only, benchmarks no page of their own
        return [{key: str(area)} for area in areas[areas["kind"].isin(["county", "area"])]["area"]]
    period = str(entry.parameters.get("period") or pack.head.period)
    if wanted == "red":
        return [{key: indicator} for indicator in _reds(pack, entry, period)]
    known = definitions(pack.dataset.indicators).values()
    return [{key: item.indicator} for item in known if item.role == "indicator" and item.in_use(period)]


def _reds(pack: Pack, entry: Entry, period: str) -> list[str]:
    own, area = entry.parameters, str(entry.parameters.get("area") or data.main_area(pack.dataset))
    of = data.part(pack.dataset, area, period=period, reporting=pack.head.reporting)
    scored = score_latest(
        of.results,
        of.indicators,
        of.targets,
        period,
        area,
        str(own.get("cohort", "")),
        reporting=pack.head.reporting,
        changes=of.changes,
    )
    return [str(indicator) for indicator in scored[scored["rag"] == Rag.RED]["indicator"]]


def _absent(entry: Entry, period: str) -> str:
    [(key, wanted)] = (entry.for_each or {}).items()
    why = f"no {key} is Red in {month_name(period)}" if wanted == "red" else f"there is no {key} to show"
    return f"No {entry.notebook.replace('_', ' ')}: {why}."


def _name(entry: Entry, entries: tuple[Entry, ...], each: str) -> str:
    """The name, else the notebook's; then the for_each value; then what differs among uses of the same notebook."""
    if entry.name:
        return "-".join(filter(None, [entry.name, _kebab(each)]))
    same = [other for other in entries if other.notebook == entry.notebook and not other.name]
    differing = [
        _kebab(_words(key, value))
        for key, value in entry.parameters.items()
        if any(other.parameters.get(key) != value for other in same)
    ]
    return "-".join(filter(None, [_kebab(entry.notebook), _kebab(each), *differing]))


def _words(key: str, value: object) -> str:
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return str(value)


def _kebab(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _name_problem(name: str, others: dict[str, Section]) -> str:
    if name in others:
        return "is the name of another section already"
    if name in TAKEN:
        return "is a name that the kit or Windows has taken"
    return f"is a name of over {LONGEST} characters" if len(name) > LONGEST else ""
