"""The sections that the entries of a pack come to, and what each is called."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from typing import NamedTuple

from scorecard_kit.data.dataset import main_area
from scorecard_kit.data.part import part
from scorecard_kit.files.places import LONGEST, name_problem
from scorecard_kit.findings import Finding
from scorecard_kit.judge.indicators import Rag
from scorecard_kit.judge.periods import month_name
from scorecard_kit.judge.rows import definitions
from scorecard_kit.judge.scorecard import score_latest
from scorecard_kit.pack.models import Entry, Pack, Section, Use
from scorecard_kit.text.characters import hyphenated

_RATED = {"red": (Rag.RED,), "red_and_amber": (Rag.RED, Rag.AMBER)}
"""The words of `for_each` that choose indicators by their rating."""
_HASH = 8  # letters that tell two long names apart
Spread = list[dict[str, str]]
"""What `for_each` gives an entry: a parameter and its value for each section; one without any where there is none."""


class Sections(NamedTuple):
    """The sections with what they are made with, a sentence for every `for_each` that comes to nothing, and findings.

    The findings are names that cannot be used: also those of indicators that are not Red this month.
    """

    sections: list[tuple[Section, Use]]
    absent: list[str]
    findings: list[Finding]


def sections_of(pack: Pack, uses: Sequence[Use]) -> Sections:
    """The sections of a pack in order."""
    planned, names = Sections([], [], []), set[str]()
    for use in uses:
        entry = use.entry
        possible, present = _spread(pack, use)
        if not present:
            planned.absent.append(_absent(entry, pack.head.period))
        for each, name in zip(possible, _names(entry, [other.entry for other in uses], possible), strict=True):
            if problem := _name_problem(name, names):
                mend = "Give the section a `name` of its own."
                planned.findings.append(pack.document.finding(("sections", use.place), problem, mend, value=name))
            names.add(name)
            if each in present:
                shared = {key: value for key, value in pack.shared.items() if key in use.declared}
                section = Section(name, pack.notebook(entry), {**shared, **entry.parameters, **each})
                planned.sections.append((section, use))
    return planned


def _spread(pack: Pack, use: Use) -> tuple[Spread, Spread]:
    """What `for_each` may spread an entry over in any month, and what it does in this one."""
    if use.entry.for_each is None:
        return [{}], [{}]
    [(key, wanted)] = use.entry.for_each.items()
    if isinstance(wanted, list):
        values = list(dict.fromkeys(wanted))
    elif key == "area":  # services and teams have activity only, benchmarks no page of their own
        areas = use.dataset.areas
        values = [str(area) for area in areas.loc[areas["kind"].isin(["county", "area"]), "area"]]
    else:
        period = str(use.entry.parameters.get("period") or pack.head.period)
        indicators = definitions(use.dataset.indicators).values()
        values = [item.indicator for item in indicators if item.role == "indicator" and item.in_use(period)]
        if wanted in _RATED:
            rated = _rated_so(pack, use, period, _RATED[wanted])
            return [{key: value} for value in dict.fromkeys([*values, *rated])], [{key: value} for value in rated]
    spread = [{key: value} for value in values]
    return spread, spread


def _rated_so(pack: Pack, use: Use, period: str, rags: Collection[Rag]) -> list[str]:
    parameters, reporting = use.entry.parameters, pack.head.reporting
    area, cohort = str(parameters.get("area") or main_area(use.dataset)), str(parameters.get("cohort", ""))
    book = part(use.dataset, area, period=period, reporting=reporting)
    scored = score_latest(book, period, area, cohort, reporting=reporting)
    return [str(indicator) for indicator in scored[scored["rag"].isin(rags)]["indicator"]]


def _absent(entry: Entry, period: str) -> str:
    [(key, wanted)] = (entry.for_each or {}).items()
    rags = _RATED.get(wanted, ()) if isinstance(wanted, str) else ()
    why = f"no {key} is {' or '.join(rags)} in {month_name(period)}" if rags else f"there is no {key} to show"
    return f"No {entry.notebook.replace('_', ' ')}: {why}."


def _names(entry: Entry, entries: Sequence[Entry], spread: Spread) -> list[str]:
    """The names of an entry's sections. One that is too long, or another value's too, ends in letters of its own."""
    values = ["".join(each.values()) for each in spread]
    names = [_name(entry, entries, each) for each in values]
    if len(entry.name) > LONGEST:
        return names
    return [
        f"{name[: LONGEST - _HASH - 1].rstrip('-')}-{sha256(each.encode()).hexdigest()[:_HASH]}"
        if len(name) > LONGEST or (each and (not hyphenated(each) or names.count(name) > 1))
        else name
        for name, each in zip(names, values, strict=True)
    ]


def _name(entry: Entry, entries: Sequence[Entry], each: str) -> str:
    """The name, else the notebook's; then the for_each value; then what differs among uses of the same notebook."""
    if entry.name:
        return "-".join(filter(None, [entry.name, hyphenated(each)]))
    same = [other for other in entries if other.notebook == entry.notebook and not other.name]
    differing = [
        hyphenated(_words(key, value))
        for key, value in entry.parameters.items()
        if any(other.parameters.get(key) != value for other in same)
    ]
    return "-".join(filter(None, [hyphenated(entry.notebook), hyphenated(each), *differing]))


def _words(key: str, value: object) -> str:
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    return str(value)


def _name_problem(name: str, others: set[str]) -> str:
    if name in others:
        return "is the name of another section already"
    return (name_problem(name) or ("", ""))[0] if name else "comes to no name in plain letters"
